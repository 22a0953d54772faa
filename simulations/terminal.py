"""The simulated terminal: its parts put together, and one replication of it.

A ship is a process: the gate opens for its boxes, it takes a pilot, comes in, waits for a berth, moors, is worked,
waits for tide and pilot, and leaves. All else is moves, one callback after the other in `simulations.parts`: a
discharged box takes four steps (lifted, at the block, stacked, tractor back), a box to load four (tractor at the block,
fetched, at the ship, lifted), and each four more with its truck (at the gate, at the block, stacked or fetched, back at
the gate).

A ship leaves with all its boxes: it waits for those that come in late. Calls with an ETA in the window are the
measured ones; those of a warm-up before it and later ones come too, and the run ends when the measured ones have left,
but not before the window does, and at the latest at the horizon of `simulations.clock`.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from math import isclose, isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from data.case import Case
from data.errors import DermagaError
from data.vessels import VesselCall
from data.water import why_never
from simulations.berthing import Berthings
from simulations.clock import Clock
from simulations.kernel import HOUR, Kernel, Step
from simulations.parts.arrivals import assign_boxes, calls_of, gate_opens, stock_before, visit_of
from simulations.parts.cranes import Cranes
from simulations.parts.customs import Inspections
from simulations.parts.disruptions import Disruptions
from simulations.parts.flows import Flow
from simulations.parts.gate import Gate
from simulations.parts.listed import Listed
from simulations.parts.pilotage import Pilotage
from simulations.parts.quay import Quay
from simulations.parts.transhipment import Transhipment, several_services
from simulations.parts.transport import Transport
from simulations.parts.yard import Yard
from simulations.policies import Policy
from simulations.recorder import CraneTime, Recorder, key_figures
from simulations.records import ARRIVED, EXPECTED, EXPECTED_DEPARTURE, FIRST_LINE, LAST_LIFT, LAST_LINE, ROADS
from simulations.series import Sampler
from simulations.streams import Streams
from simulations.visit import Box, Visit

# How often, in simulated minutes, a run asks whether it shall stop: every few milliseconds.
_ASK_EVERY = 6 * HOUR


class Cancelled(DermagaError):
    """The run was stopped before its end; it has no result."""


class Inconsistent(DermagaError):
    """A run broke an identity that holds in every terminal: a fault of the simulation, never of its input."""


# What a replication knows of each call: hours from arrival to first line, from first to last line and from arrival to
# last line, and those by which last line was later than the ETD (0 where it was not).
CALL_FIGURES = ("waiting_h", "berth_time_h", "turnaround_h", "lateness_h")


@dataclass(frozen=True)
class Replication:
    """One run: the key figures by name, `CALL_FIGURES` of each measured call, and samples where they were asked for.

    `calls` has the shape (calls that have left, len(CALL_FIGURES)), in the order of ETAs; `series` one row a sample
    and one column each of `simulations.series.SERIES`.
    """

    number: int
    figures: dict[str, float]
    calls: NDArray[np.float64]
    series: NDArray[np.float64] | None = None


def never() -> bool:
    """A run that nobody stops."""
    return False


def simulate(
    case: Case,
    policy: Policy,
    *,
    days: float,
    start: datetime,
    seed: int,
    replication: int = 0,
    warmup_days: float = 0,
    series_every_h: float | None = None,
    cancelled: Callable[[], bool] = never,
) -> Replication:
    """Run one replication that measures `days` days from `start`, after so many days of warm-up.

    With `series_every_h` the terminal is sampled so often, from the beginning of the run to the end of the window.
    Raises Cancelled soon after `cancelled()` becomes true.
    """
    terminal = SimulatedTerminal(case, policy, Clock(start, days, warmup_days), Streams(seed, replication))
    sampler = None if series_every_h is None else Sampler(terminal, series_every_h)
    terminal.run(cancelled)
    return Replication(
        replication, terminal.figures(), terminal.call_figures(), None if sampler is None else sampler.series()
    )


class SimulatedTerminal:
    """One terminal in one replication."""

    def __init__(self, case: Case, policy: Policy, clock: Clock, streams: Streams, *, recording: bool = False) -> None:
        self.case = case
        self.clock = clock
        self.streams = streams
        self.kernel = Kernel(clock.begin)
        self.recorder = Recorder(clock.window, recording)
        self.yard = Yard(self.kernel, case, self.recorder, streams)
        self.transport = Transport(self.kernel, case, self.yard, self.recorder)
        self.cranes = Cranes(self.kernel, case, streams, self.transport, self.recorder)
        self.gate = Gate(self.kernel, case, clock, self.yard, self.recorder)
        self.quay = Quay(case, clock, self.cranes.cranes)
        self.pilotage = Pilotage(self.kernel, case, self.quay.water, self.recorder)
        self.transport.beside = self.cranes.feed
        self.transport.discharged = self._discharged
        self.gate.brought = self._brought
        self.inspections = Inspections(self.kernel, case, clock, self.yard, self.recorder)
        self.transhipment = Transhipment(self.kernel, several_services(case), self.recorder, self.gate.collect)
        self.listed = Listed(case, clock, self.recorder.yard, self.gate.collect)
        self.listed.ready = self._ready_for
        self.rule = policy.begin(case, clock)
        self.berthing = Berthings(self.kernel, self.rule, self.quay, self.cranes)
        self.cranes.freed = self.berthing.review
        self.transport.dispatching = self.rule.dispatching
        self.yard.stacking = self.rule.stacking
        self.yard.slotting = self.rule.slotting
        self.visits: list[Visit] = []
        self.unserved: list[str] = []
        self.boxes_at_start = 0
        self._drained = self.kernel.event()
        self._finds_place: dict[tuple[object, ...], bool] = {}
        Disruptions(self.kernel, case, clock, streams, self.cranes)
        for box in stock_before(self.kernel, case, clock, streams):
            self.yard.place(box, box.stacked_at)
            self.boxes_at_start += 1
            self._discharged(box)
            if self.recorder.recorded_boxes is not None:
                self.recorder.recorded_boxes.append(box)
        for call in calls_of(case, clock, streams):
            self._expect(call)
        self._at_work = len(self.measured)
        if not self._at_work:
            self._drained.succeed()

    @property
    def measured(self) -> list[Visit]:
        """The calls with an ETA in the window, those left out excepted."""
        return [visit for visit in self.visits if self.clock.measures(visit.eta)]

    def run(self, cancelled: Callable[[], bool] = never) -> None:
        """Run to the end. Raises Cancelled, or Inconsistent where an identity is broken."""

        def ask(step: Step) -> None:
            if cancelled():
                raise Cancelled("the simulation was stopped")
            self.kernel.after(_ASK_EVERY, step, ask)

        self.rule.stopped = cancelled
        ask(Step())
        self.kernel.run_until(self.kernel.process(self._end()))
        self.recorder.close()
        self.cranes.close()
        self.transport.close()
        self._check()

    def figures(self) -> dict[str, float]:
        """The key figures of the run, by name."""
        return key_figures(
            self.case,
            self.recorder,
            self.measured,
            [visit for visit in self.visits if visit.call.id in self.quay.departed or visit in self.quay.alongside],
            len(self.unserved),
            self.crane_times(),
            sum(block.crane_count for block in self.yard.blocks),
            sum(block.capacity_teu for block in self.yard.blocks),
            self.kernel.now,
        )

    def call_figures(self) -> NDArray[np.float64]:
        """`CALL_FIGURES` of each measured call that has left, by ETA; shape (calls, figures)."""
        calls = [visit.port_call() for visit in self.measured if visit.left]
        rows = [(call.waiting, call.berth_time, call.turnaround, call.lateness) for call in calls]
        return np.array(rows, dtype=np.float64).reshape(-1, len(CALL_FIGURES)) / HOUR

    def crane_times(self) -> list[CraneTime]:
        """How each crane spent the window, in rail order."""
        return [CraneTime(*crane.spent) for crane in self.cranes.cranes]

    def _expect(self, call: VesselCall) -> None:
        visit = visit_of(self.kernel, self.case, self.clock, self.streams, call)
        if self._ever_berths(visit):
            self.visits.append(visit)
            self.listed.expect(visit)
            self.rule.expect(visit)
            self._record(EXPECTED, visit, visit.eta)
            self._record(EXPECTED_DEPARTURE, visit, visit.etd)
            self.kernel.process(self._call(visit))
        elif self.clock.measures(visit.eta):
            self.unserved.append(call.id)

    def _ever_berths(self, visit: Visit) -> bool:
        """Whether a ship finds a place at the quay, empty as it still is, at some tide and with nothing closed.

        Like ships are asked once.
        """
        call = visit.call
        its_own = call.latest_departure is not None or call.id in self.case.handling_by_call
        alike = (
            call.id if its_own else None,
            call.vessel,
            call.arrival_draft_m,
            call.departure_draft_m,
            call.min_cranes,
            call.max_cranes,
            call.preferred_position_m,
        )
        if alike not in self._finds_place:
            self._finds_place[alike] = why_never(self.case, call) is None and (
                self.quay.best_berthing(visit, self.clock.begin, some_day=True) is not None
            )
        return self._finds_place[alike]

    def _end(self) -> Generator[Event, Any, None]:
        yield self.kernel.timeout(self.clock.window - self.clock.begin)
        yield self._drained | self.kernel.timeout(self.clock.horizon - self.clock.window)

    def _call(self, visit: Visit) -> Generator[Event, Any, None]:
        kernel, quay, begin = self.kernel, self.case.terminal.quay, self.clock.begin
        anchored = max(begin, visit.arrival - self.pilotage.passage_min)
        opens = self.listed.opens(visit, gate_opens(self.case, visit))
        yield kernel.until(min(opens, anchored))
        assign_boxes(self.case, self.streams, visit)
        self.listed.assign(visit)
        if self.recorder.recorded_boxes is not None:
            self.recorder.recorded_boxes += visit.on_board + visit.awaited
        self.transhipment.load(visit)
        self.gate.plan(visit)
        while visit.awaited and visit.awaited[-1].truck_at <= begin:
            box = visit.awaited.pop()
            self.yard.place(box, box.truck_at)
            self.boxes_at_start += 1
            self._brought(box)
        self.gate.expect(visit)
        yield kernel.until(anchored)
        yield from self.pilotage.come_in(visit)
        self.quay.anchorage.append(visit)
        self._record(ARRIVED, visit, visit.arrival)
        self._record(ROADS, visit, kernel.now)
        self.berthing.review()
        yield visit.berthed
        yield from self.pilotage.berth()
        visit.first_line = kernel.now
        self._record(FIRST_LINE, visit, kernel.now)
        self.gate.replace(self.listed.berthed(visit))
        yield kernel.timeout(quay.mooring_min)
        self.cranes.begin(visit)
        yield visit.worked
        visit.last_lift = kernel.now
        self._record(LAST_LIFT, visit, kernel.now)
        self.berthing.review()
        yield kernel.timeout(quay.unmooring_min)
        yield from self.pilotage.cast_off(visit)
        visit.last_line = kernel.now
        self._record(LAST_LINE, visit, kernel.now)
        self.quay.leave(visit)
        self.berthing.review()
        if self.clock.measures(visit.eta):
            self._at_work -= 1
            if not self._at_work:
                self._drained.succeed()
        yield from self.pilotage.go_out(visit)

    def _discharged(self, box: Box) -> None:
        """A box that came by ship stands in the yard."""
        if box.flow == Flow.TRANSHIPMENT:
            if not self.listed.stands(box):
                self.transhipment.add(box)
        elif box.control is not None:
            self.inspections.hold(box.control, self.gate.collect)
        else:
            self.gate.collect(box)

    def _brought(self, box: Box) -> None:
        """A box that came by truck stands in the yard."""
        if box.control is not None:
            self.inspections.hold(box.control, self._ready)
        else:
            self._ready(box)

    def _ready(self, box: Box) -> None:
        """A box may be loaded."""
        self._ready_for(box.visit, box)

    def _ready_for(self, visit: Visit, box: Box) -> None:
        """A box may be loaded by a call."""
        visit.ready[box] = None
        self.transport.call()

    def _record(self, name: str, visit: Visit, minute: float) -> None:
        if self.recorder.events is not None:
            place = "" if isnan(visit.position_m) else f"{visit.position_m:g}"
            self.recorder.events.append((minute, name, visit.call.id, -1, "", place))

    def _check(self) -> None:
        """Raise Inconsistent where boxes or crane time were lost or made."""
        came = self.boxes_at_start + self.cranes.discharged + self.gate.boxes_in
        went = self.cranes.loaded + self.gate.boxes_out
        inside = (
            self.yard.stock
            + self.transport.boxes_on_tractors
            + self.gate.boxes_on_trucks
            + self.inspections.boxes_inside
        )
        if came != went + inside:
            raise Inconsistent(f"{came} boxes came, {went} went and {inside} are inside")
        standing = self.yard.in_stacks()
        if standing is not None and standing != self.yard.stock:
            raise Inconsistent(f"{standing} boxes stand in the yard's stacks, and {self.yard.stock} are in the yard")
        for visit in self.visits:
            if visit.left and visit.boxes != visit.call.moves:
                raise Inconsistent(f"call {visit.call.id} left with {visit.boxes} of {visit.call.moves} boxes moved")
        for place, spent in enumerate(self.crane_times()):
            if not isclose(spent.total, self.clock.window, rel_tol=1e-9, abs_tol=1e-6):
                raise Inconsistent(f"crane {place} spent {spent.total} of the window's {self.clock.window} minutes")
