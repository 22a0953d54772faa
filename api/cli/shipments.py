"""`dermaga shipments`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.booking import print_booking
from api.cli.console import (
    AsJson,
    CaseName,
    OptionalOutFolder,
    Seed,
    Workers,
    as_text,
    counting,
    new_folder,
    note,
    open_case,
    print_table,
    remove_files,
    say,
    write_bytes,
)
from api.cli.planning import Effort, Seconds, end, one_limit, parse_moment, print_proof, short, until_interrupted
from api.cli.shipment_plans import read_shipment_plan, solved
from api.presenting.booking import alternative_table, booked, booking
from api.presenting.slips import Aftermath, affected_table, after_slips, slip_of
from api.presenting.tables import shipment_table
from api.presenting.task_calendar import task_calendar
from api.presenting.tasks import Task, party_of, step_table, task_table, tasks_of
from api.work.planning import as_json as plan_json
from api.work.requests import USUAL_WORKERS, PlanRequest
from api.work.shipments import ShipmentAnswer, explained, left_by
from data.case import Case
from data.errors import DermagaError
from data.export_chain import Party
from data.spreadsheets import csv_of
from scheduler.shipments.explaining.left_by_plan import LeftByPlan


def plan_shipments_of(
    case: CaseName,
    shipment: Annotated[str | None, typer.Option("--id", metavar="ID", help="Tell one booking in full")] = None,
    out: OptionalOutFolder = None,
    party: Annotated[
        str | None, typer.Option(metavar="PARTY", help="tasks.ics of one party alone, as forwarder or trade_office")
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="The moment to plan from: no step begins before that has not begun"),
    ] = None,
    late: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VOYAGE=5d",
            help="What is late, with --now: VOYAGE=5d, VOYAGE@PORT=12h, or SHIPMENT:STEP=3d; may be repeated",
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="With --late: the plan before, a plan.json (default: one is made)"),
    ] = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan each shipment's voyage and onward legs, and the dates of its export chain, with cut-offs and slack.

    DIR/plan.json, shipments.csv, steps.csv, alternatives.csv, tasks.csv and tasks.ics (the tasks of each party),
    summary.json. With --late, what was done by now by the plan before is done, the rest is planned anew, and
    affected.csv tells who is affected and what each party must do by when.
    """
    one_limit(seconds, effort)
    if late and now is None:
        raise DermagaError("what is late concerns what has not been done by some moment; give --now too")
    if previous is not None and not late:
        raise DermagaError("--previous belongs to --late; give both, or drop --previous")
    slips = [slip_of(text) for text in late or ()]
    opened = open_case(case)
    moment = parse_moment(opened, "--now", now)
    whose = party_of(party)
    if shipment is not None:
        booked(opened, shipment)
    before = None if previous is None else read_shipment_plan(opened, previous)
    if out is not None:
        new_folder(out)
    request = PlanRequest(
        case=opened.name, kind="shipment", now=moment, seconds=seconds, effort=effort, workers=workers, seed=seed
    )
    aftermath = None
    if slips and moment is not None:
        if before is None:
            note("Planning as if nothing were late ...")
            before = solved(opened, request.model_copy(update={"now": None})).plan
        aftermath = after_slips(opened, slips, before, moment)
        note("Planning anew ...")
    told = _Told(opened if aftermath is None else aftermath.case, moment, aftermath)
    kept = None if aftermath is None else aftermath.kept
    answer = solved(told.case, request, kept)
    if aftermath is not None:
        aftermath = aftermath.with_plan(answer.plan)
        told = _Told(told.case, moment, aftermath)
    left_by_plan = left_by(told.case, answer.plan, kept)
    if out is not None or shipment is None:
        with until_interrupted() as cancel, counting("reasons") as progress:
            answer = explained(left_by_plan, answer, cancel, progress)
    names: tuple[str, ...] = ()
    if out is not None:
        names = write_shipments(left_by_plan, answer, out, told.tasks(answer), aftermath, whose)
    content: dict[str, Any] = {"summary": answer.summary, "shipments": answer.rows}
    if aftermath is not None:
        content["affected"] = affected_table(told.case, aftermath.affected).to_dict("records")
    if shipment is not None:
        content["booking"] = booking(told.case, answer.plan, shipment, left_by_plan)
    if not as_json:
        if aftermath is not None:
            print_affected(told.case, aftermath)
        if shipment is None:
            print_shipments(told.case, answer)
        else:
            print_booking(told.case, content["booking"])
        if out is not None:
            say(f"Written to {out}: {', '.join(names)}")
    end(answer.summary, content, as_json)


@dataclass(frozen=True)
class _Told:
    """What is planned: the case, as it is after slips where there are any."""

    case: Case
    now: datetime | None
    aftermath: Aftermath | None

    def tasks(self, answer: ShipmentAnswer) -> list[Task]:
        """The tasks of a plan, and those that the slips bring."""
        more = self.aftermath.tasks(self.now) if self.aftermath is not None and self.now is not None else []
        return [*more, *tasks_of(self.case, answer.plan)]


def write_shipments(
    left_by_plan: LeftByPlan,
    answer: ShipmentAnswer,
    out: Path,
    tasks: list[Task] | None = None,
    aftermath: Aftermath | None = None,
    party: Party | None = None,
) -> tuple[str, ...]:
    """Write the files of a plan, and their names; tasks.ics has the tasks of one party, or of all.

    Without `tasks` they are those of the plan. A file affected.csv of an earlier plan is removed.
    """
    case = left_by_plan.case
    of_plan = tasks_of(case, answer.plan)
    tasks = of_plan if tasks is None else tasks
    with until_interrupted() as cancel:
        tables = {
            "shipments.csv": shipment_table(answer.rows),
            "steps.csv": step_table(case, of_plan),
            "alternatives.csv": alternative_table(left_by_plan, cancel),
            "tasks.csv": task_table(case, tasks),
        }
    if aftermath is not None:
        tables["affected.csv"] = affected_table(case, aftermath.affected)
    else:
        remove_files(out, ["affected.csv"])
    files = {"plan.json": as_text(plan_json(answer.plan)).encode()}
    files |= {name: csv_of(table).encode() for name, table in tables.items()}
    files |= {
        "tasks.ics": task_calendar(case, answer.plan, tasks, party),
        "summary.json": as_text(answer.summary).encode(),
    }
    write_bytes(out, files)
    return tuple(files)


def print_shipments(case: Case, answer: ShipmentAnswer) -> None:
    """Each shipment's way with its cut-off, slack, tightest step and cost."""
    rows = []
    for row in answer.rows:
        if row["legs"]:
            via = " > ".join([row["legs"][0]["origin"], *(leg["destination"] for leg in row["legs"])])
            way = [" ".join(row["voyages"]), via, short(row["cutoff"]), _hours(row["slack_h"])]
            way += [row["tightest_step"] or "-", short(row["arrival"]), f"{row['late_h'] / 24:.1f}"]
            way += ["-" if row["cost"] is None else f"{row['cost']:,.0f}"]
        else:
            way = [""] * 8
        rows.append([row["shipment"], row["commodity"], str(row["boxes"]), row["destination"], *way])
    print_table(
        f"Shipments of {case.name} ({case.terminal.currency})",
        ["shipment", "goods", "boxes", "to", "voyages", "way", "cut-off", "slack h", "tightest step", "arrives",
         "late d", "cost"],
        rows,
        right=(2, 7, 10, 11),
    )  # fmt: skip
    for row in answer.rows:
        if not row["legs"]:
            say(f"unserved: {row['shipment']}: {row['reason']}")
    print_proof(answer.summary, case.terminal.currency)


def _hours(hours: float | None) -> str:
    return "-" if hours is None else f"{hours:.1f}"


def print_affected(case: Case, aftermath: Aftermath) -> None:
    """Who is affected by what is late, and what each party must do by when."""
    if not aftermath.affected:
        say("Nobody is affected by what is late")
        return
    rows = [
        [
            row.shipment,
            "yes" if row.in_time else "no",
            "; ".join(miss.text for miss in row.missed),
            "; ".join(f"{remedy.party} by {case.terminal.clock(remedy.due)}: {remedy.text}" for remedy in row.remedies),
        ]
        for row in aftermath.affected
    ]
    print_table("Affected by what is late", ["shipment", "still goes", "misses", "to do"], rows)
