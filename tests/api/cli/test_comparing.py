import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.comparing import compare as compare_them
from data.case import Case
from data.scenarios import Scenario
from scheduler.berths import first_come_first_served
from tests.api.cli.conftest import Run

SHORT = "--days 3 --replications 2 --workers 1"
SCENARIOS = """
[[scenario]]
name = "more"
description = "Five yard cranes more"
[[scenario.changes]]
change = "add_yard_cranes"
count = 5

[[scenario]]
name = "late"
description = "The first ship is late"
[[scenario.changes]]
change = "ship_late"
call = "ARU-1"
hours = 20
"""


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    path = tmp_path / "what-if.toml"
    path.write_text(SCENARIOS)
    return path


def test_the_files_of_a_comparison(dermaga: Run, small_folder: Path, scenarios: Path, tmp_path: Path) -> None:
    ran = dermaga(f"compare {small_folder} {scenarios} {SHORT} --seed 5 --out {tmp_path}/c")
    assert ran.status == 0, ran.err
    assert "Five yard cranes more" in ran.out
    with (tmp_path / "c" / "comparison.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ["scenario", "kpi", "unit", "base_mean", "mean", "difference", "half_width", "p_value"]
    assert list(rows[0]) == columns
    assert {row["scenario"] for row in rows} == {"more", "late"}
    summary = json.loads((tmp_path / "c" / "summary.json").read_text())
    assert summary["case"] == "small"
    assert (summary["seed"], summary["replications"], summary["missing"]) == (5, 2, [])
    assert {"scenario", "kpi", "unit", "difference", "half_width", "p_value"} == set(summary["changed"][0])
    report = (tmp_path / "c" / "report.md").read_text()
    assert "## late\n\nThe first ship is late\n" in report
    assert "| turnaround_h (h) |" in report
    assert "Quay cranes are at ships for" in report
    assert "No figure differs" not in report


def test_a_change_that_plays_no_part_is_told(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "closed.toml"
    path.write_text(
        'name = "later"\ndescription = "The quay is closed in another year"\n[[changes]]\nchange = "close"\n'
        'what = "quay"\nstart = "2030-01-01"\ndays = 1\n'
    )
    ran = dermaga(f"compare {small_folder} {path} {SHORT} --seed 5 --out {tmp_path}/c")
    assert ran.status == 0, ran.err
    assert "No figure differs in any replication" in " ".join(ran.out.split())
    report = (tmp_path / "c" / "report.md").read_text()
    assert "- No figure differs in any replication" in report
    assert "3 days measured, 0 of warm-up before them, 2 replications, seed 5" in report


def test_one_seed_one_result_whatever_the_workers(
    dermaga: Run, small_folder: Path, scenarios: Path, tmp_path: Path
) -> None:
    for workers in (1, 2):
        short = f"--days 3 --replications 2 --workers {workers}"
        assert dermaga(f"compare {small_folder} {scenarios} {short} --out {tmp_path}/{workers}").status == 0
    for name in ("comparison.csv", "replications.csv", "report.md", "summary.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_scenario_on_top_of_another_one(dermaga: Run, small_folder: Path, scenarios: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.json"
    more.write_text(json.dumps({"name": "six", "description": "d", "changes": [{"change": "add_quay_cranes"}]}))
    ran = dermaga(f"compare {small_folder} {more} --base {more} {SHORT} --out {tmp_path}/c --json")
    assert ran.status == 0, ran.err
    answer = json.loads(ran.out)
    assert answer["base"] == str(more)
    cost = next(row for row in answer["comparison"] if row["kpi"] == "calls")
    assert cost["difference"] == 0
    refused = dermaga(f"compare {small_folder} {more} --base {scenarios} {SHORT} --out {tmp_path}/c")
    assert "it has several scenarios (more, late)" in refused.err


def test_a_scenario_with_a_policy_and_rules(
    dermaga: Run, small_case: Case, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = first_come_first_served(small_case, days=3)
    (tmp_path / "plan.json").write_text(plan.model_dump_json(by_alias=True))
    (tmp_path / "rules.py").write_text("def last(ships):\n    return ships[-1]\n")
    path = tmp_path / "policy.toml"
    path.write_text(
        'name = "planned"\ndescription = "By the plan"\npolicy = "plan:plan.json"\n'
        '[rules]\ndispatching = "rules.py:last"\n'
    )
    ran = dermaga(f"compare {small_folder} {path} {SHORT} --out {tmp_path}/c --json")
    assert ran.status == 0, ran.err
    (scenario,) = json.loads(ran.out)["scenarios"]
    assert scenario["policy"].startswith("plan dispatching=")
    path.write_text(path.read_text().replace("plan:plan.json", "best"))
    assert "there is no such policy" in dermaga(f"compare {small_folder} {path} {SHORT} --out {tmp_path}/c").err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SCENARIOS.replace("ARU-1", "ARU1"), "scenario late, change 1 (ship_late), call = 'ARU1'"),
        (SCENARIOS.replace("ARU-1", "ARU1"), "did you mean ARU-1?"),
        (SCENARIOS.replace("count = 5", "count = 0"), "scenario more, change 1 (add_yard_cranes), count = '0'"),
        (SCENARIOS.replace('"late"', '"more"'), "two scenarios have this name"),
    ],
)
def test_faults_name_file_scenario_change_and_field(
    dermaga: Run, small_folder: Path, tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    ran = dermaga(f"compare {small_folder} {path} {SHORT} --out {tmp_path}/c")
    assert ran.status == 1
    assert f"{path}" in ran.err.replace("\n", "")
    assert says in ran.err
    assert not (tmp_path / "c").exists()


def test_an_unknown_scenario(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"compare {small_folder} quay130 {SHORT} --out {tmp_path}/c")
    assert "did you mean quay-130?" in ran.err


def test_a_comparison_that_ends_early_is_one_json_object_with_an_error(
    dermaga: Run, small_folder: Path, scenarios: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*arguments: Any, **options: Any) -> Any:
        def stop(done: int, total: int) -> None:
            del total
            if done == 4:
                options["cancel"].set()

        return compare_them(*arguments, **options | {"report": stop})

    monkeypatch.setattr("api.cli.comparing.compare", stopped)
    ran = dermaga(f"compare {small_folder} {scenarios} {SHORT} --out {tmp_path}/c --json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["error"].startswith("ended after 4 of 6 replications")
    assert told["missing"] == [{"scenario": "more", "replication": 1}, {"scenario": "late", "replication": 1}]


def test_shipped_scenarios_are_listed(dermaga: Run) -> None:
    ran = dermaga("scenarios kariangau")
    assert ran.status == 0
    assert "one-crane-lost" in ran.out
    items = json.loads(dermaga("scenarios --json").out)["items"]
    assert {item["case"] for item in items} == {"kariangau"}
    assert Scenario.model_validate(items[0]["scenario"]).changes
    assert "No scenario was made for hub" in dermaga("scenarios hub").out
    assert dermaga("scenarios nowhere").status == 1
