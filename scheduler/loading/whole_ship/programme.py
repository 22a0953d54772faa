"""A mixed integer programme, row by row, and its solve by HiGHS."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import inf
from threading import Event

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from scheduler.compiled import compiled_unless

# Terms of a row: by variable, its factor.
Terms = Mapping[int, float]


@dataclass(frozen=True)
class Solved:
    """The values of the variables, None where none were found, what they cost, and the proven bound of any cost."""

    values: NDArray[np.float64] | None
    cost: float
    bound: float
    optimal: bool


@dataclass
class Programme:
    """A programme to minimize: variables by number, with bounds and costs, and rows between two limits.

    Once `cancel` is set, its solve ends without values.
    """

    cancel: Event = field(default_factory=Event)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _factors: list[float] = field(default_factory=list)
    _least: list[float] = field(default_factory=list)
    _most: list[float] = field(default_factory=list)

    def variable(self, high: float = inf, *, low: float = 0.0, cost: float = 0.0, whole: bool = False) -> int:
        """A new variable, by its number."""
        self.lows.append(low)
        self.highs.append(high)
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.lows) - 1

    def fix(self, variables: Iterable[int], values: NDArray[np.float64]) -> None:
        """Some variables have from now on the nearest whole numbers to their values."""
        for variable in variables:
            self.lows[variable] = self.highs[variable] = float(round(values[variable]))

    def row(self, terms: Iterable[tuple[int, float]], most: float = inf, *, least: float = -inf) -> None:
        """The sum of the terms lies between two limits; a variable may be named more than once."""
        number = len(self._most)
        for variable, factor in terms:
            self._rows.append(number)
            self._columns.append(variable)
            self._factors.append(factor)
        self._least.append(least)
        self._most.append(most)

    def solve(self, seconds: float, *, gap: float = 0.0, only: Iterable[int] | None = None) -> Solved:
        """The best values within so many seconds; `only` some variables need be whole, where they are given."""
        shape = len(self._most), len(self.lows)
        matrix = csr_array((self._factors, (self._rows, self._columns)), shape=shape)
        whole = np.array(self.whole, dtype=np.uint8)
        if only is not None:
            kept = whole[list(only)]
            whole[:] = 0
            whole[list(only)] = kept
        solve = partial(
            milp,
            c=np.array(self.costs),
            integrality=whole,
            bounds=Bounds(np.array(self.lows), np.array(self.highs)),
            constraints=LinearConstraint(matrix, np.array(self._least), np.array(self._most)),
            options={"time_limit": max(0.05, seconds), "mip_rel_gap": gap},
        )
        answers: list[OptimizeResult] = []
        if not compiled_unless(self.cancel, lambda: answers.append(solve())):
            return Solved(None, inf, -inf, False)
        found = answers[0]
        bound = found.mip_dual_bound if whole.any() and found.mip_dual_bound is not None else found.fun
        return Solved(
            None if found.x is None else np.asarray(found.x),
            inf if found.x is None else float(found.fun),
            -inf if bound is None else float(bound),
            found.status == 0,
        )
