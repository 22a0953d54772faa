import csv
import json
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from api.cli.console import as_text
from data.case import Case
from data.cases import load
from data.formats import write_folder
from data.operations import Breaks
from data.plans import LoadingPlan
from data.shifts import Shift
from simulations.experiments.loading import simulate_loading
from tests.api.cli.conftest import Run
from tests.simulations.loading.conftest import whole_plan

FILES = ("summary.json", "replications.csv", "cranes.csv", "lifts.csv")


@pytest.fixture
def planned(tmp_path: Path) -> str:
    """The words that simulate a loading plan of a folder's case, but for --out."""
    case, plan = whole_plan(crane_work={"cycle_spread": 0.4, "hours_between_failures": 5, "repair_h": 0.2})
    return _written(case, plan, tmp_path)


def _written(case: Case, plan: LoadingPlan, tmp_path: Path) -> str:
    write_folder(case, tmp_path / "ship")
    plan = plan.model_copy(update={"case": "ship", "case_hash": load(str(tmp_path / "ship")).case.hash})
    (tmp_path / "plan.json").write_text(as_text(plan.model_dump(mode="json", by_alias=True)))
    return f"simulate {tmp_path}/ship --policy plan:{tmp_path}/plan.json --replications 4 --workers 1"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_loading_plan_is_executed(dermaga: Run, planned: str, tmp_path: Path) -> None:
    ran = dermaga(f"{planned} --out {tmp_path}/s")
    assert ran.status == 0
    summary = json.loads((tmp_path / "s" / "summary.json").read_text())
    assert summary["planned_finish_h"] == pytest.approx(22 / 60)
    assert summary["replications"] == 4
    share = f"{abs(summary['ratio'] - 1):.0%} longer than planned"
    assert "Planned finish Mon 05 Jan 00:22, 0.37 h after the start" in ran.out
    assert f"{share}, and later than planned in" in ran.out
    assert "crane hours" in ran.out
    assert {path.name for path in (tmp_path / "s").iterdir()} == set(FILES)
    assert len(_rows(tmp_path / "s" / "replications.csv")) == 4
    assert [row["crane"] for row in _rows(tmp_path / "s" / "cranes.csv")] == ["Q1", "Q2"]
    assert len(_rows(tmp_path / "s" / "lifts.csv")) == 10


def test_breaks_and_what_shifts_are_not_asked_for_are_told(dermaga: Run, tmp_path: Path) -> None:
    case, plan = whole_plan()
    terminal = case.terminal.model_copy(update={"breaks": Breaks(meal_after_h=0.1, meal_min=22)})
    case = case.changed(terminal=terminal, shifts=(Shift(id="S", start=time(0), gangs=2),))
    ran = dermaga(f"{_written(case, plan, tmp_path)} --out {tmp_path}/s")
    assert ran.status == 0
    # Q1 stops from 8 to 28, Q2 from 6 to 28, and the ship is done at 42.
    assert "50% at breaks" in ran.out
    assert "the breaks of the 1 shift of ship are kept" in ran.err


def test_the_answer_as_json_is_the_summary(dermaga: Run, planned: str, tmp_path: Path) -> None:
    ran = dermaga(f"{planned} --out {tmp_path}/s --json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert told.pop("out") == f"{tmp_path}/s"
    assert told == json.loads((tmp_path / "s" / "summary.json").read_text())


@pytest.mark.parametrize(
    ("options", "says"), [("--days 3", "drop --days"), ("--policy best", "there is no such policy")]
)
def test_options_of_other_simulations_are_refused(
    dermaga: Run, planned: str, tmp_path: Path, options: str, says: str
) -> None:
    ran = dermaga(f"{planned} {options} --out {tmp_path}/s")
    assert ran.status == 1
    assert says in ran.err
    assert not (tmp_path / "s").exists()


def test_a_plan_that_breaks_a_rule_is_not_executed(dermaga: Run, planned: str, tmp_path: Path) -> None:
    plan = json.loads((tmp_path / "plan.json").read_text())
    plan["yard_moves"] = plan["yard_moves"][:1]
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    ran = dermaga(f"{planned} --out {tmp_path}/s")
    assert ran.status == 1
    assert "breaks rules of the case" in ran.err
    assert "retrieved" in ran.err
    assert not (tmp_path / "s").exists()


def test_an_execution_that_ends_early_is_one_json_object_with_an_error(
    dermaga: Run, planned: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(*arguments: Any, replications: int, **options: Any) -> Any:
        assert replications == 4
        return simulate_loading(*arguments, replications=2, **options)

    monkeypatch.setattr("api.cli.executing.simulate_loading", two)
    ran = dermaga(f"{planned} --out {tmp_path}/s --json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["error"].startswith("ended after 2 of 4 replications")
    assert told["replications"] == 2
