from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from data.cargo import Container
from data.errors import BadInput
from data.formats import Occupied
from data.formats.lists import read_list, write_list

BOXES = (
    Container(
        id="CSQU3054383", box_type="45R1", status="full", gross_mass_kg=21_000, call="C1", direction="discharge",
        port="IDSUB", verified_kg=21_150, final_port="IDKRG", plug=True, hazards=("3", "2.1"), over_height_cm=12,
        slot="0020282", temperature_c=-18.5, un_numbers=("1263", "0012"), operator="SPL", booking="B 17/2",
        bill_of_lading="007", bundled=("SPNU1000026", "SPNU1000031"),
    ),
    Container(
        id="SPNU1000010", box_type="22G1", status="empty", gross_mass_kg=2_200, call="C1", direction="load",
        port="IDSUB", shipment="S1", place="A-01-1-1",
    ),
    Container(
        id="SPNU1000047", box_type="22G1", status="full", gross_mass_kg=9_000, call="C1", direction="remain",
        port="IDSUB", loaded_at="SGSIN", slot="0010282",
    ),
)  # fmt: skip


@pytest.mark.parametrize("name", ["boxes.csv", "boxes.xlsx"])
def test_a_list_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    write_list(tmp_path / name, BOXES)
    found = read_list(tmp_path / name, "C1")
    assert found.boxes == BOXES
    assert (found.file, found.rows, found.notices) == (name, (2, 3, 4), ())
    with pytest.raises(Occupied):
        write_list(tmp_path / name, BOXES)


def test_the_call_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text(
        "id;box_type;status;gross_mass_kg;direction;port\nCSQU3054383;22G1;full;21000;load;IDSUB\n", encoding="utf-8"
    )
    assert [(box.id, box.call) for box in read_list(path, "C1").boxes] == [("CSQU3054383", "C1")]
    book = openpyxl.Workbook()
    book.active.title = "containers"
    book.active.append(["direction", "id", "box_type", "status", "gross_mass_kg", "port"])
    book.active.append(["load", "CSQU3054383", "22G1", "full", 21_000, "IDSUB"])
    book.save(tmp_path / "line.xlsx")
    assert [box.call for box in read_list(tmp_path / "line.xlsx", "C1").boxes] == ["C1"]


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("id,box_type\n", 1, "status", "column is missing"),
        ("id,box_type,status,gross_mass_kg,call,direction,port\nCSQU3054383,22G1,full,1,C2,load,IDSUB\n", 2, "call",
         "the list is taken for the call C1"),
        ("id,box_type,status,gross_mass_kg,direction,port\nCSQU3054384,22G1,full,1,load,IDSUB\n", 2, "id",
         "check digit"),
        ("id,box_type,status,gross_mass_kg,direction,port\nCSQU3054383,2210,full,1,load,IDSUB\n", 2, "box_type",
         "look as it should"),
        ("", None, None, "empty"),
    ],
)  # fmt: skip
def test_faults_of_a_list(text: str, row: int | None, column: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_list(path, "C1")
    assert any((f.row, f.column) == (row, column) and words in f.problem for f in caught.value.faults), caught.value


def test_files_that_are_no_list(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        read_list(tmp_path / "nothing.csv", "C1")
    (tmp_path / "no.xlsx").write_bytes(b"PK")
    with pytest.raises(BadInput):
        read_list(tmp_path / "no.xlsx", "C1")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(BadInput, match="no sheet containers"):
        read_list(tmp_path / "other.xlsx", "C1")
