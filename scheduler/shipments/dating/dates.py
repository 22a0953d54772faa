"""Dates of a shipment's export chain for several options of ships at once: an entry of each array is an option."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.export_chain import ChainStep
from data.sailings import CutoffCode
from data.shipment_plans import PlannedStep
from scheduler.shipments.dating.clock import ChainClock, Minutes


@dataclass(frozen=True)
class Ships:
    """The ships of options of one shipment: arrays with an entry an option, in minutes of the clock.

    `cutoffs` are those of the leg that it boards first, `hub_cutoffs` of the one that it boards where it first changes
    ships; of a code that an option has not: infinity, of ECP and EFC minus infinity. `boxes_from` is when its empty
    boxes can be picked up, minus infinity where that is no matter. The hub's moments are no numbers without one.
    """

    departure: Minutes
    arrival: Minutes
    hub_arrival: Minutes
    hub_departure: Minutes
    cutoffs: Mapping[CutoffCode, Minutes]
    hub_cutoffs: Mapping[CutoffCode, Minutes]
    boxes_from: Minutes

    def __len__(self) -> int:
        return len(self.departure)


@dataclass(frozen=True)
class StepDates:
    """Dates of one step, in minutes; `latest_end` is infinite where nothing holds it, and then `latest_start` too.

    `bound` is the place, among the steps, of the one whose own cut-off sets its latest dates; -1 where nothing does.
    """

    step: ChainStep
    earliest_start: Minutes
    earliest_end: Minutes
    start: Minutes
    end: Minutes
    latest_start: Minutes
    latest_end: Minutes
    bound: NDArray[np.int64]


@dataclass(frozen=True)
class ChainDates:
    """Dates of all steps of a shipment for its options, in the order of the chain.

    `slack` is by how many minutes the goods could be ready later: one more, and a step misses its cut-off. Where one
    misses it already it is negative: by how much. `deadlines` are each step's own latest ends, and in `reasons`, what
    each of them is.
    """

    clock: ChainClock
    steps: tuple[StepDates, ...]
    feasible: NDArray[np.bool_]
    slack: Minutes
    tightest_place: NDArray[np.int64]
    deadlines: tuple[Minutes, ...]
    reasons: tuple[Sequence[str], ...]

    def of(self, option: int) -> tuple[PlannedStep, ...]:
        """The planned steps of an option."""
        moment = self.clock.moment
        return tuple(
            PlannedStep(step=dates.step.step, start=moment(dates.start[option]), end=moment(dates.end[option]))
            for dates in self.steps
        )

    def tightest(self, option: int) -> str:
        """The step that misses its cut-off first if the goods are ready later, or misses it already; "" for none."""
        place = self.tightest_place[option]
        return "" if place < 0 or not self.steps else self.steps[place].step.step

    def deadline(self, option: int) -> str:
        """What that step must be done by, in words; "" for nothing."""
        place = int(self.tightest_place[option])
        if place < 0:
            return ""
        moment = self.deadlines[place][option]
        what = self.reasons[place][option]
        return f"{what} at {self.clock.moment(moment):%Y-%m-%d %H:%M}" if np.isfinite(moment) else what

    def missed(self, option: int) -> str:
        """What the option misses and by how much, in words; "" where it is feasible."""
        if self.feasible[option]:
            return ""
        place = int(self.tightest_place[option])
        name = self.steps[place].step.name if self.steps else "ready at the terminal"
        late = -self.slack[option] / 60
        how = f"{late:,.1f} h" if np.isfinite(late) else "for ever"
        return f"{name} misses the {self.deadline(option)} by {how}"
