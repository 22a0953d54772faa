"""The piles of the yard: what stands on what, and where a box is put that is in another's way."""

from collections.abc import Mapping

import pytest
from hypothesis import strategies as st

from data.slots import Place
from data.terminal import YardBlock
from scheduler.yard.piles import Piles, grounds

BLOCK = YardBlock(id="A", bays=3, rows=2, tiers=3)


def piles(places: Mapping[str, str], leaves: Mapping[str, float] | None = None, block: YardBlock = BLOCK) -> Piles:
    return Piles([block], {name: Place.of(place) for name, place in places.items()}, leaves or {})


def place(text: str) -> Place:
    return Place.of(text)


def test_grounds() -> None:
    assert grounds(place("A-03-2-1")) == (("A", 3, 2),)
    assert grounds(place("A-02-2-1")) == (("A", 1, 2), ("A", 3, 2))


def test_what_is_above_comes_from_the_highest() -> None:
    yard = piles({"low": "A-01-1-1", "high": "A-01-1-3", "middle": "A-01-1-2", "beside": "A-01-2-1"})
    assert yard.above("low") == ["high", "middle"]
    assert yard.above("high") == []
    assert yard.on(("A", 1, 1)) == ["low", "middle", "high"]


def test_what_stands_on_a_long_box_is_above_both_below_it() -> None:
    """The box on bay 05 stands on the end of a long one, which stands on the one wanted."""
    yard = piles({"wanted": "A-01-1-1", "other": "A-03-1-1", "long": "A-02-1-2", "five": "A-05-1-1", "six": "A-05-1-2"})
    assert yard.above("wanted") == ["long"]
    assert yard.above("other") == ["long"]
    over = piles(
        {
            "wanted": "A-01-1-1",
            "other": "A-03-1-1",
            "long": "A-02-1-2",
            "a": "A-05-1-1",
            "b": "A-05-1-2",
            "top": "A-04-1-3",
        }
    )
    assert over.above("wanted") == ["top", "long"]


def test_taking_and_putting() -> None:
    yard = piles({"one": "A-01-1-1", "long": "A-04-2-1"})
    yard.take("long")
    assert yard.on(("A", 3, 2)) == yard.on(("A", 5, 2)) == []
    yard.put("long", place("A-02-2-1"))
    assert yard.on(("A", 1, 2)) == yard.on(("A", 3, 2)) == ["long"]
    assert yard.place_of["long"] == place("A-02-2-1")


@pytest.mark.parametrize(
    ("bay", "row", "room"),
    [
        (1, 1, "A-01-1-3"),
        (1, 2, "A-01-2-1"),
        (2, 2, None),  # its halves are not of one height
        (3, 2, "A-03-2-2"),
        (5, 1, None),  # on a long box
        (3, 1, None),
        (4, 1, "A-04-1-2"),
        (7, 1, None),  # beyond the block
        (6, 1, None),
    ],
)
def test_room_on_a_pile(bay: int, row: int, room: str | None) -> None:
    yard = piles({"a": "A-01-1-1", "b": "A-01-1-2", "long": "A-04-1-1", "c": "A-03-2-1"})
    assert yard.room("A", bay, row) == (None if room is None else place(room))


def test_no_room_above_the_blocks_tiers() -> None:
    yard = piles({name: f"A-01-1-{tier}" for tier, name in enumerate("abc", start=1)})
    assert yard.room("A", 1, 1) is None


def test_a_box_goes_where_all_leave_after_it_and_one_leaves_next() -> None:
    leaves = {"box": 5.0, "low": 1.0, "six": 6.0, "nine": 9.0, "four": 4.0}
    yard = piles(
        {"low": "A-03-1-1", "box": "A-03-1-2", "six": "A-05-1-1", "nine": "A-05-2-1", "four": "A-03-2-1"}, leaves
    )
    # In its own bay there is only the pile of four, which leaves before it: the next bays are looked at.
    assert yard.best_place("box") in (place("A-05-1-2"), place("A-01-1-1"), place("A-01-2-1"))
    full = piles(
        {
            "low": "A-03-1-1", "box": "A-03-1-2", "six": "A-05-1-1", "nine": "A-05-2-1", "four": "A-03-2-1",
            "two": "A-01-1-1", "three": "A-01-2-1",
        },
        leaves | {"two": 2.0, "three": 3.0},
    )  # fmt: skip
    assert full.best_place("box") == place("A-05-1-2")


def test_where_none_leaves_after_it_the_box_goes_where_the_first_leaves_last() -> None:
    leaves = {"box": 9.0, "low": 1.0, **{name: float(when) for when, name in enumerate("abcde", start=2)}}
    spots = dict(zip("abcde", ("A-01-1-1", "A-01-2-1", "A-03-2-1", "A-05-1-1", "A-05-2-1"), strict=True))
    yard = piles({"low": "A-03-1-1", "box": "A-03-1-2", **spots}, leaves)
    assert yard.best_place("box") == place("A-05-2-2")


def test_near_bays_come_first() -> None:
    yard = piles({"low": "A-05-1-1", "box": "A-05-1-2"}, {"low": 1.0, "box": 2.0})
    assert yard.best_place("box") == place("A-05-2-1")


def test_piles_that_are_not_to_be_used() -> None:
    yard = piles({"low": "A-05-1-1", "box": "A-05-1-2"}, {"low": 1.0, "box": 2.0})
    assert yard.best_place("box", frozenset([("A", 5, 2)])) == place("A-03-1-1")


def test_a_full_block_has_no_place() -> None:
    block = YardBlock(id="A", bays=1, rows=2, tiers=2)
    yard = piles({"a": "A-01-1-1", "b": "A-01-1-2", "c": "A-01-2-1", "d": "A-01-2-2"}, block=block)
    assert yard.best_place("b") is None


def test_a_reefer_goes_where_it_has_a_plug_before_all_else() -> None:
    """Two bays away, on a box that leaves before it: in its own bay, and all but the first, there is no plug."""
    block = YardBlock(id="A", bays=3, rows=1, tiers=3, plug_bays=1)
    places = {"cold": Place.of("A-05-1-2"), "low": Place.of("A-05-1-1"), "dry": Place.of("A-01-1-1")}
    leaves = {"low": 1.0, "dry": 2.0, "cold": 3.0}
    assert Piles([block], places, leaves).best_place("cold") == place("A-03-1-1")
    assert Piles([block], places, leaves, {"cold": ("reefer",)}).best_place("cold") == place("A-01-1-2")
    # Where there is no room at a plug, it goes to the best other place.
    full = block.model_copy(update={"tiers": 2})
    places["top"] = Place.of("A-01-1-2")
    assert Piles([full], places, leaves, {"cold": ("reefer",)}).best_place("cold") == place("A-03-1-1")


def test_boxes_that_are_not_named_stay_longest() -> None:
    yard = piles(
        {"low": "A-01-1-1", "box": "A-01-1-2", "stays": "A-01-2-1"},
        {"low": 1.0},
        YardBlock(id="A", bays=1, rows=2, tiers=3),
    )
    assert yard.best_place("box") == place("A-01-2-2")


@st.composite
def yards(draw: st.DrawFn) -> tuple[YardBlock, dict[str, str], dict[str, float]]:
    """A block filled from the ground, with long boxes on anything and short ones on short ones, and when they leave."""
    block = YardBlock(id="A", bays=draw(st.integers(2, 5)), rows=draw(st.integers(1, 3)), tiers=draw(st.integers(2, 4)))
    yard = Piles([block], {}, {})
    for serial in range(draw(st.integers(1, 20))):
        bay = draw(st.integers(1, 2 * block.bays - 1))
        spot = yard.room("A", bay, draw(st.integers(1, block.rows)))
        if spot is not None:
            yard.put(f"B{serial}", spot)
    leaves = {name: float(draw(st.integers(0, 9))) for name in yard.place_of if draw(st.booleans())}
    return block, {name: str(spot) for name, spot in yard.place_of.items()}, leaves


def sound(yard: Piles, block: YardBlock) -> bool:
    """Whether all boxes stand in the block, each for itself and on others, and no short one on a long one."""
    at = {(bay, spot.row, spot.tier): name for name, spot in yard.place_of.items() for bay in spot.twenties}
    if len(at) != sum(len(spot.twenties) for spot in yard.place_of.values()):
        return False
    for spot in yard.place_of.values():
        if not (1 <= spot.row <= block.rows and 1 <= spot.tier <= block.tiers and max(spot.twenties) < 2 * block.bays):
            return False
        below = [at.get((bay, spot.row, spot.tier - 1)) for bay in spot.twenties]
        if spot.tier > 1 and None in below:
            return False
        if len(spot.twenties) == 1 and any(len(yard.place_of[under].twenties) == 2 for under in below if under):
            return False
    return True
