"""What the board says in Indonesian for a sentence of the server, as its sentences.js does, and what tests provoke."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import pytest

from tests.api.board.texts import BOARD

PLACE = re.compile(r"\{(\w+)([#=+*!]?)\}")
_WORD = r"[^\s,;:]+"
_FITTING = {
    "": r"((?:(?![:;,] ).)+?)",
    "#": r"(-?\d[\d,]*(?:\.\d+)?%?)",
    "=": rf"({_WORD}(?:(?:, | or ){_WORD})*)",
    "+": r"((?:(?![:;] ).)+?)",
    "*": "(.+?)",
    "!": "(.+?)",
}
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


@cache
def table() -> dict[str, str]:
    """The words of each English sentence. Fails where one is there twice."""
    found: dict[str, str] = {}
    for name in ("rules", "stowing", "faults", "refusals", "helps"):
        source = _COMMENT.sub("", (BOARD / "texts" / "id" / f"{name}.js").read_text(encoding="utf-8"))
        pairs = json.loads(
            re.sub(r",(\s*})$", r"\1", source[source.index("{") : source.rindex("}") + 1]), object_pairs_hook=list
        )
        for form, words in pairs:
            assert form not in found, f"{name}.js has words for {form!r} that are there already"
            found[form] = words
    return found


@cache
def _forms() -> list[tuple[re.Pattern[str], list[tuple[str, str]], str]]:
    def own(form: str) -> int:
        return len(PLACE.sub("", form))

    def pattern(form: str) -> re.Pattern[str]:
        parts, kinds = PLACE.split(form)[::3], [kind for _, kind in PLACE.findall(form)]
        source = re.escape(parts[0])
        for kind, part in zip(kinds, parts[1:], strict=True):
            source += _FITTING[kind] + re.escape(part)
        return re.compile(source)

    ordered = sorted(table().items(), key=lambda item: -own(item[0]))
    return [(pattern(form), PLACE.findall(form), words) for form, words in ordered]


@lru_cache(maxsize=10_000)
def said(sentence: str) -> str | None:
    """An English sentence of the server's in Indonesian; None where the board has no words for it."""
    if "\n" in sentence:
        lines = [said(line) for line in sentence.split("\n")]
        return None if None in lines else "\n".join(map(str, lines))
    for pattern, places, words in _forms():
        found = pattern.fullmatch(sentence)
        if found is None:
            continue
        values = {name: _written(value, kind) for (name, kind), value in zip(places, found.groups(), strict=True)}
        if None not in values.values():
            return PLACE.sub(lambda place, values=values: str(values[place[1]]), words)  # type: ignore[misc]
    return None


def _written(value: str, kind: str) -> str | None:
    if kind == "!":
        return said(value)
    if kind == "*":
        return value
    if kind == "=" and " " in value:
        return value.replace(" or ", " atau ")
    if kind == "+":
        return re.sub(r" and (\d+) more$", r" dan \1 lagi", value).replace(" and ", " dan ")
    if re.fullmatch(r"-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?%?", value):
        return value.translate({ord(","): ".", ord("."): ","})
    return value


@contextmanager
def provoked(monkeypatch: pytest.MonkeyPatch, sentences_of: dict[type, tuple[str, ...]]) -> Iterator[set[str]]:
    """The sentences of what is made within, as of broken rules, by the types and their fields that hold them."""
    sentences: set[str] = set()

    def listen(to: type, names: tuple[str, ...]) -> None:
        make = to.__init__  # type: ignore[misc]

        def heard(self: Any, *given: Any, **named: Any) -> None:
            make(self, *given, **named)
            sentences.update(getattr(self, name) for name in names)

        monkeypatch.setattr(to, "__init__", heard)

    for to, names in sentences_of.items():
        listen(to, names)
    yield sentences


def speechless(sentences: set[str]) -> list[str]:
    """Those of some sentences that the board has no words for, or that it says with English words in between."""
    return sorted(sentence for sentence in sentences if sentence and not _whole(said(sentence)))


def _whole(words: str | None) -> bool:
    """Whether words are Indonesian throughout, but for what somebody else has written."""
    return words is not None and not re.search(r"\b(the|with|which|are)\b", re.sub(r"\(.*\)|'.*'", "", words))
