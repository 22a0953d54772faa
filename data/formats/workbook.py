"""A case in one Excel workbook: the sheet `terminal`, and a sheet for each table."""

import io
import warnings
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from data.case import TABLES, Case
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.archive import opened
from data.formats.assemble import Fields, Reading, assemble, name_of
from data.formats.cells import Spoilt, shown
from data.formats.fields import REQUIRED_TABLES, Column, columns, did_you_mean
from data.formats.frames import as_text, frames, terminal_values
from data.formats.moments import Unreadable, localised, moment_text
from data.formats.sheet_parts import refuse_bombs, too_many_cells
from data.formats.sizes import USUAL, Faults, Sizes
from data.formats.tables import Table, table_of
from data.formats.writing import write_whole_file
from data.record import Record
from data.spreadsheets import texts_alone
from data.terminal import Terminal

SHEET = "terminal"
_SHEETS = [SHEET, *TABLES]
WORKBOOK_PART = "xl/workbook.xml"
_MOST_COLUMNS = 256
_LAST_ROW = 1_048_576  # of a sheet of Excel
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # how a compound file begins: Excel's before 2007, and any with a password
_Row = tuple[int, list[object]]


def read_workbook(path: Path) -> Reading:
    """The case in an .xlsx file, named as the file. Raises BadInput with every fault that was found."""
    content = content_of(path, path.name, USUAL.unpacked, "drop what the case does not need")
    return parse_workbook(name_of(path.resolve().stem), path.name, content)


def refuse_old_workbook(file: str, content: bytes) -> None:
    """Raise BadInput if the content is a workbook with a password, or of Excel before 2007."""
    if content.startswith(_OLD_WORKBOOK):
        problem = "it is a workbook with a password, or of the old kind (.xls)"
        raise BadInput([Fault(file, problem, "save it as .xlsx without a password")])


def parse_workbook(name: str, file: str, content: bytes, sizes: Sizes = USUAL) -> Reading:
    """The case of this name in the content of an .xlsx file. Raises BadInput with every fault that was found."""
    sheets = sheets_of(file, content, sizes=sizes)
    faults: list[Fault] = Faults()
    fields: Fields | None = None
    if SHEET in sheets:
        fields = _fields(f"{file}, sheet {SHEET}", _level(sheets[SHEET]), faults)
    else:
        faults.append(Fault(file, f"the sheet {SHEET} is missing", "add it, with the columns field and value"))
    tables: dict[str, Table | None] = {}
    for table in TABLES:
        if table in sheets:
            tables[table] = table_in_sheet(table, file, sheets[table], faults, most_rows=sizes.rows)
        elif table in REQUIRED_TABLES:
            tables[table] = None
            remedy = f"add it: {', '.join(sorted(REQUIRED_TABLES))} must be there"
            faults.append(Fault(file, f"the sheet {table} is missing", remedy))
    return assemble(name, fields, tables, faults, [_unknown(sheet) for sheet in sheets if sheet not in _SHEETS])


def sheets_of(
    file: str,
    content: bytes,
    wanted: Collection[str] = _SHEETS,
    most_rows: int | None = None,
    sizes: Sizes = USUAL,
) -> dict[str, list[_Row]]:
    """The rows of every sheet of an .xlsx file; sheets that are not wanted are empty. Raises BadInput where it is none.

    All sheets that a case has are wanted, unless others are given.
    """
    refuse_old_workbook(file, content)
    archive = opened(file, content, sizes) if content.startswith(b"PK") else None
    if archive is None or WORKBOOK_PART not in archive.namelist():
        raise BadInput([Fault(file, "it is no Excel workbook", "save it as .xlsx")])
    refuse_bombs(file, archive, sizes.cells)
    try:
        return _sheets(file, content, wanted, sizes.rows if most_rows is None else most_rows, sizes.cells)
    except BadInput:
        raise
    except Exception as error:  # whatever a damaged workbook makes of its reader, it is damaged
        raise BadInput([Fault(file, "the workbook is damaged", "open it in a spreadsheet and save it anew")]) from error


def table_in_sheet(
    name: str,
    file: str,
    rows: list[_Row],
    faults: list[Fault],
    given: Mapping[str, object] | None = None,
    row_type: type[Record] | None = None,
    most_rows: int | None = None,
) -> Table | None:
    """The table of this name in the rows of a sheet; None, with faults, where there is none to be seen.

    Columns that are `given` may be missing: all rows have the given value then.
    """
    return table_of(
        name,
        f"{file}, sheet {name}",
        _level(rows),
        faults,
        points=False,
        given=given,
        row_type=row_type,
        most_rows=most_rows,
    )


def _unknown(sheet: str) -> str:
    near = did_you_mean(sheet, _SHEETS)
    return f"the sheet {sheet} is no table of a case and was not read" + (f"; did you mean {near}?" if near else "")


def _sheets(
    file: str, content: bytes, wanted: Collection[str], most_rows: int, most_cells: int
) -> dict[str, list[_Row]]:
    """The rows that are not empty, with their numbers, of every sheet that is wanted; other sheets are empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and rules of the workbook that nobody needs here
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return {
                sheet.title: list(islice(rows, 2 * most_rows)) if sheet.title in wanted else []
                for sheet in book.worksheets
                for rows in (_rows(file, sheet, most_cells),)
            }
        finally:
            book.close()


def _rows(file: str, sheet: Any, most_cells: int) -> Iterator[_Row]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    seen = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        # One cell far to the right makes a whole row of empty ones, and one far down all rows above it.
        seen += max(1, len(row))
        if seen > most_cells:
            raise too_many_cells(file, most_cells)
        if number > _LAST_ROW:
            raise BadInput([Fault(file, f"a row has a number above {_LAST_ROW:,}", "save it anew from a spreadsheet")])
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells if len(cells) <= _MOST_COLUMNS else cells[:_MOST_COLUMNS] + cells[-1:]


def _level(rows: list[_Row]) -> Iterator[_Row]:
    """The rows, all as wide as the widest."""
    width = max((len(cells) for _, cells in rows), default=0)
    return ((number, cells + [None] * (width - len(cells))) for number, cells in rows)


def _cell(cell: Any) -> object:
    """The value of a cell, dates to the second; what is no value is spoilt."""
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "f":
        formula = value if isinstance(value, str) else "="
        return Spoilt(formula, "a formula stands here", "replace it by its value (copy, then paste values only)")
    if cell.data_type == "e":
        return Spoilt(str(value), "the spreadsheet shows an error here", "replace it by a value")
    if isinstance(value, datetime):
        moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        shows_hour = "h" in str(cell.number_format).lower()
        return moment if shows_hour or (moment.hour, moment.minute, moment.second) != (0, 0, 0) else moment.date()
    return value


def _fields(file: str, rows: Iterator[_Row], faults: list[Fault]) -> Fields | None:
    lines = [(row, cells) for row, cells in rows if not shown(cells[0]).startswith("#")]
    header = [as_text(cell).strip() for cell in lines[0][1]] if lines else []
    if "field" not in header or "value" not in header:
        faults.append(Fault(file, "it has no columns field and value", "begin the sheet with these column names"))
        return None
    values: dict[str, object] = {}
    places: dict[str, int] = {}
    for row, cells in lines[1:]:
        field, value = as_text(cells[header.index("field")]).strip(), cells[header.index("value")]
        if not field and value is not None:
            faults.append(Fault(file, "the value has no field", "name the field", row, "value", shown(value)))
        elif field in places:
            faults.append(Fault(file, "the field stands in an earlier row too", "drop one of the two", row, field))
        elif field:
            values[field], places[field] = value, row
    return Fields(file, values, places, points=False)


def write_workbook(case: Case, path: Path) -> None:
    """Write a case into a new .xlsx file, whole or not at all. Read back from there, it is the same case.

    Moments are date cells on the terminal's clock. The reader names a case by its file. Raises
    data.formats.Occupied where there is such a file already.
    """
    write_whole_file(path, partial(_write, case))


def workbook_of(case: Case) -> bytes:
    """The content of an .xlsx file with a case. Uploaded, it is the same case."""
    content = io.BytesIO()
    _write(case, content)
    return content.getvalue()


def _write(case: Case, path: Path | io.BytesIO) -> None:
    zone = case.terminal.zone
    terminal = pd.DataFrame(
        [
            [name, _excel_cell(value, zone), columns(Terminal)[name].unit, columns(Terminal)[name].meaning]
            for name, value in terminal_values(case.terminal).items()
        ],
        columns=["field", "value", "unit", "description"],
        dtype=object,
    )
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        terminal.to_excel(writer, sheet_name=SHEET, index=False)
        _dress(writer.sheets[SHEET], {})
        for name, frame in frames(case).items():
            _write_sheet(writer, name, frame, columns(TABLES[name]), zone)


def workbook_with(sheets: Mapping[str, pd.DataFrame], zone: ZoneInfo) -> bytes:
    """The content of an .xlsx file with frames as its sheets, dressed as those of a case."""
    content = io.BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            _write_sheet(writer, name, frame, columns(TABLES[name]) if name in TABLES else {}, zone)
    return content.getvalue()


def _write_sheet(writer: Any, name: str, frame: pd.DataFrame, known: dict[str, Column], zone: ZoneInfo) -> None:
    frame.map(partial(_excel_cell, zone=zone)).to_excel(writer, sheet_name=name, index=False)
    _dress(writer.sheets[name], known)


def _excel_cell(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        clock = value.astimezone(zone).replace(tzinfo=None, fold=0)
        try:
            localised(clock, zone)
        except Unreadable:
            return moment_text(
                value, zone
            )  # an hour that the clock shows twice needs its offset, which no date cell has
        return clock if value.microsecond == 0 else moment_text(value, zone)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return as_text(value)
    # openpyxl writes sixteen digits; the few numbers that need more are kept as text.
    return value if float(f"{value:.16g}") == value else repr(value)


def _dress(sheet: Any, known: dict[str, Column]) -> None:
    """Bold column names that stay in sight and say what they mean, wide columns, texts that no spreadsheet converts."""
    texts_alone(sheet)
    sheet.freeze_panes = "A2"
    for cells in sheet.iter_cols():
        header = cells[0]
        header.font = Font(bold=True)
        column = known.get(header.value)
        if column is not None:
            remark = "required" if column.required else "may be empty"
            header.comment = Comment(f"{column.meaning}: {column.wanted}; {remark}", "Dermaga", height=90, width=280)
        for cell in cells[1:]:
            if isinstance(cell.value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm" if cell.value.second == 0 else "yyyy-mm-dd hh:mm:ss"
            elif isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"  # never a formula, whatever it begins with
        widest = max(len(as_text(cell.value)) for cell in cells)
        sheet.column_dimensions[get_column_letter(header.column)].width = min(max(widest, 8), 60) + 2
