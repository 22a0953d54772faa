"""Pre-marshalling: legal moves, each of which puts one box right and no other wrong."""

from random import Random

from hypothesis import example, given, settings

from data.slots import Place
from data.terminal import YardBlock
from scheduler.yard.piles import Ground, Piles, grounds
from scheduler.yard.single_moves import badly_placed, put_in_order
from tests.scheduler.yard.test_piles import piles, sound, yards

BLOCK = YardBlock(id="A", bays=2, rows=2, tiers=3)


def test_a_box_on_one_that_leaves_before_it_is_badly_placed() -> None:
    leaves = {"low": 1.0, "high": 2.0, "top": 0.0, "right": 3.0, "on": 3.0}
    spots = {"low": "A-01-1-1", "high": "A-01-1-2", "top": "A-01-1-3", "right": "A-01-2-1", "on": "A-01-2-2"}
    assert badly_placed(piles(spots, leaves), leaves) == ["high"]


def test_boxes_that_stay_are_badly_placed_on_any_that_leaves() -> None:
    leaves = {"low": 1.0}
    assert badly_placed(piles({"low": "A-01-1-1", "stays": "A-01-1-2"}, leaves), leaves) == ["stays"]
    assert badly_placed(piles({"stays": "A-01-1-1", "low": "A-01-1-2"}, leaves), leaves) == []


def test_what_leaves_last_is_told_first() -> None:
    leaves = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert badly_placed(piles({"a": "A-01-1-1", "b": "A-01-1-2", "c": "A-01-1-3"}, leaves), leaves) == ["c", "b"]


def test_a_badly_placed_box_is_moved_where_it_stands_well() -> None:
    leaves = {"low": 1.0, "high": 2.0, "later": 3.0}
    yard = piles(
        {"low": "A-01-1-1", "high": "A-01-1-2", "later": "A-01-2-1"}, leaves, YardBlock(id="A", bays=1, rows=2, tiers=3)
    )
    assert put_in_order(yard, leaves) == [("high", Place.of("A-01-1-2"), Place.of("A-01-2-2"))]


def test_it_stays_where_there_is_no_such_place() -> None:
    leaves = {"low": 1.0, "high": 3.0, "other": 2.0}
    block = YardBlock(id="A", bays=1, rows=2, tiers=3)
    yard = piles({"low": "A-01-1-1", "high": "A-01-1-2", "other": "A-01-2-1"}, leaves, block)
    assert put_in_order(yard, leaves) == []


def test_a_yard_in_order_is_left_alone() -> None:
    leaves = {"low": 2.0, "high": 1.0}
    assert put_in_order(piles({"low": "A-01-1-1", "high": "A-01-1-2"}, leaves), leaves) == []


def test_what_is_beneath_comes_when_what_is_above_is_gone() -> None:
    """Both boxes on the first are wrong; the one in between is moved after the one on top."""
    leaves = {"a": 1.0, "b": 2.0, "c": 3.0}
    yard = piles({"a": "A-01-1-1", "b": "A-01-1-2", "c": "A-01-1-3"}, leaves)
    assert [name for name, _, _ in put_in_order(yard, leaves)] == ["c", "b"]
    assert badly_placed(yard, leaves) == []


def test_a_reefer_is_not_moved_from_its_plug() -> None:
    leaves = {"low": 1.0, "cold": 2.0}
    block = YardBlock(id="A", bays=2, rows=1, tiers=3, plug_bays=1)
    for kind, moves in (("full", 1), ("reefer", 0)):
        places = {"low": Place.of("A-01-1-1"), "cold": Place.of("A-01-1-2")}
        assert len(put_in_order(Piles([block], places, leaves, {"cold": (kind,)}), leaves)) == moves  # type: ignore[dict-item]
    # One that has none is moved as others are.
    places = {"low": Place.of("A-03-1-1"), "cold": Place.of("A-03-1-2")}
    tall = block.model_copy(update={"rows": 2, "plug_bays": 0})
    other = YardBlock(id="B", bays=1, rows=1, tiers=1, plug_bays=1)
    assert len(put_in_order(Piles([tall, other], places, leaves, {"cold": ("reefer",)}), leaves)) == 1


class Counting(Piles):
    """Piles that count how often a place is looked for in the whole block."""

    searches = 0

    def best_place(self, box: str, blocked: frozenset[Ground] = frozenset()) -> Place | None:
        """The best place."""
        self.searches += 1
        return super().best_place(box, blocked)


def test_a_large_block_is_not_searched_again_after_every_move() -> None:
    """Every second box stands wrong, and most find no place: for each there are few searches, however many moves."""
    random = Random(1)
    block = YardBlock(id="A", bays=12, rows=6, tiers=5)
    stacks = [(bay, row) for bay in range(1, 24, 2) for row in range(1, 7)]
    places = {
        f"{bay}-{row}-{tier}": Place("A", bay, row, tier)
        for bay, row in stacks
        for tier in range(1, random.randint(3, 5))
    }
    leaves = {name: float(random.randint(0, len(places))) for name in places}
    yard = Counting([block], places, leaves)
    wrong = len(badly_placed(yard, leaves))
    moves = put_in_order(yard, leaves)
    assert len(moves) >= 15
    assert wrong - len(moves) >= 30
    assert yard.searches <= 2 * wrong


# Both long boxes stand wrong. The one in row 2 waits, the other is put on it, and by that frees a pile for it.
COVERED = {
    "one": "A-02-1-1", "stays": "A-06-1-1", "nine": "A-08-2-1", "three": "A-02-2-1", "waits": "A-02-2-2",
    "first": "A-04-1-2",
}  # fmt: skip


def test_a_box_that_another_was_put_on_is_not_moved_from_underneath() -> None:
    block = YardBlock(id="A", bays=5, rows=2, tiers=4)
    leaves = {"one": 1.0, "nine": 9.0, "three": 3.0, "first": 3.0}
    moves = put_in_order(piles(COVERED, leaves, block), leaves)
    assert moves == [("first", Place.of("A-04-1-2"), Place.of("A-02-2-3"))]


@settings(max_examples=120, deadline=None)
@given(yards())
@example((YardBlock(id="A", bays=5, rows=2, tiers=4), COVERED, {"one": 1.0, "nine": 9.0, "three": 3.0, "first": 3.0}))
def test_moves_are_legal_each_mends_one_box_and_they_end(
    made: tuple[YardBlock, dict[str, str], dict[str, float]],
) -> None:
    block, places, leaves = made
    wrong = badly_placed(piles(places, leaves, block), leaves)
    moves = put_in_order(piles(places, leaves, block), leaves)
    assert len(moves) <= len(wrong)
    assert len({name for name, _, _ in moves}) == len(moves)
    yard = piles(places, leaves, block)
    for name, origin, target in moves:
        assert yard.place_of[name] == origin
        assert yard.above(name) == []
        yard.take(name)
        yard.put(name, target)
        assert sound(yard, block)
        left = badly_placed(yard, leaves)
        assert set(left) == set(wrong) - {name}
        wrong = left
    for name in wrong:
        target = None if yard.above(name) else yard.best_place(name)
        assert target is None or yard.leaves_first(grounds(target)) < leaves.get(name, float("inf"))
