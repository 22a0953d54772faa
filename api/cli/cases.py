"""`dermaga case`: list, check, show, diff, template, copy, profiles, add-profile, import, make."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    NewCase,
    OutFolder,
    note,
    open_case,
    print_json,
    print_table,
    say,
    write_case,
)
from api.cli.making import make_case
from data.boxes import beyond_hydrostatics
from data.case import Case
from data.case_changes import changes_between, lines
from data.cases import embedded, load
from data.cases.ready_profiles import ready_profile, ready_profiles, with_profile
from data.errors import BadInput, DermagaError
from data.formats import write_folder, write_template
from data.formats.assemble import name_of
from data.formats.conflowgen import read_flows
from data.ship_layouts import Layout
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
    write_case(copied, path)
    if as_json:
        print_json({"path": str(path)})
        return
    say(f"{path} holds a copy of {copied.name}. Change it, then: dermaga case check {path}")


@app.command("profiles")
def list_profiles(as_json: AsJson = False) -> None:
    """List the vessel profiles that are shipped, which `dermaga case add-profile` puts into a case."""
    rows = [_profile_row(ready_profile(name)) for name in ready_profiles()]
    if as_json:
        print_json(rows)
        return
    print_table(
        "Vessel profiles",
        list(rows[0]),
        [[value if isinstance(value, str) else f"{value:,g}" for value in row.values()] for row in rows],
        right=(1, 2, 3, 4, 5),
    )


def _profile_row(layout: Layout) -> dict[str, str | float]:
    return {
        "profile": layout.profile.id,
        "teu": 2 * sum(stack.tiers for stack in layout.stacks),
        "bays": len(layout.bays),
        "tanks": len(layout.tanks),
        "light_t": layout.profile.light_t,
        "last_bay_m": max(bay.from_bow_m for bay in layout.bays),
        "note": layout.profile.note or "",
    }


@app.command("add-profile")
def add_profile(
    case: CaseName,
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="As `dermaga case profiles` names it")],
    out: NewCase,
    ship: Annotated[str | None, typer.Option(metavar="ID", help="Ship of the case that gets the profile")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a case with one of the shipped vessel profiles more: bays, stacks, hydrostatics, tanks and strength."""
    made = with_profile(open_case(case), ready_profile(profile), ship)
    write_case(made, out)
    if as_json:
        print_json({"path": str(out), "profile": profile, "ship": ship})
        return
    given = f" and {ship} has it" if ship is not None else ", for ships to have: give it in their column profile"
    say(f"{out} holds {made.name} with the vessel profile {profile}{given}. Next: dermaga case check {out}")


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


app.command("make")(make_case)
