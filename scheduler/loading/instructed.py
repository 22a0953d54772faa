"""Boxes into the slots of the line's instructions: as many as can be, each where it is of the wanted kind."""

from collections import defaultdict
from collections.abc import Sequence

from ortools.graph.python.max_flow import SimpleMaxFlow

from data.cargo import Container, Instruction

# What of an instruction and of a box decides whether they fit, but for mass and a named box.
_Key = tuple[str, bool, bool]


def match(instructions: Sequence[Instruction], boxes: Sequence[Container]) -> dict[str, Container]:
    """A box for as many instructions as possible (a greatest matching), by slot; lower slots get heavier boxes.

    Boxes that an instruction names go there first.
    """
    chosen: dict[str, Container] = {}
    named = {instruction.box: instruction for instruction in instructions if instruction.box is not None}
    rest: list[Container] = []
    for box in boxes:
        instruction = named.get(box.id)
        if instruction is not None and instruction.takes(box):
            chosen[instruction.slot] = box
        else:
            rest.append(box)
    open_ = [each for each in instructions if each.slot not in chosen and each.box is None]
    groups: defaultdict[_Key, tuple[list[Instruction], list[Container]]] = defaultdict(lambda: ([], []))
    for each in open_:
        groups[each.port, int(each.slot[:3]) % 2 == 0, each.plug][0].append(each)
    for box in rest:
        groups[box.port, box.long, box.plug][1].append(box)
    for wanted, offered in groups.values():
        chosen |= _greatest(wanted, offered)
    return chosen


def _greatest(wanted: Sequence[Instruction], offered: Sequence[Container]) -> dict[str, Container]:
    flow = SimpleMaxFlow()
    source, sink = 0, len(wanted) + len(offered) + 1
    # The solver prefers nothing: pairs are offered so that heavy boxes meet low slots where it can choose.
    slots = sorted(wanted, key=lambda each: (each.slot[5:], each.slot))
    boxes = sorted(offered, key=lambda box: (-box.mass_kg, box.id))
    for place in range(len(slots)):
        flow.add_arc_with_capacity(source, 1 + place, 1)
    for place in range(len(boxes)):
        flow.add_arc_with_capacity(1 + len(slots) + place, sink, 1)
    pairs = {}
    for low, instruction in enumerate(slots):
        for heavy, box in enumerate(boxes):
            if instruction.takes(box):
                pairs[flow.add_arc_with_capacity(1 + low, 1 + len(slots) + heavy, 1)] = (low, heavy)
    flow.solve(source, sink)
    return {slots[low].slot: boxes[heavy] for arc, (low, heavy) in pairs.items() if flow.flow(arc)}
