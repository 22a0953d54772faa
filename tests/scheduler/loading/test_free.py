"""How many boxes alike a column takes."""

from scheduler.loading.free import free_in
from scheduler.loading.ship import Column
from tests.scheduler.loading.conftest import box, ship_stack


def _column(standing: dict[int, list[bool]], **stack: object) -> Column:
    made = ship_stack(**stack)  # type: ignore[arg-type]
    held = {half: {tier: box(long=long) for tier, long in enumerate(boxes)} for half, boxes in standing.items()}
    return Column(made, (1, 3), held)


def test_longer_boxes_stand_above_the_higher_half() -> None:
    free = free_in(_column({1: [False, False], 3: []}, tiers=4))
    assert free.takes(True, 1_000, 2_600) == 2
    assert free.takes(False, 1_000, 2_600) == 6


def test_heavy_boxes_are_fewer() -> None:
    free = free_in(_column({1: [], 3: []}, tiers=4, max_20_kg=50_000, max_40_kg=45_000))
    assert free.takes(False, 24_000, 2_600) == 4
    assert free.takes(True, 20_000, 2_600) == 2
    assert free.takes(True, 46_000, 2_600) == 0


def test_no_20_foot_box_stands_on_a_longer_one() -> None:
    free = free_in(_column({1: [True], 3: [True]}, tiers=3))
    assert free.takes(False, 1_000, 2_600) == 0
    assert free.takes(True, 1_000, 2_600) == 2


def test_reefers_need_plugs() -> None:
    free = free_in(_column({1: [], 3: []}, tiers=3, plugs=(2,)))
    assert free.takes(False, 1_000, 2_600, plug=True) == 2
    assert free.takes(True, 1_000, 2_600, plug=True) == 1
