"""Calls that the line has not confirmed weigh a tenth, for the checker and for the solver alike."""

from datetime import timedelta

import pytest

from data.case import Case
from data.checker import check
from data.vessels import TENTATIVE_WEIGHT
from scheduler import berths
from scheduler.stopping import Stop
from tests.data.conftest import with_row


def test_a_tentative_call_waits_for_a_confirmed_one(small_case: Case) -> None:
    """The two first ships do not fit side by side; one waits for the other."""
    for place, call in ((0, "ARU-1"), (1, "BURU-1")):
        same = with_row(small_case, "calls", 1 - place, eta=small_case.calls[place].eta)
        case = with_row(same, "calls", place, tentative=True)
        found = berths.solve(case, stop=Stop(effort=0.3), days=3)
        starts = {entry.call: entry.start for entry in found.plan.calls}
        others = {name: start for name, start in starts.items() if name in ("ARU-1", "BURU-1")}
        assert max(others, key=lambda name: others[name]) == call
        assert check(case, found.plan).cost == pytest.approx(found.cost)


def test_its_waiting_costs_a_tenth(small_case: Case) -> None:
    plan = berths.first_come_first_served(small_case, days=3)
    moved = tuple(
        entry.model_copy(update={"start": entry.start + timedelta(hours=1)}) if entry.call == "ARU-2" else entry
        for entry in plan.calls
    )
    late = plan.model_copy(update={"calls": moved})
    more = check(small_case, late).terms["waiting"] - check(small_case, plan).terms["waiting"]
    tentative = with_row(small_case, "calls", 3, tentative=True)
    less = check(tentative, late).terms["waiting"] - check(tentative, plan).terms["waiting"]
    assert less == pytest.approx(TENTATIVE_WEIGHT * more)
    assert more > 0
