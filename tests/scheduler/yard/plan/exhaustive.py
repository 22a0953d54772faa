"""The cheapest yard plan by trying all: how many boxes of each group go where, alone and with others.

Which bays of a block these are is left open, only their number counts, so that no plan is cheaper.
"""

from collections.abc import Iterator
from itertools import product
from math import ceil, inf

from scheduler.yard.plan.problem import Wanted, YardProblem

# By block: bays of its own, boxes in them, and mixed boxes.
Way = tuple[tuple[int, int, int], ...]


def cheapest(problem: YardProblem) -> float:
    """The least cost of any plan."""
    best = inf
    for ways in product(*(list(_ways(problem, number)) for number in range(len(problem.wanted)))):
        cost = _groups(problem, ways)
        if cost < best and _fits(problem, ways):
            best = min(best, cost + _behind(problem, ways))
    return best


def _ways(problem: YardProblem, number: int) -> Iterator[Way]:
    boxes = problem.wanted[number].boxes
    rooms = problem.room.tolist()
    in_block = [
        [(ceil(alone / room), alone, mixed) for alone in range(boxes + 1) for mixed in range(boxes + 1 - alone)]
        for room in rooms
    ]
    for way in product(*in_block):
        if sum(alone + mixed for _, alone, mixed in way) <= boxes:
            yield way


def _groups(problem: YardProblem, ways: tuple[Way, ...]) -> float:
    cost = 0.0
    for wanted, way in zip(problem.wanted, ways, strict=True):
        left = wanted.boxes
        for block, (bays, alone, mixed) in enumerate(way):
            if alone + mixed and not _stands(problem, wanted, block):
                return inf
            bay = wanted.size * problem.bay_money
            cost += bay * bays + (bay / problem.room[block] + problem.mixing[block]) * mixed
            cost += problem.haul[wanted.ship, block] * (alone + mixed)
            left -= alone + mixed
        cost += left * problem.ashore_money
    return cost


def _stands(problem: YardProblem, wanted: Wanted, block: int) -> bool:
    """Whether a block takes a group, and has a bay with plugs for it if it wants them and the yard has some."""
    its = problem.blocks[block]
    kinds = {name for name in ("reefer",) if wanted.group.plug} | {
        name for name in ("dangerous",) if wanted.group.dangerous
    }
    plugs = not wanted.group.plug or not _has_plugs(problem) or its.plug_bays >= wanted.size
    return (kinds or {wanted.group.status}) <= set(its.takes) and plugs


def _has_plugs(problem: YardProblem) -> bool:
    return any(block.plug_bays for block in problem.case.yard_blocks)


def _fits(problem: YardProblem, ways: tuple[Way, ...]) -> bool:
    for place, crowd in enumerate(problem.crowds):
        for block, room in enumerate(problem.room.tolist()):
            there = [
                (wanted, way[block]) for wanted, way in zip(problem.wanted, ways, strict=True) if wanted.ship in crowd
            ]
            if _ground(there, room) > problem.free[block, place]:
                return False
            cold = [(wanted, way) for wanted, way in there if wanted.group.plug]
            if _has_plugs(problem) and _ground(cold, room) > problem.plugs[block, place]:
                return False
    return True


def _ground(there: list[tuple[Wanted, tuple[int, int, int]]], room: int) -> int:
    taken = sum(wanted.size * bays for wanted, (bays, _, _) in there)
    for length in (1, 2):
        taken += length * ceil(sum(mixed for wanted, (_, _, mixed) in there if wanted.size == length) / room)
    return taken


def _behind(problem: YardProblem, ways: tuple[Way, ...]) -> float:
    cost = 0.0
    for rush in problem.rushes:
        for block, rate in enumerate(problem.rate.tolist()):
            asked = sum(
                rush.shares.get(wanted.ship, 0.0) * (way[block][1] + way[block][2])
                for wanted, way in zip(problem.wanted, ways, strict=True)
            )
            cost += max(0.0, asked / rate - rush.hours) * problem.work_money
    return cost
