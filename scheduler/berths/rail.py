"""The quay cranes as the ships of a plan leave them for one more ship at a place."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.case import Case
from data.plans import BerthedCall
from data.shifts import shift_times
from scheduler.berths.alongside import next_minute


@dataclass(frozen=True)
class _Taken:
    """A crane at another ship; `below` says on which side of the ship that one lies, None where the two overlap."""

    crane: int
    start: datetime
    end: datetime
    change: timedelta
    below: bool | None


class Rail:
    """What is free on the rail beside a ship from `low_m` to `high_m` whose bays are worked between two metres."""

    def __init__(
        self, case: Case, others: Sequence[BerthedCall], *, low_m: float, high_m: float, bays: tuple[float, float]
    ) -> None:
        self._case = case
        self._reached = [crane.reaches(*bays) for crane in case.quay_cranes]
        place = {crane.id: number for number, crane in enumerate(case.quay_cranes)}
        self._stops = [(place[each.crane], each) for each in case.closed("crane") if each.crane in place]
        middle = (low_m + high_m) / 2
        self._taken: list[_Taken] = []
        for entry in others:
            call = case.call_by_id.get(entry.call)
            if call is None:
                continue
            low, high = entry.position_m, entry.position_m + case.ship_of(call).loa_m
            below = True if high <= low_m else False if low >= high_m else None
            change = timedelta(minutes=case.terminal.crane_work.change_min(abs(middle - (low + high) / 2)))
            self._taken += [
                _Taken(place[use.crane], use.start, use.end, change, below)
                for use in entry.cranes
                if use.crane in place
            ]
        self._taken.sort(key=lambda use: use.start)
        # A use that is longer before a moment than this has nothing to do with it.
        self._before = max((use.end - use.start + use.change for use in self._taken), default=timedelta(0))

    def block(
        self, count: int, begin: datetime, end: datetime, *, near: Sequence[int], neighbours: bool
    ) -> tuple[int, list[int]]:
        """So many cranes from one moment to another: how many of them are in others' way, and which they are.

        The fewest in others' way, and of those the nearest to the cranes `near`. They stand beside each other on the
        rail, where `neighbours` is false but for those that are not free. Cranes are told by their places on the rail.
        """
        count = min(count, len(self._reached))
        if count == 0:
            return 0, []
        free = self._free(begin, end)
        rail = range(len(self._reached))
        open_to_her = [crane for crane in rail if free[crane]]
        short = max(0, count - self._gangs_left(begin, end))
        blocks = [list(rail[first : first + count]) for first in range(len(rail) - count + 1)]
        if not neighbours:
            blocks += [open_to_her[first : first + count] for first in range(len(open_to_her) - count + 1)]
        middle = sum(near) / len(near) if near else 0.0

        def badness(block: list[int]) -> tuple[int, int, float]:
            faults = sum(not free[crane] for crane in block)
            strange = sum(crane not in near for crane in block) if near else 0
            return faults, strange, abs(sum(block) / count - middle)

        best = min(blocks, key=badness)
        return badness(best)[0] + short, best

    def all_free(self, cranes: Sequence[int], begin: datetime, end: datetime) -> bool:
        """Whether all of these cranes are free, and have gangs, from one moment to another."""
        free = self._free(begin, end)
        return all(free[crane] for crane in cranes) and len(cranes) <= self._gangs_left(begin, end)

    def edges(self, begin: datetime, end: datetime) -> list[datetime]:
        """The moments between two, by whole minutes, at which a crane has come free or has to go elsewhere."""
        found: set[datetime] = set()
        for use in self._near(begin, end):
            gone = use.start - use.change
            found |= {next_minute(use.end + use.change), gone.replace(second=0, microsecond=0)}
        return sorted(moment for moment in found if begin < moment < end)

    def _free(self, begin: datetime, end: datetime) -> list[bool]:
        """Of each crane, whether it reaches the ship, is in service, not taken, and need not pass another."""
        free = list(self._reached)
        lowest, highest = 0, len(free) - 1
        for crane, closed in self._stops:
            if closed.during(begin, end):
                free[crane] = False
        for use in self._near(begin, end):
            if use.start < end + use.change and begin < use.end + use.change:
                free[use.crane] = False
            if use.start < end and begin < use.end:
                if use.below is True:
                    lowest = max(lowest, use.crane + 1)
                elif use.below is False:
                    highest = min(highest, use.crane - 1)
        return [each and lowest <= crane <= highest for crane, each in enumerate(free)]

    def _near(self, begin: datetime, end: datetime) -> list[_Taken]:
        """The uses that may meet a time, with the ways of the cranes from and to them."""
        first = bisect_left(self._taken, begin - self._before, key=lambda use: use.start)
        return self._taken[first : bisect_left(self._taken, end + self._before, key=lambda use: use.start)]

    def _gangs_left(self, begin: datetime, end: datetime) -> int:
        """Cranes for which there are gangs all the time, beside those of the others."""
        left = len(self._reached)
        for shift in shift_times(self._case.terminal, self._case.shifts, begin, end) if self._case.shifts else ():
            first, last = max(shift.start, begin), min(shift.end, end)
            inside = [use for use in self._near(first, last) if use.start < last and first < use.end]
            moments = {first, *(use.start for use in inside if use.start > first)}
            most = max(len({use.crane for use in inside if use.start <= moment < use.end}) for moment in moments)
            left = min(left, shift.shift.gangs - most)
        return max(0, left)
