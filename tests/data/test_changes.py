"""What a plan changes of the one before, with the reason in a planner's words and the cost."""

from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.changes import Change, changes, cost_of_changes, most_cranes
from data.closures import Closure
from data.plans import BerthPlan, UnservedCall
from tests.data.checker.conftest import at, berthed, by_hand, use, with_call, with_fields
from tests.data.conftest import with_row, with_terminal

RATES = {"change_per_metre": 2, "change_per_hour": 100, "change_per_crane": 30}


@pytest.fixture
def case(small_case: Case) -> Case:
    """The small case, where changes cost."""
    return with_terminal(small_case, costs=RATES)


@pytest.fixture
def previous(case: Case) -> BerthPlan:
    """Aru, then Buru beside Ceram, then Aru again; with the ETAs that the case has."""
    plan = by_hand(case)
    calls = tuple(entry.model_copy(update={"eta": case.call_by_id[entry.call].eta}) for entry in plan.calls)
    return plan.model_copy(update={"calls": calls})


def _rows(found: list[Change]) -> dict[tuple[str, str], Change]:
    rows = {(row.call, row.what): row for row in found}
    assert len(rows) == len(found)
    return rows


def _moved(plan: BerthPlan, call: str, position_m: float, start: str, end: str, *cranes: str) -> BerthPlan:
    return with_call(plan, berthed(call, position_m, start, end, *cranes))


def _reason(case: Case, previous: BerthPlan, plan: BerthPlan, what: tuple[str, str], **more: Any) -> str:
    return _rows(changes(case, previous, plan, **more))[what].reason


def test_no_change_is_no_row(case: Case, previous: BerthPlan) -> None:
    assert changes(case, previous, previous.model_copy(update={"now": at("05 12:00")})) == []
    assert cost_of_changes(case, previous, previous) == 0


def test_metres_hours_and_cranes_cost(case: Case, previous: BerthPlan) -> None:
    """Ceram 20 m away and an hour and a half later with a crane more: 40, 150 and 30."""
    plan = _moved(previous, "CERAM-1", 20, "05 19:30", "05 23:57", "QC1", "QC2")
    rows = _rows(changes(case, previous, plan))
    assert {what: row.cost for (_, what), row in rows.items()} == {
        "position": 40,
        "start": 150,
        "end": 0,
        "cranes": 30,
    }
    assert cost_of_changes(case, previous, plan) == 220
    position, start, cranes = (rows["CERAM-1", what] for what in ("position", "start", "cranes"))
    assert (position.old, position.new) == ("0", "20")
    assert (start.old, start.new) == ("2026-01-05T18:00:00+08:00", "2026-01-05T19:30:00+08:00")
    assert (cranes.old, cranes.new) == ("QC1", "QC1 QC2")
    assert cranes.reason == "it goes with its place and time"


def test_the_number_of_cranes_is_the_most_at_once(case: Case, previous: BerthPlan) -> None:
    """QC2 after QC1 is one crane, and no crane more than before."""
    one_then_other = (use("QC1", "05 18:30", "05 21:00"), use("QC2", "05 21:00", "06 01:55"))
    plan = with_fields(previous, "CERAM-1", cranes=one_then_other)
    assert most_cranes(plan.calls[2]) == 1
    row = _rows(changes(case, previous, plan))["CERAM-1", "cranes"]
    assert (row.old, row.new, row.cost) == ("QC1", "QC1 QC2 (at most 1 at once)", 0)


@pytest.mark.parametrize(("known", "says"), [(True, "ETA from 2026-01-05 18:00 to 2026-01-06 00:00"), (False, "after")])
def test_a_new_estimate_is_the_reason(case: Case, previous: BerthPlan, known: bool, says: str) -> None:
    """A plan that was drawn by hand may not say which ETA it was drawn for."""
    if not known:
        previous = with_fields(previous, "CERAM-1", eta=None)
    slipped = with_row(case, "calls", 2, eta=at("06 00:00"))
    plan = _moved(previous, "CERAM-1", 0, "06 00:00", "06 08:25", "QC1")
    reason = _reason(slipped, previous, plan, ("CERAM-1", "start"))
    assert reason.startswith("estimate changed: ")
    assert says in reason


def test_who_follows_a_ship_that_stays_longer(case: Case, previous: BerthPlan) -> None:
    plan = with_fields(previous, "ARU-1", end=at("05 19:00"))
    plan = _moved(plan, "CERAM-1", 0, "05 19:00", "06 03:25", "QC1")
    assert _reason(case, previous, plan, ("CERAM-1", "start")) == "follows Aru (ARU-1), which ends later"
    assert _reason(case, previous, plan, ("ARU-1", "end")) == "its work has changed"


@pytest.mark.parametrize(("locked", "which"), [((), ""), (("BURU-1",), ", which is locked")])
def test_who_makes_way(case: Case, previous: BerthPlan, locked: tuple[str, ...], which: str) -> None:
    """Buru comes to Ceram's place."""
    plan = with_fields(previous, "BURU-1", position_m=0.0)
    plan = with_fields(plan, "CERAM-1", position_m=150.0)
    case = with_row(case, "calls", 1, preferred_position_m=None)
    reason = _reason(case, previous, plan, ("CERAM-1", "position"), locked=locked)
    assert reason == f"makes way for Buru (BURU-1){which}"


def test_what_is_cheaper_now(case: Case, previous: BerthPlan) -> None:
    plan = _moved(previous, "BURU-1", 140, "05 14:25", "05 19:52", "QC2", "QC3")
    assert _reason(case, previous, plan, ("BURU-1", "start")) == "cheaper now: first line 2.0 h earlier"
    away = with_fields(previous, "BURU-1", position_m=120.0)
    # 20 m cost 20 a plan; to move her 40, unless that is cheaper: then it is not for her own sake.
    assert _reason(case, away, previous, ("BURU-1", "position")) == "makes way for Ceram (CERAM-1)"
    case = with_terminal(case, costs={"change_per_metre": 1})
    nearer = "cheaper now: it lies 20 m nearer to its preferred place"
    assert _reason(case, away, previous, ("BURU-1", "position")) == nearer


def test_a_closure_is_the_reason(case: Case, previous: BerthPlan) -> None:
    def closed(what: str, **fields: object) -> Case:
        row = {"id": "C", "what": what, "start": at("05 17:00"), "end": at("06 00:00"), **fields}
        return case.changed(closures=(Closure.model_validate(row),))

    plan = _moved(previous, "CERAM-1", 0, "06 00:00", "06 08:25", "QC2")
    wanted = "closure C (oil) is in the way of its berth in the plan before"
    assert _reason(closed("quay", to_m=50, reason="oil"), previous, plan, ("CERAM-1", "start")) == wanted
    assert "closure C" in _reason(closed("channel"), previous, plan, ("CERAM-1", "start"))
    broken = closed("crane", crane="QC1")
    assert "closure C" in _reason(broken, previous, plan, ("CERAM-1", "start"))
    assert _reason(broken, previous, plan, ("CERAM-1", "cranes")).startswith("crane QC1 is out of service from")


def test_cranes_that_work_another_ship(case: Case, previous: BerthPlan) -> None:
    plan = with_fields(previous, "CERAM-1", cranes=berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC2").cranes)
    plan = with_fields(plan, "BURU-1", cranes=berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1").cranes)
    rows = _rows(changes(case, previous, plan))
    assert rows["CERAM-1", "cranes"].reason == "crane QC1 works Buru (BURU-1) then"


NOW = at("05 18:00")
WORKING = Actual(call="BURU-1", phase="working", first_line=at("05 16:40"), position_m=138, moves_done=90)


def test_what_has_happened_costs_nothing(case: Case, previous: BerthPlan) -> None:
    """Aru left late and Buru came to another place: that is no decision of the plan. Buru's crane that is taken is."""
    gone = Actual(call="ARU-1", phase="departed", first_line=at("05 08:00"), position_m=1, last_line=at("05 16:40"))
    case = case.changed(actuals=(gone, WORKING))
    plan = with_fields(previous.model_copy(update={"now": NOW}), "ARU-1", position_m=1.0, end=at("05 16:40"))
    uses = (use("QC2", "05 17:10", "05 18:00"), use("QC3", "05 17:10", "06 00:00"))
    plan = with_fields(plan, "BURU-1", position_m=138.0, start=at("05 16:40"), end=at("06 00:30"), cranes=uses)
    rows = _rows(changes(case, previous, plan))
    happened = {what for what, row in rows.items() if row.reason == "it has happened, as its actual says"}
    assert happened == {
        ("ARU-1", "position"),
        ("ARU-1", "end"),
        ("BURU-1", "position"),
        ("BURU-1", "start"),
    }
    assert rows["BURU-1", "end"].reason.startswith("it has ")
    cranes = rows["BURU-1", "cranes"]
    assert (cranes.old, cranes.new, cranes.cost) == ("QC2 QC3", "QC3", 30)
    assert cranes.reason == "its work is planned anew from now on"
    assert sum(row.cost for row in rows.values()) == cost_of_changes(case, previous, plan) == 30


def test_why_a_ship_alongside_ends_later(case: Case, previous: BerthPlan) -> None:
    case = case.changed(
        actuals=(Actual.model_validate(WORKING.model_dump() | {"position_m": 140, "first_line": at("05 16:25")}),)
    )
    plan = with_fields(previous.model_copy(update={"now": NOW}), "BURU-1", end=at("05 22:30"))
    assert _reason(case, previous, plan, ("BURU-1", "end")) == "it has 150 boxes left at 2026-01-05 18:00"


def test_who_should_have_berthed_and_has_not(case: Case, previous: BerthPlan) -> None:
    plan = _moved(previous.model_copy(update={"now": NOW}), "BURU-1", 140, "05 18:00", "05 23:27", "QC2", "QC3")
    reason = _reason(case, previous, plan, ("BURU-1", "start"))
    assert reason == "it is not alongside yet at 2026-01-05 18:00"


def test_calls_that_are_new_or_gone(case: Case, previous: BerthPlan) -> None:
    without = previous.model_copy(update={"calls": previous.calls[:3]})
    row = _rows(changes(case, without, previous))["ARU-2", "new"]
    assert (row.old, row.new) == ("", "0 m from 2026-01-07T08:00:00+08:00")
    assert row.reason == "the plan before does not have it"
    left_out = without.model_copy(update={"unserved": (UnservedCall(call="ARU-2", reason="too long"),)})
    assert _reason(case, left_out, previous, ("ARU-2", "new")) == "the plan before left it out: too long"
    assert _reason(case, previous, left_out, ("ARU-2", "gone")) == "too long"
    ashore = case.changed(sailings=(), shipments=())
    later = with_row(ashore, "calls", 3, eta=at("13 08:00"), etd=at("14 08:00"))
    reason = _reason(later, previous, without, ("ARU-2", "gone"))
    assert reason.startswith("estimate changed: ETA from 2026-01-07 08:00 to 2026-01-13 08:00")
    assert reason.endswith("which is not in the planned time")
    fewer = case.changed(calls=case.calls[:3], sailings=(), shipments=())
    assert _reason(fewer, previous, without, ("ARU-2", "gone")) == "the case has no such call any more"
    assert cost_of_changes(fewer, previous, without) == 0


def test_rows_come_by_first_line(case: Case, previous: BerthPlan) -> None:
    plan = previous
    for entry in reversed(previous.calls):
        plan = with_fields(plan, entry.call, position_m=entry.position_m + 1)
    found = changes(case, previous, plan)
    assert [row.call for row in found] == ["ARU-1", "BURU-1", "CERAM-1", "ARU-2"]
