"""The running day as it is answered: what is known of calls, and how far visits are."""

from datetime import datetime
from typing import Any

from data.actuals import MOMENTS, Actual
from data.case import Case
from data.formats.actuals import Change
from data.plans import BerthedCall
from data.visits import Visit


def actual_json(case: Case, actual: Actual) -> dict[str, Any]:
    """What is known of a call, its moments on the terminal's clock."""
    moments = {name: _local(case, getattr(actual, name)) for name in MOMENTS}
    told = {name: getattr(actual, name) for name in ("call", "phase", "position_m", "moves_done")}
    return told | moments


def change_json(case: Case, change: Change) -> dict[str, Any]:
    """What a file changes of a call."""
    return {
        "call": change.call,
        "name": case.ship_of(case.call_by_id[change.call]).name,
        "row": change.row,
        "changed": list(change.fields),
        "before": None if change.before is None else actual_json(case, change.before),
        "after": actual_json(case, change.after),
    }


def visit_json(case: Case, visit: Visit) -> dict[str, Any]:
    """A call on the running day."""
    call, actual = visit.call, visit.actual
    ship = case.ship_of(call)
    return {
        "call": call.id,
        "name": ship.name,
        "line": ship.line,
        "phase": visit.phase,
        "tentative": call.tentative,
        "remark": call.remark,
        "eta": _local(case, call.eta),
        "etd": _local(case, call.etd),
        "planned": None if visit.planned is None else _planned(case, visit.planned),
        "actual": None if actual is None else actual_json(case, actual),
        "moves": call.moves,
        "moves_done": 0 if actual is None else actual.moves_done,
        "moves_left": visit.moves_left,
        "delay_h": None if visit.delay_h is None else round(visit.delay_h, 2),
        "leaves": _local(case, visit.leaves),
    }


def _planned(case: Case, entry: BerthedCall) -> dict[str, Any]:
    return {
        "position_m": entry.position_m,
        "first_line": _local(case, entry.start),
        "first_lift": _local(case, min((use.start for use in entry.cranes), default=None)),
        "last_lift": _local(case, max((use.end for use in entry.cranes), default=None)),
        "last_line": _local(case, entry.end),
    }


def _local(case: Case, moment: datetime | None) -> str | None:
    """A moment on the terminal's clock, to the second, in ISO 8601."""
    return None if moment is None else case.terminal.local(moment).replace(microsecond=0).isoformat()
