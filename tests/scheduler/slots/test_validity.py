"""The rules of slots, each by a plan that keeps it and one that breaks it; and what plans cost."""

import pytest

from scheduler.slots import (
    AFT,
    BOTH,
    FORE,
    Box,
    Cell,
    Kind,
    Place,
    Rates,
    Section,
    SlotPlan,
    Stack,
    Standing,
    cost,
    faults,
)

SHORT, LONG = Box(Kind(1, False, 2590), 10_000), Box(Kind(1, True, 2590), 20_000)
REEFER, LONG_REEFER = Box(Kind(1, False, 2590, True), 10_000), Box(Kind(1, True, 2590, True), 20_000)
BOTTOM = [Place(0, 0, (FORE,)), Place(0, 0, (AFT,))]


def section(*boxes: Box, cells: tuple[Cell, ...] = (Cell(),) * 3, kg: int = 60_000, mm: int = 8_000) -> Section:
    return Section((Stack(kg, mm, cells),) * 2, boxes)


def test_a_plan_has_a_place_for_each_box() -> None:
    assert faults(section(SHORT), ()) == ["the plan has 0 places for 1 boxes"]
    assert faults(section(SHORT), (Place(2, 0, (FORE,)),)) == ["there is no stack 2"]
    assert faults(section(SHORT), (Place(0, 3, (FORE,)),)) != []
    assert faults(section(SHORT), (Place(0, 0, (FORE,)),)) == []


def test_places_go_by_the_length() -> None:
    assert faults(section(SHORT), (Place(0, 0, BOTH),)) != []
    assert faults(section(LONG), (Place(0, 0, (AFT,)),)) != []
    assert faults(section(LONG), (Place(0, 0, BOTH),)) == []


def test_places_go_by_what_a_cell_takes() -> None:
    aft_only, long_only = Cell((False, True), long=False), Cell((False, False))
    assert faults(section(SHORT, cells=(aft_only,)), (Place(0, 0, (FORE,)),)) != []
    assert faults(section(SHORT, cells=(aft_only,)), (Place(0, 0, (AFT,)),)) == []
    assert faults(section(LONG, cells=(aft_only,)), (Place(0, 0, BOTH),)) != []
    assert faults(section(SHORT, cells=(long_only,)), (Place(0, 0, (AFT,)),)) != []
    assert faults(section(LONG, cells=(long_only,)), (Place(0, 0, BOTH),)) == []


def test_one_box_at_a_place() -> None:
    assert faults(section(SHORT, SHORT), (BOTTOM[0], BOTTOM[0])) != []
    assert faults(section(SHORT, LONG), (BOTTOM[0], Place(0, 0, BOTH))) != []
    assert faults(section(SHORT, SHORT), tuple(BOTTOM)) == []


def test_nothing_stands_above_an_empty_half() -> None:
    assert faults(section(SHORT), (Place(0, 1, (FORE,)),)) != []
    assert faults(section(SHORT, LONG), (BOTTOM[0], Place(0, 1, BOTH))) != []
    assert faults(section(SHORT, SHORT, LONG), (*BOTTOM, Place(0, 1, BOTH))) == []
    # A half that takes nothing is not there.
    hull = (Cell((False, True), long=False), Cell())
    assert faults(section(SHORT, LONG, cells=hull), (BOTTOM[1], Place(0, 1, BOTH))) == []


def test_no_20_foot_box_on_a_longer_one() -> None:
    assert faults(section(LONG, SHORT), (Place(0, 0, BOTH), Place(0, 1, (FORE,)))) != []
    assert faults(section(LONG, LONG), (Place(0, 0, BOTH), Place(0, 1, BOTH))) == []


def test_reefers_have_plugs() -> None:
    cells = (Cell(plugs=(False, True)), Cell())
    assert faults(section(REEFER, cells=cells), (BOTTOM[0],)) != []
    assert faults(section(REEFER, cells=cells), (BOTTOM[1],)) == []
    # One plug is enough for both halves.
    assert faults(section(LONG_REEFER, cells=cells), (Place(0, 0, BOTH),)) == []
    assert faults(section(LONG, LONG_REEFER, cells=cells), (Place(0, 0, BOTH), Place(0, 1, BOTH))) != []


def test_stacks_keep_their_weight_and_halves_their_height() -> None:
    two: SlotPlan = (Place(0, 0, BOTH), Place(0, 1, BOTH))
    assert faults(section(LONG, LONG, kg=39_999), two) == ["stack 0 weighs 40000 kg, and bears 39999"]
    assert faults(section(LONG, LONG, kg=40_000), two) == []
    assert len(faults(section(LONG, LONG, mm=5_179), two)) == 2
    assert faults(section(LONG, LONG, mm=5_180), two) == []
    # What stands there counts.
    held = Stack(40_000, 5_180, (Cell(),) * 3, (Standing(0, BOTH, LONG),))
    assert faults(Section((held,), (LONG,)), (Place(0, 1, BOTH),)) == []
    assert faults(Section((held,), (LONG, LONG)), (Place(0, 1, BOTH), Place(0, 2, BOTH))) != []


def test_what_a_plan_costs() -> None:
    late, early = Box(Kind(2, True, 2590), 0), Box(Kind(1, True, 2590), 0)
    stacked: SlotPlan = (Place(0, 0, BOTH), Place(0, 1, BOTH))
    assert cost(section(late, early), stacked) == 10 + 2 * 20
    assert cost(section(early, late), stacked) == 100 + 10 + 2 * 20
    # Above two of an earlier port, a box overstows once.
    assert cost(section(early, early, late), (*stacked, Place(0, 2, BOTH))) == 100 + 10 + 2 * 20
    # Ports and stacks count by stack.
    assert cost(section(late, early), (Place(0, 0, BOTH), Place(1, 0, BOTH))) == 2 * (10 + 20)
    # A longer box takes two plugs; a reefer that stands on one wastes none.
    plugs = (Cell(plugs=(True, True)), Cell(plugs=(True, False)))
    assert cost(section(LONG, LONG, cells=plugs), stacked) == 10 + 20 + 5 * 3
    assert cost(section(LONG_REEFER, LONG, cells=plugs), stacked) == 10 + 20 + 5
    # In the other half of a stack, no port is above another.
    short_late = Box(Kind(2, False, 2590), 0)
    assert cost(section(SHORT, short_late), tuple(BOTTOM)) == 10 + 2 * 20
    free = Section((Stack(0, 9_000, (Cell(),) * 2),), (early, late), Rates(7, 0, 0, 0))
    assert cost(free, stacked) == 7


def test_what_is_no_section_is_refused() -> None:
    with pytest.raises(ValueError, match="0 kg"):
        section(Box(Kind(1, True, 0), 1))
    with pytest.raises(ValueError, match="0 kg"):
        section(Box(Kind(1, True, 1), -1))
    with pytest.raises(ValueError, match="rates"):
        Section((), (), Rates(plug=-1))
    for standing, words in (
        ((Standing(1, BOTH, LONG),), "where no cell is"),
        ((Standing(0, (FORE,), LONG),), "its length"),
        ((Standing(0, (FORE,), SHORT),) * 2, "same place"),
    ):
        with pytest.raises(ValueError, match=words):
            Section((Stack(1, 1, (Cell(),), standing),), ())
