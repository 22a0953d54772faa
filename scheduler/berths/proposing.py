"""Where a call that a berth plan leaves out could lie: a place and a time for a planner to go on from.

Nobody else moves. Of the moments at which the ship could come alongside and the places that are free then, the first
is taken at which the checker has nothing against her; of several places, the nearest to where she wants to lie.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from data.case import Case
from data.checker import check
from data.errors import NotFound
from data.places import stretches
from data.plans import BerthedCall, BerthPlan
from data.vessels import VesselCall
from scheduler.berths.by_hand import CallChange, changed

_STEP = timedelta(hours=1)
# A ship that finds no place within a week after everybody else has left finds none.
_PATIENCE = timedelta(days=7)
# So many places of one moment are tried, and so many in all: each is a question to the checker.
_PLACES, _TRIES = 3, 60


def proposed(case: Case, plan: BerthPlan, call_id: str) -> CallChange:
    """A start and a place for a call that the plan leaves out, as a change of the plan.

    Where no place is found that breaks no rule, it is the first that is free of others, or else the place that she
    wants when she arrives: the checker says what stands against it. Raises NotFound where the plan does not leave the
    call out.
    """
    call = case.call_by_id.get(call_id)
    if call is None or all(entry.call != call_id for entry in plan.unserved):
        raise NotFound(f"the plan leaves out no call {call_id}; give one of its calls that are not berthed")
    first = None
    for start, place_m in islice(_candidates(case, plan, call), _TRIES):
        change = CallChange(call_id, start, place_m)
        first = first or change
        broken = check(case, changed(case, plan, change)).broken
        if not any(call_id in rule.calls for rule in broken):
            return change
    wanted_m = call.preferred_position_m or 0.0
    return first or CallChange(call_id, _earliest(case, plan, call), wanted_m)


def _earliest(case: Case, plan: BerthPlan, call: VesselCall) -> datetime:
    actual = None if plan.now is None else case.actual_by_call.get(call.id)
    arrives = call.eta if actual is None or actual.arrived is None else min(call.eta, actual.arrived)
    return max(moment for moment in (arrives, call.earliest_start, plan.now) if moment is not None)


def _candidates(case: Case, plan: BerthPlan, call: VesselCall) -> Iterator[tuple[datetime, float]]:
    """Moments, the earliest first, each with the places nearest to the wanted one that nobody lies at then."""
    earliest = _earliest(case, plan, call)
    ends = {entry.end for entry in plan.calls if entry.end > earliest}
    until = max(ends, default=earliest) + _PATIENCE
    hours = {earliest + step * _STEP for step in range(int((until - earliest) / _STEP))}
    for start in sorted(ends | hours):
        there = [entry for entry in plan.calls if entry.start <= start < entry.end]
        for place_m in _free(case, call, there)[:_PLACES]:
            yield start, place_m


def _free(case: Case, call: VesselCall, there: list[BerthedCall]) -> list[float]:
    """Places of her low end beside the ships that lie there, the nearest to the wanted one first."""
    quay, loa_m = case.terminal.quay, case.ship_of(call).loa_m
    gap_m = quay.mooring_gap_m
    taken = [
        (entry.position_m - gap_m, entry.position_m + case.ship_of(case.call_by_id[entry.call]).loa_m + gap_m)
        for entry in there
    ]
    sections = [(stretch.low_m, stretch.high_m) for stretch in stretches(case)]
    ends = sections if quay.layout == "discrete" else [(sections[0][0], sections[-1][1])]
    wanted_m = call.preferred_position_m
    places = {low for low, _ in sections} | {high - loa_m for _, high in sections}
    places |= {high for _, high in taken} | {low - loa_m for low, _ in taken}
    if wanted_m is not None:
        places.add(wanted_m)
    found = [
        place
        for place in places
        if any(low <= place and place + loa_m <= high for low, high in ends)
        and all(place + loa_m <= low or high <= place for low, high in taken)
    ]
    return sorted(found, key=lambda place: (abs(place - (wanted_m or 0.0)), place))
