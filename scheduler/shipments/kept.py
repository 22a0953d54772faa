"""What of a plan stays as it is when the rest is planned anew: ships that have left, boxes that are out, and whoever
can go as planned."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan


@dataclass(frozen=True)
class Kept:
    """What stays of a shipment's way: the legs that have `left`, by id, all of them where it goes as planned (`whole`),
    and its rows of empty boxes.

    What has not left still leaves after `now`. `empties` is looked at where `picked_up` or whole, `hub_empties` and
    `restuffed` where whole.
    """

    now: datetime
    left: tuple[str, ...]
    whole: tuple[str, ...] | None
    picked_up: bool
    restuffed: bool
    empties: str | None
    hub_empties: str | None

    @property
    def begun(self) -> "Kept":
        """What would stay if it did not go as planned."""
        return replace(self, whole=None)

    @property
    def legs(self) -> tuple[str, ...]:
        """The legs with which its way has to begin."""
        return self.left if self.whole is None else self.whole

    def forbids_route(self, legs: tuple[str, ...], departure: datetime) -> str:
        """Why it cannot take these legs; "" where it can."""
        if self.whole is not None:
            return "" if legs == self.whole else "it goes as planned before"
        if legs[: len(self.left)] != self.left:
            return f"it is on its way with {self.left[0]}"
        return "" if self.left or departure > self.now else "its first ship has left"

    def suits(self, restuffed: bool, empties: str | None, hub_empties: str | None) -> bool:
        """Whether it can go in these boxes."""
        if self.whole is not None:
            return (restuffed, empties, hub_empties) == (self.restuffed, self.empties, self.hub_empties)
        return not self.picked_up or empties == self.empties


def kept_of(case: Case, plan: ShipmentPlan, now: datetime, anew: Collection[str]) -> dict[str, Kept]:
    """What stays of each shipment of the plan at `now`: all of it, but for those that are to be planned `anew`."""
    return {
        routed.shipment: _kept(case, routed, now, routed.shipment not in anew)
        for routed in plan.shipments
        if all(leg in case.sailing_by_id for leg in routed.sailings)
    }


def _kept(case: Case, routed: Routed, now: datetime, whole: bool) -> Kept:
    left = tuple(takewhile(lambda leg: case.sailing_by_id[leg].departure <= now, routed.sailings))
    chain = case.chain_by_shipment.get(routed.shipment)
    steps = () if chain is None else case.steps_by_chain[chain.id]
    states = case.states_by_shipment.get(routed.shipment, {})
    begun = {name for name, known in states.items() if known.state in ("begun", "done")}
    out = any(step.event == "pick_up" and not step.at_hub and step.step in begun for step in steps)
    return Kept(
        now=now,
        left=left,
        whole=routed.sailings if whole else None,
        picked_up=bool(left) or out,
        restuffed=routed.restuffed_at is not None,
        empties=routed.empties,
        hub_empties=routed.hub_empties,
    )
