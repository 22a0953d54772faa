"""How the shipments of a plan stand in a case: what they miss, or how much time they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.sailings import Sailing
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.consequences.redating import changes_of, legs_of, route_dates
from scheduler.shipments.dating.clock import SAME, ChainClock
from scheduler.shipments.dating.dates import ChainDates

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Missed:
    """What a shipment misses, by how many hours, and the same in words.

    `at` is the port of a connection, the step that misses a cut-off or whose paper does not hold, the leg that is no
    longer there. A deadline is one after the departure.
    """

    what: Literal["sailing", "connection", "cutoff", "paper", "letter_of_credit", "deadline"]
    at: str
    by_h: float
    text: str


@dataclass(frozen=True)
class Standing:
    """How a shipment of a plan stands in a case: what it misses, else its slack in hours and its tightest step."""

    missed: tuple[Missed, ...]
    dates: ChainDates | None
    slack_h: float | None
    tightest: str


def standings(clock: ChainClock, case: Case, plan: ShipmentPlan) -> dict[str, Standing]:
    """How every shipment of a plan stands in a case, by its id; all that has not begun is dated anew."""
    dates = route_dates(clock, case, plan)
    return {
        routed.shipment: _standing(case, clock, routed, dates.get(routed.shipment))
        for routed in plan.shipments
        if routed.shipment in case.shipment_by_id
    }


def _standing(case: Case, clock: ChainClock, routed: Routed, dates: ChainDates | None) -> Standing:
    legs = legs_of(case, routed)
    if dates is None or legs is None:
        gone = next(leg for leg in routed.sailings if leg not in case.sailing_by_id)
        return Standing((Missed("sailing", gone, 0.0, f"{gone} does not sail any more"),), None, None, "")
    shipment = case.shipment_by_id[routed.shipment]
    missed = (
        *_missed_steps(case, clock, dates, legs, at_hub=False),
        *_missed_connections(case, routed, legs),
        *_missed_steps(case, clock, dates, legs, at_hub=True),
        *_missed_credit(case, shipment, legs),
    )
    slack = None if missed or not np.isfinite(dates.slack[0]) else float(dates.slack[0]) / 60
    return Standing(missed, dates, slack, dates.tightest(0))


def _missed_steps(
    case: Case, clock: ChainClock, dates: ChainDates, legs: Sequence[Sailing], *, at_hub: bool
) -> list[Missed]:
    """Steps that miss their cut-offs, and papers that do not hold until the ship leaves."""
    if not dates.steps:
        text = dates.missed(0)
        return [Missed("cutoff", "ready", -float(dates.slack[0]) / 60, text)] if text and not at_hub else []
    found = []
    changes = changes_of(legs)
    for place, step in enumerate(dates.steps):
        if step.step.at_hub != at_hub:
            continue
        leg = changes[0][1] if step.step.at_hub and changes else legs[0]
        end, leaves = float(step.earliest_end[0]), clock.minute(leg.departure)
        holds = end + (step.step.valid_h if step.step.valid_h is not None else np.inf) * 60
        deadline = float(dates.deadlines[place][0])
        if holds < leaves - SAME:
            hours = (leaves - holds) / 60
            text = (
                f"{step.step.document or step.step.name} holds until {_clock(case, clock, holds)}, {hours:,.1f} h "
                f"less than until {leg.id} leaves"
            )
            found.append(Missed("paper", step.step.step, hours, text))
        elif end > deadline + SAME:
            hours = (end - deadline) / 60
            what = f"{dates.reasons[place][0]} of {leg.id} at {_clock(case, clock, deadline)}"
            text = f"{step.step.name} misses the {what} by {hours:,.1f} h"
            if not np.isfinite(end):
                text = f"{step.step.name} misses the {what}: its office hours never come"
            # After the departure no ship is missed any more.
            found.append(Missed("cutoff" if step.step.within_h is None else "deadline", step.step.step, hours, text))
    return found


def _clock(case: Case, clock: ChainClock, minute: float) -> str:
    return case.terminal.clock(clock.moment(minute))


def _missed_connections(case: Case, routed: Routed, legs: Sequence[Sailing]) -> list[Missed]:
    found = []
    for place, (arriving, leaving) in enumerate(changes_of(legs)):
        port = case.port_by_code[leaving.origin]
        restuffing = (port.restuffing_h or 0) if place == 0 and routed.restuffed_at is not None else 0
        late = (arriving.arrival - leaving.departure) / _HOUR + port.connection_h + restuffing
        if late > 0:
            text = (
                f"the connection at {port.name} from {arriving.id} to {leaving.id} is missed by {late:,.1f} h: it "
                f"takes {port.connection_h + restuffing:g} h"
            )
            found.append(Missed("connection", port.unlocode, late, text))
            continue
        closing = case.cutoffs_by_sailing[leaving.id].get("TCO")
        late = 0.0 if closing is None else (arriving.arrival - closing) / _HOUR + restuffing
        if late > 0:
            text = f"{arriving.id} comes to {port.name} {late:,.1f} h after the transhipment cut-off of {leaving.id}"
            found.append(Missed("connection", port.unlocode, late, text))
        stays = (leaving.departure - arriving.arrival) / _HOUR
        if port.most_dwell_h is not None and stays > port.most_dwell_h:
            over = stays - port.most_dwell_h
            text = f"it would stay {stays:,.1f} h at {port.name}, {over:,.1f} h more than allowed"
            found.append(Missed("connection", port.unlocode, over, text))
    return found


def _missed_credit(case: Case, shipment: Shipment, legs: Sequence[Sailing]) -> list[Missed]:
    latest = shipment.latest_departure
    if latest is None or legs[0].departure <= latest:
        return []
    late = (legs[0].departure - latest) / _HOUR
    text = (
        f"{legs[0].id} leaves {late:,.1f} h after the letter of credit's latest date of shipment, "
        f"{case.terminal.clock(latest)}"
    )
    return [Missed("letter_of_credit", legs[0].id, late, text)]
