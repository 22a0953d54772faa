"""Actuals from tables and from COARRI."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from data.actuals import Actual
from data.case import Case
from data.formats.actuals import MOST_ROWS, Preview, preview, read_actuals
from data.formats.edifact.boxes import EdiBox, Voyage
from data.formats.edifact.coarri import write
from data.formats.edifact.envelope import Envelope
from data.formats.sizes import MOST_FAULTS
from data.formats.workbook import workbook_with

ENVELOPE = Envelope("SHIP", "TERMINAL", "1", datetime(2026, 1, 5, 12, tzinfo=UTC))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def seen(case: Case, content: str | bytes, **options: bool | str) -> Preview:
    data = content.encode() if isinstance(content, str) else content
    return preview(case, read_actuals(case, "day", data, **options), {"ARU-1": 20.0, "BURU-1": 140.0})  # type: ignore[arg-type]


def coarri(vessel: str | None = "MV ARU", voyage: str | None = None, boxes: int = 3, hour: int = 9) -> bytes:
    moved = [
        EdiBox(number=number, box_type="22G1", status="full", moment=datetime(2026, 1, 5, hour, 10 * place))
        for place, number in enumerate(("CSQU3054383", "MSKU0000011", "MSKU0000027")[:boxes])
    ]
    return write(ENVELOPE, Voyage(vessel=vessel, number=voyage), moved, "discharged", terminal="IDKRG")


def test_a_table_tells_what_it_has_and_leaves_the_rest(small_case: Case) -> None:
    case = small_case.changed(actuals=(Actual(call="ARU-1", phase="arrived", arrived=at("05 07:30")),))
    found = seen(
        case, "call;first_line;position_m;moves_done\nARU-1;2026-01-05 08:10;12,5;\nBURU-1;2026-01-05 09:00;;40\n"
    )
    assert found.faults == ()
    first, second = found.changes
    assert (first.call, first.row, first.fields) == ("ARU-1", 2, ("phase", "position_m", "first_line"))
    assert first.after == Actual(
        call="ARU-1", phase="working", arrived=at("05 07:30"), first_line=at("05 08:10"), position_m=12.5
    )
    # Where she lies is that of the plan.
    assert (second.before, second.after.position_m, second.after.moves_done) == (None, 140.0, 40)
    assert any("local time" in notice for notice in found.notices)
    assert {actual.call for actual in found.case.actuals} == {"ARU-1", "BURU-1"}


def test_every_fault_is_told_with_row_and_column_and_the_rest_is_understood(small_case: Case) -> None:
    found = seen(
        small_case,
        "call,arrived,first_line,moves_done\n"
        "ARU-1,2026-01-05 07:30,,\n"
        "BURU-9,2026-01-05 07:30,,\n"
        "BURU-1,05/01/2026 07:30,2026-01-05 09:00,x\n"
        "ARU-2,2026-01-07 17:00,2026-01-07 16:00,\n",
    )
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (3, "call"), (4, "arrived"), (4, "moves_done"), (5, "position_m")
    ]  # fmt: skip
    assert [change.call for change in found.changes] == ["ARU-1"]


def test_a_call_stands_once_in_a_table(small_case: Case) -> None:
    found = seen(small_case, "call,arrived\nARU-1,2026-01-05 07:30\nBURU-1,2026-01-05 09:00\nARU-1,2026-01-05 07:50\n")
    assert [(fault.row, fault.column, fault.value) for fault in found.faults] == [(4, "call", "ARU-1")]
    assert found.faults[0].problem == "the call stands in row 2 already"
    assert [change.call for change in found.changes] == ["ARU-1", "BURU-1"]


def test_a_table_of_far_too_many_rows_is_given_up(small_case: Case) -> None:
    rows = [f"X{number},2026-01-05 07:30\n" for number in range(MOST_ROWS + 1)]
    assert "more than 20,000 rows" in seen(small_case, f"call,arrived\n{''.join(rows)}").faults[0].problem
    found = seen(small_case, f"call,arrived\n{''.join(rows[:1500])}")
    assert len(found.faults) == MOST_FAULTS + 1
    assert "gave up" in found.faults[-1].problem


def test_a_cell_without_end_is_told(small_case: Case) -> None:
    (fault,) = seen(small_case, "call,arrived\n" + "A" * 200_000 + ",\n").faults
    assert (fault.row, fault.problem) == (2, "a cell has more than 131,072 letters")


def test_a_workbook_has_a_sheet_of_its_name(small_case: Case) -> None:
    frame = pd.DataFrame([["ARU-1", at("05 07:30")]], columns=["call", "arrived"], dtype=object)
    zone = small_case.terminal.zone
    assert seen(small_case, workbook_with({"actuals": frame}, zone)).changes[0].after.arrived == at("05 07:30")
    assert "no sheet actuals" in seen(small_case, workbook_with({"x": frame}, zone)).faults[0].problem


def test_a_report_of_work_tells_boxes_and_lifts(small_case: Case) -> None:
    found = seen(small_case, coarri(voyage="ARU-1"))
    assert found.faults == ()
    after = found.changes[0].after
    assert (after.call, after.phase, after.moves_done) == ("ARU-1", "working", 3)
    assert (after.first_lift, after.last_lift) == (at("05 09:00"), None)
    assert after.first_line is not None
    assert (after.first_lift - after.first_line).total_seconds() == small_case.terminal.quay.mooring_min * 60
    assert any("first line taken" in notice for notice in found.notices)


def test_a_report_that_an_editor_has_saved_is_a_report(small_case: Case) -> None:
    assert seen(small_case, b"\xef\xbb\xbf\n" + coarri()).changes[0].after.moves_done == 3


def test_a_further_report_replaces_or_adds(small_case: Case) -> None:
    once = seen(small_case, coarri(), call="ARU-1").case
    assert seen(once, coarri(boxes=2, hour=11)).case.actual_by_call["ARU-1"].moves_done == 2
    more = seen(once, coarri(boxes=2, hour=11), add=True).case.actual_by_call["ARU-1"]
    assert (more.moves_done, more.first_lift) == (5, at("05 09:00"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (coarri(vessel="MV SIMEULUE"), "no call of the case"),
        (coarri(vessel=None), "no call of the case"),
        (b"UNB+UNOA:2+A+B+260105:1200+1'UNZ+0+1'", ""),
        (coarri().replace(b"20260105", b"00010101"), "it is no moment"),
        (coarri().replace(b"20260105", b"99991231"), "it is no moment"),
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "or of the old kind (.xls)"),
    ],
)
def test_what_can_not_be_taken_is_told(small_case: Case, content: bytes, problem: str) -> None:
    found = seen(small_case, content)
    assert found.case is small_case
    assert problem in found.faults[0].problem
    assert found.faults[0].remedy


def test_the_call_of_a_ship_is_that_of_the_days_of_the_work(small_case: Case) -> None:
    # Aru calls twice: only one of the calls is near the moments of the boxes.
    assert seen(small_case, coarri()).changes[0].call == "ARU-1"
