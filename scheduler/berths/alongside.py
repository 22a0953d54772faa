"""What is still to come of a ship that lies alongside: how its cranes work on, and when it leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from data.case import Case
from data.errors import DermagaError
from data.plans import BerthedCall, CraneUse
from data.vessels import VesselCall
from data.water import channel_open_by_minute, depth_under, tide_by_minute, tide_needed
from data.work import hours_with

_SECOND, _MINUTE, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
# A ship that finds no water to leave with in so many days never does.
_PATIENCE_DAYS = 30


def worked_between(
    entry: BerthedCall, since: datetime | None = None, until: datetime | None = None
) -> tuple[CraneUse, ...]:
    """The cranes that a plan gives a ship, between two moments."""
    uses = [
        use.model_copy(
            update={
                "start": use.start if since is None else max(use.start, since),
                "end": use.end if until is None else min(use.end, until),
            }
        )
        for use in entry.cranes
    ]
    return tuple(use for use in uses if use.start < use.end)


def worked_on(
    case: Case, call: VesselCall, there: BerthedCall, entry: BerthedCall, left: float, begin: datetime
) -> BerthedCall | None:
    """The entry of a ship of which some work is left, if the cranes of the plan before work on from a moment.

    With constant assignment that is all of them until the work is done. With hourly assignment they come and go as
    planned, and those that come last stay until it is done. None where they can't do it.
    """
    uses: list[CraneUse] = []
    for start, end, names in _shifts_of_cranes(case, entry, begin):
        if not names and end is not None:
            continue
        hours = hours_with(case, call, len(names), there.position_m)
        if hours is None:
            return None
        done = start + _whole(timedelta(hours=left * hours), _SECOND)
        until = done if end is None else min(done, end)
        uses += [CraneUse(crane=crane, start=start, end=until) for crane in names]
        left -= (until - start) / timedelta(hours=hours)
        if until == done:
            ready = done + timedelta(minutes=case.terminal.quay.unmooring_min)
            last_line = leaves(case, call, there.position_m, next_minute(ready))
            return there.model_copy(update={"cranes": joined([*there.cranes, *uses]), "end": last_line})
    return None


def _shifts_of_cranes(
    case: Case, entry: BerthedCall, begin: datetime
) -> Iterator[tuple[datetime, datetime | None, list[str]]]:
    """Which cranes work from when until when, from a moment on, by the plan before; the last ones without an end."""
    last = sorted({use.crane for use in entry.cranes if use.end == max(use.end for use in entry.cranes)})
    if case.terminal.crane_work.assignment == "constant":
        yield begin, None, sorted({use.crane for use in entry.cranes})
        return
    edges = sorted({begin} | {moment for use in entry.cranes for moment in (use.start, use.end) if moment > begin})
    for start, end in pairwise(edges):
        yield start, end, sorted({use.crane for use in entry.cranes if use.start <= start < use.end})
    yield edges[-1], None, last


def joined(uses: list[CraneUse]) -> tuple[CraneUse, ...]:
    """Uses by crane and time; those of a crane that follow each other without a pause are one."""
    found: list[CraneUse] = []
    for use in sorted(uses, key=lambda use: (use.crane, use.start)):
        if found and found[-1].crane == use.crane and found[-1].end == use.start:
            found[-1] = found[-1].model_copy(update={"end": use.end})
        else:
            found.append(use)
    return tuple(found)


def leaves(case: Case, call: VesselCall, position_m: float, ready: datetime) -> datetime:
    """The first moment from one on, by whole minutes, at which the water lets a ship leave its place."""
    depth = depth_under(case, position_m, case.ship_of(call).loa_m)
    needed = tide_needed(case.terminal, call.departure_draft_m, depth)
    for day in range(_PATIENCE_DAYS):
        begin, minutes = ready + day * _DAY, _DAY // _MINUTE
        enough = (tide_by_minute(case.terminal.tide, begin, minutes) >= needed) & channel_open_by_minute(
            case, begin, minutes
        )
        if enough.any():
            return begin + int(np.argmax(enough)) * _MINUTE
    raise DermagaError(
        f"{case.named(call.id)} lies at {position_m:g} m and finds no water to leave with; correct its "
        "position_m in actuals or its departure_draft_m in calls"
    )


def _whole(duration: timedelta, unit: timedelta) -> timedelta:
    return -(-duration // unit) * unit


def next_second(moment: datetime) -> datetime:
    """The first whole second that is not before a moment."""
    begun = timedelta(microseconds=moment.microsecond)
    return moment + _whole(begun, _SECOND) - begun


def next_minute(moment: datetime) -> datetime:
    """The first whole minute that is not before a moment."""
    begun = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return moment + _whole(begun, _MINUTE) - begun
