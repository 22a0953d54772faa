import csv
import json
from pathlib import Path

import pytest

from data.case import Case
from data.cases import load
from data.export_chain import Chain, ChainStep
from data.formats import write_folder
from data.shipment_plans import ShipmentPlan
from scheduler.shipments import solve
from scheduler.stopping import Stop
from tests.api.cli.conftest import Run


@pytest.fixture
def chained(small_case: Case, tmp_path: Path) -> Path:
    """The small case with a chain of two uncertain steps for the box to Colombo."""
    papers = ChainStep(
        chain="C", step="papers", name="Papers", party="forwarder", after=("ready",), duration_h=12,
        distribution="exponential",
    )  # fmt: skip
    gate = ChainStep(
        chain="C", step="gate", name="Gate-in", party="terminal", after=("papers",), duration_h=12,
        distribution="exponential", cutoff="FCO", event="gate_in",
    )  # fmt: skip
    case = small_case.changed(chains=(Chain(id="C", name="Resins", hs_prefixes=("1301",)),), chain_steps=(papers, gate))
    write_folder(case, tmp_path / "chained")
    return tmp_path / "chained"


def test_the_chances_of_a_plan_made_now_and_of_one_that_is_given(dermaga: Run, chained: Path, tmp_path: Path) -> None:
    ran = dermaga(f"chances {chained} --draws 1000 --seconds 5 --json --out {tmp_path}/out")
    assert ran.status == 0
    answer = json.loads(ran.out)
    first = answer["shipments"][0]
    assert first["shipment"] == "SHIP-1"
    assert 0 < first["cutoffs"]["low"] < first["cutoffs"]["share"] < first["cutoffs"]["high"] < 1
    assert first["misses"] == "gate"
    assert first["gate_in"] == first["cutoffs"]
    assert first["connection"]["share"] == 1
    with (tmp_path / "out" / "chances.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[0]["probability"]) == first["all"]["share"]
    with (tmp_path / "out" / "steps.csv").open(newline="") as file:
        assert {row["step"] for row in csv.DictReader(file)} >= {"gate", "connection"}
    plan = solve(load(str(chained)).case, stop=Stop(seconds=5)).plan
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    again = dermaga(f"chances {chained} --draws 1000 --plan {tmp_path}/plan.json --json")
    assert json.loads(again.out) == answer


def test_one_shipment_tells_its_steps(dermaga: Run, chained: Path) -> None:
    ran = dermaga(f"chances {chained} --draws 1000 --seconds 5 --id SHIP-1")
    assert ran.status == 0
    assert "What SHIP-1 must make" in ran.out
    assert "full delivery cut-off (FCO)" in ran.out
    assert "SHIP-2" not in ran.out


def test_what_is_not_there_is_refused(dermaga: Run, chained: Path, tmp_path: Path) -> None:
    assert "no shipment NONE" in dermaga(f"chances {chained} --seconds 5 --id NONE").err
    (tmp_path / "yard.json").write_text('{"kind": "yard"}')
    assert dermaga(f"chances {chained} --plan {tmp_path}/yard.json").status == 1


def test_a_plan_of_another_case_is_refused(dermaga: Run, chained: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(ShipmentPlan(case="OTHER", case_hash="0", shipments=()).model_dump_json())
    ran = dermaga(f"chances {chained} --plan {tmp_path}/plan.json")
    assert ran.status == 1
    assert "made for the case OTHER" in ran.err
