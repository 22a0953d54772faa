"""Logs by hand, and logs of recorded runs."""

from pathlib import Path

from data.case import Case
from simulations.clock import Clock
from simulations.logs.reading import Log, parse_log
from simulations.policies import FirstComeFirstServed
from simulations.record_tables import events
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, bare_case, call

HEADER = "time,event,call,box,equipment,place,flow,status,teu"


def csv(*lines: str) -> bytes:
    """A log whose lines are given without the empty cells at their end; times are minutes from 5 January 2026."""
    columns = HEADER.count(",")
    return "\n".join([HEADER, *(line + "," * (columns - line.count(",")) for line in lines)]).encode()


def log(*lines: str, case: Case | None = None) -> Log:
    """The log of these lines."""
    return parse_log("log.csv", csv(*lines), case or bare_case([call("A")]))


def recorded(case: Case, days: float, seed: int = 1) -> SimulatedTerminal:
    """A recorded run."""
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, days), Streams(seed, 0), recording=True)
    terminal.run()
    return terminal


def log_of(terminal: SimulatedTerminal, folder: Path) -> Log:
    """What the reader makes of a recorded run's events."""
    path = folder / "events.parquet"
    events(terminal).to_parquet(path, index=False)
    return parse_log("events.parquet", path.read_bytes(), terminal.case)
