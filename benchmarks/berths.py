"""Public sets of berth allocation, instance by instance, against the best known values.

    python -m benchmarks.berths PATH... --set SET [--variant V] --seconds S [--workers 2] [--seed 1] [--every K]
                                        [--resume] --out OUT

SET is correcher (with V BACASP or BACASP-S), lalla_ruiz, kramer or santini. All else is as `benchmarks.public_sets`
says.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isclose

from benchmarks.public_sets import Answer, Asked, PublicSet, Sets, answer_of, read_best
from benchmarks.public_sets import main as run_sets
from data.case import Case
from data.checker import check
from data.formats.benchmarks import correcher, dbap, santini
from data.formats.benchmarks.setting import MONDAY, planned_days
from data.plans import BerthPlan
from scheduler.berths import solve
from scheduler.result import Status


def _solved(write: Callable[[Case, BerthPlan], str]) -> Callable[[Case, Asked], Answer]:
    """How a case of a set is solved, whose answers are written so."""

    def solved(case: Case, asked: Asked) -> Answer:
        result = solve(
            case, start=MONDAY, days=planned_days(case), stop=asked.stop, seed=asked.seed, workers=asked.workers
        )
        text = write(case, result.plan)
        if result.plan.unserved:
            # A plan that leaves a ship out is no answer. It costs more than any other: where it is best, there is none.
            return Answer(
                text,
                None,
                result.bound,
                "infeasible" if result.status is Status.OPTIMAL else "unknown",
                result.seconds,
                None,
                checked=False,
            )
        verdict = check(case, result.plan)
        recomputed = isclose(verdict.cost, result.cost, rel_tol=1e-9, abs_tol=1e-6)
        return answer_of(result, text, checked=verdict.feasible and recomputed)

    return solved


def _best_of(variant: str, row: Mapping[str, str]) -> float | None:
    return read_best(row) if row["variant"] == variant else None


SETS: Sets = {
    "correcher": {
        variant: PublicSet(
            ".dat",
            partial(correcher.read, variant=variant),
            _solved(correcher.answer),
            partial(_best_of, variant),
        )
        for variant in correcher.VARIANTS
    },
    "lalla_ruiz": {"": PublicSet(".txt", dbap.read, _solved(dbap.answer))},
    "kramer": {"": PublicSet(".txt", dbap.read, _solved(dbap.answer))},
    "santini": {"": PublicSet(".json", santini.read, _solved(santini.answer))},
}


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    return run_sets(given, "berths", SETS)


if __name__ == "__main__":
    sys.exit(main())
