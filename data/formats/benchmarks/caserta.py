"""The set caserta: boxes in a bay, all of which are taken out in the order of their numbers.

Caserta, Voss and Sniedovich, OR Spectrum 33, 2011. The first line has the number of stacks and of boxes; then comes a
line a stack: how many boxes stand in it, and their numbers from the bottom to the top. A smaller number leaves earlier.
Stacks count from 1, and 0 is the way out.

What it means is told in `benchmarks.yard`, which poses it: an instance is one bay and no case.
"""

from dataclasses import dataclass
from pathlib import Path

from data.formats.benchmarks.stacks import stacks_of


@dataclass(frozen=True)
class Instance:
    """A file of the set: the numbers in each stack from the bottom to the top."""

    stacks: tuple[tuple[int, ...], ...]


def read(path: Path) -> Instance:
    """The instance of a file of the set. Raises BadInput where it is none."""
    top, boxes, stacks = stacks_of(path, "the number of a box")
    seen: set[int] = set()
    for line, numbers in stacks:
        for number in numbers:
            if number in seen:
                raise line.wrong("two boxes have the same number", f"give each of 1 to {boxes} once", number)
            seen.add(number)
    if len(seen) < boxes:
        raise top.wrong("there are fewer boxes in the stacks", f"give {len(seen)}, or all boxes", boxes)
    return Instance(tuple(numbers for _, numbers in stacks))
