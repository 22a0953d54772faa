"""What an event log says of the parameters of a case: each with its interval, its test and its alternatives."""

from dataclasses import dataclass, field
from math import nan

import pandas as pd

from data.case import Case
from simulations.logs.families import POSITIVE


@dataclass(frozen=True)
class Estimate:
    """One parameter as the log has it.

    `parameter` is the dotted name in terminal.toml, or "" for what no case states. `low` and `high` are its 95 %
    interval, `in_case` what the case had. `aic` is Akaike's criterion of the distributions that were compared.
    """

    parameter: str
    what: str
    unit: str
    values: int
    censored: int
    estimate: float
    low: float
    high: float
    in_case: float
    distribution: str = ""
    distance: float = nan
    p_value: float = nan
    tested: int = 0
    aic: dict[str, float] = field(default_factory=dict)
    remark: str = ""

    @property
    def best(self) -> str:
        """The distribution with the smallest criterion."""
        return min(self.aic, key=lambda name: self.aic[name]) if self.aic else ""


@dataclass(frozen=True)
class Fit:
    """All estimates, and the case with those that it has parameters for."""

    estimates: tuple[Estimate, ...]
    case: Case

    def table(self) -> pd.DataFrame:
        """The estimates, a row each."""
        return pd.DataFrame(
            [
                {
                    "parameter": each.parameter,
                    "what": each.what,
                    "unit": each.unit,
                    "n": each.values,
                    "censored": each.censored,
                    "estimate": each.estimate,
                    "low": each.low,
                    "high": each.high,
                    "in_case": each.in_case,
                    "distribution": each.distribution,
                    "ks_distance": each.distance,
                    "ks_p_value": each.p_value,
                    "ks_n": each.tested,
                    "best_by_aic": each.best,
                    **{f"aic_{family.name.lower()}": each.aic.get(family.name, nan) for family in POSITIVE},
                    "remark": each.remark,
                }
                for each in self.estimates
            ]
        )
