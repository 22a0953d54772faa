"""`dermaga load`."""

import csv
import json
import re
import resource
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from api.work.loading import plan_loading
from data.cargo import Instruction
from data.case import Case
from data.formats import write_folder
from data.plans import LoadingPlan, read_plan
from tests.api.cli.conftest import Ran, Run
from tests.data.checker.loading.conftest import CALL, D3, L7, L9, case
from tests.scheduler.loading.conftest import box, ship_stack, tiny

__all__ = ["case"]
FILES = {
    "plan.json", "sequence.csv", "yard.csv", "sheets.xlsx", "departure.edi", "stowage_remarks.csv", "summary.json",
}  # fmt: skip


@pytest.fixture
def folder(case: Case, tmp_path: Path) -> Path:
    """The case of the checker's tests as a folder of tables."""
    write_folder(case, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def load(dermaga: Run, folder: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Run `dermaga load` for her call with little effort."""

    def run(options: str = "", call: str = CALL, out: str = "loading", limit: str = "--effort 0.02") -> Ran:
        return dermaga(f"load {folder} {call} --out {tmp_path}/{out} {limit} {options}")

    return run


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_of_a_loading_plan(
    load: Callable[..., Ran], dermaga: Run, case: Case, folder: Path, tmp_path: Path
) -> None:
    ran = load()
    assert ran.status == 0, ran.err
    out = tmp_path / "loading"
    assert {path.name for path in out.iterdir()} == FILES
    plan = read_plan(out / "plan.json")
    assert isinstance(plan, LoadingPlan)
    assert plan.call == CALL
    lifted = [carried.box for lift in plan.lifts for carried in lift.boxes]

    sequence = rows(out / "sequence.csv")
    assert list(sequence[0])[:5] == ["crane", "order", "box", "from", "slot"]
    assert sorted(row["box"] for row in sequence if row["box"]) == sorted(lifted)
    yard = rows(out / "yard.csv")
    assert list(yard[0]) == ["crane", "order", "kind", "box", "from", "to", "start", "end"]
    assert len(yard) == len(plan.yard_moves)

    sheets = pd.read_excel(out / "sheets.xlsx", sheet_name=None, header=2)
    assert list(sheets)[-3:] == ["stowage remarks", "bays arrival", "bays departure"]
    sheets = {name: sheet for name, sheet in sheets.items() if name.startswith("QC")}
    assert set(sheets) == {lift.crane for lift in plan.lifts}
    assert sum(len(sheet) for sheet in sheets.values()) == len(sequence)
    assert list(sheets["QC1"].columns)[:5] == ["no", "start", "end", "move", "box"]
    title = pd.read_excel(out / "sheets.xlsx", sheet_name="QC1", header=None, nrows=1)
    assert title.iloc[0, 0] == f"QC1: Aru, call {CALL}, Small Terminal"

    departure = (out / "departure.edi").read_text()
    assert "BAPLIE" in departure
    for carried in (carried for lift in plan.lifts if lift.kind == "load" for carried in lift.boxes):
        assert carried.box in departure
        assert carried.target in departure
    assert L9 not in departure
    leaves = plan.last_lift.astimezone(case.terminal.zone) + timedelta(minutes=case.terminal.quay.unmooring_min)
    assert f"DTM+133:{leaves:%Y%m%d%H%M}:203'" in departure
    assert f"TDT+20+{CALL}+" in departure

    summary = json.loads((out / "summary.json").read_text())
    assert summary["checked"] is True
    assert summary["broken"] == []
    assert summary["cost"] == pytest.approx(sum(summary["terms"].values()))
    assert (summary["call"], summary["discharged"], summary["loaded"], summary["ashore"]) == (CALL, 5, 8, 1)
    hours = (max(lift.end for lift in plan.lifts) - plan.start).total_seconds() / 3600
    assert [row["crane"] for row in summary["crane_hours"]] == ["QC1", "QC2"]
    for row in summary["crane_hours"]:
        assert sum(value for name, value in row.items() if name != "crane") == pytest.approx(hours, abs=0.01)
    assert dermaga(f"check {folder} {out}/plan.json").status == 0


def test_what_is_printed(load: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    words = " ".join(load().out.split())
    assert f"Loading plan of Aru ({CALL})" in words
    assert "QC1" in words
    assert "5 boxes off, 8 on, 1 left ashore; 1 restow, " in words
    assert "; 4 hatch cover lifts, " in words
    assert re.search(
        r"The last lift ends 2026-01-05 \d\d:\d\d, and she can leave 2026-01-05 \d\d:\d\d; "
        r"\d+\.\d h before her ETD, 2026-01-05 22:00 ",
        words,
    )
    assert "berth plan's last line" not in words
    assert "Hours of the cranes" in words
    assert "works" in words
    assert f"ashore: {L9}: it has no verified gross mass (VGM)" in words
    assert "boxes ashore, overstows, restows (USD)" in words
    for file in FILES:
        assert file in words
    assert f"Next: dermaga simulate {folder} --policy plan:{tmp_path}/loading/plan.json" in words


def test_json_has_the_summary_and_nothing_else_on_standard_output(load: Callable[..., Ran], tmp_path: Path) -> None:
    told = json.loads(load("--json").out)
    summary = json.loads((tmp_path / "loading" / "summary.json").read_text())
    assert told == {"out": f"{tmp_path}/loading", **summary}


def test_the_same_effort_gives_the_same_plan(load: Callable[..., Ran], tmp_path: Path) -> None:
    one, other = (load(f"--seed {seed}", out=f"run{place}") for place, seed in enumerate((3, 3)))
    assert one.status == other.status == 0
    assert (tmp_path / "run0" / "plan.json").read_bytes() == (tmp_path / "run1" / "plan.json").read_bytes()


def test_at_the_berth_of_a_berth_plan(
    dermaga: Run, load: Callable[..., Ran], case: Case, folder: Path, tmp_path: Path
) -> None:
    assert dermaga(f"plan {folder} --effort 0.2 --out {tmp_path}/berths").status == 0
    berths = json.loads((tmp_path / "berths" / "plan.json").read_text())
    entry = next(entry for entry in berths["calls"] if entry["call"] == CALL)
    ran = load(f"--berths {tmp_path}/berths/plan.json")
    assert ran.status == 0
    plan = json.loads((tmp_path / "loading" / "plan.json").read_text())
    assert (plan["position_m"], plan["side"]) == (entry["position_m"], entry["side"])
    assert {use["crane"] for use in plan["cranes"]} == {use["crane"] for use in entry["cranes"]}
    assert plan["start"] == entry["start"].replace("08:00:00", "08:30:00")
    summary = json.loads((tmp_path / "loading" / "summary.json").read_text())
    leaves, last = (datetime.fromisoformat(summary[name]) for name in ("departure", "last_lift"))
    assert leaves - last == timedelta(minutes=case.terminal.quay.unmooring_min)
    for moment, name in ((entry["end"], "after_berth_plan_h"), (summary["etd"], "after_etd_h")):
        late = (leaves - datetime.fromisoformat(moment)) / timedelta(hours=1)
        assert summary[name] == pytest.approx(late, abs=0.001)
    assert summary["berth_plan_departure"] == entry["end"]
    assert f"the berth plan's last line, {entry['end'][:16].replace('T', ' ')}" in " ".join(ran.out.split())
    assert not any("berth plan" in note for note in summary["notes"])

    # Another call has one of her cranes while she is worked.
    other = next(each for each in berths["calls"] if each["call"] != CALL)
    use = entry["cranes"][0]
    other["cranes"] = [use]
    (tmp_path / "double.json").write_text(json.dumps(berths))
    ran = load(f"--berths {tmp_path}/double.json", out="double")
    said = f"and the berth plan gives it to {other['call']} from 2026-01-05 08:30: plan the berths again"
    assert said in " ".join(ran.err.split())
    notes = json.loads((tmp_path / "double" / "summary.json").read_text())["notes"]
    assert [note.split()[0] for note in notes if said in note] == [use["crane"]]


def test_with_fewer_cranes_and_later(load: Callable[..., Ran], tmp_path: Path) -> None:
    assert load("--cranes 1 --start 2026-01-05T12:00").status == 0
    plan = json.loads((tmp_path / "loading" / "plan.json").read_text())
    assert len({use["crane"] for use in plan["cranes"]}) == 1
    assert plan["start"] == "2026-01-05T12:30:00+08:00"


@pytest.mark.parametrize(("use", "loaded", "instructed"), [("only", 1, 1), ("first", 2, 1), ("none", 2, None)])
def test_instructions_for_a_part_of_the_load_list(
    dermaga: Run, case: Case, tmp_path: Path, use: str, loaded: int, instructed: int | None
) -> None:
    """Two boxes, and one slot of the line's, which is for the first."""
    one, other = box(), box(1)
    row = Instruction(call=CALL, slot="0030182", port=one.port)
    write_folder(tiny(case, [ship_stack(2, 1, "deck")], [one, other], instructions=[row]), tmp_path / "tiny")
    option = "" if use == "only" else f"--instructions {use}"
    ran = dermaga(f"load {tmp_path}/tiny {CALL} --effort 0.1 --out {tmp_path}/loading {option}")
    assert ran.status == 0, ran.err
    plan = read_plan(tmp_path / "loading" / "plan.json")
    assert isinstance(plan, LoadingPlan)
    assert plan.instructions == use
    assert dermaga(f"check {tmp_path}/tiny {tmp_path}/loading/plan.json").status == 0
    summary = json.loads((tmp_path / "loading" / "summary.json").read_text())
    assert (summary["loaded"], summary["instructed"]) == (loaded, instructed)
    assert ("Slots of the line's: 1 of 1 filled" in " ".join(ran.out.split())) == (use != "none")
    assert ("The line has no slot for 1 box on the load list" in " ".join(ran.out.split())) == (use == "only")


def test_slots_of_another_length_are_none_for_a_box(dermaga: Run, case: Case, tmp_path: Path) -> None:
    """As many slots as boxes, and the one is for 20 feet, the other box 40 feet long."""
    one, other = box(), box(long=True)
    rows = [Instruction(call=CALL, slot=slot, port=one.port) for slot in ("0030182", "0010182")]
    write_folder(tiny(case, [ship_stack(2, 1, "deck")], [one, other], instructions=rows), tmp_path / "tiny")
    ran = dermaga(f"load {tmp_path}/tiny {CALL} --effort 0.1 --out {tmp_path}/loading")
    assert ran.status == 0, ran.err
    assert "The line has no slot for 1 box on the load list" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("options", "call", "status", "says"),
    [
        ("--instructions some", CALL, 2, "instructions"),
        ("", "NOBODY-1", 1, "no call 'NOBODY-1'"),
        ("", "BURU-1", 1, "Buru (BURU-1) has no vessel profile"),
        ("--seconds 1", CALL, 1, "exclude each other"),
        ("--cranes 0", CALL, 2, "cranes"),
        ("--start yesterday", CALL, 1, "write it as 2026-01-05"),
        ("--berths nothing.json", CALL, 1, "nothing.json"),
        ("--berths nothing.json --cranes 1", CALL, 1, "drop --cranes and --start"),
        ("--berths nothing.json --start 2026-01-05", CALL, 1, "drop --cranes and --start"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    load: Callable[..., Ran], tmp_path: Path, options: str, call: str, status: int, says: str
) -> None:
    ran = load(options, call=call)
    assert ran.status == status
    assert says in " ".join(ran.err.replace("│", " ").split())
    assert not (tmp_path / "loading" / "plan.json").exists()


def test_a_berth_plan_without_her_and_a_plan_of_another_kind(load: Callable[..., Ran], tmp_path: Path) -> None:
    assert load().status == 0
    ran = load(f"--berths {tmp_path}/loading/plan.json", out="again")
    assert ran.status == 1
    assert "it is a loading plan; give the plan.json of dermaga plan" in " ".join(ran.err.split())
    empty = {
        "kind": "berth", "case": "case", "case_hash": "x", "start": "2026-01-05T00:00:00+08:00",
        "end": "2026-01-12T00:00:00+08:00", "calls": [],
    }  # fmt: skip
    (tmp_path / "empty.json").write_text(json.dumps(empty))
    ran = load(f"--berths {tmp_path}/empty.json", out="again")
    assert ran.status == 1
    assert f"does not berth Aru ({CALL})" in " ".join(ran.err.split())


def test_a_berth_plan_of_another_case_and_of_the_case_before_it_was_changed(
    dermaga: Run, load: Callable[..., Ran], tmp_path: Path
) -> None:
    """What a case is called does not matter where it is the same."""
    written = tmp_path / "berths" / "plan.json"
    assert dermaga(f"plan {tmp_path}/case --effort 0.1 --out {written.parent}").status == 0
    plan = json.loads(written.read_text())
    written.write_text(json.dumps(plan | {"case": "elsewhere", "case_hash": "0" * 64}))
    ran = load(f"--berths {written}")
    assert ran.status == 1
    assert "the berth plan was made for the case elsewhere, and case is another one" in " ".join(ran.err.split())
    assert not (tmp_path / "loading" / "plan.json").exists()
    written.write_text(json.dumps(plan | {"case": "elsewhere"}))
    assert "berth plan was made" not in " ".join(load(f"--berths {written}").err.split())
    written.write_text(json.dumps(plan | {"case_hash": "0" * 64}))
    said = "the berth plan was made for case before its tables were changed; it is followed as it is"
    assert f"note: {said}" in " ".join(load(f"--berths {written}").err.split())
    assert said in json.loads((tmp_path / "loading" / "summary.json").read_text())["notes"]


def test_invented_boxes_are_told_by_what_becomes_of_them(dermaga: Run, case: Case, tmp_path: Path) -> None:
    kept = tuple(row for row in case.containers if row.direction != "remain" and row.id not in (L7, D3))
    write_folder(case.changed(containers=kept), tmp_path / "partly")
    ran = dermaga(f"load {tmp_path}/partly {CALL} --effort 0.02 --out {tmp_path}/loading")
    assert ran.status == 0, ran.err
    summary = json.loads((tmp_path / "loading" / "summary.json").read_text())
    invented = summary["invented"]
    assert (invented["discharge"], invented["load"]) == (1, 1)
    assert sum(invented.values()) == summary["invented_boxes"]
    assert "that the case does not list are invented: 1 to discharge" in " ".join(ran.err.split())


def test_of_a_plan_that_the_checker_refuses_nothing_is_left_that_somebody_could_work_by(
    load: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan and its summary are written, to look at; sheets and messages of an earlier plan go."""
    assert load().status == 0
    assert {path.name for path in (tmp_path / "loading").iterdir()} == FILES

    def refused(*arguments: Any, **options: Any) -> Any:
        answer = plan_loading(*arguments, **options)
        return replace(answer, summary=answer.summary | {"checked": False, "broken": ["plug: no plug"]})

    monkeypatch.setattr("api.cli.loading.plan_loading", refused)
    ran = load("--json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["checked"] is False
    assert "no plan was found that keeps every rule" in told["error"]
    assert "plug: no plug" in told["error"]
    assert "plan.json and summary.json, to look at; nothing is written for cranes or carriers" in told["error"]
    assert {path.name for path in (tmp_path / "loading").iterdir()} == {"plan.json", "summary.json"}


def test_the_remarks_on_the_stowage_are_in_summary_and_csv(load: Callable[..., Ran], tmp_path: Path) -> None:
    assert load().status == 0
    summary = json.loads((tmp_path / "loading" / "summary.json").read_text())
    table = rows(tmp_path / "loading" / "stowage_remarks.csv")
    remarks = summary["remarks"]
    assert [row["box"] for row in remarks["ashore"]] == [L9]
    assert [row["text"] for row in table if row["remark"] == "ashore"] == [remarks["ashore"][0]["text"]]
    assert len(remarks["restows"]) == summary["restows"] == 1
    assert sum(row["text"] == "of the plan" for row in remarks["overstows"]) == summary["overstows"]
    assert len(table) == sum(len(its) for its in remarks.values())


def test_nothing_that_can_be_lifted(dermaga: Run, case: Case, tmp_path: Path) -> None:
    """All files are there, and a loading sheet that says so."""
    left = box(verified_kg=None)
    write_folder(tiny(case, [ship_stack(2, 1, "deck")], [left]), tmp_path / "tiny")
    ran = dermaga(f"load {tmp_path}/tiny {CALL} --effort 0.1 --out {tmp_path}/loading")
    assert ran.status == 0, ran.err
    out = tmp_path / "loading"
    assert {path.name for path in out.iterdir()} == FILES
    assert rows(out / "sequence.csv") == rows(out / "yard.csv") == []
    sheet, *_ = pd.read_excel(out / "sheets.xlsx", sheet_name=None, header=2).values()
    assert sheet.empty
    assert f"ashore: {left.id}" in ran.out
    assert json.loads((out / "summary.json").read_text())["moves_per_crane_hour"] is None


@pytest.mark.parametrize("name", ["''", "'ARU 1'", "NONE-1"])
def test_a_call_that_the_case_does_not_have(load: Callable[..., Ran], tmp_path: Path, name: str) -> None:
    ran = load(call=name)
    assert ran.status == 1
    assert ran.err.startswith(f"the case case has no call {name if name[0] == chr(39) else repr(name)}; ")
    assert not (tmp_path / "loading").exists()


def test_a_file_that_cannot_be_written_costs_no_other(load: Callable[..., Ran], tmp_path: Path) -> None:
    out = tmp_path / "loading"
    (out / "sheets.xlsx").mkdir(parents=True)
    ran = load()
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == (
        f"{out / 'sheets.xlsx'} cannot be written (Is a directory); make room for it, or give another --out"
    )
    assert {path.name for path in out.iterdir()} == FILES
    assert isinstance(read_plan(out / "plan.json"), LoadingPlan)


def test_a_disk_that_is_full(load: Callable[..., Ran], tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, before[1]))
    try:
        ran = load()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ran.status == 1
    assert f"{tmp_path / 'loading' / 'plan.json'} cannot be written (File too large)" in ran.err
    assert list((tmp_path / "loading").iterdir()) == []


def test_an_empty_path_is_not_the_current_folder(
    dermaga: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = dermaga(f"load {folder} {CALL} --out '' --effort 0.02")
    assert (ran.status, ran.err) == (1, "--out is empty; give it a path, or . for the current folder\n")
    assert {path.name for path in tmp_path.iterdir()} == {"case"}
