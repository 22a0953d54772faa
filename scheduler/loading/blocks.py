"""Which kinds of boxes go into which block of the ship: the first of the two steps of a stowage.

A block is a hatch's part of the hold or of the deck. The model counts boxes of each kind in each block, within the
block's room, weight, height and plugs taken together; what one stack bears is left to the second step (`block_slots`).
Two steps, blocks and then slots, are how the field plans whole ships (Wilson and Roach, Journal of the Operational
Research Society 51, 2000; Pacino et al., Computational Logistics, 2011).

Money is counted in seconds of the ship's work: a cost is worth as many as the terminal pays for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import radians, tan

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from data.costs import Costs
from scheduler.loading.free import Free, free_in
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Column, Hatch
from scheduler.loading.stability import floating, middle_of, standing_moments, standing_t

# Stability is kept to this share of its limits, as blocks know only where their boxes are on the mean.
_STABILITY_KEPT = 0.9
# What a tonne metre beyond that is worth in seconds: more than any lift that it might save.
_EXCESS_S = 50
_NO_LIMIT = 1e9
# A box that came on board must leave with the ship.
_RESTOWED_TIMES = 20
# A port more in a block is worth so many seconds: blocks of one port are easier at the next terminals.
_PORT_S = 30
# A box on deck is worth so many, by weight class, and an empty one fewer: in a hold that is open anyway, heavy boxes
# make the ship stiffer, and leave the deck to the next ports.
_DECK_S, _EMPTY_DECK_S = (4, 6, 8), 1


@dataclass(frozen=True)
class Block:
    """A hatch's columns on one level that take boxes."""

    hatch: Hatch
    level: str
    columns: tuple[Column, ...]

    @cached_property
    def free(self) -> "tuple[Free, ...]":
        """What is free in the columns, as they were when this was first asked."""
        return tuple(map(free_in, self.columns))

    @property
    def name(self) -> str:
        """How it is called in messages."""
        bay, cover = self.hatch
        return f"bay {bay:03d} {self.level}" + (f", hatch {cover}" if cover is not None else "")


@dataclass(frozen=True)
class Quay:
    """What the balance of the work depends on: how many cranes there are, how far apart, and how long a lift takes.

    `place_m` are the places of the bays along the ship, `busy_s` the seconds that each bay has to be worked anyway.
    """

    cranes: int
    clearance_m: float
    lift_s: int
    hatch_s: int
    place_m: Mapping[int, float]
    busy_s: Mapping[int, int]

    def cliques(self) -> list[tuple[int, ...]]:
        """Stretches of bays of which only one can be worked at a time, each as long as can be."""
        bays = sorted(self.place_m, key=lambda bay: self.place_m[bay])
        found: list[tuple[int, ...]] = []
        for first, bay in enumerate(bays):
            reach = self.place_m[bay] + self.clearance_m - 1e-6
            stretch = tuple(other for other in bays[first:] if other == bay or self.place_m[other] < reach)
            if not found or found[-1][-1] != stretch[-1]:
                found.append(stretch)
        return found


def worth_s(cost: int, costs: Costs) -> int:
    """The seconds of a ship's work that cost as much."""
    return round(cost * 3600 / costs.work_per_hour) if costs.work_per_hour else cost


def blocks_of(ship: Aboard) -> list[Block]:
    """The blocks that boxes may be put into, hold before deck, from the bow on."""
    groups: defaultdict[tuple[Hatch, str], list[Column]] = defaultdict(list)
    for column in ship.columns:
        if ship.loadable(column) and any(column.room(half) for half in column.halves):
            groups[column.hatch, column.stack.level].append(column)
    ordered = sorted(groups, key=lambda key: (key[0][0], key[0][1] or 0, key[1] == "deck"))
    return [Block(hatch, level, tuple(groups[hatch, level])) for hatch, level in ordered]


@dataclass
class BlockModel:
    """The model with its variables."""

    model: CpModel
    ship: Aboard
    quay: Quay
    kinds: Mapping[Kind, int]
    blocks: list[Block]
    put: dict[tuple[Kind, int], IntVar]
    ashore: dict[Kind, IntVar]
    has_port: dict[tuple[int, int], IntVar]
    longest: IntVar

    def boxes(self, block: int, which: Iterable[Kind] | None = None) -> list[tuple[Kind, IntVar]]:
        """The kinds that may go into a block, with how many do."""
        wanted = self.kinds if which is None else which
        return [(kind, self.put[kind, block]) for kind in wanted if (kind, block) in self.put]


def build(ship: Aboard, blocks: list[Block], kinds: Mapping[Kind, int], quay: Quay) -> BlockModel:
    """The model of so many boxes of each kind in these blocks."""
    model = CpModel()
    put = {
        (kind, place): model.new_int_var(0, limit, "put")
        for kind, count in kinds.items()
        for place, block in enumerate(blocks)
        if (limit := min(count, most(kind, block))) > 0
    }
    ports = sorted({kind.port for kind in kinds})
    built = BlockModel(
        model, ship, quay, kinds, blocks, put,
        ashore={kind: model.new_int_var(0, count, "ashore") for kind, count in kinds.items()},
        has_port={(port, place): model.new_bool_var("port") for port in ports for place in range(len(blocks))},
        longest=model.new_int_var(0, 10**7, "longest"),
    )  # fmt: skip
    for kind, count in kinds.items():
        placed = [put[kind, place] for place in range(len(blocks)) if (kind, place) in put]
        model.add(LinearExpr.sum(placed) + built.ashore[kind] == count)
    for place in range(len(blocks)):
        add_room(built, place)
        add_nested(built, place)
        add_plugs(built, place)
        add_weight(built, place)
        add_height(built, place)
        add_lashing(built, place)
        add_ports(built, place)
    add_balance(built)
    costs = ship.case.terminal.costs
    model.minimize(
        LinearExpr.sum(
            [worth_s(costs.overstow_per_box, costs) * over for over in overstows(built)]
            + [
                worth_s(costs.ashore_per_box, costs) * (_RESTOWED_TIMES if kind.restow else 1) * left
                for kind, left in built.ashore.items()
            ]
            + [_PORT_S * has for has in built.has_port.values()]
            + [deck_s(kind) * number for (kind, place), number in put.items() if blocks[place].level == "deck"]
            + [_EXCESS_S * over for over in stability_excess(built)]
        )
        + built.longest
    )
    return built


def deck_s(kind: Kind) -> int:
    """What it is worth, in seconds, that a box of a kind stands in the hold."""
    return _EMPTY_DECK_S if kind.status == "empty" else _DECK_S[kind.weight_class]


def add_hint(built: BlockModel, known: Mapping[tuple[Kind, int], int]) -> None:
    """Begin with so many boxes of kinds in blocks."""
    left = dict(built.kinds)
    has: set[tuple[int, int]] = set()
    for (kind, place), put in built.put.items():
        number = known.get((kind, place), 0)
        left[kind] -= number
        if number:
            has.add((kind.port, place))
        built.model.add_hint(put, number)
    for kind, ashore in built.ashore.items():
        built.model.add_hint(ashore, left[kind])
    for key, port in built.has_port.items():
        built.model.add_hint(port, key in has)


def most(kind: Kind, block: Block) -> int:
    """The most boxes of a kind that a block takes when it takes nothing else."""
    if kind.only_deck and block.level == "hold":
        return 0
    return sum(free.takes(kind.long, kind.kg, kind.height_mm, plug=kind.plug) for free in block.free)


def add_nested(built: BlockModel, place: int) -> None:
    """For every mass and height: boxes at least so heavy, or so high, are within what the columns take of such."""
    boxes = built.boxes(place)
    for long in (False, True):
        of_size = [(kind, put) for kind, put in boxes if kind.long == long]
        lowest = min((kind.height_mm for kind, _ in of_size), default=0)
        lightest = min((kind.kg for kind, _ in of_size), default=0)
        limits = [(kg, lowest, False) for kg in {kind.kg for kind, _ in of_size}]
        limits += [(lightest, height, False) for height in {kind.height_mm for kind, _ in of_size}]
        limits += [(lightest, lowest, True)] if any(kind.plug for kind, _ in of_size) else []
        for kg, height, plug in sorted(limits):
            such = [
                put for kind, put in of_size if kind.kg >= kg and kind.height_mm >= height and (kind.plug or not plug)
            ]
            most = sum(free.takes(long, kg, height, plug=plug) for free in built.blocks[place].free)
            built.model.add(LinearExpr.sum(such) <= most)


def add_room(built: BlockModel, place: int) -> None:
    """The boxes of a block are within its cells, of which a 40-foot box takes two halves."""
    columns, boxes = built.blocks[place].columns, built.boxes(place)
    longs = [put for kind, put in boxes if kind.long]
    twenties = [put for kind, put in boxes if not kind.long]
    halves = sum(column.room(half) for column in columns for half in column.halves)
    built.model.add(LinearExpr.sum(longs) <= sum(column.long_room() for column in columns))
    built.model.add(
        LinearExpr.sum(twenties) <= sum(column.twenty_room(half) for column in columns for half in column.halves)
    )
    built.model.add(2 * LinearExpr.sum(longs) + LinearExpr.sum(twenties) <= halves)


def add_plugs(built: BlockModel, place: int) -> None:
    """Reefers are within the free cells that have plugs."""
    free = sum(
        tier in column.stack.plugs
        for column in built.blocks[place].columns
        for half in column.halves
        for tier in column.stack.numbers[column.filled(half) :]
    )
    wanting = [(1 + kind.long) * put for kind, put in built.boxes(place) if kind.plug]
    built.model.add(LinearExpr.sum(wanting) <= free)


def add_weight(built: BlockModel, place: int) -> None:
    """The masses of a block are within what its stacks bear together."""
    columns, boxes = built.blocks[place].columns, built.boxes(place)
    shared = sum(column.kg_left(half)[0] for column in columns for half in column.halves)
    built.model.add(LinearExpr.sum([kind.kg * put for kind, put in boxes]) <= shared)
    long = sum(min(column.kg_left(half)[1] for half in column.halves) for column in columns)
    built.model.add(LinearExpr.sum([kind.kg * put for kind, put in boxes if kind.long]) <= long)


def add_height(built: BlockModel, place: int) -> None:
    """The heights of a block are within those of its stacks."""
    columns, boxes = built.blocks[place].columns, built.boxes(place)
    left = sum(column.mm_left(half) for column in columns for half in column.halves)
    built.model.add(LinearExpr.sum([(1 + kind.long) * kind.height_mm * put for kind, put in boxes]) <= left)


def add_lashing(built: BlockModel, place: int) -> None:
    """On deck, what stands above the lashed tiers is as light as the stacks want it there."""
    block, model = built.blocks[place], built.model
    halves = [(column, half) for column in block.columns for half in column.halves]
    lashed = sum(
        max(0, min(column.room(half), column.stack.lashed_tiers - column.filled(half))) for column, half in halves
    )
    if block.level == "hold" or lashed >= sum(column.room(half) for column, half in halves):
        return
    lightest = max(column.loose_kg_left(half) for column, half in halves)
    low: list[LinearExprT] = []
    loose: list[LinearExprT] = []
    for kind, put in built.boxes(place):
        most = built.kinds[kind] if kind.kg // (1 + kind.long) <= lightest else 0
        above = model.new_int_var(0, most, "above")
        model.add(above <= put)
        low.append((1 + kind.long) * (put - above))
        loose.append(kind.kg * above)
    model.add(LinearExpr.sum(low) <= lashed)
    model.add(LinearExpr.sum(loose) <= sum(column.loose_kg_left(half) for column, half in halves))


def add_ports(built: BlockModel, place: int) -> None:
    """A block has the ports of its boxes."""
    by_port: defaultdict[int, list[IntVar]] = defaultdict(list)
    for kind, put in built.boxes(place):
        by_port[kind.port].append(put)
    halves = sum(column.room(half) for column in built.blocks[place].columns for half in column.halves)
    for (port, there), has in built.has_port.items():
        if there == place:
            built.model.add(LinearExpr.sum(by_port[port]) <= halves * has)


def overstows(built: BlockModel) -> list[IntVar]:
    """Boxes that must stand above one of an earlier port: on a hatch over it, or on what stands there already."""
    found: list[IntVar] = []
    hold = {block.hatch: place for place, block in enumerate(built.blocks) if block.level == "hold"}
    standing: defaultdict[Hatch, set[int]] = defaultdict(set)
    for column in built.ship.columns:
        if column.stack.level == "hold":
            standing[column.hatch] |= {built.ship.order[box.port] for box in column.boxes}
    ports = sorted({port for port, _ in built.has_port})
    for place, block in enumerate(built.blocks):
        for port in ports:
            above = [put for kind, put in built.boxes(place) if kind.port == port]
            later = [put for kind, put in built.boxes(place) if kind.port >= port]
            room = sum(
                column.room(half)
                for column in block.columns
                for half in column.halves
                if column.earliest_port(half, built.ship.order) >= port
            )
            if later:
                over = built.model.new_int_var(0, sum(built.kinds.values()), "overstow")
                built.model.add(LinearExpr.sum(later) <= room + over)
                found.append(over)
            if block.level == "hold" or block.hatch[1] is None or not above:
                continue
            earlier = any(other < port for other in standing[block.hatch])
            below = [
                built.has_port[other, hold[block.hatch]] for other in ports if other < port and block.hatch in hold
            ]
            if not earlier and not below:
                continue
            over = built.model.new_int_var(0, sum(built.kinds.values()), "overstow")
            most = sum(column.room(half) for column in block.columns for half in column.halves)
            if earlier:
                built.model.add(over == LinearExpr.sum(above))
            for has in () if earlier else below:
                built.model.add(over >= LinearExpr.sum(above) - most * (1 - has))
            found.append(over)
    return found


def add_balance(built: BlockModel) -> None:
    """The work takes as long as the cranes need together, and as bays too near each other take one after the other."""
    quay, model = built.quay, built.model
    work: dict[int, list[LinearExprT]] = {bay: [quay.busy_s.get(bay, 0)] for bay in quay.place_m}
    opened: dict[Hatch, IntVar] = {}
    for place, block in enumerate(built.blocks):
        work[block.hatch[0]].append(quay.lift_s * LinearExpr.sum([put for _, put in built.boxes(place)]))
        if block.level == "hold" and block.hatch[1] is not None and block.hatch not in built.ship.worked_hatches:
            opened[block.hatch] = model.new_bool_var("opened")
            work[block.hatch[0]].append(2 * quay.hatch_s * opened[block.hatch])
            for (_, there), has in built.has_port.items():
                if there == place:
                    model.add_implication(has, opened[block.hatch])
    for clique in quay.cliques():
        model.add(LinearExpr.sum([term for bay in clique for term in work[bay]]) <= built.longest)
    model.add(LinearExpr.sum([term for terms in work.values() for term in terms]) <= quay.cranes * built.longest)


def stability_excess(built: BlockModel) -> list[LinearExprT]:
    """Tonne metres by which the ship floats worse than a part of the profile's limits: upright, even keel, stiffness.

    The displacement is that of all boxes on board; what stays ashore in the end changes little.
    """
    floats = _floats(built)
    if floats is None:
        return []
    profile = built.ship.layout.profile
    mass, metacentre, buoyancy, trim_moment = floats
    up, along, across = (LinearExpr.sum(list(moment)) for moment in zip(*_moments(built), strict=True))
    fixed = standing_moments(built.ship)
    least = profile.min_metacentric_m or 0.0
    most_up = mass * (metacentre - least / _STABILITY_KEPT) - fixed[0]
    limits: list[tuple[LinearExprT, float, float]] = [(up, -_NO_LIMIT, most_up)]
    if profile.max_trim_m is not None:
        most = _STABILITY_KEPT * profile.max_trim_m * trim_moment
        middle = mass * buoyancy - fixed[1]
        limits.append((along, middle - most, middle + most))
    if profile.max_list_deg is not None:
        most = _STABILITY_KEPT * tan(radians(profile.max_list_deg)) * least * mass
        limits.append((across, -most - fixed[2], most - fixed[2]))
    found: list[LinearExprT] = []
    for moment, low, high in limits:
        over = built.model.new_int_var(0, int(_NO_LIMIT), "excess")
        built.model.add(moment <= round(high) + over)
        built.model.add(moment >= round(low) - over)
        found.append(over)
    return found


def _floats(built: BlockModel) -> tuple[float, float, float, float] | None:
    """Mass in tonnes, metacentre, centre of buoyancy and trim moment of the loaded ship; None where nobody asks."""
    mass = built.ship.layout.profile.light_t + standing_t(built.ship)
    mass += sum(kind.kg * count for kind, count in built.kinds.items()) / 1000
    return floating(built.ship.layout, mass)


def _moments(built: BlockModel) -> list[tuple[LinearExprT, LinearExprT, LinearExprT]]:
    found: list[tuple[LinearExprT, LinearExprT, LinearExprT]] = [(0, 0, 0)]
    for (kind, place), put in built.put.items():
        height, length, side = middle_of(built.ship.layout, built.blocks[place].columns)
        tonnes = kind.kg / 1000
        found.append((round(tonnes * height) * put, round(tonnes * length) * put, round(tonnes * side) * put))
    return found
