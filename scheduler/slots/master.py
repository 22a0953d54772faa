"""How many stacks hold which pattern: the section without the masses of single boxes, of which only sums are asked.

Stacks that are alike are taken together, as a group. Their patterns add up to the boxes that there are. Boxes are
shared among the groups, in parts if need be, so that no group carries more than those of its stacks bear that hold new
boxes. Every plan of the section is an answer to this, so what this costs at least is a bound: mostly the cost itself.

Costs are small whole numbers. The cheapest cost that is left is asked for first, then the next one, each time with
those patterns only that can be part of an answer so cheap: whose reduced cost in the linear relaxation is below what is
left to its bound (Dantzig, Fulkerson and Johnson, 1954). They are few, and each of these questions is answered at once.

Where the bound of the relaxation is far off, it is raised by cuts: so many stacks, a whole number, have boxes of these
ports at least.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain, combinations
from math import ceil, gcd, inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

from scheduler.slots.patterns import Patterns
from scheduler.slots.problem import Rates
from scheduler.slots.supply import Counts, Supply

_Numbers = NDArray[np.float64]
# What HiGHS may be off.
_SLACK = 1e-6
# Statuses of scipy.
_DONE, _NONE = 0, 2
# Sets of so many ports are cut by.
_MOST_PORTS = 4
# More nodes than any search has.
_MANY = 2**31 - 1


@dataclass(frozen=True)
class Group:
    """Stacks that are alike, by index, and their patterns."""

    stacks: tuple[int, ...]
    patterns: Patterns


# The pattern of each stack, by its index.
Chosen = dict[int, Counts]


class Unanswered(Enum):
    """Why there is no answer to a question: it has none, or it took too long."""

    IMPOSSIBLE = auto()
    OPEN = auto()


@dataclass
class _Rows:
    """Rows of a linear program: between `least` and `most`."""

    rows: list[NDArray[np.int64]] = field(default_factory=list)
    columns: list[NDArray[np.int64]] = field(default_factory=list)
    values: list[_Numbers] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, columns: NDArray[np.int64], values: _Numbers, least: float, most: float) -> None:
        """One row more."""
        self.rows.append(np.full(len(columns), len(self.least), np.int64))
        self.columns.append(columns)
        self.values.append(values)
        self.least.append(least)
        self.most.append(most)

    def matrix(self, width: int) -> csr_array:
        """All of them."""
        entries = (np.concatenate(self.values), (np.concatenate(self.rows), np.concatenate(self.columns)))
        return coo_array(entries, shape=(len(self.least), width)).tocsr()


class Master:
    """The patterns of all groups and what binds them."""

    def __init__(self, groups: list[Group], supply: Supply, rates: Rates) -> None:
        self._groups = groups
        self._columns = [(number, counts) for number, group in enumerate(groups) for counts in group.patterns.costs]
        self._step = gcd(rates.overstow, rates.port, rates.stack, rates.plug) or 1
        rows, width = _rows(groups, self._columns, supply)
        self._matrix = rows.matrix(width)
        self._least, self._most = np.array(rows.least), np.array(rows.most)
        self._cost = np.zeros(width)
        self._cost[: len(self._columns)] = [groups[number].patterns.costs[counts] for number, counts in self._columns]
        self._kinds = supply.kinds
        means = [sum(kg) / len(kg) for kg in supply.kg]
        self._easy = np.array(
            [
                sum(count * mean for count, mean in zip(counts, means, strict=True)) <= groups[number].patterns.kg
                for number, counts in self._columns
            ]
        )
        self._bound, reduced = self._relaxed(self._cost)
        # What a pattern adds at least to each bound that was found.
        self._limits = [(self._bound, reduced)]

    @property
    def bound(self) -> float:
        """A cost below which there is no plan, or infinity where there is none at all."""
        return self._bound if self._bound == inf else self._step * ceil((self._bound - _SLACK) / self._step)

    def tighten(self) -> None:
        """Ask for each set of ports in how many stacks their boxes are at least, and raise the bound by that."""
        counts = np.array([counts for _, counts in self._columns])
        ports = sorted({kind.port for kind in self._kinds})[:_MOST_PORTS]
        for some in chain.from_iterable(combinations(ports, size) for size in range(1, len(ports) + 1)):
            touches = np.zeros(len(self._cost))
            touches[np.flatnonzero(counts[:, [kind.port in some for kind in self._kinds]].any(axis=1))] = 1
            stacks, _ = self._relaxed(touches)
            if stacks == inf:
                self._bound = inf
                return
            self._matrix = vstack([self._matrix, csr_array(-touches[None, :])]).tocsr()
            self._least = np.append(self._least, -inf)
            self._most = np.append(self._most, -ceil(stacks - _SLACK))
        self._bound, reduced = self._relaxed(self._cost)
        self._limits.append((self._bound, reduced))

    def above(self, cost: float) -> float:
        """The next cost that a plan can have."""
        return cost + self._step

    def kept(self, level: float) -> list[dict[Counts, int]]:
        """For each group the patterns, with their costs, that a plan which costs no more than `level` can have."""
        found: list[dict[Counts, int]] = [{} for _ in self._groups]
        for place in self._within(level):
            number, counts = self._columns[place]
            found[number][counts] = self._groups[number].patterns.costs[counts]
        return found

    def ask(self, level: float, seconds: float, nodes: int | None, *, easy: bool = False) -> Chosen | Unanswered:
        """Patterns of all stacks that cost no more than `level`; `nodes` ends the search by effort.

        With `easy`, only patterns that a stack bears with boxes of middle mass: single boxes mostly fit then.
        """
        within = self._within(level)
        if easy:
            within = within[self._easy[within]]
        kept = np.concatenate([within, np.arange(len(self._columns), len(self._cost))])
        whole = kept < len(self._columns)
        found = milp(
            self._cost[kept],
            constraints=LinearConstraint(
                vstack([self._matrix[:, kept], csr_array(self._cost[None, kept])]),
                np.append(self._least, -inf),
                np.append(self._most, level + _SLACK),
            ),
            bounds=Bounds(0, inf),
            integrality=whole.astype(np.int64),
            options={
                "time_limit": max(seconds, 0.01),
                "node_limit": _MANY if nodes is None else nodes,
                "mip_rel_gap": 1e9,
            },
        )
        if found.x is None:
            return Unanswered.IMPOSSIBLE if found.status == _NONE else Unanswered.OPEN
        free = [list(group.stacks) for group in self._groups]
        chosen: Chosen = {}
        for place, times in zip(kept[whole], found.x[whole], strict=True):
            number, counts = self._columns[place]
            for _ in range(round(times)):
                chosen[free[number].pop(0)] = counts
        return chosen

    def _within(self, level: float) -> NDArray[np.int64]:
        fits = [reduced <= level - bound + _SLACK for bound, reduced in self._limits]
        return np.flatnonzero(np.logical_and.reduce(fits))

    def _relaxed(self, cost: _Numbers) -> tuple[float, _Numbers]:
        """The least cost of the linear relaxation, and the reduced costs of the patterns; 0 where it isn't solved."""
        equal = self._least == self._most
        found = linprog(
            cost,
            A_ub=self._matrix[~equal],
            b_ub=self._most[~equal],
            A_eq=self._matrix[equal],
            b_eq=self._most[equal],
            method="highs",
        )
        if found.status == _NONE:
            return inf, cost[: len(self._columns)]
        if found.fun is None or found.status != _DONE:
            return 0.0, cost[: len(self._columns)]
        reduced = cost - self._matrix[equal].T @ found.eqlin.marginals
        reduced -= self._matrix[~equal].T @ found.ineqlin.marginals
        return found.fun, reduced[: len(self._columns)]


def _rows(groups: list[Group], columns: list[tuple[int, Counts]], supply: Supply) -> tuple[_Rows, int]:
    """What binds the patterns, and boxes of a kind and mass in each group, which are the last columns."""
    rows, kinds = _Rows(), range(len(supply.kinds))
    group_of = np.array([number for number, _ in columns], np.int64)
    counts = np.array([counts for _, counts in columns], np.float64).reshape(len(columns), len(kinds))
    masses = [Counter(kg) for kg in supply.kg]
    all_masses = np.array([kg / 1000 for kind in kinds for kg in masses[kind]])
    kind_of = np.array([kind for kind in kinds for _ in masses[kind]], np.int64)
    for number, group in enumerate(groups):
        mine = np.flatnonzero(group_of == number)
        lots = len(columns) + number * len(all_masses) + np.arange(len(all_masses))
        rows.add(mine, np.ones(len(mine)), len(group.stacks), len(group.stacks))
        for kind in kinds:
            some, those = mine[counts[mine, kind] > 0], lots[kind_of == kind]
            rows.add(np.append(some, those), np.append(counts[some, kind], -np.ones(len(those))), 0, 0)
        used = mine[counts[mine].any(axis=1)]
        borne = np.full(len(used), -group.patterns.kg / 1000)
        rows.add(np.append(used, lots), np.append(borne, all_masses), -inf, 0)
    place = 0
    for kind in kinds:
        rows.add(
            np.flatnonzero(counts[:, kind]), counts[counts[:, kind] > 0, kind], supply.counts[kind], supply.counts[kind]
        )
        for times in masses[kind].values():
            shared = len(columns) + place + len(all_masses) * np.arange(len(groups))
            rows.add(shared, np.ones(len(groups)), times, times)
            place += 1
    return rows, len(columns) + len(groups) * len(all_masses)
