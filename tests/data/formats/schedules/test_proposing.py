from datetime import datetime

import pytest

from data.case import Case
from data.errors import BadInput
from data.formats.schedules import propose
from data.formats.schedules.words import meaning
from tests.data.formats.schedules.conftest import DEFAULTS, Look, Make, mapped


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


@pytest.fixture
def named(trade: Case) -> Case:
    """The ports with further names, of which two have one in common."""
    more = {"IDKRG": "Balikpapan; BPN; Timur", "IDSUB": "Tg. Perak; timur", "LKCMB": "Port Colombo"}
    ports = (port.model_copy(update={"also_called": more.get(port.unlocode)}) for port in trade.ports)
    return trade.changed(ports=tuple(ports))


def test_ports_are_known_by_all_their_names_and_asked_for_where_two_have_one(make: Make, named: Case) -> None:
    rows = ["COLOMBO", "port  colombo", "Tg. Perak", "TG PERAK", "bpn", "Timur", "Colombo North"]
    path = make("agent.csv", "Voyage,POL,POD,ETD,ETA\n" + "".join(f"1,Balikpapan,{name},-,-\n" for name in rows))
    text = propose(path, named)
    assert mapped(text).ports == {
        "Balikpapan": "IDKRG", "COLOMBO": "LKCMB", "port colombo": "LKCMB", "Tg. Perak": "IDSUB", "TG PERAK": "IDSUB",
        "bpn": "IDKRG",
    }  # fmt: skip
    assert '# "Timur" = ""  # say its UN/LOCODE: IDKRG or IDSUB\n' in text
    assert '# "Colombo North" = ""  # say its UN/LOCODE\n' in text


def test_headings_name_ports_by_all_their_names(make: Make, named: Case) -> None:
    head = "Voy,ETD Balikpapan,ETA Tg Perak,ETD Surabaya,ETA Port Colombo,ETA Timur,ETA Jakarta via Surabaya\n"
    text = propose(make("agent.csv", head), named)
    calls = {call.port: (call.arrival, call.departure) for call in mapped(text).calls}
    assert calls == {
        "IDKRG": (None, ("ETD Balikpapan",)),
        "IDSUB": (("ETA Tg Perak",), ("ETD Surabaya",)),
        "LKCMB": (("ETA Port Colombo",), None),
    }
    assert 'Which port is "Timur": IDKRG or IDSUB?' in text
    assert 'Which port is "Jakarta Via Surabaya"?' in text


def test_a_list_is_read_by_all_names_but_those_of_two_ports(make: Make, named: Case, look: Look) -> None:
    mapping = (
        'layout = "legs"\ndate_order = "day-first"\n[columns]\nvoyage = "Voyage"\norigin = "POL"\n'
        'destination = "POD"\ndeparture = "ETD"\narrival = "ETA"\n[fixed]\nline = "SPIL"\n' + DEFAULTS
    )
    head, times = "Voyage,POL,POD,ETD,ETA\n", "27/01/2026 09:00,29/01/2026 09:00\n"
    found = look(make("agent.csv", f"{head}1,balikpapan,TG. PERAK,{times}"), mapping=mapping, case=named)
    assert [(leg.origin, leg.destination) for leg in found.understood[0].legs] == [("IDKRG", "IDSUB")]
    found = look(make("agent.csv", f"{head}1,TIMUR,Colombo,{times}"), mapping=mapping, case=named)
    assert [fault.problem for fault in found.faults] == ["IDKRG and IDSUB have this name"]


def test_columns_of_one_name_go_by_their_letters(make: Make, trade: Case) -> None:
    text = propose(make("agent.csv", "Voy,POL,POD,ETD,ETA,ETA\n"), trade)
    assert 'arrival = "col:E"' in text


def test_what_is_no_schedule(make: Make, trade: Case) -> None:
    with pytest.raises(BadInput, match="looks like the headings"):
        propose(make("agent.csv", "a,b\n1,2\n"), trade)
