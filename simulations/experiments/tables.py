"""How the tables of experiments are written."""

from pathlib import Path

import pandas as pd


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table with six decimals; the same table gives the same bytes on every machine."""
    table.to_csv(path, index=False, float_format="%.6f", lineterminator="\n", encoding="utf-8")
