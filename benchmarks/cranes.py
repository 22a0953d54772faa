"""The public set of quay crane scheduling, instance by instance, against the best known values.

    python -m benchmarks.cranes PATH... --set qcsp --seconds S [--workers 2] [--seed 1] [--every K] [--resume] --out OUT

Best known values are on the clock of the files (z_best / scale, z_unidirectional / scale). Variants: free, in which a
crane may go back and forth, and unidirectional, in which all cranes go up, or all down, once at their first bay. All
else is as `benchmarks.public_sets` says.

A time unit is a second and a bay a decimetre: with s free bays between two cranes the clearance is s + 1, and the
speed 1 / t. No crane has to go back to where it began.
"""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.public_sets import Answer, Asked, PublicSet, answer_of
from benchmarks.public_sets import main as run_sets
from data.errors import BadInput, Fault
from data.formats.benchmarks import qcsp
from scheduler.cranes import FOREVER, Crane, CraneProblem, CraneSchedule, Task, faults, solve

# The variants, with the column of their best known values.
VARIANTS = {"free": "z_best", "unidirectional": "z_unidirectional"}


def problem_of(instance: qcsp.Instance, *, one_way: bool = False) -> CraneProblem:
    """An instance as a problem. Raises ValueError where its tasks come after each other in a circle."""
    after: list[list[int]] = [[] for _ in instance.processing]
    for first, second in instance.before:
        after[second - 1].append(first - 1)
    return CraneProblem(
        tasks=tuple(
            Task(str(number), bay, seconds, tuple(others))
            for number, (bay, seconds, others) in enumerate(
                zip(instance.bay, instance.processing, after, strict=True), start=1
            )
        ),
        cranes=tuple(
            Crane(str(number), 1, instance.bays, ((ready, FOREVER),), start)
            for number, (ready, start) in enumerate(zip(instance.ready, instance.start_bay, strict=True), start=1)
        ),
        clearance=instance.margin + 1,
        speed=1 / instance.travel if instance.travel else 0.0,
        one_way=one_way,
    )


def answer(problem: CraneProblem, plan: CraneSchedule) -> str:
    """The schedule as the set counts."""
    rows = zip(plan.cranes, plan.starts, problem.tasks, strict=True)
    return qcsp.answer((crane + 1, start, start + task.seconds) for crane, start, task in rows)


def _read(file: Path, *, one_way: bool) -> CraneProblem:
    try:
        return problem_of(qcsp.read(file), one_way=one_way)
    except ValueError as error:
        raise BadInput([Fault(str(file), str(error), "correct Phi", column="Phi")]) from error


def _solve(problem: CraneProblem, asked: Asked) -> Answer:
    result = solve(problem, stop=asked.stop, seed=asked.seed, workers=asked.workers)
    right = not faults(problem, result.plan) and result.plan.makespan(problem) == result.cost
    return answer_of(result, answer(problem, result.plan), checked=right)


def _best(row: Mapping[str, str], *, column: str) -> float | None:
    return float(row[column]) / float(row["scale"]) if row[column] else None


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    sets = {
        variant: PublicSet(".json", partial(_read, one_way=variant != "free"), _solve, partial(_best, column=column))
        for variant, column in VARIANTS.items()
    }
    return run_sets(given, "cranes", {"qcsp": sets})


if __name__ == "__main__":
    sys.exit(main())
