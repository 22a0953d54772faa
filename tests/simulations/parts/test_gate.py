import pytest

from data.gate import Gate
from data.operations import Dwell
from simulations.kernel import DAY, HOUR
from tests.simulations.conftest import after, bare_case, call, run


def test_a_truck_s_turn_is_its_way_and_its_service() -> None:
    # 500 m at 20 km/h each way, two passages of the gate with 1 min each on average, a minute of the yard crane.
    case = bare_case(
        [call("A", 120, discharge_full=0, load_full=2000, etd=after(200))],
        blocks=1,
        gate=Gate(lanes=50, service_min=1, gate_to_yard_m=500, closes_hours_before=6),
        dwell=Dwell(import_h=24, export_h=60, export_spread=0.5),
    )
    figures = run(case, days=20).figures()
    assert figures["trucks"] == 2000
    assert 6.0 < figures["truck_turn_time_min"] < 8.5


def test_lanes_are_shared_by_both_directions() -> None:
    few, many = (
        run(
            bare_case(
                [call("A", discharge_full=300)],
                gate=Gate(lanes=lanes, service_min=2, gate_to_yard_m=0),
                dwell=Dwell(import_h=24, import_spread=0, export_h=1),
            )
        ).figures()["truck_turn_time_min"]
        for lanes in (1, 50)
    )
    # A truck comes every 3 minutes and needs 4 minutes of the lane: one lane is not enough.
    assert many == pytest.approx(4, rel=0.15)
    assert few > 30


def test_boxes_are_brought_between_the_gate_s_opening_and_its_closing_for_the_ship() -> None:
    terminal = run(
        bare_case(
            [call("A", 10 * 24, discharge_full=0, load_full=500)],
            gate=Gate(lanes=50, service_min=1, gate_to_yard_m=0, opens_days_before=3, closes_hours_before=12),
            dwell=Dwell(import_h=1, export_h=40, export_spread=1),
        ),
        days=14,
    )
    assert terminal.gate.boxes_in == 500
    # All stay for longer than the closing leaves, and shorter than the opening allows.
    stayed_days = terminal.recorder.teu_minutes / DAY / 500
    assert 0.5 < stayed_days < 3


def test_a_discharged_box_is_collected_when_its_stay_is_over() -> None:
    terminal = run(
        bare_case([call("A", discharge_full=1)], dwell=Dwell(import_h=30, import_spread=0, export_h=1)), days=3
    )
    assert terminal.yard.stock == 0
    assert terminal.gate.boxes_out == 1
    # Thirty hours, and the truck's minute or so in the lane.
    assert terminal.recorder.teu_minutes == pytest.approx(30 * HOUR, abs=10)
