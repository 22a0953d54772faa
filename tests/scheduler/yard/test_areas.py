"""A bay as the engines take it: which stacks, which numbers, which empty stacks beside."""

from data.slots import Place
from data.terminal import YardBlock
from scheduler.yard.areas import Area, area_of, bay_of, ground_of
from scheduler.yard.bay import OUT, STAYS
from scheduler.yard.piles import Piles
from tests.scheduler.yard.test_piles import piles

BLOCK = YardBlock(id="A", bays=4, rows=2, tiers=3)


def area(yard: Piles, bay: int, leaves: dict[str, float], **more: object) -> Area:
    found = area_of(yard, "A", bay, leaves, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_boxes_are_numbered_as_they_leave() -> None:
    spots = {"low": "A-03-1-1", "high": "A-03-1-2", "same": "A-03-2-1", "stays": "A-03-2-2"}
    leaves = {"low": 50.0, "high": 90.0, "same": 50.0}
    found = area(piles(spots, leaves, BLOCK), 3, leaves)
    assert found.bay.stacks == ((1, 2), (1, STAYS))
    assert found.bay.height == 3
    assert found.feet == (Place.of("A-03-1-1"), Place.of("A-03-2-1"))
    assert found.boxes == (("low", "high"), ("same", "stays"))


def test_of_boxes_that_leave_at_once_the_upper_one_is_first_where_they_are_told_apart() -> None:
    spots = {"low": "A-03-1-1", "high": "A-03-1-2", "other": "A-03-2-1"}
    leaves = {"low": 50.0, "high": 50.0, "other": 10.0}
    assert area(piles(spots, leaves, BLOCK), 3, leaves, distinct=True).bay.stacks == ((3, 2), (1,))


def test_a_row_of_two_lengths_is_left_out() -> None:
    """A longer box stands on two 20-foot ones: neither bay has that stack."""
    spots = {"short": "A-01-1-1", "beside": "A-03-1-1", "long": "A-02-1-2", "own": "A-01-2-1", "over": "A-02-2-1"}
    del spots["own"]
    leaves = dict.fromkeys(spots, 1.0)
    assert area_of(piles(spots, leaves, BLOCK), "A", 1, leaves) is None
    assert area(piles(spots, leaves, BLOCK), 2, leaves).feet == (Place.of("A-02-2-1"),)


def test_no_area_where_no_box_leaves() -> None:
    assert area_of(piles({"stays": "A-01-1-1"}, {}, BLOCK), "A", 1, {}) is None


def test_empty_stacks_beside_are_the_nearest() -> None:
    spots = {"one": "A-03-1-1", "two": "A-03-2-1", "near": "A-01-1-1"}
    leaves = {"one": 1.0}
    found = area(piles(spots, leaves, BLOCK), 3, leaves, spare=3)
    assert [str(foot) for foot in found.spare] == ["A-01-2-1", "A-05-1-1", "A-05-2-1"]
    assert found.bay.stacks == ((1,), (STAYS,), (), (), ())
    without = area(piles(spots, leaves, BLOCK), 3, leaves, spare=2, taken={("A", 1, 2), ("A", 5, 1)})
    assert [str(foot) for foot in without.spare] == ["A-05-2-1", "A-07-1-1"]


def test_empty_stacks_of_longer_boxes_are_pairs_of_bays() -> None:
    leaves = {"one": 1.0}
    found = area(piles({"one": "A-02-1-1"}, leaves, BLOCK), 2, leaves, spare=3)
    assert [str(foot) for foot in found.spare] == ["A-06-1-1", "A-06-2-1"]


def test_boxes_go_only_where_all_of_the_bay_may_stand() -> None:
    block = BLOCK.model_copy(update={"plug_bays": 2})
    spots = {name: Place.of(where) for name, where in {"cold": "A-03-1-1", "dry": "A-03-2-1"}.items()}
    leaves = {"cold": 1.0, "dry": 2.0}
    for kind, bays in (("full", {1, 5}), ("reefer", {1})):
        yard = Piles([block], spots, leaves, {"cold": (kind,)})  # type: ignore[dict-item]
        assert {foot.bay for foot in area(yard, 3, leaves, spare=4).spare} == bays


def test_moves_of_an_engine_are_moves_of_boxes() -> None:
    spots = {"low": "A-03-1-1", "high": "A-03-1-2", "other": "A-03-2-1"}
    leaves = {"low": 1.0, "high": 2.0, "other": 3.0}
    found = area(piles(spots, leaves, BLOCK), 3, leaves)
    assert list(found.moves([(0, 1), (0, OUT), (1, 0)])) == [
        ("high", Place.of("A-03-1-2"), Place.of("A-03-2-2")),
        "low",
        ("high", Place.of("A-03-2-2"), Place.of("A-03-1-1")),
    ]


def test_where_a_bay_lies() -> None:
    yard = piles({"long": "A-02-1-1"}, {}, BLOCK)
    assert bay_of(yard, "long") == ("A", 2)
    assert ground_of(yard, ("A", 2)) == {("A", bay, row) for bay in (1, 3) for row in (1, 2)}
