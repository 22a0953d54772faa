"""Rules of boxes that several exporters share."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from data.case import Case
from data.checker.shipments.dated import Chained
from data.checker.shipments.journeys import SECOND, Journey, Load, listed
from data.checker.verdict import Broken
from data.shipment_plans import PlannedStep

MOST_KG = 32_500


def shared_box(case: Case, journey: Journey) -> Iterator[Broken]:
    """What is less than a box is in one that has a name; what has whole boxes shares none."""
    del case
    part, box = journey.shipment.part_of_box, journey.routed.shared_box
    if part is not None and box is None:
        text = f"{journey.name} is {part:.0%} of a box, and the plan does not say of which (shared_box)"
        yield Broken("shared_box", (journey.shipment.id,), text)
    if part is None and box is not None:
        yield Broken(
            "shared_box", (journey.shipment.id,), f"{journey.name} has whole boxes and is in {box} with others"
        )


def sharing_alike(case: Case, load: Load) -> Iterator[Broken]:
    """Who shares a box has the same way and boxes, and goods that travel alike under the same chain."""
    facts = [_alike(case, journey) for journey in load.journeys]
    for word in facts[0]:
        values = list(dict.fromkeys(fact[word] for fact in facts))
        if len(values) > 1:
            yield _broken("sharing_alike", load, f"differ in {word}: {' and '.join(values)}")


def _alike(case: Case, journey: Journey) -> dict[str, str]:
    shipment, routed, chain = journey.shipment, journey.routed, case.chain_by_shipment.get(journey.shipment.id)
    return {
        "sailings": ", ".join(routed.sailings),
        "port where goods change boxes": routed.restuffed_at or "none",
        "empty boxes": routed.empties or "none",
        "empty boxes on the way": routed.hub_empties or "none",
        "origin": shipment.origin,
        "destination": shipment.destination,
        "box type": shipment.box_type,
        "plug": "yes" if shipment.plug else "no",
        "dangerous goods": ", ".join(sorted(set(shipment.hazards))) or "none",
        "export chain": chain.id if chain is not None else "none",
    }


def shared_room(case: Case, load: Load) -> Iterator[Broken]:
    """The shares of a box are not more than the box."""
    del case
    share = sum(journey.shipment.share for journey in load.journeys)
    if share > 1 + 1e-9:
        yield _broken("shared_room", load, f"are {share:.0%} of a box together")


def shared_mass(case: Case, load: Load) -> Iterator[Broken]:
    """The goods in a box are no heavier than it may be."""
    del case
    gross = sum(journey.shipment.gross_mass_kg for journey in load.journeys)
    if gross > MOST_KG:
        yield _broken("shared_mass", load, f"are {gross:,} kg together; a box may have {MOST_KG:,} kg")


def shared_steps(case: Case, load: Load, chained: Sequence[Chained]) -> Iterator[Broken]:
    """What is done to a shared box is done at the same time for all who share it."""
    dates: defaultdict[str, list[PlannedStep]] = defaultdict(list)
    for steps in chained:
        for dated in steps.dated:
            if dated.step.of_box:
                dates[dated.step.step].append(dated.planned)
    for name, entries in dates.items():
        first = entries[0]
        if any(abs(other.start - first.start) > SECOND or abs(other.end - first.end) > SECOND for other in entries):
            clock = case.terminal.clock
            times = dict.fromkeys(f"from {clock(entry.start)} to {clock(entry.end)}" for entry in entries)
            text = f"have the step {name} of their box at different times: {' and '.join(times)}"
            yield _broken("shared_steps", load, text)


RULES = (sharing_alike, shared_room, shared_mass)


def _broken(rule: str, load: Load, text: str) -> Broken:
    box = load.first.routed.shared_box
    return Broken(rule, load.names, f"{listed(load.names)}, who share {box}, {text}")
