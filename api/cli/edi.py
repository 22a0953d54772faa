"""`dermaga edi`: show, list, take, write."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import (
    AsJson,
    CaseName,
    NewCase,
    given_path,
    note,
    open_case,
    print_json,
    print_table,
    say,
    write_case,
    writing,
)
from api.cli.sending import write_messages
from api.work.loading import call_of
from data.boxes import boxes_of
from data.cargo import Container
from data.errors import BadInput, DermagaError, Fault
from data.formats.edifact import EdiBox, EdiMessage, read_edi
from data.formats.edifact.containers import LISTED, TOLERANCE_KG, listed
from data.formats.edifact.tabled import COLUMNS, box_row
from data.formats.edifact.taking import Source, take
from data.formats.fields import columns
from data.formats.lists import TABLE, read_list, write_frame, write_list
from data.words import counted

app = typer.Typer(help="EDI: messages of carriers and lists of boxes.", no_args_is_help=True)

_SHOWN = 20
_LISTS = (".csv", ".xlsx")


@app.command("show")
def show_messages(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with EDIFACT messages")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="LIST", parser=given_path, help="New .csv or .xlsx file that the boxes are written to"
        ),
    ] = None,
    here: Annotated[
        str | None,
        typer.Option(
            metavar="UNLOCODE",
            help="With --out, of a stowage plan: the port where boxes are discharged, all others remain (default: the "
            "plan's next port)",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what the messages of a file hold: BAPLIE, MOVINS, COPRAR, COPARN, VERMAS, COARRI or CODECO.

    LIST has the columns of the table containers where the messages are stowage plans, lists or bookings, so that
    `dermaga edi take` takes it back; of other messages it has all that they say of their boxes.
    """
    _refuse_no_list(out)
    messages = read_edi(file)
    written = 0 if out is None else _write(out, messages, here)
    if as_json:
        print_json([_as_json(message) for message in messages])
        return
    for message in messages:
        _show(message)
    if out is not None:
        left = sum(len(message.boxes) for message in messages) - written
        more = f"; {counted(left, 'box')} of bookings without a number, or of other ports, are left out"
        say(f"{out} holds {counted(written, 'box')}{more if left else ''}.")


def _show(message: EdiMessage) -> None:
    for notice in message.notices:
        note(f"note: {notice}")
    voyage = message.voyage
    ship = ", ".join(
        f"{what} {value}"
        for what, value in (
            ("ship", voyage.vessel),
            ("IMO", voyage.imo),
            ("call sign", voyage.call_sign),
            ("voyage", voyage.number),
            ("carrier", voyage.carrier),
            ("from", voyage.departure_port),
            ("to", voyage.next_port),
        )
        if value is not None
    )
    say(f"{message.version}: {message.purpose}, document {message.document or '-'}; {ship or 'no ship'}")
    boxes = sum(box.units for box in message.boxes)
    bare = f", slots without one: {len(message.bare)}" if message.bare else ""
    say(f"boxes: {boxes}{bare}")
    rows = [[cell for _, cell in _row(box)] for box in message.boxes[:_SHOWN]]
    if rows:
        title = "Boxes" if len(rows) == len(message.boxes) else f"The first {len(rows)} of {len(message.boxes)} boxes"
        print_table(title, [name for name, _ in _row(message.boxes[0])], rows, right=(4, 5))


def _row(box: EdiBox) -> list[tuple[str, str]]:
    """A box as a line of a table, in words that are short enough for a screen."""
    over = [f"{cm} cm {way}" for cm, way in (
        (box.over_height_cm, "high"), (box.over_width_cm, "wide"), (box.over_length_cm, "long")) if cm]  # fmt: skip
    degrees = "" if box.temperature_c is None else f" {box.temperature_c:g} C"
    special = [
        *([f"reefer{degrees}"] if box.plug else []),
        *("class " + goods.hazard + (f" UN {goods.un_number}" if goods.un_number else "") for goods in box.goods),
        *([f"over {', '.join(over)}"] if over else []),
        *([box.handling] if box.handling and box.handling != "load" else []),
        *([f"{len(box.bundled)} bundled"] if box.bundled else []),
    ]
    number = box.number or (f"any {box.units}" if box.units > 1 else "any")
    return [
        ("box", number),
        ("type", box.box_type or ""),
        ("status", box.status or ""),
        ("slot", box.slot or ""),
        ("gross kg", _number(box.gross_kg)),
        ("verified kg", _number(box.verified_kg)),
        ("from", box.load_port or ""),
        ("to", box.discharge_port or ""),
        ("special", "; ".join(special)),
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _as_json(message: EdiMessage) -> dict[str, Any]:
    content = asdict(message)
    for box in content["boxes"]:
        if box["moment"] is not None:
            box["moment"] = box["moment"].isoformat()
    return {"version": message.version, **content}


def _refuse_no_list(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in _LISTS:
        raise DermagaError(f"{out} is no name of a list; let it end with .csv or .xlsx")


def _write(out: Path, messages: tuple[EdiMessage, ...], here: str | None) -> int:
    """Write the boxes of all messages as a list that can be taken back, or for people; how many there are."""
    if all(message.purpose in LISTED for message in messages):
        rows = [row for message in messages for row in listed(message, _port_of(message, here))]
        names, sheet = [name for name in columns(Container) if name != "call"], TABLE
    else:
        rows = [
            {"message": message.type, "purpose": message.purpose, **box_row(box)}
            for message in messages
            for box in message.boxes
        ]
        names, sheet = ["message", "purpose", *COLUMNS], "boxes"
    frame = pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names, dtype=object)
    with writing(out):
        write_frame(out, sheet, frame)
    return len(rows)


def _port_of(message: EdiMessage, here: str | None) -> str:
    """The port that the list of a message is for. Raises DermagaError where a stowage plan does not say it."""
    if message.purpose != "stowage":
        return here or message.voyage.departure_port or ""
    port = here or message.voyage.next_port
    if port is None:
        raise DermagaError(
            f"{message.file} does not say the ship's next port (LOC+61), where boxes are discharged; give it as --here"
        )
    return port


@app.command("list")
def list_boxes(
    case: CaseName,
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call of the case, by id")],
    out: Annotated[Path, typer.Option("--out", metavar="LIST", parser=given_path, help="New .csv or .xlsx file")],
    as_json: AsJson = False,
) -> None:
    """Write all boxes of a call as a list, those that are invented too, to look at or to correct.

    It has the columns of the table containers: on board at arrival with slots, to load with places in the yard.
    `dermaga edi take` takes it back, and then the case lists these boxes and none is invented.
    """
    _refuse_no_list(out)
    opened = open_case(case)
    boxes = boxes_of(opened, call_of(opened, call))
    every = (*boxes.discharge, *boxes.load, *boxes.remain)
    with writing(out):
        write_list(out, every)
    counts = {"discharge": len(boxes.discharge), "load": len(boxes.load), "remain": len(boxes.remain)}
    if as_json:
        print_json({"out": str(out), "call": call, "boxes": counts, "invented": boxes.invented_by_direction})
        return
    if boxes.invented:
        note(f"note: {boxes.invented_in_words}")
    say(
        f"{out} holds {counted(len(every), 'box')} of {opened.named(call)}: {counts['discharge']} to "
        f"discharge, {counts['load']} to load, {counts['remain']} that remain on board"
    )
    say(f"Taken back with: dermaga edi take {case} {call} {out} --out NEWCASE")


@app.command("take")
def take_messages(
    case: CaseName,
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call of the case that they are for, by id")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="EDIFACT messages, and lists of boxes (.csv or .xlsx), in any order"),
    ],
    out: NewCase,
    add: Annotated[bool, typer.Option("--add", help="Keep what the call has; else lists and plans replace it")] = False,
    any_ship: Annotated[bool, typer.Option("--any-ship", help="Take messages that name another ship")] = False,
    also: Annotated[
        list[str] | None,
        typer.Option("--also-port", metavar="UNLOCODE", help="Another code by which messages name the terminal's port"),
    ] = None,
    tolerance: Annotated[
        int,
        typer.Option(min=0, max=60_000, help="Kilograms around the mass of an instruction in which boxes are of it"),
    ] = TOLERANCE_KG,
    as_json: AsJson = False,
) -> None:
    """Take stowage plan, instructions, lists, bookings and verified masses of a call into a copy of the case.

    BAPLIE says what is on board, COPRAR and lists what is discharged and loaded, COPARN what is announced, VERMAS what
    boxes weigh, and MOVINS which boxes the line wants where. Nothing is written unless all of it fits.
    """
    opened = open_case(case)
    found = call_of(opened, call)
    sources: list[Source] = []
    faults: list[Fault] = []
    for file in files:
        try:
            sources += [read_list(file, call)] if file.suffix.lower() in _LISTS else read_edi(file)
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    taken = take(opened, found, sources, add=add, any_ship=any_ship, tolerance_kg=tolerance, aliases=tuple(also or ()))
    write_case(taken.case, out)
    new = taken.case.call_by_id[call]
    counts = {name: getattr(new, name) for name in ("discharge_full", "discharge_empty", "load_full", "load_empty")}
    if as_json:
        print_json({
            "out": str(out), "call": call, "taken": taken.summary, "notices": taken.notices, **counts,
            "instructions": sum(row.call == call for row in taken.case.instructions),
        })  # fmt: skip
        return
    for notice in taken.notices:
        note(f"note: {notice}")
    for sentence in taken.summary:
        say(sentence)
    say(f"{opened.named(call)}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    say(f"{out} holds the case with them. Next: dermaga case check {out}")


app.command("write")(write_messages)
