"""The verdict on the plan made by hand: no fault, and the cost that paper says."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LoadingPlan


def test_a_plan_made_by_hand_is_feasible_and_costs_what_paper_says(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, plan)
    assert [str(broken) for broken in verdict.broken] == []
    # The last lift ends after 1,500 s; L5 stands on the hatch cover over L4, which leaves a port before.
    assert verdict.terms == {
        "finish": pytest.approx(1_000 * 1_500 / 3_600), "ashore": 0, "overstows": 200, "restows": 200, "rehandles": 20,
        "premarshals": 20,
    }  # fmt: skip
    assert verdict.notes == ()
