"""Rules between yard and quay: boxes are fetched in time, taken away in time, and by tractors that there are.

A tractor serves a load from the start of its retrieve until the lift is done, and then stands at the quay. It serves a
discharge from the lift's start until the box is stacked, and then drives back. Two boxes of one lift share one.
"""

from collections import defaultdict
from collections.abc import Iterator

from data.checker.loading.planned import ROUNDED_S, Planned, PlannedLift, PlannedMove
from data.checker.loading.stowed import listed
from data.checker.verdict import Broken


def _moves(planned: Planned, kind: str) -> dict[str, list[PlannedMove]]:
    found: defaultdict[str, list[PlannedMove]] = defaultdict(list)
    for each in planned.moves:
        if each.move.kind == kind:
            found[each.move.box].append(each)
    return found


def _lift(planned: Planned, box: str, kind: str) -> PlannedLift | None:
    """The first lift of a kind that a box has."""
    return next((each for each in planned.lifts_by_box.get(box, ()) if each.lift.kind == kind), None)


def retrieved(planned: Planned) -> Iterator[Broken]:
    """A box that is loaded from the yard is retrieved once, in time for its lift; one left ashore is not."""
    moves, ashore = _moves(planned, "retrieve"), {left.box for left in planned.plan.ashore}
    for box, place in planned.load_places.items():
        lift, its = _lift(planned, box, "load"), moves.get(box, [])
        if lift is None:
            if its and box in ashore:
                yield Broken(
                    "retrieved", (box,), f"{box} is left ashore and retrieved at {planned.at(its[0].start)}: leave it"
                )
            continue
        when = f"loaded at {planned.at(lift.start)}"
        if not its:
            yield Broken("retrieved", (box,), f"{box} is {when} and never retrieved from {place}: plan the move")
        elif len(its) > 1:
            yield Broken("retrieved", (box,), f"{box} is retrieved {len(its)} times: drop all but one")
        elif its[0].end + planned.drive_s > lift.start + ROUNDED_S:
            yield Broken(
                "retrieved",
                (box,),
                f"{box} is {when}, and it is retrieved until {planned.at(its[0].end)} and on its way for "
                f"{planned.drive_s:.0f} s then: retrieve it earlier, or load it later",
            )

    to_load = {box.id for box in planned.boxes.load}
    for box in moves:
        if box in planned.box and box not in to_load:
            yield Broken("retrieved", (box,), f"{box} is retrieved and is no box to load: drop the move")


def stacked(planned: Planned) -> Iterator[Broken]:
    """A discharged box is stacked once, when it has come from the quay; where there are no yard cranes, it need not."""
    moves = _moves(planned, "stack")
    for discharged in planned.boxes.discharge:
        box = discharged.id
        lift, its = _lift(planned, box, "discharge"), moves.get(box, [])
        if lift is None:
            continue
        if not its and planned.case.yard_cranes:
            yield Broken(
                "stacked", (box,), f"{box} is discharged at {planned.at(lift.start)} and never stacked: plan the move"
            )
        elif len(its) > 1:
            yield Broken("stacked", (box,), f"{box} is stacked {len(its)} times: drop all but one")
        elif its and lift.end + planned.drive_s > its[0].start + ROUNDED_S:
            yield Broken(
                "stacked",
                (box,),
                f"{box} is stacked at {planned.at(its[0].start)}, and it is lifted off until {planned.at(lift.end)} "
                f"and on its way for {planned.drive_s:.0f} s then: stack it later",
            )

    to_discharge = {box.id for box in planned.boxes.discharge}
    for box in moves:
        if box in planned.box and box not in to_discharge:
            yield Broken("stacked", (box,), f"{box} is stacked and is no box to discharge: drop the move")


def tractors(planned: Planned) -> Iterator[Broken]:
    """The plan counts on no more tractors than there are, and never has more of them under way than it counts on."""
    owned, counted = planned.case.terminal.tractors.count, planned.plan.tractors
    if counted > owned:
        yield Broken(
            "tractors",
            (planned.call.id,),
            f"the plan counts on {counted} tractors and the terminal has {owned}: lower it",
        )
    trips = list(tractor_trips(planned))
    busy = most = 0
    worst = 0.0
    for moment, step in sorted(change for start, end, _ in trips for change in ((start, 1), (end, -1))):
        busy += step
        if busy > max(most, counted):
            most, worst = busy, moment
    if most:
        whose = tuple(box for start, end, boxes in trips if start <= worst < end for box in boxes)
        yield Broken(
            "tractors",
            whose,
            f"{most} tractors are under way at {planned.at(worst)}, with {listed(whose)}, and the plan counts on "
            f"{counted}: retrieve some boxes later, or count on more",
        )


def tractor_trips(planned: Planned) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    """When a tractor is in use, and for which boxes."""
    retrieves, stacks = _moves(planned, "retrieve"), _moves(planned, "stack")
    for each in planned.lifts:
        boxes = tuple(dict.fromkeys(carried.box for carried in each.lift.boxes))
        if each.lift.kind == "load":
            starts = [move.start for box in boxes for move in retrieves.get(box, ())]
            if starts and min(starts) < each.end:
                yield min(starts), each.end, boxes
        elif each.lift.kind == "discharge":
            ends = [move.end for box in boxes for move in stacks.get(box, ())]
            if ends and each.start < max(ends):
                yield each.start, max(ends) + planned.drive_s, boxes
