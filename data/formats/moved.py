"""When boxes were moved: a CSV file with the columns box and moment, as gates and cranes report it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, Field

from data.codes import BoxNumber
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import Cells
from data.formats.delimited import LARGEST_FILE, read_delimited
from data.formats.rows import typed_rows
from data.record import Record
from data.terminal import Terminal

TABLE = "moves"


class Moved(Record):
    """A box and when it was moved."""

    box: BoxNumber = Field(description="The box, by its number")
    moment: AwareDatetime = Field(description="When it was moved")


@dataclass(frozen=True)
class Moments:
    """The moments of a file by box number, and what the reader understood on its own."""

    file: str
    by_box: dict[str, datetime]
    notices: tuple[str, ...] = ()


def read_moments(path: Path, terminal: Terminal, unfit: Callable[[str], str | None]) -> Moments:
    """When boxes were moved by a CSV file; moments without a zone are the terminal's.

    `unfit` says what is wrong with a box of the file, or None. Raises BadInput with every fault that was found.
    """
    content = content_of(path, path.name, LARGEST_FILE)
    faults: list[Fault] = []
    cells = Cells(terminal.zone, terminal.date_order)
    table = read_delimited(TABLE, path.name, content, faults, row_type=Moved)
    found: dict[str, datetime] = {}
    for record, row in zip(*typed_rows(table, cells, faults), strict=True) if table is not None else ():
        assert isinstance(record, Moved)
        problem = "the box stands in an earlier row too" if record.box in found else unfit(record.box)
        if problem is not None:
            faults.append(Fault(path.name, problem, "drop the row, or correct the number", row, "box", record.box))
        found[record.box] = record.moment
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: fault.row or 0))
    return Moments(path.name, found, tuple(cells.notices))
