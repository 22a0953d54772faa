"""A warm-up before the window: simulated, and not measured."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.errors import BadInput
from data.operations import Arrivals, CraneWork, Tractors
from simulations.clock import Clock
from simulations.experiments.replications import run as run_many
from simulations.kernel import DAY, HOUR
from simulations.policies import FirstComeFirstServed
from simulations.recorder import Recorder
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, after, bare_case, call


def warmed_up(case: Case, start_h: float, days: float, warmup_days: float) -> SimulatedTerminal:
    """One replication whose window begins so many hours after START."""
    clock = Clock(START + timedelta(hours=start_h), days, warmup_days)
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), clock, Streams(1, 0))
    terminal.run()
    return terminal


def test_calls_of_the_warm_up_hold_up_those_of_the_window_and_are_not_measured() -> None:
    # At 3 minutes a box A works from 0 to 36 h; the window is the second day, and B waits in it from 25 to 36 h.
    case = bare_case(
        [call("A", 0, discharge_full=720), call("B", 25, discharge_full=20), call("C", 49, discharge_full=100)],
    )
    terminal = warmed_up(case, start_h=24, days=1, warmup_days=1)
    figures = terminal.figures()
    assert [visit.call.id for visit in terminal.measured] == ["B"]
    assert figures["calls"] == 1
    assert figures["boxes_moved"] == 20
    assert figures["waiting_h"] == pytest.approx(11)
    # Of the window's 24 h the crane lifts 12 for A and one for B.
    assert figures["crane_utilisation"] == pytest.approx(13 / 24)
    assert figures["berth_occupancy"] == pytest.approx(13 / 24)
    # A tractor's time is the crane's, since ways and the yard take none.
    assert figures["tractor_utilisation"] == pytest.approx(13 / (30 * 24))


def test_the_terminal_is_as_it_would_be_had_the_window_begun_earlier(small_case: Case) -> None:
    long = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 21), Streams(1, 0))
    long.run()
    late = SimulatedTerminal(
        small_case, FirstComeFirstServed(), Clock(small_case.first_day + timedelta(days=7), 14, 7), Streams(1, 0)
    )
    late.run()
    first_lines = {visit.call.id: visit.first_line for visit in long.measured}
    assert late.measured
    for visit in late.measured:
        assert visit.first_line + 7 * DAY == pytest.approx(first_lines[visit.call.id])
    assert len(late.measured) < len(long.measured)


def test_sums_begin_with_the_window() -> None:
    recorder = Recorder(100)
    recorder.stacked(9, -20)
    recorder.stacked(-7, -10)
    recorder.stacked(1, 60)
    recorder.close()
    assert recorder.teu_minutes == 2 * 60 + 3 * 40
    assert recorder.peak_teu == 3
    recorder.yard_crane_worked(-15, 20)
    recorder.yard_crane_worked(-15, 10)
    assert recorder.yard_crane_minutes == 5
    recorder.tractor_worked(-30, 10)
    recorder.tractor_worked(-30, -10)
    assert recorder.tractor_minutes == 10
    recorder.truck_left(-20, -10, 0, 0)
    recorder.truck_left(-20, 10, 0, 0)
    assert (recorder.trucks, recorder.truck_minutes) == (1, 30)
    recorder.overflow(-1)
    assert recorder.overflow_boxes == 0


def test_the_peak_counts_the_stock_with_which_the_window_begins() -> None:
    recorder = Recorder(100)
    recorder.stacked(9, -20)
    recorder.stacked(-5, 10)
    assert recorder.peak_teu == 9


def test_without_a_start_the_window_begins_where_the_warm_up_ends(small_case: Case) -> None:
    common = {"days": 3, "replications": 2, "workers": 1, "seed": 1}
    told = run_many(
        small_case,
        FirstComeFirstServed(),
        start=small_case.first_day + timedelta(days=7),
        warmup_days=7,
        **common,  # type: ignore[arg-type]
    )
    untold = run_many(small_case, FirstComeFirstServed(), warmup_days=7, **common)  # type: ignore[arg-type]
    assert told.replications.equals(untold.replications)


def test_a_warm_up_before_the_first_call_is_refused(small_case: Case) -> None:
    with pytest.raises(BadInput, match="before 2026-01-05"):
        run_many(
            small_case,
            FirstComeFirstServed(),
            start=small_case.first_day + timedelta(days=1),
            warmup_days=2,
            days=3,
            replications=1,
            workers=1,
            seed=1,
        )
    with pytest.raises(BadInput, match="at least 0"):
        run_many(small_case, FirstComeFirstServed(), warmup_days=-1, days=3, replications=1, workers=1, seed=1)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(
    boxes=st.lists(st.integers(1, 120), min_size=1, max_size=5),
    etas=st.lists(st.floats(0, 96), min_size=5, max_size=5),
    lateness_sd_h=st.floats(0, 12),
    failures_h=st.sampled_from([0, 1, 20]),
    warmup_days=st.floats(0, 3),
    blocks=st.integers(0, 2),
)
def test_crane_time_is_that_of_the_window_after_any_warm_up(
    boxes: list[int], etas: list[float], lateness_sd_h: float, failures_h: float, warmup_days: float, blocks: int
) -> None:
    calls = [
        call(f"C{number}", eta_h, discharge_full=size // 2, load_full=size - size // 2)
        for number, (size, eta_h) in enumerate(zip(boxes, etas, strict=False))
    ]
    case = bare_case(
        calls,
        berths=2,
        blocks=blocks,
        tractors=Tractors(count=3, quay_to_yard_m=500),
        arrivals=Arrivals(lateness_sd_h=lateness_sd_h),
        crane_work=CraneWork(gross_moves_per_hour=20, cycle_s=150, hours_between_failures=failures_h, repair_h=2),
    )
    terminal = warmed_up(case, start_h=warmup_days * 24, days=2, warmup_days=warmup_days)
    for spent in terminal.crane_times():
        assert min(spent.idle, spent.lifting, spent.down, spent.blocked) >= 0
        assert spent.total == pytest.approx(2 * DAY)
    start = warmup_days * 24
    etas_in_window = [each for each in calls if after(start) <= each.eta < after(start + 48)]
    assert len(terminal.measured) == len(etas_in_window)
    assert all(visit.arrival >= terminal.clock.begin for visit in terminal.visits)
    assert terminal.recorder.tractor_minutes <= 3 * 2 * DAY + 1e-6
    assert terminal.recorder.yard_crane_minutes <= blocks * 2 * DAY + 1e-6


def test_the_clock_begins_before_the_window() -> None:
    clock = Clock(START, 7, 2)
    assert clock.begin == -48 * HOUR
    assert clock.moment(clock.begin) == START - timedelta(days=2)
    assert Clock(START, 7).begin == 0
    assert [clock.measures(minutes) for minutes in (-1, 0, 7 * DAY - 1, 7 * DAY)] == [False, True, True, False]
