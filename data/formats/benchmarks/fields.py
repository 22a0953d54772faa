"""Whole numbers in the fields of a JSON file. The first fault refuses it: a published file is right or unknown."""

import json
from pathlib import Path
from typing import Any

from data.errors import BadInput, Fault
from data.formats.benchmarks.lines import text_of


class Fields:
    """The fields of a file that holds one JSON object. Raises BadInput where it does not."""

    def __init__(self, path: Path) -> None:
        self._file = str(path)
        text = text_of(path)
        try:
            fields = json.loads(text)
        except json.JSONDecodeError as error:
            raise self._wrong(f"it is not JSON ({error.msg})", "give a file of the set", row=error.lineno) from None
        except (RecursionError, ValueError):
            raise self._wrong("it is not JSON that can be read", "give a file of the set") from None
        if not isinstance(fields, dict):
            raise self._wrong("it holds no fields", "give a file of the set, which holds one JSON object")
        self._fields: dict[str, Any] = fields
        self._lines = text.splitlines()

    def _wrong(self, problem: str, remedy: str, field: str | None = None, value: Any = None, row: int = 0) -> BadInput:
        shown = None if value is None else str(value)
        return BadInput([Fault(self._file, problem, remedy, row or self._row(field), field, shown)])

    def _row(self, field: str | None) -> int | None:
        """The line in which a field begins; an item of a list stands at it or below."""
        if field is None:
            return None
        return next((row for row, line in enumerate(self._lines, start=1) if f'"{field}"' in line), None)

    def _field(self, name: str) -> Any:
        if name not in self._fields:
            raise self._wrong("the field is missing", "add it", name)
        return self._fields[name]

    def _whole(self, name: str, value: Any, least: int, most: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._wrong(
                "the value is none of those accepted", f"give a whole number from {least:,} to {most:,}", name, value
            )
        return value

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number. Raises BadInput where it is missing, something else or out of reach."""
        return self._whole(name, self._field(name), least, most)

    def numbers(self, name: str, count: int, least: int, most: int) -> list[int]:
        """A list of so many whole numbers, likewise."""
        values = self._field(name)
        if not isinstance(values, list) or len(values) != count:
            held = f"a list of {len(values)} values" if isinstance(values, list) else "no list"
            raise self._wrong(f"it is {held}", f"give a list of {count} values", name)
        return [self._whole(name, value, least, most) for value in values]

    def pairs(self, name: str, least: int, most: int) -> list[tuple[int, int]]:
        """A list of any length of pairs of such numbers, likewise."""
        values = self._field(name)
        if not isinstance(values, list):
            raise self._wrong("it is no list", "give a list of pairs", name)
        found = []
        for value in values:
            if not isinstance(value, list) or len(value) != 2:
                raise self._wrong("one of the values is no pair", "give a list of two numbers", name, value)
            first, second = (self._whole(name, number, least, most) for number in value)
            found.append((first, second))
        return found
