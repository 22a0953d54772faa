"""The set slot_delgado: a file of our own, the answer as the set counts, and bad files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import Fault
from data.formats.benchmarks.slot_delgado import Cell, Container, Instance, Stack, answer, read

TEXT = """\
1 2 1 2 4 1 2
#POD
3
#LOCATIONS
7
#CONTAINERS_TOLOAD
0 0 0 4000.00 2.59 40 3 0 7 0
0 0 0 2500.00 2.90 20 3 1 7 0
#CONTAINERS_LOADED
2 1 -1 2300.00 2.59 20 3 0 7 0
#STACKS
50000.000000 5.900000 7
40000.000000 5.181600 7
#CELLS
1 0 0 0 0 0 0
1 0 1 0 0 1 7
2 0 0 1 1 1 7
2 0 0 1 0 0 7
#SOLUTION-AFT
 0 0
"""


def test_a_file_becomes_an_instance(tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text(TEXT, encoding="utf-8")
    none, no_plugs = Cell((False, False), (False, False), False), (False, False)
    assert read(file) == Instance(
        (Container(0, 0, 0, 4_000, 2_590, 40, 3, False), Container(0, 0, 0, 2_500, 2_900, 20, 3, True)),
        (Container(2, 1, -1, 2_300, 2_590, 20, 3, False),),
        (
            Stack(50_000, 5_900, (none, Cell((False, True), (False, False), True))),
            Stack(40_000, 5_181, (Cell(no_plugs, (True, True), True), Cell(no_plugs, (True, False), False))),
        ),
    )


def test_the_answer_has_a_row_a_container() -> None:
    assert answer([(1, 2, 0), (2, 1, 1)]) == "container,stack,cell,half\n1,1,2,0\n2,2,1,1\n"


@pytest.mark.parametrize(
    ("old", "new", "row", "words"),
    [
        ("1 2 1 2 4 1 2\n", "1 2 1 2 4 1\n", 1, "the line has 6 values for the sizes"),
        ("1 2 1 2 4 1 2\n", "1 2 1 2 5 1 2\n", 1, "it must be 4"),
        ("1 2 1 2 4 1 2\n", "1 2 1 0 0 1 2\n", 1, "the number of stacks is out of reach"),
        ("1 2 1 2 4 1 2\n", "1 3 1 2 4 1 2\n", 9, "the line has 1 values for a container"),
        ("1 2 1 2 4 1 2\n", "1 1 1 2 4 1 2\n", 8, "the section #CONTAINERS_LOADED must begin here"),
        ("4000.00", "4000.50", 7, "the weight in kg is too fine"),
        ("4000.00", "heavy", 7, "the weight in kg is no number"),
        ("4000.00", "nan", 7, "the weight in kg is out of reach"),
        (" 2.90 20", " 0.00 20", 8, "the height in m is out of reach"),
        (" 2.90 20", " 2.90 45", 8, "write 20 or 40"),
        ("20 3 1 7 0", "20 3 2 7 0", 8, "reefer is none of those accepted"),
        ("2 1 -1", "3 1 -1", 10, "the stack is out of reach"),
        ("2 1 -1", "2 3 -1", 10, "the cell is out of reach"),
        ("2 1 -1", "2 1 0", 10, "the position does not go with the length"),
        ("50000.000000 5.900000 7", "50000.000000 5.900000", 12, "the line has 2 values for a stack"),
        ("2 0 0 1 1 1 7", "1 0 0 1 1 1 7", 17, "the cell is of another stack"),
        ("2 0 0 1 0 0 7\n#SOLUTION-AFT\n 0 0\n", "", None, "the file ends before a cell"),
    ],
)
def test_bad_lines(
    fault_of: Callable[[Callable[[Path], Instance], str], Fault], old: str, new: str, row: int | None, words: str
) -> None:
    fault = fault_of(read, TEXT.replace(old, new, 1))
    assert fault.row == row
    assert words in str(fault)
