"""A loading plan as its rules look at it.

Times are seconds from the plan's start. Plans count in whole seconds, so that a time which something needs may be a
second short; that two things overlap is never excused.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from data.boxes import CallBoxes, boxes_of
from data.cargo import Container
from data.case import Case
from data.checker.loading.stowed import Stowed
from data.places import bay_places
from data.plans import Lift, LoadingPlan, YardMove
from data.ship_layouts import Layout
from data.slots import Place, place_named
from data.vessels import VesselCall

# What a needed time may lack.
ROUNDED_S = 1.0

LOADING = ("load", "restow_on")
TAKING_OFF = ("discharge", "restow_off")
HATCHES = ("hatch_off", "hatch_on")


@dataclass(frozen=True)
class Timed:
    """A lift or a yard move with its times in seconds from the plan's start."""

    start: float
    end: float

    @property
    def long_s(self) -> float:
        """How long it takes."""
        return self.end - self.start


@dataclass(frozen=True)
class PlannedLift(Timed):
    """A lift of the plan."""

    lift: Lift
    on_quay_m: float | None  # Where its bay stands beside the quay; None where the ship has no such bay.


@dataclass(frozen=True)
class PlannedMove(Timed):
    """A move of a yard crane."""

    move: YardMove
    origin: Place | None
    target: Place | None

    @property
    def begins_at(self) -> Place | None:
        """Where the yard crane must be to begin; None where the plan names no place."""
        return self.target if self.move.kind == "stack" else self.origin

    @property
    def ends_at(self) -> Place | None:
        """Where the yard crane is afterwards; None where the plan names no place."""
        return self.origin if self.move.kind == "retrieve" else self.target


class YardWork(Protocol):
    """Moves of yard cranes as their rules look at them, whatever the plan that has them."""

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def boxes(self) -> CallBoxes:
        """The boxes that may stand in the yard beside those that the case lists."""

    @property
    def box(self) -> dict[str, Container]:
        """The same by number."""

    @property
    def arrival_slots(self) -> dict[str, str]:
        """The slots of those that are on board."""

    @property
    def moves(self) -> list[PlannedMove]:
        """The moves in the order of their times."""

    def at(self, seconds: float) -> str:
        """A time of day for sentences."""


@dataclass(frozen=True)
class Planned(Stowed):
    """A loading plan of a call whose ship has a profile."""

    plan: LoadingPlan

    @classmethod
    def of(cls, case: Case, plan: LoadingPlan, call: VesselCall, layout: Layout) -> "Planned":
        """A plan of a call, whose ship has that layout. Raises DermagaError where her boxes do not fit her."""
        its_boxes = boxes_of(case, call)
        return cls(case, call, case.ship_of(call), layout, its_boxes, plan.instructions, plan.ballast, plan)

    @cached_property
    def load_places(self) -> dict[str, str]:
        """The places of the boxes to load; those that come by truck are left out."""
        return {box.id: box.place for box in self.boxes.load if box.place is not None}

    @cached_property
    def lifts(self) -> list[PlannedLift]:
        """The lifts in the order of their times."""
        found = [
            PlannedLift(self.seconds(lift.start), self.seconds(lift.end), lift, self.bay_places.get(lift.bay))
            for lift in self.plan.lifts
        ]
        return sorted(found, key=lambda each: (each.start, each.end))

    @cached_property
    def lifts_by_crane(self) -> dict[str, list[PlannedLift]]:
        """The lifts of every quay crane, in the order of their times."""
        found: defaultdict[str, list[PlannedLift]] = defaultdict(list)
        for each in self.lifts:
            found[each.lift.crane].append(each)
        return dict(found)

    @cached_property
    def lifts_by_box(self) -> dict[str, list[PlannedLift]]:
        """The lifts of every box that has any, in the order of their times."""
        found: defaultdict[str, list[PlannedLift]] = defaultdict(list)
        for each in self.lifts:
            boxes = (carried.box for carried in each.lift.boxes) if each.lift.kind not in HATCHES else ()
            for box in dict.fromkeys(boxes):
                found[box].append(each)
        return dict(found)

    @cached_property
    def moves(self) -> list[PlannedMove]:
        """The yard moves in the order of their times."""
        return timed_moves(self.plan.yard_moves, self.plan.start)

    @cached_property
    def bay_places(self) -> dict[int, float]:
        """Where each bay of the ship stands beside the quay, in metres from its zero mark."""
        return bay_places(self.case, self.call, self.plan.position_m, self.plan.side)

    @cached_property
    def rail(self) -> dict[str, int]:
        """The quay cranes by their order on the rail."""
        return {crane.id: place for place, crane in enumerate(self.case.quay_cranes)}

    @cached_property
    def drive_s(self) -> float:
        """Seconds of a tractor between quay and yard, one way."""
        tractors = self.case.terminal.tractors
        return tractors.quay_to_yard_m / (tractors.speed_km_h / 3.6)

    def seconds(self, moment: datetime) -> float:
        """Seconds from the plan's start to a moment."""
        return (moment - self.plan.start).total_seconds()

    def at(self, seconds: float) -> str:
        """A time of day on the terminal's clock, for sentences; with its date where that is not the plan's first."""
        return time_of_day(self.case, self.plan.start, seconds)


def time_of_day(case: Case, start: datetime, seconds: float) -> str:
    """So many seconds after a moment on the terminal's clock; with its date where that is another day."""
    local = case.terminal.local
    moment = local(start + timedelta(seconds=seconds))
    same_day = moment.date() == local(start).date()
    return f"{moment:%H:%M:%S}" if same_day else f"{moment:%Y-%m-%d %H:%M:%S}"


def timed_moves(moves: Iterable[YardMove], start: datetime) -> list[PlannedMove]:
    """Yard moves in the order of their times, which are seconds from a moment."""
    found = [
        PlannedMove(
            (move.start - start).total_seconds(), (move.end - start).total_seconds(), move, place_named(move.origin),
            place_named(move.target),
        )
        for move in moves
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.start, each.end))


def events(jobs: Sequence[Timed]) -> list[tuple[int, bool]]:
    """Beginnings (True) and ends (False) of jobs by their place in the sequence, in the order of their times.

    At one moment, what ends is done before what begins. A job that ends no later than it begins does both at once.
    """
    found = [(job.start, 1, place, 0) for place, job in enumerate(jobs)]
    found += [
        (job.end, 0, place, 0) if job.end > job.start else (job.start, 1, place, 1) for place, job in enumerate(jobs)
    ]
    started: set[int] = set()
    order = []
    for _, _, place, _ in sorted(found):
        order.append((place, place not in started))
        started.add(place)
    return order
