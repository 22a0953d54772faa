"""With which probability the shipments of a plan make their cut-offs and connections.

The steps of each chain are dated again and again as the plan dates them, each time with durations drawn from their
distributions, through office hours and holidays:

- A step begins as soon as it can; one that is put off (`late`) not before the plan's start of it.
- A step that only a share of shipments has is there in so large a share of draws, until it is known whether it is; one
  of the same share that follows it is there in the same draws.
- What is done keeps its dates; of what has begun, the rest is drawn, given how long it has lasted by now.
- Cut-offs, and the ships' departures, are those of the schedule. A ship that leaves from a call of this terminal comes
  as late as `arrivals` says (or as is known), leaves so much later, never earlier, and makes up nothing on her way to
  the port where the shipment changes ships. Other ships are on time.
- Shipments that share a box have its steps together, with the same durations. Nothing else ties shipments together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.sailings import CUTOFF_WORDS
from data.shipment_plans import ShipmentPlan
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import SAME, ChainClock
from scheduler.shipments.dating.passes import Passes
from simulations.chains.draws import Dates, Draws, dated
from simulations.experiments.statistics import share_and_interval
from simulations.streams import Samples, Streams

DRAWS = 10_000
# Quantiles of the slack that are told.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
CONNECTION = "connection"
# What has no chain has to be ready, and no more.
READY = "ready"


@dataclass(frozen=True)
class Frequency:
    """A probability as draws show it, with its 95 % interval (Wilson)."""

    share: float
    low: float
    high: float

    @classmethod
    def of(cls, held: NDArray[np.bool_]) -> "Frequency":
        """How often something held."""
        return cls(*share_and_interval(int(np.count_nonzero(held)), held.size))


@dataclass(frozen=True)
class StepChance:
    """One step with a cut-off, or the connection: what it must make, and how often it does.

    `first` is the share of the draws with any miss in which it is the first thing missed.
    """

    step: str
    name: str
    deadline: datetime
    what: str
    made: Frequency
    first: float


@dataclass(frozen=True)
class Chance:
    """How often a shipment makes all of its cut-offs and its connection, how often its cut-offs, and its connection.

    `connection` is None where it does not change ships. `gate_in` is of the step with this event. `slack_h` are
    quantiles of the hours by which all that comes before the first ship could come later, or by which something of it
    comes too late (negative); the connection has a share of its own. `misses` is
    the step that most often is the first to miss; "" where none ever does.
    """

    shipment: str
    draws: int
    all: Frequency
    cutoffs: Frequency
    gate_in: Frequency | None
    connection: Frequency | None
    steps: tuple[StepChance, ...]
    misses: str
    slack_h: dict[float, float]


def chances(
    case: Case, plan: ShipmentPlan, *, draws: int = DRAWS, seed: int = 1, now: datetime | None = None
) -> list[Chance]:
    """The chances of every routed shipment, in the plan's order. `now` is the plan's own where none is given.

    The same case, plan and seed give the same numbers; those of a shipment do not depend on the others in the plan but
    on those that share its box.
    """
    now = plan.now if now is None else now
    clock = ChainClock(case, now)
    found: dict[str, Chance] = {}
    for box in plan.together:
        members = [Draws(case, clock, routed, now, Streams(seed, 0), draws) for routed in box]
        for each, dates, at_once in zip(members, dated(members), dated(members, at_once=True), strict=True):
            found[each.shipment.id] = _chance(each, dates, at_once)
    return [found[routed.shipment] for routed in plan.shipments]


@dataclass(frozen=True)
class _Must:
    """Something to be made in time: by which minute, what sets that, and the minutes to spare in each draw.

    `slack` are the minutes by which all could come later, where it is made; `ashore` is what precedes the first ship.
    """

    step: str
    name: str
    latest: float
    what: str
    spare: Samples
    slack: Samples
    ashore: bool = True


def _cutoffs(drawn: Draws, dates: Dates, at_once: Dates) -> Iterator[_Must]:
    """Every step with a last moment of its own."""
    steps, states = drawn.steps
    ships = drawn.ships(np.zeros(1))
    bounds = Passes(drawn.clock, drawn.shipment, ships, steps, states).dates({})
    for place, step in enumerate(steps):
        end = dates[step.step][1]
        latest, what = float(bounds.deadlines[place][0]), bounds.reasons[place][0]
        spare = np.where(np.isnan(end), np.inf, latest - end)
        hours = [limit for limit in (step.earliest_h, step.valid_h) if limit is not None]
        if hours:
            # Only what has begun already can be too early; what is yet to begin waits.
            leaves = (ships.hub_departure if step.at_hub else ships.departure)[0]
            early = np.where(np.isnan(end), np.inf, end - (leaves - min(hours) * 60))
            if (early < -SAME).any():
                spare = np.where(early < -SAME, early, spare)
                latest, what = min(latest, leaves), "departure for which it is done too early"
        if np.isfinite(latest):
            slack = np.where(np.isnan(end), np.inf, latest - at_once[step.step][1])
            ashore = not step.at_hub and latest <= ships.departure[0] + SAME
            yield _Must(step.step, step.name, latest, what, spare, np.where(spare < -SAME, spare, slack), ashore)


def _ready(drawn: Draws) -> _Must:
    """What a shipment without a chain must make."""
    transhipped, restuffed = drawn.change is not None, drawn.routed.restuffed_at is not None
    plain = chain_dates(
        drawn.clock,
        drawn.case,
        drawn.shipment,
        drawn.ships(np.zeros(1)),
        transhipped=transhipped,
        restuffed=restuffed,
    )
    latest = float(plain.deadlines[0][0])
    slack = np.full(drawn.size, plain.slack[0])
    return _Must(READY, "ready at the terminal", latest, plain.reasons[0][0], slack, slack)


def _connection(drawn: Draws) -> _Must | None:
    """The connection where the shipment first changes ships, if it does."""
    change, minute = drawn.change, drawn.clock.minute
    if change is None:
        return None
    port = drawn.case.port_by_code[change.origin]
    restuffing = (port.restuffing_h or 0) * 60 if drawn.routed.restuffed_at is not None else 0.0
    latest = minute(change.departure) - port.connection_h * 60 - restuffing
    what = f"{port.connection_h:g} h before {change.voyage} leaves {change.origin}"
    closes = drawn.case.cutoffs_by_sailing[change.id].get("TCO")
    if closes is not None and minute(closes) - restuffing < latest:
        latest, what = minute(closes) - restuffing, f"{CUTOFF_WORDS['TCO']} (TCO) at {change.origin}"
    spare = latest - drawn.ships(drawn.delay).hub_arrival
    return _Must(CONNECTION, "connection made", latest, what, spare, spare)


def _chance(drawn: Draws, dates: Dates, at_once: Dates) -> Chance:
    """What the draws say of a shipment, by the dates of its steps, and by those if nothing waited for its time."""
    cutoffs = list(_cutoffs(drawn, dates, at_once)) if drawn.has_chain else [_ready(drawn)]
    connection = _connection(drawn)
    musts = cutoffs if connection is None else [*cutoffs, connection]
    spares = np.array([must.spare for must in musts]).reshape(len(musts), drawn.size)
    missed = spares < -SAME
    any_missed: NDArray[np.bool_] = np.any(missed, axis=0)
    # The first of those missed, in the order of their last moments.
    latest = np.array([[must.latest] for must in musts]).reshape(len(musts), 1)
    first = np.argmin(np.where(missed, latest, np.inf)[:, any_missed], axis=0) if musts else np.zeros(0, np.int64)
    counts = np.bincount(first, minlength=len(musts))
    ashore = [must.slack for must in cutoffs if must.ashore]
    slack = np.min(ashore, axis=0) / 60 if ashore else np.full(drawn.size, np.inf)
    gates = {step.step for step in drawn.steps[0] if step.event == "gate_in" and not step.at_hub}
    gate = next((place for place, must in enumerate(musts) if must.step in gates), None)
    return Chance(
        shipment=drawn.shipment.id,
        draws=drawn.size,
        all=Frequency.of(~any_missed),
        cutoffs=Frequency.of(np.all(~missed[: len(cutoffs)], axis=0)),
        gate_in=None if gate is None else Frequency.of(~missed[gate]),
        connection=None if connection is None else Frequency.of(~missed[-1]),
        steps=tuple(
            StepChance(
                step=must.step,
                name=must.name,
                deadline=drawn.clock.moment(must.latest),
                what=must.what,
                made=Frequency.of(~missed[place]),
                first=float(counts[place] / max(1, len(first))),
            )
            for place, must in enumerate(musts)
        ),
        misses=musts[int(np.argmax(counts))].step if len(first) else "",
        slack_h=_quantiles(slack),
    )


def _quantiles(hours: Samples) -> dict[float, float]:
    """Quantiles, each a value of the sample: a draw that never ends is not averaged with one that does."""
    found = np.quantile(hours, QUANTILES, method="lower")
    return dict(zip(QUANTILES, found.tolist(), strict=True))
