"""A ship of a berth plan, as its rules look at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from data.case import Case
from data.plans import BerthedCall, CraneUse
from data.vessels import Vessel, VesselCall

# Below this, two numbers of metres or boxes are the same: tables carry decimals, not exact fractions.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Berthed:
    """A call of the plan with its call and ship of the case."""

    plan: BerthedCall
    call: VesselCall
    ship: Vessel

    @property
    def name(self) -> str:
        """The ship's name and the call's."""
        return f"{self.ship.name} ({self.call.id})"

    @property
    def low_m(self) -> float:
        """Place of the ship's low end."""
        return self.plan.position_m

    @property
    def high_m(self) -> float:
        """Place of the ship's high end."""
        return self.plan.position_m + self.ship.loa_m

    @property
    def counts(self) -> list[tuple[int, float]]:
        """How many cranes work the ship, and for how many hours, from the first to the last of them in order."""
        edges = sorted({moment for use in self.plan.cranes for moment in (use.start, use.end)})
        return [
            (sum(use.start <= begin < use.end for use in self.plan.cranes), hours(end - begin))
            for begin, end in pairwise(edges)
        ]

    def with_(self, other: "Berthed") -> bool:
        """Whether the two ships are at the quay at the same time."""
        return together(self.plan, other.plan)


def together(one: BerthedCall | CraneUse, other: BerthedCall | CraneUse) -> bool:
    """Whether two ships or uses have some time in common."""
    return one.start < other.end and other.start < one.end


def hours(duration: timedelta) -> float:
    """A duration in hours."""
    return duration.total_seconds() / 3600


def clock(case: Case, moment: datetime) -> str:
    """A moment on the terminal's clock, for sentences."""
    return f"{case.terminal.local(moment):%Y-%m-%d %H:%M}"
