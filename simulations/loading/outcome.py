"""What one execution of a loading plan comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import isclose, nan

from data.kpis import LOADING_KPIS
from simulations.kernel import HOUR
from simulations.loading.work import Work
from simulations.terminal import Inconsistent


class State(IntEnum):
    """What a quay crane is doing; the names are those of the key figures, in crane hours."""

    LIFTING = 0
    DOWN = 1
    TRAVELLING = 2
    WAITING_SHIP = 3
    WAITING_NEIGHBOUR = 4
    WAITING_BOX = 5
    STOPPED = 6
    WEATHER = 7
    OFF = 8
    IDLE = 9


@dataclass(frozen=True)
class LoadingReplication:
    """One execution: its key figures by name, and the beginning and end of each lift in minutes from the plan's start.

    `spent` are the minutes of each quay crane in each state, from the plan's start to the ship's last lift.
    """

    number: int
    figures: dict[str, float]
    spent: dict[str, tuple[float, ...]]
    starts: tuple[float, ...]
    ends: tuple[float, ...]


def replication_of(
    work: Work,
    number: int,
    starts: Sequence[float],
    ends: Sequence[float],
    spent: dict[str, list[float]],
    tractor_minutes: float,
) -> LoadingReplication:
    """The outcome of an execution, from when each lift and yard move began and ended.

    The idle time of the cranes is added to `spent` here. Raises Inconsistent where a crane's time does not add up.
    """
    lifts = len(work.lifts)
    finish, stacked = max(ends[:lifts]), max(0.0, *ends)
    for crane, states in spent.items():
        states[State.IDLE] += finish - ends[work.quay_cranes[crane][-1]]
        if not isclose(sum(states), finish, rel_tol=1e-9, abs_tol=1e-6):
            raise Inconsistent(f"crane {crane} spent {sum(states)} of {finish} minutes")
    hours = {f"{state.name.lower()}_h": sum(each[state] for each in spent.values()) / HOUR for state in State}
    boxes = sum(len(lift.moved) for lift in work.lifts)
    at_ship = finish * len(spent) / HOUR - hours["off_h"] - hours["idle_h"]
    yard_minutes = sum(max(0.0, end) - max(0.0, start) for start, end in zip(starts[lifts:], ends[lifts:], strict=True))
    figures = {
        "finish_h": finish / HOUR,
        "late_h": (finish - work.planned_finish) / HOUR,
        "stacked_h": stacked / HOUR,
        "boxes_per_crane_hour_gross": _per(boxes, at_ship),
        "boxes_per_crane_hour_net": _per(boxes, hours["lifting_h"]),
        **hours,
        "tractors_in_use": _per(tractor_minutes, stacked * work.plan.tractors),
        "yard_cranes_in_use": _per(yard_minutes, stacked * len(work.yard_cranes)),
    }
    return LoadingReplication(
        number,
        {kpi.name: figures[kpi.name] for kpi in LOADING_KPIS},
        {crane: tuple(states) for crane, states in spent.items()},
        tuple(starts[:lifts]),
        tuple(ends[:lifts]),
    )


def _per(amount: float, of: float) -> float:
    """A ratio; not a number where there is nothing to divide by."""
    return amount / of if of > 0 else nan
