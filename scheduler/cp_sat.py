"""A CP-SAT solve that keeps a `Stop` and tells every better answer and bound."""

from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic

from ortools.sat.python.cp_model import CpModel, CpSolver, CpSolverSolutionCallback

from scheduler.result import Status
from scheduler.stopping import Stop

# Called with (seconds since the start, the solution's callback) for each better solution.
OnSolution = Callable[[float, CpSolverSolutionCallback], None]
OnBound = Callable[[float, float], None]


def _tell_nobody(seconds: float, found: object) -> None:
    """Tell nobody of solutions and bounds."""


class _Solutions(CpSolverSolutionCallback):
    def __init__(self, began: float, on_solution: OnSolution) -> None:
        super().__init__()
        self._began = began
        self._on_solution = on_solution

    def on_solution_callback(self) -> None:
        self._on_solution(monotonic() - self._began, self)


def run(
    model: CpModel,
    *,
    stop: Stop,
    began: float,
    seed: int,
    workers: int,
    on_solution: OnSolution = _tell_nobody,
    on_bound: OnBound = _tell_nobody,
    presolve: bool = True,
    subsolvers: Sequence[str] = (),
    nothing_left: bool = False,
) -> tuple[CpSolver, Status]:
    """Solve until optimal or stopped. `began` is the monotonic time from which `stop.seconds` counts.

    `on_solution` and `on_bound` are called from the solver's threads, the latter with the bound in the model's own
    money. Without `presolve`, the linear relaxation of the model as it stands is used, which presolve would take apart:
    right where it is tight, as a flow's. `subsolvers` are CP-SAT's names of those that run, its own choice without any.
    With `nothing_left`, the model asks for a better solution than is known, and to have none is OPTIMAL.
    A status of FEASIBLE says that the clock or the effort ended the solve, not that a solution was found.
    """
    solver = CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed
    parameters.num_workers = workers
    parameters.relative_gap_limit = stop.gap
    # Ctrl-C is the command's: it sets the stop's event.
    parameters.catch_sigint_signal = False
    if not presolve:
        parameters.cp_model_presolve = False
        parameters.linearization_level = 2
    parameters.subsolvers.extend(subsolvers)
    if stop.clock is not None:
        parameters.max_time_in_seconds = max(0.01, stop.clock - (monotonic() - began))
    if stop.effort is not None:
        parameters.max_deterministic_time = stop.effort
        # Two workers share what they find at set points of their effort, not of the clock.
        parameters.interleave_search = workers > 1
    solver.best_bound_callback = lambda bound: on_bound(monotonic() - began, bound)
    ended = Event()

    def watch() -> None:
        while not ended.is_set():
            if stop.cancel.wait(0.05):
                # Asked again until it ends: a request that comes before the search begins is lost.
                solver.stop_search()
                ended.wait(0.05)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        found = solver.solve(model, _Solutions(began, on_solution))
    finally:
        ended.set()
        watcher.join()
    if found.name == "INFEASIBLE" and nothing_left:
        return solver, Status.OPTIMAL
    if found.name in ("MODEL_INVALID", "INFEASIBLE"):
        raise RuntimeError(f"CP-SAT answers {found.name}, and every model has a plan: {model.validate()}")
    # Within a wanted gap CP-SAT says OPTIMAL too.
    if found.name == "OPTIMAL" and solver.objective_value - solver.best_objective_bound < 0.5:
        return solver, Status.OPTIMAL
    return solver, Status.CANCELLED if stop.cancel.is_set() else Status.FEASIBLE
