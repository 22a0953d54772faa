"""Where a ship is worked: her place at the quay, when work may begin, and the cranes that may work her."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.case import Case
from data.clock import LAST_YEAR, in_years
from data.errors import DermagaError
from data.places import SAME_M, bay_places
from data.plans import BerthPlan, CraneUse
from data.terminal import Side
from data.vessels import VesselCall

# Without a berth plan, cranes are hers for so long: no call takes as much.
_USUAL_DAYS = 14
# A crane whose last use ends so little before the last of all is at work until the end.
_STILL_THERE = timedelta(hours=1)


@dataclass(frozen=True)
class Berth:
    """A ship's place and her cranes; `tractors` are those that serve her."""

    position_m: float
    side: Side
    start: datetime
    cranes: tuple[CraneUse, ...]
    tractors: int


def usual_berth(case: Case, call: VesselCall, cranes: int | None = None, first_line: datetime | None = None) -> Berth:
    """Her preferred place from her ETA (or `first_line`) on, with so many neighbouring cranes, or all that she takes.

    Where the quay is closed there while she should stay, she lies as near to it as she can. Raises DermagaError where
    she is longer than the quay with its overhangs, no crane reaches her bays there, or she is still to come and
    `first_line` is before she may berth.
    """
    _refuse_early(case, call, first_line)
    _refuse_long(case, call)
    quay = case.terminal.quay
    line = first_line or call.earliest
    position = _open_place(case, call, line)
    places = bay_places(case, call, position, call.side).values()
    first, last = min(places), max(places)
    able = [crane for crane in case.quay_cranes if crane.rail_from_m <= last and crane.rail_to_m >= first]
    if not able:
        raise DermagaError(f"no quay crane reaches a bay of {case.named(call.id)} at {position:g} m")
    count = min(len(able), cranes or call.max_cranes)
    # Cranes stand evenly along the rail: the ship's are those whose stretch is hers.
    middle = (first + last) / 2 / quay.length_m * len(able) - count / 2
    begin = min(max(0, round(middle)), len(able) - count)
    start = line + timedelta(minutes=quay.mooring_min)
    _refuse_far_years(start)
    uses = tuple(
        CraneUse(crane=crane.id, start=start, end=start + timedelta(days=_USUAL_DAYS))
        for crane in able[begin : begin + count]
    )
    return Berth(position, call.side, start, uses, tractors_for(case, count))


def _open_place(case: Case, call: VesselCall, line: datetime) -> float:
    """Where she wants to lie, or as near to it as no closure is beside her from `line` for as long as she should stay.

    Where there is no such place, the wanted one.
    """
    loa, quay = case.ship_of(call).loa_m, case.terminal.quay
    lowest, highest = 0 - quay.overhang_m, quay.length_m + quay.overhang_m - loa
    wanted = min(max(lowest, call.preferred_position_m or 0.0), highest)
    closed = [each for each in case.closed("quay") if each.during(line, line + (call.etd - call.eta))]
    beside = [place for each in closed for place in (each.low_m - loa, each.high_m) if lowest <= place <= highest]
    free = [
        place
        for place in (wanted, *beside)
        if not any(place < each.high_m and each.low_m < place + loa for each in closed)
    ]
    return min(free, key=lambda place: abs(place - wanted), default=wanted)


def _refuse_early(case: Case, call: VesselCall, first_line: datetime | None) -> None:
    actual = case.actual_by_call.get(call.id)
    inbound = actual is None or actual.phase == "inbound"
    if first_line is not None and first_line < call.earliest and inbound:
        clock = case.terminal.clock
        raise DermagaError(
            f"first line of {case.named(call.id)} would be at {clock(first_line)}, and she may berth from "
            f"{clock(call.earliest)} on: give a later start, or correct eta or earliest_start of the call"
        )


def _refuse_long(case: Case, call: VesselCall) -> None:
    """Raise DermagaError where a ship is longer than the quay with its overhangs."""
    quay, loa = case.terminal.quay, case.ship_of(call).loa_m
    room = quay.length_m + 2 * quay.overhang_m
    if loa > room + SAME_M:
        raise DermagaError(
            f"{case.named(call.id)} is {loa:g} m long and the quay with its overhangs {room:g} m: correct loa_m of the "
            "vessel, or length_m or overhang_m of the quay"
        )


def _refuse_far_years(start: datetime) -> None:
    """Raise DermagaError where cranes would be hers beyond the years that a plan may have."""
    if not in_years(start + timedelta(days=_USUAL_DAYS)):
        raise DermagaError(
            f"work would begin at {start:%Y-%m-%d}: plans end with the year {LAST_YEAR}; correct the start"
        )


def planned_berth(case: Case, call: VesselCall, plan: BerthPlan) -> Berth:
    """Her place and cranes in a berth plan.

    Cranes that are hers until the end stay until she is done: a berth plan counts on mean rates, and the last lift may
    come later. Raises DermagaError where the plan does not berth her, or gives her no crane.
    """
    entry = next((entry for entry in plan.calls if entry.call == call.id), None)
    if entry is None:
        raise DermagaError(f"the berth plan does not berth {case.named(call.id)}; give one that does, or none")
    if not entry.cranes:
        raise DermagaError(f"the berth plan gives {case.named(call.id)} no quay crane; loading plans need one")
    known = {crane.id for crane in case.quay_cranes}
    strange = [use.crane for use in entry.cranes if use.crane not in known]
    if strange:
        raise DermagaError(
            f"the berth plan works {case.named(call.id)} with {strange[0]}, and {case.name} has no such crane: give a "
            "berth plan of this case"
        )
    start = entry.start + timedelta(minutes=case.terminal.quay.mooring_min)
    _refuse_far_years(start)
    last = max(use.end for use in entry.cranes)
    uses = tuple(
        use.model_copy(update={"end": last + timedelta(days=_USUAL_DAYS)}) if last - use.end <= _STILL_THERE else use
        for use in entry.cranes
    )
    count = len({use.crane for use in entry.cranes})
    return Berth(entry.position_m, entry.side, start, uses, tractors_for(case, count))


def tractors_for(case: Case, cranes: int) -> int:
    """Tractors that serve so many cranes: their share of all, rounded up."""
    count = case.terminal.tractors.count
    return max(1, min(count, -(-count * cranes // len(case.quay_cranes))))
