"""The quay crane scheduling problem in whole numbers: seconds from the start of work, decimetres along the quay."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

# The end of a window without one.
FOREVER = 10_000_000
ALWAYS = ((0, FOREVER),)
# Speeds come from metres a minute or bays a time unit: fractions of small numbers.
_FINEST = 1_000_000


@dataclass(frozen=True)
class Task:
    """Work at one bay that one crane does without interruption.

    `after` are the indices of the tasks that must be finished before it starts.
    """

    name: str
    place: int
    seconds: int
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Crane:
    """A quay crane: the places that it reaches, both ends included, and when it may work.

    Windows are half-open and in order; a task lies within one of them. A crane that starts at a place goes from there
    when its first window opens; without one it is where it is first needed.
    """

    name: str
    reach_from: int
    reach_to: int
    windows: tuple[tuple[int, int], ...] = ALWAYS
    start: int | None = None

    def reaches(self, place: int) -> bool:
        """Whether it can work there."""
        return self.reach_from <= place <= self.reach_to


@dataclass(frozen=True)
class CraneProblem:
    """Tasks of one ship for the cranes on one rail, which are listed from its low end.

    `clearance` is the least distance of two neighbouring cranes, `speed` the decimetres that a crane goes in a second,
    0 where ways take no time. `gangs` are (from, to, cranes): so many cranes at most work at once in that time.
    With `one_way`, all cranes work their places upwards, or all downwards, once each is at its first one: schedules
    that are easy to keep, and mostly about as short as any. Raises ValueError where the numbers make no problem.
    """

    tasks: tuple[Task, ...]
    cranes: tuple[Crane, ...]
    clearance: int
    speed: float = 0.0
    gangs: tuple[tuple[int, int, int], ...] = ()
    one_way: bool = False

    def __post_init__(self) -> None:
        if not self.cranes:
            raise ValueError("no crane is given")
        if self.clearance < 0 or self.speed < 0:
            raise ValueError("clearance and speed must not be below 0")
        for crane in self.cranes:
            edges = [edge for window in crane.windows for edge in window]
            if not edges or edges[0] < 0 or edges[-1] > FOREVER or any(a >= b for a, b in crane.windows):
                raise ValueError(f"windows of crane {crane.name} must lie between 0 and {FOREVER} and hold time")
            if edges != sorted(edges):
                raise ValueError(f"windows of crane {crane.name} must follow each other")
        for task in self.tasks:
            if task.seconds < 1:
                raise ValueError(f"task {task.name} must take a second at least")
            if any(not 0 <= other < len(self.tasks) for other in task.after):
                raise ValueError(f"task {task.name} comes after a task that is not there")
        if any(start >= end or cranes < 0 for start, end, cranes in self.gangs):
            raise ValueError("a period of gangs must hold time and 0 cranes at least")
        if len(self.order) < len(self.tasks):
            raise ValueError("tasks come after each other in a circle")

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The tasks, each after those that it must come after; else by number. Those on a circle are left out."""
        order: list[int] = []
        left, done = list(range(len(self.tasks))), set[int]()
        while True:
            ready = [i for i in left if done.issuperset(self.tasks[i].after)]
            if not ready:
                return tuple(order)
            order += ready
            done.update(ready)
            left = [i for i in left if i not in done]

    @cached_property
    def exact_speed(self) -> Fraction:
        """The speed as the fraction that was meant."""
        return Fraction(self.speed).limit_denominator(_FINEST)

    def way(self, distance: int) -> int:
        """The whole seconds that a crane needs for a distance, rounded up."""
        if not self.exact_speed:
            return 0
        return -(-distance * self.exact_speed.denominator // self.exact_speed.numerator)

    def apart(self, place: int, crane: int, other_place: int, other_crane: int) -> int | None:
        """The seconds from the end of a task of a crane to the start of a later one, or None where they may overlap."""
        if crane == other_crane:
            return self.way(abs(place - other_place))
        steps = other_crane - crane
        short = (place - other_place if steps > 0 else other_place - place) + self.clearance * abs(steps)
        return self.way(short) if short > 0 else None

    def able(self, task: int) -> list[int]:
        """The cranes that reach a task and have a window for it, by index."""
        place, seconds = self.tasks[task].place, self.tasks[task].seconds
        return [
            number
            for number, crane in enumerate(self.cranes)
            if crane.reaches(place) and any(self.opens(number, place, at) + seconds <= to for at, to in crane.windows)
        ]

    def opens(self, crane: int, place: int, window_from: int) -> int:
        """From when a crane can work at a place in a window of it that opens then, its way from its start included."""
        held = self.cranes[crane]
        arrives = 0 if held.start is None else held.windows[0][0] + self.way(abs(held.start - place))
        return max(window_from, arrives)


@dataclass(frozen=True)
class CraneSchedule:
    """When each task starts, in seconds, and the crane that does it, by index."""

    starts: tuple[int, ...]
    cranes: tuple[int, ...]

    def makespan(self, problem: CraneProblem) -> int:
        """The end of the last task, in seconds."""
        return max((start + task.seconds for start, task in zip(self.starts, problem.tasks, strict=True)), default=0)

    def goes_one_way(self, problem: CraneProblem) -> bool:
        """Whether all cranes work their places upwards, or all downwards."""
        places: list[list[int]] = [[] for _ in problem.cranes]
        for number in sorted(range(len(self.starts)), key=lambda number: self.starts[number]):
            places[self.cranes[number]].append(problem.tasks[number].place)
        up = all(mine == sorted(mine) for mine in places)
        return up or all(mine == sorted(mine, reverse=True) for mine in places)
