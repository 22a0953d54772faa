"""`dermaga goal` and `dermaga choose`: simulations that look for something."""

from typing import Annotated, Any

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
    number,
    open_case,
    print_json,
    print_table,
    say,
    with_interval,
    writing,
)
from api.cli.experimenting import Base, Dask, Days, Warmup, cluster, ground
from api.cli.planning import FINISHED, until_interrupted
from api.cli.units import in_unit, shown_unit
from api.work.comparing import alternatives
from api.work.requests import USUAL_WORKERS
from api.work.simulating import rows
from data.errors import DermagaError
from data.kpis import KPI_BY_NAME
from data.scenarios import find_scenarios
from simulations.experiments.choosing import choose
from simulations.experiments.factors import Factor
from simulations.experiments.goals import reach
from simulations.experiments.sweeps import known_kpi
from simulations.experiments.workers import expect_workers

# A bootstrap over fewer replications has hardly anything to draw from.
FEW_REPLICATIONS = 5


def find_goal(
    case: CaseName,
    out: OutFolder,
    vary: Annotated[str, typer.Option(help="What is varied: demand, tractors.count ...; docs/experiments.md")],
    low: Annotated[float, typer.Option("--from", help="Its least value")],
    high: Annotated[float, typer.Option("--to", help="Its largest value")],
    reaches: Annotated[list[str], typer.Option("--reach", help="Value of the figure; several times, or 0.1,0.3")],
    kpi: Annotated[str, typer.Option(help="Key figure that shall reach it")] = "waiting_ratio",
    base: Base = None,
    days: Days = 28,
    warmup: Warmup = 0,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Independent runs of each value")] = 20,
    workers: Workers = USUAL_WORKERS,
    dask: Dask = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Find the value of a factor at which a key figure reaches a goal: DIR/roots.csv and curve.csv."""
    expect_workers(workers)
    goals = _numbers("--reach", reaches)
    worked = ground(case, base)
    factor = Factor(vary)
    _ = factor.whole  # refused before there is a folder
    known_kpi(kpi)
    new_folder(out)
    with until_interrupted(FINISHED) as cancel, cluster(dask) as executor, counting("replications") as progress:
        found = reach(
            worked.case,
            worked.policy,
            factor,
            (low, high),
            kpi,
            goals,
            days=days,
            warmup_days=warmup,
            replications=replications,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
        )
    if cancel.is_set():
        expect_some(found.replications)
    with writing(out):
        found.write(out)
    answer: dict[str, Any] = {
        "out": str(out),
        "vary": vary,
        "kpi": kpi,
        "replications": found.replications,
        "roots": rows(found.roots),
        "curve": rows(found.curve),
    }
    if not as_json:
        unit = KPI_BY_NAME[kpi].unit
        told = shown_unit(unit, worked.case.terminal.currency)
        lines = [
            [
                f"{row['value']:g}",
                with_interval(in_unit(row["mean"], unit), in_unit(row["half_width"], unit)),
                number(row["unfinished"]),
            ]
            for row in answer["curve"]
        ]
        print_table(f"{kpi} by {vary}", [vary, f"{kpi} ± 95 % ({told})", "calls unfinished"], lines, right=(0, 1, 2))
        lines = [
            [f"{in_unit(row['goal'], unit):g}", number(row["value"]), number(row["low"]), number(row["high"])]
            for row in answer["roots"]
        ]
        print_table(
            f"{vary} at which {kpi} reaches", [f"goal ({told})", vary, "95 % from", "to"], lines, right=(0, 1, 2, 3)
        )
        say("Where calls stay unfinished the terminal cannot take its demand, and waiting is longer than it shows.")
        if found.replications < FEW_REPLICATIONS:
            say(f"note: the interval from {found.replications} replications is too narrow; give more --replications")
        say(f"Written to {out}: roots.csv, curve.csv. docs/experiments.md explains.")
    not_reached = [f"{row['goal']:g}" for row in answer["roots"] if row["value"] is None]
    if not found.complete:
        raise FallsShort("ended before all replications were finished; the answer is that of the finished ones", answer)
    if not_reached:
        text = f"{kpi} does not reach {', '.join(not_reached)} with {vary} from {low:g} to {high:g}; widen the range"
        raise FallsShort(text, answer)
    if as_json:
        print_json(answer)


def choose_best(
    case: CaseName,
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Alternatives to the case")],
    kpi: Annotated[str, typer.Option(help="Key figure by which the best is chosen")],
    zone: Annotated[float, typer.Option(help="Difference of it that matters; closer ones are as good")],
    largest: Annotated[bool, typer.Option("--largest", help="The largest is the best, not the least")] = False,
    probability: Annotated[float, typer.Option(help="With which the choice is right")] = 0.95,
    most: Annotated[int, typer.Option(min=3, max=100_000, help="Most replications of each")] = 500,
    days: Days = 28,
    warmup: Warmup = 0,
    workers: Workers = USUAL_WORKERS,
    dask: Dask = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Choose the best of a case and scenarios, with as many replications of each as that takes."""
    expect_workers(workers)
    opened = open_case(case)
    asked = [(each, name) for name in scenarios for each in find_scenarios(name)]
    places = {each.name: name for each, name in asked}
    racers = alternatives(opened, [each for each, _ in asked], places=places, may_read_files=True)
    with until_interrupted(FINISHED) as cancel, cluster(dask) as executor, counting("replications") as progress:
        choice = choose(
            racers,
            kpi,
            zone=zone,
            largest=largest,
            probability=probability,
            most=most,
            days=days,
            warmup_days=warmup,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
        )
    if cancel.is_set():
        expect_some(int(choice.race["replications"].sum()))
    answer = {"best": choice.best, "kpi": kpi, "zone": zone, "probability": probability, "race": rows(choice.race)}
    unit = KPI_BY_NAME[kpi].unit
    told = shown_unit(unit, opened.terminal.currency)
    if not as_json:
        lines = [
            [str(row["alternative"]), number(in_unit(row["mean"], unit)), str(row["replications"]), str(row["state"])]
            for row in rows(choice.race)
        ]
        print_table(f"The best by {kpi}", ["alternative", f"{kpi} ({told})", "replications", ""], lines, right=(1, 2))
    if choice.best is None:
        raise FallsShort("the replications were not enough to choose; give more with --most, or a wider --zone", answer)
    if as_json:
        print_json(answer)
    else:
        say(
            f"{choice.best} is the best, or within {in_unit(zone, unit):g} {told} of it, with probability "
            f"{probability:g}."
        )


def _numbers(option: str, texts: list[str]) -> list[float]:
    """Numbers of an option that is given several times, or with commas. Raises DermagaError."""
    try:
        return [float(each) for text in texts for each in text.split(",")]
    except ValueError as error:
        raise DermagaError(f"{option} {' '.join(texts)} is no list of numbers; give them as 0.1,0.3") from error
