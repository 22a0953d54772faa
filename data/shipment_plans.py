"""Shipment plans: the voyages, boxes and dated steps of every booking that is open."""

from typing import Literal

from pydantic import Field

from data.clock import Moment
from data.codes import Id, UnLocode
from data.export_chain import MOST_STEPS
from data.record import Record


class PlannedStep(Record):
    """A step of the export chain, from when to when."""

    step: Id = Field(description="The step, by its name in the shipment's chain")
    start: Moment = Field(description="When it begins")
    end: Moment = Field(description="When it is done")


class Routed(Record):
    """How a shipment reaches its destination: its legs, its boxes, and its steps in the order of its chain."""

    shipment: Id = Field(description="The shipment, by id")
    sailings: tuple[Id, ...] = Field(min_length=1, max_length=10_000, description="The legs, by id and in order")
    empties: Id | None = Field(
        None, description="The row of the table empties whose boxes it takes at its origin; null where that has none"
    )
    restuffed_at: UnLocode | None = Field(
        None, description="Where its goods change boxes: the port where it first changes ships, or null"
    )
    hub_empties: Id | None = Field(None, description="The row of empties whose boxes it takes there")
    shared_box: Id | None = Field(
        None, description="Name of the box that it shares with others; null where it has whole boxes"
    )
    departure: Moment | None = Field(None, description="Departure from its origin that it was planned with")
    arrival: Moment | None = Field(None, description="Arrival at its destination that it was planned with")
    steps: tuple[PlannedStep, ...] = Field(
        (), max_length=MOST_STEPS, description="Steps of its chain; none without a chain"
    )


class LeastChange(Record):
    """The least that would have to be otherwise for a shipment to be served, all else as it is."""

    what: Literal[
        "ready", "booked", "latest_departure", "direct_only", "restuffing", "declared_at", "boxes", "room", "plugs",
        "mass", "connection", "cutoff", "cost", "sailing",
    ] = Field(description="What: a column of the shipment, boxes to pick up, or what a voyage lacks")  # fmt: skip
    amount: float = Field(
        0, description="How much: hours earlier or later, boxes, TEU, plugs, kg or money; 0 for yes or no"
    )
    text: str = Field(description="The same in words")


class UnservedShipment(Record):
    """A shipment that no voyage takes, the first reason in its chain, and the least change that would serve it."""

    shipment: Id
    reason: str
    change: LeastChange | None = None


class ShipmentPlan(Record):
    """A shipment plan: every open shipment of the case is routed, or unserved with a reason."""

    kind: Literal["shipment"] = "shipment"
    case: Id
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    now: Moment | None = Field(
        None, description="The moment from which steps that have not begun can begin; null where any can"
    )
    shipments: tuple[Routed, ...]
    unserved: tuple[UnservedShipment, ...] = ()

    @property
    def together(self) -> list[tuple[Routed, ...]]:
        """The routed shipments in the plan's order: those that share a box together, each other by itself."""
        found: dict[tuple[str, bool], list[Routed]] = {}
        for routed in self.shipments:
            shared = routed.shared_box is not None
            found.setdefault((routed.shared_box or routed.shipment, shared), []).append(routed)
        return [tuple(members) for members in found.values()]
