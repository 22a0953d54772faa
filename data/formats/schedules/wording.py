"""Cells as text, how names are compared, and long lists of them in a sentence."""

from collections.abc import Sequence

from data.formats.cells import shown


def text_of(cell: object) -> str:
    """A cell as text, on one line; nothing for an empty one."""
    return "" if cell is None else " ".join(shown(cell).split())


def plain(text: str) -> str:
    """A name as names are compared: of any case, with single spaces."""
    return " ".join(text.split()).casefold()


def some(texts: Sequence[str], most: int = 8) -> str:
    """The texts with commas between them; of many, the first ones and how many more there are."""
    return ", ".join(texts[:most]) + (f" and {len(texts) - most:,} more" if len(texts) > most else "")
