"""Public sets of berth allocation, instance by instance, against the best known values.

    python -m benchmarks.berths PATH... --set SET [--variant V] --seconds S [--workers 2] [--seed 1] [--every K]
                                        [--resume] --out OUT

SET is correcher (with V BACASP or BACASP-S), lalla_ruiz, kramer or santini; a PATH is a file of the set or a folder.
Best known values come from best_known.csv beside the instances or one folder above. Every K-th instance is run. Each
leaves a row of OUT/results.csv and its answer, OUT/<instance>.csv, in the set's own numbers; an answer is there before
its row. The run may be stopped at any moment: `--resume` goes on with the instances that have no row.
"""

import argparse
import csv
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import partial
from math import isclose, isfinite
from pathlib import Path

from data.case import Case
from data.checker import check
from data.errors import BadInput, DermagaError, Fault
from data.formats.benchmarks import correcher, dbap, santini
from data.formats.benchmarks.setting import MONDAY, planned_days
from data.plans import BerthPlan
from scheduler.berths import solve
from scheduler.result import Result, Status
from scheduler.stopping import Stop

RESULTS, BEST_KNOWN = "results.csv", "best_known.csv"
# Best known values are published with six digits.
_DIGITS = 5e-6


@dataclass(frozen=True)
class Form:
    """How the files of a set are named, read and answered."""

    suffix: str
    read: Callable[[Path], Case]
    answer: Callable[[Case, BerthPlan], str]


@dataclass(frozen=True)
class Row:
    """A row of the results, as texts: an empty one where nothing is known."""

    set: str
    variant: str
    instance: str
    cost: str
    bound: str
    gap: str
    status: str
    seconds: str
    seconds_to_best: str
    best_known: str
    checked: str


COLUMNS = [field.name for field in fields(Row)]


def form_of(name: str, variant: str) -> Form:
    """The form of a set, and of a variant where it has some."""
    if name == "correcher":
        known = next(known for known in correcher.VARIANTS if known == variant)
        return Form(".dat", partial(correcher.read, variant=known), correcher.answer)
    if name == "santini":
        return Form(".json", santini.read, santini.answer)
    return Form(".txt", dbap.read, dbap.answer)


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


def best_known(file: Path, variant: str) -> float | None:
    """The best known value of an instance, or None. A row without bound and with cost 0 says that none is known."""
    for folder in (file.parent, file.parent.parent):
        table = folder / BEST_KNOWN
        if not table.is_file():
            continue
        try:
            with table.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    if row["instance"] == file.name and row.get("variant", variant) == variant and row["best"]:
                        best = _number(row["best"])
                        return best if best or row["lower_bound"] else None
        except (KeyError, ValueError) as error:
            raise DermagaError(
                f"{table} is no table of best known values ({error}): it has columns instance, lower_bound and best"
            ) from error
    return None


def _number(text: str) -> float:
    """A finite number. Raises ValueError for anything else."""
    if not isfinite(value := float(text)):
        raise ValueError(f"{text} is no finite number")
    return value


def number_text(value: float) -> str:
    """A number to the millionth, as a whole one where it is that."""
    value = round(value, 6)
    return str(int(value)) if value == int(value) else repr(value)


def row_of(name: str, variant: str, file: Path, case: Case, result: Result[BerthPlan], best: float | None) -> Row:
    """What a solve came to. A plan that leaves a ship out is no answer to any of the sets."""
    known = "" if best is None else number_text(best)
    if result.plan.unserved:
        # Leaving a ship out costs more than any plan of all: where it is best, there is none.
        status = "infeasible" if result.status is Status.OPTIMAL else "unknown"
        seconds = f"{result.seconds:.1f}"
        return Row(name, variant, file.name, "", number_text(result.bound), "", status, seconds, "", known, "no")
    verdict = check(case, result.plan)
    recomputed = isclose(verdict.cost, result.cost, rel_tol=1e-9, abs_tol=1e-6)
    found = next((point.seconds for point in result.curve if point.cost <= result.cost * (1 + 1e-9)), result.seconds)
    return Row(
        set=name,
        variant=variant,
        instance=file.name,
        cost=number_text(result.cost),
        bound=number_text(result.bound),
        gap=f"{result.gap:.6f}",
        status="optimal" if result.status is Status.OPTIMAL else "feasible",
        seconds=f"{result.seconds:.1f}",
        seconds_to_best=f"{found:.1f}",
        best_known=known,
        checked="yes" if verdict.feasible and recomputed else "no",
    )


def _row(cells: list[str]) -> Row:
    """A row of the table. Raises TypeError or ValueError where it is none."""
    row = Row(*cells)
    for text in (row.cost, row.bound, row.gap, row.seconds, row.seconds_to_best, row.best_known):
        if text:
            _number(text)
    return row


class Results:
    """The table of results in a folder, row by row."""

    def __init__(self, folder: Path, name: str, variant: str, *, resume: bool) -> None:
        """Begin the table, or go on with one of the same set and variant. Raises DermagaError where that is not so."""
        self._file = folder / RESULTS
        folder.mkdir(parents=True, exist_ok=True)
        self.rows: list[Row] = []
        if not self._file.exists():
            self._append(COLUMNS)
            return
        if not resume:
            raise DermagaError(f"{self._file} holds results already: give --resume to go on, or another folder")
        # A run that was stopped while it wrote has left half a line.
        content = self._file.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        try:
            table = list(csv.reader(whole.decode("utf-8").splitlines()))
            self.rows = [_row(cells) for cells in table[1:]]
        except (TypeError, ValueError) as error:
            raise DermagaError(f"{self._file} is no table of results ({error}): give another folder") from error
        if table[:1] != [COLUMNS] and (table or not ",".join(COLUMNS).encode().startswith(content)):
            raise DermagaError(f"{self._file} is no table of results: give another folder")
        if len({row.instance for row in self.rows}) < len(self.rows):
            raise DermagaError(f"{self._file} has an instance twice: give another folder")
        if any((row.set, row.variant) != (name, variant) for row in self.rows):
            raise DermagaError(f"{self._file} holds results of another set or variant: give another folder")
        self._file.write_bytes(whole)
        if not table:
            self._append(COLUMNS)

    def _append(self, cells: Sequence[str]) -> None:
        with self._file.open("a", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerow(cells)
            opened.flush()
            os.fsync(opened.fileno())

    def add(self, row: Row) -> None:
        """Write a row."""
        self._append(list(asdict(row).values()))
        self.rows.append(row)


def against_best(row: Row) -> float | None:
    """(cost - best known) / best known, exactly 0 where they are equal to the digits published; None where unknown."""
    if not row.cost or not row.best_known:
        return None
    cost, best = float(row.cost), float(row.best_known)
    if isclose(cost, best, rel_tol=_DIGITS):
        return 0.0
    return (cost - best) / best if best else None


def line(row: Row) -> str:
    """A row of the printed table."""
    against = against_best(row)
    gap = f"{float(row.gap):.2%}" if row.gap else "-"
    return (
        f"{row.instance:<42} {row.cost or '-':>12} {row.bound or '-':>12} {gap:>7} {row.best_known or '-':>12} "
        f"{'-' if against is None else f'{against:.2%}':>8} {row.status:>10} {row.seconds:>7} "
        f"{row.seconds_to_best or '-':>7} {row.checked:>7}"
    )


HEAD = (
    f"{'instance':<42} {'cost':>12} {'bound':>12} {'gap':>7} {'best known':>12} {'to best':>8} {'status':>10} "
    f"{'seconds':>7} {'found':>7} checked"
)


def summary(rows: Sequence[Row], count: int) -> str:
    """One line about all rows of a run of `count` instances."""
    compared = [against for row in rows if (against := against_best(row)) is not None]
    mean = f"{sum(compared) / len(compared):.2%}" if compared else "unknown"
    return (
        f"{len(rows)} of {count} instances; to best known (of {len(compared)}): mean gap {mean}, "
        f"{sum(against == 0 for against in compared)} equal, {sum(against < 0 for against in compared)} better; "
        f"{sum(row.status == 'optimal' for row in rows)} proven, {sum(row.checked == 'yes' for row in rows)} checked"
    )


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(prog="benchmarks.berths", description="Solve public sets of berth allocation.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files of the set, or folders")
    parser.add_argument("--set", required=True, choices=("correcher", "lalla_ruiz", "kramer", "santini"))
    parser.add_argument("--variant", choices=correcher.VARIANTS, help="of correcher (default BACASP)")
    parser.add_argument("--seconds", type=float, required=True, help="for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="K", help="run every K-th instance")
    parser.add_argument("--resume", action="store_true", help="go on where a run into the same folder stopped")
    parser.add_argument("--out", type=Path, required=True, help="folder of results and answers")
    asked = parser.parse_args(given)
    if asked.variant and asked.set != "correcher":
        parser.error(f"the set {asked.set} has no variants: drop --variant")
    if asked.every < 1 or asked.workers < 1 or not 0 < asked.seconds < float("inf"):
        parser.error("--every, --workers and --seconds must be above 0")
    if asked.seed < 0:
        parser.error("--seed must not be below 0")
    asked.variant = asked.variant or ("BACASP" if asked.set == "correcher" else "")
    return asked


def read_all(files: Sequence[Path], form: Form) -> dict[Path, Case]:
    """The cases of all files, before any is solved. Raises BadInput with the faults of every one that is none."""
    cases: dict[Path, Case] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            cases[file] = form.read(file)
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    return cases


def run(asked: argparse.Namespace) -> None:
    """Solve what was asked and is not done, and print. Raises DermagaError where that cannot begin or go on."""
    form = form_of(asked.set, asked.variant)
    files = instances(asked.paths, form.suffix)[:: asked.every]
    cases = read_all(files, form)
    known = {file: best_known(file, asked.variant) for file in files}
    results = Results(asked.out, asked.set, asked.variant, resume=asked.resume)
    others = {row.instance for row in results.rows} - {file.name for file in files}
    if others:
        raise DermagaError(f"{asked.out} holds results of other instances, as {min(others)}: give another folder")
    print(
        f"{asked.set} {asked.variant}, {len(files)} instances (every {asked.every}), {asked.seconds:g} s each, "
        f"{asked.workers} workers of {os.cpu_count()} cores, seed {asked.seed}, {datetime.now(UTC):%Y-%m-%d}"
    )
    print(HEAD)
    done = {row.instance for row in results.rows}
    for row in results.rows:
        print(line(row))
    try:
        for file, case in cases.items():
            if file.name in done:
                continue
            result = solve(
                case,
                start=MONDAY,
                days=planned_days(case),
                stop=Stop(seconds=asked.seconds),
                seed=asked.seed,
                workers=asked.workers,
            )
            (asked.out / f"{file.name}.csv").write_text(form.answer(case, result.plan), encoding="utf-8")
            results.add(row_of(asked.set, asked.variant, file, case, result, known[file]))
            print(line(results.rows[-1]), flush=True)
    finally:
        print(summary(results.rows, len(files)), flush=True)


def ended(work: Callable[[], None]) -> int:
    """Work; the exit status is 2 where it could not begin or go on, with the reason."""
    try:
        work()
    except KeyboardInterrupt:
        print("stopped; --resume goes on", file=sys.stderr)
        return 130
    except (DermagaError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def main(given: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    return ended(lambda: run(arguments(given)))


if __name__ == "__main__":
    sys.exit(main())
