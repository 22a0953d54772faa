"""Lists of boxes as people send them: rows of the table `containers` in a CSV file or an Excel workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from data.cargo import Container
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import Cells
from data.formats.delimited import LARGEST_FILE, read_delimited
from data.formats.fields import columns
from data.formats.frames import csv_text
from data.formats.rows import typed_rows
from data.formats.workbook import sheets_of, table_in_sheet, workbook_with
from data.formats.writing import write_whole_file

TABLE = "containers"
# Boxes have no moments, so that the clock does not matter.
_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class BoxList:
    """A list of boxes, the row of each in its file, and what the reader understood on its own."""

    file: str
    boxes: tuple[Container, ...]
    rows: tuple[int, ...]
    notices: tuple[str, ...] = ()


def read_list(path: Path, call: str) -> BoxList:
    """The boxes in a CSV file, or in the sheet `containers` of an .xlsx file, for a call.

    The column `call` may be missing; where it is there, every row must name this call. Raises BadInput with every
    fault that was found.
    """
    content = content_of(path, path.name, LARGEST_FILE)
    faults: list[Fault] = []
    given = {"call": call}
    if path.suffix.lower() == ".xlsx":
        sheets = sheets_of(path.name, content)
        if TABLE not in sheets:
            fault = Fault(path.name, f"it has no sheet {TABLE}", f"name the sheet of the list {TABLE}")
            raise BadInput([fault])
        table = table_in_sheet(TABLE, path.name, sheets[TABLE], faults, given)
    else:
        table = read_delimited(TABLE, path.name, content, faults, given)
    cells = Cells(_ZONE)
    boxes: list[Container] = []
    rows: list[int] = []
    if table is not None:
        for record, row in zip(*typed_rows(table, cells, faults), strict=True):
            assert isinstance(record, Container)
            if record.call != call:
                problem = f"the list is taken for the call {call}"
                faults.append(table.fault(problem, "drop the row, or the column call", row, "call", record.call))
            boxes.append(record)
            rows.append(row)
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: fault.row or 0))
    return BoxList(path.name, tuple(boxes), tuple(rows), tuple(cells.notices))


def write_list(path: Path, boxes: Sequence[Container]) -> None:
    """Write boxes into a new CSV file, or into the sheet `containers` of a new .xlsx file, as its name ends.

    Raises data.formats.Occupied where there is such a file already, and OSError where it can't be written.
    """
    names = list(columns(Container))
    write_frame(path, TABLE, pd.DataFrame([[getattr(box, name) for name in names] for box in boxes], columns=names,
                                          dtype=object))  # fmt: skip


def write_frame(path: Path, name: str, frame: pd.DataFrame) -> None:
    """Write a frame into a new CSV file, or into the sheet of this name of a new .xlsx file, as its name ends.

    Raises data.formats.Occupied where there is such a file already, and OSError where it can't be written.
    """
    if path.suffix.lower() == ".xlsx":
        write_whole_file(path, lambda part: part.write_bytes(workbook_with({name: frame}, _ZONE)))
    else:
        write_whole_file(path, partial(_write_csv, csv_text(frame, _ZONE)))


def _write_csv(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
