"""The problem in which cranes change ships in no time, and its plans with that time put in.

Without set-up and travel all times and places are on a coarser grid, on which the search finds its way and the bound is
exact. A plan of it keeps its places, its cranes and the order of its ships, which come later by the missing time.
"""

from typing import Any

import numpy as np

from scheduler.berths.kernel import NEVER, PLACED, State, berth_cost, change_ticks, put
from scheduler.berths.problem import BerthProblem, pose


def without_setup(problem: BerthProblem) -> BerthProblem:
    """The problem with cranes that change ships in no time; itself where they do, or where they change by the slot."""
    data = problem.data
    if data.slot or not (data.setup or data.travel):
        return problem
    terminal = problem.case.terminal
    work = terminal.crane_work.model_copy(update={"setup_min": 0.0, "travel_m_min": 0.0})
    case = problem.case.changed(terminal=terminal.model_copy(update={"crane_work": work}))
    bare = pose(case, problem.start, problem.end, problem.standing)
    same = len(bare.calls) == len(problem.calls) and np.array_equal(bare.data.option.count, data.option.count)
    return bare if same and problem.tick_ms < bare.tick_ms else problem


def can_have_setup(problem: BerthProblem) -> bool:
    """Whether `with_setup` knows all that may keep a ship from coming later."""
    data = problem.data
    return problem.standing is None and not any(map(len, (data.closed, data.stopped, data.gang, data.window)))


def with_setup(problem: BerthProblem, bare: BerthProblem, plan: State) -> State:
    """The plan of `bare` in `problem`: each ship in turn, as soon after its time as those before it allow."""
    data, state, scratch = problem.data, problem.new_state(), problem.new_scratch()
    ticks, units = bare.tick_ms // problem.tick_ms, bare.unit_mm // problem.unit_mm
    for i in np.argsort(plan.berth.start, kind="stable"):
        berth, ship = plan.berth[i], data.ship[i]
        if berth.status != PLACED:
            continue
        place, work = int(berth.place) * units, int(np.ceil(data.option[berth.option].work - 1e-6))
        start = max(int(berth.start) * ticks, int(ship.release))
        while (later := _pushed(problem, state, int(i), berth, place, start, work)) > start:
            start = later
        work_end = start + data.mooring + work
        end = work_end + data.unmooring
        if end > ship.latest:
            continue
        cost = berth_cost(ship, data.finish, start, end, place, int(berth.count), NEVER)
        put(
            data, state, scratch, int(i), int(berth.option), place, start, work_end, end,
            int(berth.crane), int(berth.count), 0, cost,
        )  # fmt: skip
    return state


def _pushed(problem: BerthProblem, state: State, i: int, berth: Any, place: int, start: int, work: int) -> int:
    """The earliest start, from one on, that none of the ships placed forbids by itself."""
    data, length = problem.data, int(problem.data.ship[i].length)
    begin, until = start + data.mooring, start + data.mooring + work
    end, cranes = until + data.unmooring, (int(berth.crane), int(berth.crane + berth.count))
    for k in np.flatnonzero(state.berth.status == PLACED):
        other = state.berth[k]
        apart = (
            other.place + data.ship[k].length + data.gap <= place or place + length + data.gap <= other.place
        ) and (other.claim_high <= place or place + length <= other.claim_low)
        if not apart and start < other.end and other.start < end:
            return int(other.end)
        shared = cranes[0] < other.crane + other.count and other.crane < cranes[1]
        working = begin < other.work_end and other.work_start < until
        left = other.place < place
        ordered = (other.crane + other.count <= cranes[0]) if left else (cranes[1] <= other.crane)
        if working and not ordered and berth.count and other.count:
            return int(other.work_end) - data.mooring
        if shared and not working:
            needed = int(np.ceil(change_ticks(data, state, i, place, int(k)) - 1e-6))
            if 0 <= begin - other.work_end < needed:
                return int(other.work_end) + needed - data.mooring
            if 0 <= other.work_start - until < needed:
                return int(other.work_end) + needed - data.mooring
    return start
