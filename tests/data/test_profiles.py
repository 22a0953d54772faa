"""How a profile floats between the rows of its hydrostatics, and beyond them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profiles import Hydrostatics, Layout, ShipProfile, layouts

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
    assert known.displacement_t(row.draft_m) == pytest.approx(tonnes)
