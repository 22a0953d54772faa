from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.terminal import YardBlock
from simulations.parts.flows import Flow, Kind
from simulations.parts.stacking import Lowest, Segregated, Stacking
from simulations.parts.stacks import Bay, Ground, Room, Stack, lengths
from tests.simulations.parts.conftest import box, visit, yard_of


def room_of(*heights: int, tiers: int = 4, ships_apart: bool = False) -> tuple[Room, Bay]:
    """A room of one bay, with stacks of these heights."""
    room, bay = Room(tiers, ships_apart), Bay(0, len(heights))
    room.open(bay)
    for stack, height in zip(bay.stacks, heights, strict=True):
        for _ in range(height):
            room.push(stack, box())
    return room, bay


def heights(bay: Bay) -> list[int]:
    return [stack.height for stack in bay.stacks]


def test_boxes_above_go_to_the_lowest_stacks_of_the_bay() -> None:
    room, bay = room_of(3, 2, 1)
    lowest, second, third = bay.stacks[0].boxes
    assert room.dig(lowest, Lowest(Random(1))) == 2
    assert heights(bay) == [0, 3, 2] or heights(bay) == [0, 2, 3]
    # The uppermost went first, to the lowest stack; then the other two are as high.
    assert third.stack is bay.stacks[2]
    assert second.stack in bay.stacks[1:]
    assert room.dig(second, Lowest(Random(1))) == 0


def test_boxes_above_leave_a_full_bay_for_another() -> None:
    room, bay = room_of(2, 2, tiers=2)
    other = Bay(1, 2)
    room.open(other)
    assert room.dig(bay.stacks[0].boxes[0], Lowest(Random(1))) == 1
    assert heights(bay) == [0, 2]
    assert sorted(heights(other)) == [0, 1]


def test_in_a_full_block_boxes_above_are_set_aside_and_put_back() -> None:
    room, bay = room_of(3, 3, tiers=3)
    lowest, second, third = bay.stacks[0].boxes
    assert room.dig(lowest, Lowest(Random(1))) == 4
    assert bay.stacks[0].boxes == [second, third]
    assert heights(bay) == [2, 3]


def test_pairs_of_bays_are_divided_as_boxes_need_room() -> None:
    assert lengths(4, 0) == [1, 1, 1, 1]
    assert lengths(3, 1) == [2, 2, 2]
    # Half the boxes are of 40 feet: two thirds of the room.
    assert sorted(lengths(6, 0.5)) == [1, 1, 2, 2, 2, 2]
    # Neither length is left without room.
    assert sorted(lengths(2, 0.01)) == [1, 2]
    assert lengths(1, 0.9) == [1]


def test_bays_stand_where_they_are_and_hold_what_they_can() -> None:
    ground = Ground(YardBlock(id="B", bays=7, rows=3, tiers=2, plug_bays=3), 0.5, ships_apart=False)
    found = {key: sorted(bay.at for bay in room.bays) for key, room in ground.rooms.items()}
    # Of the three bays with plugs, one pair for 20-foot boxes and a bay beyond it; of the four without, a pair each.
    assert found == {(1, True): [0, 1, 2], (2, True): [], (1, False): [3, 4], (2, False): [5.5]}
    assert {key: room.free for key, room in ground.rooms.items()} == {
        (1, True): 18,
        (2, True): 0,
        (1, False): 12,
        (2, False): 6,
    }


def test_an_empty_pair_changes_its_length_when_there_is_need_and_no_box_is_on_its_way() -> None:
    ground = Ground(YardBlock(id="B", bays=4, rows=1, tiers=1), 0, ships_apart=False)
    twenty, forty = ground.rooms[1, False], ground.rooms[2, False]
    twenty.free -= 3
    assert ground.room_for(2, plugs=False) is None
    twenty.free += 1
    assert ground.room_for(2, plugs=False) is forty
    assert (twenty.free, forty.free) == (0, 1)
    # A 40-foot box is on its way to it now: nothing is left for the other length.
    forty.free -= 1
    assert ground.room_for(1, plugs=False) is None
    forty.push(forty.bays[0].stacks[0], box(teu=2))
    assert ground.room_for(1, plugs=False) is None
    forty.dig(forty.bays[0].stacks[0].boxes[0], Lowest(Random(1)))
    forty.free += 1
    assert ground.room_for(1, plugs=False) is twenty
    assert (twenty.free, forty.free) == (2, 0)


def placed(stacks: dict[Stack, None], tiers: int) -> int:
    """Boxes in stacks, each of which knows where it stands; no stack is too high."""
    found = 0
    for stack in stacks:
        assert stack.height <= tiers
        assert all(each.stack is stack for each in stack.boxes)
        found += stack.height
    return found


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    moves=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(Kind), st.integers(1, 2), st.integers(0, 99))),
    rule=st.sampled_from(["random", "lowest", "segregated"]),
    bays=st.integers(1, 5),
    plug_bays=st.integers(0, 3),
    order=st.sampled_from(["top", "arrival"]),
)
def test_every_box_stands_in_one_place_and_no_stack_is_too_high(
    moves: list[tuple[int, Kind, int, int]], rule: str, bays: int, plug_bays: int, order: str
) -> None:
    _, yard, recorder = yard_of(
        YardBlock(id="B", bays=bays, rows=2, tiers=3, plug_bays=min(plug_bays, bays)),
        YardBlock(id="C", bays=3, rows=2, tiers=2, takes=("empty",)),
        forty_foot_share=0.3,
        stacking=rule,
        loading_order=order,
    )
    ships = [visit(f"S{number}", eta=number) for number in range(3)]
    inside = []
    plugged = 0
    for flow, kind, teu, pick in moves:
        if pick % 3 and inside:
            out = inside.pop(pick % len(inside))
            yard.fetch(out, 1, out, yard.take, False)
        else:
            came = box(ships[pick % 3], Flow(flow), kind, teu)
            inside.append(came)
            yard.place(came, 0)
            plugged += kind is Kind.REEFER
        assert yard.in_stacks() == yard.stock == len(inside)
        stacks = {}
        for block in yard.blocks:
            assert block.ground is not None
            stacks.update(dict.fromkeys(block.ground.stacks()))
            for (length, plugs), room in block.ground.rooms.items():
                boxes = [each for bay in room.bays for stack in bay.stacks for each in stack.boxes]
                assert {each.teu for each in boxes} <= {length}
                assert room.free == room.tiers * room.stacks - len(boxes)
                assert len({id(each) for each in boxes}) == len(boxes)
                if not plugs and block.id == "B" and plug_bays:
                    # A reefer without a plug has been counted.
                    assert sum(each.kind == Kind.REEFER for each in boxes) <= recorder.yard.reefers_without_plug
        assert placed(stacks, 3) + sum(block.aside for block in yard.blocks) == len(inside)
    assert recorder.yard.reefers_without_plug <= plugged


def test_a_ship_s_stacks_are_hers_until_they_are_empty() -> None:
    room, bay = room_of(0, 0, tiers=2, ships_apart=True)
    rule: Stacking = Segregated(Random(1))
    ship, other = visit("S"), visit("T")
    mine, theirs = box(ship, Flow.DOMESTIC_OUT), box(other, Flow.DOMESTIC_OUT)
    for each in (mine, theirs):
        room.push(rule.choose(room, each), each)
    assert mine.stack is not theirs.stack
    assert set(room.of_ships) == {ship, other}
    assert room.dig(mine, rule) == 0
    assert set(room.of_ships) == {other}
    assert [stack.height for stack in room.levels[0]] == [0]
    with pytest.raises(KeyError):
        room.of_ships[ship]
    assert heights(bay) in ([0, 1], [1, 0])
