"""When a quay crane breaks down: after working (not calendar) hours that are exponential, for an exponential repair.

The failures of a lift are known when it begins, so that they need no events of their own.
"""

from math import inf

from data.case import Case
from simulations.kernel import HOUR
from simulations.streams import Streams


class Breakdowns:
    """When a crane breaks down, by its working time, and for how long."""

    __slots__ = ("_between", "_random", "_repair", "work_left")

    def __init__(self, case: Case, streams: Streams, crane: str) -> None:
        work = case.terminal.crane_work
        self._between = work.hours_between_failures * HOUR
        self._repair = work.repair_h * HOUR
        self._random = streams.of("breakdowns", crane)
        # Minutes of work until the next one.
        self.work_left = self._random.exponential(self._between) if self._between else inf

    def during(self, minutes: float) -> list[tuple[float, float]]:
        """The failures in the crane's next so many minutes of work: after how many of them, and minutes of repair."""
        failures: list[tuple[float, float]] = []
        worked = 0.0
        while self.work_left <= minutes - worked:
            worked += self.work_left
            failures.append((worked, self._random.exponential(self._repair)))
            self.work_left = self._random.exponential(self._between)
        self.work_left -= minutes - worked
        return failures
