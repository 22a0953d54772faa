"""`dermaga plan-diff` and `dermaga port-calls`."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from data.case import Case
from data.formats.jit import PortCalls
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from tests.api.cli.conftest import Run
from tests.api.conftest import at


@pytest.fixture
def plans(small_case: Case, tmp_path: Path) -> tuple[Path, Path]:
    """Two berth plans, in which a ship lies at 0 m and at 200 m, which is beyond the end of the quay."""
    minutes = timedelta(minutes=30)
    use = CraneUse(crane="QC1", start=at("05 08:00") + minutes, end=at("06 04:00") - minutes)
    paths = tmp_path / "before.json", tmp_path / "after.json"
    for path, position_m in zip(paths, (0, 200), strict=True):
        call = BerthedCall(
            call="ARU-1", position_m=position_m, side="starboard", start=at("05 08:00"), end=at("06 04:00"),
            cranes=(use,),
        )  # fmt: skip
        plan = BerthPlan(
            case="small", case_hash=small_case.hash, start=at("05 00:00"), end=at("08 00:00"), calls=(call,),
            unserved=tuple(UnservedCall(call=name, reason="no room") for name in ("BURU-1", "CERAM-1", "ARU-2")),
        )  # fmt: skip
        path.write_text(plan.model_dump_json(by_alias=True), encoding="utf-8")
    return paths


def test_the_difference_of_two_plans(dermaga: Run, small_folder: Path, plans: tuple[Path, Path]) -> None:
    before, after = plans
    ran = dermaga(f"plan-diff {small_folder} {before} {after}")
    assert ran.status == 0, ran.err
    words = " ".join(ran.out.split())
    assert "call ARU-1" in words
    assert "position_m" in words
    assert "1 difference" in words
    assert "The plan after breaks" in words
    told = json.loads(dermaga(f"plan-diff {small_folder} {before} {after} --json").out)
    assert told["changes"][0]["fields"] == [{"field": "position_m", "before": 0.0, "after": 200.0}]
    assert told["cost_after"] - told["cost_before"] == pytest.approx(200)
    assert "0 differences" in dermaga(f"plan-diff {small_folder} {before} {before}").out


def test_port_calls_are_written_with_what_they_lack(
    dermaga: Run, small_folder: Path, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    ran = dermaga(f"port-calls {small_folder} {plans[0]} --out {tmp_path}/calls.json --accepted")
    assert ran.status == 0, ran.err
    assert "Aru has no IMO number" in " ".join(ran.err.split())
    assert "1 port call" in ran.out
    found = PortCalls.model_validate_json((tmp_path / "calls.json").read_bytes())
    assert {stamp.classifier_code for stamp in found.timestamps} == {"EST", "REQ", "PLN"}
    told = json.loads(dermaga(f"port-calls {small_folder} {plans[0]} --out {tmp_path}/calls.json --json").out)
    assert (told["calls"], {lack["field"] for lack in told["lacks"]}) == (
        1, {"vesselIMONumber", "carrierServiceName", "carrierServiceCode"},
    )  # fmt: skip
