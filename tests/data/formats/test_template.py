"""The template explains itself, is refused while it is empty, and reads once it is filled."""

from pathlib import Path

import pytest

from data.case import TABLES, Case
from data.formats import Occupied, frames, read_case, write_template
from data.formats.fields import columns
from data.formats.frames import csv_text
from data.formats.template import EXAMPLES
from data.terminal import Terminal


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "mine")
    return tmp_path / "mine"


def test_untouched_it_is_refused_for_what_it_lacks(template: Path, refused) -> None:
    assert [str(fault) for fault in refused(template)] == [
        f"{table}.csv: the table has no rows; give it at least one row" for table in ("berths", "quay_cranes", "ports")
    ]


def test_filled_it_reads(template: Path, small_case: Case) -> None:
    for table, frame in frames(small_case).items():
        _, rows = csv_text(frame, small_case.terminal.zone).split("\n", 1)
        path = template / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    case = read_case(template).case
    assert case.tables == small_case.tables
    assert case.name == "mine"


def test_every_field_and_column_is_explained(template: Path) -> None:
    toml = (template / "terminal.toml").read_text(encoding="utf-8")
    for column in columns(Terminal).values():
        assert f"# {column.meaning}" in toml
        name = column.name.rpartition(".")[2]
        given = column.required or column.default is not None
        assert (f"\n{name} = " if given else f"\n# {name} =\n") in toml
    assert "; empty where they always may. May be left out: hours and minutes of a day, as 06:00\n# opens =\n" in toml
    assert "# Length of the quay line [m]. Required; the value is an example\nlength_m = 270\n" in toml
    for table, row_type in TABLES.items():
        *comments, header = (template / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        assert header.split(",") == list(columns(row_type))
        assert all(line.startswith("# ") for line in comments)
        assert [line.partition(":")[0] for line in comments[1:]] == [f"# {name}" for name in columns(row_type)]
    calls = (template / "calls.csv").read_text(encoding="utf-8")
    assert "# side: Side alongside; port or starboard; starboard if empty\n" in calls
    assert (
        "# vessel: The ship, by id; a name of at most 64 letters, digits, dots, dashes or underscores; required"
        in calls
    )


def test_examples_stand_for_all_required_fields_and_for_no_others() -> None:
    assert set(EXAMPLES) == {name for name, column in columns(Terminal).items() if column.required}


def test_nothing_is_overwritten(template: Path) -> None:
    with pytest.raises(Occupied):
        write_template(template)
