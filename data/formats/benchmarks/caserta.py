"""The set caserta: boxes in a bay, all of which are taken out in the order of their numbers.

Caserta, Voss and Sniedovich, OR Spectrum 33, 2011. The first line has the number of stacks and of boxes; then comes a
line a stack: how many boxes stand in it, and their numbers from the bottom to the top. A smaller number leaves earlier.
Stacks count from 1, and 0 is the way out.

What it means is told in `benchmarks.yard`, which poses it: an instance is one bay and no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.formats.benchmarks.lines import Lines
from data.formats.benchmarks.setting import table_text

_MOST_STACKS, _MOST_BOXES = 1_000, 10_000


@dataclass(frozen=True)
class Instance:
    """A file of the set: the numbers in each stack from the bottom to the top."""

    stacks: tuple[tuple[int, ...], ...]


def read(path: Path) -> Instance:
    """The instance of a file of the set. Raises BadInput where it is none."""
    lines = Lines(path)
    top = lines.take("the line of stacks and boxes")
    count, boxes = top.numbers("stacks and boxes", 2)
    top.within("stacks", count, 1, _MOST_STACKS)
    top.within("boxes", boxes, 1, _MOST_BOXES)
    stacks: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for place in range(1, count + 1):
        line = lines.take(f"stack {place}")
        high, *numbers = line.numbers(f"stack {place}")
        if len(numbers) != high:
            raise line.wrong(f"stack {place} has {len(numbers)} boxes", f"give {high}, as the line's first number says")
        for number in numbers:
            line.within("the number of a box", number, 1, boxes)
            if number in seen:
                raise line.wrong("two boxes have the same number", f"give each of 1 to {boxes} once", number)
            seen.add(number)
        stacks.append(tuple(numbers))
    lines.end()
    if len(seen) < boxes:
        raise top.wrong("there are fewer boxes in the stacks", f"give {len(seen)}, or all boxes", boxes)
    return Instance(tuple(stacks))


def answer(moves: Iterable[tuple[int, int]]) -> str:
    """A row a move, from stack to stack as the set counts, from moves that count stacks from 0 and have -1 for out."""
    return table_text(("from_stack", "to_stack"), ((source + 1, target + 1) for source, target in moves))
