"""Room for a box to be fetched: as planned while that can be done, and by the rule; and when it pays to plan."""

from random import Random

import pytest
from hypothesis import given, settings

from data.slots import Place
from data.terminal import YardBlock
from scheduler.stopping import Stop
from scheduler.yard import relocating
from scheduler.yard.piles import Piles, grounds
from scheduler.yard.relocating import NoRoom, Relocations, cleared, relocations
from tests.scheduler.yard.test_piles import piles, sound, yards

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


def test_nothing_is_put_on_the_far_end_of_a_long_box_that_goes_next() -> None:
    """The far end, in bay 05, is what the rule alone would choose: nothing there leaves before `top`."""
    block = YardBlock(id="A", bays=4, rows=2, tiers=3)
    spots = {
        "wanted": "A-03-1-1", "five": "A-05-1-1", "long": "A-04-1-2", "one": "A-01-1-1", "two": "A-01-1-2",
        "top": "A-02-1-3", "seven": "A-07-1-1", "eight": "A-07-1-2",
        "soon": "A-01-2-1", "sooner": "A-03-2-1", "soonest": "A-05-2-1",
    }  # fmt: skip
    yard = piles(spots, {"top": 5.0, "soon": 3.0, "sooner": 2.0, "soonest": 1.0}, block)
    assert yard.best_place("top", frozenset(grounds(yard.place_of["wanted"]))) == Place.of("A-06-1-3")
    moves = [(box, str(to)) for box, _, to in cleared(yard, "wanted", {})]
    assert [box for box, _ in moves] == ["top", "long"]
    assert moves[0][1] == "A-02-2-2"
    assert sound(yard, block)


@settings(max_examples=60, deadline=None)
@given(yards())
def test_any_box_can_be_dug_out_and_the_yard_stays_sound(
    made: tuple[YardBlock, dict[str, str], dict[str, float]],
) -> None:
    block, places, leaves = made
    for wanted in places:
        yard = piles(places, leaves, block)
        wanted_on = set(grounds(yard.place_of[wanted]))
        try:
            for _, here, spot in cleared(yard, wanted, {}):
                assert len(spot.twenties) == len(here.twenties)
                assert not set(grounds(spot)) & wanted_on
                assert sound(yard, block)
        except NoRoom:
            continue
        assert not yard.above(wanted)


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
