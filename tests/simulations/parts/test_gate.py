from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.gate import Gate
from data.operations import Cargo, Dwell
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
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


def figures_of(
    days: float = 14, calls: list[VesselCall] | None = None, stay_h: float = 24, **changes: object
) -> dict[str, float]:
    """The key figures of a ship with 300 boxes to discharge, each of which stays for a day or so, and a gate."""
    gate = Gate.model_validate({"lanes": 50, "service_min": 1, "gate_to_yard_m": 0} | changes)
    case = bare_case(
        calls or [call("A", discharge_full=300)],
        blocks=1,
        gate=gate,
        dwell=Dwell(import_h=stay_h, import_spread=0, export_h=1, export_spread=0),
    )
    return run(case, days=days).figures()


def test_no_truck_comes_while_the_gate_is_closed() -> None:
    # Boxes are stacked from midnight to three in the afternoon of a Monday, one every three minutes; a day later by the
    # trucks' clock is a day later.
    flat = figures_of()
    assert flat["trucks_peak_hour"] == 20
    day = figures_of(opens=time(6), closes=time(18))
    assert day["trucks"] == flat["trucks"] == 300
    # 120 boxes come to the yard before six: their trucks come when the gate opens a day later.
    assert day["trucks_peak_hour"] > 100
    weekend = figures_of(day_weights=(1, 0, 0, 0, 0, 0, 0))
    assert weekend["trucks"] == 300


def test_boxes_for_a_ship_keep_opening_and_closing_with_any_profile() -> None:
    terminal = run(
        bare_case(
            [call("A", 10 * 24, discharge_full=0, load_full=500)],
            gate=Gate(
                lanes=50,
                service_min=1,
                gate_to_yard_m=0,
                opens_days_before=3,
                closes_hours_before=12,
                opens=time(8),
                closes=time(16),
                day_weights=(1, 1, 1, 1, 1, 1, 0),
            ),
            dwell=Dwell(import_h=1, export_h=40, export_spread=1),
        ),
        days=14,
    )
    came = [hour for hour, trucks in enumerate(terminal.recorder.trucks_came) for _ in range(trucks)]
    assert len(came) == 500
    # The ship comes on a Thursday at midnight: the gate is open for her from the Monday to noon of the Wednesday.
    assert 7 * 24 + 8 <= min(came) <= max(came) < 9 * 24 + 12
    assert {hour % 24 for hour in came} == set(range(8, 16))


def test_lanes_of_one_direction_are_no_use_to_the_other() -> None:
    both = figures_of(lanes=2, service_min=2)
    apart = figures_of(lanes=2, service_min=2, lanes_in=1, lanes_out=1)
    many = figures_of(service_min=2, lanes_in=50, lanes_out=50)
    assert many["truck_gate_wait_min"] == 0
    assert apart["truck_gate_wait_min"] > both["truck_gate_wait_min"] > 0


def test_the_turn_is_split_into_waiting_and_yard() -> None:
    few, many = figures_of(lanes=1, service_min=2), figures_of(service_min=2)
    for figures in (few, many):
        # No way to drive: the rest is two passages of a lane, 2 minutes each on average.
        rest = figures["truck_turn_time_min"] - figures["truck_gate_wait_min"] - figures["truck_yard_min"]
        assert rest == pytest.approx(4, rel=0.15)
    # A minute of the yard crane, which nobody else wants when trucks come every three minutes.
    assert 1 <= many["truck_yard_min"] < 1.3
    assert few["truck_gate_wait_min"] > 20
    assert few["trucks_within_30_min"] < 0.9 < many["trucks_within_30_min"] == 1
    assert few["trucks_within_30_min"] <= few["trucks_within_60_min"]


def test_appointments_level_the_peak() -> None:
    peak = (1.0,) * 8 + (20.0,) * 4 + (1.0,) * 12
    free = figures_of(hour_weights=peak, stay_h=34)
    booked = figures_of(hour_weights=peak, stay_h=34, appointments_per_hour=25, appointment_tolerance_h=12)
    assert free["trucks_peak_hour"] > 25 >= booked["trucks_peak_hour"]
    assert booked["trucks"] == free["trucks"] == 300
    assert booked["trucks_unbooked"] == 0
    unpunctual = figures_of(appointments_per_hour=20, punctuality_sd_min=30)
    assert unpunctual["trucks_peak_hour"] > 20
    missed = figures_of(appointments_per_hour=20, no_show_share=1)
    assert missed["trucks"] == 300
    assert figures_of(days=2, appointments_per_hour=20, no_show_share=1)["trucks"] < 40


def test_trucks_without_an_appointment_are_counted_and_come_all_the_same() -> None:
    calls = [call("A", 240, discharge_full=0, load_full=100, etd=after(300))]
    figures = figures_of(calls=calls, days=20, appointments_per_hour=1, opens_days_before=2)
    # Two days have 49 hours that begin in them at most.
    assert 50 <= figures["trucks_unbooked"] <= 53
    assert figures["boxes_moved"] == 100


def test_a_truck_that_brings_a_box_takes_another() -> None:
    # A ship leaves 100 boxes on the first day; trucks bring 100 boxes for the next ship while they are collected.
    calls = [call("A", discharge_full=100), call("B", 60, discharge_full=0, load_full=100, etd=after(90))]
    gate = {"opens_days_before": 2.5, "closes_hours_before": 20}
    single = figures_of(calls=calls, **gate)
    dual = figures_of(calls=calls, dual_share=1, dual_within_h=24, **gate)
    assert single["trucks"] == 200
    assert 100 <= dual["trucks"] < 150
    assert dual["boxes_moved"] == 200
    # Nobody brings a box: each has a truck of its own when its time is over.
    alone = figures_of(dual_share=1)
    assert alone == figures_of()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gate=st.fixed_dictionaries(
        {
            "lanes": st.integers(1, 3),
            "hour_weights": st.sampled_from([(1.0,) * 24, (0.0,) * 7 + (3.0,) * 5 + (1.0,) * 12]),
            "day_weights": st.sampled_from([(1.0,) * 7, (1.0, 0.0, 2.0, 1.0, 1.0, 0.5, 0.0)]),
            "appointments_per_hour": st.sampled_from([0, 2, 30]),
            "appointment_tolerance_h": st.sampled_from([0, 3]),
            "punctuality_sd_min": st.sampled_from([0, 45]),
            "no_show_share": st.sampled_from([0, 0.3]),
            "dual_share": st.sampled_from([0, 0.5, 1]),
            "foreign_closes_hours_before": st.sampled_from([None, 30]),
        }
    ),
    seed=st.integers(1, 1000),
)
def test_no_box_is_lost_at_any_gate(small_case: Case, gate: dict[str, object], seed: int) -> None:
    """The identities are checked at the end of each run."""
    fields = small_case.terminal.gate.model_dump() | gate
    cargo = small_case.terminal.cargo.model_copy(update={"foreign_share": 0.4, "transhipment_share": 0.2})
    terminal = small_case.terminal.model_copy(update={"gate": Gate.model_validate(fields), "cargo": cargo})
    ran = SimulatedTerminal(
        small_case.changed(terminal=terminal), FirstComeFirstServed(), Clock(small_case.first_day, 3), Streams(seed, 0)
    )
    ran.run()
    figures = ran.figures()
    if gate["appointments_per_hour"] == 0:
        assert figures["trucks_unbooked"] == 0
    assert figures["truck_gate_wait_min"] + figures["truck_yard_min"] <= figures["truck_turn_time_min"] + 1e-9
    assert figures["trucks_within_30_min"] <= figures["trucks_within_60_min"]


def test_foreign_boxes_keep_their_own_closing_with_a_profile() -> None:
    trucks = {}
    for share in (0, 1):
        case = bare_case(
            [call("A", 10 * 24, discharge_full=0, load_full=300)],
            gate=Gate(
                lanes=50,
                service_min=1,
                gate_to_yard_m=0,
                opens_days_before=5,
                closes_hours_before=0,
                foreign_closes_hours_before=48,
                opens=time(6),
                closes=time(22),
            ),
            cargo=Cargo(foreign_share=share),
            dwell=Dwell(import_h=1, export_h=40, export_spread=1),
        )
        came = run(case, days=14).recorder.trucks_came
        trucks[share] = [hour for hour, number in enumerate(came) if number]
    # The ship comes at the end of the tenth day; the last hour of a day in which trucks come begins at 21:00.
    assert trucks[0][-1] == 9 * 24 + 21
    assert trucks[1][-1] == 7 * 24 + 21
    assert min(trucks[0][0], trucks[1][0]) >= 5 * 24 + 6
