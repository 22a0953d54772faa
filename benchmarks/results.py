"""The table of results of a benchmark on a public set: a row an instance, as file and as print."""

import csv
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from math import isclose, isfinite
from pathlib import Path
from statistics import fmean

from data.errors import DermagaError

RESULTS = "results.csv"
# Best known values are published with six digits.
_DIGITS = 5e-6


@dataclass(frozen=True)
class Row:
    """A row of the results, as texts: an empty one where nothing is known."""

    set: str
    variant: str
    instance: str
    cost: str
    bound: str
    gap: str
    status: str
    seconds: str
    seconds_to_best: str
    best_known: str
    checked: str


COLUMNS = [field.name for field in fields(Row)]


def number(text: str) -> float:
    """A finite number. Raises ValueError for anything else."""
    if not isfinite(value := float(text)):
        raise ValueError(f"{text} is no finite number")
    return value


def number_text(value: float) -> str:
    """A number to the millionth, as a whole one where it is that."""
    value = round(value, 6)
    return str(int(value)) if value == int(value) else repr(value)


def _row(cells: list[str]) -> Row:
    """A row of the table. Raises TypeError or ValueError where it is none."""
    row = Row(*cells)
    for text in (row.cost, row.bound, row.gap, row.seconds, row.seconds_to_best, row.best_known):
        if text:
            number(text)
    return row


class Results:
    """The table of results in a folder, row by row."""

    def __init__(self, folder: Path, name: str, variant: str, *, resume: bool) -> None:
        """Begin the table, or go on with one of the same set and variant. Raises DermagaError where that is not so."""
        self._file = folder / RESULTS
        folder.mkdir(parents=True, exist_ok=True)
        self.rows: list[Row] = []
        if not self._file.exists():
            self._append(COLUMNS)
            return
        if not resume:
            raise DermagaError(f"{self._file} holds results already: give --resume to go on, or another folder")
        # A run that was stopped while it wrote has left half a line.
        content = self._file.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        try:
            table = list(csv.reader(whole.decode("utf-8").splitlines()))
            self.rows = [_row(cells) for cells in table[1:]]
        except (TypeError, ValueError, csv.Error) as error:
            raise DermagaError(f"{self._file} is no table of results ({error}): give another folder") from error
        if table[:1] != [COLUMNS] and (table or not ",".join(COLUMNS).encode().startswith(content)):
            raise DermagaError(f"{self._file} is no table of results: give another folder")
        if len({row.instance for row in self.rows}) < len(self.rows):
            raise DermagaError(f"{self._file} has an instance twice: give another folder")
        if any((row.set, row.variant) != (name, variant) for row in self.rows):
            raise DermagaError(f"{self._file} holds results of another set or variant: give another folder")
        # Cut off, not written anew: whoever stops the run here has lost no row.
        os.truncate(self._file, len(whole))
        if not table:
            self._append(COLUMNS)

    def _append(self, cells: Sequence[str]) -> None:
        with self._file.open("a", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerow(cells)
            opened.flush()
            os.fsync(opened.fileno())

    def add(self, row: Row) -> None:
        """Write a row."""
        self._append(list(asdict(row).values()))
        self.rows.append(row)


def against_best(row: Row) -> float | None:
    """(cost - best known) / best known, exactly 0 where they are equal to the digits published; None where unknown."""
    if not row.cost or not row.best_known:
        return None
    cost, best = float(row.cost), float(row.best_known)
    if isclose(cost, best, rel_tol=_DIGITS):
        return 0.0
    return (cost - best) / best if best else None


def line(row: Row) -> str:
    """A row of the printed table."""
    against = against_best(row)
    gap = f"{float(row.gap):.2%}" if row.gap else "-"
    return (
        f"{row.instance:<42} {row.cost or '-':>12} {row.bound or '-':>12} {gap:>7} {row.best_known or '-':>12} "
        f"{'-' if against is None else f'{against:.2%}':>8} {row.status:>10} {row.seconds:>7} "
        f"{row.seconds_to_best or '-':>7} {row.checked:>7}"
    )


HEAD = (
    f"{'instance':<42} {'cost':>12} {'bound':>12} {'gap':>7} {'best known':>12} {'to best':>8} {'status':>10} "
    f"{'seconds':>7} {'found':>7} checked"
)


def summary(rows: Sequence[Row], count: int) -> str:
    """One line about all rows of a run of `count` instances."""
    compared = [against for row in rows if (against := against_best(row)) is not None]
    mean = f"{sum(compared) / len(compared):.2%}" if compared else "unknown"
    return (
        f"{len(rows)} of {count} instances; to best known (of {len(compared)}): mean gap {mean}, "
        f"{sum(against == 0 for against in compared)} equal, {sum(against < 0 for against in compared)} better; "
        f"{sum(row.status in ('optimal', 'infeasible') for row in rows)} proven, "
        f"{sum(row.checked == 'yes' for row in rows)} checked"
    )


def by_class(rows: Sequence[Row]) -> list[str]:
    """A line for each class, that is for all instances whose names differ in their last number alone."""

    def class_of(row: Row) -> str:
        return re.sub(r"[-_]?\d+$", "", Path(row.instance).stem)

    lines = [
        f"{'class':<42} {'instances':>9} {'proven':>6} {'mean cost':>12} {'mean bound':>12} "
        f"{'better':>6} {'equal':>5} {'worse':>5}"
    ]
    for name, group in groupby(sorted(rows, key=class_of), class_of):
        held = list(group)
        answered = [row for row in held if row.cost]
        cost, bound = (
            f"{fmean(map(float, values)):.2f}" if values else "-"
            for values in ([row.cost for row in answered], [row.bound for row in answered])
        )
        against = [value for row in held if (value := against_best(row)) is not None]
        lines.append(
            f"{name:<42} {len(held):>9} {sum(row.status in ('optimal', 'infeasible') for row in held):>6} "
            f"{cost:>12} {bound:>12} {sum(value < 0 for value in against):>6} "
            f"{sum(value == 0 for value in against):>5} {sum(value > 0 for value in against):>5}"
        )
    return lines
