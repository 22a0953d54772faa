"""When cranes may work: windows, closures, and shifts with fewer gangs than she has cranes."""

from datetime import time
from typing import Any

import pytest

from data.case import Case
from data.closures import Closure
from data.plans import CraneUse
from data.shifts import Shift
from scheduler.loading.crane_times import CraneTime, crane_times
from tests.data.checker.loading.conftest import START, at

HOUR = 3_600


def uses(*given: tuple[str, float, float]) -> list[CraneUse]:
    """Cranes with the hours from which and to which they are hers."""
    return [CraneUse(crane=crane, start=at(begin * HOUR), end=at(end * HOUR)) for crane, begin, end in given]


def windows(case: Case, *given: tuple[str, float, float]) -> dict[str, list[tuple[float, float]]]:
    """Hours from the plan's start, by crane."""
    found = crane_times(case, uses(*given), START)
    return {crane.name: [(begin / HOUR, end / HOUR) for begin, end in crane.windows] for crane in found}


def closed(case: Case, crane: str, begin: float, end: float) -> Case:
    closure: dict[str, Any] = {"id": "X", "what": "crane", "crane": crane}
    return case.changed(
        closures=(Closure.model_validate(closure | {"start": at(begin * HOUR), "end": at(end * HOUR)}),)
    )


def test_a_crane_works_while_it_is_hers(case: Case) -> None:
    assert windows(case, ("QC2", 1, 5), ("QC1", 0, 3)) == {"QC1": [(0, 3)], "QC2": [(1, 5)]}
    assert windows(case, ("QC1", 0, 3), ("QC1", 4, 5)) == {"QC1": [(0, 3), (4, 5)]}


def test_what_was_before_the_start_is_past(case: Case) -> None:
    assert windows(case, ("QC1", -2, 3)) == {"QC1": [(0, 3)]}
    assert windows(case, ("QC1", -2, -1), ("QC1", 1, 2)) == {"QC1": [(1, 2)]}


def test_a_crane_between_hers_stands_there_and_does_not_work(small_case: Case) -> None:
    assert windows(small_case, ("QC1", 0, 3), ("QC3", 0, 3)) == {"QC1": [(0, 3)], "QC2": [], "QC3": [(0, 3)]}
    reach = {crane.name: crane.reach for crane in crane_times(small_case, uses(("QC2", 0, 1)), START)}
    assert reach == {"QC2": (0, 270)}


@pytest.mark.parametrize(
    ("begin", "end", "left"),
    [
        (1, 2, [(0, 1), (2, 3)]),
        (-1, 1, [(1, 3)]),
        (2, 4, [(0, 2)]),
        (-1, 4, []),
        (5, 6, [(0, 3)]),
    ],
)
def test_closures(case: Case, begin: float, end: float, left: list[tuple[float, float]]) -> None:
    assert windows(closed(case, "QC1", begin, end), ("QC1", 0, 3), ("QC2", 0, 3)) == {"QC1": left, "QC2": [(0, 3)]}


def test_shifts_with_few_gangs(case: Case) -> None:
    """Work begins at 08:30. From 10:00 one crane is worked, from 12:00 none, and from 13:00 both."""
    rows = ((0, 2), (10, 1), (12, 0), (13, 2))
    shifted = case.changed(shifts=tuple(Shift(id=f"S{hour}", start=time(hour), gangs=gangs) for hour, gangs in rows))
    assert windows(shifted, ("QC1", 0, 8), ("QC2", 0, 8)) == {"QC1": [(0, 3.5), (4.5, 8)], "QC2": [(0, 1.5), (4.5, 8)]}
    # With one crane, one gang is enough.
    assert windows(shifted, ("QC2", 0, 8)) == {"QC2": [(0, 3.5), (4.5, 8)]}


@pytest.mark.parametrize(
    ("start", "seconds", "fits"),
    [(0, 90, 10), (0, 91, 200), (10, 90, 10), (11, 90, 200), (11, 89, 11), (250, 50, 250), (150, 100, 200)],
)
def test_a_lift_lies_within_a_window(start: int, seconds: int, fits: int) -> None:
    assert CraneTime("QC1", (0, 100), ((10, 100), (200, 300))).fit(start, seconds) == fits


def test_a_lift_for_which_there_is_no_window_comes_long_after() -> None:
    assert CraneTime("QC1", (0, 100), ((10, 100),)).fit(20, 90) > 14 * 24 * HOUR
