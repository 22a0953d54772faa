from datetime import datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings

from data.case import Case
from data.formats import write_folder
from data.formats.frames import csv_text, frames
from data.formats.schedules import ColumnMapping, preview
from data.sailings import Cutoff, Sailing
from tests.data.formats.schedules.conftest import Look, Make, at, voyages


def test_the_tables_of_a_case_change_nothing(trade: Case, look: Look, tmp_path: Path) -> None:
    case = trade.changed(
        cutoffs=(
            Cutoff(id="F", code="FCO", line="LINEA", port="IDKRG", hours_before=16.5),
            Cutoff(id="D", code="DCO", sailing="ARU-1-SUB", at=at("2026-01-04 12:00")),
        )
    )
    write_folder(case, tmp_path / "case")
    found = look(tmp_path / "case" / "sailings.csv", tmp_path / "case" / "cutoffs.csv", case=case)
    assert found.faults == []
    assert found.merged.case == case
    assert (found.merged.slips, found.merged.changes, found.merged.new) == ([], [], [])
    assert found.merged.unchanged == len(case.sailings)


def test_a_workbook_of_the_tables(look: Look, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "sailings"
    book.active.append(["voyage", "line", "origin", "destination", "departure", "arrival", "capacity_teu"])
    book.active.append(["ARU-1", "LINEA", "IDKRG", "IDSUB", datetime(2026, 1, 6, 22), datetime(2026, 1, 8, 12), 7])
    sheet = book.create_sheet("cutoffs")
    sheet.append(["id", "code", "line", "hours_before"])
    sheet.append(["V", "VCO", "LINEA", 12])
    book.save(tmp_path / "s.xlsx")
    found = look(tmp_path / "s.xlsx")
    assert found.faults == []
    assert found.merged.case is not None
    assert found.merged.case.sailing_by_id["ARU-1-SUB"].capacity_teu == 7
    assert [row.code for row in found.merged.case.cutoffs] == ["VCO"]
    (notice,) = found.understood[0].notices
    assert "terminal's local time, Asia/Makassar" in notice


def test_a_list_without_a_mapping_says_what_helps(make: Make, look: Look) -> None:
    (fault,) = look(make("agent.xlsx", [["KAPAL", "ETD"]])).faults
    assert "--propose" in fault.remedy


@given(legs=voyages())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_what_is_written_is_taken_as_it_was(legs: list[Sailing], trade: Case, tmp_path: Path) -> None:
    target = trade.changed(sailings=tuple(legs))
    path = tmp_path / "sailings.csv"
    path.write_text(csv_text(frames(target)["sailings"], trade.terminal.zone), encoding="utf-8")
    found = preview(trade.changed(sailings=()), [path], ColumnMapping())
    assert found.faults == []
    assert found.merged.case is not None
    key = sorted(legs, key=lambda leg: (leg.departure, leg.id))
    assert list(found.merged.case.sailings) == key
    again = preview(found.merged.case, [path], ColumnMapping())
    assert again.merged.case == found.merged.case
