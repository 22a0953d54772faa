"""The board's texts as Python reads them, and where they are used."""

import json
import re
from pathlib import Path

BOARD = Path(__file__).parents[3] / "api" / "board"
Texts = dict[str, str | dict[str, str]]

_PART = re.compile(r'^import \{ \w+ \} from "\./([^"]+)";$', re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_FORM = re.compile(r"([{,]\s*)(zero|one|two|few|many|other):")
_LAST_COMMA = re.compile(r",(\s*})")


def texts(language: str) -> Texts:
    """The texts of a language, by key."""
    found: Texts = {}
    entry = BOARD / "texts" / f"{language}.js"
    for part in _PART.findall(entry.read_text(encoding="utf-8")):
        source = _COMMENT.sub("", (entry.parent / part).read_text(encoding="utf-8"))
        content = source[source.index("{") : source.rindex("}") + 1]
        texts_of_part: Texts = json.loads(_LAST_COMMA.sub(r"\1", _FORM.sub(r'\1"\2":', content)))
        assert not found.keys() & texts_of_part.keys(), f"{part} has keys of another file"
        found |= texts_of_part
    return found


def forms(text: str | dict[str, str]) -> list[str]:
    """All forms of a text."""
    return [text] if isinstance(text, str) else list(text.values())


def sources() -> dict[str, str]:
    """The board's modules without comments and imports, and its page; the texts are not among them."""
    found = {}
    for path in sorted((*BOARD.rglob("*.js"), BOARD / "index.html")):
        if "texts" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".js":
            source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
            source = re.sub(r'^import \{[^}]*\} from "[^"]+";$', "", source, flags=re.MULTILINE)
            source = re.sub(r"(^|\s)//.*$", "", source, flags=re.MULTILINE)
        found[path.relative_to(BOARD).as_posix()] = source
    return found
