"""A case whose moments look as its readers would have them: with the terminal's offset of their day."""

from typing import TypeVar
from zoneinfo import ZoneInfo

from data.case import TABLES, Case
from data.formats.fields import Kind, columns
from data.formats.moments import with_offset
from data.record import Record

_Part = TypeVar("_Part", bound=Record)


def as_read(case: Case) -> Case:
    """The same case as it comes back from its files, to the hash. Raises ValidationError where it is not consistent."""
    zone = case.terminal.zone
    parts = {name: _on_clock(part, zone) for name, part in case.terminal if isinstance(part, Record)}
    tables = {
        name: tuple(_on_clock(row, zone) for row in rows) if _moments(TABLES[name]) else rows
        for name, rows in case.tables.items()
    }
    # Without a change everything is the very same object.
    same = all(part is getattr(case.terminal, name) for name, part in parts.items()) and all(
        row is old for name, rows in tables.items() for row, old in zip(rows, getattr(case, name), strict=True)
    )
    return case if same else case.changed(terminal=case.terminal.model_copy(update=parts), **tables)


def _moments(record_type: type[Record]) -> list[str]:
    return [column.name for column in columns(record_type).values() if column.kind is Kind.MOMENT]


def _on_clock(record: _Part, zone: ZoneInfo) -> _Part:
    found = {name: getattr(record, name) for name in _moments(type(record))}
    moved = {name: with_offset(moment, zone) for name, moment in found.items() if moment is not None}
    other = {name: moment for name, moment in moved.items() if moment.utcoffset() != found[name].utcoffset()}
    return record.model_copy(update=other) if other else record
