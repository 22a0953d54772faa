"""The boxes of one call while messages and lists are taken: what each kind of source replaces, adds or changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from data.cargo import Container
from data.case import Case
from data.errors import BadInput, Fault
from data.formats.edifact.boxes import EdiMessage, Purpose
from data.formats.edifact.containers import containers_of
from data.formats.lists import BoxList
from data.formats.wording import faults_of
from data.vessels import VesselCall
from data.words import counted

# The function (data element 1225) of a message that adds to what was sent before.
_ADDITION = "2"
_NAMES_SHOWN = 5
# What an earlier row may know of a box that a message does not say.
_KEPT = ("shipment", "place", "slot", "verified_kg", "final_port", "operator", "booking", "bill_of_lading")

Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """A box of the call and where it comes from; a box that the case had before has no file."""

    box: Container
    file: str | None = None
    place: int = 0


@dataclass
class CallRows:
    """The boxes of the call by number and direction, as they become, and what there is to say of it.

    `touched` holds the directions whose boxes are those of the lists now, and "booking" where boxes were announced.
    With `add`, what the case had before stays.
    """

    case: Case
    call: VesselCall
    add: bool
    rows: dict[Key, Row] = field(default_factory=dict)
    summary: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def take(self, messages: Sequence[EdiMessage], lists: Sequence[BoxList]) -> None:
        """Take boxes: plans first, then discharge lists, load lists, bookings and verified masses."""
        self.rows = {(box.id, box.direction): Row(box) for box in self.case.containers if box.call == self.call.id}

        def of(purpose: Purpose) -> list[EdiMessage]:
            return [message for message in messages if message.purpose == purpose]

        listed = {way: [(s.file, rows) for s in lists if (rows := _of(s, way))] for way in _WAYS}
        if of("stowage") or listed["remain"]:
            self._take_plans(of("stowage"), listed["remain"])
        discharge = [(m.file, self._rows_of(m)) for m in of("discharge list")] + listed["discharge"]
        if discharge:
            self._take_discharge(discharge)
        load = [(m.file, self._rows_of(m)) for m in of("load list")] + listed["load"]
        if load:
            additions = all(m.function == _ADDITION for m in of("load list")) and not listed["load"]
            self._take_load(load, replace=not self.add and not additions)
        for message in of("booking"):
            self._take_booking(message)
        for message in of("verified masses"):
            self._take_masses(message)

    def _take_plans(self, plans: Sequence[EdiMessage], remain: Sequence[tuple[str, list[Row]]]) -> None:
        before = {number: row.box for (number, _), row in self.rows.items()}
        if not self.add:
            self._drop("discharge" if plans else "remain", "remain")
        fresh: dict[Key, Row] = {}
        for message in plans:
            rows = [self._changed(row, shipment=_shipment(before.get(row.box.id))) for row in self._rows_of(message)]
            self._put(rows, fresh)
            self.touched |= {"discharge", "remain"}
            ways = Counter(row.box.direction for row in rows)
            self.summary.append(
                f"{message.file} ({message.version}): {counted(len(rows), 'box')} on board, {ways['discharge']} of "
                f"them to discharge, {ways['remain']} remain"
            )
            if message.bare:
                self.notices.append(f"{message.file}: {counted(len(message.bare), 'slot')} without a box not taken")
        for file, rows in remain:
            self._put(rows, fresh)
            self.touched.add("remain")
            self.summary.append(f"{file}: {counted(len(rows), 'box')} to remain on board")

    def _take_discharge(self, lists: Sequence[tuple[str, list[Row]]]) -> None:
        """Discharge lists say what is discharged; the slots of a plan stay, and so do boxes that only the plan has."""
        self.touched.add("discharge")
        if not self.add:
            self._drop("discharge", without_slot=True)
        fresh: dict[Key, Row] = {}
        for file, rows in lists:
            changed = []
            for row in rows:
                stays = self.rows.pop((row.box.id, "remain"), None)
                if stays is not None:
                    changed.append(row.box.id)
                    self.rows[row.box.id, "discharge"] = stays
            self._put(rows, fresh)
            self.summary.append(f"{file}: {counted(len(rows), 'box')} to discharge")
            if changed:
                self.notices.append(f"{file}: {named(changed)} would remain by the plan, and are discharged")
        others = [key[0] for key in self.rows if key[1] == "discharge" and key not in fresh]
        if others:
            self.notices.append(f"{named(others)}: in no discharge list, kept as the plan discharges them here")

    def _take_load(self, lists: Sequence[tuple[str, list[Row]]], *, replace: bool) -> None:
        self.touched.add("load")
        fresh: dict[Key, Row] = {}
        for file, rows in lists:
            self._put(rows, fresh)
            self.summary.append(f"{file}: {counted(len(rows), 'box')} to load")
        if replace:
            self._drop("load")

    def _take_booking(self, message: EdiMessage) -> None:
        rows = []
        for row in self._rows_of(message):
            listed = self.rows.get((row.box.id, "load"))
            if listed is None:
                rows.append(row)
            else:
                self.rows[row.box.id, "load"] = self._changed(listed, **_unsaid(listed.box, row.box))
        self._put(rows, {})
        if rows:
            self.touched.add("booking")
        self.summary.append(f"{message.file} ({message.version}): {counted(len(rows), 'announced box')} to load")
        others = sum(box.units for box in message.boxes) - len(rows)
        if others:
            self.notices.append(
                f"{message.file}: {counted(others, 'box')} not taken: without a number yet, empty, bound elsewhere, "
                "or in the load list"
            )

    def _take_masses(self, message: EdiMessage) -> None:
        boxes = {box.number: box for box in message.boxes}
        found = set()
        for key, row in self.rows.items():
            weighed = boxes.get(key[0])
            if weighed is not None:
                found.add(key[0])
                new = Row(row.box, message.file, weighed.segment)
                booking = row.box.booking or weighed.booking
                self.rows[key] = self._changed(new, verified_kg=weighed.verified_kg, booking=booking)
        self.summary.append(
            f"{message.file} ({message.version}): verified masses of {counted(len(found), 'box')} of the call"
        )
        strange = [number for number in boxes if number is not None and number not in found]
        if strange:
            self.notices.append(f"{message.file}: {named(strange)} are no boxes of this call")

    def _rows_of(self, message: EdiMessage) -> list[Row]:
        try:
            found = containers_of(message, self.case.terminal.unlocode, self.call.id)
        except BadInput as error:
            self.faults += error.faults
            return []
        bundled = [number for box in message.boxes for number in box.bundled]
        if bundled:
            self.notices.append(f"{message.file}: {named(bundled)} are bundled with other boxes, and go where these go")
        return [Row(box, message.file, place) for box, place in found]

    def _put(self, rows: Iterable[Row], fresh: dict[Key, Row]) -> None:
        """Put boxes in, with what earlier rows knew more of them. One that stands in `fresh` already is refused."""
        for row in rows:
            key = (row.box.id, row.box.direction)
            other = fresh.setdefault(key, row)
            if other is not row:
                problem = f"the box stands in {other.file}, row {other.place}, too"
                self.faults.append(Fault(row.file or "", problem, "drop one of the two", row.place, "id", row.box.id))
            before = self.rows.get(key)
            self.rows[key] = row if before is None else self._changed(row, **_unsaid(row.box, before.box))

    def _drop(self, *directions: str, without_slot: bool = False) -> None:
        """Drop the boxes of these directions that the case had before; with `without_slot` those with a slot stay."""
        for key, row in list(self.rows.items()):
            if key[1] in directions and row.file is None and not (without_slot and row.box.slot is not None):
                del self.rows[key]

    def _changed(self, row: Row, **values: Any) -> Row:
        """The row with other values of its box; where they do not fit, it stays as it is and a fault tells."""
        if all(getattr(row.box, name) == value for name, value in values.items()):
            return row
        changed = row.box.model_dump() | values
        try:
            return Row(Container.model_validate(changed), row.file, row.place)
        except ValidationError as error:
            self.faults += faults_of(error, Container, row.file or "", changed, row.place, row.box.id)
            return row


_WAYS = ("remain", "discharge", "load")


def _of(source: BoxList, direction: str) -> list[Row]:
    rows = zip(source.boxes, source.rows, strict=True)
    return [Row(box, source.file, place) for box, place in rows if box.direction == direction]


def _unsaid(box: Container, other: Container) -> dict[str, Any]:
    """What another row of the same box and direction knows of it, and this one does not say."""
    values = {name: getattr(other, name) for name in _KEPT if getattr(box, name) is None}
    if box.direction == "remain" and box.loaded_at is None:
        values["loaded_at"] = other.loaded_at
    if box.plug and box.temperature_c is None:
        values["temperature_c"] = other.temperature_c
    if not box.un_numbers and set(box.hazards) == set(other.hazards):
        values |= {"hazards": other.hazards, "un_numbers": other.un_numbers}
    if not box.bundled:
        values["bundled"] = other.bundled
    return values


def _shipment(before: Container | None) -> str | None:
    return None if before is None else before.shipment


def named(names: Sequence[str]) -> str:
    """The names in a sentence, at most five of them."""
    shown = ", ".join(names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown} and {len(names) - _NAMES_SHOWN} more"
