"""The quay: which ships lie where, which wait outside, and which cranes are whose.

Cranes stand on one rail and cannot pass: of two ships alongside, the one nearer to the zero mark has the lower
cranes. A crane reaches a ship when it can stand beside some metre of it.

No ship comes to a closed stretch of the quay, nor to one that will be closed before she leaves as far as is known, by
the stay of her ETA and ETD. One that lies there already stays until she is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from data.case import Case
from data.water import tide_needed
from simulations.clock import Clock
from simulations.parts.crane import Crane
from simulations.parts.water import Water
from simulations.visit import Visit

_TOLERANCE_M = 1e-6
_TOLERANCE_MIN = 1e-6


@dataclass(frozen=True)
class Berthing:
    """A decision: this ship comes alongside now, its low end at this metre, with these cranes."""

    visit: Visit
    position_m: float
    cranes: tuple[Crane, ...]


class Quay:
    """Ships alongside in the order of their places, ships at anchor in that of their arrival, cranes on the rail."""

    def __init__(self, case: Case, clock: Clock, cranes: list[Crane]) -> None:
        quay = case.terminal.quay
        self.case = case
        self.water = Water(case, clock)
        self.cranes = cranes
        self.low_m = -quay.overhang_m
        self.high_m = quay.length_m + quay.overhang_m
        self.gap_m = quay.mooring_gap_m
        self._shallowest_m = min(section.depth_m for section in case.berths)
        self.alongside: list[Visit] = []
        self.anchorage: list[Visit] = []
        # Ids of the calls that have left.
        self.departed: set[str] = set()
        self._closures = [
            (each.low_m, each.high_m, clock.minutes(each.start), clock.minutes(each.end))
            for each in case.closed("quay")
        ]
        # No more cranes are given out than the largest shift has gangs.
        self._gangs = max((shift.gangs for shift in case.shifts), default=len(cranes))
        self._fewest_gangs = min((shift.gangs for shift in case.shifts), default=len(cranes))

    def berth(self, berthing: Berthing) -> None:
        """Take a ship from the anchorage to its place and give it its cranes."""
        visit = berthing.visit
        self.anchorage.remove(visit)
        visit.position_m = berthing.position_m
        self.alongside.append(visit)
        self.alongside.sort(key=lambda ship: ship.position_m)
        for crane in berthing.cranes:
            self.give(crane, visit)

    def give(self, crane: Crane, visit: Visit) -> None:
        """Give a free crane to a ship alongside."""
        crane.visit = visit
        visit.cranes.append(crane)

    def leave(self, visit: Visit) -> None:
        """A ship leaves its place."""
        self.alongside.remove(visit)
        self.departed.add(visit.call.id)

    def is_within(self, position_m: float, loa_m: float) -> bool:
        """Whether a place lies within the quay and its overhangs."""
        return self.low_m - _TOLERANCE_M <= position_m and position_m + loa_m <= self.high_m + _TOLERANCE_M

    def is_clear(self, position_m: float, loa_m: float) -> bool:
        """Whether a place lies within the quay and its overhangs, and clear of every ship alongside."""
        end = position_m + loa_m
        return self.is_within(position_m, loa_m) and all(
            end + self.gap_m <= ship.position_m + _TOLERANCE_M or ship.end_m + self.gap_m <= position_m + _TOLERANCE_M
            for ship in self.alongside
        )

    def is_open(self, position_m: float, loa_m: float, minute: float, stay_min: float) -> bool:
        """Whether no closure of the quay meets a ship that comes to a place at a minute and stays for so long."""
        return not any(
            position_m < high - _TOLERANCE_M
            and low < position_m + loa_m - _TOLERANCE_M
            and minute < end - _TOLERANCE_MIN
            and start < minute + stay_min - _TOLERANCE_MIN
            for low, high, start, end in self._closures
        )

    def usable_cranes(self, position_m: float, loa_m: float, *, closed_too: bool = False) -> list[Crane]:
        """The free cranes that reach a place without passing the crane of another ship, in rail order.

        A closed one is none of them, but with `closed_too`.
        """
        below, above = -1, len(self.cranes)
        for ship in self.alongside:
            for crane in ship.cranes:
                if ship.position_m < position_m:
                    below = max(below, crane.place)
                else:
                    above = min(above, crane.place)
        return [
            crane
            for crane in self.cranes[below + 1 : above]
            if crane.visit is None and (closed_too or not crane.closures) and crane.reaches(position_m, loa_m)
        ]

    def can_join(self, crane: Crane, visit: Visit) -> bool:
        """Whether a free crane can go to a ship alongside, passing no other ship's crane."""
        return (
            not crane.closures
            and crane.reaches(visit.position_m, visit.loa_m)
            and all(
                other.place < crane.place if ship.position_m < visit.position_m else crane.place < other.place
                for ship in self.alongside
                if ship is not visit
                for other in ship.cranes
            )
        )

    def always_manned(self, cranes: int) -> bool:
        """Whether every shift has gangs for so many more cranes than work at ships alongside."""
        return sum(len(ship.cranes) for ship in self.alongside) + cranes <= self._fewest_gangs

    def lacking(self, crane: Crane) -> list[Visit]:
        """Ships alongside that have fewer cranes than they must have, by closures, and can have this one."""
        return [
            visit
            for visit in self.alongside
            if self.case.closures
            and len(visit.cranes) < visit.call.min_cranes
            and visit.unmoved
            and self.can_join(crane, visit)
        ]

    def best_berthing(self, visit: Visit, minute: float, *, some_day: bool = False) -> Berthing | None:
        """The free place nearest the ship's preferred one, with as many neighbouring cranes as are free and it takes.

        None where no place is free for it now. With `some_day`, where it could lie if the tide stood high enough and
        nothing were closed.
        """
        return next(self._berthings(visit, minute, some_day), None)

    def has_water(self, visit: Visit, position_m: float) -> bool:
        """Whether some tide lets the ship come to a place, and some tide lets it leave."""
        return self.water.ever(self.water.tide_to_berth(visit.call, position_m, visit.loa_m)) and self.water.ever(
            self.water.tide_to_leave(visit.call, position_m, visit.loa_m)
        )

    def tide_serves(self, visit: Visit, position_m: float, minute: float) -> bool:
        """Whether tide and channel let the ship come to a place now."""
        return self.water.is_open(minute) and self.water.reached(
            self.water.tide_to_berth(visit.call, position_m, visit.loa_m), minute
        )

    def needs_tide(self, visit: Visit) -> bool:
        """Whether some place along the quay, or the channel, is too shallow for the ship at low water."""
        return not self.water.always(tide_needed(self.case.terminal, visit.call.arrival_draft_m, self._shallowest_m))

    def waits_for_time_alone(self, visit: Visit, minute: float) -> bool:
        """Whether a ship that finds no place now would find one if the tide stood high and nothing were closed."""
        may = self.needs_tide(visit) or bool(self.case.closures)
        return may and self.best_berthing(visit, minute, some_day=True) is not None

    def next_tide(self, visit: Visit, minute: float) -> float:
        """The next minute after `minute` at which a place that is too shallow for the ship now has water enough."""
        if not self.needs_tide(visit):
            return inf
        needs = {self.water.tide_to_berth(visit.call, place, visit.loa_m) for place in self._places(visit)}
        moments = (self.water.next_reached(need, minute) for need in needs)
        return min((moment for moment in moments if moment > minute), default=inf)

    def _berthings(self, visit: Visit, minute: float, some_day: bool) -> Iterator[Berthing]:
        loa, least, most = visit.loa_m, visit.call.min_cranes, visit.call.max_cranes
        wanted = self.low_m if visit.call.preferred_position_m is None else visit.call.preferred_position_m
        most = min(most, self._gangs - sum(len(ship.cranes) for ship in self.alongside))
        for position in sorted(set(self._places(visit)), key=lambda place: (abs(place - wanted), place)):
            if not (self.is_clear(position, loa) and self.has_water(visit, position)):
                continue
            if not some_day and not (
                self.tide_serves(visit, position, minute) and self.is_open(position, loa, minute, visit.etd - visit.eta)
            ):
                continue
            cranes = _neighbouring(
                self.usable_cranes(position, loa, closed_too=some_day),
                most,
                (position + loa / 2 - self.low_m) / (self.high_m - self.low_m) * len(self.cranes),
            )
            if len(cranes) >= least:
                yield Berthing(visit, position, cranes)

    def _places(self, visit: Visit) -> Iterator[float]:
        """Places for a ship's low end, of which one is the nearest possible to its preferred place.

        Where a ship cannot lie changes only at the ends of the quay, beside other ships, at the edges of sections
        and at the ends of cranes' rails (a metre of the ship within reach is taken to be enough for work).
        """
        loa = visit.loa_m
        preferred = visit.call.preferred_position_m
        if preferred is not None:
            yield min(max(preferred, self.low_m), self.high_m - loa)
        yield self.low_m
        yield self.high_m - loa
        for ship in self.alongside:
            yield ship.end_m + self.gap_m
            yield ship.position_m - self.gap_m - loa
        for low, high, *_ in self._closures:
            yield high
            yield low - loa
        for section in self.case.berths:
            yield section.start_m
            yield section.end_m - loa
        for crane in self.cranes:
            yield crane.rail_from_m + 1 - loa
            yield crane.rail_to_m - 1


def _neighbouring(cranes: list[Crane], most: int, wanted: float) -> tuple[Crane, ...]:
    """At most so many cranes that stand side by side on the rail, as near as can be to a place among the cranes."""
    runs: list[list[Crane]] = []
    for crane in cranes:
        if runs and runs[-1][-1].place + 1 == crane.place:
            runs[-1].append(crane)
        else:
            runs.append([crane])
    chosen: list[Crane] = []
    for run in runs:
        count = min(most, len(run))
        for first in range(len(run) - count + 1):
            group = run[first : first + count]
            if (-len(group), _distance(group, wanted)) < (-len(chosen), _distance(chosen, wanted)):
                chosen = group
    return tuple(chosen)


def _distance(group: list[Crane], wanted: float) -> float:
    return abs(group[0].place + len(group) / 2 - wanted) if group else inf
