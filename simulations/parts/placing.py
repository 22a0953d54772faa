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
from data.errors import DermagaError
from data.yard import has_plugs
from simulations.kernel import Kernel
from simulations.parts.blocks import Block
from simulations.parts.flows import Kind
from simulations.recorder import Recorder
from simulations.visit import Box

BlockRule = Callable[[Box, Sequence[Block]], Block]

_busyness = attrgetter("busyness")
_KINDS: dict[Kind, BoxKind] = {Kind.FULL: "full", Kind.EMPTY: "empty", Kind.REEFER: "reefer"}


class Placing:
    """Chooses blocks for boxes that come."""

    def __init__(
        self, kernel: Kernel, case: Case, blocks: list[Block], recorder: Recorder, choose_block: BlockRule | None
    ) -> None:
        self._kernel = kernel
        self._blocks = blocks
        self._recorder = recorder
        self._choose_block = choose_block
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
        """The block for a box that comes. Raises DermagaError where the user's function names none of those given."""
        return self._by_stacks(box) if self.stacks else self._by_teu(box)

    def _by_teu(self, box: Box) -> Block:
        teu = box.teu
        if self._choose_block is not None:
            with_room = [block for block in self._blocks if block.teu + teu <= block.capacity_teu]
            if with_room:
                return self._chosen(box, with_room)
        block = min(self._blocks, key=_busyness)
        if block.teu + teu > block.capacity_teu:
            with_room = [block for block in self._blocks if block.teu + teu <= block.capacity_teu]
            if with_room:
                block = min(with_room, key=_busyness)
            else:
                self._recorder.overflow(self._kernel.now)
        return block

    def _chosen(self, box: Box, with_room: Sequence[Block]) -> Block:
        assert self._choose_block is not None
        chosen = self._choose_block(box, with_room)
        if not isinstance(chosen, Block) or chosen not in with_room:
            rule = getattr(self._choose_block, "__name__", self._choose_block)
            raise DermagaError(
                f"the rule {rule} for blocks returned {chosen!r}: it must return one of the blocks that it was given"
            )
        return chosen

    def _by_stacks(self, box: Box) -> Block:
        """The block for a box, with a place in one of its rooms; without one (`box.room` None) where all are full."""
        teu = box.teu
        if box.kind == Kind.REEFER and self._plugs:
            for block in sorted(self._with_plugs, key=_busyness):
                if self._find_room(block, teu, plugs=True, box=box):
                    return block
            self._recorder.boxes.reefer_without_plug(self._kernel.now)
        taking = self._taking[box.kind]
        if self._choose_block is not None:
            with_room = [block for block in taking if self._room(block, teu)]
            if with_room:
                block = self._chosen(box, with_room)
                self._find_room(block, teu, plugs=False, box=box) or self._find_room(block, teu, plugs=True, box=box)
                return block
        least = min(taking, key=_busyness)
        if self._find_room(least, teu, plugs=False, box=box):
            return least
        # Elsewhere, then on ground with plugs, then where boxes of other kinds stand.
        for blocks, plugs in ((taking, False), (taking, True), (self._blocks, False), (self._blocks, True)):
            for block in sorted(blocks, key=_busyness):
                if self._find_room(block, teu, plugs=plugs, box=box):
                    return block
        self._recorder.overflow(self._kernel.now)
        box.room = None
        return least

    def _room(self, block: Block, teu: int) -> bool:
        assert block.ground is not None
        return any(block.ground.room_for(teu, plugs) is not None for plugs in (False, True))

    def _find_room(self, block: Block, teu: int, *, plugs: bool, box: Box) -> bool:
        """Whether a block has a place for a box, which is kept for it."""
        assert block.ground is not None
        room = block.ground.room_for(teu, plugs)
        if room is None:
            return False
        room.free -= 1
        box.room = room
        return True
