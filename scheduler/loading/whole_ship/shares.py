"""Which kinds of boxes go into which block of a ship that trims herself with tanks, and how the ship is to float.

The programme of `restows`, with nothing more taken off, is given what boxes weigh: blocks bear them, her centre of
gravity lies in the window that the hydrostatics tell, sections of her hull bear shear and bending, and ballast in her
tanks helps. All of that is linear around a displacement (`hull`). The work is spread over her bays for the cranes.

Overstows cost what they cost the terminal, in seconds of the ship's work, and so does the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf
from typing import TypeVar

import numpy as np

from data.slots import Level
from scheduler.loading.blocks import Quay, deck_s, worth_s
from scheduler.loading.free import free_in
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Hatch
from scheduler.loading.stability import middle_of, standing_moments
from scheduler.loading.whole_ship.hull import Hull, Reals
from scheduler.loading.whole_ship.restows import RestowModel, Sums

# The share of the limits of float and strength that is planned with: blocks know only where their boxes are on the
# mean.
_KEPT = 0.95
# Metres of metacentric height that are planned with beyond the least one, for the same reason.
_STIFFER_M = 0.25
# The share of her tanks that is planned with: the rest puts right what slots differ from the plan.
_FILLED = 0.95
# So many masses about are looked at, of which only some stacks bear boxes.
_MASSES = 8
# The share of what stacks bear that whole boxes use, and the most that one weighs and is high for a half of a stack.
_USED, _HEAVY_KG, _HIGH_MM = 0.93, 30_000.0, 2_900.0
# What a tonne and a tonne metre beyond them are worth in seconds.
_SHEAR_S, _MOMENT_S = 500.0, 20.0
# What a tonne of ballast is worth in seconds.
_BALLAST_S = 0.002
# Tonnes of ballast to either side of the displacement around which all is linear.
_REACH_T = 10_000.0


@dataclass(frozen=True)
class Loads:
    """The light ship and what stands on board: tonnes by section, and moments in tonne metres."""

    tonnes: Reals
    along: float
    across: float
    up: float


def loads_of(ship: Aboard, hull: Hull) -> Loads:
    """What a ship has on board without ballast."""
    up, along, across = standing_moments(ship)
    tonnes = hull.light.copy()
    for column in ship.columns:
        tonnes[hull.index[column.stack.bay]] += sum(box.mass_kg for box in column.boxes) / 1000
    return Loads(tonnes, along, across, up)


def _line(before: float, after: float) -> tuple[float, float]:
    """The middle of two values 1,000 tonnes apart, and the slope between them."""
    return (before + after) / 2, (after - before) / 1_000.0 if np.isfinite(after) else 0.0


Place = TypeVar("Place")


def evenly(places: Sequence[Place]) -> list[Place]:
    """Places in an order in which boxes from the heaviest to the lightest give each the same mean mass."""
    counts = Counter(places)
    turns = [
        ((turn + 0.5) / count, number, place)
        for number, (place, count) in enumerate(counts.items())
        for turn in range(count)
    ]
    return [place for _, _, place in sorted(turns, key=lambda each: each[:2])]


# How many boxes of each kind go into each block.
Shares = dict[tuple[Hatch, str], dict[Kind, int]]


class ShareModel:
    """The programme over a ship with her boxes to load, at about a displacement with so much ballast."""

    def __init__(self, base: RestowModel, counts: Mapping[Kind, int], quay: Quay, ballast_t: float) -> None:
        self.base = base
        self.ship, self.quay, self.counts = base.ship, quay, counts
        self.programme = self.base.programme
        self.hull = Hull(base.ship.layout)
        self.slacks: list[int] = []
        self._costs()
        ports = self.base.ports
        self._kg = Sums(self.programme, base.put, ports, lambda kind: kind.kg / 1000)
        self._mm = Sums(self.programme, base.put, ports, lambda kind: kind.height_mm * (1 + kind.long) / 1000)
        for block in self.base.blocks:
            self._weight(block)
        self._balance()
        self.tanks: list[int] = []
        if self.hull.layout.hydrostatics:
            self._tanks()
            self._afloat(ballast_t)

    def _costs(self) -> None:
        """Overstows, restows and boxes ashore in seconds; a box on deck costs a little."""
        costs, programme = self.ship.case.terminal.costs, self.programme
        self.restow_s = restow = worth_s(costs.restow_per_box, costs)
        for cuts in self.base.cut:
            for cut in cuts:
                programme.costs[cut] *= restow
        overstow = worth_s(costs.overstow_per_box, costs)
        for pair in self.base.over.values():
            for over in pair:
                programme.costs[over] = overstow
        for kind, ashore in self.base.ashore.items():
            programme.costs[ashore] = worth_s(costs.ashore_per_box, costs) * (20 if kind.restow else 1)
        for (kind, (_, level)), put in self.base.put.items():
            if level == "deck":
                programme.costs[put] += deck_s(kind)

    def _weight(self, block: tuple[Hatch, Level]) -> None:
        """The masses of a block are within what its stacks bear together, and heavy boxes within what bears such."""
        here = [(kind, self.base.put[kind, block]) for kind in self.base.classes]
        cuts = list(self.base.cuts_in(block))
        self.programme.row([*((put, kind.kg) for kind, put in here), *((cut, -how.kg) for _, cut, how in cuts)], 0)
        longs = [(put, float(kind.kg)) for kind, put in here if kind.long]
        bears = [(cut, -how.long_kg / len(half.column.halves)) for half, cut, how in cuts]
        self.programme.row([*longs, *bears], 0)
        if any(len(half.cuts) > 1 for half, _, _ in cuts):
            return
        # Boxes of later ports are borne, and fit, where nothing earlier stands, or they overstow.
        short, long = self.base.over[block]
        for port in self.base.ports:
            above = [(cut, how) for _, cut, how in cuts if how.first >= port]
            for sums, left, limit in ((self._kg, "kg", _HEAVY_KG / 1000), (self._mm, "mm", _HIGH_MM / 1000)):
                # Where heights count, whole boxes are counted beside one another in every stack.
                used = 1.0 if left == "mm" and self.base.heights is not None else _USED
                room = [(cut, -used * getattr(how, left) / 1000) for cut, how in above]
                self.programme.row([(sums[block, port], 1.0), *room, (short, -limit), (long, -2 * limit)], 0)
        columns = [free_in(column) for column in {half.column.key: half.column for half, _, _ in cuts}.values()]
        for is_long in (False, True):
            such = [(kind, put) for kind, put in here if kind.long == is_long]
            lowest = min((kind.height_mm for kind, _ in such), default=0)
            masses = sorted({kind.kg for kind, _ in such})
            for kg in masses[:: 1 + len(masses) // _MASSES]:
                most = sum(free.takes(is_long, kg, lowest) for free in columns)
                self.programme.row([(put, 1.0) for kind, put in such if kind.kg >= kg], most)

    def _balance(self) -> None:
        """Bays too near each other are worked one after the other, and all bays by so many cranes."""
        programme, quay = self.programme, self.quay
        longest = programme.variable(cost=1.0)
        work: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for (_, (hatch, _)), put in self.base.put.items():
            work[hatch[0]].append((put, float(quay.lift_s)))
        for hatch, opened in self.base.open.items():
            if hatch not in self.ship.worked_hatches:
                work[hatch[0]].append((opened, 2.0 * quay.hatch_s))
        for clique in quay.cliques():
            busy = sum(quay.busy_s.get(bay, 0) for bay in clique)
            programme.row([*(term for bay in clique for term in work[bay]), (longest, -1.0)], -busy)
        busy = sum(quay.busy_s.values())
        every = [term for terms in work.values() for term in terms]
        programme.row([*every, (longest, -float(max(1, quay.cranes)))], -busy)

    def _tanks(self) -> None:
        self.tanks = [
            self.programme.variable(_FILLED * tank.capacity_t, cost=_BALLAST_S) for tank in self.ship.layout.tanks
        ]

    def _afloat(self, ballast_t: float) -> None:
        """The centre of gravity in its window, and shear and bending of each section, by a slack that costs much."""
        ship, hull = self.ship, self.hull
        standing = loads_of(ship, hull)
        weight = sum(kind.kg * count for kind, count in self.counts.items()) / 1000
        fixed_t = float(standing.tonnes.sum() + weight)
        around = fixed_t + ballast_t
        middles = {
            block: middle_of(ship.layout, [each.column for each in self.base.halves_in(block)])
            for block in self.base.blocks
        }
        masses = [(kind.kg / 1000, block, put) for (kind, block), put in self.base.put.items()]
        along: list[tuple[int, float]] = []
        across: list[tuple[int, float]] = []
        up: list[tuple[int, float]] = []
        by_section: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for tonnes, block, put in masses:
            height, length, side = middles[block]
            along.append((put, tonnes * length))
            across.append((put, tonnes * side))
            up.append((put, tonnes * height))
            by_section[hull.index[block[0][0]]].append((put, tonnes))
        for block in self.base.blocks:
            height, length, side = middles[block]
            for _, cut, how in self.base.cuts_in(block):
                if how.gone_t:
                    along.append((cut, -how.gone_t * length))
                    across.append((cut, -how.gone_t * side))
                    up.append((cut, -how.gone_t * height))
                    by_section[hull.index[block[0][0]]].append((cut, -how.gone_t))
        for tank, put, shares in zip(ship.layout.tanks, self.tanks, hull.shares, strict=True):
            along.append((put, tank.from_bow_m))
            across.append((put, tank.across_m))
            up.append((put, tank.full_above_keel_m))
            for place in map(int, np.flatnonzero(shares)):
                by_section[place].append((put, float(shares[place])))
        tanks = list(self.tanks)
        self.programme.row([(tank, 1.0) for tank in tanks], ballast_t + _REACH_T, least=max(0.0, ballast_t - _REACH_T))
        # Limits are lines over the tonnes of ballast: at + slope * (ballast - ballast_t).
        least, most, aside, top = (
            _line(hull.moments(around - 500.0)[which], hull.moments(around + 500.0)[which]) for which in range(4)
        )
        off = self._slack
        if np.isfinite(most[0]):
            lower = [*along, *((tank, -most[1]) for tank in tanks), (off(_MOMENT_S), -1.0)]
            self.programme.row(lower, most[0] - most[1] * ballast_t - standing.along)
        if np.isfinite(least[0]):
            upper = [*along, *((tank, -least[1]) for tank in tanks), (off(_MOMENT_S), 1.0)]
            self.programme.row(upper, least=least[0] - least[1] * ballast_t - standing.along)
        if np.isfinite(aside[0]):
            side = _KEPT * 0.5 * aside[0]
            self.programme.row([*across, (off(_MOMENT_S), -1.0)], side - standing.across)
            self.programme.row([*across, (off(_MOMENT_S), 1.0)], least=-side - standing.across)
        if np.isfinite(top[0]):
            stiff = [*up, *((tank, -top[1]) for tank in tanks), (off(_MOMENT_S), -1.0)]
            self.programme.row(stiff, top[0] - _STIFFER_M * around - top[1] * ballast_t - standing.up)
        if not ship.layout.buoyancy:
            return
        lift = hull.buoyancy(around)
        slope = (hull.buoyancy(around + 500.0) - hull.buoyancy(around - 500.0)) / 1000.0
        net = standing.tonnes - lift + slope * ballast_t
        count = len(net)
        # What stands in each section, and its shear and bending as variables of their own: rows stay short.
        load = [self.programme.variable(inf, low=-inf) for _ in range(count)]
        for place in range(count):
            terms = [*by_section[place], *((tank, -float(slope[place])) for tank in tanks), (load[place], -1.0)]
            self.programme.row(terms, -float(net[place]), least=-float(net[place]))
        for place, section in enumerate(ship.layout.sections):
            behind = [(load[other], 1.0) for other in range(place, count)]
            arms = [(load[other], float(arm)) for other, arm in enumerate(hull.arms[place]) if arm]
            self._within(behind, section.min_shear_t, section.max_shear_t, _SHEAR_S)
            self._within(arms, section.min_bending_tm, section.max_bending_tm, _MOMENT_S)

    def _within(self, terms: list[tuple[int, float]], least: float | None, most: float | None, worth: float) -> None:
        if least is not None:
            self.programme.row([*terms, (self._slack(worth), 1.0)], least=_KEPT * least)
        if most is not None:
            self.programme.row([*terms, (self._slack(worth), -1.0)], _KEPT * most)

    def _slack(self, worth: float) -> int:
        self.slacks.append(self.programme.variable(cost=worth))
        return self.slacks[-1]

    def keep(self, earlier: Collection[tuple[Hatch, int]]) -> None:
        """Under every hatch may lie boxes of those ports that do in another answer: it leaves nothing to branch on."""
        programme = self.programme
        for key, there in self.base.earlier.items():
            programme.highs[there] = float(key in earlier)
        programme.whole = [False] * len(programme.whole)

    def shares(self, values: Reals) -> Shares:
        """The shares in whole boxes; what rounding leaves over is not in them."""
        shares: Shares = {}
        for kind, count in self.counts.items():
            puts = {block: float(values[self.base.put[kind, block]]) for block in self.base.blocks}
            whole = {block: floor(put + 1e-6) for block, put in puts.items()}
            placed = min(count, round(sum(puts.values())))
            rest = sorted(puts, key=lambda block: (whole[block] - puts[block], str(block)))
            for block in rest[: max(0, placed - sum(whole.values()))]:
                whole[block] += 1
            for block, number in whole.items():
                if number:
                    shares.setdefault(block, {})[kind] = number
        return shares
