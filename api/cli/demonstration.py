"""`dermaga demo`: a week of Kaltim Kariangau Terminal planned, simulated and told."""

from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    OutFolder,
    Seed,
    Workers,
    new_folder,
    note,
    open_case,
    print_json,
    say,
    solving,
    writing,
)
from api.cli.planning import (
    print_berths,
    refuse_unchecked,
    until_interrupted,
    write_berths,
    write_reasons,
)
from api.cli.shipments import print_shipments, write_shipments
from api.cli.simulating import print_kpis, simulate_with_progress
from api.presenting.report import ReportContent, write_report
from api.work.planning import explained, plan_berths, stop_of
from api.work.requests import USUAL_WORKERS, PlanRequest
from api.work.shipments import left_by, plan_shipments
from api.work.simulating import rows
from data.kpis import KPIS
from simulations.policies import FirstComeFirstServed, FollowPlan

CASE = "kariangau-2025"


def demo(
    out: OutFolder = Path("out/demo"),
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400, help="Longest time to solve the berths")] = 45,
    replications: Annotated[int, typer.Option(min=1, max=100_000, help="Independent runs of each simulation")] = 20,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan the first week of KKT at its target for 2025, simulate the plan and first come first served, and report."""
    new_folder(out)
    case = open_case(CASE)
    currency = case.terminal.currency
    week = PlanRequest(case=CASE, kind="berth", days=7, seconds=seconds, workers=workers, seed=seed)
    note(f"Planning the first week of {case.terminal.name} at its target volume for 2025 ...")
    with until_interrupted() as cancel, solving("berths", currency) as progress:
        berths = plan_berths(case, week, stop_of(week, cancel), progress)
    write_berths(case, berths, out)
    berths = explained(case, berths)
    write_reasons(case, berths, out)
    if not as_json:
        print_berths(case, berths)

    note("Planning the shipments ...")
    bookings = week.model_copy(update={"kind": "shipment"})
    with until_interrupted() as cancel, solving("shipments", currency) as progress:
        shipments = plan_shipments(case, bookings, stop_of(bookings, cancel), progress)
    (out / "shipments").mkdir(exist_ok=True)
    write_shipments(left_by(case, shipments.plan), shipments, out / "shipments")
    if not as_json:
        print_shipments(case, shipments)

    experiments = {}
    for name, policy in (("plan", FollowPlan(berths.plan)), ("first come first served", FirstComeFirstServed())):
        note(f"Simulating the week {replications} times: {name} ...")
        experiments[name] = simulate_with_progress(
            case, policy, days=7, replications=replications, workers=workers, seed=seed
        )
        folder = out / f"simulation-{policy.name}"
        with writing(folder):
            experiments[name].write(folder)
    kpis = {name: rows(experiment.kpis()) for name, experiment in experiments.items()}
    if not as_json:
        print_kpis("The week simulated, on the same random numbers", experiments, currency)

    write_report(
        out / "report.html",
        ReportContent(
            case_title=f"{case.terminal.name}, a week at the target for 2025",
            case_name=case.name,
            created=datetime.now(case.terminal.zone),
            command=f"dermaga demo --out {out} --seed {seed}",
            seed=seed,
            view_plan=berths.view,
            view_baseline=berths.baseline_view,
            summary=berths.summary,
            kpis_plan=kpis["plan"],
            kpis_baseline=kpis["first come first served"],
            shipments=shipments.rows,
            ports={port.unlocode: port.name for port in case.ports},
            definitions={kpi.name: kpi.definition for kpi in KPIS},
            versions={package: version(package) for package in ("dermaga", "ortools", "simpy")},
        ),
    )
    answer = {
        "out": str(out),
        "report": str(out / "report.html"),
        "summary": berths.summary,
        "shipments": shipments.summary,
        "kpis": kpis,
    }
    for summary in (berths.summary, shipments.summary):
        refuse_unchecked(summary, answer)
    if as_json:
        print_json(answer)
        return
    say(f"Everything is in {out}; open {out}/report.html in a browser.")
    say("Next:")
    say("  .venv/bin/dermaga serve                     the board, at http://127.0.0.1:8400/")
    say("  .venv/bin/dermaga case template my-terminal an empty case to fill in with your own terminal")
    say("  .venv/bin/dermaga --help                    every command")
