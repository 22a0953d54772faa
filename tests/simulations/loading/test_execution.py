"""Executions whose times can be worked out by hand."""

from itertools import pairwise
from typing import Any

import pytest

from data.case import Case
from data.closures import Closure
from data.plans import LoadingPlan
from simulations.loading.execution import Execution, execute
from simulations.loading.outcome import LoadingReplication, State
from simulations.loading.work import work_of
from simulations.streams import Streams
from simulations.terminal import Cancelled, Inconsistent
from tests.simulations.loading.conftest import (
    discharged,
    fetch,
    hatch,
    lift,
    loaded,
    moment,
    number,
    plan_of,
    rehandle,
    remaining,
    ship_case,
    stack,
    use,
)


def run(case: Case, plan: LoadingPlan, seed: int = 1) -> LoadingReplication:
    return execute(work_of(case, plan), seed=seed)


def spans(result: LoadingReplication) -> list[tuple[float, float]]:
    return [(round(start, 6), round(end, 6)) for start, end in zip(result.starts, result.ends, strict=True)]


def spent(result: LoadingReplication, crane: str, state: State) -> float:
    return result.spent[crane][state]


def two_discharges(tractors: int, **parts: Any) -> tuple[Case, LoadingPlan]:
    case = ship_case([discharged(1, "0020182"), discharged(2, "0020282")], tractors=tractors, **parts)
    lifts = [lift("Q1", "discharge", 0, (1, "0020182")), lift("Q1", "discharge", 20, (2, "0020282"))]
    return case, plan_of(case, lifts, [stack(1, "A-02-1-1", 10), stack(2, "A-02-2-1", 30)])


def test_discharges_follow_each_other_where_there_are_tractors() -> None:
    result = run(*two_discharges(tractors=2))
    assert spans(result) == [(0, 3), (3, 6)]
    assert result.figures["finish_h"] == pytest.approx(6 / 60)
    # The second box is at the block at 7, when the first has been stacked at 6.
    assert result.figures["stacked_h"] == pytest.approx(9 / 60)
    assert result.figures["late_h"] == pytest.approx((6 - 23) / 60)
    assert result.figures["boxes_per_crane_hour_net"] == pytest.approx(20)
    assert result.figures["yard_cranes_in_use"] == pytest.approx(4 / 9)
    # Each tractor from the beginning of the lift until the box is stacked.
    assert result.figures["tractors_in_use"] == pytest.approx((6 + 6) / 2 / 9)


def test_one_tractor_comes_back_before_the_next_discharge() -> None:
    result = run(*two_discharges(tractors=1))
    # Lifted at 3, at the block at 4, stacked at 6, back at 7.
    assert spans(result) == [(0, 3), (7, 10)]
    assert spent(result, "Q1", State.WAITING_BOX) == pytest.approx(4)


def test_a_box_to_load_is_fetched_ahead_and_waits_at_the_crane() -> None:
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1")])
    lifts = [lift("Q1", "load", 30, (1, "0020182")), lift("Q1", "load", 33, (2, "0020282"))]
    result = run(case, plan_of(case, lifts, [fetch(1, "A-02-1-1", 20), fetch(2, "A-02-2-1", 22)]))
    assert spans(result) == [(3, 6), (6, 9)]
    assert spent(result, "Q1", State.WAITING_BOX) == pytest.approx(3)


def test_a_tractor_that_has_loaded_drives_to_the_yard_first() -> None:
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1")], tractors=1)
    lifts = [lift("Q1", "load", 30, (1, "0020182")), lift("Q1", "load", 43, (2, "0020282"))]
    result = run(case, plan_of(case, lifts, [fetch(1, "A-02-1-1", 20), fetch(2, "A-02-2-1", 40)]))
    # Free at the quay at 6, at the block at 7, fetched at 9, at the quay at 10.
    assert spans(result) == [(3, 6), (10, 13)]


def test_a_tractor_that_has_stacked_fetches_the_next_box_there() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(2, "B-02-1-1")], tractors=1)
    lifts = [lift("Q1", "discharge", 0, (1, "0020182")), lift("Q1", "load", 40, (2, "0020282"))]
    result = run(case, plan_of(case, lifts, [stack(1, "A-02-1-1", 10), fetch(2, "B-02-1-1", 30)]))
    # Lifted at 3, stacked from 4 to 6, fetched from 6 to 8, at the quay at 9.
    assert spans(result) == [(0, 3), (9, 12)]


def test_nothing_begins_before_the_plan_does_but_what_the_plan_has_earlier() -> None:
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1")])
    lifts = [lift("Q1", "load", 0, (1, "0020182")), lift("Q1", "load", 30, (2, "0020282"))]
    result = run(case, plan_of(case, lifts, [fetch(1, "A-02-1-1", -10), fetch(2, "A-02-2-1", 22)]))
    # The first is there since -7; the second is fetched from 0 to 2.
    assert spans(result) == [(0, 3), (3, 6)]
    assert result.figures["yard_cranes_in_use"] == pytest.approx(2 / 6)


def test_boxes_of_trucks_and_restows_need_no_tractor() -> None:
    case = ship_case([loaded(1), remaining(2, "0020182")], tractors=1)
    lifts = [
        lift("Q1", "restow_off", 0, (2, "0020182")),
        lift("Q1", "load", 3, (1, "0020182")),
        lift("Q1", "restow_on", 6, (2, "0020184")),
    ]
    result = run(case, plan_of(case, lifts))
    assert spans(result) == [(0, 3), (3, 6), (6, 9)]
    assert result.figures["boxes_per_crane_hour_net"] == pytest.approx(20)


def test_a_twin_lift_is_longer_and_its_boxes_share_a_tractor() -> None:
    case = ship_case([loaded(1, "A-01-1-1", False), loaded(2, "A-03-1-1", False)], tractors=1)
    work = [lift("Q1", "load", 30, (1, "0010182"), (2, "0030182"), minutes=3.6)]
    result = run(case, plan_of(case, work, [fetch(1, "A-01-1-1", 10), fetch(2, "A-03-1-1", 20)]))
    assert spans(result) == [(5, 8.6)]
    assert result.figures["boxes_per_crane_hour_net"] == pytest.approx(2 / 3.6 * 60)


def test_the_lifts_of_a_dual_cycle_are_shorter() -> None:
    parts: dict[str, Any] = {"crane_work": {"dual_cycle": 1.5}}
    case = ship_case([loaded(1), discharged(2, "0020282"), discharged(3, "0020284")], **parts)
    lifts = [
        lift("Q1", "discharge", 0, (3, "0020284")),
        lift("Q1", "load", 3, (1, "0020182"), minutes=2.25),
        lift("Q1", "discharge", 5.25, (2, "0020282"), minutes=2.25, dual=True),
    ]
    result = run(case, plan_of(case, lifts, [stack(3, "A-02-1-1", 10), stack(2, "A-02-2-1", 20)]))
    assert spans(result) == [(0, 3), (3, 5.25), (5.25, 7.5)]


def test_ways_of_quay_cranes_and_yard_cranes_take_time() -> None:
    parts: dict[str, Any] = {"crane_work": {"travel_m_min": 7}, "yard_work": {"bay_travel_s": 30}}
    case = ship_case([discharged(1, "0020182"), discharged(2, "0060182"), loaded(3), loaded(4, "A-10-1-1")], **parts)
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020182")),
        lift("Q1", "discharge", 5, (2, "0060182")),
        lift("Q1", "load", 10, (3, "0020182")),
        lift("Q1", "load", 30, (4, "0020282")),
    ]
    moves = [stack(1, "A-02-1-1", 4), stack(2, "A-04-2-1", 9), fetch(4, "A-10-1-1", 15)]
    result = run(case, plan_of(case, lifts, moves))
    # 14 m at 7 m a minute. The boxes are stacked from 4 and from 9, half a minute away; three bays on, the last is
    # fetched from 12.5 to 14.5 and is there at 15.5.
    assert spans(result) == [(0, 3), (5, 8), (10, 13), (15.5, 18.5)]
    assert spent(result, "Q1", State.TRAVELLING) == pytest.approx(4)


def test_on_the_ship_the_order_of_stacks_and_covers_is_kept_whoever_is_early() -> None:
    # Q1 clears the deck of bay 2 and takes off the cover; Q2 loads the hold; Q1 puts it on, and Q2 loads the deck.
    case = ship_case([discharged(1, "0020182"), loaded(2), loaded(3), loaded(4)])
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020182")),
        hatch("Q1", "off", 3, 2),
        lift("Q2", "load", 8, (2, "0020102")),
        lift("Q2", "load", 11, (3, "0020104")),
        hatch("Q1", "on", 14, 2),
        lift("Q2", "load", 19, (4, "0020282")),
    ]
    result = run(case, plan_of(case, lifts, [stack(1, "A-02-1-1", 4)]))
    assert spans(result) == [(0, 3), (3, 8), (8, 11), (11, 14), (14, 19), (19, 22)]
    assert spent(result, "Q2", State.WAITING_SHIP) == pytest.approx(8 + 5)
    assert spent(result, "Q1", State.WAITING_SHIP) == pytest.approx(6)
    assert spent(result, "Q1", State.IDLE) == pytest.approx(3)


def neighbours(first: float, second: float, third: float, **parts: Any) -> tuple[Case, LoadingPlan]:
    """Q1 in bay 2, Q2 in bay 6, and Q1 in bay 2 again: closer than two cranes can be. The first box has far to come."""
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2), loaded(3)], crane_work={"clearance_m": 25, **parts}, way=10)
    lifts = [
        lift("Q1", "load", first, (1, "0020182")),
        lift("Q2", "load", second, (2, "0060182")),
        lift("Q1", "load", third, (3, "0020282")),
    ]
    return case, plan_of(case, lifts, [fetch(1, "A-02-1-1", 0)])


def test_neighbouring_cranes_keep_the_order_of_the_plan() -> None:
    result = run(*neighbours(12, 15, 18))
    assert spans(result) == [(12, 15), (15, 18), (18, 21)]
    assert spent(result, "Q2", State.WAITING_NEIGHBOUR) == pytest.approx(15)
    assert spent(result, "Q1", State.WAITING_NEIGHBOUR) == pytest.approx(3)
    assert spent(result, "Q1", State.WAITING_BOX) == pytest.approx(12)


def test_a_neighbour_has_to_move_away_first() -> None:
    # 25 m of clearance, 14 m from bay to bay: 11 m at 5.5 m a minute.
    result = run(*neighbours(12, 17, 22, travel_m_min=5.5))
    assert spans(result) == [(12, 15), (17, 20), (22, 25)]


def test_neighbours_that_are_far_enough_apart_do_not_wait() -> None:
    case, plan = neighbours(12, 15, 18)
    near_enough = case.changed(
        terminal=case.terminal.model_copy(
            update={"crane_work": case.terminal.crane_work.model_copy(update={"clearance_m": 14})}
        )
    )
    assert spans(run(near_enough, plan))[1] == (0, 3)


def test_a_crane_that_would_pass_its_neighbour_waits_however_far_it_goes() -> None:
    # Q1, the lower on the rail, works above Q2.
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2)], way=10)
    lifts = [lift("Q1", "load", 12, (1, "0100182")), lift("Q2", "load", 15, (2, "0020182"))]
    assert spans(run(case, plan_of(case, lifts, [fetch(1, "A-02-1-1", 0)]))) == [(12, 15), (15, 18)]


def test_a_crane_works_in_its_uses_and_stays_when_it_is_late() -> None:
    case = ship_case([loaded(n) for n in range(1, 5)])
    slots = ("0020182", "0020184", "0020282", "0020284")
    lifts = [
        lift("Q1", "load", start, (n, slot)) for n, start, slot in zip((1, 2, 3, 4), (5, 8, 20, 23), slots, strict=True)
    ]
    plan = plan_of(case, lifts, cranes=[use("Q1", 5, 10), use("Q1", 20, 25)])
    result = run(case, plan)
    # The last would begin at 23, but the crane is closed from 22 to 40.
    assert spans(result) == [(5, 8), (8, 11), (20, 23), (23, 26)]
    assert spent(result, "Q1", State.OFF) == pytest.approx(5 + 9)
    closure = Closure(id="X", what="crane", crane="Q1", start=moment(22), end=moment(40))
    closed = run(case.changed(closures=(closure,)), plan)
    assert spans(closed) == [(5, 8), (8, 11), (20, 23), (40, 43)]
    assert spent(closed, "Q1", State.OFF) == pytest.approx(5 + 9 + 17)


def test_a_yard_crane_keeps_the_order_of_its_list_and_of_the_stacks() -> None:
    # The box above must go first, by a rehandle; and the other block's crane has nothing to do with it.
    boxes = [loaded(1, "A-02-1-1"), loaded(2, "A-02-1-2"), loaded(3, "B-02-1-1")]
    case = ship_case(boxes)
    lifts = [
        lift("Q1", "load", 30, (1, "0020182")),
        lift("Q1", "load", 33, (2, "0020184")),
        lift("Q2", "load", 30, (3, "0060182")),
    ]
    moves = [
        rehandle(2, "A-02-1-2", "A-02-3-1", 0),
        fetch(1, "A-02-1-1", 3),
        fetch(2, "A-02-3-1", 6),
        fetch(3, "B-02-1-1", 6),
    ]
    result = run(case, plan_of(case, lifts, moves))
    assert spans(result) == [(5, 8), (8, 11), (3, 6)]


def test_a_breakdown_makes_the_lift_longer_by_its_repair() -> None:
    parts: dict[str, Any] = {"crane_work": {"hours_between_failures": 1 / 60, "repair_h": 1}}
    case, plan = two_discharges(tractors=2)
    calm = run(case, plan)
    rough = run(two_discharges(tractors=2, **parts)[0], plan)
    down = spent(rough, "Q1", State.DOWN)
    assert down > 0
    assert spent(rough, "Q1", State.LIFTING) == pytest.approx(6)
    assert rough.figures["finish_h"] == pytest.approx(calm.figures["finish_h"] + down / 60)


def test_times_vary_around_the_means_and_belong_to_the_boxes() -> None:
    boxes = [loaded(n) for n in range(1, 9)]
    case = ship_case(boxes, crane_work={"cycle_spread": 0.4})
    slots = [f"{bay:03d}{row:02d}{tier}" for bay in (2, 6) for row in (1, 2) for tier in (82, 84)]
    order = list(zip(range(1, 9), slots, strict=True))
    one = plan_of(case, [lift("Q1", "load", 3 * n, each) for n, each in enumerate(order)])
    # The other way round bay by bay, and by two cranes.
    other = plan_of(
        case, [lift("Q1" if n < 4 else "Q2", "load", 3 * n, each) for n, each in enumerate(order[4:] + order[:4])]
    )
    work, other_work = work_of(case, one), work_of(case, other)
    by_box, other_by_box = {}, {}
    means = []
    for replication in range(40):
        for each, durations in ((work, by_box), (other_work, other_by_box)):
            result = execute(each, seed=3, replication=replication)
            for planned, start, end in zip(each.plan.lifts, result.starts, result.ends, strict=True):
                durations[planned.boxes[0].box, replication] = round(end - start, 9)
                means.append(end - start)
    assert by_box == other_by_box
    assert len(set(by_box.values())) == 320
    # 320 cycles of 3 minutes with a standard deviation of 1.2: the mean's is 0.067.
    assert sum(means) / len(means) == pytest.approx(3, abs=0.2)


def test_a_run_ends_soon_after_it_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        execute(work_of(*two_discharges(tractors=2)), seed=1, cancelled=lambda: True)


def test_boxes_that_get_lost_or_stand_in_each_other_are_a_fault_of_the_simulation() -> None:
    work = work_of(*two_discharges(tractors=2))
    lost = Execution(work, Streams(1, 0))
    lost.boxes.at[number(1)] = "0060182"
    with pytest.raises(Inconsistent, match=f"box {number(1)} is at 0060182 and not at 0020182"):
        lost.run()
    doubled = Execution(work, Streams(1, 0))
    doubled.boxes.at["GHOST"] = "tractor"
    with pytest.raises(Inconsistent, match="not where the plan puts them"):
        doubled.run()


def test_every_moment_of_a_crane_is_in_one_state() -> None:
    case, plan = neighbours(12, 17, 22, travel_m_min=5.5, cycle_spread=0.5, hours_between_failures=0.1, repair_h=0.2)
    for seed in range(20):
        result = run(case, plan, seed)
        for states in result.spent.values():
            assert min(states) >= 0
            assert sum(states) == pytest.approx(result.figures["finish_h"] * 60)
        for before, after in pairwise([0, 1, 2]):
            assert result.starts[after] >= result.ends[before] + 2 - 1e-9
