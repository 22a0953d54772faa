"""The passes of the critical path method through the steps of one shipment, forward and backward."""

from collections.abc import Mapping
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from data.bookings import Shipment
from data.export_chain import ANCHORS, ChainStep, StepState, begins
from data.sailings import CUTOFF_WORDS, CutoffCode
from scheduler.shipments.dating.clock import SAME, ChainClock, Minutes, minutes_of
from scheduler.shipments.dating.dates import ChainDates, Ships, StepDates
from scheduler.shipments.told import Told

# Which ship's moments a step follows: 0 none, then the anchors in the order in which they come.
_STAGES = {"booked": 0, "ready": 0, "departure": 1, "hub_arrival": 2, "hub_departure": 3, "arrival": 4}


# Later than all moments of a clock, in minutes.
_FAR = 1e12


class Passes:
    """The passes through the steps of one shipment."""

    def __init__(
        self,
        clock: ChainClock,
        shipment: Shipment,
        ships: Ships,
        steps: tuple[ChainStep, ...],
        states: Mapping[str, StepState],
        not_after: Mapping[str, Minutes] | None = None,
    ) -> None:
        self._clock, self._shipment, self._ships, self._steps, self._states = clock, shipment, ships, steps, states
        self._not_after = not_after or {}
        full = np.full(len(ships), 0.0)
        self._anchors = {
            "booked": full + clock.minute(begins(shipment)),
            "ready": full + clock.minute(shipment.ready),
            "departure": ships.departure,
            "hub_arrival": np.nan_to_num(ships.hub_arrival, nan=-np.inf, posinf=np.inf),
            "hub_departure": np.nan_to_num(ships.hub_departure, nan=-np.inf, posinf=np.inf),
            "arrival": ships.arrival,
        }

    @cached_property
    def _order(self) -> list[ChainStep]:
        """The steps, each after its prerequisites."""
        by_name = {step.step: step for step in self._steps}
        sorter = TopologicalSorter(
            {step.step: [name for name in step.after if name in by_name] for step in self._steps}
        )
        return [by_name[name] for name in sorter.static_order()]

    @cached_property
    def _stage(self) -> dict[str, int]:
        """Which ship's moments each step follows."""
        stages = dict(_STAGES)
        for step in self._order:
            stages[step.step] = max((stages.get(name, 0) for name in step.after), default=0)
        return stages

    def _leaves(self, step: ChainStep) -> Minutes:
        """When the ship leaves that a step is for."""
        leaves: Minutes = self._ships.hub_departure if step.at_hub else self._ships.departure
        return leaves

    def _not_before(self, step: ChainStep, given: Mapping[str, Minutes]) -> Minutes:
        """The least start of a step that has not begun, its prerequisites aside."""
        least: Minutes = np.full(len(self._ships), -np.inf if self._clock.now is None else self._clock.now)
        least = np.maximum(least, given.get(step.step, least))
        cutoffs = self._ships.hub_cutoffs if step.at_hub else self._ships.cutoffs
        if step.opening is not None and step.opening in cutoffs:
            least = np.maximum(least, cutoffs[step.opening])
        if step.event == "pick_up" and not step.at_hub:
            least = np.maximum(least, self._ships.boxes_from)
        return least

    def _least_end(self, step: ChainStep) -> Minutes | None:
        """The least end of a step: it may not be done earlier, or its paper would not hold."""
        hours = [limit for limit in (step.earliest_h, step.valid_h) if limit is not None]
        # Nothing is too early for a ship from a hub that is not known.
        return np.nan_to_num(self._leaves(step) - min(hours) * 60, nan=-np.inf) if hours else None

    def forward(
        self, minutes: Mapping[str, Minutes], given: Mapping[str, Minutes], late: Mapping[str, Minutes] | None = None
    ) -> dict[str, tuple[Minutes, Minutes]]:
        """Start and end of each step, as early as can be, but for those that are `late`, from the given moments on."""
        dates: dict[str, tuple[Minutes, Minutes]] = {}
        for step in self._order:
            state = self._states.get(step.step)
            if state is not None and state.done is not None:
                done = np.full(len(self._ships), self._clock.minute(state.done))
                begun = done if state.begun is None else np.full_like(done, self._clock.minute(state.begun))
                dates[step.step] = begun, done
                continue
            takes = minutes[step.step]
            if state is not None and state.begun is not None:
                start = np.full(len(self._ships), self._clock.minute(state.begun))
                end = self._clock.end_of(step, start, takes)
                for least in (self._clock.now, self._least_end(step)):
                    end = end if least is None else np.maximum(end, least)
                dates[step.step] = start, end
                continue
            start = self._not_before(step, given)
            for name in ("booked", *step.after):
                if name in dates:
                    start = np.maximum(start, dates[name][1])
                elif name in ANCHORS:
                    start = np.maximum(start, self._anchors[name])
            if late is not None and step.step in late:
                start = np.maximum(start, late[step.step])
            start = self._clock.opening(step, start)
            least = self._least_end(step)
            if least is not None:
                start = self._clock.first_end(step, start, takes, least)
            dates[step.step] = start, self._clock.end_of(step, start, takes)
        return dates

    def _deadline(self, step: ChainStep) -> tuple[Minutes, list[str]]:
        """A step's own latest end, whatever follows it, and what that is."""
        leaves, count = self._leaves(step), len(self._ships)
        latest, words = np.full(count, np.inf), [""] * count

        def bound(moment: Minutes, what: str) -> None:
            nonlocal latest
            tighter = moment < latest
            latest = np.where(tighter, moment, latest)
            for place in np.flatnonzero(tighter):
                words[place] = what

        if self._stage[step.step] <= (2 if step.at_hub else 0):
            bound(np.where(np.isnan(leaves), np.inf, leaves), Told("ship's departure", "departure"))
        cutoffs = self._ships.hub_cutoffs if step.at_hub else self._ships.cutoffs
        for code in cutoff_codes(self._shipment, step.cutoff):
            if code in cutoffs:
                bound(cutoffs[code], Told(f"{CUTOFF_WORDS[code]} ({code})", "cutoff", cutoff=code))
        if step.within_h is not None:
            what = Told(f"{step.within_h:g} h after departure", "within", hours=step.within_h)
            bound(np.where(np.isnan(leaves), np.inf, leaves + step.within_h * 60), what)
        return latest, words

    def dates(self, given: Mapping[str, Minutes]) -> ChainDates:
        """All dates of the steps."""
        count = len(self._ships)
        minutes = {step.step: np.full(count, minutes_of(step)) for step in self._steps}
        earliest = self.forward(minutes, given)
        own = {step.step: self._deadline(step) for step in self._steps}
        place = {step.step: number for number, step in enumerate(self._steps)}
        latest_end = {name: deadline.copy() for name, (deadline, _) in own.items()}
        bound = {name: np.where(np.isfinite(latest_end[name]), place[name], -1) for name in own}
        latest_start: dict[str, Minutes] = {}
        ready_by, ready_bound = np.full(count, np.inf), np.full(count, -1)
        for step in reversed(self._order):
            name, state = step.step, self._states.get(step.step)
            if name in self._not_after:
                # Where they need it earlier than all that follows here.
                tighter = self._not_after[name] < latest_end[name] - SAME
                latest_end[name] = np.where(tighter, self._not_after[name], latest_end[name])
                bound[name] = np.where(tighter, place[name], bound[name])
                words = [
                    Told("latest end for the others in its box", "box") if less else word
                    for less, word in zip(tighter, own[name][1], strict=True)
                ]
                own[name] = np.where(tighter, self._not_after[name], own[name][0]), words
            if state is not None and (state.done is not None or state.begun is not None):
                # What has begun waits for nothing any more.
                latest_start[name] = np.full(count, np.inf)
                continue
            end = latest_end[name]
            known = np.where(np.isfinite(end), end, earliest[name][1])
            start = self._clock.start_for(step, known, minutes[name])
            latest_start[name] = np.where(np.isfinite(end), start, end)
            for before in step.after:
                if before in latest_end:
                    tighter = latest_start[name] < latest_end[before]
                    latest_end[before] = np.where(tighter, latest_start[name], latest_end[before])
                    bound[before] = np.where(tighter, bound[name], bound[before])
                elif before == "ready":
                    tighter = latest_start[name] < ready_by
                    ready_by = np.where(tighter, latest_start[name], ready_by)
                    ready_bound = np.where(tighter, bound[name], ready_bound)
        late = {
            step.step: np.floor(
                self._clock.start_for(
                    step,
                    np.where(
                        np.isfinite(latest_end[step.step]),
                        latest_end[step.step] - step.buffer_h * 60,
                        earliest[step.step][1],
                    ),
                    minutes[step.step],
                )
            )
            for step in self._steps
            if step.late
        }
        planned = self.forward(minutes, given, late)
        return self._answer(earliest, planned, latest_start, latest_end, bound, own, ready_by, ready_bound)

    def _answer(
        self,
        earliest: dict[str, tuple[Minutes, Minutes]],
        planned: dict[str, tuple[Minutes, Minutes]],
        latest_start: dict[str, Minutes],
        latest_end: dict[str, Minutes],
        bound: dict[str, NDArray[np.int64]],
        own: dict[str, tuple[Minutes, list[str]]],
        ready_by: Minutes,
        ready_bound: NDArray[np.int64],
    ) -> ChainDates:
        count = len(self._ships)
        feasible = np.full(count, True)
        # The least of all steps, and of those that wait for what was done before and not for the ship.
        least = np.full(count, np.inf), np.full(count, -1)
        moving = least
        for number, step in enumerate(self._steps):
            end = earliest[step.step][1]
            # What never ends misses even what has no last moment; what follows no moment that is told misses nothing.
            spare = np.where(end < np.inf, latest_end[step.step] - np.minimum(end, _FAR), -np.inf)
            # Only what is done already can be too early for its paper to hold.
            holds = self._holds_until(step, end) - self._leaves(step)
            expired = np.where(holds < -SAME, holds, np.inf)
            for margin, place in ((spare, bound[step.step]), (expired, np.full(count, number))):
                feasible &= margin >= -SAME
                least = _lesser(least, margin, place)
                moving = _lesser(moving, np.where(self._waits_for_ship(step, end), np.inf, margin), place)
        ready = self._anchors["ready"]
        by_ready = np.isfinite(ready_by)
        # With several causes the one that is worst already tells first.
        others = [
            np.where(feasible & np.isfinite(moving[0]), some, every) for some, every in zip(moving, least, strict=True)
        ]
        slack = np.where(feasible & by_ready, ready_by - ready, others[0])
        tightest = np.where(feasible & by_ready, ready_bound, others[1])
        steps = tuple(
            StepDates(
                step,
                *earliest[step.step],
                np.where(feasible, planned[step.step][0], earliest[step.step][0]),
                np.where(feasible, planned[step.step][1], earliest[step.step][1]),
                latest_start[step.step],
                latest_end[step.step],
                bound[step.step],
            )
            for step in self._steps
        )
        told = [self._told(step, own[step.step], earliest[step.step][1]) for step in self._steps]
        return ChainDates(
            self._clock,
            steps,
            feasible,
            slack,
            tightest,
            tuple(deadline for deadline, _ in told),
            tuple(words for _, words in told),
        )

    def _waits_for_ship(self, step: ChainStep, end: Minutes) -> NDArray[np.bool_]:
        """Whether a step ends as soon as its ship lets it, whenever the steps before it end."""
        least = self._least_end(step)
        return np.full(len(end), False) if step.earliest_h is None or least is None else end <= least + SAME

    def _told(self, step: ChainStep, own: tuple[Minutes, list[str]], end: Minutes) -> tuple[Minutes, list[str]]:
        """A step's own latest end and what it is, in words; of a paper that holds too short a time, until when."""
        until = self._holds_until(step, end)
        expired = until < self._leaves(step) - SAME
        what = Told("last departure for which its paper holds", "validity")
        words = [what if short else word for short, word in zip(expired, own[1], strict=True)]
        return np.where(expired, until, own[0]), words

    @staticmethod
    def _holds_until(step: ChainStep, end: Minutes) -> Minutes:
        """The last departure for which the paper of a step holds that ends then."""
        return np.full_like(end, np.inf) if step.valid_h is None else end + step.valid_h * 60


def _lesser(
    known: tuple[Minutes, NDArray[np.int64]], margin: Minutes, place: NDArray[np.int64]
) -> tuple[Minutes, NDArray[np.int64]]:
    """The lesser margin of each option, and whose it is."""
    tighter = margin < known[0]
    return np.where(tighter, margin, known[0]), np.where(tighter, place, known[1])


def cutoff_codes(shipment: Shipment, code: CutoffCode | None) -> tuple[CutoffCode, ...]:
    """The cut-offs that one stands for: full delivery also for those of reefers and of dangerous goods."""
    if code != "FCO":
        return () if code is None else (code,)
    reefer: tuple[CutoffCode, ...] = ("RCO",) if shipment.plug else ()
    dangerous: tuple[CutoffCode, ...] = ("DGC",) if shipment.hazards else ()
    return ("FCO", *reefer, *dangerous)
