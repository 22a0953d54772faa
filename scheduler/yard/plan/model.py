"""The yard problem as a CP-SAT model: groups to blocks, in bays of their own or with others in mixed ones.

Which bays of a block these are is found afterwards (`ground`). Ground of a block is counted in 20-foot bays at the
times when most is in the yard, so that every plan keeps the model's constraints and its bound holds for all plans.
Numbers are rounded to the side that keeps it so.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python.cp_model import CpModel, CpSolverSolutionCallback, IntVar, LinearExpr

from scheduler.yard.plan.problem import Allotment, Ints, YardProblem

# Money is a whole number of such parts that the best known plan costs some 10 to this power; a box that is asked of a
# block has so many parts.
_PARTS, _BOX = 13, 1_000_000
# No sum of costs may have more parts, whatever its variables are.
_MOST_PARTS = 1e18

Pairs = NDArray[np.bool_]


@dataclass(frozen=True)
class YardModel:
    """The model and its variables by group and block; `money` parts of the terminal's money are one of the model's."""

    problem: YardProblem
    model: CpModel
    money: float
    bays: dict[tuple[int, int], IntVar] = field(default_factory=dict)
    boxes: dict[tuple[int, int], IntVar] = field(default_factory=dict)
    mixed: dict[tuple[int, int], IntVar] = field(default_factory=dict)
    left: dict[int, IntVar] = field(default_factory=dict)

    def read(self, solution: CpSolverSolutionCallback) -> Allotment:
        """What the solution gives each group."""
        found = Allotment.nothing(self.problem)
        for of_all, variables in ((found.bays, self.bays), (found.boxes, self.boxes), (found.mixed, self.mixed)):
            for pair, variable in variables.items():
                of_all[pair] = solution.value(variable)
        return found


def build(problem: YardProblem, known: float, alone: Pairs, mixed: Pairs) -> YardModel:
    """The model of all plans, where the best one that is known costs `known`.

    `alone` and `mixed` (groups, blocks) are the blocks in which a group may have bays of its own, and mixed ones.
    """
    parts = min(10.0 ** (_PARTS - floor(log10(max(1.0, known)))), _MOST_PARTS / _most_money(problem))
    built = YardModel(problem, CpModel(), parts)
    for number in range(len(problem.wanted)):
        add_group(built, number, np.flatnonzero(alone[number]).tolist(), np.flatnonzero(mixed[number]).tolist())
    add_ground(built)
    add_plugs(built)
    built.model.minimize(LinearExpr.sum([*group_costs(built), *add_rushes(built)]))
    return built


def _most_money(problem: YardProblem) -> float:
    """More than what any values of the model's variables cost."""
    boxes, bay = sum(wanted.boxes for wanted in problem.wanted), 2 * problem.bay_money
    in_a_block = 2 * bay + float(problem.mixing.max() + problem.haul.max() + problem.work_money / problem.rate.min())
    return 1.0 + boxes * (problem.ashore_money + len(problem.blocks) * in_a_block)


def add_hint(built: YardModel, known: Allotment) -> None:
    """Begin with what is known."""
    for values, variables in ((known.bays, built.bays), (known.boxes, built.boxes), (known.mixed, built.mixed)):
        for pair, variable in variables.items():
            built.model.add_hint(variable, int(values[pair]))


def add_group(built: YardModel, number: int, alone: list[int], shared: list[int]) -> None:
    """All boxes of a group are in bays of their own, in mixed ones, or left."""
    problem, model = built.problem, built.model
    wanted = problem.wanted[number]
    bays, boxes, mixed = [], [], []
    for block in alone:
        room = int(problem.room[block])
        bays.append(model.new_int_var(0, ceil(wanted.boxes / room), "bays"))
        boxes.append(model.new_int_var(0, wanted.boxes, "boxes"))
        model.add(boxes[-1] <= min(room, wanted.boxes) * bays[-1])
        model.add(boxes[-1] >= bays[-1])
        built.bays[number, block], built.boxes[number, block] = bays[-1], boxes[-1]
    for block in shared:
        mixed.append(model.new_int_var(0, wanted.boxes, "mixed"))
        built.mixed[number, block] = mixed[-1]
    left = model.new_int_var(0, wanted.boxes, "left")
    built.left[number] = left
    model.add(LinearExpr.sum([*boxes, *mixed, left]) == wanted.boxes)
    if alone:
        # The last bay of a group is whole even if not full (rounded as in Nemhauser and Wolsey, Integer and
        # Combinatorial Optimization, 1988, II.1): without this the linear relaxation counts a part of it.
        largest = max(int(problem.room[block]) for block in alone)
        rest = (wanted.boxes - 1) % largest + 1
        model.add(rest * LinearExpr.sum(bays) + LinearExpr.sum([*mixed, left]) >= rest * ceil(wanted.boxes / largest))


def add_ground(built: YardModel) -> None:
    """The bays of a crowd in a block are within what is free of it; mixed ones are as many as their boxes fill."""
    _add_ground(built, range(len(built.problem.wanted)), built.problem.free)


def add_plugs(built: YardModel) -> None:
    """The bays of a crowd's reefers in a block are within those with plugs, where the yard has any."""
    _add_ground(built, np.flatnonzero(built.problem.plugged).tolist(), built.problem.plugs)


def _add_ground(built: YardModel, groups: Collection[int], free: Ints) -> None:
    problem, model = built.problem, built.model
    for place, crowd in enumerate(problem.crowds):
        taken: defaultdict[int, list[LinearExpr | IntVar]] = defaultdict(list)
        pool: defaultdict[tuple[int, int], list[IntVar]] = defaultdict(list)
        there = {number for number in groups if problem.wanted[number].ship in crowd}
        for (number, block), bays in built.bays.items():
            if number in there:
                taken[block].append(problem.wanted[number].size * bays)
        for (number, block), boxes in built.mixed.items():
            if number in there:
                pool[block, problem.wanted[number].size].append(boxes)
        for (block, size), parts in sorted(pool.items()):
            mixed = model.new_int_var(0, int(free[block, place]) // size, "mixed bays")
            model.add(LinearExpr.sum(parts) <= int(problem.room[block]) * mixed)
            taken[block].append(size * mixed)
        for block, parts_of_block in sorted(taken.items()):
            model.add(LinearExpr.sum(parts_of_block) <= int(free[block, place]))


def group_costs(built: YardModel) -> list[LinearExpr]:
    """Bays, shares of mixed bays, rehandles, ways and boxes left, in the model's money."""
    problem, money = built.problem, built.money
    terms: list[LinearExpr] = []
    for (number, block), bays in built.bays.items():
        wanted = problem.wanted[number]
        terms.append(floor(money * wanted.size * problem.bay_money) * bays)
        terms.append(floor(money * float(problem.haul[wanted.ship, block])) * built.boxes[number, block])
    for (number, block), mixed in built.mixed.items():
        wanted = problem.wanted[number]
        a_box = wanted.size * problem.bay_money / float(problem.room[block]) + float(problem.mixing[block])
        terms.append(floor(money * (a_box + float(problem.haul[wanted.ship, block]))) * mixed)
    terms += [floor(money * problem.ashore_money) * left for left in built.left.values()]
    return terms


def add_rushes(built: YardModel) -> list[LinearExpr]:
    """What ships ask of a block beyond its cranes' rate, with its cost."""
    problem, model = built.problem, built.model
    asked: defaultdict[tuple[int, int], list[IntVar]] = defaultdict(list)
    for variables in (built.boxes, built.mixed):
        for (number, block), boxes in variables.items():
            asked[problem.wanted[number].ship, block].append(boxes)
    of_ship = {}
    for key, parts in sorted(asked.items()):
        of_ship[key] = model.new_int_var(0, problem.ships[key[0]].call.load, "asked")
        model.add(of_ship[key] == LinearExpr.sum(parts))
    terms: list[LinearExpr] = []
    for rush in problem.rushes:
        for block, rate in enumerate(problem.rate.tolist()):
            load = [
                floor(_BOX * share) * of_ship[ship, block]
                for ship, share in rush.shares.items()
                if (ship, block) in of_ship
            ]
            if load:
                most = sum(floor(_BOX * share) * problem.ships[ship].call.load for ship, share in rush.shares.items())
                beyond = model.new_int_var(0, most, "beyond")
                model.add(LinearExpr.sum(load) - ceil(_BOX * rate * rush.hours) <= beyond)
                terms.append(floor(built.money * problem.work_money / (rate * _BOX)) * beyond)
    return terms
