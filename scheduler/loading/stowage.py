"""The stowage of a call: a slot for every box that is to come on board, or why it has none."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.slots import Cell
from data.vessels import VesselCall
from scheduler import cp_sat
from scheduler.loading.blocks import Block, Quay, blocks_of, build
from scheduler.loading.by_hand import share_out
from scheduler.loading.instructed import follow
from scheduler.loading.kinds import Kind, kinds
from scheduler.loading.ship import Aboard, Hatch, aboard, stand
from scheduler.loading.slots import fill
from scheduler.loading.special import is_special, place_special
from scheduler.loading.stability import leans
from scheduler.loading.stacking import KEPT, stack
from scheduler.loading.stowed import Stowage
from scheduler.stopping import Stop

QuayOf = Callable[[Aboard], Quay]

# Boxes that find no slot in their block are offered to the others so many times.
_ROUNDS = 8
_AGAIN_S = 2.0
# Hatches that are opened for room alone.
_MOST_OPENED = 4
# Blocks that are filled at a time. They do not know of each other, so that the number is part of the answer.
_AT_ONCE = 2


@dataclass(frozen=True)
class Solver:
    """How the models of a stowage are solved."""

    stop: Stop
    seed: int
    workers: int

    def shared_out(
        self, ship: Aboard, blocks: list[Block], counts: Mapping[Kind, int], quay: Quay, *, again: bool
    ) -> list[tuple[Block, dict[Kind, int]]]:
        """How many boxes of each kind go into each block; nothing where none was found in time."""
        if self.stop.cancel.is_set():
            return []
        built = build(ship, blocks, counts, quay)
        chosen: dict[tuple[Kind, int], int] = {}

        def found(seconds: float, solution: CpSolverSolutionCallback) -> None:
            del seconds
            chosen.clear()
            chosen.update({key: number for key, put in built.put.items() if (number := solution.value(put))})

        # What is left over after the first time is little.
        stop = replace(self.stop, seconds=_AGAIN_S) if again else self.stop
        cp_sat.run(
            built.model, stop=stop, began=monotonic(), seed=self.seed, workers=self.workers, on_solution=found,
            on_bound=_no_bound,
        )  # fmt: skip
        by_block: defaultdict[int, dict[Kind, int]] = defaultdict(dict)
        for (kind, place), number in chosen.items():
            by_block[place][kind] = number
        return [(blocks[place], by_block[place]) for place in sorted(by_block)]

    def filled(self, ship: Aboard, planned: Sequence[tuple[Block, dict[Kind, int]]]) -> Iterator[dict[str, Kind]]:
        """Kinds by slot, block by block."""
        leaning = leans(ship)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for first in range(0, len(planned), _AT_ONCE):
                asked = [
                    pool.submit(
                        fill, block, counts, ship.layout, ship.order, stop=self.stop, seed=self.seed, leaning=leaning
                    )
                    for block, counts in planned[first : first + _AT_ONCE]
                ]
                for answer in asked:
                    for slot, kind in answer.result().items():
                        leaning += kind.kg / 1000 * ship.layout.across_m(ship.column_of(slot).stack)
                    yield answer.result()


def _no_bound(seconds: float, bound: float) -> None:
    """Tell nobody: a bound of the blocks is none of the stowage."""


def stow(
    case: Case, call: VesselCall, quay_of: QuayOf, *, stop: Stop, seed: int, workers: int, by_hand: bool = False
) -> Stowage:
    """The stowage of a call, by the line's instructions where the case has any for it, and else as a whole.

    `quay_of` says, of the ship after discharge, what the balance of the work depends on. A stowage `by_hand` is there
    at once: no model is solved.
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
        return follow(ship, instructions, going, ashore)
    began = monotonic()
    best: Stowage | None = None
    while True:
        solver = None if by_hand else Solver(stop, seed, workers)
        found = _own(ship, [*going, *ship.restows], quay_of(ship), solver)
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


def _own(ship: Aboard, boxes: list[Container], quay: Quay, solver: Solver | None) -> Stowage:
    """A stowage of our own: special boxes one by one, all others by blocks and then by slots."""
    slots, homeless = place_special(ship, [box for box in boxes if is_special(box)])
    kind_of = {box.id: -1 - place for place, box in enumerate(slots.values())}
    ashore = {box.id: "no deck cell keeps what its dangerous goods or its size ask for" for box in homeless}
    left = [box for box in boxes if not is_special(box)]
    restowed = {box.id for box in ship.restows}
    numbers: dict[Kind, int] = {}
    for number in range(_ROUNDS):
        if not left:
            break
        groups = kinds(left, ship.order, restowed)
        for kind, members in groups.items():
            label = replace(kind, kg=0)
            for box in members:
                kind_of[box.id] = numbers.setdefault(label, len(numbers))
        counts = {kind: len(members) for kind, members in groups.items()}
        blocks = blocks_of(ship)
        planned = None if solver is None else solver.shared_out(ship, blocks, counts, quay, again=number > 0)
        if not planned:
            planned = share_out(ship, blocks, counts, quay)
        placed = _fill(ship, planned, groups, solver)
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


def _fill(
    ship: Aboard,
    planned: Sequence[tuple[Block, dict[Kind, int]]],
    groups: Mapping[Kind, list[Container]],
    solver: Solver | None,
) -> dict[str, Container]:
    """Slots of the blocks, with the boxes that stand there from now on: of each kind, the heaviest lowest."""
    slots_of: defaultdict[Kind, list[str]] = defaultdict(list)
    by_hand = (stack(block.columns, counts, ship.order, KEPT) for block, counts in planned)
    for chosen in by_hand if solver is None else solver.filled(ship, planned):
        for slot, kind in chosen.items():
            slots_of[kind].append(slot)
    placed: dict[str, Container] = {}
    for kind, slots in slots_of.items():
        lowest_first = sorted(slots, key=lambda slot: (Cell.of(slot).tier, slot))
        # Of those left over at the end, the lightest find room most easily.
        placed |= dict(zip(lowest_first, groups[kind], strict=False))
    stand(ship, placed)
    return placed
