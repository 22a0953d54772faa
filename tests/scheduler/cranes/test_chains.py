"""Which runs of annealing come after each other."""

from scheduler.cranes.chains import PATTERNS, Run, patterns
from scheduler.cranes.kernel import data_of
from tests.scheduler.cranes.generated import kariangau


def test_each_pattern_has_a_quick_and_a_long_run_and_then_the_better_half() -> None:
    problem = kariangau(1)
    data = data_of(problem)
    of_laps = patterns(problem, data)
    count = len(PATTERNS)
    for number in range(2 * count):
        assert Run(data, of_laps, number, 10_000).pattern is of_laps[number % count]
    better = [4, 1, 3]
    for pattern in of_laps:
        pattern.makespan = 900
    for rank, chosen in enumerate(better):
        of_laps[chosen].makespan = 100 + rank
    later = [Run(data, of_laps, number, 10_000).pattern for number in range(2 * count, 3 * count)]
    assert [id(pattern) for pattern in later] == [id(of_laps[chosen]) for chosen in better * 2]


def test_a_run_notes_the_best_of_its_pattern() -> None:
    problem = kariangau(1)
    data = data_of(problem)
    run = Run(data, patterns(problem, data), 0, 10_000)
    while not run.ended:
        run.go(5_000, 1, 0)
        run.keep()
        assert run.pattern.makespan <= run.makespan


def test_the_second_run_of_a_cycle_begins_with_the_shortest_schedule_of_its_laps() -> None:
    problem = kariangau(1)
    data = data_of(problem)
    of_laps = patterns(problem, data)
    count = len(PATTERNS)
    up, down = of_laps[0], of_laps[1]
    assert [of_laps[4].contains(other) for other in of_laps] == [True, False, True, False, True, False]
    assert [up.contains(other) for other in of_laps] == [True] + [False] * 5
    up.makespan, down.makespan = 100, 200
    up.shortest.crane[:] = 1 - up.first.crane
    runs = [Run(data, of_laps, number, 10_000) for number in range(2 * count, 3 * count)]
    # The three patterns that begin with the way up, twice.
    assert [run.pattern for run in runs] == [up, of_laps[2], of_laps[4]] * 2
    assert all(run.laps.crane.tolist() == up.first.crane.tolist() for run in runs[:3])
    assert all(run.laps.crane.tolist() == up.shortest.crane.tolist() for run in runs[3:])


def test_a_pattern_takes_a_schedule_as_near_as_its_laps_come() -> None:
    problem = kariangau(1)
    data = data_of(problem)
    up, down, up_and_down, *_ = patterns(problem, data)
    best = min(up, down, key=lambda pattern: pattern.makespan)
    makespan, shortest = best.makespan, best.shortest
    best.makespan = up_and_down.makespan = 10 * makespan
    for pattern in (best, up_and_down):
        pattern.take(data, shortest.starts, shortest.crane)
    assert best.makespan == makespan
    assert best.shortest.crane.tolist() == shortest.crane.tolist()
    assert up_and_down.makespan == makespan or best is down
    # One that is no shorter is left.
    best.makespan, best.shortest = makespan - 1, best.first
    best.take(data, shortest.starts, shortest.crane)
    assert best.shortest is best.first
