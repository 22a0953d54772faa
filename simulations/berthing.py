"""When the rule is asked what happens at the quay, and what is done with its answers."""

from math import inf

from simulations.kernel import Kernel, Step
from simulations.parts.cranes import Cranes
from simulations.parts.quay import Quay
from simulations.policies import Rule


class Berthings:
    """Asks the rule of a run whenever something has happened at the quay, and when the rule wants to be asked."""

    def __init__(self, kernel: Kernel, rule: Rule, quay: Quay, cranes: Cranes) -> None:
        self._kernel = kernel
        self._rule = rule
        self._quay = quay
        self._cranes = cranes
        self._next_review = inf

    def review(self) -> None:
        """Ask the rule what happens at the quay now, and when it wants to be asked again."""
        now = self._kernel.now
        while self._next_berths(now) or self._next_crane_joins():
            pass
        moment = self._rule.next_review(self._quay, now)
        water = self._quay.water
        if self._quay.anchorage and not water.is_open(now):
            moment = min(moment, water.next_open(now))
        if moment < self._next_review:
            self._next_review = moment
            self._kernel.after(moment - now, Step(), self._review_again)

    def _next_berths(self, now: float) -> bool:
        """Whether a ship of the anchorage begins to berth now."""
        berthing = self._rule.next_berthing(self._quay, now)
        if berthing is None:
            return False
        self._quay.berth(berthing)
        for crane in berthing.cranes:
            self._cranes.send(crane, berthing.visit)
        berthing.visit.berthed.succeed()
        return True

    def _next_crane_joins(self) -> bool:
        """Whether a free crane goes to a ship alongside now."""
        for crane in self._quay.cranes:
            if crane.visit is None and (visit := self._rule.next_ship_for(crane, self._quay)) is not None:
                self._quay.give(crane, visit)
                self._cranes.send(crane, visit)
                if visit.moored:
                    self._cranes.join(crane, visit)
                return True
        return False

    def _review_again(self, _: Step) -> None:
        self._next_review = inf
        self.review()
