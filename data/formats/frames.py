"""A case as pandas frames: what its files hold, and what a notebook works with."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from data.case import TABLES, Case
from data.formats.cells import shown
from data.formats.fields import columns
from data.formats.moments import moment_text, with_offset
from data.record import Record
from data.terminal import Terminal


def frames(case: Case) -> dict[str, pd.DataFrame]:
    """Every table of a case as a frame of its values, a row a record in the case's order."""
    return {name: frame_of(TABLES[name], rows) for name, rows in case.tables.items()}


def frame_of(row_type: type[Record], rows: Sequence[Record]) -> pd.DataFrame:
    """Rows of a type as a frame of their values."""
    names = list(columns(row_type))
    return pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names, dtype=object)


def as_text(value: object) -> str:
    """A value as text, as the reader reads it; nothing for None."""
    return "" if value is None else shown(value)


def csv_text(frame: pd.DataFrame, zone: ZoneInfo) -> str:
    """A table with commas and ISO 8601, moments on the clock of the zone with its offset."""

    def cell(value: object) -> str:
        if isinstance(value, datetime):
            return moment_text(value, zone)
        return repr(value).removesuffix(".0") if isinstance(value, float) else as_text(value)

    return frame.map(cell).to_csv(index=False, lineterminator="\n")


def terminal_values(terminal: Terminal) -> dict[str, object]:
    """The fields of a terminal by dotted name, moments on the terminal's clock."""
    values: dict[str, object] = {}
    for name, value in terminal:
        inner = {f"{name}.{field}": item for field, item in value} if isinstance(value, Record) else {name: value}
        values |= {
            field: with_offset(item, terminal.zone) if isinstance(item, datetime) else item
            for field, item in inner.items()
        }
    return values
