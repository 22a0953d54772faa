"""Which bays of its blocks each group gets, and how many boxes stand in each.

The bays of a block are laid out one after the other, those with plugs first, and then those of longer boxes. Where that
leaves one without ground, CP-SAT packs the block: bays are rectangles of ground and time. What finds no ground even so
is put into another block.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import NamedTuple

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver

from scheduler.yard.plan.ground import Ground, Kept, bay_of
from scheduler.yard.plan.problem import Allotment, Ints, YardProblem

# Effort to pack a block.
_EFFORT = 0.2


@dataclass(frozen=True)
class Layout:
    """Bays of groups, and the blocks that had no ground for what was to be in them."""

    kept: list[Kept]
    short: frozenset[int]


class _Bay(NamedTuple):
    """A bay that is wanted in a block: for how long, its size, the groups with their boxes, and these by crowd."""

    span: slice
    size: int
    plugged: bool
    groups: tuple[tuple[int, int], ...]
    mixed: Ints | None = None


def lay_out(problem: YardProblem, allotment: Allotment, cancel: Event) -> Layout:
    """Bays for what groups have in each block. Boxes for which there are none at all are in none.

    Once `cancel` is set no more block is packed, which takes long: what finds no ground at once goes elsewhere.
    """
    grounds = [Ground(problem, number) for number in range(len(problem.blocks))]
    kept: list[Kept] = []
    homeless: list[tuple[int, int]] = []
    short = set()
    for number, ground in enumerate(grounds):
        bays = [*_own(problem, allotment, number), *_mixed(problem, allotment, number)]
        bays.sort(key=lambda bay: (not bay.plugged, -bay.size, bay.span.start, -bay.span.stop))
        for bay, first in zip(bays, _places(ground, bays, cancel), strict=True):
            if first is None:
                short.add(number)
                homeless += bay.groups
                continue
            ground.hold(first, bay.size, bay.span, bay.mixed)
            where = bay_of(first, bay.size)
            kept += [Kept(group, number, where, boxes, bay.mixed is not None) for group, boxes in bay.groups]
    for group, boxes in homeless:
        _house(problem, grounds, group, boxes, kept)
    return Layout(joined(kept), frozenset(short))


def by_opening(problem: YardProblem) -> list[int]:
    """The groups, as the gate opens for their ships."""
    return sorted(
        range(len(problem.wanted)), key=lambda number: (problem.ships[problem.wanted[number].ship].opens, number)
    )


def _own(problem: YardProblem, allotment: Allotment, block: int) -> list[_Bay]:
    """The bays that groups have alone in a block: as many as may be are full."""
    bays = []
    for group in np.flatnonzero(allotment.bays[:, block]).tolist():
        wanted = problem.wanted[group]
        boxes, count = int(allotment.boxes[group, block]), int(allotment.bays[group, block])
        for others in reversed(range(count)):
            # Every bay has a box at least.
            put = min(int(problem.room[block]), boxes - others)
            boxes -= put
            bays.append(_Bay(problem.spans[wanted.ship], wanted.size, bool(problem.plugged[group]), ((group, put),)))
    return bays


def _mixed(problem: YardProblem, allotment: Allotment, block: int) -> list[_Bay]:
    """The mixed bays of a block: each box in the first that has room and is used just before, or one more.

    What wants plugs comes first; others fill its bays up, for no longer than it has them.
    """
    room = int(problem.room[block])
    bays: list[_Bay] = []
    for group in sorted(by_opening(problem), key=lambda group: not problem.plugged[group]):
        left, wanted = int(allotment.mixed[group, block]), problem.wanted[group]
        span, plugged = problem.spans[wanted.ship], bool(problem.plugged[group])
        for place, bay in enumerate(bays):
            suits = bay.size == wanted.size and bay.span.stop >= span.start
            if bay.plugged and not plugged:
                suits = suits and bay.span.start <= span.start and span.stop <= bay.span.stop
            if left and suits and bay.mixed is not None:
                put = min(left, room - int(bay.mixed[span].max()))
                if put > 0:
                    bay.mixed[span] += put
                    longer = slice(bay.span.start, max(bay.span.stop, span.stop))
                    bays[place] = bay._replace(span=longer, groups=(*bay.groups, (group, put)))
                    left -= put
        while left:
            put = min(left, room)
            boxes = np.zeros(len(problem.crowds), dtype=np.int64)
            boxes[span] = put
            bays.append(_Bay(span, wanted.size, plugged, ((group, put),), boxes))
            left -= put
    return bays


def _places(ground: Ground, bays: Sequence[_Bay], cancel: Event) -> list[int | None]:
    """The first ground of each bay; None for those that find none."""
    trial = ground.copy()
    firsts: list[int | None] = []
    for bay in bays:
        first = trial.fit(bay.span, bay.size, bay.plugged)
        if first is not None:
            trial.hold(first, bay.size, bay.span)
        firsts.append(first)
    if None in firsts and not cancel.is_set():
        packed = _pack(ground, bays)
        return firsts if packed is None else list(packed)
    return firsts


def _pack(ground: Ground, bays: Sequence[_Bay]) -> list[int] | None:
    """The first ground of each bay of a block that has ground for all of them; None where none was found."""
    count = len(ground.taken)
    if any(bay.plugged and bay.size > ground.plugs for bay in bays):
        return None
    used = ground.taken.sum(axis=0)
    for bay in bays:
        used[bay.span] += bay.size
    if (used > ground.most).any():
        return None
    model = CpModel()
    across, along, firsts = [], [], []
    for bay in bays:
        first = model.new_int_var(0, (ground.plugs if bay.plugged else count) - bay.size, "first")
        firsts.append(first)
        across.append(model.new_fixed_size_interval_var(first, bay.size, "ground"))
        along.append(model.new_fixed_size_interval_var(bay.span.start, bay.span.stop - bay.span.start, "time"))
    for place, time in np.argwhere(ground.taken).tolist():
        across.append(model.new_fixed_size_interval_var(place, 1, "standing"))
        along.append(model.new_fixed_size_interval_var(time, 1, "standing"))
    model.add_no_overlap_2d(across, along)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _EFFORT
    solver.parameters.catch_sigint_signal = False
    if solver.solve(model).name not in ("OPTIMAL", "FEASIBLE"):
        return None
    return [solver.value(first) for first in firsts]


def share(problem: YardProblem, ground: Ground, number: int, group: int, boxes: int, kept: list[Kept]) -> int:
    """Put boxes of a group into mixed bays of a block; how many find no room."""
    wanted = problem.wanted[group]
    for bay, count in ground.shared(wanted.ship, wanted.size, boxes, bool(problem.plugged[group])):
        kept.append(Kept(group, number, bay, count, mixed=True))
        boxes -= count
    return boxes


def _house(problem: YardProblem, grounds: list[Ground], group: int, boxes: int, kept: list[Kept]) -> None:
    """Put boxes of a group into any block that it fits, the nearest first: alone, else with others."""
    wanted, plugged = problem.wanted[group], bool(problem.plugged[group])
    fitting = problem.fits[group].nonzero()[0].tolist()
    near = sorted(fitting, key=lambda number: (problem.haul[wanted.ship, number], number))
    for number in near:
        bay = grounds[number].alone(wanted.ship, wanted.size, plugged) if boxes <= problem.room[number] else None
        if bay is not None:
            kept.append(Kept(group, number, bay, boxes, mixed=False))
            return
    for number in near:
        boxes = share(problem, grounds[number], number, group, boxes, kept) if boxes else 0


def joined(kept: Iterable[Kept]) -> list[Kept]:
    """One entry a group and bay, by group, block and bay."""
    boxes: dict[tuple[int, int, int, bool], int] = {}
    for each in kept:
        key = each.group, each.block, each.bay, each.mixed
        boxes[key] = boxes.get(key, 0) + each.boxes
    return [Kept(group, block, bay, count, mixed) for (group, block, bay, mixed), count in sorted(boxes.items())]
