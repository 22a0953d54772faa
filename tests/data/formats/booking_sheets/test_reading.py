"""Exporters' own lists: what is understood of them, and what is refused where."""

import io
from datetime import datetime

import openpyxl  # type: ignore[import-untyped]
import pytest

from data.bookings import Shipment
from data.case import Case
from data.errors import BadInput
from data.formats.booking_sheets import BookingSheet, read_booking_sheet
from data.formats.booking_sheets.words import WORDS, box_type, meaning

_HEAD = (
    "No. Booking",
    "Eksportir",
    "Nama Barang",
    "Kode HS",
    "Berat (ton)",
    "Tujuan",
    "Tgl Siap",
    "Batas Tiba",
    "Catatan",
)
_ROW = ("NEW-1", "CV Rimba", "damar batu", "1301.90", "17.5", "Colombo", "2026-01-06", "2026-02-20", "hati-hati")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(case: Case, *rows: tuple[object, ...]) -> BookingSheet:
    return read_booking_sheet(case, "list", workbook(*rows))


def test_a_list_under_its_title_in_indonesian(small_case: Case) -> None:
    told = read(small_case, ("Daftar booking Januari",), (), _HEAD, _ROW)
    assert told.faults == ()
    assert told.header_row == 3
    assert [(column.heading, column.column) for column in told.columns][-1] == ("Catatan", None)
    [row] = told.rows
    shipment = row.shipment
    assert (row.row, row.change, shipment.id, shipment.gross_mass_kg) == (4, "new", "NEW-1", 17_500)
    assert (shipment.origin, shipment.destination) == (small_case.terminal.unlocode, "LKCMB")
    assert shipment.ready.isoformat() == "2026-01-06T08:00:00+08:00"
    assert {(each.heading, each.written, each.read) for each in told.understood} == {
        ("Berat (ton)", "17.5", "17500"),
        ("Tujuan", "Colombo", "LKCMB"),
        ("Tgl Siap", "2026-01-06", "2026-01-06 08:00"),
        ("Batas Tiba", "2026-02-20", "2026-02-20 23:59"),
    }
    assert told.case is not None
    assert [each.id for each in told.case.shipments] == [*(each.id for each in small_case.shipments), "NEW-1"]


def test_known_bookings_keep_what_the_list_does_not_say(small_case: Case) -> None:
    old = small_case.shipments[0]
    told = read(small_case, ("Booking", "Boxes", "Weight kg"), (old.id, old.boxes + 1, old.gross_mass_kg))
    assert told.faults == ()
    [row] = told.rows
    assert (row.change, dict(row.before)) == ("changed", {"boxes": old.boxes})
    assert row.shipment == old.model_copy(update={"boxes": old.boxes + 1})
    same = read(small_case, ("Booking", "Boxes", "Weight kg"), (old.id, old.boxes, old.gross_mass_kg))
    assert same.rows[0].change == "same"
    assert same.case is not None
    assert same.case.shipments == small_case.shipments


def test_every_fault_has_its_place_and_a_remedy(small_case: Case) -> None:
    wrong = ("NEW-2", "CV Rimba", "damar batu", "13", "17,5", "Kolombo", datetime(2026, 1, 6), "soon", "")
    told = read(small_case, _HEAD, _ROW, wrong, ("NEW-1", *_ROW[1:]))
    assert told.case is None
    found = {(fault.row, fault.column): fault for fault in told.faults}
    assert set(found) == {(3, "Kode HS"), (3, "Batas Tiba"), (3, "Tujuan"), (4, "No. Booking")}
    assert found[3, "Tujuan"].remedy == "did you mean LKCMB?"
    assert "row 2 already" in found[4, "No. Booking"].problem
    assert all(fault.remedy for fault in told.faults)


def test_a_column_that_is_missing_is_told_once(small_case: Case) -> None:
    told = read(small_case, ("Booking", "Exporter", "Goods"), ("A", "x", "resin"), ("B", "x", "resin"))
    names = [fault.column for fault in told.faults]
    assert sorted(names) == sorted(["hs_code", "gross_mass_kg", "destination", "ready", "latest_arrival"])


@pytest.mark.parametrize("content", [b"", b"hello\n", b"a;b;c\n1;2;3\n"])
def test_what_is_no_list_has_one_fault(small_case: Case, content: bytes) -> None:
    [fault] = read_booking_sheet(small_case, "list", content).faults
    assert "name the columns" in fault.remedy
    with pytest.raises(BadInput, match=r"damaged|no Excel|zip"):
        read_booking_sheet(small_case, "list", b"PK\x03\x04 is no workbook")


def test_a_csv_with_semicolons_and_unknown_ports(small_case: Case) -> None:
    head = "booking;exporter;commodity;hs_code;gross_mass_kg;destination;ready;latest_arrival\n"
    row = "N;CV R;resin;130190;17000;Atlantis;2026-01-06 10:00;2026-02-20 10:00\n"
    [fault] = read_booking_sheet(small_case, "list.csv", (head + row).encode()).faults
    assert (fault.row, fault.column, fault.value) == (2, "destination", "Atlantis")


def test_every_column_of_a_booking_has_words() -> None:
    assert set(WORDS) == set(Shipment.model_fields)
    for name in Shipment.model_fields:
        assert meaning(name) == name
        assert all(meaning(phrase) == name for phrase in WORDS[name][:1]), name
    assert [box_type(text) for text in ("20' GP", "40HC", "40 ft", "45G1", "30X")] == [
        "22G1",
        "45G1",
        "42G1",
        "45G1",
        None,
    ]
