"""What ships, ports and lines could change to take a shipment that a plan leaves."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from math import ceil
from typing import Literal

import numpy as np

from data.bookings import Empties, Shipment
from data.case import Case
from data.sailings import HOME, Cutoff, Sailing, may_carry
from data.shipment_plans import LeastChange
from data.terminal import Port
from scheduler.shipments.dating.clock import SAME
from scheduler.shipments.dating.passes import cutoff_codes
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.explaining.repair import Repair, hours_text, least_number, serves, whole_change
from scheduler.shipments.option import Option

_PLENTY = 30_000
# Cut-offs that are tried, the nearest first.
_TRIED = 10
Capacity = Literal["room", "plugs", "mass"]
# Mass that counts as much as a box.
_BOX_KG = 13_000


def cutoffs(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """A line that takes it later than its cut-off."""
    late = [option for option in left_by_plan.options(shipment) if not option.obstacle and not option.feasible]
    found = [
        _cutoff(left_by_plan, option)
        for option in late
        if left_by_plan.worth_it(option) and not left_by_plan.lacks(option)
    ]
    for repair in sorted((repair for repair in found if repair is not None), key=lambda repair: repair.effort)[:_TRIED]:
        if serves(repair.apply(repair.change.amount), shipment.id):
            yield repair
            return


def _cutoff(left_by_plan: LeftByPlan, option: Option) -> Repair | None:
    shipment, network = option.shipment, left_by_plan.network
    place = int(option.dates.tightest_place[option.index])
    steps = option.dates.steps
    if steps and place >= 0:
        step = steps[place].step
        codes, at_hub = cutoff_codes(shipment, step.cutoff), step.at_hub
        end = float(steps[place].earliest_end[option.index])
    else:
        codes, at_hub, end = cutoff_codes(shipment, "FCO"), False, network.clock.minute(shipment.ready)
        codes = (*codes, "LCO") if shipment.part_of_box is not None else codes
    number = option.route.second if at_hub else option.route.first
    leg = left_by_plan.case.sailings[number]
    missed = [code for code in codes if code in network.cutoffs and float(network.cutoffs[code][number]) < end - SAME]
    if not missed or not np.isfinite(end) or end > network.clock.minute(leg.departure) + SAME:
        return None
    minutes = max(ceil(end - float(network.cutoffs[code][number]) - SAME) for code in missed)

    def apply(hours: float) -> LeftByPlan:
        later = timedelta(minutes=round(hours * 60))
        old = left_by_plan.case.cutoffs_by_sailing[leg.id]
        own = tuple(Cutoff(id=f"{code}-{leg.id}", code=code, sailing=leg.id, at=old[code] + later) for code in missed)
        kept = tuple(row for row in left_by_plan.case.cutoffs if not (row.sailing == leg.id and row.code in missed))
        return left_by_plan.changed(cutoffs=(*kept, *own))

    text = f"the line of {leg.id} takes it {hours_text(minutes)} after its cut-off ({', '.join(missed)})"
    return Repair(LeastChange(what="cutoff", amount=minutes / 60, text=text), apply, minutes / 1_440)


def boxes(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """More empty boxes in a row, or a row of a line that has none."""
    if not left_by_plan.case.empties:
        return
    lines: dict[tuple[str, str], None] = {}
    for option in left_by_plan.options(shipment):
        lines[option.route.sailings[0 if option.restuffed else -1].line, shipment.origin] = None
        if option.restuffed and option.route.hub is not None:
            lines[option.route.sailings[-1].line, option.route.hub] = None
    for line, port in lines:
        rows = [
            row
            for row in left_by_plan.case.empties
            if (row.line, row.port, row.box_type) == (line, port, shipment.box_type)
        ]
        first = shipment.booked or shipment.ready
        new = Empties(
            id=f"more-{line}-{port}",
            line=line,
            port=port,
            box_type=shipment.box_type,
            boxes=0,
            available=first,
        )
        for row in rows or [new]:
            yield from _more_boxes(left_by_plan, shipment, row, there=bool(rows))


def _more_boxes(left_by_plan: LeftByPlan, shipment: Shipment, row: Empties, *, there: bool) -> Iterator[Repair]:
    def apply(boxes: float) -> LeftByPlan:
        more = row.model_copy(update={"boxes": row.boxes + round(boxes)})
        others = tuple(other for other in left_by_plan.case.empties if other.id != row.id)
        return left_by_plan.changed(empties=(*others, more) if there or more.boxes else others)

    boxes = least_number(lambda boxes: serves(apply(boxes), shipment.id), shipment.boxes)
    if boxes is not None:
        more = "more " if there else ""
        text = f"{boxes} {more}empty {shipment.box_type} of {row.line} at {row.port}" + (
            f" ({row.id})" if there else ""
        )
        yield Repair(LeastChange(what="boxes", amount=boxes, text=text), apply, float(boxes))


def room(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """More room, plugs or mass on the legs of a way."""
    columns: dict[Capacity, str] = {"room": "capacity_teu", "plugs": "capacity_plugs", "mass": "capacity_kg"}
    wide = {"capacity_teu": _PLENTY, "capacity_plugs": None, "capacity_kg": None}
    empty = left_by_plan.changed(sailings=tuple(leg.model_copy(update=wide) for leg in left_by_plan.case.sailings))
    best: dict[Capacity, tuple[float, dict[str, float]]] = {}
    for option in empty.options(shipment):
        if not option.feasible or not empty.worth_it(option):
            continue
        lacks = left_by_plan.lacks(option)
        kinds = {lack.what for lack in lacks}
        what = lacks[0].what if len(kinds) == 1 else "boxes"
        if what == "boxes":
            continue
        legs = {lack.at: lack.short for lack in lacks}
        found = best.get(what)
        if found is None or (max(legs.values()), len(legs)) < (found[0], len(found[1])):
            best[what] = max(legs.values()), legs
    for what, (amount, legs) in best.items():

        def apply(amount: float, what: Capacity = what, legs: dict[str, float] = legs) -> LeftByPlan:
            column = columns[what]
            return left_by_plan.changed(
                sailings=tuple(
                    leg.model_copy(update={column: getattr(leg, column) + min(round(amount), round(legs[leg.id]))})
                    if leg.id in legs
                    else leg
                    for leg in left_by_plan.case.sailings
                )
            )

        if not serves(apply(amount), shipment.id):
            continue
        unit = "TEU of room" if what == "room" else "kg" if what == "mass" else what
        text = " and ".join(f"{short:,.0f} {unit} more on {leg}" for leg, short in legs.items())
        change = LeastChange(what=what, amount=amount, text=text)
        yield Repair(change, apply, amount / (_BOX_KG if what == "mass" else 1))


def connections(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """A port where it changes ships in less time."""
    at_once = tuple(port.model_copy(update={"connection_h": 0}) for port in left_by_plan.case.ports)
    if not serves(left_by_plan.changed(ports=at_once), shipment.id):
        return
    for port in left_by_plan.case.ports:
        if not port.connection_h or port.unlocode in (shipment.origin, shipment.destination):
            continue

        def apply(hours: float, port: Port = port) -> LeftByPlan:
            quick = port.model_copy(update={"connection_h": max(0.0, port.connection_h - hours)})
            return left_by_plan.changed(ports=tuple(quick if row is port else row for row in left_by_plan.case.ports))

        minutes = least_number(
            lambda minutes, apply=apply: serves(apply(minutes / 60), shipment.id),  # type: ignore[misc]
            round(port.connection_h * 60),
        )
        if minutes is not None:
            text = f"a connection at {port.name} in {hours_text(round(port.connection_h * 60) - minutes)}, "
            change = LeastChange(
                what="connection", amount=minutes / 60, text=f"{text}{hours_text(minutes)} less than the port takes"
            )
            yield Repair(change, apply, minutes / 1_440)


def ships(left_by_plan: LeftByPlan, shipment: Shipment) -> Iterator[Repair]:
    """Ships of another flag, or one that is not there."""
    flags = tuple(leg.model_copy(update={"flag": HOME}) for leg in left_by_plan.case.sailings)
    home = left_by_plan.changed(sailings=flags)
    option = next((option for option in home.options(shipment) if home.fits(option)), None)
    if option is not None:
        foreign = foreign_legs(left_by_plan.case, option)
        rows = tuple(
            leg.model_copy(update={"flag": HOME}) if leg.id in foreign else leg for leg in left_by_plan.case.sailings
        )
        other = left_by_plan.changed(sailings=rows)
        if foreign and serves(other, shipment.id):
            text = f"an Indonesian ship for {' and '.join(foreign)}"
            yield Repair(LeastChange(what="sailing", text=text), partial(whole_change, other), 1.0)
    new = left_by_plan.changed(sailings=(*left_by_plan.case.sailings, _new_ship(left_by_plan.case, shipment)))
    if serves(new, shipment.id):
        text, latest = f"a ship from {shipment.origin} to {shipment.destination}", shipment.latest_departure
        text += "" if latest is None else f" that leaves by {left_by_plan.case.terminal.clock(latest)}"
        yield Repair(LeastChange(what="sailing", text=text), partial(whole_change, new), 1.0)


def foreign_legs(case: Case, option: Option) -> list[str]:
    """The legs of an option on which a foreign ship would carry between two Indonesian ports."""
    return [
        leg.id
        for stretch in option.route.stretches
        for leg in stretch.legs
        if not may_carry(case.sailing_by_id[leg.id].flag, stretch.origin, stretch.destination)
    ]


def _new_ship(case: Case, shipment: Shipment) -> Sailing:
    """A ship that leaves as late as anything does that is in the case, or as the letter of credit allows."""
    last = max([leg.departure for leg in case.sailings] + [shipment.ready + timedelta(days=30)])
    departure = last if shipment.latest_departure is None else shipment.latest_departure
    lines = [row.line for row in case.empties if (row.port, row.box_type) == (shipment.origin, shipment.box_type)]
    return Sailing(
        id="wished",
        voyage="wished",
        line=lines[0] if lines else "wished",
        flag=HOME,
        origin=shipment.origin,
        destination=shipment.destination,
        departure=departure,
        arrival=departure + timedelta(days=10),
        capacity_teu=_PLENTY,
    )
