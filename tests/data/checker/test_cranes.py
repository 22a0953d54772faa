"""Rules of quay cranes: a plan that keeps each, and the same plan with one thing wrong."""

from datetime import time

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.plans import BerthPlan
from data.shifts import Shift
from tests.data.checker.conftest import at, berthed, rules, text, use, with_call, with_fields
from tests.data.conftest import with_row, with_terminal


def test_crane_at_two_ships(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_call(plan, berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC2")))
    assert rules(verdict) == {"crane_at_two_ships"}
    assert "crane QC2 works Buru (BURU-1) and Ceram (CERAM-1) at once" in text(verdict)


def test_crane_passing(small_case: Case, plan: BerthPlan) -> None:
    passing = with_call(plan, berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1", "QC2"))
    passing = with_call(passing, berthed("CERAM-1", 0, "05 18:00", "06 02:25", "QC3"))
    assert rules(check(small_case, passing)) == {"crane_passing"}


def test_crane_time(small_case: Case, plan: BerthPlan) -> None:
    early = (use("QC1", "07 08:00", "07 15:10"), use("QC2", "07 08:30", "07 15:10"))
    assert rules(check(small_case, with_fields(plan, "ARU-2", cranes=early))) == {"crane_time"}


@pytest.mark.parametrize("cranes", [("QC1", "QC2", "QC3"), ("QC9", "QC1")])
def test_crane_limits_and_unknown_cranes(small_case: Case, plan: BerthPlan, cranes: tuple[str, ...]) -> None:
    verdict = check(small_case, with_call(plan, berthed("ARU-2", 0, "07 08:00", "07 15:40", *cranes)))
    assert rules(verdict) == ({"crane_unknown"} if "QC9" in cranes else {"crane_limits"})


def test_least_cranes(small_case: Case, plan: BerthPlan) -> None:
    assert check(with_row(small_case, "calls", 3, min_cranes=2), plan).feasible
    verdict = check(with_row(small_case, "calls", 2, min_cranes=2), plan)
    assert rules(verdict) == {"crane_limits"}
    assert "Ceram (CERAM-1) has 1 cranes and wants at least 2" in text(verdict)


def test_crane_twice_at_one_ship(small_case: Case, plan: BerthPlan) -> None:
    twice = berthed("ARU-2", 0, "07 08:00", "07 15:40", "QC1", "QC1")
    assert rules(check(small_case, with_call(plan, twice))) == {"crane_twice"}


def test_what_the_same_cranes_break_again_and_again_is_told_once(small_case: Case, plan: BerthPlan) -> None:
    pieces = tuple(use("QC2", f"05 {hour:02}:00", f"05 {hour + 2:02}:00") for hour in range(17, 21))
    torn = with_fields(plan, "BURU-1", cranes=(*pieces, use("QC3", "05 17:00", "05 21:00")))
    torn = with_fields(torn, "CERAM-1", cranes=(*pieces, use("QC1", "05 18:30", "05 22:00")))
    found = [broken.rule for broken in check(small_case, torn).broken]
    assert found.count("crane_twice") == 2
    assert found.count("crane_at_two_ships") == 1
    turned = with_fields(torn, "CERAM-1", cranes=(*pieces, use("QC3", "05 18:30", "05 22:00")))
    turned = with_fields(turned, "BURU-1", cranes=pieces)
    assert [broken.rule for broken in check(small_case, turned).broken].count("crane_passing") == 1


def test_crane_reach(small_case: Case, plan: BerthPlan) -> None:
    case = with_row(small_case, "quay_cranes", 0, rail_to_m=130)
    assert check(case, plan).feasible
    far = with_call(plan, berthed("BURU-1", 140, "05 16:25", "05 21:52", "QC1", "QC2"))
    far = with_call(far, berthed("CERAM-1", 0, "05 21:52", "06 06:17", "QC1"))
    assert rules(check(case, far)) == {"crane_reach"}


@pytest.mark.parametrize(
    ("zero", "side", "feasible"),
    [
        ("left", "starboard", False),  # the stern lies at low metres
        ("left", "port", True),
        ("right", "starboard", True),
        ("right", "port", False),
    ],
)
def test_cranes_stand_beside_the_bays(small_case: Case, plan: BerthPlan, zero: str, side: str, feasible: bool) -> None:
    # QC1 goes to 40 m. Aru lies at 0 and has no bays in 40 m at her stern.
    case = with_row(with_terminal(small_case, quay={"zero": zero}), "quay_cranes", 0, rail_to_m=40)
    case = with_row(case, "vessels", 0, stern_clear_m=40)
    turned = with_fields(with_fields(plan, "ARU-1", side=side), "ARU-2", side=side)
    verdict = check(case, turned)
    assert rules(verdict) == (set() if feasible else {"crane_reach"})
    if not feasible:
        assert "crane QC1 does not reach Aru (ARU-1), whose bays are from 40 m to 150 m" in text(verdict)


@pytest.mark.parametrize(
    ("start", "end", "feasible"),
    [
        ("07 15:09", "07 20:00", False),
        ("07 15:10", "07 20:00", True),
        ("07 00:00", "07 08:30", True),
        ("07 00:00", "07 08:31", False),
    ],
)
def test_crane_stopped(small_case: Case, plan: BerthPlan, start: str, end: str, feasible: bool) -> None:
    closure = Closure(id="ROPES", what="crane", crane="QC2", start=at(start), end=at(end), reason="New ropes")
    verdict = check(small_case.changed(closures=(closure,)), plan)
    assert rules(verdict) == (set() if feasible else {"crane_stopped"})
    if not feasible:
        assert "crane QC2 works Aru (ARU-2)" in text(verdict)
        assert f"is out of service (New ropes) from 2026-01-{start} to 2026-01-{end}" in text(verdict)


# Aru's 360 boxes are 13 h 20 min of one crane.
HANDED_OVER = (
    use("QC1", "07 08:30", "07 12:00"),
    use("QC2", "07 08:30", "07 15:10"),
    use("QC3", "07 12:00", "07 15:10"),
)
FAR_APART = (use("QC1", "07 08:30", "07 15:10"), use("QC3", "07 08:30", "07 15:10"))
LATE = (use("QC1", "07 08:32", "07 15:12"), use("QC2", "07 08:32", "07 15:12"))
PAUSED = (
    use("QC1", "07 08:30", "07 12:00"),
    use("QC1", "07 13:00", "07 16:10"),
    use("QC2", "07 08:30", "07 16:10"),
)


@pytest.mark.parametrize(
    ("cranes", "words"),
    [
        (HANDED_OVER, "crane QC1 does not work Aru (ARU-2) all the time"),
        (FAR_APART, "the cranes of Aru (ARU-2) are no neighbours: QC1, QC3"),
        (LATE, "crane QC1 does not work Aru (ARU-2) all the time"),
        (PAUSED, "crane QC1 does not work Aru (ARU-2) all the time"),
    ],
)
def test_crane_constant(small_case: Case, plan: BerthPlan, cranes: tuple[object, ...], words: str) -> None:
    changed = with_fields(plan, "ARU-2", cranes=cranes, end=at("07 17:00"))
    verdict = check(small_case, changed)
    assert rules(verdict) == {"crane_constant"}
    assert words in text(verdict)
    assert check(with_terminal(small_case, crane_work={"assignment": "hourly"}), changed).feasible


def test_one_use_in_two_parts_is_constant(small_case: Case, plan: BerthPlan) -> None:
    parts = (use("QC1", "07 08:30", "07 12:00"), use("QC1", "07 12:00", "07 15:10"), use("QC2", "07 08:30", "07 15:10"))
    assert check(small_case, with_fields(plan, "ARU-2", cranes=parts)).feasible


def test_crane_setup(small_case: Case, plan: BerthPlan) -> None:
    # QC2 leaves Aru at 15:55 and begins at Buru at 16:55; their middles, at 75 m and 205 m, are 130 m apart.
    assert check(with_terminal(small_case, crane_work={"setup_min": 60}), plan).feasible
    assert check(with_terminal(small_case, crane_work={"setup_min": 50, "travel_m_min": 13}), plan).feasible
    verdict = check(with_terminal(small_case, crane_work={"setup_min": 50, "travel_m_min": 12.9}), plan)
    assert rules(verdict) == {"crane_setup"}
    assert "crane QC2 leaves Aru (ARU-1) at 2026-01-05 15:55" in text(verdict)
    assert "60 min later; it needs 60.1 min" in text(verdict)


def _shifts(case: Case, *shifts: tuple[int, int]) -> Case:
    return case.changed(shifts=tuple(Shift(id=f"S{hour:02}", start=time(hour), gangs=gangs) for hour, gangs in shifts))


@pytest.mark.parametrize(
    ("shifts", "words"),
    [
        (((6, 2), (14, 2), (16, 3), (22, 1)), ""),
        (((0, 3),), ""),
        (((0, 2),), "3 cranes work at 2026-01-05 18:30 (BURU-1, CERAM-1) and shift S00 has 2 gangs"),
        (((6, 2), (14, 3), (22, 0)), "1 cranes work at 2026-01-05 22:00 (CERAM-1) and shift S22 has 0 gangs"),
        (((6, 1), (14, 3)), "2 cranes work at 2026-01-07 08:30 (ARU-2) and shift S06 has 1 gangs"),
    ],
)
def test_gangs(small_case: Case, plan: BerthPlan, shifts: tuple[tuple[int, int], ...], words: str) -> None:
    verdict = check(_shifts(small_case, *shifts), plan)
    assert rules(verdict) == ({"gangs"} if words else set())
    assert words in text(verdict)
