"""Our own stowage around the line's slots, and what is the same in all uses of instructions."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.boxes import boxes_of
from data.cargo import Container, Instruction, InstructionUse
from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from data.profiles import ShipStack
from scheduler.loading import solve
from scheduler.stopping import Stop
from tests.scheduler.loading.brute_force import least, most_instructed
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny, wanted
from tests.scheduler.loading.generated import instructed_cases

HOLD = ship_stack(2, 1, tiers=3)


def loaded(plan: LoadingPlan) -> dict[str, str]:
    """Slots of the boxes that are loaded."""
    return {each.box: each.target for lift in plan.lifts for each in lift.boxes if lift.kind == "load"}


def first(
    case: Case, stacks: Sequence[ShipStack], rows: Sequence[Instruction], boxes: Sequence[Container]
) -> tuple[dict[str, str], dict[str, str]]:
    """Slots and reasons of a plan that follows instructions first, and that the checker accepts."""
    made = tiny(case, stacks, boxes, instructions=rows)
    result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1, instructions="first")
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    return loaded(result.plan), {left.box: left.reason for left in result.plan.ashore}


def test_others_are_stowed_around_the_boxes_of_the_line(case: Case) -> None:
    one, *others = box(kg=20_000), box(1), box(2), box(long=True)
    found, ashore = first(case, [HOLD, ship_stack(6, 1, "deck")], [wanted("0030102", box=one.id)], [one, *others])
    assert found[one.id] == "0030102"
    assert ashore == {}


def test_a_box_of_ours_stands_below_one_of_the_line(case: Case) -> None:
    one, other = box(), box(1)
    found, _ = first(case, [HOLD], [wanted("0010104")], [one, other])
    assert found == {one.id: "0010104", other.id: "0010102"}


def test_a_slot_of_the_line_is_for_no_other_box(case: Case) -> None:
    """The only stack has an instruction at its bottom for a port that no box is for: the slot stays empty, and those
    above it too."""
    found, ashore = first(case, [ship_stack(13, 1)], [wanted("0130102", 1)], [box()])
    assert found == {}
    assert len(ashore) == 1
    found, _ = first(case, [ship_stack(13, 1)], [wanted("0130104", 1)], [box(), box()])
    assert list(found.values()) == ["0130102"]


def test_half_a_slot_of_the_line_is_for_no_longer_box(case: Case) -> None:
    found, _ = first(case, [HOLD], [wanted("0010102", 1)], [box(long=True), box()])
    assert list(found.values()) == ["0030102"]


@pytest.mark.parametrize("hazard", ["5.1", "9"])
def test_our_dangerous_goods_keep_away_from_those_of_the_line(case: Case, hazard: str) -> None:
    one, other = box(long=True, hazards="3"), box(long=True, hazards=hazard)
    found, ashore = first(case, [ship_stack(2, 1, "deck")], [wanted("0020182", box=one.id)], [one, other])
    assert found[one.id] == "0020182"
    assert (other.id in ashore) == (hazard == "5.1")


def test_our_boxes_leave_room_for_cargo_of_the_line_out_of_gauge(case: Case) -> None:
    wide = box(long=True, over_width_cm=20)
    others = [box(long=True) for _ in range(6)]
    stacks = [ship_stack(2, row, "deck") for row in (1, 3, 5)]
    found, _ = first(case, stacks, [wanted("0020382", box=wide.id)], [wide, *others])
    assert found[wide.id] == "0020382"
    assert len(found) == 2


@settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
@pytest.mark.parametrize(("use", "cells"), [("only", 400), ("first", 400), ("none", 400), ("only", 1)])
def test_plans_with_instructions_are_accepted_and_fill_as_many_slots_as_can_be(
    case: Case, use: InstructionUse, cells: int, data: st.DataObject
) -> None:
    """Every box is on board or ashore with a reason. Where no box has dangerous goods or is out of gauge, the slots of
    the line that have boxes are counted by an exhaustive search, which puts restowed boxes back where they stood: that
    is not always the best."""
    hard = data.draw(st.booleans())
    made = data.draw(instructed_cases(case, hard=hard))
    with pytest.MonkeyPatch.context() as patch:
        # Ships of so many slots of the line are not looked at as a whole: tiny ones neither, to try that.
        patch.setattr("scheduler.loading.instructed._MOST_CELLS", cells)
        result = solve(made, call_of(made), stop=Stop(effort=0.05), workers=1, instructions=use)
    verdict = check(made, result.plan)
    restowed = any(lift.kind == "restow_off" for lift in result.plan.lifts)
    if restowed and {broken.rule for broken in verdict.broken} == {"every_box_once"}:
        # A box that is taken off finds no room in any stowage, or in none of the line's, or not by the mean masses.
        assert (
            use == "none"
            or cells == 1
            or (most_instructed(made, call_of(made)) if use == "only" else least(made, call_of(made), any_restow=False))
            is None
        )
        return
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    slots, ashore = loaded(result.plan), {left.box: left.reason for left in result.plan.ashore}
    assert {each.id for each in boxes_of(made, call_of(made)).load} == {*slots, *ashore}
    assert not {*slots} & {*ashore}
    assert all(ashore.values())
    if hard or use == "none" or cells == 1:
        return
    filled = sum(slot in {row.slot for row in made.instructions} for slot in slots.values())
    most = most_instructed(made, call_of(made))
    if most is not None:
        assert filled >= most
        assert filled == most or restowed or use == "first"
