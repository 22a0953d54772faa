"""The embedded case's damar batu to Sri Lanka, with its whole chain, and goods to five more countries."""

from datetime import timedelta
from typing import Any

import pytest

from data.case import Case
from data.cases import load
from data.checker import check
from scheduler.shipments import solve, timetable
from scheduler.stopping import Stop


@pytest.fixture(scope="module")
def alone() -> Case:
    """The first booking without the others."""
    case = load("kariangau-2025").case
    return case.changed(shipments=case.shipments[:1], step_states=(), recurring_bookings=())


def _planned(case: Case, later: timedelta = timedelta()) -> dict[str, Any]:
    first = case.shipments[0]
    moved = case.changed(shipments=(first.model_copy(update={"ready": first.ready + later}),))
    result = solve(moved, stop=Stop(seconds=20))
    verdict = check(moved, result.plan)
    assert verdict.feasible, verdict.broken
    return timetable(moved, result.plan)[0]


def test_an_hour_less_than_its_slack_later_it_takes_the_same_voyage_and_an_hour_more_the_next(alone: Case) -> None:
    now = _planned(alone)
    assert now["destination"] == "LKCMB"
    assert now["tightest_step"] == "gate-in"
    slack = timedelta(hours=now["slack_h"])
    assert slack > timedelta(days=1)
    assert _planned(alone, slack - timedelta(hours=1))["voyages"][0] == now["voyages"][0]
    missed = _planned(alone, slack + timedelta(hours=1))
    assert missed["voyages"][0] != now["voyages"][0]
    assert missed["departure"] > now["departure"]


def test_every_country_is_reached_by_changing_ships() -> None:
    case = load("kariangau").case
    result = solve(case, stop=Stop(seconds=20))
    assert check(case, result.plan).feasible
    assert not result.plan.unserved
    rows = timetable(case, result.plan)
    assert {"LK", "CN", "BD", "IN", "JP", "NL"} <= {row["destination"][:2] for row in rows}
    assert all(len(row["voyages"]) > 1 for row in rows)
    boxes = {entry.shipment: entry.shared_box for entry in result.plan.shipments}
    assert boxes["MIX-01"] == boxes["MIX-02"] == boxes["MIX-03"]
    assert boxes["MIX-01"] is not None
