"""An empty case to fill in: every field of the terminal with a value, every table with its columns explained."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from data.case import TABLES
from data.formats.fields import REQUIRED_TABLES, Column, columns, meaning_of
from data.formats.frames import as_text
from data.formats.terminal_toml import FILE, terminal_toml
from data.formats.writing import write_whole_folder
from data.terminal import Terminal

# What stands where the types have no default: figures of a small terminal, to be replaced by the reader's own.
EXAMPLES: dict[str, object] = {
    "name": "Example Terminal",
    "code": "EXAMPLE",
    "unlocode": "IDKRG",
    "time_zone": "Asia/Makassar",
    "currency": "USD",
    "quay.length_m": 270,
    "quay.mooring_gap_m": 15,
    "quay.mooring_min": 30,
    "quay.unmooring_min": 30,
    "channel.length_nm": 15,
    "channel.depth_m": 13.5,
    "tide.low_m": 0.3,
    "tide.high_m": 2.8,
    "tide.high_water": datetime(2026, 1, 1, 6, tzinfo=timezone(timedelta(hours=8))),
    "crane_work.gross_moves_per_hour": 25,
    "crane_work.cycle_s": 120,
    "yard_work.move_s": 150,
    "tractors.count": 12,
    "tractors.quay_to_yard_m": 500,
    "gate.lanes": 2,
    "gate.service_min": 3,
    "gate.gate_to_yard_m": 500,
    "dwell.import_h": 96,
    "dwell.export_h": 72,
    "costs.waiting_per_hour": 500,
    "costs.lateness_per_hour": 300,
    "costs.position_per_metre": 1,
    "costs.unserved_per_call": 100_000,
    "costs.shipment_unserved": 50_000,
}


def write_template(folder: Path) -> None:
    """Write an empty case with its explanation into a new or empty folder.

    Raises data.formats.Occupied where the folder holds something already.
    """
    values = {name: EXAMPLES.get(name) if column.required else column.default for name, column in _fields().items()}
    remarks = {name: _remark(column) for name, column in _fields().items()}
    files = {FILE: terminal_toml(values, remarks)}
    files |= {f"{name}.csv": _explained(name) for name in TABLES}
    write_whole_folder(folder, files)


def _remark(column: Column) -> str:
    if column.required:
        return ". Required; the value is an example"
    return f". May be left out: {column.wanted}" if column.default is None else ""


def _fields() -> dict[str, Column]:
    return columns(Terminal)


def _explained(table: str) -> str:
    known = columns(TABLES[table])
    need = "required" if table in REQUIRED_TABLES else "this file may be left out"
    lines = [f"{meaning_of(table)}; {need}. Lines that begin with # are comments."]
    lines += [explanation(column) for column in known.values()]
    # Without double quotes a comment stays one when a spreadsheet saves the file.
    comments = [f"# {line}".replace('"', "'") for line in lines]
    return "\n".join([*comments, ",".join(known)]) + "\n"


def explanation(column: Column) -> str:
    """A column in one line: what it is, what it accepts, whether it must be filled."""
    if column.required:
        need = "required"
    else:
        need = "may be empty" if column.default is None else f"{as_text(column.default)} if empty"
    return f"{column.name}: {column.meaning}; {column.wanted}; {need}"
