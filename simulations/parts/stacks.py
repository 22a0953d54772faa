"""Stacks of boxes: what stands on what in a block, where room is left, and what must be moved to get at a box.

A block's ground is divided into pairs of 20-foot bays. A pair holds stacks of 20-foot boxes in both of its bays, or
stacks of 40-foot boxes over the two; an empty pair changes from one to the other when there is need. At first as many
pairs are for 40-foot boxes as the case has of these. Pairs with plugs are kept apart. A bay beyond the pairs holds
20-foot boxes.

A `Room` is all stacks of one length, with plugs or without: a box goes from one to another within it. Its places are
counted when a box is sent there, so that it finds one when it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from data.terminal import YardBlock
from simulations.parts.flows import Flow

if TYPE_CHECKING:
    from simulations.parts.stacking import Stacking
    from simulations.visit import Box, Visit


class Stack:
    """Boxes on top of each other, the lowest first."""

    __slots__ = ("bay", "boxes", "place", "ship")

    def __init__(self, bay: Bay) -> None:
        self.bay = bay
        self.boxes: list[Box] = []
        # Its place among the stacks of its height.
        self.place = 0
        # Where ships have stacks of their own: whose this one is, until it is empty again.
        self.ship: Visit | None = None

    @property
    def height(self) -> int:
        """How many boxes stand on each other."""
        return len(self.boxes)


class Bay:
    """Stacks side by side; `at` is where along the block the bay's middle lies, in 20-foot bays."""

    __slots__ = ("at", "stacks")

    def __init__(self, at: float, rows: int) -> None:
        self.at = at
        self.stacks = [Stack(self) for _ in range(rows)]


class Room:
    """The stacks of one length in a block, with plugs or without, by height."""

    __slots__ = ("bays", "free", "levels", "of_ships", "ships_apart", "stacks", "tiers")

    def __init__(self, tiers: int, ships_apart: bool) -> None:
        self.tiers = tiers
        # Places that no box stands at, or is on its way to.
        self.free = 0
        self.bays: list[Bay] = []
        self.stacks = 0
        # By height; with ships apart, without the stacks that ships have of their own.
        self.levels: list[list[Stack]] = [[] for _ in range(tiers + 1)]
        self.ships_apart = ships_apart
        self.of_ships: dict[Visit, list[Stack]] = {}

    def open(self, bay: Bay) -> None:
        """An empty bay is part of the room from now on."""
        self.bays.append(bay)
        self.stacks += len(bay.stacks)
        self.free += self.tiers * len(bay.stacks)
        for stack in bay.stacks:
            self._enter(stack, 0)

    def close(self, bay: Bay) -> None:
        """An empty bay is no part of the room any more."""
        self.bays.remove(bay)
        self.stacks -= len(bay.stacks)
        self.free -= self.tiers * len(bay.stacks)
        for stack in bay.stacks:
            self._leave(stack, 0)

    def candidates(self) -> list[Stack]:
        """Every stack that takes one more box, the lowest first, but for those that ships have of their own."""
        found = [stack for level in self.levels[:-1] for stack in level]
        if self.of_ships:
            found += [stack for stacks in self.of_ships.values() for stack in stacks if len(stack.boxes) < self.tiers]
        return found

    def push(self, stack: Stack, box: Box) -> None:
        """Put a box on a stack that is not full."""
        boxes = stack.boxes
        height = len(boxes)
        boxes.append(box)
        box.stack = stack
        if self.ships_apart:
            if height == 0 and for_a_ship(box):
                stack.ship = box.visit
                self.of_ships.setdefault(box.visit, []).append(stack)
                self._leave(stack, 0)
                return
            if stack.ship is not None:
                return
        self._leave(stack, height)
        self._enter(stack, height + 1)

    def dig(self, box: Box, stacking: Stacking) -> int:
        """Take a box from its stack; the boxes that were moved for it.

        Those above it go one by one to other stacks of its bay, or of the room where the bay is full. Where that is
        full too they are set aside and put back, which is two moves each.
        """
        stack = box.stack
        assert stack is not None  # who has no stack stands beside them
        boxes = stack.boxes
        moved = 0
        while boxes[-1] is not box:
            target = stacking.elsewhere(self, stack, boxes[-1])
            if target is None:
                above = len(boxes) - 1 - boxes.index(box)
                boxes.remove(box)
                self._sunk(stack)
                return moved + 2 * above
            top = boxes.pop()
            self._sunk(stack)
            self.push(target, top)
            moved += 1
        boxes.pop()
        self._sunk(stack)
        return moved

    def _sunk(self, stack: Stack) -> None:
        """A stack has one box less."""
        height = len(stack.boxes)
        ship = stack.ship
        if ship is None:
            self._leave(stack, height + 1)
            self._enter(stack, height)
        elif height == 0:
            own = self.of_ships[ship]
            own.remove(stack)
            if not own:
                del self.of_ships[ship]
            stack.ship = None
            self._enter(stack, 0)

    def _enter(self, stack: Stack, height: int) -> None:
        level = self.levels[height]
        stack.place = len(level)
        level.append(stack)

    def _leave(self, stack: Stack, height: int) -> None:
        level = self.levels[height]
        last = level.pop()
        if last is not stack:
            place = stack.place
            level[place] = last
            last.place = place


class Ground:
    """The ground of a block: its rooms by length in TEU and by plugs, and the pairs of bays that change length."""

    __slots__ = ("_pairs", "_rows", "rooms")

    def __init__(self, block: YardBlock, forty_foot_share: float, ships_apart: bool) -> None:
        self._rows = block.rows
        self.rooms = {
            (teu, plugs): Room(block.tiers, ships_apart) for plugs in (False, True) for teu in (1, 2)
        }  # fmt: skip
        # First bay of each pair, and the bays that it is divided into now, by length and plugs.
        self._pairs: dict[tuple[int, bool], dict[int, list[Bay]]] = {key: {} for key in self.rooms}
        for first, end, plugs in ((0, block.plug_bays, True), (block.plug_bays, block.bays, False)):
            pairs = (end - first) // 2
            for number, teu in enumerate(lengths(pairs, forty_foot_share)):
                self._open(first + 2 * number, teu, plugs)
            if (end - first) % 2:
                self.rooms[1, plugs].open(Bay(end - 1, block.rows))

    def room_for(self, teu: int, plugs: bool) -> Room | None:
        """A room with a free place for a box of this length, with plugs or without."""
        room = self.rooms[teu, plugs]
        return room if room.free > 0 or self._changed(3 - teu, plugs) else None

    def stacks(self) -> Sequence[Stack]:
        """Every stack of the block."""
        return [stack for room in self.rooms.values() for bay in room.bays for stack in bay.stacks]

    def _open(self, first: int, teu: int, plugs: bool) -> None:
        bays = [Bay(first + 0.5, self._rows)] if teu == 2 else [Bay(first, self._rows), Bay(first + 1, self._rows)]
        self._pairs[teu, plugs][first] = bays
        for bay in bays:
            self.rooms[teu, plugs].open(bay)

    def _changed(self, teu: int, plugs: bool) -> bool:
        """Whether an empty pair of this length could be given to the other one."""
        room, pairs = self.rooms[teu, plugs], self._pairs[teu, plugs]
        if room.free < room.tiers * self._rows * (3 - teu):
            return False
        for first, bays in pairs.items():
            if not any(stack.boxes for bay in bays for stack in bay.stacks):
                del pairs[first]
                for bay in bays:
                    room.close(bay)
                self._open(first, 3 - teu, plugs)
                return True
        return False


def for_a_ship(box: Box) -> bool:
    """Whether a box came by truck for a ship that is known."""
    return box.flow > Flow.TRANSHIPMENT


def lengths(pairs: int, forty_foot_share: float) -> list[int]:
    """Of so many pairs of bays one after the other, which are for boxes of 1 or 2 TEU: by the room that each need."""
    forty = 2 * forty_foot_share / (1 + forty_foot_share)
    count = ceil(forty * pairs - 1e-9)
    if count == pairs and forty_foot_share < 1:
        count = max(0, pairs - 1)
    return [1 + ((number + 1) * count // pairs > number * count // pairs) for number in range(pairs)]
