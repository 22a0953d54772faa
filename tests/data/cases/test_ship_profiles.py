"""Every class of ships has a profile that a shipbuilder would believe, and that floats with a usual load."""

from math import atan, degrees

import numpy as np
import pytest

from data.cases import load
from data.cases.invented import FAMILIES
from data.cases.kkt import SHIP_CLASSES
from data.cases.ship_classes import ShipClass
from data.cases.ship_profiles import layout_of_class, profile_id, room_teu
from data.ship_layouts import Layout
from data.slots import Cell

# A class that no case has, and those that some case has.
OTHER = ShipClass(6000, 1, 1, (290, 300), 40, 13.5, clear_shares=(0.06, 0.06))
CLASSES = [OTHER, *SHIP_CLASSES, *(each for family in FAMILIES.values() for each in family)]
CASES = ("kariangau", "kariangau-2025", "hub")


def _named(ship_class: ShipClass) -> str:
    return f"{profile_id(ship_class)}-{ship_class.loa_m[0]}m"


@pytest.mark.parametrize("ship_class", CLASSES, ids=_named)
class TestClass:
    def test_she_has_her_capacity(self, ship_class: ShipClass) -> None:
        layout = layout_of_class(ship_class)
        assert room_teu(layout) == pytest.approx(ship_class.capacity_teu, rel=0.05)
        cells = {
            (bay, stack.row, tier) for stack in layout.stacks for tier in stack.numbers for bay in _halves(stack.bay)
        }
        assert len(cells) == room_teu(layout)
        assert all(layout.has(Cell(*cell)) for cell in cells)

    def test_her_bays_lie_between_bow_and_stern_of_every_ship(self, ship_class: ShipClass) -> None:
        layout = layout_of_class(ship_class)
        bow, stern = ship_class.clear_shares
        for loa_m in range(ship_class.loa_m[0], ship_class.loa_m[1] + 1):
            assert layout.bays[0].from_bow_m - 6.5 >= round(bow * loa_m)
            assert layout.bays[-1].from_bow_m + 6.5 <= loa_m - round(stern * loa_m)
        ways = np.diff([bay.from_bow_m for bay in layout.bays])
        assert min(ways) >= 13.4
        assert max(ways) <= 14.6 + 13
        assert [bay.bay for bay in layout.bays] == list(range(2, 4 * len(layout.bays), 4))

    def test_she_is_alike_to_both_sides(self, ship_class: ShipClass) -> None:
        layout = layout_of_class(ship_class)
        for stack in layout.stacks:
            twin = layout.stack_by_key[stack.bay, _mirrored(stack.row), stack.level]
            assert layout.across_m(twin) == -layout.across_m(stack)
            assert (twin.tiers, twin.bottom_tier, twin.plugs) == (stack.tiers, stack.bottom_tier, stack.plugs)

    def test_her_hold_lies_within_her_hull_and_under_her_deck(self, ship_class: ShipClass) -> None:
        layout = layout_of_class(ship_class)
        for stack in layout.stacks:
            above = layout.stack_by_key[stack.bay, stack.row, "deck"]
            assert abs(layout.across_m(stack)) + 1.2 <= ship_class.beam_m / 2 + 0.3
            assert stack.height_m >= 2.591 * stack.tiers
            if stack.level == "hold":
                assert stack.above_keel_m + 2.591 * stack.tiers <= above.above_keel_m
                assert above.cover == stack.cover
                assert stack.cover is not None

    def test_hatch_covers_are_one_to_three_in_a_row(self, ship_class: ShipClass) -> None:
        layout = layout_of_class(ship_class)
        for bay in layout.bays:
            covers = {stack.cover for stack in layout.stacks if stack.bay == bay.bay and stack.level == "hold"}
            assert covers in ({1}, {1, 2}, {1, 2, 3}, set())

    def test_she_floats_within_her_limits_when_three_quarters_full(self, ship_class: ShipClass) -> None:
        """20-foot boxes of 8 to 12 t, the heavy ones low, in three quarters of her cells."""
        layout = layout_of_class(ship_class)
        cells = sorted(
            (stack.level == "deck", stack.above_keel_m + 2.6 * (place + 0.5), abs(layout.across_m(stack)), number)
            for number, stack in enumerate(layout.stacks)
            for place in range(stack.tiers)
            for _ in _halves(stack.bay)
        )
        filled = cells[: round(0.75 * ship_class.capacity_teu)]
        masses = np.linspace(12, 8, len(filled))
        metacentric, trim, list_deg, draft = _floats(layout, [layout.stacks[cell[3]] for cell in filled],
                                                     [cell[1] for cell in filled], masses)  # fmt: skip
        assert layout.profile.min_metacentric_m is not None
        assert 0.5 <= metacentric <= 3
        assert abs(trim) <= (layout.profile.max_trim_m or 0)
        assert abs(list_deg) <= (layout.profile.max_list_deg or 0)
        assert draft <= ship_class.draft_m


def _halves(bay: int) -> tuple[int, ...]:
    return Cell(bay, 0, 2).twenties


def _mirrored(row: int) -> int:
    return row and (row + 1 if row % 2 else row - 1)


def _floats(layout: Layout, stacks, heights, masses) -> tuple[float, float, float, float]:  # type: ignore[no-untyped-def]
    profile, table = layout.profile, layout.hydrostatics
    total = profile.light_t + masses.sum()
    displacements = [row.displacement_t for row in table]
    assert displacements[0] <= total <= displacements[-1]
    km, lcb, trim_moment, draft = (
        np.interp(total, displacements, [getattr(row, name) for row in table])
        for name in ("metacentre_m", "buoyancy_from_bow_m", "trim_moment_tm", "draft_m")
    )
    along = [layout.bay_by_number[stack.bay].from_bow_m for stack in stacks]
    vcg = (profile.light_t * profile.light_above_keel_m + masses @ np.array(heights)) / total
    lcg = (profile.light_t * profile.light_from_bow_m + masses @ np.array(along)) / total
    tcg = masses @ np.array([layout.across_m(stack) for stack in stacks]) / total
    return km - vcg, total * (lcg - lcb) / trim_moment, degrees(atan(tcg / (km - vcg))), draft


@pytest.mark.parametrize("name", CASES)
def test_every_ship_of_the_embedded_cases_has_the_profile_of_her_class(name: str) -> None:
    case = load(name).case
    assert {profile.id for profile in case.ship_profiles} == {ship.profile for ship in case.vessels}
    for ship in case.vessels:
        assert ship.profile == f"C{ship.capacity_teu}"
        layout = case.layout_by_profile[ship.profile]
        assert room_teu(layout) == pytest.approx(ship.capacity_teu, rel=0.05)
