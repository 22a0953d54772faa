"""A berth plan changed by hand: one call goes elsewhere, and what follows from that for her is worked out.

A planner says where and when she lies, and perhaps with which cranes. Nobody else moves. Her cranes are chosen among
those that the others leave her, in their order on the rail and where they reach her bays; her last lift and last line
follow from the work, the tide and the channel as in the search. Where no cranes are free she gets those that are least
in the way: whether the plan can be so is for the checker to say, not for this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, pairwise

from data.case import Case
from data.errors import DermagaError, NotFound
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.shifts import shift_times
from data.vessels import VesselCall
from data.work import crane_counts, hours_with
from scheduler.berths.alongside import joined, leaves, next_minute, worked_between
from scheduler.berths.clock import slot_of
from scheduler.berths.rail import Rail

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Nobody is worked by the hour for longer; a ship that is not done by then gets cranes that are in others' way.
_LONGEST = 30 * _DAY
# In an hour, no crane comes or goes for less.
_LEAST = timedelta(minutes=15)
# A ship that nobody can work where she lies stays for so long; the checker says why not.
_ANY_WORK = 12 * _HOUR
# Cranes, by their places on the rail, that work her from one moment to another.
_Piece = tuple[list[int], datetime, datetime]


@dataclass(frozen=True)
class CallChange:
    """What a planner wants of one call; what is None stays as it is.

    `cranes` is their number, their number hour by hour from the first lift on (the last of them stays until she is
    done), or their ids. By `until` they are as many as bring her last line nearest to that moment.
    """

    call: str
    start: datetime | None = None
    position_m: float | None = None
    cranes: int | tuple[int, ...] | tuple[str, ...] | None = None
    until: datetime | None = None


def changed(case: Case, plan: BerthPlan, change: CallChange) -> BerthPlan:
    """The plan with one call changed, all others as they were. A call that was left out is berthed.

    Raises NotFound for a call that neither berths nor waits in the plan, and DermagaError where a call that was left
    out is not given a time and a place, or where it is given a crane that the case does not have.
    """
    before = next((entry for entry in plan.calls if entry.call == change.call), None)
    call = case.call_by_id.get(change.call)
    left_out = any(entry.call == change.call for entry in plan.unserved)
    if call is None or (before is None and not left_out):
        raise NotFound(f"the plan has no call {change.call}; give one of its calls")
    if before is None and (change.start is None or change.position_m is None):
        raise DermagaError(f"{case.named(call.id)} has no berth in the plan; give start and position_m")
    entry = _Visit(case, plan, call, before, change).berthed()
    others = tuple(entry if each.call == call.id else each for each in plan.calls)
    return plan.model_copy(
        update={
            "calls": others if before is not None else (*others, entry),
            "unserved": tuple(each for each in plan.unserved if each.call != call.id),
        }
    )


def drafted(
    plan: BerthPlan, calls: Sequence[BerthedCall], unserved: Sequence[UnservedCall] | None, now: datetime | None
) -> BerthPlan:
    """A draft of a plan: some calls berthed otherwise, and, where they are given, others left out and another `now`.

    A call that is left out then is not berthed any more.
    """
    instead = {entry.call: entry for entry in calls}
    out = plan.unserved if unserved is None else tuple(unserved)
    out = tuple(entry for entry in out if entry.call not in instead)
    gone = {entry.call for entry in out}
    kept = [instead.pop(entry.call, entry) for entry in plan.calls if entry.call not in gone]
    return plan.model_copy(
        update={"calls": (*kept, *instead.values()), "unserved": out, "now": plan.now if now is None else now}
    )


class _Visit:
    """One call at its new place and time, among the others."""

    def __init__(
        self, case: Case, plan: BerthPlan, call: VesselCall, before: BerthedCall | None, change: CallChange
    ) -> None:
        self.case, self.plan, self.call, self.before, self.change = case, plan, call, before, change
        start = change.start or (None if before is None else before.start)
        place_m = before.position_m if change.position_m is None and before is not None else change.position_m
        assert start is not None
        assert place_m is not None
        self.start, self.place_m = case.terminal.local(start), place_m
        self.side = call.side if before is None else before.side
        self.hourly = case.terminal.crane_work.assignment == "hourly"
        self.actual = None if plan.now is None else case.actual_by_call.get(call.id)
        quay = case.terminal.quay
        moored = next_minute(self.start + timedelta(minutes=quay.mooring_min))  # as the search has it
        self.begin = moored if not self.lies or plan.now is None else max(plan.now, moored)
        self.unmooring = timedelta(minutes=quay.unmooring_min)
        ship = case.ship_of(call)
        self.rail = Rail(
            case,
            [entry for entry in plan.calls if entry.call != call.id],
            low_m=place_m,
            high_m=place_m + ship.loa_m,
            bays=ship.bays(place_m, quay.bow_of(self.side)),
        )

    @property
    def lies(self) -> bool:
        """Whether she lies alongside now, or did."""
        return self.actual is not None and self.actual.berthed

    @property
    def left(self) -> float:
        """The share of her work that is still to be done."""
        actual = self.actual
        if actual is None or not actual.berthed:
            return 1.0
        return 1 - actual.moves_done / self.call.moves if actual.phase == "working" else 0.0

    def berthed(self) -> BerthedCall:
        """Her entry in the plan."""
        if self.left <= 0:
            return self._entry((), None)
        wanted = self.change.cranes
        if self.change.until is not None:
            return self._until(self.case.terminal.local(self.change.until))
        if isinstance(wanted, tuple) and wanted and isinstance(wanted[0], str):
            return self._with_names([str(name) for name in wanted])
        if isinstance(wanted, int):
            return self._with_counts((wanted,))[1]
        if isinstance(wanted, tuple) and wanted:
            counts = tuple(int(number) for number in wanted)
            return self._with_counts(counts if self.hourly else (max(counts),))[1]
        return self._as_before()

    def _as_before(self) -> BerthedCall:
        """With her cranes of before, or else as many; or else as few less, or as few more, as the others leave her."""
        kept = self._kept() if self.hourly else None
        if kept is not None:
            return self._entry(kept, kept[-1][2])
        usual = self._counts_before()
        tried = [self._with_counts(usual)]
        if tried[0][0] and not self.hourly:
            possible = [count for count in crane_counts(self.case, self.call) if count != usual[0]]
            possible.sort(key=lambda count: (count > usual[0], abs(count - usual[0])))
            for count in possible:
                tried.append(self._with_counts((count,)))
                if not tried[-1][0]:
                    return tried[-1][1]
        return tried[0][1]

    def _kept(self) -> list[_Piece] | None:
        """Her cranes of before, as much later or earlier as her first line, until she is done; None where one is not
        free. Those of the last hour stay until then.
        """
        if self.before is None or self.lies:
            return None
        shift, left = self.start - self.before.start, self.left
        rail = [crane.id for crane in self.case.quay_cranes]
        uses = [(rail.index(use.crane), use.start + shift, use.end + shift) for use in self.before.cranes]
        edges = sorted({moment for _, begin, until in uses for moment in (begin, until)})
        pieces: list[_Piece] = []
        for begin, until in pairwise(edges):
            cranes = sorted(crane for crane, first, last in uses if first <= begin < last)
            hours = hours_with(self.case, self.call, len(cranes), self.place_m) if cranes else None
            if not cranes or hours is None:
                continue
            done = self._done(len(cranes), begin, left)
            end = done if until == edges[-1] else min(done, until)
            if not self.rail.all_free(cranes, begin, end):
                return None
            pieces.append((cranes, begin, end))
            if end == done:
                return pieces
            left -= (end - begin) / timedelta(hours=hours)
        return None

    def _until(self, until: datetime) -> BerthedCall:
        """With the number of cranes whose last line is the nearest to a moment; free ones before others."""
        tried = [self._with_counts((count,)) for count in crane_counts(self.case, self.call)]
        if not tried:
            return self._as_before()
        return min(tried, key=lambda each: (each[0] > 0, abs(each[1].end - until)))[1]

    def _counts_before(self) -> tuple[int, ...]:
        """How many cranes she had before: hour by hour where they may change."""
        uses = () if self.before is None else self.before.cranes
        if not uses:
            counts = crane_counts(self.case, self.call)
            return (0,) if 0 in counts and self.before is not None else (max(counts, default=self.call.max_cranes),)
        if not self.hourly:
            return (len({use.crane for use in uses}),)
        first, last = min(use.start for use in uses), max(use.end for use in uses)
        steps = -((first - last) // _HOUR)
        middles = [min(first + step * _HOUR + _HOUR / 2, last - _MINUTE / 2) for step in range(steps)]
        return tuple(sum(use.start <= middle < use.end for use in uses) for middle in middles)

    def _with_names(self, names: Sequence[str]) -> BerthedCall:
        ids = [crane.id for crane in self.case.quay_cranes]
        for name in names:
            if name not in ids:
                raise DermagaError(f"the case has no quay crane {name}; give some of {', '.join(ids)}")
        done = self._done(len(set(names)), self.begin, self.left)
        return self._entry([(sorted({ids.index(name) for name in names}), self.begin, done)], done)

    def _with_counts(self, counts: tuple[int, ...]) -> tuple[int, BerthedCall]:
        """With so many cranes: how many of them are in others' way, and her entry."""
        if self.hourly and any(counts):
            pieces = self._by_the_hour(counts)
            if pieces is not None:
                return 0, self._entry(pieces, pieces[-1][2])
        count = max(counts)
        done = self._done(count, self.begin, self.left)
        faults, cranes = self.rail.block(
            count, self.begin, done, near=self._cranes_before(), neighbours=not self.hourly
        )
        return faults, self._entry([(cranes, self.begin, done)] if cranes else [], done)

    def _by_the_hour(self, counts: tuple[int, ...]) -> list[_Piece] | None:
        """What is free for her hour by hour, at most so many cranes; None where that does not do her work."""
        pieces: list[_Piece] = []
        left, near = self.left, self._cranes_before()
        for begin, until in self._slots():
            wanted = counts[min(int((begin - self.begin) / _HOUR), len(counts) - 1)] or (0 if left < 1 else 1)
            cranes = self._free(wanted, begin, until, near, left)
            hours = hours_with(self.case, self.call, len(cranes), self.place_m) if cranes else None
            if hours is None or not cranes:
                continue
            near = cranes
            done = self._done(len(cranes), begin, left)
            pieces.append((cranes, begin, min(done, until)))
            if done <= until:
                return pieces
            left -= (until - begin) / timedelta(hours=hours)
        return None

    def _free(self, wanted: int, begin: datetime, until: datetime, near: Sequence[int], left: float) -> list[int]:
        """Most of so many cranes that are free for her until she is done, if they are as many as she wants at least."""
        for count in range(wanted, max(1, self.call.min_cranes) - 1, -1):
            done = self._done(count, begin, left)
            faults, cranes = self.rail.block(count, begin, min(done, until), near=near, neighbours=False)
            if not faults:
                return cranes
        return []

    def _slots(self) -> Iterator[tuple[datetime, datetime]]:
        """The hours of the plan from the beginning of her work on, parted where a crane comes free or is taken."""
        start = self.plan.start
        shifts = shift_times(self.case.terminal, self.case.shifts, start, start + _DAY)
        length = timedelta(minutes=slot_of(shifts, start))
        begin = self.begin
        while begin < self.begin + _LONGEST:
            hour = start + ((begin - start) // length + 1) * length
            for until in (*self.rail.edges(begin + _LEAST, hour - _LEAST), hour):
                yield begin, until
                begin = until

    def _cranes_before(self) -> list[int]:
        names = set() if self.before is None else {use.crane for use in self.before.cranes}
        return [place for place, crane in enumerate(self.case.quay_cranes) if crane.id in names]

    def _done(self, count: int, begin: datetime, left: float) -> datetime:
        """When so many cranes have done what is left of her work, by whole minutes."""
        hours = hours_with(self.case, self.call, count, self.place_m)
        work = _ANY_WORK if hours is None else timedelta(hours=hours) * left
        return begin + -(-(work - timedelta(milliseconds=1)) // _MINUTE) * _MINUTE

    def _entry(self, pieces: Sequence[_Piece], last_lift: datetime | None) -> BerthedCall:
        """Her entry with her cranes; without a last lift, she stays as long as before."""
        cranes = [
            CraneUse(crane=self.case.quay_cranes[place].id, start=begin, end=until)
            for places, begin, until in pieces
            for place in places
        ]
        past = worked_between(self.before, until=self.plan.now) if self.lies and self.before is not None else ()
        if last_lift is not None:
            end = self._leaves(last_lift + self.unmooring)
        else:
            end = self.start + _ANY_WORK if self.before is None else self.before.end
        return BerthedCall(
            call=self.call.id, position_m=self.place_m, side=self.side, start=self.start, end=end,
            cranes=joined(list(chain(past, cranes))), eta=self.call.eta,
        )  # fmt: skip

    def _leaves(self, ready: datetime) -> datetime:
        """When the water lets her leave; when she is ready where it never does, which is for the checker to say."""
        try:
            return leaves(self.case, self.call, self.place_m, next_minute(ready))
        except DermagaError:
            return ready
