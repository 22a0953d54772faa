"""`dermaga simulate`."""

from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path
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
    with_interval,
    writing,
)
from api.cli.executing import execute_plan
from api.cli.experimenting import Dask, Warmup, cluster
from api.cli.planning import FINISHED, until_interrupted
from api.cli.units import in_unit, shown_unit
from api.work.policies import policy_of
from api.work.requests import USUAL_WORKERS
from api.work.simulating import rows, run, task_of
from data.case import Case
from data.checker import check
from data.errors import BadInput, DermagaError, Fault
from data.night import NightPlan, read_plan_or_night
from data.plans import BerthPlan, LoadingPlan, YardPlan
from data.shipment_plans import ShipmentPlan
from simulations.experiments.recording import recorded
from simulations.experiments.replications import Experiment
from simulations.experiments.runs import Run
from simulations.experiments.stopping import Precision
from simulations.experiments.workers import expect_workers
from simulations.policies import ByRules, FollowPlan, Policy, Rules
from simulations.record_tables import write_records
from simulations.terminal import Cancelled


def simulate_case(
    case: CaseName,
    out: OutFolder,
    policy: Annotated[
        str,
        typer.Option(
            metavar="POLICY",
            help="fcfs: first come first served; plan:PATH: follow a berth plan, or execute a loading plan (a "
            "plan.json); replan:6h: plan the berths anew every 6 hours",
        ),
    ] = "fcfs",
    rule: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACE=FUNCTION",
            help="Decide by your own Python function: berthing, dispatching, stacking or slotting=path.py:function",
        ),
    ] = None,
    days: Annotated[
        float | None, typer.Option(min=0.01, max=3_660, help="Days (default: those of the plan, else 28)")
    ] = None,
    warmup: Warmup = 0,
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="Independent runs")] = 20,
    precision: Annotated[
        float | None,
        typer.Option(help="Then go on until half the 95 % interval of --of is at most this share of its mean, as 0.05"),
    ] = None,
    of: Annotated[
        str | None, typer.Option(metavar="KPI", help="Key figure that shall be so precise (default: waiting_h)")
    ] = None,
    most: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="Most runs for a precision (default: 1000)")
    ] = None,
    dask: Dask = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    records: Annotated[
        bool, typer.Option("--records", help="Also write all that happens in the first run: events, yard, calls")
    ] = False,
    all_records: Annotated[
        bool, typer.Option("--all-records", help="The same of every run, in DIR/records/0, 1, ...")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Simulate a plan, or first come first served: DIR/kpis.csv, quantiles.csv and replications (.csv, .parquet).

    With --records also events.parquet, yard.parquet, calls.parquet and calls.csv: docs/records.md.
    A loading plan is executed lift by lift: DIR/summary.json, replications.csv, cranes.csv and lifts.csv.
    """
    expect_workers(workers)
    if precision is None and (of is not None or most is not None):
        raise DermagaError("--of and --most say how --precision is reached; give it too, or drop them")
    opened = open_case(case)
    followed = _checked_plan(opened, Path(policy.removeprefix("plan:"))) if policy.startswith("plan:") else None
    if isinstance(followed, LoadingPlan):
        if rule:
            raise DermagaError("a loading plan says itself what happens when; drop --rule")
        if precision is not None or dask is not None:
            raise DermagaError("a loading plan is executed --replications times here; drop --precision and --dask")
        if days is not None or warmup:
            raise DermagaError("a loading plan is executed from its start to its last lift; drop --days and --warmup")
        if records or all_records:
            raise DermagaError("a loading plan's run has its lifts in lifts.csv; drop --records and --all-records")
        execute_plan(opened, followed, out, replications=replications, workers=workers, seed=seed, as_json=as_json)
        return
    works = FollowPlan(followed) if followed is not None else policy_of(policy, _no_plan)
    if rule:
        works = ByRules(works, Rules.of(_by_place(rule)))
    wanted = None if precision is None else Precision(precision, of or "waiting_h", most or 1_000)
    new_folder(out)
    with cluster(dask) as executor:
        experiment = simulate_with_progress(
            opened,
            works,
            days=days,
            warmup_days=warmup,
            replications=replications,
            precision=wanted,
            workers=workers,
            seed=seed,
            executor=executor,
        )
    done = experiment.replications["replication"].nunique()
    expect_some(done, died(experiment))
    with writing(out):
        experiment.write(out)
    if records or all_records:
        task = task_of(opened, works, days=days, warmup_days=warmup, seed=seed)
        _record(task, out, done if all_records else min(done, 1), in_folders=all_records)
    answer = {"out": str(out), "kpis": rows(experiment.kpis())}
    if not as_json:
        name = f"the plan {policy.removeprefix('plan:')}" if followed is not None else _TITLES.get(policy, policy)
        print_kpis(f"{opened.name}, {' '.join([name, *(rule or ())])}", {"": experiment}, opened.terminal.currency)
        say(f"Written to {out}: kpis.csv, quantiles.csv, replications.csv. docs/kpis.md defines each figure.")
    total = max(replications, experiment.wanted)
    if done < total:
        raise FallsShort(
            f"ended after {done} of {total} replications; the finished ones are kept{died(experiment)}", answer
        )
    if wanted is not None and experiment.precise is False:
        mean, half_width = experiment.interval(wanted.of)
        text = (
            f"after {done} replications {wanted.of} is {mean:.3f} ± {half_width:.3f}, not so precise; give more --most"
        )
        raise FallsShort(text, answer)
    if as_json:
        print_json(answer)


_TITLES = {"fcfs": "first come first served"}


def _by_place(rules: list[str]) -> dict[str, str]:
    """Rules as PLACE=FUNCTION by their places. Raises BadInput."""
    found: dict[str, str] = {}
    for text in rules:
        place, sign, function = text.partition("=")
        if not sign or place in found:
            problem = "it names no function" if not sign else "there is another rule for this place"
            raise BadInput([Fault("--rule", problem, "give berthing=path.py:function", value=text)])
        found[place] = function
    return found


def _no_plan(_: Path) -> BerthPlan:
    raise BadInput([Fault("--policy", "it names no plan", "give plan:PATH")])


def died(experiment: Experiment) -> str:
    """The end of a sentence, where worker processes died and took replications with them."""
    if not experiment.lost:
        return ""
    numbers = ", ".join(str(number) for number in experiment.lost[:10])
    more = "" if len(experiment.lost) <= 10 else f" and {len(experiment.lost) - 10} more"
    return f"; missing are {numbers}{more}, whose worker process died each time (out of memory?)"


def _record(task: Run, out: Path, count: int, *, in_folders: bool) -> None:
    """Run the first so many replications again and write their records; Ctrl-C keeps those that are written."""
    with (
        until_interrupted("the records that are written are kept") as cancel,
        counting("records") as progress,
        writing(out),
        suppress(Cancelled),
    ):
        for number in range(count):
            terminal = recorded(task, number, cancel.is_set)
            write_records(terminal, out / "records" / str(number) if in_folders else out)
            progress(number + 1, count)


def _checked_plan(case: Case, path: Path) -> BerthPlan | LoadingPlan:
    """A plan that the checker accepts. Raises BadInput or DermagaError for anything else."""
    plan = read_plan_or_night(path)
    if isinstance(plan, ShipmentPlan | YardPlan):
        remedy = "give the plan.json of dermaga plan or dermaga load"
        raise BadInput([Fault(str(path), f"it is a {plan.kind} plan", remedy, column="kind")])
    if isinstance(plan, NightPlan):
        remedy = (
            "dermaga night executes it itself, with --simulate N; give the plan.json of dermaga plan or dermaga load"
        )
        raise BadInput([Fault(str(path), "it is a night shift", remedy, column="kind")])
    verdict = check(case, plan)
    if not verdict.feasible:
        raise DermagaError("\n".join([f"{path} breaks rules of the case:", *(str(rule) for rule in verdict.broken)]))
    return plan


def simulate_with_progress(
    case: Case,
    policy: Policy,
    *,
    days: float | None,
    warmup_days: float = 0,
    replications: int,
    precision: Precision | None = None,
    workers: int,
    seed: int,
    executor: Executor | None = None,
) -> Experiment:
    """Replications of a policy; Ctrl-C keeps the finished ones."""
    with until_interrupted(FINISHED) as cancel, counting("replications") as progress:
        return run(
            case,
            policy,
            days=days,
            start=None,
            warmup_days=warmup_days,
            replications=replications,
            precision=precision,
            workers=workers,
            seed=seed,
            report=progress,
            cancel=cancel,
            executor=executor,
        )


def print_kpis(title: str, experiments: dict[str, Experiment], currency: str) -> None:
    """Mean and half-width of the 95 % interval of each figure: one column an experiment."""
    tables = {name: {row["kpi"]: row for row in rows(experiment.kpis())} for name, experiment in experiments.items()}
    first = next(iter(tables.values()))
    lines = []
    for kpi, first_row in first.items():
        unit = first_row["unit"]
        found = [[in_unit(table[kpi][name], unit) for name in ("mean", "half_width")] for table in tables.values()]
        told = (with_interval(mean, half_width) for mean, half_width in found)
        lines.append([kpi, *told, shown_unit(unit, currency)])
    columns = ["key figure", *(name or "mean ± 95 %" for name in tables), "unit"]
    print_table(title, columns, lines, right=range(1, len(tables) + 1))
