"""`dermaga yard`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OutFolder,
    Seed,
    Workers,
    as_text,
    new_folder,
    note,
    open_case,
    print_table,
    print_terms,
    read_berth_plan,
    say,
    solving,
    write_files,
)
from api.cli.planning import (
    Effort,
    Seconds,
    end,
    one_limit,
    parse_moment,
    print_proof,
    short,
    until_interrupted,
)
from api.presenting.tables import reservation_table
from api.work.planning import as_json as plan_json
from api.work.planning import stop_after
from api.work.requests import USUAL_WORKERS
from api.work.yard import YardAnswer, plan_yard
from data.case import Case
from data.spreadsheets import csv_of

FILES = ("plan.json", "yard.csv", "summary.json")
# Groups without room that are told one by one.
_TOLD = 8


def plan_yard_of(
    case: CaseName,
    out: OutFolder,
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day (default: the berth plan's, or the case's first)")
    ] = None,
    days: Annotated[
        float | None,
        typer.Option(min=0.01, max=366, help="Days whose arrivals are planned (default: 7, or the berth plan's)"),
    ] = None,
    berths: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="Berth plan that says where and when ships lie, a plan.json")
    ] = None,
    import_share: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Share of each block kept free for boxes from ships (default: what they need in the mean)",
        ),
    ] = None,
    seconds: Seconds = None,
    effort: Effort = None,
    workers: Workers = USUAL_WORKERS,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Plan the yard: which bays are kept for the boxes to load of each ship, by port, length and weight class.

    DIR/plan.json, yard.csv (a row a reservation), summary.json.
    """
    one_limit(seconds, effort)
    opened = open_case(case)
    first = parse_moment(opened, "--start", start)
    berth_plan = None if berths is None else read_berth_plan(berths)
    new_folder(out)
    with until_interrupted() as cancel, solving("yard", opened.terminal.currency) as progress:
        answer = plan_yard(
            opened, start=first, days=days, berth_plan=berth_plan, import_share=import_share,
            stop=stop_after(seconds, effort, cancel), seed=seed, workers=workers, report=progress,
        )  # fmt: skip
    write_yard(opened, answer, out)
    for remark in answer.notes:
        note(f"note: {remark}")
    for broken in answer.summary["broken"]:
        note(f"broken: {broken}")
    if not as_json:
        print_yard(opened, answer)
        say(f"Written to {out}: {', '.join(FILES)}")
    end(answer.summary, {"out": str(out), **answer.summary}, as_json)


def write_yard(case: Case, answer: YardAnswer, out: Path) -> None:
    """Write plan.json, yard.csv and summary.json."""
    write_files(
        out,
        {
            "plan.json": as_text(plan_json(answer.plan)),
            "yard.csv": csv_of(reservation_table(case, answer.plan)),
            "summary.json": as_text(answer.summary),
        },
    )


def print_yard(case: Case, answer: YardAnswer) -> None:
    """What each call has in the yard, what it costs beside first come first served, and what is proven."""
    summary = answer.summary
    rows = [
        [
            row["call"], row["vessel"], short(row["opens"]), short(row["loaded"]), str(row["boxes"]),
            str(row["groups"]), str(row["bays"]), str(row["blocks"]), f"{row['boxes_an_hour']:.0f}",
            str(row["mixed"]), str(row["unplaced"]),
        ]
        for row in summary["calls"]
    ]  # fmt: skip
    print_table(
        f"Yard plan of {case.name}",
        ["call", "ship", "gate opens", "loaded", "boxes", "groups", "bays", "blocks", "asks/h", "mixed", "no room"],
        rows,
        right=range(4, 11),
    )
    for left in answer.plan.unplaced[:_TOLD]:
        say(f"no room: {left.boxes} {left.group} of {case.named(left.call)}: {left.reason}")
    if len(answer.plan.unplaced) > _TOLD:
        say(f"{len(answer.plan.unplaced) - _TOLD} more groups have no room; plan.json has the reasons")
    busiest = max(summary["blocks"], key=lambda block: block["most_boxes_an_hour"])
    fullest = max(summary["blocks"], key=lambda block: block["most_bays_kept"] / block["bays"])
    say(
        f"Block {busiest['block']} is asked for most: {busiest['most_boxes_an_hour']:.0f} boxes an hour, of "
        f"{busiest['cranes_boxes_an_hour']:.0f} that its cranes move; {fullest['block']} has most bays kept at once, "
        f"{fullest['most_bays_kept']} of {fullest['bays']}. {summary['import_share']:.1%} of each block stay free for "
        "boxes from ships"
    )
    print_terms(
        "Cost",
        {"plan": summary["terms"], "emptiest block first": summary["baseline"]["terms"]},
        case.terminal.currency,
    )
    print_proof(summary, case.terminal.currency)
