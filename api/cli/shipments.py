"""`dermaga shipments`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.booking import booked, booking
from api.cli.console import (
    AsJson,
    CaseName,
    Seed,
    Workers,
    as_text,
    given_path,
    new_folder,
    open_case,
    print_table,
    say,
    solving,
    write_bytes,
)
from api.cli.planning import Effort, Seconds, end, one_limit, print_proof, short, until_interrupted
from api.planning import as_json as plan_json
from api.planning import stop_of
from api.requests import USUAL_WORKERS, PlanRequest
from api.shipments import ShipmentAnswer, plan_shipments
from api.tables import shipment_table
from api.task_calendar import task_calendar
from api.tasks import party_of, party_words, step_table, task_table, tasks_of
from data.case import Case


def plan_shipments_of(
    case: CaseName,
    shipment: Annotated[str | None, typer.Option("--id", metavar="ID", help="Tell one booking in full")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", parser=given_path, help="Folder that the files are written to"),
    ] = None,
    party: Annotated[
        str | None, typer.Option(metavar="PARTY", help="tasks.ics of one party alone, as forwarder or trade_office")
    ] = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan each shipment's voyage and onward legs, and the dates of its export chain, with cut-offs and slack.

    DIR/plan.json, shipments.csv, steps.csv, tasks.csv and tasks.ics (the tasks of each party), summary.json.
    """
    one_limit(seconds, effort)
    opened = open_case(case)
    if shipment is not None:
        booked(opened, shipment)
    party_of(party)
    if out is not None:
        new_folder(out)
    request = PlanRequest(case=opened.name, kind="shipment", seconds=seconds, effort=effort, workers=workers, seed=seed)
    with until_interrupted() as cancel, solving("shipments", opened.terminal.currency) as progress:
        answer = plan_shipments(opened, request, stop_of(request, cancel), progress)
    if out is not None:
        write_shipments(opened, answer, out, party)
    told: dict[str, Any] = {"summary": answer.summary, "shipments": answer.rows}
    if shipment is not None:
        told["booking"] = booking(opened, answer.plan, shipment)
    if not as_json:
        if shipment is None:
            print_shipments(opened, answer)
        else:
            print_booking(opened, told["booking"])
        if out is not None:
            say(f"Written to {out}: {', '.join(FILES)}")
    end(answer.summary, told, as_json)


FILES = ("plan.json", "shipments.csv", "steps.csv", "tasks.csv", "tasks.ics", "summary.json")


def write_shipments(case: Case, answer: ShipmentAnswer, out: Path, party: str | None = None) -> None:
    """Write the files of a plan; tasks.ics has the tasks of one party, or of all."""
    tasks = tasks_of(case, answer.plan)
    tables = {
        "shipments.csv": shipment_table(case, answer.plan),
        "steps.csv": step_table(case, tasks),
        "tasks.csv": task_table(case, tasks),
    }
    files = {name: table.to_csv(index=False, lineterminator="\n").encode() for name, table in tables.items()}
    files |= {
        "plan.json": as_text(plan_json(answer.plan)).encode(),
        "summary.json": as_text(answer.summary).encode(),
        "tasks.ics": task_calendar(case, answer.plan, tasks, party_of(party)),
    }
    write_bytes(out, files)


def print_shipments(case: Case, answer: ShipmentAnswer) -> None:
    """Each shipment's way with its cut-off and slack."""
    rows = []
    for row in answer.rows:
        if row["legs"]:
            via = " > ".join([row["legs"][0]["origin"], *(leg["destination"] for leg in row["legs"])])
            way = [" ".join(row["voyages"]), via, short(row["cutoff"]), f"{row['slack_h']:.1f}"]
            way += [short(row["arrival"]), f"{row['late_h'] / 24:.1f}"]
        else:
            way = [""] * 6
        rows.append([row["shipment"], row["commodity"], str(row["boxes"]), row["destination"], *way])
    print_table(
        f"Shipments of {case.name}",
        ["shipment", "goods", "boxes", "to", "voyages", "way", "cut-off", "slack h", "arrives", "late d"],
        rows,
        right=(2, 7, 9),
    )
    for row in answer.rows:
        if not row["legs"]:
            say(f"unserved: {row['shipment']}: {row['reason']}")
    print_proof(answer.summary, case.terminal.currency)


def print_booking(case: Case, told: dict[str, Any]) -> None:
    """One booking in full: its way, and every step with its date, owner, cut-off and slack."""
    row = told["shipment"]
    say(f"{row['shipment']}: {row['commodity']} of {row['exporter']} to {row['destination']}, {row['status']}")
    if row["reason"]:
        say(row["reason"])
    if row["legs"]:
        legs = [
            [
                leg["sailing"],
                leg["line"],
                leg["origin"],
                short(leg["departure"]),
                leg["destination"],
                short(leg["arrival"]),
            ]
            for leg in row["legs"]
        ]
        print_table("Way", ["leg", "line", "from", "leaves", "to", "arrives"], legs)
    if told["steps"]:
        steps = [
            [
                step["what"],
                party_words(step["party"]),
                short(step["from"]),
                short(step["planned"]),
                short(step["latest"]) if step["latest"] else "-",
                "-" if step["slack_h"] is None else f"{step['slack_h']:,.1f}",
                step["due_by"],
                " ".join(filter(None, (step["document"], step["number"]))),
                step["state"],
            ]
            for step in told["steps"]
        ]
        print_table(
            f"Export chain, times in {case.terminal.time_zone}",
            ["step", "party", "from", "done by plan", "latest", "slack h", "because of", "paper", "state"],
            steps,
            right=(5,),
        )
