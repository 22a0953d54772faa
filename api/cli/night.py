"""`dermaga night`."""

from datetime import timedelta
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OutFolder,
    Seed,
    as_text,
    new_folder,
    note,
    open_case,
    print_table,
    print_terms,
    say,
    write_bytes,
)
from api.cli.planning import end, parse_moment, until_interrupted
from api.presenting.sheets import sheet_name
from api.presenting.tables import clock_of, yard_table
from api.work.night import summary_of
from data.case import Case
from data.formats.workbook import workbook_with
from data.spreadsheets import csv_of
from scheduler.stopping import Stop
from scheduler.yard.night import solve

FILES = ("plan.json", "night.csv", "night.xlsx", "summary.json")


def plan_night(
    case: CaseName,
    out: OutFolder,
    start: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="When the shift begins (default: with the case's first day)")
    ] = None,
    hours: Annotated[float, typer.Option(min=0.1, max=72, help="How long it takes")] = 8,
    days: Annotated[float, typer.Option(min=0.1, max=31, help="Ships that are expected in so many days count")] = 3,
    simulate: Annotated[int, typer.Option(min=0, max=10_000, help="Execute it so many times")] = 0,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Put the yard in order in a few idle hours, for the ships of the next days.

    DIR/plan.json, night.csv and night.xlsx (the work queue of each yard crane), summary.json.
    """
    opened = open_case(case)
    begins = parse_moment(opened, "--start", start) or opened.first_day
    new_folder(out)
    with until_interrupted() as cancel:
        result = solve(
            opened, begins, begins + timedelta(hours=hours), begins + timedelta(days=days), stop=Stop(cancel=cancel)
        )
    summary = summary_of(opened, result, simulate, seed)
    queue = yard_table(result.plan.moves)
    sheets: dict[str, pd.DataFrame] = {}
    for crane, of_crane in queue.groupby("crane"):
        sheets[sheet_name(str(crane), sheets)] = of_crane.assign(
            start=[clock_of(opened, moment) for moment in of_crane["start"]],
            end=[clock_of(opened, moment) for moment in of_crane["end"]],
        )
    write_bytes(
        out,
        {
            "plan.json": as_text(result.plan.model_dump(mode="json", by_alias=True)).encode(),
            "night.csv": csv_of(queue).encode(),
            "night.xlsx": workbook_with(sheets or {"moves": queue}, opened.terminal.zone),
            "summary.json": as_text(summary).encode(),
        },
    )
    for broken in summary["broken"]:
        note(f"broken: {broken}")
    for remark in summary["notes"]:
        note(remark)
    if not as_json:
        _print(opened, summary)
        say(f"Written to {out}: {', '.join(FILES)}")
    end(summary, {"out": str(out), **summary}, as_json)


def _print(case: Case, summary: dict[str, Any]) -> None:
    rows = [
        [row["block"], *(str(row[name]) for name in ("in_the_way", "moves", "still_in_the_way"))]
        for row in summary["blocks"]
    ]
    rows.append(["all", *(str(summary[name]) for name in ("in_the_way", "moves", "still_in_the_way"))])
    title = f"Night shift of {case.name}, {summary['boxes_that_leave']} boxes leave"
    print_table(title, ["block", "in the way", "moves", "still in the way"], rows, right=(1, 2, 3))
    print_terms("Cost", {"plan": summary["terms"], "without": summary["terms_without"]}, case.terminal.currency)
    if (run := summary.get("executed")) is not None:
        say(
            f"Executed {run['times']} times: all moves were done in {run['all_moves_done']}, "
            f"{run['mean_still_in_the_way']:.1f} boxes were still in the way, and it took {run['mean_hours']:.1f} h"
        )
