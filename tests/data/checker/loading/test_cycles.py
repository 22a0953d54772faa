"""Rules of single lifts: their times, what is lifted at once, and how long a cycle takes."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import Carried, CraneUse, LoadingPlan
from tests.data.checker.loading.conftest import (
    D1,
    D2,
    D5,
    L2,
    L3,
    L5,
    L6,
    L8,
    R2,
    T,
    at,
    hatch,
    holds,
    only,
    plan_for,
    rules,
    with_box,
    with_lift,
    with_move,
)
from tests.data.conftest import with_terminal


def test_times_go_forwards(case: Case, plan: LoadingPlan) -> None:
    backwards = with_lift(plan, holds(L8), end=at(1_170))
    assert f"loading {L8} with crane QC2 at 08:49:30 ends before it begins" in only(check(case, backwards), "times")
    uses = (*plan.cranes, CraneUse(crane="QC1", start=at(100), end=at(100)))
    assert "crane QC1 is given from 08:31:40" in only(check(case, plan.model_copy(update={"cranes": uses})), "times")


def test_times_of_yard_moves(case: Case, plan: LoadingPlan) -> None:
    backwards = with_move(plan, L6, end=at(0))
    assert f"retrieving {L6} with yard crane RTG1" in only(check(case, backwards), "times")


def test_times_begin_with_the_plan(case: Case, plan: LoadingPlan) -> None:
    early = with_lift(plan, holds(D1), start=at(-1))
    assert "is before the plan's start at 08:30:00" in only(check(case, early), "times", but="crane_use")


def test_times_stand_in_order(case: Case, plan: LoadingPlan) -> None:
    turned = plan.model_copy(update={"lifts": tuple(reversed(plan.lifts))})
    verdict = check(case, turned)
    assert [broken.calls for broken in verdict.broken] == [("QC1",), ("QC2",)]
    assert rules(verdict) == {"times"}
    moves = plan.model_copy(update={"yard_moves": tuple(reversed(plan.yard_moves))})
    assert "the yard moves of crane RTG1 do not stand in the order" in only(check(case, moves), "times")


@pytest.mark.parametrize(("seconds", "feasible"), [(120, True), (119, True), (118, False)])
def test_lift_time_of_a_box(case: Case, plan: LoadingPlan, seconds: int, feasible: bool) -> None:
    verdict = check(case, with_lift(plan, holds(L8), end=at(1_170 + seconds)))
    assert rules(verdict) == (set() if feasible else {"lift_time"})
    if not feasible:
        assert f"loading {L8} with crane QC2 at 08:49:30 takes 118 s, and such a lift takes 120 s" in only(
            verdict, "lift_time"
        )


def test_lift_time_of_two_boxes_and_of_a_cover(case: Case, plan: LoadingPlan) -> None:
    pair = only(check(case, with_lift(plan, holds(D1), end=at(120))), "lift_time")
    assert "such a lift takes 150 s" in pair
    cover = check(case, with_lift(plan, hatch("hatch_on", 6), end=at(1_000)))
    assert "putting on hatch cover 1 of bay 006" in only(cover, "lift_time")
    assert cover.broken[0].calls == ("QC2",)


def test_lift_time_of_a_dual_cycle(case: Case, plan: LoadingPlan) -> None:
    short = with_lift(plan, holds(D5), end=at(598))
    text = only(check(case, short), "lift_time")
    assert f"loading {L6} with crane QC2 at 08:37:00 and discharging {D5} after it take 178 s" in text
    assert "a shared cycle takes 180 s" in text


def test_lift_time_without_dual_is_that_of_each(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, with_lift(plan, holds(D5), dual=False))
    assert [broken.calls for broken in verdict.broken] == [(L6,), (D5,)]
    assert rules(verdict) == {"lift_time"}


def test_lift_time_is_shared_only_right_after_a_load_in_the_same_bay(case: Case, plan: LoadingPlan) -> None:
    alone = check(case, with_lift(plan, holds(L8), dual=True))
    assert "shares its cycle with nothing" in only(alone, "lift_time")
    later = check(case, with_lift(with_lift(plan, holds(D5), start=at(502)), holds(L6), start=at(420)))
    assert rules(later) == {"lift_time"}
    assert (D5,) in [broken.calls for broken in later.broken]


def test_twin_lift_of_one_cell(case: Case, plan: LoadingPlan) -> None:
    crossed = with_lift(
        plan, holds(L2), boxes=tuple(Carried(box=b, origin=T, target=s) for b, s in ((L2, "0010102"), (L3, "0030202")))
    )
    text = next(broken.text for broken in check(case, crossed).broken if broken.rule == "twin_lift")
    assert f"loading {L2} and {L3}" in text
    assert "slots 0010102 and 0030202 are not the two halves of one 40-foot slot" in text


def test_twin_lift_needs_no_order_of_its_boxes(case: Case, plan: LoadingPlan) -> None:
    turned = with_lift(plan, holds(D1), boxes=plan.lifts[0].boxes[::-1])
    assert {box.box for box in plan.lifts[0].boxes} == {D1, D2}
    assert check(case, turned).feasible


def test_twin_lift_bears_both(case: Case, plan: LoadingPlan) -> None:
    assert check(with_box(case, D2, gross_mass_kg=38_000, verified_kg=38_000), plan).feasible
    heavy = with_box(case, D2, gross_mass_kg=38_001, verified_kg=38_001)
    assert "they are 50,001 kg together and the crane bears 50,000 kg" in only(check(heavy, plan), "twin_lift")


def test_twin_lift_where_cranes_lift_one_at_a_time(case: Case) -> None:
    single = with_terminal(case, crane_work={"twin_lift_kg": 0})
    verdict = check(single, plan_for(single))
    assert [broken.calls for broken in verdict.broken] == [(D1, D2), (L2, L3)]
    assert rules(verdict) == {"twin_lift"}


def test_twin_lift_of_longer_boxes(case: Case, plan: LoadingPlan) -> None:
    boxes = (Carried(box=L5, origin=T, target="0020082"), Carried(box=R2, origin="0130282", target=T))
    verdict = check(case, with_lift(plan, holds(L5), boxes=boxes))
    assert "only two 20-foot boxes are lifted at once" in " ".join(map(str, verdict.broken))
