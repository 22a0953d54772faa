"""Reads an event log: CSV, an Excel sheet named log (or the only sheet), or Parquet as a recorded run writes it.

Every cell is checked and every fault told at once, with file, row, column, value and what would help. Logs have
millions of rows, so that cells are understood a column at a time, and one by one only where that does not do.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field

from data.case import Case
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import Cells, Spoilt, shown
from data.formats.delimited import read_delimited
from data.formats.fields import columns, did_you_mean
from data.formats.moments import Unreadable, with_offset
from data.formats.tables import Table, table_of
from data.formats.workbook import sheets_of, table_in_sheet
from data.record import Record
from simulations.logs.rules import broken_rules
from simulations.records import EVENTS, EXPECTED, EXPECTED_DEPARTURE

LARGEST_FILE = 1000 * 2**20  # bytes
MOST_ROWS = 5_000_000  # a year of a terminal with some 200,000 boxes has 3 million
SHEET = "log"
_LONGEST_TEXT = 200
# Minutes from the case's first day, where a log counts minutes: some thousand years are a mistake.
_MOST_MINUTES = 1e9


class LogRow(Record):
    """One event of a log, as it stands in its file."""

    time: str = Field(description="When: date and time, or minutes from the case's first day")
    event: str = Field(description="What happens: the name of an event of docs/records.md")
    call: str = Field("", description="The ship's call, by id; needed by events of ships and lifts")
    box: str = Field("", description="The box: its container number, or its number in the call")
    equipment: str = Field("", description="Quay crane, yard crane or tractor")
    place: str = Field("", description="Yard block, or metres of the quay")
    flow: str = Field("", description="How the box comes and goes, as domestic_in or empty_out; may be empty")
    status: str = Field("", description="full or empty, of the box")
    teu: str = Field("", description="1 or 2, of the box")


@dataclass(frozen=True)
class Log:
    """An event log in the order of time.

    `events` has the columns minute, event, call, box, equipment, place, flow, status (texts, "" where empty), teu
    (a float, not a number where empty) and row, where it stands in the file. Minutes count from `start`, which is
    midnight on the terminal's clock. `box` tells boxes apart also where they are numbered by call.
    """

    file: str
    events: pd.DataFrame
    start: datetime
    notices: tuple[str, ...] = ()

    @property
    def end(self) -> float:
        """The minute of the last event that has happened."""
        events = self.events
        happened = events["minute"][~events["event"].isin([EXPECTED, EXPECTED_DEPARTURE])]
        return float(happened.max()) if len(happened) else 0.0

    def of(self, *names: str) -> pd.DataFrame:
        """The events of these names."""
        return self.events[self.events["event"].isin(names)]


def read_log(path: Path, case: Case) -> Log:
    """The log in a file, on the terminal's clock. Raises BadInput with every fault that was found."""
    remedy = "give the log in parts"
    return parse_log(path.name, content_of(path, path.name, LARGEST_FILE, remedy), case)


def parse_log(file: str, content: bytes, case: Case) -> Log:
    """The log in the content of a file. Raises BadInput with every fault that was found."""
    faults: list[Fault] = []
    # The name counts too, where the content is damaged: the advice for text would not help.
    kind = Path(file).suffix.lower()
    if content.startswith(b"\x1f\x8b"):
        raise BadInput([Fault(file, "it is packed (gzip)", "unpack it, and give the file that was in it")])
    if content.startswith(b"PAR1") or kind == ".parquet":
        table = _parquet(file, content, faults)
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table = _workbook(file, content, faults)
    elif kind in (".xlsx", ".xls"):
        problem = "it is a damaged workbook, or none"
        raise BadInput([Fault(file, problem, "save it anew as .xlsx, or give the log as CSV")])
    else:
        table = read_delimited(SHEET, file, content, faults, row_type=LogRow, largest=LARGEST_FILE, most_rows=MOST_ROWS)
    log = None if table is None else _understood(table, case, faults)
    if faults or log is None:
        raise BadInput(faults)
    return log


def _parquet(file: str, content: bytes, faults: list[Fault]) -> Table | None:
    try:
        frame = pd.read_parquet(io.BytesIO(content))
    except Exception as error:  # whatever a damaged file makes of its reader, it is damaged
        raise BadInput(
            [Fault(file, "it is a damaged Parquet file, or none", "write it anew, or give the log as CSV")]
        ) from error
    if isinstance(frame.columns, pd.MultiIndex) or len(frame) > MOST_ROWS:
        raise BadInput([Fault(file, f"it is no table of at most {MOST_ROWS:,} rows", "give the log in parts")])
    # Its shape by the names alone; the cells, which have types, stay as they are.
    names = [str(name) for name in frame.columns]
    table = table_of(SHEET, file, [(1, names)], faults, points=True, row_type=LogRow)
    if table is None:
        return None
    known = frame.set_axis(names, axis=1).loc[:, lambda each: ~each.columns.duplicated()][list(table.frame.columns)]
    known.index = pd.RangeIndex(2, len(known) + 2)
    return Table(SHEET, file, known, True, table.reported, row_type=LogRow)


def _workbook(file: str, content: bytes, faults: list[Fault]) -> Table | None:
    sheets = sheets_of(file, content, (SHEET,), MOST_ROWS)
    if SHEET not in sheets:
        faults.append(Fault(file, f"it has no sheet {SHEET}", f"name the sheet with the events {SHEET}"))
        return None
    return table_in_sheet(SHEET, file, sheets[SHEET], faults, row_type=LogRow, most_rows=MOST_ROWS)


def _understood(table: Table, case: Case, faults: list[Fault]) -> Log | None:
    """The log in a table, or None with faults."""
    frame, cells = table.frame, Cells(case.terminal.zone, case.terminal.date_order)
    if not {"time", "event"} <= set(frame.columns):
        return None
    before = len(faults)
    read = {name: _texts(table, name, faults) for name in columns(LogRow) if name not in ("time", "teu")}
    moments = _moments(table, cells, case, faults)
    read["teu"] = _teu(table, faults)
    _refuse(table, "event", read["event"], set(EVENTS), faults)
    _refuse(table, "status", read["status"], {"", "full", "empty"}, faults)
    if len(faults) > before:
        return None
    if not len(frame):
        faults.append(Fault(table.file, "it has no events", "give a log with events"))
        return None
    events = pd.DataFrame({"instant": moments, **read, "row": frame.index.to_numpy()})
    expected = events["event"].isin([EXPECTED, EXPECTED_DEPARTURE])
    first = events["instant"][~expected].min() if not expected.all() else events["instant"].min()
    local = case.terminal.local(first.to_pydatetime())
    start = with_offset(case.terminal.local(datetime.combine(local.date(), time())), case.terminal.zone)
    events.insert(0, "minute", (events["instant"] - pd.Timestamp(start)) / pd.Timedelta(minutes=1))
    # Boxes that are numbered by call are told apart by both.
    numbered = events["box"].str.isdecimal()
    events["box"] = events["box"].where(~numbered, events["call"] + "/" + events["box"])
    events = events.drop(columns="instant").sort_values("minute", kind="stable", ignore_index=True)
    faults += broken_rules(table.file, events)
    return Log(table.file, events, start, tuple(cells.notices))


def _texts(table: Table, name: str, faults: list[Fault]) -> "pd.Series[Any]":
    """The cells of a column as stripped texts, those that are empty as ""."""
    frame = table.frame
    if name not in frame.columns:
        return pd.Series("", index=frame.index, dtype=object).reset_index(drop=True)
    # Cells of Parquet may be lists, which numpy would take for a second dimension.
    texts = np.empty(len(frame), dtype=object)
    for place, cell in enumerate(frame[name].astype(object)):
        texts[place] = _stripped(cell)
    odd = [place for place, cell in enumerate(texts) if type(cell) is not str]
    for place in odd:
        cell = texts[place]
        texts[place] = ""
        if isinstance(cell, Spoilt):
            faults.append(table.fault(cell.problem, cell.remedy, _row(table, place), name, cell.text))
        elif isinstance(cell, int | float | np.number) and not isinstance(cell, bool):
            texts[place] = shown(float(cell))
        else:
            row = _row(table, place)
            faults.append(table.fault("it is no text", f"give {columns(LogRow)[name].meaning}", row, name, shown(cell)))
    series = pd.Series(texts, dtype=object)
    for place in np.flatnonzero(series.str.len().to_numpy() > _LONGEST_TEXT).tolist():
        row = _row(table, place)
        remedy = f"give a text of at most {_LONGEST_TEXT} characters"
        faults.append(table.fault("it is too long", remedy, row, name, texts[place]))
    return series


def _stripped(cell: object) -> object:
    """A text without blanks around it, "" for a cell that is empty, and any other cell as it is."""
    if isinstance(cell, str):
        return cell.strip()
    # Of all values, only what is not a number differs from itself.
    empty = cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell)
    return "" if empty else cell


def _row(table: Table, place: Any) -> int:
    """Where the row at a place of the frame stands in its file."""
    return int(table.frame.index[int(place)])


def _refuse(table: Table, name: str, texts: "pd.Series[Any]", known: set[str], faults: list[Fault]) -> None:
    """Add faults of texts that are none of those that are known."""
    for place in np.flatnonzero(~texts.isin(known).to_numpy()):
        text, row = texts.iloc[place], _row(table, place)
        if not text:
            faults.append(table.fault("it is empty and must be filled", f"give {_wanted(name)}", row, name, ""))
            continue
        near = did_you_mean(text, sorted(known))
        remedy = f"did you mean {near}?" if near else f"give {_wanted(name)}, or drop the row"
        faults.append(table.fault("it is none of the words that are known here", remedy, row, name, text))


def _wanted(name: str) -> str:
    return "one of the events of docs/records.md" if name == "event" else "full or empty"


def _teu(table: Table, faults: list[Fault]) -> "pd.Series[Any]":
    texts = _texts(table, "teu", faults)
    values = texts.map({"": np.nan, "1": 1.0, "2": 2.0})
    for place in np.flatnonzero(values.isna().to_numpy() & (texts != "").to_numpy()):
        row = _row(table, place)
        faults.append(table.fault("a box has 1 TEU or 2", "write 1 or 2", row, "teu", texts.iloc[place]))
    found: pd.Series[Any] = values.astype(float)
    return found


def _moments(table: Table, cells: Cells, case: Case, faults: list[Fault]) -> "pd.Series[Any]":
    """The times of all rows as moments in UTC; NaT, with a fault, where one is not understood."""
    column = table.frame["time"].reset_index(drop=True)
    found: pd.Series[Any]
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        found = column.dt.tz_convert("UTC").astype("datetime64[us, UTC]")
    else:
        found = pd.Series(pd.NaT, index=column.index).dt.tz_localize("UTC").astype("datetime64[us, UTC]")
        texts = column.map(lambda cell: cell.strip() if isinstance(cell, str) else "").astype(str)
        minutes = pd.to_numeric(column.map(_number), errors="coerce")
        sane = minutes.abs() < _MOST_MINUTES
        if sane.any():
            origin = pd.Timestamp(case.first_day).tz_convert("UTC")
            found[sane] = (origin + pd.to_timedelta(minutes[sane] * 60, unit="s").dt.round("us")).astype(found.dtype)
        _read(found, texts, texts.str.fullmatch(_ISO + r"(?:Z|[+-]\d{2}:\d{2})"), lambda given: given)
        zone = case.terminal.zone.key

        def localised(given: "pd.Series[Any]") -> "pd.Series[Any]":
            placed: pd.Series[Any] = given.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
            return placed

        local = texts.str.fullmatch(_ISO) & found.isna()
        _read(found, texts, local, localised)
    known = columns(_WithMoment)["time"]
    # What is left is understood cell by cell: other notations, years far from now, and what is wrong.
    far = found.notna() & ~found.dt.year.between(1990, 2090)
    for place in np.flatnonzero((found.isna() | far).to_numpy()).tolist():
        cell, row = column.iloc[place], _row(table, place)
        try:
            if isinstance(cell, np.ndarray):
                raise Unreadable("it is a list", f"give {known.wanted}")
            plain = cell.item() if isinstance(cell, np.generic) else cell
            value = cells.value(None if plain is pd.NaT or plain is pd.NA else plain, known, points=table.points)
            if value is None:
                raise Unreadable("it is empty and must be filled", f"give {known.wanted}")
            found.iloc[place] = pd.Timestamp(value).tz_convert("UTC")  # type: ignore[arg-type]
        except Unreadable as fault:
            faults.append(table.fault(fault.problem, fault.remedy, row, "time", shown(cell)))
    return found


_ISO = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?"


class _WithMoment(Record):
    time: datetime = Field(description="When")


def _number(cell: object) -> object:
    """A cell that may be a number of minutes, or None."""
    if isinstance(cell, str):
        text = cell.strip()
        return text if text.lstrip("+-").replace(".", "", 1).isdecimal() and text.isascii() else None
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _read(
    found: "pd.Series[Any]",
    texts: "pd.Series[Any]",
    which: "pd.Series[Any]",
    placed: Callable[["pd.Series[Any]"], "pd.Series[Any]"],
) -> None:
    """Read the texts of some rows as moments, where they are any."""
    if which.any():
        zoned = texts[which].str.contains(r"(?:Z|[+-]\d{2}:\d{2})$").all()
        read = pd.to_datetime(texts[which], format="ISO8601", utc=bool(zoned), errors="coerce")
        found[which] = placed(read).dt.tz_convert("UTC").astype(found.dtype)


def days_of(log: Log) -> float:
    """The whole days of a log, one at least."""
    return max(1.0, float(timedelta(minutes=log.end) // timedelta(days=1)))
