"""The public set of quay crane scheduling, instance by instance, against the best known values.

    python -m benchmarks.cranes PATH... --set qcsp --seconds S [--workers 2] [--seed 1] [--every K] [--resume] --out OUT

A PATH is a file of the set or a folder. Best known values come from best_known.csv beside the instances, on the clock
of the files (z_best / scale). Rows, answers and `--resume` are those of `benchmarks.berths`. The variant is free: a
crane may go back and forth.

A time unit is a second and a bay a decimetre: with s free bays between two cranes the clearance is s + 1, and the
speed 1 / t. No crane has to go back to where it began.
"""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.berths import BEST_KNOWN, HEAD, Results, Row, ended, instances, line, number_text, summary
from data.errors import BadInput, DermagaError, Fault
from data.formats.benchmarks import qcsp
from scheduler.cranes import FOREVER, Crane, CraneProblem, CraneSchedule, Task, faults, solve
from scheduler.result import Result, Status
from scheduler.stopping import Stop

SET, VARIANT = "qcsp", "free"


def problem_of(instance: qcsp.Instance) -> CraneProblem:
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
    )


def answer(problem: CraneProblem, plan: CraneSchedule) -> str:
    """The schedule as the set counts."""
    rows = zip(plan.cranes, plan.starts, problem.tasks, strict=True)
    return qcsp.answer((crane + 1, start, start + task.seconds) for crane, start, task in rows)


def best_known(file: Path) -> float | None:
    """The best known makespan of an instance, or None. Raises DermagaError where the table is none."""
    table = file.parent / BEST_KNOWN
    if not table.is_file():
        return None
    try:
        with table.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                if row["instance"] == file.stem:
                    return float(row["z_best"]) / float(row["scale"]) if row["z_best"] else None
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise DermagaError(
            f"{table} is no table of best known values ({error}): it has columns instance, scale and z_best"
        ) from error
    return None


def row_of(file: Path, problem: CraneProblem, result: Result[CraneSchedule], best: float | None) -> Row:
    """What a solve came to."""
    right = not faults(problem, result.plan) and result.plan.makespan(problem) == result.cost
    found = next((point.seconds for point in result.curve if point.cost <= result.cost), result.seconds)
    return Row(
        set=SET,
        variant=VARIANT,
        instance=file.name,
        cost=number_text(result.cost),
        bound=number_text(result.bound),
        gap=f"{result.gap:.6f}",
        status="optimal" if result.status is Status.OPTIMAL else "feasible",
        seconds=f"{result.seconds:.1f}",
        seconds_to_best=f"{found:.1f}",
        best_known="" if best is None else number_text(best),
        checked="yes" if right else "no",
    )


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(prog="benchmarks.cranes", description="Solve a public set of crane scheduling.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files of the set, or folders")
    parser.add_argument("--set", required=True, choices=(SET,))
    parser.add_argument("--variant", choices=(VARIANT,), default=VARIANT)
    parser.add_argument("--seconds", type=float, required=True, help="for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="K", help="run every K-th instance")
    parser.add_argument("--resume", action="store_true", help="go on where a run into the same folder stopped")
    parser.add_argument("--out", type=Path, required=True, help="folder of results and answers")
    asked = parser.parse_args(given)
    if asked.every < 1 or asked.workers < 1 or not 0 < asked.seconds < float("inf"):
        parser.error("--every, --workers and --seconds must be above 0")
    if asked.seed < 0:
        parser.error("--seed must not be below 0")
    return asked


def read_all(files: Sequence[Path]) -> dict[Path, CraneProblem]:
    """The problems of all files, before any is solved. Raises BadInput with the faults of every one that is none."""
    problems: dict[Path, CraneProblem] = {}
    wrong: list[Fault] = []
    for file in files:
        try:
            problems[file] = problem_of(qcsp.read(file))
        except BadInput as error:
            wrong += error.faults
        except ValueError as error:
            wrong.append(Fault(str(file), str(error), "correct Phi", column="Phi"))
    if wrong:
        raise BadInput(wrong)
    return problems


def run(asked: argparse.Namespace) -> None:
    """Solve what was asked and is not done, and print. Raises DermagaError where that cannot begin or go on."""
    files = instances(asked.paths, ".json")[:: asked.every]
    problems = read_all(files)
    known = {file: best_known(file) for file in files}
    results = Results(asked.out, SET, VARIANT, resume=asked.resume)
    done = {row.instance for row in results.rows}
    if others := done - {file.name for file in files}:
        raise DermagaError(f"{asked.out} holds results of other instances, as {min(others)}: give another folder")
    print(
        f"{SET} {VARIANT}, {len(files)} instances (every {asked.every}), {asked.seconds:g} s each, "
        f"{asked.workers} workers of {os.cpu_count()} cores, seed {asked.seed}, {datetime.now(UTC):%Y-%m-%d}"
    )
    print(HEAD)
    for row in results.rows:
        print(line(row))
    try:
        for file, problem in problems.items():
            if file.name in done:
                continue
            result = solve(problem, stop=Stop(seconds=asked.seconds), seed=asked.seed, workers=asked.workers)
            (asked.out / f"{file.name}.csv").write_text(answer(problem, result.plan), encoding="utf-8")
            results.add(row_of(file, problem, result, known[file]))
            print(line(results.rows[-1]), flush=True)
    finally:
        print(summary(results.rows, len(files)), flush=True)


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    return ended(lambda: run(arguments(given)))


if __name__ == "__main__":
    sys.exit(main())
