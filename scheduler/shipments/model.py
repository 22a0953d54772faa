"""The shipment problem as a CP-SAT model, in 1,440ths of the currency: a cost by day is whole by minute."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.network import Stretch, Ways, connected_at

MONEY = 1_440


@dataclass(frozen=True)
class ShipmentModel:
    """The model, whether each shipment travels, and with which stretches."""

    model: CpModel
    served: dict[str, IntVar]
    taken: dict[str, list[tuple[Stretch, IntVar]]]


def build(case: Case, all_ways: list[Ways]) -> ShipmentModel:
    """The model of all shipment plans."""
    model = CpModel()
    built = ShipmentModel(
        model,
        served={ways.shipment.id: model.new_bool_var("served") for ways in all_ways},
        taken={
            ways.shipment.id: [(stretch, model.new_bool_var("taken")) for stretch in ways.stretches]
            for ways in all_ways
        },
    )
    for ways in all_ways:
        add_way(built, case, ways.shipment)
        add_reboarding(built, ways.shipment)
    add_capacity(built, case)
    model.minimize(objective(built, case))
    return built


def add_way(built: ShipmentModel, case: Case, shipment: Shipment) -> None:
    """A served shipment leaves its origin once, connects at each port, and arrives once.

    At each port time runs along a chain of moments; what has arrived and not left waits on the chain.
    """
    model, taken, served = built.model, built.taken[shipment.id], built.served[shipment.id]
    model.add(sum(picked for stretch, picked in taken if stretch.origin == shipment.origin) == served)
    model.add(sum(picked for stretch, picked in taken if stretch.destination == shipment.destination) == served)
    moments: defaultdict[str, list[tuple[datetime, int, IntVar]]] = defaultdict(list)
    for stretch, picked in taken:
        # Arrivals stand before departures of the same moment: a connection just made is made.
        if stretch.origin != shipment.origin:
            moments[stretch.origin].append((stretch.departure, 1, picked))
        if stretch.destination != shipment.destination:
            moments[stretch.destination].append((connected_at(case, stretch), 0, picked))
    for changes in moments.values():
        waiting: IntVar | int = 0
        for _, leaves, picked in sorted(changes, key=lambda change: change[:2]):
            after = model.new_bool_var("waiting")
            model.add(after == waiting + (-picked if leaves else picked))
            waiting = after
        model.add(waiting == 0)


def add_reboarding(built: ShipmentModel, shipment: Shipment) -> None:
    """A box boards a voyage once; leaving it and boarding it again would turn one stretch into two."""
    by_voyage: defaultdict[str, list[IntVar]] = defaultdict(list)
    for stretch, picked in built.taken[shipment.id]:
        by_voyage[stretch.legs[0].voyage].append(picked)
    for picks in by_voyage.values():
        if len(picks) > 1:
            built.model.add_at_most_one(picks)


def add_capacity(built: ShipmentModel, case: Case) -> None:
    """The shipments on a leg are within its room."""
    on_board: defaultdict[str, list[LinearExpr]] = defaultdict(list)
    for shipment_id, taken in built.taken.items():
        for stretch, picked in taken:
            for leg in stretch.legs:
                on_board[leg.id].append(case.shipment_by_id[shipment_id].teu * picked)
    for leg_id, loads in on_board.items():
        built.model.add(LinearExpr.sum(loads) <= case.sailing_by_id[leg_id].capacity_teu)


def objective(built: ShipmentModel, case: Case) -> LinearExpr:
    """Freight, transit, lateness and unserved boxes, in the model's money."""
    terms: list[LinearExpr] = []
    for shipment_id, taken in built.taken.items():
        shipment = case.shipment_by_id[shipment_id]
        unserved = case.terminal.costs.shipment_unserved * shipment.boxes * MONEY
        terms.append(unserved * (1 - built.served[shipment_id]))
        terms += [stretch_cost(case, shipment, stretch) * picked for stretch, picked in taken]
    return LinearExpr.sum(terms)


def stretch_cost(case: Case, shipment: Shipment, stretch: Stretch) -> int:
    """Freight of a stretch; at the destination also the time under way and the lateness."""
    costs = case.terminal.costs
    cost = sum(leg.freight_per_teu for leg in stretch.legs) * shipment.teu * MONEY
    if stretch.destination == shipment.destination:
        minute = timedelta(minutes=1)
        under_way, late = (
            (stretch.arrival - shipment.ready) // minute,
            (stretch.arrival - shipment.latest_arrival) // minute,
        )
        cost += shipment.boxes * (costs.transit_per_day * under_way + costs.shipment_late_per_day * max(0, late))
    return cost
