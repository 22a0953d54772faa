"""The set correcher: a file of our own, plans by hand with the cost that its objective has on paper, and bad files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.case import Case
from data.checker import Verdict
from data.errors import Fault
from data.formats import read_case, write_folder
from data.formats.benchmarks.correcher import Variant, answer, read
from data.formats.benchmarks.setting import moment
from data.plans import BerthPlan

# 100 m of quay, 20 hours, 3 cranes. The second vessel wants a place that reaches a segment beyond the quay.
TEXT = """\
10 20 3 2
4 1 5 200 1000 2000 3 1 2 6 3
3 2 7 200 1000 2000 9 1 1 4
"""
FIRST, SECOND = ("V1", 20, 1, 4, "QC1 QC2"), ("V2", 70, 2, 6, "QC3")


@pytest.fixture
def case_of(tmp_path: Path) -> Callable[..., Case]:
    def make(variant: Variant = "BACASP") -> Case:
        file = tmp_path / "tiny.dat"
        file.write_text(TEXT, encoding="utf-8")
        return read(file, variant)

    return make


def test_a_file_becomes_a_case(case_of: Callable[..., Case]) -> None:
    case = case_of()
    first, second = case.calls
    assert case.name == "tiny"
    assert case.terminal.quay.length_m == 100
    assert case.terminal.quay.layout == "continuous"
    assert [crane.id for crane in case.quay_cranes] == ["QC1", "QC2", "QC3"]
    assert [ship.loa_m for ship in case.vessels] == [40, 30]
    assert (first.eta, first.etd, first.latest_departure) == (moment(1), moment(6), moment(20))
    assert (first.min_cranes, first.max_cranes, second.max_cranes) == (1, 2, 1)
    assert (first.preferred_position_m, second.preferred_position_m) == (20, 80)
    assert [(row.call, row.berth, row.cranes, row.hours) for row in case.handling] == [
        ("V1", None, 1, 6),
        ("V1", None, 2, 3),
        ("V2", None, 1, 4),
    ]
    assert moment(0).isoformat() == "2024-01-01T00:00:00+00:00"
    assert moment(0).weekday() == 0


def test_the_case_comes_back_from_files(case_of: Callable[..., Case], tmp_path: Path) -> None:
    case = case_of("BACASP-S")
    write_folder(case, tmp_path / "tiny")
    assert read_case(tmp_path / "tiny").case.hash == case.hash


def test_money_is_the_objective(case_of: Callable[..., Case], verdict_of: Callable[..., Verdict]) -> None:
    case = case_of()
    verdict = verdict_of(case, FIRST, SECOND)
    assert verdict.broken == ()
    assert verdict.cost == 200
    # A segment off, an hour of waiting, and two hours after due + 1.
    verdict = verdict_of(case, ("V1", 10, 2, 8, "QC1"), SECOND)
    assert verdict.broken == ()
    assert verdict.cost == 200 + 1000 + 2 * 2000 + 200


def test_within_the_hour_after_due_nobody_is_late(
    case_of: Callable[..., Case], verdict_of: Callable[..., Verdict]
) -> None:
    verdict = verdict_of(case_of(), ("V1", 20, 3, 6, "QC1 QC2"), SECOND)
    assert verdict.cost == 2 * 1000 + 200


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ("work", ("V1", 20, 1, 3, "QC1 QC2"), SECOND),
        ("before_arrival", ("V1", 20, 0, 3, "QC1 QC2"), SECOND),
        ("overlap", ("V1", 40, 1, 4, "QC1 QC2"), SECOND),
        ("crane_passing", ("V1", 20, 1, 4, "QC2 QC3"), ("V2", 70, 2, 6, "QC1")),
        ("crane_at_two_ships", ("V1", 20, 1, 4, "QC2 QC3"), SECOND),
        ("crane_constant", ("V1", 20, 1, 4, "QC1 QC3"), ("V2", 70, 4, 8, "QC3")),
        ("latest_departure", FIRST, ("V2", 70, 17, 21, "QC3")),
        ("quay_ends", FIRST, ("V2", 80, 2, 6, "QC3")),
    ],
)
def test_rules_of_the_set(
    case_of: Callable[..., Case],
    verdict_of: Callable[..., Verdict],
    rule: str,
    first: tuple[object, ...],
    second: tuple[object, ...],
) -> None:
    assert rule in {broken.rule for broken in verdict_of(case_of(), first, second).broken}


def test_a_crane_needs_set_up_and_its_way_in_bacasp_s(
    case_of: Callable[..., Case], verdict_of: Callable[..., Verdict], plan_of: Callable[..., BerthPlan]
) -> None:
    first, at_once = ("V1", 20, 1, 4, "QC2 QC3"), ("V2", 70, 4, 8, "QC3")
    # 6 minutes, and 45 m between the ships' middles at 40 m a minute.
    later = ("V2", 70, 4 + 7.125 / 60, 8 + 7.125 / 60, "QC3")
    assert verdict_of(case_of("BACASP"), first, at_once).broken == ()
    case = case_of("BACASP-S")
    assert {broken.rule for broken in verdict_of(case, first, at_once).broken} == {"crane_setup"}
    verdict = verdict_of(case, first, later)
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(200 + 1000 * 2.11875 + 2000 * 0.11875, rel=1e-12)
    assert answer(case, plan_of(case, first, later)).splitlines()[2] == "2,8,4.11875,8.11875,3"


def test_the_answer_counts_from_one(case_of: Callable[..., Case], plan_of: Callable[..., BerthPlan]) -> None:
    case = case_of()
    assert answer(case, plan_of(case, ("V2", 67.5, 2, 6, "QC3"), FIRST)) == (
        "vessel,position,start,end,cranes\n1,3,1,4,1 2\n2,7.75,2,6,3\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "row", "words"),
    [
        ("10 20 3 2", "10 20 3", 1, "3 values for quay length"),
        ("10 20 3 2", "10 20 0 2", 1, "number of cranes is out of reach"),
        ("10 20 3 2", "10 20 3 3", None, "ends before vessel 3"),
        ("10 20 3 2", "10 20 3 1", 3, "after the last one"),
        ("4 1 5 200", "4 1 5 x", 2, "not a whole number"),
        ("4 1 5 200", "4.5 1 5 200", 2, "not a whole number"),
        ("4 1 5 200", "11 1 5 200", 2, "length in segments is out of reach"),
        ("4 1 5 200", "4 6 5 200", 2, "due is out of reach"),
        ("4 1 5 200", "4 1 5 205", 2, "multiple of 10"),
        ("3 2 7 200", "3 2 7 210", 3, "not those of the first"),
        ("3 1 2 6 3", "3 1 2 6", 2, "hours for 1 numbers"),
        ("3 1 2 6 3", "3 1 4 6 3 2 2", 2, "most number of cranes is out of reach"),
        ("4 1 5 200 1000 2000 3 1 2 6 3", "4 1 5", 2, "line of a vessel has 3 values"),
        (TEXT, "\n", None, "ends before the line of sizes"),
    ],
)
def test_bad_files(
    fault_of: Callable[[Callable[[Path], Case], str], Fault], old: str, new: str, row: int | None, words: str
) -> None:
    assert TEXT.count(old) == 1
    fault = fault_of(read, TEXT.replace(old, new))
    assert fault.row == row
    assert words in str(fault)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad"
    file.write_bytes(b"10 20 3\xff 2\n")
    with pytest.raises(Exception, match="not UTF-8"):
        read(file)
    with pytest.raises(Exception, match="can't be read"):
        read(tmp_path / "none")
