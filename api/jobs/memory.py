"""The job table of a server that may forget: everything in its own memory."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Lock
from typing import Any

from api.jobs.job import Attempt, Job, JobEvent, JobTable, State, Work
from api.problems import Problem, Refusal
from data.errors import NotFound


@dataclass
class _Entry:
    job: Job
    events: list[JobEvent] = field(default_factory=list)
    token: str | None = None  # of the attempt that may write

    def tell(self, name: str, data: dict[str, Any]) -> None:
        self.events.append(JobEvent(len(self.events) + 1, name, data))


class MemoryJobs(JobTable):
    """Jobs in memory: a bounded queue, and the newest of those that have ended."""

    def __init__(self, most_queued: int, most_finished: int) -> None:
        self._most_queued = most_queued
        self._most_finished = most_finished
        self._entries: dict[str, _Entry] = {}  # in the order of submission
        self._lock = Lock()

    def submit(self, work: Work) -> Job:
        """Queue a new job. Raises Refusal where the queue is full."""
        with self._lock:
            queued = sum(entry.job.state is State.QUEUED for entry in self._entries.values())
            if queued >= self._most_queued:
                raise Refusal(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    "queue-full",
                    f"{queued} jobs wait already; cancel one of them or try again later",
                    {"Retry-After": "30"},
                )
            self._forget_oldest()
            job = Job(id=secrets.token_hex(8), work=work, created=datetime.now(UTC))
            self._entries[job.id] = _Entry(job)
            return job

    def _forget_oldest(self) -> None:
        ended = [name for name, entry in self._entries.items() if entry.job.state.final]
        for name in ended[: max(0, len(ended) - self._most_finished)]:
            del self._entries[name]

    def job(self, name: str) -> Job:
        """The job with an id. Raises NotFound."""
        with self._lock:
            return self._entry(name).job

    def _entry(self, name: str) -> _Entry:
        if name not in self._entries:
            raise NotFound(f"there is no job {name}; the server forgets its jobs when it stops, and the oldest ended")
        return self._entries[name]

    def jobs(self) -> list[Job]:
        """All jobs, the newest first."""
        with self._lock:
            return [entry.job for entry in reversed(self._entries.values())]

    def events(self, name: str, after: int = 0) -> list[JobEvent]:
        """The events of a job with a number above `after`. Raises NotFound."""
        with self._lock:
            return self._entry(name).events[after:]

    def cancel(self, name: str) -> Job:
        """Ask to end a job: at once where it waits, within seconds where it runs. Raises NotFound."""
        with self._lock:
            entry = self._entry(name)
            if not entry.job.state.final:
                entry.job = replace(entry.job, cancel=True)
            if entry.job.state is State.QUEUED:
                _end(entry, State.CANCELLED)
            return entry.job

    def claim(self, cores: int) -> Attempt | None:
        """The right to run the job that has waited longest, if so many cores are enough for it.

        A job that needs more is not overtaken by smaller ones, which could make it wait for ever.
        """
        with self._lock:
            for entry in self._entries.values():
                if entry.job.state is not State.QUEUED:
                    continue
                if entry.job.work.request.workers > cores:
                    return None
                entry.token = secrets.token_hex(8)
                entry.job = replace(entry.job, state=State.RUNNING, started=datetime.now(UTC))
                return Attempt(entry.job.id, entry.token, entry.job.work)
            return None

    def progress(self, attempt: Attempt, data: dict[str, Any]) -> None:
        """Tell how far an attempt is."""

        def write(entry: _Entry) -> None:
            entry.job = replace(entry.job, progress=data)
            entry.tell("progress", data)

        self._write(attempt, write)

    def keep(self, attempt: Attempt, result: dict[str, Any]) -> None:
        """Store the best answer so far."""

        def write(entry: _Entry) -> None:
            entry.job = replace(entry.job, result=result)

        self._write(attempt, write)

    def finish(
        self, attempt: Attempt, state: State, result: dict[str, Any] | None = None, error: Problem | None = None
    ) -> None:
        """End a job. Without a result, the best answer so far stays."""

        def write(entry: _Entry) -> None:
            if result is not None:
                entry.job = replace(entry.job, result=result)
            entry.job = replace(entry.job, error=error)
            _end(entry, state)

        self._write(attempt, write)

    def _write(self, attempt: Attempt, write: Callable[[_Entry], None]) -> None:
        with self._lock:
            entry = self._entries.get(attempt.job)
            if entry is not None and entry.token == attempt.token:
                write(entry)


def _end(entry: _Entry, state: State) -> None:
    entry.token = None
    entry.job = replace(entry.job, state=state, finished=datetime.now(UTC))
    entry.tell("state", {"state": str(state)})
