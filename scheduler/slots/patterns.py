"""All that a stack can hold, as counts of kinds, each with the least that it costs: its patterns.

The order of boxes in a stack says how many overstow and which of them take plugs. What can be put on top, and at what
cost, depends only on how many of each kind stand below, so that dynamic programming over counts finds the best order
of each: first 20-foot boxes in either half, then longer ones on both. A stack of nine tiers has tens of patterns of
two kinds, and some thousands of eight; masses are no matter here but that the lightest boxes of a pattern must fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.slots.problem import AFT, BOTH, FORE, Rates, Stack, Standing
from scheduler.slots.supply import Counts, Supply
from scheduler.stopping import Ended

_LATE = 10**9
# States of a layer (equally many boxes) that are kept, the cheapest: of a half, and of a stack with longer boxes. Where
# more are met, patterns are missing and nothing is proven.
_WIDEST_HALF, _WIDEST = 64, 5_000

# The kind by its number, the tier and the halves of a box.
Put = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Short:
    """The cheapest order of 20-foot boxes in a half: the next tier, and which box came last, on what, and where."""

    cost: int
    tier: int
    below: Counts | None = None
    kind: int = -1
    at: int = -1


# How many of each kind stand in a stack, its next tier, and how high it is where it is higher.
_State = tuple[Counts, int, int]


@dataclass(frozen=True, slots=True)
class _Long:
    """The cheapest order of a stack: which longer box came last, on what and where, or on which 20-foot boxes none."""

    cost: int
    below: _State | None = None
    kind: int = -1
    at: int = -1
    shorts: tuple[Counts, Counts] | None = None


@dataclass
class Patterns:
    """The patterns of a stack by their counts. `complete` says that none is missing."""

    stack: Stack
    supply: Supply
    rates: Rates
    costs: dict[Counts, int] = field(default_factory=dict)
    complete: bool = True

    def __post_init__(self) -> None:
        """Look up what stands, and what is left for others."""
        stack, standing = self.stack, self.stack.standing
        self.kg = stack.kg - sum(each.box.kg for each in standing)
        self._there: tuple[dict[int, Standing], ...] = tuple(
            {each.tier: each for each in standing if half in each.halves} for half in BOTH
        )
        self._mm = [sum(each.box.kind.height_mm for each in there.values()) for there in self._there]
        self._top = [max(there, default=-1) for there in self._there]
        self._ports = {each.box.kind.port for each in standing}
        self._shorts: tuple[dict[Counts, _Short], ...] = ({}, {})
        self._longs: dict[_State, _Long] = {}
        self._ends: dict[Counts, _State | tuple[Counts, Counts]] = {}

    def find(self, ended: Ended) -> None:
        """Find them all, unless it is over before."""
        if self.kg < 0 or max(self._mm) > self.stack.height_mm:
            return
        for half in BOTH:
            self._fill_half(half)
        self._fill_longs(self._on_shorts(ended), ended)
        for counts in self.costs:
            ports = self._ports | {kind.port for kind, count in zip(self.supply.kinds, counts, strict=True) if count}
            self.costs[counts] += self.rates.port * len(ports) + self.rates.stack * bool(ports)

    def order(self, counts: Counts) -> list[Put]:
        """Where the boxes of a pattern go so that it costs the least."""
        puts: list[Put] = []
        end = self._ends[counts]
        while len(end) == 3:
            last = self._longs[end]
            if last.shorts is not None:
                end = last.shorts
                break
            puts.append((last.kind, last.at, BOTH))
            assert last.below is not None
            end = last.below
        for half, below in zip(BOTH, end, strict=True):
            short = self._shorts[half][below]
            while short.below is not None:
                puts.append((short.kind, short.at, (half,)))
                short = self._shorts[half][short.below]
        return puts

    def _earliest(self, counts: Counts, tier: int, halves: tuple[int, ...]) -> int:
        """The earliest port below a tier in some halves, of boxes that stand there and of those put there."""
        standing = [each.box.kind.port for half in halves for at, each in self._there[half].items() if at < tier]
        return min([*standing, self.supply.earliest(counts, _LATE)])

    def _standing(self, each: Standing, halves: tuple[int, ...], counts: Counts) -> int:
        """What a box that stands there costs on so many."""
        kind, cell = each.box.kind, self.stack.cells[each.tier]
        over = self._earliest(counts, each.tier, halves) < kind.port
        return self.rates.overstow * over + self.rates.plug * cell.wasted(kind, halves)

    def _up_half(self, half: int, tier: int, counts: Counts, cost: int) -> tuple[int, int]:
        """The next tier of a half that is free or has a longer box, and the cost with the 20-foot boxes on the way."""
        cells = self.stack.cells
        while tier < len(cells):
            each = self._there[half].get(tier)
            if cells[tier].exists(half) if each is None else each.box.kind.long:
                break
            if each is not None:
                cost += self._standing(each, (half,), counts)
            tier += 1
        return tier, cost

    def _more(self, counts: Counts, long: bool) -> Iterator[tuple[int, Counts]]:
        """One box more of each kind of a length, as long as there are so many and the stack bears them."""
        for number, kind in enumerate(self.supply.kinds):
            if kind.long == long and counts[number] < self.supply.counts[number]:
                more = (*counts[:number], counts[number] + 1, *counts[number + 1 :])
                if self.supply.least_kg(more) <= self.kg:
                    yield number, more

    def _mm_of(self, counts: Counts) -> int:
        return sum(kind.height_mm * count for kind, count in zip(self.supply.kinds, counts, strict=True))

    def _fill_half(self, half: int) -> None:
        table = self._shorts[half]
        none = (0,) * len(self.supply.kinds)
        tier, cost = self._up_half(half, 0, none, 0)
        layer = {none: _Short(cost, tier)}
        room = self.stack.height_mm - self._mm[half]
        while layer:
            if len(layer) > _WIDEST_HALF:
                self.complete = False
                layer = dict(sorted(layer.items(), key=lambda item: (item[1].cost, item[0]))[:_WIDEST_HALF])
            table.update(layer)
            following: dict[Counts, _Short] = {}
            for counts, state in layer.items():
                at = state.tier
                if at == len(self.stack.cells) or at in self._there[half] or not self.stack.cells[at].twenty[half]:
                    continue
                cell, earliest = self.stack.cells[at], self._earliest(counts, at, (half,))
                for number, more in self._more(counts, long=False):
                    kind = self.supply.kinds[number]
                    if (kind.reefer and not cell.plugs[half]) or self._mm_of(more) > room:
                        continue
                    cost = state.cost + self.rates.overstow * (earliest < kind.port)
                    cost += self.rates.plug * cell.wasted(kind, (half,))
                    tier, cost = self._up_half(half, at + 1, more, cost)
                    if more not in following or cost < following[more].cost:
                        following[more] = _Short(cost, tier, counts, number, at)
            layer = following

    def _on_shorts(self, ended: Ended) -> dict[_State, _Long]:
        """The 20-foot boxes of both halves: what longer boxes stand on; and patterns, with all that stands there."""
        starts: dict[_State, _Long] = {}
        heights = [{counts: self._mm_of(counts) + self._mm[half] for counts in self._shorts[half]} for half in BOTH]
        for fore, one in self._shorts[FORE].items():
            if ended():
                self.complete = False
                break
            for aft, other in self._shorts[AFT].items():
                flush = one.tier == other.tier < len(self.stack.cells)
                whole = one.tier > self._top[FORE] and other.tier > self._top[AFT]
                if not flush and not whole:
                    continue
                counts = tuple(map(sum, zip(fore, aft, strict=True)))
                if any(count > most for count, most in zip(counts, self.supply.counts, strict=True)):
                    continue
                if self.supply.least_kg(counts) > self.kg:
                    continue
                cost = one.cost + other.cost
                if whole:
                    self._note(counts, cost, (fore, aft))
                if flush:
                    state = self._up((counts, one.tier, max(heights[FORE][fore], heights[AFT][aft])), cost)
                    if state is not None and (state[0] not in starts or state[1] < starts[state[0]].cost):
                        starts[state[0]] = _Long(state[1], shorts=(fore, aft))
        return starts

    def _fill_longs(self, layer: dict[_State, _Long], ended: Ended) -> None:
        """Longer boxes on all that they can stand on. A state's layer is that of its boxes on the first ones."""
        while layer:
            if len(layer) > _WIDEST or ended():
                self.complete = False
                layer = dict(sorted(layer.items(), key=lambda item: (item[1].cost, item[0]))[:_WIDEST])
            if ended():
                return
            following: dict[_State, _Long] = {}
            for state, known in layer.items():
                if state not in self._longs or known.cost < self._longs[state].cost:
                    self._longs[state] = known
                counts, at, mm = state
                if at > max(self._top):
                    self._note(counts, known.cost, state)
                if at == len(self.stack.cells) or not self.stack.cells[at].long:
                    continue
                cell, earliest = self.stack.cells[at], self._earliest(counts, at, BOTH)
                for number, more in self._more(counts, long=True):
                    kind = self.supply.kinds[number]
                    if (kind.reefer and not cell.powers(BOTH)) or mm + kind.height_mm > self.stack.height_mm:
                        continue
                    cost = known.cost + self.rates.overstow * (earliest < kind.port)
                    cost += self.rates.plug * cell.wasted(kind, BOTH)
                    put = self._up((more, at + 1, mm + kind.height_mm), cost)
                    if put is not None and (put[0] not in following or put[1] < following[put[0]].cost):
                        following[put[0]] = _Long(put[1], state, number, at)
            layer = following

    def _up(self, state: _State, cost: int) -> tuple[_State, int] | None:
        """A state with the longer boxes that stand on it, or None where 20-foot boxes do."""
        counts, tier, mm = state
        while tier < len(self.stack.cells):
            each = self._there[FORE].get(tier)
            if each is None and tier not in self._there[AFT]:
                if any(map(self.stack.cells[tier].exists, BOTH)):
                    break
                tier += 1
                continue
            if each is None or each.halves != BOTH:
                return None
            cost += self._standing(each, BOTH, counts)
            tier += 1
        return (counts, tier, mm), cost

    def _note(self, counts: Counts, cost: int, end: "_State | tuple[Counts, Counts]") -> None:
        if counts not in self.costs or cost < self.costs[counts]:
            self.costs[counts], self._ends[counts] = cost, end
