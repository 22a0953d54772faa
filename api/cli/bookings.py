"""`dermaga bookings` and `dermaga consolidation`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OptionalNewCase,
    note,
    open_case,
    print_json,
    print_table,
    say,
    write_case,
)
from api.cli.planning import parse_moment, short
from api.presenting.booking_sheet import booking_sheet_json
from api.work.consolidation import MOST_WEEKS, consolidation
from data.errors import BadInput
from data.files import content_of
from data.formats.booking_sheets import BookingSheet, read_booking_sheet
from data.formats.delimited import LARGEST_FILE
from data.words import counted

_SHOWN = 20


def take_bookings(
    case: CaseName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An exporter's list: .xlsx or .csv, of any columns")],
    out: OptionalNewCase = None,
    as_json: AsJson = False,
) -> None:
    """Take an exporter's list of bookings into a copy of a case, or show what is understood of it.

    Columns are known by their names in English or Indonesian. Bookings that the case has already keep what the list
    does not say. Without --out nothing is written. All of it is taken or nothing.
    """
    opened = open_case(case)
    found = read_booking_sheet(opened, file.name, content_of(file, file.name, LARGEST_FILE))
    told = booking_sheet_json(opened, found)
    if found.case is None:
        if as_json:
            raise FallsShort(str(BadInput(list(found.faults))), told)
        _show(found)
        raise BadInput(list(found.faults))
    if out is not None:
        write_case(found.case, out)
    if as_json:
        print_json(told | {"out": None if out is None else str(out)})
        return
    _show(found)
    if out is None:
        say("Nothing is written; give --out to write the case with them.")
    else:
        say(f"{out} holds the case with them. Next: dermaga shipments {out}")


def _show(found: BookingSheet) -> None:
    """Columns, what was understood otherwise than written, and the bookings."""
    for text in found.notices:
        note(f"note: {text}")
    if found.columns:
        rows = [[each.heading, each.column if each.column and not each.twice else "-"] for each in found.columns]
        print_table(f"Columns in row {found.header_row} ({found.sheet})", ["heading", "read as"], rows)
    if found.understood:
        read = [[str(each.row), each.heading, each.written, each.read] for each in found.understood[:_SHOWN]]
        print_table("Understood", ["row", "column", "written", "read"], read, right=(0,))
    if found.rows:
        bookings = [
            [str(row.row), row.change, row.shipment.id, row.shipment.exporter, row.shipment.commodity,
             row.shipment.destination, " ".join(row.before)]
            for row in found.rows[:_SHOWN]
        ]  # fmt: skip
        columns = ["row", "", "booking", "exporter", "goods", "destination", "changed"]
        print_table("Bookings", columns, bookings, right=(0,))
    counts = {change: sum(row.change == change for row in found.rows) for change in ("new", "changed", "same")}
    say(f"{counted(len(found.rows), 'booking')}: " + ", ".join(f"{count} {change}" for change, count in counts.items()))


def tell_consolidation(
    case: CaseName,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day (default: when the first goods are ready)")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=MOST_WEEKS, help="Weeks")] = 8,
    as_json: AsJson = False,
) -> None:
    """Tell the boxes by week and destination, and whether parts of a box should wait for others to fill it.

    Recurring bookings of the time count.
    """
    opened = open_case(case)
    start: datetime | None = parse_moment(opened, "--from", first)
    told = consolidation(opened, start, weeks)
    if as_json:
        print_json(told)
        return
    rows = [
        [row["week"][:10], row["destination"], str(row["bookings"]), f"{row['boxes']:g}", str(row["part_bookings"]),
         f"{row['parts']:g}"]
        for row in told["weeks"]
    ]  # fmt: skip
    columns = ["week from", "destination", "bookings", "boxes", "of parts", "fill boxes"]
    print_table(f"Boxes of {opened.name} by week and destination", columns, rows, right=range(2, 6))
    parts = [_part(row) for row in told["waiting"]]
    heads = ["week from", "destination", "who", "filled", "a box", "waits until", "filled then", "costs", "worth it"]
    print_table(f"Parts of a box that wait for others ({told['currency']})", heads, parts, right=(3, 4, 6, 7))


def _part(row: dict[str, Any]) -> list[str]:
    until = row["until"]
    waits = (
        [short(until), f"{row['filled_then']:.0%}", f"{row['wait_cost']:,.0f}"] if until else ["nobody comes", "-", "-"]
    )
    late = f"no: {' '.join(row['late'])} late" if row["late"] else ("yes" if row["worth"] else "no")
    price = "-" if row["box_cost"] is None else f"{row['box_cost']:,.0f}"
    return [row["week"][:10], row["destination"], " ".join(row["members"]), f"{row['filled']:.0%}", price, *waits,
            late if until else "-"]  # fmt: skip
