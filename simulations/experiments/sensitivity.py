"""How much each factor of a design moves a key figure.

`main_effects` fits a straight line in all factors to the points' means; its R² says how much of what the design shows
is such a line, and only near 1 do its effects tell the whole story. `tornado` is the same, ordered by size. `indices`
are Sobol's, from a Saltelli design: shares of the variance, which need no line.
"""

from math import isnan, nan, sqrt

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from data.errors import BadInput, Fault
from simulations.experiments.designs import Design
from simulations.experiments.statistics import CONFIDENCE
from simulations.experiments.sweeps import Sweep


def main_effects(sweep: Sweep, kpi: str) -> tuple[pd.DataFrame, float]:
    """Least squares of a key figure's means on all factors, and its R².

    Columns factor, low, high (of the design), coefficient (per unit of the factor), half_width (of its 95 % interval),
    standardised (standard deviations of the figure per standard deviation of the factor), p_value. A factor that does
    not vary, or too few points for all of them, has none (not a number).
    """
    table = sweep.means(kpi).dropna()
    names = list(sweep.points.columns[1:])
    factors = table[names].to_numpy(dtype=np.float64)
    values = table["mean"].to_numpy(dtype=np.float64)
    spread = factors.std(axis=0) if len(table) else np.zeros(len(names))
    moving = [place for place in range(len(names)) if spread[place] > 0]
    count, freedom = len(values), len(values) - len(moving) - 1
    rows = {name: [nan] * 4 for name in names}
    explained = nan
    if freedom >= 1 and moving:
        scaled = (factors[:, moving] - factors[:, moving].mean(axis=0)) / spread[moving]
        matrix = np.column_stack([np.ones(count), scaled])
        slopes, *_ = np.linalg.lstsq(matrix, values, rcond=None)
        rest = values - matrix @ slopes
        variance = float(((values - values.mean()) ** 2).sum())
        explained = 1 - float((rest**2).sum()) / variance if variance > 0 else nan
        errors = np.sqrt(np.diag(np.linalg.pinv(matrix.T @ matrix)) * float((rest**2).sum()) / freedom)
        quantile = float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
        deviation = sqrt(variance / count)
        for at, place in enumerate(moving, start=1):
            slope, error = float(slopes[at]), float(errors[at])
            if error > 1e-12 * max(1.0, abs(slope)):
                p_value = 2 * float(stdtr(freedom, -abs(slope) / error))
            else:
                p_value = 0.0 if abs(slope) > 1e-12 else 1.0
            rows[names[place]] = [
                slope / spread[place],
                quantile * error / spread[place],
                slope / deviation if deviation > 0 else nan,
                p_value,
            ]
    found = pd.DataFrame(
        [(name, sweep.points[name].min(), sweep.points[name].max(), *row) for name, row in rows.items()],
        columns=["factor", "low", "high", "coefficient", "half_width", "standardised", "p_value"],
    )
    return found, explained


def all_effects(sweep: Sweep) -> pd.DataFrame:
    """`main_effects` of every key figure, with the columns kpi and r_squared before the others."""
    tables = []
    for kpi in sweep.results["kpi"].unique():
        effects, explained = main_effects(sweep, str(kpi))
        effects.insert(0, "kpi", str(kpi))
        effects.insert(1, "r_squared", explained)
        tables.append(effects)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["kpi", "r_squared", "factor"])


def tornado(sweep: Sweep, kpi: str) -> pd.DataFrame:
    """What the key figure changes by from each factor's least to its largest value, by the line; the most first.

    Columns factor, low, high, effect, half_width (of its 95 % interval).
    """
    effects, _ = main_effects(sweep, kpi)
    width = effects["high"] - effects["low"]
    table = effects[["factor", "low", "high"]].assign(
        effect=effects["coefficient"] * width, half_width=effects["half_width"] * width
    )
    order = table["effect"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    return table.loc[order].reset_index(drop=True)


def indices(sweep: Sweep, design: Design, kpi: str) -> pd.DataFrame:
    """Sobol's indices of a Saltelli design: columns factor, first_order, total.

    `first_order` is the share of the variance of the figure that a factor has by itself, `total` what it has together
    with all others. Raises BadInput for another design, or one that has points without the figure.
    """
    # It takes longer to import than most commands to answer.
    from scipy.stats import sobol_indices

    if design.kind != "saltelli":
        raise BadInput([Fault("design", "Sobol's indices need their own design", 'give kind = "saltelli"')])
    means = sweep.means(kpi)["mean"].to_numpy(dtype=np.float64)
    if any(isnan(value) for value in means):
        problem = f"points of the design have no {kpi}"
        raise BadInput([Fault("design", problem, "finish the sweep with --resume, or look at another figure")])
    size = design.points
    parts = means.reshape(len(design.factor) + 2, size)
    names = [each.name for each in design.factor]
    if np.ptp(means) == 0:
        return pd.DataFrame({"factor": names, "first_order": nan, "total": nan})
    found = sobol_indices(func={"f_A": parts[:1], "f_B": parts[1:2], "f_AB": parts[2:, np.newaxis, :]}, n=size)
    return pd.DataFrame(
        {
            "factor": names,
            "first_order": np.asarray(found.first_order).ravel(),
            "total": np.asarray(found.total_order).ravel(),
        }
    )
