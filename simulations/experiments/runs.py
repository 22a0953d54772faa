"""What a replication needs wherever it runs: the task, how it is sent, and what a worker process does with it.

Replications are independent and each draws its own streams by its number, so that their results are the same wherever
and in whatever order they run. This module is what a worker process imports: it keeps to the simulation itself.
"""

import multiprocessing
import os
import pickle
import signal
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from multiprocessing.connection import wait as wait_for
from multiprocessing.synchronize import Event as ProcessEvent
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar

from data.case import Case
from simulations.policies import Policy
from simulations.terminal import Cancelled, Replication, never, simulate

# Tasks that are kept at hand, packed where they are sent and unpacked where they are done.
MOST_AT_HAND = 16

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
    """A case under a policy, for so many days after so many of warm-up.

    With `series_every_h`, each run also samples the terminal so often (see `simulations.series`). With `apart_days`,
    each replication begins so much later than the one before.
    """

    case: Case
    policy: Policy
    days: float
    start: datetime
    seed: int
    warmup_days: float = 0
    series_every_h: float | None = None
    apart_days: float = 0

    def replication(self, number: int, cancelled: Callable[[], bool] = never) -> Replication:
        """Run one replication. Raises Cancelled."""
        return simulate(
            self.case,
            self.policy,
            days=self.days,
            start=self.start + timedelta(days=number * self.apart_days),
            seed=self.seed,
            replication=number,
            warmup_days=self.warmup_days,
            series_every_h=self.series_every_h,
            cancelled=cancelled,
        )


@dataclass(frozen=True)
class Job(Generic[Outcome]):
    """One replication of one point of an experiment; experiments without a design have the one point 0."""

    run: Repeated[Outcome]
    number: int
    point: int = 0

    @property
    def key(self) -> tuple[int, int]:
        """Its point and its number, which no other job of the experiment has."""
        return self.point, self.number


class Finished:
    """Replications that an experiment finished before it was ended, for it to go on from, and whoever keeps new ones.

    They are known by the place of their run among those of the experiment, which has one unless it compares, and by
    their number.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], Replication] = {}

    def add(self, place: int, replication: Replication) -> None:
        """Keep a replication that was finished now. Here it is forgotten."""


def packed(run: Repeated[Any]) -> bytes:
    """A task as it is sent."""
    return zlib.compress(pickle.dumps(run, pickle.HIGHEST_PROTOCOL), level=1)


@lru_cache(maxsize=MOST_AT_HAND)
def _unpacked(content: bytes) -> Repeated[Any]:
    # To read a case takes a fifth of the time of a month's replication: a worker reads it once.
    run: Repeated[Any] = pickle.loads(zlib.decompress(content))
    return run


def begin_worker(stop: ProcessEvent) -> None:
    """Begin a worker process: it ends with its parent, and its replications when `stop` is set."""
    global _stop
    _stop = stop
    # An interrupt from the keyboard reaches every process; the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def in_worker(content: bytes, number: int) -> Any:
    """One replication of a packed task, in whatever process this is. Raises Cancelled where the parent stops."""
    run = _unpacked(content)
    if _stop is None:
        return run.replication(number)
    if _stop.is_set():
        raise Cancelled("the simulation was stopped")
    return run.replication(number, _stop.is_set)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone; a pool alone would wait for it for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([parent.sentinel])
    os._exit(1)
