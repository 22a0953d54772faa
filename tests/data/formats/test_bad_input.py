"""Bad input that the reader must survive: each is refused with its place, its value and a remedy, and all at once."""

from pathlib import Path

import pytest

from data.case import Case
from data.errors import Fault
from data.formats import read_case, write_folder


def test_departure_before_arrival(folder: Path, edit, refused) -> None:
    edit("calls.csv", "2026-01-05T09:00+08:00,2026-01-05T20:00+08:00", "2026-01-05T09:00+08:00,2026-01-05T08:30+08:00")
    assert refused(folder) == [
        Fault(
            "calls.csv",
            "the departure is not after the arrival (eta = 2026-01-05T09:00+08:00)",
            "etd must be later than eta",
            3,
            "etd",
            "2026-01-05T08:30+08:00",
        )
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        ("shipments.csv", "IDKRG,LKCMB", "IDKRG,LKXYZ", "destination"),
        ("sailings.csv", "IDSUB,LKCMB", "IDSUB,LKXYZ", "destination"),
        ("services.csv", "BURU CERAM,IDSUB", "BURU CERAM,IDSUB LKXYZ", "rotation"),
    ],
)
def test_port_that_the_case_does_not_have(folder: Path, edit, refused, file, old, new, column) -> None:
    edit(file, old, new)
    fault = refused(folder)[0]
    assert (fault.file, fault.column, fault.value) == (file, column, "LKXYZ")
    assert fault.problem == "there is no such row in the table ports"
    assert fault.remedy == "add LKXYZ to ports or correct the name"
    assert fault.row == {"shipments.csv": 2, "sailings.csv": 4, "services.csv": 2}[file]


def test_crane_off_the_rail(folder: Path, edit, refused) -> None:
    edit("quay_cranes.csv", "QC3,0,270", "QC3,0,280")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("quay_cranes.csv", 4, "rail_to_m", "280")
    assert "runs off the rail" in fault.problem
    assert fault.remedy == "rail_to_m must be at most 270"


def test_id_that_stands_twice(folder: Path, edit, refused) -> None:
    edit("calls.csv", "\nBURU-1,", "\nARU-1,")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls.csv", 3, "id", "ARU-1")
    assert fault.remedy == "give every row a name of its own"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,,\n"])
def test_empty_file(folder: Path, refused, content: bytes) -> None:
    (folder / "yard_blocks.csv").write_bytes(content)
    (fault,) = refused(folder)
    assert (fault.file, fault.problem) == ("yard_blocks.csv", "the file is empty")
    assert fault.remedy == "even an empty table needs its line of column names: id,bays,rows,tiers,takes,plug_bays"


def test_empty_terminal(folder: Path, refused) -> None:
    (folder / "terminal.toml").write_bytes(b"")
    (fault,) = refused(folder)
    assert (fault.file, fault.problem) == ("terminal.toml", "the file is empty")
    assert "case template" in fault.remedy


def test_wrong_encoding(folder: Path, refused) -> None:
    text = (folder / "ports.csv").read_text(encoding="utf-8").replace("Surabaya", "Surabayá")
    (folder / "ports.csv").write_bytes(text.encode("latin-1"))
    faults = [fault for fault in refused(folder) if fault.file == "ports.csv"]
    assert len(faults) == 1
    assert faults[0].row == 3
    assert str(faults[0].value).startswith("IDSUB,Surabayá,24,")
    assert faults[0].problem == f"byte {text.index('á') + 1} is not UTF-8 text (hexadecimal e1)"
    assert faults[0].remedy == "save it as 'CSV UTF-8'"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wrong_encoding_of_two_bytes_a_letter(folder: Path, refused, encoding: str) -> None:
    text = (folder / "ports.csv").read_text(encoding="utf-8")
    (folder / "ports.csv").write_bytes(text.encode(encoding))
    assert [str(fault) for fault in refused(folder)] == [
        "ports.csv: it is UTF-16 text, or no text, and not UTF-8; save it as 'CSV UTF-8'"
    ]


@pytest.mark.parametrize("number", ["1000000000", "1e9", "1E+9", "1.000.000.000"])
def test_a_billion_moves(folder: Path, edit, refused, number: str) -> None:
    edit("calls.csv", "6.5,120,0,", f"6.5,{number},0,")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls.csv", 3, "discharge_full", number)
    assert fault.problem == "it is more than is accepted"
    assert fault.remedy == "give a whole number from 0 to 25,000 (boxes)"


def test_more_moves_together_than_any_call_has(folder: Path, edit, refused) -> None:
    edit("calls.csv", "6.5,120,0,60,60,", "6.5,20000,0,20000,60,")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls.csv", 3, "discharge_full", "20000")
    assert fault.remedy == "look for a typing error"


def test_date_that_can_be_read_two_ways(folder: Path, edit, refused) -> None:
    edit("calls.csv", "2026-01-05T09:00+08:00", "05/01/2026 09:00")
    (fault,) = refused(folder)
    assert (fault.file, fault.row, fault.column, fault.value) == ("calls.csv", 3, "eta", "05/01/2026 09:00")
    assert fault.problem == "it can be read two ways, 2026-01-05 and 2026-05-01"
    assert fault.remedy == "write year-month-day, or set date_order of the terminal to day-first or month-first"


def test_text_that_a_spreadsheet_would_run(folder: Path, edit, refused) -> None:
    edit("vessels.csv", "BURU,Buru,", "BURU,=HYPERLINK(1),")
    edit("ports.csv", "Colombo", "@Colombo")
    assert [(f.file, f.row, f.column, f.value) for f in refused(folder)] == [
        ("ports.csv", 4, "name", "@Colombo"),
        ("vessels.csv", 3, "name", "=HYPERLINK(1)"),
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_formula_signs_are_refused_in_every_column(folder: Path, refused, sign: str) -> None:
    lines = (folder / "shipments.csv").read_text(encoding="utf-8").splitlines()
    lines[1] = ",".join(f"{sign}x1" for _ in lines[0].split(","))
    (folder / "shipments.csv").write_text("\n".join(lines), encoding="utf-8")
    faults = refused(folder)
    assert [fault.column for fault in faults] == lines[0].split(",")
    assert {fault.value for fault in faults} == {f"{sign}x1"}


def test_all_faults_of_all_files_at_once_in_the_order_of_files_and_rows(folder: Path, edit, refused) -> None:
    edit("terminal.toml", "length_m = 270", 'length_m = "long"')
    edit("ports.csv", "LKCMB,Colombo,36", "lkcmb,Colombo,-36")
    edit("vessels.csv", "ARU,Aru,,LINEA,ID,150,", "ARU,Aru,1234568,LINEA,IDN,1500,")
    edit("calls.csv", "\nARU-1,ARU,", "\nARU-1,ARUX,")
    edit("calls.csv", "CERAM-1,CERAM,,", "CERAM-1,CERAM,NONE,")
    edit("shipments.csv", "IDKRG,IDSUB", "IDKRG,IDKRG")
    assert [(f.file, f.row, f.column) for f in refused(folder)] == [
        ("terminal.toml", 19, "quay.length_m"),
        ("ports.csv", 4, "unlocode"),
        ("ports.csv", 4, "connection_h"),
        ("vessels.csv", 2, "imo"),
        ("vessels.csv", 2, "flag"),
        ("vessels.csv", 2, "loa_m"),
        ("calls.csv", 4, "service"),
        ("shipments.csv", 3, "destination"),
    ]


def test_ship_longer_than_the_quay_is_no_fault_of_the_file(folder: Path, edit) -> None:
    edit("vessels.csv", "LINEA,ID,150,", "LINEA,ID,400,")
    assert read_case(folder).case.vessel_by_id["ARU"].loa_m == 400


def test_ship_deeper_than_the_water_is_no_fault_of_the_file(folder: Path, edit) -> None:
    edit("vessels.csv", "1000,8,", "1000,20,")
    edit("calls.csv", "2026-01-05T22:00+08:00,6,6.5", "2026-01-05T22:00+08:00,20,6.5")
    assert read_case(folder).case.call_by_id["ARU-1"].arrival_draft_m == 20


def test_shipment_that_nothing_can_carry_is_no_fault_of_the_file(folder: Path, edit) -> None:
    edit("shipments.csv", "22G1,1,,13000", "22G1,1000,,13000")
    assert read_case(folder).case.shipment_by_id["SHIP-1"].boxes == 1000


def test_reading_writes_nothing(folder: Path, edit, refused) -> None:
    edit("calls.csv", "\nARU-1,ARU,", "\nARU-1,NONE,")
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    refused(folder)
    assert {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()} == before


def test_file_that_cannot_be_read(folder: Path, refused) -> None:
    (folder / "ports.csv").unlink()
    (folder / "ports.csv").symlink_to(folder / "nowhere.csv")
    assert str(refused(folder)[0]) == (
        "ports.csv: it can't be read (No such file or directory); give a file that can be read"
    )


def test_path_without_a_case(tmp_path: Path, refused) -> None:
    (fault,) = refused(tmp_path / "none")
    assert (fault.file, fault.problem) == (str(tmp_path / "none"), "there is no such file or folder")
    (tmp_path / "case.pdf").write_bytes(b"%PDF")
    (fault,) = refused(tmp_path / "case.pdf")
    assert "neither a folder nor an Excel workbook" in fault.problem


def test_names_in_other_writings_survive(tmp_path: Path, small_case: Case) -> None:
    port = small_case.ports[1].model_copy(update={"name": 'Сурабая, "泗水" - सुरबाया'})
    case = small_case.model_copy(update={"ports": (small_case.ports[0], port, small_case.ports[2])})
    write_folder(case, tmp_path / "small")
    assert read_case(tmp_path / "small").case == case


@pytest.mark.parametrize("field", ["move_s", "cycle_s"])
def test_work_that_takes_less_than_a_second(folder: Path, edit, refused, field: str) -> None:
    text = (folder / "terminal.toml").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith(f"{field} = ")]
    edit("terminal.toml", line, f"{field} = 0.001")
    (fault,) = refused(folder)
    assert fault.column is not None
    assert fault.column.endswith(field)
    assert (fault.file, fault.remedy) == ("terminal.toml", "give a number from 1 to 36,000 (s)")
