"""The terms of a loading plan's cost, in the terminal's money, and remarks on its stowage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from data.checker.loading.aboard import halves
from data.checker.loading.planned import Planned
from data.checker.loading.ship import Worked

# A box that is heavier than what bears it by more than this is remarked: the stack is top-heavy.
TOP_HEAVY_KG = 3_000


@dataclass
class _First:
    """The first port of boxes below: of all, and of those that the plan put on board. No box leaves at `last`."""

    of_all: int
    of_placed: int

    def add(self, port: int, placed: bool) -> None:
        self.of_all = min(self.of_all, port)
        if placed:
            self.of_placed = min(self.of_placed, port)


def overstows(planned: Planned, ship: Worked) -> tuple[int, int]:
    """Boxes at departure above one that leaves the ship before them: those of the plan, and those that came so.

    Above means higher in a half of the same stack, or on the hatch cover that closes the lower box's stack. An overstow
    is of the plan where it put the upper box, or one such lower one, on board.
    """
    order = {port: place for place, port in enumerate(planned.case.ports_after(planned.call))}
    # A port that she does not come to after this call is later than all others.
    last = len(order)
    leaves = {box: order.get(planned.box[box].port, last) for box in ship.departure.cells}
    covered: dict[tuple[int, int | None], _First] = {}
    for stack in planned.layout.stacks:
        if stack.level == "hold" and stack.cover is not None:
            below = covered.setdefault((stack.bay, stack.cover), _First(last, last))
            for box in ship.departure.boxes_of(stack):
                below.add(leaves[box], box in ship.placed)
    made: set[str] = set()
    found: set[str] = set()
    for stack in planned.layout.stacks:
        under = covered.get((stack.bay, stack.cover)) if stack.level == "deck" else None
        for half in halves(stack):
            below = _First(under.of_all, under.of_placed) if under is not None else _First(last, last)
            for _, box in ship.departure.piles.column(half):
                if below.of_all < leaves[box]:
                    found.add(box)
                    if box in ship.placed or below.of_placed < leaves[box]:
                        made.add(box)
                below.add(leaves[box], box in ship.placed)
    return len(made), len(found - made)


def terms(planned: Planned, ship: Worked) -> dict[str, float]:
    """Finish, ashore, overstows, restows, rehandles and premarshals."""
    costs, plan = planned.case.terminal.costs, planned.plan
    to_load = {box.id: box for box in planned.boxes.load}
    ashore = [box for number in {left.box for left in plan.ashore} if (box := to_load.get(number)) is not None]
    could_go = [box for box in ashore if box.status == "empty" or box.verified_kg is not None]
    restowed = {box.id for box in planned.boxes.remain} & planned.lifts_by_box.keys()
    moves = Counter(move.kind for move in plan.yard_moves)
    made, _ = overstows(planned, ship)
    hours = max((each.end for each in planned.lifts), default=0.0) / 3600
    return {
        "finish": max(0.0, hours) * costs.work_per_hour,
        "ashore": float(len(could_go) * costs.ashore_per_box),
        "overstows": float(made * costs.overstow_per_box),
        "restows": float(len(restowed) * costs.restow_per_box),
        "rehandles": float(moves["rehandle"] * costs.rehandle_per_box),
        "premarshals": float(moves["premarshal"] * costs.rehandle_per_box),
    }


# The terms of a plan that cannot be replayed at all.
NO_TERMS = dict.fromkeys(("finish", "ashore", "overstows", "restows", "rehandles", "premarshals"), 0.0)


def remarks(planned: Planned, ship: Worked) -> Iterator[str]:
    """What breaks no rule: overstows that the ship brought along, and heavy boxes on light ones."""
    _, came_so = overstows(planned, ship)
    if came_so:
        yield f"{_boxes(came_so)} above one that leaves the ship earlier: they came so, and the plan does not change it"
    heavy = sum(_heavier(planned, ship, box) for box in ship.departure.cells)
    if heavy:
        yield f"{_boxes(heavy)} at departure on what is lighter by more than {TOP_HEAVY_KG:,} kg"


def _boxes(count: int) -> str:
    return "1 box stands" if count == 1 else f"{count} boxes stand"


def _heavier(planned: Planned, ship: Worked, box: str) -> bool:
    """Whether a box is much heavier than the box, or the two 20-foot boxes, right below it."""
    piles = ship.departure.piles
    below = {under for under in piles.below(piles.spots[box]) if under is not None}
    bears = sum(planned.box[under].mass_kg for under in below)
    return bool(below) and planned.box[box].mass_kg > bears + TOP_HEAVY_KG
