"""Whether the models that bound and prove a problem's plans have a plan that the checker accepts."""

from threading import Event

import numpy as np
from ortools.sat.python.cp_model import INFEASIBLE, CpSolver

from scheduler.berths.kernel import State, all_changes
from scheduler.berths.neighbourhoods import around
from scheduler.berths.problem import BerthProblem
from scheduler.berths.proof import Model, priced, proves
from scheduler.berths.search import true_cost

_PRICES = 60


def check_models_have(problem: BerthProblem, state: State) -> None:
    """The relaxation's bound is no more than the plan costs, and the model in which every ship lies so has a plan."""
    if not len(problem.data.option):
        # Whoever is there has berthed already: nothing is left to bound.
        return
    cost = true_cost(problem, state)
    _, bounded, _ = priced(problem, cost + 1)
    bounded.improve(cost, _PRICES, Event())
    # Known to fall short: of a ship that is there when the plan is made anew, both the tick from which her cranes are
    # open and her work are rounded up, so that the bound can be the money of two ticks of hers too high.
    standing = [ship for ship in problem.data.ship if ship.fixed or ship.lies]
    rounding = 2 * sum(float(ship.lateness + ship.stay) for ship in standing) + 2 * problem.data.finish * bool(standing)
    assert bounded.value <= (cost - all_changes(problem.data, state) + rounding) * (1 + 1e-9) + 1e-6
    if proves(problem):
        model = Model(problem, around(problem, state, np.zeros(0, np.int64), 0.0), 0, round(cost) + 1)
        assert CpSolver().solve(model.model) != INFEASIBLE
