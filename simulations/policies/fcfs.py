"""First come first served."""

from dataclasses import dataclass
from math import inf

from data.case import Case
from simulations.clock import Clock
from simulations.parts.crane import Crane
from simulations.parts.quay import Berthing, Quay
from simulations.policies.rule import Rule
from simulations.visit import Visit


@dataclass(frozen=True)
class FirstComeFirstServed:
    """Ships berth in the order of their arrival, whatever was planned.

    The first in the queue takes the free place nearest its preferred one, with as many neighbouring cranes as are free
    and it takes, and keeps them until its last lift. While it fits nowhere, those behind it wait too; only a ship that
    waits for nothing but the tide, or the end of a closure, lets others pass. That is stricter than the
    first-come-first-served plan that berth plans are compared with: a planner lets a later ship pass where it delays
    none that came before.
    """

    name: str = "fcfs"

    def begin(self, case: Case, clock: Clock) -> Rule:  # noqa: ARG002
        """The rule of a new run."""
        return InOrder()


class InOrder(Rule):
    """The rule of first come first served. It remembers nothing."""

    def next_berthing(self, quay: Quay, minute: float) -> Berthing | None:
        """The first ship in the queue that is not held by time alone, if a place is free for it."""
        if any(quay.lacking(crane) for crane in quay.cranes if crane.visit is None):
            return None  # A ship alongside has lost its cranes to closures: it goes before those that come.
        return first_that_fits(quay.anchorage, quay, minute)

    def next_ship_for(self, crane: Crane, quay: Quay) -> Visit | None:
        """A ship works with the cranes that were free when it berthed, and gets others only for closed ones."""
        return next(iter(quay.lacking(crane)), None)

    def next_review(self, quay: Quay, minute: float) -> float:
        """The next tide that lets a waiting ship in."""
        return next_tide(quay.anchorage, quay, minute)


def first_that_fits(queue: list[Visit], quay: Quay, minute: float) -> Berthing | None:
    """The berthing of the first ship of a queue, of those that wait for more than time."""
    for visit in queue:
        berthing = quay.best_berthing(visit, minute)
        if berthing is not None:
            return berthing
        if not quay.waits_for_time_alone(visit, minute):
            return None
    return None


def next_tide(queue: list[Visit], quay: Quay, minute: float) -> float:
    """The next minute at which the tide opens some place for a ship of a queue."""
    return min((quay.next_tide(visit, minute) for visit in queue), default=inf)
