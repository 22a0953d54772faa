"""`dermaga serve` as a process of its own, in a folder for its data."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """A server that answers, its process, and the file that its log goes to."""

    url: str
    pid: int
    log: Path


@contextmanager
def served(data: Path, **settings: object) -> Iterator[Served]:
    """Run a server with settings beside the usual ones until the context ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DERMAGA_")}
    environment |= {f"DERMAGA_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-c", "from api.cli import main; main()"]
    data.mkdir(mode=0o700, exist_ok=True)
    log = data / "server.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*command, "serve", "--port", "0", "--data", str(data), "--json"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the server did not start:\n{log.read_text()}")
            yield Served(json.loads(line)["url"].rstrip("/"), process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
