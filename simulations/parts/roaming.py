"""Yard cranes that go from block to block.

One without work goes to a block in which enough moves wait for each crane, or any where no crane is left; it goes home
as soon as moves wait there and no other crane is in its place.
"""

from collections.abc import Callable

from data.case import Case
from simulations.kernel import Kernel
from simulations.parts.blocks import Block, Job, YardCrane
from simulations.records import YARD_CRANE_JOINED, YARD_CRANE_LEFT, Event


class Roaming:
    """Sends yard cranes to blocks; `start` lets one begin a move in its block."""

    def __init__(
        self,
        kernel: Kernel,
        case: Case,
        blocks: list[Block],
        events: list[Event] | None,
        start: Callable[[YardCrane, Job], None],
    ) -> None:
        work = case.terminal.yard_work
        self._kernel = kernel
        self._blocks = blocks
        self._events = events
        self._start = start
        self._queue = work.roaming_queue
        self._minutes = work.roaming_min

    def turn_to_next(self, crane: YardCrane) -> None:
        """What a crane that roams does next: go home to moves that nobody else is there for, work here, or help."""
        block, home = crane.block, crane.home
        if home is not block and home.waiting and home.crane_count == 0:
            self._go(crane, home)
            return
        job = block.next_job()
        if job is not None:
            self._start(crane, job)
            return
        waiting = [other for other in self._blocks if other.ship_side or other.truck_side]
        needy = max(waiting, key=_need, default=block)
        if needy is not block and needy.waiting >= self._queue * needy.crane_count:
            self._go(crane, needy)
        else:
            block.free_cranes.append(crane)

    def call_to(self, block: Block) -> None:
        """A move waits in a block: a crane without work comes where enough do, its own one before others."""
        if block.waiting < self._queue * block.crane_count:
            return
        idle = [crane for other in self._blocks for crane in other.free_cranes]
        if idle:
            crane = next((each for each in idle if each.home is block), idle[0])
            crane.block.free_cranes.remove(crane)
            self._go(crane, block)

    def _go(self, crane: YardCrane, block: Block) -> None:
        if self._events is not None:
            now, there = self._kernel.now, self._kernel.now + self._minutes
            self._events.append((now, YARD_CRANE_LEFT, "", -1, crane.id, crane.block.id))
            self._events.append((there, YARD_CRANE_JOINED, "", -1, crane.id, block.id))
        crane.block.man(-1)
        crane.block = block
        block.man(1)
        crane.at = 0.0
        self._kernel.after(self._minutes, crane, self.turn_to_next)


def _need(block: Block) -> float:
    """How much a block is in need of another crane."""
    return block.waiting / block.crane_count if block.crane_count else float(block.waiting) * 1e6
