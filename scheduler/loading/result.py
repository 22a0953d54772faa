"""What a loading solve returns: the plan with its cost and bound, and how far each stage got."""

from dataclasses import dataclass

from data.plans import LoadingPlan
from scheduler.result import Result, gap


@dataclass(frozen=True)
class Stage:
    """A step of the solve: what it minimised, in which unit, with a proven lower bound of that step.

    The bound of the stowage holds for every stowage of the call; those of the crane schedule and of the sequence hold
    for the stowage, or the crane schedule, that they were given.
    """

    name: str
    what: str
    unit: str
    value: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """(value - bound) / value, and 0 where they are equal."""
        return gap(self.value, self.bound)


@dataclass(frozen=True)
class LoadingResult(Result[LoadingPlan]):
    """A loading plan with its cost, the proven lower bound of any plan's cost at this berth, and its stages."""

    stages: tuple[Stage, ...] = ()
