"""Each booking's best alternatives side by side, in days and money, and whether they would fit beside the plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from data.errors import DermagaError
from scheduler.shipments.explaining.left_by_plan import Lack, LeftByPlan
from scheduler.shipments.option import Option

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Alternative:
    """One way to send a shipment, alone in its boxes: days count from ready to arrival, money is the terminal's.

    `fits` says whether it could have it with all others of the plan as they are, `lacks` what fills it, if not.
    """

    voyages: tuple[str, ...]
    sailings: tuple[str, ...]
    restuffed_at: str | None
    empties: str | None
    departure: datetime
    arrival: datetime
    days: float
    late_days: float
    terms: dict[str, float]
    cost: float
    slack_h: float | None
    tightest: str
    planned: bool
    fits: bool
    lacks: tuple[Lack, ...]


def alternatives(left_by_plan: LeftByPlan, shipment: str, *, most: int = 5) -> list[Alternative]:
    """The best ways of a shipment by cost, each with other voyages; the plan's own is always among them.

    Of ways with the same voyages the plan's own is shown, else the cheapest that fits, else the cheapest; of ways that
    lack the same legs or boxes the cheapest. What has left stays on its ship, and in its boxes. Raises DermagaError
    where the case has no such shipment.
    """
    booked = left_by_plan.case.shipment_by_id.get(shipment)
    if booked is None:
        remedy = "give an id of the table shipments"
        raise DermagaError(f"the case {left_by_plan.case.name} has no shipment {shipment}: {remedy}")
    left_by_plan = left_by_plan.begun
    own = left_by_plan.option_of(booked)
    best = {} if own is None else {voyages_of(own): _alternative(left_by_plan, own, planned=True)}
    filled: set[frozenset[str]] = set()
    for option in left_by_plan.options(booked, possible=True):
        shown = best.get(voyages_of(option))
        if not option.feasible or (shown is not None and (shown.planned or shown.fits)):
            continue
        row = _alternative(left_by_plan, option, planned=False)
        by = frozenset(lack.at for lack in row.lacks)
        if row.fits or (shown is None and by not in filled):
            best[voyages_of(option)] = row
            filled.add(by)
        if sum(row.fits for row in best.values()) > most:
            break
    rows = sorted(best.values(), key=lambda row: row.cost)
    planned = [row for row in rows[most:] if row.planned]
    return [*rows[: most - len(planned)], *planned]


def voyages_of(option: Option) -> tuple[str, ...]:
    """The voyages of an option in order."""
    return tuple(stretch.voyage for stretch in option.route.stretches)


def _alternative(left_by_plan: LeftByPlan, option: Option, *, planned: bool) -> Alternative:
    shipment, route = option.shipment, option.route
    departure, arrival = route.sailings[0].departure, route.sailings[-1].arrival
    lacks = () if planned else left_by_plan.lacks(option)
    return Alternative(
        voyages=voyages_of(option),
        sailings=route.key,
        restuffed_at=option.restuffed_at,
        empties=None if option.empties is None else option.empties.id,
        departure=departure,
        arrival=arrival,
        days=(arrival - shipment.ready) / _DAY,
        late_days=max(0.0, (arrival - shipment.latest_arrival) / _DAY),
        terms=option.terms,
        cost=option.cost,
        slack_h=option.slack_h if np.isfinite(option.slack_h) else None,
        tightest=option.tightest,
        planned=planned,
        fits=not lacks,
        lacks=lacks,
    )
