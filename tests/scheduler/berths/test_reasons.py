"""Small cases in which it is known what keeps a ship from a better berth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.shifts import Shift
from data.terminal import BerthSection, Channel, QuayCrane, Tide
from data.vessels import VesselCall
from scheduler.berths import Replan, first_come_first_served, solve
from scheduler.berths.problem import plan_of, planned_time, pose
from scheduler.berths.reasons import Reason, reasons
from scheduler.berths.states import state_of
from scheduler.result import Status
from scheduler.stopping import Stop


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def _ship(case: Case, number: int, eta: str, **fields: Any) -> VesselCall:
    """A call of one of the three ships (150, 130 and 115 m), with 270 boxes: 5 h of work of two cranes, 10 of one."""
    standard = {
        "eta": _at(eta), "etd": _at(eta) + timedelta(days=4), "discharge_full": 270, "load_full": 0, "load_empty": 0,
        "preferred_position_m": None, "min_cranes": 1, "max_cranes": 2,
    }  # fmt: skip
    call = case.calls[number]
    return call.model_copy(update=standard | fields)


def _terminal(case: Case, **parts: dict[str, Any]) -> Case:
    """The case with some fields of parts of its terminal changed."""
    changed = {name: getattr(case.terminal, name).model_copy(update=fields) for name, fields in parts.items()}
    return case.changed(terminal=case.terminal.model_copy(update=changed))


def _case(case: Case, *calls: VesselCall, **parts: Any) -> Case:
    return case.changed(calls=calls, sailings=(), shipments=(), **parts)


def _by_call(found: Sequence[Reason]) -> dict[str, Reason]:
    return {reason.call: reason for reason in reversed(found)}


def _main(case: Case, plan: BerthPlan | None = None) -> dict[str, Reason]:
    """The main reason of each call that has one; of first come first served unless a plan is given."""
    return _by_call(reasons(case, first_come_first_served(case) if plan is None else plan))


def _lies(call: str, first_line: str, position_m: float, cranes: str) -> BerthedCall:
    """A call with its cranes for as long as they take, half an hour after first line and before last line."""
    begin, names = _at(first_line) + timedelta(minutes=30), cranes.split()
    until = begin + timedelta(hours=10) / len(names)
    return BerthedCall(
        call=call, position_m=position_m, side="starboard", start=_at(first_line), end=until + timedelta(minutes=30),
        cranes=tuple(CraneUse.model_validate({"crane": name, "from": begin, "to": until}) for name in names),
    )  # fmt: skip


def _plan(case: Case, *entries: BerthedCall) -> BerthPlan:
    start, end = planned_time(case, None, 7)
    return BerthPlan(case=case.name, case_hash=case.hash, start=start, end=end, calls=entries)


def _all(case: Case, call: str) -> dict[tuple[str, str], Reason]:
    found = reasons(case, first_come_first_served(case))
    return {(reason.what, reason.name): reason for reason in found if reason.call == call}


@pytest.fixture
def base(small_case: Case) -> Case:
    """The small case without interference of cranes, so that times are round."""
    return _terminal(small_case, crane_work={"interference_exponent": 1.0})


def test_a_ship_in_the_way(base: Case) -> None:
    """Aru and Buru don't fit side by side: Buru comes an hour later and waits until Aru has left, after 6 h."""
    case = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    found = _main(case)
    assert found.keys() == {"BURU-1"}
    assert (found["BURU-1"].what, found["BURU-1"].name) == ("ship", "ARU-1")
    assert (found["BURU-1"].hours, found["BURU-1"].metres, found["BURU-1"].cost) == (5, 0, 2500)
    assert found["BURU-1"].text == "waits 5.0 h for Aru (ARU-1) to leave; costs 2,500"


def test_a_longer_quay_would_do_as_well(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    found = _all(case, "BURU-1")
    assert found["quay", "length"].cost == 2500
    assert "with 160 m more at either end" in found["quay", "length"].text


def test_a_place_that_is_kept_for_a_later_ship(base: Case) -> None:
    """Ceram comes first and lies at the far end, out of the way of Buru, though it would rather lie where Buru will."""
    case = _case(
        base, _ship(base, 2, "05 09:00", preferred_position_m=0), _ship(base, 1, "05 10:00", preferred_position_m=0)
    )
    plan = _plan(case, _lies("CERAM-1", "05 09:00", 140, "QC2 QC3"), _lies("BURU-1", "05 10:00", 0, "QC1"))
    assert check(case, plan).feasible
    reason = _main(case, plan)["CERAM-1"]
    assert (reason.what, reason.name, reason.metres, reason.cost) == ("ship", "BURU-1", 140, 140)
    assert reason.text == (
        "lies 140 m from its preferred place because the place is kept for Buru (BURU-1) from 2026-01-05 10:00; "
        "costs 140"
    )


def test_cranes_at_another_ship(base: Case) -> None:
    """Buru and Ceram fit side by side, and of three cranes each wants two: Ceram waits until Buru's are done."""
    case = _case(base, _ship(base, 1, "05 08:00", min_cranes=2), _ship(base, 2, "05 08:00", min_cranes=2))
    reason = _main(case)["CERAM-1"]
    assert (reason.what, reason.name, reason.hours) == ("cranes", "BURU-1", 5)
    assert reason.text == "waits 5.0 h for cranes that work Buru (BURU-1); costs 2,500"


def test_fewer_cranes_than_it_takes(base: Case) -> None:
    """Ceram has one crane, the one that Buru leaves, and with two would be in time."""
    case = _case(base, _ship(base, 1, "05 08:00"), _ship(base, 2, "05 08:00", max_cranes=2, etd=_at("05 14:00")))
    reason = _main(case)["CERAM-1"]
    assert (reason.what, reason.name, reason.hours) == ("cranes", "BURU-1", 5)
    assert reason.text == "leaves 5.0 h late because its cranes work Buru (BURU-1); costs 1,500"


def test_cranes_of_several_ships(base: Case) -> None:
    """Two ships have a crane each, and the third wants all three: neither alone leaves it enough."""
    quay = base.terminal.quay.model_copy(update={"length_m": 420})
    case = _case(
        base,
        *(_ship(base, number, "05 08:00", max_cranes=1) for number in (0, 1)),
        _ship(base, 2, "05 08:30", min_cranes=3, max_cranes=3),
        terminal=base.terminal.model_copy(update={"quay": quay}),
        berths=(BerthSection(id="B1", start_m=0, end_m=420, depth_m=14),),
        quay_cranes=_cranes(420),
    )
    reason = _main(case)["CERAM-1"]
    assert (reason.what, reason.name) == ("cranes", "")
    assert reason.text == "waits 9.5 h for cranes that work other ships; costs 4,750"


def _cranes(length: float) -> tuple[QuayCrane, ...]:
    return tuple(QuayCrane(id=name, rail_from_m=0, rail_to_m=length) for name in ("QC1", "QC2", "QC3"))


def test_a_crane_out_of_service(base: Case) -> None:
    stop = Closure(id="S1", what="crane", crane="QC2", start=_at("05 00:00"), end=_at("05 12:30"), reason="maintenance")
    case = _case(base, _ship(base, 0, "05 08:00", min_cranes=3, max_cranes=3, etd=_at("05 14:00")), closures=(stop,))
    reason = _main(case)["ARU-1"]
    assert (reason.what, reason.name, reason.hours) == ("crane_stop", "S1", 4)
    assert reason.text == (
        "waits 4.0 h and leaves 2.3 h late because crane QC2 (S1, maintenance) is out of service; costs 2,700"
    )
    # By the hour it berths at once, and lies there until the crane is back.
    reason = _main(_terminal(case, crane_work={"assignment": "hourly"}))["ARU-1"]
    assert (reason.what, reason.name) == ("crane_stop", "S1")
    assert reason.text.startswith("leaves ")


def test_too_few_gangs(base: Case) -> None:
    shifts = (Shift(id="night", start="22:00", gangs=1), Shift(id="day", start="14:00", gangs=3))
    case = _case(base, _ship(base, 0, "05 08:00", min_cranes=2, etd=_at("05 18:00")), shifts=shifts)
    reason = _main(case)["ARU-1"]
    assert (reason.what, reason.name, reason.hours) == ("gangs", "night", 5.5)
    assert reason.text == "waits 5.5 h and leaves 1.5 h late because shift night has only 1 gang; costs 3,200"
    reason = _main(_terminal(case, crane_work={"assignment": "hourly"}))["ARU-1"]
    assert (reason.what, reason.name) == ("gangs", "night")
    assert reason.text.startswith("leaves ")


def test_the_tide(base: Case) -> None:
    vessels = tuple(ship.model_copy(update={"max_draft_m": 14}) for ship in base.vessels)
    tide = Tide(low_m=0, high_m=3, high_water=_at("05 12:00"))
    deep = _case(base, _ship(base, 0, "05 06:00", arrival_draft_m=14), vessels=vessels)
    case = deep.changed(terminal=deep.terminal.model_copy(update={"tide": tide}))
    reason = _main(case)["ARU-1"]
    assert reason.what == "tide"
    assert reason.hours > 0
    assert reason.text == f"waits {reason.hours:.1f} h for the tide; costs {reason.cost:,.0f}"


def test_the_hours_of_the_channel(base: Case) -> None:
    channel = base.terminal.channel.model_dump() | {"opens": "10:00", "closes": "20:00"}
    case = _case(base, _ship(base, 0, "05 08:00"))
    case = case.changed(terminal=case.terminal.model_copy(update={"channel": Channel.model_validate(channel)}))
    reason = _main(case)["ARU-1"]
    assert (reason.what, reason.name) == ("channel", "hours")
    assert reason.text == "waits 2.0 h for the hours of the channel; costs 1,000"


def test_a_closed_channel(base: Case) -> None:
    closure = Closure(id="C1", what="channel", start=_at("05 07:00"), end=_at("05 09:00"), reason="survey")
    reason = _main(_case(base, _ship(base, 0, "05 08:00"), closures=(closure,)))["ARU-1"]
    assert (reason.what, reason.name) == ("channel", "C1")
    assert reason.text == "waits 1.0 h for the channel to open again (C1, survey); costs 500"


def test_a_closed_quay(base: Case) -> None:
    """Part of the quay is closed: one ship waits for its end, the other keeps away from it."""
    closure = Closure(
        id="Q1", what="quay", start=_at("05 00:00"), end=_at("05 10:00"), from_m=0, to_m=80, reason="paint"
    )
    waits = _case(base, _ship(base, 0, "05 08:00", preferred_position_m=0), closures=(closure,))
    waits = _terminal(waits, costs={"position_per_metre": 100})
    reason = _main(waits, solve(waits, stop=Stop(seconds=10)).plan)["ARU-1"]
    assert (reason.what, reason.name) == ("closure", "Q1")
    assert reason.text == "waits 2.0 h for the end of closure Q1, paint; costs 1,000"
    away = _terminal(waits, costs={"position_per_metre": 1})
    reason = _main(away)["ARU-1"]
    assert (reason.what, reason.metres) == ("closure", 80)
    assert reason.text == "lies 80 m from its preferred place because of closure Q1, paint; costs 80"


def test_an_earliest_start(base: Case) -> None:
    reason = _main(_case(base, _ship(base, 0, "05 08:00", earliest_start=_at("05 11:00"))))["ARU-1"]
    assert (reason.what, reason.name, reason.hours) == ("earliest_start", "ARU-1", 3)
    assert reason.text == "waits 3.0 h for its earliest start; costs 1,500"


def test_sections_that_ships_do_not_share(base: Case) -> None:
    hybrid = _terminal(base, quay={"layout": "hybrid"})
    case = _case(hybrid, _ship(base, 1, "05 08:00", max_cranes=1), _ship(base, 2, "05 09:00", max_cranes=1))
    found = _all(case, "CERAM-1")
    assert found["ship", "BURU-1"].cost == found["quay", "sections"].cost == 5000
    assert found["quay", "sections"].text == "waits 10.0 h because ships share no section of the quay; costs 5,000"


def test_depth_and_cranes_reach(base: Case) -> None:
    berths = (
        BerthSection(id="B1", start_m=0, end_m=135, depth_m=14),
        BerthSection(id="B2", start_m=135, end_m=270, depth_m=3),
    )
    calls = _ship(base, 1, "05 08:00", max_cranes=1), _ship(base, 2, "05 09:00", max_cranes=1)
    assert ("depth", "") in _all(_case(base, *calls, berths=berths), "CERAM-1")
    rails = tuple(QuayCrane(id=name, rail_from_m=0, rail_to_m=130) for name in ("QC1", "QC2", "QC3"))
    assert ("crane_reach", "") in _all(_case(base, *calls, quay_cranes=rails), "CERAM-1")


def test_two_ships_together(base: Case) -> None:
    """Buru and Ceram lie side by side; Aru would fit in where neither of them was, and beside no single one."""
    case = _case(
        base, _ship(base, 1, "05 08:00", max_cranes=1), _ship(base, 2, "05 08:00", max_cranes=1),
        _ship(base, 0, "05 09:00"),
    )  # fmt: skip
    reason = _main(case)["ARU-1"]
    assert reason.what == "together"
    assert set(reason.name.split()) == {"BURU-1", "CERAM-1"}
    assert "Buru (BURU-1) and Ceram (CERAM-1) together" in reason.text or "Ceram (CERAM-1) and Buru" in reason.text


def test_a_ship_and_a_closure_together(base: Case) -> None:
    """Aru has 130 m without Ceram, 145 m without the closure, and needs 150 m."""
    closure = Closure(id="Q1", what="quay", start=_at("05 00:00"), end=_at("05 16:00"), from_m=130)
    case = _case(
        base, _ship(base, 2, "05 08:00", max_cranes=1, preferred_position_m=0), _ship(base, 0, "05 09:00"),
        closures=(closure,),
    )  # fmt: skip
    reason = _main(case)["ARU-1"]
    assert (reason.what, set(reason.name.split())) == ("together", {"CERAM-1", "Q1"})
    assert reason.text == "waits 10.0 h because of Ceram (CERAM-1) and closure Q1 together; costs 5,000"


def test_a_better_berth_that_is_free(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"))
    reason = _main(case, _plan(case, _lies("ARU-1", "05 10:00", 0, "QC1 QC2")))["ARU-1"]
    assert (reason.what, reason.hours, reason.cost) == ("itself", 2, 1000)
    assert reason.text == (
        "waits 2.0 h though a better berth is free: the plan can save 1,000 at no other ship's expense"
    )


@pytest.mark.parametrize(
    ("change", "what", "cost", "says"),
    [
        (100, "crane_changes", 83.33, "to save changes of cranes, which would cost more than the 83 that this costs"),
        (20, "itself", 23.33, "though a better berth is free: the plan can save 23 at no other ship's expense"),
    ],
)
def test_a_berth_that_waits_for_a_shift(base: Case, change: int, what: str, cost: float, says: str) -> None:
    """Buru could follow Aru 10 minutes earlier, before the shift, in which three cranes change for nothing."""
    shifts = (Shift(id="day", start="14:30", gangs=3), Shift(id="night", start="23:00", gangs=3))
    both = {"min_cranes": 3, "max_cranes": 3}
    case = _case(base, _ship(base, 0, "05 08:00", **both), _ship(base, 1, "05 12:00", **both), shifts=shifts)
    case = _terminal(case, costs={"crane_change": change})
    plan = _plan(case, _lies("ARU-1", "05 09:30", 0, "QC1 QC2 QC3"), _lies("BURU-1", "05 14:00", 0, "QC1 QC2 QC3"))
    assert check(case, plan).terms["crane_changes"] == 0
    found = {reason.what: reason for reason in reasons(case, plan) if reason.call == "BURU-1"}
    assert found[what].cost == cost
    assert found[what].text == f"waits 0.2 of 2.0 h {says}"


def test_work_that_takes_longer_than_the_stay(base: Case) -> None:
    reason = _main(_case(base, _ship(base, 0, "05 08:00", etd=_at("05 12:00"))))["ARU-1"]
    assert (reason.what, reason.hours, reason.cost) == ("work", 2, 600)
    assert reason.text == "leaves 2.0 h late wherever it berths: its boxes take longer than its stay; costs 600"


def test_a_ship_that_is_left_out(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00", latest_departure=_at("05 16:00")))
    found = _all(case, "BURU-1")
    assert found["ship", "ARU-1"].text == (
        "is left out because Aru (ARU-1) lies there until 2026-01-05 14:00; costs 200,000"
    )
    assert found["latest_departure", "BURU-1"].text == (
        "is left out because it must leave by 2026-01-05 16:00; costs 197,500"
    )


def test_nothing_is_no_reason(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"))
    plan = first_come_first_served(case)
    assert reasons(case, plan) == ()
    nothing = plan.model_copy(update={"start": _at("01 00:00"), "end": _at("02 00:00"), "calls": ()})
    assert reasons(case, nothing) == ()


def test_the_dearest_call_is_first_and_its_main_reason(kariangau_2025: Case) -> None:
    found = reasons(kariangau_2025, first_come_first_served(kariangau_2025))
    calls = list(dict.fromkeys(reason.call for reason in found))
    assert [reason.call for reason in found] == sorted((reason.call for reason in found), key=calls.index)
    mains = [next(reason for reason in found if reason.call == call) for call in calls]
    assert mains == sorted(mains, key=lambda reason: -reason.cost)


def test_what_is_found_stays_when_somebody_cancels(kariangau_2025: Case) -> None:
    plan = first_come_first_served(kariangau_2025)
    told: list[tuple[int, int]] = []
    cancel = Event()

    def enough(done: int, total: int) -> None:
        told.append((done, total))
        if done == 5:
            cancel.set()

    some = reasons(kariangau_2025, plan, cancel=cancel, report=enough)
    assert told == [(done, len(plan.calls)) for done in range(1, 6)]
    every = reasons(kariangau_2025, plan)
    assert 0 < len(some) < len(every)
    assert set(some) < set(every)


def test_what_is_claimed_is_saved_in_the_changed_case(base: Case) -> None:
    """The best plan without the thing costs no more than the plan less what its reason claims."""
    closure = Closure(id="Q1", what="quay", start=_at("05 00:00"), end=_at("05 18:00"), from_m=180)
    case = _case(
        base, _ship(base, 0, "05 08:00", preferred_position_m=0), _ship(base, 2, "05 10:00", preferred_position_m=155),
        closures=(closure,),
    )  # fmt: skip
    plan = first_come_first_served(case)
    cost = check(case, plan).cost
    found = {(reason.what, reason.name): reason.cost for reason in reasons(case, plan)}
    without_closure = case.changed(closures=())
    without_aru = case.changed(calls=case.calls[1:])
    rest = plan.model_copy(update={"calls": tuple(entry for entry in plan.calls if entry.call != "ARU-1")})
    for changed, before, claimed in (
        (without_closure, cost, found["closure", "Q1"]),
        (without_aru, check(without_aru, rest).cost, found["ship", "ARU-1"]),
    ):
        result = solve(changed, stop=Stop(seconds=10))
        assert result.status is Status.OPTIMAL
        assert claimed > 0
        assert result.cost <= before - claimed + 1e-6


# Plans as states ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", ["constant", "hourly"])
@pytest.mark.parametrize("layout", ["continuous", "hybrid"])
def test_the_state_of_a_plan_has_that_plan(kariangau_2025: Case, assignment: str, layout: str) -> None:
    case = _terminal(kariangau_2025, crane_work={"assignment": assignment}, quay={"layout": layout})
    plan = first_come_first_served(case)
    problem = pose(case, *planned_time(case, None, 7))
    assert plan_of(problem, state_of(problem, plan.calls)) == plan


def test_a_plan_by_hand_lies_between_the_ticks(base: Case) -> None:
    """Its ships take what they take, and what is begun of a tick or a unit."""
    case = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    aru = _lies("ARU-1", "05 08:00:20", 12.3456, "QC1 QC2")
    problem = pose(case, *planned_time(case, None, 7))
    state = state_of(problem, _plan(case, aru).calls)
    assert (state.berth[0].start, state.berth[0].end) == (8 * 60, 14 * 60 + 1)
    unit = problem.unit_mm / 1000
    assert state.berth[0].claim_low * unit <= 12.3456
    assert state.berth[0].claim_high * unit >= 12.3456 + 150
    plan = _plan(case, aru, _lies("BURU-1", "05 14:00:40", 0, "QC1 QC2"))
    assert check(case, plan).feasible
    reason = _main(case, plan)["BURU-1"]
    assert (reason.what, reason.name) == ("ship", "ARU-1")
    assert reason.cost == pytest.approx(500 * (5 + 40 / 3600), abs=0.01)


def test_other_calls_and_cranes_are_refused(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"))
    plan = _plan(case, _lies("ARU-1", "05 08:00", 0, "QC1 QC9"))
    with pytest.raises(DermagaError, match="with crane QC9, which small does not have"):
        reasons(case, plan)
    stranger = plan.calls[0].model_copy(update={"call": "NOBODY-1", "cranes": ()})
    with pytest.raises(DermagaError, match="berths NOBODY-1: it is no call that arrives"):
        reasons(case, plan.model_copy(update={"calls": (stranger,)}))
    both = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    long = both.changed(vessels=(base.vessels[0].model_copy(update={"loa_m": 300}), *base.vessels[1:]))
    with pytest.raises(DermagaError, match="Aru is 300 m long"):
        reasons(long, plan)


# Plans of the running day ---------------------------------------------------------------------------------------------


def test_a_replan_that_keeps_to_the_plan_before(base: Case) -> None:
    """Buru was planned after Aru. Aru is called off, and it costs more to move Buru than to let it wait."""
    both = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    before = first_come_first_served(both)
    alone = _terminal(
        both.changed(calls=both.calls[1:]), costs={"change_per_hour": 600, "change_per_metre": 0, "change_per_crane": 0}
    )
    replan = Replan(before, _at("05 06:00"))
    plan = solve(alone, replan=replan, stop=Stop(seconds=10)).plan
    assert [entry.start for entry in plan.calls] == [before.calls[1].start]
    [reason] = [reason for reason in reasons(alone, plan, replan) if reason.what == "plan_before"]
    assert (reason.hours, reason.cost) == (5, 2500)
    assert reason.text == "waits 5.0 h because it keeps to the plan before; costs 2,500"
    # A file of a re-plan says nothing of the plan before.
    assert reasons(alone, plan)


def test_a_ship_alongside_is_no_riddle_and_still_in_the_way(base: Case) -> None:
    case = _case(base, _ship(base, 0, "05 08:00"), _ship(base, 1, "05 09:00"))
    before = first_come_first_served(case)
    replan = Replan(before, _at("05 10:00"))
    plan = solve(case, replan=replan, stop=Stop(seconds=10)).plan
    found = _by_call(reasons(case, plan, replan))
    assert found.keys() == {"BURU-1"}
    assert (found["BURU-1"].what, found["BURU-1"].name) == ("ship", "ARU-1")
