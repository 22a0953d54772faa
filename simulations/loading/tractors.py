"""Which trip the next free tractor makes.

Trips are given to tractors in the order in which the plan begins them. A tractor is given early: it fetches a box to
load as soon as it is free, and waits with it at the crane; for a discharge it waits there empty. So that no crane ties
up the tractors of all (one that is broken down, say), one has at most as many tractors before their lifts as the plan
itself has for it at some moment, or as its even share of them. The trips of a crane that has its fill are passed over,
and those of other cranes come first.

Why tractors never wait for each other for ever. Take the lifts and yard moves in the order of the plan's beginnings;
nothing waits for anything later in it (`order`). In the plan, at the beginning of each trip, no more are under way than
there are tractors. A trip is given ahead of its turn only where that stays true with this trip counted from now on.
Suppose nothing moves any more, and let A be the first in that order that is not done. All that it waits for is done, so
it lacks only a tractor: A is the beginning of a trip T that has none, and T is the first such trip. Whoever has a
tractor has something left to do that the plan begins no earlier than A, and so is under way in the plan when T begins.
As no more are than there are tractors, T among them, a tractor is free. The same holds for T's crane: those that are
before their lifts there are so in the plan as well, so it has not got its fill. T is then the next to be given a
tractor, which contradicts that nothing moves.

A tractor that has stacked a box is free in the yard: it fetches the next box there, or drives back to the quay. One
that has brought a box to the ship has the way to the yard before it, which the plan doesn't count. The first trip of
each takes no way: tractors stand where the work begins.
"""

from collections import Counter, defaultdict
from math import ceil

from simulations.loading.trips import Trip, way_of
from simulations.loading.work import Work

# Sums of minutes that are equal may differ by so much.
_ROUNDING = 1e-6


class Tractors:
    """The tractors of a plan: where they are free, and which trips they have made and make."""

    def __init__(self, work: Work) -> None:
        self._trips = work.trips
        self._count = work.plan.tractors
        self._way = way_of(work.case)
        self._fresh, self._at_quay, self._in_yard = self._count, 0, 0
        # The trips of each crane that have no tractor yet are those from here on.
        self._of_crane: defaultdict[str, list[int]] = defaultdict(list)
        for number, trip in enumerate(work.trips):
            self._of_crane[trip.crane].append(number)
        self._given = dict.fromkeys(self._of_crane, 0)
        # How many tractors a crane has before their lifts, and may have.
        self.before_lift: Counter[str] = Counter()
        self._most = {crane: self._fill(crane) for crane in self._of_crane}
        # By trip: until the beginning of which other one it is under way in the plan; and then how many are at the
        # beginning of each, with those that were given ahead of their turn and without those that are done.
        self._until: list[int] = []
        self._under_way = [0] * len(self._trips)
        for number, trip in enumerate(self._trips):
            last = number
            while last + 1 < len(self._trips) and trip.in_use(self._trips[last + 1].since):
                last += 1
            self._until.append(last)
            for other in range(number, last + 1):
                self._under_way[other] += 1
        # When a trip got its tractor, by number.
        self.since: dict[int, float] = {}

    def _fill(self, crane: str) -> int:
        """Most tractors of a crane before their lifts."""
        most = ceil(self._count / len(self._of_crane))
        waiting: list[Trip] = []
        for trip in (self._trips[number] for number in self._of_crane[crane]):
            waiting = [other for other in waiting if other.lifted_at >= trip.since]
            waiting.append(trip)
            most = max(most, len(waiting))
        return most

    @property
    def moments(self) -> list[float]:
        """When trips can begin that could not before: the plan's start, or what it begins before that."""
        return sorted({_earliest(trip) for trip in self._trips})

    def next_trip(self, now: float) -> int | None:
        """The trip that a free tractor makes now; None where there is none, or no tractor."""
        if not self._fresh + self._at_quay + self._in_yard:
            return None
        heads = [
            (numbers[self._given[crane]], crane)
            for crane, numbers in self._of_crane.items()
            if self._given[crane] < len(numbers)
        ]
        fit = [number for number, crane in heads if self.before_lift[crane] < self._most[crane]]
        if not fit or _earliest(self._trips[min(fit)]) > now + _ROUNDING:
            return None
        chosen, turn = min(fit), min(heads)[0]
        ahead = range(turn, chosen)
        return None if any(self._under_way[other] >= self._count for other in ahead) else chosen

    def give(self, number: int, now: float) -> float:
        """Give a trip that is next to a tractor: minutes until it is where the trip begins."""
        trip = self._trips[number]
        for other in range(self._turn(), number):
            self._under_way[other] += 1
        self._given[trip.crane] += 1
        self.before_lift[trip.crane] += 1
        self.since[number] = now
        here, there = (self._in_yard, self._at_quay) if trip.loads else (self._at_quay, self._in_yard)
        near = here > 0
        if near:
            here -= 1
        elif self._fresh:
            self._fresh -= 1
            near = True
        else:
            there -= 1
        self._in_yard, self._at_quay = (here, there) if trip.loads else (there, here)
        return 0.0 if near else self._way

    def lifted(self, number: int) -> None:
        """The lift of a trip is done."""
        self.before_lift[self._trips[number].crane] -= 1

    def free(self, number: int) -> None:
        """A trip is done, and its tractor free where that ends."""
        if self._trips[number].loads:
            self._at_quay += 1
        else:
            self._in_yard += 1
        for other in range(self._turn(), self._until[number] + 1):
            self._under_way[other] -= 1

    def _turn(self) -> int:
        """The first trip that has no tractor yet."""
        return min(
            (
                numbers[self._given[crane]]
                for crane, numbers in self._of_crane.items()
                if self._given[crane] < len(numbers)
            ),
            default=len(self._trips),
        )


def _earliest(trip: Trip) -> float:
    return min(trip.since, 0.0)
