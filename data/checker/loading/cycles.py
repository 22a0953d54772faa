"""Rules of single lifts and yard moves: their times, what is lifted at once, and how long a cycle takes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from data.checker.loading.planned import (
    HATCHES,
    LOADING,
    ROUNDED_S,
    TAKING_OFF,
    Planned,
    PlannedLift,
    PlannedMove,
    YardWork,
)
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken
from data.plans import Lift, YardMove
from data.slots import Cell, cell_named

_DOING = {
    "discharge": "discharging",
    "load": "loading",
    "restow_off": "taking off",
    "restow_on": "putting back",
    "hatch_off": "taking off",
    "hatch_on": "putting on",
    "retrieve": "retrieving",
    "stack": "stacking",
    "rehandle": "rehandling",
    "premarshal": "premarshalling",
}


def about(lift: Lift) -> tuple[str, ...]:
    """Who a fault of a lift is about: its boxes, or its crane where it has none."""
    return tuple(carried.box for carried in lift.boxes) or (lift.crane,)


def named(planned: Planned, each: PlannedLift) -> str:
    """A lift in a sentence."""
    lift = each.lift
    if lift.kind in HATCHES:
        what = f"hatch cover {lift.cover or '?'} of bay {lift.bay:03d}"
    else:
        what = listed(carried.box for carried in lift.boxes) or "nothing"
    return f"{_DOING[lift.kind]} {what} with crane {lift.crane} at {planned.at(each.start)}"


def move_named(planned: YardWork, each: PlannedMove) -> str:
    """A yard move in a sentence."""
    move = each.move
    return f"{_DOING[move.kind]} {move.box} with yard crane {move.crane} at {planned.at(each.start)}"


def times(planned: Planned) -> Iterator[Broken]:
    """What is planned ends after it begins; no lift is before the plan's start; each crane's work stands in order."""
    for use in planned.plan.cranes:
        if use.end <= use.start:
            yield Broken(
                "times",
                (use.crane,),
                f"crane {use.crane} is given from {planned.at(planned.seconds(use.start))} to no later moment: correct "
                "from or to",
            )
    for each in planned.lifts:
        if each.end <= each.start:
            yield Broken(
                "times", about(each.lift), f"{named(planned, each)} ends before it begins: correct start or end"
            )
        if each.start < 0:
            yield Broken(
                "times",
                about(each.lift),
                f"{named(planned, each)} is before the plan's start at {planned.at(0)}: the ship is not moored yet",
            )
    for move in planned.moves:
        if move.end <= move.start:
            yield Broken(
                "times",
                (move.move.box,),
                f"{move_named(planned, move)} ends before it begins: correct start or end",
            )
    yield from _not_in_order("lifts", planned.plan.lifts)
    yield from _not_in_order("yard moves", planned.plan.yard_moves)


def _not_in_order(what: str, jobs: Sequence[Lift] | Sequence[YardMove]) -> Iterator[Broken]:
    by_crane: dict[str, list[Lift | YardMove]] = {}
    for job in jobs:
        by_crane.setdefault(job.crane, []).append(job)
    for crane, its in by_crane.items():
        if any(after.start < before.start for before, after in pairwise(its)):
            yield Broken(
                "times", (crane,), f"the {what} of crane {crane} do not stand in the order of their times: sort them"
            )


def lift_content(planned: Planned) -> Iterator[Broken]:
    """A lift has one box or two, or it has a hatch cover."""
    for each in planned.lifts:
        lift = each.lift
        if lift.kind in HATCHES and (lift.boxes or lift.cover is None):
            yield Broken(
                "lift_content", about(lift), f"{named(planned, each)} must name a hatch cover, and no box: correct it"
            )
        elif lift.kind not in HATCHES and (not lift.boxes or lift.cover is not None):
            yield Broken(
                "lift_content", about(lift), f"{named(planned, each)} must name a box, and no hatch cover: correct it"
            )
        elif len({carried.box for carried in lift.boxes}) < len(lift.boxes):
            yield Broken("lift_content", about(lift)[:1], f"{named(planned, each)} names its box twice: drop one")


def lift_time(planned: Planned) -> Iterator[Broken]:
    """A lift has the time of a planned cycle; a load and the discharge that shares its cycle have that of both."""
    work = planned.case.terminal.crane_work
    for lifts in planned.lifts_by_crane.values():
        shared: set[int] = set()
        for place, each in enumerate(lifts):
            if not each.lift.dual:
                continue
            before = lifts[place - 1] if place else None
            if before is None or not _dual(before, each):
                shared.add(place)
                yield Broken(
                    "lift_time",
                    about(each.lift),
                    f"{named(planned, each)} shares its cycle with nothing: a dual lift takes one box off right after "
                    "one box was loaded by the same crane in the same bay; drop dual",
                )
                continue
            shared |= {place - 1, place}
            if before.long_s + each.long_s < work.dual_s() - ROUNDED_S:
                yield Broken(
                    "lift_time",
                    about(before.lift) + about(each.lift),
                    f"{named(planned, before)} and {_DOING[each.lift.kind]} {listed(about(each.lift))} after it take "
                    f"{before.long_s + each.long_s:g} s, and a shared cycle takes {work.dual_s()} s: give it that time",
                )
        for place, each in enumerate(lifts):
            hatch = each.lift.kind in HATCHES
            needed = work.hatch_cover_min * 60 if hatch else work.lift_s(len(set(about(each.lift))))
            # One that ends before it begins is told by `times`.
            if place not in shared and 0 < each.long_s < needed - ROUNDED_S:
                yield Broken(
                    "lift_time",
                    about(each.lift),
                    f"{named(planned, each)} takes {each.long_s:g} s, and such a lift takes {needed:g} s: give it that "
                    "time",
                )


def _dual(before: PlannedLift, each: PlannedLift) -> bool:
    return (
        before.lift.kind in LOADING
        and each.lift.kind in TAKING_OFF
        and before.lift.bay == each.lift.bay
        and len(before.lift.boxes) == 1
        and len(each.lift.boxes) == 1
        and abs(each.start - before.end) <= ROUNDED_S
    )


def twin_lift(planned: Planned) -> Iterator[Broken]:
    """Two boxes are lifted at once only where they are 20-foot boxes of one cell and the crane bears both."""
    most = planned.case.terminal.crane_work.twin_lift_kg
    for each in planned.lifts:
        lift = each.lift
        boxes = [box for name in set(about(lift)) if (box := planned.box.get(name)) is not None]
        if lift.kind in HATCHES or len(boxes) < 2:
            continue
        ends = [carried.target if lift.kind in LOADING else carried.origin for carried in lift.boxes]
        cells = [cell for end in ends if (cell := cell_named(end)) is not None]
        mass = sum(box.mass_kg for box in boxes)
        if not most:
            problem = "quay cranes lift one box at a time here"
        elif any(box.long for box in boxes):
            problem = "only two 20-foot boxes are lifted at once"
        elif mass > most:
            problem = f"they are {mass:,} kg together and the crane bears {most:,} kg"
        elif len(cells) == 2 and not _one_cell(planned, cells[0], cells[1]):
            problem = f"slots {cells[0].slot} and {cells[1].slot} are not the two halves of one 40-foot slot"
        else:
            continue
        yield Broken("twin_lift", about(lift), f"{named(planned, each)}: {problem}; lift them one after the other")


def _one_cell(planned: Planned, one: Cell, other: Cell) -> bool:
    fore, aft = sorted((one, other))
    middle = fore.bay + 1
    return (
        (fore.row, fore.tier) == (aft.row, aft.tier)
        and aft.bay == fore.bay + 2
        and middle % 2 == 0
        and planned.layout.bay_of.get(fore.bay) == middle == planned.layout.bay_of.get(aft.bay)
    )
