"""Asks of Kaltim Kariangau Terminal what its public record leaves open: cranes lost, the expansion, a new service.

    python -m simulations.what_ifs        writes docs/what-ifs-kkt.md

Each scenario is compared with its base in pairs of runs, and of each terminal that comes of it the document names the
bottleneck: see `simulations.experiments.bottlenecks`.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.case import Case
from data.cases import load
from data.scenarios import BASE, Scenario, find_scenarios
from simulations.experiments.bottlenecks import Bottleneck, bottleneck, more_of_each
from simulations.experiments.comparison import SIGNIFICANT, Alternative, Comparison, Paired, compare
from simulations.experiments.comparison_report import (
    difference_table,
    loads,
    means,
    probability,
    shown,
)
from simulations.experiments.replications import run
from simulations.experiments.statistics import mean_and_half_width
from simulations.policies import FirstComeFirstServed

PAGE = Path(__file__).parents[1] / "docs" / "what-ifs-kkt.md"
CASE = "kariangau"
POLICY = FirstComeFirstServed()
WARMUP_DAYS = 7.0
MONTH_DAYS = 28.0
# The week in which cranes are lost, and the one after it, in which ships have left that waited.
LOSS_DAYS = 14.0
DEMAND = "demand-500000"
_KPIS = (
    "calls", "calls_unfinished", "teu_moved", "waiting_h", "turnaround_h", "lateness_h", "berth_on_arrival",
    "berth_occupancy", "crane_utilisation", "yard_occupancy", "yard_overflow_boxes", "truck_turn_time_min", "ship_cost",
    "resource_cost", "cost",
)  # fmt: skip


@dataclass(frozen=True)
class Study:
    """A question: scenarios on a base (the case, or a scenario of it), over so many days after the warm-up."""

    title: str
    question: str
    scenarios: tuple[str, ...]
    base: str | None = None
    days: float = MONTH_DAYS


STUDIES = (
    Study(
        "A quay crane is lost for a week, or two are",
        "The window is the week of the loss and the week after it.",
        ("one-crane-lost", "two-cranes-lost"),
        days=LOSS_DAYS,
    ),
    Study(
        "Quay +130 m, yard +4 ha at today's demand",
        "The expansion that the port's master plan has for 2027 to 2032, at the volume of 2020, and each half of it.",
        ("quay-130", "yard-4ha", "expansion"),
    ),
    Study(
        "The same at 500,000 TEU a year",
        f"The base is the terminal of today with the scenario `{DEMAND}`.",
        ("quay-130", "yard-4ha", "expansion"),
        base=DEMAND,
    ),
    Study(
        "Today's terminal at 500,000 TEU a year, and a new weekly direct export service",
        "Both against the terminal and the demand of today.",
        (DEMAND, "export-service"),
    ),
)


@dataclass(frozen=True)
class Answer:
    """A study with its comparison, and the bottleneck of the base and of every scenario by name."""

    study: Study
    comparison: Comparison
    bottlenecks: dict[str, Bottleneck]


Compare = Callable[..., Comparison]


def answer(study: Study, case: Case, run_pairs: Compare, run_more: Compare, known: dict[str, Bottleneck]) -> Answer:
    """Simulate a study: `run_pairs` for its scenarios, `run_more` for bottlenecks; those of cases that are `known`, by
    case hash and days, are taken from there."""
    ground = case if study.base is None else scenario_of(study.base).apply(case)
    base = Alternative(BASE, ground, POLICY)
    others = [Alternative(name, scenario_of(name).apply(ground), POLICY) for name in study.scenarios]
    comparison = run_pairs(base, others, days=study.days)
    found: dict[str, Bottleneck] = {}
    for each in (base, *others):
        key = f"{each.case.hash} {study.days:g}"
        if key not in known:
            known[key] = bottleneck(each.case, POLICY, partial(run_more, days=study.days))
        found[each.name] = known[key]
    return Answer(study, comparison, found)


def scenario_of(name: str) -> Scenario:
    """The shipped scenario of a name."""
    (scenario,) = find_scenarios(name)
    return scenario


def sections(answers: Sequence[Answer], currency: str) -> Iterator[str]:
    """The lines of the studies."""
    for each in answers:
        study, table = each.study, each.comparison.table()
        yield from ("", f"## {study.title}", "", study.question)
        first = table[table["scenario"] == study.scenarios[0]]
        yield from ("", f"### Base: {'today' if study.base is None else f'`{study.base}`'}", "")
        yield from ground(means(first, "base_mean"), each.bottlenecks[BASE])
        for name in study.scenarios:
            rows = table[table["scenario"] == name]
            yield from ("", f"### `{name}`", "", f"{scenario_of(name).description}.", "")
            yield from difference_table(rows, _KPIS, currency)
            yield ""
            yield from ground(means(rows, "mean"), each.bottlenecks[name])


def ground(figures: dict[str, float], found: Bottleneck) -> Iterator[str]:
    """What holds a terminal up, and why."""
    yield f"**Bottleneck: {found.resource or 'none that is sure'}.** {why(found)}"
    yield ""
    for line in loads(figures):
        yield f"- {line}"
    if figures["waiting_ratio"] > 1:
        yield (
            "- Ships wait longer than they lie alongside: the queue finds no balance in the window. In a longer "
            "one the waits would be longer, so that differences say the direction and not the size."
        )


def why(found: Bottleneck) -> str:
    """The bottleneck in a sentence: what more of each resource would bring."""
    texts = {each.resource: each.scenario.description for each in more_of_each(found.comparison.alternatives[0].case)}
    by_gain = sorted(found.gains, key=lambda name: found.gains[name].difference)
    parts = [f"{texts[name]} {_hours(found.gains[name])}" for name in by_gain]
    if found.resource is None:
        opening = "More of no resource shortens a ship's mean time in port by more than noise"
    else:
        opening = "A ship's mean time in port changes most with more of it"
    return f"{opening}: {'; '.join(parts)}."


def _hours(paired: Paired) -> str:
    half = "" if paired.half_width != paired.half_width else f" ± {paired.half_width:.2f}"
    return f"{paired.difference:+.2f}{half} h"


def short(answers: Sequence[Answer], currency: str) -> Iterator[str]:
    """The answers in short, a line a scenario."""
    yield "| base | scenario | waiting of a ship (h) | time in port (h) | p | ships' cost | all cost | bottleneck |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in answers:
        table = each.comparison.table().set_index(["scenario", "kpi"])
        for name in each.study.scenarios:
            pairs = [each.comparison.pair(kpi, BASE, name) for kpi in ("waiting_h", "turnaround_h")]
            hours = [f"{pair.base_mean:.2f} to {pair.mean:.2f} ({_hours(pair)})" for pair in pairs]
            p = float(table["p_value"].to_dict()[name, "turnaround_h"])
            money = [
                f"{shown(kpi, pair.difference, '+')} ± {shown(kpi, pair.half_width)}"
                for kpi in ("ship_cost", "cost")
                for pair in (each.comparison.pair(kpi, BASE, name),)
            ]
            base = "today" if each.study.base is None else f"`{each.study.base}`"
            star = "*" if p < SIGNIFICANT else ""
            cells = [base, f"`{name}`", *hours, f"{probability(p)}{star}", *money]
            yield "| " + " | ".join([*cells, each.bottlenecks[name].resource or "none that is sure"]) + " |"
    yield ""
    yield f"Costs are millions of {currency} in the window, above or below the base."


def lost_cranes(found: Comparison) -> Iterator[str]:
    """Whether the second lost crane costs more than the first, and how sure that is."""
    first = found.pair("ship_cost", BASE, "one-crane-lost")
    second = found.pair("ship_cost", "one-crane-lost", "two-cranes-lost")
    hours = [
        found.pair("turnaround_h", *names)
        for names in ((BASE, "one-crane-lost"), ("one-crane-lost", "two-cranes-lost"))
    ]
    money = [f"{each.difference / 1e6:+,.0f} ± {each.half_width / 1e6:,.0f} million" for each in (first, second)]
    yield (
        f"The first crane that is lost changes a ship's time in port by {_hours(hours[0])} and the ships' cost of the "
        f"two weeks by {money[0]}; the second, on top of it, by {_hours(hours[1])} and {money[1]}."
    )
    gap = [
        (two - one) - (one - base)
        for base, one, two in zip(
            *(found.of(name).values("ship_cost") for name in (BASE, "one-crane-lost", "two-cranes-lost")), strict=True
        )
    ]
    mean, half = mean_and_half_width(gap)
    if mean - half > 0:
        # A multiple of next to nothing says nothing.
        sure = first.difference > first.half_width
        times = f", {second.difference / first.difference:,.1f} times as much" if sure else ""
        yield f"The second costs {mean / 1e6:,.0f} ± {half / 1e6:,.0f} million more than the first{times}: not linear."
    else:
        yield f"The second costs {mean / 1e6:+,.0f} ± {half / 1e6:,.0f} million more than the first, which is not sure."


def as_markdown(answers: Sequence[Answer], spread_out: str, currency: str, told: str) -> str:
    """The document docs/what-ifs-kkt.md."""
    losses = answers[0].comparison
    lines = [
        "# What if: Kaltim Kariangau Terminal",
        "",
        f"Written by `python -m simulations.what_ifs`: the embedded case `{CASE}`, first come first served, {told}. "
        "The scenarios are shipped: `dermaga scenarios` lists them, `dermaga compare` runs them. Differences are those "
        "of pairs of runs with the same random numbers, with half of their 95 % interval; a star marks what changes by "
        f"more than noise (p below {SIGNIFICANT:g}, corrected by Holm for the scenarios of a study).",
        "",
        "Most of the case is assumed, prices above all (`data/cases/kariangau/SOURCES.md`), and the simulation could "
        "be held against few public figures ([validation-kkt.md](validation-kkt.md)). What follows says how such a "
        "terminal behaves, not what KKT will earn. A bottleneck is the resource of which more shortens the ships' time "
        "in port most; the sentence behind it says what more of each would bring.",
        "",
        "## In short",
        "",
        *short(answers, currency),
        "",
        *lost_cranes(losses),
        "",
        spread_out,
        *sections(answers, currency),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the document."""
    parser = argparse.ArgumentParser(description="Ask what-ifs of Kaltim Kariangau Terminal.")
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--more-replications", type=int, default=10, help="of those that look for bottlenecks")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    shared = {"warmup_days": WARMUP_DAYS, "workers": arguments.workers, "seed": arguments.seed}
    pairs = partial(compare, replications=arguments.replications, **shared)
    more = partial(compare, replications=arguments.more_replications, **shared)
    case = load(CASE).case
    known: dict[str, Bottleneck] = {}
    answers = []
    for study in STUDIES:
        answers.append(answer(study, case, pairs, more, known))
        print(study.title, flush=True)
    target = run(
        load("kariangau-2025").case, POLICY, days=MONTH_DAYS, replications=arguments.replications, **shared
    ).interval("waiting_h")
    told = (
        f"{arguments.replications} replications ({arguments.more_replications} for bottlenecks), seed "
        f"{arguments.seed}, {WARMUP_DAYS:g} days of warm-up, {MONTH_DAYS:g} days measured ({LOSS_DAYS:g} where cranes "
        "are lost)"
    )
    spread_out = (
        "How much ships wait at 500,000 TEU a year hangs on the timetable. Here further services come beside today's, "
        "which often brings ships together. The embedded case `kariangau-2025` has the same demand in 19 services that "
        f"are spread over the week: there a ship waits {target[0]:.2f} ± {target[1]:.2f} h."
    )
    PAGE.write_text(as_markdown(answers, spread_out, case.terminal.currency, told), encoding="utf-8")


if __name__ == "__main__":
    main()
