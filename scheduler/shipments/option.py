"""An option of a shipment: a route, with or without other boxes at the hub, and empty boxes; dated and costed."""

from dataclasses import dataclass
from functools import cached_property

from data.bookings import Empties, Shipment
from data.export_chain import ChainStep
from scheduler.shipments.dating.dates import ChainDates
from scheduler.shipments.routes import Route


@dataclass(frozen=True, eq=False)
class Option:
    """One way to send a shipment: its entry `index` of `dates`, its cost by term, and what other than dates forbids it.

    `obstacle` is "" where only its dates decide.
    """

    shipment: Shipment
    route: Route
    restuffed: bool
    empties: Empties | None
    hub_empties: Empties | None
    dates: ChainDates
    index: int
    terms: dict[str, float]
    obstacle: str

    @property
    def feasible(self) -> bool:
        """Whether it breaks no rule, whatever the others do."""
        return not self.obstacle and bool(self.dates.feasible[self.index])

    @property
    def why(self) -> str:
        """What forbids it, in words; "" for nothing."""
        return self.obstacle or self.dates.missed(self.index)

    @property
    def cost(self) -> float:
        """All terms of its cost, alone in its box."""
        return sum(self.terms.values())

    @property
    def restuffed_at(self) -> str | None:
        """The port where its goods change boxes."""
        return self.route.hub if self.restuffed else None

    @property
    def slack_h(self) -> float:
        """By how many hours the goods could be ready later; infinite where nothing holds them."""
        return float(self.dates.slack[self.index]) / 60

    @property
    def tightest(self) -> str:
        """The step that misses its cut-off first."""
        return self.dates.tightest(self.index)

    @property
    def boxes(self) -> tuple[str | None, str | None, str | None]:
        """Where its goods change boxes, and the rows that its boxes come from: at the origin, and there."""
        first, second = (None if row is None else row.id for row in (self.empties, self.hub_empties))
        return self.restuffed_at, first, second

    @property
    def key(self) -> tuple[Route, tuple[str | None, str | None, str | None]]:
        """What shipments that share a box have in common."""
        return self.route, self.boxes


@dataclass(frozen=True, eq=False)
class Way:
    """The steps of a shipment on routes of a kind, and what its dates depend on."""

    transhipped: bool
    restuffed: bool
    steps: tuple[ChainStep, ...]

    def event(self, name: str) -> int | None:
        """The place of the step that is an event at the origin."""
        places = [place for place, step in enumerate(self.steps) if step.event == name and not step.at_hub]
        return places[0] if places else None

    @cached_property
    def pick_up(self) -> int | None:
        """The place of the step that picks empty boxes up."""
        return self.event("pick_up")

    @cached_property
    def gate_in(self) -> int | None:
        """The place of the step that hands full boxes in."""
        return self.event("gate_in")

    @cached_property
    def hub(self) -> bool:
        """Whether the ships at the hub matter."""
        return any(step.at_hub or {"hub_arrival", "hub_departure"} & set(step.after) for step in self.steps)

    @cached_property
    def end(self) -> bool:
        """Whether the arrival matters."""
        return any("arrival" in step.after for step in self.steps)

    def cost(self, shipment: Shipment) -> float:
        """What the steps cost a shipment alone in its boxes."""
        whole = float(sum(step.cost for step in self.steps if step.cost_per == "shipment"))
        boxes = sum(step.cost for step in self.steps if step.cost_per == "box" and step.of_box) * shipment.boxes
        goods = sum(step.cost for step in self.steps if step.cost_per == "box" and not step.of_box) * shipment.share
        return whole + boxes + goods
