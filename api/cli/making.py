"""`dermaga case make`: an invented case of any size."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, note, print_json, say
from data.cases.invented import Grow, Layout, Ships, Wanted, invent
from data.cases.invented_sources import command, sources
from data.cases.use import use_of
from data.clock import FIRST_YEAR, LAST_YEAR
from data.errors import DermagaError
from data.formats import write_folder, write_workbook
from data.formats.assemble import name_of

_SIZE, _SHIPS, _GROWTH = "How large", "Which ships", "The same terminal some years on"
_HARD, _WHEN = "What makes planning hard", "When, and which of all such cases"
_USUAL = Wanted()
_FIRST_DAY = datetime(_USUAL.start.year, _USUAL.start.month, _USUAL.start.day)
# Above this share of the quay or the cranes, queues grow long; above all of it, without end.
_BUSY = 0.85


def make_case(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="New or empty folder, or a new .xlsx file")],
    quay: Annotated[float, typer.Option(min=50, max=10_000, help="Metres of quay", rich_help_panel=_SIZE)] = (
        _USUAL.quay_m
    ),
    cranes: Annotated[int, typer.Option(min=1, max=200, help="Quay cranes", rich_help_panel=_SIZE)] = _USUAL.cranes,
    calls: Annotated[int, typer.Option(min=1, max=1_000, help="Calls a week", rich_help_panel=_SIZE)] = _USUAL.calls,
    boxes: Annotated[
        float,
        typer.Option(min=5, max=20_000, help="Boxes of a call, on the mean over all ships", rich_help_panel=_SIZE),
    ] = _USUAL.boxes,
    weeks: Annotated[
        int, typer.Option(min=1, max=52, help="Weeks whose calls are listed", rich_help_panel=_SIZE)
    ] = _USUAL.weeks,
    ships: Annotated[
        Ships,
        typer.Option(
            help="feeder: 134 to 180 m; regional: 208 to 268 m; mainline: 328 to 366 m; mixed: half, a third and a "
            "sixth of these",
            rich_help_panel=_SHIPS,
        ),
    ] = _USUAL.ships,
    services: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1_000,
            help="Services that bring the calls, each as often as needed  [default: one a call, weekly]",
            rich_help_panel=_SHIPS,
            show_default=False,
        ),
    ] = None,
    growth: Annotated[
        float,
        typer.Option(
            min=-0.5, max=1, help="Yearly growth of all boxes together, as 0.05; with --years", rich_help_panel=_GROWTH
        ),
    ] = _USUAL.growth,
    years: Annotated[
        int,
        typer.Option(
            min=0,
            max=50,
            help="Years of growth; terminal, first services and dates stay those of the same case without growth",
            rich_help_panel=_GROWTH,
        ),
    ] = _USUAL.years,
    grow: Annotated[
        Grow, typer.Option(help="Whether growth brings larger calls, more calls, or both", rich_help_panel=_GROWTH)
    ] = _USUAL.grow,
    layout: Annotated[
        Layout,
        typer.Option(
            help="Ships lie anywhere along the quay (continuous), each in one berth (discrete), or over one or several "
            "whole berths (hybrid)",
            rich_help_panel=_HARD,
        ),
    ] = _USUAL.layout,
    tide: Annotated[
        bool, typer.Option(help="The deepest ships wait for water; else there is no tide", rich_help_panel=_HARD)
    ] = _USUAL.tide,
    closures: Annotated[
        bool,
        typer.Option(
            help="Works at the quay, a channel with daily hours, cranes in maintenance", rich_help_panel=_HARD
        ),
    ] = _USUAL.closures,
    shifts: Annotated[
        bool, typer.Option(help="Three shifts, the night with fewer gangs", rich_help_panel=_HARD)
    ] = _USUAL.shifts,
    hourly: Annotated[
        bool,
        typer.Option(help="The number of cranes at a ship may change; else the same ones stay", rich_help_panel=_HARD),
    ] = _USUAL.hourly,
    windows: Annotated[
        bool, typer.Option(help="Contracts guarantee some calls a latest first line", rich_help_panel=_HARD)
    ] = _USUAL.windows,
    start: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], help="First day", rich_help_panel=_WHEN, show_default=f"{_FIRST_DAY:%Y-%m-%d}"
        ),
    ] = _FIRST_DAY,
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Its clock, by the IANA name", rich_help_panel=_WHEN)
    ] = _USUAL.time_zone,
    seed: Annotated[
        int,
        typer.Option(min=0, max=2**31 - 1, help="Another seed is another case of this size", rich_help_panel=_WHEN),
    ] = _USUAL.seed,
    as_json: AsJson = False,
) -> None:
    """Make an invented case of any size: a terminal, its services and their calls, from a seed.

    Only PATH must be given. The same options make the same case; SOURCES.md in its folder says how it was made.

    A feeder terminal: dermaga case make small --quay 600 --cranes 4 --calls 30 --boxes 250 --ships feeder

    It five years on: the same options with --growth 0.06 --years 5

    What makes planning hard is all on; each --no-... leaves one thing out. With --seed 3 alone it is the embedded hub.
    """
    if not FIRST_YEAR <= start.year < LAST_YEAR:
        raise DermagaError(f"--start {start:%Y-%m-%d} is no day from {FIRST_YEAR} to {LAST_YEAR - 1}; correct the year")
    wanted = Wanted(
        quay_m=quay, cranes=cranes, calls=calls, boxes=boxes, ships=ships, services=services, weeks=weeks,
        growth=growth, years=years, grow=grow, layout=layout, tide=tide, closures=closures, shifts=shifts,
        hourly=hourly, windows=windows, start=start.date(), time_zone=time_zone, seed=seed,
    )  # fmt: skip
    workbook = path.suffix.lower() == ".xlsx"
    case = invent(name_of(path.stem if workbook else path.resolve().name), wanted)
    try:
        if workbook:
            write_workbook(case, path)
        else:
            write_folder(case, path)
            (path / "SOURCES.md").write_text(sources(case, wanted), encoding="utf-8")
    except OSError as error:
        raise DermagaError(f"{path} cannot be written ({error.strerror}); give another PATH") from error
    use = use_of(case, wanted.first_day, wanted.first_day + timedelta(weeks=weeks))
    warnings = [
        f"the calls take {share:.0%} of {what}: "
        + ("more than there is, so that queues grow without end" if share > 1 else "ships will wait long")
        + f"; give {remedy}, or fewer --calls or --boxes"
        for share, what, remedy in (
            (use.quay, "the quay's metre hours", "a longer --quay"),
            (use.cranes, "the crane hours that gangs and maintenance leave", "more --cranes"),
        )
        if share > _BUSY
    ]
    a_week = {"calls_a_week": len(case.calls) / weeks, "boxes_a_week": sum(each.moves for each in case.calls) / weeks}
    if as_json:
        answer = {
            "path": str(path),
            "name": case.name,
            **a_week,
            "quay_use": use.quay,
            "crane_use": use.cranes,
            "warnings": warnings,
            "command": command(str(path), wanted),
        }
        print_json(answer)
        return
    for warning in warnings:
        note(f"warning: {warning}")
    say(
        f"{path} holds an invented case: {len(case.services)} services with {len(case.vessels)} ships, a week of "
        f"{a_week['calls_a_week']:.0f} calls and {a_week['boxes_a_week']:,.0f} boxes, for {weeks} weeks."
    )
    say(f"The calls take {use.quay:.0%} of the quay's metre hours and {use.cranes:.0%} of the crane hours.")
    say(f"Next: dermaga case show {path}, or dermaga plan {path} --out plans")
