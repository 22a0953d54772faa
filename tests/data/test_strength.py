"""Tanks and sections of a hull: what their rows refuse, and what is between two of them."""

from typing import Any

import pytest
from pydantic import ValidationError

from data.profiles import ShipBay, ShipProfile
from data.ship_layouts import Layout, layouts
from data.strength import SectionBuoyancy, ShipSection, ShipTank

TANK: dict[str, Any] = {
    "profile": "P", "tank": "T1", "capacity_t": 200, "from_bow_m": 20, "empty_above_keel_m": 1, "full_above_keel_m": 5,
}  # fmt: skip
SECTION: dict[str, Any] = {"profile": "P", "section": 1, "from_bow_m": 20, "light_t": 500}


def hull() -> Layout:
    """Sections 1 to 3 at 30, 60 and 90 m, of which the table has the rows in any order."""
    sections = [ShipSection(**SECTION | {"section": number, "from_bow_m": 30 * number}) for number in (3, 1, 2)]
    buoyancy = [
        SectionBuoyancy(profile="P", section=number, displacement_t=tonnes, buoyancy_t=number * tonnes / 6)
        for tonnes in (4_000, 3_000)
        for number in (2, 3, 1)
    ]
    bays = [ShipBay(profile="P", bay=bay, from_bow_m=metres) for bay, metres in ((2, 20), (6, 46), (9, 80))]
    return layouts([ShipProfile(id="P")], bays, [], [], [ShipTank(**TANK)], sections, buoyancy)["P"]


def test_the_water_in_a_tank_rises_as_it_is_filled() -> None:
    tank = ShipTank(**TANK)
    assert [tank.above_keel_m(tonnes) for tonnes in (0, 50, 200)] == [1, 2, 5]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_above_keel_m": 0.5}, "its centre sinks while it is filled"),
        ({"sections": "4 5 4"}, "a section is named twice"),
        ({"sections": "0"}, "greater than or equal to 1"),
        ({"capacity_t": 0}, "greater than 0"),
    ],
)
def test_a_tank_that_is_none(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ShipTank(**TANK | change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"min_shear_t": 300, "max_shear_t": 200}, "min_shear_t is above max_shear_t"),
        ({"min_bending_tm": 1, "max_bending_tm": -1}, "min_bending_tm is above max_bending_tm"),
    ],
)
def test_limits_the_wrong_way_round(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ShipSection(**SECTION | change)


def test_a_bay_is_borne_by_the_nearest_section() -> None:
    assert hull().section_of == {2: 1, 6: 2, 9: 3}
    assert layouts([ShipProfile(id="P")], hull().bays, [], [])["P"].section_of == {}


def test_sections_are_lifted_from_the_bow_on() -> None:
    assert hull().buoyancy_at(3_300) == pytest.approx((550, 1_100, 1_650))
    assert hull().buoyancy_at(9_000) == pytest.approx((4_000 / 6, 8_000 / 6, 2_000))
    assert hull().buoyancy_known == {1: (3_000, 4_000), 2: (3_000, 4_000), 3: (3_000, 4_000)}


def test_a_section_without_rows_is_known_nowhere() -> None:
    bare = layouts([ShipProfile(id="P")], [], [], [], [], [ShipSection(**SECTION)], [])["P"]
    least, most = bare.buoyancy_known[1]
    assert least > most


def test_tanks_by_name() -> None:
    assert hull().tank_by_id["T1"].capacity_t == 200
