"""The bookings of a shipment plan by how near the edge each is: slack, what is due next, what is overdue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from api.presenting.tasks import Task
from api.presenting.view import local_time
from api.resources.shipments import EdgeState
from data.case import Case
from data.shipment_plans import Routed, ShipmentPlan
from scheduler.shipments.consequences.redating import route_dates
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import ChainDates

# Hours of slack below which a booking is in danger: a day.
TIGHT_H = 24.0
_HOUR = timedelta(hours=1)

# In which order the bookings are told.
_ORDER: tuple[EdgeState, ...] = ("overdue", "unserved", "tight", "open", "sailed")


@dataclass(frozen=True)
class Edge:
    """How near the edge a booking is as of a moment.

    `slack_h` is by how much the goods could be ready later than they are booked, or than now where they should be ready
    already, held by the step `tightest`; below 0 it makes its ships no more. None where they have gone, or are through
    all that holds them. `due` is the next latest moment of what is still to be done, `left_h` the hours until then,
    below 0 where it is past; both None where nothing has one. `next` is its task, None where the case has no chain for
    it: then it is the cut-off of full boxes. `overdue`, `done` and `steps` count its tasks; `parties` have something
    to do still.
    """

    shipment: str
    state: EdgeState
    slack_h: float | None
    tightest: str | None
    due: datetime | None
    left_h: float | None
    next: Task | None
    overdue: int
    done: int
    steps: int
    parties: tuple[str, ...]


def as_of(plan: ShipmentPlan, tasks: Iterable[Task], asked: datetime | None, clock: datetime) -> datetime:
    """The moment that a plan is looked at as of: the one that is asked for, else the clock's.

    A plan of another time, all of which is past or more than a year ahead, is looked at as of its own now, or of when
    its first task begins and what is known of its tasks was done.
    """
    if asked is not None:
        return asked
    tasks = list(tasks)
    moments = [task.start for task in tasks] + [task.due for task in tasks]
    moments += [moment for each in plan.shipments for moment in (each.departure, each.arrival) if moment is not None]
    if not moments or min(moments) - timedelta(days=366) <= clock <= max(moments):
        return clock
    known = [task.actual for task in tasks if task.actual is not None]
    return plan.now or max([min(moments), *known])


def edges(case: Case, plan: ShipmentPlan, tasks: Iterable[Task], now: datetime) -> list[Edge]:
    """Each open booking of a plan as of a moment, whose tasks are as of it too: the nearest to the edge first."""
    by_shipment: defaultdict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_shipment[task.shipment].append(task)
    # What has not begun by then begins then.
    dates = route_dates(ChainClock(case, now), case, plan)
    routed = {entry.shipment: entry for entry in plan.shipments}
    found = [
        _edge(case, shipment.id, routed.get(shipment.id), by_shipment[shipment.id], dates.get(shipment.id), now)
        for shipment in case.shipments
        if shipment.open
    ]
    return sorted(found, key=_nearness)


def _nearness(edge: Edge) -> tuple[int, float]:
    return _ORDER.index(edge.state), np.inf if edge.slack_h is None else edge.slack_h


def _edge(
    case: Case, shipment: str, entry: Routed | None, tasks: list[Task], dates: ChainDates | None, now: datetime
) -> Edge:
    left = [task for task in tasks if task.state != "done"]
    following = min((task for task in left if task.latest is not None), key=lambda task: task.due, default=None)
    due = None if following is None else following.due
    leaves = None if entry is None else case.sailing_by_id[entry.sailings[0]].departure
    if entry is not None and not tasks and leaves is not None and now < leaves:
        due = case.cutoffs_by_sailing[entry.sailings[0]]["FCO"]
    left_h = None if due is None else round((due - now) / _HOUR, 2)
    slack = None
    if dates is not None and leaves is not None and now < leaves and np.isfinite(dates.slack[0]):
        behind = max(timedelta(), now - case.shipment_by_id[shipment].ready)
        slack = float(dates.slack[0]) / 60 - behind / _HOUR
    overdue = sum(task.state == "overdue" for task in tasks)
    return Edge(
        shipment=shipment,
        state=_state(leaves, now, overdue, min(value for value in (slack, left_h, np.inf) if value is not None)),
        slack_h=None if slack is None else round(slack, 2),
        tightest=None if slack is None or dates is None else dates.tightest(0) or None,
        due=due,
        left_h=left_h,
        next=following,
        overdue=overdue,
        done=sum(task.state == "done" for task in tasks),
        steps=len(tasks),
        parties=tuple(dict.fromkeys(task.party for task in left)),
    )


def _state(leaves: datetime | None, now: datetime, overdue: int, least_h: float) -> EdgeState:
    if leaves is None:
        return "unserved"
    if overdue or least_h < 0:
        return "overdue"
    if least_h < TIGHT_H:
        return "tight"
    return "sailed" if leaves <= now else "open"


def edge_json(case: Case, edge: Edge) -> dict[str, Any]:
    """A booking's edge with its times in ISO 8601 on the terminal's clock."""
    following = edge.next
    return {
        "shipment": edge.shipment,
        "state": edge.state,
        "slack_h": edge.slack_h,
        "tightest_step": edge.tightest,
        "due": None if edge.due is None else local_time(case, edge.due),
        "left_h": edge.left_h,
        "next": None if following is None else {name: getattr(following, name) for name in ("step", "what", "party")},
        "overdue": edge.overdue,
        "done": edge.done,
        "steps": edge.steps,
        "parties": list(edge.parties),
    }
