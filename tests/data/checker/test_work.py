"""Rules of a ship's work: a plan that keeps each, and the same plan with one thing wrong."""

from math import ceil

import pytest

from data.case import Case
from data.checker import check
from data.handling import Handling
from data.plans import BerthPlan
from data.terminal import BerthSection
from tests.data.checker.conftest import at, berthed, rules, text, use, with_call, with_fields
from tests.data.conftest import with_row, with_terminal


def test_work(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_call(plan, berthed("ARU-2", 0, "07 08:00", "07 15:39", "QC1", "QC2")))
    assert rules(verdict) == {"work"}
    assert "Aru (ARU-2) has 360 boxes and its 13.30 crane hours move 359" in text(verdict)


def test_without_cranes_and_gear_nothing_is_moved(small_case: Case, plan: BerthPlan) -> None:
    verdict = check(small_case, with_fields(plan, "ARU-2", cranes=()))
    assert rules(verdict) == {"work"}
    assert "Aru (ARU-2) has 360 boxes, no quay crane and no gear of its own" in text(verdict)


def test_cranes_hinder_each_other(small_case: Case, plan: BerthPlan) -> None:
    # Two cranes work like 2 ** 0.9 = 1.866: 360 boxes are 7 h 9 min of them, and 8 h 9 min alongside.
    case = with_terminal(small_case, crane_work={"interference_exponent": 0.9})
    minutes = ceil(360 * 60 / (27 * 2**0.9))
    assert minutes == 429
    for other in (0, 1):
        case = with_row(case, "calls", other, discharge_full=1, load_full=0, load_empty=0)
    enough = berthed("ARU-2", 0, "07 08:00", "07 16:09", "QC1", "QC2")
    assert check(case, with_call(plan, enough)).feasible
    short = berthed("ARU-2", 0, "07 08:00", "07 16:08", "QC1", "QC2")
    assert rules(check(case, with_call(plan, short))) == {"work"}
    assert rules(check(case, plan)) == {"work"}


def test_work_grows_away_from_the_preferred_position(small_case: Case, plan: BerthPlan) -> None:
    # 100 m away 360 boxes are as 396: 7 h 20 min of two cranes.
    case = with_terminal(small_case, crane_work={"deviation_per_100m": 0.1})
    assert check(case, plan).feasible
    away = with_call(plan, berthed("ARU-2", 100, "07 08:00", "07 16:20", "QC1", "QC2"))
    assert check(case, away).feasible
    verdict = check(case, with_call(plan, berthed("ARU-2", 100, "07 08:00", "07 16:19", "QC1", "QC2")))
    assert rules(verdict) == {"work"}
    assert "100 m away from its preferred position" in text(verdict)


def test_own_gear(small_case: Case, plan: BerthPlan) -> None:
    # 360 boxes at 12 an hour are 30 h, and an hour of moorings.
    case = with_row(small_case, "vessels", 0, gear_moves_per_hour=12)
    alone = with_fields(plan, "ARU-2", cranes=(), end=at("08 15:00"))
    assert check(case, alone).feasible
    verdict = check(case, with_fields(alone, "ARU-2", end=at("08 14:59")))
    assert rules(verdict) == {"work"}
    assert "Aru (ARU-2) has 360 boxes and its own gear moves 359 in its time" in text(verdict)
    # Quay cranes work a ship with gear at their own rate.
    assert check(case, plan).feasible


@pytest.mark.parametrize(("hours", "feasible"), [(6 + 2 / 3, True), (6.7, False)])
def test_handling_times(small_case: Case, plan: BerthPlan, hours: float, feasible: bool) -> None:
    case = small_case.changed(handling=(Handling(call="ARU-2", cranes=2, hours=hours),))
    verdict = check(case, plan)
    assert rules(verdict) == (set() if feasible else {"work"})
    if not feasible:
        assert "Aru (ARU-2) is worked for 99.5% of its handling time" in text(verdict)


def test_handling_times_go_by_the_berth_and_its_row_before_any(small_case: Case, plan: BerthPlan) -> None:
    halves = (
        BerthSection(id="B1", start_m=0, end_m=150, depth_m=14),
        BerthSection(id="B2", start_m=150, end_m=270, depth_m=14),
    )
    rows = (
        Handling(call="ARU-2", berth="B1", cranes=2, hours=6.5),
        Handling(call="ARU-2", cranes=2, hours=20),
    )
    case = small_case.changed(berths=halves, handling=rows)
    assert check(case, plan).feasible
    # The place is that of the low end.
    assert check(case, with_fields(plan, "ARU-2", position_m=120)).feasible
    elsewhere = case.changed(handling=(rows[0].model_copy(update={"berth": "B2"}),))
    verdict = check(elsewhere, plan)
    assert rules(verdict) == {"handling", "work"}
    assert "Aru (ARU-2) has 2 cranes, and its handling times at 0 m are for these numbers: none" in text(verdict)


def test_handling_without_cranes(small_case: Case, plan: BerthPlan) -> None:
    case = small_case.changed(handling=(Handling(call="ARU-2", cranes=0, hours=5),))
    alone = with_fields(plan, "ARU-2", cranes=(), end=at("07 14:00"))
    assert check(case, alone).feasible
    assert rules(check(case, with_fields(alone, "ARU-2", end=at("07 13:59")))) == {"work"}
    # Gear and the rate of cranes are not asked where there are handling times.
    assert "handling" in rules(check(case, plan))
    geared = with_row(small_case, "vessels", 0, gear_moves_per_hour=100)
    geared = geared.changed(handling=(Handling(call="ARU-2", cranes=2, hours=5),))
    assert "handling" in rules(check(geared, alone))


def test_handling_times_of_changing_cranes_add_up(small_case: Case, plan: BerthPlan) -> None:
    rows = (Handling(call="ARU-2", cranes=1, hours=10), Handling(call="ARU-2", cranes=2, hours=6))
    case = with_terminal(small_case, crane_work={"assignment": "hourly"}).changed(handling=rows)
    # Five of ten hours with one crane are half of the work, three of six hours with two are the other half.
    changing = (use("QC1", "07 08:30", "07 16:30"), use("QC2", "07 13:30", "07 16:30"))
    assert check(case, with_fields(plan, "ARU-2", cranes=changing, end=at("07 17:00"))).feasible
    short = (changing[0], use("QC2", "07 13:31", "07 16:30"))
    assert rules(check(case, with_fields(plan, "ARU-2", cranes=short, end=at("07 17:00")))) == {"work"}
