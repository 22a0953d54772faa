"""The cheapest yard plan by trying all: how many boxes of each group go where, alone and with others.

Which bays of a block these are is left open, only their number counts, so that no plan is cheaper.
"""

from collections.abc import Iterator
from itertools import product
from math import ceil, inf

from scheduler.yard.plan.problem import YardProblem

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
            bay = wanted.size * problem.bay_money
            cost += bay * bays + (bay / problem.room[block] + problem.mixing[block]) * mixed
            cost += problem.haul[wanted.ship, block] * (alone + mixed)
            left -= alone + mixed
        cost += left * problem.ashore_money
    return cost


def _fits(problem: YardProblem, ways: tuple[Way, ...]) -> bool:
    for place, crowd in enumerate(problem.crowds):
        for block, room in enumerate(problem.room.tolist()):
            there = [
                (wanted.size, way[block])
                for wanted, way in zip(problem.wanted, ways, strict=True)
                if wanted.ship in crowd
            ]
            taken = sum(size * bays for size, (bays, _, _) in there)
            for length in (1, 2):
                taken += length * ceil(sum(mixed for size, (_, _, mixed) in there if size == length) / room)
            if taken > problem.free[block, place]:
                return False
    return True


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
