from datetime import datetime

import pytest

from data.case import Case
from data.distances import sailing_time, sea_miles
from data.formats.schedules.mapped import read_mapped
from tests.data.formats.schedules.conftest import DEFAULTS, Look, Make, at, mapped

LEGS = (
    """
layout = "legs"
date_order = "day-first"
[columns]
voyage = "Voy No"
ship = "Nama Kapal"
origin = "POL"
destination = "Tujuan"
departure = "ETD"
arrival = "ETA"
FCO = "Closing"
[fixed]
line = "SPIL"
"""
    + DEFAULTS
)
PORTS = """
layout = "ports"
header = [2, 3]
[columns]
voyage = "VOY"
ship = "KAPAL"
[fixed]
line = "SPIL"
[[calls]]
port = "IDKRG"
arrival = "KARIANGAU ETA"
departure = "KARIANGAU ETD"
cutoffs = { FCO = "CLOSING" }
[[calls]]
port = "IDSUB"
arrival = "SURABAYA ETA"
departure = "SURABAYA ETD"
[[calls]]
port = "IDJKT"
arrival = "JAKARTA ETA"
"""


def test_a_row_a_leg(make: Make, look: Look) -> None:
    text = (
        "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n"
        "KM Satu;012;IDKRG;Surabaya;06/01/2026 17:00;07/01/2026 09:00;9 Januari 2026 07:00 WIB\n"
        "KM Satu;012;Surabaya;JAKARTA;;10/01/2026 12:00;11/01/2026 12:00\n"
    )
    found = look(make("agent.csv", text), mapping=LEGS)
    assert found.faults == []
    first, second = found.understood[0].legs
    assert (first.voyage, first.origin, first.destination) == ("SPIL-012", "IDKRG", "IDSUB")
    assert (first.departure, first.arrival) == (at("2026-01-07 09:00"), at("2026-01-09 08:00"))
    assert first.cutoffs == {"FCO": at("2026-01-06 17:00")}
    assert (second.origin, second.destination, second.arrival) == ("IDSUB", "IDJKT", at("2026-01-11 12:00"))
    case = found.merged.case
    assert case is not None
    row = case.sailing_by_id["SPIL-012-1"]
    assert (row.ship, row.flag, row.capacity_teu, row.freight_per_teu) == ("KM Satu", "ID", 20, 4_000_000)
    assert case.cutoffs_by_sailing["SPIL-012-1"]["FCO"] == at("2026-01-06 17:00")


def test_a_row_a_voyage_under_two_lines_of_names(make: Make, look: Look) -> None:
    moment = datetime
    rows = [
        ["JADWAL KAPAL"],
        ["KAPAL", "VOY", "CLOSING", "KARIANGAU", None, "SURABAYA", None, "JAKARTA"],
        [None, None, None, "ETA", "ETD", "ETA", "ETD", "ETA"],
        ["KM Satu", 12, moment(2026, 1, 6, 17), moment(2026, 1, 6, 3), moment(2026, 1, 7, 9), moment(2026, 1, 9, 6),
         moment(2026, 1, 10, 12), moment(2026, 1, 12, 8)],
        ["KM Dua", 7, None, moment(2026, 1, 13, 3), moment(2026, 1, 14, 9), "-", "omit", moment(2026, 1, 16, 8)],
        ["Jadwal dapat berubah"],
    ]  # fmt: skip
    zones = 'time_zones = { IDSUB = "Asia/Jakarta", IDJKT = "Asia/Jakarta" }\n'
    found = look(make("agent.xlsx", rows), mapping=zones + PORTS + DEFAULTS)
    assert found.faults == []
    assert [(leg.voyage, leg.origin, leg.destination) for leg in found.understood[0].legs] == [
        ("SPIL-12", "IDKRG", "IDSUB"), ("SPIL-12", "IDSUB", "IDJKT"), ("SPIL-7", "IDKRG", "IDJKT"),
    ]  # fmt: skip
    assert found.understood[0].legs[0].arrival == at("2026-01-09 07:00")
    assert found.understood[0].rows == 2
    assert "1 row without any moment left out: 6" in found.understood[0].notices


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ("KM Satu;012;IDKRG;Semarang;;07/01/2026 09:00;08/01/2026 09:00", "Tujuan", '"Semarang" = '),
        ("KM Satu;012;IDKRG;Surabya;;07/01/2026 09:00;08/01/2026 09:00", "Tujuan", '"Surabya" = "IDSUB"'),
        ("KM Satu;012;IDKRG;IDSUB;;07/01/2026 09:00;soon", "ETA", "no date"),
        ("KM Satu;012;IDKRG;IDSUB;07/01/2026;07/01/2026 09:00;08/01/2026 09:00", "Closing", "[hour]"),
        ("KM Satu;;IDKRG;IDSUB;;07/01/2026 09:00;08/01/2026 09:00", "Voy No", "fill_down"),
        ("KM Satu;012;;IDSUB;;07/01/2026 09:00;08/01/2026 09:00", "POL", "port is not said"),
        ("=A1;012;IDKRG;IDSUB;;07/01/2026 09:00;08/01/2026 09:00", "Nama Kapal", "formula"),
        ("KM Satu;012;IDKRG;IDSUB;;;08/01/2026 09:00", "ETD", "departure is not said"),
    ],
)
def test_each_unknown_cell_is_named(make: Make, look: Look, cell: str, column: str, words: str) -> None:
    found = look(make("agent.csv", f"Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n{cell}\n"), mapping=LEGS)
    assert found.merged.case is None
    (fault,) = found.faults
    assert (fault.file, fault.row, fault.column) == ("agent.csv", 2, column)
    assert words in str(fault)


def test_columns_that_are_not_there(make: Make, look: Look) -> None:
    found = look(make("agent.csv", "Kapal;Voy No;POL;Tujuan;Closing;ETD;ETD\n"), mapping=LEGS)
    assert {(fault.column, fault.row) for fault in found.faults} == {("Nama Kapal", 1), ("ETD", 1), ("ETA", 1)}
    assert any("2 columns have this name" in fault.problem for fault in found.faults)


def test_a_column_by_its_letter_and_an_hour_of_its_own(make: Make, trade: Case) -> None:
    text = "V,ETA,ETA,Jam\n1,2026-01-07,2026-01-09,7.30\n"
    mapping = mapped(
        'layout = "ports"\n[columns]\nvoyage = "V"\n[fixed]\nline = "SPIL"\nfreight_per_teu = 5\n'
        '[[calls]]\nport = "IDKRG"\ndeparture = ["col:B", "Jam"]\n'
        '[[calls]]\nport = "IDSUB"\narrival = ["col:C", "Jam"]\n'
    )
    found = read_mapped(make("agent.csv", text), trade, mapping)
    (leg,) = found.legs
    assert (leg.departure, leg.arrival) == (at("2026-01-07 07:30"), at("2026-01-09 07:30"))
    assert leg.facts == {"freight_per_teu": 5}


def test_cells_merged_downward(make: Make, look: Look) -> None:
    text = (
        "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n"
        "KM Satu;012;IDKRG;IDSUB;;07/01/2026 09:00;08/01/2026 09:00\n"
        ";;IDSUB;IDJKT;;09/01/2026 09:00;10/01/2026 09:00\n"
    )
    found = look(make("agent.csv", text), mapping='fill_down = ["ship", "voyage"]\n' + LEGS)
    assert [(leg.voyage, leg.facts["ship"]) for leg in found.understood[0].legs] == [("SPIL-012", "KM Satu")] * 2


def test_destinations_of_one_sailing_are_one_voyage(make: Make, look: Look) -> None:
    """Many lists have a row a destination: the ship calls at all of them in turn, and stays in port for a while."""
    text = (
        "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n"
        "KM Satu;012;IDKRG;IDJKT;;07/01/2026 09:00;12/01/2026 09:00\n"
        "KM Satu;012;IDKRG;IDSUB;;07/01/2026 09:00;09/01/2026 09:00\n"
    )
    path = make("agent.csv", text)
    assert "stay_h" in str(look(path, mapping=LEGS).faults[0])
    found = look(path, mapping=LEGS + "stay_h = 24\n")
    assert [(leg.origin, leg.destination, leg.departure) for leg in found.understood[0].legs] == [
        ("IDKRG", "IDSUB", at("2026-01-07 09:00")),
        ("IDSUB", "IDJKT", at("2026-01-10 09:00")),
    ]
    assert "1 of 2 departures are estimated by arrival and stay_h of the defaults" in found.understood[0].notices


def test_departures_alone(make: Make, look: Look, trade: Case) -> None:
    text = "V,KRG,SUB,JKT\n1,2026-01-07 09:00,2026-01-10 09:00,2026-01-13 09:00\n"
    mapping = (
        'layout = "ports"\n[columns]\nvoyage = "V"\n[fixed]\nline = "SPIL"\n'
        + "".join(f'[[calls]]\nport = "ID{port}"\ndeparture = "{port}"\n' for port in ("KRG", "SUB", "JKT"))
        + DEFAULTS
    )
    path = make("agent.csv", text)
    assert "speed_kn" in str(look(path, mapping=mapping).faults[0])
    found = look(path, mapping=mapping + "speed_kn = 12\n")
    first, second = found.understood[0].legs
    for leg in (first, second):
        miles = sea_miles(trade.port_by_code[leg.origin], trade.port_by_code[leg.destination])
        assert miles is not None
        assert leg.arrival - leg.departure == sailing_time(miles, 12)
        assert "arrival" in leg.estimated
    assert found.merged.case is not None
    slow = look(path, mapping=mapping + "speed_kn = 5\n")
    assert "which is estimated, after it leaves there" in str(slow.faults[0])


def test_two_ships_of_one_number(make: Make, look: Look) -> None:
    text = (
        "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n"
        "KM Satu;012;IDKRG;IDSUB;;07/01/2026 09:00;08/01/2026 09:00\n"
        "KM Dua;012;IDKRG;IDSUB;;09/01/2026 09:00;10/01/2026 09:00\n"
    )
    path = make("agent.csv", text)
    assert "{line}-{ship}-{voyage}" in str(look(path, mapping=LEGS).faults[0])
    found = look(path, mapping='voyage_name = "{line}-{ship}-{voyage}"\n' + LEGS)
    assert [leg.voyage for leg in found.understood[0].legs] == ["SPIL-KM-Satu-012", "SPIL-KM-Dua-012"]


def test_a_speed_that_no_ship_has_is_told(make: Make, look: Look) -> None:
    text = (
        "Nama Kapal;Voy No;POL;Tujuan;Closing;ETD;ETA\n"
        "KM Satu;012;IDKRG;IDSUB;;07/01/2026 09:00;07/01/2026 19:00\n"
        "KM Dua;013;IDKRG;IDSUB;;07/01/2026 09:00;17/01/2026 09:00\n"
    )
    fast, slow = look(make("agent.csv", text), mapping=LEGS).understood[0].warnings
    assert "10.0 h over about 524 nm are 52.4 kn" in fast
    assert "2.2 kn" in slow


def test_a_sheet_that_is_not_there(make: Make, look: Look) -> None:
    found = look(make("agent.xlsx", [["V"]]), mapping='sheet = "Januari"\n' + LEGS)
    assert [(fault.value, fault.remedy) for fault in found.faults] == [
        ("Januari", "correct sheet of the mapping: Jadwal")
    ]
