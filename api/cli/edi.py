"""`dermaga edi`: show, take, write."""

from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from api.cli.console import AsJson, CaseName, note, open_case, print_json, print_table, say
from api.cli.sending import write_messages
from data.errors import BadInput, DermagaError, Fault, NotFound
from data.formats import write_folder, write_workbook
from data.formats.edifact import EdiBox, EdiMessage, read_edi
from data.formats.edifact.containers import TOLERANCE_KG
from data.formats.edifact.tabled import COLUMNS, box_row
from data.formats.edifact.taking import Source, take
from data.formats.lists import read_list, write_frame

app = typer.Typer(help="EDI: messages of carriers and lists of boxes.", no_args_is_help=True)

_SHOWN = 20
_LISTS = (".csv", ".xlsx")


@app.command("show")
def show_messages(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with EDIFACT messages")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="LIST", help="New .csv or .xlsx file that all boxes are written to")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what the messages of a file hold: BAPLIE, MOVINS, COPRAR, COPARN, VERMAS, COARRI or CODECO."""
    if out is not None and out.suffix.lower() not in _LISTS:
        raise DermagaError(f"{out} is no name of a list; let it end with .csv or .xlsx")
    messages = read_edi(file)
    if out is not None:
        _write(out, messages)
    if as_json:
        print_json([_as_json(message) for message in messages])
        return
    for message in messages:
        _show(message)
    if out is not None:
        say(f"{out} holds all {sum(len(message.boxes) for message in messages)} boxes.")


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


def _write(out: Path, messages: tuple[EdiMessage, ...]) -> None:
    """The boxes of all messages as a list."""
    rows = [
        {"message": message.type, "purpose": message.purpose, **box_row(box)}
        for message in messages
        for box in message.boxes
    ]
    columns = ["message", "purpose", *COLUMNS]
    try:
        write_frame(out, "boxes", pd.DataFrame(rows, columns=columns, dtype=object))
    except OSError as error:
        raise DermagaError(f"{out} cannot be written ({error.strerror}); give another --out") from error


@app.command("take")
def take_messages(
    case: CaseName,
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call of the case that they are for, by id")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="EDIFACT messages, and lists of boxes (.csv or .xlsx), in any order"),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="NEWCASE", help="New or empty folder, or a new .xlsx file")],
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
    found = opened.call_by_id.get(call)
    if found is None:
        near = get_close_matches(call, opened.call_by_id, n=1)
        hint = f"did you mean {near[0]}?" if near else f"dermaga case show {case} lists them"
        raise NotFound(f"the case {opened.name} has no call {call}; {hint}")
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
    try:
        if out.suffix.lower() == ".xlsx":
            write_workbook(taken.case, out)
        else:
            write_folder(taken.case, out)
    except OSError as error:
        raise DermagaError(f"{out} cannot be written ({error.strerror}); give another --out") from error
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
