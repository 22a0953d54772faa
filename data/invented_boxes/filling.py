"""Filling stacks with boxes by every rule for one stack: heavy ones low, 20-foot boxes below longer ones."""

from collections import deque
from collections.abc import Iterable, Sequence

from data.invented_boxes.drawn import Drawn, dry
from data.invented_boxes.stacks import StackLoad


def fill(loads: Sequence[StackLoad], boxes: Sequence[Drawn]) -> list[Drawn]:
    """Let boxes stand in stacks, tier by tier and those in the middle first; gives back those that find no place.

    Reefers take plugs as long as there are any; the others become dry boxes. 20-foot boxes have stacks of their own, on
    top of which longer ones stand where these need the room.
    """
    rest = [*plug_in(loads, (box for box in boxes if box.plug)), *(box for box in boxes if not box.plug)]
    for box in rest:
        if box.plug:
            dry(box)
    short = sorted((box for box in rest if not box.long), key=lambda box: -box.mass_kg)
    long = sorted((box for box in rest if box.long), key=lambda box: -box.mass_kg)
    for_short = len(loads) if short else 0
    if short and long:
        for_short = max(1, round(len(loads) * len(short) / (len(short) + 2 * len(long))))
    left = _lay(loads[:for_short], short)
    left_long = _lay(loads, _lay(loads[for_short:], long))
    return [*_lay(loads, left), *left_long]


def plug_in(loads: Sequence[StackLoad], boxes: Iterable[Drawn]) -> list[Drawn]:
    """Let reefers stand at plugs; gives back those that find none."""
    plugged = [load for load in loads if load.stack.plugs]
    return [box for box in boxes if not any(put(load, box) for load in plugged)]


def put(load: StackLoad, box: Drawn) -> bool:
    """Let a box stand on a stack, in any half; whether the stack takes it."""
    for half in (None,) if box.long else load.halves:
        if load.takes(box, half):
            load.put(box, half)
            return True
    return False


def _lay(loads: Sequence[StackLoad], boxes: Sequence[Drawn]) -> list[Drawn]:
    """Lay boxes of one length, the heaviest first, in tiers over the stacks; gives back those that find no place."""
    left = deque(boxes)
    still = list(loads)
    while left and still:
        still = [load for load in still if left and _lay_tier(load, left)]
    return list(left)


def _lay_tier(load: StackLoad, left: deque[Drawn]) -> bool:
    """Lay one tier of a stack: the heaviest boxes that are left, or the lightest where those are too heavy."""
    laid = False
    for half in (None,) if left[0].long else load.halves:
        if left and load.takes(left[0], half):
            load.put(left.popleft(), half)
            laid = True
        elif left and load.takes(left[-1], half):
            load.put(left.pop(), half)
            laid = True
    return laid
