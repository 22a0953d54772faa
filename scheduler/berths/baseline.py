"""First come first served: what a planner does by hand, the baseline of every plan and its warm start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from data.case import Case
from data.plans import BerthPlan, UnservedCall
from scheduler.berths.places import Mode, Water
from scheduler.berths.problem import Berth, BerthProblem, Ship, plan_of, planned_time, pose


def first_come_first_served(case: Case, *, start: datetime | None = None, days: float = 7) -> BerthPlan:
    """The plan that berths ships in the order of their ETA; see `serve_in_order`.

    `start` is the case's first day unless given; calls that arrive within `days` days from it are planned.
    """
    return plan_of(*settle(pose(case, *planned_time(case, start, days))))


def settle(problem: BerthProblem) -> tuple[BerthProblem, dict[str, Berth]]:
    """The problem and its plan by first come first served; ships that find no tide in it are unserved from now on."""
    berths = serve_in_order(problem)
    never = [
        UnservedCall(
            call=ship.call.id,
            reason=f"{problem.case.ship_of(ship.call).name} finds no tide to berth and leave with among the others",
        )
        for ship in problem.ships
        if ship.call.id not in berths
    ]
    served = tuple(ship for ship in problem.ships if ship.call.id in berths)
    return replace(problem, ships=served, unserved=(*problem.unserved, *never)), berths


def serve_in_order(problem: BerthProblem) -> dict[str, Berth]:
    """A berth for each call id: ships by arrival, each at the earliest time at which some place is free for it.

    Of the places free at that time it takes the one nearest its preferred one, and there as many cranes as are free.
    Ships that are placed stay where they are; a later ship may pass an earlier one that it does not delay. A
    ship that needs a tide and finds none in the problem's time is left out.
    """
    placed: list[tuple[Ship, Berth]] = []
    for ship in problem.ships:
        for minute in _moments(problem, ship, placed):
            options = list(_options(problem, ship, minute, placed))
            if options:
                target = problem.low if ship.preferred is None else ship.preferred
                best = min(options, key=lambda berth: (abs(berth.position - target), -berth.mode.cranes, berth))
                placed.append((ship, best))
                break
    return {ship.call.id: berth for ship, berth in placed}


def _moments(problem: BerthProblem, ship: Ship, placed: list[tuple[Ship, Berth]]) -> list[int]:
    """Every minute from the arrival at which a place, a crane or the tide may become free."""
    moments = {ship.arrival}
    for _, berth in placed:
        moments |= {berth.end, berth.start + berth.mode.minutes - problem.unmooring - problem.mooring}
    for water in ship.waters:
        moments |= {begin for begin, _ in water.berthing or ()}
    return sorted(minute for minute in moments if minute >= ship.arrival)


def _options(problem: BerthProblem, ship: Ship, start: int, placed: list[tuple[Ship, Berth]]) -> Iterator[Berth]:
    for water in ship.waters:
        if water.berthing is not None and not any(begin <= start <= end for begin, end in water.berthing):
            continue
        for mode in ship.modes:
            end = water.leaves(start + mode.minutes)
            if end is None:
                continue
            beside = [(other, berth) for other, berth in placed if start < berth.end and berth.start < end]
            for low, high in _free(problem, ship, mode, water, beside):
                target = low if ship.preferred is None else min(max(ship.preferred, low), high)
                berth = Berth(target, start, end, mode)
                if all(_cranes_apart(problem, berth, others) for _, others in beside):
                    yield berth


def _free(
    problem: BerthProblem, ship: Ship, mode: Mode, water: Water, beside: list[tuple[Ship, Berth]]
) -> Iterator[tuple[int, int]]:
    """Ranges of positions with water, within the cranes' reach and clear of every ship alongside."""
    blocked = sorted(
        (berth.position - problem.gap - ship.length, berth.position + other.length + problem.gap)
        for other, berth in beside
    )
    for begin, end in water.positions:
        low, highest = max(begin, mode.lowest), min(end, mode.highest)
        for block_low, block_high in blocked:
            if low <= min(block_low, highest):
                yield low, min(block_low, highest)
            low = max(low, block_high)
        if low <= highest:
            yield low, highest


def _cranes_apart(problem: BerthProblem, berth: Berth, others: Berth) -> bool:
    """Whether the cranes of two ships never work at once, or stand in the order of the ships."""
    work_together = (
        berth.start + problem.mooring < others.start + others.mode.minutes - problem.unmooring
        and others.start + problem.mooring < berth.start + berth.mode.minutes - problem.unmooring
    )
    if not work_together:
        return True
    low, high = sorted((berth, others), key=lambda each: each.position)
    return low.mode.first + low.mode.cranes <= high.mode.first
