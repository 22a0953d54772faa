"""What the command line says: answers on standard output, everything else on standard error."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from data.case import Case
from data.cases import load
from data.errors import BadInput, DermagaError, Fault
from data.formats import write_folder, write_workbook
from data.plans import BerthPlan, read_plan
from scheduler.result import Incumbent, gap

# A pipe has no width of its own; tables that a person pipes into a file or pager should not be cut at 80 columns.
_PIPED_WIDTH = None if sys.stdout.isatty() else 160

out = Console(width=_PIPED_WIDTH, highlight=False)
err = Console(stderr=True, width=None if sys.stderr.isatty() else 160, highlight=False)

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="Name of an embedded case, or a folder or .xlsx file")]
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output on standard output, nothing else there")]


def given_path(text: str | Path) -> Path:
    """The path of an option. Raises DermagaError for an empty one, which would be the current folder."""
    if not str(text).strip():
        raise DermagaError("--out is empty; give it a path, or . for the current folder")
    return Path(text)


OutFolder = Annotated[
    Path, typer.Option("--out", metavar="DIR", parser=given_path, help="Folder that the files are written to")
]
OptionalOutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", parser=given_path, help="Folder that the files are written to")
]
_NEW_CASE = typer.Option("--out", metavar="NEWCASE", parser=given_path, help="New or empty folder, or a new .xlsx file")
NewCase = Annotated[Path, _NEW_CASE]
OptionalNewCase = Annotated[Path | None, _NEW_CASE]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Cores to work on")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of everything random")]


class FallsShort(DermagaError):
    """A command has an answer, but not the one that was wanted: it is told, and the command fails."""

    def __init__(self, text: str, answer: Mapping[str, Any]) -> None:
        super().__init__(text)
        self.answer = answer


def say(text: str) -> None:
    """A sentence for the reader of an answer."""
    out.print(escape(text), soft_wrap=True)


def note(text: str) -> None:
    """A remark that is no answer."""
    err.print(escape(text), soft_wrap=True)


def print_json(value: object) -> None:
    """An answer for a program."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def open_case(name: str) -> Case:
    """The case, after saying what the reader understood on its own."""
    reading = load(name)
    for notice in reading.notices:
        note(f"note: {notice}")
    return reading.case


def read_berth_plan(path: Path) -> BerthPlan:
    """The berth plan in a file. Raises BadInput for anything else."""
    plan = read_plan(path)
    if not isinstance(plan, BerthPlan):
        raise BadInput(
            [Fault(str(path), f"it is a {plan.kind} plan", "give the plan.json of dermaga plan", column="kind")]
        )
    return plan


def tell_error(error: DermagaError, as_json: bool) -> None:
    """Say why something is refused: each fault on a line of its own, of those that differ in their row alone the first.

    As JSON, every fault is told.
    """
    if as_json:
        if isinstance(error, FallsShort):
            print_json({**error.answer, "error": str(error)})
        else:
            faults = [asdict(fault) for fault in error.faults] if isinstance(error, BadInput) else []
            print_json({"error": str(error), "faults": faults})
    else:
        for line in (_in_short(error.faults) if isinstance(error, BadInput) else str(error)).splitlines():
            note(line)


def _in_short(faults: Sequence[Fault]) -> str:
    """The faults, a line each; those that are like another but for their row are counted behind it."""
    counts = Counter(replace(fault, row=None) for fault in faults)
    firsts = {replace(fault, row=None): fault for fault in reversed(faults)}
    return "\n".join(
        str(firsts[like]) + (f" ... and {count - 1:,} more like it" if count > 1 else "")
        for like, count in counts.items()
    )


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """A table; columns whose numbers are in `right` are set to the right."""
    table = Table(title=escape(title), title_justify="left", title_style="bold", header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(escape(column), justify="right" if number in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)


def number(value: float | None, sign: str = "") -> str:
    """A figure with three decimals, or - where it does not exist; with the sign +, that too."""
    return "-" if value is None else f"{value:{sign},.3f}"


def with_interval(mean: float | None, half_width: float | None, sign: str = "") -> str:
    """A mean with half its interval, as far as they exist."""
    return number(mean, sign) if mean is None or half_width is None else f"{number(mean, sign)} ± {number(half_width)}"


def money(amount: float, currency: str) -> str:
    """An amount with its currency."""
    return f"{amount:,.0f} {currency}"


def print_terms(title: str, columns: Mapping[str, Mapping[str, float]], currency: str) -> None:
    """Cost terms side by side: one column a plan, one row a term, and their sum."""
    names = list(next(iter(columns.values())))
    rows = [[name, *(f"{terms[name]:,.0f}" for terms in columns.values())] for name in names]
    rows.append(["total", *(f"{sum(terms.values()):,.0f}" for terms in columns.values())])
    print_table(f"{title} ({currency})", ["term", *columns], rows, right=range(1, len(columns) + 1))


class SolveProgress:
    """Shows a solve: cost, bound and gap. Where standard error is no terminal, at most a line in two seconds."""

    def __init__(self, progress: Progress, task: TaskID, what: str, currency: str) -> None:
        self._progress, self._task = progress, task
        self._what, self._currency = what, currency
        self._said = -10.0

    def __call__(self, found: Incumbent) -> None:
        """Show a point of the curve."""
        text = (
            f"{self._what}: cost {money(found.cost, self._currency)}, bound {money(found.bound, self._currency)}, "
            f"gap {gap(found.cost, found.bound):.1%}"
        )
        if err.is_terminal:
            self._progress.update(self._task, description=text)
        elif monotonic() - self._said > 2:
            self._said = monotonic()
            note(f"{found.seconds:6.1f} s  {text}")


@contextmanager
def solving(what: str, currency: str) -> Iterator[SolveProgress]:
    """Show a solve while it runs."""
    with Progress(
        SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=err, transient=True
    ) as progress:
        yield SolveProgress(progress, progress.add_task(what, total=None), what, currency)


class CountProgress:
    """Shows how many of a number of things are done."""

    def __init__(self, progress: Progress, task: TaskID, what: str) -> None:
        self._progress, self._task, self._what = progress, task, what
        self._said = monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Show that so many are done."""
        if err.is_terminal:
            self._progress.update(self._task, completed=done, total=total)
        elif done == total or monotonic() - self._said > 2:
            self._said = monotonic()
            note(f"{self._what}: {done} of {total}")


@contextmanager
def counting(what: str) -> Iterator[CountProgress]:
    """Show a count while it runs."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(), console=err, transient=True,
    ) as progress:  # fmt: skip
        yield CountProgress(progress, progress.add_task(what, total=None), what)


def new_folder(folder: Path) -> None:
    """Make the folder of the answer before the work that fills it. Raises DermagaError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DermagaError(
            f"{folder} cannot be a folder for the answer ({error.strerror}); give another --out"
        ) from error


def expect_some(done: int, why: str = "") -> None:
    """Raise DermagaError where no replication was finished: there is nothing to tell or to write."""
    if not done:
        raise DermagaError(f"ended before a replication was finished; there is no answer{why}")


@contextmanager
def writing(place: Path, otherwise: str = "--out") -> Iterator[None]:
    """Raise DermagaError, with the name of the file and what would help, where something cannot be written.

    `otherwise` is what else could be given.
    """
    try:
        yield
    except OSError as error:
        raise DermagaError(
            f"{error.filename or place} cannot be written ({error.strerror or error}); make room for it, or give "
            f"another {otherwise}"
        ) from error


def write_case(case: Case, place: Path) -> None:
    """Write a case as a workbook where the place is named so, else as a folder. Raises DermagaError as `writing`."""
    with writing(place, "path"):
        (write_workbook if place.suffix.lower() == ".xlsx" else write_folder)(case, place)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write each file whole, as `write_bytes`."""
    write_bytes(folder, {name: text.encode() for name, text in files.items()})


def write_bytes(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file whole, in place of an older one of its name. Raises DermagaError, once all others are written."""
    failed = []
    for name, content in files.items():
        half = folder / f".{name}.part"
        try:
            with writing(folder / name):
                _write_whole(half, folder / name, content)
        except DermagaError as error:
            failed.append(str(error))
    if failed:
        raise DermagaError("\n".join(failed))


def _write_whole(half: Path, path: Path, content: bytes) -> None:
    try:
        half.write_bytes(content)
        half.replace(path)
    except BaseException as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The name that was asked for, not that of the half-written file.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove files of these names, where there are any. Raises DermagaError where that cannot be."""
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise DermagaError(
                f"{folder / name} of an earlier plan cannot be removed ({error.strerror}); remove it, or give another "
                "--out"
            ) from error


def as_text(value: Any) -> str:
    """JSON as a file holds it."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
