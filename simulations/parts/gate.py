"""The gate: trucks that bring boxes for ships and trucks that collect what ships brought, one box each.

A truck queues for a lane, drives to the yard, is served by a yard crane, drives back and queues for a lane again. Lanes
serve both directions, or each its own, first come first served; so the end of a truck's service is known when it comes
to the gate, and needs no event of its own. Trucks drive as fast as tractors. `simulations.parts.trucks` says when they
come; whoever has come is served, also after the gate has closed.

Some boxes to collect are left to trucks that bring others (`gate.dual_share`): such a truck, when its box is stacked,
takes the one of them that is due next, if it is due within `gate.dual_within_h`. When none has come by the time that is
due, a truck of its own comes.
"""

from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from itertools import count
from math import inf

import numpy as np

from data.case import Case
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR, Kernel, Step
from simulations.parts.flows import Flow
from simulations.parts.trucks import Appointments, truck_clock
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


def _next_last(box: Box) -> float:
    return -box.truck_at


class Gate:
    """The lanes and the trucks behind them."""

    def __init__(self, kernel: Kernel, case: Case, clock: Clock, yard: Yard, recorder: Recorder) -> None:
        gate = case.terminal.gate
        self._kernel = kernel
        self._yard = yard
        self._recorder = recorder
        self._events = recorder.events
        self._way = gate.gate_to_yard_m / (case.terminal.tractors.speed_km_h * 1000 / 60)
        self._lanes_in = [kernel.now] * (gate.lanes_in or gate.lanes)
        self._lanes_out = [kernel.now] * gate.lanes_out if gate.lanes_out else self._lanes_in
        trucks = truck_clock(case, clock)
        self._clock = None if trucks.flat else trucks
        self._appointments = Appointments(gate, trucks) if gate.appointments_per_hour else None
        self._dual_within = gate.dual_within_h * HOUR if gate.dual_share else None
        self._opens_before = gate.opens_days_before * DAY
        foreign = gate.foreign_closes_hours_before
        # For domestic boxes, and for laden ones in foreign trade.
        self._closes_before = [
            hours * HOUR
            for hours in (gate.closes_hours_before, gate.closes_hours_before if foreign is None else foreign)
        ]
        # Boxes left to trucks that bring others, by the time that they are due; those of them that such a truck took.
        self._left: list[tuple[float, int, Box]] = []
        self._numbers = count()
        self._taken_along: set[Box] = set()
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

    def plan(self, visit: Visit) -> None:
        """Say when the trucks come that bring boxes for a ship, while the gate takes these."""
        boxes = [box for box in visit.awaited if box not in visit.gate_at]
        if self._clock is not None:
            for foreign in (False, True):
                some = [box for box in boxes if (box.flow == Flow.FOREIGN_OUT) is foreign]
                if some:
                    first, last = self._taken_in(visit, foreign)
                    moments = self._clock.between(first, last, np.array([box.truck_at for box in some]))
                    for box, moment in zip(some, moments.tolist(), strict=True):
                        box.truck_at = moment
            boxes.sort(key=_next_last)
        if self._appointments is not None:
            now = self._kernel.now
            # Whoever comes first has taken its appointment first; those of before the start have come.
            for box in reversed(boxes):
                if box.truck_at > now:
                    first, last = self._taken_in(visit, box.flow == Flow.FOREIGN_OUT)
                    box.truck_at = self._booked(box, box.truck_at, max(first, now), max(last, now))
        visit.awaited.sort(key=_next_last)

    def replace(self, boxes: list[Box]) -> None:
        """Let trucks come at once that bring boxes in place of others."""
        for box in boxes:
            self._kernel.after(0.0, box, self._bring_alone)

    def _taken_in(self, visit: Visit, foreign: bool) -> tuple[float, float]:
        """From when to when the gate takes boxes for a ship."""
        closes = self._closes_before[foreign]
        return visit.eta - max(self._opens_before, closes), visit.eta - closes

    def collect(self, box: Box) -> None:
        """Let a truck come for a box of the yard when its stay is over, or now where it has been."""
        now, since, stay = self._kernel.now, box.stacked_at, box.stay_min
        if box.visit.gate_at and box in box.visit.gate_at:
            self._kernel.after(max(0.0, box.visit.gate_at[box] - now), box, self._come_empty)
            return
        if self._clock is None:
            due = max(now, since + stay)
        else:
            # One that customs have held for longer is collected as soon as trucks come.
            due = max(now, self._clock.later(since, stay), self._clock.later(now, 0))
        if self._dual_within is not None and box.dual:
            heappush(self._left, (due, next(self._numbers), box))
            self._kernel.after(due - now, Step(), lambda _: self._still_left(box))
            return
        if self._appointments is not None:
            due = self._booked(box, due, now, inf)
        self._kernel.after(due - now, box, self._come_empty)

    def _booked(self, box: Box, wish: float, earliest: float, latest: float) -> float:
        """When a truck comes that wants to come at a minute of the run, and must between two others."""
        book = self._appointments
        if book is None:
            return wish
        at = book.take(wish, earliest, latest)
        if at is not None and box.misses:
            at = book.take(at + DAY, at, latest)
        if at is None:
            self._recorder.unbooked(wish)
            return wish
        return min(max(earliest, at + box.off_min), latest)

    def _wait(self, lanes: list[float], minutes: float) -> float:
        """Minutes from now until a truck comes into one of some lanes, in which it takes so many minutes."""
        now = self._kernel.now
        free = lanes[0]
        wait = free - now if free > now else 0.0
        heapreplace(lanes, now + wait + minutes)
        return wait

    def _come_in(self, box: Box, then: Callable[[Box], None]) -> None:
        """Let the truck of a box through the gate and to the yard."""
        minutes = box.gate_in_min
        box.waited_min = wait = self._wait(self._lanes_in, minutes)
        self._recorder.truck_came(box.truck_at)
        if self._events is not None:
            self._record(box, GATE_IN_QUEUE, GATE_IN_START, GATE_IN_END, wait, minutes)
        self._kernel.after(wait + minutes + self._way, box, then)

    def _bring(self, box: Box) -> None:
        self.expect(box.visit)
        self._bring_alone(box)

    def _bring_alone(self, box: Box) -> None:
        self.boxes_in += 1
        self.boxes_on_trucks += 1
        box.truck_at = self._kernel.now
        self._come_in(box, self._bring_to_block)

    def _bring_to_block(self, box: Box) -> None:
        box.at_block = self._kernel.now
        self._yard.choose(box)
        if self._events is not None:
            self._record_at_block(box)
        self._yard.stack(box, box.truck_side_min, box, self._brought, False)

    def _brought(self, box: Box) -> None:
        box.yard_min = self._kernel.now - box.at_block
        self._yard.put(box)
        self.boxes_on_trucks -= 1
        self.brought(box)
        if self._dual_within is not None and (other := self._next_left(self._dual_within)) is not None:
            # The same truck goes on to the other box.
            other.truck_at, other.waited_min, other.at_block = box.truck_at, box.waited_min, box.at_block
            if self._events is not None:
                self._record_at_block(other)
            self._yard.fetch(other, other.truck_side_min, other, self._collected, False)
            return
        self._kernel.after(self._way, box, self._leave)

    def _next_left(self, within: float) -> Box | None:
        """The box left to trucks that bring others that is due next, if it is due within so many minutes."""
        now = self._kernel.now
        while self._left and self._left[0][0] <= now:
            heappop(self._left)
        if not self._left or self._left[0][0] > now + within:
            return None
        box = heappop(self._left)[2]
        self._taken_along.add(box)
        return box

    def _still_left(self, box: Box) -> None:
        """No truck that brought another box has taken this one by the time that it is due: let one of its own come."""
        if box in self._taken_along:
            self._taken_along.remove(box)
            return
        now = self._kernel.now
        self._kernel.after(self._booked(box, now, now, inf) - now, box, self._come_empty)

    def _come_empty(self, box: Box) -> None:
        box.truck_at = self._kernel.now
        self._come_in(box, self._come_to_block)

    def _come_to_block(self, box: Box) -> None:
        box.at_block = self._kernel.now
        if self._events is not None:
            self._record_at_block(box)
        self._yard.fetch(box, box.truck_side_min, box, self._collected, False)

    def _collected(self, box: Box) -> None:
        box.yard_min = self._kernel.now - box.at_block
        self._yard.take(box)
        self.boxes_on_trucks += 1
        self._kernel.after(self._way, box, self._leave_laden)

    def _leave_laden(self, box: Box) -> None:
        self.boxes_out += 1
        self.boxes_on_trucks -= 1
        self._leave(box)

    def _leave(self, box: Box) -> None:
        minutes = box.gate_out_min
        wait = self._wait(self._lanes_out, minutes)
        end = self._kernel.now + wait + minutes
        self._recorder.truck_left(box.truck_at, end, box.waited_min + wait, box.yard_min)
        if self._events is not None:
            self._record(box, GATE_OUT_QUEUE, GATE_OUT_START, GATE_OUT_END, wait, minutes)

    def _record(self, box: Box, queue: str, start: str, end: str, wait: float, minutes: float) -> None:
        """Record that a truck joins a queue, waits so long in it and takes so many minutes in a lane."""
        now, call, number = self._kernel.now, box.visit.call.id, box.number
        if self._events is not None:
            self._events.append((now, queue, call, number, "", ""))
            self._events.append((now + wait, start, call, number, "", ""))
            self._events.append((now + wait + minutes, end, call, number, "", ""))

    def _record_at_block(self, box: Box) -> None:
        if self._events is not None:
            self._events.append((self._kernel.now, TRUCK_AT_BLOCK, box.visit.call.id, box.number, "", box.block.id))
