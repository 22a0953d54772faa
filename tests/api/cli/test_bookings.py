import json
from pathlib import Path
from typing import Any

from data.formats import read_case

HEAD = "No. Booking;Eksportir;Barang;Kode HS;Berat (kg);Tujuan;Tgl Siap;Batas Tiba\n"
GOOD = "NEW-1;CV Rimba;damar batu;1301.90;17500;Colombo;2026-01-06 10:00;2026-02-20 10:00\n"


def test_a_list_is_shown_and_taken(dermaga: Any, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    shown = dermaga(f"bookings {small_folder} {path}")
    assert shown.status == 0, shown.err
    assert "Nothing is written" in shown.out
    assert "LKCMB" in shown.out
    ran = dermaga(f"bookings {small_folder} {path} --out {tmp_path / 'more'} --json")
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["rows"][0]["change"] == "new"
    assert read_case(tmp_path / "more").case.shipment_by_id["NEW-1"].gross_mass_kg == 17_500


def test_faults_are_told_with_their_places(dermaga: Any, small_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(HEAD + GOOD.replace("Colombo", "Kolombo"), encoding="utf-8")
    ran = dermaga(f"bookings {small_folder} {path} --out {tmp_path / 'more'}")
    assert ran.status == 1
    assert "row 2, Tujuan = 'Kolombo'" in ran.err
    assert "did you mean LKCMB" in ran.err
    assert not (tmp_path / "more").exists()
    assert json.loads(dermaga(f"bookings {small_folder} {path} --json").out)


def test_boxes_by_week(dermaga: Any, small_folder: Path) -> None:
    ran = dermaga(f"consolidation {small_folder} --weeks 4")
    assert ran.status == 0, ran.err
    assert "LKCMB" in ran.out
    assert json.loads(dermaga(f"consolidation {small_folder} --json").out)["weeks"]
