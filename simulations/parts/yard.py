"""The yard: blocks with room, and the yard cranes that stack and fetch.

`parts.placing` says which block a box goes to. Ships are served before trucks. A block without a crane is not used
while others have one; where no block has a crane, or there is no block at all, moves in the yard take no time.

With `yard_work.stacks` boxes stand in stacks (`parts.stacks`): a crane goes to the bay, and first moves the boxes that
stand above the one it fetches. All that is time of the same move. Without, a block is room for so many TEU.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from data.case import Case
from simulations.kernel import Kernel, Step
from simulations.parts.blocks import Job, YardCrane, blocks_of
from simulations.parts.placing import BlockRule, Placing
from simulations.parts.roaming import Roaming
from simulations.parts.stacking import StackRule, UsersOwn, stacking_of
from simulations.recorder import Recorder
from simulations.records import (
    FETCH_END,
    FETCH_START,
    IN_YARD,
    REHANDLED,
    STACK_END,
    STACK_START,
    YARD_CRANE_DOWN,
    YARD_CRANE_UP,
    YARD_TRAVEL,
)
from simulations.streams import Streams
from simulations.visit import Box, Visit


@dataclass(frozen=True)
class BlockState:
    """What stands in a block at a moment: TEU (those under way to it included), and boxes by `parts.flows.Flow`."""

    block: str
    teu: int
    boxes: tuple[int, ...]


class Yard:
    """All blocks, with the stock in them."""

    def __init__(
        self,
        kernel: Kernel,
        case: Case,
        recorder: Recorder,
        streams: Streams,
    ) -> None:
        work = case.terminal.yard_work
        self._kernel = kernel
        self._recorder = recorder
        self._record = recorder.yard
        self.blocks = blocks_of(case, streams)
        self._events = recorder.events
        self._placing = placing = Placing(kernel, case, self.blocks, recorder)
        # Boxes that stand in the yard, and with stacks those of cranes' moves that have begun and not ended.
        self.stock = 0
        self._arriving = 0
        self._leaving = 0
        self._stacks = placing.stacks
        self._top_first = self._stacks and work.loading_order == "top"
        self._rehandle = work.rehandle_s / 60
        self._bay_travel = work.bay_travel_s / 60
        self._bay_setup = work.bay_setup_s / 60
        self._roaming = Roaming(kernel, case, self.blocks, self._events, self._start) if work.roaming else None
        if self._stacks:
            self._piling = stacking_of(work.stacking, Random(int(streams.of("stacking", "yard").integers(2**63))))

    @property
    def stacking(self) -> BlockRule | None:
        """A user's rule: of the blocks that have room for a box, which takes it."""
        return self._placing.rule

    @stacking.setter
    def stacking(self, rule: BlockRule | None) -> None:
        self._placing.rule = rule

    @property
    def slotting(self) -> StackRule | None:
        """A user's rule: of the stacks of its block that have room for a box, which it is put on."""
        return self._piling.rule if self._stacks and isinstance(self._piling, UsersOwn) else None

    @slotting.setter
    def slotting(self, rule: StackRule | None) -> None:
        if rule is not None and self._stacks:
            self._piling = UsersOwn(rule)

    def choose(self, box: Box) -> None:
        """Choose a block for a box that comes, and keep the room for it."""
        block = self._placing.block_for(box)
        block.teu += box.teu
        block.jobs += 1
        block.busyness += box.teu * block.busyness_a_teu + block.busyness_a_job
        box.block = block

    def place(self, box: Box, since: float) -> None:
        """Put a box in the yard that is there when the run starts, and has been since then."""
        self.choose(box)
        block = box.block
        block.jobs -= 1
        block.busyness -= block.busyness_a_job
        if self._stacks:
            self._to_stack(box)
        self.put(box)
        box.stacked_at = since
        if self._events is not None:
            self._events.append((self._kernel.now, IN_YARD, box.visit.call.id, box.number, "", box.block.id))

    def stack(self, box: Box, minutes: float, client: Step, then: Callable[[Any], None], ship_side: bool) -> None:
        """Lift a box from `client`, which has brought it to its chosen block; then call `then(client)`."""
        self._do((box, minutes, False, client, then), ship_side)

    def fetch(self, box: Box, minutes: float, client: Step, then: Callable[[Any], None], ship_side: bool) -> None:
        """Put a box of the yard on `client`, which has come for it; then call `then(client)`."""
        block = box.block
        block.jobs += 1
        block.busyness += block.busyness_a_job
        self._do((box, minutes, True, client, then), ship_side)

    def put(self, box: Box) -> None:
        """Count a box in: it has been stacked."""
        now = self._kernel.now
        self.stock += 1
        self._arriving -= self._stacks
        box.stacked_at = now
        box.block.by_flow[box.flow] += 1
        self._recorder.stacked(box.teu, now)

    def take(self, box: Box) -> None:
        """Count a box out: it has been fetched, and leaves the terminal."""
        self.lend(box)
        self.count_left(box, self._kernel.now)

    def count_left(self, box: Box, minute: float) -> None:
        """A box that was fetched at that minute does not come back."""
        self._record.box_left(box, minute)

    def lend(self, box: Box) -> None:
        """Count a box out that comes back, or may."""
        self.stock -= 1
        self._leaving -= self._stacks
        block, teu = box.block, box.teu
        block.teu -= teu
        block.busyness -= teu * block.busyness_a_teu
        block.by_flow[box.flow] -= 1
        self._recorder.stacked(-teu, self._kernel.now)

    def next_for(self, visit: Visit) -> Box:
        """The box that is fetched next for a ship, of those that are ready; it is taken from them.

        The one that has been ready longest, or with `loading_order` top the uppermost one of them in its stack: in the
        simulation the ship does not mind which of her boxes comes first.
        """
        ready = visit.ready
        if not self._top_first:
            return ready.popitem(last=False)[0]
        box = next(iter(ready))
        if box.stack is not None:
            for other in reversed(box.stack.boxes):
                if other in ready:
                    box = other
                    break
        del ready[box]
        return box

    def state(self) -> list[BlockState]:
        """What stands in each block now."""
        return [BlockState(block.id, block.teu, tuple(block.by_flow)) for block in self.blocks]

    def in_stacks(self) -> int | None:
        """Boxes in stacks and beside them, counted one by one; None where they do not stand in any.

        Cranes' moves that have begun and not ended are taken for not begun.
        """
        if not self._stacks:
            return None
        standing = sum(
            block.aside + sum(map(len, (stack.boxes for stack in block.ground.stacks())))
            for block in self.blocks
            if block.ground is not None
        )
        return standing - self._arriving + self._leaving

    def _do(self, job: Job, ship_side: bool) -> None:
        box = job[0]
        block = box.block
        if block.free_cranes:
            self._start(block.free_cranes.pop(), job)
        elif not block.served:
            block.jobs -= 1
            block.busyness -= block.busyness_a_job
            if self._stacks:
                (self._from_stack if job[2] else self._to_stack)(box)
            if self._events is not None:
                self._log(box, job[2], "", self._kernel.now, self._kernel.now)
            job[4](job[3])
        else:
            (block.ship_side if ship_side else block.truck_side).append(job)
            if self._roaming is not None:
                self._roaming.call_to(block)

    def _start(self, crane: YardCrane, job: Job) -> None:
        box, minutes, fetched, crane.client, crane.then = job
        moved = 0
        travel = 0.0
        if self._stacks:
            # Where the box stands, or will; a box that is dug out leaves its stack for good.
            if fetched:
                stack = box.stack
                moved = self._from_stack(box)
                minutes += moved * self._rehandle
            else:
                stack = self._to_stack(box)
            if stack is not None and crane.at != stack.bay.at:
                travel = abs(stack.bay.at - crane.at) * self._bay_travel + self._bay_setup
                minutes += travel
                crane.at = stack.bay.at
        now = self._kernel.now
        self._recorder.yard_crane_worked(now, minutes)
        breakdowns = crane.breakdowns
        if breakdowns.work_left <= minutes:
            minutes = self._broken(crane, now, minutes)
        else:
            breakdowns.work_left -= minutes
        if self._events is not None:
            if travel:
                self._events.append((now, YARD_TRAVEL, "", -1, crane.id, crane.block.id))
            self._log(box, fetched, crane.id, now + travel, now + minutes)
            self._events += [(now + travel, REHANDLED, box.visit.call.id, box.number, crane.id, box.block.id)] * moved
        self._kernel.after(minutes, crane, self._done)

    def _broken(self, crane: YardCrane, now: float, minutes: float) -> float:
        """How long a move takes that breakdowns interrupt."""
        taken = minutes
        for worked, repair in crane.breakdowns.during(minutes):
            start = now + worked + taken - minutes
            self._record.yard_crane_down(start, repair)
            if self._events is not None:
                self._events.append((start, YARD_CRANE_DOWN, "", -1, crane.id, crane.block.id))
                self._events.append((start + repair, YARD_CRANE_UP, "", -1, crane.id, crane.block.id))
            taken += repair
        return taken

    def _done(self, crane: YardCrane) -> None:
        block, client, then = crane.block, crane.client, crane.then
        block.jobs -= 1
        block.busyness -= block.busyness_a_job
        if self._roaming is not None:
            self._roaming.turn_to_next(crane)
        elif block.ship_side:
            self._start(crane, block.ship_side.popleft())
        elif block.truck_side:
            self._start(crane, block.truck_side.popleft())
        else:
            block.free_cranes.append(crane)
        then(client)

    def _log(self, box: Box, fetched: bool, crane: str, start: float, end: float) -> None:
        """Append the events of a move; only where the run is recorded."""
        names = (FETCH_START, FETCH_END) if fetched else (STACK_START, STACK_END)
        assert self._events is not None
        for minute, name in zip((start, end), names, strict=True):
            self._events.append((minute, name, box.visit.call.id, box.number, crane, box.block.id))

    def _to_stack(self, box: Box) -> Any:
        """Put a box on a stack of the room that was kept for it; the stack, or None beside them."""
        self._arriving += 1
        room = box.room
        if room is None:
            box.stack = None
            box.block.aside += 1
            return None
        stack = self._piling.choose(room, box)
        room.push(stack, box)
        return stack

    def _from_stack(self, box: Box) -> int:
        """Get a box out of its stack; the boxes that were moved for it."""
        self._leaving += 1
        room = box.room
        if room is None:
            box.block.aside -= 1
            return 0
        moved = room.dig(box, self._piling)
        room.free += 1
        self._record.box_fetched(moved, self._kernel.now)
        return moved
