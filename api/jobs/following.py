"""Jobs followed by any number of readers: the database is asked once for all of them, whoever works on the jobs."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from api.jobs.job import JobEvent, State
from api.jobs.table import JobTable
from api.store.database import Away
from data.errors import NotFound

# Seconds between two looks at the jobs that somebody follows, and while the database is away.
_LOOK_S, _AWAY_S = 0.1, 1.0


class Followed:
    """The jobs that somebody follows, and how far each is. It looks while it runs; its readers end when it closes."""

    def __init__(self, jobs: JobTable) -> None:
        self._jobs = jobs
        self._readers: Counter[str] = Counter()
        self._users: Counter[str] = Counter()
        self._standing: dict[str, tuple[State, int]] = {}
        self._looked = asyncio.Condition()
        self._closed = False

    async def run(self) -> None:
        """Look after the jobs until it is cancelled."""
        while True:
            wait = _LOOK_S
            if self._readers:
                try:
                    self._standing = await asyncio.to_thread(self._jobs.standing, list(self._readers))
                except Away:
                    wait = _AWAY_S
            async with self._looked:
                self._looked.notify_all()
            await asyncio.sleep(wait)

    def streams_of(self, user: str) -> int:
        """How many streams somebody reads."""
        return self._users[user]

    @contextmanager
    def read_by(self, user: str) -> Iterator[None]:
        """Count a stream of somebody while it is read."""
        self._users[user] += 1
        try:
            yield
        finally:
            self._users[user] -= 1
            if not self._users[user]:
                del self._users[user]

    def close(self) -> None:
        """Let readers end soon."""
        self._closed = True

    async def events(self, name: str, after: int) -> AsyncIterator[JobEvent]:
        """The events of a job with a number above `after` as they come, until it has ended and all were told.

        While the database is away, nothing comes and nothing is lost.
        """
        self._readers[name] += 1
        try:
            while not self._closed:
                state, last = self._standing.get(name, (None, None))
                if last is None or last > after:
                    try:
                        found = await asyncio.to_thread(self._jobs.events, name, after)
                    except Away:
                        found = []
                    except NotFound:  # forgotten meanwhile
                        return
                    for event in found:
                        yield event
                        after = event.number
                if state is not None and state.final and (last or 0) <= after:
                    return
                async with self._looked:
                    await self._looked.wait()
        finally:
            self._readers[name] -= 1
            if not self._readers[name]:
                del self._readers[name]
                self._standing.pop(name, None)
