"""`dermaga plan --previous`, as a planner types it on the running day."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.formats import write_folder
from tests.api.cli.conftest import Run
from tests.data.conftest import with_row, with_terminal

NOW = "2026-01-05T12:00"
RATES = {"change_per_metre": 2, "change_per_hour": 100, "change_per_crane": 30}


@pytest.fixture
def case(small_case: Case) -> Case:
    return with_terminal(small_case, costs=RATES).changed(sailings=(), shipments=())


@pytest.fixture
def yesterday(dermaga: Run, case: Case, tmp_path: Path) -> dict[str, Any]:
    """The plan of yesterday, in `tmp_path`/yesterday."""
    write_folder(case, tmp_path / "case")
    assert dermaga(f"plan {tmp_path}/case --effort 0.1 --out {tmp_path}/yesterday").status == 0
    plan: dict[str, Any] = json.loads((tmp_path / "yesterday" / "plan.json").read_text())
    return plan


def _entry(plan: dict[str, Any], call: str) -> dict[str, Any]:
    return next(entry for entry in plan["calls"] if entry["call"] == call)


def _today(case: Case, yesterday: dict[str, Any], folder: Path) -> None:
    """The case of today: Aru lies where planned, and Ceram comes six hours later."""
    aru = _entry(yesterday, "ARU-1")
    actual = Actual(
        call="ARU-1", phase="working", first_line=datetime.fromisoformat(aru["start"]),
        position_m=aru["position_m"], moves_done=190,
    )  # fmt: skip
    ceram, late = case.call_by_id["CERAM-1"], timedelta(hours=6)
    case = with_row(case, "calls", 2, eta=ceram.eta + late, etd=ceram.etd + late)
    write_folder(case.changed(actuals=(actual,)), folder)


def test_a_re_plan_tells_what_it_changes(dermaga: Run, case: Case, yesterday: dict[str, Any], tmp_path: Path) -> None:
    _today(case, yesterday, tmp_path / "today")
    before = f"--previous {tmp_path}/yesterday/plan.json --now {NOW}"
    ran = dermaga(f"plan {tmp_path}/today {before} --lock ARU-2 --effort 0.1 --out {tmp_path}/out")
    assert ran.status == 0, ran.err
    assert "Changes" in ran.out
    assert "changes.csv" in ran.out
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    assert plan["now"] == "2026-01-05T12:00:00+08:00"
    assert _entry(plan, "ARU-2") == _entry(yesterday, "ARU-2")
    assert _entry(plan, "ARU-1")["start"] == _entry(yesterday, "ARU-1")["start"]
    with (tmp_path / "out" / "changes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["call", "what", "old", "new", "reason", "cost"]
    [start] = [row for row in rows if (row["call"], row["what"]) == ("CERAM-1", "start")]
    assert start["reason"].startswith("estimate changed: ETA from 2026-01-05 18:00 to 2026-01-06 00:00")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    change = summary["terms"]["change"]
    assert change == pytest.approx(sum(float(row["cost"]) for row in rows))
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert summary["changed_calls"] == len({row["call"] for row in rows})
    assert f"its changes {change:,.0f} USD: {summary['changed_calls']} of 4 calls" in ran.out
    told = json.loads(dermaga(f"check {tmp_path}/today {tmp_path}/out/plan.json --json").out)
    assert told["feasible"] is True
    assert told["cost"] == pytest.approx(summary["cost"] - change)


def test_a_re_plan_without_actuals_names_what_it_takes_for_granted(
    dermaga: Run, yesterday: dict[str, Any], tmp_path: Path
) -> None:
    before = f"--previous {tmp_path}/yesterday/plan.json --now {NOW}"
    ran = dermaga(f"plan {tmp_path}/case {before} --effort 0.1 --out {tmp_path}/out")
    assert ran.status == 0
    assert "Aru (ARU-1): taken to be on plan" in ran.err
    assert "Nothing changes" in ran.out
    assert (tmp_path / "out" / "changes.csv").read_text() == "call,what,old,new,reason,cost\n"
    again = json.loads(dermaga(f"plan {tmp_path}/case {before} --effort 0.1 --out {tmp_path}/out --json").out)
    assert again["changed_calls"] == 0
    del yesterday


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--previous {plan}", "give both --previous and --now"),
        ("--now 2026-01-05T12:00", "give both --previous and --now"),
        ("--lock ARU-1", "--lock belongs to a re-plan"),
        ("--previous {plan} --now 2026-01-05T12:00 --start 2026-01-05", "drop --start"),
        ("--previous {plan} --now noon", "--now 'noon' is no date"),
        ("--previous {plan} --now 2026-01-05T12:00 --lock X", "no call 'X' to lock"),
        ("--previous {plan} --now 2026-01-05T12:00 --lock ''", "no call '' to lock"),
        ("--previous {plan} --now 1990-01-01", "begins more than 60 days later"),
        ("--previous {plan} --now 2026-02-05", "give more days"),
        ("--previous {plan}.none --now 2026-01-05", "can't be read"),
    ],
)
def test_wrong_re_plans_are_refused(
    dermaga: Run, yesterday: dict[str, Any], tmp_path: Path, options: str, says: str
) -> None:
    given = options.format(plan=tmp_path / "yesterday" / "plan.json")
    ran = dermaga(f"plan {tmp_path}/case {given} --effort 0.1 --out {tmp_path}/no")
    assert ran.status == 1
    assert says in ran.err
    assert not (tmp_path / "no" / "plan.json").exists()
    del yesterday


def test_a_shipment_plan_is_no_plan_before(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    assert dermaga(f"shipments {small_folder} --out {tmp_path}/s").status == 0
    ran = dermaga(f"plan {small_folder} --previous {tmp_path}/s/plan.json --now {NOW} --out {tmp_path}/no")
    assert ran.status == 1
    assert "it is a shipment plan" in ran.err
