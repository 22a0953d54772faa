"""The greedy ends in order, by moves that may be made."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.yard.bay import Bay, Move
from scheduler.yard.premarshalling.greedy import finish
from scheduler.yard.premarshalling.layout import count
from scheduler.yard.validity import after, misplaced

MOST = 400


def way(bay: Bay, *weights: int) -> list[Move] | None:
    """The moves of the greedy; None where it gives up."""
    groups = max(chain([1], *bay.stacks))
    rows = np.zeros((len(bay.stacks), bay.height + 2), np.int16)
    for place, stack in enumerate(bay.stacks):
        rows[place, 0] = len(stack)
        rows[place, 2 : 2 + len(stack)] = stack
    counts = np.zeros((2, groups + 1), np.int32)
    moves = np.zeros((MOST, 2), np.int32)
    marks = np.zeros((2, len(bay.stacks)), np.int32)
    bad = count(rows, counts, bay.height)
    made = finish(rows, counts, bay.height, bad, MOST - 1, moves, np.array(weights, np.int64), marks)
    return None if made < 0 else [(int(source), int(target)) for source, target in moves[:made]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(1, 9), max_size=4), min_size=5, max_size=8), st.integers(0, 1), st.integers(0, 1))
def test_it_ends_in_order(stacks: list[list[int]], priced: int, short: int) -> None:
    bay = Bay(tuple(map(tuple, stacks)), 6)
    moves = way(bay, priced, short)
    assert moves is not None
    assert misplaced(after(bay, moves)) == 0


@pytest.mark.parametrize("priced", [0, 1])
def test_boxes_go_straight_to_where_they_stand_well(priced: int) -> None:
    # The larger box first, or the other one would be in its way.
    assert way(Bay(((3, 4), (2, 5), (6,)), 3), priced, 1) == [(1, 2), (0, 2)]


@pytest.mark.parametrize("priced", [0, 1])
def test_a_stack_is_taken_down_where_no_box_can_go(priced: int) -> None:
    # The low one, onto larger boxes.
    assert way(Bay(((1,), (2, 4), (3, 3, 3)), 4), priced, 1) == [(0, 2), (1, 0)]


def test_without_room_it_gives_up() -> None:
    assert way(Bay(((1, 2), (3, 4)), 2), 0, 1) is None
