"""Where replications run: in this process, in a pool of processes, or on any executor that the caller brings.

Replications are independent and each draws its own streams by its number, so that their results are the same wherever
and in whatever order they run. This module is what a worker process imports: it keeps to the simulation itself.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import wait as wait_for
from multiprocessing.synchronize import Event as ProcessEvent
from threading import Event, Thread
from typing import Protocol, TypeVar

from data.case import Case
from simulations.policies import Policy
from simulations.terminal import Cancelled, Replication, never, simulate

# How often, in seconds, the waiting process looks whether it shall stop.
_LOOK_EVERY_S = 0.1

# How long, in seconds, it waits at most for workers that it has told to stop.
_PATIENCE_S = 1.5

# In a worker process: the parent's wish to stop.
_stop: ProcessEvent | None = None


Outcome = TypeVar("Outcome")
Result = TypeVar("Result", covariant=True)


class Repeated(Protocol[Result]):
    """What all replications of an experiment share. It is sent to the processes that run them."""

    def replication(self, number: int, cancelled: Callable[[], bool] = never) -> Result:
        """Run one replication. Raises Cancelled soon after `cancelled()` becomes true."""
        ...


@dataclass(frozen=True)
class Run:
    """A case under a policy, for so many days after so many of warm-up."""

    case: Case
    policy: Policy
    days: float
    start: datetime
    seed: int
    warmup_days: float = 0

    def replication(self, number: int, cancelled: Callable[[], bool] = never) -> Replication:
        """Run one replication. Raises Cancelled."""
        return simulate(
            self.case,
            self.policy,
            days=self.days,
            start=self.start,
            seed=self.seed,
            replication=number,
            warmup_days=self.warmup_days,
            cancelled=cancelled,
        )


def repeat(
    run: Repeated[Outcome], count: int, *, workers: int, executor: Executor | None, cancel: Event
) -> Iterator[Outcome]:
    """Replications as they finish: on the executor where there is one, else in so many processes."""
    if executor is not None:
        return on_executor(run, count, executor, cancel)
    return here(run, count, cancel) if workers == 1 else in_processes(run, count, workers, cancel)


def here(run: Repeated[Outcome], count: int, cancel: Event) -> Iterator[Outcome]:
    """Replications one after the other in this process. Ends early, without the one at work, when cancelled."""
    for number in range(count):
        try:
            yield run.replication(number, cancel.is_set)
        except Cancelled:
            return


def in_processes(run: Repeated[Outcome], count: int, workers: int, cancel: Event) -> Iterator[Outcome]:
    """Replications in a pool of processes, as they finish. Ends early, without those at work, when cancelled."""
    # Not forked from this process, which may have threads; where there is a fork server it starts them faster.
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if hasattr(context, "set_forkserver_preload"):
        # Imported once, there: what workers need, and the program itself, which they are made to import as well.
        context.set_forkserver_preload(["__main__", __name__])
    stop = context.Event()
    pool = ProcessPoolExecutor(min(workers, count), context, _begin_worker, (stop,))
    futures = [pool.submit(_in_worker, run, number) for number in range(count)]
    try:
        yield from _as_they_finish(futures, cancel)
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        # The workers end by themselves as soon as they look, which a loaded machine can delay.
        wait([future for future in futures if future.running()], timeout=_PATIENCE_S)


def on_executor(run: Repeated[Outcome], count: int, executor: Executor, cancel: Event) -> Iterator[Outcome]:
    """Replications on an executor of the caller's, as they finish.

    When cancelled it ends at once; replications at work there end when they are done, and nobody waits for them.
    """
    futures = [executor.submit(run.replication, number) for number in range(count)]
    try:
        yield from _as_they_finish(futures, cancel)
    finally:
        for future in futures:
            future.cancel()


def _as_they_finish(futures: list[Future[Outcome]], cancel: Event) -> Iterator[Outcome]:
    pending = set(futures)
    while pending and not cancel.is_set():
        done, pending = wait(pending, timeout=_LOOK_EVERY_S, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _begin_worker(stop: ProcessEvent) -> None:
    global _stop
    _stop = stop
    # An interrupt from the keyboard reaches every process; the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone; a pool alone would wait for it for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([parent.sentinel])
    os._exit(1)


def _in_worker(run: Repeated[Outcome], number: int) -> Outcome:
    if _stop is None:
        return run.replication(number)
    if _stop.is_set():
        raise Cancelled("the simulation was stopped")
    return run.replication(number, _stop.is_set)
