"""The hatch covers while the ship is worked.

Every cover is on at arrival. While it moves it is neither on nor off. Boxes that one cover is in the way of are told
together, because one lift of it makes all of them right.
"""

from collections import defaultdict
from collections.abc import Iterator

from data.checker.loading.aboard import Stowage
from data.checker.loading.cycles import named
from data.checker.loading.planned import Planned, PlannedLift
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken
from data.profiles import ShipStack
from data.slots import Level

# A hatch cover: its bay and its number.
Cover = tuple[int, int]


class Covers:
    """Which covers are on, and what they have been in the way of."""

    def __init__(self, planned: Planned) -> None:
        self._planned = planned
        self._deck: defaultdict[Cover, list[ShipStack]] = defaultdict(list)
        self._state: dict[Cover, str] = {}
        self._last: dict[Cover, PlannedLift] = {}
        self._hindered: defaultdict[tuple[Cover, Level], list[tuple[str, PlannedLift]]] = defaultdict(list)
        for stack in planned.layout.stacks:
            if stack.cover is not None:
                self._state[stack.bay, stack.cover] = "on"
                if stack.level == "deck":
                    self._deck[stack.bay, stack.cover].append(stack)

    def hinder(self, stack: ShipStack, box: str, each: PlannedLift) -> bool:
        """Whether a cover is in the way of a box that is moved in or out of a stack now; told at the end of work."""
        if stack.cover is None:
            return False
        cover = (stack.bay, stack.cover)
        if self._state[cover] == ("off" if stack.level == "hold" else "on"):
            return False
        self._hindered[cover, stack.level].append((box, each))
        return True

    def move(self, each: PlannedLift, stowage: Stowage, begins: bool) -> Iterator[Broken]:
        """Begin or end to move a cover: off when it is on and bears no box, on when it is off."""
        bay, off = each.lift.bay, each.lift.kind == "hatch_off"
        cover = (bay, each.lift.cover or 0)
        state = self._state.get(cover)
        if state is None:
            # Bays that she does not have, and lifts without a cover, break other rules.
            if begins and each.lift.cover is not None and bay in self._planned.layout.bay_by_number:
                yield self._fault(each, f"bay {bay:03d} has no such cover, correct its number")
            return
        self._last[cover] = each
        if not begins:
            self._state[cover] = "off" if off else "on"
            return
        self._state[cover] = "moving"
        if off and state != "on":
            yield self._fault(each, "it is not on then, drop the lift or correct its time")
        elif not off and state != "off":
            yield self._fault(each, "it is not off then, drop the lift or correct its time")
        on_top = [box for stack in self._deck[cover] for box in stowage.boxes_of(stack)] if off else []
        if on_top:
            stand = "stands" if len(on_top) == 1 else "stand"
            yield self._fault(each, f"{listed(on_top)} {stand} on it, lift that off before", *on_top)

    def _fault(self, each: PlannedLift, why: str, *boxes: str) -> Broken:
        return Broken("hatch_cover", boxes or (each.lift.crane,), f"{named(self._planned, each)}: {why}")

    def at_the_end(self) -> Iterator[Broken]:
        """The boxes that covers were in the way of, and the covers that are not on when work ends."""
        for ((bay, number), level), hindered in self._hindered.items():
            boxes = tuple(dict.fromkeys(box for box, _ in hindered))
            when = self._planned.at(min(each.start for _, each in hindered))
            what = f"{listed(boxes)} {'is' if len(boxes) == 1 else 'are'} moved"
            cover = f"hatch cover {number} of bay {bay:03d}"
            if level == "hold":
                text = f"{what} in the hold under {cover}, from {when} on, while it is not off: take it off before"
            else:
                text = f"{what} on deck on {cover}, from {when} on, while it is not on: put it on before"
            yield Broken("hatch_cover", boxes, text)
        for (bay, number), state in self._state.items():
            if state != "on":
                yield Broken(
                    "hatch_cover",
                    (self._last[bay, number].lift.crane,),
                    f"hatch cover {number} of bay {bay:03d} is not on when work ends: put it on after its hold is done",
                )
