"""Boxes of messages as rows of a case, containers and instructions, and back."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from data.cargo import NO_UN_NUMBER, Container, Instruction
from data.errors import BadInput, Fault
from data.formats.edifact.boxes import EdiBox, EdiMessage, Goods
from data.formats.wording import faults_of
from data.record import Record

RecordType = TypeVar("RecordType", bound=Record)
# Rows with the number of the segment that each comes from.
Rows = list[tuple[RecordType, int]]

# A mass in a line's instruction stands for boxes of about that mass.
TOLERANCE_KG = 2_000


def containers_of(message: EdiMessage, unlocode: str, call: str) -> Rows[Container]:
    """The rows of `containers` for a call of the terminal at a port (UN/LOCODE) that a message stands for.

    A stowage plan gives the boxes on board: those whose port of discharge is this one are discharged, all others
    remain. A discharge or load list gives its boxes. Of a booking, the laden boxes with a number and a port are loaded.
    Raises BadInput with every box that lacks what a row must have.
    """
    faults: list[Fault] = []
    rows: Rows[Container] = []
    for box in message.boxes:
        direction, port = _way(message, box, unlocode, faults)
        if direction is not None:
            row = _container(message, box, call, direction, port, faults)
            if row is not None:
                rows.append((row, box.segment))
    _stop(faults)
    return rows


def _way(message: EdiMessage, box: EdiBox, unlocode: str, faults: list[Fault]) -> tuple[str | None, str | None]:
    """The direction of a box in this call, and the port that its row names; None for a box that is no row."""
    here = box.discharge_port == unlocode
    match message.purpose:
        case "stowage":
            return ("discharge", box.load_port) if here else ("remain", box.discharge_port)
        case "discharge list":
            if box.discharge_port is not None and not here:
                faults.append(
                    _fault(message, box, f"it is to be discharged here and at {box.discharge_port}", "LOC+11")
                )
            return "discharge", box.load_port
        case "load list":
            if box.load_port not in (None, unlocode):
                faults.append(_fault(message, box, f"it is to be loaded here and at {box.load_port}", "LOC+9"))
            return "load", box.discharge_port
        case "booking" if box.number is not None and box.status == "full" and box.discharge_port is not None:
            return ("load", box.discharge_port) if box.load_port in (None, unlocode) and not here else (None, None)
        case _:
            return None, None


# The purposes of messages whose boxes are rows of `containers`.
LISTED = ("stowage", "discharge list", "load list", "booking")


def listed(message: EdiMessage, unlocode: str) -> list[dict[str, Any]]:
    """The rows of `containers`, without the call, that a message stands for at the port, as far as it says them.

    What a box lacks is None, and so is not told here; `containers_of` refuses it.
    """
    ways = ((box, *_way(message, box, unlocode, [])) for box in message.boxes)
    return [_values(box, direction, port) for box, direction, port in ways if direction is not None]


def _container(
    message: EdiMessage, box: EdiBox, call: str, direction: str, port: str | None, faults: list[Fault]
) -> Container | None:
    mass = box.gross_kg if box.gross_kg is not None else box.verified_kg
    lacks = [
        (where, what)
        for where, what, value in (
            ("EQD 2", "number", box.number),
            ("EQD 3", "size and type", box.box_type),
            ("EQD 6", "sign whether it is laden (5) or empty (4)", box.status),
            ("MEA", "mass", mass),
            ("LOC+9" if direction == "discharge" else "LOC+11", f"port where it {_LEAVES[direction]}", port),
        )
        if value is None
    ]
    for where, what in lacks:
        faults.append(_fault(message, box, f"the box has no {what}", where, f"give its {what}"))
    if lacks:
        return None
    values = {"call": call, **_values(box, direction, port)}
    return _record(Container, values, message, box, faults)


def _values(box: EdiBox, direction: str, port: str | None) -> dict[str, Any]:
    """What a box says of the columns of `containers`, but for the call."""
    numbered = any(goods.un_number for goods in box.goods)
    return {
        "id": box.number,
        "box_type": box.box_type,
        "status": box.status,
        "gross_mass_kg": box.verified_kg if box.gross_kg is None else box.gross_kg,
        "direction": direction,
        "port": port,
        "verified_kg": box.verified_kg,
        "final_port": box.final_port,
        "plug": box.plug,
        "hazards": tuple(goods.hazard for goods in box.goods),
        "over_height_cm": box.over_height_cm,
        "over_width_cm": box.over_width_cm,
        "over_length_cm": box.over_length_cm,
        "slot": None if direction == "load" else box.slot,
        "temperature_c": box.temperature_c,
        "un_numbers": tuple(goods.un_number or NO_UN_NUMBER for goods in box.goods) if numbered else (),
        "operator": box.operator,
        "loaded_at": box.load_port if direction == "remain" else None,
        "booking": box.booking,
        "bill_of_lading": box.bill,
        "bundled": box.bundled,
    }


_LEAVES = {"discharge": "was loaded", "load": "leaves the ship", "remain": "leaves the ship"}


def instructions_of(
    message: EdiMessage, unlocode: str, call: str, tolerance_kg: int = TOLERANCE_KG
) -> Rows[Instruction]:
    """The rows of `instructions` for a call of the terminal at a port, one a load instruction of a message.

    A mass stands for boxes within the tolerance of it, limits for what lies between them. Where a box is named, it
    alone is meant, whatever its mass. Raises BadInput with every instruction that lacks a slot or a port.
    """
    faults: list[Fault] = []
    rows: Rows[Instruction] = []
    for box in message.boxes:
        if box.handling != "load" or box.load_port not in (None, unlocode):
            continue
        if box.discharge_port is None:
            faults.append(_fault(message, box, "the instruction has no port where the box leaves the ship", "LOC+11"))
            continue
        mass = box.verified_kg or box.gross_kg
        least = box.least_kg if box.least_kg is not None else max(mass - tolerance_kg, 0) if mass else 0
        most = box.most_kg if box.most_kg is not None else min(mass + tolerance_kg, _MOST_KG) if mass else _MOST_KG
        values = {
            "call": call,
            "slot": box.slot,
            "port": box.discharge_port,
            "status": box.status,
            "min_kg": least if box.number is None else 0,
            "max_kg": most if box.number is None else _MOST_KG,
            "plug": box.plug,
            "box": box.number,
        }
        row = _record(Instruction, values, message, box, faults)
        if row is not None:
            rows.append((row, box.segment))
    _stop(faults)
    return rows


_MOST_KG = 60_000


def _record(
    record_type: type[RecordType], values: dict[str, Any], message: EdiMessage, box: EdiBox, faults: list[Fault]
) -> RecordType | None:
    try:
        return record_type.model_validate(values)
    except ValidationError as error:
        faults += faults_of(error, record_type, message.file, values, box.segment, box.number or "the box")
        return None


def _fault(message: EdiMessage, box: EdiBox, problem: str, where: str, remedy: str = "correct the message") -> Fault:
    return Fault(message.file, problem, remedy, box.segment, where, box.number)


def _stop(faults: list[Fault]) -> None:
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: fault.row or 0))


def edi_box(box: Container, unlocode: str, slot: str | None = None, moment: datetime | None = None) -> EdiBox:
    """A row of `containers` of the terminal at a port as the box of a message, in a slot or else in its own.

    `moment` is when it was moved.
    """
    return EdiBox(
        number=box.id,
        box_type=box.box_type,
        status=box.status,
        slot=slot or box.slot,
        gross_kg=box.gross_mass_kg,
        verified_kg=box.verified_kg,
        load_port={"discharge": box.port, "load": unlocode, "remain": box.loaded_at}[box.direction],
        discharge_port=unlocode if box.direction == "discharge" else box.port,
        final_port=box.final_port,
        plug=box.plug,
        temperature_c=box.temperature_c,
        goods=tuple(Goods(hazard, number) for hazard, number in box.goods),
        over_height_cm=box.over_height_cm,
        over_width_cm=box.over_width_cm,
        over_length_cm=box.over_length_cm,
        operator=box.operator,
        booking=box.booking,
        bill=box.bill_of_lading,
        bundled=box.bundled,
        moment=moment,
    )
