import json
import os
from pathlib import Path
from typing import Protocol

import pytest

from data.boxes import boxes_of
from data.case import Case
from data.formats import read_case, write_folder
from tests.data.checker.loading.conftest import CALL
from tests.data.checker.loading.conftest import case as ship

__all__ = ["ship"]


class Ran(Protocol):
    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, line: str) -> Ran: ...


SAMPLES = Path(__file__).parents[2] / "data" / "formats" / "edifact" / "samples"


@pytest.fixture
def folder(small_case: Case, tmp_path: Path) -> Path:
    write_folder(small_case, tmp_path / "case")
    return tmp_path / "case"


def test_show_says_what_a_message_holds(dermaga: Run) -> None:
    ran = dermaga(f"edi show {SAMPLES / 'baplie-22.edi'}")
    assert ran.status == 0
    assert "BAPLIE D.95B SMDG22: stowage" in ran.out
    assert "ship ARU, IMO 9074729, voyage 103E" in ran.out
    assert "boxes: 5, slots without one: 1" in ran.out
    assert "SPNU1000026" in ran.out
    assert "read as 22G1" in ran.err


def test_faults_that_differ_in_their_place_alone_are_told_once(dermaga: Run, tmp_path: Path) -> None:
    """One wrong port code in every box; to a program, every fault is told."""
    text = (SAMPLES / "baplie-22.edi").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.edi"
    wrong.write_text(text.replace("LOC+9+IDSUB:", "LOC+9+IDSUBX:").replace("KGM:18200", "KGM:many"), encoding="utf-8")
    ran = dermaga(f"edi show {wrong}")
    assert ran.status == 1
    lines = ran.err.strip().splitlines()
    assert [line.count("IDSUBX") for line in lines] == [0, 1]
    assert "wrong.edi, row 15, " in lines[1]
    assert lines[1].endswith(" ... and 4 more like it")
    assert "more like it" not in lines[0]
    assert len(json.loads(dermaga(f"edi show {wrong} --json").out)["faults"]) == 6


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.edi")))
def test_show_answers_a_program(name: str, dermaga: Run) -> None:
    (message,) = json.loads(dermaga(f"edi show {SAMPLES / name}.edi --json").out)
    assert message["type"].lower() == name.split("-")[0]
    assert message["boxes"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_show_writes_a_list(suffix: str, dermaga: Run, tmp_path: Path) -> None:
    out = tmp_path / f"boxes.{suffix}"
    assert dermaga(f"edi show {SAMPLES / 'coarri.edi'} --out {out}").status == 0
    assert out.exists()
    if suffix == "csv":
        header, row = out.read_text(encoding="utf-8").splitlines()
        assert dict(zip(header.split(","), row.split(","), strict=True))["number"] == "SPNU1000010"
    again = dermaga(f"edi show {SAMPLES / 'coarri.edi'} --out {out}")
    assert (again.status, "exists already" in again.err) == (1, True)
    assert dermaga(f"edi show {SAMPLES / 'coarri.edi'} --out {tmp_path / 'boxes.txt'}").status == 1


MESSAGES = ("baplie-15", "baplie-22", "baplie-31", "coprar-load", "coprar-discharge", "coparn")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("name", MESSAGES)
def test_the_list_of_a_message_is_taken_as_the_message_is(
    name: str, suffix: str, folder: Path, dermaga: Run, tmp_path: Path
) -> None:
    """The boxes of the call are the same, whether the message or the list that `show` makes of it is taken."""
    file, out = SAMPLES / f"{name}.edi", tmp_path / f"boxes.{suffix}"
    shown = dermaga(f"edi show {file} --out {out} --here IDKRG")
    assert shown.status == 0, shown.err
    assert f"{out.name} holds" in shown.out.replace("\n", "")
    for taken, case in ((file, "one"), (out, "two")):
        ran = dermaga(f"edi take {folder} ARU-1 {taken} --any-ship --out {tmp_path / case}")
        assert ran.status == 0, ran.err
    one, two = (read_case(tmp_path / case).case for case in ("one", "two"))
    boxes = [{box.id: box for box in case.containers if box.call == "ARU-1"} for case in (one, two)]
    assert boxes[0] == boxes[1]
    assert boxes[0]


def test_the_list_of_a_stowage_plan_is_for_its_next_port_or_another(dermaga: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.edi"
    text = (SAMPLES / "baplie-22.edi").read_text()
    plan.write_text(text)
    counts = []
    for place, here in enumerate(("", "--here IDKRG", "--here LKCMB")):
        out = tmp_path / f"{place}.csv"
        assert dermaga(f"edi show {plan} --out {out} {here}").status == 0
        counts.append(out.read_text().count(",discharge,"))
    assert counts[0] == counts[1] > 0
    assert counts[2] != counts[0]
    lines = [line for line in text.splitlines() if not line.startswith("LOC+61")]
    plan.write_text("\n".join(lines))
    shorter = plan.read_text()
    total = next(line for line in lines if line.startswith("UNT+")).split("+")[1]
    plan.write_text(shorter.replace(f"UNT+{total}+", f"UNT+{int(total) - 1}+"))
    ran = dermaga(f"edi show {plan} --out {tmp_path / 'none.csv'}")
    assert ran.status == 1
    assert "does not say the ship's next port (LOC+61)" in " ".join(ran.err.split())


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_boxes_of_a_call_come_back_as_they_were(suffix: str, ship: Case, dermaga: Run, tmp_path: Path) -> None:
    """Those that were invented are listed then, and are the same boxes."""
    kept = tuple(row for row in ship.containers if row.direction == "discharge")
    case = ship.changed(containers=kept)
    write_folder(case, tmp_path / "case")
    before = boxes_of(case, case.call_by_id[CALL])
    assert len(before.invented) > 5
    out = tmp_path / f"boxes.{suffix}"
    ran = dermaga(f"edi list {tmp_path}/case {CALL} --out {out}")
    assert ran.status == 0, ran.err
    assert f"{len(before.discharge)} to discharge, {len(before.load)} to load" in " ".join(ran.out.split())
    assert "are invented" in " ".join(ran.err.split())
    taken = dermaga(f"edi take {tmp_path}/case {CALL} {out} --out {tmp_path}/new")
    assert taken.status == 0, taken.err
    new = read_case(tmp_path / "new").case
    after = boxes_of(new, new.call_by_id[CALL])
    assert after.by_number == before.by_number
    assert not after.invented
    assert new.call_by_id[CALL].moves == case.call_by_id[CALL].moves
    again = tmp_path / f"again.{suffix}"
    told = json.loads(dermaga(f"edi list {tmp_path}/new {CALL} --out {again} --json").out)
    assert told["invented"] == {"discharge": 0, "load": 0, "remain": 0}
    if suffix == "csv":
        assert sorted(again.read_text().splitlines()) == sorted(out.read_text().splitlines())
    assert dermaga(f"edi list {tmp_path}/new {CALL} --out {again}").status == 1
    assert dermaga(f"edi list {tmp_path}/new NOBODY --out {tmp_path}/x.csv").status == 1


def test_what_has_no_end_is_refused(folder: Path, dermaga: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", "/dev/zero"):
        shown = dermaga(f"edi show {file}")
        taken = dermaga(f"edi take {folder} ARU-1 {file} --out {tmp_path / 'out'}")
        assert (shown.status, taken.status) == (1, 1)
        assert "it is a pipe, a socket or a device; give a file" in shown.err
        assert "it is a pipe, a socket or a device; give a file" in taken.err


def test_a_damaged_file_is_refused_with_its_segment(dermaga: Run, tmp_path: Path) -> None:
    path = tmp_path / "short.edi"
    path.write_bytes((SAMPLES / "baplie-22.edi").read_bytes()[:500])
    ran = dermaga(f"edi show {path}")
    assert (ran.status, ran.out) == (1, "")
    assert "ends in the middle of a segment" in ran.err
    faults = json.loads(dermaga(f"edi show {tmp_path / 'none.edi'} --json").out)["faults"]
    assert faults[0]["file"] == "none.edi"


@pytest.mark.parametrize("out", ["new", "new.xlsx"])
def test_take_writes_a_case_with_the_boxes(out: str, folder: Path, dermaga: Run, tmp_path: Path) -> None:
    files = " ".join(str(SAMPLES / f"{name}.edi") for name in ("baplie-22", "coprar-load", "vermas", "movins"))
    ran = dermaga(f"edi take {folder} ARU-1 {files} --out {tmp_path / out}")
    assert ran.status == 0, ran.err
    assert "baplie-22.edi (BAPLIE D.95B SMDG22): 5 boxes on board" in ran.out
    assert "discharge_full 2, discharge_empty 1, load_full 2, load_empty 0" in ran.out
    case = read_case(tmp_path / out).case
    assert len(case.containers) == 7
    assert len(case.instructions) == 4
    assert case.call_by_id["ARU-1"].load == 2
    checked = dermaga(f"case check {tmp_path / out}")
    assert checked.status == 0


def test_take_answers_a_program(folder: Path, dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"edi take {folder} ARU-1 {SAMPLES / 'coprar-load.edi'} --out {tmp_path / 'new'} --json")
    answer = json.loads(ran.out)
    assert (answer["load_full"], answer["instructions"]) == (2, 0)
    assert answer["taken"] == ["coprar-load.edi: 2 boxes to load"]


def test_take_refuses_all_of_it_or_none(folder: Path, dermaga: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("id,box_type\n", encoding="utf-8")
    ran = dermaga(
        f"edi take {folder} ARU-1 {SAMPLES / 'coprar-load.edi'} {bad} {tmp_path / 'no.edi'} --out {tmp_path / 'new'}"
    )
    assert ran.status == 1
    assert "bad.csv" in ran.err
    assert "no.edi" in ran.err
    assert not (tmp_path / "new").exists()
    other = dermaga(f"edi take {folder} BURU-1 {SAMPLES / 'coprar-load.edi'} --out {tmp_path / 'new'}")
    assert "another name than Buru" in other.err
    assert not (tmp_path / "new").exists()


def test_take_needs_a_call_of_the_case(folder: Path, dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"edi take {folder} ARU-9 {SAMPLES / 'coprar-load.edi'} --out {tmp_path / 'new'}")
    assert ran.status == 1
    assert "did you mean ARU-" in ran.err
