"""What the types refuse, in plain words: pydantic's own wording is for programmers."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.codes import PATTERNS
from data.errors import Fault

ODD_LOOK = "it does not look as it should"
_MOMENT = "write date, time and offset, as 2026-01-05T08:00:00+08:00"

# Where a field takes several types, pydantic names the type among the names that lead to it, and of a name [key].
_TYPE = re.compile(r"constrained-\w+|\w+\[.*\]|\[key\]")

# Problem and remedy of an error by its type, or by how its type begins.
_WORDS = {
    "missing": ("it is missing", "give this field"),
    "extra_forbidden": ("there is no such field", "drop it or correct its name"),
    "less_than_equal": ("it is more than is accepted", "give at most {le:.15g}"),
    "less_than": ("it is more than is accepted", "give less than {lt:.15g}"),
    "greater_than_equal": ("it is less than is accepted", "give at least {ge:.15g}"),
    "greater_than": ("it is less than is accepted", "give more than {gt:.15g}"),
    "multiple_of": ("it is none of the accepted numbers", "give a multiple of {multiple_of:.15g}"),
    "string_pattern_mismatch": (ODD_LOOK, "give text that matches {pattern}"),
    "string_too_long": ("the text is too long", "give at most {max_length} characters"),
    "string_too_short": ("the text is empty", "give a text"),
    "too_long": ("the list is too long", "give at most {max_length}"),
    "too_short": ("the list is empty", "give at least one"),
    "literal_error": ("there is no such choice", "give {expected}"),
    "union_tag_invalid": ("there is no such choice", "give {expected_tags}"),
    "union_tag_not_found": ("it is missing", "give this field"),
    "timezone_aware": ("the moment has no zone", _MOMENT),
    "datetime": ("it is no moment", _MOMENT),
    "time": ("it is no time of day", "give hours and minutes, as 06:00"),
    "int": ("it is no whole number", "give a whole number"),
    "float": ("it is no number", "give a number"),
    "finite_number": ("it is no number", "give a number"),
    "bool": ("it is neither true nor false", "give true or false"),
    "string": ("it is no text", "give a text"),
    "list": ("it is no list", "give a list"),
    "tuple": ("it is no list", "give a list"),
    "model": ("it is no JSON object", "give one, in braces"),
    "dict": ("it is no JSON object", "give one, in braces"),
}


def in_words(detail: Mapping[str, Any]) -> tuple[str, str]:
    """Problem and remedy of one error of `ValidationError.errors()`."""
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if kind == "value_error":
        return _sides(str(context["error"]))
    problem, remedy = _WORDS.get(kind) or _WORDS.get(kind.partition("_")[0]) or (ODD_LOOK, "correct it")
    if context.get("pattern") in PATTERNS:
        return problem, f"give {PATTERNS[context['pattern']]}"
    return problem.format(**context), remedy.format(**context)


def _sides(message: str) -> tuple[str, str]:
    """Problem and remedy of our own rules: they write 'what is wrong: what to do', or only what would be right."""
    problem, mark, remedy = message.partition(": ")
    if mark:
        return problem, remedy
    if message.startswith("the check digit"):
        return message, "look for a mistyped digit or letter"
    return ODD_LOOK, message


def fault_of(detail: Mapping[str, Any], file: str, place: Sequence[object]) -> Fault:
    """The fault of one error of `ValidationError.errors()` in JSON; `place` are the names that lead to its field."""
    problem, remedy = in_words(detail)
    context, given, shown = detail.get("ctx", {}), detail["input"], None
    # Which of several types JSON is of stands in a field of it; where that is missing, nothing is shown.
    if "discriminator" in context and isinstance(given, Mapping):
        name = context["discriminator"].strip("'")
        place, given = (*place, name), given.get(name, {})
    if isinstance(given, bytes):
        given = given.decode("utf-8", "backslashreplace")
    if detail["type"] != "missing" and not isinstance(given, Mapping | list | tuple):
        shown = given if isinstance(given, str) else json.dumps(given, default=str)
    column = ".".join(part for part in map(str, place) if not _TYPE.fullmatch(part)) or None
    return Fault(file, problem, remedy, column=column, value=None if shown is None else shown[:200])
