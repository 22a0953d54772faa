"""The processes of jobs as their worker sees them: started from a fork server, heard over a pipe, and ended."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from api.jobs import child
from api.jobs.job import Attempt, News, State
from api.observing import logs
from api.problems import Problem

# Seconds that a process has to end after it was asked to: cancelling is promised within 2 s.
GRACE_S = 1.7


class Why(Enum):
    """Why a process was asked to end."""

    CANCELLED = auto()  # somebody has no more use for the job
    PUT_BACK = auto()  # another job goes first
    STOPPING = auto()  # the worker ends


@dataclass
class Child:
    """A process that does a job, and what it has told that is not written yet."""

    attempt: Attempt
    process: ForkServerProcess
    pipe: Connection
    began: float  # on the clock of time.monotonic
    news: News = field(default_factory=News)
    end: tuple[State, Problem | None] | None = None  # how the job is to end, once its last word is there
    why: Why | None = None
    silent: bool = False  # it has closed its end of the pipe
    kill_at: float | None = None  # on the clock of time.monotonic; set once it should end soon
    written: float = 0.0  # when news were last written
    gap: float | None = None  # of the plan that it has told of last
    closed: bool = False  # nothing of it may be written any more, or all is

    @property
    def names(self) -> dict[str, Any]:
        """What a line of the log about it says besides."""
        return {"job": self.attempt.job, "attempt": self.attempt.number}

    @property
    def spent(self) -> float:
        """Seconds that the job has taken, with the attempts before."""
        return self.attempt.spent + time.monotonic() - self.began

    def ask_to_end(self, why: Why) -> None:
        """Stop what it does, and let it tell its best answer."""
        if self.why is None:
            self.expect_end()
            with suppress(OSError):  # it may have ended by itself
                self.pipe.send(child.CANCEL)
        if self.why is not Why.CANCELLED:
            self.why = why

    def renewed(self, deadline: float) -> None:
        """Tell it that it may go on until a moment of `leases.now`."""
        with suppress(OSError):
            self.pipe.send(deadline)

    def kill(self) -> None:
        """End it and all processes of its group, at once."""
        assert self.process.pid is not None
        self.process.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def expect_end(self) -> None:
        """Give it a little time to end."""
        if self.kill_at is None:
            self.kill_at = time.monotonic() + GRACE_S

    def hear(self) -> None:
        """Take what it has told."""
        try:
            while not self.silent and self.pipe.poll():
                name, data = self.pipe.recv()
                match name:
                    case "progress":
                        self.news.progress.append(data)
                        self.gap = data.get("gap")
                    case "keep":
                        self.news.result = data
                    case "part":
                        self.news.parts.append(data)
                    case State.FAILED:
                        self.expect_end()
                        self.end = (State.FAILED, Problem.model_validate(data))
                    case _:
                        self.expect_end()
                        self.end, self.news.result = (State(name), None), data
        except (EOFError, OSError):
            self.silent = True
            self.expect_end()

    def bury(self) -> None:
        """Remove what is left of the process."""
        self.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def prepare() -> None:
    """Start the fork server and wait until it has imported what all jobs need: no lease shall run meanwhile."""
    child.CONTEXT.set_forkserver_preload([child.__name__])
    first = child.CONTEXT.Process(target=child.nothing)
    with _main_module_hidden(), _path_of_this_process():
        first.start()
    first.join()
    first.close()


def start(attempt: Attempt, deadline: float, dask: str | None) -> Child:
    """Start the process of an attempt. Raises OSError where the machine has no room for one."""
    ours, theirs = child.CONTEXT.Pipe()
    process = child.CONTEXT.Process(
        target=child.main, args=(theirs, attempt, deadline, dask, logs.chosen()), name=f"job {attempt.job}"
    )
    # The fork server is started anew here where it has died.
    with _main_module_hidden(), _path_of_this_process():
        process.start()
    theirs.close()
    return Child(attempt, process, ours, time.monotonic())


@contextmanager
def _main_module_hidden() -> Iterator[None]:
    """Let a child start without the main module of this process, which multiprocessing would import for nothing."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _path_of_this_process() -> Iterator[None]:
    """Let a fork server that is started now find modules where this process does.

    By itself it would look in the current folder first, and import an api.py or a folder data that somebody has there.
    """
    path = os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path)
    wanted = {"PYTHONSAFEPATH": "1", "PYTHONPATH": path}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
