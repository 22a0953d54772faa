"""How long ships are worked."""

import pytest

from data.case import Case
from data.handling import Handling
from data.work import crane_counts, deviation_m, handling_at, hours_with, least_hours
from tests.data.conftest import with_row, with_terminal


def test_hours_from_boxes_and_rate(small_case: Case) -> None:
    call = small_case.call_by_id["ARU-2"]  # 360 boxes at 27 an hour
    assert hours_with(small_case, call, 1, 0) == pytest.approx(360 / 27)
    assert hours_with(small_case, call, 2, 100) == pytest.approx(180 / 27)
    assert hours_with(small_case, call, 0, 0) is None
    assert crane_counts(small_case, call) == [1, 2]
    assert least_hours(small_case, call) == pytest.approx(180 / 27)


def test_interference_and_deviation(small_case: Case) -> None:
    case = with_terminal(small_case, crane_work={"interference_exponent": 0.5, "deviation_per_100m": 0.2})
    call = case.call_by_id["ARU-2"]
    assert hours_with(case, call, 2, 50) == pytest.approx(1.1 * 360 / (27 * 2**0.5))
    assert least_hours(case, call) == pytest.approx(360 / (27 * 2**0.5))
    anywhere = case.call_by_id["CERAM-1"]
    assert deviation_m(anywhere, 150) == 0
    assert hours_with(case, anywhere, 1, 150) == pytest.approx(200 / 27)


def test_own_gear_is_hindered_by_nobody(small_case: Case) -> None:
    case = with_terminal(small_case, crane_work={"interference_exponent": 0.5})
    case = with_row(case, "vessels", 0, gear_moves_per_hour=60)
    call = case.call_by_id["ARU-2"]
    assert hours_with(case, call, 0, 0) == 6
    assert crane_counts(case, call) == [0, 1, 2]
    assert least_hours(case, call) == 6


def test_handling_times(full_case: Case) -> None:
    buru, ceram = full_case.call_by_id["BURU-1"], full_case.call_by_id["CERAM-1"]
    assert handling_at(full_case, buru, 0) == {1: 10.5, 2: 5}
    assert handling_at(full_case, buru, 150) == {1: 9, 2: 5}
    assert hours_with(full_case, buru, 1, 150) == 9
    assert hours_with(full_case, buru, 0, 150) is None
    assert hours_with(full_case, ceram, 0, 0) == 20
    assert hours_with(full_case, ceram, 1, 0) is None
    assert (crane_counts(full_case, buru), crane_counts(full_case, ceram)) == ([1, 2], [0])
    assert (least_hours(full_case, buru), least_hours(full_case, ceram)) == (5, 20)


def test_handling_times_for_more_cranes_than_there_are(small_case: Case) -> None:
    case = with_row(small_case, "calls", 3, max_cranes=20)
    case = case.changed(handling=(Handling(call="ARU-2", cranes=4, hours=1), Handling(call="ARU-2", cranes=3, hours=2)))
    assert crane_counts(case, case.call_by_id["ARU-2"]) == [3]
    assert least_hours(case, case.call_by_id["ARU-2"]) == 2
