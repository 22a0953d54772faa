"""Delimited text: UTF-8, commas, semicolons or tabs, comments, and rows counted as a spreadsheet shows them."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from data.case import TABLES
from data.errors import Fault
from data.formats.fields import columns
from data.formats.tables import Table, table_of
from data.record import Record

LARGEST_FILE = 50 * 2**20  # bytes
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_COMMENT_LINE = re.compile(r"(?:(?<=[\r\n])|\A)#[^\r\n]*")


def decoded(file: str, content: bytes, faults: list[Fault], largest: int = LARGEST_FILE) -> str | None:
    """The text of a file in UTF-8, with or without byte order mark; None and a fault where it is not that."""
    if len(content) > largest:
        problem = f"it is larger than {largest // 2**20} MB"
        faults.append(Fault(file, problem, "drop what the case does not need"))
        return None
    if content.startswith(b"%PDF-"):
        remedy = "ask for it as an Excel workbook (.xlsx) or as CSV"
        faults.append(Fault(file, "it is a PDF, which is for people to read", remedy))
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:200]:
        faults.append(Fault(file, "it is UTF-16 text, or no text, and not UTF-8", "save it as 'CSV UTF-8'"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        value = content[error.start : error.start + 1].hex()
        problem = f"byte {error.start + 1} is not UTF-8 text (hexadecimal {value})"
        faults.append(Fault(file, problem, "save it as 'CSV UTF-8'", row, value=_around(content, error.start)))
        return None


def _around(content: bytes, place: int) -> str:
    start = max(content.rfind(b"\n", 0, place) + 1, place - 20)
    return content[start : place + 10].split(b"\n")[0].decode("latin-1").strip()


def read_delimited(
    name: str,
    file: str,
    content: bytes,
    faults: list[Fault],
    given: Mapping[str, object] | None = None,
    row_type: type[Record] | None = None,
    largest: int = LARGEST_FILE,
    most_rows: int | None = None,
) -> Table | None:
    """The table of this name in a delimited file; None, with faults, where there is none to be seen.

    Columns that are `given` may be missing: all rows have the given value then. A table that no case has names the
    `row_type` of its rows.
    """
    known = columns(row_type or TABLES[name])
    if not content.strip(b"\xef\xbb\xbf\r\n\t ,;"):
        remedy = f"even an empty table needs its line of column names: {','.join(known)}"
        faults.append(Fault(file, "the file is empty", remedy))
        return None
    text = decoded(file, content, faults, largest)
    if text is None:
        return None
    text = _COMMENT_LINE.sub("", text)
    delimiter = _delimiter(known, file, text, faults)
    if delimiter is None:
        return None
    broken: list[Fault] = []
    rows = _records(file, text, delimiter, broken)
    table = table_of(
        name, file, rows, faults, points=delimiter == ",", given=given, row_type=row_type, most_rows=most_rows
    )
    faults.extend(broken)
    return replace(table, whole=False) if table is not None and broken else table


def _records(file: str, text: str, delimiter: str, broken: list[Fault]) -> Iterator[tuple[int, Sequence[object]]]:
    """The records of the text, numbered as rows; one that can't be read ends them with a fault."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, record in enumerate(reader, start=1):
            yield row, record
    except csv.Error as error:
        problem = "a quote opens a cell and does not close it, so that the rest can't be read"
        remedy = "close it with a quote right before the delimiter, and double quotes inside of a cell"
        if "field limit" in str(error):
            problem = f"a cell has more than {csv.field_size_limit():,} letters"
            remedy = "shorten it, or close the quote that opens it"
        broken.append(Fault(file, problem, remedy, row + 1))


def _delimiter(known: Collection[str], file: str, text: str, faults: list[Fault]) -> str | None:
    """The delimiter by which the line of column names falls into most names that the table knows."""
    row, line = next(((row, line) for row, line in enumerate(text.splitlines(), 1) if _names_columns(line)), (1, ""))
    hits = {mark: sum(cell.strip(' "') in known for cell in line.split(mark)) for mark in _DELIMITERS}
    best = max(hits.values())
    found = [mark for mark, count in hits.items() if count == best]
    if len(found) == 1:
        return found[0]
    present = [mark for mark in _DELIMITERS if mark in line]
    if len(present) <= 1:
        return present[0] if present else ","
    faults.append(
        Fault(
            file,
            "the line of column names holds " + " and ".join(_DELIMITERS[mark] for mark in present),
            "put one of them between all cells: comma, semicolon or tab",
            row,
            value=line,
        )
    )
    return None


def _names_columns(line: str) -> bool:
    text = line.strip(' "')
    return bool(text) and not text.startswith("#")
