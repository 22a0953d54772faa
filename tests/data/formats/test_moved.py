from datetime import datetime
from pathlib import Path

import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats.moved import read_moments

BOXES = ("CSQU3054383", "SPNU1000010")


def unfit(box: str) -> str | None:
    return None if box in BOXES else "it is not here"


def faults(text: bytes, case: Case, folder: Path) -> list[Fault]:
    path = folder / "done.csv"
    path.write_bytes(text)
    with pytest.raises(BadInput) as caught:
        read_moments(path, case.terminal, unfit)
    return caught.value.faults


def test_moments_are_the_terminals_where_they_have_no_zone(small_case: Case, tmp_path: Path) -> None:
    path = tmp_path / "done.csv"
    path.write_text(
        "# from the cranes\nmoment;box\n2026-01-05 08:10;CSQU3054383\n2026-01-05T02:00Z;SPNU1000010\n", encoding="utf-8"
    )
    found = read_moments(path, small_case.terminal, unfit)
    assert found.by_box == {
        "CSQU3054383": datetime.fromisoformat("2026-01-05T08:10+08:00"),
        "SPNU1000010": datetime.fromisoformat("2026-01-05T10:00+08:00"),
    }
    assert found.file == "done.csv"
    assert found.notices == ("times without a zone are taken as the terminal's local time, Asia/Makassar",)


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        (b"box,moment\nCSQU3054384,2026-01-05 08:10\n", 2, "box", "check digit"),
        (b"box,moment\nCSQU3054383,2026-01-05\n", 2, "moment", "the hour is missing"),
        (b"box,moment\nCSQU3054383,\n", 2, "moment", "must be filled"),
        (b"box,moment\nTEMU1000021,2026-01-05 08:10\n", 2, "box", "it is not here"),
        (b"box,moment\nCSQU3054383,2026-01-05 08:10\nCSQU3054383,2026-01-05 08:20\n", 3, "box", "earlier row"),
        (b"box,time\nCSQU3054383,2026-01-05 08:10\n", 1, "moment", "column is missing"),
        (b"box,moment,crane\nCSQU3054383,2026-01-05 08:10,Q1\n", 1, "crane", "no such column"),
        (b"", None, None, "empty"),
        (b"\xff\xfe", None, None, "UTF-16"),
    ],
)
def test_faults_name_the_row(
    text: bytes, row: int | None, column: str | None, words: str, small_case: Case, tmp_path: Path
) -> None:
    found = faults(text, small_case, tmp_path)
    assert any((f.row, f.column) == (row, column) and words in f.problem for f in found), found


def test_every_fault_is_told_in_order(small_case: Case, tmp_path: Path) -> None:
    text = b"box,moment\nTEMU1000021,2026-01-05 08:10\nCSQU3054383,soon\n"
    assert [fault.row for fault in faults(text, small_case, tmp_path)] == [2, 3]


def test_a_file_that_is_not_there(small_case: Case, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        read_moments(tmp_path / "none.csv", small_case.terminal, unfit)
