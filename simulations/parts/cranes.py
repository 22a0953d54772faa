"""Quay cranes at work: lift after lift, with breakdowns between.

The cranes of a ship share its boxes; all are discharged before the first is loaded. Which bay a box comes from is not
modelled. A lift is one net cycle, with a tractor under the crane for the whole of it. A crane without one, or with no
box to load because the last have not come in, is blocked.

A crane breaks down after working (not calendar) hours that are exponential, in the middle of a lift, and goes on with
that lift after a repair, exponential too. The failures of a lift are known when it begins, so that they need no
events of their own.
"""

from enum import IntEnum
from math import inf, isnan

from data.case import Case
from data.terminal import QuayCrane
from simulations.kernel import HOUR, Kernel, Step
from simulations.parts.transport import Tractor, Transport
from simulations.recorder import Recorder
from simulations.records import (
    CRANE_DOWN,
    CRANE_JOINED,
    CRANE_LEFT,
    CRANE_UP,
    DISCHARGE_END,
    DISCHARGE_START,
    FIRST_LIFT,
    LOAD_END,
    LOAD_START,
)
from simulations.streams import Streams
from simulations.visit import Visit


class State(IntEnum):
    """What a crane is doing: at no ship, lifting, broken down, or at a ship and held up."""

    IDLE = 0
    LIFTING = 1
    DOWN = 2
    BLOCKED = 3


class Breakdowns:
    """When a crane breaks down, by its working time, and for how long."""

    __slots__ = ("_between", "_random", "_repair", "work_left")

    def __init__(self, case: Case, streams: Streams, crane: str) -> None:
        work = case.terminal.crane_work
        self._between = work.hours_between_failures * HOUR
        self._repair = work.repair_h * HOUR
        self._random = streams.of("breakdowns", crane)
        # Minutes of work until the next one.
        self.work_left = self._random.exponential(self._between) if self._between else inf

    def during(self, minutes: float) -> list[tuple[float, float]]:
        """The failures in the crane's next so many minutes of work: after how many of them, and minutes of repair."""
        failures: list[tuple[float, float]] = []
        worked = 0.0
        while self.work_left <= minutes - worked:
            worked += self.work_left
            failures.append((worked, self._random.exponential(self._repair)))
            self.work_left = self._random.exponential(self._between)
        self.work_left -= minutes - worked
        return failures


class Crane(Step):
    """A quay crane: its place on the rail, the ship that it is given to, the tractor under it, its time by state."""

    __slots__ = (
        "_crane",
        "_window",
        "breakdowns",
        "id",
        "lifting",
        "place",
        "rail_from_m",
        "rail_to_m",
        "since",
        "spent",
        "tractor",
        "visit",
    )

    # Under it while it is lifting.
    tractor: Tractor

    def __init__(self, place: int, crane: QuayCrane, breakdowns: Breakdowns, window: float, begin: float = 0.0) -> None:
        self.place = place
        self.id = crane.id
        self._crane = crane
        self.rail_from_m = crane.rail_from_m
        self.rail_to_m = crane.rail_to_m
        self.breakdowns = breakdowns
        self._window = window
        self.visit: Visit | None = None
        self.lifting = False
        # Since when it has been idle or blocked.
        self.since = begin
        self.spent = [0.0] * len(State)

    def reaches(self, position_m: float, loa_m: float) -> bool:
        """Whether it can stand beside a ship."""
        return self._crane.reaches(position_m, position_m + loa_m)

    def spend(self, state: State, start: float, end: float) -> None:
        """Count the part of a stretch of time that lies in the window."""
        window = self._window
        if start < window and end > 0.0:
            self.spent[state] += (end if end < window else window) - (start if start > 0.0 else 0.0)


class Cranes:
    """All quay cranes, and their lifts."""

    def __init__(self, kernel: Kernel, case: Case, streams: Streams, transport: Transport, recorder: Recorder) -> None:
        self._kernel = kernel
        self._transport = transport
        self._window = recorder.window
        self._events = recorder.events
        # Boxes that have been lifted from ships and onto them.
        self.discharged = 0
        self.loaded = 0
        self.cranes = [
            Crane(place, crane, Breakdowns(case, streams, crane.id), recorder.window, kernel.now)
            for place, crane in enumerate(case.quay_cranes)
        ]

    def begin(self, visit: Visit) -> None:
        """A ship is moored: the cranes that it has been given start on it."""
        visit.moored = True
        for crane in visit.cranes:
            self.join(crane, visit)

    def join(self, crane: Crane, visit: Visit) -> None:
        """A crane starts at the moored ship that it was given to, and with the first of them the tractors do."""
        now = self._kernel.now
        crane.spend(State.IDLE, crane.since, now)
        crane.since = now
        visit.crane_minutes -= now
        if self._events is not None:
            self._events.append((now, CRANE_JOINED, visit.call.id, -1, crane.id, ""))
        visit.idle_cranes.append(crane)
        self._transport.begin(visit)
        self.feed(visit)

    def feed(self, visit: Visit) -> None:
        """Start the ship's blocked cranes, as many as have a tractor."""
        while visit.idle_cranes and (visit.empty_tractors or visit.loaded_tractors):
            crane = visit.idle_cranes.pop()
            crane.spend(State.BLOCKED, crane.since, self._kernel.now)
            if isnan(visit.first_lift):
                visit.first_lift = self._kernel.now
                if self._events is not None:
                    self._events.append((visit.first_lift, FIRST_LIFT, visit.call.id, -1, crane.id, ""))
            self._lift(crane, visit)

    def close(self) -> None:
        """Count what blocked and idle cranes spent until the end of the window."""
        for crane in self.cranes:
            if not crane.lifting:
                blocked = crane.visit is not None and crane in crane.visit.idle_cranes
                crane.spend(State.BLOCKED if blocked else State.IDLE, crane.since, self._window)

    def _lift(self, crane: Crane, visit: Visit) -> None:
        now = self._kernel.now
        if visit.empty_tractors:
            tractor = visit.empty_tractors.popleft()
            tractor.box = box = visit.on_board.pop()
            tractor.since = now
        else:
            tractor = visit.loaded_tractors.popleft()
            box = tractor.box
        crane.tractor = tractor
        crane.lifting = True
        minutes = box.lift_min
        visit.lift_minutes += minutes
        if self._events is not None:
            name = LOAD_START if box.loads else DISCHARGE_START
            self._events.append((now, name, box.visit.call.id, box.number, crane.id, ""))
        if minutes < crane.breakdowns.work_left:
            crane.breakdowns.work_left -= minutes
            crane.spend(State.LIFTING, now, now + minutes)
            self._kernel.after(minutes, crane, self._lifted)
        else:
            self._kernel.after(self._break_down(crane, now, minutes) - now, crane, self._lifted)

    def _break_down(self, crane: Crane, start: float, minutes: float) -> float:
        """When a lift of so many minutes that breakdowns interrupt ends."""
        worked = 0.0
        for after, repair in crane.breakdowns.during(minutes):
            crane.spend(State.LIFTING, start, start + after - worked)
            start += after - worked
            crane.spend(State.DOWN, start, start + repair)
            if self._events is not None:
                self._events.append((start, CRANE_DOWN, "", -1, crane.id, ""))
                self._events.append((start + repair, CRANE_UP, "", -1, crane.id, ""))
            start += repair
            worked = after
        crane.spend(State.LIFTING, start, start + minutes - worked)
        return start + minutes - worked

    def _lifted(self, crane: Crane) -> None:
        tractor = crane.tractor
        visit, box = tractor.visit, tractor.box
        crane.lifting = False
        visit.boxes += 1
        visit.teu += box.teu
        visit.empty_boxes += not box.laden
        visit.unmoved -= 1
        if self._events is not None:
            name = LOAD_END if box.loads else DISCHARGE_END
            self._events.append((self._kernel.now, name, box.visit.call.id, box.number, crane.id, ""))
        if box.loads:
            self.loaded += 1
            self._transport.unload(tractor)
        else:
            self.discharged += 1
            self._transport.carry(tractor)
        if visit.unmoved == 0:
            self._finish(crane, visit)
        elif visit.empty_tractors or visit.loaded_tractors:
            self._lift(crane, visit)
        else:
            crane.since = self._kernel.now
            visit.idle_cranes.append(crane)

    def _finish(self, last: Crane, visit: Visit) -> None:
        now = self._kernel.now
        last.since = now
        for crane in visit.idle_cranes:
            crane.spend(State.BLOCKED, crane.since, now)
            crane.since = now
        for crane in visit.cranes:
            visit.crane_minutes += now
            crane.visit = None
            if self._events is not None:
                self._events.append((now, CRANE_LEFT, visit.call.id, -1, crane.id, ""))
        visit.idle_cranes.clear()
        visit.cranes.clear()
        self._transport.end(visit)
        visit.worked.succeed()
