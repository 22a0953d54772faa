"""The set qcsp: a file of our own, the answer as the set counts, and bad files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import Fault
from data.formats.benchmarks.qcsp import Instance, answer, read

FIELDS = {
    "name": "own",
    "n": 3,
    "b": 5,
    "q": 2,
    "t": 1,
    "s": 1,
    "p": [10, 20, 30],
    "l": [1, 1, 5],
    "r": [0, 4],
    "l0": [1, 7],
    "Phi": [[1, 2]],
}


def test_a_file_becomes_an_instance(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps(FIELDS), encoding="utf-8")
    assert read(file) == Instance(5, 1, 1, (10, 20, 30), (1, 1, 5), (0, 4), (1, 7), ((1, 2),))


def test_the_answer_has_a_row_a_task() -> None:
    assert answer([(1, 0, 10), (2, 7, 27)]) == "task,crane,start,end\n1,1,0,10\n2,2,7,27\n"


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        ({"n": None}, None, "n: the field is missing"),
        ({"n": 2}, 8, "p: it is a list of 3 values; give a list of 2"),
        ({"l": [1, 1, 6]}, 13, "l = '6'"),
        ({"p": [10, 0, 30]}, 8, "p = '0'"),
        ({"s": -1}, 7, "s = '-1'"),
        ({"l0": "1 7"}, 22, "l0: it is no list"),
        ({"Phi": 3}, 26, "Phi: it is no list"),
        ({"Phi": [[1, 2, 3]]}, 26, "no pair"),
        ({"Phi": [[1, 4]]}, 26, "from 1 to 3"),
    ],
)
def test_bad_fields(
    fault_of: Callable[[Callable[[Path], Instance], str], Fault], change: dict[str, Any], row: int | None, words: str
) -> None:
    fields = {name: value for name, value in (FIELDS | change).items() if value is not None}
    fault = fault_of(read, json.dumps(fields, indent=2))
    assert fault.row == row
    assert words in str(fault)
