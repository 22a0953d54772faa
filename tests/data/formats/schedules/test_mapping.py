import pytest

from data.errors import BadInput
from data.formats.schedules import parse_default
from data.formats.schedules.legs import Pace
from tests.data.formats.schedules.conftest import mapped


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("layout = legs", None, "no TOML"),
        ('layout = "rows"', "layout", "no such choice"),
        ("colums = {}", "colums", "did you mean columns?"),
        ('layout = "legs"', None, "no column is the voyage"),
        ('layout = "legs"\n[columns]\nvoyage = "V"\ndeparture = "ETD"', None, "origin and destination"),
        ('layout = "ports"\n[columns]\nvoyage = "V"', None, "two ports at least"),
        ('[columns]\nvoyage = "V"', None, "no layout"),
        ('voyage_name = "{line}"', "voyage_name", "names no voyage"),
        ('voyage_name = "{voyage}{ship.x}"', "voyage_name", "names no voyage"),
        ('voyage_name = "{voyage}{voyage:>99}"', "voyage_name", "names no voyage"),
        ('voyage_name = "{voyage}{ship.upper}"', "voyage_name", "names no voyage"),
        ('voyage_name = "{voyage"', "voyage_name", "names no voyage"),
        ('[columns]\nvoyages = "V"', "columns.voyages", "no such choice"),
        ('[ports]\n"Surabaya" = "SUB"', "ports.Surabaya", "UN/LOCODE"),
        ('date_format = "%d %b"', None, "year"),
        ('time_zone = "WITA"', "time_zone", "zone"),
        ("[[defaults]]\ncapacity_teu = -1", "defaults.0.capacity_teu", "at least 0"),
        ('[[calls]]\nport = "IDSUB"', "calls.0", "no column"),
        ("header = []", "header", "at least one"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(text: str, column: str | None, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        mapped(text)
    assert any(fault.column == column and words in str(fault) for fault in caught.value.faults), caught.value.faults
    assert all(fault.file == "map.toml" for fault in caught.value.faults)


def test_later_defaults_count_before_earlier_ones() -> None:
    mapping = mapped(
        "[[defaults]]\nflag = 'ID'\ncapacity_teu = 10\n[[defaults]]\nline = 'spil'\ncapacity_teu = 20\nspeed_kn = 12\n"
        "[[defaults]]\nline = 'SPIL'\nservice = 'JAVA'\ncapacity_teu = 30\n"
    )
    assert mapping.default({"line": "MERATUS"}) == {"flag": "ID", "capacity_teu": 10}
    assert mapping.default({"line": "SPIL"})["capacity_teu"] == 20
    assert mapping.default({"line": "SPIL", "service": "Java"})["capacity_teu"] == 30
    assert mapping.pace({"line": "SPIL"}) == Pace(12.0, None)
    assert mapping.also([parse_default("capacity_teu=5")]).default({"line": "SPIL"})["capacity_teu"] == 5


@pytest.mark.parametrize(
    ("text", "column"), [("line=SPIL,capacity=20", "capacity"), ("SPIL", None), ("flag=Indonesia", "flag")]
)
def test_defaults_of_the_command_line(text: str, column: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        parse_default(text)
    assert caught.value.faults[0].column == column
    assert parse_default("line=SPIL, capacity_teu=20").capacity_teu == 20
