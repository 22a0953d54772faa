"""One booking of a shipment plan in full: its way, its steps with date, owner, cut-off and slack, and its chance."""

from dataclasses import asdict
from difflib import get_close_matches
from math import isfinite
from typing import Any

from api.tasks import task_json, tasks_of
from api.view import local_time
from data.bookings import Shipment
from data.case import Case
from data.errors import NotFound
from data.shipment_plans import ShipmentPlan
from scheduler.shipments import timetable
from simulations.chains.chances import Chance, chances

# Draws of a chain's durations: the share is within a point of the exact one.
_DRAWS = 10_000


def booked(case: Case, name: str) -> Shipment:
    """A shipment by its id. Raises NotFound where the case has none of that name."""
    shipment = case.shipment_by_id.get(name)
    if shipment is None:
        near = get_close_matches(name, case.shipment_by_id, n=1)
        hint = f"did you mean {near[0]}?" if near else "its bookings are in the table shipments"
        raise NotFound(f"the case {case.name} has no shipment {name!r}; {hint}")
    return shipment


def plan_of_booking(plan: ShipmentPlan, shipment: str) -> ShipmentPlan:
    """The part of a plan that is about a shipment, and about those that share its box."""
    box = next((routed.shared_box for routed in plan.shipments if routed.shipment == shipment), None)
    kept = [
        routed
        for routed in plan.shipments
        if routed.shipment == shipment or (box is not None and routed.shared_box == box)
    ]
    unserved = tuple(entry for entry in plan.unserved if entry.shipment == shipment)
    return plan.model_copy(update={"shipments": tuple(kept), "unserved": unserved})


def booking(case: Case, plan: ShipmentPlan, name: str) -> dict[str, Any]:
    """The booking as JSON: its row of the timetable, the steps of its chain, and how likely it makes its cut-offs.

    `chance` is null where it is not routed or has no chain: then nothing varies.

    Raises NotFound where the case has no such shipment.
    """
    shipment = booked(case, name)
    part = plan_of_booking(plan, shipment.id)
    [row] = [row for row in timetable(case, part) if row["shipment"] == shipment.id]
    steps = [task_json(case, task) for task in tasks_of(case, part) if task.shipment == shipment.id]
    return {"shipment": row, "steps": steps, "chance": _chance(case, part, shipment.id) if steps else None}


def _chance(case: Case, part: ShipmentPlan, shipment: str) -> dict[str, Any]:
    [found] = [chance for chance in chances(case, part, draws=_DRAWS) if chance.shipment == shipment]
    return _chance_json(case, found)


def _chance_json(case: Case, chance: Chance) -> dict[str, Any]:
    shares = {
        name: None if each is None else asdict(each)
        for name, each in (("all", chance.all), ("cutoffs", chance.cutoffs), ("connection", chance.connection))
    }
    steps = [
        {
            "step": step.step,
            "name": step.name,
            "deadline": local_time(case, step.deadline),
            "what": step.what,
            "made": asdict(step.made),
            "first": step.first,
        }
        for step in chance.steps
    ]
    quantiles = {f"{share:g}": round(hours, 2) if isfinite(hours) else None for share, hours in chance.slack_h.items()}
    return {"draws": chance.draws, **shares, "misses": chance.misses, "steps": steps, "slack_h": quantiles}
