"""Re-planning: what stays stays to the second, what is free stays close, and contradictions are refused."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.actuals import Actual
from data.case import Case
from data.cases import load
from data.changes import changes, cost_of_changes
from data.checker import check
from data.closures import Closure
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan
from data.terminal import BerthSection
from data.work import hours_with
from scheduler.berths import Replan, first_come_first_served, solve
from scheduler.berths.problem import posed
from scheduler.berths.search import true_cost
from scheduler.berths.states import state_of
from scheduler.berths.warm import as_before, in_order
from scheduler.result import Status
from scheduler.stopping import Stop
from tests.data.checker.conftest import at, berthed, by_hand, with_call
from tests.data.conftest import with_row, with_terminal
from tests.scheduler.berths.generated import cases
from tests.scheduler.berths.models import check_models_have

RATES = {"change_per_metre": 2, "change_per_hour": 100, "change_per_crane": 30}
NOW = at("05 12:00")


@pytest.fixture
def case(small_case: Case) -> Case:
    """The small case, where changes cost, without shipments that ask for days of departure."""
    return with_terminal(small_case, costs=RATES).changed(sailings=(), shipments=())


@pytest.fixture
def previous(case: Case) -> BerthPlan:
    return by_hand(case)


def _working(call: str, moves_done: int, **fields: Any) -> Actual:
    known = {"call": call, "phase": "working", "first_line": at("05 08:00"), "position_m": 0, "moves_done": moves_done}
    return Actual.model_validate(known | fields)


def _entry(plan: BerthPlan, call: str) -> BerthedCall:
    (entry,) = (entry for entry in plan.calls if entry.call == call)
    return entry


def _planned(case: Case, previous: BerthPlan, now: datetime = NOW, *locked: str, effort: float = 0.05) -> BerthPlan:
    """A new plan, which the checker accepts and whose cost is its own and that of its changes."""
    result = solve(case, stop=Stop(effort=effort), workers=1, replan=Replan(previous, now, frozenset(locked)))
    verdict = check(case, result.plan)
    assert verdict.feasible, verdict.broken
    assert result.plan.now == now
    assert result.cost == pytest.approx(verdict.cost + cost_of_changes(case, previous, result.plan))
    assert result.bound <= result.cost + 1e-6
    return result.plan


def test_nothing_changes_where_nothing_has_changed(case: Case, previous: BerthPlan) -> None:
    """Aru is worked since 08:30: by noon two cranes have moved 189 of her 400 boxes."""
    case = case.changed(actuals=(_working("ARU-1", 189),))
    plan = _planned(case, previous)
    assert changes(case, previous, plan) == []
    assert [entry.eta for entry in plan.calls] == [case.call_by_id[entry.call].eta for entry in plan.calls]


@pytest.mark.parametrize("assignment", ["constant", "hourly"])
def test_a_working_ship_ends_when_her_boxes_are_moved(case: Case, previous: BerthPlan, assignment: str) -> None:
    """100 of 400 boxes at noon: 300 with two cranes of 27 an hour take 5:33, last line is half an hour later."""
    case = with_terminal(case.changed(actuals=(_working("ARU-1", 100),)), crane_work={"assignment": assignment})
    plan = _planned(case, previous)
    aru, buru = _entry(plan, "ARU-1"), _entry(plan, "BURU-1")
    assert (aru.position_m, aru.start) == (0, at("05 08:00"))
    if assignment == "constant":
        assert {use.crane for use in aru.cranes} == {"QC1", "QC2"}
        assert aru.end == at("05 18:04")
        assert buru.start >= at("05 18:04")
        reasons = {(row.call, row.what): row.reason for row in changes(case, previous, plan)}
        assert reasons["ARU-1", "end"] == "it has 300 boxes left at 2026-01-05 12:00"
        assert reasons["BURU-1", "start"] == "follows Aru (ARU-1), which ends later"


def test_with_hourly_cranes_those_of_a_working_ship_may_change(case: Case, previous: BerthPlan) -> None:
    """Aru takes three cranes, and one is idle until Buru comes: it helps."""
    case = with_row(case.changed(actuals=(_working("ARU-1", 100),)), "calls", 0, max_cranes=3)
    case = with_terminal(case, crane_work={"assignment": "hourly"}, costs={"change_per_crane": 0})
    plan = _planned(case, previous)
    assert {use.crane for use in _entry(plan, "ARU-1").cranes if use.end > NOW} == {"QC1", "QC2", "QC3"}
    assert _entry(plan, "ARU-1").end < at("05 16:30")


def test_who_is_gone_takes_no_room(case: Case, previous: BerthPlan) -> None:
    """Aru left at 11:30. Buru comes at noon, 4 h 25 min earlier: 442 for her change and 442 times more for waiting."""
    gone = Actual(call="ARU-1", phase="departed", first_line=at("05 08:00"), position_m=1, last_line=at("05 11:30"))
    plan = _planned(case.changed(actuals=(gone,)), previous)
    aru = _entry(plan, "ARU-1")
    assert (aru.position_m, aru.start, aru.end) == (1, at("05 08:00"), at("05 11:30"))
    assert max(use.end for use in aru.cranes) == at("05 11:30")
    assert _entry(plan, "BURU-1").start == NOW


@pytest.mark.parametrize(
    ("now", "end"), [("05 12:00", "05 16:25"), ("05 16:25", "05 16:25"), ("05 17:00:30", "05 17:00:30")]
)
def test_who_is_worked_off_lies_until_planned_or_until_now(case: Case, previous: BerthPlan, now: str, end: str) -> None:
    complete = Actual(call="ARU-1", phase="complete", first_line=at("05 08:00"), position_m=0)
    waits = Actual(call="BURU-1", phase="arrived", arrived=at("05 09:00"))
    plan = _planned(case.changed(actuals=(complete, waits)), previous, at(now))
    assert _entry(plan, "ARU-1").end == at(end)
    assert all(use.end <= at(now) for use in _entry(plan, "ARU-1").cranes)
    assert _entry(plan, "BURU-1").start >= at(end)


def test_a_plan_that_an_actual_contradicts_is_not_taken_for_granted(case: Case, previous: BerthPlan) -> None:
    """Buru was planned at 16:25, where Aru lay until five: so where is she?"""
    gone = Actual(call="ARU-1", phase="departed", first_line=at("05 08:00"), position_m=0, last_line=at("05 17:00"))
    with pytest.raises(
        DermagaError, match=r"is to have berthed at 2026-01-05 16:25 where Aru .* lay until .* 17:00"
    ) as e:
        _planned(case.changed(actuals=(gone,)), previous, at("05 18:00"))
    assert "give an actual for BURU-1, which is taken to be on plan" in str(e.value)


def test_who_is_worked_off_waits_for_water(case: Case, previous: BerthPlan) -> None:
    case = with_terminal(case, channel={"opens": "06:00", "closes": "16:30"})
    complete = Actual(call="ARU-1", phase="complete", first_line=at("05 08:00"), position_m=0)
    previous = previous.model_copy(update={"calls": previous.calls[:1]})
    plan = _planned(case.changed(actuals=(complete,)), previous, at("05 17:00"))
    assert _entry(plan, "ARU-1").end == at("06 06:00")


@pytest.mark.parametrize(
    ("actual", "earliest"),
    [
        (Actual(call="CERAM-1", phase="inbound"), "05 18:00"),
        (Actual(call="CERAM-1", phase="arrived", arrived=at("05 11:00")), "05 12:00"),
    ],
)
def test_who_is_to_come_berths_from_now_on(case: Case, previous: BerthPlan, actual: Actual, earliest: str) -> None:
    """Who has arrived before her ETA may berth at once."""
    case = case.changed(actuals=(actual, _working("ARU-1", 189)))
    case = with_row(case, "calls", 2, etd=at("05 19:00"))
    standing = first_come_first_served(case, replan=Replan(previous, NOW))
    assert _entry(standing, "CERAM-1").start >= at(earliest)
    complete = Actual(call="ARU-1", phase="departed", first_line=at("05 08:00"), position_m=0, last_line=NOW)
    alone = case.changed(actuals=(actual, complete))
    served = first_come_first_served(alone, replan=Replan(previous, NOW))
    assert check(alone, served).feasible
    assert _entry(served, "CERAM-1").start == at(earliest)


def test_locked_calls_stay_to_the_second(case: Case, previous: BerthPlan) -> None:
    """Buru and Ceram are locked half a minute off and at a fraction of a metre, and Aru's place was better for one."""
    locked = berthed("BURU-1", 139.123, "05 16:26:30", "05 21:55:10", "QC2", "QC3")
    previous = with_call(previous, locked)
    case = case.changed(actuals=(_working("ARU-1", 189),))
    plan = _planned(case, previous, NOW, "BURU-1", "ARU-2")
    for call in ("BURU-1", "ARU-2"):
        kept, before = _entry(plan, call), _entry(previous, call)
        assert kept == before.model_copy(update={"eta": case.call_by_id[call].eta})


def test_without_actuals_all_is_on_plan(case: Case, previous: BerthPlan) -> None:
    plan = _planned(case, previous, at("05 19:00"))
    assert plan.calls[:3] == tuple(
        entry.model_copy(update={"eta": case.call_by_id[entry.call].eta}) for entry in previous.calls[:3]
    )
    assert "Aru (ARU-1), Buru (BURU-1), Ceram (CERAM-1): taken to be on plan" in check(case, plan).notes[0]


def test_who_can_not_have_berthed_on_plan_is_planned_anew(case: Case, previous: BerthPlan) -> None:
    """Ceram was planned at 18:00 and comes at 18:30; at 19:00 nobody says that she lies there."""
    case = with_row(case, "calls", 2, eta=at("05 18:30"))
    plan = _planned(case, previous, at("05 19:00"))
    assert _entry(plan, "CERAM-1").start == at("05 19:00")


def test_a_later_estimate_moves_one_ship(case: Case, previous: BerthPlan) -> None:
    case = case.changed(actuals=(_working("ARU-1", 189),))
    slipped = with_row(case, "calls", 2, eta=at("06 00:00"), etd=at("06 14:00"))
    plan = _planned(slipped, previous)
    assert {row.call for row in changes(slipped, previous, plan)} == {"CERAM-1"}
    assert _entry(plan, "CERAM-1").start == at("06 00:00")


def test_a_call_beyond_the_planned_time_is_gone_unless_there_are_more_days(case: Case, previous: BerthPlan) -> None:
    slipped = with_row(case, "calls", 3, eta=at("12 08:00"), etd=at("13 08:00"))
    plan = first_come_first_served(slipped, replan=Replan(previous, NOW))
    assert {row.what for row in changes(slipped, previous, plan) if row.call == "ARU-2"} == {"gone"}
    longer = first_come_first_served(slipped, days=9, replan=Replan(previous, NOW))
    assert _entry(longer, "ARU-2").start == at("12 08:00")
    assert (longer.start, longer.end) == (previous.start, at("14 00:00"))
    assert first_come_first_served(slipped, days=2, replan=Replan(previous, NOW)).end == previous.end


def test_who_is_here_is_planned_whenever_she_was_to_come(case: Case, previous: BerthPlan) -> None:
    """Buru of last week lies at 140 m with work for a night."""
    case = with_row(case, "calls", 1, eta=at("03 09:00"), etd=at("04 09:00"))
    case = case.changed(actuals=(_working("BURU-1", 100, first_line=at("04 20:00"), position_m=140),))
    for now in (at("04 23:00"), NOW):
        plan = _planned(case, previous.model_copy(update={"calls": previous.calls[2:]}), now)
        buru = _entry(plan, "BURU-1")
        assert (buru.position_m, buru.start, plan.start) == (140, at("04 20:00"), previous.start)
        assert buru.end > now


def test_cranes_that_are_out_of_service_are_replaced(case: Case, previous: BerthPlan) -> None:
    """QC1 breaks at noon: Aru goes on with QC2 and QC3."""
    broken = Closure(id="BROKEN", what="crane", crane="QC1", start=NOW, end=at("08 00:00"))
    case = case.changed(actuals=(_working("ARU-1", 189),), closures=(broken,))
    plan = _planned(case, previous)
    assert {use.crane for use in _entry(plan, "ARU-1").cranes if use.end > NOW} == {"QC2", "QC3"}
    reasons = {(row.call, row.what): row.reason for row in changes(case, previous, plan)}
    assert reasons["ARU-1", "cranes"] == "crane QC1 is out of service from 2026-01-05 12:00"


def test_what_lies_alongside_is_in_every_model(case: Case, previous: BerthPlan) -> None:
    """How she came to lie there is no matter of rules: no closure, gap or crane of this morning makes it impossible."""
    closed = Closure(id="C1", what="quay", start=at("05 14:00"), end=at("05 20:00"), from_m=0, to_m=140)
    stopped = Closure(id="C2", what="crane", start=at("05 12:00"), end=at("05 20:00"), crane="QC2")
    here = Actual(call="BURU-1", phase="working", first_line=at("05 10:00"), position_m=155, moves_done=20)
    done = Actual(call="ARU-1", phase="complete", first_line=at("05 08:00"), position_m=0)
    for changed in (
        case.changed(actuals=(_working("ARU-1", 189),), closures=(closed,)),
        case.changed(actuals=(_working("ARU-1", 189), here)),
        case.changed(actuals=(done, here)),
        case.changed(actuals=(done,), closures=(stopped,)),
    ):
        for assignment in ("constant", "hourly"):
            each = with_terminal(changed, crane_work={"assignment": assignment})
            _planned(each, previous)
            problem = posed(each, None, None, Replan(previous, NOW))
            assert problem.standing is not None
            check_models_have(problem, as_before(problem, problem.standing))
            check_models_have(problem, in_order(problem, problem.standing))


def test_before_her_time_nothing_is_paid_for_waiting_or_paid_back(case: Case, previous: BerthPlan) -> None:
    """Ceram is there seven hours early, where Buru lay by the plan before: she may as well berth at once."""
    here = Actual(call="CERAM-1", phase="arrived", arrived=at("05 11:00"))
    case = with_row(case.changed(actuals=(_working("ARU-1", 189), here)), "calls", 2, priority=3)
    case = with_terminal(case, costs={"change_per_hour": 1})
    result = solve(case, stop=Stop(seconds=None, effort=2), replan=Replan(previous, NOW))
    assert result.status is Status.OPTIMAL
    problem = posed(case, None, None, Replan(previous, NOW))
    assert problem.standing is not None
    check_models_have(problem, as_before(problem, problem.standing))
    check_models_have(problem, state_of(problem, result.plan.calls))


@pytest.mark.parametrize("layout", ["discrete", "hybrid"])
def test_to_stay_in_a_section_where_she_was_costs_nothing(case: Case, previous: BerthPlan, layout: str) -> None:
    sections = (BerthSection(id="B1", start_m=0, end_m=270, depth_m=14),)
    case = with_terminal(case.changed(berths=sections), quay={"layout": layout}, costs={"change_per_metre": 1_000})
    case = case.changed(calls=tuple(call.model_copy(update={"preferred_position_m": None}) for call in case.calls))
    entry = _entry(previous, "ARU-2").model_copy(update={"position_m": 33})
    before = previous.model_copy(update={"calls": (entry,)})
    case = case.changed(calls=tuple(call for call in case.calls if call.id == "ARU-2"))
    problem = posed(case, None, None, Replan(before, NOW))
    assert problem.standing is not None
    state = as_before(problem, problem.standing)
    assert problem.money(true_cost(problem, state)) < 1_000
    check_models_have(problem, state)


def _at_sea(**fields: Any) -> Actual:
    return Actual.model_validate({"call": "BURU-1", "phase": "inbound"} | fields)


@pytest.mark.parametrize(
    ("actuals", "locked", "says"),
    [
        ((_working("ARU-1", 100, position_m=60),), ("BURU-1",), ("overlap: Aru (ARU-1) and Buru", "actuals")),
        (
            (_working("ARU-1", 0),),
            ("BURU-1",),
            ("Aru (ARU-1) and Buru (BURU-1)", "correct the row of ARU-1 in actuals", "do not lock BURU-1"),
        ),
        ((_working("ARU-1", 100, first_line=at("05 12:30")),), (), ("ARU-1, first_line = 2026-01-05 12:30",)),
        ((), ("BURU-9",), ("no call BURU-9 to lock",)),
    ],
)
def test_what_can_not_all_stay_is_refused(
    case: Case, previous: BerthPlan, actuals: tuple[Actual, ...], locked: tuple[str, ...], says: tuple[str, ...]
) -> None:
    """Aru at 60 m lies where Buru's 140 m is locked; and so she does where she stays past 16:25."""
    case = case.changed(actuals=actuals)
    with pytest.raises(DermagaError) as refused:
        first_come_first_served(case, replan=Replan(previous, NOW, frozenset(locked)))
    for text in says:
        assert text in str(refused.value)


@pytest.mark.parametrize("assignment", ["constant", "hourly"])
def test_two_working_ships_on_the_same_metres_are_refused(case: Case, previous: BerthPlan, assignment: str) -> None:
    here = Actual(call="BURU-1", phase="working", first_line=at("05 10:00"), position_m=130, moves_done=20)
    case = with_terminal(case.changed(actuals=(_working("ARU-1", 189), here)), crane_work={"assignment": assignment})
    with pytest.raises(DermagaError, match=r"overlap by 20 m at the same time; correct the row of"):
        first_come_first_served(case, replan=Replan(previous, NOW))


@pytest.mark.parametrize("assignment", ["constant", "hourly"])
def test_who_lies_alongside_is_never_left_out(case: Case, previous: BerthPlan, assignment: str) -> None:
    """However late she leaves, and however little it costs to leave a call out."""
    costs = {"unserved_per_call": 1, "lateness_per_hour": 10_000}
    case = with_terminal(
        case.changed(actuals=(_working("ARU-1", 0),)), crane_work={"assignment": assignment}, costs=costs
    )
    case = with_row(case, "calls", 0, latest_departure=at("05 09:00"), etd=at("05 09:00"))
    plan = _planned(case, previous)
    assert _entry(plan, "ARU-1").end > NOW


def test_an_old_actual_is_refused(case: Case, previous: BerthPlan) -> None:
    case = case.changed(actuals=(_working("ARU-1", 189, first_line=at("05 08:00").replace(year=2001)),))
    with pytest.raises(DermagaError, match=r"first_line = 2001-01-05 08:00: that is more than 60 days before now"):
        first_come_first_served(case, replan=Replan(previous, NOW))


def test_locks_that_no_estimate_allows_are_refused(case: Case, previous: BerthPlan) -> None:
    def refusal(changed: Case, plan: BerthPlan, now: datetime = NOW) -> str:
        with pytest.raises(DermagaError) as refused:
            solve(changed, stop=Stop(effort=0.01), replan=Replan(plan, now, frozenset({"CERAM-1"})))
        return str(refused.value)

    late = with_row(case, "calls", 2, eta=at("05 20:00"))
    assert "before it arrives at 2026-01-05 20:00; do not lock CERAM-1" in refusal(late, previous)
    beyond = with_row(case, "calls", 2, eta=at("13 18:00"), etd=at("14 18:00"))
    assert "give more days, or do not lock it" in refusal(beyond, previous)
    without = previous.model_copy(update={"calls": previous.calls[:2]})
    assert "the plan before does not berth it" in refusal(case, without)
    waits = case.changed(actuals=(Actual(call="CERAM-1", phase="arrived", arrived=at("05 18:00")),))
    assert "it is 2026-01-05 19:00 already; do not lock CERAM-1" in refusal(waits, previous, at("05 19:00"))


def test_other_plans_and_other_times_are_refused(case: Case, previous: BerthPlan) -> None:
    other = previous.model_copy(update={"calls": (berthed("X", 0, "05 08:00", "05 16:25", "QC1"),)})
    for plan, now, says in ((previous, at("13 00:00"), "give more days"), (other, NOW, "has no call of small")):
        with pytest.raises(DermagaError, match=says):
            first_come_first_served(case, replan=Replan(plan, now))


def test_the_best_of_a_small_re_plan_is_proven(case: Case, previous: BerthPlan) -> None:
    case = case.changed(actuals=(_working("ARU-1", 189),))
    case = with_row(case, "calls", 1, eta=at("05 20:00"), etd=at("06 08:00"))
    result = solve(case, stop=Stop(seconds=5), replan=Replan(previous, NOW))
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound


# Any case ----------------------------------------------------------------------------------------------------------


def _done(case: Case, entry: BerthedCall, now: datetime) -> int:
    """The boxes that the cranes of an entry have moved by now."""
    call, share = case.call_by_id[entry.call], 0.0
    edges = sorted({min(moment, now) for use in entry.cranes for moment in (use.start, use.end)})
    for begin, end in pairwise(edges):
        count = sum(use.start <= begin < use.end for use in entry.cranes)
        hours = hours_with(case, call, count, entry.position_m) if count else None
        share += (end - begin) / timedelta(hours=hours) if hours else 0.0
    return min(call.moves, int(share * call.moves))


def _has_become(case: Case, entry: BerthedCall, now: datetime, late: timedelta, aside_m: float) -> Actual | None:
    """An actual of a call that was planned like this, came so much later and lies so far aside."""
    first_line, position_m = entry.start + late, round(entry.position_m + aside_m, 3)
    if first_line >= now:
        return None
    known = {"call": entry.call, "first_line": first_line, "position_m": position_m}
    if entry.end + late <= now:
        return Actual.model_validate({**known, "phase": "departed", "last_line": entry.end + late})
    done = _done(case, entry, now - late)
    complete = done == case.call_by_id[entry.call].moves
    return Actual.model_validate({**known, "phase": "complete" if complete else "working", "moves_done": done})


def _names_a_call(plan: BerthPlan, error: DermagaError) -> None:
    assert any(entry.call in str(error) for entry in plan.calls)


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.randoms(use_true_random=False))
def test_any_running_day(case: Case, random: Any) -> None:
    """What stays stays, checker and models have the plan, and a refusal names what contradicts itself."""
    case = with_terminal(case, costs=RATES)
    previous = first_come_first_served(case, days=4)
    if not previous.calls:
        return
    moments = sorted(moment for entry in previous.calls for moment in (entry.start, entry.end))
    now = min(moments[0] + (moments[-1] - moments[0]) * random.random(), previous.end - timedelta(minutes=1))
    actuals = [
        actual
        for entry in previous.calls
        if random.random() < 0.7
        and (actual := _has_become(
            case, entry, now, timedelta(hours=random.choice([0, 0, 0.7, 3])), random.choice([0, 0, 1.3])
        ))
    ]  # fmt: skip
    become = {actual.call for actual in actuals}
    calls = [
        call.model_copy(update={"eta": call.eta + timedelta(hours=5), "etd": call.etd + timedelta(hours=5)})
        if call.id not in become and call.eta > now and random.random() < 0.3
        else call
        for call in case.calls
    ]
    case = case.changed(actuals=actuals, calls=calls)
    locked = {entry.call for entry in previous.calls if entry.start > now and random.random() < 0.2}
    replan = Replan(previous, now, frozenset(locked))
    try:
        plan = first_come_first_served(case, replan=replan)
    except DermagaError as error:
        _names_a_call(previous, error)
        return
    verdict = check(case, plan)
    assert verdict.feasible, verdict.broken
    for entry in plan.calls:
        actual = case.actual_by_call.get(entry.call)
        if actual is not None:
            assert (entry.start, entry.position_m) == (actual.first_line, actual.position_m)
        elif entry.call in locked or entry.start < now:
            assert entry.model_copy(update={"eta": None}) == _entry(previous, entry.call).model_copy(
                update={"eta": None}
            )
    rows = changes(case, previous, plan, locked)
    assert sum(row.cost for row in rows) == pytest.approx(cost_of_changes(case, previous, plan))
    problem = posed(case, None, None, replan)
    assert problem.standing is not None
    check_models_have(problem, in_order(problem, problem.standing))
    check_models_have(problem, as_before(problem, problem.standing))


# A large terminal --------------------------------------------------------------------------------------------------

HUB_NOW = at("07 12:20")


def test_a_hub_after_one_ship_slips_stays_close_and_is_quick() -> None:
    """40 calls with cranes that change by the hour."""
    case = load("hub").case
    previous = solve(case, days=4.7, stop=Stop(effort=0.2), workers=1).plan
    assert len(previous.calls) == 40
    slips = next(
        entry.call for entry in previous.calls if case.call_by_id[entry.call].eta > HUB_NOW + timedelta(hours=6)
    )
    six = timedelta(hours=6)
    case = case.changed(
        calls=[
            call.model_copy(update={"eta": call.eta + six, "etd": call.etd + six}) if call.id == slips else call
            for call in case.calls
        ],
        actuals=[
            actual
            for entry in previous.calls
            if (actual := _has_become(case, entry, HUB_NOW, timedelta(), 0.0)) is not None
        ],
    )
    result = solve(case, stop=Stop(seconds=0.5), workers=1, replan=Replan(previous, HUB_NOW))
    assert result.seconds < 5
    verdict = check(case, result.plan)
    assert verdict.feasible, verdict.broken
    frozen = result.curve[0].cost
    changed = {row.call for row in changes(case, previous, result.plan)} - {slips}
    assert result.cost <= frozen + 1e-6 or len(changed) <= 0.2 * 39
