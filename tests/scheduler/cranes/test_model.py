"""What the shares of the cranes alone say of a problem."""

from ortools.sat.python.cp_model import CpSolver

from scheduler.cranes import Crane, CraneProblem, Task, solve
from scheduler.cranes.bounds import lower_bound
from scheduler.cranes.model import build_shares
from scheduler.result import Status
from scheduler.stopping import Stop


def like_tasks(count: int) -> CraneProblem:
    """Tasks of 100 s each, far from each other, for two cranes."""
    tasks = tuple(Task(str(number), 1_000 * number, 100) for number in range(count))
    return CraneProblem(tasks, (Crane("QC1", 0, 1_000 * count), Crane("QC2", 0, 1_000 * count)), 250)


def test_tasks_are_not_cut_to_balance_cranes() -> None:
    problem = like_tasks(3)
    assert lower_bound(problem) == 150
    solver = CpSolver()
    solver.solve(build_shares(problem, 150, 300).model)
    assert solver.objective_value == 200


def test_shares_prove_schedules_of_many_tasks() -> None:
    problem = like_tasks(49)
    assert lower_bound(problem) == 2_450
    result = solve(problem, stop=Stop(seconds=None, effort=0.5), workers=1)
    assert (result.cost, result.bound, result.status) == (2_500, 2_500, Status.OPTIMAL)
