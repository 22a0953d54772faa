"""Room for a box to be fetched: as planned while that can be done, and by the rule; and when it pays to plan."""

from random import Random

import pytest

from data.slots import Place
from data.terminal import YardBlock
from scheduler.stopping import Stop
from scheduler.yard import relocating
from scheduler.yard.piles import Piles
from scheduler.yard.relocating import NoRoom, Relocations, cleared, relocations
from tests.scheduler.yard.test_piles import piles, sound

STOP = Stop(effort=1.0)
BAY = YardBlock(id="A", bays=1, rows=3, tiers=3)
# The rule moves four boxes, and one is enough more than the three that stand wrong or must: "1" first makes room.
TIGHT = {"0": "A-01-1-1", "3": "A-01-1-2", "4": "A-01-1-3", "1": "A-01-2-1", "2": "A-01-3-1"}
ORDER = ["0", "1", "2", "3", "4"]


def yard_of(spots: dict[str, str], order: list[str], block: YardBlock = BAY) -> Piles:
    return piles(spots, {box: float(place) for place, box in enumerate(order)}, block)


def fetch(yard: Piles, order: list[str], planned: Relocations, block: YardBlock = BAY) -> int:
    """Fetch all boxes in order; the moves that it takes."""
    moves = 0
    for box in order:
        for other, here, target in cleared(yard, box, planned):
            moves += 1
            assert here != target
            assert yard.place_of[other] == target
            assert sound(yard, block)
        assert yard.above(box) == []
        yard.take(box)
    return moves


def test_what_stands_on_a_box_goes_by_the_rule() -> None:
    yard = yard_of({"low": "A-01-1-1", "high": "A-01-1-2", "last": "A-01-2-1"}, ["low", "high", "last"])
    assert list(cleared(yard, "low", {})) == [("high", Place.of("A-01-1-2"), Place.of("A-01-2-2"))]
    assert yard.place_of["high"] == Place.of("A-01-2-2")


def test_planned_moves_come_first_and_the_rule_does_the_rest() -> None:
    yard = yard_of({"low": "A-01-1-1", "high": "A-01-1-2", "other": "A-01-2-1"}, ["low", "high", "other"])
    planned = {"low": [("other", Place.of("A-01-2-1"), Place.of("A-01-3-1"))]}
    assert [(box, str(target)) for box, _, target in cleared(yard, "low", planned)] == [
        ("other", "A-01-3-1"), ("high", "A-01-3-2"),
    ]  # fmt: skip


@pytest.mark.parametrize("stacked", ["A-01-3-1", "A-01-2-2"])
def test_a_planned_move_that_can_no_longer_be_made_is_left_out(stacked: str) -> None:
    """A discharged box stands in the target, or on the box."""
    yard = yard_of({"low": "A-01-1-1", "other": "A-01-2-1", "new": stacked}, ["low", "other"])
    planned = {"low": [("other", Place.of("A-01-2-1"), Place.of("A-01-3-1"))]}
    assert list(cleared(yard, "low", planned)) == []
    assert yard.place_of["other"] == Place.of("A-01-2-1")


def test_a_block_without_room() -> None:
    yard = yard_of({"low": "A-01-1-1", "high": "A-01-1-2"}, ["low", "high"], YardBlock(id="A", bays=1, rows=1, tiers=2))
    with pytest.raises(NoRoom, match="block A has no room to move box high out of the way: its stacks are full"):
        list(cleared(yard, "low", {}))


def test_the_engine_is_not_asked_where_the_rule_moves_each_box_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No way has fewer moves than there are boxes that stand on one that leaves before them."""
    asked = []
    monkeypatch.setattr(relocating, "retrieve", lambda *_, **__: asked.append(1))
    order = ["low", "high", "top"]
    yard = yard_of({"low": "A-01-1-1", "high": "A-01-1-2", "top": "A-01-1-3"}, order)
    assert relocations(yard, order, stop=STOP) == {}
    assert asked == []


def test_where_the_rule_moves_boxes_twice_the_engine_plans() -> None:
    by_rule = fetch(yard_of(TIGHT, ORDER), ORDER, {})
    planned = relocations(yard_of(TIGHT, ORDER), ORDER, stop=STOP)
    assert (by_rule, fetch(yard_of(TIGHT, ORDER), ORDER, planned)) == (4, 3)


def test_planned_moves_are_never_more_than_those_of_the_rule() -> None:
    """Small, full yards by lot: whatever is planned can be done, leaves nothing in the air, and saves moves."""
    random = Random(1)
    block = YardBlock(id="A", bays=2, rows=3, tiers=3)
    better = 0
    for _ in range(60):
        order = [str(box) for box in range(random.randint(8, 13))]
        stacks = [(bay, row) for bay in (1, 3) for row in (1, 2, 3)]
        spots: dict[str, str] = {}
        high = dict.fromkeys(stacks, 0)
        for box in random.sample(order, len(order)):
            bay, row = random.choice([stack for stack in stacks if high[stack] < 3])
            high[bay, row] += 1
            spots[box] = f"A-0{bay}-{row}-{high[bay, row]}"
        try:
            by_rule = fetch(yard_of(spots, order, block), order, {}, block)
        except NoRoom:
            continue
        planned = relocations(yard_of(spots, order, block), order, stop=STOP)
        moves = fetch(yard_of(spots, order, block), order, planned, block)
        assert moves <= by_rule
        better += moves < by_rule
    assert better
