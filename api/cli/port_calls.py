"""`dermaga port-calls`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, CaseName, given_path, note, open_case, print_json, read_berth_plan, say, write_bytes
from data.formats.jit import jit_port_calls
from data.words import counted


def write_port_calls(
    case: CaseName,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan.json of a berth plan")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", parser=given_path, help="The .json file that is written")
    ],
    accepted: Annotated[
        bool,
        typer.Option("--accepted", help="The plan is agreed: its times are planned (PLN), not only asked for (REQ)"),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the port calls of a berth plan as messages of DCSA's Just in Time Port Call 2.0.0.

    What the standard wants and the case does not know is left out, and told here and in the file.
    """
    opened = open_case(case)
    messages = jit_port_calls(opened, read_berth_plan(plan), accepted=accepted)
    write_bytes(out.parent, {out.name: messages.as_json().encode()})
    if as_json:
        lacks = [lack.model_dump() for lack in messages.lacks]
        print_json(
            {"out": str(out), "calls": len(messages.port_calls), "timestamps": len(messages.timestamps), "lacks": lacks}
        )
        return
    for lack in messages.lacks:
        note(f"note: {lack.call} has no {lack.field}: {lack.text}")
    calls, stamps = len(messages.port_calls), len(messages.timestamps)
    say(f"{out} holds {counted(calls, 'port call')} with {counted(stamps, 'timestamp')}.")
