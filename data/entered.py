"""What people and messages tell of calls on the running day, made actuals of the case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, Field, ValidationError

from data.actuals import MOMENTS, Actual, Phase
from data.case import Case, broken_references
from data.codes import Id
from data.errors import BadInput, Fault, NotFound
from data.record import Record, unit
from data.validation import in_words
from data.vessels import Boxes, VesselCall

# What is farther from a call's ETA is told of another call, or mistyped.
_FAR = timedelta(days=30)


class Told(Record):
    """What is told of a call. The phase follows from it, unless that is told too."""

    call: Id = Field(description="The call, by id")
    phase: Phase | None = Field(None, description="As in actuals; empty to have it follow from the moments")
    arrived: AwareDatetime | None = Field(None, description="When she could be alongside")
    first_line: AwareDatetime | None = Field(None, description="First line ashore")
    position_m: float | None = Field(
        None,
        ge=-1_000,
        le=10_000,
        description="Place of her low end; empty for that of the plan",
        json_schema_extra=unit("m"),
    )
    first_lift: AwareDatetime | None = Field(None, description="First lift of a quay crane")
    moves_done: Boxes | None = Field(None, description="Boxes moved by now")
    last_lift: AwareDatetime | None = Field(None, description="Last lift of a quay crane, once all is done")
    last_line: AwareDatetime | None = Field(None, description="Last line off")


@dataclass(frozen=True)
class Taken:
    """The case with what is right of what is told, and by call the faults of what is not."""

    case: Case
    faults: Mapping[str, Sequence[Fault]]


def with_actuals(
    case: Case, told: Iterable[tuple[Told, Fault]], places: Mapping[str, float], *, whole: bool = False
) -> Case:
    """The case with what is told of calls as their actuals. Raises BadInput with every fault, as `taken` tells them."""
    found = taken(case, told, places, whole=whole)
    if found.faults:
        raise BadInput([fault for faults in found.faults.values() for fault in faults])
    return found.case


def taken(case: Case, told: Iterable[tuple[Told, Fault]], places: Mapping[str, float], *, whole: bool = False) -> Taken:
    """What becomes of a case by what is told of calls, each call once.

    What is not told stays as it is known, unless what is told is the `whole` of it. `places` are metres by call where
    ships lie by plan, taken where nobody says. Each is told with a fault that has its place in its file; that is what
    faults of it look like.
    """
    made = dict(case.actual_by_call)
    origins: dict[str, Fault] = {}
    wrong: defaultdict[str, list[Fault]] = defaultdict(list)
    for each, origin in told:
        call = case.call_by_id.get(each.call)
        if call is None:
            remedy = "correct it, or add it to calls"
            wrong[each.call].append(_at(origin, "the case has no such call", remedy, "call", each.call))
            continue
        if far := _far(call, each, origin):
            wrong[each.call] += far
            continue
        known = None if whole else made.get(each.call)
        try:
            made[each.call] = actual_of(call, each, known, places.get(each.call))
        except ValidationError as error:
            wrong[each.call] += [_refused(origin, detail) for detail in error.errors(include_url=False)]
            continue
        origins[each.call] = origin
    actuals = tuple(made.values())
    for fault in broken_references(case.terminal, {**case.tables, "actuals": actuals}):
        call_id = actuals[fault.row - 1].call if fault.file == "actuals" and fault.row else ""
        if call_id in origins:
            wrong[call_id].append(_at(origins[call_id], fault.problem, fault.remedy, fault.column, fault.value))
    kept = tuple(
        actual
        for call_id, new in made.items()
        if (actual := case.actual_by_call.get(call_id) if call_id in wrong else new) is not None
    )
    return Taken(case if kept == case.actuals else case.changed(actuals=kept), wrong)


def _refused(origin: Fault, detail: Mapping[str, Any]) -> Fault:
    problem, remedy = in_words(detail)
    named = sorted((remedy.index(name), name) for name in _FIELDS if name in remedy)
    column = str(detail["loc"][0]) if detail["loc"] else next((name for _, name in named), None)
    return _at(origin, problem, remedy, column)


_FIELDS = (*MOMENTS, "position_m", "moves_done", "phase")


def actual_of(call: VesselCall, told: Told, known: Actual | None, place: float | None) -> Actual:
    """What is known of a call by what was known before and what is told now. Raises pydantic's ValidationError."""
    values = {} if known is None else known.model_dump(exclude={"call", "phase"})
    values |= told.model_dump(exclude={"call", "phase"}, exclude_none=True)
    begun = any(values.get(name) for name in (*MOMENTS[1:], "moves_done"))
    if values.get("position_m") is None and place is not None and begun:
        values["position_m"] = place
    phase = told.phase or _phase(call, values)
    if phase in ("inbound", "arrived") and values.get("first_line") is None:
        values.pop("position_m", None)
    return Actual.model_validate({"call": call.id, "phase": phase} | values)


def without_actual(case: Case, call: str) -> Case:
    """The case with nothing known of a call. Raises NotFound where nothing is."""
    known = case.actual_by_call.get(call)
    if known is None:
        raise NotFound(f"nothing has been entered of {call}")
    return case.changed(actuals=tuple(actual for actual in case.actuals if actual is not known))


def _phase(call: VesselCall, values: Mapping[str, object]) -> Phase:
    moved = values.get("moves_done") or 0
    if values.get("last_line") is not None:
        return "departed"
    if values.get("last_lift") is not None or moved == call.moves:
        return "complete"
    if moved or values.get("first_line") is not None or values.get("first_lift") is not None:
        return "working"
    return "inbound" if values.get("arrived") is None else "arrived"


def _far(call: VesselCall, told: Told, origin: Fault) -> list[Fault]:
    """Faults of moments that are far from the call's times."""
    found: list[Fault] = []
    for name in MOMENTS:
        moment: datetime | None = getattr(told, name)
        if moment is not None and not call.eta - _FAR <= moment <= call.etd + _FAR:
            problem = f"it is more than {_FAR.days} days from the call, whose ETA is {call.eta:%Y-%m-%d %H:%M}"
            found.append(_at(origin, problem, "look for a typing error", name, f"{moment:%Y-%m-%d %H:%M}"))
    return found


def _at(origin: Fault, problem: str, remedy: str, column: str | None, value: str | None = None) -> Fault:
    return Fault(origin.file, problem, remedy, origin.row, column or origin.column, value)
