import json
import re
from pathlib import Path
from typing import Protocol

import pytest

from data.formats import read_case

DOCUMENT = Path(__file__).parents[3] / "docs" / "schedules.md"
HEADER = "id,voyage,line,origin,destination,departure,arrival"
LATE = "ARU-1-SUB,ARU-1,LINEA,IDKRG,IDSUB,2026-01-06 22:00,2026-01-08 12:00"


class Ran(Protocol):
    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, line: str) -> Ran: ...


@pytest.fixture
def late(tmp_path: Path) -> Path:
    path = tmp_path / "late.csv"
    path.write_text(f"{HEADER}\n{LATE}\n", encoding="utf-8")
    return path


def test_the_example_of_the_document(dermaga: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = dict(re.findall(r"```(csv|toml)\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL))
    sessions = re.findall(r"```console\n\$ dermaga (.*?)\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("jadwal.csv").write_text(blocks["csv"], encoding="utf-8")
    Path("agent.toml").write_text(blocks["toml"], encoding="utf-8")
    later = "KM Satu;112;21/01/2026 17.00;22/01/2026 09.00;24/01/2026 07.00;25/01/2026 12.00;27/01/2026 08.00"
    Path("jadwal-2.csv").write_text(re.sub("KM Satu.*", later, blocks["csv"]), encoding="utf-8")
    assert len(sessions) == 2
    for line, said in sessions:
        ran = dermaga(line)
        assert ran.status == 0, ran.err
        assert [row.rstrip() for row in ran.out.splitlines()] == [row.rstrip() for row in said.splitlines()]
    case = read_case(tmp_path / "january").case
    assert case.cutoffs_by_sailing["SPIL-112-1"]["FCO"].isoformat() == "2026-01-19T17:00:00+08:00"


def test_without_out_nothing_is_written(dermaga: Run, small_folder: Path, late: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in small_folder.iterdir()}
    ran = dermaga(f"schedules {small_folder} {late}")
    assert ran.status == 0
    assert "Nothing is written" in ran.out
    assert {path: path.read_bytes() for path in small_folder.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["late.csv", "small"]


def test_a_case_is_written_and_checks(dermaga: Run, small_folder: Path, late: Path, tmp_path: Path) -> None:
    ran = dermaga(f"schedules {small_folder} {late} --out {tmp_path / 'new'} --json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert [(slip["voyage"], slip["port"], slip["hours"]) for slip in told["slips"]] == [
        ("ARU-1", "IDKRG", 24.0), ("ARU-1", "IDSUB", 24.0),
    ]  # fmt: skip
    assert dermaga(f"case check {tmp_path / 'new'}").status == 0
    again = dermaga(f"schedules {tmp_path / 'new'} {late} --json")
    assert json.loads(again.out)["slips"] == []
    assert json.loads(again.out)["unchanged"] == 1
    assert dermaga(f"schedules {small_folder} {late} --out {tmp_path / 'new'}").status == 1  # it holds something


def test_faults_are_told_and_nothing_is_written(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(f"{HEADER}\n,NEW,LINEC,IDKRG,IDSUB,2026-01-09 08:00,soon\n", encoding="utf-8")
    ran = dermaga(f"schedules {small_folder} {path} --out {tmp_path / 'new'}")
    assert ran.status == 1
    assert "new.csv, row 2, arrival = 'soon': it is no date with an hour" in ran.err
    assert "1 fault" in ran.out
    assert not (tmp_path / "new").exists()
    as_json = dermaga(f"schedules {small_folder} {path} --json")
    assert as_json.status == 1
    assert [fault["column"] for fault in json.loads(as_json.out)["faults"]] == ["arrival"]


def test_defaults_as_options(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(f"{HEADER}\n,NEW,LINEC,IDKRG,IDSUB,2026-01-09 08:00,2026-01-11 08:00\n", encoding="utf-8")
    assert "--default" in dermaga(f"schedules {small_folder} {path}").err
    ran = dermaga(
        f"schedules {small_folder} {path} --default line=LINEC,capacity_teu=9,freight_per_teu=5 --default flag=ID"
        " --json"
    )
    (leg,) = json.loads(ran.out)["new"]
    assert (leg["capacity_teu"], leg["freight_per_teu"], leg["flag"]) == (9, 5, "ID")
    assert dermaga(f"schedules {small_folder} {path} --default LINEC").status == 1


def test_a_mapping_is_proposed_once(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    path, mapping = tmp_path / "agent.csv", tmp_path / "agent.toml"
    path.write_text("Pelayaran,Kapal,Voyage,POL,Tujuan,ETD,ETA\n", encoding="utf-8")
    ran = dermaga(f"schedules {small_folder} {path} --propose {mapping}")
    assert ran.status == 0
    assert 'ship = "Kapal"' in mapping.read_text(encoding="utf-8")
    assert dermaga(f"schedules {small_folder} {path} --mapping {mapping}").status == 0
    assert dermaga(f"schedules {small_folder} {path} --propose {mapping}").status == 1  # it exists already
    assert dermaga(f"schedules {small_folder} {path} {path} --propose {tmp_path / 'b.toml'}").status == 1
