"""A replication of a simulation run once more, as it was, to be looked at."""

from datetime import datetime
from threading import Lock
from time import monotonic

from api.work.comparing import alternatives
from api.work.planning import in_zone
from api.work.requests import SimulationRequest
from api.work.simulating import asked_policy, window_of
from data.case import Case
from data.errors import BadInput, DermagaError, Fault, NotFound
from data.plans import AnyPlan, LoadingPlan
from simulations.experiments.recording import recorded_until
from simulations.experiments.replications import start_of
from simulations.experiments.runs import Run
from simulations.kernel import DAY
from simulations.terminal import Cancelled
from simulations.trace import Trace, traced

# Seconds that a replay may take: it is made while somebody waits.
LONGEST_S = 30.0
# One at a time: each takes a core of the server for seconds.
_ONE = Lock()


def replay(
    case: Case,
    request: SimulationRequest,
    plan: AnyPlan | None,
    *,
    replication: int,
    scenario: str | None,
    from_day: float,
    days: float,
) -> tuple[datetime, Trace]:
    """The start of the window and the trace of a stretch of it, from a day of the window for so many days.

    Without a scenario it is the base's. Raises NotFound for a scenario or replication that the simulation does not
    have, BadInput for a day outside the window, and DermagaError where there is nothing to show or it takes too long.
    """
    if isinstance(plan, LoadingPlan) or request.sweep or request.search:
        raise DermagaError("only simulations of a terminal, alone or with scenarios, can be replayed")
    most = request.replications if request.precision is None else request.most
    if replication >= most:
        raise NotFound(f"the simulation has no replication {replication}; give one from 0 to {most - 1}")
    policy = asked_policy(request, plan)
    window, start = window_of(policy, request.days, in_zone(case, request.start))
    if from_day >= window:
        remedy = f"give less than {window:g}"
        raise BadInput([Fault("query", "the window ends before", remedy, column="from_day", value=f"{from_day:g}")])
    made = alternatives(case, request.scenarios, base=request.base, policy=policy)
    chosen = next((each for each in made[1:] if each.name == scenario), None) if scenario else made[0]
    if chosen is None:
        raise NotFound(f"the simulation has no scenario {scenario!r}")
    begins = start_of(made[0].case, start, request.warmup)
    run = Run(chosen.case, chosen.policy, window, begins, request.seed, request.warmup)
    end = min(from_day + days, window)
    with _ONE:
        until = monotonic() + LONGEST_S
        try:
            terminal = recorded_until(run, replication, end * DAY, lambda: monotonic() > until)
        except Cancelled as error:
            raise DermagaError(
                f"to run it so far takes more than {LONGEST_S:g} s; ask for earlier days, or simulate fewer"
            ) from error
    return begins, traced(terminal, from_day * DAY, end * DAY)
