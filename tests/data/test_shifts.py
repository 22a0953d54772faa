"""Shifts follow each other every day."""

from datetime import datetime, time

from data.case import Case
from data.shifts import Shift, shift_begins, shift_times

SHIFTS = (
    Shift(id="NIGHT", start=time(23), gangs=1),
    Shift(id="DAY", start=time(7), gangs=3),
    Shift(id="LATE", start=time(15), gangs=2),
)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def test_shifts_of_a_day_in_order(small_case: Case) -> None:
    found = shift_times(small_case.terminal, SHIFTS, _at("05 08:00"), _at("06 08:00"))
    assert [(each.shift.id, each.start, each.end) for each in found] == [
        ("DAY", _at("05 07:00"), _at("05 15:00")),
        ("LATE", _at("05 15:00"), _at("05 23:00")),
        ("NIGHT", _at("05 23:00"), _at("06 07:00")),
        ("DAY", _at("06 07:00"), _at("06 15:00")),
    ]


def test_a_shift_ends_as_the_next_begins(small_case: Case) -> None:
    found = shift_times(small_case.terminal, SHIFTS, _at("05 07:00"), _at("05 15:00"))
    assert [each.shift.id for each in found] == ["DAY"]
    assert [each.shift.id for each in shift_times(small_case.terminal, SHIFTS, _at("05 06:00"), _at("05 06:01"))] == [
        "NIGHT"
    ]


def test_one_shift_lasts_a_day(small_case: Case) -> None:
    (found,) = shift_times(small_case.terminal, SHIFTS[1:2], _at("05 08:00"), _at("06 07:00"))
    assert (found.start, found.end) == (_at("05 07:00"), _at("06 07:00"))
    assert shift_times(small_case.terminal, (), _at("05 08:00"), _at("06 07:00")) == []


def test_whether_a_shift_begins_in_between(small_case: Case) -> None:
    def begins(start: str, end: str) -> bool:
        return shift_begins(small_case.terminal, SHIFTS, _at(start), _at(end))

    assert begins("05 14:00", "05 16:00")
    assert begins("05 15:00", "05 16:00")
    assert begins("05 14:00", "05 15:00")
    assert begins("05 22:00", "06 02:00")
    assert not begins("05 15:01", "05 22:59")
    assert not begins("05 23:01", "06 06:59")
    assert not shift_begins(small_case.terminal, (), _at("05 00:00"), _at("09 00:00"))
