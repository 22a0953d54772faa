"""How the loaded ship floats: hydrostatics between the rows of their table, and moments of what stands on board."""

import pytest

from data.case import Case
from data.profiles import Hydrostatics
from scheduler.loading.ship import Aboard
from scheduler.loading.stability import floating, leans, middle_of, standing_moments, standing_t
from tests.scheduler.loading.conftest import box, ship_of, ship_stack, tiny

# Bay 2 is 20 m from the bow, bay 49 with its box of 10 t is 50 m from it; rows 01 and 02 are 1.25 m off the line.
LIGHT = {"light_t": 500, "light_from_bow_m": 70, "light_above_keel_m": 5, "min_metacentric_m": 0.5}


def ship(case: Case, *slots: str, rows: bool = True, **profile: float | None) -> Aboard:
    boxes = [box(long=int(slot[:3]) % 2 == 0, slot=slot, kg=20_000) for slot in slots]
    made = tiny(case, [ship_stack(2, row, "deck") for row in (1, 2)], [*boxes, box()], profile=LIGHT | profile)
    water = tuple(
        Hydrostatics(
            profile="TINY", displacement_t=tonnes, draft_m=5, metacentre_m=metacentre, buoyancy_from_bow_m=70,
            trim_moment_tm=1_000,
        )
        for tonnes, metacentre in ((400, 9), (600, 10))
    )  # fmt: skip
    return ship_of(made.changed(hydrostatics=water) if rows else made)


@pytest.mark.parametrize(("mass", "metacentre"), [(400, 9), (500, 9.5), (600, 10), (900, 10), (100, 9)])
def test_between_rows_values_are_interpolated_and_beyond_them_kept(case: Case, mass: float, metacentre: float) -> None:
    assert floating(ship(case).layout, mass) == pytest.approx((mass, metacentre, 70, 1_000))


def test_nothing_is_known_where_nobody_asks_or_no_table_says(case: Case) -> None:
    assert floating(ship(case, min_metacentric_m=None).layout, 500) is None
    assert floating(ship(case, rows=False).layout, 500) is None


def test_moments_of_what_stands_on_board(case: Case) -> None:
    """500 t at 5 m and 70 m; 10 t in bay 49, and a long box of 20 t on another in row 01, to starboard."""
    its = ship(case, "0020182", "0020184")
    assert standing_t(its) == 50
    up, along, across = standing_moments(its)
    height = 2.591
    assert up == pytest.approx(500 * 5 + 10 * (10 + height / 2) + 20 * (10 + height / 2) + 20 * (10 + 1.5 * height))
    assert along == pytest.approx(500 * 70 + 10 * 50 + 40 * 20)
    # The box in bay 49 stands alone in its bay, in row 01 too.
    assert across == pytest.approx(40 * 1.25 + 10 * 1.25)
    assert leans(its) == across


def test_boxes_on_both_sides_keep_her_upright(case: Case) -> None:
    assert leans(ship(case, "0020182", "0020282")) == pytest.approx(10 * 1.25)
    assert leans(ship(case, "0020282")) == pytest.approx(10 * 1.25 - 20 * 1.25)


def test_the_middle_of_free_cells(case: Case) -> None:
    its = ship(case, "0020182")
    columns = [column for column in its.columns if column.stack.bay == 2]
    height, length, side = middle_of(its.layout, columns)
    # Free are the upper tier of row 01 and both of row 02; a tier is 2.6 m.
    assert height == pytest.approx(10 + 2.6 * (1.5 + 0.5 + 1.5) / 3)
    assert length == 20
    assert side == pytest.approx((1.25 - 2 * 1.25) / 3)
    assert middle_of(its.layout, []) == (0, 0, 0)
