"""The stowage of a call: a slot for every box that is to come on board, or why it has none."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.boxes import boxes_of
from data.cargo import Container, Instruction
from data.case import Case
from data.slots import Cell
from data.vessels import VesselCall
from scheduler import cp_sat
from scheduler.loading.blocks import Block, Quay, blocks_of, build
from scheduler.loading.instructed import match
from scheduler.loading.kinds import Kind, kinds
from scheduler.loading.ship import Aboard, Hatch, aboard
from scheduler.loading.slots import fill
from scheduler.loading.special import is_special, place_special
from scheduler.loading.stability import leans
from scheduler.stopping import Stop

QuayOf = Callable[[Aboard], Quay]

# Boxes that find no slot in their block are offered to the others so many times.
_ROUNDS = 4
_AGAIN_S = 2.0
# Hatches that are opened for room alone.
_MOST_OPENED = 4
# Blocks that are filled at a time. They do not know of each other, so that the number is part of the answer.
_AT_ONCE = 2


@dataclass(frozen=True)
class Stowage:
    """Where boxes go: by slot, the box that stands there until another of its kind takes its place.

    `kind_of` says which boxes are of one kind: they may change slots. `restows` are boxes of later ports that are
    taken off and, like the boxes to load, are in `slots`. `ashore` are boxes that stay, each with the reason.
    """

    ship: Aboard
    slots: dict[str, Container]
    kind_of: dict[str, int]
    ashore: dict[str, str]
    instructions: dict[str, Instruction] = field(default_factory=dict)

    @property
    def restows(self) -> tuple[Container, ...]:
        """Boxes of later ports that are taken off and put back."""
        return self.ship.restows


def stow(case: Case, call: VesselCall, quay_of: QuayOf, *, stop: Stop, seed: int, workers: int) -> Stowage:
    """The stowage of a call, by the line's instructions where the case has any for it, and else as a whole.

    `quay_of` says, of the ship after discharge, what the balance of the work depends on.
    """
    layout = case.layout_of(call)
    assert layout is not None
    boxes = boxes_of(case, call)
    instructions = [each for each in case.instructions if each.call == call.id]
    opened: set[Hatch] = set()
    ship = aboard(case, call, layout, boxes)
    ashore = {box.id: reason for box in boxes.load if (reason := _never(box)) is not None}
    going = [box for box in boxes.load if box.id not in ashore]
    if instructions:
        return _instructed(ship, instructions, going, ashore)
    began = monotonic()
    best: Stowage | None = None
    while True:
        found = _own(ship, [*going, *ship.restows], quay_of(ship), stop=stop, seed=seed, workers=workers)
        found.ashore.update(ashore)
        if best is None or _money(found) < _money(best):
            best = found
        closed = _closed_hatches(ship)
        spent = stop.clock is not None and 2 * (monotonic() - began) > stop.clock
        enough = len(found.ashore) == len(ashore) or not closed or len(opened) == _MOST_OPENED
        if enough or spent or stop.cancel.is_set():
            return best
        # Room that a hatch's own deck boxes keep shut: the one with the fewest of them is opened.
        opened.add(closed[0])
        ship = aboard(case, call, layout, boxes, opened)


def _money(stowage: Stowage) -> int:
    costs = stowage.ship.case.terminal.costs
    return len(stowage.ashore) * costs.ashore_per_box + len(stowage.restows) * costs.restow_per_box


def _never(box: Container) -> str | None:
    """Why a box cannot go at all, or None."""
    if box.status == "full" and box.verified_kg is None:
        return "it has no verified gross mass (VGM)"
    if box.box_type[0] not in "24LMNP":
        return f"no cell takes a box of type {box.box_type}: only 20, 40 and 45 feet are stowed"
    return None


def _closed_hatches(ship: Aboard) -> list[Hatch]:
    """Hatches over free cells that remaining deck boxes keep shut, those with the fewest boxes first."""
    remain = {box.id for box in ship.boxes.remain}
    with_room = {
        column.hatch
        for column in ship.columns
        if column.stack.level == "hold" and column.hatch in ship.shut and any(map(column.room, column.halves))
    }
    above = Counter(
        column.hatch
        for column in ship.columns
        if column.stack.level == "deck"
        for box in column.boxes
        if box.id in remain
    )
    return sorted(with_room, key=lambda hatch: (above[hatch], hatch[0], hatch[1] or 0))


def _instructed(
    ship: Aboard, instructions: list[Instruction], going: list[Container], ashore: dict[str, str]
) -> Stowage:
    """Boxes in the slots of the line's instructions; restowed ones go back where they stood."""
    slots = {box.slot: box for box in ship.restows if box.slot is not None}
    chosen = match([each for each in instructions if each.slot not in slots], going)
    slots |= chosen
    placed = {box.id for box in chosen.values()}
    for box in going:
        if box.id not in placed:
            ashore[box.id] = "no instruction of the line has a slot for a box of its port, length and mass"
    by_slot = {each.slot: each for each in instructions}
    groups: dict[tuple[object, ...], int] = {}
    kind_of = {
        box.id: groups.setdefault((box.port, box.long, box.plug, box.height_m, is_special(box) and box.id), len(groups))
        for box in slots.values()
    }
    for box in ship.restows:
        kind_of[box.id] = groups.setdefault((box.id,), len(groups))
    return Stowage(ship, slots, kind_of, ashore, {slot: by_slot[slot] for slot in chosen})


def _own(ship: Aboard, boxes: list[Container], quay: Quay, *, stop: Stop, seed: int, workers: int) -> Stowage:
    """A stowage of our own: special boxes one by one, all others by blocks and then by slots."""
    slots, homeless = place_special(ship, [box for box in boxes if is_special(box)])
    kind_of = {box.id: -1 - place for place, box in enumerate(slots.values())}
    ashore = {box.id: "no deck cell keeps what its dangerous goods or its size ask for" for box in homeless}
    left = [box for box in boxes if not is_special(box)]
    numbers: dict[Kind, int] = {}
    for number in range(_ROUNDS):
        if not left:
            break
        groups = kinds(left, ship.order, {box.id for box in ship.restows})
        for kind, members in groups.items():
            label = replace(kind, kg=0, most_kg=0)
            for box in members:
                kind_of[box.id] = numbers.setdefault(label, len(numbers))
        # What is left over after the first time is little.
        part = stop if number == 0 else replace(stop, seconds=_AGAIN_S)
        planned = _blocks(ship, groups, quay, stop=part, seed=seed, workers=workers)
        placed = _fill(ship, planned, groups, stop=stop, seed=seed)
        if not placed:
            break
        slots |= placed
        done = {box.id for box in placed.values()}
        left = [box for box in left if box.id not in done]
    ashore |= {box.id: _no_room(box) for box in left}
    return Stowage(ship, slots, kind_of, ashore)


def _no_room(box: Container) -> str:
    length = "40-foot" if box.long else "20-foot"
    wants = " with a plug" if box.plug else ""
    return f"the ship has no free {length} cell{wants} that bears {box.mass_kg:,} kg and fits its port"


def _blocks(
    ship: Aboard,
    groups: Mapping[Kind, list[Container]],
    quay: Quay,
    *,
    stop: Stop,
    seed: int,
    workers: int,
) -> list[tuple[Block, dict[Kind, int]]]:
    """How many boxes of each kind go into each block."""
    blocks = blocks_of(ship)
    built = build(ship, blocks, {kind: len(members) for kind, members in groups.items()}, quay)
    chosen: dict[tuple[Kind, int], int] = {}

    def found(seconds: float, solution: CpSolverSolutionCallback) -> None:
        del seconds
        chosen.clear()
        chosen.update({key: number for key, put in built.put.items() if (number := solution.value(put))})

    cp_sat.run(
        built.model,
        stop=stop,
        began=monotonic(),
        seed=seed,
        workers=workers,
        on_solution=found,
        on_bound=_no_bound,
    )
    counts: defaultdict[int, dict[Kind, int]] = defaultdict(dict)
    for (kind, place), number in chosen.items():
        counts[place][kind] = number
    return [(blocks[place], counts[place]) for place in sorted(counts)]


def _no_bound(seconds: float, bound: float) -> None:
    """Tell nobody: a bound of the blocks is none of the stowage."""


def _fill(
    ship: Aboard,
    planned: Sequence[tuple[Block, dict[Kind, int]]],
    groups: Mapping[Kind, list[Container]],
    *,
    stop: Stop,
    seed: int,
) -> dict[str, Container]:
    """Slots of the blocks, with the boxes that stand there from now on: of each kind, the heaviest lowest."""
    slots_of: defaultdict[Kind, list[str]] = defaultdict(list)
    leaning = leans(ship)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for first in range(0, len(planned), _AT_ONCE):
            asked = [
                pool.submit(fill, block, counts, ship.layout, ship.order, stop=stop, seed=seed, leaning=leaning)
                for block, counts in planned[first : first + _AT_ONCE]
            ]
            for answer in asked:
                for slot, kind in answer.result().items():
                    leaning += kind.kg / 1000 * ship.layout.across_m(ship.column_of(slot).stack)
                    slots_of[kind].append(slot)
    placed: dict[str, Container] = {}
    for kind, slots in slots_of.items():
        lowest_first = sorted(slots, key=lambda slot: (Cell.of(slot).tier, slot))
        # Of those left over at the end, the lightest find room most easily.
        placed |= dict(zip(lowest_first, groups[kind], strict=False))
    for slot, box in sorted(placed.items(), key=lambda item: Cell.of(item[0]).tier):
        column, cell = ship.column_of(slot), Cell.of(slot)
        for half in cell.twenties:
            column.standing[half].append(box)
    return placed
