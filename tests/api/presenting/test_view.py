from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from api.presenting.view import berth_view
from data.case import Case
from data.checker import check
from data.plans import BerthPlan
from data.terminal import Bollard
from scheduler.berths import first_come_first_served


def changed(case: Case, **tables: Any) -> Case:
    return Case(**{"name": case.name, "terminal": case.terminal, **case.tables, **tables})


@pytest.fixture(scope="module")
def plan(small_case: Case) -> BerthPlan:
    return first_come_first_served(small_case, days=3)


@pytest.fixture(scope="module")
def view(small_case: Case, plan: BerthPlan) -> dict[str, Any]:
    return berth_view(small_case, plan, check(small_case, plan))


def test_the_terminal_and_its_quay(view: dict[str, Any]) -> None:
    assert view["terminal"] == "Small Terminal"
    assert (view["time_zone"], view["currency"]) == ("Asia/Makassar", "USD")
    assert (view["start"], view["end"]) == ("2026-01-05T00:00:00+08:00", "2026-01-08T00:00:00+08:00")
    section = {"start_m": 0, "end_m": 270, "depth_m": 14}
    assert view["quay"] == {"length_m": 270, "overhang_m": 0, "sections": [section], "bollards": []}
    assert view["cranes"] == ["QC1", "QC2", "QC3"]


def test_ships_lie_where_and_when_the_plan_says(small_case: Case, plan: BerthPlan, view: dict[str, Any]) -> None:
    assert [call["start"] for call in view["calls"]] == sorted(call["start"] for call in view["calls"])
    calls = {call["call"]: call for call in view["calls"]}
    for entry in plan.calls:
        shown = calls[entry.call]
        assert shown["position_m"] == entry.position_m
        assert datetime.fromisoformat(shown["start"]) == entry.start
        assert datetime.fromisoformat(shown["end"]) == entry.end
        assert shown["waiting_h"] == pytest.approx(
            (entry.start - small_case.call_by_id[entry.call].eta) / timedelta(hours=1), abs=1e-3
        )
        assert len(shown["cranes"]) == len(entry.cranes)
        for use in shown["cranes"]:
            assert entry.start <= datetime.fromisoformat(use["from"]) < datetime.fromisoformat(use["to"]) <= entry.end
    first = calls["ARU-1"]
    assert (first["name"], first["vessel"], first["line"], first["loa_m"]) == ("Aru", "ARU", "LINEA", 150)
    assert (first["eta"], first["etd"]) == ("2026-01-05T08:00:00+08:00", "2026-01-05T22:00:00+08:00")
    assert (first["moves"], first["draft_m"], first["preferred_position_m"]) == (400, 6.5, 0)
    assert first["waiting_h"] == first["late_h"] == 0
    assert calls["CERAM-1"]["preferred_position_m"] is None
    assert first["bollards"] is None


def test_bollards_along_the_quay_and_of_each_ship(small_case: Case, plan: BerthPlan) -> None:
    case = changed(small_case, bollards=(Bollard(id="2", position_m=40), Bollard(id="1", position_m=20)))
    shown = berth_view(case, plan, check(case, plan))
    assert shown["quay"]["bollards"] == [{"id": "1", "position_m": 20}, {"id": "2", "position_m": 40}]
    places = {call["position_m"]: call["bollards"] for call in shown["calls"]}
    assert places[0].startswith("1-20 – 2+")


def test_lateness_counts_from_the_etd(small_case: Case, plan: BerthPlan) -> None:
    calls = tuple(call.model_copy(update={"etd": call.eta + timedelta(hours=1)}) for call in small_case.calls)
    late = changed(small_case, calls=calls)
    for call in berth_view(late, plan, check(late, plan))["calls"]:
        stay = datetime.fromisoformat(call["end"]) - datetime.fromisoformat(call["eta"])
        assert call["late_h"] == pytest.approx(stay / timedelta(hours=1) - 1, abs=1e-3)


def test_cost_is_the_checkers(small_case: Case, plan: BerthPlan, view: dict[str, Any]) -> None:
    verdict = check(small_case, plan)
    assert (view["cost"], view["terms"]) == (verdict.cost, verdict.terms)


def test_the_tide_covers_the_plan_every_half_hour(view: dict[str, Any]) -> None:
    times = [datetime.fromisoformat(entry["time"]) for entry in view["tide"]]
    assert (times[0].isoformat(), times[-1].isoformat()) == (view["start"], view["end"])
    assert {after - before for before, after in pairwise(times)} == {timedelta(minutes=30)}
    heights = {entry["time"]: entry["height_m"] for entry in view["tide"]}
    assert heights["2026-01-05T06:00:00+08:00"] == 2.8, "high water of the case"
    assert min(heights.values()) == pytest.approx(0.3, abs=0.05)


def test_unserved_calls_have_their_reason(small_case: Case) -> None:
    long = changed(
        small_case,
        vessels=tuple(
            ship.model_copy(update={"loa_m": 400.0 if ship.id == "CERAM" else ship.loa_m})
            for ship in small_case.vessels
        ),
    )
    plan = first_come_first_served(long, days=3)
    [entry] = berth_view(long, plan, check(long, plan))["unserved"]
    assert (entry["call"], entry["name"]) == ("CERAM-1", "Ceram")
    assert "400 m" in entry["reason"]
