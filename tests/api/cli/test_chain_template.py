import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from data.case import Case
from data.cases import load
from data.export_chain import Chain, ChainStep, StepState
from data.formats import write_folder
from tests.api.cli.conftest import Run


@pytest.fixture
def folder(small_case: Case, tmp_path: Path) -> Path:
    """The small case with a chain of one step, which took SHIP-1 five hours."""
    begun, done = (datetime.fromisoformat(f"2026-01-03T{hour}:00+08:00") for hour in ("08", "13"))
    case = small_case.changed(
        chains=(Chain(id="C", name="All goods"),),
        chain_steps=(ChainStep(chain="C", step="papers", name="Papers", party="forwarder", duration_h=2),),
        step_states=(StepState(shipment="SHIP-1", step="papers", state="done", begun=begun, done=done),),
    )
    write_folder(case, tmp_path / "case")
    return tmp_path / "case"


def test_a_finished_chain_is_written_as_a_template(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"chain-template {folder} --from SHIP-1 --name DAMAR --out {tmp_path}/new")
    assert ran.status == 0
    assert "Chain DAMAR" in ran.out
    new = load(str(tmp_path / "new")).case
    assert new.chain_by_shipment["SHIP-1"].id == "DAMAR"
    assert new.chain_by_shipment["SHIP-2"].id == "C"
    assert new.steps_by_chain["DAMAR"][0].duration_h == 5
    again = dermaga(f"chain-template {folder} --from SHIP-1 --name DAMAR --rows-only --json --out {tmp_path}/rows")
    assert json.loads(again.out)["steps"][0]["hours"] == {"SHIP-1": 5}
    for name, first in (("chains", "DAMAR"), ("chain_steps", "DAMAR")):
        with (tmp_path / "rows" / f"{name}.csv").open(newline="") as file:
            (row,) = csv.reader(list(file)[1:])
        assert row[0] == first


def test_an_unfinished_one_is_refused(dermaga: Run, folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"chain-template {folder} --from SHIP-2 --name DAMAR --out {tmp_path}/new")
    assert (ran.status, "SHIP-2 is not finished" in ran.err) == (1, True)
    assert not (tmp_path / "new").exists()
