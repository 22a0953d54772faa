"""What reports of work (COARRI) tell of a call: its first lift, the boxes that were moved, and its last lift."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from data.case import Case
from data.entered import Told
from data.errors import BadInput, Fault
from data.formats.edifact.boxes import EdiBox, EdiMessage
from data.vessels import VesselCall
from data.words import counted

_REPORTS = ("discharged", "loaded")
# How long before her ETA and after her ETD a ship's work may be reported.
_AROUND = timedelta(days=3)


def told_by(
    case: Case, messages: Sequence[EdiMessage], *, call: str | None = None, add: bool = False
) -> tuple[list[tuple[Told, Fault]], list[str]]:
    """What messages tell of calls, each with a fault that has its place, and what was understood.

    With `add` their boxes come to those that were moved before. A ship without first line by now is taken to have
    berthed `mooring_min` before her first lift. Restows are no moves of a call. Raises BadInput with every fault.
    """
    faults: list[Fault] = []
    found: defaultdict[str, list[EdiMessage]] = defaultdict(list)
    for message in messages:
        if message.purpose not in _REPORTS:
            remedy = "give COARRI, a report of boxes discharged or loaded"
            faults.append(Fault(message.file, f"it is {message.version}, no report of work", remedy))
            continue
        try:
            found[_call_of(case, message, call).id].append(message)
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    notices = [notice for message in messages for notice in message.notices]
    told = [_told(case, case.call_by_id[name], reports, add, notices) for name, reports in found.items()]
    return told, notices


def _told(
    case: Case, call: VesselCall, reports: Sequence[EdiMessage], add: bool, notices: list[str]
) -> tuple[Told, Fault]:
    boxes = [(report.purpose, box) for report in reports for box in report.boxes if box.handling != "restow"]
    moments = sorted(case.terminal.local(box.moment) for _, box in boxes if box.moment is not None)
    moved = _count(boxes)
    known = case.actual_by_call.get(call.id)
    before = known.moves_done if add and known is not None else 0
    named = case.named(call.id)
    notices.append(f"{named}: {counted(moved, 'box')} reported" + (f", {before} before" if before else ""))
    first_line = first_lift = last_lift = None
    if moments:
        first_lift = moments[0]
        if known is not None and known.first_lift is not None:
            first_lift = min(first_lift, known.first_lift)
        if known is None or known.first_line is None:
            mooring = timedelta(minutes=case.terminal.quay.mooring_min)
            first_line = first_lift - mooring
            notices.append(f"{named}: first line taken to be {mooring.seconds // 60} min before the first lift")
        if before + moved == call.moves:
            last_lift = moments[-1]
    file, place = reports[0].file, min((box.segment for _, box in boxes), default=None)
    told = Told(
        call=call.id, first_line=first_line, first_lift=first_lift, moves_done=before + moved, last_lift=last_lift
    )
    return told, Fault(file, "", "", place, "EQD")


def _count(boxes: Iterable[tuple[str, EdiBox]]) -> int:
    """Boxes, each once in a direction however often it is reported."""
    boxes = list(boxes)
    named = {(purpose, box.number) for purpose, box in boxes if box.number is not None}
    return len(named) + sum(box.units for _, box in boxes if box.number is None)


def _call_of(case: Case, message: EdiMessage, wanted: str | None) -> VesselCall:
    """The call that a message is about. Raises BadInput where it can't be told."""
    if wanted is not None:
        if wanted not in case.call_by_id:
            fault = Fault(message.file, "the case has no such call", "correct it", column="call", value=wanted)
            raise BadInput([fault])
        return case.call_by_id[wanted]
    voyage = message.voyage
    ships = [call for call in case.calls if _is_ship(case, call, message)]
    same = [call for call in ships if voyage.number and voyage.number in (case.voyage_of(call)[:17], call.id[:17])]
    moments = [case.terminal.local(box.moment) for box in message.boxes if box.moment is not None]
    near = {call.id: _apart(call, moments) for call in ships} if moments else {}
    closest = [call for call in ships if near and near[call.id] == min(near.values()) <= _AROUND]
    for candidates in (same, [call for call in same if call in closest], closest, ships):
        if len(candidates) == 1:
            return candidates[0]
    ship = voyage.vessel or voyage.imo or "no ship"
    problem = f"it is for {ship}, voyage {voyage.number or '-'}, and that is {_how_many(len(ships))} of the case"
    raise BadInput([Fault(message.file, problem, "say which call it is for", column="TDT", value=voyage.number)])


def _apart(call: VesselCall, moments: Sequence[datetime]) -> timedelta:
    """How far the moments of boxes are from the call's days."""
    return max(call.eta - min(moments), max(moments) - call.etd, timedelta())


def _how_many(count: int) -> str:
    return f"one of {count} calls" if count else "no call"


def _is_ship(case: Case, call: VesselCall, message: EdiMessage) -> bool:
    ship, voyage = case.ship_of(call), message.voyage
    if voyage.imo is not None and ship.imo is not None:
        return voyage.imo == ship.imo
    return voyage.vessel is not None and plain_name(voyage.vessel) == plain_name(ship.name)


def plain_name(name: str) -> str:
    """A ship's name without blanks and marks, and without what says that it is a ship."""
    return re.sub(r"[^A-Z0-9]", "", re.sub(r"^(M\.?V\.?|M\.?S\.?|K\.?M\.?) ", "", name.upper().strip()))
