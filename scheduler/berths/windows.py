"""Parts of a berth problem: a window of neighbouring ships among the others, and a group of ships alone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from scheduler.berths.problem import Berth, BerthProblem, Ship, obstacle

# How far a window may push a ship back from where it is: two days. Farther is for the windows after it.
_REACH_MIN = 2 * 24 * 60


def windows(problem: BerthProblem, berths: dict[str, Berth], size: int) -> Iterator[BerthProblem]:
    """Windows of `size` ships in the order in which they berth, each half a window after the one before.

    In a window's problem those ships are free and the others that come near them are obstacles. It is made from
    `berths` as they are when it is asked for. A window of all ships is the problem itself.
    """
    count = len(problem.ships)
    if size >= count:
        yield problem
        return
    for first in range(0, count - size // 2, max(1, size // 2)):
        ordered = sorted(problem.ships, key=lambda ship: (berths[ship.call.id].start, ship.call.id))
        yield _window(problem, berths, ordered[first : first + size])


def _window(problem: BerthProblem, berths: dict[str, Berth], free: list[Ship]) -> BerthProblem:
    names = {ship.call.id for ship in free}
    first = min(ship.arrival for ship in free)
    last = max(_latest_end(problem, ship, berths[ship.call.id]) for ship in free)
    near = [
        obstacle(ship, berths[ship.call.id])
        for ship in problem.ships
        if ship.call.id not in names and berths[ship.call.id].end > first and berths[ship.call.id].start < last
    ]
    free = [replace(ship, latest=berths[ship.call.id].start + _REACH_MIN) for ship in free]
    return replace(problem, ships=(*free, *near), unserved=())


def _latest_end(problem: BerthProblem, ship: Ship, berth: Berth) -> int:
    ready = berth.start + _REACH_MIN + max(mode.minutes for mode in ship.modes)
    return max(problem.horizon if (end := water.leaves(ready)) is None else end for water in ship.waters)


def groups(problem: BerthProblem, size: int) -> list[BerthProblem]:
    """The ships in groups of about `size` by arrival, each alone at the quay.

    Alone a group costs at most what it costs in any plan of all, so that the groups' bounds add up to a bound.
    """
    count = -(-len(problem.ships) // size)
    edges = [len(problem.ships) * number // count for number in range(count + 1)]
    return [replace(problem, ships=problem.ships[begin:end], unserved=()) for begin, end in pairwise(edges)]
