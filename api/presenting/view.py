"""A berth plan as a diagram needs it: what lies where and when, in the terminal's own time."""

from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.checker import Verdict
from data.closures import Closure
from data.places import by_bollards
from data.plans import BerthedCall, BerthPlan
from data.water import tide_height

_TIDE_STEP = timedelta(minutes=30)


def berth_view(case: Case, plan: BerthPlan, verdict: Verdict) -> dict[str, Any]:
    """The plan with everything that its picture shows.

    Times are ISO 8601 in the terminal's zone, places metres from the quay's zero mark, money the terminal's currency.
    """
    terminal = case.terminal
    return {
        "terminal": terminal.name,
        "time_zone": terminal.time_zone,
        "currency": terminal.currency,
        "start": local_time(case, plan.start),
        "end": local_time(case, plan.end),
        "quay": {
            "length_m": terminal.quay.length_m,
            "overhang_m": terminal.quay.overhang_m,
            "sections": [
                {"start_m": section.start_m, "end_m": section.end_m, "depth_m": section.depth_m}
                for section in sorted(case.berths, key=lambda section: section.start_m)
            ],
            "bollards": [{"id": bollard.id, "position_m": bollard.position_m} for bollard in case.bollards_along],
        },
        "tide": _tide(case, plan),
        "cranes": [crane.id for crane in case.quay_cranes],
        "closures": [_closure(case, closed) for closed in case.closures if closed.during(plan.start, plan.end)],
        "now": None if plan.now is None else local_time(case, plan.now),
        "calls": [call_view(case, entry) for entry in sorted(plan.calls, key=lambda entry: (entry.start, entry.call))],
        "unserved": [
            {"call": entry.call, "name": case.ship_of(case.call_by_id[entry.call]).name, "reason": entry.reason}
            for entry in plan.unserved
        ],
        "cost": verdict.cost,
        "terms": verdict.terms,
    }


def local_time(case: Case, moment: datetime) -> str:
    """A moment on the terminal's clock, in ISO 8601."""
    return case.terminal.local(moment).isoformat()


def hours(duration: timedelta) -> float:
    """A duration in hours, to the second."""
    return round(duration.total_seconds() / 3600, 4)


def _tide(case: Case, plan: BerthPlan) -> list[dict[str, Any]]:
    steps = -((plan.start - plan.end) // _TIDE_STEP)
    moments = [plan.start + step * _TIDE_STEP for step in range(steps + 1)]
    return [
        {"time": local_time(case, moment), "height_m": round(tide_height(case.terminal.tide, moment), 3)}
        for moment in moments
    ]


def _closure(case: Case, closed: Closure) -> dict[str, Any]:
    """What is out of service when; a stretch of the quay has no end where it reaches to the quay's own."""
    return {
        "id": closed.id,
        "what": closed.what,
        "start": local_time(case, closed.start),
        "end": local_time(case, closed.end),
        "from_m": closed.from_m,
        "to_m": closed.to_m,
        "crane": closed.crane,
        "reason": closed.reason,
    }


def call_view(case: Case, entry: BerthedCall) -> dict[str, Any]:
    """A berthed call with everything that its rectangle and its row show."""
    call = case.call_by_id[entry.call]
    ship = case.ship_of(call)
    return {
        "call": call.id,
        "vessel": ship.id,
        "name": ship.name,
        "line": ship.line,
        "loa_m": ship.loa_m,
        "draft_m": max(call.arrival_draft_m, call.departure_draft_m),
        "side": entry.side,
        "position_m": entry.position_m,
        "bollards": by_bollards(case, entry.position_m, ship.loa_m),
        "preferred_position_m": call.preferred_position_m,
        "eta": local_time(case, call.eta),
        "etd": local_time(case, call.etd),
        "start": local_time(case, entry.start),
        "end": local_time(case, entry.end),
        "waiting_h": hours(entry.start - call.eta),
        "late_h": max(0.0, hours(entry.end - call.etd)),
        "moves": call.moves,
        "tentative": call.tentative,
        "remark": call.remark,
        "cranes": [
            {"crane": use.crane, "from": local_time(case, use.start), "to": local_time(case, use.end)}
            for use in sorted(entry.cranes, key=lambda use: (use.start, use.crane))
        ],
    }
