"""A plan changed by hand: one call goes elsewhere, what follows for her is worked out, nobody else moves."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.actuals import Actual
from data.case import Case
from data.checker import check
from data.errors import DermagaError, NotFound
from data.plans import BerthedCall, BerthPlan, UnservedCall
from scheduler.berths import first_come_first_served
from scheduler.berths.by_hand import CallChange, changed
from tests.data.checker.conftest import at, berthed, by_hand, with_call
from tests.data.conftest import with_row, with_terminal
from tests.scheduler.berths.generated import cases

HOUR = timedelta(hours=1)


@pytest.fixture
def case(small_case: Case) -> Case:
    return small_case.changed(sailings=(), shipments=())


@pytest.fixture
def plan(case: Case) -> BerthPlan:
    return by_hand(case)


def entry(plan: BerthPlan, call: str) -> BerthedCall:
    return next(each for each in plan.calls if each.call == call)


def cranes(plan: BerthPlan, call: str) -> set[str]:
    return {use.crane for use in entry(plan, call).cranes}


def moved(case: Case, plan: BerthPlan, call: str, **wanted: Any) -> BerthPlan:
    """The changed plan, in which nobody else has moved."""
    after = changed(case, plan, CallChange(call, **wanted))
    assert [each for each in after.calls if each.call != call] == [each for each in plan.calls if each.call != call]
    return after


def test_a_later_ship_is_worked_and_leaves_as_much_later(case: Case, plan: BerthPlan) -> None:
    before = entry(plan, "ARU-2")
    after = entry(moved(case, plan, "ARU-2", start=before.start + 3 * HOUR, position_m=12.0), "ARU-2")
    assert (after.start, after.position_m) == (before.start + 3 * HOUR, 12.0)
    assert [(use.crane, use.start, use.end) for use in after.cranes] == [
        (use.crane, use.start + 3 * HOUR, after.end - HOUR / 2) for use in before.cranes
    ]
    assert after.end - before.end in (3 * HOUR, 3 * HOUR - timedelta(minutes=1))


def test_other_cranes_are_chosen_where_hers_are_taken(case: Case, plan: BerthPlan) -> None:
    # Ceram has QC1 and lies before her on the rail.
    taken = with_call(plan, berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1", "QC2"))
    after = moved(case, taken, "BURU-1", start=at("05 16:30"))
    assert cranes(after, "BURU-1") == {"QC2", "QC3"}
    assert check(case, after).feasible
    # Where none is free she gets those that are least in the way, and the checker says it.
    crowded = with_call(taken, berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC1", "QC2", "QC3"))
    broken = check(case, moved(case, crowded, "BURU-1", start=at("05 16:30"))).broken
    assert "crane_at_two_ships" in {rule.rule for rule in broken if "BURU-1" in rule.calls}


def test_a_wanted_number_of_cranes_changes_the_stay(case: Case, plan: BerthPlan) -> None:
    fewer, more = moved(case, plan, "ARU-2", cranes=1), moved(case, plan, "ARU-2", cranes=2)
    assert len(cranes(fewer, "ARU-2")) == 1
    assert entry(fewer, "ARU-2").end > entry(more, "ARU-2").end
    assert check(case, fewer).feasible
    assert cranes(moved(case, plan, "ARU-2", cranes=("QC2", "QC3")), "ARU-2") == {"QC2", "QC3"}


def test_as_many_cranes_as_bring_the_last_line_nearest_to_a_moment(case: Case, plan: BerthPlan) -> None:
    late = moved(case, plan, "ARU-2", until=entry(plan, "ARU-2").end + 5 * HOUR)
    assert len(cranes(late, "ARU-2")) == 1


def test_she_waits_alongside_for_water_to_leave_with(case: Case, plan: BerthPlan) -> None:
    row = [call.id for call in case.calls].index("ARU-2")
    shallow = with_terminal(case, channel={"depth_m": 6.5})
    deep = with_row(shallow, "calls", row, departure_draft_m=8, arrival_draft_m=4)
    after = moved(deep, plan, "ARU-2", start=at("07 09:00"))
    assert entry(after, "ARU-2").end > max(use.end for use in entry(after, "ARU-2").cranes) + HOUR / 2
    assert not [rule for rule in check(deep, after).broken if "ARU-2" in rule.calls]


def test_hour_by_hour_she_gets_at_most_so_many_of_what_is_free(case: Case, plan: BerthPlan) -> None:
    hourly = with_terminal(case, crane_work={"assignment": "hourly"})
    after = moved(hourly, plan, "ARU-2", cranes=(1, 1, 2))
    counts = [sum(use.start <= at(moment) < use.end for use in entry(after, "ARU-2").cranes)
              for moment in ("07 08:45", "07 09:45", "07 11:15")]  # fmt: skip
    assert counts == [1, 1, 2]
    assert check(hourly, after).feasible
    beside = moved(hourly, plan, "CERAM-1", cranes=2)
    # While Buru has QC2 and QC3 she has one, and all of them when Buru has left.
    assert check(hourly, beside).feasible
    assert len(cranes(beside, "CERAM-1")) > 1


def test_the_boxes_that_are_left_of_a_working_ship_are_worked_from_now_on(case: Case, plan: BerthPlan) -> None:
    actual = Actual.model_validate(
        {"call": "ARU-1", "phase": "working", "first_line": at("05 08:00"), "position_m": 0, "moves_done": 200}
    )
    today, running = case.changed(actuals=(actual,)), plan.model_copy(update={"now": at("05 12:00")})
    after = entry(moved(today, running, "ARU-1", cranes=1), "ARU-1")
    assert {use.crane for use in after.cranes if use.end > at("05 12:00")} == {"QC1"}
    assert {use.crane for use in after.cranes if use.start < at("05 12:00")} == {"QC1", "QC2"}
    assert check(today, moved(today, running, "ARU-1", cranes=1)).broken[:1] == () or after.end > at("05 16:25")


def test_a_call_that_was_left_out_is_berthed(case: Case, plan: BerthPlan) -> None:
    without = plan.model_copy(
        update={"calls": plan.calls[:3], "unserved": (UnservedCall(call="ARU-2", reason="no room"),)}
    )
    after = changed(case, without, CallChange("ARU-2", start=at("07 08:00"), position_m=0))
    assert check(case, after).feasible
    with pytest.raises(DermagaError, match="give start and position_m"):
        changed(case, without, CallChange("ARU-2"))


def test_what_there_is_not_is_refused(case: Case, plan: BerthPlan) -> None:
    with pytest.raises(NotFound, match="NOBODY"):
        changed(case, plan, CallChange("NOBODY"))
    with pytest.raises(DermagaError, match="QC9"):
        changed(case, plan, CallChange("ARU-1", cranes=("QC9",)))


def test_a_ship_that_is_moored_within_a_minute_is_worked_from_the_next_one_on(case: Case) -> None:
    case = with_terminal(case, quay={"mooring_min": 7.5})
    plan = first_come_first_served(case)
    for before in plan.calls:
        assert moved(case, plan, before.call).calls == plan.calls


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(case=cases(), data=st.data())
def test_a_change_breaks_rules_of_nobody_else_and_none_where_nothing_is_changed(
    case: Case, data: st.DataObject
) -> None:
    plan = first_come_first_served(case)
    if not plan.calls:
        return
    call = data.draw(st.sampled_from([each.call for each in plan.calls]))
    same = check(case, changed(case, plan, CallChange(call)))
    assert same.broken == ()
    hours, metres = data.draw(st.integers(-5, 30)), data.draw(st.integers(-40, 40))
    there = entry(plan, call)
    wanted = CallChange(call, start=there.start + hours * HOUR, position_m=there.position_m + metres)
    broken = check(case, changed(case, plan, wanted)).broken
    assert all(call in rule.calls or rule.rule == "crane_setup" for rule in broken)
