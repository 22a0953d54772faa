"""Blocks of the yard and the yard cranes in them.

A yard crane breaks down after working hours, as quay cranes do (`parts.breakdowns`): its move is longer by the repair.
`parts.roaming` has those that go from block to block.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from typing import Any

from data.case import Case
from data.terminal import YardBlock
from simulations.kernel import Step
from simulations.parts.breakdowns import Breakdowns
from simulations.parts.flows import Flow
from simulations.parts.stacks import Ground
from simulations.streams import Streams
from simulations.visit import Box

# The box, the minutes of its move, whether it is fetched, who brings or takes it, and what happens then.
Job = tuple[Box, float, bool, Any, Callable[[Any], None]]


class Block:
    """A block of the yard: its boxes in TEU, those under way to it included, and the work that waits for its cranes."""

    __slots__ = (
        "aside",
        "busyness",
        "busyness_a_job",
        "busyness_a_teu",
        "by_flow",
        "capacity_teu",
        "crane_count",
        "free_cranes",
        "ground",
        "id",
        "jobs",
        "served",
        "ship_side",
        "teu",
        "truck_side",
    )

    def __init__(self, name: str, capacity_teu: float, ground: Ground | None) -> None:
        self.id = name
        self.capacity_teu = capacity_teu
        self.ground = ground
        # Boxes that came when there was no room, and stand beside the stacks.
        self.aside = 0
        # Whether it has cranes at all: moves in one without take no time.
        self.served = False
        self.crane_count = 0
        self.free_cranes: list[YardCrane] = []
        self.ship_side: deque[Job] = deque()
        self.truck_side: deque[Job] = deque()
        self.teu = 0
        # Boxes that stand in it.
        self.by_flow = [0] * len(Flow)
        # Jobs, those under way to it included; how many for each crane, and the share of its room that is taken, in
        # millionths.
        self.jobs = 0
        self.busyness = 0
        self.busyness_a_job = round(1e6)
        self.busyness_a_teu = round(1e6 / capacity_teu)

    @property
    def waiting(self) -> int:
        """Moves that wait for a crane."""
        return len(self.ship_side) + len(self.truck_side)

    def man(self, cranes: int) -> None:
        """It has so many cranes more (or fewer) from now on."""
        self.crane_count += cranes
        before = self.busyness_a_job
        self.busyness_a_job = round(1e6 / (self.crane_count or 1))
        self.busyness += self.jobs * (self.busyness_a_job - before)

    def next_job(self) -> Job | None:
        """The move that waits longest, for ships before trucks."""
        if self.ship_side:
            return self.ship_side.popleft()
        return self.truck_side.popleft() if self.truck_side else None


class YardCrane(Step):
    """A yard crane: where it is, and while it works, whom it serves and what happens then."""

    __slots__ = ("at", "block", "breakdowns", "client", "home", "id", "then")

    client: Any
    then: Callable[[Any], None]

    def __init__(self, case: Case, streams: Streams, name: str, block: Block) -> None:
        self.id = name
        self.block = self.home = block
        # The bay of its last move, see `parts.stacks`.
        self.at = 0.0
        self.breakdowns = Breakdowns(case.terminal.yard_work, streams.of("breakdowns of a yard crane", name))


def blocks_of(case: Case, streams: Streams) -> list[Block]:
    """The blocks of a case with their cranes; those without are left out where others have some.

    Where there is no block at all, one without end.
    """
    work = case.terminal.yard_work
    manned = {crane.block for crane in case.yard_cranes}
    served = [block for block in case.yard_blocks if block.id in manned] or list(case.yard_blocks)
    ships_apart = work.stacking == "segregated"

    def ground(block: YardBlock) -> Ground | None:
        return Ground(block, case.terminal.cargo.forty_foot_share, ships_apart) if work.stacks else None

    blocks = {block.id: Block(block.id, block.capacity_teu, ground(block)) for block in served}
    for crane in case.yard_cranes:
        block = blocks[crane.block]
        block.served = True
        block.man(1)
        block.free_cranes.append(YardCrane(case, streams, crane.id, block))
    return list(blocks.values()) or [Block("", inf, None)]
