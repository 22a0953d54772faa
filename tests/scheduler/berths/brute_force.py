"""The cheapest berth plan of a tiny case, by trying all plans on a grid of hours and metres.

The checker says what is feasible and what it costs; nothing here comes from the solver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, product
from math import ceil

from data.case import Case
from data.checker import check
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.vessels import VesselCall
from data.water import channel_shut, depth_under, tide_by_minute, tide_needed
from data.work import crane_counts, hours_with

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Choice:
    """A way to berth a call, or to leave it out, and what it costs by itself."""

    entry: BerthedCall | None
    cost: float


class BruteForce:
    """All plans in which ships berth on the hour, up to `hours` after they may, at multiples of `metres`."""

    def __init__(self, case: Case, hours: int, metres: int) -> None:
        self.case, self.hours, self.metres = case, hours, metres
        self.start = case.first_day
        self._tide = tide_by_minute(case.terminal.tide, self.start, 2 * 24 * 60)
        self.choices = {call.id: self._choices(call) for call in case.calls}
        self._apart: dict[tuple[int, int], bool] = {}

    def plan(self, entries: list[BerthedCall]) -> BerthPlan:
        """The plan with these berths that leaves all other calls out."""
        berthed = {entry.call for entry in entries}
        return BerthPlan(
            case=self.case.name,
            case_hash=self.case.hash,
            start=self.start,
            end=self.start + timedelta(days=7),
            calls=tuple(entries),
            unserved=tuple(
                UnservedCall(call=call.id, reason="-") for call in self.case.calls if call.id not in berthed
            ),
        )

    def _choices(self, call: VesselCall) -> list[Choice]:
        costs = self.case.terminal.costs
        others = (len(self.case.calls) - 1) * costs.unserved_per_call
        found = [Choice(None, float(costs.unserved_per_call))]
        for entry in self._entries(call):
            verdict = check(self.case, self.plan([entry]))
            if verdict.feasible:
                found.append(Choice(entry, verdict.cost - others - verdict.terms.get("finish", 0.0)))
        return sorted(found, key=lambda choice: choice.cost)

    def _entries(self, call: VesselCall) -> Iterator[BerthedCall]:
        quay, loa = self.case.terminal.quay, self.case.ship_of(call).loa_m
        over = int(quay.overhang_m)
        for place in range(-over, int(quay.length_m + over - loa) + 1, self.metres):
            for wait in range(self.hours + 1):
                start = call.earliest + wait * _HOUR
                for worked, uses in self._work(call, place, start + timedelta(minutes=quay.mooring_min)):
                    end = self._leaves(call, place, worked + timedelta(minutes=quay.unmooring_min))
                    yield BerthedCall(call=call.id, position_m=place, side=call.side, start=start, end=end, cranes=uses)

    def _work(self, call: VesselCall, place: float, begin: datetime) -> Iterator[tuple[datetime, tuple[CraneUse, ...]]]:
        """When a ship is worked off, and by which cranes."""
        cranes = [crane.id for crane in self.case.quay_cranes]
        hourly = self.case.terminal.crane_work.assignment == "hourly"
        for number in crane_counts(self.case, call):
            whole = hours_with(self.case, call, number, place)
            if whole is not None and (not hourly or number == 0):
                # Plans count in whole minutes.
                done = begin + ceil(whole * 60 - 1e-6) * _MINUTE
                for first in range(len(cranes) - number + 1 if number else 1):
                    yield done, tuple(CraneUse(crane=c, start=begin, end=done) for c in cranes[first : first + number])
        if hourly:
            yield from self._by_hour(call, place, begin, cranes)

    def _by_hour(
        self, call: VesselCall, place: float, begin: datetime, cranes: list[str]
    ) -> Iterator[tuple[datetime, tuple[CraneUse, ...]]]:
        """Any cranes in each hour, for as many hours as it takes to do the work exactly."""
        share = {
            number: 1 / whole
            for number in crane_counts(self.case, call)
            if number and (whole := hours_with(self.case, call, number, place)) is not None
        }
        sets = [(), *(each for number in share for each in combinations(cranes, number))]
        for hours in range(1, self.hours + 1):
            for chosen in product(sets, repeat=hours):
                done = [share[len(each)] if each else 0.0 for each in chosen]
                if not chosen[-1] or sum(done) < 1 - 1e-9 or sum(done[:-1]) > 1 - 1e-9:
                    continue
                uses = tuple(
                    CraneUse(crane=crane, start=begin + hour * _HOUR, end=begin + (hour + 1) * _HOUR)
                    for hour, each in enumerate(chosen)
                    for crane in each
                )
                yield begin + hours * _HOUR, uses
            if hours >= 3:
                return

    def _leaves(self, call: VesselCall, place: float, ready: datetime) -> datetime:
        """The first whole minute at which the water lets a ship go."""
        terminal = self.case.terminal
        needed = tide_needed(
            terminal, call.departure_draft_m, depth_under(self.case, place, self.case.ship_of(call).loa_m)
        )
        first = (ready - self.start) // _MINUTE
        for minute in range(first, len(self._tide)):
            if self._tide[minute] >= needed and self._is_open(minute):
                return self.start + minute * _MINUTE
        return ready

    @cache  # noqa: B019
    def _is_open(self, minute: int) -> bool:
        return channel_shut(self.case, self.start + minute * _MINUTE) is None

    def cost(self) -> float:
        """What the cheapest plan costs."""
        calls = [call.id for call in self.case.calls]
        finish = self.case.terminal.costs.finish_per_hour
        rest = [sum(self.choices[call][0].cost for call in calls[number:]) for number in range(len(calls) + 1)]
        self.best_plan = self.plan([])
        best = check(self.case, self.best_plan).cost

        def extend(number: int, entries: list[BerthedCall], cost: float) -> None:
            nonlocal best
            last = max((entry.end for entry in entries), default=self.start)
            if cost + rest[number] + finish * ((last - self.start) / _HOUR) >= best - 1e-6:
                return
            if number == len(calls):
                verdict = check(self.case, self.plan(entries))
                if verdict.feasible and verdict.cost < best:
                    best, self.best_plan = verdict.cost, self.plan(entries)
                return
            for choice in self.choices[calls[number]]:
                if cost + choice.cost + rest[number + 1] >= best - 1e-6:
                    return
                if choice.entry is None:
                    extend(number + 1, entries, cost + choice.cost)
                elif all(self._go_together(choice.entry, entry) for entry in entries):
                    extend(number + 1, [*entries, choice.entry], cost + choice.cost)

        extend(0, [], 0.0)
        return best

    def _go_together(self, one: BerthedCall, other: BerthedCall) -> bool:
        key = (id(one), id(other))
        if key not in self._apart:
            self._apart[key] = check(self.case, self.plan([one, other])).feasible
        return self._apart[key]
