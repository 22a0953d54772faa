"""What has become of calls as people send it: a table (CSV or Excel) or reports of work (COARRI)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from data.actuals import MOMENTS, Actual
from data.case import Case
from data.entered import Told, taken
from data.errors import BadInput, Fault
from data.formats.cells import Cells
from data.formats.delimited import read_delimited
from data.formats.edifact.reading import read_messages
from data.formats.edifact.reported import told_by
from data.formats.rows import typed_rows
from data.formats.sizes import USUAL, Faults, Sizes
from data.formats.workbook import refuse_old_workbook, sheets_of, table_in_sheet

TABLE = "actuals"
MOST_ROWS = 20_000  # a row a call: more calls than any terminal has in a year
_REPORTS = (b"UNA", b"UNB")
_BEFORE = b"\xef\xbb\xbf \t\r\n"  # blanks and a byte order mark, which editors put there


@dataclass(frozen=True)
class Understood:
    """What a file tells of calls: each with the fault that has its place, what was understood, and every fault."""

    told: tuple[tuple[Told, Fault], ...]
    notices: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Change:
    """What a file changes of a call: what was known before, and what is known then."""

    call: str
    row: int | None
    before: Actual | None
    after: Actual

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that have another value."""
        names = ("phase", "position_m", "moves_done", *MOMENTS)
        return tuple(name for name in names if getattr(self.before, name, None) != getattr(self.after, name))


@dataclass(frozen=True)
class Preview:
    """What would become of a case: what is right changes it, and what is wrong is told."""

    case: Case
    changes: tuple[Change, ...]
    notices: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_actuals(
    case: Case, file: str, content: bytes, *, call: str | None = None, add: bool = False, sizes: Sizes = USUAL
) -> Understood:
    """What the content of a file tells of calls of a case.

    A table has the columns of `actuals`; `phase` and `position_m` may be missing. Reports are COARRI messages, of the
    ship's call then, or of `call`. With `add` the boxes of reports come to those that were moved before. In faults of a
    table rows count as a spreadsheet shows them, in those of reports segments.
    """
    try:
        if content.lstrip(_BEFORE)[:3] in _REPORTS:
            told, notices = told_by(case, read_messages(file, content), call=call, add=add)
            return Understood(tuple(told), tuple(notices), ())
        return _table(case, file, content, sizes)
    except BadInput as error:
        return Understood((), (), tuple(error.faults))


def _table(case: Case, file: str, content: bytes, sizes: Sizes) -> Understood:
    faults: list[Fault] = Faults()
    most = min(sizes.rows, MOST_ROWS)
    refuse_old_workbook(file, content)
    if content.startswith(b"PK"):
        sheets = sheets_of(file, content, wanted=[TABLE], most_rows=most, sizes=sizes)
        if TABLE not in sheets:
            raise BadInput([Fault(file, f"it has no sheet {TABLE}", f"give its sheet of actuals the name {TABLE}")])
        table = table_in_sheet(TABLE, file, sheets[TABLE], faults, row_type=Told, most_rows=most)
    else:
        table = read_delimited(TABLE, file, content, faults, row_type=Told, most_rows=most)
    cells = Cells(case.terminal.zone, case.terminal.date_order)
    told: list[tuple[Told, Fault]] = []
    first: dict[str, int] = {}
    if table is not None:
        for record, row in zip(*typed_rows(table, cells, faults), strict=True):
            assert isinstance(record, Told)
            if first.setdefault(record.call, row) != row:
                problem = f"the call stands in row {first[record.call]} already"
                faults.append(Fault(table.file, problem, "drop one of the two rows", row, "call", record.call))
                continue
            told.append((record, Fault(table.file, "", "", row, "call")))
    return Understood(tuple(told), tuple(cells.notices), tuple(faults))


def preview(case: Case, understood: Understood, places: Mapping[str, float]) -> Preview:
    """The case with everything that is right in what was understood, and every fault."""
    found = taken(case, understood.told, places)
    changes = [
        Change(told.call, origin.row, case.actual_by_call.get(told.call), found.case.actual_by_call[told.call])
        for told, origin in understood.told
        if told.call not in found.faults
    ]
    try:
        faults = Faults()
        faults += [*understood.faults, *chain.from_iterable(found.faults.values())]
    except BadInput as error:  # they are too many to be told
        return Preview(found.case, tuple(changes), understood.notices, tuple(error.faults))
    return Preview(found.case, tuple(changes), understood.notices, tuple(_in_order(faults)))


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.row or 0)
