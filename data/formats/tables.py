"""A table as it came: its cells, not yet understood, in a pandas frame that knows where each row stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.case import TABLES
from data.errors import Fault
from data.formats.cells import shown
from data.formats.fields import Column, columns, did_you_mean
from data.formats.sizes import MOST_COLUMNS, USUAL
from data.record import Record


@dataclass(frozen=True)
class Table:
    """A table of a case in its file.

    The index of `frame` is the row as a spreadsheet shows it (in JSON: the place in its list, from 0), its columns
    are known columns of the table, its cells are as they came. `points` says that numbers have decimal points for
    sure. A table that is not `whole` has lost rows or columns to faults that are reported already. Its rows are of
    `row_type`, or else of the type that the case's table of its name has.
    """

    name: str
    file: str
    frame: pd.DataFrame
    points: bool
    reported: frozenset[str] = frozenset()
    whole: bool = True
    json: bool = False
    row_type: type[Record] | None = None

    def fault(
        self, problem: str, remedy: str, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> Fault:
        """A fault at a place of this table."""
        if self.json:
            path = ".".join(str(part) for part in (self.name, row, column) if part is not None)
            return Fault(self.file, problem, remedy, None, path, value)
        return Fault(self.file, problem, remedy, row, column, value)


def table_of(
    name: str,
    file: str,
    rows: Iterable[tuple[int, Sequence[object]]],
    faults: list[Fault],
    *,
    points: bool,
    given: Mapping[str, object] | None = None,
    row_type: type[Record] | None = None,
    most_rows: int | None = None,
) -> Table | None:
    """The table whose line of column names is the first of the rows that is neither empty nor a comment.

    Faults of its shape are added to `faults`: unknown, repeated and missing columns, rows with more or fewer cells
    than there are columns. None where there is no line of column names. Columns that are `given` may be missing: all
    rows have the given value then.
    """
    given = given or {}
    most = USUAL.rows if most_rows is None else most_rows
    known = columns(row_type or TABLES[name])
    lines = ((row, list(cells)) for row, cells in rows if not _blank(cells) and not shown(cells[0]).startswith("#"))
    header_row, header = next(lines, (0, []))
    if not header:
        faults.append(
            Fault(
                file,
                "it has no line of column names",
                "even an empty table needs its line of column names: " + ",".join(known),
            )
        )
        return None
    if len(header) > MOST_COLUMNS:
        faults.append(
            Fault(file, f"it has more than {MOST_COLUMNS:,} columns", "drop those that no table has", header_row)
        )
        return None
    names = [shown(cell).strip() if cell is not None else "" for cell in header]
    kept, reported = _known(name, file, header_row, names, known, set(given), faults)
    before = len(faults)
    numbers: list[int] = []
    cells: list[list[object]] = []
    for row, line in lines:
        if len(numbers) == most:
            faults.append(Fault(file, f"it has more than {most:,} rows", "drop rows that nobody needs", row))
            break
        problem = _misshapen(names, line)
        if problem is not None:
            faults.append(
                Fault(
                    file,
                    problem,
                    "give each column one cell, empty or not, and put cells that hold the delimiter in quotes",
                    row,
                )
            )
            continue
        numbers.append(row)
        cells.append([line[place] for place in kept])
    frame = pd.DataFrame(cells, index=numbers, columns=[names[place] for place in kept], dtype=object)
    for column, value in given.items():
        if column not in frame.columns:
            frame[column] = pd.Series([value] * len(frame), index=frame.index, dtype=object)
    return Table(name, file, frame, points, reported, whole=len(faults) == before, row_type=row_type)


def _blank(cells: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _known(
    name: str,
    file: str,
    row: int,
    names: list[str],
    known: Mapping[str, Column],
    given: set[str],
    faults: list[Fault],
) -> tuple[list[int], frozenset[str]]:
    """The places of known columns, and the columns that are not there by mistake: required or misspelt ones."""
    kept: list[int] = []
    missing = [column for column, facts in known.items() if facts.required and column not in {*names, *given}]
    reported = set(missing)
    for place, column in enumerate(names):
        if column in names[:place] and column:
            faults.append(Fault(file, "the column stands twice", "drop one of the two", row, column))
        elif column in known:
            kept.append(place)
        elif column:
            near = did_you_mean(column, list(known))
            reported |= {near} - set(names) if near else set()
            remedy = f"did you mean {near}?" if near else f"drop it; the columns are {', '.join(known)}"
            faults.append(Fault(file, f"the table {name} has no such column", remedy, row, column))
    for column in missing:
        facts = known[column]
        faults.append(Fault(file, "the column is missing", f"add it ({facts.meaning}): {facts.wanted}", row, column))
    return kept, frozenset(reported)


def _misshapen(names: list[str], line: list[object]) -> str | None:
    if len(line) != len(names):
        return f"the row has {len(line)} cells and the table {len(names)} columns"
    nameless = [cell for cell, name in zip(line, names, strict=True) if not name]
    return None if _blank(nameless) else "a cell stands under no column name"
