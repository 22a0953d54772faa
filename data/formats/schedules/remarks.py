"""What a schedule leaves for somebody else to look at."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from data.case import Case
from data.formats.schedules.differences import Slip
from data.formats.schedules.legs import ScheduledLeg
from data.formats.schedules.wording import some
from data.sailings import Cutoff, Sailing
from data.words import counted

# A ship that is later or earlier by more is more likely another voyage that has the same name.
_LONGEST_SLIP = timedelta(days=14)


def remarks(
    case: Case,
    placed: Sequence[tuple[ScheduledLeg, Sailing]],
    new: Collection[Sailing],
    slips: Sequence[Slip],
    cutoffs: Sequence[Cutoff],
) -> list[str]:
    """What to say of the legs that a schedule moved, brought, or says nothing of."""
    return [*_calls(case, placed, slips), *_far(slips), *_not_listed(case, placed), *_bare(new, cutoffs)]


def _calls(case: Case, placed: Sequence[tuple[ScheduledLeg, Sailing]], slips: Sequence[Slip]) -> Iterator[str]:
    slipped = {slip.leg: slip.hours for slip in slips if slip.what == "departure"}
    for _, row in placed:
        if row.id in slipped and row.call is not None:
            eta = case.terminal.local(case.call_by_id[row.call].eta)
            yield (
                f"{row.voyage} leaves {slipped[row.id]:+g} h against before; its call {row.call} at the terminal is "
                f"still expected at {eta:%Y-%m-%d %H:%M}: correct calls where that moves too"
            )


def _far(slips: Sequence[Slip]) -> Iterator[str]:
    far = dict.fromkeys(slip.voyage for slip in slips if abs(slip.new - slip.old) > _LONGEST_SLIP)
    if far:
        yield (
            f"{some(list(far))} moved by more than {_LONGEST_SLIP.days} days: if it is another voyage of the same "
            "number, change voyage_name of the mapping"
        )


def _not_listed(case: Case, placed: Sequence[tuple[ScheduledLeg, Sailing]]) -> Iterator[str]:
    """Known voyages between the first and last departure that the schedule has of their service from the same port."""
    listed = {row.voyage for _, row in placed}
    departures: defaultdict[tuple[str, str | None, str], list[datetime]] = defaultdict(list)
    for _, row in placed:
        departures[_run(row)].append(row.departure)
    silent = dict.fromkeys(
        row.voyage
        for row in case.sailings
        if row.voyage not in listed
        and _run(row) in departures
        and min(departures[_run(row)]) < row.departure < max(departures[_run(row)])
    )
    if silent:
        yield (
            f"the case has {counted(len(silent), 'voyage')} of these lines and this time that the schedule does not "
            f"list: {some(list(silent))}; drop them from sailings where they are cancelled"
        )


def _run(row: Sailing) -> tuple[str, str | None, str]:
    return row.line, row.service, row.origin


def _bare(new: Collection[Sailing], cutoffs: Sequence[Cutoff]) -> Iterator[str]:
    of_legs = {cut.sailing for cut in cutoffs if cut.code == "FCO"}
    general = [cut for cut in cutoffs if cut.code == "FCO" and cut.sailing is None]
    bare = [
        row
        for row in new
        if "cutoff_h" not in row.model_fields_set
        and row.id not in of_legs
        and not any(cut.for_leg(row) for cut in general)
    ]
    if bare:
        usual = Sailing.model_fields["cutoff_h"].default
        yield (
            f"no cut-off for full boxes is given for {counted(len(bare), 'new leg')}: {usual:g} h before departure are "
            "taken; give FCO, or cutoff_h in the defaults"
        )
