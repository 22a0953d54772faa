"""A shipment's steps with their dates and what is known of them, and the office hours that they keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil

import numpy as np

from data.calendars import WorkingTime
from data.case import Case
from data.checker.shipments.journeys import SECOND, Journey
from data.export_chain import ChainStep, Event, StepState, begins, conditions, steps_of
from data.sailings import Sailing
from data.shipment_plans import PlannedStep, ShipmentPlan

MINUTE = timedelta(minutes=1)
# Steps that last beyond the last date of the plan are followed for so long.
_BEYOND = timedelta(days=60)
# The moments that steps follow, in the order in which they come: what follows the first ship's departure is not for it.
_STAGES = {"booked": 0, "ready": 0, "departure": 1, "hub_arrival": 2, "hub_departure": 3, "arrival": 4}


@dataclass(frozen=True)
class Dated:
    """A step, its dates in the plan, and what has become of it by now."""

    step: ChainStep
    planned: PlannedStep
    state: StepState | None

    @property
    def is_done(self) -> bool:
        """Whether it is done by now."""
        return self.state is not None and self.state.state == "done"

    @property
    def has_begun(self) -> bool:
        """Whether it is begun or done by now."""
        return self.state is not None and self.state.state in ("begun", "done")


@dataclass(frozen=True)
class Chained:
    """A shipment on its route with the steps that its chain has there."""

    journey: Journey
    needed: tuple[ChainStep, ...]
    states: Mapping[str, StepState]

    @classmethod
    def of(cls, case: Case, journey: Journey) -> "Chained":
        """The steps that a shipment needs on its route; none without a chain."""
        chain = case.chain_by_shipment.get(journey.shipment.id)
        states = case.states_by_shipment.get(journey.shipment.id, {})
        facts = conditions(journey.shipment, transhipped=journey.hub is not None, restuffed=journey.restuffed)
        needed = () if chain is None else steps_of(case.steps_by_chain[chain.id], facts, states)
        return cls(journey, needed, states)

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """The needed steps that the plan has, in the order of the chain."""
        planned = {entry.step: entry for entry in self.journey.routed.steps}
        return tuple(
            Dated(step, planned[step.step], self.states.get(step.step)) for step in self.needed if step.step in planned
        )

    @cached_property
    def anchors(self) -> dict[str, datetime]:
        """The moments that steps may follow, where the route has them."""
        journey = self.journey
        found = {
            "booked": begins(journey.shipment),
            "ready": journey.shipment.ready,
            "departure": journey.departure,
            "arrival": journey.arrival,
        }
        if journey.changes:
            before, after = journey.changes[0]
            found |= {"hub_arrival": before.arrival, "hub_departure": after.departure}
        return found

    @cached_property
    def stages(self) -> dict[str, int]:
        """The last of the moments that each step follows, by itself or through its prerequisites; 0 before any ship."""
        after, found = {step.step: step.after for step in self.needed}, dict(_STAGES)

        def stage(name: str) -> int:
            if name not in found:
                found[name] = max((stage(before) for before in after.get(name, ())), default=0)
            return found[name]

        return {step.step: stage(step.step) for step in self.needed}

    def ship_of(self, step: ChainStep) -> Sailing:
        """The leg whose ship a step is for: the first, or the one that leaves where ships are first changed."""
        return self.journey.changes[0][1] if step.at_hub else self.journey.legs[0]

    def event(self, event: Event) -> Dated | None:
        """The step at the origin that is this to the plan, where the plan has one."""
        return next((dated for dated in self.dated if dated.step.event == event and not dated.step.at_hub), None)


class Offices:
    """The office hours of a case's calendars around the dates of a plan."""

    def __init__(self, case: Case, plan: ShipmentPlan) -> None:
        dates = [moment for routed in plan.shipments for step in routed.steps for moment in (step.start, step.end)]
        around = [moment for leg in case.sailings for moment in (leg.departure, leg.arrival)]
        around += [begins(shipment) for shipment in case.shipments]
        year = timedelta(days=366)
        self._terminal = case.terminal
        # A plan from outside may have any date; far from all ships nothing is open.
        first, last = min(around, default=None), max(around, default=None)
        self._hours: dict[str, WorkingTime] = {}
        if dates and first is not None and last is not None:
            start = max(min(dates) - timedelta(days=1), first - year)
            end = max(start, min(max(dates), last + year)) + _BEYOND
            self._hours = {
                calendar.id: WorkingTime.of(case.terminal, calendar, case.holidays, start, end)
                for calendar in case.calendars
            }

    def open_at(self, step: ChainStep, moment: datetime) -> bool:
        """Whether a step can begin at a moment; it can at closing time."""
        if step.calendar is None:
            return True
        hours = self._hours[step.calendar]
        minute, near = np.array([(moment - hours.origin) / MINUTE]), SECOND / MINUTE
        opening, closing = hours.opening(minute), hours.closing(minute)
        return bool(opening - minute <= near or minute - closing <= near)

    def finish(self, step: ChainStep, start: datetime) -> datetime | None:
        """When a step that begins then ends at the earliest; None where its hours do not come."""
        minutes = ceil(step.duration_h * 60 - 1e-6)
        if step.calendar is None or step.goes_on:
            return start + minutes * MINUTE
        hours = self._hours[step.calendar]
        finish = hours.finish(np.array([(start - hours.origin) / MINUTE]), float(minutes)).item()
        return hours.origin + finish * MINUTE if np.isfinite(finish) else None
