"""What the sets of retrieval and of pre-marshalling share: stacks of numbered boxes, and moves between them."""

from collections.abc import Iterable
from pathlib import Path

from data.formats.benchmarks.lines import Line, Lines
from data.formats.benchmarks.setting import table_text

_MOST_STACKS, _MOST_BOXES = 1_000, 10_000


def stacks_of(path: Path, number: str) -> tuple[Line, int, list[tuple[Line, tuple[int, ...]]]]:
    """The first line of a file, the boxes that it says, and each stack with its line, from the bottom to the top.

    `number` is what the numbers of boxes are called, which go from 1 to how many boxes there are. Raises BadInput.
    """
    lines = Lines(path)
    top = lines.take("the line of stacks and boxes")
    count, boxes = top.numbers("stacks and boxes", 2)
    top.within("stacks", count, 1, _MOST_STACKS)
    top.within("boxes", boxes, 1, _MOST_BOXES)
    stacks: list[tuple[Line, tuple[int, ...]]] = []
    for place in range(1, count + 1):
        line = lines.take(f"stack {place}")
        high, *numbers = line.numbers(f"stack {place}")
        if len(numbers) != high:
            raise line.wrong(f"stack {place} has {len(numbers)} boxes", f"give {high}, as the line's first number says")
        for each in numbers:
            line.within(number, each, 1, boxes)
        stacks.append((line, tuple(numbers)))
    lines.end()
    return top, boxes, stacks


def answer(moves: Iterable[tuple[int, int]]) -> str:
    """A row a move, from stack to stack as the sets count, from moves that count stacks from 0 and have -1 for out."""
    return table_text(("from_stack", "to_stack"), ((source + 1, target + 1) for source, target in moves))
