"""Tables for people who open them in a spreadsheet, which runs what looks like a formula.

All CSV files and workbooks that tell of plans and results are written here or finished here. Texts of a case can't
begin so (`data.codes`), and case files are written as they are, so that they are read back as they were. What comes
from elsewhere can: notes, names of users, the papers of carriers.

In CSV an apostrophe is put before such a text, which spreadsheets show. In workbooks the cell is a text by its type,
and nothing is put before it.
"""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from data.codes import FORMULA_SIGNS

# What may precede the sign: spreadsheets trim blanks, and one apostrophe more is put before those that are there.
_FORMULA = re.compile(rf"['\s]*[{re.escape(''.join(FORMULA_SIGNS))}]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?%?")


def harmless(text: str) -> str:
    """A text as a CSV file may hold it. Signed numbers and single signs are no formulas."""
    if not _FORMULA.match(text) or _NUMBER.fullmatch(text) or len(text) == 1:
        return text
    return f"'{text}"


def csv_of(table: pd.DataFrame, float_format: str | Callable[[object], str] | None = None) -> str:
    """A table as CSV, with commas and its column names, in which no text runs.

    Of the ends of lines in a text, those of old Macs begin a row in some readers: all are written as line feeds.
    """

    def cell(value: Any) -> Any:
        return harmless(value.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(value, str) else value

    safe = table.copy()
    for column in table.columns:
        if table[column].dtype.kind not in "biufcMm":
            safe[column] = table[column].map(cell)
    text: str = safe.rename(columns=cell).to_csv(index=False, lineterminator="\n", float_format=float_format)
    return text


def texts_alone(sheet: Any) -> None:
    """Make every text of a sheet of openpyxl one by its type, also those that openpyxl takes for formulas."""
    for row in sheet.iter_rows():
        for each in row:
            if isinstance(each.value, str) and each.value.startswith(FORMULA_SIGNS):
                each.data_type = "s"
                each.quotePrefix = True  # it stays one when somebody edits it
