"""Segregation of dangerous goods: each level with a pair that is far enough apart, and one that is not."""

from itertools import product

import pytest

from data.cargo import Container
from data.case import Case
from data.checker import check
from data.hazards import segregation
from data.plans import LoadingPlan
from tests.data.checker.loading.conftest import (
    L1,
    L2,
    L4,
    L5,
    L6,
    L7,
    L8,
    R1,
    R2,
    box,
    number,
    only,
    rules,
    to,
    with_box,
)

CLASSES = (
    *("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1"),
    *("6.2", "7", "8", "9"),
)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("3",), ("5.1",), 2),
        (("2.1",), ("4.3",), 2),
        (("4.1",), ("8",), 1),
        (("6.2",), ("3",), 3),
        (("1.1",), ("3",), 4),
        (("1.3",), ("4.1",), 3),
        (("1.4S",), ("2.2",), 1),
        (("9",), ("1.1D",), 0),
        (("1.1D",), ("1.4S",), 0),
        (("8", "3"), ("5.1",), 2),
        (("8",), ("9", "5.1"), 2),
        ((), ("3",), 0),
    ],
)
def test_hazards_levels(one: tuple[str, ...], other: tuple[str, ...], level: int) -> None:
    assert segregation(one, other) == level == segregation(other, one)


def test_hazards_table_is_the_same_both_ways() -> None:
    assert all(segregation((a,), (b,)) == segregation((b,), (a,)) for a, b in product(CLASSES, repeat=2))


def of_classes(case: Case, **classes: str) -> Case:
    """The case with hazards of some boxes, written L1="3"."""
    for name, text in classes.items():
        case = with_box(case, globals()[name], hazards=text)
    return case


@pytest.mark.parametrize(
    ("classes", "feasible"),
    [
        ({"L2": "3", "L4": "5.1"}, False),  # on each other
        ({"L6": "3", "L7": "5.1"}, False),  # in neighbouring rows
        ({"L5": "3", "R1": "5.1"}, False),  # in one row of neighbouring bays
        ({"L1": "3", "L5": "5.1"}, True),  # on each other with a hatch cover between
        ({"L1": "3", "L6": "5.1"}, True),  # in neighbouring bays and other rows
        ({"L8": "3", "R2": "5.1"}, False),  # a box that stays beside one that is loaded
        ({"L6": "4.1", "L7": "8"}, True),  # away from is no matter of closed boxes
    ],
)
def test_hazards_separated_from(case: Case, plan: LoadingPlan, classes: dict[str, str], feasible: bool) -> None:
    verdict = check(of_classes(case, **classes), plan)
    assert rules(verdict) == (set() if feasible else {"hazards"})
    if not feasible:
        first, second = (globals()[name] for name in classes)
        assert set(verdict.broken[0].calls) == {first, second}
        assert "must stand not on each other and not in adjoining stacks" in only(verdict, "hazards")


def test_hazards_on_each_other_without_a_cover_between(case: Case, plan: LoadingPlan) -> None:
    open_top = case.changed(
        ship_stacks=tuple(
            stack.model_copy(update={"cover": None}) if stack.bay == 2 and stack.row == 0 else stack
            for stack in case.ship_stacks
        )
    )
    assert rules(check(of_classes(open_top, L1="3", L5="5.1"), plan)) == {"hazards"}


@pytest.mark.parametrize(
    ("classes", "feasible"),
    [
        ({"L1": "6.2", "L6": "3"}, False),  # in neighbouring bays, whatever the row
        ({"L1": "6.2", "L5": "3"}, False),  # in one bay, across the cover
        ({"L5": "6.2", "L6": "3"}, True),  # in neighbouring bays of two levels
        ({"L5": "6.2", "L8": "3"}, True),
    ],
)
def test_hazards_by_a_complete_hold(case: Case, plan: LoadingPlan, classes: dict[str, str], feasible: bool) -> None:
    verdict = check(of_classes(case, **classes), plan)
    assert rules(verdict) == (set() if feasible else {"hazards"})
    if not feasible:
        assert "not in the same bay or the next one" in only(verdict, "hazards")


@pytest.mark.parametrize(
    ("first", "second", "feasible"),
    [
        ("L1", "L6", False),  # from bay 002 to bay 006 there are 30 m from middle to middle and 17.8 m between
        ("L7", "L8", False),  # from bay 006 to bay 013 20.85 m
        ("L5", "L8", True),
    ],
)
def test_hazards_lengthwise(case: Case, plan: LoadingPlan, first: str, second: str, feasible: bool) -> None:
    verdict = check(of_classes(case, **{first: "1.1D", second: "3"}), plan)
    assert rules(verdict) == (set() if feasible else {"hazards"})
    if not feasible:
        assert "at least 24 m apart along the ship" in only(verdict, "hazards")
        assert "(class 1.1D)" in verdict.broken[0].text


def test_hazards_that_came_so_are_not_judged(case: Case, plan: LoadingPlan) -> None:
    came = case.changed(
        containers=(*case.containers, Container.model_validate(box(number(303), "22G1", "remain", "0130182")))
    )
    beside = with_box(with_box(came, number(303), hazards="3"), R2, hazards="5.1")
    assert check(beside, to(plan, L8, "0130284")).feasible
    assert rules(check(with_box(beside, L8, hazards="4.2"), to(plan, L8, "0130284"))) == {"hazards"}


def test_hazards_of_boxes_that_leave_are_no_matter(case: Case, plan: LoadingPlan) -> None:
    assert check(with_box(of_classes(case, L1="3"), case.containers[3].id, hazards="5.1"), plan).feasible


def test_class_1_among_itself_is_noted(case: Case, plan: LoadingPlan) -> None:
    verdict = check(of_classes(case, L6="1.1D", L7="1.4S"), plan)
    assert verdict.feasible
    assert any("2 boxes with goods of class 1 are on board at departure" in note for note in verdict.notes)
    assert not any("class 1" in note for note in check(of_classes(case, L6="1.1D"), plan).notes)


# Names that the parameters above take from here.
BOXES = (L1, L2, L4, L5, L6, L7, L8, R1, R2)
