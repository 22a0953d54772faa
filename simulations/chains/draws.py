"""The steps of a shipment of a plan, dated again and again with durations that are drawn."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from data.case import Case
from data.export_chain import ChainStep, StepState, begins, conditions, steps_of
from data.sailings import CutoffCode, Sailing
from data.shipment_plans import Routed
from scheduler.shipments.dating.chain import forward
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import Ships
from simulations.chains.durations import durations
from simulations.parts.arrivals import MOST_LATENESS_SD
from simulations.streams import Samples, Streams

# Start and end of each step in every draw, in minutes; not a number where the draw has no such step.
Dates = dict[str, tuple[Samples, Samples]]
Masks = NDArray[np.bool_]

_HOUR = timedelta(hours=1)
_AT_ONCE = {"earliest_h": None, "valid_h": None, "opening": None}


class Draws:
    """A shipment of a plan with everything about it that is drawn, so many times."""

    def __init__(
        self, case: Case, clock: ChainClock, routed: Routed, now: datetime | None, streams: Streams, size: int
    ) -> None:
        self.case, self.clock, self.routed, self.size = case, clock, routed, size
        self._streams = streams
        self.shipment = case.shipment_by_id[routed.shipment]
        self.legs = [case.sailing_by_id[leg] for leg in routed.sailings]
        self.change = next((after for before, after in pairwise(self.legs) if before.voyage != after.voyage), None)
        self._facts = conditions(
            self.shipment, transhipped=self.change is not None, restuffed=routed.restuffed_at is not None
        )
        self.delay = _delay(case, self.legs[0], streams, size)
        self._states = case.states_by_shipment.get(self.shipment.id, {})
        chain = case.chain_by_shipment.get(self.shipment.id)
        self.has_chain = chain is not None
        # All steps that it can have.
        self._template = steps_of(
            () if chain is None else case.steps_by_chain[chain.id],
            self._facts,
            {} if chain is None else self._said({step.step: True for step in case.steps_by_chain[chain.id]}),
        )
        self._present = {step.step: self._whether(step) for step in self._template}
        self._minutes = {step.step: self._taking(step, now) for step in self._template}

    @property
    def steps(self) -> tuple[tuple[ChainStep, ...], dict[str, StepState]]:
        """The steps that the shipment has in some draw, with what is known of them."""
        return self._steps({step.step: True for step in self._template})

    def _said(self, needed: Mapping[str, bool]) -> dict[str, StepState]:
        """What is known of steps; of the others, whether they are needed."""
        unknown = {
            name: StepState(shipment=self.shipment.id, step=name, state="needed" if wanted else "not_needed")
            for name, wanted in needed.items()
        }
        return unknown | self._states

    def _steps(self, needed: Mapping[str, bool]) -> tuple[tuple[ChainStep, ...], dict[str, StepState]]:
        states = self._said(needed)
        return steps_of(self._template, self._facts, states), states

    def _entity(self, step: ChainStep) -> str:
        of = self.routed.shared_box if step.of_box and self.routed.shared_box is not None else self.shipment.id
        return f"{of}/{step.step}"

    def _whether(self, step: ChainStep) -> Masks:
        """In which draws the shipment has a step."""
        state = self._states.get(step.step)
        if state is not None or step.share == 1:
            return np.full(self.size, state is None or state.state != "not_needed")
        # One of as large a share as a step that it follows comes of that one: an approval of its inspection.
        for before in self._template:
            if before.step in step.after and before.share == step.share:
                return self._whether(before)
        return self._streams.of("chain step needed", self._entity(step)).random(self.size) < step.share

    def _taking(self, step: ChainStep, now: datetime | None) -> Samples:
        state = self._states.get(step.step)
        lasted = 0.0
        if state is not None and state.begun is not None and now is not None and state.begun < now:
            lasted = self.clock.lasted(step, state.begun, now)
        return durations(self._streams.of("chain step", self._entity(step)), step, self.size, lasted)

    def ships(self, delay: Samples) -> Ships:
        """The ships as scheduled, but for the first one's arrival at the port of change: an entry a delay."""
        minute, ones = self.clock.minute, np.ones(len(delay))
        first, change = self.legs[0], self.change

        def cutoffs(leg: Sailing | None) -> dict[CutoffCode, Samples]:
            stated = {} if leg is None else self.case.cutoffs_by_sailing[leg.id]
            return {code: minute(moment) * ones for code, moment in stated.items()}

        hub_arrival = np.nan if change is None else minute(self.legs[self.legs.index(change) - 1].arrival)
        row = self.case.empties_by_id.get(self.routed.empties or "")
        boxes = None if row is None else max(row.available, begins(self.shipment) + row.lead_h * _HOUR)
        return Ships(
            departure=minute(first.departure) * ones,
            arrival=minute(self.legs[-1].arrival) * ones,
            hub_arrival=hub_arrival + delay,
            hub_departure=(np.nan if change is None else minute(change.departure)) * ones,
            cutoffs=cutoffs(first),
            hub_cutoffs=cutoffs(change),
            boxes_from=(-np.inf if boxes is None else minute(boxes)) * ones,
        )

    def dates(self, together: Mapping[str, Samples], at_once: bool = False) -> Dates:
        """Start and end of each step in every draw; steps of its box begin no earlier than given.

        With `at_once`, steps wait for nothing but what they follow: not for the gate's opening, nor for the first day
        on which a paper may be had, nor are they put off.
        """
        found = {name: (np.full(self.size, np.nan), np.full(self.size, np.nan)) for name in self._present}
        planned = {dates.step: self.clock.minute(dates.start) for dates in self.routed.steps}
        not_before = {
            step.step: np.maximum(
                together.get(step.step, np.full(self.size, -np.inf)),
                planned[step.step] if step.late and step.step in planned and not at_once else -np.inf,
            )
            for step in self._template
        }
        for needed, where in self._groups() if self.has_chain else ():
            steps, states = self._steps(needed)
            if at_once:
                steps = tuple(step.model_copy(update=_AT_ONCE) for step in steps)
            dates = forward(
                self.clock,
                self.shipment,
                self.ships(self.delay[where]),
                steps,
                states,
                {name: minutes[where] for name, minutes in self._minutes.items()},
                {name: start[where] for name, start in not_before.items()},
            )
            for name, (start, end) in dates.items():
                found[name][0][where], found[name][1][where] = start, end
        return found

    def _groups(self) -> Iterator[tuple[dict[str, bool], NDArray[np.intp]]]:
        """The draws that have the same steps, by which steps these are."""
        kind = np.zeros(self.size, dtype=np.int64)
        for mask in self._present.values():
            if not mask.all():
                kind = np.unique(kind * 2 + mask, return_inverse=True)[1]
        for number, first in enumerate(np.unique(kind, return_index=True)[1].tolist()):
            needed = {name: bool(mask[first]) for name, mask in self._present.items()}
            yield needed, np.flatnonzero(kind == number)


def dated(members: Sequence[Draws], at_once: bool = False) -> list[Dates]:
    """The dates of shipments that share a box, or of one that does not: what is done to the box waits for all.

    `at_once` as in `Draws.dates`.
    """
    together: dict[str, Samples] = {}
    steps = {step.step for each in members for step in each.steps[0] if step.of_box}
    found = [each.dates(together, at_once) for each in members]
    # Each round settles one more step of the box, in the chain's order.
    for _ in steps if len(members) > 1 else ():
        for name in steps:
            starts = [np.nan_to_num(dates[name][0], nan=-np.inf, posinf=np.inf) for dates in found if name in dates]
            together[name] = np.max(starts, axis=0)
        found = [each.dates(together, at_once) for each in members]
    return found


def _delay(case: Case, leg: Sailing, streams: Streams, draws: int) -> Samples:
    """Minutes by which the ship of a first leg leaves later than scheduled."""
    if leg.call is None:
        return np.zeros(draws)
    call, actual, arrivals = case.call_by_id[leg.call], case.actual_by_call.get(leg.call), case.terminal.arrivals
    if actual is not None and actual.last_line is not None:
        late_h = np.full(draws, (actual.last_line - leg.departure) / _HOUR)
    elif actual is not None and actual.arrived is not None:
        late_h = np.full(draws, (actual.arrived - call.eta) / _HOUR)
    elif call.late_h is not None:
        late_h = np.full(draws, call.late_h)
    else:
        random = streams.of("chain ship", call.id)
        mean, sd = arrivals.lateness_mean_h, arrivals.lateness_sd_h
        if arrivals.lateness == "gamma":
            shape = arrivals.lateness_shape
            late_h = mean + sd * (random.standard_gamma(shape, draws) - shape) / np.sqrt(shape)
        else:
            below = float(ndtr(-MOST_LATENESS_SD))
            late_h = mean + sd * ndtri(below + random.random(draws) * (1 - 2 * below))
    delay: Samples = np.maximum(late_h, 0.0) * 60
    return delay
