"""Large neighbourhoods of a plan: all plans in which only some ships, near each other at the quay, berth otherwise.

CP-SAT looks through one in about a second (large neighbourhood search: Shaw, "Using constraint programming and local
search methods to solve vehicle routing problems", CP 1998). It leaves hollows that ruin and recreate does not, because
it moves many ships at once to where each of them alone could not go.
"""

import numpy as np
from ortools.sat.python.cp_model import Domain

from scheduler.berths.kernel import PLACED, Ints, State
from scheduler.berths.problem import BerthProblem
from scheduler.berths.proof import Left, latest_starts, windows_of

# How much of what the mean ship costs is added to the chance of each to be in the middle of a neighbourhood.
_ANY = 0.2
# Weights of a random number, and of the time between the middles of two stays, in how far ships are from each other.
_NOISE, _MIDDLES = 0.5, 0.1


def drawn(problem: BerthProblem, state: State, size: int, random: np.random.Generator) -> Ints:
    """Ships of a neighbourhood, at most `size`: one drawn by what it costs, and those near it in time and place."""
    data, berth = problem.data, state.berth
    free = np.flatnonzero(data.ship.fixed == 0)
    cost = berth.cost[free] + _ANY * berth.cost[free].mean() + 1e-9
    pivot = random.choice(free, p=cost / cost.sum())
    placed = berth.status == PLACED
    begin, end = np.where(placed, berth.start, data.ship.release), np.where(placed, berth.end, data.ship.release + 1)
    span = max(1.0, float((end - begin)[free].mean()))
    # Time between two stays, negative where they overlap.
    apart = np.maximum(begin - end[pivot], begin[pivot] - end) / span
    away = np.maximum(apart, -0.5) + _MIDDLES * np.abs(begin + end - begin[pivot] - end[pivot]) / 2 / span
    quay = max(1, int(data.option.high.max()))
    away = away + 2 * random.random() * placed * placed[pivot] * np.abs(berth.place - berth.place[pivot]) / quay
    away = away + _NOISE * random.random() * random.random(len(away))
    away[pivot] = -np.inf
    nearest: Ints = free[np.argsort(away[free], kind="stable")][:size]
    return nearest


def around(problem: BerthProblem, state: State, free: Ints, room: float) -> list[Left]:
    """What is left of each ship's berths where only the `free` ones may berth otherwise, and cost less than `room`."""
    data, berth = problem.data, state.berth
    latest = dict(zip(free.tolist(), latest_starts(problem, room, free).tolist(), strict=True))
    left = []
    for i, ship in enumerate(data.ship):
        if i not in latest:
            if berth[i].status != PLACED:
                left.append(Left({}, {}, True))
                continue
            option, start, place = int(berth[i].option), int(berth[i].start), int(berth[i].place)
            left.append(Left({option: Domain(start, start)}, {option: Domain(place, place)}, False))
            continue
        starts, places = {}, {}
        for o in range(ship.first_option, ship.last_option):
            allowed = Domain(int(ship.release), max(int(ship.release), latest[i]))
            if data.option[o].berthing >= 0:
                allowed = allowed.intersection_with(windows_of(data, int(data.option[o].berthing)))
            if not allowed.is_empty():
                starts[o], places[o] = allowed, Domain(int(data.option[o].low), int(data.option[o].high))
        left.append(Left(starts, places, berth[i].status != PLACED or float(ship.left_out) <= room))
    return left
