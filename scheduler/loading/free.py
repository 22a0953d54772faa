"""What is free in a column, and how many boxes alike it takes."""

from dataclasses import dataclass
from math import inf

from scheduler.loading.ship import Column


@dataclass(frozen=True)
class FreeHalf:
    """A half of a column: tiers that are free, for longer boxes and for 20-foot ones, and what it bears still.

    `lashed` tiers are free below those whose masses are limited to `loose_kg`; `plugs` and `long_plugs` count reefers.
    """

    tiers: int
    long_tiers: int
    kg: int
    long_kg: int
    mm: int
    lashed: int
    long_lashed: int
    loose_kg: float
    plugs: int
    long_plugs: int


@dataclass(frozen=True)
class Free:
    """What is free in a column when it is asked."""

    halves: tuple[FreeHalf, ...]

    def takes(self, long: bool, kg: int, height_mm: int, *, plug: bool = False) -> int:
        """The most boxes so heavy and so high, or heavier and higher, that the column takes."""
        total, least = 0, -1
        for half in self.halves:
            most = half.long_tiers if long else half.tiers
            if most:
                share = kg / 2 if long else kg
                most = min(most, int(half.kg // share), half.mm // height_mm)
                if long:
                    most = min(most, half.long_kg // kg)
                if half.loose_kg < inf:
                    lashed = half.long_lashed if long else half.lashed
                    most = min(most, lashed + int(half.loose_kg // share))
                if plug:
                    most = min(most, half.long_plugs if long else half.plugs)
            total += most
            least = most if least < 0 else min(least, most)
        return max(0, least) if long else total


def free_in(column: Column) -> Free:
    """What is free in a column now."""
    filled = {half: column.filled(half) for half in column.halves}
    on_top, long_room = max(filled.values()), column.long_room()
    halves = []
    for half in column.halves:
        room = column.twenty_room(half)
        kg, long_kg = column.kg_left(half)
        deck = column.stack.level == "deck"
        halves.append(
            FreeHalf(
                tiers=room,
                long_tiers=long_room,
                kg=kg,
                long_kg=long_kg,
                mm=column.mm_left(half),
                lashed=max(0, column.stack.lashed_tiers - filled[half]),
                long_lashed=max(0, column.stack.lashed_tiers - on_top),
                loose_kg=column.loose_kg_left(half) if deck else inf,
                plugs=sum(column.plugged(half, tier, False) for tier in range(filled[half], filled[half] + room)),
                long_plugs=sum(column.plugged(half, tier, True) for tier in range(on_top, on_top + long_room)),
            )
        )
    return Free(tuple(halves))
