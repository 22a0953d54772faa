"""The JSON form: what the API gives is what it takes, and faults have paths."""

import copy
from typing import Any

import pytest

from data.case import Case
from data.errors import BadInput, Fault
from data.formats import case_from_json


@pytest.fixture
def notation(small_case: Case) -> dict[str, Any]:
    """The small case as parsed JSON, to be changed."""
    return copy.deepcopy(small_case.model_dump(mode="json"))


def refused(data: object, name: str | None = None) -> list[Fault]:
    with pytest.raises(BadInput) as caught:
        case_from_json(data, name)
    return caught.value.faults


def test_round_trip(notation: dict[str, Any], small_case: Case) -> None:
    reading = case_from_json(notation)
    assert reading.case == small_case
    assert reading.case.hash == small_case.hash
    assert reading.notices == ()
    assert case_from_json(notation, "other").case.name == "other"


def test_lists_may_be_lists(notation: dict[str, Any], small_case: Case) -> None:
    notation["services"][0]["vessels"] = ["BURU", "CERAM"]
    assert case_from_json(notation).case == small_case


def test_tables_may_be_left_out_and_values_null(notation: dict[str, Any]) -> None:
    del notation["shipments"]
    notation["sailings"] = None
    notation["vessels"][0]["imo"] = None
    case = case_from_json(notation).case
    assert (case.shipments, case.sailings) == ((), ())


def test_all_faults_with_their_paths(notation: dict[str, Any]) -> None:
    notation["terminal"]["quay"]["length_m"] = "long"
    notation["terminal"]["tides"] = {}
    notation["calls"][1]["etd"] = "2026-01-05T08:30+08:00"
    notation["calls"][3]["etaa"] = 1
    notation["ports"][2] = "LKCMB"
    notation["calls"][2]["vessel"] = "NONE"
    notation["cals"] = []
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in refused(notation)] == [
        ("case", None, "cals", None),
        ("case", None, "ports.2", None),
        ("case", None, "calls.3.etaa", None),
        ("case", None, "terminal.tides", None),
        ("case", None, "terminal.quay.length_m", "long"),
        ("case", None, "calls.1.etd", "2026-01-05T08:30+08:00"),
        ("case", None, "calls.2.vessel", "NONE"),
    ]


def test_unix_seconds_are_no_moment(notation: dict[str, Any]) -> None:
    notation["calls"][0]["eta"] = 1767571200
    (fault,) = refused(notation)
    assert (fault.column, fault.value) == ("calls.0.eta", "1767571200")
    assert "2026-01-05 08:00" in fault.remedy


@pytest.mark.parametrize("data", [None, [], "case", 3])
def test_what_is_no_object(data: object) -> None:
    assert [fault.problem for fault in refused(data)] == ["it is no JSON object"]


def test_an_empty_object_lacks_everything() -> None:
    assert [(fault.column, fault.problem) for fault in refused({})] == [
        ("name", "a case needs a name"),
        ("berths", "the table is missing"),
        ("quay_cranes", "the table is missing"),
        ("ports", "the table is missing"),
        ("vessels", "the table is missing"),
        ("calls", "the table is missing"),
        ("terminal", "the terminal is missing"),
    ]


@pytest.mark.parametrize(
    "odd", [{"a": {"b": 1}}, [[]], b"1", 10**5000, "\ud800", "=1", "x" * 10_000], ids=lambda odd: type(odd).__name__
)
def test_odd_values_are_faults_wherever_they_stand(notation: dict[str, Any], odd: object) -> None:
    wanted: set[str | None] = set()
    for name, part in notation["terminal"].items():
        if isinstance(part, dict):
            wanted |= {f"terminal.{name}.{field}" for field in part}
            notation["terminal"][name] = dict.fromkeys(part, odd)
        else:
            wanted.add(f"terminal.{name}")
            notation["terminal"][name] = odd
    for name, rows in notation.items():
        if isinstance(rows, list) and rows:
            wanted |= {f"{name}.0.{column}" for column in rows[0]}
            notation[name] = [dict.fromkeys(rows[0], odd)]
    faults = refused(notation)
    assert {fault.column for fault in faults} == wanted
    assert "\n".join(f"{fault} {fault.value}" for fault in faults).encode("utf-8")


@pytest.mark.parametrize("odd", [True, 3, "x", [], None, {"x": 1}])
@pytest.mark.parametrize("part", ["terminal", "berths", "shipments"])
def test_odd_parts(notation: dict[str, Any], part: str, odd: object) -> None:
    notation[part] = odd
    if (part, odd) in (("shipments", None), ("shipments", [])):
        assert case_from_json(notation).case.shipments == ()
    else:
        assert str(refused(notation)[0].column).startswith(part)


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Asia/Atlantis"])
def test_what_is_no_zone_of_the_world(notation: dict[str, Any], zone: str) -> None:
    notation["terminal"]["time_zone"] = zone
    assert [fault.problem for fault in refused(notation)] == ["no such time zone"]
