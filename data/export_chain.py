"""The export chain: the steps from an exporter's booking to the paid documents, and who does each.

A chain is a template for certain goods and countries. Its steps are worked in the order that their prerequisites leave,
in the office hours of who does them, so that every step with a cut-off is done by it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, StringConstraints, model_validator

from data.bookings import Shipment
from data.codes import ID, Country, Id, Text
from data.record import Hours, Money, Record, Share, Spread
from data.sailings import CutoffCode
from data.words import joined, words

_LISTED = BeforeValidator(words), PlainSerializer(joined, return_type=str), Field(json_schema_extra={"list": True})

Party = Literal[
    "exporter",
    "trade_office",
    "export_center",
    "forwarder",
    "quarantine",
    "customs",
    "fumigator",
    "depot",
    "freight_station",
    "terminal",
    "line",
    "bank",
]
PARTIES: tuple[Party, ...] = get_args(Party)

# Moments that steps may follow, besides other steps: the booking, the goods being ready, the first ship's departure,
# her arrival at the port where the shipment first changes ships, the departure from there, and the arrival.
Anchor = Literal["booked", "ready", "departure", "hub_arrival", "hub_departure", "arrival"]
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
# Steps of a chain.
MOST_STEPS = 200

# What a step may depend on: the exporter's first export; part of a box, or whole boxes; reefers; dangerous goods; a
# letter of credit; declared at the origin, or elsewhere; several ships; other boxes from the hub on, or the same ones.
Condition = Literal[
    "first_time",
    "part_of_box",
    "full_box",
    "plug",
    "dangerous",
    "letter_of_credit",
    "declared_here",
    "declared_elsewhere",
    "transhipped",
    "restuffed",
    "through",
]

# What a step is to the plan, whatever its name: boxes are picked up empty (detention runs from here), handed in full at
# the terminal (detention ends, storage begins), the export declaration is filed, the boxes are loaded.
Event = Literal["pick_up", "gate_in", "declaration", "loading"]

StepNames = Annotated[tuple[Annotated[str, StringConstraints(pattern=ID)], ...], *_LISTED]
Conditions = Annotated[tuple[Condition, ...], *_LISTED]
HsPrefix = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,8}$")]
HsPrefixes = Annotated[tuple[HsPrefix, ...], *_LISTED]
Countries = Annotated[tuple[Country, ...], *_LISTED]


class Chain(Record):
    """A template of the export chain, for some goods and countries."""

    id: Id = Field(description="Name of the chain")
    name: Text = Field(description="What it is for, in words")
    hs_prefixes: HsPrefixes = Field(
        (), description="First digits of the tariff numbers that it is for, without dots; empty for all goods"
    )
    countries: Countries = Field((), description="Countries of destination that it is for; empty for all")

    def fit(self, shipment: Shipment) -> tuple[int, bool] | None:
        """How precisely it is made for a shipment: more digits first, then the country. None where it is not."""
        digits = shipment.hs_code.replace(".", "")
        prefixes = [len(prefix) for prefix in self.hs_prefixes if digits.startswith(prefix)]
        country = shipment.destination[:2]
        if (self.hs_prefixes and not prefixes) or (self.countries and country not in self.countries):
            return None
        return max(prefixes, default=0), bool(self.countries)


class ChainStep(Record):
    """A step of an export chain."""

    chain: Id = Field(description="The chain, by id")
    step: Id = Field(description="Name of the step, its own in the chain")
    name: Text = Field(description="What is done, in words")
    party: Party = Field(description="Who does it")
    after: StepNames = Field(
        (),
        description="What must have happened before: other steps of the chain, or booked, ready, departure, "
        "hub_arrival, hub_departure or arrival. Steps that a shipment does not have hold nothing up, and no step "
        "begins before the booking",
    )
    duration_h: Hours = Field(0, description="Mean hours that it takes, of office hours where it keeps any")
    distribution: Literal["fixed", "exponential", "gamma", "lognormal"] = Field(
        "fixed", description="How the hours vary around their mean"
    )
    spread: Spread = Field(
        0, description="gamma, lognormal: their spread; a fixed one has none and an exponential one has 1"
    )
    calendar: Id | None = Field(None, description="Its office hours, by id; empty where it is done at any time")
    goes_on: bool = Field(
        False, description="Whether it goes on outside of office hours once it has begun, as a fumigation does"
    )
    share: Share = Field(
        1,
        description="Share of shipments that have it; below a half it is not planned for until the table step_states "
        "says that it is needed",
    )
    only: Conditions = Field(
        (),
        description="Shipments that have it, where all of these are so: first_time, part_of_box, full_box, plug, "
        "dangerous, letter_of_credit, declared_here, declared_elsewhere, transhipped, restuffed, through",
    )
    at_hub: bool = Field(
        False,
        description="Whether it is done at the port where the shipment first changes ships: its cut-offs are those of "
        "the ship that leaves there",
    )
    event: Event | None = Field(None, description="What it is to the plan, whatever its name")
    cutoff: CutoffCode | None = Field(
        None,
        description="The cut-off by which it must be done, by its DCSA code. FCO stands for RCO and DGC too, for "
        "reefers and dangerous goods. All that must be done before loading is done by departure in any case",
    )
    opening: Literal["ECP", "EFC"] | None = Field(
        None, description="Before this it cannot begin: the earliest empty pick-up, or the gate's opening"
    )
    earliest_h: Hours | None = Field(
        None, description="So many hours before the ship's departure it may be done at the earliest"
    )
    within_h: Hours | None = Field(
        None, description="So many hours after the departure (at_hub: from the hub) it must be done at the latest"
    )
    late: bool = Field(False, description="Whether it is put off as long as its cut-offs allow, less buffer_h")
    buffer_h: Hours = Field(24, description="late: hours that are kept free between it and the last moment for it")
    of_box: bool = Field(
        False, description="Whether it is done to the box: shipments that share a box have it at the same time"
    )
    document: Text | None = Field(None, description="The paper that it brings")
    valid_h: Hours | None = Field(None, description="Hours for which the paper holds: the ship must have left by then")
    cost: Money = Field(0, description="What it costs")
    cost_per: Literal["shipment", "box"] = Field("shipment", description="For what it costs that")

    @model_validator(mode="after")
    def _whole(self) -> "ChainStep":
        if self.step in ANCHORS:
            raise ValueError(f"{self.step} is a moment that steps may follow: give the step another name")
        if self.step in self.after:
            raise ValueError("the step follows itself: correct after")
        if self.goes_on and self.calendar is None:
            raise ValueError("without office hours there is nothing outside of them: drop goes_on, or give calendar")
        if self.spread and self.distribution in ("fixed", "exponential"):
            raise ValueError(f"{self.distribution} hours have no spread of their own: drop spread")
        return self


class StepState(Record):
    """What has become of a step of a shipment by now."""

    shipment: Id = Field(description="The shipment, by id")
    step: Id = Field(description="The step, by its name in the shipment's chain")
    state: Literal["needed", "not_needed", "begun", "done"] = Field(
        description="Known to be needed, or not, where not every shipment has it; begun; done"
    )
    begun: AwareDatetime | None = Field(None, description="When it began; empty where that is not known")
    done: AwareDatetime | None = Field(None, description="When it was done")
    number: Text | None = Field(None, description="Number of the paper that it brought")

    @model_validator(mode="after")
    def _dates(self) -> "StepState":
        if (self.state == "done") != (self.done is not None):
            raise ValueError("done is the date of a step that is done: give it with the state done, and only then")
        if self.state in ("needed", "not_needed") and self.begun is not None:
            raise ValueError("a step that has not begun has no date: drop begun, or correct state")
        if self.state == "begun" and self.begun is None:
            raise ValueError("it does not say when it began: give begun")
        if self.begun is not None and self.done is not None and self.done < self.begun:
            raise ValueError("it was done before it began: done must not be earlier than begun")
        return self


def conditions(shipment: Shipment, *, transhipped: bool, restuffed: bool) -> frozenset[Condition]:
    """What steps may depend on, as it is for a shipment on a route."""
    here = not shipment.declared_elsewhere
    facts: dict[Condition, bool] = {
        "first_time": shipment.first_time,
        "part_of_box": shipment.part_of_box is not None,
        "full_box": shipment.part_of_box is None,
        "plug": shipment.plug,
        "dangerous": bool(shipment.hazards),
        "letter_of_credit": shipment.latest_departure is not None,
        "declared_here": here,
        "declared_elsewhere": not here,
        "transhipped": transhipped,
        "restuffed": restuffed,
        "through": not restuffed,
    }
    return frozenset(name for name, true in facts.items() if true)


def steps_of(
    steps: Iterable[ChainStep], facts: frozenset[Condition], states: dict[str, StepState]
) -> tuple[ChainStep, ...]:
    """The steps of a chain that are planned for where these conditions hold, given what is known of single steps.

    A step that only a smaller share of shipments has is planned for once it is known to be needed; one that most have,
    unless it is known not to be. Steps at the hub are for those who change ships.
    """
    planned = []
    for step in steps:
        if not facts.issuperset(step.only) or (step.at_hub and "transhipped" not in facts):
            continue
        state = states.get(step.step)
        if (step.share >= 0.5) if state is None else state.state != "not_needed":
            planned.append(step)
    return tuple(planned)


def chain_for(chains: Iterable[Chain], shipment: Shipment) -> Chain | None:
    """The chain of a shipment: the one that it names, else the one made most precisely for it, of equals the first."""
    best: tuple[tuple[int, bool], Chain] | None = None
    for chain in chains:
        if shipment.chain == chain.id:
            return chain
        fit = chain.fit(shipment)
        if fit is not None and (best is None or fit > best[0]):
            best = fit, chain
    return None if best is None else best[1]


def begins(shipment: Shipment) -> datetime:
    """From when on the chain of a shipment may be worked at."""
    return shipment.ready if shipment.booked is None else shipment.booked
