"""Kinds of boxes: what is told apart, and what is not."""

from typing import Any

import pytest

from data.codes import is_forty_five_foot
from scheduler.loading.kinds import kinds
from tests.scheduler.loading.conftest import ORDER, box


@pytest.mark.parametrize(
    "other",
    [
        {"port": 1},
        {"long": True},
        {"status": "empty", "verified_kg": None},
        {"plug": True},
        {"high": True},
        {"kg": 20_000},
        {"long": True, "box_type": "L2G1"},
    ],
)
def test_boxes_of_different_kinds(other: dict[str, Any]) -> None:
    one, two = box(long=other.get("box_type") == "L2G1"), box(**other)
    assert len(kinds([one, two], ORDER)) == 2


def test_boxes_of_one_kind_are_listed_from_the_heaviest() -> None:
    light, heavy = box(kg=9_000), box(kg=15_000)
    ((each, members),) = kinds([light, heavy], ORDER).items()
    assert members == [heavy, light]
    assert each.kg == 12_000


def test_restowed_boxes_are_a_kind_of_their_own() -> None:
    one, two = box(), box()
    assert [each.restow for each in kinds([one, two], ORDER, {two.id})] == [False, True]


@pytest.mark.parametrize(("box_type", "longer"), [("42G1", False), ("L5G1", True), ("22G1", False), ("P2G1", True)])
def test_forty_five(box_type: str, longer: bool) -> None:
    assert is_forty_five_foot(box_type) == longer
