"""Recurring bookings: shipments that come again by a rule of the iCalendar standard (RFC 5545, RRULE)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from dateutil.rrule import rrulestr
from pydantic import AfterValidator, AwareDatetime, Field, ValidationError, model_validator

from data.bookings import Shipment
from data.codes import Id, Text, UnLocode
from data.errors import Fault
from data.record import Days, Record, unit
from data.terminal import Terminal

# What of a rule is understood: nothing that makes it come more than once a day, whose time of day is that of `first`.
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBERS = r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,59}"
_DAYS = r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)){0,59}"
_PARTS = {
    "FREQ": "|".join(_FREQUENCIES),
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,2}",
    "BYDAY": _DAYS,
    "BYMONTH": _NUMBERS,
    "BYMONTHDAY": _NUMBERS,
    "BYYEARDAY": _NUMBERS,
    "BYWEEKNO": _NUMBERS,
    "BYSETPOS": _NUMBERS,
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
}
# The greatest number of each, forwards, or backwards from the end, but for months.
_MOST = {"BYDAY": 53, "BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_LONGEST = 500
# The Gregorian calendar comes again, weekdays included, after so many years.
_ERA_YEARS = 400
# A search for a day that never comes ends with the year 9999; moved to before this one by whole eras, it ends soon.
_LATE_YEAR = 9_799
# Shipments are named by their booking and day.
_LONGEST_ID = 55


def _rule(value: str) -> str:
    text = value.upper().removeprefix("RRULE:").strip()
    if len(text) > _LONGEST:
        raise ValueError(f"the rule is longer than {_LONGEST} characters: give a shorter one")
    seen: set[str] = set()
    for part in text.split(";"):
        name, _, given = part.partition("=")
        if name == "UNTIL":
            raise ValueError("the last day has a column of its own: drop UNTIL, and give until")
        if name not in _PARTS or name in seen:
            what = "is there twice" if name in seen else "is not understood"
            raise ValueError(f"{name or part!r} {what}: give each of {', '.join(_PARTS)} once at most")
        if not re.fullmatch(_PARTS[name], given):
            raise ValueError(f"{given!r} is no {name} of a rule: write it as FREQ=WEEKLY;BYDAY=MO,TH or FREQ=MONTHLY")
        if name in _MOST:
            _within(name, given)
        seen.add(name)
    if "FREQ" not in seen:
        raise ValueError(f"the rule does not say how often: begin it with FREQ=, one of {', '.join(_FREQUENCIES)}")
    try:
        rrulestr(text, dtstart=datetime(_LATE_YEAR, 1, 1))
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(
            f"it is no rule of the iCalendar standard ({error}): write it as FREQ=WEEKLY;BYDAY=MO"
        ) from None
    return text


def _within(name: str, given: str) -> None:
    """Whether the numbers of a part can ever be; ValueError where not."""
    most, least = _MOST[name], 1 if name == "BYMONTH" else -_MOST[name]
    for number in map(int, re.findall(r"[+-]?\d+", given)):
        if number == 0 or not least <= number <= most:
            backwards = "" if least == 1 else f", or -1 to {least} from the end"
            raise ValueError(f"{number} is no number of {name}: give 1 to {most}{backwards}")


RecurrenceRule = Annotated[str, AfterValidator(_rule)]


class RecurringBooking(Record):
    """A booking that comes again by a rule, each time like a shipment that the case has (an old one, or the first)."""

    id: Id = Field(max_length=_LONGEST_ID, description="Name; its shipments are named by it and their day")
    like: Id = Field(
        description="The shipment, by id, that each of them is like: goods, box type, chain, and the days from booking "
        "to ready and on to its latest arrival and departure"
    )
    first: AwareDatetime = Field(
        description="When the goods of the first are ready; the rule counts from here and keeps the time of day"
    )
    rule: RecurrenceRule = Field(
        description="When they come again: an RRULE of iCalendar with FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, "
        "COUNT, BYDAY, BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYSETPOS or WKST, as FREQ=WEEKLY;BYDAY=MO"
    )
    until: AwareDatetime | None = Field(None, description="No shipment is ready later; empty for no end")
    boxes: int | None = Field(
        None,
        ge=1,
        le=1_000,
        description="Boxes of each, whose mass and value are in proportion; empty for as many as its model has",
        json_schema_extra=unit("boxes"),
    )
    exporter: Text | None = Field(None, description="Who sends them; empty for the exporter of its model")
    destination: UnLocode | None = Field(None, description="Where they are bound; empty for as its model")
    lead_days: Days | None = Field(None, description="Days from booking to ready; empty for as many as its model has")
    flexible_days: Days = Field(0, description="Days by which the goods could be ready earlier, to fill a direct call")

    @model_validator(mode="after")
    def _forwards(self) -> "RecurringBooking":
        if self.until is not None and self.until < self.first:
            raise ValueError("it ends before it begins: until must not be earlier than first")
        return self

    def ready(self, terminal: Terminal, start: datetime, end: datetime) -> Iterator[datetime]:
        """When goods of it are ready, from `start` on and before `end`, at one time of day on the terminal's clock."""
        first = terminal.local(self.first)
        shift = (_LATE_YEAR - first.year) // _ERA_YEARS * _ERA_YEARS
        rule = rrulestr(self.rule, dtstart=_in_year(first.replace(tzinfo=None), shift))
        for again in rule:
            moment = terminal.local(_in_year(again, -shift))
            if moment >= end or (self.until is not None and moment > self.until):
                return
            if moment >= start:
                yield moment

    def name(self, ready: datetime) -> str:
        """Name of the shipment that is ready then."""
        return f"{self.id}-{ready:%Y%m%d}"

    def shipment(self, model: Shipment, ready: datetime) -> Shipment:
        """The shipment of it that is ready then. Raises ValidationError where its model cannot be changed so."""
        boxes = model.boxes if self.boxes is None else self.boxes
        lead = None if model.booked is None else model.ready - model.booked
        lead = lead if self.lead_days is None else timedelta(days=self.lead_days)
        later = ready - model.ready
        fields = {name: getattr(model, name) for name in Shipment.model_fields}
        fields |= {
            "id": self.name(ready),
            "exporter": self.exporter or model.exporter,
            "destination": self.destination or model.destination,
            "boxes": boxes,
            "gross_mass_kg": max(1, round(model.gross_mass_kg * boxes / model.boxes)),
            "fob_value": round(model.fob_value * boxes / model.boxes),
            "ready": ready,
            "booked": None if lead is None else ready - lead,
            "latest_arrival": model.latest_arrival + later,
            "latest_departure": None if model.latest_departure is None else model.latest_departure + later,
            "status": "RECEIVED",
            "voyage": None,
            "first_time": False,
        }
        return Shipment.model_validate(fields)


def _in_year(moment: datetime, shift: int) -> datetime:
    return moment.replace(year=moment.year + shift)


def models_of_bookings(terminal: Terminal, tables: Mapping[str, Sequence[Record]]) -> Iterator[Fault]:
    """Recurring bookings that cannot be like the shipment that they name."""
    shipments = {row.id: row for row in tables.get("shipments", ()) if isinstance(row, Shipment)}
    for place, row in enumerate(tables.get("recurring_bookings", ()), 1):
        if not isinstance(row, RecurringBooking) or row.like not in shipments:
            continue
        try:
            row.shipment(shipments[row.like], terminal.local(row.first))
        except ValidationError as error:
            told = error.errors()[0]["msg"].removeprefix("Value error, ")
            yield Fault(
                "recurring_bookings",
                f"a shipment like {row.like} is not possible with these values ({told})",
                "correct boxes or destination, or name another shipment",
                place,
                "like",
                row.like,
            )
