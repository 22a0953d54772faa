"""The checker of shipment plans: one function a rule, named as exporters and forwarders name it.

`routes` has the rules of the way, `boxes` those of room on board and of empty boxes, `chain` those of the dated steps,
`sharing` those of boxes that several exporters share, `costs` the terms of the cost.
"""

from collections import Counter
from collections.abc import Iterator

from data.case import Case
from data.checker.shipments import boxes, chain, routes, sharing
from data.checker.shipments.costs import terms
from data.checker.shipments.dated import Chained, Offices
from data.checker.shipments.journeys import journeys_of, loads_of, name_of
from data.checker.verdict import Broken, Verdict, notes_on_case
from data.shipment_plans import ShipmentPlan


def check_shipments(case: Case, plan: ShipmentPlan) -> Verdict:
    """Every broken rule of a shipment plan, and the terms of its cost."""
    broken = [*shipment_once(case, plan), *sailing_unknown(case, plan)]
    journeys = journeys_of(case, plan)
    loads, offices = loads_of(journeys), Offices(case, plan)
    chained = {journey.shipment.id: Chained.of(case, journey) for journey in journeys}
    for journey in journeys:
        for of_way in (*routes.RULES, *boxes.RULES, sharing.shared_box, chain.ready):
            broken += of_way(case, journey)
        steps = chained[journey.shipment.id]
        for of_steps in chain.RULES:
            broken += of_steps(case, steps)
        for of_hours in chain.RULES_OF_HOURS:
            broken += of_hours(case, steps, offices)
        broken += chain.now(case, steps, plan.now)
    for of_all in boxes.RULES_OF_ALL:
        broken += of_all(case, loads)
    for load in loads:
        if len(load.journeys) > 1:
            for of_load in sharing.RULES:
                broken += of_load(case, load)
            broken += sharing.shared_steps(case, load, [chained[name] for name in load.names])
    return Verdict(tuple(broken), terms(case, plan, journeys, loads, chained), notes_on_case(case, plan))


def shipment_once(case: Case, plan: ShipmentPlan) -> Iterator[Broken]:
    """The plan has each open shipment once, routed or unserved, and no other."""
    times = Counter([entry.shipment for entry in plan.shipments] + [entry.shipment for entry in plan.unserved])
    for shipment in case.shipments:
        count = times.pop(shipment.id, 0)
        if shipment.open and count != 1:
            yield Broken("shipment_once", (shipment.id,), f"the plan has {name_of(shipment)} {count} times")
        elif not shipment.open and count:
            text = f"the plan has {name_of(shipment)}, whose booking is {shipment.status}"
            yield Broken("shipment_closed", (shipment.id,), text)
    for unknown in times:
        yield Broken("shipment_unknown", (unknown,), f"the case has no shipment {unknown}")


def sailing_unknown(case: Case, plan: ShipmentPlan) -> Iterator[Broken]:
    """Every leg of the plan is a leg of the case."""
    for routed in plan.shipments:
        for leg in routed.sailings:
            if leg not in case.sailing_by_id:
                yield Broken("sailing_unknown", (routed.shipment,), f"the case has no sailing {leg}")
