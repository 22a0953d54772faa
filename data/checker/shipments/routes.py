"""Rules of a shipment's way: its legs, its changes of ships, its flags and its dates."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from data.case import Case
from data.checker.shipments.journeys import SECOND, Journey
from data.checker.verdict import Broken


def way(case: Case, journey: Journey) -> Iterator[Broken]:
    """It leaves its origin and ends at its destination, leg after leg, and comes to both once."""
    place, shipment = journey.shipment.origin, journey.shipment
    for number, leg in enumerate(journey.legs, 1):
        if leg.origin != place:
            yield _broken("way", journey, f"is at {place} and leg {leg.id} leaves {leg.origin}")
        place = leg.destination
        if place == shipment.origin:
            yield _broken("way", journey, f"comes back to {place} with {leg.id}")
        if place == shipment.destination and number < len(journey.legs):
            yield _broken("way", journey, f"is at {place} with {leg.id} and goes on")
    if place != shipment.destination:
        yield _broken("way", journey, f"ends at {place}")
    for legs in journey.aboard:
        voyage = case.legs_by_voyage[legs[0].voyage]
        first = voyage.index(legs[0])
        if voyage[first : first + len(legs)] != legs:
            yield _broken("way", journey, f"does not stay on board of {legs[0].voyage} leg after leg")


def connection(case: Case, journey: Journey) -> Iterator[Broken]:
    """Between two ships there is the port's least time, and the time to change boxes where they are changed."""
    for before, after in journey.changes:
        port = case.port_by_code[after.origin]
        least = timedelta(hours=port.connection_h) + journey.restuffing(case, port.unlocode)
        if before.arrival + least > after.departure + SECOND:
            changing = ", boxes changed," if journey.restuffing(case, port.unlocode) else ""
            yield _broken(
                "connection",
                journey,
                f"arrives at {after.origin} with {before.id} at {case.terminal.clock(before.arrival)}{changing} "
                f"less than {least / timedelta(hours=1):g} h before {after.id} leaves at "
                f"{case.terminal.clock(after.departure)}",
            )


def transhipment_cutoff(case: Case, journey: Journey) -> Iterator[Broken]:
    """It is there, in its new box where boxes are changed, by the next ship's cut-off for transhipment (TCO)."""
    for before, after in journey.changes:
        cutoff = case.cutoffs_by_sailing[after.id].get("TCO")
        there = before.arrival + journey.restuffing(case, after.origin)
        if cutoff is not None and there > cutoff + SECOND:
            yield _broken(
                "transhipment_cutoff",
                journey,
                f"is at {after.origin} for {after.id} at {case.terminal.clock(there)}, after the transhipment cut-off "
                f"(TCO) at {case.terminal.clock(cutoff)}",
            )


def dwell(case: Case, journey: Journey) -> Iterator[Broken]:
    """It waits between two ships for no longer than the port allows."""
    for before, after in journey.changes:
        most = case.port_by_code[after.origin].most_dwell_h
        if most is not None and after.departure - before.arrival > timedelta(hours=most) + SECOND:
            yield _broken(
                "dwell",
                journey,
                f"is at {after.origin} from {case.terminal.clock(before.arrival)} until {after.id} leaves at "
                f"{case.terminal.clock(after.departure)}: more than {most:g} h",
            )


def direct_only(case: Case, journey: Journey) -> Iterator[Broken]:
    """Whose transhipment is refused stays on one ship."""
    del case
    if journey.shipment.direct_only and journey.changes:
        yield _broken("direct_only", journey, f"must not be transhipped, and is at {journey.hub}")


def cabotage(case: Case, journey: Journey) -> Iterator[Broken]:
    """Between two Indonesian ports only Indonesian ships carry (Law 17/2008, article 8)."""
    del case
    for legs in journey.aboard:
        domestic = legs[0].origin[:2] == "ID" and legs[-1].destination[:2] == "ID"
        if domestic and any(leg.flag != "ID" for leg in legs):
            yield _broken(
                "cabotage", journey, f"goes from {legs[0].origin} to {legs[-1].destination} under a foreign flag"
            )


def reboarding(case: Case, journey: Journey) -> Iterator[Broken]:
    """It boards a voyage once."""
    del case
    for voyage, times in Counter(legs[0].voyage for legs in journey.aboard).items():
        if times > 1:
            yield _broken("reboarding", journey, f"leaves {voyage} and boards it again")


def latest_departure(case: Case, journey: Journey) -> Iterator[Broken]:
    """It has left by the latest date of shipment of its letter of credit."""
    latest = journey.shipment.latest_departure
    if latest is not None and journey.departure > latest + SECOND:
        yield _broken(
            "latest_departure",
            journey,
            f"leaves with {journey.legs[0].id} at {case.terminal.clock(journey.departure)}, after the latest shipment "
            f"date {case.terminal.clock(latest)}",
        )


def declaration(case: Case, journey: Journey) -> Iterator[Broken]:
    """Whose export is declared elsewhere first changes ships there."""
    del case
    shipment = journey.shipment
    if shipment.declared_elsewhere and journey.hub != shipment.declared_at:
        where = f"first changes ships at {journey.hub}" if journey.hub else "changes ships nowhere"
        yield _broken("declaration", journey, f"is declared at {shipment.declared_at} and {where}")


def restuffing(case: Case, journey: Journey) -> Iterator[Broken]:
    """Goods change boxes only where they first change ships, where that can be done, and where the exporter agrees."""
    port = journey.routed.restuffed_at
    if port is None:
        return
    if not journey.shipment.restuffing:
        yield _broken("restuffing", journey, f"must stay in its boxes and changes them at {port}")
    if port != journey.hub:
        where = f"first changes ships at {journey.hub}" if journey.hub else "changes ships nowhere"
        yield _broken("restuffing", journey, f"changes boxes at {port} and {where}")
    elif case.port_by_code[port].restuffing_h is None:
        yield _broken("restuffing", journey, f"changes boxes at {port}, where that cannot be done")


RULES = (
    way, connection, transhipment_cutoff, dwell, direct_only, cabotage, reboarding, latest_departure, declaration,
    restuffing,
)  # fmt: skip


def _broken(rule: str, journey: Journey, text: str) -> Broken:
    return Broken(rule, (journey.shipment.id,), f"{journey.name} {text}")
