"""The gate: trucks that bring boxes for ships and trucks that collect what ships brought, one box each.

A truck queues for a lane, drives to the yard, is served by a yard crane, drives back and queues for a lane again. Lanes
serve both directions, first come first served; so the end of a truck's service is known when it comes to the gate, and
needs no event of its own. Trucks drive as fast as tractors. The gate is always open.
"""

from collections.abc import Callable
from heapq import heapreplace

from data.case import Case
from simulations.kernel import Kernel
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.records import (
    GATE_IN_END,
    GATE_IN_QUEUE,
    GATE_IN_START,
    GATE_OUT_END,
    GATE_OUT_QUEUE,
    GATE_OUT_START,
    TRUCK_AT_BLOCK,
)
from simulations.visit import Box, Visit


class Gate:
    """The lanes and the trucks behind them."""

    def __init__(self, kernel: Kernel, case: Case, yard: Yard, recorder: Recorder) -> None:
        gate = case.terminal.gate
        self._kernel = kernel
        self._yard = yard
        self._recorder = recorder
        self._events = recorder.events
        self._way = gate.gate_to_yard_m / (case.terminal.tractors.speed_km_h * 1000 / 60)
        self._lane_free_at = [kernel.now] * gate.lanes
        # Boxes that have passed the gate in each direction.
        self.boxes_in = 0
        self.boxes_out = 0
        self.boxes_on_trucks = 0
        # Set by the terminal: what happens when a box to load has been stacked.
        self.brought: Callable[[Box], None]

    def expect(self, visit: Visit) -> None:
        """Let the trucks come that bring the boxes awaited for a ship; the next to come is the last of the list."""
        if visit.awaited:
            box = visit.awaited.pop()
            self._kernel.after(max(0.0, box.truck_at - self._kernel.now), box, self._bring)

    def collect(self, box: Box) -> None:
        """Let a truck come for a box of the yard when its stay is over, or now where it has been."""
        self._kernel.after(max(0.0, box.stacked_at + box.stay_min - self._kernel.now), box, self._come_empty)

    def _through(self, minutes: float) -> float:
        """Minutes from now until a truck is through a lane in which it takes so many minutes."""
        now = self._kernel.now
        lanes = self._lane_free_at
        free = lanes[0]
        end = (free if free > now else now) + minutes
        heapreplace(lanes, end)
        return end - now

    def _bring(self, box: Box) -> None:
        self.expect(box.visit)
        self.boxes_in += 1
        self.boxes_on_trucks += 1
        through = self._through(box.gate_in_min)
        if self._events is not None:
            self._record_in(box, through)
        self._kernel.after(through + self._way, box, self._bring_to_block)

    def _bring_to_block(self, box: Box) -> None:
        self._yard.choose(box)
        if self._events is not None:
            self._at_block(box)
        self._yard.stack(box, box.truck_side_min, box, self._brought, False)

    def _brought(self, box: Box) -> None:
        self._yard.put(box)
        self.boxes_on_trucks -= 1
        self.brought(box)
        self._kernel.after(self._way, box, self._leave)

    def _come_empty(self, box: Box) -> None:
        box.truck_at = self._kernel.now
        through = self._through(box.gate_in_min)
        if self._events is not None:
            self._record_in(box, through)
        self._kernel.after(through + self._way, box, self._come_to_block)

    def _come_to_block(self, box: Box) -> None:
        if self._events is not None:
            self._at_block(box)
        self._yard.fetch(box, box.truck_side_min, box, self._collected, False)

    def _collected(self, box: Box) -> None:
        self._yard.take(box)
        self.boxes_on_trucks += 1
        self._kernel.after(self._way, box, self._leave_laden)

    def _leave_laden(self, box: Box) -> None:
        self.boxes_out += 1
        self.boxes_on_trucks -= 1
        self._leave(box)

    def _leave(self, box: Box) -> None:
        end = self._kernel.now + self._through(box.gate_out_min)
        self._recorder.truck_left(box.truck_at, end)
        if self._events is not None:
            call, number = box.visit.call.id, box.number
            self._events.append((self._kernel.now, GATE_OUT_QUEUE, call, number, "", ""))
            self._events.append((end - box.gate_out_min, GATE_OUT_START, call, number, "", ""))
            self._events.append((end, GATE_OUT_END, call, number, "", ""))

    def _record_in(self, box: Box, through: float) -> None:
        now, call, number = self._kernel.now, box.visit.call.id, box.number
        if self._events is not None:
            self._events.append((now, GATE_IN_QUEUE, call, number, "", ""))
            self._events.append((now + through - box.gate_in_min, GATE_IN_START, call, number, "", ""))
            self._events.append((now + through, GATE_IN_END, call, number, "", ""))

    def _at_block(self, box: Box) -> None:
        if self._events is not None:
            self._events.append((self._kernel.now, TRUCK_AT_BLOCK, box.visit.call.id, box.number, "", box.block.id))
