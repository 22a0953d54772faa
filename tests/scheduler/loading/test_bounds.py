"""What no plan can do better than: by hand on calls of a few lifts, and never above the cost of a plan."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cargo import Container
from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from data.profiles import ShipStack
from scheduler.loading import solve, usual_berth
from scheduler.loading.bounds import least_cost, least_restows, least_work_s, never_leave
from scheduler.loading.engines import Engines
from scheduler.loading.ship import stand
from scheduler.loading.stowed import Stowage
from scheduler.stopping import Stop
from tests.data.checker.loading.conftest import at, plan_for
from tests.scheduler.loading.conftest import box, call_of, ship_of, ship_stack, tiny
from tests.scheduler.loading.generated import tiny_cases

DECK = ship_stack(2, 1, "deck", tiers=4, cover=1)
HOLD = ship_stack(2, 1, "hold", tiers=4, cover=1)


def off(slot: str, **more: Any) -> Container:
    return box(slot=slot, long=int(slot[:3]) % 2 == 0, direction="discharge", **more)


def on(**more: Any) -> Container:
    return box(long=True, **more)


@pytest.mark.parametrize(
    ("boxes", "work", "seconds"),
    [
        ([on()], {}, 120),
        ([on(), on()], {}, 240),
        ([box(), box()], {}, 150),  # a twin-lift
        ([box(), box()], {"twin_lift_kg": 0}, 240),
        ([off("0020182"), on()], {}, 180),  # a dual cycle
        ([off("0020182"), on()], {"dual_cycle": 2}, 240),
        ([off("0020102")], {}, 120 + 600),  # with the hatch cover
        ([on(verified_kg=None), on()], {}, 120),  # a box that must stay
        ([box(status="empty", verified_kg=None)], {"twin_lift_kg": 0}, 120),
        ([off("0020182"), box(slot="0020184", long=True)], {"dual_cycle": 2}, 360),  # one is taken off and put back
    ],
)
def test_least_work(case: Case, boxes: list[Container], work: dict[str, Any], seconds: float) -> None:
    made = tiny(case, [HOLD, DECK], boxes, **({"crane_work": work} if work else {}))
    assert least_work_s(made, call_of(made)) == seconds


def test_boxes_that_cost_less_ashore_than_the_crane_are_no_work(case: Case) -> None:
    """A box ashore costs 30 and its lift 33 of money; the other one leaves in any case."""
    costs = {"ashore_per_box": 30, "work_per_hour": 1_000}
    made = tiny(case, [HOLD, DECK], [on(), off("0020182")], crane_work={"dual_cycle": 2}, costs=costs)
    berth = usual_berth(made, call_of(made), 1)
    assert least_cost(made, call_of(made), berth) == pytest.approx(30 + 100 / 3)


def test_boxes_that_are_left_ashore_spare_the_wait_for_the_next_window(case: Case) -> None:
    """Two lifts in 200 s: the second waits for an hour, which costs more than to leave its box."""
    made = tiny(case, [DECK], [on(), on()], costs={"ashore_per_box": 500, "work_per_hour": 3_600})
    berth = usual_berth(made, call_of(made), 1)
    (use,) = berth.cranes
    hours = ((0, 200), (3_800, 9_000))
    uses = tuple(use.model_copy(update={"start": at(begin), "end": at(end)}) for begin, end in hours)
    bound = least_cost(made, call_of(made), replace(berth, start=at(0), cranes=uses))
    assert bound == pytest.approx(500 + 120)


def test_work_waits_for_the_windows_of_the_cranes(case: Case) -> None:
    made = tiny(case, [DECK], [on(), on()], costs={"work_per_hour": 3_600})
    berth = usual_berth(made, call_of(made), 2)
    late = tuple(
        use.model_copy(update={"start": at(begin)}) for use, begin in zip(berth.cranes, (1_000, 1_060), strict=True)
    )
    assert least_cost(made, call_of(made), replace(berth, start=at(0), cranes=late)) == pytest.approx(1_060 + 90)


def test_least_restows(case: Case) -> None:
    """One above a discharged box, and one on the hatch that must be opened for another."""
    boxes = [off("0020102"), box(slot="0020104", long=True), box(1, slot="0020182", long=True)]
    made = tiny(case, [HOLD, DECK], boxes, costs={"restow_per_box": 700})
    assert least_restows(made, call_of(made)) == 1_400
    assert least_restows(tiny(case, [HOLD, DECK], [on()]), call_of(made)) == 0


def test_least_cost_is_of_all_cranes_together(case: Case) -> None:
    made = tiny(case, [HOLD, DECK], [on() for _ in range(6)], costs={"work_per_hour": 600})
    one, two = (usual_berth(made, call_of(made), count) for count in (1, 2))
    assert least_cost(made, call_of(made), one) == pytest.approx(120)
    assert least_cost(made, call_of(made), two) == pytest.approx(60)


def test_boxes_that_stay_on_ones_that_leave_are_moved_in_any_case(case: Case) -> None:
    low, high = box(place="A-05-1-1"), box(place="A-05-1-2", verified_kg=None)
    top, other = box(place="A-05-1-3"), box(place="A-07-1-1", verified_kg=None)
    made = tiny(case, [HOLD, DECK], [low, high, top, other])
    ship = ship_of(made)
    slots = {"0010182": low, "0030182": top}
    stand(ship, slots)
    stowage = Stowage(ship, slots, {}, {})
    assert never_leave(made, stowage, slots) == 1


def rows(count: int) -> list[ShipStack]:
    return [ship_stack(2, row, "hold", tiers=3) for row in range(1, count + 1)]


def best(case: Case, **options: Any) -> LoadingPlan:
    result = solve(case, call_of(case), stop=Stop(effort=0.1), workers=1, **options)
    assert check(case, result.plan).feasible
    return result.plan


def test_boxes_that_are_put_back_make_dual_cycles_too(case: Case) -> None:
    """Each row is emptied, and its upper box is put back while the next row is emptied."""
    boxes = [each for row in (1, 2, 3) for each in (off(f"0020{row}02"), box(slot=f"0020{row}04", long=True))]
    made = tiny(case, rows(3), boxes, crane_work={"dual_cycle": 1}, cranes=1)
    plan = best(made)
    assert any(lift.dual for lift in plan.lifts)
    assert least_cost(made, call_of(made), usual_berth(made, call_of(made))) <= check(made, plan).cost


@st.composite
def calls(draw: st.DrawFn, case: Case) -> Case:
    """Small calls whose cranes lift twice at once and carry boxes both ways, and whose costs are of any proportion."""
    made = draw(tiny_cases(case, most=8))
    terminal = made.terminal.model_dump()
    terminal["crane_work"] |= {
        "dual_cycle": draw(st.sampled_from([1, 1.5, 2])), "twin_lift_kg": draw(st.sampled_from([0, 50_000])),
        "twin_lift_longer": draw(st.sampled_from([0, 0.25, 1])), "hatch_cover_min": draw(st.sampled_from([0.001, 5])),
    }  # fmt: skip
    terminal["costs"] |= {
        "work_per_hour": draw(st.sampled_from([0, 1, 1_000, 100_000])),
        "ashore_per_box": draw(st.sampled_from([1, 100_000])),
    }  # fmt: skip
    terminal["tractors"] |= {"quay_to_yard_m": 0}
    return made.changed(terminal=terminal)


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_plan_costs_less_than_the_bound(case: Case, data: st.DataObject) -> None:
    made = data.draw(calls(case))
    call = call_of(made)
    bound = least_cost(made, call, usual_berth(made, call))
    orders: tuple[Any, ...] = ("searched", "listed")
    for order in orders:
        result = solve(made, call, stop=Stop(effort=0.05), workers=1, engines=Engines(order=order))
        verdict = check(made, result.plan)
        if verdict.feasible:
            assert bound <= verdict.cost + 0.01
        for stage in result.stages:
            assert stage.bound <= stage.value


def test_the_plan_by_hand_costs_more_than_the_bound(case: Case) -> None:
    verdict = check(case, plan_for(case))
    assert verdict.feasible
    assert least_cost(case, call_of(case), usual_berth(case, call_of(case), 2)) <= verdict.cost
