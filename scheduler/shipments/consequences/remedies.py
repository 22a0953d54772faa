"""What each party must do for a shipment that a late ship or a late paper affects, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.export_chain import ChainStep, Party
from data.sailings import CutoffCode, Sailing
from data.shipment_plans import Routed
from scheduler.shipments.consequences.missed import Missed, Standing
from scheduler.shipments.consequences.redating import changes_of
from scheduler.shipments.dating.clock import SAME, ChainClock
from scheduler.shipments.dating.dates import StepDates
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.option import Option

_HOUR = timedelta(hours=1)
# Cut-offs of bookings: dangerous goods are special ones.
_ACCEPTS: tuple[CutoffCode, ...] = ("STA", "SPA")


@dataclass(frozen=True)
class Remedy:
    """What a party must do for a shipment, and by when; `step` is the step of its chain that it is about, if any."""

    shipment: str
    what: Literal[
        "amend_declaration", "cancel_declaration", "rebook", "redate", "renew_paper", "letter_of_credit", "hasten"
    ]  # fmt: skip
    party: Party
    due: datetime
    text: str
    step: str | None = None


@dataclass(frozen=True)
class Turn:
    """A shipment's route, its legs before and after, and all that its remedies depend on.

    `after` is the case with what the plan has begun by `now`; `legs` None where one of them does not sail any more.
    `anew` is the plan made since, where there is one.
    """

    before: Case
    after: Case
    left_by_plan: LeftByPlan
    now: datetime
    shipment: Shipment
    routed: Routed
    was: list[Sailing]
    legs: list[Sailing] | None
    stands: Standing
    anew: LeftByPlan | None = None

    @property
    def clock(self) -> ChainClock:
        """The clock of the case after."""
        return self.left_by_plan.network.clock

    @property
    def under_way(self) -> bool:
        """Whether it is on its way already."""
        first = self.after.sailing_by_id.get(self.was[0].id)
        return first is not None and first.departure <= self.now

    @cached_property
    def _renewed(self) -> LeftByPlan:
        """The case in which papers that do not hold long enough are asked for anew."""
        expired = {miss.at for miss in self.stands.missed if miss.what == "paper"}
        kept = (row for row in self.after.step_states if row.shipment != self.shipment.id or row.step not in expired)
        return self.left_by_plan.changed(step_states=tuple(kept)) if expired else self.left_by_plan

    @cached_property
    def stranded(self) -> tuple[Missed, ...]:
        """What it misses so that it needs other ships: not what a new paper, or a word with the bank, puts right."""
        missed = [miss for miss in self.stands.missed if miss.what in ("sailing", "connection", "cutoff")]
        papers = [miss for miss in self.stands.missed if miss.what == "paper"]
        own = self._renewed.option_of(self.shipment) if papers and not missed else None
        return tuple(missed if own is not None and bool(own.dates.feasible[own.index]) else [*missed, *papers])

    @cached_property
    def next_way(self) -> Option | None:
        """Its way in the plan anew, else its cheapest other way beside the plan; None where there is none.

        What is on its way stays on its ship.
        """
        found = None if self.anew is None else self.anew.option_of(self.shipment)
        if found is not None:
            return found
        for option in self._renewed.options(self.shipment, possible=True):
            legs = option.route.sailings
            if option.route.key == self.routed.sailings or not self._renewed.fits(option):
                continue
            if (legs[0].id == self.was[0].id) if self.under_way else (legs[0].departure > self.now):
                return option
        return None


def steps_of_shipment(case: Case, shipment: str) -> tuple[ChainStep, ...]:
    """All steps of a shipment's chain; none without one."""
    chain = case.chain_by_shipment.get(shipment)
    return () if chain is None else case.steps_by_chain[chain.id]


def remedies_of(turn: Turn) -> Iterator[Remedy]:
    """All that must be done for a shipment."""
    yield from _declaration(turn)
    yield from _rebooking(turn)
    yield from _papers(turn)
    yield from _credit(turn)
    yield from _deadlines(turn)
    if not turn.stranded:
        yield from _redating(turn)


def _declaration(turn: Turn) -> Iterator[Remedy]:
    """A declaration that is filed names a ship, a voyage and a date; it is amended where they are others.

    That is done within `customs.amend_within_h` of the departure of the ship that it names; after that it is cancelled.
    """
    states = turn.after.states_by_shipment.get(turn.shipment.id, {})
    step = next((step for step in steps_of_shipment(turn.after, turn.shipment.id) if step.event == "declaration"), None)
    state = states.get(step.step) if step is not None else None
    if step is None or state is None or state.done is None or state.done > turn.now:
        return
    changes = changes_of(turn.was)
    declared = changes[0][1] if step.at_hub and changes else turn.was[0]
    leg = turn.after.sailing_by_id.get(declared.id)
    what = _other_ship(turn, declared, leg, step)
    if not what:
        return
    clock, paper = turn.after.terminal.clock, " ".join(filter(None, (step.document or step.name, state.number)))
    within = timedelta(hours=turn.after.terminal.customs.amend_within_h)
    leaves = declared.departure if leg is None else leg.departure
    other = _instead(turn, declared, step)
    if other is not None:
        leaves = min(leaves, other.departure)
    if turn.now <= leaves + within:
        text = f"amend {paper}: {what}; within {within / _HOUR:g} h of {clock(leaves)}"
        if turn.stranded and not turn.under_way and turn.next_way is None:
            # A cancelled export is told of within as many hours of the date that was declared.
            text += f", or cancel it by {clock(declared.departure + within)} if it goes with no other ship"
        yield Remedy(turn.shipment.id, "amend_declaration", step.party, leaves + within, text, step.step)
    else:
        text = f"cancel {paper} and file a new one: {what}, and it could be amended until {clock(leaves + within)} only"
        yield Remedy(turn.shipment.id, "cancel_declaration", step.party, turn.now, text, step.step)


def _other_ship(turn: Turn, declared: Sailing, leg: Sailing | None, step: ChainStep) -> str:
    """In which way the goods leave otherwise than they were declared; "" where they do not."""
    local = turn.after.terminal.local
    if leg is None:
        return f"{declared.voyage} does not sail"
    if (leg.ship, leg.voyage) != (declared.ship, declared.voyage):
        return f"{leg.voyage} {leg.ship or ''} goes for {declared.voyage} {declared.ship or ''}".replace("  ", " ")
    other = _instead(turn, declared, step)
    if other is not None:
        return f"{other.voyage} of {local(other.departure):%Y-%m-%d} can take it for {declared.voyage}"
    if local(leg.departure).date() != local(declared.departure).date():
        return (
            f"{declared.voyage} leaves on {local(leg.departure):%Y-%m-%d}, not on {local(declared.departure):%Y-%m-%d}"
        )
    # A connection that is missed later on keeps nothing from leaving with the ship that was declared.
    at_hub = {row.step for row in steps_of_shipment(turn.after, turn.shipment.id) if row.at_hub}
    left_behind = any(
        step.at_hub or (miss.what in ("cutoff", "paper") and miss.at not in at_hub) for miss in turn.stranded
    )
    return f"it misses {declared.voyage}" if left_behind else ""


def _instead(turn: Turn, declared: Sailing, step: ChainStep) -> Sailing | None:
    """The leg of the next way that goes for the declared one, where that is of another voyage."""
    if not turn.stranded or turn.next_way is None:
        return None
    legs = turn.next_way.route.sailings
    changes = changes_of(legs)
    other = changes[0][1] if step.at_hub and changes else legs[0]
    return None if other.voyage == declared.voyage else other


def _rebooking(turn: Turn) -> Iterator[Remedy]:
    """What cannot go with its ships is booked on others, while their line still takes bookings and its steps have time.

    Without a plan anew each is looked at for itself: the ways of two need not fit together.
    """
    missed = turn.stranded
    if not missed:
        return
    option, clock = turn.next_way, turn.after.terminal.clock
    text = f"book other ships with the line: {missed[0].text}"
    if option is None:
        text += "; no other way of the case fits beside the plan"
        yield Remedy(turn.shipment.id, "rebook", "forwarder", turn.now, text)
        return
    legs = option.route.sailings
    leaves = "" if turn.under_way else f"leaves {legs[0].origin} at {clock(legs[0].departure)} and "
    text += f"; next {' and '.join(stretch.voyage for stretch in option.route.stretches)}, which {leaves}arrives at "
    text += clock(legs[-1].arrival)
    changes = changes_of(legs)
    boarded = changes[0][1] if turn.under_way and changes else legs[0]
    known = turn.after.states_by_shipment.get(turn.shipment.id, {})
    moments = [boarded.departure]
    cutoffs = turn.after.cutoffs_by_sailing[boarded.id]
    moments += [cutoffs[code] for code in _ACCEPTS if code in cutoffs]
    moments += [] if option.dates.steps else [cutoffs["FCO"]]
    for dates in option.dates.steps:
        state, latest = known.get(dates.step.step), float(dates.latest_start[option.index])
        if (state is None or state.state == "needed") and np.isfinite(latest):
            moments.append(turn.clock.moment(latest))
    yield Remedy(turn.shipment.id, "rebook", "forwarder", max(turn.now, min(moments)), text)


def _papers(turn: Turn) -> Iterator[Remedy]:
    """Papers that are there and do not hold until the ship leaves are asked for anew."""
    if turn.stands.dates is None or turn.legs is None:
        return
    steps = {step.step.step: step for step in turn.stands.dates.steps}
    changes = changes_of(turn.legs)
    for miss in turn.stands.missed:
        if miss.what == "paper":
            step = steps[miss.at].step
            leg = changes[0][1] if step.at_hub and changes else turn.legs[0]
            text = f"get a new {step.document or step.name}: {miss.text}"
            yield Remedy(turn.shipment.id, "renew_paper", step.party, leg.departure, text, step.step)


def _deadlines(turn: Turn) -> Iterator[Remedy]:
    """Steps after the departure that come too late."""
    parties = {row.step: row.party for row in steps_of_shipment(turn.after, turn.shipment.id)}
    for miss in turn.stands.missed:
        if miss.what == "deadline":
            yield Remedy(turn.shipment.id, "hasten", parties[miss.at], turn.now, f"hasten it: {miss.text}", miss.at)


def _credit(turn: Turn) -> Iterator[Remedy]:
    for miss in turn.stands.missed:
        if miss.what == "letter_of_credit" and turn.shipment.latest_departure is not None:
            text = f"tell the bank, and ask the buyer for a later date of shipment: {miss.text}"
            due = max(turn.shipment.latest_departure, turn.now)
            yield Remedy(turn.shipment.id, "letter_of_credit", "exporter", due, text)


def _redating(turn: Turn) -> Iterator[Remedy]:
    """Steps that have not begun and cannot be done when they were planned."""
    if turn.stands.dates is None:
        return
    planned = {step.step: step for step in turn.routed.steps}
    states = turn.after.states_by_shipment.get(turn.shipment.id, {})
    for dates in turn.stands.dates.steps:
        step, old, state = dates.step, planned.get(dates.step.step), states.get(dates.step.step)
        if old is None or (state is not None and state.state in ("begun", "done")):
            continue
        start, end = turn.clock.minute(old.start), turn.clock.minute(old.end)
        # Plans are whole seconds.
        if start >= dates.earliest_start[0] - 1 / 60 - SAME and end <= dates.latest_end[0] + 1 / 60 + SAME:
            continue
        yield _redate(turn, step, dates)


def _redate(turn: Turn, step: ChainStep, dates: StepDates) -> Remedy:
    first, last = float(dates.earliest_start[0]), float(dates.latest_end[0])
    clock, moment = turn.after.terminal.clock, turn.clock.moment
    due = moment(last if np.isfinite(last) else float(dates.end[0]))
    until = f" and be done by {clock(due)}" if np.isfinite(last) else ""
    text = f"re-date {step.name}: it can begin from {clock(moment(first))} on{until}"
    return Remedy(turn.shipment.id, "redate", step.party, due, text, step.step)
