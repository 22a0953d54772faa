"""Rules of stacks at departure: what they bear, how high they are, and what their lashings hold.

Only stacks that received a box are judged. One that arrived above a limit must only not be worse than it was.
"""

from collections.abc import Iterable, Iterator

from data.checker.loading.aboard import halves
from data.checker.loading.ship import Worked
from data.checker.loading.stowage import placed
from data.checker.loading.stowed import TOLERANCE, Stowed, listed, stack_named
from data.checker.verdict import Broken
from data.profiles import ShipStack

# The boxes of a half of a stack from the lowest, with their heights in it; at departure, and at arrival.
_Half = list[tuple[int, str]]
_Then = tuple[_Half, _Half]


def stack_weight(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """A half of a stack bears its 20-foot boxes and half the mass of the longer ones, the stack the longer ones."""
    for stack, boxes in _received(planned, ship):
        its = _halves(ship, stack)
        kg = _too_much([(_kg(planned, after), _kg(planned, before)) for after, before in its], stack.max_20_kg)
        if kg is not None:
            text = f"a half of it bears {stack.max_20_kg:,} kg and has {kg:,.0f} kg, put less there"
            yield Broken("stack_weight", boxes, f"{_where(stack, boxes)}: {text}")
        after, before = (_long_kg(planned, (half[then] for half in its)) for then in (0, 1))
        kg = _too_much([(after, before)], stack.max_40_kg)
        if kg is not None:
            text = f"it bears {stack.max_40_kg:,} kg of boxes longer than 20 feet and has {kg:,.0f} kg, put less there"
            yield Broken("stack_weight", boxes, f"{_where(stack, boxes)}: {text}")


def stack_height(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """The boxes of a half of a stack are not higher together than there is room for, or sight over."""
    for stack, boxes in _received(planned, ship):
        its = [(_metres(planned, after), _metres(planned, before)) for after, before in _halves(ship, stack)]
        metres = _too_much(its, stack.height_m)
        if metres is not None:
            text = f"its boxes are {metres:.3f} m high together and {stack.height_m:g} m is the most, put less there"
            yield Broken("stack_height", boxes, f"{_where(stack, boxes)}: {text}")


def lashing(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """On deck, what stands above the lashed tiers is not too heavy."""
    for stack, boxes in _received(planned, ship):
        if stack.level != "deck":
            continue
        lashed = stack.lashed_tiers
        its = [(_kg(planned, after, lashed), _kg(planned, before, lashed)) for after, before in _halves(ship, stack)]
        kg = _too_much(its, stack.loose_kg)
        if kg is not None:
            text = f"above its {lashed} lashed tiers a half of it may have {stack.loose_kg:,} kg and has {kg:,.0f} kg"
            yield Broken("lashing", boxes, f"{_where(stack, boxes)}: {text}, put lighter boxes there")


def _received(planned: Stowed, ship: Worked) -> Iterator[tuple[ShipStack, tuple[str, ...]]]:
    """The stacks that the plan put boxes in, with these boxes."""
    found: dict[tuple[int, int, str], tuple[ShipStack, list[str]]] = {}
    for box, _, stack in placed(planned, ship):
        found.setdefault((stack.bay, stack.row, stack.level), (stack, []))[1].append(box)
    for stack, boxes in found.values():
        yield stack, tuple(boxes)


def _halves(ship: Worked, stack: ShipStack) -> list[_Then]:
    return [(ship.departure.piles.column(half), ship.arrival.piles.column(half)) for half in halves(stack)]


def _kg(planned: Stowed, half: _Half, above: int = 0) -> float:
    """What a half bears of its boxes above a height: the mass of the 20-foot ones, and half that of the longer ones."""
    boxes = [planned.box[box] for height, box in half if height > above]
    return sum(box.mass_kg / 2 if box.long else box.mass_kg for box in boxes)


def _long_kg(planned: Stowed, its: Iterable[_Half]) -> float:
    longer = {box for half in its for _, box in half if planned.box[box].long}
    return float(sum(planned.box[box].mass_kg for box in longer))


def _metres(planned: Stowed, half: _Half) -> float:
    return sum(planned.box[box].height_m for _, box in half)


def _too_much(measures: Iterable[tuple[float, float]], limit: float) -> float | None:
    """The most of the measures at departure that are above the limit, and above what they were at arrival."""
    wrong = [after for after, before in measures if after > max(limit, before) + TOLERANCE]
    return max(wrong, default=None)


def _where(stack: ShipStack, boxes: tuple[str, ...]) -> str:
    return f"{stack_named(stack)}, where {listed(boxes)} {'is' if len(boxes) == 1 else 'are'} put"
