"""A case in JSON, as the API takes it and gives it: `{"name": ..., "terminal": {...}, "calls": [...], ...}`."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.case import TABLES
from data.errors import BadInput, Fault
from data.formats.assemble import Fields, Reading, assemble
from data.formats.fields import REQUIRED_TABLES, columns, did_you_mean
from data.formats.sizes import USUAL, Faults, Sizes, refuse_deep
from data.formats.tables import Table
from data.formats.terminal_toml import dotted

FILE = "case"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def named(name: object) -> str:
    """A case's name as it was given. Raises BadInput where a case can't have it."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadInput([_bad_name(name)])
    return name


def _bad_name(name: object) -> Fault:
    return Fault(
        FILE,
        "a case needs a name" if name is None else "a case can't have this name",
        "give 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit",
        column="name",
        value=None if name is None else str(name),
    )


def case_from_json(data: object, name: str | None = None, sizes: Sizes = USUAL) -> Reading:
    """The case that parsed JSON describes, under the given name or its own.

    Faults have the file "case" and the dotted path of the value as column (`calls.3.eta`, places from 0). Raises
    BadInput with every fault that was found.
    """
    if not isinstance(data, Mapping):
        raise BadInput(
            [Fault(FILE, "it is no JSON object", 'give {"name": ..., "terminal": {...}, "berths": [...], ...}')]
        )
    faults: list[Fault] = Faults()
    given = name if name is not None else data.get("name")
    if not isinstance(given, str) or not _NAME.fullmatch(given):
        faults.append(_bad_name(given))
        given = "case"
    known = ["name", "terminal", *TABLES]
    for key in data:
        if key not in known:
            near = did_you_mean(str(key), known)
            remedy = f"did you mean {near}?" if near else f"drop it; a case has {', '.join(known)}"
            faults.append(Fault(FILE, "a case has no such part", remedy, column=str(key)))
    tables = {
        table: _table(table, data.get(table), faults, sizes.rows)
        for table in TABLES
        if data.get(table) is not None or table in REQUIRED_TABLES
    }
    return assemble(given, _terminal(data.get("terminal"), faults), tables, faults, [])


def _terminal(value: object, faults: list[Fault]) -> Fields | None:
    if not isinstance(value, Mapping):
        faults.append(Fault(FILE, "the terminal is missing", "give it as a JSON object", column="terminal"))
        return None
    values, reported = dotted(
        value,
        lambda problem, remedy, name: faults.append(Fault(FILE, problem, remedy, column=f"terminal.{name}")),
    )
    return Fields(FILE, values, {}, points=True, reported=reported, prefix="terminal.")


def _table(name: str, rows: object, faults: list[Fault], most_rows: int) -> Table | None:
    if not isinstance(rows, list):
        problem = "the table is missing" if rows is None else "the table is no list"
        faults.append(Fault(FILE, problem, "give a JSON list of objects, one a row", column=name))
        return None
    if len(rows) > most_rows:
        faults.append(Fault(FILE, f"it has more than {most_rows:,} rows", "drop rows that nobody needs", column=name))
        return None
    known = list(columns(TABLES[name]))
    places: list[int] = []
    cells: list[list[object]] = []
    for place, row in enumerate(rows):
        before = len(faults)
        if not isinstance(row, Mapping):
            faults.append(
                Fault(FILE, "the row is no JSON object", "give its columns by name", column=f"{name}.{place}")
            )
            continue
        for key in row:
            if key not in known:
                near = did_you_mean(str(key), known)
                remedy = f"did you mean {near}?" if near else f"drop it; the columns are {', '.join(known)}"
                problem = f"the table {name} has no such column"
                faults.append(Fault(FILE, problem, remedy, column=f"{name}.{place}.{key}"))
        if len(faults) == before:
            places.append(place)
            cells.append([row.get(column) for column in known])
    frame = pd.DataFrame(cells, index=places, columns=known, dtype=object)
    return Table(name, FILE, frame, points=True, whole=len(places) == len(rows), json=True)


def parsed(content: bytes, sizes: Sizes = USUAL) -> Any:
    """The JSON in a file's content. Raises BadInput where it is none, nests too deep, or says a thing twice."""
    refuse_deep(FILE, content, sizes.depth)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise BadInput([Fault(FILE, "an object says it twice", "drop one of the two", column=ascii(twice)[1:-1])])
        return found

    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    except UnicodeDecodeError as error:
        fault = Fault(FILE, f"byte {error.start + 1} is not UTF-8 text", "send JSON in UTF-8")
    except (ValueError, RecursionError) as error:
        fault = Fault(FILE, f"it is no JSON ({str(error)[:200]})", "send a case as JSON, .xlsx, or a zip of its folder")
    raise BadInput([fault])
