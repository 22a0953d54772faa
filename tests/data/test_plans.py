"""Plans from files: every fault is named, none is a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import BadInput
from data.plans import read_plan

PLAN = {
    "kind": "berth", "case": "small", "case_hash": "x", "start": "2026-01-05T00:00:00+08:00",
    "end": "2026-01-12T00:00:00+08:00",
    "calls": [{
        "call": "ARU-1", "position_m": 0, "side": "port", "start": "2026-01-05T08:00:00+08:00",
        "end": "2026-01-05T16:00:00+08:00", "cranes": [],
    }],
}  # fmt: skip


def _faults(path: Path, plan: dict[str, Any]) -> list[str]:
    path.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_plan(path)
    return [str(fault) for fault in refused.value.faults]


def test_a_plan_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    assert read_plan(tmp_path / "plan.json").kind == "berth"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("end", "9999-12-31T23:59:59Z"),
        ("start", "0001-01-01T00:00:00Z"),
        ("position_m", 1e308),
        ("position_m", -1e300),
        ("cranes", [{"crane": "QC1", "from": "2026-01-05T08:00:00Z", "to": "2026-01-05T09:00:00Z"}] * 1_001),
    ],
)
def test_times_and_places_that_no_port_has_are_refused(tmp_path: Path, field: str, value: object) -> None:
    call = {**PLAN["calls"][0], field: value}  # type: ignore[dict-item]
    (fault,) = _faults(tmp_path / "plan.json", {**PLAN, "calls": [call]})
    assert f"calls.0.{field}" in fault
    assert len(fault) < 400


def test_a_plan_begins_in_these_years(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path / "plan.json", {**PLAN, "start": "0001-01-01T00:00:00Z"})
    assert "it is no moment between 1990 and 2200" in fault


def test_json_too_deep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(BadInput, match="too deep"):
        read_plan(tmp_path / "deep.json")
