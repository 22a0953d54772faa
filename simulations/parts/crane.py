"""A quay crane: where it is, what it is doing, and how it has spent its time."""

from enum import IntEnum
from math import inf

from data.terminal import QuayCrane
from simulations.kernel import Step
from simulations.parts.breakdowns import Breakdowns
from simulations.parts.transport import Tractor
from simulations.records import CRANE_DOWN, CRANE_UP, Event
from simulations.visit import Visit


class State(IntEnum):
    """What a crane is doing.

    At no ship, lifting, broken down; and at a ship: without a tractor or box, at a planned stop, stopped by weather.
    """

    IDLE = 0
    LIFTING = 1
    DOWN = 2
    BLOCKED = 3
    OFF = 4
    WEATHER = 5


class Crane(Step):
    """A quay crane: its place on the rail, the ship that it is given to, the tractor under it, its time by state."""

    __slots__ = (
        "_crane",
        "_window",
        "at_ship",
        "breakdowns",
        "closures",
        "dismissed",
        "gang",
        "held",
        "id",
        "place",
        "rail_from_m",
        "rail_to_m",
        "ready_at",
        "since",
        "spent",
        "stands_m",
        "state",
        "tractor",
        "visit",
    )

    # Under it while it is lifting.
    tractor: Tractor

    def __init__(self, place: int, crane: QuayCrane, breakdowns: Breakdowns, window: float) -> None:
        self.place = place
        self.id = crane.id
        self._crane = crane
        self.rail_from_m = crane.rail_from_m
        self.rail_to_m = crane.rail_to_m
        self.breakdowns = breakdowns
        self._window = window
        # The ship that it is given to, and whether it has come there and the ship is moored.
        self.visit: Visit | None = None
        self.at_ship = False
        # The middle of the last ship that it was given to, and when it is on its way to it no longer.
        self.stands_m: float | None = None
        self.ready_at = -inf
        # How many closures it has now.
        self.closures = 0
        # Whether it has a gang, whether that goes elsewhere after this lift, and whether anything makes it stop then.
        self.gang = False
        self.dismissed = False
        self.held = False
        self.state = State.IDLE
        # Since when it is in a state that is not lifting: the time of a lift is counted as it begins.
        self.since = -inf
        self.spent = [0.0] * len(State)

    def reaches(self, position_m: float, loa_m: float) -> bool:
        """Whether it can stand beside a ship."""
        return self._crane.reaches(position_m, position_m + loa_m)

    def spend(self, state: State, start: float, end: float) -> None:
        """Count the part of a stretch of time that lies in the window."""
        if start < 0.0:
            start = 0.0
        if end > self._window:
            end = self._window
        if start < end:
            self.spent[state] += end - start

    def turn(self, state: State, now: float) -> None:
        """Go over to another state from one that is not lifting."""
        self.spend(self.state, self.since, now)
        visit = self.visit
        if visit is not None:
            if self.state is State.OFF:
                visit.off_minutes += now - self.since
            elif self.state is State.WEATHER:
                visit.weather_minutes += now - self.since
        self.state = state
        self.since = now

    def lift(self, visit: Visit, start: float, minutes: float, events: list[Event] | None) -> float:
        """Count a lift that begins now, and breakdowns in it; the minute at which it ends."""
        visit.lift_minutes += minutes
        breakdowns = self.breakdowns
        if minutes < breakdowns.work_left:
            breakdowns.work_left -= minutes
            self.spend(State.LIFTING, start, start + minutes)
            return start + minutes
        worked = 0.0
        for after, repair in breakdowns.during(minutes):
            self.spend(State.LIFTING, start, start + after - worked)
            start += after - worked
            self.spend(State.DOWN, start, start + repair)
            visit.down_minutes += repair
            if events is not None:
                events.append((start, CRANE_DOWN, "", -1, self.id, ""))
                events.append((start + repair, CRANE_UP, "", -1, self.id, ""))
            start += repair
            worked = after
        self.spend(State.LIFTING, start, start + minutes - worked)
        return start + minutes - worked
