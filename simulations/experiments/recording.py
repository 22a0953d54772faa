"""A replication of an experiment run once more and recorded: the same, with all that happens in it."""

from collections.abc import Callable
from contextlib import suppress

from simulations.clock import Clock
from simulations.experiments.runs import Run
from simulations.streams import Streams
from simulations.terminal import Cancelled, SimulatedTerminal, never


def recorded(run: Run, number: int, cancelled: Callable[[], bool] = never) -> SimulatedTerminal:
    """A replication of an experiment, run to its end and recorded. Raises Cancelled."""
    terminal = _recording(run, number)
    terminal.run(cancelled)
    return terminal


def recorded_until(run: Run, number: int, minute: float, cancelled: Callable[[], bool] = never) -> SimulatedTerminal:
    """The same until about a minute of the run, which is all that is known of it then. Raises Cancelled."""
    terminal = _recording(run, number)
    with suppress(Cancelled):
        terminal.run(lambda: terminal.kernel.now > minute or cancelled())
    if cancelled():
        raise Cancelled("the replay took too long")
    return terminal


def _recording(run: Run, number: int) -> SimulatedTerminal:
    clock = Clock(run.start, run.days, run.warmup_days)
    return SimulatedTerminal(run.case, run.policy, clock, Streams(run.seed, number), recording=True)
