"""The ship as loading finds her: what stands on board once everything that leaves her has left, and the room above it.

Inside, ports are numbers in the order in which the ship comes to them, heights whole millimetres, masses kilograms. A
column is a stack of a bay on one level; its halves are its 20-foot bays, the one before and the one behind, or the one
half of a bay that only 20-foot boxes fit.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.boxes import CallBoxes
from data.cargo import Container
from data.case import Case
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell
from data.vessels import VesselCall

# A hatch of a bay: the bay's number and the cover's, where there is one.
Hatch = tuple[int, int | None]


@dataclass(frozen=True)
class Came:
    """What the halves of a stack bore when the ship came, counted as in `max_20_kg`, and what in 40-foot boxes."""

    kg: dict[int, float]
    long_kg: int


@dataclass
class Column:
    """A stack and what stands in it: for each half, boxes by the number of tiers below them, filled or not."""

    stack: ShipStack
    halves: tuple[int, ...]
    standing: dict[int, dict[int, Container]] = field(default_factory=dict)
    # Tiers of a half that may be filled, where that is fewer than it has: cargo out of gauge stands in the way, or a
    # slot is kept for a box that the line wants there.
    ceilings: dict[int, int] = field(default_factory=dict)
    # What it bore when the ship came: a stack that was too heavy or too high may be so again, and no worse.
    came: "Came | None" = None

    @property
    def hatch(self) -> Hatch:
        """The hatch that it lies under or on."""
        return self.stack.bay, self.stack.cover

    @property
    def key(self) -> tuple[int, int, str]:
        """Bay, row and level."""
        return self.stack.bay, self.stack.row, self.stack.level

    def ceiling(self, half: int) -> int:
        """Tiers of a half that may be filled."""
        return min(self.stack.tiers, self.ceilings.get(half, self.stack.tiers))

    def close(self, half: int, tier: int) -> None:
        """Nothing is put into a half so many tiers above the bottom, or higher."""
        self.ceilings[half] = min(tier, self.ceiling(half))

    def room(self, half: int) -> int:
        """Tiers of a half that are free above what stands there."""
        return max(0, self.ceiling(half) - self.filled(half))

    def long_room(self) -> int:
        """Tiers that are free for 40-foot boxes: above the higher half."""
        return min(self.room(half) for half in self.halves) if self.stack.forties else 0

    def plugged(self, half: int, tier: int, long: bool) -> bool:
        """Whether a reefer so many tiers above the bottom has a plug: a longer one a plug of either half."""
        bay = self.stack.bay if long else half
        return self.stack.plugged(Cell(bay, self.stack.row, self.stack.numbers[tier]))

    def twenty_room(self, half: int) -> int:
        """Tiers of a half that are free for 20-foot boxes."""
        side = "both" if len(self.halves) == 1 else "fore" if half == self.halves[0] else "aft"
        allowed = self.stack.twenties in ("both", side) and not self.top_is_long(half)
        return self.room(half) if allowed else 0

    def filled(self, half: int) -> int:
        """Tiers of a half up to the highest box; a ship may bring gaps below boxes along."""
        return max(self.standing[half], default=-1) + 1

    def put(self, box: Container, half: int, tier: int | None = None) -> None:
        """A box stands in a half from now on: so many tiers above the bottom, or on top."""
        self.standing[half][self.filled(half) if tier is None else tier] = box

    def carried(self, half: int) -> list[tuple[int, Container]]:
        """The boxes of a half by tier, from the bottom."""
        return sorted(self.standing[half].items())

    @property
    def boxes(self) -> list[Container]:
        """What stands in it, each box once, from the bottom."""
        return list({box.id: box for half in self.halves for _, box in self.carried(half)}.values())

    def top_is_long(self, half: int) -> bool:
        """Whether a 40-foot box stands on top of a half: then no 20-foot box may."""
        return bool(self.standing[half]) and self.standing[half][self.filled(half) - 1].long

    def slot(self, half: int | None, tier: int) -> str:
        """The slot of a 20-foot box in a half, or with None of a 40-foot box, so many tiers above the bottom."""
        bay = self.stack.bay if half is None else half
        return Cell(bay, self.stack.row, self.stack.bottom_tier + 2 * tier).slot

    def kg_left(self, half: int) -> tuple[int, int]:
        """Kilograms that a half still bears, counted as in `max_20_kg`, and that the stack bears in 40-foot boxes.

        None below zero: what came too heavy only takes no more.
        """
        over, over_long = self._kg(half)
        return max(0, int(-over)), max(0, -over_long)

    def kg_over(self, half: int) -> tuple[float, int]:
        """Kilograms that a half bears too much, and that the stack does in 40-foot boxes; none below zero."""
        over, over_long = self._kg(half)
        return max(0.0, over), max(0, over_long)

    def _kg(self, half: int) -> tuple[float, int]:
        """What a half bears beyond its limit, and what the stack does in 40-foot boxes: below zero what is left."""
        boxes = self.standing[half].values()
        shared = sum(box.mass_kg / (2 if box.long else 1) for box in boxes)
        long = sum(box.mass_kg for box in boxes if box.long)
        most, most_long = self.stack.max_20_kg, self.stack.max_40_kg
        if self.came is not None:
            most, most_long = max(most, int(self.came.kg[half])), max(most_long, self.came.long_kg)
        return shared - most, long - most_long

    def mm_left(self, half: int) -> int:
        """Millimetres of height that are left in a half."""
        return max(0, int(self.stack.height_m * 1000 - sum(map(box_mm, self.standing[half].values()))))

    def loose_kg_left(self, half: int) -> int:
        """Kilograms above the lashed tiers that a half of a deck stack still bears."""
        loose = sum(
            box.mass_kg / (2 if box.long else 1)
            for tier, box in self.standing[half].items()
            if tier >= self.stack.lashed_tiers
        )
        return max(0, int(self.stack.loose_kg - loose))

    def earliest_port(self, half: int, order: Mapping[str, int]) -> int:
        """The first port for which a box stands in a half; after all ports where none does."""
        return min((order[box.port] for box in self.standing[half].values()), default=len(order))


def box_mm(box: Container) -> int:
    """Height of a box in millimetres."""
    return round(box.height_m * 1000)


@dataclass(frozen=True)
class Aboard:
    """A ship between discharging and loading: her columns, what was taken off, and what must go back on.

    Boxes that find their slots stand in the columns from then on.
    """

    case: Case
    call: VesselCall
    layout: Layout
    boxes: CallBoxes
    columns: tuple[Column, ...]
    restows: tuple[Container, ...]
    # Hatches that stay shut, since boxes of later ports stand on them.
    shut: frozenset[Hatch]

    @cached_property
    def order(self) -> dict[str, int]:
        """Ports by the order in which the ship comes to them."""
        return {port: place for place, port in enumerate(self.case.ports_after(self.call))}

    @cached_property
    def off(self) -> dict[str, Container]:
        """Boxes that are lifted off, by number."""
        return {box.id: box for box in (*self.boxes.discharge, *self.restows)}

    @cached_property
    def column_by_key(self) -> dict[tuple[int, int, str], Column]:
        """Columns by bay, row and level."""
        return {column.key: column for column in self.columns}

    @cached_property
    def arrival(self) -> dict[tuple[int, int, str], Column]:
        """Columns as they came, by bay, row and level."""
        found = {
            column.key: Column(column.stack, column.halves, {half: {} for half in column.halves})
            for column in self.columns
        }
        for box in (*self.boxes.discharge, *self.boxes.remain):
            cell = None if box.slot is None else Cell.of(box.slot)
            stack = None if cell is None else self.layout.stack_of(cell)
            if cell is not None and stack is not None:
                for half in cell.twenties:
                    tier = stack.tiers_below(cell.tier)
                    found[stack.bay, stack.row, stack.level].put(box, half, tier)
        return found

    def copy(self) -> "Aboard":
        """The same ship, to be loaded apart from this one."""
        columns = (
            replace(
                column,
                standing={half: dict(boxes) for half, boxes in column.standing.items()},
                ceilings=dict(column.ceilings),
            )
            for column in self.columns
        )
        return replace(self, columns=tuple(columns))

    def column_of(self, slot: str) -> Column:
        """The column of a slot. Raises KeyError where there is none."""
        cell = Cell.of(slot)
        return self.column_by_key[self.layout.bay_of[cell.bay], cell.row, cell.level]

    @cached_property
    def worked_hatches(self) -> frozenset[Hatch]:
        """Hatches that are opened because something below them is lifted off."""
        return frozenset(
            self.column_of(box.slot).hatch
            for box in self.off.values()
            if box.slot is not None and Cell.of(box.slot).level == "hold"
        )

    @property
    def first_under(self) -> dict[Hatch, int]:
        """The first port of the boxes that stand under each hatch cover; after all ports where none does."""
        found: dict[Hatch, int] = {}
        for column in self.columns:
            if column.stack.level == "hold" and column.stack.cover is not None:
                first = min(column.earliest_port(half, self.order) for half in column.halves)
                found[column.hatch] = min(first, found.get(column.hatch, first))
        return found

    def loadable(self, column: Column) -> bool:
        """Whether boxes may be put into a column: on deck, or in a hold whose hatch has nothing standing on it."""
        return column.stack.level == "deck" or column.hatch not in self.shut


def aboard(case: Case, call: VesselCall, layout: Layout, boxes: CallBoxes, opened: Iterable[Hatch] = ()) -> Aboard:
    """The ship after discharge, without the remaining boxes that stand above what leaves or on a hatch that is opened.

    `opened` are hatches that are opened only to load below them.
    """
    standing: defaultdict[tuple[int, int, str], list[Container]] = defaultdict(list)
    on_board = [box for box in (*boxes.discharge, *boxes.remain) if box.slot is not None]
    stack_of = {box.id: layout.stack_of(Cell.of(box.slot)) for box in on_board if box.slot is not None}
    for box in on_board:
        stack = stack_of[box.id]
        if stack is not None:
            standing[stack.bay, stack.row, stack.level].append(box)
    leaves = {box.id for box in boxes.discharge}
    _with_what_stands_above(layout, standing, leaves, set(opened))
    columns = []
    for stack in layout.stacks:
        halves = Cell(stack.bay, stack.row, stack.bottom_tier).twenties
        boxes_there = standing[stack.bay, stack.row, stack.level]
        stays = [box for box in boxes_there if box.id not in leaves]
        standing_now = {half: _by_tier(stack, in_half(stays, half)) for half in halves}
        columns.append(Column(stack, halves, standing_now, came=_came(boxes_there, halves)))
    restows = tuple(box for box in boxes.remain if box.id in leaves)
    return Aboard(case, call, layout, boxes, tuple(columns), restows, _shut(columns))


def _shut(columns: Iterable[Column]) -> frozenset[Hatch]:
    """Hatches that boxes stand on."""
    on_deck = (column for column in columns if column.stack.level == "deck" and column.stack.cover is not None)
    return frozenset(column.hatch for column in on_deck if column.boxes)


def without(ship: Aboard, boxes: Collection[str]) -> Aboard:
    """The ship with some boxes that remain taken off, to go back on board; a copy to be loaded apart from her."""
    lighter = ship.copy()
    for column in lighter.columns:
        for half in column.halves:
            column.standing[half] = {tier: box for tier, box in column.standing[half].items() if box.id not in boxes}
    taken = tuple(box for box in ship.boxes.remain if box.id in boxes)
    return replace(lighter, restows=(*ship.restows, *taken), shut=_shut(lighter.columns))


def stand(ship: Aboard, placed: Mapping[str, Container]) -> None:
    """Boxes stand in their slots from now on, from the lowest tier up."""
    for slot, box in sorted(placed.items(), key=lambda item: Cell.of(item[0]).tier):
        column = ship.column_of(slot)
        for half in Cell.of(slot).twenties:
            column.put(box, half)


def _came(boxes: Iterable[Container], halves: Iterable[int]) -> Came | None:
    there = list(boxes)
    if not there:
        return None
    kg = {half: sum(box.mass_kg / (2 if box.long else 1) for box in in_half(there, half)) for half in halves}
    return Came(kg, sum(box.mass_kg for box in there if box.long))


def _by_tier(stack: ShipStack, boxes: Iterable[Container]) -> dict[int, Container]:
    return {stack.tiers_below(Cell.of(box.slot).tier): box for box in boxes if box.slot is not None}


def in_half(boxes: Iterable[Container], half: int) -> list[Container]:
    """The boxes that take a 20-foot bay, from the lowest tier on."""
    cells = [(Cell.of(box.slot), box) for box in boxes if box.slot is not None]
    return [box for cell, box in sorted(cells, key=lambda item: item[0].tier) if half in cell.twenties]


def _with_what_stands_above(
    layout: Layout,
    standing: Mapping[tuple[int, int, str], list[Container]],
    leaves: set[str],
    opened: set[Hatch],
) -> None:
    """Add to `leaves` what stands above it: in its stack and half, and on the hatch over its hold."""
    grown: tuple[int, int] | None = None
    while grown != (len(leaves), len(opened)):
        grown = len(leaves), len(opened)
        for stack in layout.stacks:
            boxes = standing[stack.bay, stack.row, stack.level]
            hatch = (stack.bay, stack.cover)
            if stack.level == "deck" and stack.cover is not None and hatch in opened:
                leaves |= {box.id for box in boxes}
            for half in Cell(stack.bay, stack.row, stack.bottom_tier).twenties:
                column = in_half(boxes, half)
                lowest = next((place for place, box in enumerate(column) if box.id in leaves), len(column))
                leaves |= {box.id for box in column[lowest:]}
            if stack.level == "hold" and stack.cover is not None and any(box.id in leaves for box in boxes):
                opened.add(hatch)
