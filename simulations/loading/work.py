"""A loading plan as work in an order: what each crane does, one thing after the other, and what each thing waits for.

Lifts and yard moves are one kind of thing here, an activity of a crane. They have numbers: the lifts first, as the
plan lists them, and then the yard moves. Time is minutes from the plan's start, as floats; only yard moves can be
before it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.boxes import boxes_of
from data.case import Case
from data.places import bay_places
from data.plans import Lift, LoadingPlan
from data.slots import Place
from data.vessels import VesselCall
from simulations.loading.duty import Duty, duties, refuse_endless_breaks
from simulations.loading.known import refuse_unknown
from simulations.loading.order import Wait, in_order, precedences
from simulations.loading.planned import Moved, at, minutes, moved_by
from simulations.loading.trips import Trip, refuse_too_few_tractors, trips_of
from simulations.loading.whereabouts import final_whereabouts, first_whereabouts


@dataclass(frozen=True)
class Activity:
    """A lift or a yard move.

    `way` are the minutes that its crane needs to it from the one before, `earliest` is the moment before which it does
    not begin: the plan's start, or for a yard move that the plan has before that its planned beginning.
    """

    number: int
    crane: str
    start: float
    end: float
    way: float
    earliest: float
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Work:
    """The work of a loading plan. `waits` counts for each activity what it waits for, a tractor included.

    `boxes` are the numbers of all boxes of the call, in their own order, whatever the plan does with them.
    `followers` are, for each activity, those that wait for it: number, what for, and minutes more after its end.
    `order` is one order in which a single pair of hands could do all of it, by planned beginning. `trips` are in the
    order of what they begin with. `first` and `final` say where the plan has the boxes before and after.
    """

    case: Case
    plan: LoadingPlan
    call: VesselCall
    boxes: tuple[str, ...]
    activities: tuple[Activity, ...]
    quay_cranes: dict[str, tuple[int, ...]]
    yard_cranes: dict[str, tuple[int, ...]]
    duties: dict[str, Duty]
    followers: tuple[tuple[tuple[int, Wait, float], ...], ...]
    waits: tuple[int, ...]
    order: tuple[int, ...]
    trips: tuple[Trip, ...]
    first: dict[str, str]
    final: dict[str, str]

    @property
    def lifts(self) -> Sequence[Activity]:
        """The lifts, as the plan lists them."""
        return self.activities[: len(self.plan.lifts)]

    @property
    def planned_finish(self) -> float:
        """When the last lift ends by the plan."""
        return max(lift.end for lift in self.lifts)


def work_of(case: Case, plan: LoadingPlan) -> Work:
    """The work of a plan.

    Raises BadInput where the plan names what does not exist, moves boxes that are not there, or cannot be executed in
    its own order: things that wait for each other, that it has before what they wait for, or for which it has too few
    tractors. Whether it keeps the rules of stowage is not looked at.
    """
    call, layout = refuse_unknown(case, plan)
    refuse_endless_breaks(case, plan)
    activities = _activities(case, plan)
    starts = [activity.start for activity in activities]
    trips = trips_of(case, plan)
    known = list(precedences(case, plan, layout, starts, trips))
    order = in_order(plan, starts, known)
    place = {number: where for where, number in enumerate(order)}
    trips.sort(key=lambda trip: place[trip.first])
    refuse_too_few_tractors(plan, trips)
    moved = [activity.moved for activity in activities]
    waits = [0] * len(activities)
    followers: list[list[tuple[int, Wait, float]]] = [[] for _ in activities]
    for before, after, wait, lag in known:
        # A crane's own order is its queue.
        if wait is not Wait.CRANE:
            followers[before].append((after, wait, lag))
            waits[after] += 1
    for trip in trips:
        waits[trip.first] += 1
    lifts = len(plan.lifts)
    return Work(
        case=case,
        plan=plan,
        call=call,
        boxes=tuple(sorted(boxes_of(case, call).by_number)),
        activities=tuple(activities),
        quay_cranes=_queues(activities[:lifts]),
        yard_cranes=_queues(activities[lifts:]),
        duties=duties(case, plan),
        followers=tuple(tuple(each) for each in followers),
        waits=tuple(waits),
        order=tuple(order),
        trips=tuple(trips),
        first=first_whereabouts(case, call),
        final=final_whereabouts(case, plan, call, moved, order),
    )


def _activities(case: Case, plan: LoadingPlan) -> list[Activity]:
    work, yard = case.terminal.crane_work, case.terminal.yard_work
    on_quay = bay_places(case, case.call_by_id[plan.call], plan.position_m, plan.side)
    stands: dict[tuple[bool, str], float] = {}
    activities = []
    for number in range(len(plan.lifts) + len(plan.yard_moves)):
        found = at(plan, number)
        start, end = minutes(plan, found.start), minutes(plan, found.end)
        if isinstance(found, Lift):
            begins = ends = on_quay[found.bay]
            speed, earliest = work.travel_m_min, 0.0
        else:
            begins = float(Place.of(found.target if found.kind == "stack" else found.origin).bay)
            ends = float(Place.of(found.origin if found.kind == "retrieve" else found.target).bay)
            # Bay numbers in a minute.
            speed = 2 * 60 / yard.bay_travel_s if yard.bay_travel_s else 0.0
            earliest = min(start, 0.0)
        crane = isinstance(found, Lift), found.crane
        way = abs(begins - stands.get(crane, begins)) / speed if speed else 0.0
        stands[crane] = ends
        activities.append(Activity(number, found.crane, start, end, way, earliest, moved_by(found)))
    return activities


def _queues(activities: Sequence[Activity]) -> dict[str, tuple[int, ...]]:
    queues: defaultdict[str, list[int]] = defaultdict(list)
    for activity in activities:
        queues[activity.crane].append(activity.number)
    return {crane: tuple(numbers) for crane, numbers in queues.items()}
