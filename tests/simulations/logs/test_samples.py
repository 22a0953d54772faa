import pytest

from data.gate import Gate
from simulations.logs import samples, stays
from tests.simulations.conftest import bare_case, call
from tests.simulations.logs.conftest import log


def test_a_cycle_is_without_the_breakdowns_in_it() -> None:
    found = samples.crane_cycle(
        log(
            "10,discharge_start,A,1,Q0", "13,discharge_end,A,1,Q0",
            "13,discharge_start,A,2,Q0", "14,crane_down,,,Q0", "44,crane_up,,,Q0", "45.5,discharge_end,A,2,Q0",
            "46,load_start,A,3,Q0", "50,load_end,A,3,Q0",
        )
    )  # fmt: skip
    assert found.values.tolist() == pytest.approx([3, 2.5, 4])


def test_cycles_with_two_boxes_or_a_hatch_cover_are_left_out() -> None:
    found = samples.crane_cycle(
        log(
            "10,load_start,A,1,Q0", "10,load_start,A,2,Q0", "14,load_end,A,1,Q0", "14,load_end,A,2,Q0",
            "14,load_start,A,3,Q0", "14,hatch_cover,A,,Q0", "22,load_end,A,3,Q0",
            "22,load_start,A,4,Q0", "24,load_end,A,4,Q0", "14,load_start,A,5,Q1", "17,load_end,A,5,Q1",
        )
    )  # fmt: skip
    assert sorted(found.values.tolist()) == [2, 3]
    assert found.remark == "2 cycles left out that moved two boxes, a hatch cover or a restowed box"


def test_breakdowns_by_working_time() -> None:
    events = log(
        "0,load_start,A,1,Q0", "10,load_end,A,1,Q0",
        # Ten minutes without work do not count.
        "20,load_start,A,2,Q0", "24,crane_down,,,Q0", "54,crane_up,,,Q0", "60,load_end,A,2,Q0",
        "60,load_start,A,3,Q0", "67,load_end,A,3,Q0",
    )  # fmt: skip
    found = samples.between_failures(events)
    assert found.values.tolist() == pytest.approx([14, 13])
    assert found.censored.tolist() == [False, True]
    assert found.longest.tolist() == pytest.approx([27, 13])
    assert samples.repairs(events).values.tolist() == [30]


def test_stays_that_the_end_of_the_log_cuts_short_are_censored() -> None:
    found = stays.import_stay(
        log(
            "0,in_yard,A,9,,Y0", "5,gate_in_queue,A,9",
            "10,discharge_end,A,1,Q0", "20,stack_end,A,1,R0,Y0", "100,gate_in_queue,A,1",
            "11,discharge_end,A,2,Q0", "30,stack_end,A,2,R0,Y0", "200,last_line,A",
        ),
        bare_case([call("A")]),
    )  # fmt: skip
    assert found.values.tolist() == [80, 170]
    assert found.censored.tolist() == [False, True]
    assert found.longest.tolist() == [180, 170]


def test_stays_before_a_ship_are_bounded_by_gate_and_log() -> None:
    gate = Gate(lanes=1, service_min=1, gate_to_yard_m=0, opens_days_before=1, closes_hours_before=2)
    case = bare_case([call("A")], gate=gate)
    found = stays.export_stay(
        log(
            # The middle of her stay is minute 3000; the gate is open for her from 1440 to 2760.
            "2880,expected,A", "3120,expected_departure,A",
            "1500,gate_in_queue,A,1", "1510,stack_end,A,1,,Y0",
            "2800,gate_in_queue,A,2", "2810,stack_end,A,2,,Y0",
            "0,arrived,B", case=case,
        ),
        case,
    )  # fmt: skip
    assert found.values.tolist() == [1500]
    assert (found.low.tolist(), found.high.tolist()) == ([240], [1560])
    assert found.remark.startswith("1 boxes left out")


def test_lateness_yard_gate_and_turn() -> None:
    events = log(
        "60,expected,A", "90,arrived,A", "300,expected,B", "200,arrived,B", "500,expected,C",
        "0,gate_in_queue,A,1", "2,gate_in_start,A,1", "5,gate_in_end,A,1", "9,stack_start,A,1,R0,Y0",
        "11,stack_end,A,1,R0,Y0", "15,gate_out_queue,A,1", "15,gate_out_start,A,1", "16,gate_out_end,A,1",
    )  # fmt: skip
    assert sorted(samples.lateness(events).values.tolist()) == [-100, 30]
    assert samples.yard_move(events).values.tolist() == [2]
    assert sorted(samples.gate_service(events).values.tolist()) == [1, 3]
    assert samples.truck_turn(events).values.tolist() == [16]
