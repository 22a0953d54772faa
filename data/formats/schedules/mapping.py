"""How an agent's own list is to be read: a small TOML file that is saved once and used for every list of that agent."""

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pydantic
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from data.clock import TimeOfDay
from data.codes import Country, Id, Text, UnLocode
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import shown
from data.formats.delimited import decoded
from data.formats.fields import did_you_mean
from data.formats.schedules.legs import Pace
from data.formats.schedules.wording import plain
from data.record import Hours, Money, Record
from data.sailings import CutoffCode
from data.terminal import ZoneName
from data.validation import in_words

LARGEST_MAPPING = 2**20  # bytes
# Words that agents write where there is no moment.
NOTHING = ("-", "--", "TBA", "TBN", "TBC", "N/A", "NIL", "OMIT", "SKIP")

# What a column of theirs may be: our columns of sailings, and cut-offs by their codes.
ColumnName = Literal[
    "voyage", "line", "ship", "service", "flag", "origin", "destination", "departure", "arrival",
    "capacity_teu", "capacity_plugs", "capacity_kg", "freight_per_teu",
    "DCO", "VCO", "FCO", "LCO", "PCO", "ECP", "EFC", "RCO", "DGC", "OBC", "TCO", "STA", "SPA", "CUA", "AFC",
]  # fmt: skip
FixedName = Literal[
    "line", "ship", "service", "flag", "origin", "destination", "capacity_teu", "capacity_plugs", "capacity_kg",
    "freight_per_teu",
]  # fmt: skip


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


# One of their columns by its name, or two that hold date and hour apart; "col:D" is the column D.
Heads = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(min_length=1, max_length=2)]


def _name_template(value: str) -> str:
    try:
        parts = [part for part in string.Formatter().parse(value) if part[1] is not None]
    except ValueError:
        parts = []
    # Only names as they are: no widths, no parts of names.
    names = {name for _, name, form, turn in parts if not form and not turn}
    if "voyage" not in names or len(names) < len(parts) or not names <= {"line", "ship", "service", "voyage"}:
        raise ValueError(
            "it names no voyage: write {voyage} in it, and {line}, {ship} or {service} as needed, each once"
        )
    return value


class Hour(Record):
    """The time of day of moments that the list gives as a date alone."""

    departure: TimeOfDay | None = None
    arrival: TimeOfDay | None = None
    cutoff: TimeOfDay | None = None


class MappedCall(Record):
    """In a list with a row a voyage: the columns of one port of call."""

    port: UnLocode
    arrival: Heads | None = None
    departure: Heads | None = None
    cutoffs: dict[CutoffCode, Heads] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some(self) -> "MappedCall":
        if self.arrival is None and self.departure is None:
            raise ValueError("the call has no column: give arrival, departure or both")
        return self


class Defaults(Record):
    """What schedules do not say, for a line, a service or a ship, or for all of them."""

    line: Id | None = None
    service: Text | None = None
    ship: Text | None = None
    flag: Country | None = None
    capacity_teu: int | None = Field(None, ge=0, le=30_000)
    capacity_plugs: int | None = Field(None, ge=0, le=30_000)
    capacity_kg: int | None = Field(None, ge=0, le=10**9)
    freight_per_teu: Money | None = None
    cutoff_h: Hours | None = None
    speed_kn: float | None = Field(None, gt=0, le=40)
    stay_h: float | None = Field(None, gt=0, le=1_000)


_SELECTORS = {"line", "service", "ship"}


class ColumnMapping(Record):
    """How a list is read, and what holds for schedules of any form (`lines`, `ports`, `voyage_name`, `defaults`)."""

    layout: Literal["legs", "ports"] | None = None
    sheet: Text | None = None
    header: Annotated[tuple[int, ...], BeforeValidator(_listed), Field(min_length=1, max_length=2)] = (1,)
    date_order: Literal["iso", "day-first", "month-first"] = "iso"
    date_format: str | None = Field(None, max_length=60)
    dates_from: date | None = None
    time_zone: ZoneName | None = None
    time_zones: dict[UnLocode, ZoneName] = Field(default_factory=dict)
    hour: Hour = Hour()
    voyage_name: Annotated[str, Field(max_length=100), AfterValidator(_name_template)] = "{line}-{voyage}"
    fill_down: tuple[ColumnName, ...] = ()
    empty: tuple[str, ...] = NOTHING
    columns: dict[ColumnName, Heads] = Field(default_factory=dict)
    fixed: dict[FixedName, Text | int] = Field(default_factory=dict)
    calls: tuple[MappedCall, ...] = ()
    ports: dict[str, UnLocode] = Field(default_factory=dict)
    lines: dict[str, Id] = Field(default_factory=dict)
    defaults: tuple[Defaults, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "ColumnMapping":
        if self.layout is None and (self.columns or self.calls):
            raise ValueError('columns are given, but no layout: give layout = "legs" or "ports"')
        if self.layout is not None and "voyage" not in self.columns:
            raise ValueError("no column is the voyage: give voyage in columns")
        if self.layout == "legs":
            missing = [name for name in ("origin", "destination", "departure") if not self._has(name)]
            if missing:
                raise ValueError(f"a leg needs {' and '.join(missing)}: give it in columns, or ports in fixed")
        if self.layout == "ports" and len(self.calls) < 2:
            raise ValueError("a voyage needs two ports at least: give a [[calls]] with its columns for each port")
        if self.date_format is not None and not re.search(r"%[Yy]", self.date_format):
            raise ValueError("the year is not in date_format: a list without years can't be read, add them as %Y")
        return self

    def _has(self, name: str) -> bool:
        return name in self.columns or name in self.fixed

    def line_of(self, text: str) -> str | None:
        """The id that a line's name stands for, where the mapping says so."""
        return _looked_up(self.lines, text)

    def port_of(self, text: str) -> str | None:
        """The UN/LOCODE that a port's name stands for, where the mapping says so."""
        return _looked_up(self.ports, text)

    def default(self, facts: Mapping[str, object]) -> dict[str, Any]:
        """What holds for a leg of this line, service and ship: all rows that fit it, later ones before earlier ones."""
        found: dict[str, Any] = {}
        for row in self.defaults:
            given = row.model_dump(exclude_none=True)
            if all(plain(str(facts.get(name) or "")) == plain(given[name]) for name in _SELECTORS & given.keys()):
                found |= {name: value for name, value in given.items() if name not in _SELECTORS}
        return found

    def pace(self, facts: Mapping[str, object]) -> Pace:
        """What moments that a leg lacks are estimated by."""
        found = self.default(facts)
        return Pace(found.get("speed_kn"), found.get("stay_h"))

    def also(self, rows: Iterable[Defaults]) -> "ColumnMapping":
        """The mapping with further defaults, which count before its own."""
        return self.model_copy(update={"defaults": (*self.defaults, *rows)})


def _looked_up(names: Mapping[str, str], text: str) -> str | None:
    return next((code for name, code in names.items() if plain(name) == plain(text)), None)


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping in a TOML file. Raises BadInput with every fault that was found."""
    return parse_mapping(path.name, content_of(path, path.name, LARGEST_MAPPING))


def parse_mapping(file: str, content: bytes) -> ColumnMapping:
    """The mapping in the content of a TOML file. Raises BadInput with every fault that was found."""
    faults: list[Fault] = []
    text = decoded(file, content, faults, LARGEST_MAPPING)
    if text is None:
        raise BadInput(faults)
    try:
        return ColumnMapping.model_validate(tomllib.loads(text))
    except pydantic.ValidationError as error:
        raise BadInput([_fault(file, detail) for detail in error.errors(include_url=False)]) from error
    except (ValueError, RecursionError) as error:  # TOML's own faults are ValueErrors
        place = re.search(r"at line (\d+)", str(error))
        remedy = 'write name = value, and texts and names with spaces in "quotes"'
        raise BadInput(
            [Fault(file, f"it is no TOML ({str(error)[:200]})", remedy, int(place[1]) if place else None)]
        ) from error


def _fault(file: str, detail: Mapping[str, Any]) -> Fault:
    problem, remedy = in_words(detail)
    path = [str(part) for part in detail["loc"] if part != "[key]"]
    known = list(ColumnMapping.model_fields)
    if detail["type"] == "extra_forbidden":
        near = did_you_mean(path[-1], known if len(path) == 1 else [])
        remedy = f"did you mean {near}?" if near else remedy
    value = detail["input"] if not isinstance(detail["input"], dict | list) else None
    return Fault(file, problem, remedy, None, ".".join(path) or None, None if value is None else shown(value))


def parse_default(text: str) -> Defaults:
    """A row of defaults as the command line has it: `line=SPIL,capacity_teu=20`. Raises BadInput."""
    values: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, mark, value = (side.strip() for side in part.partition("="))
        if not mark or not value:
            raise BadInput(
                [Fault("--default", "it is no name=value", "write it as line=SPIL,capacity_teu=20", value=part)]
            )
        values[name] = value
    try:
        return Defaults.model_validate(values)
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False)
        names = ", ".join(Defaults.model_fields)
        raise BadInput([
            Fault("--default", problem, f"give {names}" if detail["type"] == "extra_forbidden" else remedy,
                  column=".".join(str(part) for part in detail["loc"]), value=shown(detail["input"]))
            for detail in details for problem, remedy in [in_words(detail)]
        ]) from error  # fmt: skip
