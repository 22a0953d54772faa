"""The crane schedule of a plan: of several that are about as short, the one that the yard serves best.

A ship's finish is often held up by the yard: cranes that load from one block at a time wait for its yard cranes, and of
two schedules of one length one may end hours before the other once all is timed. What the yard makes of a schedule is
known only then. So a few are timed roughly, and the cheapest plan's is taken: the shortest one; the sweep, in which
cranes seldom change their bay; and such as are shortest when each task takes the time for which it waited for the yard
in one before as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from math import ceil
from time import monotonic

from data.case import Case
from scheduler.cranes import Crane, CraneProblem, CraneSchedule, NoSchedule, Task, solve
from scheduler.loading.assignment import assign
from scheduler.loading.crane_times import CraneTime
from scheduler.loading.engines import Engines
from scheduler.loading.stowed import Stowage
from scheduler.loading.timing import Quayside, roughly_timed
from scheduler.loading.work import BayTask
from scheduler.result import Result
from scheduler.stopping import Stop

# The share of the time for the shortest schedule; the effort for each other one, and how many are made for waits.
_SHORTEST, _OTHER, _WAITED = 0.6, 0.1, 4
# What each of these in turn counts of the waits.
_SHARES = (1.0, 0.5)
# Steps a box of the order of the lifts, where a plan is timed roughly.
_STEPS = 300


def shortest(problem: CraneProblem, engines: Engines, *, stop: Stop, seed: int, workers: int) -> Result[CraneSchedule]:
    """The shortest schedule found, or without the engine the best sweep."""
    return solve(problem, stop=stop if engines.cranes else replace(stop, effort=0.0), seed=seed, workers=workers)


def chosen(
    quayside: Quayside,
    stowage: Stowage,
    tasks: Sequence[BayTask],
    engines: Engines,
    *,
    stop: Stop,
    seed: int,
    workers: int,
) -> Result[CraneSchedule]:
    """The schedule of the cheapest plan; its cost is the end of its last task, and its bound that of any schedule."""
    began = monotonic()
    problem = crane_problem(quayside.case, tasks, quayside.times, quayside.at)
    part = stop if stop.clock is None else replace(stop, seconds=_SHORTEST * stop.clock)
    found = shortest(problem, engines, stop=part, seed=seed, workers=workers)
    if not engines.cranes:
        return found
    best, least = found.plan, float("inf")
    waited: list[float] = [0.0] * len(tasks)
    seen: set[CraneSchedule] = set()
    took = 0.0
    for offer in _offers(problem, found.plan, waited, stop, workers):
        if stop.ended(began, -took):
            break
        if offer in seen:
            continue
        seen.add(offer)
        at = monotonic()
        assignment = assign(
            quayside.case, stowage.ship, stowage, tasks, offer.starts, seed=seed, order=engines.order, stop=stop,
            steps=_STEPS,
        )  # fmt: skip
        money, waits = roughly_timed(quayside, stowage, assignment, offer)
        took = monotonic() - at
        if money < least:
            best, least = offer, money
        # The offers to come are for what was waited in all before, the later ones counting more.
        waited[:] = waits if len(seen) == 1 else [(one + two) / 2 for one, two in zip(waited, waits, strict=True)]
    return replace(found, plan=best, cost=float(best.makespan(problem)))


def _offers(
    problem: CraneProblem, first: CraneSchedule, waited: Sequence[float], stop: Stop, workers: int
) -> Iterator[CraneSchedule]:
    """Schedules to be timed; `waited` are, whenever one is asked for, the seconds that tasks waited in those before."""
    yield first
    with suppress(NoSchedule):
        yield solve(problem, stop=replace(stop, effort=0.0), workers=workers).plan
    for number in range(_WAITED):
        longer = tuple(
            replace(task, seconds=task.seconds + round(more * _SHARES[number % len(_SHARES)]))
            for task, more in zip(problem.tasks, waited, strict=True)
        )
        with suppress(NoSchedule):
            yield solve(
                replace(problem, tasks=longer), stop=replace(stop, effort=_OTHER), seed=number, workers=workers
            ).plan


def crane_problem(
    case: Case, tasks: Sequence[BayTask], times: Sequence[CraneTime], at: Mapping[int, float]
) -> CraneProblem:
    """The tasks of a call as a crane scheduling problem: decimetres along the quay, seconds from the start of work."""
    work = case.terminal.crane_work
    return CraneProblem(
        tasks=tuple(Task(task.name, round(10 * at[task.bay]), task.seconds, task.after) for task in tasks),
        cranes=tuple(
            Crane(crane.name, ceil(10 * crane.reach[0]), int(10 * crane.reach[1]), crane.windows or ((0, 1),))
            for crane in times
        ),
        clearance=round(10 * work.clearance_m),
        speed=work.travel_m_min / 6,
    )
