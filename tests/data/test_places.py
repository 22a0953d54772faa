"""Sections under ships, and the places that a layout leaves them."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.places import bay_places, by_bollards, places, section_at, sections_under, stretches
from data.terminal import BerthSection, Bollard
from tests.data.conftest import with_terminal

EDGES = (0.0, 100.1, 180.0, 270.0)


def sections(case: Case, layout: str = "continuous", overhang_m: float = 0.0) -> Case:
    berths = [
        BerthSection(id=f"B{number}", start_m=start, end_m=end, depth_m=10 + number)
        for number, (start, end) in enumerate(pairwise(EDGES), start=1)
    ]
    return with_terminal(
        case.changed(berths=(berths[1], berths[2], berths[0])), quay={"layout": layout, "overhang_m": overhang_m}
    )


def test_the_ends_of_the_quay_have_its_overhang(small_case: Case) -> None:
    found = stretches(sections(small_case, overhang_m=5))
    assert [(each.section.id, each.low_m, each.high_m) for each in found] == [
        ("B1", -5, 100.1),
        ("B2", 100.1, 180),
        ("B3", 180, 275),
    ]


@pytest.mark.parametrize(
    ("low", "loa", "names"),
    [
        (0, 100.1, "B1"),
        (0, 100.2, "B1 B2"),
        (0.1 + 0.2, 99.8, "B1"),  # ends at 100.10000000000001
        (100.1, 79.9, "B2"),
        (50, 200, "B1 B2 B3"),
        (265, 20, "B3"),
        (-50, 20, ""),
    ],
)
def test_sections_under_a_ship(small_case: Case, low: float, loa: float, names: str) -> None:
    assert " ".join(each.id for each in sections_under(sections(small_case), low, loa)) == names


@pytest.mark.parametrize(
    ("place", "name"), [(-20, "B1"), (0, "B1"), (100, "B1"), (100.1, "B2"), (179.9, "B2"), (180, "B3"), (300, "B3")]
)
def test_the_section_of_a_low_end(small_case: Case, place: float, name: str) -> None:
    assert section_at(sections(small_case), place).id == name


@pytest.mark.parametrize(
    ("low", "loa", "told"),
    [
        (20, 150, "1 – 9A"),
        (25.3, 144.4, "1+5 – 9A"),  # at the quay nobody measures to less than a metre
        (25.3, 143.9, "1+5 – 7+69"),
        (0, 19, "1-20 – 1-1"),
        (100.5, 20, "7 – 7+20"),
    ],
)
def test_a_place_by_bollards(small_case: Case, low: float, loa: float, told: str) -> None:
    names = (("9A", 170), ("1", 20), ("7", 100.1))
    case = small_case.changed(bollards=tuple(Bollard(id=name, position_m=at_m) for name, at_m in names))
    assert by_bollards(case, low, loa) == told


def test_no_place_by_bollards_where_a_case_lists_none(small_case: Case) -> None:
    assert by_bollards(small_case, 20, 150) is None


def test_places_of_the_discrete_layout_are_inside_sections(small_case: Case) -> None:
    case = sections(small_case, "discrete", overhang_m=5)
    assert {section_at(case, place).id for place in places(case, 80)} == {"B1", "B3"}
    assert {section_at(case, place).id for place in places(case, 79)} == {"B1", "B2", "B3"}
    assert places(case, 105.1) == [-5]
    assert places(case, 105.2) == []
    assert places(sections(small_case, "hybrid"), 270) == [0]
    assert places(sections(small_case), 271) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_places_stand_for_all_others(small_case: Case, data: Any) -> None:
    case = sections(small_case)
    loa = data.draw(st.floats(1, 270))
    place = data.draw(st.floats(0, 270 - loa))
    kinds = {(section_at(case, each).id, sections_under(case, each, loa)) for each in places(case, loa)}
    assert (section_at(case, place).id, sections_under(case, place, loa)) in kinds


def test_places_of_bays_go_by_the_side(full_case: Case) -> None:
    """Bays 1 and 4 of Aru, 150 m long, are 15 and 30.5 m from her bow."""
    call = full_case.call_by_id["ARU-1"]
    bow_of = full_case.terminal.quay.bow_of
    assert {bow_of("port"), bow_of("starboard")} == {"low", "high"}
    for side in ("port", "starboard"):
        low = bow_of(side) == "low"
        assert bay_places(full_case, call, 100, side) == ({1: 115, 4: 130.5} if low else {1: 235, 4: 219.5})


def test_a_ship_without_a_profile_has_no_bays(full_case: Case) -> None:
    assert bay_places(full_case, full_case.call_by_id["BURU-1"], 0, "port") == {}
