"""Where the search for a re-plan begins, and how its plan ends: everything as before where that is still possible.

The checker says what of the plan before still holds beside what stays. The rest is berthed anew. In the end ships that
the search has moved for nothing, as between cranes that cost the same, get their entry of before back.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import numpy as np

from data.case import Case
from data.changes import cost_of_changes
from data.checker import Verdict, check_berths
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan
from scheduler.berths.kernel import INFINITE, NEVER, PLACED, State, copy_state, insert, serve_in_order
from scheduler.berths.problem import BerthProblem, entry_of, plan_of
from scheduler.berths.replan import Standing
from scheduler.berths.states import state_of

_ANY = 1 << 20
# Money that floats may lose.
_SAME = 1e-6
_LAST = datetime.max.replace(tzinfo=UTC)


def staying(problem: BerthProblem, standing: Standing) -> State:
    """The state of what stays: settled ships, and those whose cranes are open with cranes for what is left to do.

    They are those of the plan before where that can be. Raises DermagaError where a ship alongside finds none.
    """
    planned = {call.id for call in problem.calls}
    settled = {entry.call: entry for entry in standing.settled() if entry.call in planned}
    likely = {call: stay.likely for call, stay in standing.stays.items() if stay.likely is not None}
    holds = _holding(problem.case, standing, list(settled.values()), likely)
    return _with_open(problem, standing, _apart(problem, settled, holds))


def as_before(problem: BerthProblem, standing: Standing) -> State:
    """What stays, every other ship as before where that still holds, and the rest where it costs least among them."""
    stays = staying(problem, standing)
    there = {call.id: entry_of(problem, stays, i) for i, call in enumerate(problem.calls) if call.id in standing.stays}
    free = {
        call.id: standing.before[call.id]
        for call in problem.calls
        if call.id in standing.before and standing.free.get(call.id, _LAST) <= standing.before[call.id].start
    }
    holds = _holding(problem.case, standing, list(there.values()), free)
    state = _apart(problem, there, holds)
    order = [i for i in range(len(problem.calls)) if state.berth[i].status != PLACED]
    scratch = problem.new_scratch()
    for i in sorted(order, key=lambda i: int(problem.data.ship["release"][i])):
        insert(problem.data, state, scratch, i, INFINITE, NEVER, False, -1, _ANY, -1.0, 0.0, 0.0)
    return state


def in_order(problem: BerthProblem, standing: Standing, serve: Callable[..., None] = serve_in_order) -> State:
    """What stays, and every other ship first come first served."""
    state = staying(problem, standing)
    free = [i for i, call in enumerate(problem.calls) if call.id in standing.free]
    serve(problem.data, state, problem.new_scratch(), np.array(free, np.int64))
    return state


def given_back(problem: BerthProblem, standing: Standing, plan: BerthPlan, over: Callable[[], bool]) -> BerthPlan:
    """The plan with entries of before for ships that gain nothing by their new ones, and cranes of before alongside.

    The search does not see what it costs that a crane comes to its first ship after now from another one: where the
    plan that it began with is cheaper with that, it is that one. No more is tried once the time is `over`.
    """
    case, replan = problem.case, standing.replan
    before = {
        call: standing.before[call].model_copy(update={"eta": case.call_by_id[call].eta})
        for call, earliest in standing.free.items()
        if call in standing.before and standing.before[call].start >= earliest
    }
    before |= {call: stay.likely for call, stay in standing.stays.items() if stay.likely is not None}

    def total(changed: BerthPlan) -> float:
        return check_berths(case, changed).cost + cost_of_changes(case, replan.previous, changed)

    first = plan_of(problem, as_before(problem, standing))
    plan, cost = min(((each, total(each)) for each in (plan, first)), key=lambda each: each[1])
    calls = [entry.call for entry in plan.calls if entry.call in before]
    # Another place or time the search has weighed, but not other cranes.
    still = [
        entry.call
        for entry in plan.calls
        if entry.call in before
        and (entry.position_m, entry.start) == (before[entry.call].position_m, before[entry.call].start)
    ]
    for group in (calls, *_groups(still)):
        now = {entry.call: entry for entry in plan.calls}
        moved = [call for call in group if now[call] != before[call]]
        if not moved:
            continue
        if over():
            break
        rest = [entry for entry in plan.calls if entry.call not in moved]
        holds = _holding(
            case, standing, rest, {call: before[call] for call in moved}, {call: now[call] for call in moved}
        )
        if all(holds[call] is now[call] for call in moved):
            continue
        entries = sorted([*rest, *holds.values()], key=lambda entry: (entry.start, entry.call))
        changed = plan.model_copy(update={"calls": tuple(entries)})
        if (costs := total(changed)) <= cost + _SAME:
            plan, cost = changed, costs
    return plan


def _groups(calls: list[str]) -> Iterator[list[str]]:
    """The calls together, then in halves, in quarters and each by itself."""
    for parts in (1, 2, 4) if calls else ():
        size = max(1, -(-len(calls) // parts))
        yield from (calls[begin : begin + size] for begin in range(0, len(calls), size))
    yield from ([call] for call in calls)


def _holding(
    case: Case,
    standing: Standing,
    rest: list[BerthedCall],
    wanted: Mapping[str, BerthedCall],
    instead: Mapping[str, BerthedCall] | None = None,
) -> dict[str, BerthedCall]:
    """The entries that break no rule beside the rest and each other; `instead` holds what comes for those that do."""
    holds, other = dict(wanted), instead or {}
    while True:
        verdict = check_berths(case, standing.plan_of(case, [*standing.gone, *rest, *holds.values()]))
        fallen = _fallen(verdict, {call: entry for call, entry in holds.items() if entry is not other.get(call)})
        if not fallen:
            return holds
        for call in fallen:
            entry = holds.pop(call)
            if call in other and entry is not other[call]:
                holds[call] = other[call]


def _fallen(verdict: Verdict, entries: Mapping[str, BerthedCall]) -> set[str]:
    """Of each broken rule the call that berths last."""
    found: set[str] = set()
    for broken in verdict.broken:
        calls = [call for call in broken.calls if call in entries and broken.rule != "call_missing"]
        if calls and not found.intersection(calls):
            found.add(max(calls, key=lambda call: (entries[call].start, call)))
    return found


def _apart(problem: BerthProblem, settled: Mapping[str, BerthedCall], holds: Mapping[str, BerthedCall]) -> State:
    """The state of entries that hold, but for those that share a crane in a slot, or have it out of service in part."""
    left = dict(holds)
    while True:
        state = state_of(problem, [*settled.values(), *left.values()])
        shared = set()
        for i, call in enumerate(problem.calls):
            if call.id not in left or not problem.data.slot:
                continue
            first, slots = int(state.berth[i].slot), int(state.berth[i].slots)
            for step in range(slots):
                low, high = int(state.step[i, step].low), int(state.step[i, step].high)
                slot, data = first + step, problem.data
                owners, held = state.owner[slot, low:high], data.in_service[slot, low:high]
                if (owners[held] != i).any() or (owners[~held] == i).any():
                    shared.add(call.id)
        if not shared:
            return state
        for call_id in shared:
            del left[call_id]


def _has_open_cranes(standing: Standing, call: str) -> bool:
    return call in standing.stays and standing.stays[call].begin is not None


def _with_open(problem: BerthProblem, standing: Standing, state: State) -> State:
    """The state with the ships whose cranes are open and that are not there yet.

    Raises DermagaError where one finds no cranes.
    """
    data, scratch = problem.data, problem.new_scratch()
    open_ships = [
        i for i, call in enumerate(problem.calls) if call.id in standing.stays and state.berth[i].status != PLACED
    ]
    open_ships.sort(key=lambda i: int(data.option[data.ship[i].first_option].low))
    # Where the first takes cranes that the next needs: from the low end of the rail, and then as few as each takes.
    for side, fewest in ((-1.0, False), (0.0, False), (0.0, True)):
        tried = problem.new_state()
        copy_state(state, tried)
        for i in open_ships:
            most = int(data.ship[i].least) if fewest else _ANY
            only = int(data.ship[i].last_option) - 1 if fewest and not data.slot else -1
            insert(data, tried, scratch, i, INFINITE, NEVER, False, only, most, side, 0.0, 0.0)
        without = [i for i in open_ships if tried.berth[i].status != PLACED]
        if not without:
            # Where actuals overlap, no cranes mend that.
            there = [i for i, call in enumerate(problem.calls) if _has_open_cranes(standing, call.id)]
            standing.refuse_conflicts(problem.case, [entry_of(problem, tried, i) for i in there])
            return tried
    i, alone = without[0], problem.new_state()
    insert(data, alone, scratch, i, INFINITE, NEVER, False, -1, _ANY, -1.0, 0.0, 0.0)
    if alone.berth[i].status == PLACED:
        standing.refuse_conflicts(problem.case, [entry_of(problem, alone, i)])
    call = problem.calls[i].id
    raise DermagaError(
        f"{problem.case.named(call)} lies alongside with work left, and what stays leaves no cranes for it; lock fewer "
        f"calls, or correct the row of {call} in actuals"
    )
