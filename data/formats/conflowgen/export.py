"""The files of an export of ConFlowGen, and the journeys of the boxes in them.

A file of no rows holds no column names either. Columns that nothing here needs are passed over: they differ from
version to version.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import AwareDatetime, Field

from data.codes import Text
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import Cells
from data.formats.delimited import decoded
from data.formats.fields import columns
from data.formats.rows import typed_rows
from data.formats.tables import table_of
from data.record import Record

LARGEST_FILE = 100 * 2**20  # bytes
_SHIPS = ("deep_sea_vessels", "feeders", "barges")
_BOXES = "containers.csv"
Vehicle = Literal["truck", "train", "feeder", "barge", "deep_sea_vessel"]


class FlowBox(Record):
    """A row of containers.csv."""

    id: int = Field(ge=0, lt=26_000_000, description="Number of the container")
    weight: int = Field(ge=0, le=60, description="Mass in tonnes")
    length: Literal[20, 40, 45, -1] = Field(description="Length in feet, -1 for another")
    storage_requirement: Literal["standard", "empty", "reefer", "dangerous_goods"] = Field(description="Kind of box")
    delivered_by: Vehicle = Field(description="What brings it")
    picked_up_by: Vehicle = Field(description="What takes it")
    delivered_by_large_scheduled_vehicle: int | None = Field(None, description="The ship or train that brings it")
    delivered_by_truck: int | None = Field(None, description="The truck that brings it")
    picked_up_by_large_scheduled_vehicle: int | None = Field(None, description="The ship or train that takes it")
    picked_up_by_truck: int | None = Field(None, description="The truck that takes it")


class FlowVehicle(Record):
    """A row of deep_sea_vessels.csv, feeders.csv, barges.csv or trains.csv: one call of a ship, or a train."""

    large_scheduled_vehicle: int = Field(ge=0, lt=1_000_000_000, description="Number of the call")
    vehicle_name: Text = Field(description="Name of the ship or train")
    capacity_in_teu: int = Field(gt=0, le=30_000, description="Capacity in TEU")
    scheduled_arrival: AwareDatetime = Field(description="When it should come")
    realized_arrival: AwareDatetime | None = Field(None, description="When it came, or empty")

    @property
    def arrival(self) -> datetime:
        """When it comes."""
        return self.realized_arrival or self.scheduled_arrival


class FlowTruck(Record):
    """A row of trucks.csv."""

    id: int = Field(ge=0, description="Number of the truck")
    realized_container_delivery_time: AwareDatetime | None = Field(None, description="When it brings a container")
    realized_container_pickup_time: AwareDatetime | None = Field(None, description="When it takes one")


@dataclass(frozen=True)
class Journey:
    """A box's way over the quay: the calls that bring and take it, and when it comes or goes by land."""

    box: FlowBox
    comes_by: int | None
    goes_by: int | None
    gate_at: datetime | None


@dataclass(frozen=True)
class Export:
    """What an export holds: how many boxes, the journeys of those that a ship brings or takes, and the ships."""

    boxes: int
    journeys: tuple[Journey, ...]
    ships: Mapping[int, FlowVehicle]


@dataclass(frozen=True)
class _Vehicles:
    ships: Mapping[int, FlowVehicle]
    trains: Mapping[int, FlowVehicle]
    trucks: Mapping[int, FlowTruck]


RowType = TypeVar("RowType", bound=Record)


def read_export(folder: Path, cells: Cells) -> Export:
    """The journeys of an export. Raises BadInput with every fault that was found."""
    faults: list[Fault] = []
    read = partial(_rows, folder, cells, faults)
    boxes = read("containers", FlowBox, True)
    trucks = {truck.id: truck for _, truck in read("trucks", FlowTruck)}
    ships: dict[int, FlowVehicle] = {}
    for file in _SHIPS:
        for row, ship in read(file, FlowVehicle):
            if ship.large_scheduled_vehicle in ships:
                number = str(ship.large_scheduled_vehicle)
                problem, remedy = "another call has this number", "give every call a number of its own"
                faults.append(Fault(f"{file}.csv", problem, remedy, row, "large_scheduled_vehicle", number))
            ships[ship.large_scheduled_vehicle] = ship
    trains = {train.large_scheduled_vehicle: train for _, train in read("trains", FlowVehicle)}
    # What boxes name is looked up where every file is understood.
    journeys = [] if faults else list(_journeys(boxes, _Vehicles(ships, trains, trucks), faults))
    if not faults and not journeys:
        faults.append(Fault(_BOXES, "no ship brings or takes a box", "export a flow with ships"))
    if faults:
        raise BadInput(faults)
    return Export(len(boxes), tuple(journeys), ships)


def _rows(
    folder: Path, cells: Cells, faults: list[Fault], name: str, row_type: type[RowType], required: bool = False
) -> list[tuple[int, RowType]]:
    """The rows of one file and where each stands; faults of the others are added."""
    file = f"{name}.csv"
    path = folder / file
    if not path.exists():
        if required:
            faults.append(Fault(file, "the file is missing", "give the folder that ConFlowGen has exported as CSV"))
        return []
    text = decoded(file, content_of(path, file, LARGEST_FILE), faults)
    if text is None:
        return []
    try:
        records = list(enumerate(csv.reader(io.StringIO(text, newline="")), start=1))
    except csv.Error:
        problem = "a cell is far too long: a quote opens it and does not close it, or it is no table"
        faults.append(Fault(file, problem, "correct the cell, or export the flow anew"))
        return []
    known = columns(row_type)
    header = [cell.strip() for cell in records[0][1]] if records else []
    if not required and len(records) < 2 and not set(header) & set(known):
        return []
    # What is nobody's business here, as a cache of times, is left out before anyone asks for its meaning.
    kept = [place for place, column in enumerate(header) if column in known]
    trimmed = ((row, [line[place] if place < len(line) else "" for place in kept]) for row, line in records if line)
    table = table_of(name, file, trimmed, faults, points=True, row_type=row_type)
    if table is None:
        return []
    rows, places = typed_rows(table, cells, faults)
    return [(place, row) for place, row in zip(places, rows, strict=True) if isinstance(row, row_type)]


def _journeys(boxes: list[tuple[int, FlowBox]], vehicles: _Vehicles, faults: list[Fault]) -> Iterator[Journey]:
    """The journeys of the boxes that a ship brings or takes; faults of what they name are added."""
    seen: set[int] = set()
    for row, box in boxes:
        if box.id in seen:
            problem, remedy = "another container has this number", "give every container a number of its own"
            faults.append(Fault(_BOXES, problem, remedy, row, "id", str(box.id)))
        seen.add(box.id)
        came, went = _end(row, box, "delivered", vehicles), _end(row, box, "picked_up", vehicles)
        if isinstance(came, Fault) or isinstance(went, Fault):
            faults += [end for end in (came, went) if isinstance(end, Fault)]
        elif isinstance(came, int) or isinstance(went, int):
            yield Journey(
                box,
                comes_by=came if isinstance(came, int) else None,
                goes_by=went if isinstance(went, int) else None,
                gate_at=came if isinstance(came, datetime) else went if isinstance(went, datetime) else None,
            )


def _end(row: int, box: FlowBox, end: Literal["delivered", "picked_up"], vehicles: _Vehicles) -> int | datetime | Fault:
    """The ship that brings or takes a box, by number, or when it comes or goes by land; a fault where neither is."""
    by: Vehicle = getattr(box, f"{end}_by")
    column = f"{end}_by_truck" if by == "truck" else f"{end}_by_large_scheduled_vehicle"
    number: int | None = getattr(box, column)
    if number is None:
        return Fault(_BOXES, f"it is empty, and {end}_by is {by}", "give the vehicle's number", row, column)
    if by == "truck":
        truck = vehicles.trucks.get(number)
        if truck is not None:
            moment = "realized_container_" + ("delivery_time" if end == "delivered" else "pickup_time")
            at: datetime | None = getattr(truck, moment)
            problem, remedy = f"the truck has no {moment}", f"give it in trucks.csv, or correct {end}_by"
            return at or Fault(_BOXES, problem, remedy, row, column, str(number))
    elif by == "train":
        if number in vehicles.trains:
            return vehicles.trains[number].arrival
    elif number in vehicles.ships:
        return number
    return Fault(_BOXES, f"there is no such {by}", "correct the number, or add its row", row, column, str(number))
