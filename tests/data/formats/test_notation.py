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


@pytest.mark.parametrize("odd", [{"a": {"b": 1}}, [[]], True, 10**400, "\ud800", "=1", "x" * 10_000])
def test_odd_values_are_faults_wherever_they_stand(notation: dict[str, Any], odd: object) -> None:
    for table, rows in notation.items():
        if isinstance(rows, list) and rows:
            for column in rows[0]:
                if isinstance(odd, bool) and column == "direct_only":
                    continue
                spoilt = copy.deepcopy(notation)
                spoilt[table][0][column] = odd
                assert any(fault.column.startswith(f"{table}.0.{column}") for fault in refused(spoilt) if fault.column)
    for part, fields in notation["terminal"].items():
        spoilt = copy.deepcopy(notation)
        spoilt["terminal"][part] = odd
        assert any(str(fault.column).startswith(f"terminal.{part}") for fault in refused(spoilt))
        for field in fields if isinstance(fields, dict) else ():
            spoilt = copy.deepcopy(notation)
            spoilt["terminal"][part][field] = odd
            assert any(fault.column == f"terminal.{part}.{field}" for fault in refused(spoilt))
