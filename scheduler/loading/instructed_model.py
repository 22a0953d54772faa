"""Boxes for the line's slots where the limits of the ship leave a choice: an exact model of all that they keep.

As many boxes as can be get a slot that the line wants them in; restowed boxes stand on board again before all. Of equal
answers that one is taken in which named boxes are in their slots and restowed ones where they stood. Boxes that are
alike in all that matters are one sort, and where there are too many sorts and slots, masses are rounded up.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import radians, tan
from time import monotonic

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from data.cargo import Container, Instruction
from data.slots import Cell
from scheduler import cp_sat
from scheduler.loading.around import apart, room_around
from scheduler.loading.fitting import Fitting, Measures, added, limits, measured
from scheduler.loading.instructed_sorts import Sort, Wanted, label, sorts_of, taking
from scheduler.loading.ship import Aboard
from scheduler.loading.stability import Afloat, place_of, standing_moments, standing_t
from scheduler.stopping import Stop

# Deterministic time of a model, or, in a solve by the clock, its share of the seconds and the most of them; the seed.
_EFFORT, _SHARE, _MOST_S, _SEED = 1.0, 0.1, 3.0, 1
# Share of the limits of stability that is kept to: how she floats is known only when all boxes are.
_KEPT = 0.98
# Masses are rounded up to so many kilograms, the first at which there are not more pairs of a slot and a sort.
_GRAINS_KG, _MOST_PAIRS = (1, 250, 500, 1_000, 2_000), 5_000
# What counts less than a box: one outside of the line's slots, one above an earlier port, a restowed box that comes
# back elsewhere in its stack, or in another, and a named box in its slot. A restowed box counts so many boxes.
_AROUND, _OVERSTOW, _MOVED, _ELSEWHERE, _NAMED, _RESTOWED_TIMES = 5, 3, 1, 2, 1, 50


def model_stop(stop: Stop) -> Stop:
    """When one model of a solve ends: by the clock where the solve goes by it, else by effort."""
    if stop.clock is None:
        return replace(stop, seconds=None, effort=_EFFORT)
    return replace(stop, seconds=min(_MOST_S, _SHARE * stop.clock))


def choose(
    fitting: Fitting, wanted: Wanted, start: Mapping[str, Container], stop: Stop, afloat: Afloat | None = None
) -> dict[str, Container]:
    """Boxes by slot, from a `start`; where nothing is found in time, the start.

    With `afloat`, how the ship floats with about as many boxes, she keeps her trim and list and stays stiff.
    """
    built = _build(fitting, wanted)
    if afloat is not None:
        add_stability(built, afloat)
    sort_of = {box.id: sort for sort, boxes in built.sorts.items() for box in boxes}
    hints = {slot: sort_of[box.id] for slot, box in start.items()}
    for (slot, sort), put in built.put.items():
        built.model.add_hint(put, hints.get(slot) == sort)
    solver, _ = cp_sat.run(
        built.model, stop=stop, began=monotonic(), seed=_SEED, workers=1, subsolvers=("core",), nothing_left=True
    )
    if not solver.response_proto.solution:
        return dict(start)
    slots_of: defaultdict[Sort, list[str]] = defaultdict(list)
    for (slot, sort), put in built.put.items():
        if solver.boolean_value(put):
            slots_of[sort].append(slot)
    found: dict[str, Container] = {}
    for sort, slots in slots_of.items():
        heaviest_first = sorted(built.sorts[sort], key=lambda box: (-box.mass_kg, box.id))
        found |= dict(zip(sorted(slots, key=lambda slot: (Cell.of(slot).tier, slot)), heaviest_first, strict=False))
    return found


@dataclass
class _Built:
    """The model with its variables: whether a box of a sort stands in a slot."""

    model: CpModel
    fitting: Fitting
    sorts: Mapping[Sort, list[Container]]
    put: dict[tuple[str, Sort], IntVar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # By column, half and tier, all that may stand there.
        self.at: defaultdict[tuple[tuple[int, int, str], int, int], list[tuple[str, Sort, IntVar]]] = defaultdict(list)

    def offer(self, slot: str, sort: Sort) -> None:
        """A box of a sort may stand in a slot, if what stands on board already lets it."""
        if (slot, sort) in self.put or self.fitting.of_kind(slot, self.sorts[sort][0]) is not None:
            return
        put = self.put[slot, sort] = self.model.new_bool_var("put")
        cell, column = Cell.of(slot), self.fitting.ship.column_of(slot)
        for half in cell.twenties:
            self.at[column.key, half, column.stack.tiers_below(cell.tier)].append((slot, sort, put))


def _build(fitting: Fitting, wanted: Wanted) -> _Built:
    rows = {row.slot: row for row in wanted.rows if fitting.of_slot(row.slot) is None}
    labels: dict[tuple[object, ...], int] = {}
    label_of = {slot: labels.setdefault(label(row), len(labels)) for slot, row in rows.items()}
    takes = taking(rows.values(), label_of, wanted.going)
    around = [slot for slot in wanted.around if fitting.of_slot(slot) is None]
    for grain in _GRAINS_KG:
        sorts = sorts_of(fitting.ship.order, wanted, takes, grain)
        by_label: defaultdict[int, list[Sort]] = defaultdict(list)
        for sort in sorts:
            for its in sort.wanted:
                by_label[its].append(sort)
        others = [sort for sort in sorts if sort.back is None and not sort.hazards and not any(sort.gauge)]
        if sum(len(by_label[label_of[slot]]) for slot in rows) + len(around) * len(others) <= _MOST_PAIRS:
            break
    built = _Built(CpModel(), fitting, sorts)
    for slot in rows:
        for sort in by_label[label_of[slot]]:
            built.offer(slot, sort)
    for slot in around:
        for sort in others:
            built.offer(slot, sort)
    for sort, (box, *_) in sorts.items():
        for slot in wanted.back[box.id] if sort.back is not None else ():
            if fitting.of_slot(slot) is None:
                built.offer(slot, sort)
    add_boxes(built)
    add_support(built)
    add_measures(built)
    add_segregation(built)
    add_room_around(built)
    _maximize(built, rows)
    return built


def add_boxes(built: _Built) -> None:
    """No more boxes of a sort stand on board than there are."""
    by_sort: defaultdict[Sort, list[IntVar]] = defaultdict(list)
    for (_, sort), put in built.put.items():
        by_sort[sort].append(put)
    for sort, puts in by_sort.items():
        built.model.add(LinearExpr.sum(puts) <= len(built.sorts[sort]))


def add_support(built: _Built) -> None:
    """One box in a half of a tier, none above an empty one, and no 20-foot box on a longer one."""
    for (key, half, tier), here in built.at.items():
        puts = [put for _, _, put in here]
        built.model.add_at_most_one(puts)
        if tier > built.fitting.ship.column_by_key[key].filled(half):
            below = built.at.get((key, half, tier - 1), [])
            built.model.add(LinearExpr.sum(puts) <= LinearExpr.sum([put for _, _, put in below]))
            short = [put for _, sort, put in here if not sort.long]
            long = [put for _, sort, put in below if sort.long]
            if short and long:
                built.model.add_at_most_one(short + long)


def add_measures(built: _Built) -> None:
    """Stacks keep their mass, height and lashing."""
    terms: defaultdict[tuple[tuple[int, int, str], int], list[tuple[Measures, IntVar]]] = defaultdict(list)
    for (key, half, tier), here in built.at.items():
        stack = built.fitting.ship.column_by_key[key].stack
        for _, sort, put in here:
            terms[key, half].append((added(stack, tier, long=sort.long, kg=sort.kg, mm=sort.mm), put))
    for (key, half), boxes in terms.items():
        column = built.fitting.ship.column_by_key[key]
        most, has = limits(built.fitting.ship, column, half), measured(column, half)
        for name in range(len(most)):
            # A stack that came with too much takes nothing more of it.
            more = [(each[name], put) for each, put in boxes if each[name]]
            if has[name] + sum(much for much, _ in more) > most[name]:
                built.model.add(LinearExpr.sum([much * put for much, put in more]) <= max(0, most[name] - has[name]))


def add_segregation(built: _Built) -> None:
    """Dangerous goods keep their distance."""
    by_goods: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Sort, IntVar]]] = defaultdict(list)
    for (slot, sort), put in built.put.items():
        if sort.hazards:
            by_goods[slot, sort.hazards].append((sort, put))
    places = [(Cell.of(slot), built.sorts[boxes[0][0]][0], boxes) for (slot, _), boxes in by_goods.items()]
    for place, (one, box, here) in enumerate(places):
        for other, hazard, there in places[place + 1 :]:
            if one != other and not apart(built.fitting.ship, one, box, other, hazard):
                built.model.add_at_most_one([put for _, put in (*here, *there)])


def add_room_around(built: _Built) -> None:
    """Cargo out of gauge has nothing above, beside and at the ends of it."""
    for (slot, sort), put in built.put.items():
        box = built.sorts[sort][0]
        for column, half, first in room_around(built.fitting.ship, Cell.of(slot), box) if any(sort.gauge) else ():
            here = [other for _, _, other in built.at.get((column.key, half, first), ())]
            if here:
                built.model.add(LinearExpr.sum(here) + put <= 1)


def add_stability(built: _Built, afloat: Afloat) -> None:
    """The ship keeps trim, list and stiffness, her metacentre and buoyancy being where they are `afloat`."""
    ship, profile = built.fitting.ship, built.fitting.ship.layout.profile
    fixed_t = profile.light_t + standing_t(ship)
    up, along, across = standing_moments(ship)
    centre = afloat.metacentre_m - (profile.min_metacentric_m or 0.0)
    # Each a moment that stays below zero: of the ship as she is, and of a tonne by its place up, along and across.
    limits = [(up - centre * fixed_t + (1 - _KEPT) * afloat.mass_t, (1, 0, 0), -centre)]
    if profile.max_trim_m is not None:
        most, middle = _KEPT * profile.max_trim_m * afloat.trim_moment_tm, afloat.buoyancy_m
        limits.append((along - middle * fixed_t - most, (0, 1, 0), -middle))
        limits.append((middle * fixed_t - along - most, (0, -1, 0), middle))
    if profile.max_list_deg is not None:
        lean = _KEPT * tan(radians(profile.max_list_deg)) * max(0.0, afloat.stiffness_m)
        limits.append((across - lean * fixed_t, (0, 0, 1), -lean))
        limits.append((-across - lean * fixed_t, (0, 0, -1), -lean))
    places = {slot: _place(ship, slot) for slot, _ in built.put}
    for fixed, shares, more in limits:
        terms: list[LinearExprT] = []
        for (slot, sort), put in built.put.items():
            moment = more + sum(share * metres for share, metres in zip(shares, places[slot], strict=True))
            terms.append(round(sort.kg / 100 * moment) * put)
        built.model.add(LinearExpr.sum(terms) + round(10 * fixed) <= 0)


def _place(ship: Aboard, slot: str) -> tuple[float, float, float]:
    column = ship.column_of(slot)
    return place_of(ship.layout, column, column.stack.tiers_below(Cell.of(slot).tier))


def _maximize(built: _Built, rows: Mapping[str, Instruction]) -> None:
    """A restowed box counts more than all boxes to load, and one of these more than all else."""
    ship = built.fitting.ship
    others = min(sum(map(len, built.sorts.values())), len({slot for slot, sort in built.put if slot not in rows}))
    restows = sum(sort.back is not None for sort in built.sorts)
    named = sum(row.box is not None for row in rows.values())
    # More than all that counts less.
    each = 1 + (_AROUND + 2 * _OVERSTOW) * (others + restows) + _NAMED * named
    later: defaultdict[tuple[tuple[int, int, str], int], int] = defaultdict(lambda: -1)
    for slot, row in rows.items():
        for half in Cell.of(slot).twenties:
            key = ship.column_of(slot).key, half
            later[key] = max(later[key], ship.order[row.port])
    terms: list[LinearExprT] = []
    for (slot, sort), put in built.put.items():
        cell, column = Cell.of(slot), ship.column_of(slot)
        worth = _RESTOWED_TIMES * each if sort.back is not None else each if slot in rows else 0
        if sort.back is not None:
            own = Cell.of(sort.back)
            same = own.row == cell.row and own.level == cell.level and {*own.twenties} >= {*cell.twenties}
            worth -= 0 if slot == sort.back else _MOVED if same else _ELSEWHERE
        elif slot not in rows:
            worth -= _AROUND
        if sort.back is not None or slot not in rows:
            over = any(column.earliest_port(half, ship.order) < sort.port for half in cell.twenties)
            under = any(later[column.key, half] > sort.port for half in cell.twenties)
            worth -= _OVERSTOW * (over + under)
        elif rows[slot].box is not None:
            worth += _NAMED
        terms.append(worth * put)
    built.model.maximize(LinearExpr.sum(terms))
