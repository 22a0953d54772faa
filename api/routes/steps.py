"""Steps of export chains that are marked begun or done by those who do them."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response

from api.resources.shipments import StepMark, StepMarked
from api.routes.dependencies import Accepted, Cases, TheScope
from api.security.access import TheCaller, needs
from api.security.roles import Role
from api.security.scope import Scope, not_yours
from api.store.accepted import AcceptedPlans
from api.web.answers import problems
from api.work.step_marks import chain_step, marked, unmarked
from data.case import Case

router = APIRouter(prefix="/cases/{name}/shipments/{shipment}/steps", tags=["cases"])


@router.put(
    "/{step}",
    operation_id="mark_step",
    dependencies=[needs(Role.PLANNER, parties=True)],
    response_model=StepMarked,
    responses=problems(404, 409),
)
def mark_step(
    name: str,
    shipment: str,
    step: str,
    mark: StepMark,
    cases: Cases,
    accepted: Accepted,
    scope: TheScope,
    by: TheCaller,
) -> dict[str, Any]:
    """Mark a step of a booking begun or done: a new version of the case, which plans of before show in their tasks.

    A party marks its own steps, of bookings that an accepted plan has.
    """
    _own(name, shipment, step, accepted, scope)
    cases.check_change(name, "*")
    now = datetime.now(UTC).replace(microsecond=0)

    def change(case: Case) -> Case:
        _own_now(case, shipment, scope)
        return marked(case, shipment, step, mark, now)

    made = cases.update(name, change, by.name, f"{step} of {shipment}: {mark.state}")
    case = cases.get(name, made.version).case
    state = case.states_by_shipment[shipment][step]
    return {"case": name, "party": chain_step(case, shipment, step).party} | state.model_dump()


@router.delete(
    "/{step}",
    operation_id="unmark_step",
    dependencies=[needs(Role.PLANNER, parties=True)],
    status_code=204,
    response_class=Response,
    responses=problems(404, 409),
)
def unmark_step(
    name: str, shipment: str, step: str, cases: Cases, accepted: Accepted, scope: TheScope, by: TheCaller
) -> None:
    """Take back that a step has begun or is done, as where it was marked by mistake."""
    _own(name, shipment, step, accepted, scope)
    cases.check_change(name, "*")

    def change(case: Case) -> Case:
        _own_now(case, shipment, scope)
        return unmarked(case, shipment, step)

    cases.update(name, change, by.name, f"{step} of {shipment}: not marked any more")


def _own(name: str, shipment: str, step: str, accepted: AcceptedPlans, scope: Scope | None) -> None:
    """Raise Refusal where a step is not a party's own by any accepted plan of the case."""
    if scope is None:
        return
    plans = accepted.all(case=name)
    if not any((shipment, step) in scope.steps(found.case, found.plan) for found in plans):
        raise not_yours()


def _own_now(case: Case, shipment: str, scope: Scope | None) -> None:
    """Raise Refusal where an exporter's booking of then is not its own any more."""
    if scope is not None and scope.party == "exporter" and not scope.has(case, shipment, None):
        raise not_yours()
