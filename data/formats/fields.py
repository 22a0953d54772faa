"""What each column of a case is: its kind, unit, limits and meaning, taken from the types themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, get_args

from data.box_kinds import BoxKinds
from data.calendars import CalendarIds, Weekdays
from data.cargo import BoxNumbers, HazardClasses, UnNumbers
from data.case import Case
from data.codes import (
    COUNTRY,
    ID,
    PATTERNS,
    BoxNumber,
    BoxType,
    Country,
    HsCode,
    Id,
    ImoNumber,
    LineCode,
    Reference,
    Text,
    UnLocode,
)
from data.export_chain import Conditions, Countries, HsPrefixes, StepNames
from data.gate import Weights
from data.profiles import Tiers
from data.record import Record
from data.recurring import RecurrenceRule
from data.slots import Slot, YardPlace
from data.strength import SectionNumbers
from data.terminal import ZoneName
from data.vessels import Ids, PortList

# A case that lacks one of these is not yet a case; any other table may be left out and is then empty.
REQUIRED_TABLES = frozenset({"berths", "quay_cranes", "ports", "vessels", "calls"})


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    MOMENT = "moment"
    TIME = "time of day"
    LIST = "list"


# How the texts of a type look. The types are told apart by identity: an alias is the field's meaning.
_FORMS: tuple[tuple[Any, str], ...] = (
    (BoxNumber, "a box number of ISO 6346, as CSQU3054383"),
    (BoxKinds, "full, empty, reefer or dangerous, several of them with a space between"),
    (BoxNumbers, "box numbers of ISO 6346 with a space between them"),
    (BoxType, "an ISO 6346 size and type code, as 22G1"),
    (CalendarIds, "names with a space between them"),
    (Conditions, "words for shipments with a space between them, as first_time part_of_box"),
    (Countries, "countries by two letters with a space between them, as LK BD"),
    (Country, PATTERNS[COUNTRY]),
    (HazardClasses, "classes of the IMDG code with a space between them, as 3 8"),
    (HsPrefixes, "two to eight digits with a space between them, as 1301 4412"),
    (HsCode, "an HS code of six or eight digits, as 1301.90"),
    (Id, PATTERNS[ID]),
    (Ids, "names with a space between them"),
    (ImoNumber, "an IMO number of seven digits, as 9074729"),
    (LineCode, "a code of at most 17 characters, as SPL"),
    (PortList, "UN/LOCODEs with a space between them, as IDSUB IDMAK"),
    (RecurrenceRule, "a rule of iCalendar, as FREQ=WEEKLY;BYDAY=MO"),
    (Reference, "text of at most 35 characters"),
    (SectionNumbers, "numbers of sections with a space between them, as 4 5"),
    (Slot, "a slot of seven digits (ISO 9711-1: bay, row, tier), as 0180282"),
    (Text, "text of at most 200 characters"),
    (
        StepNames,
        "names of steps, or booked, ready, departure, hub_arrival, hub_departure or arrival, with a space between them",
    ),
    (Tiers, "numbers of tiers with a space between them, as 02 04"),
    (UnNumbers, "UN numbers of four digits with a space between them, as 1263 1950"),
    (UnLocode, "a UN/LOCODE, as IDKRG"),
    (Weights, "numbers with a space between them, as 0 1 2.5"),
    (Weekdays, "days with a space between them, as mon tue wed"),
    (YardPlace, "a place of the yard: block, bay, row and tier, as B1-03-2-4"),
    (ZoneName, "a name of the IANA time zone database, as Asia/Makassar"),
)


@dataclass(frozen=True)
class Column:
    """A column of a table, or a field of the terminal with its dotted name (`quay.length_m`)."""

    name: str
    kind: Kind
    form: str
    unit: str | None
    required: bool
    default: Any
    limits: str
    choices: tuple[str, ...]
    meaning: str

    @property
    def wanted(self) -> str:
        """What the column accepts, to end a sentence that begins with 'give'."""
        unit = f" ({self.unit})" if self.unit else ""
        match self.kind:
            case Kind.NUMBER | Kind.WHOLE:
                article = "a whole number" if self.kind is Kind.WHOLE else "a number"
                return f"{article} {self.limits}".rstrip() + unit
            case Kind.YES_NO:
                return "yes or no"
            case Kind.MOMENT:
                return "date and time, as 2026-01-05 08:00"
            case Kind.TIME:
                return "hours and minutes of a day, as 06:00"
            case _ if self.choices:
                return " or ".join(filter(None, (", ".join(self.choices[:-1]), self.choices[-1])))
            case _:
                return self.form


@cache
def columns(record_type: type[Record]) -> dict[str, Column]:
    """The columns of a table by name, or all fields of the terminal by dotted name, in the order of the type."""
    return {column.name: column for column in _columns(record_type, "")}


def _columns(record_type: type[Record], prefix: str) -> Iterator[Column]:
    schema = record_type.model_json_schema()["properties"]
    for name, field in record_type.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Record):
            yield from _columns(inner, f"{prefix}{name}.")
            continue
        parts = [schema[name], *schema[name].get("anyOf", ())]
        facts = {key: value for part in reversed(parts) if part.get("type") != "null" for key, value in part.items()}
        yield Column(
            name=prefix + name,
            kind=_kind(facts),
            form=_form(record_type, name),
            unit=facts.get("unit"),
            required=field.is_required(),
            default=None if field.is_required() else field.default,
            limits=_limits(facts),
            choices=tuple(facts.get("enum", ())),
            meaning=field.description or "",
        )


def _kind(facts: dict[str, Any]) -> Kind:
    if facts.get("format") == "date-time":
        return Kind.MOMENT
    if facts.get("format") == "time":
        return Kind.TIME
    return {
        "array": Kind.LIST,
        "boolean": Kind.YES_NO,
        "integer": Kind.WHOLE,
        "number": Kind.NUMBER,
        "string": Kind.TEXT,
    }[facts["type"]]


def _form(record_type: type[Record], name: str) -> str:
    annotation = record_type.__annotations__[name]
    candidates = (annotation, *get_args(annotation))
    return next((form for alias, form in _FORMS if any(alias is candidate for candidate in candidates)), "")


def _limits(facts: dict[str, Any]) -> str:
    """'from 0 to 25,000', 'above 0, at most 500', 'of at least 0' or nothing."""
    least, above, most = facts.get("minimum"), facts.get("exclusiveMinimum"), facts.get("maximum")
    if above is not None and (least is None or above >= least):
        return f"above {above:,}" + ("" if most is None else f", at most {most:,}")
    if least is not None and most is not None:
        return f"from {least:,} to {most:,}"
    return f"of at least {least:,}" if least is not None else f"of at most {most:,}" if most is not None else ""


def meaning_of(table: str) -> str:
    """What a table of the case lists."""
    return Case.model_fields[table].description or ""


@cache
def needs_rows(table: str) -> bool:
    """Whether the case refuses the table when it is empty."""
    return bool(Case.model_json_schema()["properties"][table].get("minItems"))


def did_you_mean(name: str, known: list[str]) -> str | None:
    """The known name that looks most like the given one, if any comes near."""
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return near[0] if near else None
