"""The bounds of the moves that a bay needs, on bays of which they are seen at once."""

import random

import numpy as np
import pytest

from scheduler.yard.bay import STAYS, Bay
from scheduler.yard.retrieval.bounds import in_vain_after
from scheduler.yard.retrieval.proof import Scratch, least_moves, scratch_of
from scheduler.yard.retrieval.state import MISPLACED, NEXT, State, leave, move, move_back, state_of

MANY = 1_000


def bound(bay: Bay, *, restricted: bool) -> int:
    state = state_of(bay)
    return int(least_moves(state, MANY, restricted, scratch_of(state)))


@pytest.mark.parametrize(
    ("stacks", "unrestricted", "restricted"),
    [
        # 4 goes to where it stays.
        (((1, 4), (5,)), 1, 1),
        # 4 is in the way of 3 wherever it goes, or 3 goes first onto 5; but restricted, 4 is moved twice.
        (((1, 4), (3,), (2,)), 2, 2),
        # 5 stays on 6, and 4 on that; but 4 goes first, and 5 then no more there.
        (((1, 5, 4), (6,), (2,)), 2, 3),
        # Boxes that stay fit on each other.
        (((1, STAYS, STAYS), (STAYS,), (2,)), 2, 2),
        # An empty stack takes any box, but the second one only onto the first.
        (((1, 5, 4), (), (2,)), 2, 3),
    ],
)
def test_bounds(stacks: tuple[tuple[int, ...], ...], unrestricted: int, restricted: int) -> None:
    bay = Bay(stacks, 5)
    assert (bound(bay, restricted=False), bound(bay, restricted=True)) == (unrestricted, restricted)


def random_state(seed: int) -> State:
    chance = random.Random(seed)
    stacks, height = chance.randint(2, 6), chance.randint(2, 6)
    heights = [chance.randint(0, height) for _ in range(stacks)]
    numbers = [chance.randint(1, 3 * height) for _ in range(sum(heights))]
    places = iter(numbers)
    return state_of(Bay(tuple(tuple(next(places) for _ in range(high)) for high in heights), height + 1))


def what(state: State, scratch: Scratch) -> tuple[object, ...]:
    """All that is so of a bay."""
    tops = [tuple(stack[:high]) for stack, high in zip(state.box.tolist(), state.high.tolist(), strict=True)]
    counts = (state.now.tolist(), state.left.tolist(), state.high.tolist())
    return (tops, *counts, int(least_moves(state, MANY, False, scratch)))


@pytest.mark.parametrize("seed", range(30))
def test_moves_are_undone_and_save_no_more_than_foreseen(seed: int) -> None:
    state = random_state(seed)
    trail = np.zeros(MANY, np.int64)
    gone = leave(state, trail, 0)
    scratch = scratch_of(state)
    before = what(state, scratch)
    vain = int(in_vain_after(state, scratch.high, scratch.stuck, scratch.after))
    later = scratch.after.copy()
    assert before[-1] == state.now[MISPLACED] + vain
    for source, high in enumerate(state.high.tolist()):
        for target, to in enumerate(state.high.tolist()):
            if source == target or high == 0 or to == state.box.shape[1]:
                continue
            box = state.box[source, high - 1]
            settles = state.least[source, high - 1] < box <= state.least[target, to]
            end = move(state, source, target, trail, gone)
            still = int(least_moves(state, MANY, False, scratch)) - state.now[MISPLACED]
            assert still >= (vain if settles else later[source])
            move_back(state, source, target, trail, gone, end)
            assert what(state, scratch) == before
    assert state.left[state.now[NEXT]] > 0 or state.now[NEXT] == len(state.left) - 1
