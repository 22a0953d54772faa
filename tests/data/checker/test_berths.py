"""Each rule of berth plans: a plan made by hand that keeps it, and the same plan with one thing wrong."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.case import Case
from data.checker import Verdict, check
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def _berthed(call: str, position_m: float, start: str, end: str, *cranes: str) -> BerthedCall:
    """A call whose cranes work from half an hour after first line until half an hour before last line."""
    half = timedelta(minutes=30)
    uses = tuple(CraneUse(crane=crane, start=_at(start) + half, end=_at(end) - half) for crane in cranes)
    return BerthedCall(call=call, position_m=position_m, side="starboard", start=_at(start), end=_at(end), cranes=uses)


@pytest.fixture
def plan(small_case: Case) -> BerthPlan:
    return BerthPlan(
        case=small_case.name,
        case_hash=small_case.hash,
        start=_at("05 00:00"),
        end=_at("12 00:00"),
        calls=(
            _berthed("ARU-1", 0, "05 08:00", "05 16:25", "QC1", "QC2"),
            _berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC2", "QC3"),
            _berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC1"),
            _berthed("ARU-2", 0, "07 08:00", "07 15:40", "QC1", "QC2"),
        ),
    )


def _with(plan: BerthPlan, place: int, **fields: Any) -> BerthPlan:
    calls = list(plan.calls)
    calls[place] = calls[place].model_copy(update=fields)
    return plan.model_copy(update={"calls": tuple(calls)})


def _rules(verdict: Verdict) -> set[str]:
    return {broken.rule for broken in verdict.broken}


def _text(verdict: Verdict) -> str:
    return " ".join(broken.text for broken in verdict.broken)


def test_a_plan_made_by_hand_is_feasible_and_costs_what_paper_says(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, plan)
    assert verdict.broken == ()
    # Buru waits from 09:00 to 16:25 and leaves 1 h 52 min late; nobody is out of place.
    assert verdict.terms["waiting"] == pytest.approx(500 * (7 + 25 / 60))
    assert verdict.terms["lateness"] == pytest.approx(300 * (1 + 52 / 60))
    assert verdict.terms["position"] == 0
    assert verdict.cost == pytest.approx(sum(verdict.terms.values()))


def test_position_costs_by_metre_from_the_preferred_place(small_case: Case, plan: BerthPlan) -> None:
    assert check(small_case, _with(plan, 3, position_m=12.5)).terms["position"] == 12.5


def test_overlap(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, _with(plan, 1, position_m=100))
    assert "overlap" in _rules(verdict)
    assert "Buru (BURU-1)" in _text(verdict)
    assert "Ceram (CERAM-1)" in _text(verdict)


def test_mooring_gap(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, _with(plan, 1, position_m=124.9))
    assert _rules(verdict) == {"mooring_gap"}
    assert "9.9 m apart" in _text(verdict)
    assert "Buru (BURU-1)" in _text(verdict)
    assert check(small_case, _with(plan, 1, position_m=125)).feasible


def test_before_arrival(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, _with(plan, 0, start=_at("05 07:59")))
    assert _rules(verdict) == {"before_arrival"}
    assert "Aru (ARU-1)" in _text(verdict)


@pytest.mark.parametrize(("position_m", "feasible"), [(-0.1, False), (0, True), (120, True), (120.1, False)])
def test_quay_ends(small_case: Case, plan: BerthPlan, position_m: float, feasible: bool) -> None:
    assert ("quay_ends" not in _rules(check(small_case, _with(plan, 3, position_m=position_m)))) is feasible


def test_overhang_lets_a_ship_reach_beyond_the_quay(small_case: Case, plan: BerthPlan) -> None:
    quay = small_case.terminal.quay.model_copy(update={"overhang_m": 10})
    case = small_case.changed(terminal=small_case.terminal.model_copy(update={"quay": quay}))
    assert check(case, _with(plan, 3, position_m=-10)).feasible
    assert "quay_ends" in _rules(check(case, _with(plan, 3, position_m=-10.5)))


def test_tide(small_case: Case, plan: BerthPlan) -> None:
    # 14 m and a tenth are 15.4 m, and the channel has 13.5 m: 1.9 m of tide. High water was at 06:00 on the 5th,
    # so that four cycles of 12.42 h later it is at 07:41 on the 7th, and low water at 13:54.
    vessels = tuple(ship.model_copy(update={"max_draft_m": 14}) for ship in small_case.vessels)
    deep = small_case.call_by_id["ARU-2"].model_copy(update={"arrival_draft_m": 14})
    others = tuple(call for call in small_case.calls if call.id != "ARU-2")
    case = small_case.changed(vessels=vessels, calls=(*others, deep))
    assert check(case, plan).feasible
    at_low_water = _berthed("ARU-2", 0, "07 13:54", "07 21:34", "QC1", "QC2")
    verdict = check(case, plan.model_copy(update={"calls": (*plan.calls[:3], at_low_water)}))
    assert _rules(verdict) == {"tide"}
    assert "Aru (ARU-2) berths at 2026-01-07 13:54 with a tide of 0.30 m and needs 1.90 m" in _text(verdict)


def test_crane_at_two_ships(small_case: Case, plan: BerthPlan) -> None:
    ceram = _berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC2")
    verdict = check(small_case, plan.model_copy(update={"calls": (*plan.calls[:2], ceram, plan.calls[3])}))
    assert _rules(verdict) == {"crane_at_two_ships"}
    assert "crane QC2 works Buru (BURU-1) and Ceram (CERAM-1) at once" in _text(verdict)


def test_crane_passing(small_case: Case, plan: BerthPlan) -> None:
    buru = _berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1", "QC2")
    ceram = _berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC3")
    verdict = check(small_case, plan.model_copy(update={"calls": (plan.calls[0], buru, ceram, plan.calls[3])}))
    assert _rules(verdict) == {"crane_passing"}


def test_crane_time(small_case: Case, plan: BerthPlan) -> None:
    use = CraneUse(crane="QC1", start=_at("07 08:00"), end=_at("07 15:10"))
    verdict = check(small_case, _with(plan, 3, cranes=(use, plan.calls[3].cranes[1])))
    assert _rules(verdict) == {"crane_time"}


@pytest.mark.parametrize("cranes", [("QC1", "QC2", "QC3"), ("QC9", "QC1")])
def test_crane_limits_and_unknown_cranes(small_case: Case, plan: BerthPlan, cranes: tuple[str, ...]) -> None:
    aru = _berthed("ARU-2", 0, "07 08:00", "07 15:40", *cranes)
    verdict = check(small_case, plan.model_copy(update={"calls": (*plan.calls[:3], aru)}))
    assert _rules(verdict) == ({"crane_unknown"} if "QC9" in cranes else {"crane_limits"})


def test_crane_twice_at_one_ship(small_case: Case, plan: BerthPlan) -> None:
    aru = _berthed("ARU-2", 0, "07 08:00", "07 15:40", "QC1", "QC1")
    assert _rules(check(small_case, plan.model_copy(update={"calls": (*plan.calls[:3], aru)}))) == {"crane_twice"}


def test_crane_reach(small_case: Case, plan: BerthPlan) -> None:
    short = (small_case.quay_cranes[0].model_copy(update={"rail_to_m": 130}), *small_case.quay_cranes[1:])
    case = small_case.changed(quay_cranes=short)
    assert check(case, plan).feasible
    far = _berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1", "QC2")
    near = _berthed("CERAM-1", 0, "05 21:52", "06 06:17", "QC1")
    verdict = check(case, plan.model_copy(update={"calls": (plan.calls[0], far, near, plan.calls[3])}))
    assert _rules(verdict) == {"crane_reach"}


def test_work(small_case: Case, plan: BerthPlan) -> None:
    aru = _berthed("ARU-2", 0, "07 08:00", "07 15:39", "QC1", "QC2")
    verdict = check(small_case, plan.model_copy(update={"calls": (*plan.calls[:3], aru)}))
    assert _rules(verdict) == {"work"}
    assert "360 boxes" in _text(verdict)


def test_every_call_once(small_case: Case, plan: BerthPlan) -> None:
    assert _rules(check(small_case, plan.model_copy(update={"calls": plan.calls[:3]}))) == {"call_missing"}
    assert "call_twice" in _rules(check(small_case, plan.model_copy(update={"calls": (*plan.calls, plan.calls[3])})))
    assert "call_outside" in _rules(check(small_case, plan.model_copy(update={"end": _at("07 00:00")})))
    stranger = plan.calls[3].model_copy(update={"call": "NOBODY"})
    assert "call_unknown" in _rules(check(small_case, plan.model_copy(update={"calls": (*plan.calls, stranger)})))


def test_an_unserved_call_costs_its_price_and_needs_a_reason(small_case: Case, plan: BerthPlan) -> None:
    left = plan.model_copy(
        update={"calls": plan.calls[:3], "unserved": (UnservedCall(call="ARU-2", reason="the planner says so"),)}
    )
    verdict = check(small_case, left)
    assert verdict.feasible
    assert verdict.terms["unserved"] == 200_000
    silent = left.model_copy(update={"unserved": (UnservedCall(call="ARU-2", reason=""),)})
    assert _rules(check(small_case, silent)) == {"no_reason"}


def test_a_plan_of_another_state_of_the_case_is_noted(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, plan.model_copy(update={"case_hash": "0" * 64}))
    assert verdict.feasible
    assert "is not the same" in verdict.notes[0]


def test_a_ship_that_leaves_before_it_berths_is_refused(small_case: Case, plan: BerthPlan) -> None:
    assert "times" in _rules(check(small_case, _with(plan, 3, end=_at("07 07:00"))))


def test_touching_the_bottom_at_low_water_is_noted(small_case: Case, plan: BerthPlan) -> None:
    sections = tuple(section.model_copy(update={"depth_m": 6.1}) for section in small_case.berths)
    shallow = check(small_case.changed(berths=sections), plan)
    assert any("Aru (ARU-1) draws 6.5 m and its place has 6.4 m at low water" in note for note in shallow.notes)
    assert check(small_case, plan).notes == ()
