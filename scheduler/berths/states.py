"""A plan as a state of its problem: the way back from `problem.plan_of`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil, floor

import numpy as np

from data.errors import DermagaError
from data.plans import BerthedCall
from scheduler.berths.alongside import worked_between
from scheduler.berths.kernel import NEVER, OUT, PLACED, Ints, State, berth_cost
from scheduler.berths.problem import BerthProblem


def state_of(problem: BerthProblem, entries: Iterable[BerthedCall]) -> State:
    """The state of a plan's entries of the problem's calls; a call that has none is left out.

    A plan by hand may lie between the ticks and units of the problem, or change cranes inside a slot. Then its ships
    take in the state what they take in the plan and what is begun of the next tick, unit or slot. In a re-plan it has
    of what stays only what is to come. Raises DermagaError for entries of other calls or cranes.
    """
    state = problem.new_state()
    number_of = {call.id: number for number, call in enumerate(problem.calls)}
    never = {entry.call: entry.reason for entry in problem.unserved}
    crane_of = {crane.id: place for place, crane in enumerate(problem.case.quay_cranes)}
    for entry in entries:
        if entry.call not in number_of:
            why = never.get(entry.call, "it is no call that arrives in the planned time")
            raise DermagaError(f"the plan berths {entry.call}: {why}; see what `dermaga check` says of the plan")
        for use in entry.cranes:
            if use.crane not in crane_of:
                raise DermagaError(
                    f"the plan works {entry.call} with crane {use.crane}, which {problem.case.name} does not have; "
                    "see what `dermaga check` says of the plan"
                )
        number = number_of[entry.call]
        _place(problem, state, number, _to_come(problem, number, entry), crane_of)
    return state


def _to_come(problem: BerthProblem, i: int, entry: BerthedCall) -> BerthedCall:
    """What is to come of an entry: of what stays its cranes from now on, where they are open from when they count."""
    stay = None if problem.standing is None else problem.standing.stays.get(entry.call)
    if stay is None or problem.standing is None:
        return entry
    if stay.begin is None:
        return entry.model_copy(update={"cranes": worked_between(entry, problem.standing.replan.now)})
    start = problem.moment(int(problem.data.ship[i].release))
    return entry.model_copy(update={"start": start, "cranes": worked_between(entry, stay.begin)})


def _ticks(problem: BerthProblem, moment: datetime, whole: Callable[[float], int]) -> int:
    """Whole ticks to a moment. One that is less than a thousandth of a tick off is on its tick."""
    ticks = (moment - problem.start) / timedelta(milliseconds=problem.tick_ms)
    return round(ticks) if abs(ticks - round(ticks)) < 1e-3 else whole(ticks)


def _place(problem: BerthProblem, state: State, i: int, entry: BerthedCall, crane_of: Mapping[str, int]) -> None:
    """Place a ship as `kernel.put` does."""
    data, berth = problem.data, state.berth[i]
    units = round(entry.position_m * 1000, 3) / problem.unit_mm
    low, high = floor(units), ceil(units) + int(data.ship[i].length)
    berth.status, berth.place = PLACED, round(units)
    if problem.standing is not None and entry.call in problem.standing.stays:
        # It lies at a whole unit, from where its length counts.
        berth.place = data.option[data.ship[i].first_option].low
    berth.start, berth.end = _ticks(problem, entry.start, floor), _ticks(problem, entry.end, ceil)
    berth.claim_low, berth.claim_high = low, high
    for section in data.section:
        if low < section.high and section.low < high:
            berth.claim_low = min(berth.claim_low, section.low)
            berth.claim_high = max(berth.claim_high, section.high)
    uses = [
        (crane_of[use.crane], _ticks(problem, use.start, floor), _ticks(problem, use.end, ceil)) for use in entry.cranes
    ]
    berth.work_start = berth.start + data.mooring
    berth.work_end = max((until for _, _, until in uses), default=berth.end - data.unmooring)
    if data.slot:
        _steps(problem, state, i, uses)
    elif uses:
        berth.crane = min(crane for crane, _, _ in uses)
        berth.count = max(crane for crane, _, _ in uses) + 1 - berth.crane
    count = -1 if data.slot and uses else berth.count
    options = range(data.ship[i].first_option, data.ship[i].last_option)
    fitting = [o for o in options if data.option[o].low <= berth.place <= data.option[o].high]
    berth.option = next((o for o in fitting if data.option[o].count == count), min(fitting, default=options[0]))
    berth.cost = berth_cost(data.ship[i], 0.0, berth.start, berth.end, berth.place, berth.count, NEVER)


def _steps(problem: BerthProblem, state: State, i: int, uses: list[tuple[int, int, int]]) -> None:
    """The steps of a ship's work by the slot: its cranes from the lowest to the highest, from the first to the last."""
    data, berth = problem.data, state.berth[i]
    # Work of a running day may go on in what is left of a tick.
    first = max(0, min([int(berth.work_start), *(begin for _, begin, _ in uses)]) // data.slot)
    last = max((-(-until // data.slot) for _, _, until in uses), default=first)
    berth.slot, berth.slots = first, max(0, min(last - first, state.step.shape[1], len(data.gangs) - first))
    for step in range(berth.slots):
        begins, slot = (first + step) * data.slot, first + step
        ends = begins + data.slot
        working = [(crane, begin, until) for crane, begin, until in uses if begin < ends and begins < until]
        entry = state.step[i, step]
        entry.low = min((crane for crane, _, _ in working), default=0)
        entry.high = max((crane + 1 for crane, _, _ in working), default=0)
        entry.begin = max(begins, min((begin for _, begin, _ in working), default=begins))
        entry.until = min(ends, max((until for _, _, until in working), default=begins))
        # A ship that stays may have a crane in the part of a slot in which it is still in service.
        own = {crane for crane, _, _ in working}
        held = [crane for crane in range(entry.low, entry.high) if crane in own or data.in_service[slot, crane]]
        state.owner[slot, held] = i
        state.busy[slot] += len(held)
        berth.count = max(berth.count, len(held))


def without(state: State, gone: Ints, idle: Ints) -> State:
    """A state without some ships, and without the cranes of some others, which stay where they lie.

    It shares the steps with the state that it is made from.
    """
    berth = state.berth.copy()
    berth.status[gone] = OUT
    berth.count[idle] = 0
    berth.slots[idle] = 0
    # The last entry is for cranes that are nobody's.
    taken = np.zeros(len(berth) + 1, np.bool_)
    taken[gone] = True
    taken[idle] = True
    owner = np.where(taken[state.owner], np.int16(-1), state.owner)
    return State(berth, state.step, (owner >= 0).sum(axis=1), owner)
