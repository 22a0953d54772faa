"""What the benchmarks on public sets have in common: the arguments, the table of results, and a run that goes on.

    python -m benchmarks.<engine> PATH... --set SET [--variant V] --seconds S [--workers 2] [--seed 1] [--every K]
                                          [--resume] --out OUT

A PATH is a file of the set or a folder. Best known values come from best_known.csv beside the instances or one folder
above. Every K-th instance is run. Each leaves a row of OUT/results.csv and its answer, OUT/<instance>.csv, in the set's
own numbers; an answer is there before its row. The run may be stopped at any moment: `--resume` goes on with the
instances that have no row. What a set tells besides goes into OUT/<instance>.<table>.csv.

A benchmark says of each of its sets how its files are read, solved and compared (`PublicSet`), and calls `main`.
"""

import argparse
import csv
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from benchmarks.results import HEAD, Results, Row, by_class, line, number, number_text, summary
from data.errors import BadInput, DermagaError, Fault
from scheduler.result import Result, Status, gap
from scheduler.stopping import Stop

BEST_KNOWN = "best_known.csv"

Problem = TypeVar("Problem")


@dataclass(frozen=True)
class Asked:
    """How an instance is to be solved."""

    seconds: float
    workers: int
    seed: int

    @property
    def stop(self) -> Stop:
        """When its solve ends."""
        return Stop(seconds=self.seconds)


@dataclass(frozen=True)
class Answer:
    """What a solve came to: the text in the set's own numbers, empty where there is no answer.

    `checked` only where something other than the solver has accepted the answer and found the same cost. `besides` are
    further tables as texts, by name.
    """

    text: str
    cost: float | None
    bound: float
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    seconds: float
    seconds_to_best: float | None
    checked: bool
    besides: Mapping[str, str] = field(default_factory=dict)


def answer_of(result: Result[Any], text: str, *, checked: bool) -> Answer:
    """The answer that a result is."""
    found = (point.seconds for point in result.curve if point.cost <= result.cost * (1 + 1e-9))
    return Answer(
        text,
        result.cost,
        result.bound,
        "optimal" if result.status is Status.OPTIMAL else "feasible",
        result.seconds,
        next(found, result.seconds),
        checked,
    )


def read_best(row: Mapping[str, str]) -> float | None:
    """The value in column `best`. A row without bound and with cost 0 says that none is known.

    Raises ValueError or KeyError where the row is wrong.
    """
    best = number(row["best"]) if row["best"] else None
    return best if best or row["lower_bound"] else None


@dataclass(frozen=True)
class PublicSet(Generic[Problem]):
    """How the files of a set are named, read, solved and compared.

    `read` raises BadInput for a file that is none; `best` reads a row of best known values, None where it has none.
    """

    suffix: str
    read: Callable[[Path], Problem]
    solve: Callable[[Problem, Asked], Answer]
    best: Callable[[Mapping[str, str]], float | None] = read_best


# The sets of a benchmark by name and variant, the usual one first; "" where a set has no variants.
Sets = Mapping[str, Mapping[str, PublicSet[Any]]]


def instances(paths: Sequence[Path], suffix: str) -> list[Path]:
    """The files of a set in these files and folders, by name. Raises DermagaError where two have one name, or none."""
    files: dict[str, Path] = {}
    for path in paths:
        found = [file for file in path.rglob(f"*{suffix}") if file.is_file()] if path.is_dir() else [path]
        for file in found:
            if files.setdefault(file.name, file).resolve() != file.resolve():
                raise DermagaError(f"{files[file.name]} and {file} have one name, and answers go by it: run them apart")
    if not files:
        raise DermagaError(
            f"there is no {suffix} file in {', '.join(map(str, paths))}: give a file or folder of the set"
        )
    return [files[name] for name in sorted(files)]


def best_known(file: Path, best: Callable[[Mapping[str, str]], float | None]) -> float | None:
    """The best known value of an instance, or None. Raises DermagaError where the table is none."""
    for folder in (file.parent, file.parent.parent):
        table = folder / BEST_KNOWN
        if not table.is_file():
            continue
        try:
            with table.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    if row["instance"] in (file.name, file.stem) and (value := best(row)) is not None:
                        return value
        except (KeyError, TypeError, ValueError, ZeroDivisionError, csv.Error) as error:
            raise DermagaError(
                f"{table} is no table of best known values of this set ({error}): correct it, or take it away"
            ) from error
    return None


def row_of(name: str, variant: str, file: Path, answer: Answer, best: float | None) -> Row:
    """The row of an answer."""
    return Row(
        set=name,
        variant=variant,
        instance=file.name,
        cost="" if answer.cost is None else number_text(answer.cost),
        bound=number_text(answer.bound),
        gap="" if answer.cost is None else f"{gap(answer.cost, answer.bound):.6f}",
        status=answer.status,
        seconds=f"{answer.seconds:.1f}",
        seconds_to_best="" if answer.seconds_to_best is None else f"{answer.seconds_to_best:.1f}",
        best_known="" if best is None else number_text(best),
        checked="yes" if answer.checked else "no",
    )


def arguments(given: Sequence[str] | None, engine: str, sets: Sets) -> argparse.Namespace:
    """What was asked."""
    variants = sorted({variant for each in sets.values() for variant in each if variant})
    parser = argparse.ArgumentParser(prog=f"benchmarks.{engine}", description="Solve a public set, file by file.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files of the set, or folders")
    parser.add_argument("--set", required=True, choices=sorted(sets))
    parser.add_argument("--variant", choices=variants or None, help="of a set that has some")
    parser.add_argument("--seconds", type=float, required=True, help="for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="K", help="run every K-th instance")
    parser.add_argument("--resume", action="store_true", help="go on where a run into the same folder stopped")
    parser.add_argument("--out", type=Path, required=True, help="folder of results and answers")
    asked = parser.parse_args(given)
    held = list(sets[asked.set])
    if asked.variant and asked.variant not in held:
        parser.error(f"the set {asked.set} has {', '.join(held) or 'no variants: drop --variant'}")
    if asked.every < 1 or asked.workers < 1 or not 0 < asked.seconds < float("inf"):
        parser.error("--every, --workers and --seconds must be above 0")
    if asked.seed < 0:
        parser.error("--seed must not be below 0")
    asked.variant = asked.variant or held[0]
    return asked


def read_all(files: Sequence[Path], read: Callable[[Path], Problem]) -> dict[Path, Problem]:
    """The problems of all files, before any is solved. Raises BadInput with the faults of every one that is none."""
    problems: dict[Path, Problem] = {}
    wrong: list[Fault] = []
    for file in files:
        try:
            problems[file] = read(file)
        except BadInput as error:
            wrong += error.faults
    if wrong:
        raise BadInput(wrong)
    return problems


def run(asked: argparse.Namespace, public: PublicSet[Any]) -> None:
    """Solve what was asked and is not done, and print. Raises DermagaError where that cannot begin or go on."""
    files = instances(asked.paths, public.suffix)[:: asked.every]
    problems = read_all(files, public.read)
    known = {file: best_known(file, public.best) for file in files}
    results = Results(asked.out, asked.set, asked.variant, resume=asked.resume)
    done = {row.instance for row in results.rows}
    if others := done - {file.name for file in files}:
        raise DermagaError(f"{asked.out} holds results of other instances, as {min(others)}: give another folder")
    print(
        f"{asked.set} {asked.variant}, {len(files)} instances (every {asked.every}), {asked.seconds:g} s each, "
        f"{asked.workers} workers of {os.cpu_count()} cores, seed {asked.seed}, {datetime.now(UTC):%Y-%m-%d}"
    )
    print(HEAD)
    for row in results.rows:
        print(line(row))
    how = Asked(asked.seconds, asked.workers, asked.seed)
    try:
        for file, problem in problems.items():
            if file.name in done:
                continue
            answer = public.solve(problem, how)
            for table, text in {"": answer.text, **answer.besides}.items():
                (asked.out / f"{file.name}{table and f'.{table}'}.csv").write_text(text, encoding="utf-8")
            results.add(row_of(asked.set, asked.variant, file, answer, known[file]))
            print(line(results.rows[-1]), flush=True)
    finally:
        print(summary(results.rows, len(files)), *by_class(results.rows), sep="\n", flush=True)


def main(given: Sequence[str] | None, engine: str, sets: Sets) -> int:
    """Run the benchmark of an engine; the exit status is 2 where it could not begin or go on, with the reason."""
    asked = arguments(given, engine, sets)
    try:
        run(asked, sets[asked.set][asked.variant])
    except KeyboardInterrupt:
        print("stopped; --resume goes on", file=sys.stderr)
        return 130
    except (DermagaError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
