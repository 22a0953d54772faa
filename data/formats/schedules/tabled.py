"""Schedules in the columns of the case's own tables: rows of `sailings`, and of `cutoffs` beside them."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import AwareDatetime, Field

from data.case import Case
from data.codes import Country, Id, Text, UnLocode
from data.errors import BadInput, Fault
from data.files import content_of
from data.formats.cells import Cells
from data.formats.delimited import LARGEST_FILE, decoded, read_delimited
from data.formats.rows import typed_rows
from data.formats.schedules.gathering import Understood
from data.formats.schedules.legs import Place, ScheduledLeg, off_the_map, speed_warnings
from data.formats.schedules.sheets import MOST_ROWS
from data.formats.tables import Table
from data.formats.workbook import sheets_of, table_in_sheet
from data.record import Hours, Money, Record
from data.sailings import Cutoff

LEGS, CUTOFFS = "sailings", "cutoffs"


class LegRow(Record):
    """A row of the table sailings in which all may be empty that the case or defaults say."""

    id: Id | None = Field(None, description="Name of the leg")
    voyage: Id = Field(description="Name of the voyage")
    line: Id = Field(description="The carrier")
    flag: Country | None = Field(None, description="ISO 3166 code of the ship's flag")
    call: Id | None = Field(None, description="The call of this terminal that it leaves from")
    origin: UnLocode = Field(description="Port of departure")
    destination: UnLocode = Field(description="Port of arrival")
    departure: AwareDatetime = Field(description="Departure")
    arrival: AwareDatetime = Field(description="Arrival")
    capacity_teu: int | None = Field(None, ge=0, le=30_000, description="Room for the case's shipments")
    cutoff_h: Hours | None = Field(None, description="Hours before departure at which full boxes must be delivered")
    freight_per_teu: Money | None = Field(None, description="Freight of the leg")
    service: Text | None = Field(None, description="The carrier's service that the voyage is one of")
    ship: Text | None = Field(None, description="Name of the ship")
    capacity_plugs: int | None = Field(None, ge=0, le=30_000, description="Plugs for the case's reefers")
    capacity_kg: int | None = Field(None, ge=0, le=10**9, description="Gross mass that it can take")


_KEY = ("voyage", "line", "origin", "destination", "departure", "arrival", "id")


def read_tabled(path: Path, case: Case) -> Understood:
    """What a CSV file, or the sheets `sailings` and `cutoffs` of an .xlsx file, say. Faults are told with the rest.

    A CSV file with a column `code` is a table of cut-offs. Raises BadInput where it is no such file.
    """
    content = content_of(path, path.name, LARGEST_FILE)
    faults: list[Fault] = []
    tables: list[Table | None] = []
    if path.suffix.lower() == ".xlsx":
        sheets = sheets_of(path.name, content)
        found = [name for name in (LEGS, CUTOFFS) if name in sheets]
        if not found:
            remedy = (
                "name the sheet of the legs sailings; for an agent's own list, give its --mapping (--propose makes one)"
            )
            raise BadInput([Fault(path.name, "it has no sheet sailings or cutoffs", remedy)])
        for name in found:
            tables.append(
                table_in_sheet(name, path.name, sheets[name], faults, row_type=_TYPES[name], most_rows=MOST_ROWS)
            )
    else:
        name = CUTOFFS if _is_cutoffs(path.name, content) else LEGS
        tables.append(read_delimited(name, path.name, content, faults, row_type=_TYPES[name], most_rows=MOST_ROWS))
    cells = Cells(case.terminal.zone, case.terminal.date_order)
    legs: list[ScheduledLeg] = []
    cutoffs: list[tuple[Cutoff, Place]] = []
    for table in filter(None, tables):
        for record, row in zip(*typed_rows(table, cells, faults), strict=True):
            place = Place(table.file, row)
            if isinstance(record, Cutoff):
                cutoffs.append((record, place))
            elif isinstance(record, LegRow):
                legs.append(_leg(record, place))
    notices = [*cells.notices, *filter(None, [off_the_map(legs, case.port_by_code)])]
    return Understood(
        path.name, "the case's own tables", len(legs) + len(cutoffs), tuple(legs), tuple(notices),
        tuple(speed_warnings(legs, case.port_by_code)), tuple(faults), tuple(cutoffs),
    )  # fmt: skip


_TYPES: dict[str, type[Record]] = {LEGS: LegRow, CUTOFFS: Cutoff}


def _is_cutoffs(file: str, content: bytes) -> bool:
    text = decoded(file, content, [])
    lines = (line for line in (text or "").splitlines() if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    names = [name.strip(' "') for mark in ",;\t" for name in first.split(mark)]
    return "code" in names and "departure" not in names


def _leg(row: LegRow, place: Place) -> ScheduledLeg:
    facts: Mapping[str, object] = row.model_dump(exclude_none=True, exclude=set(_KEY))
    return ScheduledLeg(
        row.voyage, row.line, row.origin, row.destination, row.departure, row.arrival, place, facts, id=row.id
    )
