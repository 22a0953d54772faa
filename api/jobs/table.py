"""The job table as its clients see it: jobs are submitted, found, followed and cancelled."""

import hashlib
import json
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from sqlalchemy import Connection, Engine, Row, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from api.jobs.job import FINAL, Job, JobEvent, Kind, State, Work, request_json, request_of, unknown_job, unpacked
from api.problems import Problem, Refusal
from api.settings import Settings
from api.store.at_hand import AtHand
from api.store.contents import Content, drop_unused, stored
from api.store.database import reading, writing
from api.store.tables import contents, job_events, jobs, plan_standings, workers
from data.case import Case
from data.errors import BadInput, Fault

# Seconds after which a worker that was not seen counts as gone.
GONE_S = 60
# Cases of jobs that are kept at hand: to read one takes longer than most of what is asked about a plan.
_CASES_KEPT = 16
# Letters of a request, which is part of every list that its job is in.
MOST_REQUEST = 100_000
_WITHOUT_RESULT = [
    jobs.c[name]
    for name in (
        "id", "kind", "owner", "request", "case_version", "created", "state", "started", "finished",
        "progress", "error", "cancel",
    )
]  # fmt: skip

# What stands of a job's plan, where somebody has changed, accepted or locked it.
_KEPT = select(plan_standings.c.job).where(plan_standings.c.job == jobs.c.number)


class JobTable:
    """Jobs in a database. Its methods are quick, may be called from any thread, and raise Away."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._cases = AtHand[Case](_CASES_KEPT)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def submit(self, work: Work, owner: str = "", key: str | None = None) -> Job:
        """Queue a new job; or give the one that was submitted before by the same owner under the same key.

        Raises Refusal where the queue is full, no worker has so many cores, or the key was used for something else, and
        BadInput for a request that is too long.
        """
        case, plan = Content(work.case.model_dump_json()), None
        if work.plan is not None:
            plan = Content(work.plan.model_dump_json(by_alias=True))
        request = request_json(work.request)
        _refuse_long(request)
        submission = "\n".join((request, case.text, "" if plan is None else plan.text))
        fingerprint = hashlib.sha256(submission.encode()).hexdigest()
        try:
            with writing(self._engine) as connection:
                known = self._known(connection, owner, key, fingerprint)
                if known is None:
                    cores = self._refuse(connection, work, owner)
                    self._forget_oldest(connection)
                    if cores < work.request.workers:
                        request = request_json(work.request.model_copy(update={"workers": cores}))
                    known = secrets.token_hex(8)
                    now = datetime.now(UTC)
                    connection.execute(
                        insert(jobs).values(
                            id=known, kind=work.kind, owner=owner, key=key, fingerprint=fingerprint, request=request,
                            case_key=stored(connection, case), case_version=work.case_version,
                            plan_key=None if plan is None else stored(connection, plan),
                            cores=cores, priority=0 if work.is_short else 1, state=State.QUEUED,
                            created=now, queued=now, progress="{}", cancel=False, attempt=0, beat=0, lapses=0, spent=0,
                            served=0, events=0,
                        )
                    )  # fmt: skip
                return _found(connection, known)
        except IntegrityError:  # the same key, a moment before
            with reading(self._engine) as connection:
                known = self._known(connection, owner, key, fingerprint)
                if known is None:
                    raise
                return _found(connection, known)

    def _known(self, connection: Connection, owner: str, key: str | None, fingerprint: str) -> str | None:
        """The job that was submitted under a key. Raises Refusal where it was for something else."""
        if key is None:
            return None
        query = select(jobs.c.id, jobs.c.fingerprint).where(jobs.c.owner == owner, jobs.c.key == key)
        row = connection.execute(query).first()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "key-reused",
                f"the job {row.id} was submitted under this Idempotency-Key with another request; take a new key",
            )
        return str(row.id)

    def _refuse(self, connection: Connection, work: Work, owner: str) -> int:
        """The cores to do it on: those asked for; without a wish, as many as there are. Raises Refusal."""
        queued = select(func.count()).select_from(jobs).where(jobs.c.state == State.QUEUED)
        most, most_each = self._settings.most_queued, self._settings.most_queued_each
        if (count := connection.execute(queued).scalar_one()) >= most:
            raise _full(HTTPStatus.SERVICE_UNAVAILABLE, "queue-full", f"{count} jobs wait already")
        if (count := connection.execute(queued.where(jobs.c.owner == owner)).scalar_one()) >= most_each:
            raise _full(HTTPStatus.TOO_MANY_REQUESTS, "own-queue-full", f"{count} of your jobs wait already")
        biggest = connection.execute(select(func.max(workers.c.cores)).where(alive())).scalar()
        wanted = work.request.workers
        if biggest is None or wanted <= biggest:
            return wanted
        if "workers" in work.request.model_fields_set:
            raise Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "too-many-cores",
                f"no worker has {wanted} cores; ask for {biggest} workers at most",
            )
        return int(biggest)

    def _forget_oldest(self, connection: Connection) -> None:
        """Delete the oldest jobs that have ended, but no plan that somebody has changed, accepted or locked."""
        kept = _KEPT.exists()
        ended = select(jobs.c.number).where(jobs.c.state.in_(FINAL), ~kept).order_by(jobs.c.number.desc())
        old = connection.execute(ended.offset(self._settings.most_finished)).scalars().all()
        if not old:
            return
        # Locked, and only then looked at again: somebody may accept one of them this moment.
        ours = select(jobs.c.number).where(jobs.c.number.in_(old)).with_for_update(skip_locked=True)
        connection.execute(delete(jobs).where(jobs.c.number.in_(connection.execute(ours).scalars().all()), ~kept))
        drop_unused(connection)

    def job(self, name: str) -> Job:
        """The job with an id. Raises NotFound."""
        with reading(self._engine) as connection:
            return _found(connection, name)

    def jobs(
        self,
        most: int,
        *,
        kinds: Collection[Kind] = tuple(Kind),
        state: State | None = None,
        case: str | None = None,
        owner: str | None = None,
        accepted: bool | None = None,
        before: int | None = None,
    ) -> list[tuple[int, Job]]:
        """Jobs with their numbers, the newest first, without their results.

        At most `most`, of these kinds, in a state, on a case by name, of an owner, with a version of their plan that is
        accepted or without, and with a number below `before`.
        """
        query = select(jobs.c.number, *_WITHOUT_RESULT).where(jobs.c.kind.in_(kinds))
        if state is not None:
            query = query.where(jobs.c.state == state)
        if case is not None:
            query = query.where(self._case_name() == case)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        if accepted is not None:
            stands = _KEPT.where(plan_standings.c.accepted.is_not(None)).exists()
            query = query.where(stands if accepted else ~stands)
        if before is not None:
            query = query.where(jobs.c.number < before)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(jobs.c.number.desc()).limit(most)).all()
        return [(row.number, _job(row, None)) for row in rows]

    def _case_name(self) -> Any:
        """The name of a job's case, as its request says it."""
        if self._engine.dialect.name == "postgresql":
            return cast(jobs.c.request, JSONB)["case"].as_string()
        return func.json_extract(jobs.c.request, "$.case")

    def case_of(self, name: str) -> Case:
        """The case of a job as it was when the job was submitted. Raises NotFound."""
        query = select(jobs.c.case_key).where(jobs.c.id == name)
        with reading(self._engine) as connection:
            key = connection.execute(query).scalar()
            if key is None:
                raise unknown_job(name)
            case = self._cases.get(key)
            if case is not None:
                return case
            content = connection.execute(select(contents.c.content).where(contents.c.key == key)).scalar_one()
        case = Case.model_validate(unpacked(content))
        self._cases.keep(key, case)
        return case

    def events(self, name: str, after: int = 0) -> list[JobEvent]:
        """The events of a job with a number above `after`. Raises NotFound."""
        found = select(job_events).join(jobs, jobs.c.number == job_events.c.job).where(jobs.c.id == name)
        with reading(self._engine) as connection:
            rows = connection.execute(
                found.where(job_events.c.number > after).order_by(job_events.c.number)
            ).all()  # fmt: skip
            if not rows and connection.execute(select(jobs.c.number).where(jobs.c.id == name)).first() is None:
                raise unknown_job(name)
        return [JobEvent(row.number, row.name, json.loads(row.data)) for row in rows]

    def standing(self, names: Collection[str]) -> dict[str, tuple[State, int]]:
        """Of jobs that there are: the state, and the number of the last event."""
        query = select(jobs.c.id, jobs.c.state, jobs.c.events).where(jobs.c.id.in_(names))
        with reading(self._engine) as connection:
            return {row.id: (State(row.state), row.events) for row in connection.execute(query)}

    def cancel(self, name: str) -> Job:
        """Ask to end a job: at once where it waits, within seconds where it runs. Raises NotFound."""
        waits = (jobs.c.id == name, jobs.c.state == State.QUEUED)
        runs = (jobs.c.id == name, jobs.c.state == State.RUNNING)
        with writing(self._engine) as connection:
            ended = connection.execute(
                update(jobs)
                .where(*waits)
                .values(cancel=True, state=State.CANCELLED, finished=datetime.now(UTC), events=jobs.c.events + 1)
                .returning(jobs.c.number, jobs.c.events, jobs.c.attempt)
            ).first()
            if ended is not None:
                tell(connection, ended, State.CANCELLED)
            else:
                connection.execute(update(jobs).where(*runs).values(cancel=True))
            return _found(connection, name)

    def counts(self) -> dict[State, int]:
        """How many jobs there are in each state."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state)).all()
        return {State(state): count for state, count in rows}


def tell(connection: Connection, row: Row[Any], state: State) -> None:
    """Write the event of a new state, which `row` (number, events, attempt) has counted."""
    data = json.dumps({"state": str(state)})
    connection.execute(
        insert(job_events).values(job=row.number, number=row.events, name="state", data=data, attempt=row.attempt)
    )


def alive() -> Any:
    """Whether a worker was seen of late."""
    return workers.c.seen > datetime.now(UTC) - timedelta(seconds=GONE_S)


def _refuse_long(request: str) -> None:
    """Raise BadInput for a request that would make every list of jobs long. What it works on is stored by itself."""
    if len(request) > MOST_REQUEST:
        raise BadInput(
            [
                Fault(
                    "body",
                    f"it has {len(request):,} letters, and a request has at most {MOST_REQUEST:,}",
                    "name fewer locked calls, or change less in scenarios",
                )
            ]
        )


def _full(status: HTTPStatus, kind: str, detail: str) -> Refusal:
    return Refusal(status, kind, f"{detail}; cancel one of them or try again later", {"Retry-After": "30"})


def _found(connection: Connection, name: str) -> Job:
    row = connection.execute(select(*_WITHOUT_RESULT, jobs.c.result).where(jobs.c.id == name)).first()
    if row is None:
        raise unknown_job(name)
    return _job(row, row.result)


def _job(row: Any, result: bytes | None) -> Job:
    kind = Kind(row.kind)
    return Job(
        id=row.id,
        kind=kind,
        owner=row.owner,
        request=request_of(kind, row.request),
        created=row.created,
        case_version=row.case_version,
        state=State(row.state),
        started=row.started,
        finished=row.finished,
        progress=json.loads(row.progress),
        stored=result,
        error=None if row.error is None else Problem.model_validate_json(row.error),
        cancel=row.cancel,
    )
