"""The verdict on the plan made by hand: no fault, and the cost that paper says."""

import pytest

from data.case import Case
from data.checker import check
from data.checker.loading.departure_rules import MOST_FAULTS
from data.plans import LeftAshore, LoadingPlan
from tests.data.checker.loading.conftest import number


def test_a_plan_made_by_hand_is_feasible_and_costs_what_paper_says(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, plan)
    assert [str(broken) for broken in verdict.broken] == []
    # The last lift ends after 1,500 s; L5 stands on the hatch cover over L4, which leaves a port before.
    assert verdict.terms == {
        "finish": pytest.approx(1_000 * 1_500 / 3_600), "ashore": 0, "overstows": 200, "restows": 200, "rehandles": 20,
        "premarshals": 20,
    }  # fmt: skip
    assert verdict.notes == (
        "at departure she displaces 3,120 t and draws 5.12 m, trims 0.38 m by the bow, lists 0.6 degrees to starboard, "
        "and has a metacentric height of 3.94 m, no ballast moved",
    )


def test_of_very_many_faults_of_one_rule_the_rest_is_told_together(case: Case, plan: LoadingPlan) -> None:
    strangers = tuple(number(serial) for serial in range(500, 500 + MOST_FAULTS + 15))
    left = tuple(LeftAshore(box=serial, reason="late") for serial in strangers)
    verdict = check(case, plan.model_copy(update={"ashore": (*plan.ashore, *left)}))
    assert {broken.rule for broken in verdict.broken} == {"box_unknown"}
    assert len(verdict.broken) == MOST_FAULTS + 1
    assert verdict.broken[-1].calls == strangers[MOST_FAULTS:]
    assert f"the rule is broken 15 times more, by {strangers[MOST_FAULTS]}, " in verdict.broken[-1].text
