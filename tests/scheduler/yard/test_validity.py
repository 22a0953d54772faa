"""Moves in a bay."""

import pytest

from scheduler.yard.bay import OUT, STAYS, Bay
from scheduler.yard.validity import after, misplaced

BAY = Bay(((2, 3), (1, 4), ()), 2)


def test_boxes_above_one_that_leaves_before_are_misplaced() -> None:
    assert misplaced(BAY) == 2
    assert misplaced(Bay(((3, 1, 2), (2, 2), (STAYS, STAYS)), 3)) == 1


def test_moves_are_made_in_their_order() -> None:
    assert after(BAY, [(1, 2), (1, OUT), (0, 1)]) == Bay(((2,), (3,), (4,)), 2)


@pytest.mark.parametrize(
    ("moves", "problem"),
    [
        ([(0, 1)], "full"),
        ([(2, 0)], "empty"),
        ([(0, OUT)], "1 is the next to leave"),
        ([(0, 0)], "no such way"),
        ([(0, 3)], "no such way"),
    ],
)
def test_moves_that_cannot_be_made_are_named(moves: list[tuple[int, int]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        after(BAY, moves)


def test_restricted_moves_clear_the_next_box_to_leave() -> None:
    assert after(BAY, [(0, 2)]) == Bay(((2,), (1, 4), (3,)), 2)
    with pytest.raises(ValueError, match="1 does not stand"):
        after(BAY, [(0, 2)], restricted=True)


def test_a_bay_holds_what_may_stand_there() -> None:
    with pytest.raises(ValueError, match="holds 3 boxes"):
        Bay(((1, 2, 3),), 2)
    with pytest.raises(ValueError, match="holds 0"):
        Bay(((0,),), 2)
