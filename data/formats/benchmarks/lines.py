"""Whole numbers in the lines of a text file. The first fault refuses the file: a published file is right or unknown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.delimited import LARGEST_FILE, decoded

_WHOLE = re.compile(r"-?[0-9]{1,9}")


def text_of(path: Path) -> str:
    """The text of a file. Raises BadInput where there is none, or it is not UTF-8."""
    faults: list[Fault] = []
    text = decoded(str(path), content_of(path, str(path), LARGEST_FILE), faults)
    if text is None:
        raise BadInput(faults)
    return text


@dataclass(frozen=True)
class Line:
    """The words of a line, and where it stands."""

    file: str
    row: int
    words: tuple[str, ...]

    def wrong(self, problem: str, remedy: str, value: object = None) -> BadInput:
        """The error that refuses the file for this line."""
        return BadInput([Fault(self.file, problem, remedy, self.row, value=None if value is None else str(value))])

    def numbers(self, what: str, count: int | None = None, *, surplus: bool = False) -> list[int]:
        """The line's whole numbers, `count` of them. With `surplus`, more may follow, which are left unread."""
        words = self.words
        if count is not None:
            if len(words) < count or (len(words) > count and not surplus):
                raise self.wrong(f"the line has {len(words)} values for {what}", f"it must have {count}")
            words = words[:count]
        for word in words:
            if not _WHOLE.fullmatch(word):
                raise self.wrong(f"{what}: it is not a whole number", "write digits only, at most nine", word)
        return [int(word) for word in words]

    def within(self, what: str, value: int, least: int, most: int) -> int:
        """The value. Raises BadInput where it is below `least` or above `most`."""
        if not least <= value <= most:
            raise self.wrong(f"{what} is out of reach", f"give a whole number from {least:,} to {most:,}", value)
        return value


class Lines:
    """The lines of a file that are not blank, taken one after the other."""

    def __init__(self, path: Path) -> None:
        self._file = str(path)
        self._left = self._lines(text_of(path))

    def _lines(self, text: str) -> Iterator[Line]:
        for row, line in enumerate(text.splitlines(), start=1):
            if words := tuple(line.split()):
                yield Line(self._file, row, words)

    def take(self, what: str) -> Line:
        """The next line. Raises BadInput where the file has ended."""
        line = next(self._left, None)
        if line is None:
            raise BadInput([Fault(self._file, f"the file ends before {what}", "give the whole file")])
        return line

    def end(self) -> None:
        """Raise BadInput where lines are left."""
        line = next(self._left, None)
        if line is not None:
            raise line.wrong(
                "the line comes after the last one", "drop it, or correct the numbers at the top", line.words[0]
            )
