"""What differs between two cases: fields of the terminal, and rows of each table that were added, removed or changed.

Rows are found again by what names them (`key_of`), wherever they stand: another order is no change. It is told all the
same, because of some tables it says something (quay cranes stand in rail order).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from data.case import TABLES, Case, key_of
from data.record import Record

Row = dict[str, Any]
_ANY: TypeAdapter[Any] = TypeAdapter(Any)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class FieldChange(_Part):
    """A field that has another value. Values are those of the case's JSON."""

    field: str = Field(description="Column of a table, or field of the terminal (`quay.length_m`)")
    before: Any
    after: Any


class RowChange(_Part):
    """A row that both cases have, with the fields that differ."""

    key: Row = Field(description="The columns that name the row, with their values")
    fields: tuple[FieldChange, ...]


class TableChanges(_Part):
    """What differs in a table."""

    table: str
    added: tuple[Row, ...] = Field((), description="Rows that only the later case has, in its order")
    removed: tuple[Row, ...] = Field((), description="Rows that only the earlier case has, in its order")
    changed: tuple[RowChange, ...] = Field((), description="Rows that both have, in the later one's order")
    reordered: bool = Field(False, description="Whether the rows that both have stand in another order")

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.added or self.removed or self.changed or self.reordered)


class CaseChanges(_Part):
    """What differs between two cases but their names. Tables in which nothing differs are left out."""

    terminal: tuple[FieldChange, ...] = ()
    tables: tuple[TableChanges, ...] = ()

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.terminal or self.tables)


def changes_between(before: Case, after: Case) -> CaseChanges:
    """What makes the later case of the earlier one."""
    tables = (_of_table(name, getattr(before, name), getattr(after, name)) for name in TABLES)
    return CaseChanges(
        terminal=tuple(_fields(_dotted(before.terminal), _dotted(after.terminal))),
        tables=tuple(table for table in tables if table.told),
    )


def _key(columns: tuple[str, ...], row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def _of_table(name: str, before: tuple[Record, ...], after: tuple[Record, ...]) -> TableChanges:
    if before == after:
        return TableChanges(table=name)
    columns = key_of(TABLES[name])
    old, new = _by_key(columns, before), _by_key(columns, after)
    return TableChanges(
        table=name,
        added=tuple(row.model_dump(mode="json") for key, row in new.items() if key not in old),
        removed=tuple(row.model_dump(mode="json") for key, row in old.items() if key not in new),
        changed=tuple(_of_row(columns, old[key], row) for key, row in new.items() if key in old and old[key] != row),
        reordered=[key for key in old if key in new] != [key for key in new if key in old],
    )


def _by_key(columns: tuple[str, ...], rows: tuple[Record, ...]) -> dict[tuple[Any, ...], Record]:
    return {tuple(getattr(row, column) for column in columns): row for row in rows}


def _of_row(columns: tuple[str, ...], before: Record, after: Record) -> RowChange:
    key = {column: value for column, value in after.model_dump(mode="json").items() if column in columns}
    return RowChange(key=key, fields=tuple(_fields(dict(before), dict(after))))


def _dotted(terminal: Record) -> dict[str, Any]:
    """The fields of a terminal by dotted name."""
    values: dict[str, Any] = {}
    for name, value in terminal:
        values |= {f"{name}.{field}": item for field, item in value} if isinstance(value, Record) else {name: value}
    return values


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name, value in after.items():
        if before[name] != value:
            yield FieldChange(field=name, before=_json(before[name]), after=_json(value))


def _json(value: Any) -> Any:
    return _ANY.dump_python(value, mode="json")


def lines(changes: CaseChanges) -> Iterator[str]:
    """The changes in words, a line each: + for a row that came, - for one that went, ~ for one that changed."""
    if changes.terminal:
        yield "terminal"
        for change in changes.terminal:
            yield f"  ~ {_change(change)}"
    for table in changes.tables:
        yield table.table
        for row in table.removed:
            yield f"  - {_row(table.table, row)}"
        for row in table.added:
            yield f"  + {_row(table.table, row)}"
        for changed in table.changed:
            key = " ".join(_value(value) for value in changed.key.values())
            yield f"  ~ {key}: {', '.join(_change(change) for change in changed.fields)}"
        if table.reordered:
            yield "  its rows stand in another order"


def _row(table: str, row: Row) -> str:
    """What names a row, and its values but the usual ones."""
    columns, fields = key_of(TABLES[table]), TABLES[table].model_fields
    key = " ".join(_value(row[column]) for column in columns)
    rest = [
        f"{name} {_value(value)}"
        for name, value in row.items()
        if name not in columns and (fields[name].is_required() or value != _json(fields[name].default))
    ]
    return key + (f": {', '.join(rest)}" if rest else "")


def _change(change: FieldChange) -> str:
    return f"{change.field} {_value(change.before)} -> {_value(change.after)}"


def _value(value: Any) -> str:
    match value:
        case None | "" | []:
            return "nothing"
        case True | False:
            return "yes" if value else "no"
        case float():
            return repr(value).removesuffix(".0")
        case list():
            return " ".join(_value(item) for item in value)
        case _:
            return str(value)
