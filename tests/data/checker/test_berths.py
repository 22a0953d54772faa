"""The checker of berth plans as a whole."""

from data.case import Case
from data.checker import check
from data.plans import BerthPlan


def test_a_plan_made_by_hand_is_feasible(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, plan)
    assert verdict.broken == ()
    assert verdict.notes == ()
    assert verdict.cost == sum(verdict.terms.values())


def test_a_plan_of_another_state_of_the_case_is_noted(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, plan.model_copy(update={"case_hash": "0" * 64}))
    assert verdict.feasible
    assert "is not the same" in verdict.notes[0]
