"""Cells as text, and how names are compared."""

from data.formats.cells import shown


def text_of(cell: object) -> str:
    """A cell as text, on one line; nothing for an empty one."""
    return "" if cell is None else " ".join(shown(cell).split())


def plain(text: str) -> str:
    """A name as names are compared: of any case, with single spaces."""
    return " ".join(text.split()).casefold()
