"""The checker of shipment plans: one function a rule."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, pairwise

from data.bookings import Shipment
from data.case import Case
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.sailings import Sailing
from data.shipment_plans import ShipmentPlan


def check_shipments(case: Case, plan: ShipmentPlan) -> Verdict:
    """Every broken rule of a shipment plan, and its cost: freight, transit, lateness, unserved."""
    routes = [
        (case.shipment_by_id[routed.shipment], [case.sailing_by_id[leg] for leg in routed.sailings])
        for routed in plan.shipments
        if routed.shipment in case.shipment_by_id and all(leg in case.sailing_by_id for leg in routed.sailings)
    ]
    broken = list(_every_shipment_once(case, plan))
    for shipment, legs in routes:
        broken += _way(case, shipment, legs)
        broken += _cutoff(case, shipment, legs)
        broken += _direct(shipment, legs)
        broken += _cabotage(shipment, legs)
        broken += _reboarding(shipment, legs)
    broken += _capacity(case, routes)
    return Verdict(tuple(broken), _terms(case, plan, routes), notes_on_case(case, plan))


def _terms(case: Case, plan: ShipmentPlan, routes: list[tuple[Shipment, list[Sailing]]]) -> dict[str, float]:
    costs = case.terminal.costs
    unserved = [case.shipment_by_id[entry.shipment] for entry in plan.unserved if entry.shipment in case.shipment_by_id]
    return {
        "freight": float(sum(leg.freight_per_teu * shipment.teu for shipment, legs in routes for leg in legs)),
        "transit": sum(
            _days(legs[-1].arrival - shipment.ready) * costs.transit_per_day * shipment.boxes
            for shipment, legs in routes
        ),
        "lateness": sum(
            max(0.0, _days(legs[-1].arrival - shipment.latest_arrival)) * costs.shipment_late_per_day * shipment.boxes
            for shipment, legs in routes
        ),
        "unserved": float(sum(costs.shipment_unserved * shipment.boxes for shipment in unserved)),
    }


def _days(duration: timedelta) -> float:
    return duration.total_seconds() / 86_400


def _name(shipment: Shipment) -> str:
    return f"{shipment.id} ({shipment.commodity} to {shipment.destination})"


def _every_shipment_once(case: Case, plan: ShipmentPlan) -> Iterator[Broken]:
    times = Counter([entry.shipment for entry in plan.shipments] + [entry.shipment for entry in plan.unserved])
    for shipment in case.shipments:
        count = times.pop(shipment.id, 0)
        if count != 1:
            yield Broken("shipment_once", (shipment.id,), f"the plan has {_name(shipment)} {count} times")
    for unknown in times:
        yield Broken("shipment_unknown", (unknown,), f"the case has no shipment {unknown}")
    for routed in plan.shipments:
        for leg in routed.sailings:
            if leg not in case.sailing_by_id:
                yield Broken("sailing_unknown", (routed.shipment,), f"the case has no sailing {leg}")


def _way(case: Case, shipment: Shipment, legs: list[Sailing]) -> Iterator[Broken]:
    ends = [shipment.origin, *(leg.destination for leg in legs)]
    for place, leg in zip(ends, legs, strict=False):
        if leg.origin != place:
            yield Broken("way", (shipment.id,), f"{_name(shipment)} is at {place} and leg {leg.id} leaves {leg.origin}")
    if ends[-1] != shipment.destination:
        yield Broken("way", (shipment.id,), f"{_name(shipment)} ends at {ends[-1]}")
    for before, after in pairwise(legs):
        hours = 0.0 if before.voyage == after.voyage else case.port_by_code[after.origin].connection_h
        if before.arrival + timedelta(hours=hours) > after.departure:
            yield Broken(
                "connection",
                (shipment.id,),
                f"{_name(shipment)} arrives at {after.origin} with {before.id} less than {hours:g} h before {after.id} "
                "leaves",
            )


def _cutoff(case: Case, shipment: Shipment, legs: list[Sailing]) -> Iterator[Broken]:
    closing = legs[0].departure - timedelta(hours=legs[0].cutoff_h)
    if shipment.ready > closing:
        yield Broken(
            "cutoff",
            (shipment.id,),
            f"{_name(shipment)} is ready at {case.terminal.clock(shipment.ready)} and {legs[0].id} "
            f"closes at {case.terminal.clock(closing)}",
        )


def _direct(shipment: Shipment, legs: list[Sailing]) -> Iterator[Broken]:
    if shipment.direct_only and len({leg.voyage for leg in legs}) > 1:
        yield Broken("direct_only", (shipment.id,), f"{_name(shipment)} must not be transhipped")


def _cabotage(shipment: Shipment, legs: list[Sailing]) -> Iterator[Broken]:
    """Between two Indonesian ports only Indonesian ships carry (Law 17/2008, article 8)."""
    for _, on_board in groupby(legs, key=lambda leg: leg.voyage):
        stretch = list(on_board)
        domestic = stretch[0].origin[:2] == "ID" and stretch[-1].destination[:2] == "ID"
        if domestic and any(leg.flag != "ID" for leg in stretch):
            yield Broken(
                "cabotage",
                (shipment.id,),
                f"{_name(shipment)} goes from {stretch[0].origin} to {stretch[-1].destination} under a foreign flag",
            )


def _reboarding(shipment: Shipment, legs: list[Sailing]) -> Iterator[Broken]:
    boarded = [voyage for voyage, _ in groupby(legs, key=lambda leg: leg.voyage)]
    for voyage, times in Counter(boarded).items():
        if times > 1:
            yield Broken("reboarding", (shipment.id,), f"{_name(shipment)} leaves {voyage} and boards it again")


def _capacity(case: Case, routes: list[tuple[Shipment, list[Sailing]]]) -> Iterator[Broken]:
    load: defaultdict[str, list[Shipment]] = defaultdict(list)
    for shipment, legs in routes:
        for leg in legs:
            load[leg.id].append(shipment)
    for leg_id, shipments in load.items():
        teu, room = sum(shipment.teu for shipment in shipments), case.sailing_by_id[leg_id].capacity_teu
        if teu > room:
            names = tuple(shipment.id for shipment in shipments)
            yield Broken("capacity", names, f"{leg_id} has room for {room} TEU and {', '.join(names)} are {teu}")
