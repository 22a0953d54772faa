"""The Excel form: real cells of a spreadsheet, formulas, and files that are no workbook."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats import Occupied, read_case, write_workbook
from data.formats.sizes import Sizes
from data.formats.workbook import parse_workbook


@pytest.fixture
def workbook(tmp_path: Path, small_case: Case) -> Path:
    write_workbook(small_case, tmp_path / "small.xlsx")
    return tmp_path / "small.xlsx"


@pytest.fixture
def change(workbook: Path) -> Callable[[Callable[[Any], None]], None]:
    """Change the workbook as a person would in a spreadsheet."""

    def changed(by: Callable[[Any], None]) -> None:
        book = openpyxl.load_workbook(workbook)
        by(book)
        book.save(workbook)

    return changed


def test_round_trip(workbook: Path, small_case: Case) -> None:
    reading = read_case(workbook)
    assert reading.case == small_case
    assert reading.case.hash == small_case.hash
    assert reading.notices == ("times without a zone are taken as the terminal's local time, Asia/Makassar",)


def test_sheets_are_made_for_people(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[:3] == ["terminal", "berths", "quay_cranes"]
    assert [cell.value for cell in book["terminal"][1]] == ["field", "value", "unit", "description"]
    calls = book["calls"]
    assert calls.freeze_panes == "A2"
    assert calls["A1"].font.bold
    assert "Departure" not in calls["D1"].comment.text
    assert "when the ship can be alongside" in calls["D1"].comment.text
    assert calls["D2"].value == datetime(2026, 1, 5, 8)
    assert calls["D2"].number_format == "yyyy-mm-dd hh:mm"
    assert calls.column_dimensions["D"].width >= 16


def test_formulas_are_refused(workbook: Path, change, refused) -> None:
    def formulas(book: Any) -> None:
        book["calls"]["H3"] = "=100+20"
        book["terminal"]["B9"] = "=2*135"
        book["ports"]["B3"].value = "=A1"
        book["ports"]["B3"].data_type = "s"  # a text that looks like a formula

    change(formulas)
    assert refused(workbook) == [
        Fault(
            "small.xlsx, sheet terminal",
            "a formula stands here",
            "replace it by its value (copy, then paste values only)",
            9,
            "quay.length_m",
            "=2*135",
        ),
        Fault(
            "small.xlsx, sheet ports",
            "a spreadsheet would run this text as a formula",
            "give text of at most 200 characters",
            3,
            "name",
            "=A1",
        ),
        Fault(
            "small.xlsx, sheet calls",
            "a formula stands here",
            "replace it by its value (copy, then paste values only)",
            3,
            "discharge_full",
            "=100+20",
        ),
    ]


def test_errors_of_the_spreadsheet_are_refused(workbook: Path, change, refused) -> None:
    change(lambda book: book["calls"].__setitem__("H3", "#N/A"))
    (fault,) = refused(workbook)
    assert (fault.row, fault.column, fault.value) == (3, "discharge_full", "#N/A")
    assert fault.problem == "the spreadsheet shows an error here"


def test_cells_of_every_kind(workbook: Path, small_case: Case, change) -> None:
    def kinds(book: Any) -> None:
        book["calls"]["D3"] = "2026-01-05T09:00+08:00"  # text instead of a date cell
        book["calls"]["D4"] = datetime(2026, 1, 5, 18, 0, 0, 4000)  # a day's fraction is never quite a second
        book["calls"]["H3"] = 120.0
        book["vessels"]["H3"] = "800"
        book["shipments"]["Q2"] = False
        book["calls"]["A9"] = None
        book["ports"]["A7"] = "# a comment"

    change(kinds)
    assert read_case(workbook).case == small_case


def test_numbers_in_columns_of_names(workbook: Path, change) -> None:
    def numbers(book: Any) -> None:
        book["yard_blocks"]["A2"] = 7.0
        book["yard_cranes"]["B2"] = "7"

    change(numbers)
    case = read_case(workbook).case
    assert case.yard_blocks[0].id == case.yard_cranes[0].block == "7"


def test_an_hs_code_that_became_a_number(workbook: Path, change, refused) -> None:
    change(lambda book: book["shipments"].__setitem__("D2", 1301.90))
    (fault,) = refused(workbook)
    assert (fault.row, fault.column, fault.value) == (2, "hs_code", "1301.9")
    assert "as 1301.90" in fault.remedy


def test_a_name_that_became_a_date(workbook: Path, change, refused) -> None:
    change(lambda book: book["yard_blocks"].__setitem__("A2", datetime(2026, 3, 1)))
    fault = refused(workbook)[0]
    assert (fault.row, fault.column, fault.value) == (2, "id", "2026-03-01 00:00")
    assert fault.problem == "a date stands where text belongs"


def test_date_cells_without_an_hour_are_refused(workbook: Path, change, refused) -> None:
    def dates(book: Any) -> None:
        book["calls"]["D2"] = date(2026, 1, 5)
        book["calls"]["D2"].number_format = "dd/mm/yyyy"
        book["calls"]["D3"] = datetime(2026, 1, 5)
        book["calls"]["D3"].number_format = "yyyy-mm-dd hh:mm"
        book["calls"]["D4"] = 46027.5
        book["calls"]["D4"].number_format = "General"

    change(dates)
    assert [(f.row, f.column, f.value, f.problem) for f in refused(workbook)] == [
        (2, "eta", "2026-01-05", "the hour is missing"),
        (4, "eta", "46027.5", "a plain number is no date"),
    ]


def test_a_cell_beside_the_table(workbook: Path, change, refused) -> None:
    change(lambda book: book["ports"].cell(row=3, column=book["ports"].max_column + 1, value="check this"))
    (fault,) = refused(workbook)
    assert (fault.file, fault.row) == ("small.xlsx, sheet ports", 3)
    assert fault.problem == "a cell stands under no column name"


def test_a_cell_far_beside_and_below_the_table(workbook: Path, change, refused) -> None:
    change(lambda book: book["ports"].cell(row=5000, column=9000, value="lost"))
    (fault,) = refused(workbook)
    assert (fault.row, fault.problem) == (5000, "a cell stands under no column name")


def test_sheets_missing_and_unknown(workbook: Path, small_case: Case, change, refused) -> None:
    change(lambda book: book.create_sheet("call"))
    reading = read_case(workbook)
    assert reading.case == small_case
    assert reading.notices[0] == "the sheet call is no table of a case and was not read; did you mean calls?"

    def removed(book: Any) -> None:
        del book["terminal"], book["ports"], book["containers"]

    change(removed)
    assert [str(fault) for fault in refused(workbook)] == [
        "small.xlsx: the sheet terminal is missing; add it, with the columns field and value",
        "small.xlsx: the sheet ports is missing; add it: berths, calls, ports, quay_cranes, vessels must be there",
    ]


def test_an_empty_sheet(workbook: Path, change, refused) -> None:
    def emptied(book: Any) -> None:
        book["ports"].delete_rows(1, 9)
        book["terminal"].delete_rows(1, 99)

    change(emptied)
    assert [(f.file, f.problem) for f in refused(workbook)] == [
        ("small.xlsx, sheet terminal", "it has no columns field and value"),
        ("small.xlsx, sheet ports", "it has no line of column names"),
    ]


def test_faults_of_the_sheet_terminal(workbook: Path, change, refused) -> None:
    def wrong(book: Any) -> None:
        sheet = book["terminal"]
        sheet["A9"] = "quay.length"
        sheet["A12"] = "quay.width_m"
        sheet["A13"] = None

    change(wrong)
    assert [(f.row, f.column, f.problem) for f in refused(workbook) if f.file == "small.xlsx, sheet terminal"] == [
        (None, "quay.mooring_min", "it is empty and must be filled"),
        (9, "quay.length", "a terminal has no such field"),
        (12, "quay.width_m", "the field stands in an earlier row too"),
        (13, "value", "the value has no field"),
    ]


def test_a_thousand_of_a_text_cell_can_be_read_two_ways(workbook: Path, change, refused) -> None:
    change(lambda book: book["vessels"].__setitem__("F2", "1.234"))
    (fault,) = refused(workbook)
    assert (fault.row, fault.column, fault.value) == (2, "loa_m", "1.234")
    assert "two ways" in fault.problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is no Excel workbook"),
        (b"id,name\n", "it is no Excel workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
            "it is a workbook with a password, or of the old kind (.xls)",
        ),
        (b"PK\x03\x04" + b"\0" * 100, "it is damaged or no zip archive"),
    ],
)
def test_files_that_are_no_workbook(tmp_path: Path, refused, content: bytes, problem: str) -> None:
    (tmp_path / "small.xlsx").write_bytes(content)
    (fault,) = refused(tmp_path / "small.xlsx")
    assert (fault.file, fault.problem) == ("small.xlsx", problem)
    assert fault.remedy


def test_a_zip_that_is_no_workbook(tmp_path: Path, refused) -> None:
    with zipfile.ZipFile(tmp_path / "small.xlsx", "w") as archive:
        archive.writestr("calls.csv", "id")
    assert refused(tmp_path / "small.xlsx")[0].problem == "it is no Excel workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"])
def test_damaged_workbooks(workbook: Path, refused, part: str) -> None:
    held = io.BytesIO(workbook.read_bytes())
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(workbook, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name == part else old.read(name))
    assert [str(fault) for fault in refused(workbook)] == [
        "small.xlsx: the workbook is damaged; open it in a spreadsheet and save it anew"
    ]


def test_workbooks_that_unpack_too_large(workbook: Path) -> None:
    with pytest.raises(BadInput, match=r"unpacked it is larger than 0\.01562 MB"):
        parse_workbook("small", "small.xlsx", workbook.read_bytes(), Sizes(unpacked=2**14))


def test_no_file_is_overwritten_and_none_half_written(workbook: Path, small_case: Case, monkeypatch) -> None:
    before = workbook.read_bytes()
    with pytest.raises(Occupied, match="exists already; give a new name"):
        write_workbook(small_case, workbook)
    assert workbook.read_bytes() == before

    def full_disk(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.formats.workbook._dress", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_workbook(small_case, workbook.with_name("other.xlsx"))
    assert list(workbook.parent.iterdir()) == [workbook]


def test_hours_that_the_clocks_show_twice_are_written_with_their_offset(tmp_path: Path, small_case: Case) -> None:
    terminal = small_case.terminal.model_copy(update={"time_zone": "Europe/Berlin"})
    etd = datetime.fromisoformat("2026-10-25T02:30+02:00")
    call = small_case.calls[3].model_copy(update={"etd": etd})
    case = small_case.model_copy(update={"terminal": terminal, "calls": (*small_case.calls[:3], call)})
    write_workbook(case, tmp_path / "small.xlsx")
    assert read_case(tmp_path / "small.xlsx").case == case
