"""Boxes for instructions by kind and mass: a greatest matching, heavy boxes low."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cargo import Container, Instruction
from scheduler.loading.matching import match
from tests.scheduler.loading.conftest import box, wanted


def slots(instructions: Sequence[Instruction], boxes: Sequence[Container]) -> dict[str, str]:
    """Slots by box."""
    return {each.id: slot for slot, each in match(instructions, boxes).items()}


@pytest.mark.parametrize(
    ("more", "its", "good"),
    [
        ({}, {}, True),
        ({"port": 1}, {}, False),
        ({}, {"long": True}, False),
        ({"status": "empty"}, {}, False),
        ({"status": "empty"}, {"status": "empty", "verified_kg": None}, True),
        ({"min_kg": 10_000, "max_kg": 10_000}, {}, True),
        ({"min_kg": 10_001}, {}, False),
        ({"max_kg": 9_999}, {}, False),
        ({"plug": True}, {}, False),
        ({"plug": True}, {"plug": True}, True),
        ({}, {"plug": True}, False),
    ],
)
def test_a_box_of_the_wanted_kind(more: dict[str, Any], its: dict[str, Any], good: bool) -> None:
    one = box(**its)
    assert slots([wanted("0010102", **more)], [one]) == ({one.id: "0010102"} if good else {})


def test_heavy_boxes_stand_low() -> None:
    light, heavy = box(kg=6_000), box(kg=20_000)
    instructions = [wanted("0010104"), wanted("0010102")]
    assert slots(instructions, [light, heavy]) == {heavy.id: "0010102", light.id: "0010104"}


def test_a_named_box_goes_where_it_is_named() -> None:
    one, named = box(kg=20_000), box(kg=6_000)
    instructions = [wanted("0010102", box=named.id), wanted("0010104")]
    assert slots(instructions, [one, named]) == {named.id: "0010102", one.id: "0010104"}


def test_a_slot_for_a_named_box_is_for_no_other() -> None:
    one, named = box(), box(1)
    assert slots([wanted("0010102", box=named.id), wanted("0010104")], [one, named]) == {one.id: "0010104"}
    assert slots([wanted("0010102", box=named.id), wanted("0010104", 1)], [named]) == {named.id: "0010104"}


def test_classes_that_overlap_are_filled_box_by_box() -> None:
    """The heavy box fits both, the light one only the slot for anything: it must not be taken from it."""
    light, heavy = box(kg=6_000), box(kg=20_000)
    instructions = [wanted("0010102"), wanted("0010104", min_kg=15_000)]
    assert slots(instructions, [light, heavy]) == {light.id: "0010102", heavy.id: "0010104"}


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Instruction], list[Container]]:
    """Instructions with ranges of mass, and boxes, that match or not."""
    instructions, plugs = [], st.sampled_from([False, False, True])
    for place in range(draw(st.integers(1, 6))):
        low, high = sorted(draw(st.tuples(st.integers(1, 9), st.integers(1, 9))))
        instructions.append(
            wanted(
                f"0{2 * place + 1:02d}0102", draw(st.integers(0, 1)), min_kg=1_000 * low, max_kg=1_000 * high,
                plug=draw(plugs),
            )
        )  # fmt: skip
    boxes = [
        box(draw(st.integers(0, 1)), kg=1_000 * draw(st.integers(1, 9)), plug=draw(plugs))
        for _ in range(draw(st.integers(1, 6)))
    ]
    return instructions, boxes


def most(instructions: list[Instruction], boxes: list[Container]) -> int:
    """The most boxes that find an instruction, by trying all."""
    if not instructions:
        return 0
    first, *rest = instructions
    tries = [most(rest, [each for each in boxes if each is not one]) + 1 for one in boxes if first.takes(one)]
    return max([most(rest, boxes), *tries])


@settings(max_examples=80, deadline=None)
@given(orders())
def test_no_matching_is_greater(order: tuple[list[Instruction], list[Container]]) -> None:
    instructions, boxes = order
    found = match(instructions, boxes)
    by_slot = {each.slot: each for each in instructions}
    assert all(by_slot[slot].takes(each) for slot, each in found.items())
    assert len({each.id for each in found.values()}) == len(found)
    assert len(found) == most(instructions, boxes)
