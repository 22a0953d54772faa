"""What must wait for what in a loading plan, derived once, from the plan's own order.

On the ship, lifts of one stack follow each other as in the plan, and so do hatch covers and the lifts of the stacks on
and beneath them. Cranes that would come too close to each other or pass keep the order in which the plan has those
lifts. In the yard, moves of one stack follow each other. A box is fetched before it is loaded and discharged before it
is stacked, with the tractor's way between.

Order in the plan is that of planned beginnings. So nothing waits for anything that begins later, and nothing can wait
for itself in a circle; a plan of whose times that is not true is refused.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import IntEnum
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from data.case import Case
from data.errors import BadInput, Fault
from data.places import bay_places
from data.plans import LoadingPlan
from data.ship_layouts import Layout
from data.slots import Cell, Level, Place
from simulations.loading.planned import LOADING, at, fault, moved_by, named
from simulations.loading.trips import Trip, way_of


class Wait(IntEnum):
    """What something waits for: the ship, a neighbouring crane, a box or a tractor, a yard stack, its own crane."""

    SHIP = 0
    NEIGHBOUR = 1
    BOX = 2
    YARD = 3
    CRANE = 4


_BECAUSE = {
    Wait.SHIP: "by the order of the ship's stacks and hatch covers",
    Wait.NEIGHBOUR: "because the two cranes would come too close",
    Wait.BOX: "for its box",
    Wait.YARD: "by the order of the yard's stacks",
    Wait.CRANE: "by the order of its crane's list",
}


class Precedence(NamedTuple):
    """One thing that begins when another has ended, and `lag` minutes later."""

    before: int
    after: int
    wait: Wait
    lag: float = 0.0


def precedences(
    case: Case, plan: LoadingPlan, layout: Layout, starts: Sequence[float], trips: Sequence[Trip]
) -> Iterator[Precedence]:
    """What must wait for what. `starts` are the planned beginnings of lifts and yard moves, by number."""
    by_start = sorted(range(len(starts)), key=lambda number: (starts[number], number))
    lifts = [number for number in by_start if number < len(plan.lifts)]
    moves = [number for number in by_start if number >= len(plan.lifts)]
    yield from _lists(plan)
    yield from _on_ship(plan, layout, lifts)
    yield from _between_cranes(case, plan, lifts)
    yield from _in_yard(plan, moves)
    yield from _with_boxes(case, plan, starts, trips)


def _lists(plan: LoadingPlan) -> Iterator[Precedence]:
    last: dict[tuple[bool, str], int] = {}
    cranes = [(True, lift.crane) for lift in plan.lifts] + [(False, move.crane) for move in plan.yard_moves]
    for number, crane in enumerate(cranes):
        if crane in last:
            yield Precedence(last[crane], number, Wait.CRANE)
        last[crane] = number


def _on_ship(plan: LoadingPlan, layout: Layout, lifts: list[int]) -> Iterator[Precedence]:
    last_of_stack: dict[tuple[int, int, Level], int] = {}
    last_of_cover: dict[tuple[int, int], int] = {}
    since_then: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number in lifts:
        lift = plan.lifts[number]
        if lift.cover is not None:
            cover = lift.bay, lift.cover
            for other in since_then.pop(cover, ()):
                yield Precedence(other, number, Wait.SHIP)
            if cover in last_of_cover:
                yield Precedence(last_of_cover[cover], number, Wait.SHIP)
            last_of_cover[cover] = number
        # The halves of a twin-lift are of one stack.
        for carried in lift.boxes[:1]:
            stack = layout.stack_of(Cell.of(carried.target if lift.kind in LOADING else carried.origin))
            assert stack is not None
            key = stack.bay, stack.row, stack.level
            if key in last_of_stack:
                yield Precedence(last_of_stack[key], number, Wait.SHIP)
            last_of_stack[key] = number
            if stack.cover is not None:
                cover = stack.bay, stack.cover
                if cover in last_of_cover:
                    yield Precedence(last_of_cover[cover], number, Wait.SHIP)
                since_then[cover].append(number)


def _between_cranes(case: Case, plan: LoadingPlan, lifts: list[int]) -> Iterator[Precedence]:
    """Lifts that two cranes cannot do at once.

    For each lift, the last earlier one of each other crane that stands in its way is enough: the crane has come there
    from those before, and needs no longer from there to where it is clear.
    """
    work = case.terminal.crane_work
    rail = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
    on_quay = bay_places(case, case.call_by_id[plan.call], plan.position_m, plan.side)
    last: defaultdict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for when, number in enumerate(lifts):
        lift = plan.lifts[number]
        for crane, at_bay in last.items():
            if crane == lift.crane:
                continue
            apart = rail[lift.crane] - rail[crane]
            side = 1 if apart > 0 else -1
            found: tuple[int, int, float] | None = None
            for bay, (then, other) in at_bay.items():
                # By how much the other must move away before this one may come.
                too_close = side * (on_quay[bay] - on_quay[lift.bay]) + work.clearance_m * abs(apart)
                if too_close > _SAME_M and (found is None or then > found[0]):
                    found = then, other, too_close
            if found is not None:
                lag = found[2] / work.travel_m_min if work.travel_m_min else 0.0
                yield Precedence(found[1], number, Wait.NEIGHBOUR, lag)
        last[lift.crane][lift.bay] = when, number


# Tables carry decimals, not exact fractions.
_SAME_M = 1e-6


def _in_yard(plan: LoadingPlan, moves: list[int]) -> Iterator[Precedence]:
    last: dict[tuple[str, int, int], int] = {}
    for number in moves:
        move = plan.yard_moves[number - len(plan.lifts)]
        places = [move.origin] if move.kind != "stack" else []
        places += [move.target] if move.kind != "retrieve" else []
        stacks = {(place.block, bay, place.row) for place in map(Place.of, places) for bay in place.twenties}
        for other in sorted({last[stack] for stack in stacks if stack in last}):
            yield Precedence(other, number, Wait.YARD)
        last.update(dict.fromkeys(stacks, number))


def _with_boxes(case: Case, plan: LoadingPlan, starts: Sequence[float], trips: Sequence[Trip]) -> Iterator[Precedence]:
    way = way_of(case)
    for trip in trips:
        for before, after in pairwise(trip.moves):
            yield Precedence(before, after, Wait.BOX)
        if trip.loads:
            yield Precedence(trip.moves[-1], trip.lift, Wait.BOX, way)
        else:
            yield Precedence(trip.lift, trip.moves[0], Wait.BOX, way)
    yield from _other_moves_of_boxes(plan, starts)


def _other_moves_of_boxes(plan: LoadingPlan, starts: Sequence[float]) -> Iterator[Precedence]:
    """What else moves a box more than once: it is taken off and put back, or rehandled before it is fetched."""
    last: dict[str, int] = {}
    for number in sorted(range(len(starts)), key=lambda number: (starts[number], number)):
        for box, *_ in moved_by(at(plan, number)):
            other = last.get(box)
            if other is not None and {at(plan, each).kind for each in (other, number)} not in _TRIPS:
                yield Precedence(other, number, Wait.BOX)
            last[box] = number


_TRIPS = ({"retrieve", "load"}, {"discharge", "stack"})


def in_order(plan: LoadingPlan, starts: Sequence[float], known: Sequence[Precedence]) -> list[int]:
    """All lifts and yard moves in an order in which each comes after what it waits for, else by planned beginning.

    Raises BadInput where some wait for each other, naming them, or where the plan has something before what it waits
    for.
    """
    waits = [0] * len(starts)
    followers: list[list[int]] = [[] for _ in starts]
    for each in known:
        waits[each.after] += 1
        followers[each.before].append(each.after)
    ready = [(starts[number], number) for number, count in enumerate(waits) if not count]
    heapify(ready)
    order = []
    while ready:
        _, number = heappop(ready)
        order.append(number)
        for after in followers[number]:
            waits[after] -= 1
            if not waits[after]:
                heappush(ready, (starts[after], after))
    if len(order) < len(starts):
        _refuse_circle(plan, starts, [number for number, count in enumerate(waits) if count], known)
    _refuse_backwards(plan, starts, known)
    return order


def _refuse_circle(plan: LoadingPlan, starts: Sequence[float], left: list[int], known: Sequence[Precedence]) -> None:
    """Raise BadInput with a circle among what is left: each of those waits for another of them."""
    waiting = set(left)
    reason = {each.after: each for each in known if each.before in waiting}
    path: list[Precedence] = []
    place: dict[int, int] = {}
    number = left[0]
    while number not in place:
        place[number] = len(path)
        path.append(reason[number])
        number = reason[number].before
    circle = path[place[number] :][::-1]
    # Told from where it goes against the clock.
    first = max(range(len(circle)), key=lambda n: starts[circle[n].before] - starts[circle[n].after])
    circle = _shortened(plan, circle[first:] + circle[:first])
    text = "; ".join(
        f"{named(plan, each.after)} waits for {named(plan, each.before)} {_BECAUSE[each.wait]}" for each in circle
    )
    remedy = "bring the lists and times into one order"
    raise BadInput([fault(plan, circle[0].after, f"it waits for itself: {text}", remedy, "start")])


def _shortened(plan: LoadingPlan, circle: list[Precedence]) -> list[Precedence]:
    """The same circle, with one step from a lift to a later one of the same list where it has many."""

    def crane_of(number: int) -> tuple[bool, str]:
        return number < len(plan.lifts), at(plan, number).crane

    short = circle[:1]
    while (here := short[-1].after) != circle[0].before:
        rest = circle[next(n for n, each in enumerate(circle) if each.before == here) :]
        listed = [each.after for each in rest if crane_of(each.after) == crane_of(here) and each.after > here]
        short.append(Precedence(here, listed[-1], Wait.CRANE) if listed else rest[0])
    return short


def _refuse_backwards(plan: LoadingPlan, starts: Sequence[float], known: Sequence[Precedence]) -> None:
    faults: list[Fault] = []
    for each in known:
        if starts[each.after] < starts[each.before]:
            text = (
                f"{named(plan, each.after)} begins before {named(plan, each.before)}, and waits for it "
                f"{_BECAUSE[each.wait]}"
            )
            faults.append(fault(plan, each.after, text, "correct its start, or the order of the list", "start"))
    if faults:
        raise BadInput(faults)
