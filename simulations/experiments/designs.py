"""Which points of a factor space are simulated: full factorial, Latin hypercube, Sobol, and Saltelli's for indices.

    kind = "latin_hypercube"        # or factorial, sobol, saltelli
    points = 50                     # not for a factorial, whose factors say it
    seed = 1

    [[factor]]
    name = "tractors.count"         # a number of terminal.toml, or of a change of docs/scenarios.md
    from = 8
    to = 20

    [[factor]]
    name = "demand.factor"
    from = 1.0
    to = 1.5
    levels = 3                      # of a factorial; or values = [1.0, 1.3]

Latin hypercube: McKay, Beckman and Conover (Technometrics 21, 1979). Sobol: scrambled, by scipy.stats.qmc. Saltelli:
the design of the matrices A, B and AB that Sobol indices are estimated from (Saltelli et al., Computer Physics
Communications 181, 2010); with `points` = n and d factors it has n (d + 2) points.
"""

import tomllib
from itertools import product
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from data.errors import BadInput, Fault
from data.files import content_of
from data.record import Record
from data.validation import fault_of
from simulations.experiments.factors import Factor

_LARGEST = 2**20
MOST_POINTS = 100_000


class Varied(Record):
    """A factor of a design, and the values that it takes."""

    name: str = Field(min_length=1, max_length=200, description="What is varied")
    low: float | None = Field(None, alias="from", description="Its least value")
    high: float | None = Field(None, alias="to", description="Its largest value")
    levels: int = Field(2, ge=2, le=1_000, description="Factorial: so many values between them")
    values: tuple[float, ...] = Field((), max_length=1_000, description="Factorial: the values themselves")
    beside: dict[str, str | float | bool | list[str]] = Field(
        default_factory=dict, description="What else its change says"
    )

    @model_validator(mode="after")
    def _range(self) -> "Varied":
        if bool(self.values) == (self.low is not None and self.high is not None):
            raise ValueError("it has no values, or two kinds of them: give from and to, or values")
        if self.low is not None and self.high is not None and self.high <= self.low:
            raise ValueError("it ends before it begins: to must be above from")
        return self

    @property
    def factor(self) -> Factor:
        """What is varied."""
        return Factor(self.name, self.beside)

    def between(self) -> list[float]:
        """The values of a factorial, each once and in order."""
        values = self.values or np.linspace(self.low or 0.0, self.high or 0.0, self.levels).tolist()
        return sorted({float(round(value)) if self.factor.whole else float(value) for value in values})

    def at(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Its values at shares of the way from the least to the largest; each whole number has as much of it."""
        low, high = (self.low or 0.0), (self.high or 0.0)
        if self.factor.whole:
            return np.minimum(np.floor(low + shares * (high - low + 1)), high)
        return low + shares * (high - low)


class Design(Record):
    """The points of an experiment."""

    kind: Literal["factorial", "latin_hypercube", "sobol", "saltelli"] = Field(description="How points are chosen")
    points: int = Field(0, ge=0, le=MOST_POINTS, description="How many; a factorial has as many as it has")
    seed: int = Field(1, ge=0, lt=2**31, description="Seed of their choice")
    factor: tuple[Varied, ...] = Field(min_length=1, max_length=50, description="What is varied")

    @model_validator(mode="after")
    def _whole(self) -> "Design":
        if len({each.name for each in self.factor}) < len(self.factor):
            raise ValueError("two factors have the same name: give each once")
        if self.kind == "factorial":
            if self.points:
                raise ValueError("a factorial has the points that its factors give: drop points")
            return self
        if any(each.values for each in self.factor):
            raise ValueError(f"values belong to a factorial: give from and to for {self.kind}")
        if self.points < 2:
            raise ValueError(f"it does not say how many points: give points for {self.kind}")
        if self.kind != "latin_hypercube" and self.points & (self.points - 1):
            near = 2 ** round(np.log2(self.points))
            raise ValueError(f"Sobol's points are balanced in powers of 2 alone: give {near}")
        return self

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is varied."""
        return tuple(each.factor for each in self.factor)

    def table(self) -> pd.DataFrame:
        """The points: columns point (0, 1 ...) and one for each factor. Raises BadInput for an unknown factor."""
        names = [each.name for each in self.factor]
        if self.kind == "factorial":
            values = np.array(list(product(*(each.between() for each in self.factor))), dtype=np.float64)
        else:
            shares = self._shares()
            values = np.column_stack([each.at(shares[:, place]) for place, each in enumerate(self.factor)])
        if len(values) > MOST_POINTS:
            raise BadInput([Fault("design", f"it has {len(values):,} points", f"give at most {MOST_POINTS:,}")])
        table = pd.DataFrame(values, columns=names)
        table.insert(0, "point", np.arange(len(values)))
        return table

    def _shares(self) -> NDArray[np.float64]:
        # It takes longer to import than most commands to answer.
        from scipy.stats import qmc

        size, random = len(self.factor), np.random.default_rng(self.seed)
        if self.kind == "latin_hypercube":
            return np.asarray(qmc.LatinHypercube(size, rng=random).random(self.points))
        if self.kind == "sobol":
            return np.asarray(qmc.Sobol(size, rng=random).random(self.points))
        both = np.asarray(qmc.Sobol(2 * size, rng=random).random(self.points))
        first, second = both[:, :size], both[:, size:]
        mixed = []
        for place in range(size):
            # All of the first but for one factor, which is that of the second.
            one = first.copy()
            one[:, place] = second[:, place]
            mixed.append(one)
        return np.concatenate([first, second, *mixed])


_DESIGN: TypeAdapter[Design] = TypeAdapter(Design)


def read_design(path: Path) -> Design:
    """The design of a TOML file. Raises BadInput with every fault."""
    file = str(path)
    try:
        content: dict[str, Any] = tomllib.loads(content_of(path, file, _LARGEST).decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput([Fault(file, f"it is no TOML ({str(error)[:200]})", "see docs/experiments.md")]) from error
    try:
        design = _DESIGN.validate_python(content)
    except ValidationError as error:
        raise BadInput([fault_of(detail, file, detail["loc"]) for detail in error.errors(include_url=False)]) from error
    faults = []
    for factor in design.factors:
        try:
            _ = factor.whole
        except BadInput as refused:
            faults += refused.faults
    if faults:
        raise BadInput(faults)
    return design
