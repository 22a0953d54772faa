"""When processes of jobs worked, by their own records: for fault tests, which ask whether two were at one job.

They are kept in the folder that the variable DERMAGA_RECORDS names, a file a process, `<job>-<attempt>-<pid>`. It holds
two numbers (nanoseconds of CLOCK_MONOTONIC, the same clock for all processes of a machine): when it began, and when it
was last alive, written every few milliseconds and at its end. Without the variable nothing is recorded.
"""

import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

VARIABLE = "DERMAGA_RECORDS"
_EVERY_S = 0.01
_STAMPS = struct.Struct("<qq")


@contextmanager
def recorded(job: str, attempt: int) -> Iterator[None]:
    """Record when this process works on a job, where that is asked for."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        yield
        return
    began, ended = time.monotonic_ns(), Event()
    file = os.open(Path(folder) / f"{job}-{attempt}-{os.getpid()}", os.O_WRONLY | os.O_CREAT, 0o600)

    def stamp() -> None:
        os.pwrite(file, _STAMPS.pack(began, time.monotonic_ns()), 0)

    def tick() -> None:
        while not ended.wait(_EVERY_S):
            stamp()

    stamp()
    thread = Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        stamp()
        os.close(file)


def read_record(path: Path) -> tuple[str, int, int, int, int]:
    """Job, attempt, process, begin and end of a record."""
    job, attempt, pid = path.name.split("-")
    began, ended = _STAMPS.unpack(path.read_bytes())
    return job, int(attempt), int(pid), began, ended
