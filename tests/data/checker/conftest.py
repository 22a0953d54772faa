"""A berth plan made by hand that keeps every rule, and ways to spoil it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.case import Case
from data.checker import Verdict
from data.plans import BerthedCall, BerthPlan, CraneUse


def at(moment: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def use(crane: str, start: str, end: str) -> CraneUse:
    return CraneUse(crane=crane, start=at(start), end=at(end))


def berthed(call: str, position_m: float, start: str, end: str, *cranes: str) -> BerthedCall:
    """A call whose cranes work from half an hour after first line until half an hour before last line."""
    half = timedelta(minutes=30)
    uses = tuple(CraneUse(crane=crane, start=at(start) + half, end=at(end) - half) for crane in cranes)
    return BerthedCall(call=call, position_m=position_m, side="starboard", start=at(start), end=at(end), cranes=uses)


def by_hand(small_case: Case) -> BerthPlan:
    """A plan of the small case: Aru, then Buru beside Ceram, then Aru again."""
    return BerthPlan(
        case=small_case.name,
        case_hash=small_case.hash,
        start=at("05 00:00"),
        end=at("12 00:00"),
        calls=(
            berthed("ARU-1", 0, "05 08:00", "05 16:25", "QC1", "QC2"),
            berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC2", "QC3"),
            berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC1"),
            berthed("ARU-2", 0, "07 08:00", "07 15:40", "QC1", "QC2"),
        ),
    )


@pytest.fixture
def plan(small_case: Case) -> BerthPlan:
    return by_hand(small_case)


def with_call(plan: BerthPlan, entry: BerthedCall) -> BerthPlan:
    """The plan with another entry for the same call."""
    return plan.model_copy(update={"calls": tuple(entry if each.call == entry.call else each for each in plan.calls)})


def with_fields(plan: BerthPlan, call: str, **fields: Any) -> BerthPlan:
    """The plan with some fields of a call's entry changed."""
    (entry,) = (each for each in plan.calls if each.call == call)
    return with_call(plan, entry.model_copy(update=fields))


def rules(verdict: Verdict) -> set[str]:
    return {broken.rule for broken in verdict.broken}


def text(verdict: Verdict) -> str:
    return " ".join(broken.text for broken in verdict.broken)
