"""Which boxes at departure stand above one that leaves the ship earlier, or on one that is much lighter."""

from collections.abc import Iterator
from dataclasses import dataclass

from data.checker.loading.aboard import halves
from data.checker.loading.ship import Worked
from data.checker.loading.stowed import Stowed

# A box that is heavier than what bears it by more than this is remarked: the stack is top-heavy.
TOP_HEAVY_KG = 3_000


@dataclass(frozen=True)
class Overstow:
    """A box above one that leaves the ship before it; of several such ones, above the one that leaves first.

    `made` where the plan put the upper box, or one such lower one, on board; else they came so.
    """

    box: str
    above: str
    made: bool


@dataclass(frozen=True)
class TopHeavy:
    """A box that is heavier by more than 3,000 kg than the box, or the two 20-foot boxes, right below it."""

    box: str
    above: tuple[str, ...]


@dataclass
class _First:
    """The first of the boxes below to leave, with the place of its port: of all, and of those that the plan put there.

    No box leaves at the place of `_First` without one, which is later than that of all ports.
    """

    of_all: tuple[int, str]
    of_placed: tuple[int, str]

    def add(self, leaves: int, box: str, placed: bool) -> None:
        self.of_all = min(self.of_all, (leaves, box))
        if placed:
            self.of_placed = min(self.of_placed, (leaves, box))


def overstows(planned: Stowed, ship: Worked) -> list[Overstow]:
    """Every box at departure that stands above one that leaves the ship before it, by number.

    Above means higher in a half of the same stack, or on the hatch cover that closes the lower box's stack.
    """
    order = {port: place for place, port in enumerate(planned.case.ports_after(planned.call))}
    # A port that she does not come to after this call is later than all others.
    last = len(order)
    leaves = {box: order.get(planned.box[box].port, last) for box in ship.departure.cells}
    covered: dict[tuple[int, int | None], _First] = {}
    for stack in planned.layout.stacks:
        if stack.level == "hold" and stack.cover is not None:
            below = covered.setdefault((stack.bay, stack.cover), _First((last, ""), (last, "")))
            for box in ship.departure.boxes_of(stack):
                below.add(leaves[box], box, box in ship.placed)
    found: dict[str, Overstow] = {}
    for stack in planned.layout.stacks:
        under = covered.get((stack.bay, stack.cover)) if stack.level == "deck" else None
        for half in halves(stack):
            below = _First(under.of_all, under.of_placed) if under is not None else _First((last, ""), (last, ""))
            for _, box in ship.departure.piles.column(half):
                each = _overstow(box, leaves[box], box in ship.placed, below)
                if each is not None and (box not in found or each.made > found[box].made):
                    found[box] = each
                below.add(leaves[box], box, box in ship.placed)
    return [found[box] for box in sorted(found)]


def _overstow(box: str, leaves: int, placed: bool, below: _First) -> Overstow | None:
    if not placed and below.of_placed[0] < leaves:
        return Overstow(box, below.of_placed[1], made=True)
    return Overstow(box, below.of_all[1], made=placed) if below.of_all[0] < leaves else None


def top_heavy(planned: Stowed, ship: Worked) -> list[TopHeavy]:
    """Every box at departure that is much heavier than what bears it, by number."""
    return [TopHeavy(box, below) for box in sorted(ship.departure.cells) if (below := _light_below(planned, ship, box))]


def _light_below(planned: Stowed, ship: Worked, box: str) -> tuple[str, ...]:
    """The boxes right below one that is heavier than them by more than TOP_HEAVY_KG."""
    piles = ship.departure.piles
    below = tuple(dict.fromkeys(under for under in piles.below(piles.spots[box]) if under is not None))
    bears = sum(planned.box[under].mass_kg for under in below)
    return below if planned.box[box].mass_kg > bears + TOP_HEAVY_KG else ()


def remarks(over: list[Overstow], heavy: list[TopHeavy]) -> Iterator[str]:
    """What breaks no rule: overstows that the ship brought along, and heavy boxes on light ones."""
    came_so = sum(not each.made for each in over)
    if came_so:
        yield f"{_boxes(came_so)} above one that leaves the ship earlier: they came so, and the plan does not change it"
    if heavy:
        yield f"{_boxes(len(heavy))} at departure on what is lighter by more than {TOP_HEAVY_KG:,} kg"


def _boxes(count: int) -> str:
    return "1 box stands" if count == 1 else f"{count} boxes stand"
