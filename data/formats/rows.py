"""From cells to typed rows: every cell is understood, every row validated, and every fault told."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from data.case import TABLES
from data.errors import Fault
from data.formats.cells import Cells, shown
from data.formats.fields import columns
from data.formats.moments import Unreadable
from data.formats.tables import Table
from data.formats.wording import explain
from data.record import Record

RecordType = TypeVar("RecordType", bound=Record)

# Told where a fault stands: column, value, problem, remedy.
Refuse = Callable[[str | None, str | None, str, str], None]


def typed(
    record_type: type[RecordType],
    given: Mapping[str, object],
    cells: Cells,
    refuse: Refuse,
    *,
    points: bool,
    reported: frozenset[str] = frozenset(),
) -> RecordType | None:
    """The record that the given cells describe, by column (in the terminal: dotted names), or None with its faults.

    Columns that are `reported` have had their faults told already.
    """
    known = columns(record_type)
    values: dict[str, object] = {}
    refused = set(reported)
    for name, column in known.items():
        cell = given.get(name)
        try:
            value = cells.value(cell, column, points=points)
        except Unreadable as fault:
            refuse(name, shown(cell), fault.problem, fault.remedy)
            refused.add(name)
            continue
        if value is not None:
            values[name] = value
        elif column.required and name not in refused:
            refuse(name, "", "it is empty and must be filled", f"give {column.wanted}")
            refused.add(name)
    try:
        record = record_type.model_validate(_nested(values, record_type))
    except ValidationError as error:
        _refuse_invalid(record_type, error, given, refused, refuse)
        return None
    return record if not refused else None


def _nested(values: Mapping[str, object], record_type: type[Record]) -> dict[str, Any]:
    """Dotted names as nested mappings; a part of the terminal of which nothing is given is there, and empty."""
    nested: dict[str, Any] = {name.partition(".")[0]: {} for name in columns(record_type) if "." in name}
    for name, value in values.items():
        part, dot, inner = name.partition(".")
        if dot:
            nested[part][inner] = value
        else:
            nested[name] = value
    return nested


def _refuse_invalid(
    record_type: type[Record], error: ValidationError, given: Mapping[str, object], refused: set[str], refuse: Refuse
) -> None:
    known = columns(record_type)
    told: set[str] = set()
    for detail in error.errors(include_url=False):
        found = explain(detail, known)
        name = found.columns[0] if found.columns else None
        if name is not None and name in (refused | told) and (detail["type"] in ("missing", "too_short")):
            continue
        if found.whole_row and refused:
            continue  # the rule may only be broken because a cell of the row is not understood
        if name is None:
            refuse(None, None, found.problem, found.remedy)
            continue
        told.add(name)
        item = detail["loc"][-1] if not found.whole_row else None
        value = shown(detail["input"]) if isinstance(item, int) else shown(given.get(name, ""))
        beside = [f"{other} = {shown(given[other])}" for other in found.columns[1:] if given.get(other) is not None]
        refuse(name, value, found.problem + (f" ({', '.join(beside)})" if beside else ""), found.remedy)


def typed_rows(table: Table, cells: Cells, faults: list[Fault]) -> tuple[list[Record], list[int]]:
    """The rows of a table that are right by themselves, and where each stands; faults of the others are added."""
    records: list[Record] = []
    places: list[int] = []
    row_type = table.row_type or TABLES[table.name]
    names = [str(name) for name in table.frame.columns]
    for row, *line in table.frame.itertuples(name=None):
        given = dict(zip(names, line, strict=True))

        def refuse(column: str | None, value: str | None, problem: str, remedy: str, row: int = row) -> None:
            faults.append(table.fault(problem, remedy, row, column, value))

        record = typed(row_type, given, cells, refuse, points=table.points, reported=table.reported)
        if record is not None:
            records.append(record)
            places.append(row)
    return records, places
