"""Rules of quay cranes: that they may work, where they stand, and that none is in the way of another.

The order of `quay_cranes` is that on the rail. A crane stands before the bay of its lift from the lift's start to its
end; where it is in between is its own affair, as long as it comes in time.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations, pairwise

from data.checker.loading.cycles import about, named
from data.checker.loading.planned import HATCHES, LOADING, ROUNDED_S, Planned, PlannedLift
from data.checker.loading.stowed import TOLERANCE, listed
from data.checker.verdict import Broken
from data.shifts import ShiftTime, shift_times
from data.slots import cell_named
from data.words import counted

_DAY_S = 86_400


def crane_use(planned: Planned) -> Iterator[Broken]:
    """Cranes exist, work the ship only when they are given to her, once at a time, and not while out of service."""
    case, clock = planned.case, planned.case.terminal.clock
    for crane in dict.fromkeys([*(use.crane for use in planned.plan.cranes), *planned.lifts_by_crane]):
        if crane not in planned.rail:
            yield Broken("crane_use", (crane,), f"the case has no quay crane {crane}: correct the name")
    yield from _given_twice(planned)
    for crane, lifts in planned.lifts_by_crane.items():
        given = hours_given(planned, crane)
        outside = [each for each in lifts if not any(start <= each.start and each.end <= end for start, end in given)]
        if outside:
            when = listed(f"{planned.at(start)} to {planned.at(end)}" for start, end in given)
            its = f"the ship has that crane from {when}" if given else "the plan does not list that crane for the ship"
            yield Broken(
                "crane_use",
                (crane,),
                f"{named(planned, outside[0])}{_more(outside)}: {its}; give her the crane for "
                "that time, or lift with another one",
            )
        for closed in case.closed("crane") if crane in planned.rail else ():
            if closed.crane != crane:
                continue
            stopped = [each for each in lifts if closed.during(each.lift.start, each.lift.end)]
            if stopped:
                why = f" ({closed.reason})" if closed.reason else ""
                yield Broken(
                    "crane_use",
                    (crane,),
                    f"{named(planned, stopped[0])}{_more(stopped)}: the crane is out of service{why} from "
                    f"{clock(closed.start)} to {clock(closed.end)}",
                )


def _given_twice(planned: Planned) -> Iterator[Broken]:
    clock = planned.case.terminal.clock
    last: dict[str, datetime] = {}
    # A use that ends no later than it begins is a matter of `times`.
    uses = (use for use in planned.plan.cranes if use.start < use.end)
    for use in sorted(uses, key=lambda use: (use.start, use.end)):
        if use.crane in last and use.start < last[use.crane]:
            yield Broken(
                "crane_use",
                (use.crane,),
                f"the plan gives her crane {use.crane} from {clock(use.start)} once more, and has given it until "
                f"{clock(last[use.crane])}: give it once",
            )
        last[use.crane] = max(use.end, last.get(use.crane, use.end))


def hours_given(planned: Planned, crane: str) -> list[tuple[float, float]]:
    """When a crane may work the ship; uses that follow each other without a gap are one."""
    uses = sorted(
        (planned.seconds(use.start), planned.seconds(use.end)) for use in planned.plan.cranes if use.crane == crane
    )
    given: list[tuple[float, float]] = []
    for start, end in uses:
        if given and start <= given[-1][1]:
            given[-1] = (given[-1][0], max(end, given[-1][1]))
        else:
            given.append((start, end))
    return given


def _more(lifts: list[PlannedLift]) -> str:
    return f" and {len(lifts) - 1} more of its lifts" if len(lifts) > 1 else ""


def gangs(planned: Planned) -> Iterator[Broken]:
    """At no moment more cranes lift than the shift has gangs. Of each shift the first such moment is told."""
    case = planned.case
    least = min((shift.gangs for shift in case.shifts), default=len(planned.rail))
    of_day: dict[int, list[ShiftTime]] = {}
    told: set[datetime] = set()
    for start, end, cranes in _together(planned):
        # All shifts are within a day of any moment: so a stretch that lasts longer is told of at once.
        for day in (
            range(int(start // _DAY_S), int(min(end, start + _DAY_S) // _DAY_S) + 1) if len(cranes) > least else ()
        ):
            if day not in of_day:
                begin = planned.plan.start + timedelta(seconds=day * _DAY_S)
                of_day[day] = shift_times(case.terminal, case.shifts, begin, begin + timedelta(seconds=_DAY_S))
            for time in of_day[day]:
                moment = max(start, planned.seconds(time.start))
                too_many = moment < min(end, planned.seconds(time.end)) and len(cranes) > time.shift.gangs
                if too_many and time.start not in told:
                    told.add(time.start)
                    yield Broken(
                        "crane_use",
                        cranes,
                        f"cranes {listed(cranes)} lift at once at {planned.at(moment)}, and shift {time.shift.id} has "
                        f"{time.shift.gangs} gangs: let one of them lift later",
                    )


def _together(planned: Planned) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    """The stretches of time in which the same cranes lift, in order, with these cranes."""
    changes = sorted(
        (moment, step, each.lift.crane)
        for each in planned.lifts
        if each.start < each.end
        for moment, step in ((each.start, 1), (each.end, -1))
    )
    working: Counter[str] = Counter()
    for (moment, step, crane), (after, _, _) in pairwise(changes):
        working[crane] += step
        if not working[crane]:
            del working[crane]
        if working and moment < after:
            yield moment, after, tuple(sorted(working))


def bay(planned: Planned) -> Iterator[Broken]:
    """A lift is before the bay, as the profile lists it, in which its boxes or its cover are."""
    layout = planned.layout
    for each in planned.lifts:
        lift = each.lift
        if lift.bay not in layout.bay_by_number:
            near = layout.bay_of.get(lift.bay)
            hint = "correct its number" if near is None else f"name bay {near:03d}, of which it is a half"
            yield Broken("bay", about(lift), f"{named(planned, each)}: her profile lists no bay {lift.bay:03d}, {hint}")
            continue
        for carried in lift.boxes if lift.kind not in HATCHES else ():
            cell = cell_named(carried.target if lift.kind in LOADING else carried.origin)
            its = layout.bay_of.get(cell.bay) if cell is not None else None
            if cell is not None and its is not None and its != lift.bay:
                yield Broken(
                    "bay",
                    (carried.box,),
                    f"{named(planned, each)}: the crane stands before bay {lift.bay:03d} and slot {cell.slot} is in "
                    f"bay {its:03d}, correct one of them",
                )


def crane_reach(planned: Planned) -> Iterator[Broken]:
    """A crane reaches the bays that it works, where the ship lies."""
    rails = {crane.id: crane for crane in planned.case.quay_cranes}
    for crane, lifts in planned.lifts_by_crane.items():
        places = {each.lift.bay: each.on_quay_m for each in lifts}
        for number, place in sorted(places.items()):
            rail = rails.get(crane)
            if rail is None or place is None:
                continue
            if not rail.rail_from_m - TOLERANCE <= place <= rail.rail_to_m + TOLERANCE:
                yield Broken(
                    "crane_reach",
                    (crane,),
                    f"crane {crane} works bay {number:03d}, which is at {place:g} m, and reaches from "
                    f"{rail.rail_from_m:g} m to {rail.rail_to_m:g} m: give the bay to another crane",
                )


def crane_twice(planned: Planned) -> Iterator[Broken]:
    """A crane does one lift at a time, and has time to go from bay to bay."""
    speed = planned.case.terminal.crane_work.travel_m_min / 60
    for crane, lifts in planned.lifts_by_crane.items():
        for before, after in pairwise(lifts):
            if after.start < before.end - TOLERANCE:
                yield Broken(
                    "crane_twice",
                    (crane,),
                    f"{named(planned, after)} begins before {named(planned, before)} ends at {planned.at(before.end)}: "
                    "start it later",
                )
            elif before.on_quay_m is not None and after.on_quay_m is not None and speed:
                needed = abs(before.on_quay_m - after.on_quay_m) / speed
                if after.start - before.end < needed - ROUNDED_S:
                    yield Broken(
                        "crane_twice",
                        (crane,),
                        f"{named(planned, after)} begins {after.start - before.end:g} s after the lift before in bay "
                        f"{before.lift.bay:03d}, and the crane needs {needed:.0f} s to bay {after.lift.bay:03d}: "
                        "start it later",
                    )


def crane_passing(planned: Planned) -> Iterator[Broken]:
    """Cranes keep their order and their distance on the rail: of two lifts that are too close one waits."""
    known = sorted((crane for crane in planned.lifts_by_crane if crane in planned.rail), key=planned.rail.__getitem__)
    for low, high in combinations(known, 2):
        conflicts = list(_conflicts(planned, low, high))
        if conflicts:
            one, other, lacking_m, needed_s = conflicts[0]
            rest = counted(len(conflicts) - 1, "more lift")
            more = f" (and so for {rest} of crane {low})" if len(conflicts) > 1 else ""
            need_m = _need_m(planned, low, high)
            between_s = max(other.start - one.end, one.start - other.end)
            when = "are done at once" if between_s < 0 else f"follow each other within {between_s:.0f} s"
            lacks = (
                f"{when}, and the two cranes would have to pass each other"
                if lacking_m > need_m + TOLERANCE
                else f"{when} {need_m - lacking_m:g} m apart, and the two cranes need {need_m:g} m"
            )
            wait = f"let {needed_s:.0f} s pass between them" if needed_s >= 1 else "let one of them wait"
            yield Broken(
                "crane_passing",
                (low, high),
                f"{named(planned, one)} in bay {one.lift.bay:03d} and {named(planned, other)} in bay "
                f"{other.lift.bay:03d} {lacks}{more}: {wait}",
            )


def _need_m(planned: Planned, low: str, high: str) -> float:
    """Metres between the bays of two cranes at work at once: the clearance for each crane from one to the other."""
    return planned.case.terminal.crane_work.clearance_m * (planned.rail[high] - planned.rail[low])


def _conflicts(planned: Planned, low: str, high: str) -> Iterator[tuple[PlannedLift, PlannedLift, float, float]]:
    """Lifts of two cranes, the first of which is nearer to the zero mark, that are in each other's way.

    Each lift of the first comes with one of the second at most, the metres that they are too close, and the seconds
    that must pass between them.
    """
    work = planned.case.terminal.crane_work
    need_m = _need_m(planned, low, high)
    seconds_m = 60 / work.travel_m_min if work.travel_m_min else 0.0
    others = [(each, each.on_quay_m) for each in planned.lifts_by_crane[high] if each.on_quay_m is not None]
    starts = [each.start for each, _ in others]
    longest = max((each.long_s for each, _ in others), default=0.0)
    nearest = min((place for _, place in others), default=0.0)
    for one in planned.lifts_by_crane[low]:
        if one.on_quay_m is None or one.on_quay_m - nearest + need_m <= TOLERANCE:
            continue
        reach = (one.on_quay_m - nearest + need_m) * seconds_m
        for place in range(bisect_left(starts, one.start - longest - reach), len(others)):
            other, at_m = others[place]
            if other.start > one.end + reach:
                break
            close_m = one.on_quay_m - at_m + need_m
            between = max(other.start - one.end, one.start - other.end)
            wait_s = close_m * seconds_m
            if close_m > TOLERANCE and between < max(-TOLERANCE, wait_s - ROUNDED_S):
                yield one, other, close_m, wait_s
                break
