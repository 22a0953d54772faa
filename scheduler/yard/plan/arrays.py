"""A yard problem, and what its groups have in each block, as the arrays of the compiled search."""

from typing import NamedTuple

import numpy as np

from scheduler.yard.plan.problem import Allotment, Bools, Floats, Ints, YardProblem


class Data(NamedTuple):
    """A problem as arrays, for g groups, s ships, b blocks, c crowds and r rushes.

    `ship`, `size`, `boxes` and `plugged` g, ship by ship; `fits` g x b; `first_group` s + 1; `first_crowd`,
    `last_crowd`, `first_rush` and `last_rush` s, of which those before the last are a ship's; `share` s x r, of a
    ship's boxes; `room` and `mixing` b; `free` and `plugs` b x c; `limit` b x r, boxes that cranes move; `behind` b,
    money for each box beyond; `haul` s x b, money a box.
    """

    ship: Ints
    size: Ints
    boxes: Ints
    plugged: Bools
    fits: Bools
    first_group: Ints
    first_crowd: Ints
    last_crowd: Ints
    first_rush: Ints
    last_rush: Ints
    share: Floats
    room: Ints
    mixing: Floats
    free: Ints
    plugs: Ints
    limit: Floats
    behind: Floats
    haul: Floats
    bay: float
    ashore: float


class State(NamedTuple):
    """Bays, boxes in them and mixed boxes, g x b; what this takes: ground b x c, mixed boxes 2 x b x c, work b x r.

    `plug_ground` and `plug_pool` are what groups that want plugs take of `ground` and `pool`.
    """

    bays: Ints
    boxes: Ints
    mixed: Ints
    ground: Ints
    pool: Ints
    plug_ground: Ints
    plug_pool: Ints
    asked: Floats


def data_of(problem: YardProblem) -> Data:
    """The arrays of a problem."""
    ships = range(len(problem.ships))
    rushes = [[place for place, rush in enumerate(problem.rushes) if ship in rush.shares] or [0, -1] for ship in ships]
    hours = np.array([rush.hours for rush in problem.rushes])
    groups = [sum(each.ship == ship for each in problem.wanted) for ship in ships]
    return Data(
        ship=_whole([each.ship for each in problem.wanted]),
        size=_whole([each.size for each in problem.wanted]),
        boxes=_whole([each.boxes for each in problem.wanted]),
        plugged=problem.plugged,
        fits=problem.fits,
        first_group=np.concatenate((np.zeros(1, np.int64), np.cumsum(_whole(groups)))),
        first_crowd=_whole([span.start for span in problem.spans]),
        last_crowd=_whole([span.stop for span in problem.spans]),
        first_rush=_whole([places[0] for places in rushes]),
        last_rush=_whole([places[-1] + 1 for places in rushes]),
        share=np.array([[rush.shares.get(ship, 0.0) for rush in problem.rushes] for ship in ships]),
        room=problem.room,
        mixing=problem.mixing,
        free=problem.free.copy(),
        plugs=problem.plugs,
        limit=problem.rate[:, None] * hours,
        behind=problem.work_money / problem.rate,
        haul=problem.haul,
        bay=problem.bay_money,
        ashore=problem.ashore_money,
    )


def _whole(values: object) -> Ints:
    return np.array(values, np.int64)


def new_state(data: Data) -> State:
    """A state with nothing in it."""
    groups, (blocks, crowds) = len(data.boxes), data.free.shape
    nothing = np.zeros((groups, blocks), dtype=np.int64)
    return State(
        nothing,
        nothing.copy(),
        nothing.copy(),
        np.zeros((blocks, crowds), dtype=np.int64),
        np.zeros((2, blocks, crowds), dtype=np.int64),
        np.zeros((blocks, crowds), dtype=np.int64),
        np.zeros((2, blocks, crowds), dtype=np.int64),
        np.zeros(data.limit.shape),
    )


def allotment_of(state: State) -> Allotment:
    """What a state gives each group."""
    return Allotment(state.bays, state.boxes, state.mixed)
