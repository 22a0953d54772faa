"""The bounds by hand."""

from scheduler.cranes import FOREVER, Crane, CraneProblem, Task
from scheduler.cranes.bounds import Bounds, lower_bound


def posed(
    tasks: list[tuple[int, int]], cranes: int | tuple[Crane, ...] = 2, speed: float = 0, **fields: object
) -> CraneProblem:
    """Tasks by place and seconds."""
    if isinstance(cranes, int):
        cranes = tuple(Crane(f"Q{n}", 0, 1_000) for n in range(cranes))
    made = tuple(Task(f"T{n}", place, seconds) for n, (place, seconds) in enumerate(tasks))
    return CraneProblem(made, cranes, clearance=250, speed=speed, **fields)  # type: ignore[arg-type]


def test_balance_shares_the_work() -> None:
    assert Bounds(posed([(0, 50), (500, 51)])).balance() == 51
    assert Bounds(posed([(0, 50), (500, 51)], cranes=1)).balance() == 101


def test_balance_has_the_ways_except_over_the_widest_gaps() -> None:
    # Of 300, 500 and 100 dm two cranes need not go the widest.
    bounds = Bounds(posed([(0, 50), (300, 50), (800, 50), (900, 50)], speed=1))
    assert bounds.balance() == (200 + 400) // 2


def test_balance_has_the_ways_from_starts() -> None:
    cranes = (Crane("Q0", 0, 1_000, start=100), Crane("Q1", 0, 1_000, start=400))
    # Q0 goes to 0 and on to 300, Q1 to 800 and on to 900; or Q1 takes 300 on the way, from there to 900.
    assert Bounds(posed([(0, 50), (300, 50), (800, 50), (900, 50)], cranes, 1)).balance() == (200 + 800) // 2


def test_balance_counts_windows_and_gangs() -> None:
    late = (Crane("Q0", 0, 1_000), Crane("Q1", 0, 1_000, ((60, FOREVER),)))
    assert Bounds(posed([(0, 50), (500, 50)], late)).balance() == 60 + 20
    assert Bounds(posed([(0, 50), (500, 50)], gangs=((0, 40, 0), (40, 80, 1)))).balance() == 80 + 30


def test_balance_of_cranes_that_alone_reach_some_bays() -> None:
    cranes = (Crane("Q0", 0, 400), Crane("Q1", 0, 1_000))
    assert Bounds(posed([(0, 10), (500, 60), (900, 20)], cranes)).balance() == 80


def test_bays_within_the_clearance_are_worked_one_at_a_time() -> None:
    tasks = [(0, 10), (140, 40), (280, 50), (900, 5)]
    assert Bounds(posed(tasks, cranes=3)).neighbours() == 90
    # Over 14 m goes one crane; another makes 11 m of room for the next.
    assert Bounds(posed(tasks, cranes=1, speed=1)).neighbours() == 90 + 140
    assert Bounds(posed(tasks, cranes=3, speed=1)).neighbours() == 90 + 110


def test_chains_go_from_bay_to_bay() -> None:
    tasks = (Task("A", 0, 10), Task("B", 900, 20, (0,)), Task("C", 900, 30, (1,)))
    cranes = (Crane("Q", 0, 900, ((7, 100), (200, FOREVER))),)
    assert Bounds(CraneProblem(tasks, cranes, 250, 10)).chains() == 7 + 10 + 90 + 20 + 30


def test_without_reach_or_time_there_is_no_end() -> None:
    assert lower_bound(posed([(1_001, 5)])) == FOREVER
    assert lower_bound(posed([(0, 5), (500, 6)], (Crane("Q", 0, 1_000, ((0, 10),)),))) == FOREVER
    assert lower_bound(posed([])) == 0
