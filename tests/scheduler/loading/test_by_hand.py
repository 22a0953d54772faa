"""Kinds by block as a planner would share them out."""

from collections.abc import Mapping, Sequence

from data.case import Case
from data.profiles import ShipStack
from scheduler.loading.blocks import Quay, blocks_of
from scheduler.loading.by_hand import share_out
from scheduler.loading.kinds import Kind
from tests.scheduler.loading.conftest import box, kind, ship_of, ship_stack, tiny


def shared(
    case: Case, stacks: Sequence[ShipStack], counts: Mapping[Kind, int], busy_s: Mapping[int, int] | None = None
) -> dict[str, dict[Kind, int]]:
    """Boxes by block, without the bay that nobody has to do with."""
    its = ship_of(tiny(case, stacks, [box()]))
    bays = {bay.bay: bay.from_bow_m for bay in its.layout.bays}
    quay = Quay(2, 25, 100, 300, bays, dict.fromkeys(bays, 0) | dict(busy_s or {}))
    blocks = [block for block in blocks_of(its) if block.hatch[0] != 49]
    return {block.name: put for block, put in share_out(its, blocks, counts, quay)}


DECKS = [ship_stack(bay, row, "deck") for bay in (2, 6) for row in (1, 2)]
HATCH = [ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1)]


def test_the_idlest_bay_gets_boxes_first(case: Case) -> None:
    assert shared(case, DECKS, {kind(): 4}, {2: 1_000}) == {"bay 006 deck": {kind(): 4}}
    assert shared(case, DECKS, {kind(): 4}, {6: 1_000}) == {"bay 002 deck": {kind(): 4}}


def test_no_block_is_given_more_than_it_holds(case: Case) -> None:
    """Eight cells of 20 feet in a bay."""
    assert shared(case, DECKS, {kind(): 30}) == {"bay 002 deck": {kind(): 8}, "bay 006 deck": {kind(): 8}}
    assert shared(case, DECKS, {kind(long=True): 30}) == {
        "bay 002 deck": {kind(long=True): 4}, "bay 006 deck": {kind(long=True): 4},
    }  # fmt: skip


def test_what_a_block_cannot_take_goes_elsewhere(case: Case) -> None:
    cold = kind(plug=True)
    stacks = [ship_stack(2, 1, "deck"), ship_stack(6, 1, "deck", plugs=(82, 84))]
    assert shared(case, stacks, {cold: 3}, {6: 5_000}) == {"bay 006 deck": {cold: 3}}
    assert shared(case, [ship_stack(2, 1, "deck")], {cold: 3}) == {}


def test_no_port_goes_over_an_earlier_one_while_there_is_other_room(case: Case) -> None:
    """What leaves last is placed first; the first port goes on the hatch over it, and not under it."""
    found = shared(case, HATCH, {kind(0): 4, kind(1): 4})
    assert found == {"bay 002 hold, hatch 1": {kind(1): 4}, "bay 002 deck, hatch 1": {kind(0): 4}}
    more = shared(case, [*HATCH, ship_stack(6, 1, "deck", tiers=4)], {kind(0): 4, kind(1): 8}, {6: 50_000})
    assert sum(put.get(kind(0), 0) for put in more.values()) == 4
    assert not (
        more.get("bay 002 hold, hatch 1", {}).get(kind(0)) and more.get("bay 002 deck, hatch 1", {}).get(kind(1))
    )


def test_restowed_boxes_are_placed_before_others(case: Case) -> None:
    back = kind(restow=True)
    assert shared(case, [ship_stack(2, 1, "deck")], {kind(): 9, back: 2}) == {"bay 002 deck": {back: 2, kind(): 2}}
