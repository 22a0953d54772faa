"""How a profile floats between the rows of its hydrostatics and beyond them, and where its rows of stacks are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.ship_layouts import Layout, layouts

ROWS = ((3_000.0, 5.0, 9.0, 70.0, 6_000.0), (4_000.0, 6.0, 8.0, 71.0, 7_000.0), (5_000.0, 6.8, 7.5, 71.5, 7_400.0))


def layout(*rows: tuple[float, ...]) -> Layout:
    """A profile with these rows: displacement, draft, metacentre, buoyancy and trim moment, in any order."""
    table = [
        Hydrostatics(
            profile="P", displacement_t=tonnes, draft_m=draft, metacentre_m=metacentre, buoyancy_from_bow_m=buoyancy,
            trim_moment_tm=moment,
        )
        for tonnes, draft, metacentre, buoyancy, moment in rows
    ]  # fmt: skip
    return layouts([ShipProfile(id="P")], [], [], table)["P"]


def values(row: Hydrostatics | None) -> tuple[float, ...] | None:
    if row is None:
        return None
    assert row.draft_m is not None
    assert row.buoyancy_from_bow_m is not None
    assert row.trim_moment_tm is not None
    return row.displacement_t, row.draft_m, row.metacentre_m, row.buoyancy_from_bow_m, row.trim_moment_tm


def test_hydrostatics_between_two_rows() -> None:
    assert values(layout(*reversed(ROWS)).hydrostatics_at(3_250)) == pytest.approx((3_250, 5.25, 8.75, 70.25, 6_250))


@pytest.mark.parametrize(
    ("tonnes", "inside"), [(2_999.9, False), (3_000 - 1e-9, True), (5_000 + 1e-9, True), (5_000.1, False)]
)
def test_hydrostatics_end_with_the_table(tonnes: float, inside: bool) -> None:
    known = layout(*ROWS)
    assert (known.hydrostatics_at(tonnes) is not None) is inside
    nearest = ROWS[0] if tonnes < 4_000 else ROWS[-1]
    assert values(known.hydrostatics_at(tonnes, beyond=True)) == pytest.approx((tonnes, *nearest[1:]))


@pytest.mark.parametrize("beyond", [False, True])
def test_a_profile_without_hydrostatics(beyond: bool) -> None:
    assert layout().hydrostatics_at(3_000, beyond=beyond) is None
    assert layout().displacement_t(5) is None


@given(st.floats(3_000, 5_000))
def test_a_draft_has_the_displacement_that_has_it(tonnes: float) -> None:
    known = layout(*ROWS)
    row = known.hydrostatics_at(tonnes)
    assert row is not None
    assert row.draft_m is not None
    assert known.displacement_t(row.draft_m) == pytest.approx(tonnes)


def windows(*rows: tuple[float, float, float]) -> Layout:
    """A profile that gives a window for the centre of gravity, and neither draft nor trim."""
    table = [
        Hydrostatics(
            profile="P", displacement_t=tonnes, metacentre_m=9, min_centre_from_bow_m=least, max_centre_from_bow_m=most
        )
        for tonnes, least, most in rows
    ]
    return layouts([ShipProfile(id="P")], [], [], table)["P"]


def test_what_hydrostatics_do_not_tell_is_not_made_up() -> None:
    known = windows((3_000, 60, 61), (4_000, 62, 65))
    row = known.hydrostatics_at(3_500)
    assert row is not None
    assert (row.draft_m, row.buoyancy_from_bow_m, row.trim_moment_tm) == (None, None, None)
    assert (row.min_centre_from_bow_m, row.max_centre_from_bow_m) == (61, 63)
    assert known.displacement_t(5) is None


def rows_of(rows: dict[str, tuple[int, ...]], **profile: float) -> Layout:
    """A ship with these rows in bay 2, by level."""
    stacks = [
        ShipStack.model_validate({
            "profile": "P", "bay": 2, "row": row, "level": level, "bottom_tier": 2 if level == "hold" else 82,
            "tiers": 3, "max_20_kg": 1, "max_40_kg": 1, "height_m": 8,
        })
        for level, its in rows.items()
        for row in its
    ]  # fmt: skip
    named = ShipProfile.model_validate({"id": "P", **profile})
    return layouts([named], [ShipBay(profile="P", bay=2, from_bow_m=20)], stacks, [])["P"]


def test_rows_are_as_far_apart_as_the_profile_says() -> None:
    for more, apart in (({}, 2.5), ({"row_m": 2.43}, 2.43)):
        known = rows_of({"deck": (1, 2, 3, 4)}, **more)
        assert [known.across_m(stack) for stack in known.stacks] == pytest.approx(
            [apart * place for place in (0.5, -0.5, 1.5, -1.5)]
        )


def test_a_hold_that_is_empty_in_the_middle_counts_its_rows_as_the_deck_does() -> None:
    known = rows_of({"hold": (3, 4), "deck": (0, 1, 2, 3, 4)})
    assert {(stack.level, stack.row): known.across_m(stack) for stack in known.stacks} == pytest.approx(
        {("hold", 3): 5, ("hold", 4): -5, ("deck", 0): 0}
        | {("deck", row): metres for row, metres in ((1, 2.5), (2, -2.5), (3, 5), (4, -5))}
    )
    # With a row beside the middle line, that one says that the line is between two.
    assert rows_of({"hold": (1, 3), "deck": (0,)}).across_m(rows_of({"hold": (1, 3), "deck": (0,)}).stacks[1]) == 3.75
