import json
from pathlib import Path

import pytest

from api.cli.console import as_text
from data.cases import load
from data.formats import write_folder
from data.formats.edifact import read_edi
from data.formats.edifact.plan_files import FILES
from tests.api.cli.conftest import Run
from tests.simulations.loading.conftest import number, whole_plan


@pytest.fixture
def asked(tmp_path: Path) -> str:
    """The words that write what is sent of a plan of eight boxes, but for --out."""
    case, plan = whole_plan(crane_work={"clearance_m": 1})
    write_folder(case, tmp_path / "ship")
    plan = plan.model_copy(update={"case": "ship", "case_hash": load(str(tmp_path / "ship")).case.hash})
    (tmp_path / "plan.json").write_text(as_text(plan.model_dump(mode="json", by_alias=True)))
    return f"edi write {tmp_path}/ship {tmp_path}/plan.json"


def test_all_that_the_plan_allows_is_written(asked: str, dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"{asked} --out {tmp_path}/sent")
    assert ran.status == 0, ran.err
    assert {path.name for path in (tmp_path / "sent").iterdir()} == set(FILES) - {"gate.edi"}
    assert "Ship (C): 5 boxes on board at departure, 4 discharged, 4 loaded, 0 left ashore" in ran.out
    assert "gate.edi is not written: it needs boxes with the moments" in ran.err
    (plan,) = read_edi(tmp_path / "sent" / "departure.edi")
    assert (plan.release, len(plan.boxes)) == ("D.95B", 5)


@pytest.mark.usefixtures("asked")
def test_what_load_writes_is_what_edi_write_does(dermaga: Run, tmp_path: Path) -> None:
    assert dermaga(f"load {tmp_path}/ship C --cranes 1 --effort 1 --workers 1 --out {tmp_path}/loading").status == 0
    ran = dermaga(f"edi write {tmp_path}/ship {tmp_path}/loading/plan.json --only departure.edi --out {tmp_path}/sent")
    assert ran.status == 0, ran.err
    assert [path.name for path in (tmp_path / "sent").iterdir()] == ["departure.edi"]
    assert (tmp_path / "sent" / "departure.edi").read_bytes() == (tmp_path / "loading" / "departure.edi").read_bytes()


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("--only vgm.edi", {"vgm.edi"}),
        ("--only departure", {"departure.edi", "departure.csv"}),
        ("--only vgm,loaded --only lists.xlsx", {"vgm.edi", "loaded.edi", "lists.xlsx"}),
    ],
)
def test_only_what_is_asked_for(only: str, names: set[str], asked: str, dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"{asked} {only} --version 3.1 --out {tmp_path}/sent")
    assert (ran.status, ran.err) == (0, "")
    assert {path.name for path in (tmp_path / "sent").iterdir()} == names


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--only departur.edi", "did you mean departure.edi?"),
        ("--only everything", "the files are preplan.edi, departure.edi"),
        ("--only gate", "give --gate FILE"),
    ],
)
def test_names_that_cannot_be_written_are_refused(
    options: str, words: str, asked: str, dermaga: Run, tmp_path: Path
) -> None:
    ran = dermaga(f"{asked} {options} --out {tmp_path}/sent")
    assert ran.status == 1
    assert words in ran.err
    assert not (tmp_path / "sent").exists()


def test_an_unknown_version_is_refused(asked: str, dermaga: Run, tmp_path: Path) -> None:
    assert dermaga(f"{asked} --version 2.1 --out {tmp_path}/sent").status == 2
    assert not (tmp_path / "sent").exists()


def test_moments_of_cranes_and_gate_are_taken_from_files(asked: str, dermaga: Run, tmp_path: Path) -> None:
    (tmp_path / "done.csv").write_text(f"box,moment\n{number(1)},2026-01-05 00:05\n{number(5)},2026-01-05 00:20\n")
    (tmp_path / "gate.csv").write_text(f"box,moment\n{number(5)},2026-01-04 20:00\n{number(2)},2026-01-05T03:00Z\n")
    ran = dermaga(f"{asked} --done {tmp_path}/done.csv --gate {tmp_path}/gate.csv --out {tmp_path}/sent --json")
    assert ran.status == 0, ran.err
    answer = json.loads(ran.out)
    assert set(answer["written"]) == set(FILES)
    assert answer["lacking"] == {}
    assert any("no actual time for 6 boxes of the plan" in notice for notice in answer["notices"])
    assert "done.csv: times without a zone are taken as the terminal's local time" in ran.err
    (off,) = read_edi(tmp_path / "sent" / "discharged.edi")
    assert [(box.number, str(box.moment)) for box in off.boxes] == [(number(1), "2026-01-05 00:05:00")]
    came, went = read_edi(tmp_path / "sent" / "gate.edi")
    assert [(box.number, str(box.moment)) for box in (*came.boxes, *went.boxes)] == [
        (number(5), "2026-01-04 20:00:00"), (number(2), "2026-01-05 11:00:00")
    ]  # fmt: skip


def test_boxes_of_the_files_must_be_those_of_the_plan(asked: str, dermaga: Run, tmp_path: Path) -> None:
    (tmp_path / "done.csv").write_text(f"box,moment\n{number(900_000)},2026-01-05 00:05\n")
    (tmp_path / "gate.csv").write_text(f"box,moment\n{number(900_000)},2026-01-05 00:05\n")
    ran = dermaga(f"{asked} --done {tmp_path}/done.csv --gate {tmp_path}/gate.csv --out {tmp_path}/sent --json")
    assert ran.status == 1
    faults = json.loads(ran.out)["faults"]
    assert [(fault["file"], fault["row"]) for fault in faults] == [("done.csv", 2), ("gate.csv", 2)]
    assert not (tmp_path / "sent").exists()


def test_a_refused_plan_is_written_only_anyway(asked: str, dermaga: Run, tmp_path: Path) -> None:
    plan = json.loads((tmp_path / "plan.json").read_text())
    plan["yard_moves"] = plan["yard_moves"][:1]
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    ran = dermaga(f"{asked} --out {tmp_path}/sent")
    assert (ran.status, ran.out) == (1, "")
    assert "retrieved: " in ran.err
    assert "breaks rules of the case; correct the plan, or write it --anyway" in ran.err
    assert not (tmp_path / "sent").exists()
    ran = dermaga(f"{asked} --out {tmp_path}/sent --anyway --only departure.edi")
    assert ran.status == 0
    assert "broken: retrieved: " in ran.err
    assert (tmp_path / "sent" / "departure.edi").exists()
    answer = json.loads(dermaga(f"{asked} --out {tmp_path}/sent --anyway --json").out)
    assert any(rule.startswith("retrieved: ") for rule in answer["broken"])


def test_a_file_that_only_asks_for_and_the_plan_lacks_is_refused(asked: str, dermaga: Run, tmp_path: Path) -> None:
    plan = json.loads((tmp_path / "plan.json").read_text()) | {"lifts": [], "yard_moves": []}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    ran = dermaga(f"{asked} --anyway --only load-list.edi,departure.edi --out {tmp_path}/sent")
    assert ran.status == 1
    assert "load-list.edi cannot be written: the plan loads no box" in ran.err
    assert not (tmp_path / "sent").exists()


def test_another_plan_or_another_case_is_refused(asked: str, dermaga: Run, tmp_path: Path) -> None:
    plan = json.loads((tmp_path / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps(plan | {"call": "D"}))
    ran = dermaga(f"{asked} --anyway --out {tmp_path}/sent")
    assert ran.status == 1
    assert "has no such call" in ran.err
    shipments = {"kind": "shipment", "case": "ship", "case_hash": "x", "shipments": []}
    (tmp_path / "plan.json").write_text(json.dumps(shipments))
    ran = dermaga(f"{asked} --out {tmp_path}/sent")
    assert ran.status == 1
    assert "it is a shipment plan" in ran.err
