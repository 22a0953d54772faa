"""Whether a schedule keeps the rules, looked at pair by pair from the problem alone. No solver is asked."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from scheduler.cranes.problem import CraneProblem, CraneSchedule


def faults(problem: CraneProblem, schedule: CraneSchedule) -> list[str]:
    """What a schedule breaks, a sentence each; nothing where it is valid."""
    count = len(problem.tasks)
    if len(schedule.starts) != count or len(schedule.cranes) != count:
        return [f"the schedule has {len(schedule.starts)} starts and {len(schedule.cranes)} cranes for {count} tasks"]
    strange = [crane for crane in schedule.cranes if not 0 <= crane < len(problem.cranes)]
    if strange:
        return [f"there is no crane {strange[0]}"]
    rules = (_reach, _windows, _order, _ways_of_one, _passing, _gangs, _one_way)
    return [fault for rule in rules for fault in rule(problem, schedule)]


def _spans(problem: CraneProblem, schedule: CraneSchedule) -> list[tuple[int, int]]:
    return [(start, start + task.seconds) for start, task in zip(schedule.starts, problem.tasks, strict=True)]


def _reach(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    for task, number in zip(problem.tasks, schedule.cranes, strict=True):
        crane = problem.cranes[number]
        if not crane.reach_from <= task.place <= crane.reach_to:
            yield f"crane {crane.name} does not reach task {task.name}"


def _windows(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    for task, number, (start, end) in zip(problem.tasks, schedule.cranes, _spans(problem, schedule), strict=True):
        crane = problem.cranes[number]
        if not any(opens <= start and end <= closes for opens, closes in crane.windows):
            yield f"crane {crane.name} has no window for task {task.name} at {start}"
        if crane.start is not None and not _enough(problem, start - crane.windows[0][0], abs(crane.start - task.place)):
            yield f"crane {crane.name} cannot be at task {task.name} at {start}"


def _order(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    for task, start in zip(problem.tasks, schedule.starts, strict=True):
        for other in task.after:
            if schedule.starts[other] + problem.tasks[other].seconds > start:
                yield f"task {task.name} starts before the end of {problem.tasks[other].name}"


def _ways_of_one(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    """Tasks of one crane do not overlap, and it has the time for its way."""
    spans = _spans(problem, schedule)
    for i, j in combinations(range(len(problem.tasks)), 2):
        if schedule.cranes[i] == schedule.cranes[j]:
            distance = abs(problem.tasks[i].place - problem.tasks[j].place)
            if not _apart(problem, spans[i], spans[j], distance):
                crane = problem.cranes[schedule.cranes[i]].name
                yield f"crane {crane} cannot do tasks {problem.tasks[i].name} and {problem.tasks[j].name} then"


def _passing(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    """Cranes keep their order on the rail and their clearance."""
    spans = _spans(problem, schedule)
    for i in range(len(problem.tasks)):
        for j in range(len(problem.tasks)):
            steps = schedule.cranes[j] - schedule.cranes[i]
            short = problem.tasks[i].place - problem.tasks[j].place + problem.clearance * steps
            if steps > 0 and short > 0 and not _apart(problem, spans[i], spans[j], short):
                yield f"tasks {problem.tasks[i].name} and {problem.tasks[j].name} are in each other's way"


def _gangs(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    spans = _spans(problem, schedule)
    for opens, closes, most in problem.gangs:
        for moment in sorted({opens, *(start for start, _ in spans if opens <= start < closes)}):
            at_work = sum(start <= moment < end for start, end in spans)
            if at_work > most:
                yield f"{at_work} cranes work at {moment}, and {most} may"


def _one_way(problem: CraneProblem, schedule: CraneSchedule) -> Iterator[str]:
    if problem.one_way and not schedule.goes_one_way(problem):
        yield "the cranes do not all go one way"


def _apart(problem: CraneProblem, one: tuple[int, int], other: tuple[int, int], distance: int) -> bool:
    between = max(other[0] - one[1], one[0] - other[1])
    return between >= 0 and _enough(problem, between, distance)


def _enough(problem: CraneProblem, seconds: int, distance: int) -> bool:
    """Whether a crane can go a distance in so many seconds."""
    if seconds < 0:
        return False
    speed = Fraction(problem.speed).limit_denominator(1_000_000)
    return not speed or seconds * speed >= distance
