"""Whether the models that bound and prove a problem's plans have a plan that the checker accepts."""

from threading import Event

import numpy as np
from ortools.sat.python.cp_model import INFEASIBLE, CpSolver

from scheduler.berths.kernel import State, all_changes
from scheduler.berths.neighbourhoods import around
from scheduler.berths.problem import BerthProblem
from scheduler.berths.proof import Model, priced, proves
from scheduler.berths.search import least_finish, true_cost

_PRICES = 60


def check_models_have(problem: BerthProblem, state: State) -> None:
    """The relaxation's bound is no more than the plan costs, and the model in which every ship lies so has a plan."""
    cost = true_cost(problem, state)
    _, bounded, _ = priced(problem, cost + 1)
    bounded.improve(cost, _PRICES, Event())
    bound = bounded.value + problem.data.finish * least_finish(problem, cost + 1)
    assert bound <= (cost - all_changes(problem.data, state)) * (1 + 1e-9) + 1e-6
    if proves(problem):
        model = Model(problem, around(problem, state, np.zeros(0, np.int64), 0.0), 0, round(cost) + 1)
        assert CpSolver().solve(model.model) != INFEASIBLE
