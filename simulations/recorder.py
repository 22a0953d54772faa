"""What a run records, and the key figures that follow from it.

Figures of calls are of those with an ETA in the window, however long after it they leave. Figures of resources are of
the window itself, which begins at minute 0: what a warm-up does before it is not counted. Definitions are those of
`data.kpis`.
"""

from dataclasses import dataclass
from math import isfinite, nan

from data.case import Case
from data.kpis import KPIS
from data.port_calls import berth_figures, call_figures, ratio
from simulations.box_record import BoxRecord
from simulations.kernel import HOUR
from simulations.money import resource_cost, ship_cost
from simulations.records import Event
from simulations.visit import Box, Visit


@dataclass(frozen=True)
class CraneTime:
    """Minutes of the window that a quay crane was in each state: see `simulations.parts.crane`."""

    idle: float
    lifting: float
    down: float
    blocked: float
    off: float
    weather: float

    @property
    def total(self) -> float:
        """All of them, which are the window."""
        return self.idle + self.lifting + self.down + self.blocked + self.off + self.weather


class Recorder:
    """Sums over the window, kept while the run goes on, and every event and box where the run is recorded.

    `events` and `recorded_boxes` are None where it is not. Parts that hold them get them when they are made.
    """

    def __init__(self, window: float, recording: bool = False) -> None:
        self.window = window
        self.events: list[Event] | None = [] if recording else None
        self.recorded_boxes: list[Box] | None = [] if recording else None
        self.yard_crane_minutes = 0.0
        self.tractor_minutes = 0.0
        self.overflow_boxes = 0
        self.trucks = 0
        self.truck_minutes = 0.0
        self.truck_gate_minutes = 0.0
        self.truck_yard_minutes = 0.0
        self.trucks_within_half = 0
        self.trucks_within_hour = 0
        self.trucks_unbooked = 0
        # Trucks that have come, by the hour of the window.
        self.trucks_came = [0] * (int(window / HOUR) + 1)
        self.teu_in_yard = 0
        self.peak_teu = 0
        self.teu_minutes = 0.0
        self._counted_until = 0.0
        self.yard = BoxRecord(window)

    def stacked(self, teu: int, now: float) -> None:
        """The yard holds so many TEU more (or fewer) from now on."""
        window = self.window
        if now < window:
            if now > 0.0:
                self.teu_minutes += self.teu_in_yard * (now - self._counted_until)
                self._counted_until = now
            self.teu_in_yard += teu
            # In the warm-up the peak is what stands there: the window begins with it.
            if self.teu_in_yard > self.peak_teu or now < 0.0:
                self.peak_teu = self.teu_in_yard
        elif self._counted_until < window:
            self.close()

    def close(self) -> None:
        """Count the yard's stock until the end of the window."""
        self.teu_minutes += self.teu_in_yard * (self.window - self._counted_until)
        self._counted_until = self.window

    def yard_crane_worked(self, start: float, minutes: float) -> None:
        """A yard crane moves a box for so many minutes."""
        if start < 0.0 or start + minutes > self.window:
            minutes = max(0.0, min(start + minutes, self.window) - max(start, 0.0))
        self.yard_crane_minutes += minutes

    def tractor_worked(self, start: float, end: float) -> None:
        """A tractor was in use."""
        if start < 0.0:
            start = 0.0
        if end > self.window:
            end = self.window
        if start < end:
            self.tractor_minutes += end - start

    def truck_came(self, now: float) -> None:
        """A truck has come to the gate."""
        if 0.0 <= now < self.window:
            self.trucks_came[int(now / HOUR)] += 1

    def unbooked(self, minute: float) -> None:
        """A truck that wanted to come then found no appointment."""
        if 0.0 <= minute < self.window:
            self.trucks_unbooked += 1

    def truck_left(self, start: float, end: float, at_gate: float, in_yard: float) -> None:
        """A truck that came at `start` has left; it waited so long at the gate and stood so long at blocks."""
        if 0.0 <= end <= self.window:
            turn = end - start
            self.trucks += 1
            self.truck_minutes += turn
            self.truck_gate_minutes += at_gate
            self.truck_yard_minutes += in_yard
            if turn <= HOUR:
                self.trucks_within_hour += 1
                if turn <= HOUR / 2:
                    self.trucks_within_half += 1

    def overflow(self, now: float) -> None:
        """A box came when no block had room."""
        if 0.0 <= now < self.window:
            self.overflow_boxes += 1


def key_figures(
    case: Case,
    recorder: Recorder,
    visits: list[Visit],
    alongside: list[Visit],
    unserved: int,
    cranes: list[CraneTime],
    yard_cranes: int,
    yard_teu: float,
    end: float,
) -> dict[str, float]:
    """Every key figure of a run, by name and in the order of `data.kpis`.

    `visits` are the calls with an ETA in the window, `alongside` all that have berthed, `yard_teu` the yard's capacity
    (infinite where it has none), `end` the minute at which the run has ended.
    """
    window = recorder.window
    calls = [visit.port_call() for visit in visits]
    of_calls = call_figures(calls)
    crane_window = len(cranes) * window
    of_ships, of_resources = ship_cost(case, visits, unserved, end), resource_cost(case, window)
    figures = {
        **of_calls,
        **berth_figures(case, [visit.port_call() for visit in alongside], window),
        "calls_unserved": float(unserved),
        "calls_unfinished": len(calls) - of_calls["calls"],
        "crane_utilisation": sum(crane.lifting for crane in cranes) / crane_window,
        "crane_blocked": sum(crane.blocked for crane in cranes) / crane_window,
        "crane_down": sum(crane.down for crane in cranes) / crane_window,
        "crane_off": sum(crane.off for crane in cranes) / crane_window,
        "crane_weather": sum(crane.weather for crane in cranes) / crane_window,
        "tractor_utilisation": recorder.tractor_minutes / (case.terminal.tractors.count * window),
        "yard_crane_utilisation": ratio(recorder.yard_crane_minutes, yard_cranes * window),
        "yard_occupancy": recorder.teu_minutes / (yard_teu * window) if isfinite(yard_teu) else nan,
        "yard_peak": recorder.peak_teu / yard_teu if isfinite(yard_teu) else nan,
        "yard_overflow_boxes": float(recorder.overflow_boxes),
        **recorder.yard.figures(yard_cranes),
        "trucks": float(recorder.trucks),
        "trucks_peak_hour": float(max(recorder.trucks_came)),
        "trucks_unbooked": float(recorder.trucks_unbooked),
        "truck_turn_time_min": ratio(recorder.truck_minutes, recorder.trucks),
        "truck_gate_wait_min": ratio(recorder.truck_gate_minutes, recorder.trucks),
        "truck_yard_min": ratio(recorder.truck_yard_minutes, recorder.trucks),
        "trucks_within_30_min": ratio(recorder.trucks_within_half, recorder.trucks),
        "trucks_within_60_min": ratio(recorder.trucks_within_hour, recorder.trucks),
        "ship_cost": of_ships,
        "resource_cost": of_resources,
        "cost": of_ships + of_resources,
    }
    return {kpi.name: figures[kpi.name] for kpi in KPIS}
