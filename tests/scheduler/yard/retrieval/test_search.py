"""Boxes taken out of a bay: against a plain search of all ways on tiny bays, and how a solve ends."""

import random
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.result import Incumbent, Status
from scheduler.stopping import Stop
from scheduler.yard.bay import OUT, STAYS, Bay, NoWay
from scheduler.yard.retrieval import retrieve
from scheduler.yard.validity import after, misplaced

Stacks = tuple[tuple[int, ...], ...]


def drained(stacks: Stacks) -> Stacks:
    """The stacks after all boxes that can leave at once."""
    left = [list(stack) for stack in stacks]
    while True:
        first = min((number for stack in left for number in stack), default=STAYS)
        place = next((place for place, stack in enumerate(left) if stack and stack[-1] == first), None)
        if first == STAYS or place is None:
            return tuple(map(tuple, left))
        left[place].pop()


def fewest(bay: Bay, *, restricted: bool) -> int | None:
    """The fewest boxes put elsewhere, by breadth-first search; None where there is no way."""
    layer, seen, depth = {drained(bay.stacks)}, set[Stacks](), 0
    while layer:
        if any(number == STAYS for stacks in layer for number in [min((n for s in stacks for n in s), default=STAYS)]):
            return depth
        seen |= layer
        following: set[Stacks] = set()
        for stacks in layer:
            first = min(number for stack in stacks for number in stack)
            for source, stack in enumerate(stacks):
                if not stack or (restricted and first not in stack):
                    continue
                for target, other in enumerate(stacks):
                    if target != source and len(other) < bay.height:
                        moved = list(stacks)
                        moved[source], moved[target] = stack[:-1], (*other, stack[-1])
                        following.add(drained(tuple(moved)))
        layer, depth = following - seen, depth + 1
    return None


@st.composite
def bays(draw: st.DrawFn) -> Bay:
    """Tiny bays; in some of them numbers are equal, or boxes stay."""
    height = draw(st.integers(1, 4))
    heights = draw(st.lists(st.integers(0, height), min_size=1, max_size=4))
    count = sum(heights)
    numbers = draw(
        st.permutations(range(1, count + 1))
        if draw(st.booleans())
        else st.lists(st.integers(1, 5) | st.just(STAYS), min_size=count, max_size=count)
    )
    places = iter(numbers)
    return Bay(tuple(tuple(next(places) for _ in range(high)) for high in heights), height)


@settings(max_examples=150, deadline=None)
@given(bays(), st.booleans(), st.sampled_from([Stop(seconds=20), Stop(effort=20)]))
def test_the_fewest_moves_are_those_of_a_plain_search(bay: Bay, restricted: bool, stop: Stop) -> None:
    known = fewest(bay, restricted=restricted)
    if known is None:
        with pytest.raises(NoWay) as caught:
            retrieve(bay, restricted=restricted, stop=stop)
        # More boxes stand in more orders than are looked at in time.
        assert bay.boxes > 12 or (caught.value.proven and "cannot all be taken out" in str(caught.value))
        return
    result = retrieve(bay, restricted=restricted, stop=stop)
    assert (result.cost, result.bound, result.status) == (known, known, Status.OPTIMAL)
    assert sum(target != OUT for _, target in result.plan) == known
    left = after(bay, result.plan, restricted=restricted)
    assert all(number == STAYS for stack in left.stacks for number in stack)


def large(seed: int, stacks: int = 7, high: int = 7) -> Bay:
    """A bay of which no answer is soon proven."""
    numbers = list(range(1, stacks * high + 1))
    random.Random(seed).shuffle(numbers)
    return Bay(tuple(tuple(numbers[place::stacks]) for place in range(stacks)), high + 2)


@pytest.mark.parametrize("restricted", [False, True])
def test_with_effort_for_a_limit_the_same_is_found_and_reported(restricted: bool) -> None:
    reports: list[Incumbent] = []
    bay = large(1)
    first = retrieve(bay, restricted=restricted, stop=Stop(effort=0.5), report=reports.append)
    second = retrieve(bay, restricted=restricted, stop=Stop(effort=0.5), workers=1)
    assert first.plan == second.plan
    assert misplaced(bay) <= first.bound <= first.cost
    assert [(point.cost, point.bound) for point in reports] == [(point.cost, point.bound) for point in first.curve]
    assert (reports[-1].cost, reports[-1].bound) == (first.cost, first.bound)
    assert after(bay, first.plan, restricted=restricted).boxes == 0


def test_more_effort_finds_less() -> None:
    bay = large(2, 8, 8)
    assert retrieve(bay, stop=Stop(effort=1.0)).cost < retrieve(bay, stop=Stop(effort=0.0)).cost


def test_two_cores_find_what_one_does() -> None:
    bay = large(3, 5, 5)
    for restricted in (False, True):
        costs = {retrieve(bay, restricted=restricted, stop=Stop(seconds=20), workers=count).cost for count in (1, 2)}
        assert len(costs) == 1


def test_a_solve_ends_at_its_gap_by_the_clock_and_when_cancelled() -> None:
    bay = large(4, 9, 9)
    assert retrieve(bay, stop=Stop(seconds=20, gap=0.9)).status is Status.FEASIBLE
    result = retrieve(bay, stop=Stop(seconds=0.2))
    assert result.status is Status.FEASIBLE
    assert result.seconds < 2
    cancel = Event()
    result = retrieve(bay, stop=Stop(seconds=20, cancel=cancel), report=lambda _: cancel.set())
    assert result.status is Status.CANCELLED
    assert after(bay, result.plan).boxes == 0


def test_nothing_to_do() -> None:
    assert retrieve(Bay(((), ()), 0), stop=Stop()).plan == ()
    result = retrieve(Bay(((STAYS, 2), (STAYS, STAYS, 1)), 3), stop=Stop())
    assert (result.plan, result.cost, result.status) == (((1, OUT), (0, OUT)), 0, Status.OPTIMAL)
