"""What a policy is, and what the simulated terminal asks of the rule that it makes for a run."""

from collections.abc import Callable
from typing import Protocol

from data.case import Case
from simulations.clock import Clock
from simulations.parts.crane import Crane
from simulations.parts.placing import BlockRule
from simulations.parts.quay import Berthing, Quay
from simulations.parts.stacking import StackRule
from simulations.parts.transport import ShipRule
from simulations.visit import Visit


class Rule(Protocol):
    """The decisions of one run. Minutes count from the start of the window.

    `dispatching`, `stacking` and `slotting` are None where the terminal's own rules hold: the ship with the fewest
    tractors for each of its cranes, the yard's own choice of a block, and `yard_work.stacking` in it.
    """

    dispatching: ShipRule | None = None
    stacking: BlockRule | None = None
    slotting: StackRule | None = None
    stopped: Callable[[], bool] = staticmethod(lambda: False)

    def expect(self, visit: Visit) -> None:  # noqa: ARG002
        """A call of the run, told before the run begins."""
        return

    def next_berthing(self, quay: Quay, minute: float) -> Berthing | None:
        """A ship of the anchorage that berths now, or None where none does. Asked again until it answers None."""

    def next_ship_for(self, crane: Crane, quay: Quay) -> Visit | None:
        """A ship alongside that a free crane joins now, or None."""

    def next_review(self, quay: Quay, minute: float) -> float:
        """The next minute at which an answer may change by the clock alone; infinite where none does."""


class Policy(Protocol):
    """Makes the rule of a run. It must pickle, and keep nothing from one run to the next."""

    @property
    def name(self) -> str:
        """The policy's name in tables and on the command line."""

    def begin(self, case: Case, clock: Clock) -> Rule:
        """The rule of a new run."""
