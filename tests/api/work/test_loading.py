"""What is told of a loading plan: cranes that the berth plan gives to another call in the meantime, and bays."""

from datetime import timedelta

import pytest

from api.cli.loading import bays_in_words
from api.work.loading import cranes_wanted_elsewhere
from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse, Lift
from tests.data.checker.loading.conftest import CALL, at, case, plan_for

__all__ = ["case"]


def berths(case: Case, *uses: tuple[str, str, float, float]) -> BerthPlan:
    """A berth plan in which calls have cranes, from and to so many seconds after the loading plan's start."""
    return BerthPlan(
        case=case.name, case_hash=case.hash, start=at(0), end=at(0) + timedelta(days=1),
        calls=tuple(
            BerthedCall(
                call=call, position_m=0, side="port", start=at(begin), end=at(end),
                cranes=(CraneUse(crane=crane, start=at(begin), end=at(end)),),
            )
            for call, crane, begin, end in uses
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (("BURU-1", "QC1", 1_440, 9_000), "08:54"),
        (("BURU-1", "QC1", 1_500, 9_000), None),
        (("BURU-1", "QC1", -9_000, 0), None),
        (("BURU-1", "QC9", 0, 9_000), None),
        ((CALL, "QC1", 0, 9_000), None),
    ],
)
def test_a_crane_that_another_call_has_in_the_berth_plan(
    case: Case, use: tuple[str, str, float, float], said: str | None
) -> None:
    """QC1 lifts until 08:55, which are 1,500 s."""
    remarks = cranes_wanted_elsewhere(case, plan_for(case), berths(case, use))
    text = (
        f"QC1 works here until 2026-01-05 08:55, and the berth plan gives it to BURU-1 from 2026-01-05 {said}: plan "
        "the berths again, or load that ship later"
    )
    assert remarks == ([] if said is None else [text])


def test_each_crane_is_told_once_in_rail_order_with_the_call_that_has_it_first(case: Case) -> None:
    plan = berths(case, ("BURU-1", "QC2", 60, 120), ("CEBU-1", "QC1", 600, 900), ("BURU-1", "QC1", 60, 120))
    remarks = cranes_wanted_elsewhere(case, plan_for(case), plan)
    assert [remark.split()[0] for remark in remarks] == ["QC1", "QC2"]
    assert all("gives it to BURU-1 from 2026-01-05 08:31" in remark for remark in remarks)
    assert cranes_wanted_elsewhere(case, plan_for(case), None) == []


def test_bays_are_told_in_the_order_in_which_they_are_worked() -> None:
    def lifts(*bays: int) -> list[Lift]:
        return [
            Lift(crane="QC1", kind="hatch_off", bay=bay, cover=1, boxes=(), start=at(place), end=at(place + 1))
            for place, bay in enumerate(bays)
        ]

    assert bays_in_words(lifts(10, 6, 10, 2)) == "10 06 02"
    assert bays_in_words(lifts(10, 6, 2)[::-1]) == "10 06 02"
    assert bays_in_words(lifts(*range(2, 30, 2))) == "14 bays"
