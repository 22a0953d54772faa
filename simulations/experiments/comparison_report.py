"""A comparison in words and tables, for a reader: Markdown.

What holds a terminal up is read from its figures: how busy each resource is, and what its quay cranes do while they are
at ships. A resource that is never short can be busy and one that is idle on the mean can be short when ships come
together; what one more of each would bring, only another comparison says.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

import pandas as pd

from data.kpis import KPI_BY_NAME
from simulations.experiments.comparison import SIGNIFICANT, Comparison

# What a reader looks at first; all others stand in comparison.csv.
HEADLINES = (
    "calls", "calls_unserved", "calls_unfinished", "teu_moved", "waiting_h", "turnaround_h", "lateness_h",
    "berth_on_arrival", "berth_occupancy", "moves_per_crane_hour_gross", "crane_utilisation", "crane_blocked",
    "tractor_utilisation", "yard_crane_utilisation", "yard_occupancy", "yard_overflow_boxes", "truck_turn_time_min",
    "ship_cost", "resource_cost", "cost",
)  # fmt: skip


def report(comparison: Comparison, title: str, about: Mapping[str, str], currency: str, runs: str) -> str:
    """The text of report.md; `about` says of each scenario what it asks, `runs` how it was simulated."""
    table = comparison.table()
    parts = [
        f"# {title}",
        "",
        runs,
        "",
        "Differences are those of pairs of runs with the same random numbers, with half of their 95 % interval. "
        f"A star marks what has changed by more than noise: p below {SIGNIFICANT:g}, corrected by Holm for the number "
        "of scenarios; intervals are those of each scenario alone. `docs/kpis.md` defines the figures.",
    ]
    for name, text in about.items():
        rows = table[table["scenario"] == name]
        parts += ["", f"## {name}", "", text, "", *difference_table(rows, HEADLINES, currency)]
        parts += [
            "",
            *(f"- {line}" for line in (*remarks(comparison, name, rows, currency), *loads(means(rows, "mean")))),
        ]
    return "\n".join(parts) + "\n"


def remarks(comparison: Comparison, name: str, rows: pd.DataFrame, currency: str) -> Iterator[str]:
    """What the headlines of a scenario don't show: that nothing differs at all, or what else has changed.

    A closure outside the window, or a change of something that is never used, would else look like a finding.
    """
    if comparison.same(name):
        yield "No figure differs in any replication: what is changed plays no part in the days that were simulated."
    other = [
        f"{kpi} {interval(kpi, row)} {shown_unit(kpi, currency)}"
        for row in rows.to_dict("records")
        if (kpi := str(row["kpi"])) not in HEADLINES and row["p_value"] < SIGNIFICANT
    ]
    if other:
        yield f"Changed by more than noise besides: {', '.join(other)}."


def means(rows: pd.DataFrame, column: str) -> dict[str, float]:
    """Key figures by name from rows of a comparison: `mean` or `base_mean`."""
    return {str(kpi): float(value) for kpi, value in zip(rows["kpi"], rows[column], strict=True)}


def difference_table(rows: pd.DataFrame, kpis: Sequence[str], currency: str) -> Iterator[str]:
    """The lines of a table of the rows of one scenario: these key figures, those that nobody has left out."""
    yield "| key figure | base | scenario | difference | p | |"
    yield "|---|---|---|---|---|---|"
    for row in rows.to_dict("records"):
        kpi = str(row["kpi"])
        if kpi in kpis and not isnan(row["difference"]):
            numbers = (shown(kpi, row[name]) for name in ("base_mean", "mean"))
            star = "*" if row["p_value"] < SIGNIFICANT else ""
            cells = [
                f"{kpi} ({shown_unit(kpi, currency)})",
                *numbers,
                interval(kpi, row),
                probability(row["p_value"]),
                star,
            ]
            yield "| " + " | ".join(cells) + " |"


def shown(kpi: str, value: float, sign: str = "") -> str:
    """A value of a key figure as readers want it: shares in per cent, money in millions, not more digits than help."""
    unit = KPI_BY_NAME[kpi].unit
    if isnan(value):
        return "-"
    if unit == "share":
        return f"{100 * value:{sign},.1f}"
    if unit == "money":
        return f"{value / 1e6:{sign},.0f}" if abs(value) >= 1e8 else f"{value / 1e6:{sign},.3g}"
    return f"{value:{sign},.0f}" if unit in ("TEU", "boxes", "trucks") else f"{value:{sign},.2f}"


def shown_unit(kpi: str, currency: str) -> str:
    """The unit of what `shown` says of a key figure."""
    unit = KPI_BY_NAME[kpi].unit
    return {"money": f"million {currency}", "share": "%"}.get(unit, unit)


def interval(kpi: str, row: Mapping[Any, Any]) -> str:
    """A difference with half its interval."""
    half = "" if isnan(row["half_width"]) else f" ± {shown(kpi, row['half_width'])}"
    return f"{shown(kpi, row['difference'], '+')}{half}"


def probability(value: float) -> str:
    """A probability as text."""
    return "-" if isnan(value) else "< 0.001" if value < 0.001 else f"{value:.3f}"


def loads(figures: Mapping[str, float]) -> Iterator[str]:
    """How busy each resource is, and what quay cranes do while they are at ships, one sentence each."""
    states = {
        "lift": "crane_utilisation",
        "wait for a tractor or a box": "crane_blocked",
        "are broken down": "crane_down",
        "are stopped by weather": "crane_weather",
        "have a planned stop or no gang": "crane_off",
    }
    at_ships = sum(figures[kpi] for kpi in states.values())
    if at_ships > 0:
        parts = [f"{what} {figures[kpi] / at_ships:.0%}" for what, kpi in states.items() if figures[kpi] > 0]
        yield f"Quay cranes are at ships for {at_ships:.0%} of the time. Of that they {', '.join(parts)}."
    waiting = figures["waiting_ratio"]
    if not isnan(waiting):
        yield (
            f"Ships and the gaps between them take {figures['berth_occupancy']:.0%} of the quay; for each hour "
            f"alongside a ship waits {waiting:.2f} hours for her berth."
        )
    used = [
        f"{what} {figures[kpi]:.0%}"
        for what, kpi in (("tractors", "tractor_utilisation"), ("yard cranes", "yard_crane_utilisation"))
        if not isnan(figures[kpi])
    ]
    if not isnan(figures["yard_occupancy"]):
        used.append(f"the yard's room {figures['yard_occupancy']:.0%}, at most {figures['yard_peak']:.0%}")
    yield f"Used on the mean: {', '.join(used)}."
