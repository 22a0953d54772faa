"""The Case: one terminal with its ships, calls and shipments, whole and consistent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, get_args

from pydantic import Field, model_validator

from data.actuals import Actual
from data.bookings import Empties, Shipment
from data.calendars import Calendar, Holiday
from data.cargo import Container, Instruction
from data.closures import Closed, Closure
from data.codes import Id
from data.consistency import RULES
from data.errors import DermagaError, Fault
from data.export_chain import Chain, ChainStep, StepState, chain_for
from data.fingerprint import fingerprint
from data.handling import Handling
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.record import Record
from data.recurring import RecurringBooking
from data.sailings import Cutoff, CutoffCode, Sailing, cutoffs_of
from data.shifts import Shift
from data.ship_layouts import Layout, layouts
from data.strength import SectionBuoyancy, ShipSection, ShipTank
from data.terminal import BerthSection, Bollard, Port, QuayCrane, Terminal, YardBlock, YardCrane
from data.vessels import Service, Vessel, VesselCall


class Case(Record):
    """A terminal and what is to happen there. Every name that a part uses exists in its table."""

    name: Id = Field(description="Name of the case")
    terminal: Terminal = Field(description="The terminal itself")
    berths: tuple[BerthSection, ...] = Field(min_length=1, description="Sections of the quay with their depth")
    quay_cranes: tuple[QuayCrane, ...] = Field(min_length=1, description="Ship-to-shore cranes in rail order")
    bollards: tuple[Bollard, ...] = Field((), description="Bollards, by which places at the quay are told")
    closures: tuple[Closure, ...] = Field((), description="Times in which quay, channel or cranes are out of service")
    shifts: tuple[Shift, ...] = Field((), description="Shifts with their gangs; without any, all cranes always work")
    yard_blocks: tuple[YardBlock, ...] = Field((), description="Blocks of the yard")
    yard_cranes: tuple[YardCrane, ...] = Field((), description="Yard cranes and their blocks")
    ports: tuple[Port, ...] = Field(min_length=1, description="Every port that ships go to")
    ship_profiles: tuple[ShipProfile, ...] = Field((), description="Vessel profiles, each for all ships of a class")
    ship_bays: tuple[ShipBay, ...] = Field((), description="Bays of the vessel profiles")
    ship_stacks: tuple[ShipStack, ...] = Field((), description="Stacks of the vessel profiles and what they bear")
    hydrostatics: tuple[Hydrostatics, ...] = Field((), description="How the vessel profiles float")
    ship_tanks: tuple[ShipTank, ...] = Field((), description="Ballast tanks of the vessel profiles")
    ship_sections: tuple[ShipSection, ...] = Field(
        (), description="Sections of the vessel profiles' hulls, and the shear and bending that they bear"
    )
    ship_buoyancy: tuple[SectionBuoyancy, ...] = Field((), description="What lifts the sections of the hulls")
    vessels: tuple[Vessel, ...] = Field((), description="Ships")
    services: tuple[Service, ...] = Field((), description="Regular services, from which calls recur")
    calls: tuple[VesselCall, ...] = Field((), description="Calls of ships at the terminal")
    handling: tuple[Handling, ...] = Field((), description="Handling times of calls by berth and number of cranes")
    actuals: tuple[Actual, ...] = Field((), description="What has become of calls by now")
    sailings: tuple[Sailing, ...] = Field((), description="Legs that shipments can take, from here and onward")
    cutoffs: tuple[Cutoff, ...] = Field((), description="By when what must have happened for a ship")
    empties: tuple[Empties, ...] = Field(
        (), description="Empty boxes for shipments; without any row there are always enough"
    )
    calendars: tuple[Calendar, ...] = Field((), description="Office hours of those who do steps of the export chain")
    holidays: tuple[Holiday, ...] = Field((), description="Holidays and other times in which offices are closed")
    chains: tuple[Chain, ...] = Field((), description="Templates of the export chain, for goods and countries")
    chain_steps: tuple[ChainStep, ...] = Field((), description="Steps of the export chains, in order")
    shipments: tuple[Shipment, ...] = Field((), description="Exporters' shipments, as booked")
    recurring_bookings: tuple[RecurringBooking, ...] = Field((), description="Bookings that come again by a rule")
    step_states: tuple[StepState, ...] = Field((), description="What has become of steps of shipments by now")
    containers: tuple[Container, ...] = Field((), description="Boxes known by number, where they are")
    instructions: tuple[Instruction, ...] = Field((), description="The lines' instructions: what goes into which slot")

    @model_validator(mode="after")
    def _consistent(self) -> "Case":
        faults = list(broken_references(self.terminal, self.tables))
        if faults:
            raise ValueError("\n".join(str(fault) for fault in faults))
        return self

    @property
    def tables(self) -> dict[str, tuple[Record, ...]]:
        """Every table by name."""
        return {name: getattr(self, name) for name in TABLES}

    def changed(self, **parts: Any) -> "Case":
        """A case with some parts exchanged, validated anew. Raises ValidationError where it is not consistent."""
        return Case(**{name: getattr(self, name) for name in Case.model_fields} | parts)

    @cached_property
    def hash(self) -> str:
        """Fingerprint (SHA-256, hexadecimal) of everything but the name: plans say which case they are for."""
        return fingerprint(self)

    @cached_property
    def bollards_along(self) -> tuple[Bollard, ...]:
        """The bollards from the quay's zero mark on."""
        return tuple(sorted(self.bollards, key=lambda bollard: bollard.position_m))

    @cached_property
    def vessel_by_id(self) -> dict[str, Vessel]:
        """Ships by id."""
        return {vessel.id: vessel for vessel in self.vessels}

    @cached_property
    def call_by_id(self) -> dict[str, VesselCall]:
        """Calls by id."""
        return {call.id: call for call in self.calls}

    @cached_property
    def sailing_by_id(self) -> dict[str, Sailing]:
        """Legs by id."""
        return {sailing.id: sailing for sailing in self.sailings}

    @cached_property
    def legs_by_voyage(self) -> dict[str, tuple[Sailing, ...]]:
        """The legs of each voyage in order, by its name."""
        found: defaultdict[str, list[Sailing]] = defaultdict(list)
        for leg in sorted(self.sailings, key=lambda leg: leg.departure):
            found[leg.voyage].append(leg)
        return {voyage: tuple(legs) for voyage, legs in found.items()}

    @cached_property
    def shipment_by_id(self) -> dict[str, Shipment]:
        """Shipments by id."""
        return {shipment.id: shipment for shipment in self.shipments}

    @cached_property
    def cutoffs_by_sailing(self) -> dict[str, dict[CutoffCode, datetime]]:
        """The cut-offs of boarding at the beginning of each leg, by its id and their code.

        FCO is always there: `cutoff_h` before departure where no row says otherwise. So is EFC at this terminal: the
        gate opens `gate.opens_days_before` the ship.
        """
        found: dict[str, dict[CutoffCode, datetime]] = {}
        for leg in self.sailings:
            usual: dict[CutoffCode, datetime] = {"FCO": leg.departure - timedelta(hours=leg.cutoff_h)}
            if leg.origin == self.terminal.unlocode:
                usual["EFC"] = self._gate_opens(leg)
            stated = cutoffs_of(leg, self.cutoffs)
            found[leg.id] = usual | {code: row.moment(leg) for code, row in stated.items()}
        return found

    def _gate_opens(self, leg: Sailing) -> datetime:
        arrival = leg.departure if leg.call is None else self.call_by_id[leg.call].eta
        return arrival - timedelta(days=self.terminal.gate.opens_days_before)

    @cached_property
    def empties_by_id(self) -> dict[str, Empties]:
        """Empty boxes by the id of their row."""
        return {row.id: row for row in self.empties}

    @cached_property
    def chain_by_shipment(self) -> dict[str, Chain]:
        """The export chains of the shipments that have one, by shipment id."""
        found = {shipment.id: chain_for(self.chains, shipment) for shipment in self.shipments}
        return {shipment: chain for shipment, chain in found.items() if chain is not None}

    @cached_property
    def steps_by_chain(self) -> dict[str, tuple[ChainStep, ...]]:
        """The steps of each chain in the table's order, by chain id."""
        return {chain.id: tuple(step for step in self.chain_steps if step.chain == chain.id) for chain in self.chains}

    @cached_property
    def states_by_shipment(self) -> dict[str, dict[str, StepState]]:
        """What has become of steps by now, by shipment id and the step's name."""
        found: defaultdict[str, dict[str, StepState]] = defaultdict(dict)
        for state in self.step_states:
            found[state.shipment][state.step] = state
        return dict(found)

    @cached_property
    def port_by_code(self) -> dict[str, Port]:
        """Ports by UN/LOCODE."""
        return {port.unlocode: port for port in self.ports}

    @cached_property
    def handling_by_call(self) -> dict[str, tuple[Handling, ...]]:
        """The handling times of the calls that have any, by call id."""
        rows: defaultdict[str, list[Handling]] = defaultdict(list)
        for row in self.handling:
            rows[row.call].append(row)
        return {call: tuple(given) for call, given in rows.items()}

    @cached_property
    def actual_by_call(self) -> dict[str, Actual]:
        """What has become of calls, by call id."""
        return {actual.call: actual for actual in self.actuals}

    @cached_property
    def layout_by_profile(self) -> dict[str, Layout]:
        """The layouts of the vessel profiles, by id."""
        return layouts(
            self.ship_profiles,
            self.ship_bays,
            self.ship_stacks,
            self.hydrostatics,
            self.ship_tanks,
            self.ship_sections,
            self.ship_buoyancy,
        )

    def layout_of(self, call: VesselCall) -> Layout | None:
        """The layout of the ship that makes a call; None where her loading is not planned."""
        profile = self.ship_of(call).profile
        return None if profile is None else self.layout_by_profile[profile]

    def needed_layout(self, call: VesselCall) -> Layout:
        """The layout of the ship that makes a call. Raises DermagaError where she has no profile."""
        layout = self.layout_of(call)
        if layout is None:
            raise DermagaError(
                f"{self.named(call.id)} has no vessel profile: give profile in vessels, and the tables ship_profiles, "
                "ship_bays and ship_stacks"
            )
        return layout

    def ports_after(self, call: VesselCall) -> tuple[str, ...]:
        """Every port but this one in the order in which the ship comes to them after the call.

        First the rotation of her service, each port once; then those that it does not name, in the table's order.
        """
        service = next((row for row in self.services if row.id == call.service), None)
        named = (*(service.rotation if service is not None else ()), *(port.unlocode for port in self.ports))
        return tuple(dict.fromkeys(port for port in named if port != self.terminal.unlocode))

    def closed(self, what: Closed) -> tuple[Closure, ...]:
        """The closures of the quay, the channel or cranes."""
        return tuple(closure for closure in self.closures if closure.what == what)

    def voyage_of(self, call: VesselCall) -> str:
        """The ship's voyage from here: that of her sailings from this call, or the call's name where there is none."""
        voyages = {sailing.voyage for sailing in self.sailings if sailing.call == call.id}
        return voyages.pop() if len(voyages) == 1 else call.id

    def ship_of(self, call: VesselCall) -> Vessel:
        """The ship that makes a call."""
        return self.vessel_by_id[call.vessel]

    def named(self, call: str) -> str:
        """A call in a sentence: its ship's name and its own."""
        return f"{self.ship_of(self.call_by_id[call]).name} ({call})"

    @property
    def first_day(self) -> datetime:
        """Midnight, on the terminal's clock, of the day of the first call. Raises DermagaError where there is none."""
        if not self.calls:
            raise DermagaError(f"the case {self.name} has no calls; list some in its table calls")
        first = self.terminal.local(min(call.eta for call in self.calls))
        return self.terminal.local(datetime.combine(first.date(), time()))


def _row_type(annotation: Any) -> type[Record]:
    row_type: type[Record] = get_args(annotation)[0]
    return row_type


# The tables of a case, by name: a case in files has one file, or one sheet, for each.
TABLES: dict[str, type[Record]] = {
    name: _row_type(field.annotation) for name, field in Case.model_fields.items() if name not in ("name", "terminal")
}


# Tables whose rows have no id: the columns that no two rows share.
_KEYS: dict[type[Record], tuple[str, ...]] = {
    Port: ("unlocode",),
    Handling: ("call", "berth", "cranes"),
    Actual: ("call",),
    ShipBay: ("profile", "bay"),
    ShipStack: ("profile", "bay", "row", "level"),
    Hydrostatics: ("profile", "displacement_t"),
    ShipTank: ("profile", "tank"),
    ShipSection: ("profile", "section"),
    SectionBuoyancy: ("profile", "section", "displacement_t"),
    Container: ("id", "call", "direction"),
    Instruction: ("call", "slot"),
    ChainStep: ("chain", "step"),
    StepState: ("shipment", "step"),
}


def key_of(row_type: type[Record]) -> tuple[str, ...]:
    """The columns that together name a row of a table."""
    return _KEYS.get(row_type, ("id",))


def broken_references(
    terminal: Terminal, tables: Mapping[str, Sequence[Record]], incomplete: Set[str] = frozenset()
) -> Iterator[Fault]:
    """Faults between rows that are each right by themselves.

    The `file` of a fault is the table's name and its `row` the place in the given sequence, from 1. Names are not
    looked up in tables that are `incomplete`, because rows of theirs were refused already; "terminal" among them says
    that the terminal itself was refused.
    """
    for name, row_type in TABLES.items():
        yield from _repeated_keys(name, tables.get(name, ()), key_of(row_type))
    known = {
        name: None if name in incomplete else {getattr(row, key_of(TABLES[name])[0]) for row in tables.get(name, ())}
        for name in {target for _, _, target in _REFERENCES}
    }
    for table, column, target in _REFERENCES:
        names = known[target]
        if names is None:
            continue
        for place, row in enumerate(tables.get(table, ()), start=1):
            value = getattr(row, column)
            for item in value if isinstance(value, tuple) else (value,):
                if item is not None and item not in names:
                    yield Fault(
                        table,
                        f"there is no such row in the table {target}",
                        f"add {item} to {target} or correct the name",
                        place,
                        column,
                        str(item),
                    )
    for rule, needs in RULES:
        if not needs & incomplete:
            yield from rule(terminal, tables)


# Table and column that name a row of another table.
_REFERENCES = (
    ("closures", "crane", "quay_cranes"),
    ("yard_cranes", "block", "yard_blocks"),
    ("ship_bays", "profile", "ship_profiles"),
    ("ship_stacks", "profile", "ship_profiles"),
    ("hydrostatics", "profile", "ship_profiles"),
    ("ship_tanks", "profile", "ship_profiles"),
    ("ship_sections", "profile", "ship_profiles"),
    ("ship_buoyancy", "profile", "ship_profiles"),
    ("vessels", "profile", "ship_profiles"),
    ("services", "vessels", "vessels"),
    ("services", "rotation", "ports"),
    ("calls", "vessel", "vessels"),
    ("calls", "service", "services"),
    ("handling", "call", "calls"),
    ("handling", "berth", "berths"),
    ("actuals", "call", "calls"),
    ("sailings", "call", "calls"),
    ("sailings", "origin", "ports"),
    ("sailings", "destination", "ports"),
    ("shipments", "origin", "ports"),
    ("shipments", "destination", "ports"),
    ("shipments", "declared_at", "ports"),
    ("shipments", "chain", "chains"),
    ("recurring_bookings", "like", "shipments"),
    ("recurring_bookings", "destination", "ports"),
    ("cutoffs", "port", "ports"),
    ("cutoffs", "sailing", "sailings"),
    ("empties", "port", "ports"),
    ("holidays", "calendars", "calendars"),
    ("chain_steps", "chain", "chains"),
    ("chain_steps", "calendar", "calendars"),
    ("step_states", "shipment", "shipments"),
    ("containers", "call", "calls"),
    ("containers", "port", "ports"),
    ("containers", "shipment", "shipments"),
    ("instructions", "call", "calls"),
    ("instructions", "port", "ports"),
)


def _repeated_keys(table: str, rows: Sequence[Record], key: tuple[str, ...]) -> Iterator[Fault]:
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(rows, start=1):
        values = tuple(getattr(row, column) for column in key)
        if values in seen:
            *most, last = key
            yield Fault(
                table,
                f"the {', '.join(most)} and {last} stand in an earlier row too"
                if most
                else f"the {last} stands in an earlier row too",
                "drop one of the two rows" if most else "give every row a name of its own",
                place,
                key[0],
                str(values[0]),
            )
        seen.add(values)
