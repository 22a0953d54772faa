"""The sets lalla_ruiz and kramer: a file of our own, plans by hand with their cost on paper, and bad files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.case import Case
from data.checker import Verdict
from data.errors import Fault
from data.formats import read_case, write_folder
from data.formats.benchmarks.dbap import answer, read
from data.formats.benchmarks.setting import hour_of, moment
from data.plans import BerthPlan

# Three ships, two berths, and values at the end of the last two blocks that belong to nothing, as in the sets.
TEXT = """\
3
2
1 2 2
2 1
3 99999
4 5
2 6
20 18 20 20
20 20 10 1 1 1
"""
STAYS = (("V1", 0, 2, 5, ""), ("V2", 100, 2, 7, ""), ("V3", 0, 5, 7, ""))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    file = tmp_path / "f3x2-01.txt"
    file.write_text(TEXT.replace("\n", " \r\n"), encoding="utf-8")
    return read(file)


def test_a_file_becomes_a_case(case: Case) -> None:
    assert case.name == "f3x2-01"
    assert case.terminal.quay.layout == "discrete"
    assert [(section.id, section.start_m, section.end_m) for section in case.berths] == [
        ("B1", 0, 100),
        ("B2", 100, 200),
    ]
    assert [call.eta for call in case.calls] == [moment(1), moment(2), moment(2)]
    assert [call.latest_departure for call in case.calls] == [moment(20), moment(20), moment(10)]
    assert [(row.call, row.berth, row.cranes, row.hours) for row in case.handling] == [
        ("V1", "B1", 0, 3),
        ("V2", "B1", 0, 4),
        ("V2", "B2", 0, 5),
        ("V3", "B1", 0, 2),
        ("V3", "B2", 0, 6),
    ]
    closed = [(row.id, hour_of(row.start), hour_of(row.end), row.from_m, row.to_m) for row in case.closures]
    assert closed == [
        ("B1-before", "0", "2", 0, 100),
        ("B2-before", "0", "1", 100, 200),
        ("B2-after", "18", "20", 100, 200),
    ]


def test_the_case_comes_back_from_files(case: Case, tmp_path: Path) -> None:
    write_folder(case, tmp_path / case.name)
    assert read_case(tmp_path / case.name).case.hash == case.hash


def test_money_is_the_objective(case: Case, verdict_of: Callable[..., Verdict]) -> None:
    verdict = verdict_of(case, *STAYS)
    assert verdict.broken == ()
    assert verdict.cost == (5 - 1) + (7 - 2) + (7 - 2)


@pytest.mark.parametrize(
    ("rule", "place", "stay"),
    [
        ("closure", 0, ("V1", 0, 1, 4, "")),
        ("closure", 1, ("V2", 100, 14, 19, "")),
        ("work", 0, ("V1", 100, 7, 10, "")),
        ("work", 1, ("V2", 100, 2, 6, "")),
        ("layout", 1, ("V2", 50, 10, 15, "")),
        ("overlap", 2, ("V3", 0, 4, 6, "")),
        ("latest_departure", 2, ("V3", 0, 9, 11, "")),
        ("before_arrival", 1, ("V2", 100, 1, 6, "")),
    ],
)
def test_rules_of_the_sets(
    case: Case, verdict_of: Callable[..., Verdict], rule: str, place: int, stay: tuple[str, float, float, float, str]
) -> None:
    stays = [*STAYS]
    stays[place] = stay
    assert rule in {broken.rule for broken in verdict_of(case, *stays).broken}


def test_the_answer_counts_from_one(case: Case, plan_of: Callable[..., BerthPlan]) -> None:
    assert answer(case, plan_of(case, *reversed(STAYS))) == "vessel,berth,start,end\n1,1,2,5\n2,2,2,7\n3,1,5,7\n"


@pytest.mark.parametrize(
    ("old", "new", "row", "words"),
    [
        ("3\n2\n", "3 2\n", 1, "2 values for the number of ships"),
        ("3\n2\n", "3\n0\n", 2, "number of berths is out of reach"),
        ("3\n2\n", "3\n2\n\n", None, ""),
        ("1 2 2\n", "1 2\n", 3, "2 values for arrivals"),
        ("1 2 2\n", "1 2 2 2\n", 3, "4 values for arrivals"),
        ("1 2 2\n", "-1 2 2\n", 3, "one of the arrivals is out of reach"),
        ("3 99999", "99999 99999", 5, "may use no berth"),
        ("3 99999", "0 99999", 5, "a handling time is out of reach"),
        ("3 99999", "3 99998", 5, "a handling time is out of reach"),
        ("3 99999", "3 1e3", 5, "not a whole number"),
        ("20 18 20 20", "20", 8, "1 values for closing times"),
        ("20 18 20 20", "20 1", 8, "closes before it opens"),
        ("20 20 10 1 1 1", "20 20 2", 9, "depart before it arrives"),
        ("20 20 10 1 1 1\n", "", None, "ends before the latest departures"),
        ("20 20 10 1 1 1", "20 20 10\n1 1 1", 10, "after the last one"),
    ],
)
def test_bad_files(
    fault_of: Callable[[Callable[[Path], Case], str], Fault],
    tmp_path: Path,
    old: str,
    new: str,
    row: int | None,
    words: str,
) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    if not words:
        (tmp_path / "good").write_text(text, encoding="utf-8")
        assert len(read(tmp_path / "good").calls) == 3
        return
    fault = fault_of(read, text)
    assert fault.row == row
    assert words in str(fault)
