"""`dermaga schedules`."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.console import (
    AsJson,
    CaseName,
    FallsShort,
    OptionalNewCase,
    given_path,
    note,
    open_case,
    print_json,
    print_table,
    say,
    write_case,
    writing,
)
from data.case import Case
from data.errors import BadInput, DermagaError
from data.formats.schedules import ColumnMapping, Preview, Understood, parse_default, preview, propose, read_mapping
from data.formats.writing import write_whole_file
from data.sailings import Sailing
from data.words import counted

_SHOWN = 20


def take_schedules(
    case: CaseName,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Schedules: .csv, .xlsx, or .json of DCSA's commercial schedules"),
    ],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="MAP.toml", help="How an agent's own list is read, and defaults")
    ] = None,
    proposed: Annotated[
        Path | None,
        typer.Option(
            "--propose", metavar="MAP.toml", parser=given_path, help="Write a first mapping for FILE, to be edited"
        ),
    ] = None,
    out: OptionalNewCase = None,
    default: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE,...", help="What schedules lack, as line=SPIL,capacity_teu=20; again for more"
        ),
    ] = None,
    fixed_cutoffs: Annotated[
        bool, typer.Option("--fixed-cutoffs", help="Keep cut-offs as moments; else they move with the ship")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take carriers' schedules into a copy of a case, or show what would come of them.

    Known voyages get their new times, new ones are added, and every difference is told. Without --out nothing is
    written. All of it is taken or nothing.
    """
    opened = open_case(case)
    if proposed is not None:
        _propose(opened, files, proposed, mapping, out, as_json)
        return
    how = read_mapping(mapping) if mapping is not None else ColumnMapping()
    found = preview(opened, files, how.also(map(parse_default, default or ())), keep_at=fixed_cutoffs)
    if found.faults:
        if as_json:
            raise FallsShort(str(BadInput(found.faults)), _as_json(found))
        _show(opened, found)
        raise BadInput(found.faults)
    assert found.merged.case is not None
    if out is not None:
        write_case(found.merged.case, out)
    if as_json:
        print_json({**_as_json(found), "out": None if out is None else str(out)})
        return
    _show(opened, found)
    if out is None:
        say("Nothing is written; give --out to write the case with them.")
    else:
        say(f"{out} holds the case with them. Next: dermaga case check {out}")


def _propose(
    case: Case, files: list[Path], proposed: Path, mapping: Path | None, out: Path | None, as_json: bool
) -> None:
    if len(files) != 1 or mapping is not None or out is not None:
        raise DermagaError("a mapping is proposed for one FILE by itself; leave --mapping and --out for afterwards")
    text = propose(files[0], case)
    with writing(proposed):
        write_whole_file(proposed, partial(_write, text))
    if as_json:
        print_json({"mapping": str(proposed), "text": text})
        return
    say(text)
    say(f"{proposed} is a proposal: edit it. Then: dermaga schedules {case.name} {files[0]} --mapping {proposed}")


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _show(case: Case, found: Preview) -> None:
    """What was understood, then what comes of it."""
    for understood in found.understood:
        for text in understood.notices:
            note(f"note: {text}")
        say(_in_short(understood))
        for text in understood.warnings:
            say(f"warning: {text}")
    merged = found.merged
    if merged.case is None:
        return
    for text in merged.notices:
        note(f"note: {text}")
    when = partial(_when, case)
    if merged.slips:
        rows = [
            [slip.voyage, slip.port, slip.what, when(slip.old), when(slip.new), f"{slip.hours:+g}"]
            for slip in merged.slips[:_SHOWN]
        ]
        title = _title("Moved", len(rows), len(merged.slips))
        print_table(title, ["voyage", "port", "what", "old", "new", "hours"], rows, right=(5,))
    if merged.changes:
        changed = [
            [change.voyage, change.leg, change.column, change.old, change.new] for change in merged.changes[:_SHOWN]
        ]
        title = _title("Changed", len(changed), len(merged.changes))
        print_table(title, ["voyage", "leg", "what", "old", "new"], changed)
    for what, legs in (("New", merged.new), ("Dropped, others take their place", merged.dropped)):
        if legs:
            shown = [
                [leg.voyage, leg.ship or "", leg.origin, leg.destination, when(leg.departure), when(leg.arrival)]
                for leg in legs[:_SHOWN]
            ]
            columns = ["voyage", "ship", "from", "to", "departure", "arrival"]
            print_table(_title(what, len(shown), len(legs)), columns, shown)
    say(
        f"{counted(len(merged.new), 'leg')} new, {len({slip.leg for slip in merged.slips})} moved, "
        f"{merged.unchanged} as before, {len(merged.dropped)} dropped; {counted(merged.new_cutoffs, 'cut-off')} new"
    )


def _in_short(understood: Understood) -> str:
    voyages = len({leg.voyage for leg in understood.legs})
    wrong = f"; {counted(len(understood.faults), 'fault')}" if understood.faults else ""
    return (
        f"{understood.file} ({understood.form}): {counted(understood.rows, 'row')} in, "
        f"{counted(len(understood.legs), 'leg')} of {counted(voyages, 'voyage')} out{wrong}"
    )


def _title(what: str, shown: int, every: int) -> str:
    return what if shown == every else f"{what} (the first {shown} of {every})"


def _when(case: Case, moment: datetime) -> str:
    return f"{case.terminal.local(moment):%Y-%m-%d %H:%M}"


def _as_json(found: Preview) -> dict[str, Any]:
    merged = found.merged
    return {
        "files": [
            {
                "file": understood.file, "form": understood.form, "rows": understood.rows,
                "legs": len(understood.legs), "notices": understood.notices, "warnings": understood.warnings,
            }
            for understood in found.understood
        ],
        "slips": [
            {**asdict(slip), "old": slip.old.isoformat(), "new": slip.new.isoformat(), "hours": slip.hours}
            for slip in merged.slips
        ],
        "changes": [asdict(change) for change in merged.changes],
        "new": [_leg(leg) for leg in merged.new],
        "dropped": [_leg(leg) for leg in merged.dropped],
        "unchanged": merged.unchanged,
        "new_cutoffs": merged.new_cutoffs,
        "notices": merged.notices,
        "faults": [asdict(fault) for fault in found.faults],
    }  # fmt: skip


def _leg(leg: Sailing) -> dict[str, Any]:
    return leg.model_dump(mode="json")
