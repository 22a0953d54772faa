"""Makes docs/case-format.md from the types: `python -m data.formats.document`."""

from collections.abc import Iterable
from pathlib import Path

from data.case import TABLES
from data.clock import FIRST_YEAR, LAST_YEAR
from data.formats.fields import REQUIRED_TABLES, Column, Kind, columns, meaning_of
from data.formats.frames import as_text
from data.terminal import Terminal

PAGE = Path(__file__).parents[2] / "docs" / "case-format.md"

_OPENING = f"""# The format of a case

<!-- Made from the types by `python -m data.formats.document`. Change the types, not this page. -->

A case is one terminal with its ships, calls and shipments. It comes in one of three forms, which hold the same:

- **A folder** with `terminal.toml` and one CSV file a table: `calls.csv`, `vessels.csv` and so on. `dermaga case
  template DIR` writes an empty one, with every column explained in it.
- **An Excel workbook** (`.xlsx`) with a sheet `terminal`, whose columns are `field` and `value` (`quay.length_m`, 270),
  and one sheet a table: `calls`, `vessels` and so on.
- **JSON**, for the API: `{{"name": ..., "terminal": {{...}}, "calls": [...], ...}}`. A zip of the folder is taken too.

The name of a case is the name of its folder or file. These parts must be there:
{{required}}.
Any other table may be left out and is then empty. `dermaga case check CASE` lists every fault of a case at once, each
with its file, row, column, value and what would be right; a case with a fault is not read at all. Of faults
that differ in their row alone, as one wrong code in every row, the screen shows the first and how many more there are,
`--json` all.

## How files are read

- Text is UTF-8, with or without byte order mark. Other encodings are refused: save as "CSV UTF-8".
- The delimiter is a comma, a semicolon or a tab. The line of column names tells which. Names must be written as below;
  the order of the columns is free, and columns that need no value may be left out.
- Lines that begin with `#` are comments. Empty rows are skipped. Every other row has as many cells as there are
  columns.
- Rows are counted as a spreadsheet shows them: the line of column names is row 1, unless comments stand above it.
- A CSV file has at most 50 MB, a table at most 200,000 rows, a workbook or zip unpacked at most 200 MB.
- In a workbook, formulas are refused: paste their values.
- CSV files and sheets that are no table of a case are not read, and the reader says so.

## How cells are read

- An empty cell means that there is no value, or the one in the column "if empty".
- **Moments** are ISO 8601: `2026-01-05 08:00`, `2026-01-05T08:00+08:00`, `2026-01-05T00:00Z`. Without a zone they are
  the terminal's local time, and the reader says so once. A local time that the clocks show twice, or never, is refused.
  The hour must be written; a date alone is refused. Years go from {FIRST_YEAR} to {LAST_YEAR}. In workbooks,
  date cells are understood.
- **Dates that end with the year**, such as `25/01/2026 08:00`, are understood where only one reading exists, and the
  reader says so. `05/01/2026 08:00` can be read two ways and is refused, unless `date_order` of the terminal says
  `day-first` or `month-first`.
- **Times of day** are hours and minutes on the terminal's clock, as `06:00`, from `00:00` to `23:59`, and hold every
  day. In workbooks, time cells are understood.
- **Numbers** have a decimal point and no unit. `12,5` is understood as 12.5, and `1.234,5` and `1,234.5` as 1234.5; the
  reader says so. `1,234` can be read two ways and is refused. So is `1.234` where the column holds whole numbers, or
  where the file's delimiter is no comma, since such files come from spreadsheets that write decimal commas.
- **Yes and no** are `yes`, `no`, `true`, `false`, `ya` or `tidak`.
- **Lists** have a space between their items.
- **Text** that a spreadsheet would run as a formula, since it begins with `=`, `+`, `-` or `@`, is refused.

Lengths along the quay are metres from its zero mark, depths are metres below chart datum, the tide metres above it.
Money is in whole units of the terminal's `currency`.
"""


def page() -> str:
    """The text of docs/case-format.md."""
    required = ["terminal", *(name for name in TABLES if name in REQUIRED_TABLES)]
    parts = [_OPENING.replace("{required}", _and(f"`{name}`" for name in required))]
    parts.append("## terminal\n\nThe file `terminal.toml`, or the sheet `terminal`: everything that is not a list.\n")
    parts.append(_table(columns(Terminal).values(), "field"))
    for name, row_type in TABLES.items():
        need = "Required." if name in REQUIRED_TABLES else "May be left out."
        about = " ".join((row_type.__doc__ or "").split())
        parts.append(f"## {name}\n\n{meaning_of(name)}. {need} A row: {about[:1].lower()}{about[1:]}\n")
        parts.append(_table(columns(row_type).values(), "column"))
    return "\n".join(parts)


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}"


def _table(known: Iterable[Column], heading: str) -> str:
    lines = [f"| {heading} | holds | unit | if empty | meaning |", "|---|---|---|---|---|"]
    for column in known:
        empty = "refused" if column.required else "none" if column.default is None else as_text(column.default)
        cells = (f"`{column.name}`", _holds(column), column.unit or "", empty, column.meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _holds(column: Column) -> str:
    match column.kind:
        case Kind.NUMBER | Kind.WHOLE:
            return f"{column.kind} {column.limits}".strip()
        case Kind.MOMENT | Kind.TIME:
            return str(column.kind)
        case _:
            return column.wanted


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
