"""What every change of a scenario is: a typed wish that turns one case into another, or says why it cannot."""

import re
from abc import abstractmethod
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError, WithJsonSchema

from data.case import Case
from data.clock import FIRST_YEAR, LAST_YEAR, in_years
from data.errors import DermagaError
from data.record import Record
from data.terminal import Terminal
from data.validation import fault_of

RecordType = TypeVar("RecordType", bound=Record)


class Refused(DermagaError):
    """A change that a case does not allow: its field, what is wrong with it, what would help, and what stands there."""

    def __init__(self, field: str, problem: str, remedy: str, value: object = None) -> None:
        super().__init__(f"{field}: {problem}; {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy
        self.value = None if value is None else str(value)


class Change(Record):
    """One change of a scenario."""

    @abstractmethod
    def apply(self, case: Case) -> Case:
        """The changed case, validated anew. Raises Refused, or ValidationError where the case is not consistent."""


def _moment(value: object) -> object:
    """ISO 8601 or a date of TOML: pydantic by itself would read a number as seconds since 1970."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime) and in_years(value):
        return value
    raise ValueError(
        f"it is no moment between {FIRST_YEAR} and {LAST_YEAR + 1}: give it as 2026-01-12 or 2026-01-12T06:00+08:00"
    )


# A moment of a scenario; without a zone it is on the terminal's clock.
# Not JSON schema's date-time, which must have a zone.
LocalMoment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "moment", "examples": ["2026-01-05"]}),
]


def ids_of(table: str) -> dict[str, Any]:
    """The table whose ids a field takes, for forms that are made from the types."""
    return {"table": table}


def changed(row: RecordType, **values: Any) -> RecordType:
    """A row with other values, validated anew. Raises ValidationError."""
    return type(row)(**{name: getattr(row, name) for name in type(row).model_fields} | values)


def find(field: str, name: str, rows: Iterable[RecordType], table: str) -> RecordType:
    """The row with an id. Raises Refused, with the name that comes nearest."""
    by_id = {row.id: row for row in rows}  # type: ignore[attr-defined]
    if name not in by_id:
        raise Refused(field, f"there is no such row in the table {table}", hint(name, by_id), name)
    return by_id[name]


def hint(name: str, known: Collection[str]) -> str:
    """A remedy for a name that is not known: the nearest of those that are, or some of them."""
    near = get_close_matches(name.lower(), {each.lower(): each for each in known}, n=1, cutoff=0.6)
    if near:
        return f"did you mean {next(each for each in known if each.lower() == near[0])}?"
    listed = list(known)
    return f"give one of {', '.join(listed[:8])}{' ...' if len(listed) > 8 else ''}" if listed else "there is none"


def next_ids(rows: Sequence[Any], count: int) -> list[str]:
    """So many new ids that go on from the last row's: after QC3 come QC4, QC5; after quay comes quay-2."""
    taken = {row.id for row in rows}
    head, number = re.fullmatch(r"(.*?)(\d*)", rows[-1].id).groups()  # type: ignore[union-attr]
    head, at = (head, int(number)) if number else (f"{head}-", 1)
    ids: list[str] = []
    while len(ids) < count:
        at += 1
        if f"{head}{at}" not in taken:
            ids.append(f"{head}{at}")
    return ids


def with_fields(terminal: Terminal, values: dict[str, Any]) -> Terminal:
    """The terminal with some fields exchanged, by dotted name, validated anew.

    Raises ValidationError, whose places are those of the fields; KeyError for a field that does not exist.
    """
    content: dict[str, Any] = terminal.model_dump()
    for name, value in values.items():
        *parts, last = name.split(".")
        table = content
        for part in parts:
            table = table[part]
        if last not in table:
            raise KeyError(name)
        table[last] = value
    return Terminal.model_validate(content)


def with_settings(case: Case, **values: tuple[str, Any]) -> Case:
    """The case with fields of its terminal exchanged: field of the change = (dotted field of the terminal, value).

    A value that is None stays as it is. Raises Refused, which names the field of the change.
    """
    fields = {dotted: name for name, (dotted, value) in values.items() if value is not None}
    try:
        terminal = with_fields(case.terminal, {dotted: value for dotted, value in values.values() if value is not None})
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in detail["loc"])
        fault = fault_of(detail, "", [place])
        name = fields.get(place, next(iter(fields.values())))
        raise Refused(name, fault.problem, fault.remedy, fault.value) from error
    return case.changed(terminal=terminal)
