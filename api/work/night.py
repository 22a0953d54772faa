"""A night shift asked for, checked and told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from statistics import fmean
from threading import Event, Timer
from typing import Any

from api.presenting.view import local_time
from api.work.planning import in_zone
from api.work.requests import NightRequest
from data.case import Case
from data.checker.night import check_night
from data.night import NightPlan, in_the_way, leaving, standing
from data.slots import Place
from scheduler.result import Result
from scheduler.stopping import Stop
from scheduler.yard.night import solve
from simulations.loading.night import execute_night

# Who asks a server waits for the answer: after this time no further bay is put in order as a whole.
_LONGEST_S = 20.0


def night_answer(case: Case, request: NightRequest) -> dict[str, Any]:
    """The shift with its summary and its moves. Raises BadInput where no box is to be thought of."""
    begins = in_zone(case, request.start) or case.first_day
    cancel = Event()
    clock = Timer(_LONGEST_S, cancel.set)
    clock.start()
    try:
        result = solve(
            case, begins, begins + timedelta(hours=request.hours), begins + timedelta(days=request.days),
            stop=Stop(cancel=cancel),
        )  # fmt: skip
    finally:
        clock.cancel()
    return {"plan": result.plan, "summary": summary_of(case, result), "moves": list(_moves(case, result.plan))}


def _moves(case: Case, plan: NightPlan) -> Iterator[dict[str, Any]]:
    boxes = standing(case)
    places = {box.id: Place.of(box.place) for box in boxes.values() if box.place is not None}
    wrong = in_the_way(places, leaving(case, plan.start, plan.until))
    orders: Counter[str] = Counter()
    for move in sorted(plan.moves, key=lambda move: (move.crane, move.start)):
        orders[move.crane] += 1
        box = boxes[move.box]
        yield {
            "crane": move.crane,
            "order": orders[move.crane],
            "block": Place.of(move.origin).block,
            "box": move.box,
            "origin": move.origin,
            "target": move.target,
            "start": local_time(case, move.start),
            "end": local_time(case, move.end),
            "call": box.call,
            "vessel": case.ship_of(case.call_by_id[box.call]).name,
            "port": box.port,
            "frees": wrong.get(move.box),
        }


def summary_of(case: Case, result: Result[NightPlan], executions: int = 0, seed: int = 1) -> dict[str, Any]:
    """Moves, boxes in the way of an earlier one before and after, by block; and how it goes when it is executed."""
    plan = result.plan
    verdict, without = check_night(case, plan), check_night(case, plan.model_copy(update={"moves": ()}))
    leaves = leaving(case, plan.start, plan.until)
    before = {box.id: Place.of(box.place) for box in standing(case).values() if box.place is not None}
    after = before | {move.box: Place.of(move.target) for move in plan.moves}
    moves = Counter(Place.of(move.origin).block for move in plan.moves)
    wrong, left = (Counter(places[box].block for box in in_the_way(places, leaves)) for places in (before, after))
    summary: dict[str, Any] = {
        "status": result.status,
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "boxes_that_leave": len(leaves),
        "in_the_way": wrong.total(),
        "moves": moves.total(),
        "still_in_the_way": left.total(),
        "blocks": [
            {"block": block, "in_the_way": wrong[block], "moves": moves[block], "still_in_the_way": left[block]}
            for block in sorted({*wrong, *moves})
        ],
        "terms": verdict.terms,
        "cost": verdict.cost,
        "bound": result.bound,
        "gap": result.gap,
        "terms_without": without.terms,
        "cost_without": without.cost,
        "checked": verdict.feasible,
        "broken": [str(broken) for broken in verdict.broken],
        "notes": [*verdict.notes, *_without_crane(case, wrong)],
    }
    if executions:
        runs = [execute_night(case, plan, seed=seed, replication=number) for number in range(executions)]
        summary["executed"] = {
            "times": executions,
            "all_moves_done": sum(not run.left for run in runs),
            "mean_still_in_the_way": fmean(run.in_the_way for run in runs),
            "mean_hours": fmean(run.hours for run in runs),
        }
    return summary


def _without_crane(case: Case, wrong: Mapping[str, int]) -> list[str]:
    """What is told of blocks in which nobody can put boxes right."""
    served = {crane.block for crane in case.yard_cranes}
    return [
        f"block {block} has no yard crane, and boxes in the way stay there ({count}): add one to yard_cranes"
        for block, count in sorted(wrong.items())
        if block not in served
    ]
