"""Rules of single boxes at departure: plugs, length, the line's instructions, and cargo out of gauge."""

import pytest

from data.cargo import Instruction
from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import (
    CALL,
    L2,
    L4,
    L5,
    L6,
    L7,
    L8,
    R1,
    R2,
    only,
    rules,
    to,
    with_box,
)


def test_plug(case: Case, plan: LoadingPlan) -> None:
    """L5 stands where the stack has a plug; L7 does not."""
    assert next(row for row in case.containers if row.id == L5).plug
    assert check(case, plan).feasible
    cold = with_box(case, L7, plug=True)
    text = only(check(cold, plan), "plug")
    assert f"{L7} is a reefer that wants a plug and stands in slot 0060002, and row 00 of bay 006 in the hold" in text
    assert "has no plugs: put it where a plug is" in text


def test_plug_of_what_stays_is_not_judged(case: Case, plan: LoadingPlan) -> None:
    assert check(with_box(case, R2, plug=True), plan).feasible
    assert rules(check(with_box(case, R1, plug=True), plan)) == {"plug"}  # taken off and put back


def test_plug_in_another_tier(case: Case, plan: LoadingPlan) -> None:
    cold = with_box(with_box(case, L5, plug=False), L4, plug=True)
    on_top = to(plan, L4, "0020084")
    assert "has plugs in tiers 82" in " ".join(map(str, check(cold, on_top).broken))


def test_forty_five(case: Case, plan: LoadingPlan) -> None:
    assert f"{L7} is longer than 40 feet" in only(check(with_box(case, L7, box_type="L2G1"), plan), "forty_five")
    assert check(with_box(case, L5, box_type="L2R1"), plan).feasible


def instructed(case: Case, *but: str, **fields: object) -> Case:
    """The case with an instruction for every loaded box but some; of the slot of L8, with fields changed."""
    slots = ("0020002", "0010102", "0030102", "0020104", "0020082", "0060102", "0060002", "0130182")
    rows = []
    for slot in (slot for slot in slots if slot not in but):
        port = "IDSUB" if slot == "0020104" else "LKCMB"
        row = {"call": CALL, "slot": slot, "port": port, "plug": slot == "0020082"}
        rows.append(Instruction.model_validate(row | (fields if slot == "0130182" else {})))
    return case.changed(instructions=tuple(rows))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, None),
        ({"box": L8, "min_kg": 12_000, "max_kg": 12_000, "status": "full"}, None),
        ({"box": R2}, f"wants {R2} there"),
        ({"port": "IDSUB"}, "wants a box for IDSUB of 0 to 60,000 kg there"),
        ({"min_kg": 12_001, "status": "full"}, "wants a full box for LKCMB of 12,001 to 60,000 kg there"),
        ({"plug": True}, "wants a reefer box for LKCMB"),
    ],
)
def test_instruction(case: Case, plan: LoadingPlan, fields: dict[str, object], says: str | None) -> None:
    verdict = check(instructed(case, **fields), plan)
    if says is None:
        assert verdict.feasible
    else:
        text = only(verdict, "instruction")
        assert f"{L8} (full, 12,000 kg, for LKCMB) stands in slot 0130182, and the line" in text
        assert says in text


def test_instruction_for_every_slot_that_is_filled(case: Case, plan: LoadingPlan) -> None:
    verdict = check(instructed(case, "0060102"), plan)
    assert "gave no instruction for that slot" in only(verdict, "instruction")
    assert verdict.broken[0].calls == (L6,)


def test_out_of_gauge_above(case: Case, plan: LoadingPlan) -> None:
    assert check(with_box(case, L4, over_height_cm=20), plan).feasible
    verdict = check(with_box(case, L2, over_height_cm=20), plan)
    assert f"{L2} in slot 0010102 is out of gauge, and {L4} stands above it" in only(verdict, "out_of_gauge")
    assert verdict.broken[0].calls == (L2, L4)


def test_out_of_gauge_beside(case: Case, plan: LoadingPlan) -> None:
    wide = with_box(case, L7, over_width_cm=20)
    assert f"{L7} in slot 0060002 is out of gauge, and {L6} stands beside it" in only(check(wide, plan), "out_of_gauge")
    # Two rows away is far enough: rows 01 and 02 have row 00 between them.
    apart = with_box(case, L6, over_width_cm=20)
    assert check(apart, to(plan, L7, "0060202")).broken[0].rule == "hatch_cover"
    assert "out_of_gauge" not in rules(check(apart, to(plan, L7, "0060202")))


@pytest.mark.parametrize(("over_cm", "feasible"), [(256, True), (257, False)])
def test_out_of_gauge_beyond_the_next_row(case: Case, plan: LoadingPlan, over_cm: int, feasible: bool) -> None:
    """In the hold of bay 006, L7 in row 02 is 5 m from L6 in row 01, which is 2.562 m from side to side."""
    apart = to(plan, L7, "0060202")
    broken = rules(check(with_box(case, L6, over_width_cm=over_cm), apart))
    assert ("out_of_gauge" not in broken) is feasible


def test_out_of_gauge_at_the_ends(case: Case, plan: LoadingPlan) -> None:
    """R1 is put back on deck in bay 006 behind L5 on deck in bay 002: their 20-foot bays 3 and 5 are neighbours."""
    long = with_box(case, R1, over_length_cm=30)
    assert f"{R1} in slot 0060082 is out of gauge, and {L5} stands at the ends of it" in only(
        check(long, plan), "out_of_gauge"
    )
    # The other way round, and bay 013 is the neighbour of none.
    assert rules(check(with_box(case, L5, over_length_cm=30), plan)) == {"out_of_gauge"}
    assert check(with_box(case, L8, over_length_cm=30, over_width_cm=0), plan).feasible


def test_out_of_gauge_rows_without_a_middle_one_are_neighbours(case: Case, plan: LoadingPlan) -> None:
    wide = with_box(case, L8, over_width_cm=5)
    assert f"{R2} stands beside it" in only(check(wide, plan), "out_of_gauge")


def test_out_of_gauge_that_came_so_is_not_judged(case: Case, plan: LoadingPlan) -> None:
    """A box that stays stands beside another that stays; only what the plan puts there counts."""
    beside = with_box(case, R2, over_height_cm=50, over_length_cm=50)
    assert check(beside, plan).feasible
    verdict = check(beside, to(plan, L8, "0130284"))
    assert f"{R2} in slot 0130282 is out of gauge, and {L8} stands above it" in only(verdict, "out_of_gauge")
