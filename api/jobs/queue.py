"""The job table as a worker sees it: jobs are claimed, kept by renewing their leases, written to, and given back.

Every write says which attempt it is of, and does nothing where that is no longer the one that may write.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, delete, func, insert, literal, null, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from api.jobs.job import FINAL, Attempt, Kind, News, State
from api.jobs.table import tell
from api.problems import Problem
from api.store.database import reading, writing
from api.store.tables import Moment, contents, job_events, job_parts, jobs, workers

# Seconds after which a long job has waited long enough to count as a short one.
PATIENCE_S = 600
# So often the workers of a job may die or vanish before it counts as their reason.
MOST_LAPSES = 10
# More than the attempts or events that a job can have had since its backup was made.
_APART = 100_000
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """The job whose turn it is: the cores that it needs, and whether it is a short one (0) or not (1)."""

    cores: int
    priority: int


class Queue:
    """The jobs of a database for one worker, by its id. Every method raises Away."""

    def __init__(self, engine: Engine, worker: str) -> None:
        self._engine = engine
        self._worker = worker

    def claim(self, free: int, cores: int) -> Attempt | None:
        """The right to do the job whose turn it is among those that fit into so many cores, if so many free ones do.

        A job that needs more is not overtaken by smaller ones, which could make it wait for ever.
        """
        turn = _in_turn(cores).with_for_update(skip_locked=True, of=[_WAITING]).scalar_subquery()
        taken = (
            update(jobs)
            .where(jobs.c.number == turn, jobs.c.state == State.QUEUED, jobs.c.cores <= free)
            .values(
                state=State.RUNNING,
                worker=self._worker,
                attempt=jobs.c.attempt + 1,
                beat=jobs.c.beat + 1,
                started=func.coalesce(jobs.c.started, datetime.now(UTC)),
                served=select(func.coalesce(func.max(_OTHERS.c.served), 0) + 1).scalar_subquery(),
            )
            .returning(*_OF_ATTEMPT)
        )
        with writing(self._engine) as connection:
            row = connection.execute(taken).first()
            return None if row is None else _attempt(connection, row)

    def waiting(self, cores: int) -> Waiting | None:
        """The job whose turn it is among those that fit into so many cores."""
        query = _in_turn(cores, _WAITING.c.cores, _WAITING.c.priority)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return None if row is None else Waiting(row.cores, row.priority)

    def to_cancel(self) -> set[tuple[str, int]]:
        """Job and attempt of what somebody asked to end here."""
        query = select(jobs.c.id, jobs.c.attempt).where(
            jobs.c.state == State.RUNNING, jobs.c.worker == self._worker, jobs.c.cancel == true()
        )
        with reading(self._engine) as connection:
            return {(row.id, row.attempt) for row in connection.execute(query)}

    def renew(self, attempts: Sequence[tuple[Attempt, float]]) -> set[str]:
        """Renew the leases of attempts, with the seconds that their jobs have taken: the jobs that are still ours."""
        with writing(self._engine) as connection:
            return {
                attempt.job
                for attempt, spent in attempts
                if connection.execute(
                    update(jobs).where(*_ours(attempt)).values(beat=jobs.c.beat + 1, spent=spent)
                ).rowcount
            }

    def write(
        self,
        attempt: Attempt,
        news: News,
        state: State | None = None,
        *,
        error: Problem | None = None,
        behind: bool = False,
    ) -> bool:
        """Write what an attempt has told, and in a final state end the job. False where it may not write any more.

        Without a result, the best answer so far stays. In the state queued the job is given back, for another attempt
        to go on: cancelled, where somebody has asked for that. It keeps its place, unless it goes `behind` others.
        """
        values: dict[str, Any] = {"beat": jobs.c.beat + 1, "events": jobs.c.events + len(news.progress)}
        if news.progress:
            values["progress"] = json.dumps(news.progress[-1])
        if news.result is not None:
            values["result"] = news.result
        if state is State.QUEUED:
            values |= _back() | ({"queued": datetime.now(UTC)} if behind else {})
        elif state is not None:
            values |= {"state": state, "finished": datetime.now(UTC), "worker": None}
            values["error"] = None if error is None else error.model_dump_json()
        if state is not None:
            values["events"] = values["events"] + 1
        with writing(self._engine) as connection:
            row = connection.execute(update(jobs).where(*_ours(attempt)).values(values).returning(*_AFTER)).first()
            if row is None:
                return False
            first = row.events - len(news.progress) + (0 if state is not None else 1)
            if news.progress:
                told = [
                    {"job": row.number, "number": first + i, "name": "progress", "data": json.dumps(data),
                     "attempt": attempt.number}
                    for i, data in enumerate(news.progress)
                ]  # fmt: skip
                connection.execute(insert(job_events), told)
            _take_parts(connection, row.number, news.parts)
            if state is not None:
                _end(connection, row)
        return True

    def beats(self) -> list[tuple[str, int, int]]:
        """Job, attempt and beat of all that runs anywhere."""
        query = select(jobs.c.id, jobs.c.attempt, jobs.c.beat).where(jobs.c.state == State.RUNNING)
        with reading(self._engine) as connection:
            return [(row.id, row.attempt, row.beat) for row in connection.execute(query)]

    def put_back(self, job: str, attempt: int, beat: int, lost: Problem) -> bool:
        """Put back a job whose worker is not heard of, if it has really not been heard of since that beat.

        After too many of them the job has failed with the problem `lost`.
        """
        still = (jobs.c.id == job, jobs.c.attempt == attempt, jobs.c.beat == beat, jobs.c.state == State.RUNNING)
        with writing(self._engine) as connection:
            lapses = connection.execute(select(jobs.c.lapses).where(*still)).scalar()
            if lapses is None:
                return False
            values: dict[str, Any] = _back()
            if lapses >= MOST_LAPSES:
                values = {"state": State.FAILED, "finished": datetime.now(UTC), "error": lost.model_dump_json()}
            values |= {"lapses": jobs.c.lapses + 1, "events": jobs.c.events + 1, "worker": None}
            row = connection.execute(update(jobs).where(*still).values(values).returning(*_AFTER)).first()
            if row is None:
                return False
            _end(connection, row)
        return True

    def here(self, host: str, pid: int, cores: int) -> None:
        """Say that this worker works."""
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        now = datetime.now(UTC)
        new = dialect.insert(workers).values(id=self._worker, host=host, pid=pid, cores=cores, seen=now)
        with writing(self._engine) as connection:
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_={"seen": now}))
            connection.execute(delete(workers).where(workers.c.seen < now - _DAY))

    def gone(self) -> None:
        """Say that this worker works no more."""
        with writing(self._engine) as connection:
            connection.execute(delete(workers).where(workers.c.id == self._worker))


def put_back_all(connection: Connection) -> None:
    """Put back whatever runs, as after a restore: no worker of before may write to it, whatever it has seen meanwhile.

    Jobs that have not ended count their attempts and events on from far above what anybody may have seen.
    """
    going = jobs.c.state.not_in(FINAL)
    further = {"attempt": jobs.c.attempt + _APART, "events": jobs.c.events + _APART}
    connection.execute(update(jobs).where(going).values(further))
    values = _back() | {"events": jobs.c.events + 1}
    for row in connection.execute(
        update(jobs).where(jobs.c.state == State.RUNNING).values(values).returning(*_AFTER)
    ).all():
        _end(connection, row)


_WAITING, _OTHERS = jobs.alias("waiting"), jobs.alias("others")
_AFTER = (jobs.c.number, jobs.c.events, jobs.c.attempt, jobs.c.state)
_OF_ATTEMPT = [
    jobs.c[name]
    for name in (
        "number", "id", "attempt", "kind", "request", "case_key", "plan_key", "cores", "priority", "result", "spent",
        "queued",
    )
]  # fmt: skip


def _long_since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=PATIENCE_S)


def _urgency() -> Any:
    return case((_WAITING.c.queued < _long_since(), 0), else_=_WAITING.c.priority)


def _in_turn(cores: int, *columns: Any) -> Any:
    """The waiting job whose turn it is: the most urgent; of the owner who has the fewest cores, or was served the
    longest time ago; the one that waits longest."""
    of_owner = _OTHERS.c.owner == _WAITING.c.owner
    working = select(func.coalesce(func.sum(_OTHERS.c.cores), 0)).where(of_owner, _OTHERS.c.state == State.RUNNING)
    served = select(func.coalesce(func.max(_OTHERS.c.served), 0)).where(of_owner)
    return (
        select(*(columns or (_WAITING.c.number,)))
        .where(_WAITING.c.state == State.QUEUED, _WAITING.c.cores <= cores)
        .order_by(
            _urgency(), working.scalar_subquery(), served.scalar_subquery(), _WAITING.c.queued, _WAITING.c.number
        )
        .limit(1)
    )  # fmt: skip


def _ours(attempt: Attempt) -> tuple[Any, ...]:
    return jobs.c.id == attempt.job, jobs.c.attempt == attempt.number, jobs.c.state == State.RUNNING


def _back() -> dict[str, Any]:
    """What puts a job back into the queue, or ends it where somebody has asked for that."""
    asked = jobs.c.cancel == true()
    return {
        "state": case((asked, literal(State.CANCELLED.value)), else_=literal(State.QUEUED.value)),
        "finished": case((asked, literal(datetime.now(UTC), Moment())), else_=null()),
        "worker": None,
    }


def _end(connection: Connection, row: Row[Any]) -> None:
    """Tell the state that a job has come to. What was kept to go on from is not needed after the last."""
    tell(connection, row, State(row.state))
    if State(row.state).final:
        connection.execute(delete(job_parts).where(job_parts.c.job == row.number))


def _take_parts(connection: Connection, number: int, parts: Sequence[bytes]) -> None:
    if not parts:
        return
    last = select(func.coalesce(func.max(job_parts.c.number), 0)).where(job_parts.c.job == number)
    first = connection.execute(last).scalar_one() + 1
    connection.execute(
        insert(job_parts), [{"job": number, "number": first + i, "content": part} for i, part in enumerate(parts)]
    )


def _attempt(connection: Connection, row: Row[Any]) -> Attempt:
    keys = [key for key in (row.case_key, row.plan_key) if key is not None]
    found = {
        each.key: each.content for each in connection.execute(select(contents).where(contents.c.key.in_(keys)))
    }  # fmt: skip
    parts = select(job_parts.c.content).where(job_parts.c.job == row.number).order_by(job_parts.c.number)
    return Attempt(
        job=row.id,
        number=row.attempt,
        kind=Kind(row.kind),
        request=row.request,
        case=found[row.case_key],
        plan=None if row.plan_key is None else found[row.plan_key],
        cores=row.cores,
        priority=row.priority,
        best=row.result,
        parts=tuple(connection.execute(parts).scalars()),
        spent=row.spent,
        waited_long=row.queued < _long_since(),
    )
