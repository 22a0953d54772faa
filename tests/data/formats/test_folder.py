"""The folder form: columns, rows, delimiters, comments, notices; writing is all or nothing."""

import os
from pathlib import Path

import pandas as pd
import pytest

from data.box_kinds import BOX_KINDS
from data.case import Case
from data.errors import BadInput, Fault
from data.formats import Occupied, frames, read_case, write_folder
from data.formats.folder import read_files
from data.formats.sizes import Sizes


def rewritten(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def test_round_trip(folder: Path, small_case: Case) -> None:
    reading = read_case(folder)
    assert reading.case == small_case
    assert reading.case.hash == small_case.hash
    assert reading.notices == ()


def test_files_are_utf_8_with_commas_and_offsets(folder: Path) -> None:
    content = (folder / "calls.csv").read_bytes()
    assert b"\r" not in content
    assert content.startswith(b"id,vessel,service,eta,")
    moments = b"2026-01-05T08:00+08:00,2026-01-05T22:00+08:00"
    assert b"\nARU-1,ARU,," + moments + b",6,6.5,200,0,100,100,1,2,0,starboard,1,,,,,no,no,\n" in content
    assert "high_water = 2026-01-05T06:00:00+08:00" in (folder / "terminal.toml").read_text(encoding="utf-8")


def test_frames_hold_the_values(small_case: Case) -> None:
    calls = frames(small_case)["calls"]
    assert isinstance(calls, pd.DataFrame)
    assert list(calls["vessel"]) == ["ARU", "BURU", "CERAM", "ARU"]
    assert calls["eta"][0] == small_case.calls[0].eta
    assert frames(small_case)["containers"].empty


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_byte_order_marks_and_line_ends(folder: Path, small_case: Case, mark: bytes, end: bytes) -> None:
    for path in folder.glob("*.csv"):
        path.write_bytes(mark + path.read_bytes().replace(b"\n", end))
    assert read_case(folder).case == small_case


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(folder: Path, small_case: Case, delimiter: str) -> None:
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    assert read_case(folder).case == small_case


def test_semicolons_and_decimal_commas_as_a_spreadsheet_saves_them(folder: Path, small_case: Case) -> None:
    path = folder / "calls.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";").replace("6.5", "6,5"), encoding="utf-8")
    reading = read_case(folder)
    assert reading.case == small_case
    assert reading.notices == ("decimal commas are understood: 12,5 is read as 12.5",)


def test_delimiter_that_cannot_be_told(folder: Path, refused) -> None:
    rewritten(folder, "yard_blocks.csv", "id,bays,rows,tiers,takes,plug_bays", "bays,rows and;tiers")
    (fault, *_) = refused(folder)
    assert (fault.file, fault.row, fault.value) == ("yard_blocks.csv", 1, "bays,rows and;tiers")
    assert fault.problem == "the line of column names holds comma and semicolon"
    assert fault.remedy == "put one of them between all cells: comma, semicolon or tab"


def test_kinds_of_boxes_in_blocks(folder: Path, refused) -> None:
    rewritten(folder, "yard_blocks.csv", "full empty reefer dangerous,0", "reefer full,3")
    block = read_case(folder).case.yard_blocks[0]
    assert (block.takes, block.plug_bays) == (("full", "reefer"), 3)
    rewritten(folder, "yard_blocks.csv", "reefer full,3", ",")
    block = read_case(folder).case.yard_blocks[0]
    assert (block.takes, block.plug_bays) == (BOX_KINDS, 0)
    rewritten(folder, "yard_blocks.csv", ",,", ",frozen,")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("yard_blocks.csv", 2, "takes", "frozen")


def test_comments_are_skipped_and_counted(folder: Path, small_case: Case, edit, refused) -> None:
    edit("ports.csv", "unlocode,name", '# our ports, "all of them\n\nunlocode,name')
    edit("ports.csv", "IDSUB", '# a comment\n"# another, as a spreadsheet saves it",,\n,,\nIDSUB')
    assert read_case(folder).case == small_case
    edit("ports.csv", "IDSUB", "idsub")
    assert [(f.row, f.column) for f in refused(folder) if f.file == "ports.csv"] == [(8, "unlocode")]


def test_quoted_cells_hold_delimiters(folder: Path, edit) -> None:
    edit("ports.csv", "Surabaya", '"Surabaya, ""Tanjung Perak"""')
    assert read_case(folder).case.ports[1].name == 'Surabaya, "Tanjung Perak"'


def test_columns_in_any_order_and_without_those_that_need_no_value(folder: Path, small_case: Case) -> None:
    (folder / "ports.csv").write_text(
        "name,unlocode\nKariangau,IDKRG\nSurabaya,IDSUB\nColombo,LKCMB\n", encoding="utf-8"
    )
    ports = read_case(folder).case.ports
    assert [port.unlocode for port in ports] == [port.unlocode for port in small_case.ports]
    assert [port.connection_h for port in ports] == [24, 24, 24]


def test_unknown_missing_and_repeated_columns(folder: Path, refused) -> None:
    rewritten(folder, "calls.csv", "id,vessel,service,eta,etd,", "id,vessel,id,ETA,etd,")
    assert refused(folder) == [
        Fault("calls.csv", "the column stands twice", "drop one of the two", 1, "id"),
        Fault("calls.csv", "the table calls has no such column", "did you mean eta?", 1, "ETA"),
        Fault(
            "calls.csv",
            "the column is missing",
            "add it (Earliest first line: when the ship can be alongside): date and time, as 2026-01-05 08:00",
            1,
            "eta",
        ),
    ]


def test_a_misspelt_column_makes_no_faults_in_its_rows(folder: Path, refused) -> None:
    rewritten(folder, "calls.csv", "discharge_full", "dischargefull")
    rewritten(folder, "calls.csv", ",120,0,60,60,", ",120,0,0,0,")
    (fault,) = refused(folder)
    assert (fault.column, fault.remedy) == ("dischargefull", "did you mean discharge_full?")


def test_a_column_that_is_like_no_other(folder: Path, refused) -> None:
    rewritten(folder, "ports.csv", "unlocode,name,connection_h", "unlocode,name,zzz")
    (fault,) = refused(folder)
    assert fault.remedy.startswith("drop it; the columns are unlocode, name, connection_h, most_dwell_h")


@pytest.mark.parametrize(("row", "cells"), [("QC2,0", 2), ("QC2,0,270,", 4), ("QC2,0,27,5", 4)])
def test_rows_with_more_or_fewer_cells_than_columns(folder: Path, edit, refused, row: str, cells: int) -> None:
    edit("quay_cranes.csv", "QC2,0,270", row)
    (fault,) = refused(folder)
    assert (fault.file, fault.row) == ("quay_cranes.csv", 3)
    assert fault.problem == f"the row has {cells} cells and the table 3 columns"
    assert fault.remedy == "give each column one cell, empty or not, and put cells that hold the delimiter in quotes"


def test_cells_under_no_column_name(folder: Path, edit, refused) -> None:
    edit("quay_cranes.csv", "id,rail_from_m,rail_to_m", "id,rail_from_m,rail_to_m,")
    edit("quay_cranes.csv", "QC1,0,270", "QC1,0,270,")
    edit("quay_cranes.csv", "QC2,0,270", "QC2,0,270,old")
    edit("quay_cranes.csv", "QC3,0,270", "QC3,0,270,")
    (fault,) = refused(folder)
    assert (fault.row, fault.problem) == (3, "a cell stands under no column name")


def test_a_quote_that_is_not_closed(folder: Path, edit, refused) -> None:
    edit("ports.csv", "Surabaya", '"Surabaya')
    (fault,) = [fault for fault in refused(folder) if fault.file == "ports.csv"]
    assert fault.row == 3
    assert "quote" in fault.problem


def test_empty_cells_that_must_be_filled(folder: Path, edit, refused) -> None:
    edit("ports.csv", "Surabaya", "  ")
    assert refused(folder) == [
        Fault("ports.csv", "it is empty and must be filled", "give text of at most 200 characters", 3, "name", "")
    ]


def test_required_and_optional_tables(folder: Path, refused) -> None:
    for table in ("yard_blocks", "yard_cranes", "services", "sailings", "shipments", "containers"):
        (folder / f"{table}.csv").unlink()
    assert read_case(folder).case.shipments == ()
    for table in ("terminal.toml", "berths.csv", "quay_cranes.csv", "ports.csv", "vessels.csv", "calls.csv"):
        (folder / table).unlink()
    faults = refused(folder)
    assert {fault.file for fault in faults} == {
        "terminal.toml",
        "berths.csv",
        "quay_cranes.csv",
        "ports.csv",
        "vessels.csv",
        "calls.csv",
    }
    assert {fault.problem for fault in faults} == {"the file is missing"}


def test_tables_that_need_rows(folder: Path, refused) -> None:
    (folder / "berths.csv").write_text("id,start_m,end_m,depth_m\n", encoding="utf-8")
    assert [str(fault) for fault in refused(folder)] == ["berths.csv: the table has no rows; give it at least one row"]


def test_files_that_are_no_table_are_told(folder: Path, small_case: Case) -> None:
    (folder / "call.csv").write_text("x", encoding="utf-8")
    (folder / "crane shifts.xlsx").write_bytes(b"x")
    (folder / "SOURCES.md").write_text("x", encoding="utf-8")
    (folder / ".~lock.calls.csv").write_text("x", encoding="utf-8")
    reading = read_case(folder)
    assert reading.case == small_case
    assert reading.notices == (
        "call.csv is no table of a case and was not read; did you mean calls.csv?",
        "crane shifts.xlsx is no table of a case and was not read",
    )


def test_times_without_a_zone_are_told_once(folder: Path, small_case: Case) -> None:
    rewritten(folder, "calls.csv", "+08:00", "")
    reading = read_case(folder)
    assert reading.case == small_case
    assert reading.notices == ("times without a zone are taken as the terminal's local time, Asia/Makassar",)


def test_date_order_that_the_terminal_declares(folder: Path, small_case: Case, edit) -> None:
    edit("terminal.toml", 'date_order = "iso"', 'date_order = "day-first"')
    edit("calls.csv", "2026-01-05T09:00+08:00", "05/01/2026 09:00")
    reading = read_case(folder)
    assert reading.case.calls == small_case.calls
    assert "read as day/month/year, as date_order of the terminal says" in reading.notices[1]


def test_the_same_moments_in_another_zone_make_the_same_case(folder: Path, small_case: Case, edit) -> None:
    edit("calls.csv", "2026-01-05T09:00+08:00", "2026-01-05T01:00Z")
    assert read_case(folder).case.hash == small_case.hash


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "remedy"),
    [
        ("length_m = 270", "length = 270", 19, "quay.length", "did you mean quay.length_m?"),
        ("[quay]", "[quai]", 19, "quai.length_m", "did you mean quay.length_m?"),
        ("count = 6", "count = 6.5", None, "tractors.count", "give a whole number from 1 to 1,000"),
        ("count = 6", 'count = "six"', None, "tractors.count", "give a whole number from 1 to 1,000"),
        ('unlocode = "IDKRG"', 'unlocode = "KRG"', None, "unlocode", "a UN/LOCODE is two letters"),
        ('"Asia/Makassar"', '"Asia/Balikpapan"', None, "time_zone", "use a name of the IANA database"),
        ("low_m = 0.3", "low_m = 3.3", None, "tide.low_m", "exchange low_m and high_m"),
        ("high_water = 2026-01-05T06:00:00+08:00", "high_water = 2026-01-05", None, "tide.high_water", "write it too"),
    ],
)
def test_faults_of_the_terminal(folder: Path, edit, refused, old, new, row, column, remedy) -> None:
    edit("terminal.toml", old, new)
    fault = refused(folder)[0]
    assert (fault.file, fault.column) == ("terminal.toml", column)
    assert remedy in fault.remedy
    lines = (folder / "terminal.toml").read_text(encoding="utf-8").splitlines()
    assert fault.row is not None
    assert column.rpartition(".")[2] in lines[fault.row - 1]
    assert row is None or fault.row == row


def test_missing_and_broken_parts_of_the_terminal(folder: Path, refused) -> None:
    text = (folder / "terminal.toml").read_text(encoding="utf-8")
    (folder / "terminal.toml").write_text(text.replace("length_nm", "# length_nm"), encoding="utf-8")
    assert [(f.file, f.column, f.remedy) for f in refused(folder)] == [
        ("terminal.toml", "channel.length_nm", "give a number from 0 to 500 (nautical miles)")
    ]
    (folder / "terminal.toml").write_text("seed = 1\nname =\n", encoding="utf-8")
    (fault,) = refused(folder)
    assert (fault.row, fault.problem[:13]) == (2, "it is no TOML")
    (folder / "terminal.toml").write_text("quay = 270\n", encoding="utf-8")
    assert refused(folder)[0].column == "name"
    assert ("quay", "it must have fields of its own") in [(f.column, f.problem) for f in refused(folder)]


def test_parts_of_the_terminal_with_defaults_alone_may_be_left_out(folder: Path, small_case: Case) -> None:
    lines = (folder / "terminal.toml").read_text(encoding="utf-8").split("\n[")
    kept = "\n[".join(part for part in lines if not part.startswith(("cargo]", "arrivals]")))
    (folder / "terminal.toml").write_text(kept, encoding="utf-8")
    terminal = read_case(folder).case.terminal
    assert terminal.cargo.forty_foot_share == 0
    assert terminal.quay == small_case.terminal.quay


def test_a_refused_terminal_hides_no_faults_of_the_tables(folder: Path, edit, refused) -> None:
    edit("terminal.toml", "length_m = 270", "length_m = -1")
    edit("calls.csv", "\nBURU-1,BURU,", "\nARU-1,BORU,")
    assert [(f.file, f.row, f.column) for f in refused(folder)] == [
        ("terminal.toml", 19, "quay.length_m"),
        ("calls.csv", 3, "id"),
        ("calls.csv", 3, "vessel"),
    ]


def test_files_that_are_too_large(folder: Path, refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.formats.folder.LARGEST_FILE", 500)
    fault = next(fault for fault in refused(folder) if fault.file == "calls.csv")
    assert fault.problem.startswith("it is larger than ")


def test_a_table_that_is_a_pipe_is_not_waited_for(folder: Path, refused) -> None:
    (folder / "ports.csv").unlink()
    os.mkfifo(folder / "ports.csv")
    (fault,) = refused(folder)
    assert (fault.file, fault.problem) == ("ports.csv", "it is a pipe, a socket or a device")


def test_tables_that_are_too_long(folder: Path) -> None:
    files = {path.name: path.read_bytes for path in folder.iterdir()}
    with pytest.raises(BadInput) as caught:
        read_files("small", files, Sizes(rows=2))
    faults = [(fault.file, fault.row, fault.problem) for fault in caught.value.faults]
    assert ("ports.csv", 4, "it has more than 2 rows") in faults


def test_nothing_that_stands_there_is_overwritten(folder: Path, small_case: Case) -> None:
    before = (folder / "calls.csv").read_bytes()
    with pytest.raises(Occupied, match="holds something already; give a folder that is new or empty"):
        write_folder(small_case, folder)
    assert (folder / "calls.csv").read_bytes() == before


def test_an_empty_folder_is_filled_where_one_stands(
    tmp_path: Path, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small").mkdir()
    monkeypatch.chdir(tmp_path / "small")
    write_folder(small_case, Path())
    assert read_case(Path()).case == small_case
    assert not any(path.name.startswith(".") for path in Path().iterdir())


@pytest.mark.parametrize(
    ("there", "method", "calls"),
    [(False, "write_text", 5), (True, "write_text", 5), (False, "rename", 0), (True, "rename", 0), (True, "rename", 3)],
)
def test_writing_is_all_or_nothing(
    tmp_path: Path, small_case: Case, monkeypatch: pytest.MonkeyPatch, there: bool, method: str, calls: int
) -> None:
    done: list[Path] = []
    real = getattr(Path, method)

    def full_disk(self: Path, *args: object, **options: object) -> object:
        if len(done) == calls:
            raise OSError(28, "No space left on device")
        done.append(self)
        return real(self, *args, **options)

    if there:
        (tmp_path / "small").mkdir()
    monkeypatch.setattr(Path, method, full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_folder(small_case, tmp_path / "small")
    assert list(tmp_path.rglob("*")) == ([tmp_path / "small"] if there else [])


@pytest.mark.parametrize(
    ("folder_name", "name"), [("my case", "my-case"), ("-.a", "a"), ("日本", "case"), ("x" * 99, "x" * 64)]
)
def test_the_name_is_made_of_the_folders(tmp_path: Path, small_case: Case, folder_name: str, name: str) -> None:
    write_folder(small_case, tmp_path / folder_name)
    assert read_case(tmp_path / folder_name).case.name == name
