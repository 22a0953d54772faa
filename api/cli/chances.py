"""`dermaga chances`: how likely shipments make their cut-offs."""

from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OptionalOutFolder,
    Seed,
    Workers,
    as_text,
    new_folder,
    note,
    open_case,
    print_json,
    print_table,
    say,
    write_files,
)
from api.cli.planning import Seconds, parse_moment, refuse_unchecked, short
from api.cli.shipment_plans import read_shipment_plan, solved
from api.work.requests import USUAL_WORKERS, PlanRequest
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import ShipmentPlan
from data.spreadsheets import csv_of
from simulations.chains.chances import DRAWS, Chance, Frequency, chances

PlanFile = Annotated[
    Path | None,
    typer.Option("--plan", metavar="PLAN", help="Shipment plan of the case, a plan.json (default: it is planned now)"),
]
Ids = Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="A shipment; may be given again")]


def tell_chances(
    case: CaseName,
    plan: PlanFile = None,
    shipment: Ids = None,
    now: Annotated[
        str | None, typer.Option(metavar="DATE", help="What has not begun by then begins later (default: the plan's)")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=1_000_000, help="How often each chain is drawn")] = DRAWS,
    out: OptionalOutFolder = None,
    seconds: Seconds = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """How likely each shipment makes its cut-offs and its connection, by durations drawn from their distributions.

    With --out: DIR/chances.csv (a row a shipment), steps.csv (a row a cut-off), summary.json.
    """
    opened = open_case(case)
    moment = parse_moment(opened, "--now", now)
    if out is not None:
        new_folder(out)
    made = _planned(opened, seconds, workers, seed) if plan is None else _read(opened, plan)
    if shipment:
        unknown = [name for name in shipment if name not in opened.shipment_by_id]
        if unknown:
            raise DermagaError(f"{opened.name} has no shipment {unknown[0]}; give one of its table shipments")
        for name in shipment:
            if name not in {routed.shipment for routed in made.shipments}:
                note(f"note: {name} is not routed: it makes no ship")
    wanted = set(shipment or opened.shipment_by_id)
    # Those who share a box with one of them are drawn with it.
    boxes = {routed.shared_box for routed in made.shipments if routed.shipment in wanted} - {None}
    drawn = tuple(routed for routed in made.shipments if routed.shipment in wanted or routed.shared_box in boxes)
    found = chances(opened, made.model_copy(update={"shipments": drawn}), draws=draws, seed=seed, now=moment)
    found = [each for each in found if each.shipment in wanted]
    answer = [chance_row(opened, each) for each in found]
    if out is not None:
        tables = {"chances.csv": chance_table(answer), "steps.csv": step_table(answer)}
        files = {name: csv_of(table) for name, table in tables.items()}
        write_files(out, files | {"summary.json": as_text({"draws": draws, "seed": seed, "shipments": answer})})
    if as_json:
        print_json({"draws": draws, "seed": seed, "shipments": answer})
        return
    print_chances(opened, answer, draws)
    if out is not None:
        say(f"Written to {out}: chances.csv, steps.csv, summary.json")


def _planned(case: Case, seconds: float | None, workers: int, seed: int) -> ShipmentPlan:
    request = PlanRequest(case=case.name, kind="shipment", seconds=seconds, workers=workers, seed=seed)
    answer = solved(case, request)
    refuse_unchecked(answer.summary, {"summary": answer.summary})
    return answer.plan


def _read(case: Case, path: Path) -> ShipmentPlan:
    """The plan in a file. Raises DermagaError where the case lacks something that it names."""
    plan = read_shipment_plan(case, path)
    gone = [routed.shipment for routed in plan.shipments if routed.shipment not in case.shipment_by_id]
    gone += [leg for routed in plan.shipments for leg in routed.sailings if leg not in case.sailing_by_id]
    if gone:
        raise DermagaError(f"the plan names {gone[0]}, which {case.name} does not have; plan its shipments anew")
    return plan


def chance_row(case: Case, found: Chance) -> dict[str, Any]:
    """A chance for JSON: shares with their intervals, hours of slack (None where they are without end)."""
    shipment = case.shipment_by_id[found.shipment]
    return {
        "shipment": found.shipment,
        "commodity": shipment.commodity,
        "destination": shipment.destination,
        "all": _shares(found.all),
        "cutoffs": _shares(found.cutoffs),
        "gate_in": _shares(found.gate_in),
        "connection": _shares(found.connection),
        "misses": found.misses,
        "slack_h": {f"{quantile:g}": _hours(hours) for quantile, hours in found.slack_h.items()},
        "steps": [
            {
                "step": row.step,
                "name": row.name,
                "deadline": row.deadline.isoformat(timespec="minutes"),
                "what": row.what,
                "made": _shares(row.made),
                "first_missed": round(row.first, 4),
            }
            for row in found.steps
        ],
    }


def _shares(found: Frequency | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"share": found.share, "low": round(found.low, 6), "high": round(found.high, 6)}


def _hours(hours: float) -> float | None:
    return round(hours, 2) if isfinite(hours) else None


def chance_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a shipment, flat."""
    return pd.DataFrame(
        [
            {
                "shipment": row["shipment"],
                "probability": row["all"]["share"],
                "low": row["all"]["low"],
                "high": row["all"]["high"],
                "cutoffs": row["cutoffs"]["share"],
                "gate_in": row["gate_in"] and row["gate_in"]["share"],
                "connection": row["connection"] and row["connection"]["share"],
                "misses": row["misses"],
                **{f"slack_h_{name}": hours for name, hours in row["slack_h"].items()},
            }
            for row in rows
        ]
    )


def step_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """One row for everything that a shipment must make in time, flat."""
    return pd.DataFrame(
        [
            {
                "shipment": row["shipment"],
                **{name: step[name] for name in ("step", "deadline", "what")},
                "probability": step["made"]["share"],
                "low": step["made"]["low"],
                "high": step["made"]["high"],
                "first_missed": step["first_missed"],
            }
            for row in rows
            for step in row["steps"]
        ]
    )


def print_chances(case: Case, rows: list[dict[str, Any]], draws: int) -> None:
    """A table of shipments, the least likely first; of one alone, its steps too."""

    def share(found: dict[str, float] | None) -> str:
        if found is None:
            return "-"
        told = f"{found['share']:.1%}"
        # What is not certain does not look so.
        return {"100.0%": ">99.9%", "0.0%": "<0.1%"}.get(told, told) if 0 < found["share"] < 1 else told

    def hours(value: float | None) -> str:
        return "-" if value is None else f"{value:.1f}"

    print_table(
        f"Shipments of {case.name}: how likely they make it ({draws:,} draws)",
        ["shipment", "to", "all", "95 % interval", "cut-offs", "gate-in", "connection", "misses most", "slack h 5 %",
         "50 %"],
        [
            [row["shipment"], row["destination"], share(row["all"]),
             f"{row['all']['low']:.1%} to {row['all']['high']:.1%}", share(row["cutoffs"]), share(row["gate_in"]),
             share(row["connection"]), row["misses"], hours(row["slack_h"]["0.05"]), hours(row["slack_h"]["0.5"])]
            for row in sorted(rows, key=lambda row: row["all"]["share"])
        ],
        right=(2, 4, 5, 6, 8, 9),
    )  # fmt: skip
    if len(rows) == 1:
        print_table(
            f"What {rows[0]['shipment']} must make",
            ["step", "by", "what that is", "made", "first missed"],
            [
                [
                    step["name"],
                    short(step["deadline"]),
                    step["what"],
                    share(step["made"]),
                    f"{step['first_missed']:.0%}",
                ]
                for step in rows[0]["steps"]
            ],
            right=(3, 4),
        )
