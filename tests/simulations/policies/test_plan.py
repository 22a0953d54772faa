import pickle
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.operations import Arrivals, CraneWork
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.terminal import Tide
from scheduler.berths import first_come_first_served
from simulations.kernel import DAY, HOUR
from simulations.policies import FirstComeFirstServed, FollowPlan
from simulations.visit import Visit
from tests.simulations.conftest import START, after, bare_case, call, run


def plan(case: Case, *entries: tuple[str, float, float, tuple[int, ...]], hours: float = 10) -> BerthPlan:
    """A plan of (call, start hour, position, places of cranes), each staying for so many hours."""
    return BerthPlan(
        case=case.name,
        case_hash=case.hash,
        start=START,
        end=after(7 * 24),
        calls=tuple(
            BerthedCall(
                call=name,
                position_m=position,
                side="starboard",
                start=after(start),
                end=after(start + hours),
                cranes=tuple(
                    CraneUse(crane=f"Q{place}", start=after(start), end=after(start + hours)) for place in cranes
                ),
            )
            for name, start, position, cranes in entries
        ),
    )


def lines(visits: list[Visit]) -> dict[str, tuple[float, float]]:
    """First and last line of each call in hours from the start."""
    return {
        visit.call.id: (pytest.approx(visit.first_line / HOUR), pytest.approx(visit.last_line / HOUR))
        for visit in visits
    }


def test_policies_can_be_sent_to_other_processes(small_case: Case) -> None:
    follow = FollowPlan(first_come_first_served(small_case))
    for policy in (FirstComeFirstServed(), follow):
        assert pickle.loads(pickle.dumps(policy)) == policy


def test_ships_berth_in_the_order_of_their_arrival() -> None:
    case = bare_case([call(name, eta, discharge_full=60) for name, eta in (("C", 2), ("A", 0), ("B", 1))])
    assert lines(run(case).visits) == {"A": (0, 3), "B": (3, 6), "C": (6, 9)}


def test_a_ship_takes_the_free_place_nearest_its_preferred_one() -> None:
    case = bare_case(
        [
            call("A", 0, discharge_full=60, max_cranes=1, preferred_position_m=120),
            call("B", 1, discharge_full=60, max_cranes=1, preferred_position_m=120),
        ],
        berths=4,
    )
    a, b = run(case).visits
    # 100 m long, from 120 m: the next is clear at 20 m and at 220 m, both 100 m away; the lower counts.
    assert (a.position_m, b.position_m) == (120, 20)


def test_cranes_of_neighbours_do_not_pass() -> None:
    case = bare_case(
        [
            call("RIGHT", 0, discharge_full=200, max_cranes=1, preferred_position_m=200),
            call("LEFT", 1, discharge_full=200, preferred_position_m=0),
        ],
        berths=3,
    )
    terminal = run(case, days=0.1)
    right, left = terminal.visits
    assert right.position_m == 200
    assert left.position_m == 0
    # The ship on the right was given the crane nearest to it, so that the other finds two.
    assert right.last_line == pytest.approx(200 * 3)
    assert left.last_line == pytest.approx(60 + 200 * 3 / 2, abs=3)


def test_the_first_in_the_queue_holds_up_those_behind_it() -> None:
    case = bare_case(
        [call("A", 0, discharge_full=60, max_cranes=1), call("TWO", 1, min_cranes=2), call("B", 2)], berths=2
    )
    a, two, b = run(case).visits
    assert two.first_line == a.last_line
    assert b.first_line >= two.first_line


def test_a_ship_that_waits_for_the_tide_alone_lets_others_pass() -> None:
    deep = call("DEEP", 4, arrival_draft_m=9, departure_draft_m=8)
    case = bare_case([deep, call("B", 5)], tide=Tide(low_m=-1, high_m=1, period_h=12, high_water=START))
    visits = {visit.call.id: visit for visit in run(case).visits}
    assert visits["B"].first_line == 5 * HOUR
    # 9.9 m of water come back when the tide passes -0.1 m, at 8:49.
    assert visits["DEEP"].first_line == pytest.approx(8 * HOUR + 49, abs=1)


def certain(case: Case) -> Case:
    """The case with nothing left to chance, cranes at the planner's rate, and no other bottleneck."""
    terminal = case.terminal
    rate = terminal.crane_work.gross_moves_per_hour
    return case.changed(
        yard_cranes=(),
        terminal=terminal.model_copy(
            update={
                "crane_work": CraneWork(gross_moves_per_hour=rate, cycle_s=3600 / rate, cycle_spread=0),
                "arrivals": Arrivals(),
                "tractors": terminal.tractors.model_copy(update={"count": 60, "quay_to_yard_m": 0}),
                "gate": terminal.gate.model_copy(update={"lanes": 30, "closes_hours_before": 6}),
            }
        ),
    )


def test_a_plan_is_followed_to_the_minute_where_nothing_is_left_to_chance(small_case: Case) -> None:
    case = certain(small_case)
    planned = first_come_first_served(case)
    terminal = run(case, FollowPlan(planned))
    assert len(planned.calls) == 4
    for entry in planned.calls:
        visit = next(visit for visit in terminal.visits if visit.call.id == entry.call)
        assert visit.position_m == entry.position_m
        assert visit.first_line == pytest.approx(minutes(entry.start), abs=1)
        # The plan counts in whole minutes, and boxes do not divide evenly among cranes.
        assert visit.last_line == pytest.approx(minutes(entry.end), abs=4)


def minutes(moment: datetime) -> float:
    return (moment - START) / timedelta(minutes=1)


def test_a_plan_may_turn_the_order_of_arrival_round() -> None:
    case = bare_case([call("A", 0, discharge_full=60), call("B", 1, discharge_full=60)])
    follow = FollowPlan(plan(case, ("B", 1, 0, (0,)), ("A", 4, 0, (0,)), hours=3))
    assert lines(run(case, follow).visits) == {"A": (4, 7), "B": (1, 4)}


def test_an_early_ship_berths_before_its_planned_start_if_it_disturbs_nobody() -> None:
    case = bare_case([call("A", 0, discharge_full=60), call("B", 0, discharge_full=60)])
    follow = FollowPlan(plan(case, ("A", 0, 0, (0,)), ("B", 20, 0, (0,))))
    assert lines(run(case, follow).visits) == {"A": (0, 3), "B": (3, 6)}


def test_an_early_ship_waits_for_one_that_was_planned_before_it() -> None:
    case = bare_case([call("A", 6, discharge_full=60), call("B", 0, discharge_full=60)])
    follow = FollowPlan(plan(case, ("A", 6, 0, (0,)), ("B", 9, 0, (0,)), hours=3))
    assert lines(run(case, follow).visits) == {"A": (6, 9), "B": (9, 12)}


def test_a_ship_that_is_not_there_loses_its_turn() -> None:
    # A really comes six hours after its planned start, when B's turn has come.
    case = bare_case([call("A", 6, discharge_full=60), call("B", 0, discharge_full=60)])
    follow = FollowPlan(plan(case, ("A", 0, 0, (0,)), ("B", 5, 0, (0,)), hours=5))
    assert lines(run(case, follow).visits) == {"A": (8, 11), "B": (5, 8)}


def test_a_planned_crane_joins_when_it_is_free() -> None:
    case = bare_case(
        [call("A", 0, discharge_full=60), call("B", 0, discharge_full=100)],
        berths=2,
    )
    follow = FollowPlan(plan(case, ("A", 0, 0, (0,)), ("B", 0, 100, (0, 1))))
    a, b = run(case, follow).visits
    assert a.last_line == pytest.approx(180)
    # B is worked by one crane for 3 hours (60 boxes), then by two: 40 boxes in an hour.
    assert b.first_line == 0
    assert b.last_line == pytest.approx(240, abs=3)
    assert b.crane_minutes == pytest.approx(240 + 60, abs=6)


def test_calls_that_the_plan_does_not_know_are_served_too() -> None:
    case = bare_case([call("A", 0, discharge_full=60), call("B", 1, discharge_full=60), call("C", 2)])
    follow = FollowPlan(plan(case, ("B", 1, 0, (0,)), ("A", 0, 0, (0,)), ("GONE", 0, 0, (0,))))
    assert lines(run(case, follow).visits)["C"][0] == 6


def test_a_place_where_nothing_can_lie_is_no_planned_place() -> None:
    case = bare_case([call("A"), call("B"), call("C")])
    follow = FollowPlan(plan(case, ("A", 50, 80, (0,)), ("B", 50, 0, (7,)), ("C", 50, 0, ())))
    assert max(visit.last_line for visit in run(case, follow).visits) < HOUR


@st.composite
def plans(draw: st.DrawFn) -> list[tuple[str, float, float, tuple[int, ...]]]:
    """Plans that keep no rule: any place, any time, any cranes, for some of the calls."""
    return [
        (
            f"C{number}",
            draw(st.floats(0, 60)),
            draw(st.floats(-20, 260)),
            tuple(draw(st.sets(st.integers(0, 3), max_size=3))),
        )
        for number in draw(st.sets(st.integers(0, 7)))
    ]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(entries=plans(), seed=st.integers(0, 1000), etas=st.lists(st.floats(0, 48), min_size=8, max_size=8))
def test_no_ship_waits_for_ever_whatever_the_plan(
    entries: list[tuple[str, float, float, tuple[int, ...]]], seed: int, etas: list[float]
) -> None:
    calls = [
        call(f"C{number}", eta, discharge_full=30, load_full=10, arrival_draft_m=8 + number % 2)
        for number, eta in enumerate(etas)
    ]
    case = bare_case(
        calls,
        berths=3,
        loa_m=90,
        arrivals=Arrivals(lateness_sd_h=5),
        tide=Tide(low_m=-1, high_m=1, high_water=START),
    )
    terminal = run(case, FollowPlan(plan(case, *entries)), seed=seed)
    assert terminal.figures()["calls"] == 8
    assert max(visit.last_line for visit in terminal.visits) < 7 * DAY
    for place, one in enumerate(terminal.visits):
        for other in terminal.visits[:place]:
            together = one.first_line < other.last_line and other.first_line < one.last_line
            apart = one.position_m >= other.position_m + 90 - 1e-6 or other.position_m >= one.position_m + 90 - 1e-6
            assert apart or not together
