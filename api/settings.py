"""What the server can be told: where it listens and how much it takes on."""

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """Address and limits of one server. Every limit has its own refusal."""

    host: str = "127.0.0.1"
    port: int = 8400
    most_queued: int = 20  # jobs that wait for cores
    most_finished: int = 200  # finished jobs that are remembered, the newest
    most_cases: int = 100  # uploaded cases
    most_days: int = 300_000  # that one request simulates: of all its scenarios and replications together
    most_bytes: int = 20_000_000  # body of a request
    board: Path = Path(__file__).parent / "board"
