"""What each party of the export chain has to do for a shipment plan, and by when: one task a step of each shipment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd

from api.presenting.view import local_time
from data.case import Case
from data.errors import DermagaError
from data.export_chain import PARTIES, Party, StepState
from data.shipment_plans import PlannedStep, ShipmentPlan
from scheduler.shipments.consequences.redating import route_dates
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import ChainDates
from scheduler.shipments.told import code_of

TaskState = Literal["open", "begun", "done", "overdue"]


@dataclass(frozen=True)
class Task:
    """A step of a shipment's chain as its party has to do it, or what it has to do after a slip.

    `start` and `end` are planned, `earliest` and `latest` are of its end: None where nothing holds it. `due_by` says
    what sets `latest`, and `due_why` the same by code, with the step that has the cut-off where that is another.
    `actual` is when it was done, or begun where it is not done. `number` is that of its paper.
    """

    party: Party
    shipment: str
    exporter: str
    step: str
    what: str
    start: datetime
    end: datetime
    earliest: datetime | None
    latest: datetime | None
    due_by: str
    document: str
    number: str
    state: TaskState
    actual: datetime | None = None
    due_why: dict[str, Any] | None = None

    @property
    def due(self) -> datetime:
        """Until when it must be done: its latest end, or the planned one where nothing holds it."""
        return self.end if self.latest is None else self.latest

    @property
    def slack_h(self) -> float | None:
        """Hours from its end as planned, or as done, until the latest; None where nothing holds it."""
        if self.latest is None:
            return None
        end = self.actual if self.state == "done" and self.actual is not None else self.end
        return round((self.latest - end) / timedelta(hours=1), 2)


def tasks_of(
    case: Case, plan: ShipmentPlan, now: datetime | None = None, *, told: Mapping[str, datetime] | None = None
) -> list[Task]:
    """A task for every step of every routed shipment, in the plan's order.

    As of `now`, or the plan's own now, what should be done and is not is overdue; without either nothing is. Of
    shipments that are `told` of it is as of that moment, where it is later. Steps that the case's chains no longer have
    are left out.
    """
    now = plan.now if now is None else now
    told = told or {}
    dates = route_dates(ChainClock(case, plan.now), case, plan)
    found: list[Task] = []
    for routed in plan.shipments:
        if routed.shipment in dates:
            planned = {step.step: step for step in routed.steps}
            until = None if now is None else max(now, told.get(routed.shipment, now))
            found += _tasks(case, routed.shipment, planned, dates[routed.shipment], until)
    return found


def _tasks(
    case: Case, shipment: str, planned: Mapping[str, PlannedStep], dates: ChainDates, now: datetime | None
) -> Iterable[Task]:
    states = case.states_by_shipment.get(shipment, {})
    for place, of_step in enumerate(dates.steps):
        step = of_step.step
        if step.step not in planned:
            continue
        known, entry = states.get(step.step), planned[step.step]
        latest = _moment(dates.clock, of_step.latest_end[0])
        due = entry.end if latest is None else latest
        yield Task(
            party=step.party,
            shipment=shipment,
            exporter=case.shipment_by_id[shipment].exporter,
            step=step.step,
            what=step.name,
            start=entry.start,
            end=entry.end,
            earliest=_moment(dates.clock, of_step.earliest_end[0]),
            latest=latest,
            due_by=_due_by(dates, place),
            due_why=_due_why(dates, place),
            document=step.document or "",
            number=(known.number if known is not None else None) or "",
            state=_state(known, due, now),
            actual=None if known is None else _actual(known, now),
        )


def _moment(clock: ChainClock, minute: float) -> datetime | None:
    return clock.moment(minute) if np.isfinite(minute) else None


def _due_by(dates: ChainDates, place: int) -> str:
    """What sets the latest end of a step: its own cut-off, or that of a step which waits for it."""
    bound = int(dates.steps[place].bound[0])
    if bound < 0 or not np.isfinite(dates.steps[place].latest_end[0]):
        return ""
    cutoff = dates.reasons[bound][0]
    return cutoff if bound == place else f"{dates.steps[bound].step.name}: {cutoff}"


def _due_why(dates: ChainDates, place: int) -> dict[str, Any] | None:
    """The same as a code with its values, and the name of the step that waits; None where nothing sets it."""
    bound = int(dates.steps[place].bound[0])
    if bound < 0 or not np.isfinite(dates.steps[place].latest_end[0]):
        return None
    why = code_of(dates.reasons[bound][0])
    return None if why is None else why | {"step": "" if bound == place else dates.steps[bound].step.name}


def _actual(known: StepState, now: datetime | None) -> datetime | None:
    done = known.done if now is None or known.done is None or known.done <= now else None
    return done or known.begun


def _state(known: StepState | None, due: datetime, now: datetime | None) -> TaskState:
    # What is known to be late is known to be done at a time to come.
    if known is not None and known.done is not None and (now is None or known.done <= now):
        return "done"
    if now is not None and due < now:
        return "overdue"
    return "begun" if known is not None and known.begun is not None else "open"


def party_of(text: str | None) -> Party | None:
    """The party of that name. Raises DermagaError for any other name."""
    if text is None or text in PARTIES:
        return text
    raise DermagaError(f"there is no party {text!r} in an export chain; give one of {', '.join(PARTIES)}")


def by_party(tasks: Iterable[Task], party: Party | None = None) -> list[Task]:
    """The tasks party by party in the order of the chain's parties, each by when it is due; or those of one party."""
    order = {name: place for place, name in enumerate(PARTIES)}
    wanted = (task for task in tasks if party in (None, task.party))
    return sorted(wanted, key=lambda task: (order[task.party], task.due, task.shipment, task.step))


def party_words(party: Party) -> str:
    """A party in words, as Freight station."""
    return party.replace("_", " ").capitalize()


def task_json(case: Case, task: Task) -> dict[str, Any]:
    """A task with its times in ISO 8601 on the terminal's clock."""

    def told(moment: datetime | None) -> str | None:
        return None if moment is None else local_time(case, moment)

    return {
        "party": task.party,
        "shipment": task.shipment,
        "exporter": task.exporter,
        "step": task.step,
        "what": task.what,
        "from": told(task.start),
        "planned": told(task.end),
        "earliest": told(task.earliest),
        "latest": told(task.latest),
        "due": told(task.due),
        "due_by": task.due_by,
        "due_why": task.due_why,
        "slack_h": task.slack_h,
        "document": task.document,
        "number": task.number,
        "state": task.state,
        "actual": told(task.actual),
    }


_STEP_COLUMNS = (
    "shipment", "step", "party", "earliest", "planned", "latest", "document", "state", "what", "from", "slack_h",
    "due_by", "actual", "number",
)  # fmt: skip
_TASK_COLUMNS = (
    "party", "shipment", "exporter", "what", "from", "due", "planned", "document", "number", "state", "due_by", "step",
)  # fmt: skip


def step_table(case: Case, tasks: Iterable[Task]) -> pd.DataFrame:
    """One row a step in the order of the shipments' chains; `earliest`, `planned` and `latest` are of its end."""
    return pd.DataFrame([task_json(case, task) for task in tasks], columns=list(_STEP_COLUMNS))


def task_table(case: Case, tasks: Iterable[Task]) -> pd.DataFrame:
    """One row a task, party by party and by when it is due."""
    return pd.DataFrame([task_json(case, task) for task in by_party(tasks)], columns=list(_TASK_COLUMNS))
