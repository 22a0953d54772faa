import json
from pathlib import Path

import pytest

from tests.api.cli.conftest import Run
from tests.data.formats.test_conflowgen import folder_of


def test_the_embedded_cases_are_listed(dermaga: Run) -> None:
    ran = dermaga("case list --json")
    assert ran.status == 0
    assert [row["name"] for row in json.loads(ran.out)] == ["hub", "kariangau", "kariangau-2025"]
    assert "kariangau-2025" in dermaga("case list").out


def test_show_gives_terminal_calls_and_shipments(dermaga: Run) -> None:
    shown = json.loads(dermaga("case show kariangau --json").out)
    assert shown["terminal"]["quay"]["length_m"] == 270
    assert {"id", "vessel"} <= set(shown["calls"][0])
    assert shown["shipments"][0]["id"] == "DAMAR-01"
    text = dermaga("case show kariangau")
    assert text.status == 0
    assert "DAMAR-01" in text.out
    assert "270 m" in text.out


def test_a_copy_is_the_same_case(dermaga: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "mine", tmp_path / "mine.xlsx"):
        assert "holds a copy of kariangau" in dermaga(f"case copy kariangau {path}").out
        copied = json.loads(dermaga(f"case show {path} --json").out)
        shown = json.loads(dermaga("case show kariangau --json").out)
        assert copied | {"name": ""} == shown | {"name": ""}
    assert dermaga(f"case copy kariangau {tmp_path / 'mine'}").status != 0


def test_a_right_case_is_right(dermaga: Run, small_folder: Path) -> None:
    ran = dermaga(f"case check {small_folder}")
    assert ran.status == 0
    assert "small is a valid case" in ran.out
    assert json.loads(dermaga(f"case check {small_folder} --json").out) == {
        "ok": True, "faults": [], "warnings": [], "notices": [],
    }  # fmt: skip


def test_every_fault_is_a_line_with_its_place(dermaga: Run, small_folder: Path) -> None:
    calls = small_folder / "calls.csv"
    lines = calls.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    cells = lines[1].split(",")
    cells[names.index("eta")], cells[names.index("etd")] = "03/04/2026 08:00", "2026-01-05 07:00"
    cells[names.index("discharge_full")] = "1000000000"
    calls.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in small_folder.iterdir()}
    ran = dermaga(f"case check {small_folder}")
    assert ran.status == 1
    faults = ran.out.splitlines()
    assert len(faults) == 2
    assert all(fault.startswith("calls.csv, row 2, ") for fault in faults)
    assert any("eta = '03/04/2026 08:00'" in fault for fault in faults)
    assert any("discharge_full = '1000000000'" in fault for fault in faults)
    as_json = json.loads(dermaga(f"case check {small_folder} --json").out)
    assert {fault["column"] for fault in as_json["faults"]} == {"eta", "discharge_full"}
    assert {path.name: path.read_bytes() for path in small_folder.iterdir()} == before


def test_one_fault_is_one(dermaga: Run, small_folder: Path) -> None:
    calls = small_folder / "calls.csv"
    calls.write_text(
        calls.read_text(encoding="utf-8").replace("2026-01-05T20:00", "2026-01-05T08:30"), encoding="utf-8"
    )
    ran = dermaga(f"case check {small_folder}")
    assert len(ran.out.splitlines()) == 1
    assert ran.err.strip() == "1 fault; nothing was changed"


def test_what_no_plan_can_serve_is_a_warning(dermaga: Run, small_folder: Path) -> None:
    vessels = small_folder / "vessels.csv"
    vessels.write_text(vessels.read_text(encoding="utf-8").replace(",150,", ",290,"), encoding="utf-8")
    shipments = small_folder / "shipments.csv"
    shipments.write_text(shipments.read_text(encoding="utf-8").replace("LKCMB", "IDKRG2"[:5]), encoding="utf-8")
    ran = dermaga(f"case check {small_folder}")
    assert ran.status == 1  # bound for where it starts: that is a fault
    assert "it is bound for where it starts" in ran.out
    shipments.write_text(shipments.read_text(encoding="utf-8").replace("IDKRG,IDKRG", "LKCMB,IDKRG"), encoding="utf-8")
    ran = dermaga(f"case check {small_folder}")
    assert ran.status == 0
    assert "warning: calls, ARU-1: no plan can berth it: Aru is 290 m long" in ran.out
    assert "warning: shipments, SHIP-1: nothing can carry it" in ran.out


def test_the_template_is_written_once_and_checks_with_clear_faults(dermaga: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert dermaga(f"case template {folder}").status == 0
    assert (folder / "terminal.toml").exists()
    checked = dermaga(f"case check {folder}")
    assert checked.status == 1
    assert "berths.csv" in checked.out
    again = dermaga(f"case template {folder}")
    assert again.status == 1
    assert "holds something already" in again.err


@pytest.mark.parametrize("command", ["case check kariangu", "plan kariangu --out x", "case show kariangu"])
def test_a_misspelt_case_is_guessed_at_but_not_taken(dermaga: Run, command: str) -> None:
    ran = dermaga(command)
    assert ran.status == 1
    assert "did you mean kariangau?" in ran.err
    assert json.loads(dermaga(f"{command} --json").out)["error"].startswith("there is no case")


def test_flows_of_conflowgen_become_a_case(dermaga: Run, small_folder: Path, tmp_path: Path) -> None:
    flow = folder_of(tmp_path / "export")
    ran = dermaga(f"case import {small_folder} --conflowgen {flow} --out {tmp_path}/flow --json")
    assert ran.status == 0
    answer = json.loads(ran.out)
    assert (answer["calls"], answer["boxes"]) == (3, 5)
    assert any("left out" in notice for notice in answer["notices"])
    assert any("CFG-00001" in warning for warning in answer["warnings"])  # longer than the quay
    assert dermaga(f"case check {tmp_path}/flow").status == 0
    assert dermaga(f"case import {small_folder} --conflowgen {flow} --out {tmp_path}/flow").status == 1
    again = dermaga(f"case import {small_folder} --conflowgen {tmp_path} --out {tmp_path}/none")
    assert again.status == 1
    assert "containers.csv: the file is missing" in again.err


def test_a_diff_tells_rows_and_fields(dermaga: Run, small_folder: Path) -> None:
    changed = small_folder.parent / "changed"
    assert dermaga(f"case copy {small_folder} {changed}").status == 0
    calls = changed / "calls.csv"
    calls.write_text(calls.read_text(encoding="utf-8").replace("2026-01-05T20:00", "2026-01-05T21:00"), "utf-8")
    ran = dermaga(f"case diff {small_folder} {changed}")
    assert ran.status == 0
    assert "etd 2026-01-05T20:00:00+08:00 -> 2026-01-05T21:00:00+08:00" in ran.out
    [table] = json.loads(dermaga(f"case diff {small_folder} {changed} --json").out)["tables"]
    assert (table["table"], table["added"], table["removed"]) == ("calls", [], [])
    [field] = table["changed"][0]["fields"]
    assert field["after"] == "2026-01-05T21:00:00+08:00"
    assert dermaga(f"case diff {small_folder} {small_folder}").out.strip() == "small and small hold the same"
    assert dermaga(f"case diff kariangau {small_folder.parent / 'none'}").status == 1


def test_shipped_vessel_profiles_are_listed(dermaga: Run) -> None:
    ran = dermaga("case profiles --json")
    assert ran.status == 0
    listed = {row["profile"]: row for row in json.loads(ran.out)}
    assert listed["representative-small"]["teu"] == 7_032
    assert "representative-large" in dermaga("case profiles").out


def test_a_shipped_vessel_profile_comes_into_a_case(dermaga: Run, tmp_path: Path) -> None:
    ran = dermaga(f"case add-profile kariangau representative-medium --out {tmp_path / 'mine'}")
    assert ran.status == 0
    assert "holds kariangau with the vessel profile representative-medium, for ships to have" in ran.out
    copied = json.loads(dermaga(f"case show {tmp_path / 'mine'} --json").out)
    assert "representative-medium" in {row["id"] for row in copied["ship_profiles"]}
    ran = dermaga(f"case add-profile kariangau representative-medium --ship NONE --out {tmp_path / 'other'}")
    assert ran.status != 0
    assert "has no ship 'NONE'" in ran.err
    assert not (tmp_path / "other").exists()
