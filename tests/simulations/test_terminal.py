from heapq import heapreplace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simpy import Environment

from data.case import Case
from data.operations import Arrivals, CraneWork, Tractors
from data.terminal import Tide
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import Cancelled, Inconsistent, SimulatedTerminal, simulate
from tests.simulations.conftest import START, after, bare_case, call, run


def test_a_ship_of_150_boxes_at_3_minutes_takes_450_minutes() -> None:
    figures = run(bare_case([call("A", discharge_full=100, load_full=50, eta=after(2))])).figures()
    assert figures["berth_time_h"] * HOUR == pytest.approx(450)
    assert figures["waiting_h"] == 0
    assert figures["boxes_moved"] == 150
    assert figures["moves_per_crane_hour_gross"] == pytest.approx(20)
    assert figures["crane_utilisation"] == pytest.approx(450 / (7 * DAY))
    assert figures["berth_occupancy"] == pytest.approx(450 / (7 * DAY))


def test_two_ships_and_three_tractors_of_a_6_minute_loop_take_600_minutes_for_300_boxes() -> None:
    # 3 minutes under the crane and 1.5 minutes each way at 20 km/h: the tractors make 30 boxes an hour, the cranes 40.
    case = bare_case(
        [call("A", discharge_full=150), call("B", discharge_full=150)],
        berths=2,
        tractors=Tractors(count=3, speed_km_h=20, quay_to_yard_m=500),
    )
    terminal = run(case)
    assert max(visit.last_line for visit in terminal.visits) == pytest.approx(600, rel=0.01)
    # A third of each crane's time it waits for a tractor.
    assert terminal.figures()["crane_blocked"] * 7 * DAY == pytest.approx(600 / 4, rel=0.05)


def test_ships_of_one_box_wait_as_in_a_queue_with_several_servers() -> None:
    # Kiefer and Wolfowitz (Transactions AMS 78, 1955): each customer takes the server that is free first.
    servers, rng = 3, np.random.default_rng(4)
    etas = np.cumsum(rng.exponential(1.2, 400)) / servers
    case = bare_case(
        [call(f"C{number}", eta_h, max_cranes=1) for number, eta_h in enumerate(etas)],
        berths=servers,
        crane_work=CraneWork(gross_moves_per_hour=1, cycle_s=3600, cycle_spread=0.7),
    )
    terminal = run(case, days=float(etas[-1]) / 24 + 1)
    free = [0.0] * servers
    waited = 0.0
    for visit in terminal.visits:
        begin = max(free[0], visit.arrival)
        heapreplace(free, begin + visit.lift_minutes)
        assert visit.first_line == pytest.approx(begin, abs=1e-6)
        waited += begin - visit.arrival
    assert terminal.figures()["waiting_h"] == pytest.approx(waited / 400 / HOUR)
    assert waited > 0


def test_a_quay_move_with_its_gate_visit_takes_at_most_nine_kernel_events(
    small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled = 0
    schedule = Environment.schedule

    def counting(self: Environment, *args: object, **kwargs: object) -> None:
        nonlocal scheduled
        scheduled += 1
        schedule(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "schedule", counting)
    terminal = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 14), Streams(1, 0))
    steps = 0
    after_ = terminal.kernel.after

    def counting_steps(*args: object) -> None:
        nonlocal steps
        steps += 1
        after_(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(terminal.kernel, "after", counting_steps)
    terminal.run()
    moves = terminal.cranes.discharged + terminal.cranes.loaded
    assert moves > 1000
    assert 6 < (scheduled + steps) / moves <= 9


def test_a_run_depends_on_its_seed_and_its_number_alone(small_case: Case) -> None:
    def figures(seed: int, replication: int) -> dict[str, float]:
        return simulate(
            small_case,
            FirstComeFirstServed(),
            days=3,
            start=small_case.first_day,
            seed=seed,
            replication=replication,
        ).figures

    assert figures(1, 0) == figures(1, 0)
    assert len({figures(seed, number)["turnaround_h"] for seed, number in ((1, 0), (1, 1), (2, 0))}) == 3


def test_what_nothing_can_berth_is_left_out_and_counted() -> None:
    deep = call("DEEP", arrival_draft_m=9, departure_draft_m=9)
    many = call("MANY", min_cranes=2)
    case = bare_case([deep, many, call("GOOD")], tide=Tide(low_m=-1, high_m=-0.5, high_water=START))
    terminal = run(case)
    assert terminal.unserved == ["DEEP", "MANY"]
    figures = terminal.figures()
    assert (figures["calls"], figures["calls_unserved"], figures["calls_unfinished"]) == (1, 2, 0)


def test_a_ship_longer_than_the_quay_is_left_out() -> None:
    figures = run(bare_case([call("LONG")], loa_m=101)).figures()
    assert (figures["calls"], figures["calls_unserved"]) == (0, 1)
    assert np.isnan(figures["waiting_h"])


def test_a_run_that_cannot_drain_ends_at_the_horizon() -> None:
    # 50 hours of work for each ship, and one every 5 hours.
    case = bare_case([call(f"C{number}", 5 * number, discharge_full=1000) for number in range(100)])
    terminal = run(case, days=20)
    figures = terminal.figures()
    assert terminal.kernel.now == pytest.approx(terminal.clock.horizon)
    assert figures["calls_unfinished"] == 96 - figures["calls"] > 50


def test_calls_after_the_window_come_but_are_not_measured() -> None:
    early, late = call("EARLY", 23, discharge_full=200), call("LATE", 25, discharge_full=200)
    terminal = run(bare_case([early, late]), days=1)
    assert [visit.call.id for visit in terminal.measured] == ["EARLY"]
    assert terminal.figures()["calls"] == 1
    assert terminal.figures()["berth_time_h"] == pytest.approx(10)
    # Of the ten hours at the quay, one is in the window.
    assert terminal.figures()["berth_occupancy"] == pytest.approx(1 / 24)
    assert [visit.call.id for visit in terminal.visits if not visit.left] == ["LATE"]


def test_a_ship_waits_for_the_tide_to_leave() -> None:
    # Depth 10 m; a draft of 9 m and a tenth of it under the keel need 9.9 m of water.
    tide = Tide(low_m=-1, high_m=1, period_h=12, high_water=START)
    terminal = run(bare_case([call("A", arrival_draft_m=8, departure_draft_m=9, discharge_full=80)], tide=tide))
    visit = terminal.visits[0]
    # It is worked in 4 h, when the tide stands at -0.5 m; 9.9 m of water come back when the cosine passes -0.1.
    turn = np.arccos(-0.1) / (2 * np.pi) * 12 * HOUR
    assert visit.last_line == pytest.approx(12 * HOUR - turn)


def test_the_yard_is_not_empty_at_the_start(small_case: Case) -> None:
    terminal = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 7), Streams(1, 0))
    imports = terminal.yard.stock
    terminal.kernel.run(until=0.001)
    assert imports > 0
    assert terminal.yard.stock > imports
    assert terminal.boxes_at_start == terminal.yard.stock


def test_a_cancelled_run_has_no_result(small_case: Case) -> None:
    asked = 0

    def after_some() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with pytest.raises(Cancelled):
        simulate(
            small_case,
            FirstComeFirstServed(),
            days=7,
            start=small_case.first_day,
            seed=1,
            cancelled=after_some,
        )
    assert asked == 6


def test_a_lost_box_is_noticed(small_case: Case) -> None:
    terminal = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 3), Streams(1, 0))
    terminal.yard.stock -= 1
    with pytest.raises(Inconsistent, match="boxes came"):
        terminal.run()


def test_lost_crane_time_is_noticed(small_case: Case) -> None:
    terminal = SimulatedTerminal(small_case, FirstComeFirstServed(), Clock(small_case.first_day, 3), Streams(1, 0))
    terminal.cranes.cranes[1].spent[0] += 5
    with pytest.raises(Inconsistent, match="crane 1 spent"):
        terminal.run()


@settings(derandomize=True, max_examples=15, deadline=None)
@given(
    boxes=st.lists(st.integers(1, 120), min_size=1, max_size=5),
    etas=st.lists(st.floats(0, 72), min_size=5, max_size=5),
    tractors=st.integers(1, 5),
    lateness_sd_h=st.floats(0, 12),
    failures_h=st.sampled_from([0, 1, 20]),
    days=st.floats(0.1, 4),
    blocks=st.integers(0, 2),
)
def test_boxes_and_crane_time_add_up_in_every_run(
    boxes: list[int],
    etas: list[float],
    tractors: int,
    lateness_sd_h: float,
    failures_h: float,
    days: float,
    blocks: int,
) -> None:
    calls = [
        call(f"C{number}", eta_h, discharge_full=size // 2, load_full=size - size // 2)
        for number, (size, eta_h) in enumerate(zip(boxes, etas, strict=False))
    ]
    case = bare_case(
        calls,
        berths=2,
        blocks=blocks,
        tractors=Tractors(count=tractors, quay_to_yard_m=500),
        arrivals=Arrivals(lateness_sd_h=lateness_sd_h),
        crane_work=CraneWork(gross_moves_per_hour=20, cycle_s=150, hours_between_failures=failures_h, repair_h=2),
    )
    terminal = run(case, days=days)
    for spent in terminal.crane_times():
        assert min(spent.idle, spent.lifting, spent.down, spent.blocked) >= 0
        assert spent.total == pytest.approx(days * DAY)
    assert terminal.figures()["calls_unfinished"] == 0
