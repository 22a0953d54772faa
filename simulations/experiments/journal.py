"""What a long experiment has finished, kept on disk while it goes on: nothing is lost, and nothing is run twice."""

import json
from collections.abc import Callable, Iterable, Iterator
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

    def read(self, asked: dict[str, Any]) -> Figures:
        """What was finished of the same sweep before. A line that was cut off in the middle is none.

        Raises DermagaError where the file is of another sweep.
        """
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        heads = _entries(lines[:1])
        if not heads:
            return {}
        if heads[0] != asked:
            different = sorted(name for name in asked if heads[0].get(name) != asked[name])
            raise DermagaError(
                f"{self._path} is of another sweep ({', '.join(different)} differ); ask for the same one, or give "
                "another --out"
            )
        return {
            (entry["point"], entry["replication"]): {
                kpi: nan if value is None else value for kpi, value in entry["figures"].items()
            }
            for entry in _entries(lines[1:])
            if set(entry.get("figures", {})) == set(KPI_BY_NAME)
        }

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


def _entries(lines: Iterable[str]) -> list[dict[str, Any]]:
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries
