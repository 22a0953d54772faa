"""Parts of a berth problem: ships in groups, each alone at the quay.

Alone a group costs at most what it costs in any plan of all ships, so that the groups' bounds add up to a bound.
"""

from dataclasses import replace

import numpy as np

from scheduler.berths.kernel import PLACED, Ints, State
from scheduler.berths.problem import BerthProblem


def part_of(problem: BerthProblem, ships: Ints) -> BerthProblem:
    """The problem of some ships, by number, alone at the quay."""
    data = problem.data
    chosen = data.ship[ships].copy()
    spans = [np.arange(ship.first_option, ship.last_option) for ship in chosen]
    ends = np.cumsum([len(span) for span in spans])
    chosen.first_option, chosen.last_option = ends - [len(span) for span in spans], ends
    options = np.concatenate(spans)
    part = data._replace(
        ship=chosen, option=data.option[options].copy(), rate=data.rate[options].copy(), reach=data.reach[ships].copy()
    )
    return replace(problem, calls=tuple(problem.calls[i] for i in ships), unserved=(), data=part)


def arrival_order(problem: BerthProblem) -> Ints:
    """The ships, by number, in the order in which they may berth."""
    release = problem.data.ship.release
    return np.lexsort((np.arange(len(release)), release))


def cuts_of(problem: BerthProblem, state: State, size: int) -> list[int]:
    """Where to cut the ships by arrival into groups of about `size`: where few ships of a plan are there on both sides.

    From 0 to the number of ships.
    """
    release, order = problem.data.ship.release, arrival_order(problem)
    end = np.where(state.berth.status == PLACED, state.berth.end, release)
    count = len(order)
    # Ships that are still there, or wait, when the first one after a cut comes.
    across = [
        int(np.count_nonzero(end[order[:cut]] > release[order[cut]])) if 0 < cut < count else 0
        for cut in range(count + 1)
    ]
    least, most = max(1, size // 2), size + size // 2
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    for cut in range(1, count + 1):
        for before in range(max(0, cut - most), cut - least + 1 if cut > least else 1):
            cost = best[before][0] + across[cut] + 0.1
            if cost < best[cut][0]:
                best[cut] = (cost, before)
    cuts = [count]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    return cuts[::-1]


def sum_of(bounds: dict[tuple[int, int], float], count: int) -> float:
    """The largest sum of bounds of groups, from one ship and before another, that share no ship."""
    best = [0.0] * (count + 1)
    for end in range(1, count + 1):
        best[end] = best[end - 1]
        for (begin, until), bound in bounds.items():
            if until == end:
                best[end] = max(best[end], best[begin] + bound)
    return best[count]
