from collections import Counter
from random import Random

from data.terminal import YardBlock
from simulations.parts.flows import Flow
from simulations.parts.stacking import Anywhere, Lowest, Segregated
from simulations.parts.stacks import Bay, Room, Stack
from tests.simulations.parts.conftest import box, visit, yard_of


def room_of(rows: int, tiers: int, ships_apart: bool = False) -> Room:
    room = Room(tiers, ships_apart)
    room.open(Bay(0, rows))
    return room


def test_lowest_levels_the_stacks_and_takes_any_of_the_lowest() -> None:
    room, rule = room_of(5, 3), Lowest(Random(1))
    first = set()
    for _ in range(200):
        first.add(rule.choose(room, box()))
    assert len(first) == 5
    for number in range(15):
        room.push(rule.choose(room, box()), box())
        assert {stack.height for stack in room.bays[0].stacks} <= {number // 5, number // 5 + 1}


def test_anywhere_takes_each_stack_with_room_as_often() -> None:
    room, rule = room_of(4, 2), Anywhere(Random(1))
    full, half, *_ = room.bays[0].stacks
    for stack in (full, full, half):
        room.push(stack, box())
    chosen = Counter(rule.choose(room, box()) for _ in range(3000))
    assert full not in chosen
    assert min(chosen.values()) > 900


def test_segregated_fills_a_ship_s_stacks_one_after_the_other() -> None:
    room, rule = room_of(4, 3, ships_apart=True), Segregated(Random(1))
    ships = [visit("S"), visit("T")]
    for number in range(8):
        coming = box(ships[number % 2], Flow.DOMESTIC_OUT)
        room.push(rule.choose(room, coming), coming)
    for stack in room.bays[0].stacks:
        assert len({each.visit for each in stack.boxes}) == 1
    assert sorted(stack.height for stack in room.bays[0].stacks) == [1, 1, 3, 3]


def test_segregated_keeps_a_quarter_of_the_stacks_for_ships_while_others_have_room() -> None:
    room, rule = room_of(4, 2, ships_apart=True), Segregated(Random(1))
    for _ in range(6):
        coming = box()
        room.push(rule.choose(room, coming), coming)
    assert sorted(stack.height for stack in room.bays[0].stacks) == [0, 2, 2, 2]
    coming = box()
    room.push(rule.choose(room, coming), coming)
    assert len(room.levels[0]) == 0


def test_segregated_puts_a_box_on_a_ship_that_leaves_later_rather_than_sooner() -> None:
    room, rule = room_of(2, 3, ships_apart=True), Segregated(Random(1))
    sooner, later = visit("S", eta=100), visit("L", eta=300)
    for stack, ship in zip(room.bays[0].stacks, (sooner, later), strict=True):
        room.push(stack, box(ship, Flow.EMPTY_OUT))
    coming = box(visit("M", eta=200), Flow.EMPTY_OUT)
    assert rule.choose(room, coming).ship is later


def test_a_box_in_the_way_goes_to_its_own_kind_or_an_empty_stack_first() -> None:
    room, rule = room_of(3, 4, ships_apart=True), Segregated(Random(1))
    ship = visit("S")
    first, second, third = room.bays[0].stacks
    wanted = box()
    room.push(first, wanted)
    for each in (box(), box()):
        room.push(second, each)
    room.push(third, box(ship, Flow.EMPTY_OUT))
    room.push(first, box(ship, Flow.EMPTY_OUT))
    assert rule.elsewhere(room, first, first.boxes[-1]) is third
    assert rule.elsewhere(room, second, second.boxes[-1]) is first


def test_a_user_s_function_chooses_the_stack() -> None:
    asked: list[int] = []

    def highest(coming: object, stacks: list[Stack]) -> Stack:  # noqa: ARG001
        asked.append(len(stacks))
        return max(stacks, key=lambda stack: stack.height)

    _, yard, _ = yard_of(YardBlock(id="B", bays=1, rows=3, tiers=2), rules={"slotting": highest})
    boxes = [box() for _ in range(4)]
    for each in boxes:
        yard.place(each, 0)
    assert asked == [3, 3, 2, 2]
    assert boxes[0].stack is boxes[1].stack
    assert boxes[2].stack is boxes[3].stack
