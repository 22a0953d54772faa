"""The file terminal.toml: every field of the terminal, with its unit and meaning above it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

import tomlkit

from data.errors import Fault
from data.formats.assemble import Fields
from data.formats.cells import shown
from data.formats.delimited import decoded
from data.formats.fields import columns
from data.terminal import Terminal

FILE = "terminal.toml"
_TABLE = re.compile(r"\s*\[\s*([A-Za-z0-9_.-]+)\s*\]")
_LARGEST = 2**20  # bytes; the template has some thousands
# A name for which its parser takes time by the square.
_LONG_NAME = re.compile(r"""(?<![\w"'-])[\w"'-]++(?:\s*+\.\s*+[\w"'-]++){20}""")
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=")


def read_terminal(content: bytes, faults: list[Fault]) -> Fields | None:
    """The fields of the terminal in the content of a terminal.toml; None and a fault where it is no TOML."""
    if not content.strip(b"\xef\xbb\xbf\r\n\t "):
        faults.append(Fault(FILE, "the file is empty", "take the one that `dermaga case template` writes"))
        return None
    text = decoded(FILE, content, faults, _LARGEST)
    if text is None:
        return None
    if _LONG_NAME.search(text):
        faults.append(
            Fault(FILE, "a name of it has more than 20 dots", "take the names that docs/case-format.md lists")
        )
        return None
    try:
        nested = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        faults.append(
            Fault(
                FILE,
                f"it is no TOML ({str(error)[:200]})",
                'write name = value, texts in "quotes", numbers with a decimal point and nothing else on the line',
                int(place[1]) if place else None,
            )
        )
        return None
    rows = _rows(text)
    values, reported = dotted(
        nested, lambda problem, remedy, name: faults.append(Fault(FILE, problem, remedy, rows.get(name), name))
    )
    return Fields(FILE, values, rows, points=True, reported=reported)


def dotted(
    nested: Mapping[str, Any], refuse: Callable[[str, str, str], None]
) -> tuple[dict[str, object], frozenset[str]]:
    """Nested values by dotted name, and the fields whose faults were told: problem, remedy, name.

    A part of the terminal (`quay`) that is no table of values is such a fault.
    """
    parts = {name.partition(".")[0] for name in columns(Terminal) if "." in name}
    values: dict[str, object] = {}
    reported: set[str] = set()
    for name, value in nested.items():
        if name in parts and not isinstance(value, Mapping):
            fields = [field for field in columns(Terminal) if field.startswith(f"{name}.")]
            refuse("it must have fields of its own", f"give {', '.join(fields)}", name)
            reported.update(fields)
        elif isinstance(value, Mapping) and (value or name in parts) and name not in columns(Terminal):
            values.update({f"{name}.{inner}": item for inner, item in value.items()})
        else:
            values[name] = value
    return values, frozenset(reported)


def _rows(text: str) -> dict[str, int]:
    """The line of each field, by dotted name."""
    rows: dict[str, int] = {}
    prefix = ""
    for row, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            prefix = f"{match[1]}."
            rows.setdefault(match[1], row)
        elif match := _KEY.match(line):
            rows.setdefault(prefix + match[1], row)
    return rows


def terminal_toml(values: Mapping[str, object], remarks: Mapping[str, str]) -> str:
    """The text of a terminal.toml with these values by dotted name.

    Above each field stands its meaning and unit, and its remark where it has one. Fields without a value are left out,
    or stand there as a comment where they have a remark.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment("The terminal of a case. docs/case-format.md says more about each field."))
    part = ""
    table: Any = document
    for name, column in columns(Terminal).items():
        head, dot, inner = name.partition(".")
        if dot and head != part:
            part, table = head, tomlkit.table()
            document.add(tomlkit.nl())
            document.add(head, table)
        value = values.get(name)
        unit = f" [{column.unit}]" if column.unit else ""
        if value is None and name not in remarks:
            continue
        table.add(tomlkit.comment(f"{column.meaning}{unit}{remarks.get(name, '')}"))
        if value is None:
            table.add(tomlkit.comment(f"{inner or name} ="))
        else:
            table.add(inner or name, _toml(value))
    return tomlkit.dumps(document)


def _toml(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return shown(value) if isinstance(value, time) else value
