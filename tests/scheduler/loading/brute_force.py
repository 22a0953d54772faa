"""The cheapest stowage of a tiny ship, by trying every one that keeps the rules of single boxes and stacks.

The rules are written anew here: nothing comes from the planner, and nothing from the checker. There are none of
dangerous goods, cargo out of gauge and stability: ships that are tried have nothing of the kind.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell
from data.vessels import VesselCall

# Boxes by slot.
Boxes = Mapping[str, Container]


def keeps_rules(layout: Layout, stays: Boxes, placed: Boxes, arrived: Boxes | None = None) -> list[str]:
    """The rules that boxes break that are placed beside others that stay; names as the checker's.

    `arrived` are those that were on board at arrival: what was too much then may be so still.
    """
    broken: list[str] = []
    arrived = stays if arrived is None else arrived
    there: dict[tuple[int, int, int], Container] = {}
    for slot, box in (*stays.items(), *placed.items()):
        cell = Cell.of(slot)
        if box.long == bool(cell.bay % 2) or not (slot in stays or layout.has(cell)):
            broken.append("slot")
        for half in cell.twenties:
            if there.setdefault((half, cell.row, cell.tier), box) is not box:
                broken.append("slot_taken")
    touched: dict[tuple[int, int, str], ShipStack] = {}
    for slot, box in placed.items():
        cell = Cell.of(slot)
        stack = layout.stack_of(cell)
        if stack is None:
            continue
        touched[stack.bay, stack.row, stack.level] = stack
        for half in cell.twenties if cell.tier > stack.bottom_tier else ():
            below = there.get((half, cell.row, cell.tier - 2))
            if below is None:
                broken.append("supported")
            elif below.long and not box.long:
                broken.append("twenty_on_forty")
        if box.plug and not stack.plugged(cell):
            broken.append("plug")
        if box.box_type[0] in "LMNP" and stack.level == "hold":
            broken.append("forty_five")
    for stack in touched.values():
        now, before = _measured(stack, {**stays, **placed}), _measured(stack, arrived)
        broken += [rule for rule, half, kg, limit in now if kg > max(limit, _of(before, rule, half)) + 1e-6]
    return broken


_Measures = list[tuple[str, int, float, float]]


def _of(measures: _Measures, rule: str, half: int) -> float:
    return max((much for name, where, much, _ in measures if (name, where) == (rule, half)), default=0.0)


def _measured(stack: ShipStack, boxes: Boxes) -> _Measures:
    """Of a stack: each rule, the half, how much there is, and how much there may be."""
    its = [(Cell.of(slot), box) for slot, box in boxes.items()]
    its = [
        (cell, box)
        for cell, box in its
        if cell.row == stack.row and cell.tier in stack.numbers and {*cell.twenties} & {*_halves(stack)}
    ]
    measures: _Measures = []
    for half in _halves(stack):
        kg = [(cell.tier, box.mass_kg / (2 if box.long else 1)) for cell, box in its if half in cell.twenties]
        measures.append(("stack_weight", half, sum(mass for _, mass in kg), stack.max_20_kg))
        heights = [box.height_m for cell, box in its if half in cell.twenties]
        measures.append(("stack_height", half, sum(heights), stack.height_m))
        loose = [mass for tier, mass in kg if tier >= stack.bottom_tier + 2 * stack.lashed_tiers]
        if stack.level == "deck":
            measures.append(("lashing", half, sum(loose), stack.loose_kg))
    measures.append(("stack_weight", 0, sum(box.mass_kg for _, box in its if box.long), stack.max_40_kg))
    return measures


def _halves(stack: ShipStack) -> tuple[int, ...]:
    return Cell(stack.bay, stack.row, stack.bottom_tier).twenties


@dataclass(frozen=True)
class Least:
    """The least cost of boxes ashore, overstows and restows, and a stowage that has it: placed boxes by slot."""

    cost: int
    placed: dict[str, Container]
    restows: tuple[str, ...]


def least(case: Case, call: VesselCall, *, any_restow: bool) -> Least | None:
    """The cheapest stowage; None where boxes that must be taken off cannot all go back.

    Boxes that remain may be restowed where they stand above one that leaves, or on the hatch of a hold that has room;
    with `any_restow` all may, whatever for.
    """
    search = _Search(case, call)
    best: Least | None = None
    seen: set[frozenset[str]] = set()
    for restows in search.restows(any_restow):
        if restows not in seen:
            seen.add(restows)
            best = search.with_restows(restows, best)
    return best


class _Search:
    def __init__(self, case: Case, call: VesselCall) -> None:
        layout = case.layout_of(call)
        assert layout is not None
        self.layout, self.costs = layout, case.terminal.costs
        self.order = {port: place for place, port in enumerate(case.ports_after(call))}
        boxes = boxes_of(case, call)
        self.leaves = {box.slot: box for box in boxes.discharge if box.slot}
        self.remain = {box.slot: box for box in boxes.remain if box.slot}
        self.arrived = self.leaves | self.remain
        self.load = [box for box in boxes.load if box.status == "empty" or box.verified_kg is not None]

    def stack(self, slot: str) -> ShipStack:
        stack = self.layout.stack_of(Cell.of(slot))
        assert stack is not None
        return stack

    def restows(self, any_restow: bool) -> Iterator[frozenset[str]]:
        """Slots of boxes that remain and are taken off: with those that must be, more or fewer others."""
        covers = {(stack.bay, stack.cover) for stack in self.layout.stacks if self._has_room(stack)}
        chosen: Sequence[frozenset[str]] = (
            [frozenset([slot]) for slot in self.remain] if any_restow else [self._on(cover) for cover in covers]
        )
        for count in range(len(chosen) + 1):
            for some in combinations(chosen, count):
                yield self.with_what_is_above(frozenset(chain(*some)))

    def _has_room(self, stack: ShipStack) -> bool:
        """Whether a stack lies under a cover and is not full of boxes that remain."""
        taken = [Cell.of(slot) for slot in self.remain if self.stack(slot) == stack]
        room = stack.tiers * len(_halves(stack)) - sum(len(cell.twenties) for cell in taken)
        return stack.level == "hold" and stack.cover is not None and room > 0

    def _on(self, cover: tuple[int, int | None]) -> frozenset[str]:
        return frozenset(
            slot
            for slot in self.remain
            if Cell.of(slot).level == "deck" and (self.stack(slot).bay, self.stack(slot).cover) == cover
        )

    def with_what_is_above(self, wanted: frozenset[str]) -> frozenset[str]:
        moved = {*self.leaves, *wanted}
        while True:
            more = {slot for slot in self.remain if slot not in moved and any(self._above(slot, low) for low in moved)}
            if not more:
                return frozenset(moved - self.leaves.keys())
            moved |= more

    def _above(self, slot: str, low: str) -> bool:
        """Whether a box stands over another, in its stack or on its hatch."""
        one, other, stack, under = Cell.of(slot), Cell.of(low), self.stack(slot), self.stack(low)
        if (stack.bay, stack.row, stack.level) == (under.bay, under.row, under.level):
            return one.tier > other.tier and bool({*one.twenties} & {*other.twenties})
        return (
            stack.level == "deck"
            and under.level == "hold"
            and stack.cover is not None
            and (stack.bay, stack.cover) == (under.bay, under.cover)
        )

    def with_restows(self, restows: frozenset[str], best: Least | None) -> Least | None:
        """The best with these boxes restowed, or the one that there is already."""
        stays = {slot: box for slot, box in self.remain.items() if slot not in restows}
        shut = {(self.stack(slot).bay, self.stack(slot).cover) for slot in stays if Cell.of(slot).level == "deck"}
        tiers = [
            (stack, tier)
            for stack in self.layout.stacks
            if stack.level == "deck" or stack.cover is None or (stack.bay, stack.cover) not in shut
            for tier in stack.numbers
        ]
        kinds: defaultdict[tuple[object, ...], list[Container]] = defaultdict(list)
        back = {self.remain[slot].id for slot in restows}
        for box in (*self.load, *(self.remain[slot] for slot in restows)):
            kinds[
                box.long, box.port, box.mass_kg, box.height_m, box.plug, box.box_type[0] in "LMNP", box.id in back
            ].append(box)
        self._stays, self._tiers, self._restows = stays, tiers, tuple(sorted(back))
        self._must, self._kinds = back, list(kinds.values())
        self._left = Counter({place: len(boxes) for place, boxes in enumerate(self._kinds)})
        self._placed: dict[str, Container] = {}
        self._fixed = len(back) * self.costs.restow_per_box
        self._best = best
        self._try(0)
        return self._best

    def _try(self, place: int) -> None:
        """Fill the tiers from a place on, in every way."""
        left = sum(self._left.values())
        room = 2 * (len(self._tiers) - place)
        if self._best is not None and self._fixed + max(0, left - room) * self.costs.ashore_per_box >= self._best.cost:
            return
        if place == len(self._tiers):
            self._judge()
            return
        stack, tier = self._tiers[place]
        for put in self._ways(stack, tier):
            for slot, kind in put:
                boxes = self._kinds[kind]
                self._left[kind] -= 1
                self._placed[slot] = boxes[self._left[kind]]
            if not put or not keeps_rules(self.layout, self._stays, self._placed, self.arrived):
                self._try(place + 1)
            for slot, kind in put:
                self._left[kind] += 1
                del self._placed[slot]

    def _ways(self, stack: ShipStack, tier: int) -> Iterator[list[tuple[str, int]]]:
        """What can be put in a tier: nothing, a long box, or a 20-foot box in one half or in each."""
        fit = [kind for kind, left in self._left.items() if left]
        for kind in fit if stack.bay % 2 == 0 else ():
            if self._kinds[kind][0].long:
                yield [(Cell(stack.bay, stack.row, tier).slot, kind)]
        options = [
            [None, *(kind for kind in fit if not self._kinds[kind][0].long)]
            for half in _halves(stack)
        ]  # fmt: skip
        slots = [Cell(half, stack.row, tier).slot for half in _halves(stack)]
        for fore in options[0]:
            for aft in options[1] if len(options) > 1 else [None]:
                if fore is not None and fore == aft and self._left[fore] < 2:
                    continue
                yield [
                    (slot, kind) for slot, kind in zip(slots, (fore, aft), strict=False) if kind is not None
                ]  # fmt: skip

    def _judge(self) -> None:
        ashore = [self._kinds[kind][index] for kind, left in self._left.items() for index in range(left)]
        if any(box.id in self._must for box in ashore):
            return
        cost = (
            self._fixed
            + len(ashore) * self.costs.ashore_per_box
            + self._overstows() * self.costs.overstow_per_box
        )  # fmt: skip
        if self._best is None or cost < self._best.cost:
            self._best = Least(cost, dict(self._placed), self._restows)

    def _overstows(self) -> int:
        """Boxes above one of an earlier port, where the plan put one of the two there."""
        everything = self._stays | self._placed
        return sum(
            any(
                self._above(slot, low)
                and self.order[everything[low].port] < self.order[box.port]
                and (slot in self._placed or low in self._placed)
                for low in everything
            )
            for slot, box in everything.items()
        )


def most_instructed(case: Case, call: VesselCall) -> int | None:
    """The most boxes that stand where an instruction takes them, restowed ones where they stood, by trying all.

    None where restowed boxes cannot all go back where they stood.
    """
    search = _Search(case, call)
    restows = search.with_what_is_above(frozenset())
    back = {slot: search.remain[slot] for slot in restows}
    stays = {slot: box for slot, box in search.remain.items() if slot not in restows}
    shut = {(search.stack(slot).bay, search.stack(slot).cover) for slot in stays if Cell.of(slot).level == "deck"}
    rows = [row for row in case.instructions if row.call == call.id]
    rows = [
        row
        for row in rows
        if search.stack(row.slot).level == "deck"
        or search.stack(row.slot).cover is None
        or (search.stack(row.slot).bay, search.stack(row.slot).cover) not in shut
    ]
    best: list[int | None] = [None]

    def fill(place: int, placed: dict[str, Container]) -> None:
        count = len(placed) - len(back)
        if best[0] is not None and count + len(rows) - place <= best[0]:
            return
        if place == len(rows):
            if not keeps_rules(search.layout, stays, placed, search.arrived):
                best[0] = count
            return
        row = rows[place]
        gone = {box.id for box in placed.values()}
        for box in search.load:
            if row.slot not in placed and box.id not in gone and row.takes(box):
                fill(place + 1, {**placed, row.slot: box})
        fill(place + 1, placed)

    fill(0, back)
    return best[0]
