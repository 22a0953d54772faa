"""The problem as a CP-SAT model.

A pair of tasks is in one order, in the other, or free: done at once or in any order, which asks that the crane at the
higher place is some rail places higher, and no more than find room between the two. What a pair in an order keeps
between them is convex in the rail places between the cranes, so that two lines say it (`add_passing`).
"""

from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python.cp_model import BoolVarT, CpModel, Domain, IntVar, LinearExpr

from scheduler.cranes.problem import CraneProblem, CraneSchedule


@dataclass(frozen=True)
class CraneModel:
    """The model, the start of each task, whether a crane does it, by the cranes that can, and the makespan."""

    model: CpModel
    starts: list[IntVar]
    does: list[dict[int, IntVar]]
    makespan: IntVar
    before: dict[tuple[int, int], BoolVarT]
    free: dict[tuple[int, int], BoolVarT]


def build(problem: CraneProblem, bound: int, horizon: int) -> CraneModel:
    """The model of all schedules that end from `bound` until `horizon`."""
    model = CpModel()
    built = CraneModel(
        model,
        starts=[
            model.new_int_var(0, horizon - task.seconds, f"start {number}") for number, task in enumerate(problem.tasks)
        ],
        does=[
            {crane: model.new_bool_var(f"{number} by {crane}") for crane in problem.able(number)}
            for number in range(len(problem.tasks))
        ],
        makespan=model.new_int_var(bound, horizon, "makespan"),
        before={},
        free={},
    )
    for number, task in enumerate(problem.tasks):
        model.add_exactly_one(built.does[number].values())
        model.add(built.starts[number] + task.seconds <= built.makespan)
    add_windows(built, problem, horizon)
    add_order(built, problem)
    add_passing(built, problem)
    add_balance(built, problem)
    add_gangs(built, problem, horizon)
    model.minimize(built.makespan)
    return built


def rail_place(built: CraneModel, task: int) -> LinearExpr:
    """The index of the crane that does a task."""
    does = built.does[task]
    return LinearExpr.weighted_sum(list(does.values()), list(does))


def add_windows(built: CraneModel, problem: CraneProblem, horizon: int) -> None:
    """A task lies in one window of its crane, which has the time for its way from its start."""
    for number, task in enumerate(problem.tasks):
        for crane, done in built.does[number].items():
            fits = [
                (problem.opens(crane, task.place, opens), closes - task.seconds)
                for opens, closes in problem.cranes[crane].windows
            ]
            if fits[0][0] <= 0 and fits[0][1] >= horizon - task.seconds:
                continue
            domain = Domain.from_intervals([[first, last] for first, last in fits if first <= last])
            built.model.add_linear_expression_in_domain(built.starts[number], domain).only_enforce_if(done)


def add_order(built: CraneModel, problem: CraneProblem) -> None:
    """Tasks start after the end of those that they must come after."""
    for number, task in enumerate(problem.tasks):
        for other in task.after:
            built.model.add(built.starts[number] >= built.starts[other] + problem.tasks[other].seconds)


def ancestors(problem: CraneProblem) -> list[set[int]]:
    """All tasks that each task must come after, straight or by others."""
    found: list[set[int]] = [set() for _ in problem.tasks]
    for number in problem.order:
        for other in problem.tasks[number].after:
            found[number] |= found[other] | {other}
    return found


def add_passing(built: CraneModel, problem: CraneProblem) -> None:
    """Tasks of one crane, and those whose cranes would be in each other's way, keep apart in time."""
    model, earlier = built.model, ancestors(problem)
    for i, j in combinations(range(len(problem.tasks)), 2):
        low, high = (i, j) if problem.tasks[i].place <= problem.tasks[j].place else (j, i)
        steps = _free_steps(built, problem, low, high)
        if i in earlier[j]:
            orders: list[tuple[int, int, BoolVarT | None]] = [(i, j, None)]
        elif j in earlier[i]:
            orders = [(j, i, None)]
        else:
            first: BoolVarT = model.new_bool_var(f"{i} before {j}")
            second: BoolVarT
            if steps:
                second, free = model.new_bool_var(f"{j} before {i}"), model.new_bool_var(f"{i} and {j}")
                model.add_exactly_one(first, second, free)
                between = rail_place(built, high) - rail_place(built, low)
                model.add_linear_expression_in_domain(between, Domain.from_values(steps)).only_enforce_if(free)
                built.free[low, high] = free
                for crane, done in built.does[low].items():
                    if crane in built.does[high]:
                        model.add_bool_or(~free, ~done, ~built.does[high][crane])
            else:
                second = ~first
            built.before[i, j], built.before[j, i] = first, second
            orders = [(i, j, first), (j, i, second)]
        for one, other, ordered in orders:
            _add_apart(built, problem, one, other, (low, high), ordered)


def _free_steps(built: CraneModel, problem: CraneProblem, low: int, high: int) -> list[int]:
    """By how many rail places the crane of the higher task may be above the other's for them to overlap in time."""
    here, there = problem.tasks[low].place, problem.tasks[high].place
    steps = {b - a for a in built.does[low] for b in built.does[high]}
    return sorted(by for by in steps if problem.apart(here, 0, there, by) is None)


def _add_apart(
    built: CraneModel,
    problem: CraneProblem,
    one: int,
    other: int,
    by_place: tuple[int, int],
    ordered: BoolVarT | None,
) -> None:
    """The seconds from the end of one task to the start of the other, where they are in this order."""
    model, (low, high) = built.model, by_place
    between = built.starts[other] - built.starts[one] - problem.tasks[one].seconds
    enforced = [] if ordered is None else [ordered]
    speed = problem.exact_speed
    if ordered is not None:
        model.add(between >= 0).only_enforce_if(enforced)
    if not speed:
        return
    distance = problem.tasks[high].place - problem.tasks[low].place
    steps = rail_place(built, high) - rail_place(built, low)
    for short in (distance - problem.clearance * steps, problem.clearance * steps - distance):
        model.add(speed.numerator * between >= speed.denominator * short).only_enforce_if(enforced)


def add_balance(built: CraneModel, problem: CraneProblem) -> None:
    """What holds anyway, said for all tasks at once: a crane, and neighbouring bays, are worked one at a time."""
    model, tasks = built.model, problem.tasks
    whole = [
        model.new_fixed_size_interval_var(built.starts[n], task.seconds, f"task {n}") for n, task in enumerate(tasks)
    ]
    for crane in range(len(problem.cranes)):
        mine = [n for n in range(len(tasks)) if crane in built.does[n]]
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(
                built.starts[n], tasks[n].seconds, built.does[n][crane], f"task {n} by {crane}"
            )
            for n in mine
        )
        opens = problem.cranes[crane].windows[0][0]
        model.add(sum(tasks[n].seconds * built.does[n][crane] for n in mine) + opens <= built.makespan)
    places = sorted({task.place for task in tasks}) if problem.clearance else []
    groups = [[place for place in places[at:] if place - low < problem.clearance] for at, low in enumerate(places)]
    for at, group in enumerate(groups):
        if at == 0 or group[-1] != groups[at - 1][-1]:
            model.add_no_overlap(whole[n] for n, task in enumerate(tasks) if task.place in group)
    model.add_cumulative(whole, [1] * len(tasks), len(problem.cranes))


def add_gangs(built: CraneModel, problem: CraneProblem, horizon: int) -> None:
    """At most so many cranes work at once in a period."""
    model, cranes = built.model, len(problem.cranes)
    for start, end, most in problem.gangs:
        if start >= horizon or most >= cranes:
            continue
        whole = [
            model.new_fixed_size_interval_var(built.starts[n], task.seconds, f"task {n}")
            for n, task in enumerate(problem.tasks)
        ]
        # Elsewhere all may work: the rest of the time belongs to those who are not there.
        closed = model.new_fixed_size_interval_var(start, end - start, "gangs")
        model.add_cumulative([*whole, closed], [1] * len(whole) + [cranes - most], cranes)


def add_hint(built: CraneModel, problem: CraneProblem, schedule: CraneSchedule) -> None:
    """Tell the solver a schedule."""
    model = built.model
    for number, (start, crane) in enumerate(zip(schedule.starts, schedule.cranes, strict=True)):
        model.add_hint(built.starts[number], start)
        for other, done in built.does[number].items():
            model.add_hint(done, other == crane)
    model.add_hint(built.makespan, schedule.makespan(problem))

    def together(i: int, j: int) -> bool:
        places = problem.tasks[i].place, problem.tasks[j].place
        return problem.apart(places[0], schedule.cranes[i], places[1], schedule.cranes[j]) is None

    for (i, j), free in built.free.items():
        model.add_hint(free, together(i, j))
    for (i, j), ordered in built.before.items():
        if i < j or (i, j) in built.free or (j, i) in built.free:
            after = schedule.starts[i] + problem.tasks[i].seconds <= schedule.starts[j]
            model.add_hint(ordered, after and not together(i, j))
