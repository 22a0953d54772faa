"""Plans as a party may see them: its own tasks and bookings, in words that tell nothing of others.

Whatever is shown is named here: what a booking's answer gets in time to come stays hidden until it is added.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from api.presenting.booking import booking
from api.presenting.tasks import Task
from api.presenting.view import local_time
from api.security.scope import Scope, not_yours
from api.store.accepted import AcceptedPlans
from data.case import Case
from data.shipment_plans import ShipmentPlan
from scheduler.shipments.told import Told, code_of

_ROW = (
    "shipment", "exporter", "commodity", "hs_code", "destination", "boxes", "ready", "status", "booking_status",
    "voyages", "legs", "departure", "cutoff", "cutoffs", "slack_h", "tightest_step", "arrival", "late_h",
    "cost", "terms",
)  # fmt: skip
_WAY = (
    "planned", "fits", "voyages", "legs", "restuffed_at", "empties", "departure", "arrival", "days", "late_days",
    "slack_h", "tightest_step", "cost", "terms",
)  # fmt: skip
SHARED = "shared"
FIRST_CHOICE = Told("it has its first choice", "first_choice")
CHEAPER_IS_FULL = Told("a cheaper way has no room or no empty boxes left", "party_full")
NOT_TAKEN = Told("a cheaper way was not taken", "party_not_taken")
NO_ROOM = Told("no room: it is full on every way that it could take", "party_no_room")
NO_BOXES = Told("no empty boxes: none are left for it", "party_no_boxes")
NOTHING_FITS = Told("no way is left for it", "party_nothing")
LACKS = "no room or no empty boxes left"
_LACKING = {"what": "full", "at": "", "short": 0, "by": []}
# Codes of reasons that name nothing of others.
_OWN_CODES = {
    "direct_only",
    "declared_at",
    "latest_departure",
    "no_ship",
    "no_way",
    "cabotage",
    "connection",
    "cutoffs",
}
# What the checks of a booking say first, and whether the rest is about others.
_OF_OTHERS = {"no room": NO_ROOM, "no empty boxes": NO_BOXES}


def accepted_page(scope: Scope, accepted: AcceptedPlans, limit: int, skipped: int) -> dict[str, Any]:
    """A page of the accepted plans that concern a party, the newest first.

    Pages count what is its own: the number of a job, by which others are paged, tells how many others there are.
    """
    own = (found for found in accepted.all() if scope.concerns(found.case, found.plan))
    page = list(islice(own, skipped, skipped + limit + 1))
    return {
        "items": [
            {
                "id": found.id,
                "case": found.plan.case,
                "kind": "shipment",
                "accepted_at": local_time(found.case, found.accepted_at),
                "time_zone": found.case.terminal.time_zone,
                "currency": found.case.terminal.currency,
                "bookings": sorted(scope.shipments(found.case, found.plan)) if scope.party == "exporter" else [],
            }
            for found in page[:limit]
        ],
        "next": str(skipped + limit) if len(page) > limit else None,
    }


def own_tasks(scope: Scope, case: Case, plan: ShipmentPlan, tasks: Iterable[Task]) -> list[Task]:
    """The tasks that are a party's own to do."""
    own = scope.steps(case, plan)
    return [task for task in tasks if (task.shipment, task.step) in own]


def own_booking(
    scope: Scope, case: Case, plan: ShipmentPlan, name: str, told: Mapping[str, datetime] | None = None
) -> dict[str, Any]:
    """An exporter's own booking, as `api.presenting.booking` has it. Raises Refusal for any other.

    Of a box that it shares it has its part of the cost, and nothing of its mates.
    """
    if scope.party != "exporter" or name not in scope.shipments(case, plan):
        raise not_yours()
    full = booking(case, plan, name, told=told)
    row, ways = full["shipment"], full["alternatives"]
    shared = {"shared_box": None if row["shared_box"] is None else SHARED}
    reason = _reason(case, row, ways)
    why = code_of(reason)
    if why is None and reason in str(row["reason"]) and row["why"] and row["why"]["code"] in _OWN_CODES:
        why = row["why"]
    return {
        "shipment": {key: row[key] for key in _ROW} | shared | {"reason": reason, "why": why},
        "steps": full["steps"],
        "alternatives": [{key: way[key] for key in _WAY} | _lacks(way) for way in ways],
        "chance": full["chance"],
    }


def _lacks(way: dict[str, Any]) -> dict[str, Any]:
    """That a way is full, without of whom."""
    return {"lacks": [], "lacking": []} if way["fits"] else {"lacks": [LACKS], "lacking": [_LACKING]}


def _reason(case: Case, row: dict[str, Any], ways: list[dict[str, Any]]) -> str:
    """Why a booking goes as it does, or not at all, without who else does."""
    if row["legs"]:
        planned = next((way["cost"] for way in ways if way["planned"]), None)
        cheaper = [way for way in ways if planned is not None and way["cost"] < planned]
        if not cheaper:
            return FIRST_CHOICE
        return NOT_TAKEN if any(way["fits"] for way in cheaper) else CHEAPER_IS_FULL
    first, _, _ = str(row["reason"]).partition(":")
    # The second half says what would serve it: of that, what others have to do is theirs.
    reason = _OF_OTHERS.get(first) or str(row["reason"]).partition("; it would go with this:")[0]
    return NOTHING_FITS if _names_others(case, row, reason) else reason


def _names_others(case: Case, row: dict[str, Any], text: str) -> bool:
    """Whether a text has the name of another booking, or of another exporter, in it."""
    others = [shipment for shipment in case.shipments if shipment.exporter != row["exporter"]]
    return any(shipment.id in text or shipment.exporter in text for shipment in others)
