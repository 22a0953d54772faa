"""`dermaga case`: list, check, show, diff, template, copy, import, make."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, CaseName, OutFolder, note, open_case, print_json, print_table, say
from data.boxes import beyond_hydrostatics
from data.case import Case
from data.case_changes import changes_between, lines
from data.cases import embedded, load
from data.cases.invented import Grow, Layout, Ships, Wanted, invent
from data.cases.invented_sources import command, sources
from data.cases.use import use_of
from data.clock import FIRST_YEAR, LAST_YEAR
from data.errors import BadInput, DermagaError
from data.formats import write_folder, write_template, write_workbook
from data.formats.assemble import name_of
from data.formats.conflowgen import read_flows
from data.shipment_plans import ShipmentPlan
from data.water import touches_ground, why_never
from data.words import counted
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.explaining.reasons import why_unserved

app = typer.Typer(help="Cases: a terminal with its ships, calls and shipments.", no_args_is_help=True)


@app.command("list")
def list_cases(as_json: AsJson = False) -> None:
    """List the embedded cases."""
    rows = []
    for name in embedded():
        case = load(name).case
        days = (case.calls[-1].eta - case.calls[0].eta).days + 1 if case.calls else 0
        rows.append(
            {
                "name": name,
                "terminal": case.terminal.name,
                "first_day": f"{case.first_day:%Y-%m-%d}",
                "days": days,
                "calls": len(case.calls),
                "moves": sum(call.moves for call in case.calls),
                "shipments": len(case.shipments),
            }
        )
    if as_json:
        print_json(rows)
    else:
        columns = list(rows[0]) if rows else []
        print_table(
            "Embedded cases", columns, [[str(row[name]) for name in columns] for row in rows], right=(3, 4, 5, 6)
        )


@app.command("check")
def check_case(case: CaseName, as_json: AsJson = False) -> None:
    """Check a case: every fault of its files, one a line, and warnings of what no plan can serve."""
    try:
        reading = load(case)
    except BadInput as error:
        if as_json:
            print_json(
                {"ok": False, "faults": [asdict(fault) for fault in error.faults], "warnings": [], "notices": []}
            )
        else:
            for fault in error.faults:
                say(str(fault))
            note(f"{counted(len(error.faults), 'fault')}; nothing was changed")
        raise typer.Exit(1) from error
    warnings = list(_warnings(reading.case))
    if as_json:
        print_json({"ok": True, "faults": [], "warnings": warnings, "notices": reading.notices})
        return
    for notice in reading.notices:
        say(f"note: {notice}")
    for warning in warnings:
        say(f"warning: {warning}")
    counts = ", ".join(f"{len(rows)} {table}" for table, rows in reading.case.tables.items() if rows)
    say(f"{reading.case.name} is a valid case: {counts}")


def _warnings(case: Case) -> list[str]:
    """What is no fault of the files but cannot be served, or goes wrong at the quay."""
    warnings = [
        f"calls, {call.id}: no plan can berth it: {reason}"
        for call in case.calls
        if (reason := why_never(case, call)) is not None
    ]
    warnings += [
        f"calls, {call.id}: {reason}"
        for call in case.calls
        if why_never(case, call) is None and (reason := touches_ground(case, call)) is not None
    ]
    warnings += [
        f"calls, {call.id}: {reason}" for call in case.calls if (reason := beyond_hydrostatics(case, call)) is not None
    ]
    alone = LeftByPlan(case, ShipmentPlan(case=case.name, case_hash=case.hash, shipments=()))
    warnings += [
        f"shipments, {shipment.id}: nothing can carry it: {why_unserved(alone, shipment.id).reason}"
        for shipment in case.shipments
        if shipment.open and not any(option.feasible for option in alone.options(shipment))
    ]
    return warnings


@app.command("show")
def show_case(case: CaseName, as_json: AsJson = False) -> None:
    """Show a case: the terminal, its calls and its shipments."""
    shown = open_case(case)
    if as_json:
        print_json(shown.model_dump(mode="json"))
        return
    terminal = shown.terminal
    quay = terminal.quay
    say(
        f"{shown.name}: {terminal.name} ({terminal.unlocode}, {terminal.code}), times in {terminal.time_zone}, "
        f"money in {terminal.currency}"
    )
    say(
        f"quay {quay.length_m:g} m, gap {quay.mooring_gap_m:g} m, overhang {quay.overhang_m:g} m; "
        f"depth {min(section.depth_m for section in shown.berths):g} m; channel {terminal.channel.depth_m:g} m; "
        f"tide {terminal.tide.low_m:g} to {terminal.tide.high_m:g} m; {len(shown.quay_cranes)} quay cranes, "
        f"{len(shown.yard_cranes)} yard cranes, {terminal.tractors.count} tractors; "
        f"yard {sum(block.capacity_teu for block in shown.yard_blocks)} TEU"
    )
    rows = []
    for call in shown.calls:
        ship = shown.ship_of(call)
        times = [f"{terminal.local(moment):%a %d %b %H:%M}" for moment in (call.eta, call.etd)]
        drafts = [f"{draft:g}" for draft in (call.arrival_draft_m, call.departure_draft_m)]
        rows.append([call.id, ship.name, f"{ship.loa_m:g}", *times, str(call.discharge), str(call.load), *drafts])
    columns = ["call", "ship", "loa m", "eta", "etd", "discharge", "load", "draft in", "draft out"]
    print_table("Calls", columns, rows, right=(2, 5, 6, 7, 8))
    print_table(
        "Shipments",
        ["shipment", "goods", "boxes", "to", "ready", "latest arrival"],
        [
            [
                each.id,
                each.commodity,
                str(each.boxes),
                each.destination,
                f"{terminal.local(each.ready):%a %d %b %H:%M}",
                f"{terminal.local(each.latest_arrival):%a %d %b %H:%M}",
            ]
            for each in shown.shipments
        ],
        right=(2,),
    )


@app.command("diff")
def diff_cases(
    before: Annotated[str, typer.Argument(metavar="A", help="Name of an embedded case, or a folder or .xlsx file")],
    after: Annotated[str, typer.Argument(metavar="B", help="The case to compare with it, named alike")],
    as_json: AsJson = False,
) -> None:
    """Show what differs between two cases: rows that B adds (+), lacks (-) or changes (~)."""
    earlier, later = open_case(before), open_case(after)
    changes = changes_between(earlier, later)
    if as_json:
        print_json(changes.model_dump(mode="json"))
        return
    for line in lines(changes):
        say(line)
    if not changes.told:
        say(f"{earlier.name} and {later.name} hold the same")


@app.command("template")
def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder")], as_json: AsJson = False
) -> None:
    """Write an empty case with a comment for every column, to be filled in."""
    write_template(folder)
    if as_json:
        print_json({"folder": str(folder), "files": sorted(path.name for path in folder.iterdir())})
        return
    say(f"{folder} holds an empty case. Fill in terminal.toml and the tables, then: dermaga case check {folder}")


@app.command("copy")
def copy_case(
    case: CaseName,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="New or empty folder, or a new .xlsx file")],
    as_json: AsJson = False,
) -> None:
    """Copy a case, an embedded one too, to change it: its chains, calendars and cut-offs are a start for your own."""
    copied = open_case(case)
    try:
        (write_workbook if path.suffix.lower() == ".xlsx" else write_folder)(copied, path)
    except OSError as error:
        raise DermagaError(f"{path} cannot be written ({error.strerror}); give another PATH") from error
    if as_json:
        print_json({"path": str(path)})
        return
    say(f"{path} holds a copy of {copied.name}. Change it, then: dermaga case check {path}")


@app.command("import")
def import_case(
    case: CaseName,
    conflowgen: Annotated[Path, typer.Option(metavar="DIR", help="Folder of CSV files that ConFlowGen has exported")],
    out: OutFolder,
    as_json: AsJson = False,
) -> None:
    """Make a case of container flows from elsewhere: the terminal of CASE with the ships and boxes of DIR.

    docs/conflowgen.md says what is taken over and what is assumed.
    """
    reading = read_flows(conflowgen, open_case(case), name_of(out.resolve().name))
    made = reading.case
    try:
        write_folder(made, out)
    except OSError as error:
        raise DermagaError(f"{out} cannot be written ({error.strerror}); give another --out") from error
    boxes, ships = len({box.id for box in made.containers}), len(made.calls)
    warnings = _warnings(made)
    if as_json:
        notices = list(reading.notices)
        print_json({"path": str(out), "calls": ships, "boxes": boxes, "notices": notices, "warnings": warnings})
        return
    for notice in reading.notices:
        note(f"note: {notice}")
    for warning in warnings:
        note(f"warning: {warning}")
    say(f"{out} holds a case of {counted(ships, 'call')} and {counted(boxes, 'box')} at {made.terminal.name}.")
    say(f"Next: dermaga case show {out}, or dermaga simulate {out} --out {out}-simulated")


_SIZE, _SHIPS, _GROWTH = "How large", "Which ships", "The same terminal some years on"
_HARD, _WHEN = "What makes planning hard", "When, and which of all such cases"
_USUAL = Wanted()
_FIRST_DAY = datetime(_USUAL.start.year, _USUAL.start.month, _USUAL.start.day)
# Above this share of the quay or the cranes, queues grow long; above all of it, without end.
_BUSY = 0.85


@app.command("make")
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
