"""What BAPLIE and MOVINS share: a slot with the box in it, by the guides of D.95B, and that each has one for itself."""

from collections.abc import Iterable

from data.formats.edifact.boxes import EdiBox
from data.formats.edifact.grouping import Node, group
from data.formats.edifact.refusals import Refusals
from data.slots import Cell

PARTY = group("NAD", "", group("CTA", "COM"), heading=True)
VOYAGE = group("TDT", "LOC DTM RFF FTX", heading=True)
SLOT = group("LOC+147", "GID GDS FTX MEA DIM TMP RNG LOC RFF EQA NAD", group("EQD", "EQA NAD"), group("DGS", "FTX"))


def each_for_itself(slots: Iterable[Node], boxes: Iterable[EdiBox], refuse: Refusals) -> None:
    """Refuse a box that stands in two of the slots, and boxes that take the same slot or the same half of one."""
    first = {node.first.number: node.first for node in slots}
    numbers: dict[str, int] = {}
    taken: dict[tuple[int, int, int], int] = {}
    for box in boxes:
        if box.number is not None and numbers.setdefault(box.number, box.segment) != box.segment:
            problem = f"the box {box.number} stands in segment {numbers[box.number]} too"
            refuse.add(first[box.segment], problem, "drop one of the two", 2, 1)
        if box.slot is None:
            continue
        cell = Cell.of(box.slot)
        others = {taken.setdefault((bay, cell.row, cell.tier), box.segment) for bay in cell.twenties} - {box.segment}
        if others:
            problem = f"the box of segment {min(others)} stands there"
            refuse.add(first[box.segment], problem, "correct the slot", 2, 1)
