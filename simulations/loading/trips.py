"""Trips of tractors: each serves one lift, with its box or with both boxes of a twin-lift.

A trip of a lift that loads begins with the first box that is put on the tractor and ends with the lift; one of a lift
that discharges begins with the lift and ends when the last box is stacked. By the plan, the second kind has the way
back to the quay as well. A box that comes by truck or goes with one has no trip.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from data.case import Case
from data.errors import BadInput, Fault
from data.plans import LoadingPlan
from simulations.loading.planned import fault, minutes, named

# Plans count in whole seconds, so that what takes time in them may be a second short; in minutes.
ROUNDED = 1 / 60


@dataclass(frozen=True)
class Trip:
    """A tractor's trip: its lift, its yard moves in order, and between which moments the plan has a tractor for it."""

    lift: int
    moves: tuple[int, ...]
    crane: str
    loads: bool
    since: float
    until: float
    # When its last activity begins by the plan.
    last: float

    @property
    def first(self) -> int:
        """What it begins with."""
        return self.moves[0] if self.loads else self.lift

    @property
    def end(self) -> int:
        """What it ends with."""
        return self.lift if self.loads else self.moves[-1]

    @property
    def lifted_at(self) -> float:
        """When its lift begins by the plan."""
        return self.last if self.loads else self.since

    def in_use(self, moment: float) -> bool:
        """Whether the plan has a tractor for it at a moment that is not before its own beginning."""
        return moment <= self.last or moment < self.until - ROUNDED


def way_of(case: Case) -> float:
    """Minutes of a tractor from the quay to a block of the yard, or back."""
    tractors = case.terminal.tractors
    return tractors.quay_to_yard_m / (tractors.speed_km_h * 1000 / 60)


def trips_of(case: Case, plan: LoadingPlan) -> list[Trip]:
    """The trips of a plan. Raises BadInput for a box that is fetched and not loaded, or stacked and not discharged."""
    lift_of: dict[tuple[str, str], int] = {}
    faults: list[Fault] = []
    for number, lift in enumerate(plan.lifts):
        for carried in lift.boxes:
            other = lift_of.setdefault((lift.kind, carried.box), number)
            if other != number:
                text = f"{named(plan, other)} does the same with this box"
                faults.append(fault(plan, number, text, "drop one of the two", "box", carried.box))
    moves: defaultdict[int, list[int]] = defaultdict(list)
    done: set[tuple[str, str]] = set()
    for number, move in enumerate(plan.yard_moves, start=len(plan.lifts)):
        if move.kind not in ("retrieve", "stack"):
            continue
        served = lift_of.get(("load" if move.kind == "retrieve" else "discharge", move.box))
        if served is None:
            text = "the box is fetched, and no lift loads it" if move.kind == "retrieve" else "no lift discharges it"
            faults.append(fault(plan, number, text, "add the lift, or drop this move", "box", move.box))
        elif (move.kind, move.box) in done:
            faults.append(fault(plan, number, f"a second {move.kind} of this box", "drop one", "box", move.box))
        else:
            done.add((move.kind, move.box))
            moves[served].append(number)
    if faults:
        raise BadInput(faults)
    return list(_trips(case, plan, moves))


def _trips(case: Case, plan: LoadingPlan, moves_of: dict[int, list[int]]) -> Iterator[Trip]:
    lifts = len(plan.lifts)
    for number, moves in sorted(moves_of.items()):
        lift = plan.lifts[number]
        loads = lift.kind == "load"
        moves.sort(key=lambda move: (plan.yard_moves[move - lifts].start, move))
        first, last = (plan.yard_moves[move - lifts] for move in (moves[0], moves[-1]))
        yield Trip(
            number,
            tuple(moves),
            lift.crane,
            loads,
            minutes(plan, first.start if loads else lift.start),
            minutes(plan, lift.end) if loads else minutes(plan, last.end) + way_of(case),
            minutes(plan, lift.start if loads else last.start),
        )


def refuse_too_few_tractors(plan: LoadingPlan, trips: list[Trip]) -> None:
    """Raise BadInput where the plan has more trips at once than tractors. `trips` are in order of their beginning."""
    under_way: list[Trip] = []
    for trip in trips:
        under_way = [other for other in under_way if other.in_use(trip.since)]
        under_way.append(trip)
        if len(under_way) > plan.tractors:
            lifts = ", ".join(named(plan, each.lift) for each in under_way)
            text = (
                f"more tractors are in use at once when {named(plan, trip.first)} begins: {len(under_way)}, one each "
                f"for {lifts}"
            )
            raise BadInput(
                [Fault("plan", text, "give more tractors, or begin it later", None, "tractors", str(plan.tractors))]
            )
