"""Steps of export chains that are marked begun or done by those who do them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from api.problems import Refusal
from api.resources.shipments import StepMark, StepMarked
from api.routes.dependencies import Accepted, Cases, Limits, TheScope
from api.security.access import TheCaller, needs
from api.security.roles import Caller, Role
from api.security.scope import Scope, not_yours
from api.settings import Settings
from api.store.accepted import AcceptedPlans
from api.store.cases import CaseStore
from api.web.answers import problems
from api.work.step_marks import chain_step, marked, unmarked
from data.case import Case
from data.errors import NotFound

router = APIRouter(prefix="/cases/{name}/shipments/{shipment}/steps", tags=["cases"])


@router.put(
    "/{step}",
    operation_id="mark_step",
    dependencies=[needs(Role.PLANNER, parties=True)],
    response_model=StepMarked,
    responses=problems(404, 409, 429, 507),
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
    limits: Limits,
) -> dict[str, Any]:
    """Mark a step of a booking begun or done: a new version of the case, which plans of before show in their tasks.

    A party marks its own steps, of bookings that an accepted plan has.
    """
    _own(name, shipment, step, accepted, scope)
    _may_change(name, cases, scope, by, limits)
    now = datetime.now(UTC).replace(microsecond=0)

    def change(case: Case) -> Case:
        _own_now(case, shipment, step, scope)
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
    responses=problems(404, 409, 429, 507),
)
def unmark_step(
    name: str,
    shipment: str,
    step: str,
    cases: Cases,
    accepted: Accepted,
    scope: TheScope,
    by: TheCaller,
    limits: Limits,
) -> None:
    """Take back that a step has begun or is done, as where it was marked by mistake."""
    _own(name, shipment, step, accepted, scope)
    _may_change(name, cases, scope, by, limits)

    def change(case: Case) -> Case:
        _own_now(case, shipment, step, scope)
        return unmarked(case, shipment, step)

    cases.update(name, change, by.name, f"{step} of {shipment}: not marked any more")


def _own(name: str, shipment: str, step: str, accepted: AcceptedPlans, scope: Scope | None) -> None:
    """Raise Refusal where a step is not a party's own by any accepted plan of the case."""
    if scope is None:
        return
    plans = accepted.all(case=name)
    if not any((shipment, step) in scope.steps(found.case, found.plan) for found in plans):
        raise not_yours()


def _may_change(name: str, cases: CaseStore, scope: Scope | None, by: Caller, limits: Settings) -> None:
    """Raise Refusal where a case takes no mark, or none more of a party: others must find room for versions too.

    A party is not told who has removed a case.
    """
    if scope is not None:
        cases.refuse_many(name, by.name, limits.most_marks)
    try:
        cases.check_change(name, "*")
    except (NotFound, Refusal) as error:
        removed = isinstance(error, NotFound) or error.status == HTTPStatus.PRECONDITION_FAILED
        if scope is not None and removed:
            raise not_yours() from error
        raise


def _own_now(case: Case, shipment: str, step: str, scope: Scope | None) -> None:
    """Raise Refusal where a step of then is not a party's any more, or where there is none: what is not found is
    answered with names like it, which are others'."""
    if scope is None:
        return
    try:
        chain_step(case, shipment, step)
    except NotFound as error:
        raise not_yours() from error
    if scope.party == "exporter" and not scope.has(case, shipment, None):
        raise not_yours()
