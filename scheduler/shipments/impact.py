"""A ship slips or a paper is late: which shipments of a plan are affected, and what each party must do by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.export_chain import ChainStep, Party
from data.sailings import CutoffCode, Sailing
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.clock import SAME, ChainClock
from scheduler.shipments.dates import ChainDates, StepDates
from scheduler.shipments.redating import changes_of, known_by, legs_of
from scheduler.shipments.slips import late_step, late_voyage
from scheduler.shipments.standing import Missed, Standing, standings

__all__ = ["Affected", "Missed", "MovedCutoff", "Task", "affected", "late_step", "late_voyage"]


@dataclass(frozen=True)
class MovedCutoff:
    """A cut-off of a ship that a shipment boards, and when it is now. None where there is none."""

    code: CutoffCode
    sailing: str
    old: datetime | None
    new: datetime | None


@dataclass(frozen=True)
class Task:
    """What a party must do for a shipment, and by when; `step` is the step of its chain that it is about, if any."""

    shipment: str
    what: Literal[
        "amend_declaration", "cancel_declaration", "rebook", "redate", "renew_paper", "letter_of_credit"
    ]  # fmt: skip
    party: Party
    due: datetime
    text: str
    step: str | None = None


@dataclass(frozen=True)
class Affected:
    """What becomes of a shipment: cut-offs that moved, departure and arrival before and after, what it misses, tasks.

    `slack_h` are the hours by which its goods, or its next steps, can still be later; None where it misses something.
    """

    shipment: str
    cutoffs: tuple[MovedCutoff, ...]
    departure: tuple[datetime, datetime | None]
    arrival: tuple[datetime, datetime | None]
    missed: tuple[Missed, ...]
    slack_before_h: float | None
    slack_h: float | None
    tightest: str
    tasks: tuple[Task, ...]

    @property
    def in_time(self) -> bool:
        """Whether it still goes as planned."""
        return not self.missed


@dataclass(frozen=True)
class _Turn:
    """A shipment's route, its legs before and after, and all that its tasks depend on."""

    before: Case
    after: Case
    clock: ChainClock
    now: datetime
    shipment: Shipment
    routed: Routed
    was: list[Sailing]
    legs: list[Sailing] | None
    stands: Standing


def affected(before: Case, after: Case, plan: ShipmentPlan, now: datetime) -> list[Affected]:
    """The shipments of a plan for which something is otherwise in `after` than it was in `before`, as of `now`.

    What the plan had begun by then has begun; all else is dated anew, as early as it can be, on the plan's ships.
    """
    known = known_by(before, plan, now)
    stood = standings(ChainClock(known, now), known, plan)
    known = known_by(after, plan, now, _other_steps(before, after, plan))
    clock = ChainClock(known, now)
    stand = standings(clock, known, plan)
    found = []
    for routed in plan.shipments:
        old, new, was = stood.get(routed.shipment), stand.get(routed.shipment), legs_of(before, routed)
        if old is None or new is None or was is None:
            continue
        shipment = known.shipment_by_id[routed.shipment]
        turn = _Turn(before, known, clock, now, shipment, routed, was, legs_of(known, routed), new)
        row = _row(turn, old)
        moved = row.cutoffs or row.departure[0] != row.departure[1] or row.arrival[0] != row.arrival[1]
        if moved or not _alike(old, new):
            found.append(row)
    return found


def _row(turn: _Turn, old: Standing) -> Affected:
    return Affected(
        shipment=turn.shipment.id,
        cutoffs=_moved_cutoffs(turn.before, turn.after, turn.was),
        departure=(turn.was[0].departure, turn.legs[0].departure if turn.legs else None),
        arrival=(turn.was[-1].arrival, turn.legs[-1].arrival if turn.legs else None),
        missed=turn.stands.missed,
        slack_before_h=old.slack_h,
        slack_h=turn.stands.slack_h,
        tightest=turn.stands.tightest,
        tasks=tuple(sorted(_tasks(turn), key=lambda task: task.due)),
    )


def _other_steps(before: Case, after: Case, plan: ShipmentPlan) -> dict[str, frozenset[str]]:
    """The steps that take another time in the second case than in the first, by shipment."""
    found = {}
    for routed in plan.shipments:
        was, now = (
            {step.step: (step.duration_h, step.calendar, step.goes_on) for step in _steps(case, routed.shipment)}
            for case in (before, after)
        )
        found[routed.shipment] = frozenset(name for name in now if now[name] != was.get(name))
    return found


def _steps(case: Case, shipment: str) -> tuple[ChainStep, ...]:
    chain = case.chain_by_shipment.get(shipment)
    return () if chain is None else case.steps_by_chain[chain.id]


def _moved_cutoffs(before: Case, after: Case, legs: list[Sailing]) -> tuple[MovedCutoff, ...]:
    """Cut-offs of every ship that is boarded, where they are otherwise after than before."""
    found = []
    for leg in (legs[0], *(leaving for _, leaving in changes_of(legs))):
        old, new = (case.cutoffs_by_sailing.get(leg.id, {}) for case in (before, after))
        found += [
            MovedCutoff(code, leg.id, old.get(code), new.get(code))
            for code in sorted({*old, *new})
            if old.get(code) != new.get(code)
        ]
    return tuple(found)


def _alike(old: Standing, new: Standing) -> bool:
    """Whether a shipment stands as it did: it misses the same, and its steps have the same dates and as much time."""
    if old.missed != new.missed or old.tightest != new.tightest or (old.dates is None) != (new.dates is None):
        return False
    if old.dates is None or new.dates is None:
        return True
    if (old.slack_h is None) != (new.slack_h is None) or abs((old.slack_h or 0) - (new.slack_h or 0)) >= 1 / 60:
        return False
    return _ends(old.dates) == _ends(new.dates)


def _ends(dates: ChainDates) -> list[tuple[str, datetime | None]]:
    """When each step can be done; the clocks of two cases need not begin at the same moment."""
    ends = ((step.step.step, float(step.earliest_end[0])) for step in dates.steps)
    return [(name, dates.clock.moment(end) if np.isfinite(end) else None) for name, end in ends]


def _tasks(turn: _Turn) -> Iterator[Task]:
    yield from _declaration(turn)
    yield from _rebooking(turn)
    yield from _papers(turn)
    yield from _credit(turn)
    if not turn.stands.missed:
        yield from _redating(turn)


def _declaration(turn: _Turn) -> Iterator[Task]:
    """A declaration that is filed names a ship, a voyage and a date; it is amended where they are others.

    That is done within `customs.amend_within_h` of the departure of the ship that it names; after that it is cancelled.
    """
    states = turn.after.states_by_shipment.get(turn.shipment.id, {})
    step = next((step for step in _steps(turn.after, turn.shipment.id) if step.event == "declaration"), None)
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
    leaves = declared.departure if leg is None else leg.departure
    due = leaves + timedelta(hours=turn.after.terminal.customs.amend_within_h)
    if turn.now <= due:
        text = f"amend {paper}: {what}; within {turn.after.terminal.customs.amend_within_h:g} h of {clock(leaves)}"
        yield Task(turn.shipment.id, "amend_declaration", step.party, due, text, step.step)
    else:
        text = f"cancel {paper} and file a new one: {what}, and it could be amended until {clock(due)} only"
        yield Task(turn.shipment.id, "cancel_declaration", step.party, turn.now, text, step.step)


def _other_ship(turn: _Turn, declared: Sailing, leg: Sailing | None, step: ChainStep) -> str:
    """In which way the goods leave otherwise than they were declared; "" where they do not."""
    local = turn.after.terminal.local
    if leg is None:
        return f"{declared.voyage} does not sail"
    if (leg.ship, leg.voyage) != (declared.ship, declared.voyage):
        return f"{leg.voyage} {leg.ship or ''} goes for {declared.voyage} {declared.ship or ''}".replace("  ", " ")
    if local(leg.departure).date() != local(declared.departure).date():
        return (
            f"{declared.voyage} leaves on {local(leg.departure):%Y-%m-%d}, not on {local(declared.departure):%Y-%m-%d}"
        )
    # A connection that is missed later on keeps nothing from leaving with the ship that was declared.
    left_behind = any(
        miss.what in ("cutoff", "paper", "letter_of_credit") or (step.at_hub and miss.what == "connection")
        for miss in turn.stands.missed
    )
    return f"it misses {declared.voyage}" if left_behind else ""


def _rebooking(turn: _Turn) -> Iterator[Task]:
    """What cannot go with its ships is booked on others, before the ship leaves that it is booked on."""
    missed = [miss for miss in turn.stands.missed if miss.what != "letter_of_credit"]
    if not missed:
        return
    first = missed[0]
    boarded = {leg.origin: leg for leg in (turn.was[0], *(leaving for _, leaving in changes_of(turn.was)))}
    leg = boarded.get(first.at, turn.was[0])
    leaves = turn.after.sailing_by_id.get(leg.id, leg).departure
    text = f"book another ship than {leg.voyage} from {leg.origin} with the line: {first.text}"
    yield Task(turn.shipment.id, "rebook", "forwarder", max(leaves, turn.now), text)


def _papers(turn: _Turn) -> Iterator[Task]:
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
            yield Task(turn.shipment.id, "renew_paper", step.party, leg.departure, text, step.step)


def _credit(turn: _Turn) -> Iterator[Task]:
    for miss in turn.stands.missed:
        if miss.what == "letter_of_credit" and turn.shipment.latest_departure is not None:
            text = f"tell the bank, and ask the buyer for a later date of shipment: {miss.text}"
            due = max(turn.shipment.latest_departure, turn.now)
            yield Task(turn.shipment.id, "letter_of_credit", "exporter", due, text)


def _redating(turn: _Turn) -> Iterator[Task]:
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


def _redate(turn: _Turn, step: ChainStep, dates: StepDates) -> Task:
    first, last = float(dates.earliest_start[0]), float(dates.latest_end[0])
    clock, moment = turn.after.terminal.clock, turn.clock.moment
    due = moment(last if np.isfinite(last) else float(dates.end[0]))
    until = f" and be done by {clock(due)}" if np.isfinite(last) else ""
    text = f"re-date {step.name}: it can begin from {clock(moment(first))} on{until}"
    return Task(turn.shipment.id, "redate", step.party, due, text, step.step)
