"""Quay cranes at work: which work which ship when, what stops them, and lift after lift.

The cranes of a ship share its boxes; all are discharged before the first is loaded, but for dual cycles. Which bay a
box comes from is not modelled. A lift is one net cycle, with a tractor under the crane for the whole of it. A crane
without one, or with no box to load because the last have not come in, is blocked.

A crane breaks down in the middle of a lift, and goes on with it when repaired. For anything else that stops it, it
finishes the lift first: a stop of all cranes (a planned one, or the weather), its own closure, or a gang that is wanted
elsewhere. A closed crane leaves its ship; after the others it stays there.

Where shifts have gangs, a crane works with one only. Each ship has one before any has two, and so on; of a ship's
cranes those that have one keep it.
"""

from collections.abc import Callable

from data.case import Case
from simulations.kernel import Kernel, Step
from simulations.parts.breakdowns import Breakdowns
from simulations.parts.crane import Crane, State
from simulations.parts.crane_log import CraneLog
from simulations.parts.cycles import Cycles
from simulations.parts.gangs import cranes_to_man
from simulations.parts.transport import Transport
from simulations.recorder import Recorder
from simulations.records import (
    CRANE_JOINED,
    CRANE_LEFT,
    DISCHARGE_END,
    DISCHARGE_START,
    FIRST_LIFT,
    HATCH_COVER,
    LOAD_END,
    LOAD_START,
    RESTOW,
)
from simulations.streams import Streams
from simulations.visit import Box, Visit


class Cranes:
    """All quay cranes, and their lifts."""

    def __init__(self, kernel: Kernel, case: Case, streams: Streams, transport: Transport, recorder: Recorder) -> None:
        self._kernel = kernel
        self._work = case.terminal.crane_work
        self._transport = transport
        self._window = recorder.window
        self._events = recorder.events
        self._log = CraneLog(kernel, recorder.events)
        self._cycles = Cycles(case, transport)
        # Boxes that have been lifted from ships and onto them.
        self.discharged = 0
        self.loaded = 0
        self.cranes = [
            Crane(
                place, crane, Breakdowns(case.terminal.crane_work, streams.of("breakdowns", crane.id)), recorder.window
            )
            for place, crane in enumerate(case.quay_cranes)
        ]
        # Ships with a crane, by its coming; gangs on duty, where there are shifts; and what stops all cranes now.
        self._served: list[Visit] = []
        self._gangs: int | None = None
        self._stops = {State.OFF: 0, State.WEATHER: 0}
        self._stop: State | None = None
        # Set by the terminal: what happens when a crane is free between ships though its ship is not done.
        self.freed: Callable[[], None] = lambda: None

    def send(self, crane: Crane, visit: Visit) -> None:
        """A crane was given to a ship: it goes there."""
        middle = visit.position_m + visit.loa_m / 2
        if crane.stands_m is not None:
            crane.ready_at = self._kernel.now + self._work.change_min(abs(middle - crane.stands_m))
        crane.stands_m = middle

    def begin(self, visit: Visit) -> None:
        """A ship is moored: the cranes that it has been given start on it."""
        visit.moored = True
        self._cycles.begin(visit)
        for crane in list(visit.cranes):
            self.join(crane, visit)

    def join(self, crane: Crane, visit: Visit) -> None:
        """A crane starts at the moored ship that it was given to, as soon as it is there."""
        way = crane.ready_at - self._kernel.now
        if way > 0:
            self._kernel.after(way, Step(), lambda _: self._arrive(crane, visit))
        else:
            self._arrive(crane, visit)

    def feed(self, visit: Visit) -> None:
        """Start the ship's blocked cranes, as many as have a tractor."""
        while visit.idle_cranes and (visit.empty_tractors or visit.loaded_tractors):
            crane = visit.idle_cranes.pop()
            crane.turn(State.LIFTING, self._kernel.now)
            self._lift(crane, visit)

    def halt(self, state: State) -> None:
        """All cranes stop after the lift that they are at: OFF as planned, or WEATHER."""
        self._stops[state] += 1
        self._stop_or_go()

    def resume(self, state: State) -> None:
        """What `halt` began is over."""
        self._stops[state] -= 1
        self._stop_or_go()

    def man(self, gangs: int) -> None:
        """So many cranes may work at once from now on."""
        self._gangs = gangs
        self._share_gangs()

    def shut(self, crane: Crane) -> None:
        """A closure of a crane begins."""
        crane.closures += 1
        if crane.state is State.LIFTING:
            crane.held = True
        elif crane.visit is not None:
            self._leave(crane, crane.visit)

    def open(self, crane: Crane) -> None:
        """A closure of a crane ends."""
        crane.closures -= 1
        if crane.state is State.LIFTING:
            self._hold(crane)

    def close(self) -> None:
        """Count what cranes that are not lifting spent until the end of the window."""
        for crane in self.cranes:
            if crane.state is not State.LIFTING:
                crane.spend(crane.state, crane.since, self._window)

    def _arrive(self, crane: Crane, visit: Visit) -> None:
        now = self._kernel.now
        # It may have been closed on its way, or come when the others had done all.
        if crane.visit is not visit or crane.at_ship or crane.ready_at > now:
            return
        crane.at_ship = True
        visit.crane_minutes -= now
        self._log.crane(CRANE_JOINED, visit, crane)
        if visit not in self._served:
            self._served.append(visit)
        crane.turn(State.BLOCKED, now)
        if self._gangs is None:
            self._engage(crane, visit)
        else:
            self._share_gangs()
            if not crane.gang:
                self._go_on(crane, visit)
        self._transport.begin(visit)

    def _engage(self, crane: Crane, visit: Visit) -> None:
        """A crane at a ship has a gang now."""
        crane.gang = True
        self._count(visit, 1)
        self._go_on(crane, visit)

    def _disengage(self, crane: Crane, visit: Visit) -> None:
        """The gang of a crane that is not lifting goes."""
        crane.gang = crane.dismissed = False
        self._count(visit, -1)
        if not visit.working:
            self._transport.withdraw(visit)

    def _count(self, visit: Visit, more: int) -> None:
        visit.working += more
        visit.most_tractors = self._transport.own([crane.place for crane in visit.cranes if crane.gang])
        visit.pace = self._cycles.pace(visit)

    def _go_on(self, crane: Crane, visit: Visit) -> None:
        """A crane at a ship, which is not lifting, lifts if nothing is in its way."""
        now = self._kernel.now
        stop = self._stop if crane.gang or self._stop is not None else State.OFF
        self._log.stop(crane, visit, stop)
        if stop is not None:
            crane.turn(stop, now)
        elif visit.empty_tractors or visit.loaded_tractors:
            crane.turn(State.LIFTING, now)
            self._lift(crane, visit)
        else:
            crane.turn(State.BLOCKED, now)
            visit.idle_cranes.append(crane)

    def _stop_or_go(self) -> None:
        stop = next((state for state in (State.OFF, State.WEATHER) if self._stops[state]), None)
        if stop is self._stop:
            return
        self._stop = stop
        for crane in self.cranes:
            if crane.state is State.LIFTING:
                self._hold(crane)
            elif crane.at_ship and crane.visit is not None:
                self._look_again(crane, crane.visit)

    def _look_again(self, crane: Crane, visit: Visit) -> None:
        """Let a crane at a ship, which is not lifting, stop or go on."""
        if crane.state is State.BLOCKED:
            visit.idle_cranes.remove(crane)
        self._go_on(crane, visit)

    def _hold(self, crane: Crane) -> None:
        crane.held = self._stop is not None or crane.dismissed or crane.closures > 0

    def _share_gangs(self) -> None:
        if self._gangs is None:
            return
        wanting = cranes_to_man(self._served, self._gangs)
        for crane in self.cranes:
            if crane.gang and crane.visit is not None:
                crane.dismissed = crane not in wanting
                if crane.state is State.LIFTING:
                    self._hold(crane)
                elif crane.dismissed:
                    self._disengage(crane, crane.visit)
                    self._look_again(crane, crane.visit)
        free = self._gangs - sum(crane.gang for crane in self.cranes)
        for crane in [crane for crane in wanting if not crane.gang][: max(0, free)]:
            if crane.visit is not None and not crane.gang:
                self._engage(crane, crane.visit)
                self._transport.begin(crane.visit)

    def _lift(self, crane: Crane, visit: Visit) -> None:
        now = self._kernel.now
        if visit.box_cycles == 0:
            visit.first_lift = now
            self._log.crane(FIRST_LIFT, visit, crane)
        visit.box_cycles += 1
        covers, restows = visit.cover_moves, visit.restows
        crane.tractor, minutes = self._cycles.next(visit, now)
        if self._events is not None:
            self._log.boxes(crane, LOAD_START, DISCHARGE_START)
            for name, count in ((HATCH_COVER, visit.cover_moves - covers), (RESTOW, visit.restows - restows)):
                for _ in range(count):
                    self._log.crane(name, visit, crane)
        self._kernel.after(crane.lift(visit, now, minutes, self._events) - now, crane, self._lifted)

    def _lifted(self, crane: Crane) -> None:
        tractor = crane.tractor
        visit, box = tractor.visit, tractor.box
        crane.since = self._kernel.now
        if self._events is not None:
            self._log.boxes(crane, LOAD_END, DISCHARGE_END)
        self._moved(visit, box)
        if tractor.second is not None:
            self._moved(visit, tractor.second)
        if tractor.off is not None:
            self._moved(visit, tractor.off)
        if box.loads:
            self._transport.unload(tractor)
        else:
            self._transport.carry(tractor)
        if visit.unmoved == 0:
            self._finish(visit)
        elif crane.held:
            self._rest(crane, visit)
        elif visit.empty_tractors or visit.loaded_tractors:
            self._lift(crane, visit)
        else:
            crane.state = State.BLOCKED
            visit.idle_cranes.append(crane)

    def _moved(self, visit: Visit, box: Box) -> None:
        """Count a box that a crane has lifted."""
        visit.boxes += 1
        visit.teu += box.teu
        visit.empty_boxes += not box.laden
        visit.unmoved -= 1
        if box.loads:
            self.loaded += 1
        else:
            self.discharged += 1

    def _rest(self, crane: Crane, visit: Visit) -> None:
        """A crane has lifted, and was to stop then."""
        crane.state = State.BLOCKED
        crane.held = False
        if crane.closures:
            self._leave(crane, visit)
        elif crane.dismissed:
            self._disengage(crane, visit)
            self._go_on(crane, visit)
            self._share_gangs()
        else:
            self._go_on(crane, visit)

    def _leave(self, crane: Crane, visit: Visit) -> None:
        """A closed crane leaves its ship, which may want another."""
        if crane in visit.idle_cranes:
            visit.idle_cranes.remove(crane)
        visit.cranes.remove(crane)
        self._set_free(crane, visit)
        self._share_gangs()
        self.freed()

    def _finish(self, visit: Visit) -> None:
        """The last box of a ship has been moved."""
        visit.idle_cranes.clear()
        for crane in visit.cranes:
            self._set_free(crane, visit)
        visit.cranes.clear()
        self._served.remove(visit)
        self._transport.end(visit)
        self._share_gangs()
        visit.worked.succeed()

    def _set_free(self, crane: Crane, visit: Visit) -> None:
        """A crane that is not lifting is no longer a ship's."""
        now = self._kernel.now
        if crane.at_ship:
            visit.crane_minutes += now
            self._log.crane(CRANE_LEFT, visit, crane)
            crane.at_ship = False
            if crane.gang:
                self._disengage(crane, visit)
        crane.turn(State.IDLE, now)
        crane.held = False
        crane.visit = None
