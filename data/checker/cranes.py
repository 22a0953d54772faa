"""Rules of quay cranes: at one ship, between ships, and over the whole quay.

What the same cranes break at the same ships is told once.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, pairwise

from data.case import Case
from data.checker.berthed import Berthed, together
from data.checker.verdict import Broken
from data.plans import CraneUse
from data.shifts import ShiftTime, shift_times

_MINUTE = timedelta(minutes=1)


def known_cranes(case: Case, ship: Berthed) -> Iterator[Broken]:
    """Each crane of a ship exists, reaches her bays, works while she is ready for it, and is in service."""
    clock = case.terminal.clock
    quay, calls = case.terminal.quay, (ship.call.id,)
    rails = {crane.id: crane for crane in case.quay_cranes}
    first_lift = ship.plan.start + timedelta(minutes=quay.mooring_min)
    last_lift = ship.plan.end - timedelta(minutes=quay.unmooring_min)
    low, high = ship.ship.bays(ship.low_m, quay.bow_of(ship.plan.side))
    bays = "" if (low, high) == (ship.low_m, ship.high_m) else f", whose bays are from {low:g} m to {high:g} m"
    for use in ship.plan.cranes:
        crane = rails.get(use.crane)
        if crane is None:
            yield Broken(
                "crane_unknown", calls, f"{ship.name} is given crane {use.crane}, which the case does not have"
            )
            continue
        if not crane.reaches(low, high):
            yield Broken("crane_reach", calls, f"crane {use.crane} does not reach {ship.name}{bays}")
        if use.start < first_lift or use.end > last_lift or use.end <= use.start:
            yield Broken(
                "crane_time",
                calls,
                f"crane {use.crane} works {ship.name} from {clock(use.start)} to {clock(use.end)} and "
                f"the ship is ready from {clock(first_lift)} to {clock(last_lift)}",
            )
        for closed in case.closed("crane"):
            if closed.crane == use.crane and closed.during(use.start, use.end):
                why = f" ({closed.reason})" if closed.reason else ""
                yield Broken(
                    "crane_stopped",
                    calls,
                    f"crane {use.crane} works {ship.name} from {clock(use.start)} to {clock(use.end)} and "
                    f"is out of service{why} from {clock(closed.start)} to {clock(closed.end)}",
                )


def crane_twice(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No crane is given twice to a ship at the same time."""
    del case
    told: set[str] = set()
    for one, other in combinations(ship.plan.cranes, 2):
        if one.crane == other.crane and one.crane not in told and together(one, other):
            told.add(one.crane)
            yield Broken("crane_twice", (ship.call.id,), f"{ship.name} is given crane {one.crane} twice at once")


def crane_limits(case: Case, ship: Berthed) -> Iterator[Broken]:
    """While cranes work a ship, they are as many as its call wants and takes."""
    del case
    # A pause of all cranes breaks no limit; less work than the boxes need does.
    counts, call = {count for count, _ in ship.counts if count}, ship.call
    if counts and max(counts) > call.max_cranes:
        yield Broken(
            "crane_limits", (call.id,), f"{ship.name} has {max(counts)} cranes and takes at most {call.max_cranes}"
        )
    if counts and min(counts) < call.min_cranes:
        yield Broken(
            "crane_limits", (call.id,), f"{ship.name} has {min(counts)} cranes and wants at least {call.min_cranes}"
        )


def crane_constant(case: Case, ship: Berthed) -> Iterator[Broken]:
    """With constant assignment, the same neighbouring cranes work a ship from the end of mooring to the last lift."""
    clock = case.terminal.clock
    if case.terminal.crane_work.assignment != "constant" or not ship.plan.cranes:
        return
    # Plans that count in whole minutes begin to work up to a minute after the end of mooring.
    first = ship.workable(timedelta(minutes=case.terminal.quay.mooring_min)) + _MINUTE
    last = max(use.end for use in ship.plan.cranes)
    stretches: defaultdict[str, list[CraneUse]] = defaultdict(list)
    for use in sorted(ship.plan.cranes, key=lambda use: use.start):
        stretches[use.crane].append(use)
    for crane, uses in stretches.items():
        paused = any(before.end < after.start for before, after in pairwise(uses))
        if uses[0].start > first or uses[-1].end < last or paused:
            yield Broken(
                "crane_constant",
                (ship.call.id,),
                f"crane {crane} does not work {ship.name} all the time from the end of mooring to the last lift at "
                f"{clock(last)}, and crane_work.assignment is constant",
            )
    places = sorted(place for place, crane in enumerate(case.quay_cranes) if crane.id in stretches)
    if places and places[-1] - places[0] >= len(places):
        names = ", ".join(case.quay_cranes[place].id for place in places)
        yield Broken("crane_constant", (ship.call.id,), f"the cranes of {ship.name} are no neighbours: {names}")


def crane_at_two_ships(case: Case, one: Berthed, other: Berthed) -> Iterator[Broken]:
    """No crane works two ships at the same time."""
    clock = case.terminal.clock
    told: set[str] = set()
    for use in one.plan.cranes:
        for second in other.plan.cranes:
            if use.crane == second.crane and use.crane not in told and together(use, second):
                told.add(use.crane)
                yield Broken(
                    "crane_at_two_ships",
                    (one.call.id, other.call.id),
                    f"crane {use.crane} works {one.name} and {other.name} at once, "
                    f"at {clock(max(use.start, second.start))}",
                )


def crane_passing(case: Case, low: Berthed, high: Berthed) -> Iterator[Broken]:
    """Cranes at two ships stand in their order on the rail."""
    clock = case.terminal.clock
    if high.low_m < low.high_m:
        return
    order: dict[str, int] = {}
    told: set[tuple[str, str]] = set()
    for use in low.plan.cranes:
        for second in high.plan.cranes:
            if (use.crane, second.crane) in told or not together(use, second):
                continue
            order = order or {crane.id: place for place, crane in enumerate(case.quay_cranes)}
            if order.get(use.crane, -1) > order.get(second.crane, len(order)):
                told.add((use.crane, second.crane))
                yield Broken(
                    "crane_passing",
                    (low.call.id, high.call.id),
                    f"crane {use.crane} at {low.name} and crane {second.crane} at {high.name} would have to pass "
                    f"each other on the rail at {clock(max(use.start, second.start))}",
                )


def changes(ships: list[Berthed]) -> Iterator[tuple[CraneUse, Berthed, CraneUse, Berthed]]:
    """Each change of a crane to another ship: its use at the one and its next use at the other."""
    uses: defaultdict[str, list[tuple[CraneUse, Berthed]]] = defaultdict(list)
    for ship in ships:
        for use in ship.plan.cranes:
            uses[use.crane].append((use, ship))
    for of_crane in uses.values():
        of_crane.sort(key=lambda item: (item[0].start, item[0].end))
        for (before, one), (after, other) in pairwise(of_crane):
            if one.call.id != other.call.id:
                yield before, one, after, other


def crane_setup(case: Case, ships: list[Berthed]) -> Iterator[Broken]:
    """A crane that goes from one ship to another has time for it."""
    clock = case.terminal.clock
    work = case.terminal.crane_work
    for before, one, after, other in changes(ships):
        metres = abs((one.low_m + one.high_m) / 2 - (other.low_m + other.high_m) / 2)
        needed = work.change_min(metres)
        given = (after.start - before.end) / _MINUTE
        if 0 <= given < needed - 1e-6:
            yield Broken(
                "crane_setup",
                (one.call.id, other.call.id),
                f"crane {after.crane} leaves {one.name} at {clock(before.end)} and begins at {other.name} at "
                f"{clock(after.start)}, {given:g} min later; it needs {needed:.1f} min",
            )


def gangs(case: Case, ships: list[Berthed]) -> Iterator[Broken]:
    """At no moment more cranes work than the shift has gangs."""
    uses = [(use, ship) for ship in ships for use in ship.plan.cranes]
    if not uses or not case.shifts:
        return
    start, end = min(use.start for use, _ in uses), max(use.end for use, _ in uses)
    shifts = shift_times(case.terminal, case.shifts, start, end)
    for shift, inside in zip(shifts, _by_shift(shifts, uses), strict=True):
        yield from _gangs_of(case, shift, inside)


def _by_shift(shifts: list[ShiftTime], uses: list[tuple[CraneUse, Berthed]]) -> list[list[tuple[CraneUse, Berthed]]]:
    """For each shift, all uses with some time in it, in their order: a plan of weeks has many of both."""
    inside: list[list[tuple[CraneUse, Berthed]]] = [[] for _ in shifts]
    ends = [shift.end for shift in shifts]
    for use, ship in uses:
        for number in range(bisect_right(ends, use.start), len(shifts)):
            if shifts[number].start >= use.end:
                break
            inside[number].append((use, ship))
    return inside


def _gangs_of(case: Case, time: ShiftTime, inside: list[tuple[CraneUse, Berthed]]) -> Iterator[Broken]:
    """The fault of one shift with the uses in it, at the moment at which most cranes work."""
    clock = case.terminal.clock
    if len({use.crane for use, _ in inside}) <= time.shift.gangs:
        return
    most, worst = 0, time.start
    for moment in sorted({max(use.start, time.start) for use, _ in inside}):
        count = len({use.crane for use, _ in inside if use.start <= moment < use.end})
        if count > most:
            most, worst = count, moment
    if most > time.shift.gangs:
        calls = tuple(dict.fromkeys(ship.call.id for use, ship in inside if use.start <= worst < use.end))
        yield Broken(
            "gangs",
            calls,
            f"{most} cranes work at {clock(worst)} ({', '.join(calls)}) and shift {time.shift.id} has "
            f"{time.shift.gangs} gangs",
        )
