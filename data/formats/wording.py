"""What the types refuse, in sentences: which columns, what is wrong with them, and what would be accepted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from data.errors import Fault
from data.formats.cells import shown
from data.formats.fields import Column, Kind, columns
from data.record import Record
from data.validation import in_words

# Rules of a whole row that name no column: words of the rule, and the column that tells most.
_TELLING = (
    ("has no boxes", "discharge_full"),
    ("boxes in one call", "discharge_full"),
    ("ends where it starts", "destination"),
    ("bound for where it starts", "destination"),
    ("kg a box", "gross_mass_kg"),
)


@dataclass(frozen=True)
class Explained:
    """An error of the types in words. The first column is the one to look at; others share in it."""

    columns: tuple[str, ...]
    problem: str
    remedy: str
    whole_row: bool = False


def explain(detail: Mapping[str, Any], known: Mapping[str, Column]) -> Explained:
    """One error of pydantic's list (`ValidationError.errors()`) in a record with these columns."""
    place = [str(part) for part in detail["loc"]]
    name = next((found for n in range(len(place), 0, -1) if (found := ".".join(place[:n])) in known), None)
    if detail["type"] == "value_error":
        problem, remedy = in_words(detail)
        if name is not None:
            return Explained((name,), problem, remedy)
        prefix = "".join(f"{part}." for part in place)
        return Explained(_telling(problem, remedy, prefix, known), problem, remedy, whole_row=True)
    if name is None:
        return Explained((), "it can't be understood", "compare it with docs/case-format.md", whole_row=True)
    column = known[name]
    problem, _ = in_words(detail)
    listed = column.kind is Kind.LIST and detail["type"] == "too_short"
    return Explained((name,), problem, f"give {'at least one: ' if listed else ''}{column.wanted}")


def faults_of(
    error: ValidationError,
    record_type: type[Record],
    file: str,
    values: Mapping[str, object],
    row: int | None = None,
    of: str = "",
) -> list[Fault]:
    """The faults of a record that its type refuses, which has these values and stands in a row of a file.

    `of` names what the record describes, for the sentence.
    """
    faults = []
    for detail in error.errors(include_url=False):
        found = explain(detail, columns(record_type))
        column = next(iter(found.columns), None)
        value = None if column is None else shown(values.get(column))
        faults.append(Fault(file, f"{of}: {found.problem}" if of else found.problem, found.remedy, row, column, value))
    return faults


def _telling(problem: str, remedy: str, prefix: str, known: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns that a rule of a whole row is about: what it says to change, then what else it names."""
    listed = [column for words, column in _TELLING if words in problem]
    named = [prefix + word for word in re.findall(r"\w+", f"{remedy} {problem}")]
    return tuple(dict.fromkeys(name for name in (*listed, *named) if name in known))
