"""What is told of calls becomes actuals: the phase follows, faults have their place."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.actuals import MOMENTS, Actual
from data.case import Case
from data.entered import Told, with_actuals, without_actual
from data.errors import BadInput, Fault, NotFound

HERE = Fault("day.csv", "", "", 7, "call")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def entered(case: Case, whole: bool = False, **fields: Any) -> Case:
    told = Told.model_validate({"call": "ARU-1"} | fields)
    return with_actuals(case, [(told, HERE)], {"ARU-1": 12.0}, whole=whole)


def actual(case: Case, **fields: Any) -> Actual:
    return entered(case, **fields).actual_by_call["ARU-1"]


@pytest.mark.parametrize(
    ("fields", "phase"),
    [
        ({}, "inbound"),
        ({"arrived": at("05 07:40")}, "arrived"),
        ({"first_line": at("05 08:10")}, "working"),
        ({"first_line": at("05 08:10"), "moves_done": 10}, "working"),
        ({"first_line": at("05 08:10"), "moves_done": 400}, "complete"),
        ({"first_line": at("05 08:10"), "last_lift": at("05 17:00"), "moves_done": 198}, "complete"),
        ({"first_line": at("05 08:10"), "last_line": at("05 18:00")}, "departed"),
    ],
)
def test_the_phase_follows_from_what_is_told(small_case: Case, fields: dict[str, Any], phase: str) -> None:
    found = actual(small_case, **fields)
    assert found.phase == phase
    assert found.position_m == (12.0 if found.berthed else None)


def test_what_is_not_told_stays_unless_all_is_told(small_case: Case) -> None:
    case = entered(small_case, first_line=at("05 08:10"), position_m=30)
    later = entered(case, moves_done=80, first_lift=at("05 08:40")).actual_by_call["ARU-1"]
    assert (later.first_line, later.position_m, later.moves_done) == (at("05 08:10"), 30, 80)
    assert entered(case, whole=True, arrived=at("05 07:00")).actual_by_call["ARU-1"] == Actual(
        call="ARU-1", phase="arrived", arrived=at("05 07:00")
    )
    assert without_actual(case, "ARU-1").actuals == ()
    with pytest.raises(NotFound, match="nothing has been entered"):
        without_actual(small_case, "ARU-1")


@pytest.mark.parametrize(
    ("fields", "column", "problem"),
    [
        ({"call": "ARU-9"}, "call", "the case has no such call"),
        ({"first_line": at("05 08:00").replace(month=7)}, "first_line", "more than 30 days from the call"),
        ({"first_line": at("05 08:00"), "arrived": at("05 09:00")}, "first_line", "berths before she arrives"),
        ({"first_line": at("05 08:00"), "first_lift": at("05 07:00")}, "first_lift", "out of order"),
        ({"moves_done": 20}, "first_line", "give"),
        ({"first_line": at("05 08:00"), "moves_done": 401}, "moves_done", "the call has 400 boxes"),
        ({"first_line": at("05 08:00"), "position_m": 900}, "position_m", "no metre of Aru"),
    ],
)
def test_faults_have_the_place_of_what_was_told(
    small_case: Case, fields: dict[str, Any], column: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem) as refused:
        entered(small_case, **fields)
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.column) == ("day.csv", 7, column)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5_000)), min_size=5, max_size=5), st.integers(0, 200))
def test_whatever_is_told_is_an_actual_or_a_fault(small_case: Case, minutes: list[int | None], moved: int) -> None:
    start = at("05 06:00")
    moments = {
        name: datetime.fromtimestamp(start.timestamp() + minute * 60, start.tzinfo)
        for name, minute in zip(MOMENTS, minutes, strict=True)
        if minute is not None
    }
    refused: list[Fault] = []
    try:
        found = actual(small_case, moves_done=moved, **moments)
    except BadInput as error:
        refused = error.faults
    if refused:
        assert all(fault.problem and fault.remedy for fault in refused)
        return
    told = [getattr(found, name) for name in MOMENTS if getattr(found, name) is not None]
    assert told == sorted(told)
    assert {name: getattr(found, name) for name in moments} == moments
