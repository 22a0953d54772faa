"""Boxes of the line's slots by hand: heavy ones low in their stacks."""

import pytest

from data.cargo import Container, Instruction
from scheduler.loading.instructed_by_hand import heavy_low
from tests.scheduler.loading.conftest import box, wanted

LIGHT, HEAVY = box(kg=5_000), box(kg=20_000)


@pytest.mark.parametrize(
    ("above", "rows", "restowed", "changes"),
    [
        (HEAVY, [wanted("0010102"), wanted("0010104")], [], True),
        (HEAVY, [wanted("0010102")], [], True),  # the upper slot has no instruction
        (HEAVY, [wanted("0010102", max_kg=10_000), wanted("0010104")], [], False),
        (HEAVY, [wanted("0010102"), wanted("0010104", min_kg=10_000)], [], False),
        (HEAVY, [wanted("0010102"), wanted("0010104")], [HEAVY.id], False),
        (box(kg=20_000, hazards="3"), [], [], False),
        (box(kg=20_000, plug=True), [], [], False),
        (box(1, kg=20_000), [], [], False),
        (box(kg=4_000), [], [], False),
    ],
)
def test_a_heavier_box_above_is_exchanged(
    above: Container, rows: list[Instruction], restowed: list[str], changes: bool
) -> None:
    slots = {"0010102": LIGHT, "0010104": above}
    found = heavy_low(slots, rows, restowed)
    assert found == ({"0010102": above, "0010104": LIGHT} if changes else slots)


def test_three_boxes_of_a_stack_stand_by_mass() -> None:
    boxes = [box(kg=kg) for kg in (5_000, 9_000, 20_000)]
    slots = dict(zip(("0010102", "0010104", "0010106"), boxes, strict=True))
    assert [each.mass_kg for _, each in sorted(heavy_low(slots, [], []).items())] == [20_000, 9_000, 5_000]


def test_stacks_are_looked_at_one_by_one() -> None:
    slots = {"0010102": LIGHT, "0010204": HEAVY, "0030106": box(kg=15_000)}
    assert heavy_low(slots, [], []) == slots
