"""Vessel profiles that are shipped, each a folder of tables as a case has them, and how they come into a case.

SOURCES.md beside them says whose they are and how they were made.
"""

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.case import TABLES, Case, broken_references
from data.errors import BadInput, DermagaError, Fault, NotFound
from data.formats.cells import Cells
from data.formats.delimited import read_delimited
from data.formats.frames import csv_text, frame_of
from data.formats.rows import typed_rows
from data.formats.writing import write_whole_folder
from data.record import Record
from data.ship_layouts import PROFILE_TABLES, Layout, layouts

_HERE = Path(__file__).parent
_UTC = ZoneInfo("UTC")


def ready_profiles() -> list[str]:
    """Names of the shipped profiles."""
    return sorted(file.parent.name for file in _HERE.glob("*/ship_profiles.csv"))


@cache
def ready_profile(name: str) -> Layout:
    """The shipped profile of a name. Raises NotFound where there is none."""
    names = ready_profiles()
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        raise NotFound(f"there is no ready vessel profile {name!r}; {hint}")
    return read_profile(_HERE / name)


def read_profile(folder: Path) -> Layout:
    """The profile in the tables of a folder. Raises BadInput with every fault of theirs."""
    faults: list[Fault] = []
    rows: dict[str, list[Any]] = {}
    for table in PROFILE_TABLES:
        path = folder / f"{table}.csv"
        read = read_delimited(table, path.name, path.read_bytes(), faults) if path.exists() else None
        rows[table] = typed_rows(read, Cells(_UTC), faults)[0] if read is not None else []
    if not rows["ship_profiles"] and not faults:
        faults.append(Fault("ship_profiles.csv", "it has no profile", "give it one row"))
    if faults:
        raise BadInput(faults)
    return next(iter(layouts(*(rows[table] for table in PROFILE_TABLES)).values()))


def write_profile(layout: Layout, folder: Path) -> None:
    """Write a profile as tables into a new or empty folder."""
    texts = {
        f"{name}.csv": csv_text(frame_of(TABLES[name], rows), _UTC) for name, rows in layout.tables.items() if rows
    }
    write_whole_folder(folder, texts)


def with_profile(case: Case, layout: Layout, ship: str | None = None) -> Case:
    """A case with a profile more, given to a ship of its (by id) if one is named.

    Raises DermagaError where the case has such a profile or no such ship, and BadInput where the ship does not agree
    with it.
    """
    name = layout.profile.id
    if any(row.id == name for row in case.ship_profiles):
        raise DermagaError(f"{case.name} has a profile {name} already: give its ships that one, or rename it")
    if ship is not None and ship not in case.vessel_by_id:
        # Calls and names of ships are what a listing of the case shows.
        meant = [row.vessel for row in case.calls if row.id == ship] + [
            row.id for row in case.vessels if row.name == ship
        ]
        near = meant or get_close_matches(ship, case.vessel_by_id, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; its ships are in vessels, by id"
        raise DermagaError(f"{case.name} has no ship {ship!r} in its table vessels{hint}")
    parts: dict[str, tuple[Record, ...]] = {
        table: (*case.tables[table], *rows) for table, rows in layout.tables.items()
    }
    parts["vessels"] = tuple(
        row.model_copy(update={"profile": name}) if row.id == ship else row for row in case.vessels
    )
    faults = list(broken_references(case.terminal, {**case.tables, **parts}))
    if faults:
        raise BadInput(faults)
    return case.changed(**parts)
