"""Rules of quay cranes: that they may work, where they stand, and that none is in another's way."""

from datetime import time
from typing import Literal

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.plans import CraneUse, LoadingPlan
from data.shifts import Shift
from tests.data.checker.loading.conftest import (
    D1,
    L5,
    L8,
    R1,
    at,
    hatch,
    holds,
    only,
    plan_for,
    rules,
    with_lift,
)
from tests.data.conftest import with_row, with_terminal


def used(plan: LoadingPlan, *uses: tuple[str, float, float]) -> LoadingPlan:
    return plan.model_copy(
        update={"cranes": tuple(CraneUse(crane=crane, start=at(start), end=at(end)) for crane, start, end in uses)}
    )


def test_crane_use_covers_every_lift(case: Case, plan: LoadingPlan) -> None:
    assert check(case, used(plan, ("QC1", 0, 1_500), ("QC2", 0, 1_290))).feasible
    # Two uses without a gap are one.
    assert check(case, used(plan, ("QC1", 100, 1_500), ("QC1", 0, 100), ("QC2", 0, 1_290))).feasible
    verdict = check(case, used(plan, ("QC1", 0, 1_499), ("QC2", 0, 1_290)))
    text = only(verdict, "crane_use")
    assert f"loading {L5} with crane QC1 at 08:53:00: the ship has that crane from 08:30:00 to 08:54:59" in text
    assert verdict.broken[0].calls == ("QC1",)
    never = only(check(case, used(plan, ("QC1", 0, 1_500))), "crane_use")
    assert "and 7 more of its lifts: the plan does not list that crane for the ship; give her the crane" in never


def test_crane_use_gives_a_crane_once_at_a_time(case: Case, plan: LoadingPlan) -> None:
    twice = used(plan, ("QC1", 0, 1_500), ("QC1", 1_499, 1_600), ("QC2", 0, 1_290))
    text = only(check(case, twice), "crane_use")
    assert "the plan gives her crane QC1 from 2026-01-05 08:54 once more" in text


def test_crane_use_of_a_crane_that_is_not_there(case: Case, plan: LoadingPlan) -> None:
    extra = used(plan, ("QC1", 0, 1_500), ("QC2", 0, 1_290), ("QC9", 0, 60))
    assert "no quay crane QC9" in only(check(case, extra), "crane_use")
    assert "no quay crane QC9" in " ".join(map(str, check(case, with_lift(plan, holds(L8), crane="QC9")).broken))


@pytest.mark.parametrize(
    ("crane", "start", "end", "feasible"),
    [("QC1", 1_499, 2_000, False), ("QC1", 1_500, 2_000, True), ("QC2", 1_290, 2_000, True), ("QC2", 0, 1, False)],
)
def test_crane_use_in_service(case: Case, plan: LoadingPlan, crane: str, start: int, end: int, feasible: bool) -> None:
    closure = Closure(id="ROPES", what="crane", crane=crane, start=at(start), end=at(end), reason="New ropes")
    verdict = check(case.changed(closures=(closure,)), plan)
    assert rules(verdict) == (set() if feasible else {"crane_use"})
    if not feasible:
        assert "the crane is out of service (New ropes)" in only(verdict, "crane_use")


@pytest.mark.parametrize(
    ("day", "late", "feasible"), [(2, 2, True), (1, 2, False), (2, 1, False), (2, 0, False), (9, 9, True)]
)
def test_crane_use_has_gangs(case: Case, plan: LoadingPlan, day: int, late: int, feasible: bool) -> None:
    """The shift changes at 08:45, when both cranes lift."""
    shifts = (Shift(id="DAY", start=time(7), gangs=day), Shift(id="LATE", start=time(8, 45), gangs=late))
    verdict = check(case.changed(shifts=shifts), plan)
    assert rules(verdict) == (set() if feasible else {"crane_use"})
    if not feasible:
        moment = "08:30:00" if day < 2 else "08:45:00"
        assert f"cranes QC1 and QC2 lift at once at {moment}" in only(verdict, "crane_use")


def test_bay(case: Case, plan: LoadingPlan) -> None:
    other = check(case, with_lift(plan, holds(L8), bay=6))
    assert "the crane stands before bay 006 and slot 0130182 is in bay 013" in only(other, "bay")
    half = check(case, with_lift(plan, holds(D1), bay=1))
    assert "her profile lists no bay 001, name bay 002, of which it is a half" in only(half, "bay")
    cover = check(case, with_lift(plan, hatch("hatch_off", 2), bay=40))
    assert "her profile lists no bay 040, correct its number" in " ".join(map(str, cover.broken))


@pytest.mark.parametrize(
    ("crane", "rail", "side", "feasible"),
    [
        (1, {"rail_from_m": 60, "rail_to_m": 90}, "port", True),
        (1, {"rail_from_m": 61, "rail_to_m": 270}, "port", False),
        (1, {"rail_from_m": 0, "rail_to_m": 89}, "port", False),
        (0, {"rail_from_m": 0, "rail_to_m": 30}, "port", True),
    ],
)
def test_crane_reach(
    case: Case, plan: LoadingPlan, crane: int, rail: dict[str, float], side: Literal["port"], feasible: bool
) -> None:
    verdict = check(with_row(case, "quay_cranes", crane, **rail), plan.model_copy(update={"side": side}))
    assert rules(verdict) == (set() if feasible else {"crane_reach"})


def test_crane_reach_goes_by_the_side_alongside(case: Case, plan: LoadingPlan) -> None:
    """With her bow to high metres, bay 002 is at 150 - 30 + 40 = 160 m. The cranes then stand in the wrong order."""
    turned = plan.model_copy(update={"side": "starboard", "position_m": 40})
    short = with_row(case, "quay_cranes", 0, rail_to_m=159)
    verdict = check(short, turned)
    assert rules(verdict) == {"crane_reach", "crane_passing"}
    assert "crane QC1 works bay 002, which is at 160 m, and reaches from 0 m to 159 m" in verdict.broken[0].text
    assert rules(check(with_row(case, "quay_cranes", 0, rail_to_m=160), turned)) == {"crane_passing"}


def test_crane_twice_at_once(case: Case, plan: LoadingPlan) -> None:
    verdict = check(case, with_lift(plan, holds(L5), start=at(1_379)))
    text = only(verdict, "crane_twice", but="hatch_cover")
    assert f"loading {L5} with crane QC1 at 08:52:59 begins before putting on hatch cover 1 of bay 002" in text
    assert verdict.broken[-1].calls == ("QC1",)


@pytest.mark.parametrize(("start", "speed", "feasible"), [(1_169, 60, True), (1_168, 60, False), (1_140, 0, True)])
def test_crane_twice_needs_its_way(case: Case, start: int, speed: float, feasible: bool) -> None:
    """From bay 006 to bay 013 there are 30 m: 30 s at 60 m a minute, and a second may be lacking."""
    paced = with_terminal(case, crane_work={"travel_m_min": speed})
    verdict = check(paced, with_lift(plan_for(paced), holds(L8), start=at(start), end=at(start + 120)))
    assert rules(verdict) == (set() if feasible else {"crane_twice"})
    if not feasible:
        assert "the crane needs 30 s to bay 013" in only(verdict, "crane_twice")


def test_crane_passing_of_crossing_cranes(case: Case, plan: LoadingPlan) -> None:
    """QC1 does what QC2 did and QC2 what QC1 did: they would have to pass each other."""
    swapped = plan.model_copy(
        update={
            "lifts": tuple(
                each.model_copy(update={"crane": {"QC1": "QC2", "QC2": "QC1"}[each.crane]}) for each in plan.lifts
            )
        }
    )
    verdict = check(case, swapped)
    text = only(verdict, "crane_passing")
    assert verdict.broken[0].calls == ("QC1", "QC2")
    assert f"taking off {R1} with crane QC1 at 08:30:00 in bay 006" in text
    assert "are done at once, and the two cranes would have to pass each other" in text
    assert "(and so for 7 more lifts of crane QC1): let 55 s pass between them" in text


@pytest.mark.parametrize(("clearance_m", "feasible"), [(30, True), (31, False)])
def test_crane_passing_keeps_the_clearance(case: Case, clearance_m: float, feasible: bool) -> None:
    near = with_terminal(case, crane_work={"clearance_m": clearance_m})
    verdict = check(near, plan_for(near))
    assert rules(verdict) == (set() if feasible else {"crane_passing"})
    if not feasible:
        assert "are done at once 30 m apart, and the two cranes need 31 m" in only(verdict, "crane_passing")


@pytest.mark.parametrize(
    ("start", "speed", "feasible"),
    [(1_615, 60, True), (1_614, 60, True), (1_613, 60, False), (1_560, 0, True), (1_559, 0, False)],
)
def test_crane_passing_takes_time(case: Case, start: int, speed: float, feasible: bool) -> None:
    """QC1 goes to bay 013, at 90 m, when QC2 is done in bay 006 at 60 m: QC2 makes way for 30 m and the clearance."""
    paced = with_terminal(case, crane_work={"travel_m_min": speed})
    late = with_lift(plan_for(paced), holds(R1, "restow_on"), start=at(1_440), end=at(1_560))
    plan = with_lift(late, holds(L8), crane="QC1", start=at(start), end=at(start + 120))
    ordered = plan.model_copy(update={"lifts": tuple(sorted(plan.lifts, key=lambda each: each.start))})
    verdict = check(paced, ordered)
    assert rules(verdict) == (set() if feasible else {"crane_passing"})


def test_crane_passing_needs_room_for_the_cranes_between(case: Case) -> None:
    """With a third crane between the two, the outer ones keep twice the clearance."""
    first, last = case.quay_cranes
    three = case.changed(quay_cranes=(first, last.model_copy(update={"id": "QC1B"}), last))
    assert rules(check(three, plan_for(three))) == {"crane_passing"}
    near = with_terminal(three, crane_work={"clearance_m": 15})
    assert check(near, plan_for(near)).feasible
