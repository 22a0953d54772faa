"""What a long experiment has finished, kept on disk while it goes on: nothing is lost, and nothing is run twice."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isnan, nan
from pathlib import Path
from typing import Any, TextIO

from data.errors import DermagaError
from data.kpis import KPI_BY_NAME

# The key figures of each replication, by point and number.
Figures = dict[tuple[int, int], dict[str, float]]


class Journal:
    """A file of finished replications, a JSON line each, headed by what they are of."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        """Whether there is such a file."""
        return self._path.exists()

    def expect_own_folder(self) -> None:
        """Raise DermagaError where there is nothing to go on with, and the folder has files of something else."""
        folder, own = self._path.parent, {self._path.name, self._path.with_suffix(".new").name}
        if not self.exists and folder.is_dir() and any(each.name not in own for each in folder.iterdir()):
            raise DermagaError(
                f"{folder} has no sweep to go on with (no {self._path.name}) but other files; give the folder of the "
                "sweep, or drop --resume"
            )

    def read(self, asked: dict[str, Any]) -> Figures:
        """What was finished of the same sweep before. A last line that was cut off in the middle is none.

        Raises DermagaError where the file is of another sweep, or damaged.
        """
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            lines = []
        head = _entry(lines[0]) if lines else None
        if head is None or not asked.keys() <= head.keys():
            raise DermagaError(
                f"{self._path} is damaged, or no journal of a sweep: its first line does not say of which; remove the "
                "file, or give another --out"
            )
        different = sorted(name for name in asked if head[name] != asked[name])
        if different:
            raise DermagaError(
                f"{self._path} is of another sweep ({', '.join(different)} differ); ask for "
                "the same one, or give another --out"
            )
        done: Figures = {}
        for row, line in enumerate(lines[1:], start=2):
            finished = _finished(line)
            if finished is not None:
                done[finished[0]] = finished[1]
            elif row < len(lines):
                raise DermagaError(
                    f"{self._path}, line {row} is damaged; drop the line, whose replication is then run again, or give "
                    "another --out"
                )
        return done

    @contextmanager
    def writing(
        self, asked: dict[str, Any], done: Figures
    ) -> Iterator[Callable[[tuple[int, int], dict[str, float]], None]]:
        """A function that adds a replication to the file, which begins with those that are done."""
        # Written beside it and then put in its place: at no moment is there less on disk than was finished.
        whole = self._path.with_suffix(".new")
        with whole.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asked) + "\n")
            for key, figures in done.items():
                _add(file, key, figures)
        whole.replace(self._path)
        with self._path.open("a", encoding="utf-8") as file:

            def add(key: tuple[int, int], figures: dict[str, float]) -> None:
                _add(file, key, figures)
                file.flush()

            yield add


def _add(file: TextIO, key: tuple[int, int], figures: dict[str, float]) -> None:
    told = {kpi: None if isnan(value) else value for kpi, value in figures.items()}
    file.write(json.dumps({"point": key[0], "replication": key[1], "figures": told}) + "\n")


def _entry(line: str) -> dict[str, Any] | None:
    """The JSON object of a line; None where it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _finished(line: str) -> tuple[tuple[int, int], dict[str, float]] | None:
    """The replication of a line and its figures; None where the line is not whole."""
    entry = _entry(line) or {}
    key, figures = (entry.get("point"), entry.get("replication")), entry.get("figures")
    if not (isinstance(key[0], int) and isinstance(key[1], int) and isinstance(figures, dict)):
        return None
    if set(figures) != set(KPI_BY_NAME) or not all(_is_figure(value) for value in figures.values()):
        return None
    return (key[0], key[1]), {kpi: nan if value is None else float(value) for kpi, value in figures.items()}


def _is_figure(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
