"""What is a party's own. Competitors share a server: a party is told nothing of others, nor that they are there."""

from dataclasses import dataclass
from http import HTTPStatus

from api.problems import Refusal
from api.security.roles import Caller, Role
from data.case import Case
from data.export_chain import Party
from data.shipment_plans import Routed, ShipmentPlan


def not_yours() -> Refusal:
    """The refusal of all that is another's: the same whether there is such a thing or not."""
    return Refusal(
        HTTPStatus.FORBIDDEN,
        "not-yours",
        "this is not yours to see or to change; GET /api/v1/plans lists the plans that you have tasks in",
    )


@dataclass(frozen=True)
class Scope:
    """A party of the export chain: an exporter or a line by name, or all that do such steps.

    A case tells exporters and lines apart, and no others. What has a name and can't be told apart has nothing: two
    forwarders would see each other's tasks.
    """

    party: Party
    of: str | None

    def has(self, case: Case, shipment: str, routed: Routed | None) -> bool:
        """Whether a shipment of a plan is its own: an exporter's bookings, those on a line's voyages, else all."""
        booked = case.shipment_by_id.get(shipment)
        if booked is None:
            return False
        if self.party == "exporter":
            return self.of is not None and booked.exporter == self.of
        if self.party == "line":
            legs = [case.sailing_by_id.get(leg) for leg in routed.sailings] if routed is not None else []
            return self.of is not None and any(leg is not None and leg.line == self.of for leg in legs)
        return self.of is None

    def shipments(self, case: Case, plan: ShipmentPlan) -> frozenset[str]:
        """The shipments of a plan that are its own."""
        routed: dict[str, Routed | None] = {entry.shipment: entry for entry in plan.shipments}
        routed |= dict.fromkeys(entry.shipment for entry in plan.unserved)
        return frozenset(name for name, entry in routed.items() if self.has(case, name, entry))

    def steps(self, case: Case, plan: ShipmentPlan) -> frozenset[tuple[str, str]]:
        """The steps of a plan that are its own to do, each with its shipment."""
        owner = {(step.chain, step.step): step.party for step in case.chain_steps}
        found = set()
        for routed in plan.shipments:
            chain = case.chain_by_shipment.get(routed.shipment)
            if chain is not None and self.has(case, routed.shipment, routed):
                names = (step.step for step in routed.steps)
                found |= {(routed.shipment, name) for name in names if owner.get((chain.id, name)) == self.party}
        return frozenset(found)

    def concerns(self, case: Case, plan: ShipmentPlan) -> bool:
        """Whether a plan has anything of its own: bookings of an exporter, tasks of anybody."""
        return bool(self.steps(case, plan) or (self.party == "exporter" and self.shipments(case, plan)))


def scope_of(caller: Caller) -> Scope | None:
    """What a caller is held to; None of those who may see all of what their role may."""
    if caller.role is not Role.PARTY:
        return None
    if caller.party is None:
        raise not_yours()
    return Scope(caller.party, caller.of)
