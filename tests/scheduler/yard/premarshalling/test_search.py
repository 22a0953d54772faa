"""Ways to order are the shortest there are, keep the rules, and come the same again."""

from collections import deque
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.result import Result, Status
from scheduler.stopping import Stop
from scheduler.yard.bay import STAYS, Bay, Move, NoWay
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.validity import after, misplaced

# Eight boxes in five stacks, some of which leave together.
MIXED = Bay(((1, 5, 2), (4, 4, STAYS), (3, 1), (), (2,)), 4)


def fewest(bay: Bay) -> int | None:
    """The fewest moves by looking at all layouts, None where there is no way."""
    first = tuple(sorted(bay.stacks))
    seen, queue = {first}, deque([(first, 0)])
    while queue:
        stacks, moves = queue.popleft()
        if not misplaced(Bay(stacks, bay.height)):
            return moves
        for source, box in enumerate(stacks):
            for target, onto in enumerate(stacks):
                if source == target or not box or len(onto) == bay.height:
                    continue
                changed = list(stacks)
                changed[source], changed[target] = box[:-1], (*onto, box[-1])
                layout = tuple(sorted(changed))
                if layout not in seen:
                    seen.add(layout)
                    queue.append((layout, moves + 1))
    return None


def order(bay: Bay, effort: float = 2.0, workers: int = 1) -> Result[tuple[Move, ...]]:
    return premarshal(bay, stop=Stop(effort=effort), workers=workers)


def bays(stacks: int, height: int, boxes: int) -> st.SearchStrategy[Bay]:
    numbers = st.one_of(st.integers(1, 7), st.just(STAYS))
    stack = st.lists(numbers, max_size=height).map(tuple)
    return (
        st.lists(stack, min_size=2, max_size=stacks)
        .filter(lambda bay: sum(map(len, bay)) <= boxes)
        .map(lambda bay: Bay(tuple(bay), height))
    )


@settings(max_examples=25, deadline=None)
@given(bays(stacks=4, height=3, boxes=7))
def test_what_is_proven_is_the_fewest_of_all(bay: Bay) -> None:
    least = fewest(bay)
    if least is None:
        with pytest.raises(NoWay):
            order(bay, effort=0.2)
        return
    result = order(bay)
    assert (result.cost, result.bound, result.status) == (least, least, Status.OPTIMAL)
    assert len(result.plan) == least
    assert misplaced(after(bay, result.plan)) == 0


@settings(max_examples=15, deadline=None)
@given(bays(stacks=8, height=6, boxes=25))
def test_a_way_keeps_the_rules(bay: Bay) -> None:
    try:
        result = order(bay, effort=0.3)
    except NoWay:
        return
    assert misplaced(after(bay, result.plan)) == 0
    assert result.bound <= result.cost == len(result.plan)


def test_a_bay_in_order_needs_no_move() -> None:
    result = order(Bay(((3, 3, 1), (), (STAYS, STAYS, 2)), 3))
    assert (result.plan, result.cost, result.status) == ((), 0, Status.OPTIMAL)


def test_an_empty_bay_needs_no_move() -> None:
    assert order(Bay(((), ()), 2)).plan == ()
    assert order(Bay((), 2)).plan == ()


def test_a_bay_without_room_has_no_way() -> None:
    with pytest.raises(NoWay):
        order(Bay(((1, 2), (3, 4)), 2))
    with pytest.raises(NoWay):
        order(Bay(((1, 2),), 5))


def test_the_same_effort_finds_the_same_way() -> None:
    bay = Bay(((7, 14, 2, 9), (1, 12, 5, 11), (8, 3, 13, 4), (10, 6, 15, 16)), 6)
    once, again = (order(bay, effort=0.4, workers=workers) for workers in (1, 2))
    assert once.plan == again.plan
    assert once.bound == again.bound


def test_two_workers_prove_what_one_does() -> None:
    result = premarshal(MIXED, stop=Stop(seconds=20), workers=2)
    assert result.status is Status.OPTIMAL
    assert result.cost == fewest(MIXED)


def test_a_cancelled_solve_gives_what_it_has() -> None:
    cancel = Event()
    points = []
    bay = Bay(tuple(tuple((stack * 7 + tier * 11) % 60 + 1 for tier in range(6)) for stack in range(10)), 8)
    result = premarshal(
        bay,
        stop=Stop(seconds=60, cancel=cancel),
        report=lambda point: (points.append(point), cancel.set()),  # type: ignore[arg-type, func-returns-value]
    )
    assert result.status is Status.CANCELLED
    assert points[-1] == result.curve[-1]
    assert misplaced(after(bay, result.plan)) == 0
