"""`dermaga actuals take`."""

import json
from pathlib import Path

from data.formats import read_case
from tests.api.cli.conftest import Run

TABLE = "call,first_line,position_m,moves_done\nARU-1,2026-01-05 08:10,20,75\n"


def test_a_table_is_looked_at_and_taken(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_text(TABLE)
    looked = dermaga(f"actuals take {small_folder} {file}")
    assert looked.status == 0, looked.err
    assert "1 call understood" in looked.out
    told = json.loads(dermaga(f"actuals take {small_folder} {file} --out {tmp_path}/new --json").out)
    assert told["changes"][0]["changed"] == ["phase", "position_m", "moves_done", "first_line"]
    (actual,) = read_case(tmp_path / "new").case.actuals
    assert (actual.call, actual.phase, actual.moves_done) == ("ARU-1", "working", 75)


def test_a_fault_is_told_with_its_row_and_nothing_is_written(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    file.write_text(TABLE + "ARU-9,2026-01-05 08:10,20,75\n")
    refused = dermaga(f"actuals take {small_folder} {file} --out {tmp_path}/new")
    assert refused.status == 1
    assert "day.csv, row 3, call" in refused.err
    assert not (tmp_path / "new").exists()
