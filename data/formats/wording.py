"""What the types refuse, in sentences: which columns, what is wrong with them, and what would be accepted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.formats.fields import Column, Kind

# What each error of pydantic's list means, by its type; its own wording is for programmers.
_PROBLEMS = {
    "greater_than": "it is less than is accepted",
    "greater_than_equal": "it is less than is accepted",
    "less_than": "it is more than is accepted",
    "less_than_equal": "it is more than is accepted",
    "string_too_long": "the text is too long",
    "string_too_short": "the text is empty",
    "too_short": "the list is empty",
}
_ODD_LOOK = "it does not look as it should"

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
        problem, remedy = _sides(str(detail["ctx"]["error"]))
        if name is not None:
            return Explained((name,), problem, remedy)
        prefix = "".join(f"{part}." for part in place)
        return Explained(_telling(problem, remedy, prefix, known), problem, remedy, whole_row=True)
    if name is None:
        return Explained((), "it can't be understood", "compare it with docs/case-format.md", whole_row=True)
    column = known[name]
    problem = _PROBLEMS.get(detail["type"], _ODD_LOOK)
    listed = column.kind is Kind.LIST and detail["type"] == "too_short"
    return Explained((name,), problem, f"give {'at least one: ' if listed else ''}{column.wanted}")


def _sides(message: str) -> tuple[str, str]:
    """The types write 'what is wrong: what to do', or only what would be right."""
    problem, mark, remedy = message.partition(": ")
    if mark:
        return problem, remedy
    if message.startswith("the check digit"):
        return message, "look for a mistyped digit or letter"
    return _ODD_LOOK, message


def _telling(problem: str, remedy: str, prefix: str, known: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns that a rule of a whole row is about: what it says to change, then what else it names."""
    listed = [column for words, column in _TELLING if words in problem]
    named = [prefix + word for word in re.findall(r"\w+", f"{remedy} {problem}")]
    return tuple(dict.fromkeys(name for name in (*listed, *named) if name in known))
