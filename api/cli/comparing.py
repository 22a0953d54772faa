"""`dermaga compare` and `dermaga scenarios`."""

import json
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OutFolder,
    Seed,
    Workers,
    counting,
    expect_some,
    new_folder,
    open_case,
    print_json,
    print_table,
    say,
    writing,
)
from api.cli.experimenting import Base, Dask, Days, Warmup, cluster, scenario_of
from api.cli.planning import FINISHED, until_interrupted
from api.work.comparing import alternatives, summary
from api.work.requests import USUAL_WORKERS
from api.work.simulating import rows
from data.cases import load
from data.scenarios import Scenario, find_scenarios, shipped
from simulations.experiments.comparison import SIGNIFICANT, Comparison, compare
from simulations.experiments.comparison_report import HEADLINES, interval, remarks, report, shown, shown_unit
from simulations.experiments.workers import expect_workers

_SCENARIO = "Name of a shipped scenario, or a TOML or JSON file with one or several"


def compare_scenarios(
    case: CaseName,
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=_SCENARIO)],
    out: OutFolder,
    base: Base = None,
    days: Days = 28,
    warmup: Warmup = 0,
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="Independent runs of each")] = 20,
    workers: Workers = USUAL_WORKERS,
    dask: Dask = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Simulate a case and scenarios with the same random numbers, and say what differs by more than noise.

    Writes DIR/comparison.csv and .parquet, replications.csv and .parquet, summary.json and report.md.
    """
    expect_workers(workers)
    opened = open_case(case)
    found = [(each, name) for name in scenarios for each in find_scenarios(name)]
    asked = [each for each, _ in found]
    places = {each.name: name for each, name in found}
    ground, *others = alternatives(opened, asked, base=scenario_of(base), places=places, may_read_files=True)
    new_folder(out)
    with until_interrupted(FINISHED) as cancel, cluster(dask) as executor, counting("replications") as progress:
        comparison = compare(
            ground,
            others,
            days=days,
            warmup_days=warmup,
            replications=replications,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
        )
    expect_some(len(comparison.replications))
    about = summary(comparison, opened, asked) | {"base": base, "days": days, "warmup_days": warmup, "seed": seed}
    currency = opened.terminal.currency
    with writing(out):
        comparison.write(out)
        (out / "summary.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        title = f"{opened.name}{'' if base is None else f' with {base}'}: what if"
        runs = (
            f"{days:g} days measured, {warmup:g} of warm-up before them, {replications} replications, seed {seed}; "
            f"the base is under the policy {ground.policy.name}."
        )
        text = report(comparison, title, {each.name: each.description for each in asked}, currency, runs)
        (out / "report.md").write_text(text, encoding="utf-8")
    if not as_json:
        for each in asked:
            print_differences(comparison, each, currency)
        say(f"* more than noise: p below {SIGNIFICANT:g}, corrected for {len(asked)} scenario{'s' * (len(asked) > 1)}")
        say(f"Written to {out}: comparison.csv, replications.csv, summary.json, report.md; docs/scenarios.md explains.")
    answer = {"out": str(out), **about, "comparison": rows(comparison.table())}
    if comparison.missing:
        total = replications * (1 + len(others))
        done = total - len(comparison.missing)
        text = f"ended after {done} of {total} replications; the finished ones are kept"
        raise FallsShort(text, answer)
    if as_json:
        print_json(answer)


def print_differences(comparison: Comparison, scenario: Scenario, currency: str) -> None:
    """The figures of a scenario that a reader looks at first; units are those of the report."""
    lines = []
    table = comparison.table()
    of_it = table[table["scenario"] == scenario.name]
    for row in of_it.to_dict("records"):
        kpi = str(row["kpi"])
        if kpi in HEADLINES and row["difference"] == row["difference"]:
            star = "*" if row["p_value"] < SIGNIFICANT else ""
            lines.append(
                [
                    kpi,
                    shown(kpi, row["base_mean"]),
                    shown(kpi, row["mean"]),
                    interval(kpi, row),
                    star,
                    shown_unit(kpi, currency),
                ]
            )
    columns = ["key figure", "base", "scenario", "difference ± 95 %", "", "unit"]
    print_table(f"{scenario.name}: {scenario.description}", columns, lines, right=(1, 2, 3))
    for line in remarks(comparison, scenario.name, of_it, currency):
        say(line)


def list_scenarios(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Embedded case that they were made for")] = None,
    as_json: AsJson = False,
) -> None:
    """List the scenarios that come with Dermaga, with what each asks."""
    if case is not None:
        case = load(case).case.name
    found = shipped(case)
    if as_json:
        items = [{"case": each.case, "scenario": each.scenario.model_dump(mode="json")} for each in found]
        print_json({"items": items})
        return
    if not found:
        say(f"No scenario was made for {case}; docs/scenarios.md says how to write one.")
        return
    rows_ = [[each.scenario.name, each.case, each.scenario.description] for each in found]
    print_table("Scenarios", ["name", "made for", "what it asks"], rows_)
    say("Next: dermaga compare CASE NAME... --out DIR")
