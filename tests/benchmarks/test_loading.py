"""The benchmark of loading: instances of slots and lists of ships, their tables and answers."""

import csv
from pathlib import Path

import pytest

from benchmarks.loading import main, section_of
from benchmarks.results import RESULTS
from data.formats.benchmarks import slot_delgado
from scheduler.slots import AFT, BOTH, FORE, Place, cost, faults

# Two stacks of two tiers: a 20-foot container stands fore at the bottom of the first. The other 20-foot one belongs
# beside it, so that the 40-foot one can stand on both and the second stack stays empty.
TEXT = """\
2 2 1 2 4 1 2
#POD
3 5
#LOCATIONS
7
#CONTAINERS_TOLOAD
0 0 0 4000.00 2.59 40 3 0 7 0
0 0 0 2500.00 2.59 20 3 0 7 0
#CONTAINERS_LOADED
1 1 -1 2300.00 2.59 20 5 0 7 0
#STACKS
50000.000000 5.900000 7
50000.000000 5.900000 7
#CELLS
1 0 0 1 1 1 7
1 0 1 1 1 1 7
2 0 0 1 1 1 7
2 0 0 1 1 1 7
#SOLUTION-AFT
"""
# Two ports, a stack, and a plug that the 40-foot container takes.
COST = 2 * 20 + 10 + 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "own_1.txt").write_text(TEXT, encoding="utf-8")
    (files / "own_2.txt").write_text(TEXT.replace("50000.000000", "3999.000000"), encoding="utf-8")
    (files / "best_known.csv").write_text(
        f"instance,lower_bound,best\nown_1.txt,0,{COST + 5}\nown_2.txt,0,\n", encoding="utf-8"
    )
    return files


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_an_instance_of_slots_means_what_the_set_says(folder: Path) -> None:
    section = section_of(slot_delgado.read(folder / "own_1.txt"))
    (standing,) = section.stacks[0].standing
    assert (standing.tier, standing.halves) == (0, (FORE,))
    assert [cell.plugs for cell in section.stacks[0].cells] == [(False, False), (False, True)]
    plan = (Place(0, 1, BOTH), Place(0, 0, (AFT,)))
    assert faults(section, plan) == []
    assert cost(section, plan) == COST


def test_rows_and_answers_of_slots(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main([str(folder), "--set", "slot_delgado", "--seconds", "20", "--out", str(out)]) == 0
    solved, impossible = rows_of(out / RESULTS)
    assert (solved["cost"], solved["bound"], solved["status"], solved["checked"]) == (
        str(COST), str(COST), "optimal", "yes",
    )  # fmt: skip
    assert solved["best_known"] == str(COST + 5)
    # No stack bears the 40-foot container.
    assert (impossible["cost"], impossible["status"], impossible["checked"]) == ("", "infeasible", "no")
    assert rows_of(out / "own_1.txt.csv") == [
        {"container": "1", "stack": "1", "cell": "2", "half": "0"},
        {"container": "2", "stack": "1", "cell": "1", "half": "1"},
    ]
    assert rows_of(out / "own_2.txt.csv") == []
    assert "2 proven, 1 checked" in capsys.readouterr().out


def test_bad_files_of_slots_are_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = TEXT.replace("2 2 1 2", "2 2 2 2").replace("#STACKS", "1 1 -1 2300.00 2.59 20 5 0 7 0\n#STACKS")
    (folder / "own_2.txt").write_text(twice, encoding="utf-8")
    assert main([str(folder), "--set", "slot_delgado", "--seconds", "1", "--out", str(tmp_path / "out")]) == 2
    assert "own_2.txt: two boxes stand in the same place of stack 0" in capsys.readouterr().err


def test_a_list_of_a_ship_tells_how_she_floats(tmp_path: Path) -> None:
    listed = tmp_path / "VSOwn.txt"
    listed.write_text(
        "# Parameters\n3 3\n# Types\n0 20 9 DC\n1 40 14 HR\n# Containers\n0 2 0\n0 1 1\n1 2 0\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    asked = ["--set", "representative_vessels", "--seconds", "5", "--out", str(out)]
    assert main([str(listed), *asked]) == 0
    (row,) = rows_of(out / RESULTS)
    assert (row["cost"], row["status"], row["checked"]) == ("0", "optimal", "yes")
    # What begins at a later port is none of the call.
    assert [each["container"] for each in rows_of(out / "VSOwn.txt.csv")] == ["7", "8"]
    (ship,) = rows_of(out / "VSOwn.txt.ship.csv")
    assert (ship["overstows"], ship["hand_overstows"], ship["hand_broken"]) == ("0", "0", "")
    assert float(ship["metacentric_m"]) > 0
