"""The worker: claims jobs, runs each as a child process within a budget of cores, and keeps what they tell.

One thread does it all. It never waits long: a database that does not answer is asked again later, while the children
work on until the ends of their leases, and what they have told is kept to be written then.
"""

import atexit
import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from http import HTTPStatus
from multiprocessing.connection import Connection, wait
from threading import Event, Thread

from sqlalchemy import Engine

from api.jobs import leases, process
from api.jobs.job import Kind, News, State
from api.jobs.process import Child, Why
from api.jobs.queue import Queue
from api.observing.metrics import LAPSES, job_ended
from api.problems import Problem, problem, problem_of
from api.settings import Settings
from api.store.database import Away
from api.work.requests import CORES

log = logging.getLogger("dermaga.jobs")

# Seconds between two looks at the children, at the table, and at a table that did not answer.
_LOOK_S, _ASK_S, _AWAY_S = 0.05, 0.1, 1.0
# Seconds between two writes of what a job tells while it runs.
_WRITE_S = 0.2
# Seconds that a worker that stops waits for a database that does not answer.
_LAST_S = 3.0
# Seconds for which a long job is left at work before one that is more urgent takes its cores, and before one that is as
# long does: a simulation goes on from where it was, a solve has to begin its search anew.
_BEFORE_URGENT_S, _SLICE_S, _SLICE_OF_SOLVE_S = 2.0, 60.0, 600.0


class Worker:
    """One thread that starts children, hears them, and ends them."""

    def __init__(self, engine: Engine, cores: int, *, lease_s: float = leases.LEASE_S, dask: str | None = None) -> None:
        self.id = secrets.token_hex(8)
        self._queue = Queue(engine, self.id)
        self._cores, self._lease_s, self._dask = cores, lease_s, dask
        self._children: list[Child] = []
        self._watch = leases.Watch(lease_s)
        self._stopping = Event()
        # On the clock of time.monotonic: when to renew, when to ask, and until when a database is left alone.
        self._next_beat = self._next_ask = self._quiet_until = 0.0
        self._away = False
        self._thread = Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to take jobs, as soon as processes can be started."""
        atexit.register(self.stop)  # else the interpreter would wait for the children of a server that was forced out
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, put back those that run with their best answers, and return when no process is left."""
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

    # The loop ---------------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        process.prepare()
        while not self._stopping.is_set():
            if time.monotonic() >= self._next_ask:
                self._next_ask = time.monotonic() + _ASK_S
                self._try(self._ask)
            self._tend()
        for one in self._children:
            one.ask_to_end(Why.STOPPING)
        until = time.monotonic() + process.GRACE_S + _LAST_S
        while self._children and time.monotonic() < until:
            self._tend()
        for one in list(self._children):  # what the database does not take now, another worker begins again
            self._remove(one)
        self._try(self._queue.gone)

    def _try(self, speak: Callable[[], None]) -> None:
        """Speak to the database, unless it did not answer a moment ago; where it does not, that is told once."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            speak()
        except Away as error:
            self._quiet_until = time.monotonic() + _AWAY_S
            if not self._away:
                log.warning("%s; jobs wait for it", error)
            self._away = True
        except Exception as error:  # a worker does not end of what it did not foresee
            self._quiet_until = time.monotonic() + _AWAY_S
            log.error("unexpected error in the worker", exc_info=error)
        else:
            if self._away:
                log.warning("the database answers again")
            self._away = False

    def _ask(self) -> None:
        """All that the database is asked: what is over, whose lease has run out, and what there is to do."""
        if time.monotonic() >= self._next_beat:
            self._renew()
            self._queue.here(socket.gethostname(), os.getpid(), self._cores)
            self._put_back_lapsed()
            self._next_beat = time.monotonic() + self._lease_s / leases.BEATS
        to_cancel = self._queue.to_cancel() if self._children else set()
        for one in self._children:
            if (one.attempt.job, one.attempt.number) in to_cancel:
                one.ask_to_end(Why.CANCELLED)
        self._claim()

    def _renew(self) -> None:
        began = leases.now()
        ours = [one for one in self._children if not one.closed]
        kept = self._queue.renew([(one.attempt, one.spent) for one in ours]) if ours else set()
        for one in ours:
            if one.attempt.job in kept:
                one.renewed(began + leases.OWN_SHARE * self._lease_s)
            else:
                log.warning(
                    "job %s: the lease of attempt %d was lost", one.attempt.job, one.attempt.number, extra=one.names
                )
                self._drop(one)

    def _put_back_lapsed(self) -> None:
        asked = leases.now()
        beats = self._queue.beats()
        for job, attempt, beat in self._watch.still(beats, asked, leases.now()):
            if self._queue.put_back(job, attempt, beat, _LOST):
                LAPSES.inc()
                of = {"job": job, "attempt": attempt}
                log.warning("job %s: the worker of attempt %d is not heard of; put back", job, attempt, extra=of)

    # Claims -----------------------------------------------------------------------------------------------------------

    def _claim(self) -> None:
        """Take what fits into the free cores; where the job whose turn it is does not, make room if it may go first."""
        while (turn := self._queue.waiting(self._cores)) is not None:
            free = self._cores - sum(one.attempt.cores for one in self._children)
            if turn.cores > free:
                self._make_room(turn.cores - free, turn.priority)
                return
            began = leases.now()
            attempt = self._queue.claim(free, self._cores)
            if attempt is None:
                return
            try:
                one = process.start(attempt, began + leases.OWN_SHARE * self._lease_s, self._dask)
                self._children.append(one)
                log.info("job %s: attempt %d begins", attempt.job, attempt.number, extra=one.names)
            except Exception as error:  # no memory, no file descriptors, no fork server
                self._queue.write(attempt, News(), State.FAILED, error=problem_of(error))

    def _make_room(self, cores: int, priority: int) -> None:
        """Put back long jobs for one whose turn it is, the last begun first, if so many cores come free by that."""
        leaving = sum(one.attempt.cores for one in self._children if one.why is not None)
        chosen = []
        for one in sorted(self._children, key=lambda each: -each.began):
            if leaving >= cores:
                break
            if one.why is None and one.end is None and _may_leave(one, priority):
                chosen.append(one)
                leaving += one.attempt.cores
        if leaving >= cores:
            for one in chosen:
                log.info("job %s: put back for another one", one.attempt.job, extra=one.names)
                one.ask_to_end(Why.PUT_BACK)

    # Children ---------------------------------------------------------------------------------------------------------

    def _tend(self) -> None:
        pipes: list[Connection | int] = [one.pipe for one in self._children if not one.silent]
        sentinels = [one.process.sentinel for one in self._children if one.process.is_alive()]
        # What has ended and can't be written yet is no reason to look at once.
        wait([*pipes, *sentinels], timeout=_LOOK_S) if pipes or sentinels else time.sleep(_LOOK_S)
        for one in list(self._children):
            try:
                self._tend_one(one)
            except Exception as error:
                log.error("unexpected error in the worker", exc_info=error, extra=one.names)
                one.kill()
                one.end = (State.FAILED, problem_of(error))

    def _tend_one(self, one: Child) -> None:
        ended = not one.process.is_alive()
        one.hear()
        if ended and not one.closed and one.end is None:
            one.end = self._end_of(one)
        elif not ended and one.kill_at is not None and time.monotonic() > one.kill_at:
            one.kill()
        told = one.news and time.monotonic() >= one.written + _WRITE_S
        if not one.closed and (told or one.end is not None):
            self._try(lambda: self._write(one))
        if ended and one.closed:
            self._remove(one)

    def _end_of(self, one: Child) -> tuple[State, Problem | None]:
        """How the job of a process that has ended without a last word is to end."""
        code = one.process.exitcode
        if one.why is Why.CANCELLED:
            return State.CANCELLED, None
        if one.why is not None or code == -signal.SIGALRM:  # asked to, or at the end of its lease
            return State.QUEUED, None
        return State.FAILED, _died(code)

    def _write(self, one: Child) -> None:
        """Write what it has told since the last time, and how its job ends where that was its last word."""
        state, error = one.end or (None, None)
        if state is State.CANCELLED and one.why in (Why.PUT_BACK, Why.STOPPING):
            state = State.QUEUED
        ours = self._queue.write(one.attempt, one.news, state, error=error, behind=one.why is Why.PUT_BACK)
        one.news, one.written = News(), time.monotonic()
        if not ours:
            log.warning(
                "job %s: attempt %d may not write any more", one.attempt.job, one.attempt.number, extra=one.names
            )
            self._drop(one)
        elif state is not None:
            one.closed = True
            _tell_end(one, state)

    def _drop(self, one: Child) -> None:
        """End a process whose job is not ours any more."""
        one.closed = True
        one.kill()

    def _remove(self, one: Child) -> None:
        one.bury()
        self._children.remove(one)


def _tell_end(one: Child, state: State) -> None:
    """The line of an attempt that has ended, and the metrics of a job that has."""
    job, number, spent = one.attempt.job, one.attempt.number, one.spent
    more = one.names | {"state": str(state), "duration_s": round(spent, 3)}
    log.info("job %s: %s by attempt %d after %.1f s", job, state, number, spent, extra=more)
    if state.final:
        job_ended(one.attempt.kind, state, spent, one.gap)


def _may_leave(one: Child, priority: int) -> bool:
    """Whether a job may be put back for another one of a priority."""
    ran = time.monotonic() - one.began
    attempt = one.attempt
    if attempt.priority == 0:
        return False
    if attempt.by_effort and attempt.number > 1:
        return False  # it begins all over each time, and must come to its end
    if priority == 0 and not attempt.waited_long:
        return ran >= _BEFORE_URGENT_S
    return ran >= (_SLICE_S if attempt.kind is Kind.SIMULATION or priority == 0 else _SLICE_OF_SOLVE_S)


_LOST = problem(
    "worker-lost",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "the workers of this job were lost again and again, as when memory runs out; ask for less at a time",
)


def _died(exit_code: int | None) -> Problem:
    how = f"with the exit code {exit_code}"
    if exit_code is not None and exit_code < 0:
        how = f"by the signal {signal.Signals(-exit_code).name}"
    return problem(
        "process-died",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"the process of this job was ended {how}, which also happens when memory runs out; submit it again",
    )


def worker_of(engine: Engine, settings: Settings) -> Worker:
    """A worker as the settings want it."""
    return Worker(engine, settings.cores or CORES, lease_s=settings.lease_s, dask=settings.dask)
