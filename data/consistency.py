"""Rules between the tables of a case, and between them and the terminal: what no row can say by itself.

Each rule yields faults whose `file` is the table's name and whose `row` is the place in the given sequence, from 1.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from data.actuals import Actual
from data.cargo_consistency import (
    bays_of_profiles,
    bays_of_ships,
    boxes_as_stated,
    boxes_in_places,
    boxes_in_slots,
    boxes_leave,
    instructions_of_boxes,
    light_ships_float,
    profiles_of_ships,
)
from data.chain_consistency import states_of_steps, steps_in_order
from data.closures import Closure
from data.errors import Fault
from data.handling import Handling
from data.record import Record
from data.recurring import models_of_bookings
from data.sailings import Sailing
from data.shifts import Shift
from data.strength_consistency import drafts_rise, hulls_lifted, hulls_whole, hydrostatics_alike, tanks_in_sections
from data.terminal import BerthSection, Bollard, QuayCrane, Terminal
from data.vessels import Vessel, VesselCall

Tables = Mapping[str, Sequence[Record]]
Rule = Callable[[Terminal, Tables], Iterator[Fault]]

# Legs of a voyage: a plan looks at the ways from each of its ports to each of its later ones.
_MOST_LEGS = 200
# Two bollards nearer to each other than this are one.
_BOLLARDS_APART_M = 1


def _quay_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
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


def _call_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
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


def _sailing_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    calls = {row.id: row for row in tables.get("calls", ()) if isinstance(row, VesselCall)}
    last: dict[str, Sailing] = {}
    legs_of: Counter[str] = Counter()
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
        legs_of[leg.voyage] += 1
        if legs_of[leg.voyage] == _MOST_LEGS + 1:
            problem = f"the voyage has more than {_MOST_LEGS} legs"
            yield Fault("sailings", problem, "give the ship's next round another voyage", place, "voyage", leg.voyage)
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


def _bollard_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    length = terminal.quay.length_m
    before: Bollard | None = None
    bollards = [(place, row) for place, row in enumerate(tables.get("bollards", ()), 1)]
    for place, bollard in sorted(bollards, key=lambda item: item[1].position_m):  # type: ignore[attr-defined]
        assert isinstance(bollard, Bollard)
        at_m = bollard.position_m
        if at_m > length:
            told = f"the quay ends at {length:g} m", f"position_m must be at most {length:g}"
            yield Fault("bollards", *told, place, "position_m", f"{at_m:g}")
        elif before is not None and at_m - before.position_m < _BOLLARDS_APART_M:
            told = f"the bollard {before.id} stands less than a metre away", "correct one of the two, or drop one row"
            yield Fault("bollards", *told, place, "position_m", f"{at_m:g}")
        before = bollard


def _closure_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    length = terminal.quay.length_m
    for place, closure in enumerate(tables.get("closures", ()), start=1):
        assert isinstance(closure, Closure)
        for column, value in (("from_m", closure.from_m), ("to_m", closure.to_m)):
            if value is not None and (value > length or (value == length and column == "from_m")):
                yield Fault(
                    "closures",
                    f"the quay ends at {length:g} m",
                    f"correct {column}, or leave it empty to close all of the quay on this side",
                    place,
                    column,
                    f"{value:g}",
                )


def _shift_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    del terminal
    starts: dict[object, str] = {}
    for place, shift in enumerate(tables.get("shifts", ()), start=1):
        assert isinstance(shift, Shift)
        if shift.start in starts:
            yield Fault(
                "shifts",
                f"the shift {starts[shift.start]} begins then too",
                "give every shift a start of its own",
                place,
                "start",
                f"{shift.start:%H:%M}",
            )
        starts.setdefault(shift.start, shift.id)


def _handling_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    del terminal
    calls = {row.id: row for row in tables.get("calls", ()) if isinstance(row, VesselCall)}
    for place, row in enumerate(tables.get("handling", ()), start=1):
        assert isinstance(row, Handling)
        call = calls.get(row.call)
        if call is not None and row.cranes and not call.min_cranes <= row.cranes <= call.max_cranes:
            yield Fault(
                "handling",
                f"the call takes from {call.min_cranes} to {call.max_cranes} cranes",
                "drop the row, or correct min_cranes or max_cranes of the call",
                place,
                "cranes",
                str(row.cranes),
            )


def _actual_faults(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    ships = {row.id: row for row in tables.get("vessels", ()) if isinstance(row, Vessel)}
    calls = {row.id: row for row in tables.get("calls", ()) if isinstance(row, VesselCall)}
    for place, actual in enumerate(tables.get("actuals", ()), start=1):
        assert isinstance(actual, Actual)
        call = calls.get(actual.call)
        if call is None:
            continue
        if actual.moves_done > call.moves:
            yield Fault(
                "actuals",
                f"the call has {call.moves} boxes",
                "correct moves_done, or the boxes of the call",
                place,
                "moves_done",
                str(actual.moves_done),
            )
        ship, low = ships.get(call.vessel), actual.position_m
        if ship is not None and low is not None and not -ship.loa_m < low < terminal.quay.length_m:
            yield Fault(
                "actuals",
                f"no metre of {ship.name} lies at the quay, which ends at {terminal.quay.length_m:g} m",
                "correct position_m, or quay.length_m",
                place,
                "position_m",
                f"{low:g}",
            )


# Each rule with the tables that it looks at, and "terminal" where it looks at the terminal: it is left out where one
# of them is not whole.
RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (_quay_faults, frozenset({"terminal", "berths", "quay_cranes"})),
    (_bollard_faults, frozenset({"terminal", "bollards"})),
    (_closure_faults, frozenset({"terminal", "closures"})),
    (_shift_faults, frozenset({"shifts"})),
    (_call_faults, frozenset({"calls", "vessels"})),
    (_handling_faults, frozenset({"handling", "calls"})),
    (_actual_faults, frozenset({"terminal", "actuals", "calls", "vessels"})),
    (_sailing_faults, frozenset({"terminal", "sailings", "calls"})),
    (steps_in_order, frozenset({"chains", "chain_steps"})),
    (states_of_steps, frozenset({"chains", "chain_steps", "shipments", "step_states"})),
    (models_of_bookings, frozenset({"terminal", "shipments", "recurring_bookings"})),
    (boxes_as_stated, frozenset({"containers", "calls"})),
    (boxes_leave, frozenset({"terminal", "containers", "instructions"})),
    (bays_of_profiles, frozenset({"ship_bays", "ship_stacks"})),
    (bays_of_ships, frozenset({"vessels", "ship_bays"})),
    (profiles_of_ships, frozenset({"vessels", "ship_bays", "ship_stacks"})),
    (
        boxes_in_slots,
        frozenset({"containers", "instructions", "calls", "vessels", "ship_profiles", "ship_bays", "ship_stacks"}),
    ),
    (instructions_of_boxes, frozenset({"instructions"})),
    (light_ships_float, frozenset({"ship_profiles", "hydrostatics"})),
    (hydrostatics_alike, frozenset({"ship_profiles", "hydrostatics"})),
    (drafts_rise, frozenset({"hydrostatics"})),
    (tanks_in_sections, frozenset({"ship_tanks", "ship_sections"})),
    (hulls_whole, frozenset({"ship_profiles", "ship_sections"})),
    (hulls_lifted, frozenset({"ship_sections", "ship_buoyancy"})),
    (boxes_in_places, frozenset({"containers", "yard_blocks"})),
)
