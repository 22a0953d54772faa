"""The Case of what any form brought: fields of the terminal and tables, with all faults of all of them at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.case import TABLES, Case, broken_references
from data.errors import BadInput, Fault
from data.formats.cells import Cells, shown
from data.formats.fields import Kind, columns, did_you_mean, needs_rows
from data.formats.rows import typed, typed_rows
from data.formats.tables import Table
from data.record import Record
from data.terminal import Terminal


@dataclass(frozen=True)
class Reading:
    """A case that was read, and what the reader understood on its own: each said once."""

    case: Case
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Fields:
    """The terminal as it came: its values by dotted name, not yet understood, and in which row each stands.

    Faults of the fields in `reported` are told already. In JSON, where fields have no rows, `prefix` leads to them.
    """

    file: str
    values: Mapping[str, object]
    rows: Mapping[str, int]
    points: bool
    reported: frozenset[str] = frozenset()
    prefix: str = ""

    def fault(self, problem: str, remedy: str, name: str | None, value: str | None = None) -> Fault:
        """A fault at a field."""
        column = self.prefix + name if name is not None else None
        return Fault(self.file, problem, remedy, self.rows.get(name or ""), column, value)


def assemble(
    name: str, fields: Fields | None, tables: Mapping[str, Table | None], faults: list[Fault], notices: list[str]
) -> Reading:
    """The case of these parts. Parts that could not be read at all are None, their faults among `faults`.

    Raises BadInput with those faults and every other one.
    """
    cells = Cells(*_clock(fields))
    terminal = _terminal(fields, cells, faults) if fields is not None else None
    typed_tables: dict[str, tuple[Record, ...]] = {}
    places: dict[str, list[int]] = {}
    incomplete: set[str] = set()
    for table_name in TABLES:
        table = tables.get(table_name)
        rows, places[table_name] = typed_rows(table, cells, faults) if table is not None else ([], [])
        typed_tables[table_name] = tuple(rows)
        if table is None:
            incomplete |= {table_name} if table_name in tables else set()
        elif not table.whole or len(rows) < len(table.frame):
            incomplete.add(table_name)
        elif not rows and needs_rows(table_name):
            faults.append(table.fault("the table has no rows", "give it at least one row"))
            incomplete.add(table_name)
    if terminal is None:
        # Rules that look at the terminal are left out; the others never look.
        nothing: dict[str, Any] = {}
        terminal = Terminal.model_construct(**nothing)
        incomplete.add("terminal")
    for fault in broken_references(terminal, typed_tables, incomplete):
        faults.append(_placed(fault, tables[fault.file], places[fault.file]))
    if faults:
        raise BadInput(_in_order(faults, fields, tables))
    parts: dict[str, Any] = {"name": name, "terminal": terminal, **typed_tables}
    return Reading(Case(**parts), tuple(notices + cells.notices))


def _clock(fields: Fields | None) -> tuple[ZoneInfo, str]:
    """Time zone and date order, which moments need before the terminal is whole; UTC where faults will tell."""
    values = fields.values if fields is not None else {}
    name, order = values.get("time_zone"), values.get("date_order")
    try:
        zone = ZoneInfo(str(name).strip() if isinstance(name, str) else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return zone, order.strip() if isinstance(order, str) else "iso"


def _known(fields: Fields, faults: list[Fault]) -> Fields:
    """The fields without those that a terminal does not have, which are faults."""
    known = columns(Terminal)
    reported = set(fields.reported)
    for name in fields.values:
        if name not in known:
            near = did_you_mean(name, list(known))
            reported |= {near} - fields.values.keys() if near else set()
            remedy = f"did you mean {near}?" if near else "drop it; docs/case-format.md lists the fields"
            faults.append(fields.fault("a terminal has no such field", remedy, name))
    values = {name: value for name, value in fields.values.items() if name in known}
    return replace(fields, values=values, reported=frozenset(reported))


def _terminal(fields: Fields, cells: Cells, faults: list[Fault]) -> Terminal | None:
    def refuse(name: str | None, value: str | None, problem: str, remedy: str) -> None:
        faults.append(fields.fault(problem, remedy, name, value))

    fields = _known(fields, faults)
    return typed(Terminal, fields.values, cells, refuse, points=fields.points, reported=fields.reported)


def _placed(fault: Fault, table: Table | None, places: list[int]) -> Fault:
    """A fault between rows, whose row counts the good rows of its table, at the place in the file."""
    assert table is not None
    if fault.row is None:
        return table.fault(fault.problem, fault.remedy)
    row = places[fault.row - 1]
    value = fault.value
    column = columns(TABLES[table.name]).get(fault.column or "")
    if column is not None and column.name in table.frame.columns and column.kind is not Kind.LIST:
        value = shown(table.frame.at[row, column.name])
    return table.fault(fault.problem, fault.remedy, row, fault.column, value)


def _in_order(faults: list[Fault], fields: Fields | None, tables: Mapping[str, Table | None]) -> list[Fault]:
    """Faults by file in the order of a case, then by row."""
    files = ([fields.file] if fields is not None else []) + [table.file for table in tables.values() if table]
    order = {file: place for place, file in reversed(list(enumerate(files)))}
    ordered = sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))
    return [replace(fault, column=_encodable(fault.column), value=_encodable(fault.value)) for fault in ordered]


def _encodable(text: str | None) -> str | None:
    """The text without halves of letters, which JSON can bring and nothing can print."""
    return text if text is None else text.encode("utf-8", "backslashreplace").decode("utf-8")


def name_of(text: str) -> str:
    """A case's name made of a folder's or a file's: what no name may hold becomes a dash."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).lstrip("_.-")[:64] or "case"
