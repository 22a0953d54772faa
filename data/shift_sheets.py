"""Who works which ship in which shift of a berth plan: quay cranes, gangs, moves, yard cranes and tractors.

A gang works one quay crane. Yard cranes and tractors are as many as keep up with the quay cranes that work at once:

- a yard crane makes a move in `yard_work.move_s`;
- a tractor goes there and back (`tractors.quay_to_yard_m` at `speed_km_h`), waits for a yard crane's move, and for one
  of the quay crane. Where tractors go with cranes (`assignment` is gang), each crane has its equal share instead.

Where there are fewer than that at once, each ship gets a like share of what she wants, and the sheet says what lacks.
Yard cranes are named in the table's order, those first in whose blocks boxes of the ship stand as the case lists them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from math import ceil
from typing import Literal

from data.case import Case
from data.places import by_bollards
from data.plans import BerthedCall, BerthPlan, CraneUse
from data.shifts import Shift, ShiftTime, shift_times
from data.slots import Place

_HOUR = timedelta(hours=1)
# Where a case has no shifts, a sheet is for a day.
_DAY = "day"


@dataclass(frozen=True)
class ShipInShift:
    """A ship that is worked in a shift, or comes or leaves in it.

    `bollards` are those that she lies between, `cranes` are cut to the shift, `gangs` are the most that work at once,
    `moves` her boxes by her crane hours.
    """

    call: str
    ship: str
    position_m: float
    bollards: str | None
    first_line: datetime | None
    last_line: datetime | None
    cranes: tuple[CraneUse, ...]
    gangs: int
    moves: int
    yard_cranes: tuple[str, ...] = ()
    tractors: int = 0

    @property
    def crane_hours(self) -> float:
        """Hours of quay cranes at her in the shift."""
        return sum((use.end - use.start) / _HOUR for use in self.cranes)


@dataclass(frozen=True)
class Lack:
    """What a shift has too little of, and how many more of it would keep up with the quay cranes that work at once."""

    what: Literal["tractors", "yard_cranes", "gangs"]
    more: int


@dataclass(frozen=True)
class ShiftSheet:
    """A shift with its ships, in the order in which their work begins. `lacks` says of what there is too little."""

    shift: str
    start: datetime
    end: datetime
    gangs_there: int | None
    ships: tuple[ShipInShift, ...]
    lacks: tuple[Lack, ...]


def shift_sheets(case: Case, plan: BerthPlan) -> tuple[ShiftSheet, ...]:
    """A sheet for each shift in which a ship of the plan is worked, comes or leaves."""
    if not plan.calls:
        return ()
    start = min(entry.start for entry in plan.calls)
    end = max(entry.end for entry in plan.calls)
    shifts = case.shifts or (Shift(id=_DAY, start=time(), gangs=len(case.quay_cranes)),)
    # Last line at the very end of a shift belongs to the next one.
    times = shift_times(case.terminal, shifts, start, end + timedelta(seconds=1))
    sheets = (_sheet(case, plan, each) for each in times)
    return tuple(sheet for sheet in sheets if sheet.ships)


def _sheet(case: Case, plan: BerthPlan, time_: ShiftTime) -> ShiftSheet:
    ships = [ship for entry in plan.calls if (ship := _ship(case, entry, time_)) is not None]
    ships.sort(key=lambda ship: (min([*(use.start for use in ship.cranes), time_.end]), ship.call))
    work = _Work({ship.call: _span(ship) for ship in ships if ship.cranes})
    gangs = {ship.call: ship.gangs for ship in ships if ship.cranes}
    tractors, few_tractors = work.shared(_tractors(case, gangs), case.terminal.tractors.count)
    yard, few_yard = work.shared(_yard_cranes(case, gangs), len(case.yard_cranes))
    named = _named(case, work, yard)
    there = time_.shift.gangs if case.shifts else None
    most = _at_once([use for ship in ships for use in ship.cranes])
    few_gangs = 0 if there is None else max(0, most - there)
    lacks = (Lack("tractors", few_tractors), Lack("yard_cranes", few_yard), Lack("gangs", few_gangs))
    return ShiftSheet(
        time_.shift.id, case.terminal.local(time_.start), case.terminal.local(time_.end), there,
        tuple(
            replace(ship, yard_cranes=named.get(ship.call, ()), tractors=tractors.get(ship.call, 0)) for ship in ships
        ),
        tuple(lack for lack in lacks if lack.more),
    )  # fmt: skip


@dataclass(frozen=True)
class _Work:
    """When ships are worked in a shift, by call."""

    spans: Mapping[str, tuple[datetime, datetime]]

    def beside(self, call: str) -> list[str]:
        """The other ships that are worked at some time while one is."""
        start, end = self.spans[call]
        return [
            other for other, (begin, until) in self.spans.items() if other != call and begin < end and start < until
        ]

    def most(self, counts: Mapping[str, int]) -> int:
        """The most of something that is wanted at once."""
        moments = [start for start, _ in self.spans.values()]
        return max((self._at(moment, counts) for moment in moments), default=0)

    def _at(self, moment: datetime, counts: Mapping[str, int]) -> int:
        return sum(counts[call] for call, (start, end) in self.spans.items() if start <= moment < end)

    def shared(self, wanted: Mapping[str, int], there: int) -> tuple[dict[str, int], int]:
        """What each ship gets of what there is, in turn to who has the least of what she wants; and how many lack."""
        lacking = max(0, self.most(wanted) - there)
        if not lacking:
            return dict(wanted), 0
        got = dict.fromkeys(wanted, 0)

        def fits(call: str) -> bool:
            return got[call] < wanted[call] and self.most(got | {call: got[call] + 1}) <= there

        while still := [call for call in wanted if fits(call)]:
            got[min(still, key=lambda call: (got[call] / wanted[call], call))] += 1
        return got, lacking


def _span(ship: ShipInShift) -> tuple[datetime, datetime]:
    return min(use.start for use in ship.cranes), max(use.end for use in ship.cranes)


def _ship(case: Case, entry: BerthedCall, time_: ShiftTime) -> ShipInShift | None:
    """What a ship has of a shift; None where she is not worked in it, and neither comes nor leaves."""
    uses = tuple(
        use.model_copy(update={"start": max(use.start, time_.start), "end": min(use.end, time_.end)})
        for use in sorted(entry.cranes, key=lambda use: (use.start, use.crane))
        if use.start < time_.end and time_.start < use.end
    )
    first, last = (
        case.terminal.local(moment) if time_.start <= moment < time_.end else None
        for moment in (entry.start, entry.end)
    )
    if not uses and first is None and last is None:
        return None
    call = case.call_by_id[entry.call]
    vessel = case.ship_of(call)
    whole = sum((use.end - use.start) / _HOUR for use in entry.cranes)

    def moved(until: datetime) -> int:
        """Boxes moved until then, so that those of all shifts are all of hers."""
        hours = sum(max(timedelta(), min(use.end, until) - use.start) / _HOUR for use in entry.cranes)
        return round(call.moves * hours / whole) if whole else 0

    return ShipInShift(
        call.id, vessel.name, entry.position_m, by_bollards(case, entry.position_m, vessel.loa_m), first, last, uses,
        _at_once(uses), moved(time_.end) - moved(time_.start),
    )  # fmt: skip


def _at_once(uses: Sequence[CraneUse]) -> int:
    return max((sum(use.start <= begin.start < use.end for use in uses) for begin in uses), default=0)


def _rate(case: Case) -> float:
    """Seconds of a quay crane's move."""
    return 3600 / case.terminal.crane_work.gross_moves_per_hour


def _tractors(case: Case, gangs: Mapping[str, int]) -> dict[str, int]:
    """Tractors that each ship wants."""
    tractors = case.terminal.tractors
    if tractors.assignment == "gang":
        return {call: count * tractors.count // len(case.quay_cranes) for call, count in gangs.items()}
    way_s = 2 * tractors.quay_to_yard_m / (tractors.speed_km_h / 3.6)
    cycle_s = way_s + case.terminal.yard_work.move_s + _rate(case)
    return {call: count * ceil(cycle_s / _rate(case) - 1e-9) for call, count in gangs.items()}


def _yard_cranes(case: Case, gangs: Mapping[str, int]) -> dict[str, int]:
    """Yard cranes that each ship wants."""
    each = case.terminal.yard_work.move_s / _rate(case)
    return {call: ceil(count * each - 1e-9) for call, count in gangs.items()}


def _named(case: Case, work: _Work, counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The yard cranes of each ship by name, none at two ships at once."""
    blocks: dict[str, set[str]] = {call: set() for call in counts}
    for box in case.containers:
        if box.call in blocks and box.place is not None:
            blocks[box.call].add(Place.of(box.place).block)
    named: dict[str, tuple[str, ...]] = {}
    for call in sorted(counts, key=lambda call: work.spans[call]):
        taken = {crane for other in work.beside(call) for crane in named.get(other, ())}
        free = [crane for crane in case.yard_cranes if crane.id not in taken]
        free.sort(key=lambda crane: crane.block not in blocks[call])
        chosen = {crane.id for crane in free[: counts[call]]}
        named[call] = tuple(crane.id for crane in case.yard_cranes if crane.id in chosen)
    return named
