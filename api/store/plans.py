"""Plans as people have changed them: versions that never change, and which of them the terminal works to.

Version 1 is what the job found, and stays with the job; here are those after it. Every change is made in one
transaction that holds the job's row, and only where the caller has seen what it changes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, and_, func, insert, select, update

from api.jobs.job import FINAL, plan_of_json, unknown_job, unpacked
from api.problems import Refusal
from api.security.roles import Caller, Role
from api.store.at_hand import AtHand
from api.store.contents import Content, stored
from api.store.database import reading, writing
from api.store.etags import require
from api.store.tables import MOST_NUMBER, contents, jobs, plan_standings, plan_versions
from data.errors import NotFound
from data.plans import AnyPlan


@dataclass(frozen=True)
class Version:
    """A version of a plan: its cost in the terminal's money, how many faults the checker finds, and who made it."""

    version: int
    cost: float
    broken: int
    made: datetime
    made_by: str
    note: str


@dataclass(frozen=True)
class Standing:
    """What stands of a plan. `newest` is its last version, `sound` the last one that breaks no rule."""

    events: int
    ready: bool  # whether the job has ended with a plan
    revision: int = 0
    newest: int = 1
    sound: int = 1
    changed: datetime | None = None
    changed_by: str | None = None
    accepted: int | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    locked_by: str | None = None
    locked_at: datetime | None = None
    remark: str | None = None

    @property
    def etag(self) -> str:
        """The ETag of a plan whose job has ended."""
        return f'"{self.events}-{self.revision}"'

    @property
    def current(self) -> int:
        """The version that is meant where none is named: the accepted one, else the last that breaks no rule."""
        return self.sound if self.accepted is None else self.accepted


@dataclass(frozen=True)
class Decision:
    """What is to stand: a version that is accepted (or 0 where none shall be any more), locked or not, a remark (or ""
    where there shall be none), or no change."""

    accepted: int | None = None
    locked: bool | None = None
    remark: str | None = None


# Plans that are kept at hand: those that people drag ships in.
_AT_HAND = 16


class PlanStore:
    """Versions of plans by the id of their job. Raises Away, and NotFound where there is no such job."""

    def __init__(self, engine: Engine, most_versions: int = 10_000) -> None:
        self._engine = engine
        self._most = most_versions
        self._at_hand = AtHand[AnyPlan](_AT_HAND)

    def at_hand(self, job: str, version: int) -> AnyPlan | None:
        """A version that was read lately: none ever changes."""
        return self._at_hand.get(f"{job} {version}")

    def keep_at_hand(self, job: str, version: int, plan: AnyPlan) -> None:
        """Keep a version that will be asked for again soon."""
        self._at_hand.keep(f"{job} {version}", plan)

    def standing(self, job: str) -> Standing:
        """What stands of a plan."""
        with reading(self._engine) as connection:
            return _standing(connection, job)

    def standings(self, names: Collection[str]) -> dict[str, Standing]:
        """What stands of plans, by the ids of their jobs."""
        with reading(self._engine) as connection:
            return _standings(connection, names)

    def versions(self, job: str, most: int, before: int | None = None) -> list[Version]:
        """Versions after the first, the newest first: at most so many, below a number."""
        query = select(plan_versions).join(jobs, jobs.c.number == plan_versions.c.job).where(jobs.c.id == job)
        if before is not None:
            query = query.where(plan_versions.c.version < min(before, MOST_NUMBER))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(plan_versions.c.version.desc()).limit(most)).all()
        return [Version(row.version, row.cost, row.broken, row.made, row.made_by, row.note) for row in rows]

    def plan(self, job: str, version: int) -> AnyPlan:
        """The plan of a version after the first. Raises NotFound."""
        query = (
            select(contents.c.content)
            .join(plan_versions, plan_versions.c.content_key == contents.c.key)
            .join(jobs, jobs.c.number == plan_versions.c.job)
            .where(jobs.c.id == job, plan_versions.c.version == version)
        )
        with reading(self._engine) as connection:
            content = connection.execute(query).scalar()
            if content is None:
                newest = _standing(connection, job).newest
                raise NotFound(f"the plan {job} has no version {version}; its newest is {newest}")
        return plan_of_json(unpacked(content))

    def save(
        self, job: str, plan: AnyPlan, *, cost: float, broken: int, by: Caller, note: str, if_match: str
    ) -> tuple[int, Standing]:
        """Add a version with what the checker says of it: its number, and what stands then.

        Raises Refusal where the plan was changed meanwhile, is locked, or has as many versions as it may.
        """
        content = Content(plan.model_dump_json(by_alias=True))
        assert content.packed  # before others wait for us
        with writing(self._engine) as connection:
            number, standing = _held(connection, job, if_match)
            _refuse_locked(standing)
            version = standing.newest + 1
            if version > self._most:
                raise Refusal(
                    HTTPStatus.INSUFFICIENT_STORAGE,
                    "versions-full",
                    f"the plan has {standing.newest} versions, and no more are kept; ask for a new plan",
                )
            now = _change(connection, number, standing, by)
            connection.execute(
                insert(plan_versions).values(
                    job=number, version=version, content_key=stored(connection, content), cost=cost, broken=broken,
                    made=now, made_by=by.name, note=note,
                )
            )  # fmt: skip
            return version, _standing(connection, job)

    def decide(self, job: str, decision: Decision, *, by: Caller, if_match: str) -> Standing:
        """Accept a version, take that back, lock the plan, unlock it, or leave a remark on it.

        A locked plan takes nothing but that whoever locked it, or an admin, unlocks it, and what comes with that.
        That there is the version, and that it breaks no rule, is for the caller to know: versions never change. Raises
        Refusal where the plan was changed meanwhile, or is locked.
        """
        with writing(self._engine) as connection:
            number, standing = _held(connection, job, if_match)
            may_unlock = by.role is Role.ADMIN or by.name == standing.locked_by
            if not (decision.locked is False and may_unlock):
                _refuse_locked(standing)
            now = _change(connection, number, standing, by)
            values: dict[str, Any] = {}
            if decision.accepted == 0:
                values |= {"accepted": None, "accepted_by": None, "accepted_at": None}
            elif decision.accepted is not None and decision.accepted != standing.accepted:
                values |= {"accepted": decision.accepted, "accepted_by": by.name, "accepted_at": now}
            if decision.locked is not None:
                values |= {"locked_by": by.name, "locked_at": now} if decision.locked else _UNLOCKED
            if decision.remark is not None:
                values["remark"] = decision.remark or None
            if values:
                connection.execute(update(plan_standings).where(plan_standings.c.job == number).values(values))
            return _standing(connection, job)


_UNLOCKED = {"locked_by": None, "locked_at": None}


def _held(connection: Connection, job: str, if_match: str) -> tuple[int, Standing]:
    """The number of a job whose row is ours now, and what stands of its plan. Raises Refusal where that is not what
    the caller has seen.

    What stands is read by a statement of its own: one that waits for a lock sees the rest as it was before.
    """
    number = connection.execute(select(jobs.c.number).where(jobs.c.id == job).with_for_update()).scalar()
    if number is None:
        raise unknown_job(job)
    standing = _standing(connection, job)
    require(if_match, standing.etag, standing.changed_by, standing.changed)
    return int(number), standing


def _change(connection: Connection, number: int, standing: Standing, by: Caller) -> datetime:
    """Count a change, and say who makes it and when."""
    now = datetime.now(UTC)
    values = {"revision": standing.revision + 1, "changed": now, "changed_by": by.name}
    if standing.revision:
        connection.execute(update(plan_standings).where(plan_standings.c.job == number).values(values))
    else:
        connection.execute(insert(plan_standings).values(job=number, **values))
    return now


def _refuse_locked(standing: Standing) -> None:
    if standing.locked_by is not None:
        raise Refusal(
            HTTPStatus.CONFLICT,
            "locked",
            f"the plan is locked by {standing.locked_by} since {standing.locked_at:%Y-%m-%d %H:%M} UTC; whoever locked "
            "it, or an admin, can unlock it",
        )


def _last(*conditions: Any) -> Any:
    """The newest version of a job's plan of which something is true."""
    return select(func.max(plan_versions.c.version)).where(plan_versions.c.job == jobs.c.number, *conditions)


_STANDINGS = select(
    jobs.c.id,
    jobs.c.events,
    and_(jobs.c.state.in_(FINAL), jobs.c.result.is_not(None)).label("ready"),
    *(column for column in plan_standings.c if column.name != "job"),
    _last().scalar_subquery().label("newest"),
    _last(plan_versions.c.broken == 0).scalar_subquery().label("sound"),
).outerjoin(plan_standings, plan_standings.c.job == jobs.c.number)


def _standings(connection: Connection, names: Collection[str]) -> dict[str, Standing]:
    rows = connection.execute(_STANDINGS.where(jobs.c.id.in_(names))).mappings()
    return {row["id"]: _standing_of(row) for row in rows}


def _standing_of(row: RowMapping) -> Standing:
    return Standing(**{name: value for name, value in row.items() if name != "id" and value is not None})


def _standing(connection: Connection, job: str) -> Standing:
    found = _standings(connection, [job])
    if job not in found:
        raise unknown_job(job)
    return found[job]
