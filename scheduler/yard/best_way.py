"""The best way that a search of a bay has found and the bound that none is below, whichever of its threads they are of.

Both engines of a bay, `retrieval` and `premarshalling`, look for the fewest moves; what they count differs.
"""

from collections.abc import Sequence
from threading import Lock
from time import monotonic

from scheduler.result import Incumbent, Report, Result, Status, gap
from scheduler.stopping import Stop
from scheduler.yard.bay import Move

# The cost where there is no way yet, above that of every way; a bound of as much proves that there is none.
NO_WAY = 1_000_000_000
# What a solve without any limit counts with, in seconds.
_ENDLESS = 600.0


class BestWay:
    """A search begins as it is made. `cost` is the length of `way`; the search adds to `effort` what it has spent."""

    def __init__(self, stop: Stop, report: Report) -> None:
        self.stop, self._report, self._began = stop, report, monotonic()
        self.cost, self.bound, self.effort = NO_WAY, 0, 0.0
        self.way: Sequence[Move] = ()
        self._noting = Lock()
        self._curve: list[Incumbent] = []

    @property
    def over(self) -> bool:
        """Whether way and bound are near enough, or the solve is to stop."""
        if self.stop.cancel.is_set() or self.bound >= self.cost:
            return True
        if self.cost < NO_WAY and gap(self.cost, self.bound) <= self.stop.gap:
            return True
        if self.stop.effort is not None:
            return self.effort >= self.stop.effort
        seconds = _ENDLESS if self.stop.seconds is None else self.stop.seconds
        return monotonic() - self._began >= seconds

    def found(self, way: Sequence[Move]) -> None:
        """Take a way where it is better."""
        with self._noting:
            if len(way) < self.cost:
                self.cost, self.way = len(way), way
                self._note()

    def raise_bound(self, bound: int) -> None:
        """Take a bound of ways that are better than the best where it is above the one that is known."""
        with self._noting:
            bound = min(bound, self.cost)
            if bound > self.bound:
                self.bound = bound
                self._note()

    def result(self, moves: tuple[Move, ...]) -> Result[tuple[Move, ...]]:
        """What the search came to, with all moves of its best way."""
        status = Status.CANCELLED if self.stop.cancel.is_set() else Status.FEASIBLE
        return Result(
            plan=moves,
            cost=float(self.cost),
            bound=float(self.bound),
            status=Status.OPTIMAL if self.bound >= self.cost else status,
            seconds=monotonic() - self._began,
            curve=tuple(self._curve),
        )

    def _note(self) -> None:
        if self.cost < NO_WAY:
            self._curve.append(Incumbent(monotonic() - self._began, float(self.cost), float(self.bound)))
            self._report(self._curve[-1])
