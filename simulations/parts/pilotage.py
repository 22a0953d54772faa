"""Pilots, tugs and the channel between the pilot station and the quay.

A call's ETA is when it can be alongside. So it comes to the pilot station by the time of its passage before that, takes
a pilot, and comes in at once, whether its place is free or not: before the quay it waits for that. Leaving, it asks for
a pilot and tugs when its lines are singled up and tide and channel serve; should they serve no longer when both have
come, it lets them go and waits. Ships come and go in the order in which they ask.
"""

from collections import deque
from collections.abc import Generator
from typing import Any

from simpy import Container
from simpy.events import Event

from data.case import Case
from simulations.kernel import HOUR, Kernel
from simulations.parts.water import Water
from simulations.recorder import Recorder
from simulations.records import ANCHORED, PILOT_OFF, PILOT_ON
from simulations.visit import Visit

Process = Generator[Event, Any, None]


class Lane:
    """A channel in which all ships must go the same way; in and out are True and False."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._inside = 0
        self._inwards = True
        self._waiting: deque[tuple[bool, Event]] = deque()

    def enter(self, inwards: bool) -> Event:
        """An event that happens when a ship may begin its passage."""
        event = self._kernel.event()
        self._waiting.append((inwards, event))
        self._admit()
        return event

    def leave(self) -> None:
        """A ship is through."""
        self._inside -= 1
        self._admit()

    def _admit(self) -> None:
        while self._waiting and (not self._inside or self._waiting[0][0] == self._inwards):
            self._inwards, event = self._waiting.popleft()
            self._inside += 1
            event.succeed()


class Pilotage:
    """The way in and out."""

    def __init__(self, kernel: Kernel, case: Case, water: Water, recorder: Recorder) -> None:
        pilotage = case.terminal.pilotage
        self._kernel = kernel
        self._pilotage = pilotage
        self._water = water
        self.passage_min = case.terminal.channel.length_nm / pilotage.knots * HOUR if pilotage.knots else 0.0
        self._lane = Lane(kernel) if pilotage.one_way else None
        self._pilots = _pool(kernel, pilotage.pilots)
        self._tugs = _pool(kernel, pilotage.tugs)
        used = self.passage_min or self._pilots is not None or self._lane is not None
        self._events = recorder.events if used else None

    def come_in(self, visit: Visit) -> Process:
        """From the pilot station to the roads before the quay."""
        visit.anchored = self._kernel.now
        self._record(ANCHORED, visit)
        if self._pilots is not None:
            yield self._pilots.get(1)
        if self._lane is not None:
            yield self._lane.enter(True)
        visit.pilot_on = self._kernel.now
        self._record(PILOT_ON, visit)
        yield from self._pass()
        visit.roads = self._kernel.now

    def berth(self) -> Process:
        """Tugs take a ship from the roads to its place."""
        if self._tugs is not None:
            yield self._tugs.get(self._pilotage.tugs_per_ship)
            self._give_back(self._tugs, self._pilotage.tugs_per_ship, self._pilotage.tug_min)

    def cast_off(self, visit: Visit) -> Process:
        """From lines singled up to last line, by tide, channel, pilot and tugs."""
        kernel, tugs = self._kernel, self._pilotage.tugs_per_ship
        needed = self._water.tide_to_leave(visit.call, visit.position_m, visit.loa_m)
        while True:
            moment = self._water.next_passage(needed, kernel.now)
            if moment > kernel.now:
                yield kernel.until(moment)
            if self._pilots is not None:
                yield self._pilots.get(1)
            if self._tugs is not None:
                yield self._tugs.get(tugs)
            if self._lane is not None:
                yield self._lane.enter(False)
            if self._water.next_passage(needed, kernel.now) == kernel.now:
                break
            if self._lane is not None:
                self._lane.leave()
            self._give_back(self._pilots, 1, 0)
            self._give_back(self._tugs, tugs, 0)
        self._give_back(self._tugs, tugs, self._pilotage.tug_min)

    def go_out(self, visit: Visit) -> Process:
        """From last line to the pilot station."""
        yield from self._pass()
        visit.pilot_off = self._kernel.now
        self._record(PILOT_OFF, visit)

    def _pass(self) -> Process:
        if self.passage_min:
            yield self._kernel.timeout(self.passage_min)
        if self._lane is not None:
            self._lane.leave()
        self._give_back(self._pilots, 1, self._pilotage.return_min)

    def _give_back(self, pool: Container | None, count: int, after: float) -> None:
        if pool is not None:
            self._kernel.process(self._put(pool, count, after))

    def _put(self, pool: Container, count: int, after: float) -> Process:
        yield self._kernel.timeout(after)
        yield pool.put(count)

    def _record(self, name: str, visit: Visit) -> None:
        if self._events is not None:
            self._events.append((self._kernel.now, name, visit.call.id, -1, "", ""))


def _pool(kernel: Kernel, count: int) -> Container | None:
    """So many of a kind; None where there are always enough."""
    return Container(kernel, capacity=count, init=count) if count else None
