"""The problem as a CP-SAT model.

A pair of tasks is in one order, in the other, or free: done at once or in any order, which asks that the crane at the
higher place is some rail places higher, and no more than find room between the two. What a pair in an order keeps
between them is convex in the rail places between its cranes, so that two lines say it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ortools.sat.python.cp_model import CpModel, Domain, IntervalVar, IntVar, LinearExpr, LiteralT

from scheduler.cranes.problem import CraneProblem, CraneSchedule

Pair = tuple[int, int]


@dataclass(frozen=True)
class CraneModel:
    """The model: the start of each task, whether a crane does it, by the cranes that can, and the makespan.

    Of pairs of tasks, `first` says whether one is done before the other, and `free` whether neither needs to be.
    """

    model: CpModel
    starts: list[IntVar]
    does: list[dict[int, IntVar]]
    makespan: IntVar
    first: dict[Pair, IntVar] = field(default_factory=dict)
    free: dict[Pair, IntVar] = field(default_factory=dict)

    def rail_place(self, task: int) -> LinearExpr:
        """The index of the crane that does a task."""
        return LinearExpr.weighted_sum(list(self.does[task].values()), list(self.does[task]))


def build(problem: CraneProblem, bound: int, horizon: int) -> CraneModel:
    """The model of all schedules that end from `bound` until `horizon`."""
    model = CpModel()
    tasks = range(len(problem.tasks))
    built = CraneModel(
        model,
        starts=[model.new_int_var(0, horizon - task.seconds, "start") for task in problem.tasks],
        does=[{crane: model.new_bool_var("does") for crane in problem.able(task)} for task in tasks],
        makespan=model.new_int_var(bound, horizon, "makespan"),
    )
    for task in tasks:
        model.add_exactly_one(built.does[task].values())
        model.add(built.starts[task] + problem.tasks[task].seconds <= built.makespan)
    add_windows(built, problem)
    add_order(built, problem)
    add_passing(built, problem)
    add_gangs(built, problem)
    add_balance(built, problem)
    model.minimize(built.makespan)
    return built


def add_windows(built: CraneModel, problem: CraneProblem) -> None:
    """A task lies in one window of its crane, which has the time for its way from its start."""
    for number, task in enumerate(problem.tasks):
        for crane, done in built.does[number].items():
            fits = [
                (problem.opens(crane, task.place, opens), closes - task.seconds)
                for opens, closes in problem.cranes[crane].windows
            ]
            domain = Domain.from_intervals([[first, last] for first, last in fits if first <= last])
            built.model.add_linear_expression_in_domain(built.starts[number], domain).only_enforce_if(done)


def add_order(built: CraneModel, problem: CraneProblem) -> None:
    """Tasks start after the end of those that they must come after."""
    for number, task in enumerate(problem.tasks):
        for other in task.after:
            built.model.add(built.starts[number] >= built.starts[other] + problem.tasks[other].seconds)


def add_passing(built: CraneModel, problem: CraneProblem) -> None:
    """Tasks of one crane, and those whose cranes would be in each other's way, keep apart in time."""
    model, earlier = built.model, _earlier(problem)
    for pair in combinations(range(len(problem.tasks)), 2):
        low, high = sorted(pair, key=lambda task: problem.tasks[task].place)
        if low in earlier[high]:
            _add_apart(built, problem, low, high, (low, high), None)
        elif high in earlier[low]:
            _add_apart(built, problem, high, low, (low, high), None)
        elif steps := _free_steps(built, problem, low, high):
            free, one, other = (model.new_bool_var(name) for name in ("free", "low first", "high first"))
            model.add_exactly_one(free, one, other)
            between = built.rail_place(high) - built.rail_place(low)
            model.add_linear_expression_in_domain(between, Domain.from_values(steps)).only_enforce_if(free)
            built.free[low, high], built.first[low, high], built.first[high, low] = free, one, other
            _add_apart(built, problem, low, high, (low, high), one)
            _add_apart(built, problem, high, low, (low, high), other)
        else:
            one = model.new_bool_var("low first")
            built.first[low, high] = one
            _add_apart(built, problem, low, high, (low, high), one)
            _add_apart(built, problem, high, low, (low, high), ~one)


def _earlier(problem: CraneProblem) -> list[set[int]]:
    """All tasks that each task must come after, straight or by others."""
    found: list[set[int]] = [set() for _ in problem.tasks]
    for number in problem.order:
        for other in problem.tasks[number].after:
            found[number] |= found[other] | {other}
    return found


def _free_steps(built: CraneModel, problem: CraneProblem, low: int, high: int) -> list[int]:
    """By how many rail places the crane of the higher task may be above the other's for the two to be free."""
    here, there = problem.tasks[low].place, problem.tasks[high].place
    steps = {b - a for a in built.does[low] for b in built.does[high]}
    return sorted(by for by in steps if problem.apart(here, 0, there, by) is None)


def _add_apart(
    built: CraneModel, problem: CraneProblem, one: int, other: int, by_place: Pair, ordered: LiteralT | None
) -> None:
    """The seconds from the end of one task to the start of the other where they are in this order."""
    model, (low, high), speed = built.model, by_place, problem.exact_speed
    between = built.starts[other] - built.starts[one] - problem.tasks[one].seconds
    rules = [between >= 0]
    if speed:
        distance = problem.tasks[high].place - problem.tasks[low].place
        needed = problem.clearance * (built.rail_place(high) - built.rail_place(low))
        # Where the cranes stand as the places do, the second line holds; where not, or it is one crane, the first.
        rules += [speed.numerator * between >= speed.denominator * (distance - needed)]
        rules += [speed.numerator * between >= speed.denominator * (needed - distance)]
    for rule in rules:
        added = model.add(rule)
        if ordered is not None:
            added.only_enforce_if(ordered)


def add_gangs(built: CraneModel, problem: CraneProblem) -> None:
    """At most so many cranes work at once in a period."""
    cranes = len(problem.cranes)
    for start, end, most in problem.gangs:
        if most < cranes:
            # The rest of the cranes is busy with the period itself.
            period = built.model.new_fixed_size_interval_var(start, end - start, "period")
            spans = _spans(built, problem, range(len(problem.tasks)))
            built.model.add_cumulative([*spans, period], [1] * len(spans) + [cranes - most], cranes)


def add_balance(built: CraneModel, problem: CraneProblem) -> None:
    """What holds anyway, said for many tasks at once: of the work of a crane, of neighbouring bays, and of all."""
    model, tasks = built.model, problem.tasks
    for crane in range(len(problem.cranes)):
        mine = [task for task in range(len(tasks)) if crane in built.does[task]]
        seconds = [tasks[task].seconds for task in mine]
        model.add(LinearExpr.weighted_sum([built.does[task][crane] for task in mine], seconds) <= built.makespan)
    if problem.clearance:
        for low in sorted({task.place for task in tasks}):
            near = [n for n, task in enumerate(tasks) if 0 <= task.place - low < problem.clearance]
            model.add_no_overlap(_spans(built, problem, near))
    whole = _spans(built, problem, range(len(tasks)))
    model.add_cumulative(whole, [1] * len(whole), len(problem.cranes))


def _spans(built: CraneModel, problem: CraneProblem, tasks: Sequence[int]) -> list[IntervalVar]:
    return [
        built.model.new_fixed_size_interval_var(built.starts[task], problem.tasks[task].seconds, "task")
        for task in tasks
    ]


def add_hint(built: CraneModel, problem: CraneProblem, schedule: CraneSchedule) -> None:
    """Tell the solver a schedule, down to the order of each pair of tasks."""
    model, tasks, starts, cranes = built.model, problem.tasks, schedule.starts, schedule.cranes
    for task, does in enumerate(built.does):
        model.add_hint(built.starts[task], starts[task])
        for crane, done in does.items():
            model.add_hint(done, crane == cranes[task])
    model.add_hint(built.makespan, schedule.makespan(problem))

    def free(i: int, j: int) -> bool:
        return problem.apart(tasks[i].place, cranes[i], tasks[j].place, cranes[j]) is None

    for (i, j), var in built.free.items():
        model.add_hint(var, free(i, j))
    for (i, j), var in built.first.items():
        model.add_hint(var, starts[i] < starts[j] and not free(i, j))
