"""The checker of berth plans: one function a rule, named as planners and the solver's constraints name it.

`schedule` has the rules of calls and their times, `moorings` those of places, `waters` of tide, depth and channel,
`cranes` and `work` those of cranes and what they move, `costs` the terms of the cost.

A plan of the running day (with `now`) is judged by what is still to come. Of a ship that lies alongside by its actual,
only the cranes from now on, the work that is left and the leaving are looked at; a ship without an actual is judged as
planned. Between ships, nothing of before now counts. The cost is that of the whole plan.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from data.case import Case
from data.checker import cranes, moorings, schedule, waters, work
from data.checker.berthed import Berthed
from data.checker.costs import terms
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.plans import BerthPlan

_OF_A_SHIP: tuple[Callable[[Case, Berthed], Iterator[Broken]], ...] = (
    schedule.as_it_was,
    schedule.times,
    schedule.before_arrival,
    schedule.earliest_start,
    schedule.latest_departure,
    moorings.quay_ends,
    moorings.section,
    moorings.closure,
    waters.tide,
    waters.keel_clearance,
    waters.channel,
    cranes.known_cranes,
    cranes.crane_twice,
    cranes.crane_limits,
    cranes.crane_constant,
    work.handling,
    work.work,
)
# These are given the ship first whose low end is lower.
_OF_TWO_SHIPS: tuple[Callable[[Case, Berthed, Berthed], Iterator[Broken]], ...] = (
    moorings.mooring_gap,
    moorings.alone,
    cranes.crane_passing,
)
_OF_ALL_SHIPS: tuple[Callable[[Case, list[Berthed]], Iterator[Broken]], ...] = (cranes.crane_setup, cranes.gangs)
_REMARKS: tuple[Callable[[Case, Berthed], Iterator[str]], ...] = (schedule.overdue, waters.aground)


def check_berths(case: Case, plan: BerthPlan) -> Verdict:
    """Every broken rule of a berth plan, and the terms of its cost."""
    actuals = {} if plan.now is None else case.actual_by_call
    berthed = [
        Berthed(entry, call, case.ship_of(call), actuals.get(call.id), plan.now)
        for entry in plan.calls
        if (call := case.call_by_id.get(entry.call)) is not None
    ]
    broken = [*schedule.every_call_once(case, plan), *schedule.not_left_out(case, plan)]
    for ship in berthed:
        for rule in _OF_A_SHIP:
            broken += rule(case, ship.judged())
    for one, other in _meeting(berthed) if plan.now is not None else ():
        broken += schedule.on_plan(case, *sorted((one, other), key=lambda ship: ship.low_m))
    to_come = [left for ship in berthed if (left := ship.from_now()) is not None]
    for one, other in _meeting(to_come):
        low, high = sorted((one, other), key=lambda ship: ship.low_m)
        for of_two in _OF_TWO_SHIPS:
            broken += of_two(case, low, high)
        broken += cranes.crane_at_two_ships(case, one, other)
    for of_all in _OF_ALL_SHIPS:
        broken += of_all(case, to_come)
    notes = [*notes_on_case(case, plan), *schedule.without_actual(berthed)]
    for remark in _REMARKS:
        notes += [note for ship in berthed for note in remark(case, ship)]
    return Verdict(tuple(broken), terms(case, plan, berthed), tuple(notes))


def _meeting(ships: list[Berthed]) -> list[tuple[Berthed, Berthed]]:
    """The pairs of ships of which the stays or the cranes have some time in common, in the order of the plan.

    No rule of two ships is broken by any other pair, and of some hundred ships few meet.
    """
    spans = []
    for number, ship in enumerate(ships):
        moments = [ship.plan.start, ship.plan.end, *(m for use in ship.plan.cranes for m in (use.start, use.end))]
        spans.append((min(moments), max(moments), number))
    pairs: list[tuple[int, int]] = []
    here: list[tuple[datetime, int]] = []
    for begin, end, number in sorted(spans):
        here = [(until, other) for until, other in here if until > begin]
        pairs += [(min(number, other), max(number, other)) for _, other in here]
        here.append((end, number))
    return [(ships[one], ships[other]) for one, other in sorted(pairs)]
