"""The yard cranes while a ship is worked: what each does when. They fill the gaps that earlier moves left.

Seconds count from the start of the plan; moves before it have negative ones.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.case import Case
from data.slots import Place
from scheduler.yard.piles import Ground, grounds


@dataclass
class YardCrane:
    """A yard crane and its moves so far: from, to, and the bays where each begins and ends."""

    name: str
    moves: list[tuple[int, int, int, int]] = field(default_factory=list)

    def gap(self, ready: int, seconds: int, begins: int, ends: int, bay_s: float) -> int:
        """The earliest moment from `ready` on at which it can begin a move, its way before and after included."""
        if not self.moves:
            return ready
        last = self.moves[-1]
        if ready >= last[0]:
            return max(ready, last[1] + _way(bay_s, last[3], begins))
        first = self.moves[0]
        if ready + seconds + _way(bay_s, ends, first[2]) <= first[0]:
            return ready
        for before, after in pairwise(self.moves):
            if after[0] <= ready:
                continue
            start = max(ready, before[1] + _way(bay_s, before[3], begins))
            if start + seconds + _way(bay_s, ends, after[2]) <= after[0]:
                return start
        return max(ready, last[1] + _way(bay_s, last[3], begins))


class YardCranes:
    """The cranes of all blocks, and until when their moves keep each pile."""

    def __init__(self, case: Case) -> None:
        self.of: dict[str, list[YardCrane]] = {block.id: [] for block in case.yard_blocks}
        for crane in case.yard_cranes:
            self.of[crane.block].append(YardCrane(crane.id))
        self.move_s = round(case.terminal.yard_work.move_s)
        self._bay_s = case.terminal.yard_work.bay_travel_s
        self._pile_free: dict[Ground, int] = {}

    def move(
        self, block: str, ready: int, begins: int, ends: int, touched: Sequence[Ground]
    ) -> tuple[YardCrane | None, int]:
        """A crane of a block and the earliest moment at which it can make a move; kept for it.

        `begins` and `ends` are the bays, and no crane works on the piles `touched` meanwhile. No crane where the block
        has none.
        """
        ready = self._untouched(ready, touched)
        cranes = self.of[block]
        if not cranes:
            return None, ready
        start, _, crane = min(
            (crane.gap(ready, self.move_s, begins, ends, self._bay_s), place, crane)
            for place, crane in enumerate(cranes)
        )
        insort(crane.moves, (start, start + self.move_s, begins, ends))
        for ground in touched:
            self._pile_free[ground] = start + self.move_s
        return crane, start

    def earliest(self, place: Place, ready: int) -> int:
        """The earliest moment at which a crane can put a box in a place of a block that has one."""
        ready = self._untouched(ready, grounds(place))
        return min(crane.gap(ready, self.move_s, place.bay, place.bay, self._bay_s) for crane in self.of[place.block])

    def before_start(self, block: str, moves: Sequence[tuple[Place, Place]]) -> tuple[YardCrane, list[int]]:
        """Moves in a block one after the other, the last of which ends at the plan's start: their beginnings."""
        crane = self.of[block][0]
        begins = 0
        times: list[int] = []
        # Backwards from the start, so that the last one ends there.
        following: Place | None = None
        for place, target in reversed(moves):
            begins -= self.move_s + (0 if following is None else _way(self._bay_s, target.bay, following.bay))
            times.append(begins)
            following = place
        times.reverse()
        crane.moves += [
            (start, start + self.move_s, place.bay, target.bay)
            for start, (place, target) in zip(times, moves, strict=True)
        ]
        return crane, times

    def _untouched(self, ready: int, touched: Sequence[Ground]) -> int:
        return max([ready, *(self._pile_free.get(ground, 0) for ground in touched)])


def _way(bay_s: float, one: int, other: int) -> int:
    """Seconds from bay to bay, `bay_s` for 20 feet, which are two bay numbers."""
    return -int(-bay_s * abs(one - other) // 2)
