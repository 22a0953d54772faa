"""A ship slips or a paper is late: what the command line is told of it, and what becomes of a plan's shipments."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd

from api.presenting.tasks import Task
from api.presenting.view import local_time
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import ShipmentPlan
from scheduler.shipments.consequences.impact import Affected, affected, late_step, late_voyage
from scheduler.shipments.consequences.redating import known_by
from scheduler.shipments.kept import Kept, kept_of

# Longer than the columns of hours in a case; more is a typing error.
_MOST_HOURS = 8_760
_LATE = re.compile(r"(?P<what>[^=:@]+)(?:@(?P<port>[^=:@]+)|:(?P<step>[^=:@]+))?=(?P<much>\d+(?:\.\d+)?)(?P<unit>[dh])")


@dataclass(frozen=True)
class Slip:
    """What is late and by how many hours: a voyage, from a port on if one is given, or a step of a shipment."""

    what: str
    hours: float
    port: str | None = None
    step: str | None = None


def slip_of(text: str) -> Slip:
    """A slip as VOYAGE=5d, VOYAGE@PORT=12h or SHIPMENT:STEP=3d. Raises DermagaError for anything else."""
    found = _LATE.fullmatch(text)
    if found is None:
        raise DermagaError(
            f"--late {text!r} says not what is late by how much; write VOYAGE=5d, VOYAGE@PORT=12h, or SHIPMENT:STEP=3d"
        )
    hours = float(found["much"]) * (24 if found["unit"] == "d" else 1)
    if not 0 < hours <= _MOST_HOURS:
        raise DermagaError(f"--late {text!r} is no delay; give more than 0 h, and at most {_MOST_HOURS:,} h (a year)")
    return Slip(found["what"], hours, found["port"], found["step"])


def slipped(case: Case, slips: Iterable[Slip], plan: ShipmentPlan) -> Case:
    """The case with all of that late; a step is done so many hours after the plan has it done.

    Raises DermagaError where there is no such voyage, port, shipment or step.
    """
    for slip in slips:
        if slip.step is not None:
            done = _planned_end(plan, slip.what, slip.step) + timedelta(hours=slip.hours)
            case = late_step(case, slip.what, slip.step, done=done)
        else:
            case = late_voyage(case, slip.what, slip.hours, slip.port)
    return case


def _planned_end(plan: ShipmentPlan, shipment: str, name: str) -> datetime:
    routed = next((routed for routed in plan.shipments if routed.shipment == shipment), None)
    if routed is None:
        raise DermagaError(f"--late {shipment}:{name}: the plan routes no shipment {shipment}; give one that it routes")
    ends = {step.step: step.end for step in routed.steps}
    if name not in ends:
        raise DermagaError(f"--late {shipment}:{name}: it has no such step; give one of {', '.join(ends) or 'none'}")
    return ends[name]


@dataclass(frozen=True)
class Aftermath:
    """The case as it is after slips, with what has been done by `now`, and the shipments that they affect.

    `before` and `after` are the case without and with what is late, `plan` is the one before.
    """

    before: Case
    after: Case
    plan: ShipmentPlan
    now: datetime
    case: Case
    affected: tuple[Affected, ...]

    @property
    def kept(self) -> dict[str, Kept]:
        """What stays in a plan anew: all but the ways of those who cannot go as planned."""
        return kept_of(self.case, self.plan, self.now, {row.shipment for row in self.affected if not row.in_time})

    def with_plan(self, anew: ShipmentPlan) -> "Aftermath":
        """The same, where what cannot go as planned goes as in a plan made since."""
        return replace(self, affected=tuple(affected(self.before, self.after, self.plan, self.now, anew)))

    def tasks(self, now: datetime) -> list[Task]:
        """What the slips ask of each party, from now on."""
        return [
            Task(
                party=remedy.party,
                shipment=remedy.shipment,
                exporter=self.case.shipment_by_id[remedy.shipment].exporter,
                step=remedy.what if remedy.step is None else f"{remedy.what}.{remedy.step}",
                what=remedy.text[:1].upper() + remedy.text[1:],
                start=min(now, remedy.due),
                end=remedy.due,
                earliest=None,
                latest=remedy.due,
                due_by="",
                document="",
                number="",
                state="overdue" if remedy.due < now else "open",
            )
            for row in self.affected
            for remedy in row.remedies
        ]


def after_slips(case: Case, slips: Sequence[Slip], plan: ShipmentPlan, now: datetime) -> Aftermath:
    """What slips do to a plan as of now, if all went by it until then."""
    after = slipped(case, slips, plan)
    late: defaultdict[str, set[str]] = defaultdict(set)
    for slip in slips:
        if slip.step is not None:
            late[slip.what].add(slip.step)
    known = known_by(after, plan, now, {shipment: frozenset(steps) for shipment, steps in late.items()})
    return Aftermath(case, after, plan, now, known, tuple(affected(case, after, plan, now)))


_COLUMNS = (
    "shipment", "in_time", "missed", "departure_before", "departure", "arrival_before", "arrival", "slack_before_h",
    "slack_h", "tightest_step", "cutoffs", "tasks",
)  # fmt: skip


def affected_table(case: Case, rows: Iterable[Affected]) -> pd.DataFrame:
    """One row a shipment that is affected, with the cut-offs that moved and what each party must do by when."""

    def told(moment: datetime | None) -> str | None:
        return None if moment is None else local_time(case, moment)

    clock = case.terminal.clock
    return pd.DataFrame(
        [
            {
                "shipment": row.shipment,
                "in_time": "yes" if row.in_time else "no",
                "missed": "; ".join(miss.text for miss in row.missed),
                "departure_before": told(row.departure[0]),
                "departure": told(row.departure[1]),
                "arrival_before": told(row.arrival[0]),
                "arrival": told(row.arrival[1]),
                "slack_before_h": _hours(row.slack_before_h),
                "slack_h": _hours(row.slack_h),
                "tightest_step": row.tightest,
                "cutoffs": "; ".join(
                    f"{moved.code} of {moved.sailing}: {_clock(case, moved.old)} to {_clock(case, moved.new)}"
                    for moved in row.cutoffs
                ),
                "tasks": "; ".join(f"{remedy.party} by {clock(remedy.due)}: {remedy.text}" for remedy in row.remedies),
            }
            for row in rows
        ],
        columns=list(_COLUMNS),
    )


def _hours(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)


def _clock(case: Case, moment: datetime | None) -> str:
    return "none" if moment is None else case.terminal.clock(moment)
