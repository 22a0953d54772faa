"""How the tables of experiments are written."""

from pathlib import Path

import pandas as pd

from data.spreadsheets import csv_of


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table with six decimals; the same table gives the same bytes on every machine."""
    path.write_text(csv_of(table, "%.6f"), encoding="utf-8", newline="\n")
