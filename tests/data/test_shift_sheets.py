"""Shift sheets of a berth plan."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.shift_sheets import shift_sheets
from data.shifts import Shift
from tests.data.conftest import with_terminal

SHIFTS = (Shift(id="DAY", start=time(7), gangs=2), Shift(id="NIGHT", start=time(19), gangs=1))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def hours(count: int) -> timedelta:
    return timedelta(hours=count)


def use(crane: str, start: str, end: str) -> CraneUse:
    return CraneUse.model_validate({"crane": crane, "from": at(start), "to": at(end)})


def plan_of(case: Case, *calls: tuple[str, str, str, tuple[CraneUse, ...]]) -> BerthPlan:
    entries = tuple(
        BerthedCall(call=call, position_m=10, side="port", start=at(start), end=at(end), cranes=cranes)
        for call, start, end, cranes in calls
    )
    return BerthPlan(case=case.name, case_hash=case.hash, start=at("05 00:00"), end=at("08 00:00"), calls=entries)


@pytest.fixture
def case(small_case: Case) -> Case:
    return small_case.changed(shifts=SHIFTS)


def test_a_ship_over_two_shifts(case: Case) -> None:
    cranes = (use("QC1", "05 09:00", "05 21:00"), use("QC2", "05 09:00", "05 19:00"))
    day, night = shift_sheets(case, plan_of(case, ("ARU-1", "05 08:00", "05 21:30", cranes)))
    (by_day,), (by_night,) = day.ships, night.ships
    assert (day.shift, day.start, day.gangs_there) == ("DAY", at("05 07:00"), 2)
    assert [lack.what for lack in day.lacks] == ["tractors", "yard_cranes"]
    assert (by_day.first_line, by_day.last_line, by_day.gangs) == (at("05 08:00"), None, 2)
    assert (by_night.first_line, by_night.last_line, by_night.gangs) == (None, at("05 21:30"), 1)
    assert [(each.crane, each.end) for each in by_night.cranes] == [("QC1", at("05 21:00"))]
    # 20 of 22 crane hours by day; no box is lost between shifts.
    assert (by_day.moves, by_night.moves) == (364, 36)
    assert by_day.yard_cranes == ("RTG1",)


def test_what_lacks_is_told_and_shared(case: Case) -> None:
    few = with_terminal(case, tractors={"count": 3})
    plan = plan_of(
        few,
        ("ARU-1", "05 08:00", "05 18:00", (use("QC1", "05 09:00", "05 17:00"),)),
        ("BURU-1", "05 08:00", "05 18:00", (use("QC2", "05 09:00", "05 17:00"), use("QC3", "05 09:00", "05 17:00"))),
    )
    (sheet,) = shift_sheets(few, plan)
    assert [lack.what for lack in sheet.lacks] == ["tractors", "yard_cranes", "gangs"]
    assert sheet.lacks[-1].more == 1
    assert sum(ship.tractors for ship in sheet.ships) == 3
    assert sum(len(ship.yard_cranes) for ship in sheet.ships) == 1


def test_ships_one_after_the_other_share_nothing_at_once(case: Case) -> None:
    plan = plan_of(
        case,
        ("ARU-1", "05 08:00", "05 12:00", (use("QC1", "05 08:30", "05 11:30"),)),
        ("BURU-1", "05 12:00", "05 18:00", (use("QC1", "05 12:30", "05 17:00"),)),
    )
    (sheet,) = shift_sheets(case, plan)
    assert [ship.yard_cranes for ship in sheet.ships] == [("RTG1",), ("RTG1",)]


def test_without_shifts_a_sheet_is_for_a_day(small_case: Case) -> None:
    cranes = (use("QC1", "05 22:00", "06 02:00"),)
    sheets = shift_sheets(small_case, plan_of(small_case, ("ARU-1", "05 21:00", "06 02:30", cranes)))
    assert [(sheet.shift, sheet.start, sheet.gangs_there) for sheet in sheets] == [
        ("day", at("05 00:00"), None), ("day", at("06 00:00"), None)
    ]  # fmt: skip
    assert shift_sheets(small_case, plan_of(small_case)) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), min_size=1, max_size=3), st.integers(1, 9))
def test_all_boxes_and_crane_hours_are_in_the_sheets(small_case: Case, uses: list[tuple[int, int]], count: int) -> None:
    case = with_terminal(small_case.changed(shifts=SHIFTS), tractors={"count": count})
    cranes = tuple(
        CraneUse(crane=f"QC{n}", start=at("05 06:00") + hours(begin), end=at("05 06:00") + hours(begin + length))
        for n, (begin, length) in enumerate(uses, start=1)
    )
    sheets = shift_sheets(case, plan_of(case, ("ARU-1", "05 05:00", "08 10:00", cranes)))
    ships = [ship for sheet in sheets for ship in sheet.ships]
    assert sum(ship.moves for ship in ships) == 400
    assert sum(ship.crane_hours for ship in ships) == pytest.approx(sum(length for _, length in uses))
    assert all(ship.tractors <= count for ship in ships)
    assert sum(ship.last_line is not None for ship in ships) == 1
