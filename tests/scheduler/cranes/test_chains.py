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
