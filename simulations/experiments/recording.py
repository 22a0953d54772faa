"""A replication of an experiment run once more and recorded: the same, with all that happens in it."""

from collections.abc import Callable

from simulations.clock import Clock
from simulations.experiments.runs import Run
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal, never


def recorded(run: Run, number: int, cancelled: Callable[[], bool] = never) -> SimulatedTerminal:
    """A replication of an experiment, run to its end and recorded. Raises Cancelled."""
    clock = Clock(run.start, run.days, run.warmup_days)
    terminal = SimulatedTerminal(run.case, run.policy, clock, Streams(run.seed, number), recording=True)
    terminal.run(cancelled)
    return terminal
