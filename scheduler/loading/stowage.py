"""The stowage of a call: a slot for every box that is to come on board, or why it has none."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf
from time import monotonic

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.slots import Cell, Place
from data.vessels import VesselCall
from scheduler.loading.blocks import Block, Quay, blocks_of
from scheduler.loading.by_hand import share_out
from scheduler.loading.instructed import Line, follow
from scheduler.loading.instructed_first import InstructedFirst
from scheduler.loading.kinds import Kind, kinds
from scheduler.loading.ship import Aboard, Hatch, aboard, stand, without
from scheduler.loading.special import is_special, place_special
from scheduler.loading.stability import leans
from scheduler.loading.stacking import KEPT, stack
from scheduler.loading.stowage_models import Solver
from scheduler.loading.stowed import Stowage, stowed_money
from scheduler.loading.whole_ship import BAND_KG, relief_of, trims_herself
from scheduler.stopping import Stop

QuayOf = Callable[[Aboard], Quay]

# Boxes that find no slot in their block are offered to the others so many times, the blocks for so long each time.
_ROUNDS = 8
_AGAIN_S = 2.0
# Hatches that are opened for room alone.
_MOST_OPENED = 4
# A ship of so few cells times kinds is stowed as one block too, and nothing then is wrong between blocks.
_MOST_AT_ONCE = 2_000


def stow(
    case: Case,
    call: VesselCall,
    quay_of: QuayOf,
    *,
    stop: Stop,
    seed: int,
    workers: int,
    by_hand: bool = False,
    slots_by_hand: bool = False,
    line: Line | None = None,
    known: Stowage | None = None,
) -> Stowage:
    """The stowage of a call: only the line's slots where the case has instructions for it, these first, or our own.

    `quay_of` says, of the ship after discharge, what the balance of the work depends on. A stowage `by_hand` is there
    at once: no model of it is solved, but for the line's slots, which get the same boxes in every stowage. With
    `slots_by_hand`, only blocks are searched. The search begins with the stowage that is `known`.
    """
    layout = case.needed_layout(call)
    boxes = boxes_of(case, call)
    line = Line(case, call, "only") if line is None else line
    ashore = {box.id: reason for box in boxes.load if (reason := _never(case, box)) is not None}
    going = [box for box in boxes.load if box.id not in ashore]
    if line.rows and line.use == "only":
        return follow(aboard(case, call, layout, boxes), line, going, ashore, stop.cancel)
    began = monotonic()
    solver = None if by_hand else Solver(stop, began, seed, workers, slots_by_hand=slots_by_hand)
    opened: set[Hatch] = set()
    tried: list[Hatch] = []
    best: Stowage | None = None
    if solver is not None and trims_herself(layout):
        ship = aboard(case, call, layout, boxes)
        solver = replace(solver, relief=relief_of(ship, going, quay_of(ship), stop))
    while True:
        ship = aboard(case, call, layout, boxes, opened)
        if solver is not None and solver.relief is not None:
            ship = without(ship, solver.relief.boxes)
        start = InstructedFirst(ship, line.on_board(ship, going, stop.cancel, opened), line.rows)
        found = min(_tried(start, going, quay_of, solver, known), key=stowed_money)
        found.ashore.update(ashore)
        if best is None or stowed_money(found) < stowed_money(best):
            best = found
        else:
            opened.discard(tried[-1])
        closed = [hatch for hatch in _closed_hatches(best.ship) if hatch not in tried]
        spent = stop.clock is not None and 2 * (monotonic() - began) > stop.clock
        enough = len(best.ashore) == len(ashore) or not closed or len(tried) == _MOST_OPENED
        enough |= solver is not None and solver.relief is not None
        if enough or spent or stop.cancel.is_set():
            return best
        # Room that a hatch's own deck boxes keep shut: the one with the fewest of them is opened.
        opened.add(closed[0])
        tried.append(closed[0])


def _tried(
    start: InstructedFirst, going: list[Container], quay_of: QuayOf, solver: Solver | None, known: Stowage | None
) -> Iterator[Stowage]:
    """Stowages of a ship: by blocks; with restowed boxes first, where one found no place; and a small ship at once."""
    placed = {box.id for box in start.line.slots.values()}
    loads = [box for box in going if box.id not in placed]
    restows = [box for box in start.ship.restows if box.id not in placed]

    def own(batches: list[list[Container]], **how: bool) -> Stowage:
        ship = start.begun()
        return start.whole(_own(ship, batches, start.quay(ship, quay_of), solver, known, **how))

    found = own([[*loads, *restows]])
    yield found
    searched = solver is not None and not solver.slots_by_hand and solver.relief is None
    # One that trims herself is packed as a whole already, restowed boxes before others.
    if any(box.id in found.ashore for box in restows) and (solver is None or solver.relief is None):
        found = own([restows, loads], again=True)
        yield found
    room = sum(column.room(half) for column in found.ship.columns for half in column.halves)
    small = (room + len(found.slots)) * len(set(found.kind_of.values())) <= _MOST_AT_ONCE
    if searched and small and stowed_money(found) > 0:
        yield own([[*loads, *restows]], at_once=True)


def _never(case: Case, box: Container) -> str | None:
    """Why a box cannot go at all, or None."""
    block = None if box.place is None else Place.of(box.place).block
    if box.status == "full" and box.verified_kg is None:
        return "it has no verified gross mass (VGM)"
    if box.box_type[0] not in "24LMNP":
        return f"no cell takes a box of type {box.box_type}: only 20, 40 and 45 feet are stowed"
    if block is not None and all(crane.block != block for crane in case.yard_cranes):
        return f"yard block {block}, where it stands, has no yard crane: add one to yard_cranes"
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


def _own(
    ship: Aboard,
    batches: Sequence[list[Container]],
    quay: Quay,
    solver: Solver | None,
    known: Stowage | None,
    *,
    at_once: bool = False,
    again: bool = False,
) -> Stowage:
    """A stowage of our own: special boxes one by one, all others by blocks and then by slots, or `at_once`.

    It begins with what is `known`. What is done `again` has less time.
    """
    special = [box for boxes in batches for box in boxes if is_special(box)]
    slots, homeless = place_special(ship, special)
    kind_of = {box.id: -1 - place for place, box in enumerate(slots.values())}
    ashore = {box.id: "no deck cell keeps what its dangerous goods or its size ask for" for box in homeless}
    restowed = {box.id for box in ship.restows}
    numbers: dict[Kind, int] = {}
    # A ship that trims herself is packed as a whole: what is left over then has been offered to every block.
    rounds = _ROUNDS if solver is None or solver.relief is None else 2
    for boxes in batches:
        left = [box for box in boxes if not is_special(box)]
        for number in range(rounds):
            if not left:
                break
            groups = kinds(left, ship.order, restowed, *([BAND_KG] if trims_herself(ship.layout) else []))
            for kind, members in groups.items():
                label = replace(kind, kg=0)
                for box in members:
                    kind_of[box.id] = numbers.setdefault(label, len(numbers))
            counts = {kind: len(members) for kind, members in groups.items()}
            blocks = blocks_of(ship)
            last = number == rounds - 1
            planned: list[tuple[Block, dict[Kind, int]]] = []
            if at_once:
                planned = [(_whole(blocks), counts)]
            elif solver is not None and not last:
                # What is left over after the first time is little.
                most = _AGAIN_S if again or number else inf
                begin = (
                    _in_blocks(blocks, groups, known)
                    if number == 0
                    else _shared(blocks, share_out(ship, blocks, counts, quay))
                )
                planned = solver.shared_out(ship, blocks, counts, quay, begin, most)
            placed = _fill(ship, planned, groups, solver, at_once=at_once) if planned else {}
            if not placed and not at_once and not last:
                # By the model's counts nothing fits, or there are none.
                placed = _fill(ship, share_out(ship, blocks, counts, quay), groups, solver)
            if not placed:
                # What the sums of blocks say is no matter any more: any stack that bears a box may take it.
                placed = _fill(ship, [(_whole(blocks), counts)], groups, None)
            if not placed:
                break
            slots |= placed
            done = {box.id for box in placed.values()}
            left = [box for box in left if box.id not in done]
        ashore |= {box.id: _no_room(box) for box in left}
    return Stowage(ship, slots, kind_of, ashore)


def _in_blocks(
    blocks: Sequence[Block], groups: Mapping[Kind, list[Container]], known: Stowage | None
) -> Counter[tuple[Kind, int]]:
    """How many boxes of each kind a known stowage has in each block."""
    if known is None:
        return Counter()
    place_of = {column.key: place for place, block in enumerate(blocks) for column in block.columns}
    column_of = {box.id: known.ship.column_of(slot).key for slot, box in known.slots.items()}
    return Counter(
        (kind, place_of[column_of[box.id]])
        for kind, boxes in groups.items()
        for box in boxes
        if column_of.get(box.id) in place_of
    )


def _shared(blocks: Sequence[Block], planned: Sequence[tuple[Block, dict[Kind, int]]]) -> Counter[tuple[Kind, int]]:
    """How many boxes of each kind are planned for each block."""
    place_of = {(block.hatch, block.level): place for place, block in enumerate(blocks)}
    return Counter(
        {(kind, place_of[block.hatch, block.level]): number for block, put in planned for kind, number in put.items()}
    )


def _whole(blocks: Sequence[Block]) -> Block:
    """All blocks as one."""
    return Block((0, None), "ship", tuple(column for block in blocks for column in block.columns))


def _no_room(box: Container) -> str:
    length = "40-foot" if box.long else "20-foot"
    wants = " with a plug" if box.plug else ""
    return f"the ship has no free {length} cell{wants} that bears {box.mass_kg:,} kg and fits its port"


def _by_hand(ship: Aboard, planned: Sequence[tuple[Block, dict[Kind, int]]]) -> Iterator[dict[str, Kind]]:
    """Kinds by slot, block by block, without a model."""
    leaning = leans(ship)
    for block, counts in planned:
        sides = [ship.layout.across_m(column.stack) for column in block.columns]
        chosen = stack(block.columns, counts, ship.order, KEPT, sides, leaning)
        leaning += sum(
            kind.kg / 1000 * ship.layout.across_m(ship.column_of(slot).stack) for slot, kind in chosen.items()
        )
        yield chosen


def _fill(
    ship: Aboard,
    planned: Sequence[tuple[Block, dict[Kind, int]]],
    groups: Mapping[Kind, list[Container]],
    solver: Solver | None,
    *,
    at_once: bool = False,
) -> dict[str, Container]:
    """Slots of the blocks, with the boxes that stand there from now on: of each kind, the heaviest lowest."""
    if solver is not None and solver.relief is not None:
        packed = solver.packed(ship, planned, groups)
        stand(ship, packed)
        return packed
    slots_of: defaultdict[Kind, list[str]] = defaultdict(list)
    by_hand = _by_hand(ship, planned)
    below = ship.first_under if at_once else None
    for chosen in by_hand if solver is None or solver.slots_by_hand else solver.filled(ship, planned, below):
        for slot, kind in chosen.items():
            slots_of[kind].append(slot)
    placed: dict[str, Container] = {}
    for kind, slots in slots_of.items():
        lowest_first = sorted(slots, key=lambda slot: (Cell.of(slot).tier, slot))
        # Of those left over at the end, the lightest find room most easily.
        placed |= dict(zip(lowest_first, groups[kind], strict=False))
    stand(ship, placed)
    return placed
