"""The rows of somebody else's spreadsheet, and its columns by the names that stand above them."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import column_index_from_string  # type: ignore[import-untyped]

from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.delimited import LARGEST_FILE, decoded
from data.formats.fields import did_you_mean
from data.formats.schedules.wording import plain, text_of
from data.formats.sizes import USUAL, Sizes
from data.formats.workbook import sheets_of

MOST_ROWS = 20_000  # a year of all carriers of a port is below
_MOST_CELLS = 256
_LETTERS = re.compile(r"col:([A-Za-z]{1,2})")

Row = tuple[int, list[object]]


def sheets_in(path: Path) -> dict[str, list[Row]]:
    """The rows that are not empty of every sheet of an .xlsx file by its name, or of a CSV file (under its own name).

    Raises BadInput where it is neither.
    """
    content = content_of(path, path.name, LARGEST_FILE)
    return sheets_in_content(path.name, content, workbook=path.suffix.lower() == ".xlsx")


def sheets_in_content(file: str, content: bytes, *, workbook: bool, sizes: Sizes = USUAL) -> dict[str, list[Row]]:
    """The same of content that was sent, under the name that its faults give it."""
    if workbook:
        names = list(sheets_of(file, content, wanted=(), sizes=sizes))
        found = sheets_of(file, content, wanted=names, most_rows=MOST_ROWS, sizes=sizes)
        for name, rows in found.items():
            _refuse_many(f"{file}, sheet {name}", len(rows))
        return found
    faults: list[Fault] = []
    text = decoded(file, content, faults)
    if text is None:
        raise BadInput(faults)
    return {file: _delimited(file, text)}


def _refuse_many(file: str, rows: int) -> None:
    if rows > MOST_ROWS:
        raise BadInput([Fault(file, f"it has more than {MOST_ROWS:,} rows", "drop rows that nobody needs")])


def _delimited(file: str, text: str) -> list[Row]:
    """The rows of a text, by the delimiter that most of its first lines hold."""
    head = text.splitlines()[:20]
    delimiter = max(",;\t", key=lambda mark: sum(line.count(mark) for line in head))
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            if any(cell.strip() for cell in cells):
                rows.append((number, [cell.strip() or None for cell in cells[:_MOST_CELLS]]))
                _refuse_many(file, len(rows))
    except csv.Error as error:
        remedy = "close each quote right before the delimiter, and double quotes inside of a cell"
        raise BadInput(
            [Fault(file, f"it can't be read as a list of cells ({error})", remedy, len(rows) + 1)]
        ) from error
    return rows


@dataclass(frozen=True)
class Headed:
    """A sheet whose columns have names (empty where none), each by `plain` with its places; and the rows below."""

    file: str
    header_row: int
    places: dict[str, list[int]]
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, name: str, faults: list[Fault]) -> int | None:
        """The place of the column of a name, or of `col:D`; None and a fault where there is not one."""
        letters = _LETTERS.fullmatch(name)
        if letters is not None:
            return int(column_index_from_string(letters[1].upper())) - 1
        found = self.places.get(plain(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            problem = f"{len(found)} columns have this name"
            remedy = "name it by its letter, as col:D, or give both lines of names as header = [3, 4] in the mapping"
        else:
            near = did_you_mean(plain(name), list(self.places))
            problem = f"the list has no such column in row {self.header_row}"
            remedy = f"did you mean {near!r}?" if near else (
                "correct the mapping: its columns, or header, the row of their names (columns here: "
                + (", ".join(filter(None, self.names))[:200] or "none") + ")")  # fmt: skip
        faults.append(Fault(self.file, problem, remedy, self.header_row, name))
        return None


def headed(file: str, rows: Sequence[Row], header: Collection[int]) -> Headed:
    """The sheet with the names that stand in its rows of these numbers.

    Of two, the upper one's names stand for all columns up to the next, as merged cells do: "Surabaya" above "ETA" and
    "ETD" makes "Surabaya ETA" and "Surabaya ETD".
    """
    lines = [dict(rows).get(number, []) for number in sorted(header)]
    lower = [text_of(cell) for cell in lines[-1]]
    upper = [text_of(cell) for cell in lines[0]] if len(lines) == 2 else []
    width = max(len(lower), len(upper))
    lower += [""] * (width - len(lower))
    upper += [""] * (width - len(upper))
    names: list[str] = []
    above = ""
    for over, under in zip(upper, lower, strict=True):
        above = over or (above if under else "")
        names.append(" ".join(filter(None, (above, under))))
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(plain(name), []).append(place)
    last = max(header)
    return Headed(file, last, places, tuple(names), tuple(row for row in rows if row[0] > last))


def cell(cells: Sequence[object], place: int | None) -> object:
    """The cell of a row at a place; None where the row is shorter."""
    return cells[place] if place is not None and place < len(cells) else None
