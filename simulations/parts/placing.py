"""Which block a box goes to, and that its place there is kept for it.

It is the block that has room and the least work for each of its cranes, or the one that a function of the user's names.
Where boxes stand in stacks the block takes the box's kind, and a reefer goes to one with a free plug. Where there is
none, a box goes to a block that takes other kinds; a reefer, to any place, and it is counted. Where no block has room
at all the box is stacked all the same, beside the stacks of the least busy block, and counted: the run goes on, and its
record says that the yard was too small.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter

from data.box_kinds import BoxKind
from data.case import Case
from data.yard import has_plugs
from simulations.kernel import Kernel
from simulations.parts.blocks import Block
from simulations.parts.flows import Kind
from simulations.parts.stacks import Room
from simulations.recorder import Recorder
from simulations.visit import Box

# Of the blocks that may take a box, never none, the one that it goes to. They have room, where any block has.
BlockRule = Callable[[Box, Sequence[Block]], Block]

_busyness = attrgetter("busyness")
_KINDS: dict[Kind, BoxKind] = {Kind.FULL: "full", Kind.EMPTY: "empty", Kind.REEFER: "reefer"}


class Placing:
    """Chooses blocks for boxes that come."""

    def __init__(self, kernel: Kernel, case: Case, blocks: list[Block], recorder: Recorder) -> None:
        self._kernel = kernel
        self._blocks = blocks
        self._recorder = recorder
        # The user's own rule.
        self.rule: BlockRule | None = None
        self.stacks = blocks[0].ground is not None
        rows = {row.id: row for row in case.yard_blocks}
        self._plugs = self.stacks and has_plugs(case.yard_blocks)
        self._with_plugs = [block for block in blocks if self._plugs and rows[block.id].plug_bays]
        # By kind; where no block takes it, it goes to any.
        self._taking = [
            [block for block in blocks if self.stacks and rows[block.id].takes_all((_KINDS[kind],))] or blocks
            for kind in Kind
        ]

    def block_for(self, box: Box) -> Block:
        """The block for a box that comes."""
        return self._by_stacks(box) if self.stacks else self._by_teu(box)

    def _by_teu(self, box: Box) -> Block:
        teu = box.teu
        block = min(self._blocks, key=_busyness)
        if self.rule is not None or block.teu + teu > block.capacity_teu:
            with_room = [block for block in self._blocks if block.teu + teu <= block.capacity_teu]
            if not with_room:
                self._recorder.overflow(self._kernel.now)
            if self.rule is not None:
                block = self.rule(box, with_room or self._blocks)
            elif with_room:
                block = min(with_room, key=_busyness)
        return block

    def _by_stacks(self, box: Box) -> Block:
        """The block for a box, with a place in one of its rooms; without one (`box.room` None) where all are full."""
        if box.kind == Kind.REEFER and self._plugs:
            block = self._first(box, self._with_plugs, plugs=True)
            if block is not None:
                return block
            self._recorder.yard.reefer_without_plug(self._kernel.now)
        taking = self._taking[box.kind]
        # Then on ground with plugs, then where boxes of other kinds stand.
        for blocks, plugs in ((taking, False), (taking, True), (self._blocks, False), (self._blocks, True)):
            block = self._first(box, blocks, plugs=plugs)
            if block is not None:
                return block
        self._recorder.overflow(self._kernel.now)
        box.room = None
        return min(taking, key=_busyness)

    def _first(self, box: Box, blocks: list[Block], *, plugs: bool) -> Block | None:
        """The block of these that takes a box, where one has a place, which is kept for it; None where none has."""
        if self.rule is not None:
            with_room = [block for block in blocks if _room(block, box, plugs) is not None]
            blocks = [self.rule(box, with_room)] if with_room else []
        while blocks:
            block = min(blocks, key=_busyness)
            room = _room(block, box, plugs)
            if room is not None:
                room.free -= 1
                box.room = room
                return block
            blocks = [other for other in blocks if other is not block]
        return None


def _room(block: Block, box: Box, plugs: bool) -> Room | None:
    assert block.ground is not None  # who has no stacks is not asked
    return block.ground.room_for(box.teu, plugs)
