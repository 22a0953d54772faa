"""Boxes that came leave with the ship, bays are told what they should weigh, and hatches are opened for room."""

import numpy as np

from data.case import Case
from scheduler.loading.kinds import kinds
from scheduler.loading.ship import without
from scheduler.loading.stowed import Stowage
from scheduler.loading.whole_ship.ballast import Bays, ballast_of, shifts_of
from scheduler.loading.whole_ship.hull import Hull
from scheduler.loading.whole_ship.mending import mended
from scheduler.loading.whole_ship.packing import pack
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, ship_of, ship_stack, tiny
from tests.scheduler.loading.conftest import case as case
from tests.scheduler.loading.whole_ship.test_whole_ship import _hull


def _shifts(tonnes: float, less_t: float) -> np.ndarray | None:
    """What bays should have more, with so many tonnes at the bow, of which so many may go."""
    layout = _hull()
    hull = Hull(layout)
    light = 300.0
    bays = Bays((2, 6), np.array([100.0, 100.0]), np.array([less_t, 0.0]))
    return shifts_of(hull, hull.light + np.array([tonnes, 0, 0]), (light * 30 + tonnes * 10, 0.0, light * 2), bays)


def test_a_bow_that_no_tank_balances_gives_tonnes_to_the_stern() -> None:
    shifts = _shifts(90.0, 90.0)
    assert shifts is not None
    assert -90 <= shifts[0] < -10
    assert abs(shifts.sum()) < 1e-6


def test_where_tanks_are_enough_no_bay_is_asked_for_anything() -> None:
    assert _shifts(30.0, 30.0) is None
    assert ballast_of(_hull(), [(box(kg=30_000), "0010102")])


def test_a_bay_gives_no_more_than_it_has() -> None:
    shifts = _shifts(200.0, 20.0)
    assert shifts is not None
    assert shifts[0] >= -20 - 1e-6


def test_light_boxes_to_load_make_room_for_a_heavy_one_that_came(case: Case) -> None:
    on_board = box(0, slot="0020102", long=True, kg=30_000)
    loads = [box(0, long=True, kg=14_000) for _ in range(3)]
    made = tiny(case, [ship_stack(tiers=4, max_40_kg=45_000)], [on_board, *loads])
    ship = without(ship_of(made), {on_board.id})
    for column in ship.columns:
        if column.stack.bay != 2 or column.stack.row != 1:
            for half in column.halves:
                column.close(half, 0)
    boxes = [*loads, on_board]
    known = {each.id: f"00201{2 + 2 * place:02d}" for place, each in enumerate(loads)}
    placed = pack(ship, [], kinds(boxes, ship.order), stop=Stop(effort=1), seed=1, workers=1, known=known)
    assert on_board in placed.values()
    assert len(placed) == 2


def test_a_hatch_is_opened_for_a_box_ashore_and_nothing_that_came_stays_behind(case: Case) -> None:
    on_top = box(2, slot="0020182", long=True)
    load = box(2, long=True)
    stacks = [ship_stack(cover=1, tiers=1), ship_stack(level="deck", cover=1, tiers=1)]
    ship = ship_of(tiny(case, stacks, [on_top, load]))
    found = mended(Stowage(ship, {}, {}, {load.id: "no room"}), Stop(effort=1), 1, 1)
    assert {each.id for each in found.slots.values()} == {on_top.id, load.id}
    assert not found.ashore
    assert [each.id for each in found.restows] == [on_top.id]
