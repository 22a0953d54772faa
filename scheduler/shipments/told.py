"""Sentences that come with a code and their values, for those who say the same in other words."""

from typing import Any


class Told(str):
    """A sentence in English, with what it says as a code and values by name."""

    code: str
    values: dict[str, Any]

    def __new__(cls, text: str, code: str, **values: Any) -> "Told":
        """The sentence `text`, which says `code` of these values."""
        made = super().__new__(cls, text)
        made.code, made.values = code, values
        return made


def code_of(text: str) -> dict[str, Any] | None:
    """Code and values of a sentence, as JSON; None of one that has none."""
    return {"code": text.code, "values": text.values} if isinstance(text, Told) else None
