"""The worker: takes jobs from the table and runs each as a child process, within a budget of cores."""

import atexit
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Event, Thread
from types import ModuleType

from api.jobs import child
from api.jobs.job import Attempt, JobTable, State
from api.problems import Problem, problem, problem_of

# Seconds between two looks at the table, and those that a child has to end after it was asked to: cancelling is
# promised within 2 s.
LOOK = 0.05
GRACE = 1.7


@dataclass
class _Child:
    attempt: Attempt
    process: ForkServerProcess
    pipe: Connection
    asked_to_end: bool = False
    silent: bool = False  # it has closed its end of the pipe
    kill_at: float | None = None  # on the clock of time.monotonic; set once it should end soon

    def ask_to_end(self) -> None:
        """Cancel what it does, and let it tell its best answer."""
        if not self.asked_to_end:
            self.asked_to_end = True
            self.expect_end()
            with suppress(OSError):  # it may have ended by itself
                self.pipe.send(child.CANCEL)

    def kill(self) -> None:
        """End it and all processes of its group, at once."""
        assert self.process.pid is not None
        self.process.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def expect_end(self) -> None:
        """Give it a little time to end."""
        if self.kill_at is None:
            self.kill_at = time.monotonic() + GRACE


class Worker:
    """One thread that starts children, hears them, and ends them."""

    def __init__(self, table: JobTable, cores: int) -> None:
        self._table = table
        self._cores = cores
        self._children: list[_Child] = []
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        child.CONTEXT.set_forkserver_preload([child.__name__])
        with _path_of_the_server():
            forkserver.ensure_running()
        atexit.register(self.stop)  # else the interpreter would wait for the children of a server that was forced out
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, cancel those that run, and return when no process of theirs is left."""
        atexit.unregister(self.stop)
        self._stopping.set()
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether it still takes jobs."""
        return self._thread.is_alive()

    @property
    def processes(self) -> dict[str, int]:
        """The process id of every running job."""
        return {one.attempt.job: one.process.pid for one in list(self._children) if one.process.pid is not None}

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._start_claimed()
            self._tend()
        for one in self._children:
            one.ask_to_end()
        while self._children:
            self._tend()

    def _start_claimed(self) -> None:
        used = sum(one.attempt.work.request.workers for one in self._children)
        while (attempt := self._table.claim(self._cores - used)) is not None:
            used += attempt.work.request.workers
            try:
                self._children.append(_start(attempt))
            except Exception as error:  # no memory, no file descriptors, no fork server
                self._table.finish(attempt, State.FAILED, error=problem_of(error))

    def _tend(self) -> None:
        pipes: list[Connection | int] = [one.pipe for one in self._children if not one.silent]
        wait([*pipes, *(one.process.sentinel for one in self._children)], timeout=LOOK)
        for one in list(self._children):
            try:
                self._tend_one(one)
            except Exception as error:
                one.kill()
                self._table.finish(one.attempt, State.FAILED, error=problem_of(error))

    def _tend_one(self, one: _Child) -> None:
        ended = not one.process.is_alive()
        self._hear(one)
        if ended:
            self._bury(one)
        elif one.kill_at is None:
            if self._table.job(one.attempt.job).cancel:
                one.ask_to_end()
        elif time.monotonic() > one.kill_at:
            one.kill()

    def _hear(self, one: _Child) -> None:
        try:
            while not one.silent and one.pipe.poll():
                name, data = one.pipe.recv()
                match name:
                    case "progress":
                        self._table.progress(one.attempt, data)
                    case "keep":
                        self._table.keep(one.attempt, data)
                    case State.FAILED:
                        one.expect_end()
                        self._table.finish(one.attempt, State.FAILED, error=Problem.model_validate(data))
                    case _:
                        one.expect_end()
                        self._table.finish(one.attempt, State(name), result=data)
        except (EOFError, OSError):
            one.silent = True
            one.expect_end()

    def _bury(self, one: _Child) -> None:
        """Remove a process that has ended. Where it told its last word, its job ended then and stays as it is."""
        if one.asked_to_end:
            self._table.finish(one.attempt, State.CANCELLED)
        else:
            self._table.finish(one.attempt, State.FAILED, error=_died(one.process.exitcode))
        one.kill()  # what it may have left behind
        one.process.join()
        one.process.close()
        one.pipe.close()
        self._children.remove(one)


def _start(attempt: Attempt) -> _Child:
    ours, theirs = child.CONTEXT.Pipe()
    process = child.CONTEXT.Process(target=child.main, args=(theirs, attempt.work), name=f"job {attempt.job}")
    # The fork server is started anew here where it has died.
    with _main_module_hidden(), _path_of_the_server():
        process.start()
    theirs.close()
    return _Child(attempt, process, ours)


@contextmanager
def _main_module_hidden() -> Iterator[None]:
    """Let a child start without the main module of the server, which multiprocessing would import there for nothing."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _path_of_the_server() -> Iterator[None]:
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


def _died(exit_code: int | None) -> Problem:
    how = f"with the exit code {exit_code}"
    if exit_code is not None and exit_code < 0:
        how = f"by the signal {signal.Signals(-exit_code).name}"
    return problem(
        "process-died",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"the process of this job was ended {how}, which also happens when memory runs out; submit it again",
    )
