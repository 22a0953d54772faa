from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.boxes import at_departure
from data.case import Case
from data.checker.loading.planned import Planned
from data.checker.loading.ship import replay
from data.checker.loading.stability import afloat
from data.plans import LoadingPlan
from data.while_worked import states, stays
from tests.data.checker.loading.conftest import CALL, D1, L1, R1, case, plan_for

__all__ = ["case"]


def planned_of(case: Case, plan: LoadingPlan) -> Planned:
    call = case.call_by_id[CALL]
    return Planned.of(case, plan, call, case.needed_layout(call))


@pytest.fixture(scope="module")
def planned(case: Case) -> Planned:
    return planned_of(case, plan_for(case))


def test_boxes_stand_from_when_they_are_put_down_until_a_crane_takes_hold(planned: Planned) -> None:
    its = stays(planned)
    (off,) = (stay for stay in its if stay.box == D1)
    (on,) = (stay for stay in its if stay.box == L1)
    lifts = planned.lifts_by_box
    assert (off.since, off.until, off.cell.slot) == (None, lifts[D1][0].start, "0010182")
    assert (on.since, on.until) == (lifts[L1][0].end, None)
    assert off.at(-1)
    assert not off.at(lifts[D1][0].start)
    assert not on.at(lifts[L1][0].start)
    assert on.at(lifts[L1][0].end)


def test_a_box_that_nobody_touches_stands_all_along(planned: Planned) -> None:
    still = {stay.box for stay in stays(planned) if stay.since is None and stay.until is None}
    assert still == {box.id for box in planned.boxes.remain} - planned.lifts_by_box.keys()


def test_who_stands_at_the_end_is_who_leaves_with_her(case: Case, planned: Planned) -> None:
    left = {(stay.box, stay.cell.slot) for stay in stays(planned) if stay.until is None}
    assert left == {(box.id, slot) for box, slot in at_departure(case, planned.plan)}


def test_the_states_begin_at_arrival_and_end_with_what_the_checker_judges(planned: Planned) -> None:
    found = states(planned, stays(planned))
    assert found[0].seconds == 0
    assert found[0].tonnes == pytest.approx(3_000 + 12 * 7)
    assert found[-1].seconds == max(each.end for each in planned.lifts)
    assert found[-1].afloat == afloat(planned, replay(planned, ()))
    assert [state.seconds for state in found] == sorted({state.seconds for state in found})


@given(kept=st.sets(st.integers(0, 30)))
def test_never_do_two_boxes_stand_in_one_cell_or_one_box_twice(case: Case, kept: set[int]) -> None:
    """Also of plans with lifts left out, which break rules."""
    plan = plan_for(case)
    lifts = tuple(lift for place, lift in enumerate(plan.lifts) if place not in kept)
    planned = planned_of(case, plan.model_copy(update={"lifts": lifts}))
    its = stays(planned)
    for moment in {0.0, *(each.end for each in planned.lifts)}:
        boxes = [stay.box for stay in its if stay.at(moment)]
        assert len(boxes) == len(set(boxes))
    assert all(state.tonnes > 0 for state in states(planned, its))


def test_a_plan_that_takes_a_box_twice_is_told_as_far_as_it_can_be(case: Case) -> None:
    plan = plan_for(case)
    first = next(lift for lift in plan.lifts if lift.boxes and lift.boxes[0].box == D1)
    again = first.model_copy(update={"start": first.start + timedelta(hours=9), "end": first.end + timedelta(hours=9)})
    its = stays(planned_of(case, plan.model_copy(update={"lifts": (*plan.lifts, again)})))
    assert [stay.until for stay in its if stay.box == D1] == [(first.start - plan.start).total_seconds()]
    assert sum(stay.box == R1 for stay in its) >= 1
