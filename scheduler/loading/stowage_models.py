"""How the two models of a stowage are solved, one after the other, in a share of a round's time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import inf
from time import monotonic

from data.cargo import Container
from scheduler import cp_sat
from scheduler.loading import whole_ship
from scheduler.loading.block_slots import fill
from scheduler.loading.blocks import Block, Quay, add_hint, build
from scheduler.loading.kinds import Kind
from scheduler.loading.ship import Aboard, Hatch
from scheduler.loading.stability import leans
from scheduler.loading.whole_ship import Relief
from scheduler.loading.whole_ship.packing import pack
from scheduler.stopping import Stop

# Blocks that are filled at a time. They do not know of each other, so that the number is part of the answer.
_AT_ONCE = 2
# The shares of the seconds that are left for the blocks and for their slots; and what any model has, for an answer.
_BLOCKS, _SLOTS, _LEAST_S = 0.6, 0.7, 0.05
# The shares for the blocks and for the slots of a ship that trims herself: most of it is won in her slots.
_SHARED, _PACKED = 0.3, 0.9


@dataclass(frozen=True)
class Solver:
    """How the models of a stowage are solved: by the clock, from the monotonic moment `began` on, or by effort."""

    stop: Stop
    began: float
    seed: int
    workers: int
    # Of a ship that trims herself: what was taken off for room, and how she is planned to float.
    relief: Relief | None = None
    slots_by_hand: bool = False

    def part(self, share: float, most: float = inf) -> Stop:
        """A stop for a share of the seconds that are left, or for all effort; `most` seconds at most."""
        clock = self.stop.clock
        if clock is None:
            return self.stop
        return replace(self.stop, seconds=min(most, max(_LEAST_S, share * (clock - monotonic() + self.began))))

    def shared_out(
        self,
        ship: Aboard,
        blocks: list[Block],
        counts: Mapping[Kind, int],
        quay: Quay,
        known: Mapping[tuple[Kind, int], int],
        most: float = inf,
    ) -> list[tuple[Block, dict[Kind, int]]]:
        """How many boxes of each kind go into each block, within `most` seconds; nothing where none was found.

        The search begins with what is `known`, by kind and place of the block.
        """
        if self.stop.cancel.is_set():
            return []
        if self.relief is not None:
            return whole_ship.shared_out(ship, blocks, counts, quay, self.relief, self.part(_SHARED, most))
        built = build(ship, blocks, counts, quay)
        add_hint(built, known)
        # Presolve would take seconds of large ships to make the model's relaxation worse.
        solver, _ = cp_sat.run(
            built.model, stop=self.part(_BLOCKS, most), began=monotonic(), seed=self.seed, workers=self.workers,
            presolve=False,
        )  # fmt: skip
        if not solver.response_proto.solution:
            return []
        # Read at the end: of two workers that find equally good ones at once, either may have told first.
        chosen = {key: number for key, put in built.put.items() if (number := solver.value(put))}
        by_block: defaultdict[int, dict[Kind, int]] = defaultdict(dict)
        for (kind, place), number in chosen.items():
            by_block[place][kind] = number
        return [(blocks[place], by_block[place]) for place in sorted(by_block)]

    def packed(
        self, ship: Aboard, planned: Sequence[tuple[Block, dict[Kind, int]]], groups: Mapping[Kind, list[Container]]
    ) -> dict[str, Container]:
        """Slots of a ship that trims herself."""
        return pack(ship, planned, groups, stop=self.part(_PACKED), seed=self.seed, workers=self.workers)

    def filled(
        self, ship: Aboard, planned: Sequence[tuple[Block, dict[Kind, int]]], below: Mapping[Hatch, int] | None = None
    ) -> Iterator[dict[str, Kind]]:
        """Kinds by slot, block by block; `below` as `block_slots.fill` says."""
        leaning = leans(ship)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for first in range(0, len(planned), _AT_ONCE):
                stop = self.part(_SLOTS * _AT_ONCE / (len(planned) - first))
                asked = [
                    pool.submit(
                        fill, block, counts, ship.layout, ship.order, stop=stop, seed=self.seed, leaning=leaning,
                        below=below,
                    )
                    for block, counts in planned[first : first + _AT_ONCE]
                ]  # fmt: skip
                for answer in asked:
                    for slot, kind in answer.result().items():
                        leaning += kind.kg / 1000 * ship.layout.across_m(ship.column_of(slot).stack)
                    yield answer.result()
