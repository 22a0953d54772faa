from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.closures import Closure
from data.operations import Arrivals, Breaks, CraneWork, Pilotage, Tractors, Weather
from data.shifts import Shift
from data.terminal import Channel
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.parts.flows import Flow
from simulations.policies import FirstComeFirstServed
from simulations.records import CRANE_GOES_ON, CRANE_STOPPED
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, after, bare_case, call, run


def closed(crane: str, start_h: float, end_h: float) -> Closure:
    return Closure(id=f"C{crane}-{start_h:g}", what="crane", crane=crane, start=after(start_h), end=after(end_h))


def shifts(*gangs: int) -> tuple[Shift, ...]:
    """As many shifts of equal length as numbers of gangs, the first from midnight on."""
    hours = 24 // len(gangs)
    return tuple(Shift(id=f"S{n}", start=time(n * hours), gangs=count) for n, count in enumerate(gangs))


def test_a_closed_crane_ends_its_lift_and_its_ship_goes_on_when_it_opens() -> None:
    # The closure begins in the lift from minute 99 to 102; 66 of 100 boxes are left then.
    case = bare_case([call("A", discharge_full=100)]).changed(closures=(closed("Q0", 100 / 60, 200 / 60),))
    terminal = run(case)
    (visit,) = terminal.visits
    assert visit.last_line == pytest.approx(200 + 66 * 3)
    assert visit.crane_minutes == pytest.approx(300)
    assert terminal.crane_times()[0].idle == pytest.approx(7 * DAY - 300)


def test_a_box_that_is_taken_back_leaves_the_yard_once() -> None:
    # When the crane closes, boxes stand on tractors beside the ship and go back to the yard.
    tractors = Tractors(count=10, quay_to_yard_m=1_000)
    case = bare_case([call("A", eta_h=80, discharge_full=0, load_full=40)], blocks=1, tractors=tractors)
    terminal = run(case.changed(closures=(closed("Q0", 81, 85),)))
    record = terminal.recorder.yard
    assert terminal.cranes.loaded == 40
    assert record.left[Flow.DOMESTIC_OUT] == 40
    # They came in some 48 h before the middle of the ship's stay.
    undisturbed = run(case).recorder.yard
    assert record.stayed[Flow.DOMESTIC_OUT] > undisturbed.stayed[Flow.DOMESTIC_OUT]


def test_a_free_crane_comes_for_a_closed_one() -> None:
    case = bare_case([call("A", discharge_full=100, max_cranes=1, preferred_position_m=0)], berths=2)
    terminal = run(case.changed(closures=(closed("Q0", 100 / 60, 100),)))
    (visit,) = terminal.visits
    assert visit.last_line == pytest.approx(300)
    assert [spent.lifting for spent in terminal.crane_times()] == pytest.approx([102, 198])


def test_a_closed_crane_is_not_given_to_a_ship() -> None:
    case = bare_case([call("A", 1, discharge_full=100), call("TWO", 2, min_cranes=2)], berths=2)
    one, two = run(case.changed(closures=(closed("Q1", 0, 20),))).visits
    assert one.last_line == pytest.approx(HOUR + 300)
    assert two.first_line == pytest.approx(20 * HOUR)


def test_tractors_leave_a_ship_without_a_crane() -> None:
    calls = [
        call(name, discharge_full=100, max_cranes=1, preferred_position_m=place)
        for name, place in (("A", 0), ("B", 100))
    ]
    case = bare_case(calls, berths=2, tractors=Tractors(count=2, speed_km_h=20, quay_to_yard_m=500))
    one, two = run(case.changed(closures=(closed("Q0", 0.5, 90),))).visits
    # B's crane has both tractors after half an hour, and one of them at a time under it: no more waiting.
    assert two.last_line < 30 + 100 * 3 + 20
    # A gets B's crane when that is free.
    assert one.last_line < 650


def test_gangs_go_to_each_ship_in_turn_and_are_handed_on() -> None:
    calls = [
        call(name, eta, discharge_full=300, max_cranes=1, preferred_position_m=place)
        for name, eta, place in (("A", 0, 0), ("B", 0.01, 100))
    ]
    one, two = run(bare_case(calls, berths=2).changed(shifts=shifts(2, 1))).visits
    # Until noon 240 boxes of each; then one gang works A to its end and B after it.
    assert one.last_line == pytest.approx(900)
    assert two.last_line == pytest.approx(900 + 180, abs=4)
    assert two.off_minutes == pytest.approx(180, abs=4)


def test_each_ship_has_a_gang_before_any_has_two() -> None:
    calls = [call("A", 0, discharge_full=300, max_cranes=2), call("B", 1, discharge_full=60, preferred_position_m=200)]
    case = bare_case(calls, berths=3).changed(shifts=shifts(2, 3))
    # The largest shift has gangs for all cranes, this one for two: A gives one up when B comes.
    one, two = run(case).visits
    assert two.first_lift == pytest.approx(HOUR, abs=3.1)
    assert two.last_line == pytest.approx(4 * HOUR, abs=4)
    assert one.off_minutes == pytest.approx(3 * HOUR, abs=4)


def test_no_more_cranes_are_given_out_than_there_are_gangs() -> None:
    calls = [call("A", 0, discharge_full=60), call("B", 1, discharge_full=60)]
    one, two = run(bare_case(calls, berths=3).changed(shifts=shifts(1))).visits
    assert one.last_line == pytest.approx(180)
    assert two.first_line == pytest.approx(180)


def test_a_meal_and_a_change_of_shift_stop_all_cranes_after_their_lift() -> None:
    calls = [call("A", 1 + 1 / 60, discharge_full=220)]
    breaks = Breaks(change_min=30, meal_min=60, meal_after_h=4)
    terminal = run(bare_case(calls, breaks=breaks).changed(shifts=shifts(1, 1)))
    (visit,) = terminal.visits
    # From minute 61. The meal, 240 to 300, begins in the lift that ends at 241: then 160 boxes are left. The change at
    # noon begins in the lift that ends at 723.
    assert visit.off_minutes == pytest.approx(59 + 27)
    assert visit.last_line == pytest.approx(61 + 660 + 59 + 27)
    assert terminal.crane_times()[0].off == pytest.approx(59 + 27)


def test_a_stop_and_its_end_are_events() -> None:
    breaks = Breaks(meal_min=60, meal_after_h=4)
    case = bare_case([call("A", 1 + 1 / 60, discharge_full=100)], breaks=breaks).changed(shifts=shifts(1, 1))
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, 1), Streams(1, 0), recording=True)
    terminal.run()
    stops = [event for event in terminal.recorder.events or [] if event[1] in (CRANE_STOPPED, CRANE_GOES_ON)]
    assert [event[1:] for event in stops] == [
        (CRANE_STOPPED, "A", -1, "Q0", "off"),
        (CRANE_GOES_ON, "A", -1, "Q0", ""),
    ]
    assert [event[0] for event in stops] == pytest.approx([241, 300])


def test_without_shifts_there_are_no_breaks() -> None:
    terminal = run(bare_case([call("A", discharge_full=300)], breaks=Breaks(change_min=30, meal_min=60)))
    assert terminal.visits[0].last_line == pytest.approx(900)


def test_rain_and_wind_stop_lifts_for_their_share_of_the_time() -> None:
    weather = Weather(rain_between_h=9, rain_h=1, wind_between_h=4, wind_h=1)
    terminal = run(bare_case([call("A", discharge_full=20_000)], weather=weather), days=60)
    (visit,) = terminal.visits
    # Both are away for 0.9 x 0.8 of the time; a lift that is under way is finished in the stop.
    assert visit.last_line == pytest.approx(20_000 * 3 + visit.weather_minutes)
    assert visit.weather_minutes / visit.last_line == pytest.approx(1 - 0.9 * 0.8, rel=0.15)


def test_a_break_in_the_rain_is_a_break() -> None:
    parts: dict[str, Any] = {"weather": Weather(rain_between_h=0.01, rain_h=8760)}
    case = bare_case([call("A", 1, discharge_full=10)], breaks=Breaks(meal_min=60, meal_after_h=4), **parts)
    spent = run(case.changed(shifts=shifts(1, 1)), days=1).crane_times()[0]
    assert spent.off == pytest.approx(120)
    assert spent.weather == pytest.approx(DAY - HOUR - 120 - spent.lifting)


@st.composite
def disrupted(draw: st.DrawFn) -> Case:
    """Two berths and cranes, and everything that may stop or speed up a crane."""
    calls = [
        call(f"C{number}", draw(st.floats(0, 48)), discharge_full=discharge, load_full=load)
        for number, (discharge, load) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), min_size=1, max_size=5))
        )
    ]
    share = st.sampled_from([0, 0.3, 1])
    case = bare_case(
        calls,
        berths=2,
        blocks=draw(st.integers(0, 1)),
        arrivals=Arrivals(lateness_sd_h=3),
        channel=Channel(
            length_nm=10, depth_m=20, **draw(st.sampled_from([{}, {"opens": time(6), "closes": time(20)}]))
        ),
        crane_work=CraneWork(
            gross_moves_per_hour=20,
            cycle_s=150,
            hours_between_failures=draw(st.sampled_from([0, 2])),
            repair_h=1,
            setup_min=10,
            travel_m_min=20,
            interference_exponent=0.9,
            deviation_per_100m=0.1,
            twin_lift_kg=50_000,
            twin_share=draw(share),
            dual_cycle=1.6,
            dual_share=draw(share),
            boxes_per_cover=draw(st.sampled_from([0, 7])),
            restow_share=draw(st.sampled_from([0, 0.1])),
        ),
        tractors=Tractors(
            count=draw(st.integers(1, 6)), quay_to_yard_m=500, assignment=draw(st.sampled_from(["pooled", "gang"]))
        ),
        weather=Weather(rain_between_h=draw(st.sampled_from([0, 5])), rain_h=1),
        breaks=Breaks(change_min=20, meal_min=30, meal_after_h=2),
        pilotage=Pilotage(knots=10, pilots=1, return_min=15, tugs=2, one_way=draw(st.booleans())),
    )
    begins = draw(st.lists(st.tuples(st.sampled_from(["Q0", "Q1"]), st.floats(0, 60), st.floats(0.1, 20)), max_size=3))
    closures = {f"{crane}-{start}": closed(crane, start, start + long) for crane, start, long in begins}
    return case.changed(
        closures=tuple(closure.model_copy(update={"id": f"N{n}"}) for n, closure in enumerate(closures.values())),
        shifts=draw(st.sampled_from([(), shifts(2, 1, 2), shifts(1, 0)])),
    )


@settings(derandomize=True, max_examples=60, deadline=None)
@given(case=disrupted(), seed=st.integers(0, 100))
def test_whatever_stops_cranes_every_ship_is_done_and_all_time_is_counted(case: Case, seed: int) -> None:
    terminal = run(case, days=14, seed=seed)
    assert terminal.figures()["calls_unfinished"] == 0
    for spent in terminal.crane_times():
        assert min(spent.idle, spent.lifting, spent.down, spent.blocked, spent.off, spent.weather) >= 0
        assert spent.total == pytest.approx(14 * DAY)
    for visit in terminal.visits:
        counted = visit.lift_minutes + visit.down_minutes + visit.off_minutes + visit.weather_minutes
        assert counted <= visit.crane_minutes + 1e-6
        assert visit.first_line <= visit.first_lift <= visit.last_lift <= visit.last_line
        assert visit.anchored <= visit.pilot_on <= visit.roads <= visit.first_line
    assert sum(visit.lift_minutes for visit in terminal.visits) == pytest.approx(
        sum(spent.lifting for spent in terminal.crane_times())
    )
    assert sum(visit.off_minutes for visit in terminal.visits) == pytest.approx(
        sum(spent.off for spent in terminal.crane_times())
    )
