"""`dermaga actuals`: take."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    OptionalNewCase,
    note,
    open_case,
    print_json,
    print_table,
    read_berth_plan,
    say,
    write_case,
)
from api.presenting.day import change_json
from data.errors import BadInput
from data.files import content_of
from data.formats.actuals import preview, read_actuals
from data.formats.delimited import LARGEST_FILE
from data.words import counted

app = typer.Typer(help="The running day: what has become of calls.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Stay a group of commands, also of a single one."""


@app.command("take")
def take_actuals(
    case: CaseName,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Tables (.csv, .xlsx) and COARRI reports, in order")
    ],
    out: OptionalNewCase = None,
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="The plan.json of a berth plan: where ships lie of which nobody says it"),
    ] = None,
    call: Annotated[
        str | None, typer.Option(metavar="CALL", help="COARRI: the call, where the message does not tell")
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="COARRI: its boxes come to those that were moved before, not in their place")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take what has become of calls into a copy of the case: arrived, first line, first lift, moves done, last line.

    What a file leaves empty stays as it is known. Without --out it only says what was understood. Nothing is written
    unless all of it fits.
    """
    opened = open_case(case)
    places = {} if plan is None else {entry.call: entry.position_m for entry in read_berth_plan(plan).calls}
    made = opened
    changes: list[dict[str, Any]] = []
    notices: list[str] = []
    for file in files:
        content = content_of(file, file.name, LARGEST_FILE)
        found = preview(made, read_actuals(made, file.name, content, call=call, add=add), places)
        if found.faults:
            raise BadInput(list(found.faults))
        made = found.case
        changes += [change_json(made, change) for change in found.changes]
        notices += found.notices
    if out is not None:
        write_case(made, out)
    if as_json:
        print_json({"out": None if out is None else str(out), "changes": changes, "notices": notices})
        return
    for notice in dict.fromkeys(notices):
        note(f"note: {notice}")
    columns = ["call", "phase", "first line", "moves", "last line"]
    rows = [
        [
            f"{each['name']} ({each['call']})",
            each["after"]["phase"],
            *(
                _clock(each["after"]["first_line"]),
                str(each["after"]["moves_done"]),
                _clock(each["after"]["last_line"]),
            ),
        ]
        for each in changes
    ]
    print_table("Actuals", columns, rows, right=(3,))
    if out is None:
        say(f"{counted(len(rows), 'call')} understood; with --out NEWCASE the case with them is written")
    else:
        say(f"{out} holds the case with them. Next: dermaga plan {out} --previous plan.json --now ...")


def _clock(moment: str | None) -> str:
    """A moment of ISO 8601 for a table."""
    return "" if moment is None else moment[:16].replace("T", " ")
