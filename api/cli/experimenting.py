"""`dermaga sweep` and `dermaga warmup`, and what experiments are asked with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
from api.cli.planning import FINISHED, until_interrupted
from api.cli.units import in_unit, shown_unit
from api.work.comparing import alternatives
from api.work.requests import USUAL_WORKERS
from api.work.simulating import rows
from data.errors import BadInput, DermagaError, Fault
from data.kpis import KPI_BY_NAME
from data.scenarios import Scenario, find_scenarios
from simulations.experiments.cluster import Cluster, dask_cluster
from simulations.experiments.comparison import Alternative
from simulations.experiments.designs import read_design
from simulations.experiments.journal import Journal
from simulations.experiments.sensitivity import all_effects, indices, main_effects, tornado
from simulations.experiments.sweeps import known_kpi, sweep
from simulations.experiments.tables import write_csv
from simulations.experiments.warm_up import find_warm_up
from simulations.experiments.workers import expect_workers

Days = Annotated[float, typer.Option(min=0.01, max=3_660, help="Days that are measured")]
Warmup = Annotated[float, typer.Option(min=0, max=3_660, help="Days simulated before the window, and not measured")]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster to work on, as tcp://host:8786")
]
Base = Annotated[
    str | None, typer.Option(metavar="SCENARIO", help="Scenario that is made on the case first (a name, or a file)")
]
JOURNAL = "finished.jsonl"


@contextmanager
def cluster(address: str | None) -> Iterator[Cluster | None]:
    """The cluster at an address, or None where there is none: then processes of this machine do the work."""
    if address is None:
        yield None
    else:
        with dask_cluster(address) as executor:
            yield executor


def scenario_of(base: str | None) -> Scenario | None:
    """The scenario that --base names. Raises BadInput where it names several, or none that there is."""
    if base is None:
        return None
    first, *more = find_scenarios(base)
    if more:
        names = ", ".join(each.name for each in (first, *more))
        raise BadInput([Fault(base, f"it has several scenarios ({names})", "give a file with one for --base")])
    return first


def ground(case: str, base: str | None) -> Alternative:
    """The case with its scenario, and the policy that it works by."""
    return alternatives(open_case(case), [], base=scenario_of(base), may_read_files=True)[0]


def sweep_design(
    case: CaseName,
    design: Annotated[Path, typer.Argument(metavar="DESIGN", help="TOML file of what is varied: docs/experiments.md")],
    out: OutFolder,
    base: Base = None,
    days: Days = 28,
    warmup: Warmup = 0,
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="Independent runs of each point")] = 10,
    kpi: Annotated[str, typer.Option(help="Key figure whose effects are printed")] = "waiting_ratio",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is finished in DIR")] = False,
    workers: Workers = USUAL_WORKERS,
    dask: Dask = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Simulate every point of a design: DIR/design, results (both .csv and .parquet) and sensitivity.csv.

    What is finished is kept in DIR as it comes, and --resume does not run it again.
    """
    expect_workers(workers)
    known_kpi(kpi)
    worked, asked = ground(case, base), read_design(design)
    journal = Journal(out / JOURNAL)
    if resume:
        journal.expect_own_folder()
    new_folder(out)
    if journal.exists and not resume:
        raise DermagaError(f"{out} has a sweep already; go on with it by --resume, or give another --out")
    with (
        until_interrupted(FINISHED) as cancel,
        cluster(dask) as executor,
        counting("replications") as progress,
        writing(out),
    ):
        found = sweep(
            worked.case,
            worked.policy,
            asked,
            days=days,
            warmup_days=warmup,
            replications=replications,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
            journal=journal,
        )
        expect_some(len(found.results), _lost(len(found.lost)))
        found.write(out)
        write_csv(all_effects(found), out / "sensitivity.csv")
    effects, explained = main_effects(found, kpi)
    answer: dict[str, Any] = {
        "out": str(out),
        "points": len(found.points),
        "replications": replications,
        "missing": [{"point": point, "replication": number} for point, number in found.missing],
        "kpi": kpi,
        "r_squared": None if explained != explained else explained,
        "effects": rows(effects),
    }
    whole = asked.kind == "saltelli" and not found.missing
    if whole:
        answer["indices"] = rows(indices(found, asked, kpi))
    if not as_json:
        unit = KPI_BY_NAME[kpi].unit
        lines = [
            [
                str(row["factor"]),
                f"{row['low']:g}",
                f"{row['high']:g}",
                with_interval(in_unit(row["effect"], unit), in_unit(row["half_width"], unit), "+"),
            ]
            for row in rows(tornado(found, kpi))
        ]
        fit = "no line fits" if explained != explained else f"R² {explained:.2f}"
        title = f"{kpi}: change from the least to the largest value of each factor ({fit})"
        print_table(
            title,
            ["factor", "from", "to", f"change ± 95 % ({shown_unit(unit, worked.case.terminal.currency)})"],
            lines,
            right=(1, 2, 3),
        )
        if whole:
            shares = [
                [str(row["factor"]), number(row["first_order"]), number(row["total"])] for row in answer["indices"]
            ]
            print_table(f"{kpi}: Sobol's indices", ["factor", "alone", "with others"], shares, right=(1, 2))
        say(f"Written to {out}: design, results (.csv, .parquet) and sensitivity.csv. docs/experiments.md explains.")
    if found.missing:
        total = len(found.points) * replications
        text = f"ended after {total - len(found.missing)} of {total} replications; --resume goes on with the rest"
        raise FallsShort(text + _lost(len(found.lost)), answer)
    if as_json:
        print_json(answer)


def find_warmup(
    case: CaseName,
    out: OutFolder,
    base: Base = None,
    days: Annotated[float, typer.Option(min=28, max=3_660, help="Days of a pilot run")] = 84,
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="Pilot runs")] = 20,
    workers: Workers = USUAL_WORKERS,
    dask: Dask = None,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Find how long a warm-up a case needs, by MSER-5 and Welch's moving average: DIR/series.csv and warmup.csv."""
    expect_workers(workers)
    worked = ground(case, base)
    new_folder(out)
    with until_interrupted(FINISHED) as cancel, cluster(dask) as executor, counting("pilot runs") as progress:
        found = find_warm_up(
            worked.case,
            worked.policy,
            days=days,
            replications=replications,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
        )
    expect_some(found.replications)
    with writing(out):
        found.write(out)
    answer = {
        "out": str(out),
        "warmup_days": found.days,
        "replications": found.replications,
        "found": rows(found.found),
    }
    if not as_json:
        lines = [
            [str(row["series"]), *(number(row[name]) for name in ("mser5_days", "welch_days", "days"))]
            for row in rows(found.found)
        ]
        columns = ["series", "MSER-5", "Welch", "days"]
        print_table(f"{worked.case.name}: days until a run has forgotten its start", columns, lines, right=(1, 2, 3))
        say(f"Written to {out}: series.csv (to plot), warmup.csv. docs/experiments.md explains.")
    if found.replications < replications:
        text = f"ended after {found.replications} of {replications} pilot runs; the answer is that of the finished ones"
        raise FallsShort(text, answer)
    if found.days is None:
        text = "some series does not settle: run longer with --days, or the terminal cannot take its demand"
        raise FallsShort(text, answer)
    if as_json:
        print_json(answer)
    else:
        say(f"Recommended: --warmup {found.days}")


def _lost(count: int) -> str:
    return f"; of {count} of them the worker process died each time" if count else ""
