"""What the calls take of quay and cranes."""

from datetime import timedelta

import pytest

from data.case import Case
from data.cases.use import use_of
from data.closures import Closure
from data.shifts import Shift


def test_a_call_takes_length_and_gap_and_its_cranes(small_case: Case) -> None:
    first = small_case.first_day
    case = small_case.changed(calls=small_case.calls[:1], sailings=(), shipments=())
    use = use_of(case, first, first + timedelta(days=1))
    # 400 boxes, one or two cranes of 27 boxes an hour; an hour of mooring; 150 m and a gap of 10 m.
    hours = 400 / (27 * 1.5)
    assert use.quay == pytest.approx(160 * (hours + 1) / (270 * 24))
    assert use.cranes == pytest.approx(1.5 * hours / (3 * 24))


def test_closures_and_gangs_leave_less(small_case: Case) -> None:
    first, last = small_case.first_day, small_case.first_day + timedelta(days=4)
    use = use_of(small_case, first, last)
    closed = small_case.changed(
        closures=(
            Closure(id="Q", what="quay", start=first, end=last, from_m=135),
            Closure(id="C", what="crane", start=first, end=last, crane="QC1"),
        )
    )
    assert use_of(closed, first, last).quay == pytest.approx(2 * use.quay)
    assert use_of(closed, first, last).cranes == pytest.approx(1.5 * use.cranes)
    shifts = (Shift.model_validate({"id": "all", "start": "06:00", "gangs": 1}),)
    assert use_of(small_case.changed(shifts=shifts), first, last).cranes == pytest.approx(3 * use.cranes)


def test_only_calls_of_the_time_count(small_case: Case) -> None:
    later = small_case.first_day + timedelta(days=30)
    assert use_of(small_case, later, later + timedelta(days=7)).quay == 0
