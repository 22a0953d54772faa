"""Taking messages and lists into a case: the boxes and instructions of one call, and how many boxes it has."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from data.cargo import Instruction
from data.case import Case, broken_references
from data.errors import BadInput, Fault
from data.formats.edifact.boxes import EdiMessage
from data.formats.edifact.call_boxes import CallRows, Row
from data.formats.edifact.containers import TOLERANCE_KG, instructions_of
from data.formats.edifact.reported import plain_name
from data.formats.lists import BoxList
from data.formats.wording import faults_of
from data.record import Record
from data.slots import Cell
from data.vessels import VesselCall
from data.words import counted

Source = EdiMessage | BoxList

_REPORTS = ("discharged", "loaded", "gate in", "gate out")
# Functions (data element 1225) of messages that take something back.
_TAKEN_BACK = {"1": "a cancellation", "3": "a deletion"}


@dataclass(frozen=True)
class Taken:
    """A case with what was taken into it: a sentence for each source, and what to look at."""

    case: Case
    summary: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Told:
    """An instruction and where it comes from; one that the case had before has no file."""

    row: Instruction
    file: str | None = None
    place: int = 0


def take(
    case: Case,
    call: VesselCall,
    sources: Sequence[Source],
    *,
    add: bool = False,
    any_ship: bool = False,
    tolerance_kg: int = TOLERANCE_KG,
    aliases: Sequence[str] = (),
) -> Taken:
    """The case with the boxes and instructions of a call as messages and lists have them, in whatever order they come.

    A stowage plan replaces the boxes on board, load lists those to load, instructions those of the call; a discharge
    list changes what the plan says of its boxes. With `add`, and by load lists that are additions, what the case has
    stays beside it. A booking adds boxes; verified masses are set on boxes of the call. Messages may call the
    terminal's port by one of the `aliases`, such as the UN/LOCODE of its town.

    Raises BadInput with every fault: another ship (unless `any_ship`), ports that the case does not have, and whatever
    the case's rules refuse.
    """
    here = case.terminal.unlocode
    messages = [_renamed(source, aliases, here) for source in sources if isinstance(source, EdiMessage)]
    lists = [source for source in sources if isinstance(source, BoxList)]
    _stop([fault for message in messages for fault in _unfit(message, case, call, any_ship)])
    boxes = CallRows(case, call, add)
    boxes.notices += [f"{source.file}: {notice}" for source in sources for notice in source.notices]
    boxes.take(messages, lists)
    instructions = _instructions(boxes, [m for m in messages if m.purpose == "instructions"], tolerance_kg)
    _stop([*boxes.faults, *_missing_ports(case, list(boxes.rows.values()), instructions)])
    made = _assembled(boxes, instructions)
    return Taken(made, tuple(boxes.summary), (*boxes.notices, *_too_few(made, call)))


def _renamed(message: EdiMessage, aliases: Sequence[str], here: str) -> EdiMessage:
    """The message with the terminal's own code in place of the aliases of its port."""
    if not aliases:
        return message

    def own(port: str | None) -> str | None:
        return here if port in aliases else port

    boxes = tuple(
        replace(
            box,
            load_port=own(box.load_port),
            discharge_port=own(box.discharge_port),
            final_port=own(box.final_port),
        )
        for box in message.boxes
    )
    voyage = replace(message.voyage, departure_port=own(message.voyage.departure_port))
    return replace(message, boxes=boxes, voyage=voyage)


def _unfit(message: EdiMessage, case: Case, call: VesselCall, any_ship: bool) -> Iterator[Fault]:
    """Faults of a message that is not for this call, or for no call."""
    file, voyage, ship = message.file, message.voyage, case.ship_of(call)
    if message.purpose in _REPORTS:
        problem = "it reports work that is done, and is not taken into a case"
        yield Fault(file, problem, "leave it out", column=message.type)
    if message.function in _TAKEN_BACK:
        problem = f"it is {_TAKEN_BACK[message.function]}, and what it takes back can't be seen from it"
        yield Fault(file, problem, "take the message that is in force", column="BGM 3", value=message.function)
    if message.purpose == "stowage" and voyage.departure_port == case.terminal.unlocode:
        problem, remedy = "it is the plan at departure from this port", "give the one at departure from the port before"
        yield Fault(file, problem, remedy, column="LOC+5", value=voyage.departure_port)
    if any_ship or message.purpose == "verified masses":
        return
    remedy = f"give a message for {case.named(call.id)}, correct the ship in the case, or take it for any ship"
    if voyage.imo is not None and ship.imo is not None:
        if voyage.imo != ship.imo:
            problem = f"it is for a ship with another IMO number than {ship.imo}"
            yield Fault(file, problem, remedy, column="TDT 8.1", value=voyage.imo)
    elif voyage.vessel is not None and plain_name(voyage.vessel) != plain_name(ship.name):
        problem = f"it is for a ship of another name than {ship.name}"
        yield Fault(file, problem, remedy, column="TDT 8.4", value=voyage.vessel)


def _instructions(boxes: CallRows, messages: Sequence[EdiMessage], tolerance_kg: int) -> list[_Told]:
    """The instructions of the case, those of the call exchanged where a message has such."""
    case, call = boxes.case, boxes.call
    found: list[_Told] = []
    for message in messages:
        try:
            rows = instructions_of(message, case.terminal.unlocode, call.id, tolerance_kg)
        except BadInput as error:
            boxes.faults += error.faults
            continue
        found += [_Told(row, message.file, place) for row, place in rows]
        boxes.summary.append(f"{message.file} ({message.version}): instructions for {counted(len(rows), 'slot')}")
        others = len(message.boxes) - len(rows)
        if others:
            boxes.notices.append(
                f"{message.file}: {counted(others, 'instruction')} to discharge, restow or load elsewhere not taken"
            )
    halves = {half for told in found for half in _halves(told.row)}
    named = {told.row.box for told in found} - {None}
    kept = [
        _Told(row)
        for row in case.instructions
        if not messages
        or row.call != call.id
        or (boxes.add and halves.isdisjoint(_halves(row)) and row.box not in named)
    ]
    return kept + found


def _halves(row: Instruction) -> list[Cell]:
    """The 20-foot cells that an instruction is for."""
    cell = Cell.of(row.slot)
    return [cell._replace(bay=bay) for bay in cell.twenties]


def _too_few(case: Case, call: VesselCall) -> Iterator[str]:
    """A notice where a call has instructions for fewer slots than it has boxes to load."""
    slots = sum(row.call == call.id for row in case.instructions)
    boxes = case.call_by_id[call.id].load
    if 0 < slots < boxes:
        yield (
            f"instructions for {slots} slots and {boxes} boxes to load: `dermaga load` leaves the others ashore "
            "(--instructions only), with --instructions first it stows them around those"
        )


def _missing_ports(case: Case, rows: Sequence[Row], instructions: Sequence[_Told]) -> Iterator[Fault]:
    """One fault for every port that the case does not have, where it is named first."""
    places = [(row.box.port, row.file, row.place) for row in rows]
    places += [(told.row.port, told.file, told.place) for told in instructions]
    missing: dict[str, list[tuple[str, int]]] = {}
    for port, file, place in places:
        if file is not None and port not in case.port_by_code:
            missing.setdefault(port, []).append((file, place))
    for port, where in missing.items():
        file, place = where[0]
        more = f", which it and {len(where) - 1} more name" if len(where) > 1 else ""
        remedy = "add it to the table ports with its name"
        yield Fault(file, f"the case has no port {port}{more}", remedy, place, "port", port)


def _assembled(boxes: CallRows, instructions: Sequence[_Told]) -> Case:
    """The case with the new rows, checked by the rules of cases; faults stand where the boxes were named."""
    case, call = boxes.case, boxes.call
    rows = [Row(box) for box in case.containers if box.call != call.id] + list(boxes.rows.values())
    counted = _counted(boxes)
    tables: dict[str, Sequence[Record]] = {
        **case.tables,
        "containers": tuple(row.box for row in rows),
        "instructions": tuple(told.row for told in instructions),
        "calls": tuple(counted if row.id == call.id else row for row in case.calls),
    }
    origins = {
        "containers": [(row.file, row.place) for row in rows],
        "instructions": [(told.file, told.place) for told in instructions],
    }
    faults = []
    for fault in broken_references(case.terminal, tables):
        file, place = origins[fault.file][fault.row - 1] if fault.row and fault.file in origins else (None, 0)
        placed = Fault(file or "", fault.problem, fault.remedy, place, fault.column, fault.value)
        faults.append(fault if file is None else placed)
    _stop(faults)
    return case.changed(containers=tables["containers"], instructions=tables["instructions"], calls=tables["calls"])


def _counted(boxes: CallRows) -> VesselCall:
    """The call with the numbers of boxes that were taken for it, and whether a plan says what is on board."""
    call = boxes.call
    listed = Counter((row.box.direction, row.box.status) for row in boxes.rows.values())
    numbers: dict[str, int | bool] = {"stowage_listed": call.stowage_listed or "remain" in boxes.touched}
    for direction in ("discharge", "load"):
        for status in ("full", "empty"):
            name = f"{direction}_{status}"
            if direction in boxes.touched:
                numbers[name] = listed[direction, status]
            elif direction == "load" and "booking" in boxes.touched:
                numbers[name] = max(getattr(call, name), listed[direction, status])
    changed = call.model_dump() | numbers
    try:
        return VesselCall.model_validate(changed)
    except ValidationError as error:
        raise BadInput(faults_of(error, VesselCall, f"call {call.id}", changed)) from error


def _stop(faults: Sequence[Fault]) -> None:
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: (fault.file, fault.row or 0)))
