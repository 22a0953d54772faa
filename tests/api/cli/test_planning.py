import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli.planning import _note_random_calls
from api.work.planning import plan_berths
from data.case import Case
from data.cases import load
from data.formats import write_folder
from tests.api.cli.conftest import Run


@pytest.fixture
def planned(dermaga: Run, small_folder: Path, tmp_path: Path) -> Path:
    """The folder of a plan of the small case."""
    assert dermaga(f"plan {small_folder} --seconds 10 --out {tmp_path}/plans").status == 0
    return tmp_path / "plans"


def test_the_files_of_a_plan(planned: Path) -> None:
    plan = json.loads((planned / "plan.json").read_text())
    assert plan["kind"] == "berth"
    assert plan["case"] == "small"
    assert len(plan["case_hash"]) == 64
    assert {"call", "position_m", "side", "start", "end", "cranes"} <= set(plan["calls"][0])
    assert set(plan["calls"][0]["cranes"][0]) == {"crane", "from", "to"}
    with (planned / "plan.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "call", "vessel", "ship", "berthed", "position_m", "bollards", "side", "arrival", "first_line", "last_line",
        "waiting_h", "moves", "cranes", "reason",
    ]  # fmt: skip
    assert {row["berthed"] for row in rows} == {"yes"}
    summary = json.loads((planned / "summary.json").read_text())
    assert summary["checked"] is True
    assert summary["status"] == "optimal"
    assert summary["gap"] == 0
    assert summary["bound"] == pytest.approx(summary["cost"])
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert set(summary["terms"]) == {"waiting", "lateness", "position", "unserved"}
    assert summary["baseline"]["cost"] >= summary["cost"]


def test_why_ships_wait(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    ran = dermaga(f"plan {small_folder} --effort 0.5 --out {tmp_path}/plans")
    assert "reasons: 4 of 4" in ran.err
    assert "What costs most, and why (USD)" in ran.out
    with (tmp_path / "plans" / "reasons.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["call", "vessel", "rank", "what", "name", "hours", "metres", "cost", "reason"]
    assert [row["call"] for row in rows if row["rank"] == "1"] == list(dict.fromkeys(row["call"] for row in rows))
    assert rows[0]["reason"].split(";")[0] in " ".join(ran.out.split())


def test_json_has_the_summary_and_nothing_else_on_standard_output(
    dermaga: Run, small_folder: Path, tmp_path: Path
) -> None:
    ran = dermaga(f"plan {small_folder} --effort 0.5 --out {tmp_path}/a --json")
    assert ran.status == 0
    assert json.loads(ran.out)["checked"] is True


def test_a_plan_that_the_checker_refuses_is_one_json_object_with_an_error(
    dermaga: Run, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: Any, **options: Any) -> Any:
        answer = plan_berths(*arguments, **options)
        return replace(answer, summary=answer.summary | {"checked": False})

    monkeypatch.setattr("api.cli.planning.plan_berths", refused)
    ran = dermaga(f"plan {small_folder} --effort 0.5 --out {tmp_path}/a --json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["checked"] is False
    assert "does not accept" in told["error"]


def test_the_checker_accepts_the_plan_and_tells_its_cost(dermaga: Run, small_folder: Path, planned: Path) -> None:
    ran = dermaga(f"check {small_folder} {planned}/plan.json")
    assert ran.status == 0
    assert "breaks no rule" in ran.out
    told = json.loads(dermaga(f"check {small_folder} {planned}/plan.json --json").out)
    assert told["feasible"] is True
    assert told["cost"] == pytest.approx(json.loads((planned / "summary.json").read_text())["cost"])


def _later(moment: str, hours: float) -> str:
    return (datetime.fromisoformat(moment) + timedelta(hours=hours)).isoformat()


def _overlap(calls: dict[str, Any]) -> None:
    """Both ships at one place and hour."""
    for field in ("position_m", "start", "end"):
        calls["BURU-1"][field] = calls["ARU-1"][field]


def _too_close(calls: dict[str, Any]) -> None:
    """Buru and Ceram alongside together, 5 m apart."""
    calls["CERAM-1"].update(position_m=0, start=calls["BURU-1"]["start"], end=calls["BURU-1"]["end"])
    calls["BURU-1"]["position_m"] = 120


def _before_arrival(calls: dict[str, Any]) -> None:
    calls["BURU-1"]["start"] = _later(calls["BURU-1"]["start"], -48)


def _one_crane_two_ships(calls: dict[str, Any]) -> None:
    calls["ARU-1"]["cranes"] = calls["BURU-1"]["cranes"]


@pytest.mark.parametrize(
    ("edit", "rule", "ships"),
    [
        (_overlap, "overlap", ("Aru", "Buru")),
        (_too_close, "mooring_gap", ("Buru", "Ceram")),
        (_before_arrival, "before_arrival", ("Buru",)),
        (_one_crane_two_ships, "crane_at_two_ships", ("Aru", "Buru")),
    ],
)
def test_an_edited_plan_is_refused_with_the_ships_names(
    dermaga: Run,
    small_folder: Path,
    planned: Path,
    edit: Callable[[dict[str, Any]], None],
    rule: str,
    ships: tuple[str, ...],
) -> None:
    plan = json.loads((planned / "plan.json").read_text())
    edit({entry["call"]: entry for entry in plan["calls"]})
    edited = planned / "edited.json"
    edited.write_text(json.dumps(plan))
    ran = dermaga(f"check {small_folder} {edited}")
    assert ran.status == 1
    line = next(line for line in ran.out.splitlines() if line.startswith(f"{rule}: "))
    assert all(ship in line for ship in ships)
    told = json.loads(dermaga(f"check {small_folder} {edited} --json").out)
    assert rule in {broken["rule"] for broken in told["broken"]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "it is not JSON"),
        ('{"kind": "berth"}', "calls"),
        ('{"kind": "dance"}', "kind"),
        ("\xff", "plan.json"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    dermaga: Run, small_folder: Path, tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="latin-1")
    ran = dermaga(f"check {small_folder} {path}")
    assert ran.status == 1
    assert says in ran.err
    assert str(path) in ran.err
    assert dermaga(f"check {small_folder} {tmp_path}/nothing.json").status == 1


def test_three_ships_by_hand_on_a_copy_of_the_case(dermaga: Run, tmp_path: Path) -> None:
    """Ships of 150, 130 and 115 m, all at the same hour, on Kariangau's quay: 270 m, gap and overhangs of 10 m.

    By paper: 150 + 10 + 130 is 290 m, all that there is with the overhangs, and the shorter pairs fit too; all three
    need 415 m. With 270 boxes each and three cranes, one of a pair has two cranes (5 h of work, 7 h alongside) and
    the other one (10 h, 12 h). The third ship fits beside either, so it waits for the first that leaves: 7 h.
    """
    case = load("kariangau").case
    ships = tuple(
        case.vessels[0].model_copy(update={"id": f"S{loa}", "name": f"Ship {loa}", "loa_m": loa})
        for loa in (150, 130, 115)
    )
    eta = case.first_day + timedelta(hours=8)
    calls = tuple(
        case.calls[0].model_copy(
            update={
                "id": ship.id, "vessel": ship.id, "service": None, "eta": eta, "etd": eta + timedelta(hours=40),
                "discharge_full": 270, "discharge_empty": 0, "load_full": 0, "load_empty": 0, "max_cranes": 2,
                "preferred_position_m": None, "arrival_draft_m": 6, "departure_draft_m": 6,
            }
        )
        for ship in ships
    )  # fmt: skip
    write_folder(
        case.changed(
            vessels=ships, services=(), calls=calls, sailings=(), shipments=(), step_states=(), recurring_bookings=()
        ),
        tmp_path / "three",
    )
    ran = dermaga(f"plan {tmp_path}/three --out {tmp_path}/out --json")
    summary = json.loads(ran.out)
    assert summary["status"] == "optimal"
    assert summary["cost"] == summary["terms"]["waiting"] == 7 * case.terminal.costs.waiting_per_hour
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    starts = sorted(datetime.fromisoformat(entry["start"]) for entry in plan["calls"])
    assert [(start - eta) / timedelta(hours=1) for start in starts] == [0, 0, 7]


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ("--start yesterday", 1, "write it as 2026-01-05"),
        ("--start 1926-01-05", 1, "between 1990 and 2200"),
        ("--seconds 86401", 2, "seconds"),
        ("--seconds 1 --effort 1", 1, "exclude each other"),
        ("--days -1", 2, "days"),
        ("--colour red", 2, "colour"),
    ],
)
def test_wrong_options_are_refused(
    dermaga: Run, small_folder: Path, tmp_path: Path, options: str, status: int, says: str
) -> None:
    ran = dermaga(f"plan {small_folder} --out {tmp_path}/no {options}")
    assert ran.status == status
    assert says in ran.err
    assert not (tmp_path / "no" / "plan.json").exists()


def test_an_out_that_is_a_file_is_refused_before_the_work(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = dermaga(f"plan {small_folder} --out {tmp_path}/file")
    assert ran.status == 1
    assert "cannot be a folder" in ran.err
    assert (tmp_path / "file").read_text() == "mine"


def test_a_plan_says_that_random_calls_are_in_no_plan(small_case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    _note_random_calls(small_case)
    assert capsys.readouterr().err == ""
    tramp = small_case.services[0].model_copy(update={"id": "TRAMP", "rhythm": "random"})
    _note_random_calls(small_case.changed(services=(*small_case.services, tramp)))
    assert "random calls of TRAMP" in " ".join(capsys.readouterr().err.split())


def test_a_shift_sheet_of_a_plan_by_other_costs(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    asked = f"plan {small_folder} --effort 0.05 --out {tmp_path}/out"
    assert dermaga(f"{asked} --cost waiting=1").status == 1
    assert "no whole amount" in dermaga(f"{asked} --cost waiting_per_hour=much").err
    ran = dermaga(f"{asked} --cost waiting_per_hour=7 --cost crane_change=1")
    assert ran.status == 0, ran.err
    plan = tmp_path / "out" / "plan.json"
    for name, begins in (("sheet.xlsx", b"PK"), ("sheet.pdf", b"%PDF-")):
        assert dermaga(f"shift-sheet {small_folder} {plan} --out {tmp_path}/{name}").status == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "let it end with" in dermaga(f"shift-sheet {small_folder} {plan} --out {tmp_path}/sheet.txt").err
