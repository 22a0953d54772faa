"""From ports of call to legs: what every form of schedule says in the end, and what is estimated where it does not."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data.distances import sailing_time, sea_miles
from data.errors import Fault
from data.sailings import CutoffCode
from data.terminal import Port

# Container ships that sail faster or slower than this between ports do so by a mistake of the list.
FASTEST_KN, SLOWEST_KN = 30.0, 4.0


@dataclass(frozen=True)
class Place:
    """Where something stands in a file: a row as a spreadsheet shows it, or a path in JSON as `column`."""

    file: str
    row: int | None = None
    column: str | None = None

    def fault(self, problem: str, remedy: str, value: str | None = None, column: str | None = None) -> Fault:
        """A fault that stands here."""
        return Fault(self.file, problem, remedy, self.row, column or self.column, value)


@dataclass(frozen=True)
class Event:
    """A voyage's arrival at a port or its departure from there, with the cut-offs of boarding there.

    `facts` are columns of the table sailings for the leg that begins there.
    """

    port: str
    departs: bool
    at: datetime
    place: Place
    cutoffs: Mapping[CutoffCode, datetime] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Voyage:
    """A voyage as a schedule has it: events of any order, and columns of sailings that hold for all of its legs."""

    name: str
    line: str
    place: Place
    facts: dict[str, object] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Pace:
    """What is estimated by: the ship's speed in knots, and her hours in a port. None: it is not estimated."""

    speed_kn: float | None = None
    stay_h: float | None = None


@dataclass(frozen=True)
class ScheduledLeg:
    """A leg of a schedule; `facts` are the further columns of the table sailings that it gives."""

    voyage: str
    line: str
    origin: str
    destination: str
    departure: datetime
    arrival: datetime
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    cutoffs: Mapping[CutoffCode, datetime] = field(default_factory=dict)
    estimated: tuple[str, ...] = ()
    id: str | None = None


@dataclass
class _Call:
    port: str
    place: Place
    arrival: datetime | None = None
    departure: datetime | None = None
    cutoffs: dict[CutoffCode, datetime] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def first(self) -> datetime:
        moment = self.arrival or self.departure
        assert moment is not None
        return moment


def legs_of(
    voyage: Voyage, ports: Mapping[str, Port], pace: Pace, faults: list[Fault], passed: Counter[str]
) -> list[ScheduledLeg]:
    """The legs of a voyage between those of its ports of call that the case has; others are counted in `passed`.

    A missing arrival is estimated by distance and speed, a missing departure by the arrival and the hours in port,
    where the pace has them; else both are faults, as are ports in which the ship arrives or departs twice at once.
    """
    passed.update({event.port for event in voyage.events if event.port not in ports})
    calls = _calls(voyage, [event for event in voyage.events if event.port in ports], faults)
    legs = []
    for here, there in itertools.pairwise(calls):
        leg = _leg(voyage, here, there, ports, pace, faults)
        if leg is None:
            break  # what comes after it would only repeat the fault
        legs.append(leg)
    return legs


def _calls(voyage: Voyage, events: Sequence[Event], faults: list[Fault]) -> list[_Call]:
    calls: list[_Call] = []
    seen: dict[tuple[str, bool, datetime], _Call] = {}
    for event in sorted(events, key=lambda event: (event.at, event.departs)):
        key = event.port, event.departs, event.at
        call = seen.get(key)
        if call is None:
            call = calls[-1] if calls and calls[-1].port == event.port else None
            if call is not None and not (event.departs and call.departure is None):
                faults.append(_twice(voyage, event, call))
                continue
            if call is None:
                call = _Call(event.port, event.place)
                calls.append(call)
            if event.departs:
                call.departure, call.place = event.at, event.place
            else:
                call.arrival = event.at
            seen[key] = call
        _add(call.cutoffs, event.cutoffs, event, "cut-offs", faults)
        _add(call.facts, event.facts, event, "values", faults)
    return calls


def _twice(voyage: Voyage, event: Event, call: _Call) -> Fault:
    what = "departure from" if event.departs else "arrival at"
    return event.place.fault(
        f"voyage {voyage.name} has this {what} {event.port} right after another call there ({_text(call.first)})",
        "drop one of the two; journeys of one number need another voyage_name in the mapping",
        _text(event.at),
    )


def _add(into: dict, given: Mapping, event: Event, what: str, faults: list[Fault]) -> None:  # type: ignore[type-arg]
    for name, value in given.items():
        if into.setdefault(name, value) != value:
            value = _text(value) if isinstance(value, datetime) else str(value)
            problem = f"two rows of the same departure from {event.port} give different {what} ({name})"
            faults.append(event.place.fault(problem, "give them the same, or leave one empty", value))


def _leg(
    voyage: Voyage, here: _Call, there: _Call, ports: Mapping[str, Port], pace: Pace, faults: list[Fault]
) -> ScheduledLeg | None:
    estimated = []
    departure, arrival = here.departure, there.arrival
    if departure is None:
        if pace.stay_h is None:
            problem = f"voyage {voyage.name} arrives at {here.port} and sails on, but its departure is not given"
            remedy = "give it, or stay_h (hours in port) in the defaults to have it estimated"
            faults.append(here.place.fault(problem, remedy))
            return None
        departure = here.first + timedelta(hours=pace.stay_h)
        estimated.append("departure")
    if arrival is None:
        arrival, lacks = estimated_arrival(ports[here.port], ports[there.port], departure, pace)
        if arrival is None:
            problem = f"voyage {voyage.name} departs from {there.port}, but its arrival there is not given"
            faults.append(there.place.fault(problem, f"give it, or {lacks} to have it estimated"))
            return None
        estimated.append("arrival")
    leaves = there.departure or arrival
    if not departure < arrival <= leaves:
        problem = (
            f"voyage {voyage.name} leaves {here.port} at {_text(departure)} and reaches {there.port} at "
            f"{_text(arrival)}{', which is estimated' if estimated else ''}, "
            + ("before that" if arrival <= departure else f"after it leaves there ({_text(leaves)})")
        )
        remedy = "correct speed_kn or stay_h in the defaults, or give the moment" if estimated else "correct the times"
        faults.append(there.place.fault(problem, remedy))
        return None
    return ScheduledLeg(
        voyage.name, voyage.line, here.port, there.port, departure, arrival, here.place,
        {**voyage.facts, **here.facts}, dict(here.cutoffs), tuple(estimated),
    )  # fmt: skip


def estimated_arrival(here: Port, there: Port, departure: datetime, pace: Pace) -> tuple[datetime | None, str]:
    """When a ship arrives by distance and speed; or None, and what is lacking to say it."""
    miles = sea_miles(here, there)
    if pace.speed_kn is None:
        return None, "speed_kn in the defaults"
    if miles is None:
        return None, f"latitude and longitude of {here.unlocode} and {there.unlocode} in the case's table ports"
    return departure + sailing_time(miles, pace.speed_kn), ""


def off_the_map(legs: Sequence[ScheduledLeg], ports: Mapping[str, Port]) -> str | None:
    """What to say where legs have no speed that could be looked at; None where all have one."""
    bare = {code for code, port in ports.items() if port.latitude is None}
    named = sorted(bare & {port for leg in legs for port in (leg.origin, leg.destination)})
    if not named:
        return None
    return f"speeds from and to {', '.join(named)} are not checked: ports has no latitude and longitude of them"


def speed_warnings(legs: Sequence[ScheduledLeg], ports: Mapping[str, Port]) -> list[str]:
    """What to say of legs that no ship sails as fast, or that she would drift on, by the distances between ports."""
    found = []
    for leg in legs:
        if leg.origin not in ports or leg.destination not in ports or "arrival" in leg.estimated:
            continue
        miles, hours = sea_miles(ports[leg.origin], ports[leg.destination]), (leg.arrival - leg.departure) / _HOUR
        if miles is None or hours <= 0:
            continue
        knots = miles / hours
        if not SLOWEST_KN <= knots <= FASTEST_KN:
            found.append(
                f"voyage {leg.voyage}: {leg.origin} to {leg.destination} in {hours:.1f} h over about {miles:,.0f} nm "
                f"are {knots:.1f} kn; look at both times, their zones and their dates"
            )
    return found


_HOUR = timedelta(hours=1)


def _text(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes")
