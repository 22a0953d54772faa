"""How an attempt at a job goes on from those before it: from their best plan, or from the replications they finished.

A solve by the clock has the time that is left of its request, begins with the best plan so far where its solver can,
and is never worse than that. A solve by effort begins anew: its plan depends on nothing but its request.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import numpy as np

from api.jobs.job import Attempt, packed, plan_of_json, unpacked
from api.work.planning import DEFAULT_SECONDS
from api.work.requests import PlanRequest
from data.plans import BerthPlan
from scheduler.result import gap
from simulations.experiments.runs import Finished
from simulations.terminal import CALL_FIGURES, Replication

# Seconds that a solve has at least when it goes on: to build its model, and to find what it had.
_LEAST_S = 10.0
# Money that floats may lose.
_SAME = 1e-6
# Seconds between two messages of replications.
_EVERY_S = 0.2


def rest_of(request: PlanRequest, spent: float) -> PlanRequest:
    """The request with the seconds that are left after so many were spent."""
    if request.effort is not None or not spent:
        return request
    seconds = DEFAULT_SECONDS if request.seconds is None else request.seconds
    return request.model_copy(update={"seconds": max(seconds - spent, min(seconds, _LEAST_S))})


class Best:
    """The best answer of all attempts at a plan so far, as it is stored."""

    def __init__(self, attempt: Attempt, request: PlanRequest) -> None:
        self._result: dict[str, Any] | None = None if attempt.best is None else unpacked(attempt.best)
        self._by_effort = request.effort is not None
        # Seconds of the attempts before this one.
        self.spent = 0.0 if self._by_effort else attempt.spent

    @property
    def berth_plan(self) -> BerthPlan | None:
        """The berth plan to begin with."""
        if self._by_effort or self._result is None:
            return None
        plan = plan_of_json(self._result["plan"])
        return plan if isinstance(plan, BerthPlan) else None

    def take(self, result: dict[str, Any]) -> bool:
        """Take an answer if it is accepted and better than the best so far; and whether it is."""
        if not result["summary"]["checked"] or (self._result is not None and not _cheaper(result, self._result)):
            return False
        self._result = result
        return True

    def or_better(self, result: dict[str, Any]) -> dict[str, Any]:
        """The answer of this attempt; or the best one before where that is better, with the bound of both."""
        best = self._result
        if best is None or self._by_effort or (result["summary"]["checked"] and not _cheaper(best, result)):
            return result
        new = result["summary"]
        bound = max(new["bound"], best["summary"]["bound"]) if new["checked"] else best["summary"]["bound"]
        bound = min(bound, best["summary"]["cost"])
        proven = {"bound": bound, "gap": gap(best["summary"]["cost"], bound)}
        how = {"status": new["status"], "seconds": round(new["seconds"] + self.spent, 3)}
        return best | {"summary": best["summary"] | proven | how}


def _cheaper(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    cheaper: bool = one["summary"]["cost"] < other["summary"]["cost"] - _SAME
    return cheaper


class Parts(Finished):
    """The replications that attempts before have finished, and those of this one on their way to the worker.

    Each is the number of a run and its key figures; what `Replication` has besides is not asked of a job. Together with
    the progress they are sent a few times a second, and all that is left at the end.
    """

    no_calls = np.empty((0, len(CALL_FIGURES)))

    def __init__(self, stored: Iterable[bytes], tell: Callable[[str, Any], None]) -> None:
        super().__init__()
        self._tell = tell
        self._new: list[tuple[int, int, dict[str, float]]] = []
        self._progress: dict[str, int] | None = None
        self._told = 0.0
        for content in stored:
            for place, number, figures in unpacked(content):
                self.known[place, number] = Replication(number, figures, self.no_calls)
        # Replications that are not finished, as far as that was told.
        self.missing = 0 if self.known else 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._send()

    def add(self, place: int, replication: Replication) -> None:
        """Keep a replication for an attempt to come."""
        figures = {name: float(value) for name, value in replication.figures.items()}
        self._new.append((place, replication.number, figures))

    def report(self, done: int, total: int) -> None:
        """Tell how many replications are finished, of how many."""
        self._progress = {"done": done, "total": total}
        self.missing = total - done
        if done == total or time.monotonic() - self._told >= _EVERY_S:
            self._send()

    def _send(self) -> None:
        self._told = time.monotonic()
        if self._new:
            self._tell("part", packed(self._new))
            self._new = []
        if self._progress is not None:
            self._tell("progress", self._progress)
            self._progress = None
