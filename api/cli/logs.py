"""`dermaga fit`, `dermaga replay` and `dermaga kpis`: what a terminal's own log says."""

from contextlib import nullcontext
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OutFolder,
    Seed,
    Workers,
    as_text,
    counting,
    expect_some,
    new_folder,
    note,
    open_case,
    print_json,
    print_table,
    say,
    writing,
)
from api.cli.planning import FINISHED, until_interrupted
from api.cli.units import in_unit, shown_unit
from api.work.requests import USUAL_WORKERS
from api.work.simulating import rows
from data.case import Case
from data.errors import BadInput, DermagaError, Fault
from data.formats.folder import write_folder
from data.kpis import KPIS
from data.plans import BerthPlan, read_plan
from data.port_calls import berth_figures, call_figures, planned_calls
from data.spreadsheets import csv_of
from simulations.experiments.replications import run
from simulations.experiments.tables import write_csv
from simulations.kernel import DAY
from simulations.logs.actuals import figures as figures_of
from simulations.logs.estimates import Estimate, Fit
from simulations.logs.fitting import fit_case
from simulations.logs.reading import Log, days_of, read_log
from simulations.logs.replay import as_recorded, held_against
from simulations.policies import FirstComeFirstServed

LogFile = Annotated[
    Path, typer.Argument(metavar="LOG", help="Event log: .csv, .xlsx or the events.parquet of a recorded run")
]
OfCase = Annotated[str, typer.Option("--case", metavar="CASE", help="The terminal's case, whose parameters are fitted")]
Days = Annotated[
    float | None, typer.Option(min=0.01, max=3_660, help="Days of the log, from its first midnight (default: all)")
]


def fit(log: LogFile, case: OfCase, out: OutFolder, as_json: AsJson = False) -> None:
    """Fit the case's parameters to the terminal's log: a new case in DIR, and DIR/fit/fit.csv and summary.json."""
    opened = open_case(case)
    events = _opened(log, opened)
    result = fit_case(opened, events, report=(lambda _: None) if as_json else lambda what: note(f"fitting: {what}"))
    summary = _summary(events, result)
    with writing(out):
        write_folder(result.case, out)
        (out / "fit").mkdir()
        (out / "fit" / "fit.csv").write_text(csv_of(result.table(), "%.6g"), encoding="utf-8", newline="\n")
        (out / "fit" / "summary.json").write_text(as_text(summary), encoding="utf-8")
    if as_json:
        print_json({"out": str(out), **summary})
        return
    print_table(
        f"{opened.name}, fitted to {events.file}",
        ["parameter", "n", "estimate", "95 % interval", "case", "unit", "distribution", "p", "best by AIC"],
        [_line(each) for each in result.estimates],
        right=range(1, 5),
    )
    for remark in dict.fromkeys(each.remark for each in result.estimates if each.remark):
        say(f"note: {remark}")
    say(f"The case with these parameters is in {out}, all details in {out / 'fit' / 'fit.csv'}: docs/calibration.md.")


def _opened(path: Path, case: Case) -> Log:
    log = read_log(path, case)
    for notice in log.notices:
        note(f"note: {notice}")
    return log


def _summary(log: Log, result: Fit) -> dict[str, Any]:
    return {
        "log": log.file,
        "from": log.start.isoformat(),
        "days": round(log.end / DAY, 3),
        "events": len(log.events),
        "estimates": rows(result.table()),
    }


def _line(each: Estimate) -> list[str]:
    p_value = "-" if isnan(each.p_value) else f"{each.p_value:.3f}"
    return [
        each.parameter or each.what,
        f"{each.values:,}" + (f" (+{each.censored:,})" if each.censored else ""),
        _number(each.estimate),
        "-" if isnan(each.low) else f"{_number(each.low)} to {_number(each.high)}",
        _number(each.in_case),
        each.unit,
        each.distribution or "-",
        p_value,
        each.best or "-",
    ]


def _number(value: float | None) -> str:
    return "-" if value is None or isnan(value) else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def replay(
    case: CaseName,
    log: LogFile,
    out: OutFolder,
    days: Days = None,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Independent runs")] = 20,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Simulate a recorded month again and hold it against the record: DIR/replay.csv, kpis.csv, replications.csv."""
    opened = open_case(case)
    events = _opened(log, opened)
    length = days or days_of(events)
    recorded = as_recorded(opened, events)
    new_folder(out)
    with until_interrupted(FINISHED) as cancel, counting("replications") as progress:
        experiment = run(
            recorded, FirstComeFirstServed(), days=length, start=events.start, replications=replications,
            workers=workers, seed=seed, report=progress, cancel=cancel,
        )  # fmt: skip
    expect_some(len(experiment.replications))
    result = held_against(opened, events, length, experiment)
    with writing(out):
        experiment.write(out)
        write_csv(result.table, out / "replay.csv")
    figures = rows(result.table)
    answer = {"out": str(out), "days": length, "within": result.within, "compared": result.compared, "kpis": figures}
    if not as_json:
        lines = [
            [row["kpi"],
             *(_number(in_unit(row[name], row["unit"])) for name in ("recorded", "simulated_mean", "low", "high")),
             row["within"] or "-", shown_unit(row["unit"], opened.terminal.currency)]
            for row in figures
        ]  # fmt: skip
        columns = ["key figure", "recorded", "simulated", "low", "high", "within", "unit"]
        print_table(f"{opened.name}: {length:g} days of {events.file}, simulated again", columns, lines, range(1, 5))
        say(
            f"{result.within} of {result.compared} figures lie in the 95 % interval for one such run (low to high). "
            f"Written to {out}: replay.csv, kpis.csv, replications.csv."
        )
    done = experiment.replications["replication"].nunique()
    if done < replications:
        raise FallsShort(f"ended after {done} of {replications} replications; the finished ones are kept", answer)
    if as_json:
        print_json(answer)


@dataclass(frozen=True)
class _Column:
    """Key figures of a plan or a log, under a heading."""

    heading: str
    figures: dict[str, float]


def kpis(
    case: CaseName,
    plan: Annotated[Path | None, typer.Option(metavar="PLAN", help="A berth plan: its figures as planned")] = None,
    actuals: Annotated[
        Path | None, typer.Option(metavar="LOG", help="The terminal's event log: its figures as they were")
    ] = None,
    days: Days = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write DIR/kpis.csv")] = None,
    as_json: AsJson = False,
) -> None:
    """Key figures of a berth plan and of the terminal's log, defined as those of a simulation are: docs/kpis.md."""
    if plan is None and actuals is None:
        raise DermagaError("give --plan PLAN, --actuals LOG, or both")
    opened = open_case(case)
    found = []
    if plan is not None:
        found.append(_Column("planned", _planned(opened, plan)))
    if actuals is not None:
        log = _opened(actuals, opened)
        found.append(_Column("actual", figures_of(opened, log, days or days_of(log))))
    table = pd.DataFrame(
        [
            [kpi.name, kpi.unit, *(column.figures.get(kpi.name, float("nan")) for column in found)]
            for kpi in KPIS
            if any(not isnan(column.figures.get(kpi.name, float("nan"))) for column in found)
        ],
        columns=["kpi", "unit", *(column.heading for column in found)],
    )
    if out is not None:
        new_folder(out)
    with writing(out) if out is not None else nullcontext():
        if out is not None:
            write_csv(table, out / "kpis.csv")
    if as_json:
        print_json({"kpis": rows(table)})
        return
    headings = [column.heading for column in found]
    lines = [
        [
            row["kpi"],
            *(_number(in_unit(row[name], row["unit"])) for name in headings),
            shown_unit(row["unit"], opened.terminal.currency),
        ]
        for row in rows(table)
    ]
    print_table(opened.name, ["key figure", *headings, "unit"], lines, right=range(1, len(found) + 1))


def _planned(case: Case, path: Path) -> dict[str, float]:
    """Figures of a berth plan. Raises BadInput for other plans and for calls that the case does not know."""
    plan = read_plan(path)
    if not isinstance(plan, BerthPlan):
        remedy = "give the plan.json of dermaga plan"
        raise BadInput([Fault(str(path), f"it is a {plan.kind} plan", remedy, column="kind")])
    calls = planned_calls(case, plan)
    if len(calls) < len(plan.calls):
        known = {call.call for call in calls}
        remedy = "give the plan of this case"
        raise BadInput(
            [
                Fault(str(path), "the case has no such call", remedy, column="call", value=entry.call)
                for entry in plan.calls
                if entry.call not in known
            ]
        )
    window = (plan.end - plan.start).total_seconds() / 60
    return {
        **call_figures(calls),
        **berth_figures(case, calls, window),
        "calls_unserved": float(len(plan.unserved)),
    }
