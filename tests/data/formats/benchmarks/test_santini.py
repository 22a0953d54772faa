"""The set santini: a file of our own, plans by hand with their makespan, and bad files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.case import Case
from data.checker import Verdict
from data.errors import Fault
from data.formats import read_case, write_folder
from data.formats.benchmarks.santini import answer, read
from data.formats.benchmarks.setting import moment
from data.plans import BerthPlan

FIELDS = {
    "n_ships": 3,
    "n_berths": 3,
    "n_periods": 6,
    "ship_length": [2, 1, 3],
    "ship_arrival": [0, 1, 2],
    "ship_handling": [4, 3, 5],
}
STAYS = (("V0", 0, 0, 4, ""), ("V1", 200, 1, 4, ""), ("V2", 0, 4, 9, ""))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    file = tmp_path / "f3x3-01.json"
    file.write_text(json.dumps(FIELDS, indent=2), encoding="utf-8")
    return read(file)


def test_a_file_becomes_a_case(case: Case) -> None:
    assert case.name == "f3x3-01"
    assert case.terminal.quay.layout == "hybrid"
    assert [section.id for section in case.berths] == ["B0", "B1", "B2"]
    assert [ship.loa_m for ship in case.vessels] == [200, 100, 300]
    assert [call.eta for call in case.calls] == [moment(0), moment(1), moment(2)]
    # Periods bind nobody: the last ship can't leave before period 7.
    assert [call.etd for call in case.calls] == [moment(6), moment(6), moment(7)]
    assert all(call.latest_departure is None for call in case.calls)
    assert [(row.call, row.berth, row.cranes, row.hours) for row in case.handling] == [
        ("V0", None, 0, 4),
        ("V1", None, 0, 3),
        ("V2", None, 0, 5),
    ]


def test_the_case_comes_back_from_files(case: Case, tmp_path: Path) -> None:
    write_folder(case, tmp_path / case.name)
    assert read_case(tmp_path / case.name).case.hash == case.hash


def test_money_is_the_makespan(case: Case, verdict_of: Callable[..., Verdict]) -> None:
    verdict = verdict_of(case, *STAYS)
    assert verdict.broken == ()
    assert verdict.cost == 9


@pytest.mark.parametrize(
    ("rule", "place", "stay"),
    [
        ("overlap", 1, ("V1", 100, 1, 4, "")),
        ("layout", 1, ("V1", 150, 5, 8, "")),
        ("quay_ends", 2, ("V2", 100, 4, 9, "")),
        ("work", 2, ("V2", 0, 4, 8, "")),
        ("before_arrival", 1, ("V1", 200, 0, 3, "")),
    ],
)
def test_rules_of_the_set(
    case: Case, verdict_of: Callable[..., Verdict], rule: str, place: int, stay: tuple[str, float, float, float, str]
) -> None:
    stays = [*STAYS]
    stays[place] = stay
    assert rule in {broken.rule for broken in verdict_of(case, *stays).broken}


def test_the_answer_counts_from_zero(case: Case, plan_of: Callable[..., BerthPlan]) -> None:
    assert answer(case, plan_of(case, *STAYS)) == "vessel,berth,start,end\n0,0 1,0,4\n1,2,1,4\n2,0 1 2,4,9\n"


def test_a_ship_across_a_berth_too_many_gives_it_back(case: Case, plan_of: Callable[..., BerthPlan]) -> None:
    assert answer(case, plan_of(case, ("V0", 50, 0, 4, ""))).splitlines()[1] == "0,0 1,0,4"


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        ({"n_ships": None}, None, "n_ships: the field is missing"),
        ({"n_ships": 4}, 5, "ship_length: it is a list of 3 values; give a list of 4"),
        ({"n_berths": 0}, 3, "n_berths = '0'"),
        ({"n_periods": 6.5}, 4, "n_periods = '6.5'"),
        ({"ship_length": [2, 1, 4]}, 5, "from 1 to 3"),
        ({"ship_arrival": [0, True, 2]}, 10, "ship_arrival = 'True'"),
        ({"ship_handling": "4 3 5"}, 15, "it is no list"),
    ],
)
def test_bad_fields(
    fault_of: Callable[[Callable[[Path], Case], str], Fault], change: dict[str, Any], row: int | None, words: str
) -> None:
    fields = {name: value for name, value in (FIELDS | change).items() if value is not None}
    fault = fault_of(read, json.dumps(fields, indent=2))
    assert fault.row == row
    assert words in str(fault)


@pytest.mark.parametrize(("text", "row", "words"), [("{\n1}", 2, "not JSON"), ("[]", None, "holds no fields")])
def test_files_that_are_none(
    fault_of: Callable[[Callable[[Path], Case], str], Fault], text: str, row: int | None, words: str
) -> None:
    fault = fault_of(read, text)
    assert fault.row == row
    assert words in str(fault)
