"""The Case: one terminal with its ships, calls and shipments, whole and consistent."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime, time
from functools import cached_property
from typing import Any, get_args

from pydantic import Field, model_validator

from data.cargo import Container, Sailing, Shipment
from data.codes import Id
from data.errors import DermagaError, Fault
from data.terminal import BerthSection, Port, QuayCrane, Record, Terminal, YardBlock, YardCrane
from data.vessels import Service, Vessel, VesselCall


class Case(Record):
    """A terminal and what is to happen there. Every name that a part uses exists in its table."""

    name: Id = Field(description="Name of the case")
    terminal: Terminal = Field(description="The terminal itself")
    berths: tuple[BerthSection, ...] = Field(min_length=1, description="Sections of the quay with their depth")
    quay_cranes: tuple[QuayCrane, ...] = Field(min_length=1, description="Ship-to-shore cranes in rail order")
    yard_blocks: tuple[YardBlock, ...] = Field((), description="Blocks of the yard")
    yard_cranes: tuple[YardCrane, ...] = Field((), description="Yard cranes and their blocks")
    ports: tuple[Port, ...] = Field(min_length=1, description="Every port that the case names")
    vessels: tuple[Vessel, ...] = Field((), description="Ships")
    services: tuple[Service, ...] = Field((), description="Regular services, from which calls recur")
    calls: tuple[VesselCall, ...] = Field((), description="Calls of ships at the terminal")
    sailings: tuple[Sailing, ...] = Field((), description="Legs that shipments can take, from here and onward")
    shipments: tuple[Shipment, ...] = Field((), description="Exporters' shipments")
    containers: tuple[Container, ...] = Field((), description="Boxes known by number, where they are")

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
        return hashlib.sha256(self.model_dump_json(exclude={"name"}).encode()).hexdigest()

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
    def shipment_by_id(self) -> dict[str, Shipment]:
        """Shipments by id."""
        return {shipment.id: shipment for shipment in self.shipments}

    @cached_property
    def port_by_code(self) -> dict[str, Port]:
        """Ports by UN/LOCODE."""
        return {port.unlocode: port for port in self.ports}

    def ship_of(self, call: VesselCall) -> Vessel:
        """The ship that makes a call."""
        return self.vessel_by_id[call.vessel]

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


def key_of(row_type: type[Record]) -> str:
    """The column that names a row of a table."""
    return "unlocode" if row_type is Port else "id"


def broken_references(
    terminal: Terminal, tables: Mapping[str, Sequence[Record]], incomplete: Set[str] = frozenset()
) -> Iterator[Fault]:
    """Faults between rows that are each right by themselves.

    The `file` of a fault is the table's name and its `row` the place in the given sequence, from 1. Names are not
    looked up in tables that are `incomplete`, because rows of theirs were refused already.
    """
    for name, row_type in TABLES.items():
        yield from _repeated_keys(name, tables.get(name, ()), key_of(row_type))
    known = {
        name: None if name in incomplete else {getattr(row, key_of(row_type)) for row in tables.get(name, ())}
        for name, row_type in TABLES.items()
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
    if not {"berths", "quay_cranes"} & set(incomplete):
        yield from _quay_faults(terminal, tables)
    for rule, needs in _RULES:
        if not needs & set(incomplete):
            yield from rule(terminal, tables)


# Table and column that name a row of another table.
_REFERENCES = (
    ("yard_cranes", "block", "yard_blocks"),
    ("services", "vessels", "vessels"),
    ("services", "rotation", "ports"),
    ("calls", "vessel", "vessels"),
    ("calls", "service", "services"),
    ("sailings", "call", "calls"),
    ("sailings", "origin", "ports"),
    ("sailings", "destination", "ports"),
    ("shipments", "origin", "ports"),
    ("shipments", "destination", "ports"),
    ("containers", "call", "calls"),
    ("containers", "port", "ports"),
    ("containers", "shipment", "shipments"),
)


def _repeated_keys(table: str, rows: Sequence[Record], key: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, row in enumerate(rows, start=1):
        value = getattr(row, key)
        if value in first:
            yield Fault(
                table,
                f"the {key} stands in an earlier row too",
                "give every row a name of its own",
                place,
                key,
                value,
            )
        first.setdefault(value, place)


def _quay_faults(terminal: Terminal, tables: Mapping[str, Sequence[Record]]) -> Iterator[Fault]:
    length = terminal.quay.length_m
    reached = 0.0
    sections = [(place, row) for place, row in enumerate(tables.get("berths", ()), 1)]
    for place, section in sorted(sections, key=lambda item: item[1].start_m):  # type: ignore[attr-defined]
        assert isinstance(section, BerthSection)
        if section.start_m != reached:
            yield Fault(
                "berths",
                f"the section before ends at {reached:g} m",
                "sections must cover the quay without gap or overlap",
                place,
                "start_m",
                f"{section.start_m:g}",
            )
        reached = max(reached, section.end_m)
    if sections and reached != length:
        yield Fault(
            "berths",
            f"the sections end at {reached:g} m and the quay is {length:g} m long",
            "end the last section where the quay ends, or correct quay.length_m",
        )
    for place, crane in enumerate(tables.get("quay_cranes", ()), start=1):
        assert isinstance(crane, QuayCrane)
        if crane.rail_to_m > length:
            yield Fault(
                "quay_cranes",
                f"the crane runs off the rail, which ends with the quay at {length:g} m",
                f"rail_to_m must be at most {length:g}",
                place,
                "rail_to_m",
                f"{crane.rail_to_m:g}",
            )


def _call_faults(terminal: Terminal, tables: Mapping[str, Sequence[Record]]) -> Iterator[Fault]:
    del terminal
    ships = {row.id: row for row in tables.get("vessels", ()) if isinstance(row, Vessel)}
    for place, call in enumerate(tables.get("calls", ()), start=1):
        assert isinstance(call, VesselCall)
        ship = ships.get(call.vessel)
        if ship is None:
            continue
        for column in ("arrival_draft_m", "departure_draft_m"):
            draft = getattr(call, column)
            if draft > ship.max_draft_m:
                yield Fault(
                    "calls",
                    f"deeper than the ship ever lies ({ship.max_draft_m:g} m)",
                    "correct the draft, or max_draft_m of the ship",
                    place,
                    column,
                    f"{draft:g}",
                )
        for column, boxes in (("discharge_full", call.discharge), ("load_full", call.load)):
            if boxes > ship.capacity_teu:
                yield Fault(
                    "calls",
                    f"full and empty boxes together are {boxes}, and the ship holds {ship.capacity_teu} TEU",
                    "correct the boxes, or capacity_teu of the ship",
                    place,
                    column,
                    str(getattr(call, column)),
                )


def _sailing_faults(terminal: Terminal, tables: Mapping[str, Sequence[Record]]) -> Iterator[Fault]:
    calls = {row.id: row for row in tables.get("calls", ()) if isinstance(row, VesselCall)}
    last: dict[str, Sailing] = {}
    legs = [(place, row) for place, row in enumerate(tables.get("sailings", ()), 1) if isinstance(row, Sailing)]
    for place, leg in sorted(legs, key=lambda item: item[1].departure):
        before = last.get(leg.voyage)
        if before is not None and (before.destination != leg.origin or before.arrival > leg.departure):
            yield Fault(
                "sailings",
                f"leg {before.id} of the same voyage ends at {before.destination} at {before.arrival}",
                "each leg of a voyage must start where and after the one before ended",
                place,
                "origin",
                leg.origin,
            )
        last[leg.voyage] = leg
        call = calls.get(leg.call) if leg.call is not None else None
        if leg.call is not None and leg.origin != terminal.unlocode:
            yield Fault(
                "sailings",
                f"it names a call of this terminal but does not leave {terminal.unlocode}",
                "leave call empty, or correct origin",
                place,
                "origin",
                leg.origin,
            )
        elif call is not None and leg.departure <= call.eta:
            yield Fault(
                "sailings",
                f"it departs before its call {call.id} arrives ({call.eta})",
                "correct departure, or the call",
                place,
                "departure",
                str(leg.departure),
            )


def _container_faults(terminal: Terminal, tables: Mapping[str, Sequence[Record]]) -> Iterator[Fault]:
    del terminal
    listed = Counter(
        (row.call, row.direction, row.status) for row in tables.get("containers", ()) if isinstance(row, Container)
    )
    for place, call in enumerate(tables.get("calls", ()), start=1):
        for direction in ("discharge", "load"):
            for status in ("full", "empty"):
                count = listed[getattr(call, "id"), direction, status]  # noqa: B009
                stated = getattr(call, f"{direction}_{status}")
                if count > stated:
                    yield Fault(
                        "calls",
                        f"containers lists {count} such boxes for it",
                        "raise the number or drop boxes",
                        place,
                        f"{direction}_{status}",
                        str(stated),
                    )


_Rule = Callable[[Terminal, Mapping[str, Sequence[Record]]], Iterator[Fault]]
_RULES: tuple[tuple[_Rule, set[str]], ...] = (
    (_call_faults, {"calls", "vessels"}),
    (_sailing_faults, {"sailings", "calls"}),
    (_container_faults, {"containers", "calls"}),
)
