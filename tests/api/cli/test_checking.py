"""`dermaga check` of loading plans."""

import json
from pathlib import Path

from data.case import Case
from data.formats import write_folder
from data.plans import LoadingPlan
from tests.api.cli.conftest import Run
from tests.data.checker.loading.conftest import L2, L7, case, holds, plan_for, to, without_lift

__all__ = ["case"]


def written(plan: LoadingPlan, path: Path) -> Path:
    path.write_text(plan.model_dump_json(by_alias=True), encoding="utf-8")
    return path


def test_a_loading_plan_is_accepted_with_its_cost(dermaga: Run, case: Case, tmp_path: Path) -> None:
    write_folder(case, tmp_path / "small")
    path = written(plan_for(case), tmp_path / "plan.json")
    ran = dermaga(f"check {tmp_path}/small {path}")
    assert ran.status == 0, ran.out
    assert "feasible: the plan breaks no rule" in ran.out
    assert "overstows" in ran.out
    told = json.loads(dermaga(f"check {tmp_path}/small {path} --json").out)
    assert told["feasible"] is True
    assert told["terms"]["restows"] == 200


def test_a_spoilt_loading_plan_is_refused_with_its_boxes(dermaga: Run, case: Case, tmp_path: Path) -> None:
    write_folder(case, tmp_path / "small")
    spoilt = without_lift(to(plan_for(case), L7, "0060102"), holds(L2))
    path = written(spoilt, tmp_path / "plan.json")
    ran = dermaga(f"check {tmp_path}/small {path}")
    assert ran.status == 1
    assert any(line.startswith("slot_taken: ") and L7 in line for line in ran.out.splitlines())
    assert "faults against the rules every_box_once, " in " ".join(ran.out.split())
    told = json.loads(dermaga(f"check {tmp_path}/small {path} --json").out)
    assert [broken["calls"][0] for broken in told["broken"] if broken["rule"] == "slot_taken"] == [L7]


def test_a_file_that_is_no_loading_plan_is_refused_with_every_fault(dermaga: Run, case: Case, tmp_path: Path) -> None:
    write_folder(case, tmp_path / "small")
    content = json.loads(plan_for(case).model_dump_json(by_alias=True))
    content["lifts"][0]["kind"] = "throw"
    content["lifts"][1]["boxes"][0]["box"] = "DMGU0000000"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    ran = dermaga(f"check {tmp_path}/small {path}")
    assert ran.status == 1
    assert "lifts.0.kind" in ran.err
    assert "the check digit of DMGU000000 is" in ran.err
