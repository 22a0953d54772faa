"""Shipment plans as several commands take them: made now, or read from a file."""

from collections.abc import Mapping
from pathlib import Path

from api.cli.console import note, solving
from api.cli.planning import until_interrupted
from api.work.planning import stop_of
from api.work.requests import PlanRequest
from api.work.shipments import ShipmentAnswer, plan_shipments
from data.case import Case
from data.errors import BadInput, DermagaError, Fault
from data.plans import read_plan
from data.shipment_plans import ShipmentPlan
from scheduler.shipments.kept import Kept


def solved(case: Case, request: PlanRequest, kept: Mapping[str, Kept] | None = None) -> ShipmentAnswer:
    """The plan that a request wants, of those that keep what is `kept`, with its progress on the screen.

    Ctrl-C keeps the best so far.
    """
    with until_interrupted() as cancel, solving("shipments", case.terminal.currency) as progress:
        return plan_shipments(case, request, stop_of(request, cancel), progress, kept)


def read_shipment_plan(case: Case, path: Path) -> ShipmentPlan:
    """The shipment plan in a file, for a case; a remark where that was changed since.

    Raises BadInput for any other file, and DermagaError for a plan of another case.
    """
    plan = read_plan(path)
    if not isinstance(plan, ShipmentPlan):
        raise BadInput(
            [Fault(str(path), f"it is a {plan.kind} plan", "give the plan.json of dermaga shipments", column="kind")]
        )
    if plan.case_hash != case.hash:
        if plan.case != case.name:
            raise DermagaError(
                f"{path} was made for the case {plan.case}, and {case.name} is another one; plan the shipments of "
                f"{case.name}"
            )
        note(f"note: {path} was made for {plan.case} before its tables were changed; it is taken as it is")
    return plan
