"""Which single boxes go into which stack, and with them which pattern it holds, so that no stack weighs too much.

Boxes of the same kind and mass are taken together. Where the patterns are known, some tens of boxes with a little to
spare are shared out at once. Where these patterns cannot be, the same model chooses among others, which makes it the
whole problem.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import gcd, inf

from ortools.sat.python.cp_model import CpModel, CpSolverSolutionCallback, IntVar, LinearExpr, LinearExprT

from scheduler import cp_sat
from scheduler.result import Status
from scheduler.slots.master import Chosen, Unanswered
from scheduler.slots.patterns import Patterns
from scheduler.slots.supply import Counts, Supply
from scheduler.stopping import Stop

# Patterns that a stack may hold, with their costs.
Allowed = Mapping[Counts, int]


@dataclass(frozen=True)
class Loaded:
    """The pattern of each stack and its boxes by kind, all by index; and what that costs."""

    chosen: Chosen
    boxes: Mapping[tuple[int, int], Sequence[int]]
    cost: int


def share(
    stacks: Sequence[Patterns],
    allowed: Sequence[Allowed],
    supply: Supply,
    *,
    bound: float,
    level: float,
    stop: Stop,
    began: float,
    seed: int,
    workers: int,
) -> Loaded | Unanswered:
    """The boxes of each stack, which holds one of the patterns allowed to it; at a cost from `bound` to `level`.

    The first answer that costs no more than `bound`, else the cheapest that is found until `stop`.
    """
    if not all(allowed):
        return Unanswered.IMPOSSIBLE
    model = CpModel()
    unit = reduce(gcd, (kg for masses in supply.kg for kg in masses), 0) or 1
    put: defaultdict[tuple[int, int], list[IntVar]] = defaultdict(list)
    held: list[dict[Counts, IntVar]] = []
    numbers: dict[tuple[int, int, int], IntVar] = {}
    for place, (stack, patterns) in enumerate(zip(stacks, allowed, strict=True)):
        holds = {counts: model.new_bool_var("holds") for counts in sorted(patterns, key=lambda c: (patterns[c], c))}
        model.add_exactly_one(holds.values())
        loads: list[LinearExprT] = []
        for kind, masses in enumerate(map(Counter, supply.kg)):
            most = max(counts[kind] for counts in patterns)
            lots = {kg: model.new_int_var(0, min(most, times), "lot") for kg, times in masses.items()}
            model.add(LinearExpr.sum(list(lots.values())) == sum(counts[kind] * x for counts, x in holds.items()))
            loads += [kg // unit * x for kg, x in lots.items()]
            for kg, x in lots.items():
                numbers[place, kind, kg] = x
                put[kind, kg].append(x)
        model.add(LinearExpr.sum(loads) <= stack.kg // unit)
        # Of stacks that are alike, which holds what is no matter.
        if held and stacks[place - 1] is stack and allowed[place - 1] is patterns:
            model.add(_rank(held[-1]) <= _rank(holds))
        held.append(holds)
    for (kind, kg), xs in put.items():
        model.add(LinearExpr.sum(xs) == supply.kg[kind].count(kg))
    cost = sum(
        patterns[counts] * x for patterns, holds in zip(allowed, held, strict=True) for counts, x in holds.items()
    )
    model.add(cost >= round(bound))
    if level < inf:
        model.add(cost <= round(level))
    model.minimize(cost)
    best: list[Loaded] = []

    def keep(_: float, found: CpSolverSolutionCallback) -> None:
        chosen = {
            place: next(counts for counts, x in holds.items() if found.boolean_value(x))
            for place, holds in enumerate(held)
        }
        best[:] = [Loaded(chosen, _boxes(supply, found, numbers, len(stacks)), round(found.objective_value))]

    _, status = cp_sat.run(
        model, stop=stop, began=began, seed=seed, workers=workers, on_solution=keep, nothing_left=True
    )
    if best:
        return best[0]
    return Unanswered.IMPOSSIBLE if status is Status.OPTIMAL else Unanswered.OPEN


def _rank(holds: Mapping[Counts, IntVar]) -> LinearExprT:
    return LinearExpr.weighted_sum(list(holds.values()), range(len(holds)))


def _boxes(
    supply: Supply, found: CpSolverSolutionCallback, numbers: Mapping[tuple[int, int, int], IntVar], stacks: int
) -> dict[tuple[int, int], list[int]]:
    """The boxes of each stack and kind, as so many of each mass."""
    shared: dict[tuple[int, int], list[int]] = {}
    for kind, boxes in enumerate(supply.boxes):
        left: defaultdict[int, list[int]] = defaultdict(list)
        for box, kg in zip(boxes, supply.kg[kind], strict=True):
            left[kg].append(box)
        for stack in range(stacks):
            shared[stack, kind] = [left[kg].pop() for kg in left for _ in range(found.value(numbers[stack, kind, kg]))]
    return shared
