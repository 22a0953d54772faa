"""A ship slips or a paper is late: which shipments of a plan are affected, and what each party must do by when."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from data.case import Case
from data.sailings import CutoffCode, Sailing
from data.shipment_plans import ShipmentPlan
from scheduler.shipments.consequences.missed import Missed, Standing, standings
from scheduler.shipments.consequences.redating import changes_of, known_by, legs_of
from scheduler.shipments.consequences.remedies import Remedy, Turn, remedies_of, steps_of_shipment
from scheduler.shipments.consequences.slips import late_step, late_voyage
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import ChainDates
from scheduler.shipments.explaining.left_by_plan import LeftByPlan

__all__ = ["Affected", "Missed", "MovedCutoff", "Remedy", "affected", "late_step", "late_voyage"]


@dataclass(frozen=True)
class MovedCutoff:
    """A cut-off of a ship that a shipment boards, and when it is now. None where there is none."""

    code: CutoffCode
    sailing: str
    old: datetime | None
    new: datetime | None


@dataclass(frozen=True)
class Affected:
    """What becomes of a shipment: cut-offs that moved, departure and arrival before and after, what it misses.

    `slack_h` are the hours by which its goods, or its next steps, can still be later; None where it misses something.
    `remedies` are what each party must do.
    """

    shipment: str
    cutoffs: tuple[MovedCutoff, ...]
    departure: tuple[datetime, datetime | None]
    arrival: tuple[datetime, datetime | None]
    missed: tuple[Missed, ...]
    slack_before_h: float | None
    slack_h: float | None
    tightest: str
    remedies: tuple[Remedy, ...]

    @property
    def in_time(self) -> bool:
        """Whether it still goes as planned."""
        return not self.missed


def affected(
    before: Case, after: Case, plan: ShipmentPlan, now: datetime, anew: ShipmentPlan | None = None
) -> list[Affected]:
    """The shipments of a plan for which something is otherwise in `after` than it was in `before`, as of `now`.

    What the plan had begun by then has begun; all else is dated anew, as early as it can be, on the plan's ships.
    What cannot go with these goes as in the plan `anew`, where there is one.
    """
    known = known_by(before, plan, now)
    stood = standings(ChainClock(known, now), known, plan)
    known = known_by(after, plan, now, _other_steps(before, after, plan))
    left_by_plan = LeftByPlan(known, plan.model_copy(update={"now": now}))
    stand = standings(left_by_plan.network.clock, known, plan)
    since = None if anew is None else LeftByPlan(known, anew)
    found = []
    for routed in plan.shipments:
        old, new, was = stood.get(routed.shipment), stand.get(routed.shipment), legs_of(before, routed)
        if old is None or new is None or was is None:
            continue
        shipment = known.shipment_by_id[routed.shipment]
        turn = Turn(before, known, left_by_plan, now, shipment, routed, was, legs_of(known, routed), new, since)
        row = _row(turn, old)
        moved = row.cutoffs or row.departure[0] != row.departure[1] or row.arrival[0] != row.arrival[1]
        if moved or not _alike(old, new):
            found.append(row)
    return found


def _row(turn: Turn, old: Standing) -> Affected:
    return Affected(
        shipment=turn.shipment.id,
        cutoffs=_moved_cutoffs(turn.before, turn.after, turn.was),
        departure=(turn.was[0].departure, turn.legs[0].departure if turn.legs else None),
        arrival=(turn.was[-1].arrival, turn.legs[-1].arrival if turn.legs else None),
        missed=turn.stands.missed,
        slack_before_h=old.slack_h,
        slack_h=turn.stands.slack_h,
        tightest=turn.stands.tightest,
        remedies=tuple(sorted(remedies_of(turn), key=lambda remedy: remedy.due)),
    )


def _other_steps(before: Case, after: Case, plan: ShipmentPlan) -> dict[str, frozenset[str]]:
    """The steps that take another time in the second case than in the first, by shipment."""
    found = {}
    for routed in plan.shipments:
        was, now = (
            {
                step.step: (step.duration_h, step.calendar, step.goes_on)
                for step in steps_of_shipment(case, routed.shipment)
            }
            for case in (before, after)
        )
        found[routed.shipment] = frozenset(name for name in now if now[name] != was.get(name))
    return found


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
