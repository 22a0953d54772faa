"""Slots of a block by hand: boxes go one kind after the other to the best place that is left.

What leaves last is placed first, 20-foot boxes before longer ones and heavy before light, so that most places are right
at once. It is the start of the exact model of a block, and its answer where that finds nothing in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Column

# Share of what a stack bears that is planned with: the boxes of a kind differ in mass.
KEPT = 0.97
_OVERSTOW, _INVERSION, _NEW_PORT, _HIGH = 1_000, 20, 5, 1
# Above the lashings, where few boxes stand, their masses differ so many times more from the mean.
_LOOSE = 3
# What a tonne metre to one side counts.
_LEAN = 0.1


@dataclass
class _Pile:
    """A column while it is filled: kinds by half, from the first free tier on, and what the halves still bear."""

    column: Column
    leaves: dict[int, int]
    placed: dict[int, list[Kind]] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)
    loose: dict[int, int] = field(default_factory=dict)
    height: dict[int, int] = field(default_factory=dict)
    long: int = 0

    def room(self, kind: Kind, kept: float) -> list[tuple[int | None, int]]:
        """Where a box of a kind can be put now: the half (None for a longer one) and the tier."""
        column = self.column
        if kind.only_deck and column.stack.level == "hold":
            return []
        if kind.long:
            tops = {column.filled(half) + len(self.placed[half]) for half in column.halves}
            if not column.stack.forties or len(tops) > 1:
                return []
            tier = tops.pop()
            fits = all(self._bears(kind, half, tier, kept) for half in column.halves)
            return [(None, tier)] if fits and kind.kg <= kept * self.long else []
        found: list[tuple[int | None, int]] = []
        for half in column.halves:
            below = self.placed[half][-1] if self.placed[half] else None
            tier = column.filled(half) + len(self.placed[half])
            allowed = column.twenty_room(half) and (below is None or not below.long)
            if allowed and self._bears(kind, half, tier, kept):
                found.append((half, tier))
        return found

    def _bears(self, kind: Kind, half: int, tier: int, kept: float) -> bool:
        column = self.column
        share = kind.kg / (1 + kind.long)
        return (
            len(self.placed[half]) < column.room(half)
            and (not kind.plug or column.plugged(half, tier, kind.long))
            and share <= self.shared[half] - (1 - kept) * column.kg_left(half)[0]
            and kind.height_mm <= self.height[half]
            and (
                column.stack.level == "hold"
                or tier < column.stack.lashed_tiers
                or share <= self.loose[half] - _LOOSE * (1 - kept) * column.loose_kg_left(half)
            )
        )

    def put(self, kind: Kind, half: int | None) -> None:
        """A box of a kind stands there from now on."""
        for each in self.column.halves if half is None else (half,):
            tier = self.column.filled(each) + len(self.placed[each])
            share = -(-kind.kg // (1 + kind.long))
            self.placed[each].append(kind)
            self.shared[each] -= share
            self.height[each] -= kind.height_mm
            if tier >= self.column.stack.lashed_tiers:
                self.loose[each] -= share
            self.leaves[each] = min(self.leaves[each], kind.port)
        if kind.long:
            self.long -= kind.kg

    def cost(self, kind: Kind, half: int | None, tier: int) -> int:
        """How little a place suits a kind."""
        halves = self.column.halves if half is None else (half,)
        below = [self.placed[each][-1] for each in halves if self.placed[each]]
        ports = {other.port for each in self.column.halves for other in self.placed[each]}
        return (
            _OVERSTOW * any(self.leaves[each] < kind.port for each in halves)
            + _INVERSION * any(other.weight_class < kind.weight_class for other in below)
            + _NEW_PORT * (bool(ports) and kind.port not in ports)
            + _HIGH * tier
        )


def stack(
    columns: Sequence[Column],
    counts: Mapping[Kind, int],
    order: Mapping[str, int],
    kept: float,
    across_m: Sequence[float] = (),
    leaning: float = 0.0,
) -> dict[str, Kind]:
    """Kinds by slot: as many boxes as find a place, no stack filled beyond the share `kept` of what it bears.

    With the columns' places `across_m` (metres to starboard), boxes are put where the ship, which has a moment of
    `leaning` t m to starboard without them, stays upright.
    """
    piles = [_pile(column, order) for column in columns]
    sides = across_m or [0.0] * len(piles)
    chosen: dict[str, Kind] = {}
    for kind in sorted(counts, key=lambda kind: (not kind.plug, -kind.port, kind.long, -kind.weight_class, kind)):
        tonnes = kind.kg / 1000
        for _ in range(counts[kind]):
            options = [
                (
                    pile.cost(kind, half, tier) + _LEAN * abs(leaning + tonnes * sides[place]),
                    place,
                    half or 0,
                    half,
                    tier,
                )
                for place, pile in enumerate(piles)
                for half, tier in pile.room(kind, kept)
            ]
            if not options:
                break
            _, place, _, half, tier = min(options, key=lambda option: option[:3])
            chosen[piles[place].column.slot(half, tier)] = kind
            piles[place].put(kind, half)
            leaning += tonnes * sides[place]
    return chosen


def _pile(column: Column, order: Mapping[str, int]) -> _Pile:
    return _Pile(
        column,
        leaves={half: column.earliest_port(half, order) for half in column.halves},
        placed={half: [] for half in column.halves},
        shared={half: column.kg_left(half)[0] for half in column.halves},
        loose={half: column.loose_kg_left(half) for half in column.halves},
        height={half: column.mm_left(half) for half in column.halves},
        long=min(column.kg_left(half)[1] for half in column.halves),
    )
