import pytest

from data.case import Case
from data.kpis import KPI_BY_NAME
from data.operations import Tractors, YardWork
from simulations.kernel import DAY, HOUR
from simulations.recorder import Recorder
from tests.simulations.conftest import bare_case, call, run


def test_every_defined_key_figure_is_there(small_case: Case) -> None:
    figures = run(small_case, days=3).figures()
    assert list(figures) == list(KPI_BY_NAME)


def test_figures_of_two_calls_by_hand() -> None:
    calls = [
        call("A", 0, discharge_full=30, load_empty=30, etd="2026-01-05T02:00+08:00"),
        call("B", 0.5, discharge_full=60, etd="2026-01-05T23:00+08:00"),
    ]
    case = bare_case(
        calls, blocks=1, yard_work=YardWork(move_s=60, move_spread=0), tractors=Tractors(count=10, quay_to_yard_m=0)
    )
    figures = run(case, days=2).figures()
    # A is at the quay from 0 to 3 h, B waits for it from half past twelve to 3 h and leaves at 6 h.
    assert figures["calls"] == 2
    assert figures["waiting_h"] == pytest.approx(1.25, abs=0.01)
    assert figures["turnaround_h"] == pytest.approx((3 + 5.5) / 2, abs=0.01)
    assert figures["berth_time_h"] == pytest.approx(3, abs=0.01)
    assert figures["lateness_h"] == pytest.approx(0.5, abs=0.01)
    assert figures["waiting_ratio"] == pytest.approx(2.5 / 6, abs=0.01)
    assert figures["berth_on_arrival"] == 0.5
    assert figures["boxes_moved"] == 120
    assert figures["empties_moved"] == 30
    assert figures["teu_moved"] == 120
    assert figures["berth_occupancy"] == pytest.approx(6 / 48, abs=0.001)
    assert figures["boxes_per_ship_hour"] == pytest.approx(20, rel=0.01)
    assert figures["crane_utilisation"] == pytest.approx(6 / 48)
    # A minute for each of 90 boxes discharged and collected, and of 30 loaded (brought before the start).
    assert figures["yard_crane_utilisation"] == pytest.approx((90 + 90 + 30) / (2 * DAY))
    assert figures["trucks"] == 90


def test_sums_stop_at_the_end_of_the_window() -> None:
    recorder = Recorder(100)
    recorder.stacked(2, 50)
    recorder.stacked(3, 120)
    recorder.stacked(-5, 130)
    recorder.close()
    assert recorder.teu_minutes == 2 * 50
    assert recorder.peak_teu == 2
    recorder.yard_crane_worked(90, 20)
    recorder.yard_crane_worked(110, 20)
    assert recorder.yard_crane_minutes == 10
    recorder.tractor_worked(80, 130)
    recorder.tractor_worked(105, 130)
    assert recorder.tractor_minutes == 20
    recorder.truck_left(70, 90, 3, 5)
    recorder.truck_left(70, 101, 3, 5)
    assert (recorder.trucks, recorder.truck_minutes) == (1, 20)
    assert (recorder.truck_gate_minutes, recorder.truck_yard_minutes) == (3, 5)
    recorder.truck_left(60, 91, 0, 0)
    recorder.truck_left(30, 90, 0, 0)
    recorder.truck_left(29, 90, 0, 0)
    assert (recorder.trucks_within_half, recorder.trucks_within_hour, recorder.trucks) == (1, 3, 4)
    for moment in (0, 59, 60, 99, 100):
        recorder.truck_came(moment)
    assert recorder.trucks_came == [2, 2]
    recorder.overflow(99)
    recorder.overflow(101)
    assert recorder.overflow_boxes == 1


def test_without_blocks_there_is_no_figure_of_the_yard() -> None:
    figures = run(bare_case([call("A")])).figures()
    assert figures["yard_occupancy"] != figures["yard_occupancy"]
    assert figures["turnaround_h"] == pytest.approx(3 / HOUR)
