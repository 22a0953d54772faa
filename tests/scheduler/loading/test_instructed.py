"""The line's instructions: as many boxes as can be in the slots that it names, and the rest ashore with the reason."""

from collections.abc import Sequence
from typing import Any

import pytest

from data.cargo import Container, Instruction
from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from scheduler.loading import solve
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny, wanted


def planned(
    case: Case, instructions: Sequence[Instruction], boxes: Sequence[Container], **stack: Any
) -> tuple[LoadingPlan, dict[str, str], dict[str, str]]:
    """A plan that the checker accepts, the slots of its boxes, and the reasons of those left ashore."""
    stacks = [ship_stack(2, 1, tiers=3, **stack), ship_stack(2, 2, tiers=3), ship_stack(6, 1, "deck")]
    made = tiny(case, stacks, boxes, instructions=instructions)
    result = solve(made, call_of(made), stop=Stop(effort=0.1), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    found = {each.box: each.target for lift in result.plan.lifts for each in lift.boxes if lift.kind == "load"}
    return result.plan, found, {left.box: left.reason for left in result.plan.ashore}


def test_boxes_stand_where_the_line_wants_them(case: Case) -> None:
    one, two, three = box(kg=20_000), box(1), box(1, long=True)
    instructions = [wanted("0030202"), wanted("0010102", 1), wanted("0060182", 1)]
    _, found, ashore = planned(case, instructions, [one, two, three])
    assert found == {one.id: "0030202", two.id: "0010102", three.id: "0060182"}
    assert ashore == {}


def test_boxes_without_an_instruction_stay_ashore_with_the_reason(case: Case) -> None:
    one, two, no_vgm = box(), box(1), box(verified_kg=None)
    _, found, ashore = planned(case, [wanted("0030202")], [one, two, no_vgm])
    assert found == {one.id: "0030202"}
    assert "no instruction" in ashore[two.id]
    assert "VGM" in ashore[no_vgm.id]


@pytest.mark.parametrize(
    "others",
    [
        [wanted("0010102", 1), wanted("0010104")],  # nothing comes below it
        [wanted("0010104")],
        [wanted("0010202")],  # taken by a box that stays
        [wanted("0010206")],  # above a box that stays, and with nothing between
    ],
)
def test_a_slot_in_which_nothing_can_stand_stays_empty(case: Case, others: list[Instruction]) -> None:
    stays, one, two = box(2, slot="0010202"), box(), box(long=True)
    _, found, ashore = planned(case, [*others, wanted("0060182")], [stays, one, two])
    assert found == {two.id: "0060182"}
    assert "slot" in ashore[one.id]


def test_a_slot_under_a_hatch_that_stays_shut_stays_empty(case: Case) -> None:
    one, above = box(), box(2, slot="0010182")
    stacks = [ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1)]
    made = tiny(case, stacks, [one, above], instructions=[wanted("0010102")])
    result = solve(made, call_of(made), stop=Stop(effort=0.1), workers=1)
    verdict = check(made, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert [left.box for left in result.plan.ashore] == [one.id]


def test_a_restowed_box_goes_back_where_it_stood(case: Case) -> None:
    off, stays, one = box(slot="0010102", direction="discharge"), box(1, slot="0010104"), box(0)
    plan, found, _ = planned(case, [wanted("0010102")], [off, stays, one])
    assert found == {one.id: "0010102"}
    (back,) = (each for lift in plan.lifts for each in lift.boxes if lift.kind == "restow_on")
    assert (back.box, back.target) == (stays.id, "0010104")


def test_boxes_that_change_places_keep_the_stacks_weight(case: Case) -> None:
    """Two stacks, 25 t the one: the two heavy boxes are not put in one, however they stand in the yard."""
    places = ["A-05-1-4", "A-05-1-3", "A-05-1-2", "A-05-1-1"]
    boxes = [box(kg=kg, place=place) for kg, place in zip((15_000, 9_000, 15_000, 9_000), places, strict=True)]
    instructions = [wanted(slot) for slot in ("0010102", "0010104", "0010202", "0010204")]
    _, found, _ = planned(case, instructions, boxes, max_20_kg=25_000)
    assert len(found) == 4


def test_classes_are_filled_by_what_the_yard_gives_up(case: Case) -> None:
    """Two classes of mass that overlap: of the boxes that fit, those on top come first, and each fits its slot."""
    boxes = [box(kg=kg, place=f"A-05-1-{tier}") for tier, kg in enumerate((9_000, 11_000, 13_000), start=1)]
    instructions = [
        wanted("0010102", min_kg=10_000), wanted("0030102", max_kg=12_000), wanted("0010104", min_kg=5_000),
    ]  # fmt: skip
    plan, found, _ = planned(case, instructions, boxes)
    by_id = {each.id: each for each in boxes}
    assert all(next(row for row in instructions if row.slot == slot).takes(by_id[name]) for name, slot in found.items())
    assert [move.kind for move in plan.yard_moves] == ["retrieve"] * 3
