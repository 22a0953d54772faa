"""Rules of stacking: which stack a box is put on when it comes, and where one goes that stands in the way.

- random: any stack with room, each as likely.
- lowest: one of the lowest stacks.
- segregated: boxes for a ship stand on stacks of their own, each filled before the next is begun; those that trucks
  collect stand apart, on the lowest stacks, and begin an empty one only while more than a quarter are empty. Where that
  leaves nothing, on a stack of a ship that leaves later, then on the lowest.
- a function of the user's: it is given the box and every stack of its block that takes it, and returns one of them.

A box in the way goes to the lowest other stack of its bay; with segregated to one of its own kind or to an empty one
first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Literal, Protocol

from simulations.parts.stacks import Room, Stack, for_a_ship

if TYPE_CHECKING:
    from simulations.visit import Box

# Of the stacks of its block that have room for a box, never none, the one that it is put on.
StackRule = Callable[["Box", Sequence[Stack]], Stack]

# Of a room's stacks, so many in a hundred are kept empty for ships while there is room elsewhere.
_KEPT_EMPTY = 25


class Stacking(Protocol):
    """Where boxes are put in a room."""

    def choose(self, room: Room, box: Box) -> Stack:
        """The stack for a box that comes; the room has one that is not full."""

    def elsewhere(self, room: Room, stack: Stack, box: Box) -> Stack | None:
        """The stack for a box that stands in the way on this one; None where all others are full."""


class Lowest:
    """One of the lowest stacks."""

    def __init__(self, random: Random) -> None:
        self._random = random.random

    def choose(self, room: Room, box: Box) -> Stack:  # noqa: ARG002  (the rule looks at no box)
        """One of the lowest stacks, each as likely."""
        for level in room.levels:
            if level:
                return level[int(self._random() * len(level))]
        raise AssertionError("a room was promised that is not there")

    def elsewhere(self, room: Room, stack: Stack, box: Box) -> Stack | None:  # noqa: ARG002
        """The lowest other stack of the bay, or where that is full of the room."""
        best, lowest = None, room.tiers
        for other in stack.bay.stacks:
            height = len(other.boxes)
            if height < lowest and other is not stack:
                best, lowest = other, height
        return best or next((other for other in room.candidates() if other is not stack), None)


class Anywhere(Lowest):
    """Any stack with room."""

    def choose(self, room: Room, box: Box) -> Stack:  # noqa: ARG002
        """Any stack that is not full, each as likely."""
        number = int(self._random() * (room.stacks - len(room.levels[-1])))
        for level in room.levels:
            if number < len(level):
                return level[number]
            number -= len(level)
        raise AssertionError("a room was promised that is not there")


class Segregated(Lowest):
    """Ships have stacks of their own, and those that trucks collect stand apart."""

    def choose(self, room: Room, box: Box) -> Stack:
        """The stack on which fewest boxes are expected to be moved again."""
        levels, tiers = room.levels, room.tiers
        empty = levels[0]
        if for_a_ship(box):
            own = [stack for stack in room.of_ships.get(box.visit, ()) if len(stack.boxes) < tiers]
            if own:
                return max(own, key=_height)
            if empty:
                return empty[int(self._random() * len(empty))]
            later = [
                stack
                for ship, stacks in room.of_ships.items()
                if ship.eta >= box.visit.eta
                for stack in stacks
                if len(stack.boxes) < tiers
            ]
            return min(later or room.candidates(), key=_height)
        if not (empty and 100 * len(empty) > _KEPT_EMPTY * room.stacks):
            for level in levels[1:-1]:
                if level:
                    return level[int(self._random() * len(level))]
        if empty:
            return empty[int(self._random() * len(empty))]
        return min(room.candidates(), key=_height)

    def elsewhere(self, room: Room, stack: Stack, box: Box) -> Stack | None:
        """A stack of its own kind in the bay, or an empty one; else the lowest."""
        ship = box.visit if for_a_ship(box) else None
        best, least = None, (2, 0)
        for other in stack.bay.stacks:
            height = len(other.boxes)
            if height < room.tiers and other is not stack:
                score = (int(height > 0 and other.ship is not ship), height)
                if score < least:
                    best, least = other, score
        return best or next((other for other in room.candidates() if other is not stack), None)


class UsersOwn(Lowest):
    """A function of the user's chooses for boxes that come."""

    def __init__(self, rule: StackRule) -> None:
        self.rule = rule

    def choose(self, room: Room, box: Box) -> Stack:
        """What the function says."""
        return self.rule(box, room.candidates())


def stacking_of(name: Literal["random", "lowest", "segregated"], random: Random) -> Stacking:
    """The rule of a name."""
    return {"random": Anywhere, "lowest": Lowest, "segregated": Segregated}[name](random)


def _height(stack: Stack) -> int:
    return len(stack.boxes)
