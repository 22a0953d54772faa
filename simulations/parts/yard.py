"""The yard: blocks with room for so many TEU, and the yard cranes that stack and fetch.

A box goes to the block that has room and the least work for each of its cranes. Where no block has room it is stacked
all the same, in the least busy block, and counted: the run goes on, and its record says that the yard was too small.
Ships are served before trucks. A block without a crane is not used while others have one; where no block has a crane,
or there is no block at all, moves in the yard take no time.
"""

from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from data.case import Case
from simulations.kernel import Kernel, Step
from simulations.recorder import Recorder
from simulations.records import FETCH_END, FETCH_START, IN_YARD, STACK_END, STACK_START
from simulations.visit import Box

_Job = tuple[float, Any, Callable[[Any], None]]


class Block:
    """A block of the yard: its boxes in TEU, those under way to it included, and the work that waits for its cranes."""

    __slots__ = (
        "busyness",
        "busyness_a_job",
        "busyness_a_teu",
        "capacity_teu",
        "crane_count",
        "free_cranes",
        "id",
        "ship_side",
        "teu",
        "truck_side",
    )

    def __init__(self, name: str, capacity_teu: float, cranes: list[str]) -> None:
        self.id = name
        self.capacity_teu = capacity_teu
        self.crane_count = crane_count = len(cranes)
        self.free_cranes = [YardCrane(self, crane) for crane in cranes]
        self.ship_side: deque[_Job] = deque()
        self.truck_side: deque[_Job] = deque()
        self.teu = 0
        # Jobs for each crane, those under way included, and the share of its room that is taken; in millionths.
        self.busyness = 0
        self.busyness_a_job = round(1e6 / (crane_count or 1))
        self.busyness_a_teu = round(1e6 / capacity_teu)


class YardCrane(Step):
    """A yard crane and, while it works, whom it serves and what happens then."""

    __slots__ = ("block", "client", "id", "then")

    client: Any
    then: Callable[[Any], None]

    def __init__(self, block: Block, name: str) -> None:
        self.block = block
        self.id = name


_busyness = attrgetter("busyness")


class Yard:
    """All blocks, with the stock in them."""

    def __init__(self, kernel: Kernel, case: Case, recorder: Recorder) -> None:
        self._kernel = kernel
        self._recorder = recorder
        self._events = recorder.events
        cranes: dict[str, list[str]] = {block.id: [] for block in case.yard_blocks}
        for crane in case.yard_cranes:
            cranes[crane.block].append(crane.id)
        served = [block for block in case.yard_blocks if cranes[block.id]] or list(case.yard_blocks)
        self.blocks = [Block(block.id, block.capacity_teu, cranes[block.id]) for block in served]
        if not self.blocks:
            self.blocks = [Block("", float("inf"), [])]
        # A user's rule: of the blocks that may take a box, which does.
        self.stacking: Callable[[Box, Sequence[Block]], Block] | None = None
        # Boxes that stand in the yard.
        self.stock = 0

    def choose(self, box: Box) -> None:
        """Choose a block for a box that comes, and keep the room for it."""
        teu = box.teu
        block = min(self.blocks, key=_busyness)
        if self.stacking is not None or block.teu + teu > block.capacity_teu:
            with_room = [block for block in self.blocks if block.teu + teu <= block.capacity_teu]
            if not with_room:
                self._recorder.overflow(self._kernel.now)
            if self.stacking is not None:
                block = self.stacking(box, with_room or self.blocks)
            elif with_room:
                block = min(with_room, key=_busyness)
        block.teu += teu
        block.busyness += teu * block.busyness_a_teu + block.busyness_a_job
        box.block = block

    def place(self, box: Box) -> None:
        """Put a box in the yard that is there when the run starts."""
        self.choose(box)
        box.block.busyness -= box.block.busyness_a_job
        self.put(box)
        if self._events is not None:
            self._events.append((self._kernel.now, IN_YARD, box.visit.call.id, box.number, "", box.block.id))

    def stack(self, box: Box, minutes: float, client: Step, then: Callable[[Any], None], ship_side: bool) -> None:
        """Lift a box from `client`, which has brought it to its chosen block; then call `then(client)`."""
        block = box.block
        if block.free_cranes:
            self._start(block.free_cranes.pop(), minutes, client, then)
        elif block.crane_count == 0:
            block.busyness -= block.busyness_a_job
            if self._events is not None:
                self._record(client, "", 0.0)
            then(client)
        elif ship_side:
            block.ship_side.append((minutes, client, then))
        else:
            block.truck_side.append((minutes, client, then))

    def fetch(self, box: Box, minutes: float, client: Step, then: Callable[[Any], None], ship_side: bool) -> None:
        """Put a box of the yard on `client`, which has come for it; then call `then(client)`."""
        box.block.busyness += box.block.busyness_a_job
        self.stack(box, minutes, client, then, ship_side)

    def put(self, box: Box) -> None:
        """Count a box in: it has been stacked."""
        self.stock += 1
        self._recorder.stacked(box.teu, self._kernel.now)

    def take(self, box: Box) -> None:
        """Count a box out: it has been fetched."""
        self.stock -= 1
        block, teu = box.block, box.teu
        block.teu -= teu
        block.busyness -= teu * block.busyness_a_teu
        self._recorder.stacked(-teu, self._kernel.now)

    def _start(self, crane: YardCrane, minutes: float, client: Any, then: Callable[[Any], None]) -> None:
        crane.client = client
        crane.then = then
        self._recorder.yard_crane_worked(self._kernel.now, minutes)
        if self._events is not None:
            self._record(client, crane.id, minutes)
        self._kernel.after(minutes, crane, self._done)

    def _done(self, crane: YardCrane) -> None:
        block, client, then = crane.block, crane.client, crane.then
        block.busyness -= block.busyness_a_job
        if block.ship_side:
            self._start(crane, *block.ship_side.popleft())
        elif block.truck_side:
            self._start(crane, *block.truck_side.popleft())
        else:
            block.free_cranes.append(crane)
        then(client)

    def _record(self, client: Any, crane: str, minutes: float) -> None:
        # A truck is its box; what it brings is to be loaded. A tractor brings what is not.
        by_truck = isinstance(client, Box)
        box = client if by_truck else client.box
        names = (STACK_START, STACK_END) if box.loads == by_truck else (FETCH_START, FETCH_END)
        if self._events is not None:
            for minute, name in zip((self._kernel.now, self._kernel.now + minutes), names, strict=True):
                self._events.append((minute, name, box.visit.call.id, box.number, crane, box.block.id))
