"""The sets of pre-marshalling, from files made here: what is in them, how high stacks may be, and what is refused."""

from pathlib import Path

import pytest

from data.errors import BadInput
from data.formats.benchmarks.premarshalling import read
from data.formats.benchmarks.stacks import answer

TEXT = "3 4\n2 4 1 \n0\n2 2 2\n"


@pytest.mark.parametrize(
    ("name", "height"), [("3-3/one.dat", 5), ("any/one.dat", 4), ("BF1/cpmp_3_7_4_3_1_2.bay", 7), ("6-3/cpmp_3.dat", 8)]
)
def test_the_height_is_by_the_name_of_file_or_folder(tmp_path: Path, name: str, height: int) -> None:
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text(TEXT)
    instance = read(file)
    assert instance.stacks == ((4, 1), (), (2, 2))
    assert instance.height == height


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "ends before the line of stacks"),
        ("2 2\n1 1\n", "ends before stack 2"),
        ("2 2\n2 1\n1 1\n", "stack 1 has 1 boxes"),
        ("2 2\n1 3\n1 1\n", "the group of a box"),
        ("2 3\n1 1\n1 1\n", "2 boxes stand"),
        ("1 2\n2 1 1\n1 1\n", "after the last one"),
        ("0 1\n", "stacks"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "bad.dat"
    file.write_text(text)
    with pytest.raises(BadInput, match=problem):
        read(file)


def test_a_stack_higher_than_the_name_allows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cpmp_1_1_2_1_0_1.bay"
    file.write_text("1 2\n2 1 1\n")
    with pytest.raises(BadInput, match="1 may stand there"):
        read(file)


def test_moves_are_written_with_stacks_from_1() -> None:
    assert answer([(0, 2), (1, 0)]) == "from_stack,to_stack\n1,3\n2,1\n"
