"""The problem as a CP-SAT model.

A pair of tasks is in one order, in the other, or free: done at once or in any order, which asks that the crane at the
higher place is some rail places higher, and no more than find room between the two. What a pair in an order keeps
between them is convex in the rail places between its cranes, so that two lines say it.

What makes it strong is said a second time for each crane (`add_ways`): it has the time for its work and for its way
along the stretch in which it works. Near the shortest makespan no crane has time to spare, and that leaves each a
stretch of a few places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

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

    def before(self, one: int, other: int) -> LiteralT:
        """Whether a task is done before another, of two of which either may come first."""
        return self.first[one, other] if (one, other) in self.first else ~self.first[other, one]

    def rail_place(self, task: int) -> LinearExpr:
        """The index of the crane that does a task."""
        return LinearExpr.weighted_sum(list(self.does[task].values()), list(self.does[task]))


class Stretch(NamedTuple):
    """The lowest and the highest place at which a crane works, and the seconds that its work leaves it."""

    low: IntVar
    high: IntVar
    left: LinearExpr


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
    add_one_way(built, problem)
    add_balance(built, problem)
    add_ways(built, problem)
    model.minimize(built.makespan)
    return built


def build_shares(problem: CraneProblem, bound: int, horizon: int) -> CraneModel:
    """The model of what each crane does, without when: its bound holds for schedules that end from `bound` on.

    It is small where the whole model is large, and says more than the sum of the work: big tasks do not share evenly.
    """
    model = CpModel()
    built = CraneModel(
        model,
        starts=[],
        does=[{crane: model.new_bool_var("does") for crane in problem.able(n)} for n in range(len(problem.tasks))],
        makespan=model.new_int_var(bound, horizon, "makespan"),
    )
    for does in built.does:
        model.add_exactly_one(does.values())
    add_ways(built, problem)
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
        if low in earlier[high] or high in earlier[low]:
            ordered = None
            if steps := _free_steps(built, problem, low, high):
                # At places far enough apart, one comes after the other all the same, though no crane is in the way.
                built.free[low, high] = free = model.new_bool_var("free")
                between = built.rail_place(high) - built.rail_place(low)
                model.add_linear_expression_in_domain(between, Domain.from_values(steps)).only_enforce_if(free)
                ordered = ~free
            before, after = (low, high) if low in earlier[high] else (high, low)
            _add_apart(built, problem, before, after, (low, high), ordered)
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


def add_one_way(built: CraneModel, problem: CraneProblem) -> None:
    """Where that is asked, all cranes go up, or all go down."""
    if not problem.one_way:
        return
    model, earlier = built.model, _earlier(problem)
    up = model.new_bool_var("up")
    for pair in combinations(range(len(problem.tasks)), 2):
        low, high = sorted(pair, key=lambda task: problem.tasks[task].place)
        if problem.tasks[low].place == problem.tasks[high].place:
            continue
        for crane in built.does[low].keys() & built.does[high].keys():
            one = [built.does[low][crane], built.does[high][crane]]
            if low in earlier[high] or high in earlier[low]:
                model.add_implication(one[0], up if low in earlier[high] else ~up).only_enforce_if(one[1])
            else:
                model.add_bool_or(built.before(low, high)).only_enforce_if(*one, up)
                model.add_bool_or(built.before(high, low)).only_enforce_if(*one, ~up)


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
        spans = [
            model.new_optional_fixed_size_interval_var(built.starts[task], tasks[task].seconds, does[crane], "task")
            for task, does in enumerate(built.does)
            if crane in does
        ]
        model.add_no_overlap(spans)
    if problem.clearance:
        for low in sorted({task.place for task in tasks}):
            near = [n for n, task in enumerate(tasks) if 0 <= task.place - low < problem.clearance]
            model.add_no_overlap(_spans(built, problem, near))
    whole = _spans(built, problem, range(len(tasks)))
    model.add_cumulative(whole, [1] * len(whole), len(problem.cranes))


def add_ways(built: CraneModel, problem: CraneProblem) -> None:
    """What holds anyway: a crane has the time for its work, and to go to one end of its stretch and on to the other."""
    model, tasks, speed = built.model, problem.tasks, problem.exact_speed
    stretches: dict[int, Stretch] = {}
    for number, crane in enumerate(problem.cranes):
        mine = {task: does[number] for task, does in enumerate(built.does) if number in does}
        if not mine:
            continue
        work = LinearExpr.weighted_sum(list(mine.values()), [tasks[task].seconds for task in mine])
        left = whole = built.makespan - work
        if opens := crane.windows[0][0]:
            used = model.new_bool_var("used")
            model.add_max_equality(used, mine.values())
            left = left - opens * used
        # In what is left between two windows, a crane goes its way too.
        if not speed or len(crane.windows) > 1:
            model.add(left >= 0)
            continue
        places = [tasks[task].place for task in mine] + ([] if crane.start is None else [crane.start])
        low, high = (model.new_int_var(min(places), max(places), name) for name in ("lowest", "highest"))
        for task, done in mine.items():
            model.add(low <= tasks[task].place).only_enforce_if(done)
            model.add(high >= tasks[task].place).only_enforce_if(done)
        model.add(low <= high)
        way = high - low
        if crane.start is not None:
            to_end, low_first = model.new_int_var(0, max(places) - min(places), "to an end"), model.new_bool_var("low")
            for end, first in ((low, low_first), (high, ~low_first)):
                model.add(to_end >= end - crane.start).only_enforce_if(first)
                model.add(to_end >= crane.start - end).only_enforce_if(first)
            way = way + to_end
        model.add(speed.numerator * left >= speed.denominator * way)
        stretches[number] = Stretch(low, high, whole)
    for lower in sorted(stretches.keys() & {number - 1 for number in stretches}):
        _add_waits(built, problem, lower, stretches)


def _add_waits(built: CraneModel, problem: CraneProblem, lower: int, stretches: dict[int, Stretch]) -> None:
    """Of two neighbours, a crane waits while the other works where all of its own stretch is in the way of that."""
    model, speed = built.model, problem.exact_speed
    for mine, other in ((lower, lower + 1), (lower + 1, lower)):
        stretch, waits, seconds = stretches[mine], list[IntVar](), list[int]()
        for task, does in zip(problem.tasks, built.does, strict=True):
            if other not in does:
                continue
            waits.append(wait := model.new_bool_var("wait"))
            seconds.append(task.seconds)
            if mine < other:
                clear = stretch.low + problem.clearance <= task.place
            else:
                clear = stretch.high >= task.place + problem.clearance
            model.add(clear).only_enforce_if(does[other], ~wait)
        # The way from its start it may go in that time, and it may wait before its window.
        left = stretch.left - LinearExpr.weighted_sum(waits, seconds)
        model.add(speed.numerator * left >= speed.denominator * (stretch.high - stretch.low))


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
