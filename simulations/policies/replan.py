"""Ships berth by plans that the berth scheduler makes anew every few hours, from what is known at that hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor, inf, isnan
from threading import Event
from typing import Any

from data.actuals import Actual
from data.case import TABLES, Case
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import HOUR
from simulations.parts.crane import Crane
from simulations.parts.quay import Berthing, Quay
from simulations.policies.fcfs import InOrder
from simulations.policies.plan import PlanFollower
from simulations.policies.rule import Rule
from simulations.visit import Visit

# How many days ahead a plan looks, and the scheduler's effort for it: the same seed gives the same plan on any machine,
# and a run that is stopped ends soon.
_DAYS = 4.0
_EFFORT = 0.1
# What a berth plan needs of a case, besides its calls and what has become of them.
_NEEDED = ("berths", "quay_cranes", "closures", "shifts", "ports")


@dataclass(frozen=True)
class Replan:
    """Every `every_h` hours the berth scheduler makes a new plan of the days to come; it is followed until the next.

    A plan knows what an operator knows at that hour: which ships lie where with which cranes and how many boxes are
    left, which wait at anchor, and when the others are expected. Of a ship's lateness nothing is known until
    `arrivals.forecast_h` hours before she arrives; then the forecast gets better hour by hour, and is right when she is
    there. Calls at random are known from that time on alone. The planner reckons with his rates, not with what the run
    will draw. Between two plans reality is met as by `FollowPlan`.

    Where what lies alongside leaves no plan, the one before is followed on, and without one first come first served.
    """

    every_h: float

    @property
    def name(self) -> str:
        """The policy's name in tables and on the command line."""
        return f"replan:{self.every_h:g}h"

    def begin(self, case: Case, clock: Clock) -> Rule:
        """The rule of a new run."""
        return _Replanner(case, clock, self.every_h * HOUR)


class _EventOf(Event):
    """An event that is set as soon as somebody wants the run to stop."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        super().__init__()
        self._stopped = stopped

    def is_set(self) -> bool:
        """Whether somebody wants it."""
        return self._stopped()


class _Replanner(Rule):
    """The newest plan, and when the next is due."""

    def __init__(self, case: Case, clock: Clock, every: float) -> None:
        # No berth plan looks into the ships.
        ships = tuple(vessel.model_copy(update={"profile": None}) for vessel in case.vessels)
        rest: dict[str, Any] = {table: () for table in TABLES if table not in _NEEDED}
        self._case = case.changed(**rest | {"vessels": ships})
        self._clock = clock
        self._every = every
        self._due = clock.begin
        self._known_before = case.terminal.arrivals.forecast_h * HOUR
        self._at_random = {service.id for service in case.services if service.rhythm == "random"}
        self._visits: list[Visit] = []
        self._plan: BerthPlan | None = None
        self._follower: Rule = InOrder()
        # Plans that could not be made.
        self.without_plan = 0

    def expect(self, visit: Visit) -> None:
        """A call of the run."""
        self._visits.append(visit)

    def next_berthing(self, quay: Quay, minute: float) -> Berthing | None:
        """By the newest plan, made now where it is due."""
        if minute >= self._due:
            self._due = (floor(minute / self._every) + 1) * self._every
            self._replan(quay, minute)
        return self._follower.next_berthing(quay, minute)

    def next_ship_for(self, crane: Crane, quay: Quay) -> Visit | None:
        """By the newest plan."""
        return self._follower.next_ship_for(crane, quay)

    def next_review(self, quay: Quay, minute: float) -> float:
        """The next plan, or what the newest one waits for."""
        return min(self._due, self._follower.next_review(quay, minute))

    def _replan(self, quay: Quay, minute: float) -> None:
        # Whoever follows no plan needs no scheduler, which takes longer to import than many a run.
        from scheduler.berths import Replan as FromNow
        from scheduler.berths import solve
        from scheduler.stopping import Stop

        self._visits = [visit for visit in self._visits if not visit.left]
        case = self._as_known(quay, minute)
        if not case.calls:
            return
        before = self._standing(case, quay, minute)
        stop = Stop(seconds=None, effort=_EFFORT, cancel=_EventOf(self.stopped))
        # Where ships alongside can't keep their cranes by the planner's rules, they get others in the plan.
        calls = tuple(entry.model_copy(update={"cranes": ()}) for entry in before.calls)
        for standing in (before, before.model_copy(update={"calls": calls})):
            try:
                plan = solve(case, stop=stop, workers=1, replan=FromNow(standing, standing.start)).plan
            except DermagaError:
                continue
            self._plan = plan
            self._follower = PlanFollower(case, self._clock, plan)
            return
        self.without_plan += 1

    def _as_known(self, quay: Quay, minute: float) -> Case:
        """The case with the calls that are known now, when they are expected, and what has become of them."""
        calls: list[VesselCall] = []
        actuals: list[Actual] = []
        until = minute + _DAYS * HOUR * 24
        for visit in self._visits:
            here = visit in quay.anchorage or visit in quay.alongside
            expected = min(visit.arrival, minute) if here else self._expected(visit, minute)
            if expected < until:
                calls.append(self._call(visit, expected))
                if visit in quay.anchorage:
                    actuals.append(Actual(call=visit.call.id, phase="arrived", arrived=self._at(expected)))
                elif visit in quay.alongside:
                    actuals.append(
                        Actual(
                            call=visit.call.id,
                            phase="working" if visit.unmoved else "complete",
                            first_line=self._first_line(visit, minute),
                            position_m=visit.position_m,
                            moves_done=visit.boxes,
                        )
                    )
        return self._case.changed(calls=tuple(calls), actuals=tuple(actuals))

    def _expected(self, visit: Visit, minute: float) -> float:
        """When a ship is thought to arrive; infinite where nobody knows of her yet."""
        left = visit.arrival - minute
        if left <= 0:
            # Late as well, or waiting for a pilot.
            return minute
        unknown = min(1.0, left / self._known_before) if self._known_before else 1.0
        if unknown == 1 and visit.call.service in self._at_random:
            return inf
        return max(minute, visit.arrival + (visit.eta - visit.arrival) * unknown)

    def _call(self, visit: Visit, expected: float) -> VesselCall:
        eta = self._at(expected)
        update: dict[str, Any] = {"eta": eta, "service": None}
        if visit.call.etd <= eta:
            update["etd"] = eta + timedelta(hours=1)
        return visit.call.model_copy(update=update)

    def _standing(self, case: Case, quay: Quay, minute: float) -> BerthPlan:
        """The plan before: ships alongside as they are, and the others as they were planned, if that can still be."""
        start = self._at(minute)
        entries = [self._entry(visit, minute) for visit in quay.alongside]
        alongside = {entry.call for entry in entries}
        for entry in self._plan.calls if self._plan is not None else ():
            if entry.call in case.call_by_id and entry.call not in alongside and entry.start >= start:
                entries.append(entry)
        return BerthPlan(
            case=case.name, case_hash=case.hash, start=start, end=start + timedelta(days=_DAYS), calls=tuple(entries)
        )

    def _first_line(self, visit: Visit, minute: float) -> datetime:
        """When a ship berthed; now, where she is on her way to her place."""
        return self._at(minute if isnan(visit.first_line) else visit.first_line)

    def _entry(self, visit: Visit, minute: float) -> BerthedCall:
        quay, cranes = self._case.terminal.quay, [self._case.quay_cranes[crane.place].id for crane in visit.cranes]
        now, first_line = self._at(minute), self._first_line(visit, minute)
        moored = first_line + timedelta(minutes=quay.mooring_min)
        rate = self._case.terminal.crane_work.gross_moves_per_hour * max(1, len(cranes))
        worked = max(now, moored) + timedelta(seconds=1 + round(3600 * visit.unmoved / rate))
        return BerthedCall(
            call=visit.call.id,
            position_m=visit.position_m,
            side=visit.call.side,
            start=first_line,
            end=worked + timedelta(minutes=quay.unmooring_min),
            cranes=tuple(CraneUse(crane=crane, start=moored, end=worked) for crane in cranes),
        )

    def _at(self, minute: float) -> datetime:
        """A moment of the run as a planner notes it: on the terminal's clock, to the whole second."""
        return self._case.terminal.local(self._clock.moment(floor(minute * 60) / 60))
