"""Which kind of box goes into which slot of a block: the second of the two steps of a stowage.

A small exact model a block (a slot-planning problem, Delgado et al., EJOR 220, 2012): cells are filled from below, no
20-foot box stands on a longer one, reefers have plugs, stacks keep their weights and heights. Boxes that find no slot
are the dearest, then boxes above one of an earlier port, then heavy boxes on lighter ones, then ports that share a
stack.

The published problem, which `scheduler.slots` solves by counts of kinds in each stack, knows neither what stands next
to what (heavy on light, two 20-foot boxes side by side), nor the list of the ship, nor boxes left over. Here they
matter, boxes of a kind have one mass, and blocks are small: most are solved to the optimum in some hundredths of a
second.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr, LinearExprT

from data.ship_layouts import Layout
from scheduler.loading.blocks import Block
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Column, Hatch
from scheduler.loading.stacking import KEPT, stack
from scheduler.stopping import Stop

_LEFT_OVER, _OVERSTOW, _INVERSION, _SHARED_STACK, _SPLIT_PAIR = 100_000, 1_000, 20, 5, 1
# A box that came on board must leave with the ship.
_RESTOWED_TIMES = 20
# Deterministic time of one block: what it does not close then is close enough.
_EFFORT = 0.3


@dataclass(frozen=True)
class Cells:
    """The variables of a column: 20-foot boxes by half, tier and kind, longer ones by tier and kind."""

    column: Column
    twenties: dict[tuple[int, int, Kind], IntVar]
    longs: dict[tuple[int, Kind], IntVar]

    @cached_property
    def short_at(self) -> dict[tuple[int, int], list[tuple[Kind, IntVar]]]:
        """20-foot boxes that may stand in a half of a tier."""
        found: defaultdict[tuple[int, int], list[tuple[Kind, IntVar]]] = defaultdict(list)
        for (half, tier, kind), x in self.twenties.items():
            found[half, tier].append((kind, x))
        return found

    @cached_property
    def long_at(self) -> dict[int, list[tuple[Kind, IntVar]]]:
        """Longer boxes that may stand in a tier."""
        found: defaultdict[int, list[tuple[Kind, IntVar]]] = defaultdict(list)
        for (tier, kind), x in self.longs.items():
            found[tier].append((kind, x))
        return found

    @cached_property
    def kinds(self) -> list[Kind]:
        """Kinds that may stand in the column, in order: that of a set would be another in every run."""
        return sorted({kind for _, _, kind in self.twenties} | {kind for _, kind in self.longs})

    def of(self, kind: Kind) -> list[IntVar]:
        """Where a kind may stand."""
        return [
            *(x for (_, _, other), x in self.twenties.items() if other == kind),
            *(x for (_, other), x in self.longs.items() if other == kind),
        ]

    def at(self, half: int, tier: int) -> list[tuple[Kind, IntVar]]:
        """All that may stand in a half of a tier."""
        return [*self.short_at.get((half, tier), ()), *self.long_at.get(tier, ())]

    def tiers(self, half: int) -> range:
        """The free tiers of a half, counted from the bottom of the stack."""
        return range(self.column.filled(half), self.column.filled(half) + self.column.room(half))


def fill(
    block: Block,
    counts: Mapping[Kind, int],
    layout: Layout,
    order: Mapping[str, int],
    *,
    stop: Stop,
    seed: int,
    leaning: float = 0.0,
    below: Mapping[Hatch, int] | None = None,
) -> dict[str, Kind]:
    """A slot for as many boxes of each kind as fit: kinds by slot.

    Beside the clock of `stop`, the model has its own end, by effort. Once cancelled, the answer is made by hand.
    `leaning` is the moment to starboard (t m) that the ship has without them: they are put to the other side. `below`
    has the first port of what stands under each hatch cover: where it is given, the block has whole hatches, and boxes
    on a cover stand above those under it.
    """
    by_hand = stack(block.columns, counts, order, KEPT)
    if stop.cancel.is_set():
        return by_hand
    model = CpModel()
    cells = [cells_of(model, column, counts) for column in block.columns]
    left = {kind: model.new_int_var(0, count, "left") for kind, count in counts.items()}
    for kind, count in counts.items():
        taken = [x for each in cells for x in each.of(kind)]
        model.add(LinearExpr.sum(taken) + left[kind] == count)
    terms: list[LinearExprT] = [
        _LEFT_OVER * (_RESTOWED_TIMES if kind.restow else 1) * number for kind, number in left.items()
    ]
    under = {} if below is None else {hatch: _under(model, cells, hatch, first) for hatch, first in below.items()}
    for each in cells:
        add_support(model, each)
        add_weight(model, each)
        add_height(model, each)
        add_lashing(model, each)
        terms += overstows(model, each, order, under.get(each.column.hatch))
        terms += inversions(model, each)
        terms += shared_stacks(model, each)
        terms += split_pairs(model, each)
    terms.append(list_moment(model, cells, layout, leaning))
    model.minimize(LinearExpr.sum(terms))
    for each in cells:
        for (half, tier, kind), x in each.twenties.items():
            model.add_hint(x, by_hand.get(each.column.slot(half, tier)) == kind)
        for (tier, kind), x in each.longs.items():
            model.add_hint(x, by_hand.get(each.column.slot(None, tier)) == kind)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = _EFFORT
    if stop.clock is not None:
        solver.parameters.max_time_in_seconds = stop.clock
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model).name not in ("OPTIMAL", "FEASIBLE"):
        return by_hand
    chosen: dict[str, Kind] = {}
    for each in cells:
        for (half, tier, kind), x in each.twenties.items():
            if solver.boolean_value(x):
                chosen[each.column.slot(half, tier)] = kind
        for (tier, kind), x in each.longs.items():
            if solver.boolean_value(x):
                chosen[each.column.slot(None, tier)] = kind
    return chosen


def cells_of(model: CpModel, column: Column, counts: Mapping[Kind, int]) -> Cells:
    """The variables of a column: where each kind may stand, by length, level, plugs, and what stands there."""
    twenties: dict[tuple[int, int, Kind], IntVar] = {}
    longs: dict[tuple[int, Kind], IntVar] = {}
    for kind in counts:
        if kind.only_deck and column.stack.level == "hold":
            continue
        if kind.long:
            first = max(column.filled(half) for half in column.halves)
            for tier in range(first, first + column.long_room()):
                if not kind.plug or column.plugged(column.halves[0], tier, long=True):
                    longs[tier, kind] = model.new_bool_var("long")
            continue
        for half in column.halves:
            for tier in range(column.filled(half), column.filled(half) + column.twenty_room(half)):
                if not kind.plug or column.plugged(half, tier, long=False):
                    twenties[half, tier, kind] = model.new_bool_var("twenty")
    return Cells(column, twenties, longs)


def add_support(model: CpModel, cells: Cells) -> None:
    """One box in a half of a tier, none above an empty one, and no 20-foot box on a longer one."""
    for half in cells.column.halves:
        below: list[IntVar] | None = None
        for tier in cells.tiers(half):
            here = [x for _, x in cells.at(half, tier)]
            model.add_at_most_one(here)
            if below is not None:
                model.add(LinearExpr.sum(here) <= LinearExpr.sum(below))
            short = [x for _, x in cells.short_at.get((half, tier), ())]
            long_below = [x for _, x in cells.long_at.get(tier - 1, ())]
            if short and long_below:
                model.add_at_most_one(short + long_below)
            below = here


def add_weight(model: CpModel, cells: Cells) -> None:
    """A stack bears its boxes, each taken to be as heavy as its kind is on the mean."""
    column = cells.column
    longs = [kind.kg * x for (_, kind), x in cells.longs.items()]
    for half in column.halves:
        shared, long = column.kg_left(half)
        short = [2 * kind.kg * x for (h, _, kind), x in cells.twenties.items() if h == half]
        model.add(LinearExpr.sum(short + longs) <= 2 * int(KEPT * shared))
        if longs:
            model.add(LinearExpr.sum(longs) <= int(KEPT * long))


def add_height(model: CpModel, cells: Cells) -> None:
    """A half holds the heights of its boxes."""
    for half in cells.column.halves:
        heights = [kind.height_mm * x for tier in cells.tiers(half) for kind, x in cells.at(half, tier)]
        model.add(LinearExpr.sum(heights) <= cells.column.mm_left(half))


def add_lashing(model: CpModel, cells: Cells) -> None:
    """On deck, what stands above the lashed tiers is light."""
    column = cells.column
    if column.stack.level == "hold":
        return
    for half in column.halves:
        loose = [
            (1 if kind.long else 2) * kind.kg * x
            for tier in cells.tiers(half)
            if tier >= column.stack.lashed_tiers
            for kind, x in cells.at(half, tier)
        ]
        if loose:
            model.add(LinearExpr.sum(loose) <= 2 * int(KEPT * column.loose_kg_left(half)))


# Whether a box of a port before another stands somewhere, by the other: known, or a variable.
_Earlier = dict[int, bool | IntVar]


def _under(model: CpModel, cells: list[Cells], hatch: Hatch, first: int) -> _Earlier:
    """Whether a box of an earlier port stands under a hatch cover, where one of the port `first` does already."""
    hold = [each for each in cells if each.column.hatch == hatch and each.column.stack.level == "hold"]
    found: _Earlier = {}
    for port in sorted({kind.port for each in cells for kind in each.kinds}):
        new = [x for each in hold for kind in each.kinds if kind.port < port for x in each.of(kind)]
        if first < port or not new:
            found[port] = first < port
            continue
        there = found[port] = model.new_bool_var("under")
        model.add_bool_or(new).only_enforce_if(there)
        for x in new:
            model.add_implication(x, there)
    return found


def overstows(
    model: CpModel, cells: Cells, order: Mapping[str, int], under: _Earlier | None = None
) -> list[LinearExprT]:
    """Boxes above one of an earlier port, weighted; of a column on deck also one `under` its hatch cover."""
    terms: list[LinearExprT] = []
    ports = sorted({kind.port for kind in cells.kinds})
    for half in cells.column.halves:
        standing = cells.column.earliest_port(half, order)
        beneath = under if under is not None and cells.column.stack.level == "deck" else {}
        earlier: _Earlier = {port: standing < port or beneath.get(port, False) for port in ports}
        for tier in cells.tiers(half):
            by_port: defaultdict[int, list[IntVar]] = defaultdict(list)
            for kind, x in cells.at(half, tier):
                by_port[kind.port].append(x)
            following: _Earlier = {}
            for port in ports:
                here, before = LinearExpr.sum(by_port[port]), earlier[port]
                if before is True:
                    terms.append(_OVERSTOW * here)
                elif before is not False and by_port[port]:
                    over = model.new_bool_var("overstow")
                    model.add(over >= here + before - 1)
                    terms.append(_OVERSTOW * over)
                new = [x for other, xs in by_port.items() if other < port for x in xs]
                if not new or before is True:
                    following[port] = before
                    continue
                there = model.new_bool_var("earlier")
                model.add(there >= LinearExpr.sum(new))
                if before is not False:
                    model.add(there >= before)
                following[port] = there
            earlier = following
    return terms


def inversions(model: CpModel, cells: Cells) -> list[LinearExprT]:
    """Boxes of a heavier class on ones of a lighter class, weighted."""
    terms: list[LinearExprT] = []
    for half in cells.column.halves:
        tiers = cells.tiers(half)
        for tier in tiers[1:]:
            here, below = cells.at(half, tier), cells.at(half, tier - 1)
            for least in (1, 2):
                heavy = [x for kind, x in here if kind.weight_class >= least]
                light = [x for kind, x in below if kind.weight_class < least]
                if heavy and light:
                    worse = model.new_bool_var("inversion")
                    model.add(worse >= LinearExpr.sum(heavy) + LinearExpr.sum(light) - 1)
                    terms.append(_INVERSION * worse)
    return terms


def shared_stacks(model: CpModel, cells: Cells) -> list[LinearExprT]:
    """Ports that have a part of the stack, weighted."""
    by_port: defaultdict[int, list[IntVar]] = defaultdict(list)
    for kind in cells.kinds:
        by_port[kind.port] += cells.of(kind)
    terms: list[LinearExprT] = []
    for boxes in by_port.values():
        has = model.new_bool_var("port")
        model.add(LinearExpr.sum(boxes) <= len(boxes) * has)
        terms.append(_SHARED_STACK * has)
    return terms


def list_moment(model: CpModel, cells: list[Cells], layout: Layout, leaning: float) -> LinearExprT:
    """The moment that makes the ship list, in units of 10 t m, to whichever side."""
    moments: list[LinearExprT] = []
    for each in cells:
        across = layout.across_m(each.column.stack)
        moments += [round(across * kind.kg / 1000) * x for kind in each.kinds for x in each.of(kind)]
    units = model.new_int_var(0, 10**6, "list")
    model.add(10 * units >= LinearExpr.sum(moments) + round(leaning))
    model.add(10 * units >= -LinearExpr.sum(moments) - round(leaning))
    return units


def split_pairs(model: CpModel, cells: Cells) -> list[LinearExprT]:
    """Tiers in which only one half has a 20-foot box, weighted: two side by side can be lifted at once."""
    if len(cells.column.halves) == 1:
        return []
    terms: list[LinearExprT] = []
    fore, aft = cells.column.halves
    for tier in sorted(set(cells.tiers(fore)) | set(cells.tiers(aft))):
        one, other = (LinearExpr.sum([x for _, x in cells.short_at.get((half, tier), ())]) for half in (fore, aft))
        apart = model.new_bool_var("split")
        model.add(apart >= one - other)
        model.add(apart >= other - one)
        terms.append(_SPLIT_PAIR * apart)
    return terms
