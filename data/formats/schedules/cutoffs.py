"""The cut-offs of a schedule, as rows of the table `cutoffs`."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any, Protocol

from pydantic import ValidationError

from data.errors import Fault
from data.formats.schedules.differences import Change
from data.formats.schedules.legs import Place, ScheduledLeg
from data.formats.wording import faults_of
from data.sailings import Cutoff, Sailing

_HOUR = timedelta(hours=1)


class _Told(Protocol):
    changes: list[Change]
    new_cutoffs: int
    notices: list[str]
    faults: list[Fault]


def merge_cutoffs(
    before: Iterable[Cutoff],
    placed: Sequence[tuple[ScheduledLeg, Sailing]],
    rows: Iterable[tuple[Cutoff, Place]],
    gone: AbstractSet[str],
    told: _Told,
    where: dict[str, Place],
    *,
    keep_at: bool,
) -> list[Cutoff]:
    """The rows of the table with those of scheduled legs, and with rows that come as they are; those of gone legs drop.

    A cut-off of a leg takes the place of the row that names this leg and its code, and keeps its id.
    """
    table = {row.id: row for row in before if row.sailing not in gone}
    of_leg = {(row.sailing, row.code): row.id for row in table.values()}
    for row, place in rows:
        _put(table, row, told)
        where[row.id] = place
    renewed = set()
    for leg, sailing in placed:
        for code, at in leg.cutoffs.items():
            name = of_leg.get((sailing.id, code)) or _free(f"{sailing.id}-{code}", table)
            values: dict[str, Any] = {"id": name, "code": code, "sailing": sailing.id}
            if keep_at:
                values["at"] = at
            elif at > sailing.departure:
                problem = f"the cut-off {code} is after the departure ({sailing.departure:%Y-%m-%d %H:%M})"
                told.faults.append(leg.place.fault(problem, "correct one of the two", f"{at:%Y-%m-%d %H:%M}"))
                continue
            else:
                values["hours_before"] = (sailing.departure - at) / _HOUR
            try:
                _put(table, Cutoff(**values), told, sailing.voyage)
            except ValidationError as error:
                of = f"cut-off {code} of leg {sailing.id}"
                told.faults += faults_of(error, Cutoff, leg.place.file, values, leg.place.row, of)
            renewed.add(name)
            where[name] = leg.place
    legs = {sailing.id for _, sailing in placed}
    for row in table.values():
        if row.at is not None and row.sailing in legs and row.id not in renewed:
            told.notices.append(
                f"the cut-off {row.code} of leg {row.sailing} is a moment of its own and stays ({row.at})"
            )
    return list(table.values())


def _free(name: str, table: dict[str, Cutoff]) -> str:
    candidate, number = name, 2
    while candidate in table:
        candidate, number = f"{name}-{number}", number + 1
    return candidate


def _put(table: dict[str, Cutoff], row: Cutoff, told: _Told, voyage: str = "") -> None:
    old = table.get(row.id)
    if old is None:
        told.new_cutoffs += 1
    elif old != row:
        told.changes.append(Change(voyage, row.sailing or "", f"cut-off {row.code}", _words(old), _words(row)))
    table[row.id] = row


def _words(row: Cutoff) -> str:
    if row.at is not None:
        return f"{row.at:%Y-%m-%d %H:%M}"
    return f"{row.hours_before:g} h before"
