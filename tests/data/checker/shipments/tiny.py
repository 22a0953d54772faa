"""Shipments by Surabaya to Colombo that fit on paper, with their whole export chain, and plans of them made by hand.

Monday is 5 January 2026. The feeder leaves Kariangau on Monday the 12th at 22:00 and is at Surabaya on the 14th at
12:00; the ocean ship leaves Surabaya on the 18th at 12:00, calls at Singapore and is at Colombo on the 27th at 12:00.
A week later there is a second feeder, and a second ocean ship.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np

from data.bookings import Empties, Shipment
from data.calendars import Calendar, WorkingTime
from data.case import Case
from data.checker import Verdict, check
from data.export_chain import Chain, ChainStep, StepState, begins, conditions, steps_of
from data.sailings import Cutoff, Sailing
from data.shipment_plans import PlannedStep, Routed, ShipmentPlan, UnservedShipment
from data.terminal import Port

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar(id="OFFICE", opens=time(8), closes=time(16))
# Steps of the chain: name, party, after, hours, and more.
STEPS: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
    ("pick_up", "depot", "booked", 2, {"calendar": "OFFICE", "event": "pick_up", "opening": "ECP", "of_box": True}),
    ("stuffing", "exporter", "pick_up ready", 6, {"calendar": "OFFICE", "of_box": True, "cost": 20, "cost_per": "box"}),
    ("fumigation", "fumigator", "stuffing", 24, {"calendar": "OFFICE", "goes_on": True, "of_box": True}),
    ("phyto", "quarantine", "fumigation", 0, {"document": "Phytosanitary certificate", "valid_h": 480, "cost": 3}),
    ("peb", "forwarder", "stuffing", 1, {"calendar": "OFFICE", "cutoff": "DCO", "earliest_h": 168, "cost": 8}),
    ("ppb", "customs", "peb", 4, {"calendar": "OFFICE", "share": 0.1}),
    ("npe", "customs", "peb ppb", 2, {}),
    ("vgm", "exporter", "stuffing", 1, {"cutoff": "VCO", "cost": 10, "cost_per": "box"}),
    ("gate_in", "terminal", "fumigation peb", 1,
     {"event": "gate_in", "opening": "EFC", "cutoff": "FCO", "of_box": True}),
    ("loading", "terminal", "gate_in npe vgm phyto", 2, {"event": "loading", "of_box": True}),
    ("hub_papers", "line", "hub_arrival", 3, {"at_hub": True, "cutoff": "DCO"}),
    ("bl", "line", "departure loading", 8, {"calendar": "OFFICE", "within_h": 72}),
    ("bank", "bank", "bl", 1, {"only": ("letter_of_credit",)}),
)  # fmt: skip


def at(moment: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


def _leg(name: str, voyage: str, line: str, flag: str, way: str, departure: str, arrival: str, freight: int) -> Sailing:
    origin, destination = way.split()
    return Sailing(
        id=name, voyage=voyage, line=line, flag=flag, origin=origin, destination=destination, departure=at(departure),
        arrival=at(arrival), capacity_teu=4, capacity_plugs=2, capacity_kg=60_000, freight_per_teu=freight,
    )  # fmt: skip


SAILINGS = (
    _leg("F1", "F1", "LINEA", "ID", "IDKRG IDSUB", "12 22:00", "14 12:00", 100),
    _leg("F2", "F2", "LINEA", "ID", "IDKRG IDSUB", "19 22:00", "21 12:00", 100),
    _leg("O1-SIN", "O1", "LINEC", "SG", "IDSUB SGSIN", "18 12:00", "21 12:00", 300),
    _leg("O1-CMB", "O1", "LINEC", "SG", "SGSIN LKCMB", "22 12:00", "27 12:00", 600),
    _leg("O2-SIN", "O2", "LINEC", "SG", "IDSUB SGSIN", "25 12:00", "28 12:00", 300),
    _leg("O2-CMB", "O2", "LINEC", "SG", "SGSIN LKCMB", "29 12:00", "31 12:00", 600),
)
WAY = ("F1", "O1-SIN", "O1-CMB")


def booking(name: str, **more: Any) -> Shipment:
    """A box of damar to Colombo."""
    return Shipment.model_validate(
        {
            "id": name, "exporter": f"Exporter of {name}", "commodity": "Damar", "hs_code": "1301.90.90",
            "gross_mass_kg": 13_000, "origin": "IDKRG", "destination": "LKCMB", "booked": at("02 12:00"),
            "ready": at("06 08:00"), "latest_arrival": at("28 12:00"), "restuffing": True, **more,
        }
    )  # fmt: skip


def row(name: str, line: str, port: str) -> Empties:
    """Two empty boxes."""
    return Empties(
        id=name, line=line, port=port, box_type="22G1", boxes=2, available=at("02 08:00"), lead_h=48, cost_per_box=30,
        free_days=2, detention_per_day=7,
    )  # fmt: skip


def tiny(small: Case, *shipments: Shipment, chained: bool = True, **more: Any) -> Case:
    """A case of these shipments; those of `chained` cases have the export chain."""
    costs = small.terminal.costs.model_copy(update={"roll_over_per_box": 40})
    parts: dict[str, Any] = {
        "terminal": small.terminal.model_copy(update={"costs": costs}),
        "ports": (
            Port(unlocode="IDKRG", name="Kariangau", handling_per_box=50, free_days=2, storage_per_day=6),
            Port(
                unlocode="IDSUB", name="Surabaya", most_dwell_h=240, handling_per_box=60, free_days=3,
                storage_per_day=4, restuffing_h=12, restuffing_per_box=150,
            ),
            Port(unlocode="SGSIN", name="Singapore"),
            Port(unlocode="LKCMB", name="Colombo", connection_h=36),
        ),
        "sailings": SAILINGS,
        "cutoffs": (
            Cutoff(id="DCO", code="DCO", hours_before=36),
            Cutoff(id="VCO", code="VCO", hours_before=12),
            Cutoff(id="RCO", code="RCO", hours_before=30),
            Cutoff(id="DGC", code="DGC", hours_before=40),
            Cutoff(id="LCO", code="LCO", hours_before=60),
            Cutoff(id="TCO", code="TCO", line="LINEC", hours_before=30),
        ),
        "empties": (row("C-KRG", "LINEC", "IDKRG"), row("A-KRG", "LINEA", "IDKRG"), row("C-SUB", "LINEC", "IDSUB")),
        "calendars": (OFFICE,),
        "chains": (Chain(id="PLANTS", name="Plants", hs_prefixes=("1301",)),) if chained else (),
        "chain_steps": tuple(
            ChainStep.model_validate(
                {"chain": "PLANTS", "step": name, "name": name.capitalize(), "party": party,
                 "after": tuple(after.split()), "duration_h": hours} | extra
            )
            for name, party, after, hours, extra in STEPS
        ) if chained else (),
        "shipments": shipments,
    }  # fmt: skip
    # The calls of the small case stay; none of these ships is one of them.
    return small.changed(**parts | {"services": (), **more})


def dated(
    case: Case,
    shipment: Shipment,
    sailings: Sequence[str],
    *,
    restuffed: bool = False,
    boxes: str | None = None,
    not_before: Mapping[str, datetime] | None = None,
) -> tuple[PlannedStep, ...]:
    """The steps of a shipment's chain on a way with one change of ships at most, each as early as it can be."""
    legs = [case.sailing_by_id[leg] for leg in sailings]
    hub = next((leg for before, leg in pairwise(legs) if leg.voyage != before.voyage), None)
    anchors = {
        "booked": begins(shipment), "ready": shipment.ready, "departure": legs[0].departure, "arrival": legs[-1].arrival
    }  # fmt: skip
    if hub is not None:
        anchors |= {"hub_arrival": legs[legs.index(hub) - 1].arrival, "hub_departure": hub.departure}
    chain = case.chain_by_shipment.get(shipment.id)
    if chain is None:
        return ()
    states = case.states_by_shipment.get(shipment.id, {})
    facts = conditions(shipment, transhipped=hub is not None, restuffed=restuffed)
    origin = at("01 00:00")
    hours = {
        calendar.id: WorkingTime.of(case.terminal, calendar, case.holidays, origin, origin + timedelta(days=90))
        for calendar in case.calendars
    }
    planned: dict[str, PlannedStep] = {}
    for step in steps_of(case.steps_by_chain[chain.id], facts, states):
        state, ship = states.get(step.step), hub if step.at_hub and hub is not None else legs[0]
        starts = [(not_before or {}).get(step.step, begins(shipment)), begins(shipment)]
        starts += [anchors[name] for name in step.after if name in anchors]
        starts += [planned[name].end for name in step.after if name in planned]
        if step.opening is not None:
            starts.append(case.cutoffs_by_sailing[ship.id].get(step.opening, starts[0]))
        if step.event == "pick_up" and boxes is not None:
            taken = case.empties_by_id[boxes]
            starts.append(max(taken.available, begins(shipment) + taken.lead_h * HOUR))
        if step.earliest_h is not None:
            starts.append(ship.departure - step.earliest_h * HOUR)
        takes = ceil(step.duration_h * 60 - 1e-6) * MINUTE
        start, end = max(starts), max(starts) + takes
        if step.calendar is not None:
            open_time = hours[step.calendar]
            opening = open_time.opening(np.array([(start - origin) / MINUTE]))
            start = origin + MINUTE * float(opening[0])
            end = start + takes
            if not step.goes_on:
                end = origin + MINUTE * float(open_time.finish(opening, takes / MINUTE)[0])
        if state is not None and state.done is not None:
            start, end = state.begun or state.done, state.done
        elif state is not None and state.begun is not None:
            start, end = state.begun, max(end, state.begun + takes)
        planned[step.step] = PlannedStep(step=step.step, start=start, end=end)
    return tuple(planned.values())


def route(case: Case, name: str, sailings: Sequence[str] = WAY, **more: Any) -> Routed:
    """A shipment on its way with the boxes and the steps that it needs; fields of the route may be others."""
    shipment, restuffed = case.shipment_by_id[name], more.get("restuffed_at") is not None
    taken: dict[str, Any] = {}
    if case.empties:
        line = case.sailing_by_id[sailings[0] if restuffed else sailings[-1]].line
        taken["empties"] = f"{line[-1]}-KRG"
        taken["hub_empties"] = "C-SUB" if restuffed else None
    steps = dated(case, shipment, sailings, restuffed=restuffed, boxes=taken.get("empties"))
    return Routed.model_validate({"shipment": name, "sailings": sailings, "steps": steps, **taken, **more})


def shared(case: Case, box: str, *names: str, sailings: Sequence[str] = WAY) -> list[Routed]:
    """Shipments that share a box: what is done to it waits for all of them."""
    of_box = {step.step for step in case.chain_steps if step.of_box}
    held: dict[str, datetime] = {}
    while True:
        steps = {
            name: dated(case, case.shipment_by_id[name], sailings, boxes="C-KRG", not_before=held) for name in names
        }
        latest = {
            step: max(entry.start for entries in steps.values() for entry in entries if entry.step == step)
            for step in of_box
        }
        if latest == held:
            return [
                Routed(shipment=name, sailings=tuple(sailings), empties="C-KRG", shared_box=box, steps=steps[name])
                for name in names
            ]
        held = latest


def plan(case: Case, *routes: Routed, unserved: Sequence[str] = (), now: datetime | None = None) -> ShipmentPlan:
    """A plan of these routes."""
    return ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        now=now,
        shipments=routes,
        unserved=tuple(UnservedShipment(shipment=name, reason="no room") for name in unserved),
    )


def moved(routed: Routed, step: str, *, start: timedelta = timedelta(), end: timedelta = timedelta()) -> Routed:
    """A route with one step begun and ended so much later."""
    steps = tuple(
        entry.model_copy(update={"start": entry.start + start, "end": entry.end + end}) if entry.step == step else entry
        for entry in routed.steps
    )
    return routed.model_copy(update={"steps": steps})


def dates(routed: Routed, step: str) -> PlannedStep:
    """The dates of a step."""
    return next(entry for entry in routed.steps if entry.step == step)


def known(shipment: str, step: str, begun: str | None = None, done: str | None = None) -> StepState:
    """A step of which is known when it was begun or done."""
    return StepState(
        shipment=shipment,
        step=step,
        state="begun" if done is None else "done",
        begun=None if begun is None else at(begun),
        done=None if done is None else at(done),
    )


def rules(case: Case, *routes: Routed, **more: Any) -> set[str]:
    """The rules that a plan of these routes breaks."""
    return {broken.rule for broken in verdict(case, *routes, **more).broken}


def verdict(case: Case, *routes: Routed, **more: Any) -> Verdict:
    """What the checker says of a plan of these routes."""
    return check(case, plan(case, *routes, **more))
