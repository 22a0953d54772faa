"""What the types refuse, in sentences: which column, what is wrong with it, and what would be accepted."""

import re
from collections.abc import Mapping
from typing import Any

from data.formats.fields import Column, Kind

# What a limit of a type refuses, by the name of the error in pydantic.
_PROBLEMS = {
    "greater_than": "it is below what is accepted",
    "greater_than_equal": "it is below what is accepted",
    "less_than": "it is above what is accepted",
    "less_than_equal": "it is above what is accepted",
    "string_too_long": "the text is too long",
    "string_pattern_mismatch": "it does not look as it should",
    "too_short": "the list is empty",
    "missing": "the cell is empty, and the column must be filled",
}

# Where a rule of a whole row does not name its column first: words of the rule, and the column that tells most.
_TELLING = (
    ("has no boxes", "discharge_full"),
    ("boxes in one call", "discharge_full"),
    ("ends where it starts", "destination"),
    ("bound for where it starts", "destination"),
    ("kg a box", "gross_mass_kg"),
)


def explain(detail: Mapping[str, Any], known: Mapping[str, Column], prefix: str) -> tuple[str | None, str, str]:
    """Column, problem and remedy of one error of pydantic's list.

    `known` are the columns of the table; `prefix` is the part of the terminal that a rule belongs to (`tide.`), or
    empty. Column is None where a rule of a whole row names none.
    """
    name = _column(detail["loc"], known)
    if detail["type"] == "value_error":
        problem, remedy = _split(str(detail["ctx"]["error"]))
        if name is not None:
            return name, problem, remedy or f"give {known[name].wanted}"
        named = [prefix + word for word in re.findall(r"\w+", f"{problem} {remedy}") if prefix + word in known]
        told = (column for words, column in _TELLING if words in problem)
        return next(iter((*_later_first(named), *told)), None), problem, remedy or "correct the row"
    if name is None:
        return None, "it can't be understood", "compare it with docs/case-format.md"
    column = known[name]
    problem = _PROBLEMS.get(detail["type"], f"it is no {column.kind}")
    return name, problem, f"give {_article(column)}"


def _article(column: Column) -> str:
    return column.wanted if column.kind is not Kind.LIST else f"at least one of {column.form}"


def _later_first(named: list[str]) -> list[str]:
    """The columns that a rule names, without repetition, in its order."""
    return list(dict.fromkeys(named))


def _column(loc: tuple[int | str, ...], known: Mapping[str, Column]) -> str | None:
    for length in range(len(loc), 0, -1):
        name = ".".join(str(part) for part in loc[:length])
        if name in known:
            return name
    return None


def _split(message: str) -> tuple[str, str]:
    """The types write 'what is wrong: what to do', or only one of the two."""
    problem, mark, remedy = message.partition(": ")
    if mark:
        return problem, remedy
    if message.startswith("the check digit"):
        return message, "look for a mistyped digit or letter"
    return "it does not look as it should", f"{message}" if message else ""
