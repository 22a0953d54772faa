"""The set caserta: a file of our own, the answer as the set counts, and bad files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import Fault
from data.formats.benchmarks.caserta import Instance, read
from data.formats.benchmarks.stacks import answer

TEXT = "3 4\n2 1 4\n2 2 3\n0\n"


def test_a_file_becomes_an_instance(tmp_path: Path) -> None:
    file = tmp_path / "own.dat"
    file.write_text(TEXT, encoding="utf-8")
    assert read(file) == Instance(((1, 4), (2, 3), ()))


def test_the_answer_has_a_row_a_move() -> None:
    assert answer([(0, 2), (0, -1)]) == "from_stack,to_stack\n1,3\n1,0\n"


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("", None, "the file ends before the line of stacks and boxes"),
        ("3\n", 1, "must have 2"),
        ("0 4\n", 1, "stacks is out of reach"),
        ("3 4\n2 1 4\n", None, "the file ends before stack 2"),
        (TEXT.replace("2 1 4", "3 1 4"), 2, "stack 1 has 2 boxes; give 3"),
        (TEXT.replace("2 1 4", "2 1 x"), 2, "not a whole number"),
        (TEXT.replace("2 1 4", "2 1 5"), 2, "from 1 to 4"),
        (TEXT.replace("2 2 3", "2 2 1"), 3, "the same number"),
        (TEXT.replace("2 2 3", "1 2"), 1, "fewer boxes"),
        (TEXT + "1 5\n", 5, "after the last one"),
    ],
)
def test_bad_files(
    fault_of: Callable[[Callable[[Path], Instance], str], Fault], text: str, row: int | None, words: str
) -> None:
    fault = fault_of(read, text)
    assert fault.row == row
    assert words in str(fault)
