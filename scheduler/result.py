"""What every solve returns and reports."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

PlanType = TypeVar("PlanType")


class Status(StrEnum):
    """How far a solve got."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Incumbent:
    """A point of the curve: after so many seconds, this cost and this proven bound (in money)."""

    seconds: float
    cost: float
    bound: float


Report = Callable[[Incumbent], None]


def no_report(incumbent: Incumbent) -> None:
    """Report nothing."""


def count_nothing(done: int, total: int) -> None:
    """Report nothing of how many things are done, of how many."""


def keep_nothing(answer: object) -> None:
    """Keep nothing, of whatever is better on the way."""


def gap(cost: float, bound: float) -> float:
    """(cost - bound) / cost, and 0 where they are equal but for the rounding of floats."""
    return 0.0 if cost <= bound * (1 + 1e-9) else (cost - bound) / cost


@dataclass(frozen=True)
class Result(Generic[PlanType]):
    """A plan with its cost, the proven lower bound of any plan's cost (both in money), and how it was found."""

    plan: PlanType
    cost: float
    bound: float
    status: Status
    seconds: float
    curve: tuple[Incumbent, ...] = ()

    @property
    def gap(self) -> float:
        """(cost - bound) / cost, and 0 where they are equal."""
        return gap(self.cost, self.bound)
