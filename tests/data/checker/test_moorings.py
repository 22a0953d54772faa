"""Rules of where ships lie: a plan that keeps each, and the same plan with one thing wrong."""

from itertools import pairwise
from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.plans import BerthPlan
from data.terminal import BerthSection
from tests.data.checker.conftest import at, rules, text, with_fields
from tests.data.conftest import with_terminal


def test_overlap(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_fields(plan, "BURU-1", position_m=100))
    assert "overlap" in rules(verdict)
    assert "Buru (BURU-1)" in text(verdict)
    assert "Ceram (CERAM-1)" in text(verdict)


def test_mooring_gap(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_fields(plan, "BURU-1", position_m=124.9))
    assert rules(verdict) == {"mooring_gap"}
    assert "9.9 m apart" in text(verdict)
    assert "Buru (BURU-1)" in text(verdict)
    assert check(small_case, with_fields(plan, "BURU-1", position_m=125)).feasible


@pytest.mark.parametrize(("position_m", "feasible"), [(-0.1, False), (0, True), (120, True), (120.1, False)])
def test_quay_ends(small_case: Case, plan: BerthPlan, position_m: float, feasible: bool) -> None:
    verdict = check(small_case, with_fields(plan, "ARU-2", position_m=position_m))
    assert ("quay_ends" not in rules(verdict)) is feasible


def test_overhang_lets_a_ship_reach_beyond_the_quay(small_case: Case, plan: BerthPlan) -> None:
    case = with_terminal(small_case, quay={"overhang_m": 10})
    assert check(case, with_fields(plan, "ARU-2", position_m=-10)).feasible
    assert "quay_ends" in rules(check(case, with_fields(plan, "ARU-2", position_m=-10.5)))


def sections(case: Case, layout: str, *edges: float, overhang_m: float = 0) -> Case:
    """The case with a layout and sections B1, B2 and so on between these edges, from the quay's zero mark."""
    ends = [0, *edges, case.terminal.quay.length_m]
    berths = tuple(
        BerthSection(id=f"B{number}", start_m=start, end_m=end, depth_m=14)
        for number, (start, end) in enumerate(pairwise(ends), start=1)
    )
    # Sections in any order are the same quay.
    return with_terminal(case.changed(berths=berths[::-1]), quay={"layout": layout, "overhang_m": overhang_m})


def test_discrete_layout(small_case: Case, plan: BerthPlan) -> None:
    # Aru has 150 m and lies at 0, Buru 130 m and lies at 140.
    apart = with_fields(plan, "ARU-1", position_m=120)
    apart = with_fields(apart, "ARU-2", position_m=120)
    case = sections(small_case, "discrete", 120)
    assert check(case, apart).feasible
    verdict = check(case, plan)
    assert rules(verdict) == {"layout"}
    assert "Aru (ARU-1) lies from 0 m to 150 m, not inside one section of the quay" in text(verdict)
    assert len(verdict.broken) == 2
    assert check(sections(small_case, "continuous", 120), plan).feasible


def test_the_end_sections_reach_as_far_as_the_overhang(small_case: Case, plan: BerthPlan) -> None:
    moved = with_fields(plan, "ARU-1", position_m=-10)
    moved = with_fields(moved, "ARU-2", position_m=-10)
    assert check(sections(small_case, "discrete", 140, overhang_m=10), moved).feasible
    assert "layout" in rules(check(sections(small_case, "discrete", 139, overhang_m=10), moved))


def test_ships_of_the_discrete_layout_lie_alone(small_case: Case, plan: BerthPlan) -> None:
    # In one section of the whole quay, Buru and Ceram lie far enough from each other, and are two all the same.
    verdict = check(sections(small_case, "discrete"), plan)
    assert rules(verdict) == {"layout"}
    assert "Ceram (CERAM-1) and Buru (BURU-1) lie in B1 at the same time" in text(verdict)


def test_hybrid_layout(small_case: Case, plan: BerthPlan) -> None:
    # Buru takes the last two sections, Ceram the first one or the first two.
    assert check(sections(small_case, "hybrid", 130, 200), plan).feasible
    assert check(sections(small_case, "hybrid", 115, 140), plan).feasible
    verdict = check(sections(small_case, "hybrid", 110, 145), plan)
    assert rules(verdict) == {"layout"}
    assert "Ceram (CERAM-1) and Buru (BURU-1) lie in B2 at the same time" in text(verdict)


def test_the_mooring_gap_holds_in_all_layouts(small_case: Case, plan: BerthPlan) -> None:
    near = with_fields(plan, "BURU-1", position_m=120)
    assert rules(check(sections(small_case, "hybrid", 118), near)) == {"mooring_gap"}


def _closed(case: Case, start: str, end: str, **fields: Any) -> Case:
    values = {"id": "FENDER", "what": "quay", "start": at(start), "end": at(end), **fields}
    return case.changed(closures=(Closure.model_validate(values),))


def test_closure(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(_closed(small_case, "07 15:00", "08 08:00", to_m=0.1, reason="A fender is renewed"), plan)
    assert rules(verdict) == {"closure"}
    assert "Aru (ARU-2) lies from 0 m to 150 m" in text(verdict)
    assert "closure FENDER (A fender is renewed) is there from 2026-01-07 15:00 to 2026-01-08 08:00" in text(verdict)


@pytest.mark.parametrize(
    ("start", "end", "stretch", "feasible"),
    [
        ("07 15:40", "08 08:00", {}, True),  # she has left
        ("06 08:00", "07 08:00", {}, True),  # she has not come
        ("07 15:39", "08 08:00", {}, False),
        ("06 08:00", "07 08:01", {}, False),
        ("07 08:00", "08 08:00", {"from_m": 150}, True),
        ("07 08:00", "08 08:00", {"from_m": 149}, False),
        ("07 08:00", "08 08:00", {"from_m": 149, "to_m": 150}, False),
        ("07 08:00", "08 08:00", {"from_m": 150, "to_m": 270}, True),
    ],
)
def test_closures_end_in_time_and_place(
    small_case: Case, plan: BerthPlan, start: str, end: str, stretch: dict[str, float], feasible: bool
) -> None:
    verdict = check(_closed(small_case, start, end, **stretch), plan)
    assert rules(verdict) == (set() if feasible else {"closure"})


def test_a_closure_of_all_of_the_quay_closes_its_overhang(small_case: Case, plan: BerthPlan) -> None:
    case = with_terminal(small_case, quay={"overhang_m": 200})
    moved = with_fields(plan, "ARU-2", position_m=-149)
    assert "closure" in rules(check(_closed(case, "07 08:00", "08 08:00"), moved))
