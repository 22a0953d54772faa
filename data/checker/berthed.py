"""A ship of a berth plan, as its rules look at it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from data.actuals import Actual
from data.plans import BerthedCall, CraneUse
from data.vessels import Vessel, VesselCall

# Below this, two numbers of metres or boxes are the same: tables carry decimals, not exact fractions.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Berthed:
    """A call of the plan with its call and ship of the case; in a plan of the running day with its actual and `now`."""

    plan: BerthedCall
    call: VesselCall
    ship: Vessel
    actual: Actual | None = None
    now: datetime | None = None

    @property
    def lies(self) -> bool:
        """Whether the ship lies alongside now, or did: how she came there is no more a matter of rules."""
        return self.actual is not None and self.actual.berthed

    def from_now(self) -> "Berthed | None":
        """What is left of her stay and her cranes from now on; None where she is gone by then."""
        if self.now is None:
            return self
        if self.plan.end <= self.now:
            return None
        begin = max(self.plan.start, self.now)
        return replace(self, plan=self.plan.model_copy(update={"start": begin, "cranes": self._uses_left()}))

    def judged(self) -> "Berthed":
        """What her own rules look at: of a ship that lies alongside only the cranes from now on, of any other all."""
        if not self.lies:
            return self
        return replace(self, plan=self.plan.model_copy(update={"cranes": self._uses_left()}))

    def _uses_left(self) -> tuple[CraneUse, ...]:
        now = self.now
        assert now is not None
        return tuple(use.model_copy(update={"start": max(use.start, now)}) for use in self.plan.cranes if use.end > now)

    def workable(self, mooring: timedelta) -> datetime:
        """From when on she is worked, by the rules: the end of mooring, and not before now if she lies there."""
        moored = self.plan.start + mooring
        return max(moored, self.now) if self.lies and self.now is not None else moored

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
