"""Kinds of boxes: what is told apart, and what is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.loading.kinds import forty_five, kinds, weight_class
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
    assert (each.kg, each.most_kg) == (12_000, 15_000)


def test_restowed_boxes_are_a_kind_of_their_own() -> None:
    one, two = box(), box()
    assert [each.restow for each in kinds([one, two], ORDER, {two.id})] == [False, True]


@given(st.booleans(), st.integers(100, 60_000))
def test_a_weight_class_has_the_mass_between_its_limits(long: bool, kg: int) -> None:
    each = box(long=long, kg=kg)
    ((kind, _),) = kinds([each], ORDER).items()
    assert kind.weight_class == weight_class(each)
    least, most = kind.limits_kg
    assert least <= kg <= most
    classes = {weight_class(box(long=long, kg=limit)) for limit in (max(1, least), most)}
    assert classes == {kind.weight_class}


@pytest.mark.parametrize(("box_type", "longer"), [("42G1", False), ("L5G1", True), ("22G1", False), ("P2G1", True)])
def test_forty_five(box_type: str, longer: bool) -> None:
    assert forty_five(box(box_type=box_type)) == longer
