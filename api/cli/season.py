"""`dermaga season`: recurring bookings planned for months, supply against demand."""

from dataclasses import asdict
from datetime import datetime, timedelta
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
    print_table,
    say,
    solving,
    write_files,
)
from api.cli.planning import Effort, Seconds, end, one_limit, parse_moment, print_proof, until_interrupted
from api.work.planning import as_json as plan_json
from api.work.planning import stop_after, summary_of
from api.work.requests import USUAL_WORKERS
from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.formats import frames
from data.formats.frames import csv_text
from data.spreadsheets import csv_of
from scheduler import shipments
from scheduler.shipments.routine.season import Month, season, with_recurring

# A season where none is given.
_DAYS = 92
_LONGEST = timedelta(days=3 * 366)
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day (default: the case's first, or first ready)")
]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=f"Day after the last (default: {_DAYS} days on)")]


def plan_season(
    case: CaseName,
    first: From = None,
    last: To = None,
    out: OptionalOutFolder = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan a season with its recurring bookings: boxes asked for, planned, and what is there for them, by month.

    With --out: DIR/season.csv (a row a month), shipments.csv (the table, recurring ones included), plan.json,
    summary.json.
    """
    one_limit(seconds, effort)
    opened = open_case(case)
    start, until = horizon(opened, first, last)
    if out is not None:
        new_folder(out)
    grown = with_recurring(opened, start, until)
    with until_interrupted() as cancel, solving("shipments", opened.terminal.currency) as progress:
        stop = stop_after(seconds, effort, cancel)
        result = shipments.solve(grown, stop=stop, seed=seed, workers=workers, report=progress)
    verdict = check(grown, result.plan)
    summary = summary_of(result, verdict, verdict.terms)
    months = season(grown, result.plan, start, until)
    rows = [asdict(month) for month in months]
    if out is not None:
        table = pd.DataFrame(rows, columns=list(Month.__dataclass_fields__))
        write_files(
            out,
            {
                "season.csv": csv_of(table),
                "shipments.csv": csv_text(frames(grown)["shipments"], grown.terminal.zone),
                "plan.json": as_text(plan_json(result.plan)),
                "summary.json": as_text(summary),
            },
        )
    if not as_json:
        print_season(opened, months, start, until)
        _note_last_ship(opened, until)
        print_proof(summary, opened.terminal.currency)
        if out is not None:
            say(f"Written to {out}: season.csv, shipments.csv, plan.json, summary.json")
    end(
        summary,
        {"summary": summary, "recurring": len(grown.shipments) - len(opened.shipments), "months": rows},
        as_json,
    )


def horizon(case: Case, first: str | None, last: str | None) -> tuple[datetime, datetime]:
    """The days of a season. Raises DermagaError where they are none, or too many."""
    start = parse_moment(case, "--from", first)
    if start is None:
        start = case.terminal.local(beginning(case, "--from")).replace(hour=0, minute=0, second=0, microsecond=0)
    until = parse_moment(case, "--to", last) or start + timedelta(days=_DAYS)
    if until <= start:
        raise DermagaError("the season ends before it begins: --to must be later than --from")
    if until - start > _LONGEST:
        raise DermagaError("the season is longer than three years; give an earlier --to")
    return start, until


def beginning(case: Case, option: str) -> datetime:
    """The first moment of a case's calls and bookings. Raises DermagaError, which asks for an option, without any."""
    ready = [shipment.ready for shipment in case.shipments] + [row.first for row in case.recurring_bookings]
    first = min([*ready, *([case.first_day] if case.calls else [])], default=None)
    if first is None:
        raise DermagaError(f"the case {case.name} has no calls, shipments or recurring bookings; give {option}")
    return first


def _note_last_ship(case: Case, until: datetime) -> None:
    """Say where the case has no ships for the end of the season."""
    leaving = [leg.departure for leg in case.sailings if leg.origin == case.terminal.unlocode]
    if not leaving:
        note(f"note: the case has no sailing from {case.terminal.unlocode}")
    elif max(leaving) < until - timedelta(days=7):
        last = case.terminal.clock(max(leaving))
        note(f"note: the case's last sailing from here leaves at {last}; later there is no ship")


def print_season(case: Case, months: list[Month], start: datetime, until: datetime) -> None:
    """Supply and demand, a row a month."""

    def count(value: float | None) -> str:
        return "-" if value is None else f"{value:,.1f}".removesuffix(".0")

    rows: list[list[str]] = [
        [row.month, str(row.bookings), *map(count, (row.demanded, row.planned, row.late, row.shortfall)),
         *map(count, (row.empties_new, row.empties_taken, row.empties_left)),
         *map(count, (row.room_teu, row.taken_teu)), row.reason]
        for row in months
    ]  # fmt: skip
    columns: list[Any] = ["month", "bookings", "boxes asked", "planned", "late", "short", "empties in", "out", "left",
                          "room TEU", "taken", "why short, mostly"]  # fmt: skip
    local = case.terminal.local
    print_table(
        f"Season of {case.name}, {local(start):%Y-%m-%d} to {local(until):%Y-%m-%d}", columns, rows, right=range(1, 11)
    )
