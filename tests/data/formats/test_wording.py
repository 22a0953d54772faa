"""What the types refuse is told in the project's words, with the column that tells most."""

from pathlib import Path
from typing import Any

import pytest

from data.case import TABLES, Case
from data.errors import BadInput
from data.formats import case_from_json
from data.formats.fields import columns
from data.terminal import Terminal

# Words of pydantic, of Python and of its parsers that users must not meet.
PROGRAMMERS = (
    "Input should",
    "Value error",
    "String should",
    "valid",
    "pydantic",
    "type=",
    "None",
    "tuple",
    "NoneType",
)


@pytest.mark.parametrize(
    ("table", "changes", "column", "remedy"),
    [
        ("berths", {"start_m": 270, "end_m": 270}, "end_m", "end_m must be above start_m"),
        ("quay_cranes", {"rail_from_m": 271}, "rail_to_m", "rail_to_m must be above rail_from_m"),
        ("calls", {"eta": "2026-02-05T08:00+08:00"}, "etd", "etd must be later than eta"),
        ("calls", {"min_cranes": 3}, "max_cranes", "exchange them"),
        ("calls", {"discharge_full": 0, "load_full": 0, "load_empty": 0}, "discharge_full", "give discharge or load"),
        ("calls", {"load_full": 25_000}, "discharge_full", "look for a typing error"),
        ("sailings", {"arrival": "2026-01-01T08:00+08:00"}, "arrival", "arrival must be later than departure"),
        ("sailings", {"destination": "IDKRG"}, "destination", "give two different ports"),
        ("shipments", {"ready": "2027-01-01T08:00+08:00"}, "latest_arrival", "latest_arrival must be later than ready"),
        ("shipments", {"destination": "IDKRG"}, "destination", "give two different ports"),
        ("shipments", {"gross_mass_kg": 32_501}, "gross_mass_kg", "at most 32500 kg for 1"),
    ],
)
def test_rules_of_a_row_name_the_column_that_tells_most(
    small_case: Case, table: str, changes: dict[str, Any], column: str, remedy: str
) -> None:
    data = small_case.model_dump(mode="json")
    data[table][0].update(changes)
    with pytest.raises(BadInput) as caught:
        case_from_json(data)
    fault = caught.value.faults[0]
    assert (fault.column, fault.remedy) == (f"{table}.0.{column}", remedy)
    assert fault.value == str(data[table][0][column]).removesuffix(".0")


@pytest.mark.parametrize("value", ["?", "", -5, 10**12 + 1, 0.5, True, "X" * 300, [], ["?"], {"a": 1}, None])
def test_no_programmers_words(small_case: Case, value: object) -> None:
    data = small_case.model_dump(mode="json")
    data["terminal"] = _nested(dict.fromkeys(columns(Terminal), value))
    for table, row_type in TABLES.items():
        data[table] = [dict.fromkeys(columns(row_type), value)]
    with pytest.raises(BadInput) as caught:
        case_from_json(data)
    for fault in caught.value.faults:
        assert fault.column
        assert fault.remedy.strip()
        assert not any(word in f"{fault.problem} {fault.remedy}" for word in PROGRAMMERS), str(fault)


def _nested(values: dict[str, object]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in values.items():
        part, dot, inner = name.partition(".")
        if dot:
            nested.setdefault(part, {})[inner] = value
        else:
            nested[name] = value
    return nested


def test_codes_say_what_is_wrong_with_them(folder: Path, edit, refused) -> None:
    edit("vessels.csv", "ARU,Aru,,", "ARU,Aru,9074728,")
    edit("shipments.csv", "1301.90", "13.1")
    edit("ports.csv", "LKCMB", "COLOMBO")
    edit("shipments.csv", "22G1", "20ft")
    edit("vessels.csv", "LINEB,ID,130", "LINE B,ID,130")
    edit("services.csv", "BURU CERAM,IDSUB", "BURU CERAM,IDSUB Makassar")
    told = {(fault.column, fault.value): f"{fault.problem}; {fault.remedy}" for fault in refused(folder)}
    odd = "it does not look as it should; "
    assert told == {
        ("imo", "9074728"): "the check digit of 907472 is 9, not 8; look for a mistyped digit or letter",
        ("hs_code", "13.1"): odd + "an HS code is six or eight digits, as 1301.90 or 1301.90.90",
        ("unlocode", "COLOMBO"): odd + "a UN/LOCODE is two letters for the country and three for the place, as IDKRG",
        ("box_type", "20ft"): odd
        + "a box type is an ISO 6346 size and type code, as 22G1 (20-foot) or 45G1 (40-foot high)",
        ("line", "LINE B"): odd + "give a name of at most 64 letters, digits, dots, dashes or underscores",
        ("rotation", "Makassar"): odd + "a UN/LOCODE is two letters for the country and three for the place, as IDKRG",
    }
