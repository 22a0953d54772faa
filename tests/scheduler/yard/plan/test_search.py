"""Yard plans against paper and against trying all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.box_kinds import BOX_KINDS
from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan, YardPlan
from data.terminal import YardBlock
from scheduler.result import Incumbent, Result, Status
from scheduler.stopping import Stop
from scheduler.yard.plan import first_come_first_served, solve
from scheduler.yard.plan.arrays import data_of, new_state
from scheduler.yard.plan.bound import Relaxation
from scheduler.yard.plan.kernel import anneal
from scheduler.yard.plan.problem import yard_problem
from tests.data.checker.yard.tiny import FAR, FORTY, HEAVY, LIGHT, at, yard_case
from tests.scheduler.yard.plan.exhaustive import cheapest

QUICK = Stop(seconds=None, effort=2)
ONE_BLOCK = (YardBlock(id="A", bays=4, rows=2, tiers=2),)


def solved(case: Case, **options: float):  # type: ignore[no-untyped-def]
    """The result of a solve that the checker accepts."""
    result = solve(case, stop=QUICK, workers=1, import_share=options.pop("import_share", 0.0), **options)
    verdict = check(case, result.plan)
    assert verdict.feasible, verdict.broken
    assert verdict.cost == pytest.approx(result.cost)
    assert result.bound <= result.cost
    return result


def test_groups_get_bays_of_their_own_as_long_as_there_are_any(small_case: Case) -> None:
    groups = {LIGHT: 3, HEAVY: 2, FAR: 2}
    dear = {"rehandle_per_box": 1_000}
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", groups)}, blocks=ONE_BLOCK, costs=dear)
    result = solved(case)
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound == 300
    assert not any(row.mixed for row in result.plan.reservations)


def test_groups_share_a_bay_where_ground_is_short(small_case: Case) -> None:
    groups = {LIGHT: 3, HEAVY: 1, FAR: 2}
    short = (YardBlock(id="A", bays=2, rows=2, tiers=2),)
    case = yard_case(
        small_case, {"ONE": ("05 08:00", "05 18:00", groups)}, blocks=short, costs={"rehandle_per_box": 1_000}
    )
    result = solved(case)
    assert result.status is Status.OPTIMAL
    assert sorted((row.group, row.boxes) for row in result.plan.reservations if row.mixed) == [(HEAVY, 1), (FAR, 2)]
    assert result.plan.unplaced == ()


def test_a_group_of_few_boxes_shares_a_bay_where_rehandles_cost_less_than_a_bay(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 1, HEAVY: 1})}, costs={"rehandle_per_box": 1})
    result = solved(case)
    assert all(row.mixed for row in result.plan.reservations)
    assert len({(row.block, row.bay) for row in result.plan.reservations}) == 1
    assert result.cost == pytest.approx(2 * 100 / 3 + 2 * (0.125 + 3.5 / 32))


def test_what_finds_no_room_is_left_with_a_reason(small_case: Case) -> None:
    short = (YardBlock(id="A", bays=1, rows=2, tiers=2),)
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3, FORTY: 2})}, blocks=short)
    result = solved(case)
    (left,) = result.plan.unplaced
    assert (left.group, left.boxes) == (FORTY, 2)
    assert "taken" in left.reason
    assert result.status is Status.OPTIMAL


def test_where_a_bay_costs_more_than_to_leave_boxes_the_reason_says_so(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3})}, costs={"ashore_per_box": 1})
    (left,) = solved(case).plan.unplaced
    assert "ashore_per_box" in left.reason


def test_two_ships_take_turns_in_a_bay(small_case: Case) -> None:
    calls = {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3}), "LATE": ("07 08:00", "07 18:00", {HEAVY: 3})}
    result = solved(yard_case(small_case, calls, blocks=(YardBlock(id="A", bays=1, rows=2, tiers=2),)))
    assert {(row.call, row.bay) for row in result.plan.reservations} == {("ONE", 1), ("LATE", 1)}


def test_what_is_kept_for_import_stays_free(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3, HEAVY: 3, FAR: 3})}, blocks=ONE_BLOCK)
    assert solved(case, import_share=0.25).plan.unplaced == ()
    assert sum(row.boxes for row in solved(case, import_share=0.5).plan.unplaced) == 3


def test_groups_go_to_blocks_that_take_them_and_to_plugs(small_case: Case) -> None:
    blocks = (
        YardBlock(id="A", bays=4, rows=2, tiers=2, takes=("full", "reefer"), plug_bays=3),
        YardBlock(id="B", bays=4, rows=2, tiers=2, takes=("empty",)),
        YardBlock(id="C", bays=4, rows=2, tiers=2, takes=("dangerous",)),
    )
    groups = {LIGHT: 3, COLD: 3, COLD_FORTY: 3, EMPTY: 3, DANGEROUS: 3}
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", groups)}, blocks=blocks)
    result = solved(case)
    assert result.plan.unplaced == ()
    assert {row.group: row.block for row in result.plan.reservations} == {
        LIGHT: "A", COLD: "A", COLD_FORTY: "A", EMPTY: "B", DANGEROUS: "C",
    }  # fmt: skip
    assert {row.bay for row in result.plan.reservations if row.group == LIGHT} == {7}
    by_hand = first_come_first_served(case, import_share=0.0)
    assert check(case, by_hand).feasible
    assert by_hand.unplaced == ()


def test_why_a_group_has_no_bay_with_plugs_or_no_block(small_case: Case) -> None:
    block = YardBlock(id="A", bays=4, rows=2, tiers=2, takes=("full", "reefer"), plug_bays=1)
    groups = {COLD: 4, COLD_FORTY: 1, DANGEROUS: 1}
    result = solved(yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", groups)}, blocks=(block,)))
    reasons = {row.group: row.reason for row in result.plan.unplaced}
    assert reasons[COLD].startswith("all bays with plugs of blocks with a yard crane are taken at some time")
    assert "no block with a yard crane that takes reefer boxes has a 40-foot bay with plugs" in reasons[COLD_FORTY]
    assert "takes dangerous boxes has a 20-foot bay; change takes or plug_bays" in reasons[DANGEROUS]


def test_ground_on_which_boxes_stand_is_not_given_away(small_case: Case) -> None:
    calls = {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3, HEAVY: 3}), "TWO": ("05 09:00", "05 20:00", {FAR: 3})}
    case = yard_case(small_case, calls, blocks=ONE_BLOCK, places=[("TWO", FAR, "A-01-1-1"), ("TWO", FAR, "A-05-1-1")])
    result = solved(case)
    # Two bays are left for three groups while TWO's boxes stand in the others.
    assert sum(row.boxes for row in result.plan.unplaced) == 3
    assert {row.bay for row in result.plan.reservations} == {3, 7}


def test_no_block_is_asked_for_more_than_its_cranes_move(small_case: Case) -> None:
    calls = {"ONE": ("05 08:00", "05 12:00", {LIGHT: 6})}
    # Two boxes an hour are asked for, and a crane moves one.
    result = solved(yard_case(small_case, calls, move_s=3_600))
    assert sorted((row.block, row.boxes) for row in result.plan.reservations) == [("A", 3), ("B", 3)]
    assert check(yard_case(small_case, calls, move_s=3_600), result.plan).terms["peaks"] == pytest.approx(0)


def test_boxes_stand_near_their_ship_as_the_berth_plan_has_her(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3})}, costs={"haul_per_km": 1_000})
    start = case.first_day
    for position, block in ((0, "A"), (120, "B")):
        berthed = BerthedCall(
            call="ONE", position_m=position, side="starboard", start=at("05 10:00"), end=at("05 22:00"), cranes=()
        )
        berths = BerthPlan(
            case=case.name, case_hash=case.hash, start=start, end=start + timedelta(days=7), calls=(berthed,)
        )
        result = solve(case, berth_plan=berths, stop=QUICK, workers=1)
        assert check(case, result.plan).feasible
        (row,) = result.plan.reservations
        assert row.block == block
        # Boxes come from the day before her ETA on, and are there until she leaves.
        assert (row.start, row.end) == (at("04 08:00"), at("05 22:00"))


def test_by_hand_boxes_go_to_the_emptiest_block(small_case: Case) -> None:
    calls = {"ONE": ("05 08:00", "05 18:00", {LIGHT: 5}), "TWO": ("05 09:00", "05 20:00", {HEAVY: 1})}
    case = yard_case(small_case, calls)
    plan = first_come_first_served(case, import_share=0.0)
    assert check(case, plan).feasible
    assert [(row.call, row.block, row.boxes) for row in plan.reservations] == [
        ("ONE", "A", 3), ("ONE", "B", 2), ("TWO", "A", 1),
    ]  # fmt: skip


def test_a_yard_without_cranes_and_a_week_without_calls_are_refused(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {LIGHT: 3})})
    with pytest.raises(DermagaError, match="yard_cranes"):
        solve(case.changed(yard_cranes=()), stop=QUICK)
    with pytest.raises(DermagaError, match="no call arrives"):
        solve(case, start=at("20 00:00"), stop=QUICK)


def test_calls_that_load_nothing_need_nothing(small_case: Case) -> None:
    case = yard_case(small_case, {"ONE": ("05 08:00", "05 18:00", {})})
    result = solved(case)
    assert (result.status, result.cost, result.plan.reservations) == (Status.OPTIMAL, 0, ())


def test_the_small_case_without_profiles(small_case: Case) -> None:
    result = solve(small_case, import_share=0.0, stop=Stop(seconds=None, effort=0.5), workers=1)
    assert check(small_case, result.plan).feasible
    assert sum(row.boxes for row in result.plan.reservations) == sum(call.load for call in small_case.calls)
    assert result.cost < check(small_case, first_come_first_served(small_case, import_share=0.0)).cost
    # What boxes from ships need in the mean leaves less room than there are boxes.
    kept = solve(small_case, stop=Stop(seconds=None, effort=0.2), workers=1).plan
    assert check(small_case, kept).feasible
    assert kept.import_share == pytest.approx(600 * 1.11 / 168 * 72 / (40 * 21), abs=1e-4)
    assert sum(row.boxes for row in kept.unplaced) > 0


def test_effort_gives_the_same_plan_again(small_case: Case) -> None:
    stop = Stop(seconds=None, effort=0.5)
    plans = [solve(small_case, stop=stop, seed=3, workers=2).plan for _ in range(2)]
    assert plans[0] == plans[1]


def test_a_cancelled_solve_gives_the_plan_made_by_hand(small_case: Case) -> None:
    stop = Stop(seconds=30)
    stop.cancel.set()
    result = solve(small_case, stop=stop)
    assert result.status is Status.CANCELLED
    assert result.plan == first_come_first_served(small_case)
    assert result.bound == 0


def test_every_better_plan_is_given_on_the_way(small_case: Case) -> None:
    kept: list[Result[YardPlan]] = []
    result = solve(small_case, stop=Stop(seconds=None, effort=0.5), workers=1, keep=kept.append)
    assert kept[0].plan == first_come_first_served(small_case)
    assert kept[-1].plan == result.plan
    costs = [each.cost for each in kept]
    assert costs == sorted(set(costs), reverse=True)


def test_annealing_ends_when_another_thread_says_so(small_case: Case) -> None:
    problem = yard_problem(small_case, days=7)
    data = data_of(problem)
    ground = Relaxation(problem).no_prices().of_bays
    ended = np.zeros(1, dtype=np.int64)
    steps = 10**12  # years
    began = monotonic()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(
            anneal, data, new_state(data), new_state(data), ground, 1, steps, 1.0, 0.5, 16, ended,
        )  # fmt: skip
        try:
            with pytest.raises(TimeoutError):
                run.result(0.1)
        finally:
            ended[0] = 1
        run.result(20)
    assert monotonic() - began < 20


def test_the_curve_falls_and_its_bound_rises(small_case: Case) -> None:
    told: list[Incumbent] = []
    result = solve(small_case, stop=Stop(seconds=None, effort=0.5), workers=1, report=told.append)
    assert tuple(told) == result.curve
    costs, bounds = [point.cost for point in told], [point.bound for point in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert told[-1].bound <= result.bound <= result.cost


def test_a_gap_that_is_near_enough_ends_the_solve(small_case: Case) -> None:
    result = solve(small_case, stop=replace(Stop(seconds=20), gap=0.5), workers=1)
    assert result.gap <= 0.5
    assert result.seconds < 15


COLD, COLD_FORTY = LIGHT._replace(plug=True), FORTY._replace(plug=True)
DANGEROUS, EMPTY = LIGHT._replace(dangerous=True), LIGHT._replace(status="empty")
TAKES = [BOX_KINDS, BOX_KINDS, ("full", "reefer"), ("full", "empty"), ("full", "reefer", "dangerous")]
groups = st.dictionaries(
    st.sampled_from([LIGHT, HEAVY, FORTY, COLD, COLD_FORTY, DANGEROUS, EMPTY]),
    st.integers(1, 4),
    min_size=1,
    max_size=2,
)


@st.composite
def tiny_yards(draw: st.DrawFn, small: Case) -> Case:
    """One or two blocks, one or two ships with one or two groups."""
    blocks = [
        YardBlock(
            id=name, bays=draw(st.integers(1, 3)), rows=draw(st.integers(1, 2)), tiers=draw(st.integers(1, 3)),
            takes=draw(st.sampled_from(TAKES)), plug_bays=draw(st.integers(0, 1)),
        )
        for name in "AB"[: draw(st.integers(1, 2))]
    ]  # fmt: skip
    calls = {"ONE": ("05 08:00", "05 12:00", draw(groups))}
    if draw(st.booleans()):
        calls["TWO"] = (
            draw(st.sampled_from(["05 10:00", "06 09:00"])),
            "06 18:00",
            {draw(st.sampled_from([LIGHT, FORTY])): 2},
        )
    costs = {
        "yard_bay": draw(st.integers(0, 100)),
        "rehandle_per_box": draw(st.integers(0, 200)),
        "haul_per_km": draw(st.integers(0, 500)),
        "ashore_per_box": draw(st.integers(50, 1_000)),
        "work_per_hour": draw(st.integers(0, 600)),
    }
    case = yard_case(small, calls, blocks=blocks, move_s=draw(st.sampled_from([150, 3_600])), costs=costs)
    return case.changed(
        calls=tuple(
            call.model_copy(update={"preferred_position_m": draw(st.sampled_from([None, 0.0, 100.0]))})
            for call in case.calls
        )
    )


@settings(
    max_examples=15, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data())
def test_tiny_yards_as_by_trying_all(small_case: Case, data: st.DataObject) -> None:
    case = data.draw(tiny_yards(small_case))
    least = cheapest(yard_problem(case, share=0.0))
    result = solved(case)
    assert result.bound <= least + 1e-6 * (1 + least)
    assert result.cost >= least - 1e-6 * (1 + least)
    assert result.cost == pytest.approx(least, rel=2e-5)
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize("ashore", [1, 1_000_000_000_000])
@pytest.mark.parametrize("work", [0, 1_000_000_000_000])
def test_costs_of_any_size(small_case: Case, ashore: int, work: int) -> None:
    calls = {"ONE": ("05 08:00", "05 12:00", {LIGHT: 4, FORTY: 1}), "TWO": ("05 10:00", "05 18:00", {HEAVY: 4})}
    costs = {"yard_bay": 1, "rehandle_per_box": 0, "ashore_per_box": ashore, "work_per_hour": work}
    case = yard_case(small_case, calls, blocks=ONE_BLOCK, move_s=3_600, costs=costs)
    result = solved(case)
    assert result.cost == pytest.approx(cheapest(yard_problem(case, share=0.0)))
