"""Fixtures of the benchmark sets: files of our own in their formats, plans made by hand, and what a reader refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.case import Case
from data.checker import Verdict, check
from data.errors import BadInput, Fault
from data.formats.benchmarks.setting import MONDAY
from data.plans import BerthedCall, BerthPlan, CraneUse

# A ship of a plan: call, metres, hours of first and last line, crane ids.
Stay = tuple[str, float, float, float, str]


def _at(hour: float) -> datetime:
    return MONDAY + timedelta(hours=hour)


@pytest.fixture
def plan_of() -> Callable[..., BerthPlan]:
    """A plan of stays, each worked from first to last line by the cranes named in its last word."""

    def make(case: Case, *stays: Stay) -> BerthPlan:
        return BerthPlan(
            case=case.name,
            case_hash=case.hash,
            start=MONDAY,
            end=MONDAY + timedelta(days=1),
            calls=tuple(
                BerthedCall(
                    call=call,
                    position_m=position_m,
                    side="starboard",
                    start=_at(start),
                    end=_at(end),
                    cranes=tuple(CraneUse(crane=crane, start=_at(start), end=_at(end)) for crane in cranes.split()),
                )
                for call, position_m, start, end, cranes in stays
            ),
        )

    return make


@pytest.fixture
def verdict_of(plan_of: Callable[..., BerthPlan]) -> Callable[..., Verdict]:
    """What the checker says to such a plan."""
    return lambda case, *stays: check(case, plan_of(case, *stays))


@pytest.fixture
def fault_of(tmp_path: Path) -> Callable[[Callable[[Path], Case], str], Fault]:
    """The fault for which a reader refuses a file of this text."""

    def refuse(read: Callable[[Path], Case], text: str) -> Fault:
        file = tmp_path / "bad"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            read(file)
        (fault,) = caught.value.faults
        assert fault.file == str(file)
        return fault

    return refuse
