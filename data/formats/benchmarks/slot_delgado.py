"""The set slot_delgado: places for containers in one bay section below deck, with what stands there already.

Delgado, Jensen, Janstrup, Rose and Andersen, EJOR 220, 2012. Text: a line of numbers (ports, containers to load, those
loaded, stacks, cells, locations, tiers), then sections under headings with #: ports; locations; a line a container to
load and a line a container loaded (stack, cell, position, kg, height in m, length, port, reefer, location, dangerous);
a line a stack (kg and m that it bears, location); a line a cell, stack by stack from the bottom (stack, plug fore and
aft, 20-foot container fore and aft, 40-foot container, location). A plan follows, which is left unread.

Positions are 0 for both halves, 1 aft and -1 fore; stacks and cells count from 1, cells from the bottom. What it means
is told in `benchmarks.loading`, which poses it: an instance is one section and no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from data.formats.benchmarks.lines import Line, Lines
from data.formats.benchmarks.setting import table_text

_MOST_STACKS, _MOST_TIERS, _MOST_BOXES, _LATEST_PORT = 50, 50, 2_000, 1_000
_HEAVIEST_KG, _HIGHEST_MM = 10_000_000, 200_000


@dataclass(frozen=True)
class Container:
    """A container of the file. `stack` and `cell` are 0 where it is to be loaded, `position` is as in the file."""

    stack: int
    cell: int
    position: int
    kg: int
    height_mm: int
    length: int
    port: int
    reefer: bool


@dataclass(frozen=True)
class Cell:
    """What the cell of a stack has and takes, fore before aft."""

    plugs: tuple[bool, bool]
    twenty: tuple[bool, bool]
    forty: bool


@dataclass(frozen=True)
class Stack:
    """What a stack bears, and its cells from the bottom."""

    kg: int
    height_mm: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Instance:
    """A file of the set."""

    to_load: tuple[Container, ...]
    loaded: tuple[Container, ...]
    stacks: tuple[Stack, ...]


def read(path: Path) -> Instance:
    """The instance of a file of the set. Raises BadInput where it is none."""
    lines = Lines(path)
    first = lines.take("the line of numbers")
    _, to_load, loaded, stacks, cells, _, tiers = first.numbers("the sizes", 7)
    for what, value, most in (
        ("the number of containers to load", to_load, _MOST_BOXES),
        ("the number of containers loaded", loaded, _MOST_BOXES),
        ("the number of stacks", stacks, _MOST_STACKS),
        ("the number of tiers", tiers, _MOST_TIERS),
    ):
        first.within(what, value, 0 if "containers" in what else 1, most)
    if cells != stacks * tiers:
        raise first.wrong(
            "the number of cells is not that of stacks times tiers", f"it must be {stacks * tiers}", cells
        )
    _heading(lines, "#POD")
    if lines.take("the ports").words[0] != "#LOCATIONS":
        _heading(lines, "#LOCATIONS")
    if lines.take("the locations").words[0] != "#CONTAINERS_TOLOAD":
        _heading(lines, "#CONTAINERS_TOLOAD")
    new = tuple(_container(lines.take("a container to load"), 0, 0) for _ in range(to_load))
    _heading(lines, "#CONTAINERS_LOADED")
    old = tuple(_container(lines.take("a container loaded"), stacks, tiers) for _ in range(loaded))
    _heading(lines, "#STACKS")
    borne = [_borne(lines.take("a stack")) for _ in range(stacks)]
    _heading(lines, "#CELLS")
    held = [tuple(_cell(lines.take("a cell"), stack) for _ in range(tiers)) for stack in range(1, stacks + 1)]
    return Instance(new, old, tuple(Stack(kg, mm, each) for (kg, mm), each in zip(borne, held, strict=True)))


def answer(rows: Iterable[tuple[int, int, int]]) -> str:
    """The stack, the cell and the position of each container to load, in the order of the file, as the set counts."""
    return table_text(
        ("container", "stack", "cell", "half"), ((number, *row) for number, row in enumerate(rows, start=1))
    )


def _heading(lines: Lines, heading: str) -> None:
    line = lines.take(heading)
    if line.words[0] != heading:
        raise line.wrong(f"the section {heading} must begin here", "give as many lines as the sizes say", line.words[0])


def _words(line: Line, what: str, count: int) -> tuple[str, ...]:
    if len(line.words) != count:
        raise line.wrong(f"the line has {len(line.words)} values for {what}", f"it must have {count}")
    return line.words


def _container(line: Line, stacks: int, tiers: int) -> Container:
    """A container, in one of so many stacks and tiers; to load where there are none."""
    words = _words(line, "a container", 10)
    stack, cell, position = (
        _whole(line, what, word) for what, word in zip(("stack", "cell", "position"), words[:3], strict=True)
    )
    line.within("the stack", stack, min(1, stacks), stacks)
    line.within("the cell", cell, min(1, tiers), tiers)
    length = _whole(line, "the length", words[5])
    if length not in (20, 40):
        raise line.wrong("the length is none of those accepted", "write 20 or 40", words[5])
    if position not in ((0,) if length == 40 or not stacks else (-1, 1)):
        raise line.wrong("the position does not go with the length", "write 0 for 40, 1 or -1 for 20", words[2])
    return Container(
        stack, cell, position,
        kg=_decimal(line, "the weight in kg", words[3], 1, 0, _HEAVIEST_KG),
        height_mm=_decimal(line, "the height in m", words[4], 1000, 1, _HIGHEST_MM),
        length=length,
        port=line.within("the port", _whole(line, "the port", words[6]), 0, _LATEST_PORT),
        reefer=_flag(line, "reefer", words[7]),
    )  # fmt: skip


def _borne(line: Line) -> tuple[int, int]:
    """What a stack bears in whole kg and mm, of which containers have whole ones too."""
    kg, metres, _ = _words(line, "a stack", 3)
    return (
        _decimal(line, "the weight in kg", kg, 1, 0, _HEAVIEST_KG, down=True),
        _decimal(line, "the height in m", metres, 1000, 0, _HIGHEST_MM, down=True),
    )


def _cell(line: Line, stack: int) -> Cell:
    words = _words(line, "a cell", 7)
    if words[0] != str(stack):
        raise line.wrong("the cell is of another stack", f"write {stack}: stacks follow each other", words[0])
    fore_plug, aft_plug, fore, aft, forty = (_flag(line, "a flag", word) for word in words[1:6])
    return Cell((fore_plug, aft_plug), (fore, aft), forty)


def _whole(line: Line, what: str, word: str) -> int:
    (number,) = Line(line.file, line.row, (word,)).numbers(what)
    return number


def _flag(line: Line, what: str, word: str) -> bool:
    if word not in ("0", "1"):
        raise line.wrong(f"{what} is none of those accepted", "write 0 or 1", word)
    return word == "1"


def _decimal(line: Line, what: str, word: str, times: int, least: int, most: int, *, down: bool = False) -> int:
    """A decimal number in smaller units, of which so many make one: a whole number of them, or rounded `down`."""
    try:
        value = Decimal(word) * times
    except InvalidOperation:
        raise line.wrong(f"{what} is no number", "write digits, with a point before decimals", word) from None
    if not value.is_finite() or not least <= value <= most:
        raise line.wrong(f"{what} is out of reach", f"give {least / times:g} to {most / times:g}", word)
    if value != int(value) and not down:
        raise line.wrong(f"{what} is too fine", "give whole kg, and metres to the millimetre", word)
    return int(value)
