"""Night shifts executed: in their order, with times by lot, until the shift is over."""

from datetime import timedelta

import pytest

from data.case import Case
from data.night import NightPlan
from simulations.loading.night import execute_night
from simulations.terminal import Inconsistent
from tests.data.test_night import box, case_of, move
from tests.simulations.conftest import START

HOUR = timedelta(hours=1)
MOVES = (move(3, "A-02-1-3", "A-02-2-1", 0), move(2, "A-02-1-2", "A-02-3-1", 2))


def shift(minutes: float, spread: float = 0.0) -> tuple[Case, NightPlan]:
    """Box 3 is put aside and then box 2, which was wrong beneath it."""
    case = case_of([box(1, "A-02-1-1", call="C1"), box(2, "A-02-1-2", call="C2"), box(3, "A-02-1-3")], calls=3)
    terminal = case.terminal.model_dump()
    terminal["yard_work"] |= {"move_spread": spread}
    case = case.changed(terminal=terminal)
    plan = NightPlan(
        case=case.name, case_hash=case.hash, start=START, end=START + minutes * HOUR / 60, until=START + 100 * HOUR,
        moves=MOVES,
    )  # fmt: skip
    return case, plan


def test_without_luck_it_goes_as_planned() -> None:
    result = execute_night(*shift(60), seed=1)
    assert (result.left, result.in_the_way) == (0, 0)
    assert result.hours == pytest.approx(4 / 60)


def test_what_has_not_begun_when_the_shift_is_over_is_left() -> None:
    result = execute_night(*shift(2), seed=1)
    assert (result.left, result.in_the_way) == (1, 1)


def test_with_luck_some_shifts_are_too_short() -> None:
    runs = [execute_night(*shift(2.5, spread=0.9), seed=1, replication=number) for number in range(30)]
    assert {run.left for run in runs} == {0, 1}
    assert all(run.in_the_way == run.left for run in runs)


def test_a_move_that_cannot_be_made() -> None:
    case, plan = shift(60)
    twice = (MOVES[0], move(2, "A-02-1-2", "A-02-2-1", 2))
    with pytest.raises(Inconsistent, match="is put to A-02-2-1, where"):
        execute_night(case, plan.model_copy(update={"moves": twice}), seed=1)


def test_what_stands_under_a_move_that_is_left_is_left_by_another_crane_too() -> None:
    """The second crane would have time for its move, and not before the first has made its own."""
    case, plan = shift(2)
    first, second = (each.model_copy(update={"crane": name}) for each, name in zip(MOVES, ("RA", "RB"), strict=True))
    late = first.model_copy(update={"start": START + 2 * HOUR / 60, "end": START + 4 * HOUR / 60})
    result = execute_night(case, plan.model_copy(update={"moves": (late, second)}), seed=1)
    assert result.left == 2
