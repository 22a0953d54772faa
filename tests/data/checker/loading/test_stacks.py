"""Rules of stacks at departure: what they bear, how high they are, what their lashings hold."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import (
    L1,
    L2,
    L3,
    L4,
    L8,
    R2,
    T,
    lift,
    only,
    plan_for,
    rules,
    to,
    with_box,
    with_stack,
)


@pytest.mark.parametrize(("limit", "feasible"), [(18_000, True), (17_999, False)])
def test_stack_weight_of_a_half(case: Case, plan: LoadingPlan, limit: int, feasible: bool) -> None:
    """Row 01 of bay 002: a 20-foot box of 12 t in each half and half of a 40-foot box of 12 t."""
    verdict = check(with_stack(case, 2, 1, "hold", max_20_kg=limit), plan)
    assert rules(verdict) == (set() if feasible else {"stack_weight"})
    if not feasible:
        text = only(verdict, "stack_weight")
        assert f"row 01 of bay 002 in the hold, where {L2}, {L3} and {L4} are put: a half of it bears 17,999 kg" in text
        assert "has 18,000 kg" in text
        assert set(verdict.broken[0].calls) == {L2, L3, L4}


@pytest.mark.parametrize(("limit", "feasible"), [(12_000, True), (11_999, False)])
def test_stack_weight_of_longer_boxes(case: Case, plan: LoadingPlan, limit: int, feasible: bool) -> None:
    verdict = check(with_stack(case, 2, 1, "hold", max_40_kg=limit), plan)
    assert rules(verdict) == (set() if feasible else {"stack_weight"})
    if not feasible:
        assert "it bears 11,999 kg of boxes longer than 20 feet and has 12,000 kg" in only(verdict, "stack_weight")


def test_stack_weight_goes_by_the_verified_mass(case: Case, plan: LoadingPlan) -> None:
    limited = with_stack(case, 2, 0, "hold", max_40_kg=20_000)
    assert check(with_box(limited, L1, gross_mass_kg=25_000, verified_kg=20_000), plan).feasible
    assert rules(check(with_box(limited, L1, gross_mass_kg=15_000, verified_kg=20_001), plan)) == {"stack_weight"}


def test_stack_weight_that_came_so_must_only_not_be_worse(case: Case, plan: LoadingPlan) -> None:
    """R2 is too heavy for its stack. It came so, and a stack that receives nothing is not judged."""
    heavy = with_stack(with_box(case, R2, gross_mass_kg=20_000, verified_kg=20_000), 13, 2, "deck", max_20_kg=15_000)
    assert check(heavy, plan).feasible
    verdict = check(heavy, to(plan, L8, "0130284"))
    assert "bears 15,000 kg and has 32,000 kg" in only(verdict, "stack_weight")
    assert verdict.broken[0].calls == (L8,)
    # R1 is put back where it stood: not worse.
    assert check(with_stack(case, 6, 0, "deck", max_40_kg=5_000, max_20_kg=1_000), plan).feasible


def test_stack_weight_is_of_each_half(case: Case, plan: LoadingPlan) -> None:
    """The fore half came too heavy; that excuses nothing in the aft one."""
    came = with_box(case, R2, slot="0010282", gross_mass_kg=30_000, verified_kg=30_000)
    limited = with_stack(came, 2, 2, "deck", max_20_kg=10_000)
    lifts = tuple(each for each in plan.lifts if not any(carried.box == L8 for carried in each.boxes))
    aft = lift("QC1", "load", 2, 1_500, 1_620, L8, T, "0030282")
    # R2 is on the hatch cover, which therefore cannot be taken off.
    text = only(check(limited, plan_for(limited, lifts=(*lifts, aft))), "stack_weight", but="hatch_cover")
    assert f"row 02 of bay 002 on deck, where {L8} is put: a half of it bears 10,000 kg and has 12,000 kg" in text


@pytest.mark.parametrize(("limit", "feasible"), [(5.182, True), (5.181, False)])
def test_stack_height(case: Case, plan: LoadingPlan, limit: float, feasible: bool) -> None:
    """Row 01 of bay 002 has two boxes of 8 feet 6 inches on each other."""
    verdict = check(with_stack(case, 2, 1, "hold", height_m=limit), plan)
    assert rules(verdict) == (set() if feasible else {"stack_height"})
    if not feasible:
        assert "its boxes are 5.182 m high together and 5.181 m is the most" in only(verdict, "stack_height")


def test_stack_height_has_what_stands_out(case: Case, plan: LoadingPlan) -> None:
    low = with_stack(case, 2, 1, "hold", height_m=5.3)
    assert check(low, plan).feasible
    assert rules(check(with_box(low, L4, over_height_cm=20), plan)) == {"stack_height"}


@pytest.mark.parametrize(("lashed", "loose_kg", "feasible"), [(1, 12_000, True), (1, 11_999, False), (2, 0, True)])
def test_lashing(case: Case, plan: LoadingPlan, lashed: int, loose_kg: int, feasible: bool) -> None:
    """L8 on R2, in the second tier on deck."""
    loose = with_stack(case, 13, 2, "deck", lashed_tiers=lashed, loose_kg=loose_kg)
    verdict = check(loose, to(plan, L8, "0130284"))
    assert rules(verdict) == (set() if feasible else {"lashing"})
    if not feasible:
        assert "above its 1 lashed tiers a half of it may have 11,999 kg and has 12,000 kg" in only(verdict, "lashing")


def test_lashing_of_a_longer_box_counts_half_of_it(case: Case, plan: LoadingPlan) -> None:
    """L4 on L5 instead of in the hold, with no lashed tier but the lowest."""
    on_deck = to(plan, L4, "0020084")
    late = plan_for(
        case,
        lifts=tuple(
            each.model_copy(update={"start": plan.lifts[-1].end, "end": plan.lifts[-1].end + (each.end - each.start)})
            if any(carried.box == L4 for carried in each.boxes)
            else each
            for each in on_deck.lifts
        ),
    )
    for loose_kg, broken in ((6_000, False), (5_999, True)):
        loose = with_stack(case, 2, 0, "deck", lashed_tiers=1, loose_kg=loose_kg)
        assert ("lashing" in rules(check(loose, late))) is broken


def test_lashing_is_no_matter_of_the_hold(case: Case, plan: LoadingPlan) -> None:
    assert check(with_stack(case, 2, 1, "hold", lashed_tiers=1, loose_kg=0), plan).feasible
