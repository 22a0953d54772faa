"""How large a case may be that somebody sends, and texts that are small but make their readers work without end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import SupportsIndex

from data.errors import BadInput, Fault

# Faults after which a reader gives up: nobody reads more, and to word them takes time.
MOST_FAULTS = 1_000
# Columns of a table, known or not.
MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Sizes:
    """Limits of what is read as a case. Each has its own refusal."""

    unpacked: int = 200 * 2**20  # bytes of all files of a zip archive or workbook
    files: int = 200  # of an archive
    rows: int = 200_000  # of a table; a year of the busiest terminal is below
    cells: int = 6_000_000  # of a workbook
    depth: int = 32  # objects and lists inside of each other, in JSON


USUAL = Sizes()


class Faults(list[Fault]):
    """The faults of an input as they are found. Raises BadInput once there are too many."""

    def append(self, fault: Fault) -> None:
        """Add one."""
        super().append(fault)
        self._give_up(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add several."""
        for fault in faults:
            self.append(fault)

    def __iadd__(self, faults: Iterable[Fault]) -> "Faults":  # type: ignore[override,misc]
        self.extend(faults)
        return self

    def insert(self, place: SupportsIndex, fault: Fault) -> None:
        """Add one at a place."""
        super().insert(place, fault)
        self._give_up(fault)

    def _give_up(self, last: Fault) -> None:
        if len(self) >= MOST_FAULTS:
            more = Fault(last.file, f"the reader gave up after {MOST_FAULTS:,} faults", "correct these, and try again")
            raise BadInput([*self, more])


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ALIKE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def nests_deeper(content: bytes, most: int) -> bool:
    """Whether objects and lists of a JSON text stand inside of each other more than so many times.

    Of what is no JSON, with brackets that do not match, it may be said too where there are more than that.
    """
    if content.count(b"[") + content.count(b"{") <= most:
        return False
    brackets = _STRING.sub(b"", content).translate(_ALIKE, _NO_BRACKETS)
    for depth in range(most):
        inner = brackets.replace(b"[]", b"")
        if not inner:
            return False
        if len(inner) == len(brackets):
            return depth + len(inner) > most  # what is left has no partner, as where the text ends early
        brackets = inner
    return True


def refuse_deep(file: str, content: bytes, most: int) -> None:
    """Raise BadInput for JSON that nests deeper than that."""
    if nests_deeper(content, most):
        problem = f"its lists and objects stand more than {most} deep in each other, or its brackets do not match"
        raise BadInput([Fault(file, problem, "send flat JSON, as the examples show")])
