"""The shipment plans that the terminal works to: what parties of the export chain may know of."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, select

from api.jobs.job import Kind, plan_of_json, unpacked
from api.store.at_hand import AtHand
from api.store.database import reading
from api.store.tables import contents, jobs, plan_standings, plan_versions
from data.case import Case
from data.shipment_plans import ShipmentPlan

# Cases, and plans, kept at hand: parties look at the same few again and again.
_MOST_KEPT = 16
_PAGE = 20


@dataclass(frozen=True)
class AcceptedPlan:
    """An accepted version of a shipment plan, with the case that it was made for."""

    id: str
    accepted_at: datetime
    case: Case
    plan: ShipmentPlan


class AcceptedPlans:
    """Accepted shipment plans in a database. Its methods may be called from any thread, and raise Away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cases, self._plans = AtHand[Case](_MOST_KEPT), AtHand[ShipmentPlan](_MOST_KEPT)

    def get(self, plan_id: str) -> AcceptedPlan | None:
        """The accepted version of a plan; None where there is no such plan, or none of it is accepted."""
        found = self._rows(jobs.c.id == plan_id, most=1)
        return self._plan(found[0]) if found else None

    def all(self, case: str | None = None) -> Iterator[AcceptedPlan]:
        """Every accepted plan, or those of one case's name, the newest first."""
        number: int | None = None
        while rows := self._rows(*(() if number is None else (jobs.c.number < number,)), most=_PAGE):
            for row in rows:
                if case is None or json.loads(row.request)["case"] == case:
                    yield self._plan(row)
            number = rows[-1].number

    def _rows(self, *where: Any, most: int) -> list[Any]:
        version = and_(
            plan_versions.c.job == plan_standings.c.job, plan_versions.c.version == plan_standings.c.accepted
        )
        query = (
            select(
                jobs.c.number, jobs.c.id, jobs.c.request, jobs.c.case_key,
                plan_standings.c.accepted, plan_standings.c.accepted_at, plan_versions.c.content_key,
            )
            .join(plan_standings, plan_standings.c.job == jobs.c.number)
            .outerjoin(plan_versions, version)
            .where(jobs.c.kind == Kind.SHIPMENT, plan_standings.c.accepted.is_not(None), *where)
            .order_by(jobs.c.number.desc())
            .limit(most)
        )  # fmt: skip
        with reading(self._engine) as connection:
            return list(connection.execute(query).all())

    def _plan(self, row: Any) -> AcceptedPlan:
        if row.content_key is not None:
            plan = self._held(row.content_key, lambda: self._content(row.content_key))
        else:  # version 1 is what the job found
            plan = self._held(f"result of {row.id}", lambda: self._result(row.number))
        return AcceptedPlan(row.id, row.accepted_at, self._case(row.case_key), plan)

    def _case(self, key: str) -> Case:
        case = self._cases.get(key)
        if case is None:
            case = Case.model_validate(self._content(key))
            self._cases.keep(key, case)
        return case

    def _held(self, key: str, read: Callable[[], Any]) -> ShipmentPlan:
        plan = self._plans.get(key)
        if plan is None:
            plan = _shipment_plan(read())
            self._plans.keep(key, plan)
        return plan

    def _content(self, key: str) -> Any:
        with reading(self._engine) as connection:
            return unpacked(connection.execute(select(contents.c.content).where(contents.c.key == key)).scalar_one())

    def _result(self, number: int) -> Any:
        with reading(self._engine) as connection:
            return unpacked(connection.execute(select(jobs.c.result).where(jobs.c.number == number)).scalar_one())[
                "plan"
            ]


def _shipment_plan(content: Any) -> ShipmentPlan:
    plan = plan_of_json(content)
    assert isinstance(plan, ShipmentPlan)
    return plan
