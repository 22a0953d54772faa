from datetime import datetime

import pytest

from data.case import Case
from data.errors import BadInput
from data.formats.schedules import propose
from data.formats.schedules.words import meaning
from tests.data.formats.schedules.conftest import Look, Make, mapped


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Nama Kapal", "ship"), ("VESSEL NAME", "ship"), ("Voy. No.", "voyage"), ("No. Voyage", "voyage"),
        ("E.T.D", None), ("ETD BPN", "departure"), ("Keberangkatan", "departure"), ("Keberangkatn", "departure"),
        ("Tujuan", "destination"), ("POD", "destination"), ("Pelabuhan Muat", "origin"), ("Closing", "FCO"),
        ("Closing SI", "DCO"), ("CY Closing Time", "FCO"), ("Bendera", "flag"), ("Keterangan", None), ("", None),
        ("Open Stack", "EFC"), ("VGM Cut-off", "VCO"), ("Pelayaran", "line"),
    ],
)  # fmt: skip
def test_headings_of_two_languages(heading: str, name: str | None) -> None:
    assert meaning(heading) == name


def test_a_list_of_legs(make: Make, trade: Case, look: Look) -> None:
    path = make(
        "agent.csv",
        "Jadwal Kapal;;;;;;\nPelayaran;Kapal;Voyage;Tujuan;ETD;ETA;Catatan\n"
        "SPIL;KM Satu;012;Surabaya;27/01/2026 09:00;29/01/2026 09:00;x\n"
        "SPIL;KM Satu;013;Atlantis;28/01/2026 09:00;30/01/2026 09:00;x\n",
    )
    text = propose(path, trade)
    assert 'date_order = "day-first"\n' in text
    assert 'not used: the column "Catatan"' in text
    assert '"Surabaya" = "IDSUB"' in text
    assert '# "Atlantis" = ""' in text
    with pytest.raises(BadInput, match="origin"):
        mapped(text)  # where the ships leave from stands nowhere: the user must say it
    mapping = text.replace('# origin = "IDKRG"', 'origin = "IDKRG"').replace(
        '# "Atlantis" = ""', '"Atlantis" = "IDJKT"'
    )
    found = look(path, mapping=mapping)
    assert [(leg.line, leg.voyage, leg.destination) for leg in found.understood[0].legs] == [
        ("SPIL", "SPIL-012", "IDSUB"), ("SPIL", "SPIL-013", "IDJKT"),
    ]  # fmt: skip


def test_a_list_of_ports(make: Make, trade: Case) -> None:
    rows = [
        ["Jadwal"],
        ["KAPAL", "VOY", "CLOSING", "KARIANGAU", None, "SUB", None, "BATAM", None],
        [None, None, None, "ETA", "ETD", "ETA", "ETD", "ETA", "ETD"],
        ["KM Satu", 12, datetime(2026, 1, 6, 17), "5/1/2026"],
    ]
    text = propose(make("agent.xlsx", rows), trade)
    mapping = mapped(text)
    assert (mapping.layout, mapping.sheet, mapping.header) == ("ports", "Jadwal", (2, 3))
    assert [(call.port, call.arrival, call.departure) for call in mapping.calls] == [
        ("IDKRG", ("KARIANGAU ETA",), ("KARIANGAU ETD",)), ("IDSUB", ("SUB ETA",), ("SUB ETD",)),
    ]  # fmt: skip
    assert mapping.calls[0].cutoffs == {"FCO": ("CLOSING",)}
    assert 'Which port is "Batam"?' in text
    assert "GUESSED" in text


def test_columns_of_one_name_go_by_their_letters(make: Make, trade: Case) -> None:
    text = propose(make("agent.csv", "Voy,POL,POD,ETD,ETA,ETA\n"), trade)
    assert 'arrival = "col:E"' in text


def test_what_is_no_schedule(make: Make, trade: Case) -> None:
    with pytest.raises(BadInput, match="looks like the headings"):
        propose(make("agent.csv", "a,b\n1,2\n"), trade)
