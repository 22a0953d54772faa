"""Rules of room on the ships and of the empty boxes that shipments take."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from data.bookings import Empties
from data.case import Case
from data.checker.shipments.journeys import SECOND, Journey, Load, listed, loads_by_leg
from data.checker.verdict import Broken
from data.export_chain import begins
from data.sailings import Sailing


def capacity(case: Case, loads: Sequence[Load]) -> Iterator[Broken]:
    """The boxes on a leg are within its room."""
    for leg, aboard in loads_by_leg(loads):
        yield from _within(case, "capacity", leg, aboard, sum(load.teu for load in aboard), leg.capacity_teu, "TEU")


def plugs(case: Case, loads: Sequence[Load]) -> Iterator[Broken]:
    """The reefers on a leg are within its plugs."""
    for leg, aboard in loads_by_leg(loads):
        reefers = [load for load in aboard if load.plugs]
        wanted = sum(load.plugs for load in reefers)
        yield from _within(case, "plugs", leg, reefers, wanted, leg.capacity_plugs, "plugs")


def mass(case: Case, loads: Sequence[Load]) -> Iterator[Broken]:
    """The gross mass on a leg is within what it can take."""
    for leg, aboard in loads_by_leg(loads):
        gross = sum(
            journey.shipment.gross_mass_kg
            for load in aboard
            for journey in load.journeys
            if leg.id in journey.routed.sailings
        )
        yield from _within(case, "mass", leg, aboard, gross, leg.capacity_kg, "kg")


def _within(
    case: Case, rule: str, leg: Sailing, loads: Sequence[Load], taken: int, room: int | None, unit: str
) -> Iterator[Broken]:
    if room is not None and taken > room:
        names = tuple(name for load in loads for name in load.names)
        yield Broken(
            rule,
            names,
            f"{leg.id} ({leg.origin} to {leg.destination}, {case.terminal.clock(leg.departure)}) has room for "
            f"{room:,} {unit} and {listed(names)} take {taken:,}",
        )


def empties(case: Case, journey: Journey) -> Iterator[Broken]:
    """It takes boxes of its type at its origin, and where boxes are changed: of the line that they travel with.

    Through boxes are the last carrier's. Where the case lists no empty boxes there are always enough.
    """
    routed, first, last = journey.routed, journey.legs[0].line, journey.legs[-1].line
    if not case.empties:
        if routed.empties is not None or routed.hub_empties is not None:
            yield _broken("empties", journey, "takes empty boxes from a row, and the case lists none")
        return
    line = first if journey.restuffed else last
    yield from _taken(case, journey, routed.empties, journey.shipment.origin, line)
    if journey.restuffed and journey.hub is not None:
        yield from _taken(case, journey, routed.hub_empties, journey.hub, last)
    elif routed.hub_empties is not None:
        yield _broken("empties", journey, f"takes boxes from {routed.hub_empties} on its way and keeps those it has")


def _taken(case: Case, journey: Journey, row_id: str | None, port: str, line: str) -> Iterator[Broken]:
    wanted = f"{journey.shipment.box_type} of {line} at {port}"
    if row_id is None:
        yield _broken("empties", journey, f"takes no empty boxes: it needs {wanted}")
    elif row_id not in case.empties_by_id:
        yield _broken("empties", journey, f"takes boxes from {row_id}: the case has no such row of empties")
    else:
        row = case.empties_by_id[row_id]
        if (row.box_type, row.line, row.port) != (journey.shipment.box_type, line, port):
            text = f"takes boxes from {row_id}, {row.box_type} of {row.line} at {row.port}: it needs {wanted}"
            yield _broken("empties", journey, text)


def empties_at_hub(case: Case, journey: Journey) -> Iterator[Broken]:
    """Where boxes are changed, the others are there when the ship arrives."""
    row = case.empties_by_id.get(journey.routed.hub_empties or "")
    if row is None or not journey.changes:
        return
    arrival, there = journey.changes[0][0].arrival, boxes_from(row, journey)
    if there > arrival + SECOND:
        yield _broken(
            "empties_at_hub",
            journey,
            f"arrives at {journey.hub} at {case.terminal.clock(arrival)}, and boxes of {row.id} are there only at "
            f"{case.terminal.clock(there)}",
        )


def empties_taken(case: Case, loads: Sequence[Load]) -> Iterator[Broken]:
    """Of each row of empty boxes no more are taken than there are; a shared box is one."""
    taken: defaultdict[str, list[Load]] = defaultdict(list)
    for load in loads:
        routes = [journey.routed for journey in load.journeys]
        for row_id in sorted({row for routed in routes for row in (routed.empties, routed.hub_empties) if row}):
            taken[row_id].append(load)
    for row_id, takers in taken.items():
        row, boxes = case.empties_by_id.get(row_id), sum(load.boxes for load in takers)
        if row is not None and boxes > row.boxes:
            names = tuple(name for load in takers for name in load.names)
            yield Broken(
                "empties_taken",
                names,
                f"{row_id} has {row.boxes} empty boxes ({row.box_type} of {row.line} at {row.port}) and "
                f"{listed(names)} take {boxes}",
            )


def boxes_from(row: Empties, journey: Journey) -> datetime:
    """From when on a shipment can have boxes of a row."""
    return max(row.available, begins(journey.shipment) + timedelta(hours=row.lead_h))


RULES = (empties, empties_at_hub)
RULES_OF_ALL = (capacity, plugs, mass, empties_taken)


def _broken(rule: str, journey: Journey, text: str) -> Broken:
    return Broken(rule, (journey.shipment.id,), f"{journey.name} {text}")
