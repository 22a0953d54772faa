"""First come first served: what a planner does by hand, the baseline of every plan and where the search starts."""

from datetime import datetime

import numpy as np

from data.case import Case
from data.plans import BerthPlan
from scheduler.berths.compiled import cached
from scheduler.berths.kernel import State, serve_in_order
from scheduler.berths.problem import BerthProblem, plan_of, posed
from scheduler.berths.replan import Replan
from scheduler.berths.warm import in_order

# Ships times options from which on compiled code is quicker, though it has to be compiled once.
_MANY = 100_000


def first_come_first_served(
    case: Case, *, start: datetime | None = None, days: float | None = None, replan: Replan | None = None
) -> BerthPlan:
    """The plan that berths ships in the order of their ETA; see `served_in_order`.

    `start` is the case's first day unless given; calls that arrive within `days` days (7) from it are planned. A
    `replan` has the time of the plan before, and what stays in it stays.
    """
    problem = posed(case, start, days, replan)
    return plan_of(problem, served_in_order(problem))


def served_in_order(problem: BerthProblem) -> State:
    """Ships by arrival, each at the earliest time at which some place is free for it.

    Of the places free at that time it takes the one nearest its preferred one, and there as many cranes as are free.
    Ships that are placed stay where they are; a later ship may pass an earlier one that it does not delay. A ship
    that finds nothing, or only what costs more than to leave it out, is left out.
    """
    # Few ships are berthed before compiled code is even read; many are not.
    many = len(problem.calls) * len(problem.data.option) > _MANY
    serve = cached(serve_in_order) if many else serve_in_order
    if problem.standing is not None:
        return in_order(problem, problem.standing, serve)
    state = problem.new_state()
    serve(problem.data, state, problem.new_scratch(), np.arange(len(problem.calls)))
    return state
