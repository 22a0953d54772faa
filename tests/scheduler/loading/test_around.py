"""Distance between dangerous goods, by the levels of segregation: pairs that are far enough apart, and that are not."""

import pytest

from data.case import Case
from data.profiles import ShipStack
from data.slots import Cell
from scheduler.loading.around import apart
from tests.scheduler.loading.conftest import box, ship_of, ship_stack, tiny


def deck(*rows: int, bay: int = 2) -> list[ShipStack]:
    return [ship_stack(bay, row, "deck") for row in rows]


# Places at 20 m and 50 m from the bow: bays 2 and 6 are neighbours.
LAYOUT = [
    *deck(1, 2, 3, 4), ship_stack(2, 1, "hold"), ship_stack(2, 3, "hold"), *deck(1, 2, bay=6), ship_stack(6, 1, "hold"),
    *deck(1, bay=10),
]  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "other", "good"),
    [
        (("3", "9"), "0020184", True),  # none asked for
        (("4.1", "8"), "0020184", True),  # away from: no matter of closed boxes
        (("3", "5.1"), "0020184", False),  # separated: one stack
        (("3", "5.1"), "0020102", False),
        (("3", "5.1"), "0020282", False),  # the next row
        (("3", "5.1"), "0020382", False),
        (("3", "5.1"), "0020482", True),
        (("3", "5.1"), "0060182", False),  # the next bay
        (("3", "5.1"), "0060282", True),
        (("3", "5.1"), "0100182", True),
        (("6.2", "3"), "0060282", False),  # by a compartment: the next bay on the same level
        (("6.2", "3"), "0060102", True),
        (("6.2", "3"), "0020302", False),
        (("6.2", "3"), "0100182", True),
        (("1.1", "3"), "0060182", False),  # 24 m between their ends
        (("1.1", "3"), "0100182", True),
    ],
)
def test_apart(case: Case, classes: tuple[str, str], other: str, good: bool) -> None:
    one, two = (box(long=True, hazards=hazard) for hazard in classes)
    ship = ship_of(tiny(case, LAYOUT, [box()]))
    assert apart(ship, Cell.of("0020182"), one, Cell.of(other), two) == good
    assert apart(ship, Cell.of(other), two, Cell.of("0020182"), one) == good


@pytest.mark.parametrize(
    ("classes", "slots", "good"),
    [
        (("6.2", "3"), ("0030182", "0050182"), False),
        (("6.2", "3"), ("0010182", "0050182"), True),  # the 20-foot bay between them is empty
        (("3", "5.1"), ("0010182", "0030182"), False),
        (("3", "5.1"), ("0010182", "0050182"), True),
        (("1.1", "3"), ("0030182", "0050182"), False),  # their ends are 17.8 m apart
        (("1.1", "3"), ("0010182", "0070182"), True),  # and 30 m
    ],
)
def test_apart_by_20_foot_bays(case: Case, classes: tuple[str, str], slots: tuple[str, str], good: bool) -> None:
    one, two = (box(hazards=hazard) for hazard in classes)
    ship = ship_of(tiny(case, LAYOUT, [box()]))
    assert apart(ship, Cell.of(slots[0]), one, Cell.of(slots[1]), two) == good


@pytest.mark.parametrize("cover", [1, None])
def test_a_hatch_cover_separates_what_stands_on_it_from_what_stands_below(case: Case, cover: int | None) -> None:
    one, two = box(hazards="3"), box(hazards="5.1")
    stacks = [ship_stack(2, 1, level, cover=cover) for level in ("hold", "deck")]
    ship = ship_of(tiny(case, stacks, [box()]))
    assert apart(ship, Cell.of("0010102"), one, Cell.of("0010182"), two) == (cover is not None)
