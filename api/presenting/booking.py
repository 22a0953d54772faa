"""One booking of a shipment plan in full: its way, its steps with date, owner, cut-off and slack, and its chance."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from difflib import get_close_matches
from math import isfinite
from threading import Event
from typing import Any

import pandas as pd

from api.presenting.tasks import task_json, tasks_of
from api.presenting.view import local_time
from api.work.shipments import words_of
from data.bookings import Shipment
from data.case import Case
from data.errors import NotFound
from data.shipment_plans import ShipmentPlan, UnservedShipment
from scheduler.shipments import timetable
from scheduler.shipments.explaining.alternatives import Alternative, alternatives
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.explaining.reasons import left_and_change, why_served
from scheduler.shipments.told import code_of
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


def booking(
    case: Case,
    plan: ShipmentPlan,
    name: str,
    left_by_plan: LeftByPlan | None = None,
    told: Mapping[str, datetime] | None = None,
) -> dict[str, Any]:
    """The booking as JSON: its row of the timetable, steps, best alternatives, and how likely it makes its cut-offs.

    `chance` is null where it is not routed or has no chain: then nothing varies. `left_by_plan` is what
    the plan leaves, where that is known already, and `told` as in `api.presenting.tasks.tasks_of`.

    Raises NotFound where the case has no such shipment, or a closed one.
    """
    shipment = booked(case, name)
    part = plan_of_booking(plan, shipment.id)
    if not shipment.open:
        raise NotFound(f"{name} is {shipment.status}: nothing is planned for it")
    [row] = [row for row in timetable(case, part) if row["shipment"] == shipment.id]
    steps = [task_json(case, task) for task in tasks_of(case, part, told=told) if task.shipment == shipment.id]
    left_by_plan = left_by_plan or LeftByPlan(case, plan)
    row |= _reason(left_by_plan, name, served=bool(row["legs"]))
    return {
        "shipment": row,
        "steps": steps,
        "alternatives": [alternative_json(case, way) for way in alternatives(left_by_plan, shipment.id)],
        "chance": _chance(case, part, shipment.id) if steps else None,
    }


def _reason(left_by_plan: LeftByPlan, name: str, *, served: bool) -> dict[str, Any]:
    """Why a shipment goes as it does, or not at all: in words, and as codes with values."""
    if served:
        reason = why_served(left_by_plan, name)
        return {"reason": reason, "why": code_of(reason), "change": None}
    reason, change = left_and_change(left_by_plan, name)
    words = words_of(UnservedShipment(shipment=name, reason=reason, change=change))
    what = None if change is None else change.model_dump(include={"what", "amount"})
    return {"reason": words, "why": code_of(reason), "change": what}


def alternative_json(case: Case, way: Alternative) -> dict[str, Any]:
    """A way of a shipment with its days and its cost by term; `lacks` says what others of the plan take from it."""
    return {
        "planned": way.planned,
        "fits": way.fits,
        "voyages": list(way.voyages),
        "legs": list(way.sailings),
        "restuffed_at": way.restuffed_at,
        "empties": way.empties,
        "departure": local_time(case, way.departure),
        "arrival": local_time(case, way.arrival),
        "days": round(way.days, 2),
        "late_days": round(way.late_days, 2),
        "slack_h": None if way.slack_h is None else round(way.slack_h, 2),
        "tightest_step": way.tightest,
        "cost": round(way.cost, 2),
        "terms": way.terms,
        "lacks": [lack.text for lack in way.lacks],
        "lacking": [lack.values for lack in way.lacks],
    }


_ALTERNATIVE_COLUMNS = (
    "shipment", "rank", "planned", "fits", "voyage", "legs", "departure", "arrival", "days", "late_days", "slack_h",
    "tightest_step", "cost", "restuffed_at", "empties", "lacks",
)  # fmt: skip


def alternative_table(left_by_plan: LeftByPlan, cancel: Event | None = None) -> pd.DataFrame:
    """The best ways of each shipment by cost, each term in a column of its own; none of the rest once cancelled."""
    case = left_by_plan.case
    rows: list[dict[str, Any]] = []
    for shipment in case.shipments:
        if not shipment.open or (cancel is not None and cancel.is_set()):
            continue
        for rank, way in enumerate(alternatives(left_by_plan, shipment.id), start=1):
            told = alternative_json(case, way)
            terms = told.pop("terms")
            flags = {name: "yes" if told[name] else "no" for name in ("planned", "fits")}
            words = {"voyage": " ".join(told.pop("voyages")), "legs": " ".join(told["legs"])}
            lacks = {"lacks": "; ".join(told["lacks"])}
            del told["lacking"]
            rows.append({"shipment": shipment.id, "rank": rank} | told | flags | words | lacks | terms)
    more = [name for name in (rows[0] if rows else ()) if name not in _ALTERNATIVE_COLUMNS]
    return pd.DataFrame(rows, columns=[*_ALTERNATIVE_COLUMNS, *more])


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
