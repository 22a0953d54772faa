"""What is done before the ship comes: bay by bay what is cheapest at what a rehandle is worth there."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.slots import Place
from data.terminal import YardBlock
from scheduler.stopping import Stop
from scheduler.yard.piles import BoxMove, Piles
from scheduler.yard.preparing import Preparation
from scheduler.yard.single_moves import badly_placed
from tests.scheduler.yard.test_piles import piles, sound, yards

BLOCK = YardBlock(id="A", bays=2, rows=3, tiers=3)
# In bay 1 the wrong box is under one that leaves first; in bay 3 it is on top.
SPOTS = {
    "low": "A-01-1-1", "wrong": "A-01-1-2", "top": "A-01-1-3",
    "early": "A-03-1-1", "late": "A-03-1-2",
}  # fmt: skip
LEAVES = {"low": 2.0, "wrong": 3.0, "top": 1.0, "early": 5.0, "late": 6.0}
STOP = Stop(effort=1.0)


def prepared(worth: float, *, whole: bool = True, of_bay_3: float | None = None) -> list[tuple[str, str]]:
    """Boxes moved and their bays."""
    preparation = Preparation(piles(SPOTS, LEAVES, BLOCK), LEAVES, whole=whole, stop=STOP)
    of_bay = {("A", 1): worth, ("A", 3): worth if of_bay_3 is None else of_bay_3}
    return [(box, f"{here.block}-{here.bay}") for box, here, _ in preparation.moves(lambda bay: of_bay[bay])]


def after(yard: Piles, moves: list[BoxMove], block: YardBlock) -> Piles:
    """The yard after moves, each of which must be possible."""
    yard = yard.copy()
    for box, here, target in moves:
        assert yard.place_of[box] == here
        assert yard.above(box) == []
        yard.take(box)
        assert yard.room(target.block, target.bay, target.row) == target
        yard.put(box, target)
        assert sound(yard, block)
    return yard


def test_nothing_where_a_rehandle_is_worth_less_than_a_move() -> None:
    assert prepared(0.5) == []


def test_single_moves_where_they_save_as_many_rehandles() -> None:
    """What costs the same is done before: the ship need not wait."""
    assert prepared(1.0) == [("late", "A-3")]


def test_a_bay_as_a_whole_where_rehandles_are_worth_the_moves() -> None:
    """Two moves for one rehandle."""
    assert sorted(prepared(2.0)) == [("late", "A-3"), ("top", "A-1"), ("wrong", "A-1")]
    assert prepared(2.0, whole=False) == [("late", "A-3")]


def test_each_bay_has_what_is_cheapest_there() -> None:
    assert sorted(prepared(2.0, of_bay_3=0.5)) == [("top", "A-1"), ("wrong", "A-1")]


def test_a_full_bay_uses_empty_stacks_beside_it() -> None:
    """Three stacks of three, all wrong inside: nothing could be moved in the bay itself."""
    spots = {f"{row}{tier}": f"A-01-{row}-{tier}" for row in (1, 2, 3) for tier in (1, 2, 3)}
    leaves = {name: float(place) for place, name in enumerate(("13", "11", "12", "23", "21", "22", "33", "31", "32"))}
    yard = piles(spots, leaves, BLOCK)
    moves = Preparation(yard, leaves, whole=True, stop=STOP).moves(lambda _: 100.0)
    assert badly_placed(after(yard, moves, BLOCK), leaves) == []
    assert {target.bay for _, _, target in moves} == {1, 3}


def test_once_cancelled_no_bay_is_put_in_order_as_a_whole() -> None:
    stop = Stop(effort=1.0)
    stop.cancel.set()
    assert not Preparation(piles(SPOTS, LEAVES, BLOCK), LEAVES, whole=True, stop=stop).whole


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(yards(), st.sampled_from([0.5, 1.0, 3.0, 50.0]))
def test_moves_can_be_made_and_leave_no_more_boxes_wrong(
    made: tuple[YardBlock, dict[str, str], dict[str, float]], worth: float
) -> None:
    block, spots, leaves = made
    yard = piles(spots, leaves, block)
    preparation = Preparation(yard, leaves, whole=True, stop=STOP)
    moves = preparation.moves(lambda _: worth)
    assert yard.place_of == {box: Place.of(where) for box, where in spots.items()}
    wrong = len(badly_placed(yard, leaves))
    left = len(badly_placed(after(yard, moves, block), leaves))
    assert left <= wrong
    # No dearer than doing nothing, however boxes are moved.
    assert len(moves) + worth * left <= worth * wrong + 1e-9
