"""`dermaga shift-sheet`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import CaseName, given_path, open_case, read_berth_plan, say, write_bytes
from api.presenting.shift_sheet import Language, shift_pdf, shift_workbook
from data.errors import DermagaError


def write_shift_sheet(
    case: CaseName,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan.json of a berth plan")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", parser=given_path, help="The .xlsx or .pdf file that is written")
    ],
    language: Annotated[Language, typer.Option(help="Of the words of a PDF: English or Indonesian")] = "en",
) -> None:
    """Write who works which ship in which shift: quay cranes, gangs, moves, yard cranes and tractors.

    A PDF has a page for each shift, to be signed.
    """
    opened, found = open_case(case), read_berth_plan(plan)
    match out.suffix.lower():
        case ".xlsx":
            content = shift_workbook(opened, found)
        case ".pdf":
            content = shift_pdf(opened, found, name=plan.stem, version=1, accepted=False, language=language)
        case _:
            raise DermagaError(f"{out} is no name of a shift sheet; let it end with .xlsx or .pdf")
    write_bytes(out.parent, {out.name: content})
    say(f"{out} holds the shift sheet.")
