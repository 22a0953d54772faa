from datetime import timedelta

import numpy as np
import pytest

from data.case import Case
from data.operations import Arrivals
from data.vessels import Service
from scheduler.berths import first_come_first_served
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR, Kernel
from simulations.parts.arrivals import assign_boxes, calls_of, stock_before, visit_of
from simulations.parts.boxes import boxes_of
from simulations.policies import FirstComeFirstServed, FollowPlan
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, bare_case, call, run


def test_calls_recur_after_the_listed_ones(small_case: Case) -> None:
    clock = Clock(small_case.first_day, 14)
    calls = calls_of(small_case, clock, Streams(1, 0))
    assert [each.id for each in calls[:4]] == ["ARU-1", "BURU-1", "CERAM-1", "ARU-2"]
    assert len(calls) > 6
    assert all(clock.start <= each.eta < clock.end_of_arrivals for each in calls)
    late = Clock(small_case.first_day + timedelta(days=1), 14)
    assert calls_of(small_case, late, Streams(1, 0))[0].id == "ARU-2"


def test_lateness_is_cut_and_nobody_comes_before_the_start() -> None:
    calls = [call(f"C{number}", 24) for number in range(500)]
    case = bare_case([*calls, call("FIRST", 0)], arrivals=Arrivals(lateness_sd_h=4))
    kernel, clock = Kernel(), Clock(START, 7)
    late = [visit_of(kernel, case, clock, Streams(1, 0), each).arrival / HOUR - 24 for each in calls]
    assert max(map(abs, late)) <= 12
    assert abs(np.mean(late)) < 0.6
    firsts = [visit_of(kernel, case, clock, Streams(seed, 0), case.calls[-1]).arrival for seed in range(20)]
    assert min(firsts) == 0


def test_a_ship_that_the_case_makes_late_is_so_in_every_replication() -> None:
    case = bare_case([call("LATE", 24, late_h=6.5), call("EARLY", 1, late_h=-5)], arrivals=Arrivals(lateness_sd_h=4))
    clock = Clock(START, 7)
    for replication in range(3):
        late, early = (visit_of(Kernel(), case, clock, Streams(1, replication), each) for each in case.calls)
        assert (late.eta, late.arrival) == (24 * HOUR, 30.5 * HOUR)
        assert early.arrival == 0


def test_boxes_are_those_of_the_call(small_case: Case) -> None:
    (arriving,) = [each for each in small_case.calls if each.id == "ARU-1"]
    visit = visit_of(Kernel(), small_case, Clock(small_case.first_day, 7), Streams(1, 0), arriving)
    boxes = boxes_of(small_case, visit, Streams(1, 0))
    assert len(boxes) == arriving.moves
    assert sum(box.loads for box in boxes) == arriving.load
    assert sum(not box.laden for box in boxes) == arriving.discharge_empty + arriving.load_empty
    share = sum(box.teu == 2 for box in boxes) / len(boxes)
    assert 0.05 < share < 0.2
    assert min(box.lift_min for box in boxes) > 0
    assign_boxes(small_case, Streams(1, 0), visit)
    times = [box.truck_at for box in visit.awaited]
    assert times == sorted(times, reverse=True)
    assert visit.eta - 5 * DAY <= times[-1] <= times[0] <= visit.eta


def test_policies_meet_the_same_ships_and_boxes(small_case: Case) -> None:
    follow = FollowPlan(first_come_first_served(small_case))
    runs = []
    for policy in (FirstComeFirstServed(), follow):
        terminal = SimulatedTerminal(small_case, policy, Clock(small_case.first_day, 7), Streams(5, 2))
        terminal.run()
        runs.append(terminal)
    one, other = runs
    assert [visit.arrival for visit in one.visits] == [visit.arrival for visit in other.visits]
    for mine, theirs in zip(one.measured, other.measured, strict=True):
        assert mine.lift_minutes == theirs.lift_minutes or abs(mine.lift_minutes - theirs.lift_minutes) < 1e-6
        assert mine.teu == theirs.teu


def test_the_stock_at_the_start_is_what_a_month_before_left(small_case: Case) -> None:
    stock = stock_before(Kernel(), small_case, Clock(small_case.first_day, 7), Streams(1, 0))
    assert stock
    assert all(not box.loads and box.stay_min > 0 for box in stock)
    discharged = sum(each.discharge for each in calls_of(small_case, Clock(small_case.first_day, 28), Streams(1, 0)))
    assert len(stock) < discharged / 3


def tramp(**changes: object) -> Service:
    """A service whose ships come at random, with one box each."""
    fields = {
        "id": "TRAMP",
        "line": "L",
        "vessels": ("SHIP",),
        "rotation": ("IDKRG",),
        "first_eta": START,
        "every_days": 0.25,
        "rhythm": "random",
        "stay_h": 24,
        "discharge_full": 1,
    }
    return Service.model_validate(fields | changes)


def test_random_calls_are_drawn_anew_in_each_replication() -> None:
    case = bare_case([]).changed(services=(tramp(), tramp(id="TRAMP-2")))
    clock = Clock(START, 28)
    one, same, other = (calls_of(case, clock, Streams(1, replication)) for replication in (0, 0, 1))
    assert one == same
    assert [each.eta for each in one] == sorted(each.eta for each in one)
    assert not {each.eta for each in one} & {each.eta for each in other}
    first, second = ([each.eta for each in one if each.service == name] for name in ("TRAMP", "TRAMP-2"))
    assert not set(first) & set(second)
    assert all(each.moves == 1 for each in one)


def test_a_random_service_is_simulated_and_one_without_it_stays_as_it_was() -> None:
    listed = bare_case([call("A", 5)])
    case = listed.changed(services=(tramp(every_days=1),))
    terminal = run(case, days=28)
    assert 15 < terminal.figures()["calls"] < 45
    alone = run(listed, days=28)
    (mine,), (its,) = ([each for each in one.visits if each.call.id == "A"] for one in (terminal, alone))
    assert mine.arrival == its.arrival
    assert run(case.changed(services=()), days=28).figures() == pytest.approx(alone.figures(), nan_ok=True)


@pytest.mark.parametrize(("shape", "mean_h"), [(1.0, 2.0), (4.0, -1.0)])
def test_gamma_lateness_has_its_moments_and_a_tail_of_late_ships(shape: float, mean_h: float) -> None:
    calls = [call(f"C{number}", 240) for number in range(4000)]
    arrivals = Arrivals(lateness="gamma", lateness_mean_h=mean_h, lateness_sd_h=4, lateness_shape=shape)
    case = bare_case(calls, arrivals=arrivals)
    kernel, clock = Kernel(), Clock(START, 14)
    late = np.array([visit_of(kernel, case, clock, Streams(1, 0), each).arrival / HOUR - 240 for each in calls])
    assert late.mean() == pytest.approx(mean_h, abs=0.25)
    assert late.std() == pytest.approx(4, rel=0.08)
    assert late.min() >= mean_h - 4 * shape**0.5
    assert late.min() < mean_h - 3  # early ships exist
    skewness = ((late - late.mean()) ** 3).mean() / late.std() ** 3
    assert skewness == pytest.approx(2 / shape**0.5, rel=0.25)


def test_normal_lateness_is_moved_by_its_mean() -> None:
    moved, usual = (
        visit_of(Kernel(), bare_case([call("A", 48)], arrivals=arrivals), Clock(START, 7), Streams(1, 0), call("A", 48))
        for arrivals in (Arrivals(lateness_sd_h=3, lateness_mean_h=5), Arrivals(lateness_sd_h=3))
    )
    assert moved.arrival == pytest.approx(usual.arrival + 5 * HOUR)


def test_demand_grows_from_the_first_day_for_calls_that_no_table_lists() -> None:
    weekly = tramp(id="WEEKLY", rhythm="regular", every_days=7, discharge_full=1000)
    listed = call("A", 5, discharge_full=1000)
    case = bare_case([listed], arrivals=Arrivals(growth_per_year=0.1)).changed(services=(weekly,))
    calls = calls_of(case, Clock(START, 730), Streams(1, 0))
    assert [each.moves for each in calls if each.id == "A"] == [1000]
    for each in calls:
        if each.id != "A":
            years = (each.eta - START) / timedelta(days=365.25)
            assert each.moves == round(1000 * 1.1**years)
    assert calls[-1].moves > 1400
    # Room on the ship is the most.
    small = tramp(id="WEEKLY", rhythm="regular", every_days=7, discharge_full=24_990)
    full = calls_of(case.changed(services=(small,)), Clock(START, 365), Streams(1, 0))
    assert max(each.moves for each in full) == 25_000
