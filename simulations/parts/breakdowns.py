"""When a quay crane or a yard crane breaks down: after working (not calendar) hours, for a time; both exponential.

The failures of a lift or move are known when it begins, so that they need no events of their own.
"""

from math import inf

from numpy.random import Generator

from data.operations import CraneWork, YardWork
from simulations.kernel import HOUR


class Breakdowns:
    """When a crane breaks down, by its working time, and for how long."""

    __slots__ = ("_between", "_random", "_repair", "work_left")

    def __init__(self, work: CraneWork | YardWork, random: Generator) -> None:
        self._between = work.hours_between_failures * HOUR
        self._repair = work.repair_h * HOUR
        self._random = random
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
