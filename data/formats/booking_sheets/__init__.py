"""Exporters' own lists of bookings: what their columns and cells mean, and the case with them.

A list has no fixed form. Its line of names is the row of its first ones in which most names are known; titles above
and columns that nobody knows are told, and not read. Bookings that the case has already, by their number, keep what the
list does not say. Nothing is guessed in silence: what was understood otherwise than written is in `understood`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Literal

from data.bookings import Shipment
from data.case import Case, broken_references
from data.errors import Fault
from data.formats.booking_sheets.words import box_type, in_tonnes, meaning
from data.formats.cells import Cells
from data.formats.fields import Kind, columns
from data.formats.moments import Unreadable
from data.formats.rows import typed
from data.formats.schedules.port_names import PortNames
from data.formats.schedules.sheets import MOST_ROWS, Headed, Row, cell, headed, sheets_in_content
from data.formats.schedules.wording import text_of
from data.formats.sizes import USUAL, Faults, Sizes

_SEARCHED_ROWS = 25
_FEWEST = 3  # names that are known, in a line of names
_PORTS = ("origin", "destination", "declared_at")
# The time of day of a date alone: goods are ready in the morning, and what is latest is at the end of its day.
_HOURS = {"booked": "08:00", "ready": "08:00", "latest_arrival": "23:59", "latest_departure": "23:59"}
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
# What a new booking must have, where the list has no column of it.
_NEEDED = ("id", "exporter", "commodity", "hs_code", "gross_mass_kg", "destination", "ready", "latest_arrival")


@dataclass(frozen=True)
class SheetColumn:
    """A column of the list: its heading, and the column of shipments that it was taken for; None for none."""

    heading: str
    column: str | None
    twice: bool = False


@dataclass(frozen=True)
class ReadAs:
    """A cell that was understood otherwise than it is written."""

    row: int
    heading: str
    written: str
    read: str


@dataclass(frozen=True)
class BookingRow:
    """A booking of the list: where it stands, and what it changes of the case's; `before` is empty for a new one."""

    row: int
    change: Literal["new", "changed", "same"]
    shipment: Shipment
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BookingSheet:
    """What a list of bookings says. With faults there is no `case`."""

    sheet: str
    header_row: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[BookingRow, ...]
    understood: tuple[ReadAs, ...]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]
    case: Case | None


def read_booking_sheet(case: Case, file: str, content: bytes, sizes: Sizes = USUAL) -> BookingSheet:
    """What an .xlsx or CSV file says of bookings, and the case with them.

    Raises BadInput where it is neither, or can't be read. All that is wrong with its rows is among the faults.
    """
    sheets = sheets_in_content(file, content, workbook=content.startswith((b"PK", b"\xd0\xcf\x11\xe0")), sizes=sizes)
    table, sheet = _headings(file, sheets)
    if table is None:
        remedy = (
            "name the columns (as Booking, Exporter, Goods, HS code, Gross weight, Destination, Ready, Latest arrival)"
        )
        problem = f"none of its first {_SEARCHED_ROWS} rows looks like the names of columns of bookings"
        return BookingSheet(sheet, 0, (), (), (), (Fault(file, problem, remedy),), (), None)
    return _Reader(case, sheet, table).read()


def _headings(file: str, sheets: Mapping[str, list[Row]]) -> tuple[Headed | None, str]:
    """The sheet and the row with most names that are known; None where there is none."""
    best: tuple[int, Headed, str] | None = None
    for name, rows in sheets.items():
        for number, cells in rows[:_SEARCHED_ROWS]:
            found = {meaning(text) for text in map(text_of, cells) if text and len(text) <= 60} - {None}
            if len(found) >= _FEWEST and (best is None or len(found) > best[0]):
                place = file if name == file else f"{file}, sheet {name}"
                best = len(found), headed(place, rows, (number,)), name
    return (None, next(iter(sheets), "")) if best is None else (best[1], best[2])


def _with_hour(value: object, hour: str) -> object:
    """A moment with a time of day, where it is a date alone: spreadsheets have midnight there."""
    if isinstance(value, datetime):
        return value if value.time() != time() else f"{value:%Y-%m-%d} {hour}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d} {hour}"
    return f"{value.strip()} {hour}" if isinstance(value, str) and _DATE.fullmatch(value.strip()) else value


class _Reader:
    """Reads the rows of one list for one case."""

    def __init__(self, case: Case, sheet: str, table: Headed) -> None:
        self._case, self._sheet, self._table = case, sheet, table
        self._ports = PortNames(case.ports)
        self._cells = Cells(case.terminal.zone, case.terminal.date_order)
        self._faults: list[Fault] = Faults()
        self._understood: list[ReadAs] = []
        self._places: dict[str, int] = {}
        self._columns: list[SheetColumn] = []
        self._missed: set[str] = set()  # columns that were told to be missing
        for place, heading in enumerate(table.names):
            if not heading:
                continue
            column = meaning(heading)
            twice = column in self._places
            self._columns.append(SheetColumn(heading, column, twice))
            if column is not None and not twice:
                self._places[column] = place

    def read(self) -> BookingSheet:
        """All that the list says."""
        self._without_numbers()
        rows: list[BookingRow] = []
        seen: dict[str, int] = {}
        for number, cells in self._table.rows[:MOST_ROWS]:
            found = self._row(number, cells)
            if found is None:
                continue
            first = seen.setdefault(found.shipment.id, number)
            if first != number:
                self._refuse(number, "id", f"the booking stands in row {first} already", "drop one of the two rows")
            rows.append(found)
        case = None if self._faults else self._merged(rows)
        if not rows and not self._faults:
            self._faults.append(Fault(self._table.file, "it has no bookings", "give a row for each booking"))
        return BookingSheet(
            self._sheet, self._table.header_row, tuple(self._columns), tuple(rows), tuple(self._understood),
            tuple(self._faults), tuple(self._cells.notices), case if not self._faults else None,
        )  # fmt: skip

    def _without_numbers(self) -> None:
        """A fault where no column is the number of the booking, by which it is known again."""
        if "id" not in self._places:
            column = columns(Shipment)["id"]
            remedy = f"add it, as Booking ({column.meaning})"
            self._faults.append(
                Fault(self._table.file, "no column is the booking's number", remedy, self._table.header_row, "id")
            )

    def _row(self, number: int, cells: Sequence[object]) -> BookingRow | None:
        given: dict[str, object] = {
            name: value
            for name, place in self._places.items()
            if (value := cell(cells, place)) is not None and text_of(value)
        }
        if not given:
            return None
        given = {name: self._meant(number, name, value) for name, value in given.items()}
        known = self._case.shipment_by_id.get(text_of(given.get("id")))
        base: dict[str, object] = {"origin": self._case.terminal.unlocode}
        if known is not None:
            base = {name: value for name in Shipment.model_fields if (value := getattr(known, name)) is not None}
        missing = [name for name in _NEEDED if name not in self._places and known is None]
        self._tell_missing(number, missing)

        def refuse(column: str | None, value: str | None, problem: str, remedy: str) -> None:
            self._refuse(number, column, problem, remedy, value)

        told = frozenset(missing)
        shipment = typed(Shipment, base | given, self._cells, refuse, points=False, reported=told)
        if shipment is None:
            return None
        if known is None:
            return BookingRow(number, "new", shipment)
        before = {
            name: getattr(known, name)
            for name in Shipment.model_fields
            if getattr(known, name) != getattr(shipment, name)
        }
        return BookingRow(number, "changed" if before else "same", shipment, before)

    def _tell_missing(self, number: int, names: Sequence[str]) -> None:
        """Faults of columns that new bookings need and the list has not: one each, and not one for each row."""
        for name in names:
            column = columns(Shipment)[name]
            if name in self._missed or name == "id":
                continue
            self._missed.add(name)
            problem = "new bookings need it, and no column is that"
            remedy = f"add a column {name} ({column.meaning}): {column.wanted}"
            self._faults.append(Fault(self._table.file, problem, remedy, number, name))

    def _meant(self, number: int, name: str, value: object) -> object:
        """What a cell means, where the trade writes it otherwise than the table does."""
        written, read = text_of(value), value
        if name in _PORTS:
            read = self._port(written)
        elif name == "box_type":
            read = box_type(written) or value
        elif name == "gross_mass_kg" and in_tonnes(self._heading(name)):
            read = self._kilograms(value)
        elif name in _HOURS:
            read = _with_hour(value, _HOURS[name])
        elif name == "status":
            read = written.upper().replace(" ", "_")
        if text_of(read) != written:
            self._understood.append(ReadAs(number, self._heading(name), written, text_of(read)))
        return read

    def _heading(self, name: str) -> str:
        return self._table.names[self._places[name]]

    def _port(self, written: str) -> str:
        """The UN/LOCODE of a port that is called so; what is written where none is, or several are."""
        found = self._ports.probably(written)
        return found[0] if len(found) == 1 else written

    def _kilograms(self, value: object) -> object:
        try:
            tonnes = self._cells.value(
                value, replace(columns(Shipment)["gross_mass_kg"], kind=Kind.NUMBER), points=False
            )
        except Unreadable:  # told where the cell is read as it is written
            return value
        return round(float(tonnes) * 1_000) if isinstance(tonnes, int | float) else value

    def _refuse(self, number: int, column: str | None, problem: str, remedy: str, value: str | None = None) -> None:
        heading = self._heading(column) if column in self._places else column
        if column in _PORTS and value:
            near = self._ports.like(value)
            remedy = f"did you mean {near}?" if near else f"{remedy}, or add the port to the case's table ports"
        self._faults.append(Fault(self._table.file, problem, remedy, number, heading, value))

    def _merged(self, rows: Sequence[BookingRow]) -> Case | None:
        """The case with these bookings: those that it has in their places, new ones at the end."""
        by_id = {row.shipment.id: row for row in rows}
        shipments = [by_id[old.id].shipment if old.id in by_id else old for old in self._case.shipments]
        shipments += [row.shipment for row in rows if row.change == "new"]
        tables = self._case.tables | {"shipments": tuple(shipments)}
        for fault in broken_references(self._case.terminal, tables):
            row = by_id.get(shipments[fault.row - 1].id) if fault.file == "shipments" and fault.row else None
            if row is None:
                self._faults.append(replace(fault, file=f"{self._case.name}, table {fault.file}"))
            else:
                self._refuse(row.row, fault.column, fault.problem, fault.remedy, fault.value)
        return None if self._faults else self._case.changed(shipments=tuple(shipments))
