"""What a new plan changes of the plan before it: row by row, with a reason in a planner's words and what it costs.

Moved metres, hours of first line and the difference in the number of cranes cost what terminal.toml says. What has
happened is listed too, and costs nothing: the place and the first line of a ship that lies alongside by its actual are
no decision of the new plan, and of its cranes only those from now on are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from data.case import Case
from data.checker.berthed import Berthed
from data.checker.costs import terms
from data.places import SAME_M
from data.plans import BerthedCall, BerthPlan
from data.vessels import VesselCall
from data.work import deviation_m

What = Literal["position", "start", "end", "cranes", "new", "gone"]
# Below this, two moments are the same.
_SAME = timedelta(seconds=1)
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was: of a call its position, start (first line), end (last line) or cranes.

    Or the call itself: new in the plan, or gone from it.
    """

    call: str
    what: What
    old: str
    new: str
    reason: str
    cost: float


def changes(case: Case, previous: BerthPlan, plan: BerthPlan, locked: Collection[str] = ()) -> list[Change]:
    """What a plan changes of the previous one, by first line; `locked` are the calls that a planner locked."""
    return [*_Compared(case, previous, plan, locked)]


def cost_of_changes(case: Case, previous: BerthPlan, plan: BerthPlan) -> float:
    """What the changes of a plan against the previous one cost, in the terminal's money."""
    before = {entry.call: entry for entry in previous.calls}
    return sum(
        sum(_costs(case, before[entry.call], entry, plan.now))
        for entry in plan.calls
        if entry.call in before and entry.call in case.call_by_id
    )


def most_cranes(entry: BerthedCall, since: datetime | None = None) -> int:
    """The most cranes that work a ship at once, from a moment on."""
    uses = [use for use in entry.cranes if since is None or use.end > since]
    return max(
        (len({other.crane for other in uses if other.start <= use.start < other.end}) for use in uses), default=0
    )


def _lies(case: Case, call: str, now: datetime | None) -> bool:
    actual = case.actual_by_call.get(call)
    return now is not None and actual is not None and actual.berthed


def _costs(case: Case, old: BerthedCall, new: BerthedCall, now: datetime | None) -> tuple[float, float, float]:
    """What it costs that a ship has another place, another first line, and another number of cranes."""
    costs = case.terminal.costs
    if not _lies(case, new.call, now):
        return (
            abs(new.position_m - old.position_m) * costs.change_per_metre,
            abs((new.start - old.start) / _HOUR) * costs.change_per_hour,
            float(abs(most_cranes(new) - most_cranes(old)) * costs.change_per_crane),
        )
    if case.actual_by_call[new.call].phase != "working":
        return 0.0, 0.0, 0.0
    return 0.0, 0.0, float(abs(most_cranes(new, now) - most_cranes(old, now)) * costs.change_per_crane)


class _Compared:
    """Two plans beside each other."""

    def __init__(self, case: Case, previous: BerthPlan, plan: BerthPlan, locked: Collection[str]) -> None:
        self._case, self._previous, self._plan, self._locked = case, previous, plan, locked
        self._old = {entry.call: entry for entry in previous.calls}
        self._new = {entry.call: entry for entry in plan.calls}
        self._rail = {crane.id: place for place, crane in enumerate(case.quay_cranes)}
        self._clock = case.terminal.clock

    def __iter__(self) -> Iterator[Change]:
        for entry in sorted((self._old | self._new).values(), key=lambda entry: (entry.start, entry.call)):
            old, new = self._old.get(entry.call), self._new.get(entry.call)
            if old is None:
                yield Change(entry.call, "new", "", self._berth(entry), self._why_new(entry.call), 0.0)
            elif new is None:
                yield Change(entry.call, "gone", self._berth(entry), "", self._why_gone(old), 0.0)
            else:
                yield from self._changed(old, new)

    def _changed(self, old: BerthedCall, new: BerthedCall) -> Iterator[Change]:
        moved, shifted, recraned = _costs(self._case, old, new, self._plan.now)
        why = self._why(old, new)
        if abs(new.position_m - old.position_m) > SAME_M:
            yield Change(new.call, "position", f"{old.position_m:g}", f"{new.position_m:g}", why, moved)
        if abs(new.start - old.start) >= _SAME:
            yield Change(new.call, "start", self._time(old.start), self._time(new.start), why, shifted)
        if abs(new.end - old.end) >= _SAME:
            lies = _lies(self._case, new.call, self._plan.now)
            with_start = abs(new.start - old.start) >= _SAME and not lies
            reason = why if with_start or self._departed(new.call) else self._why_end(old, new)
            yield Change(new.call, "end", self._time(old.end), self._time(new.end), reason, 0.0)
        if self._departed(new.call):
            return
        if recraned or self._cranes(old) != self._cranes(new):
            reason = self._why_cranes(old, new)
            yield Change(new.call, "cranes", self._cranes(old), self._cranes(new), reason, recraned)

    # Words ------------------------------------------------------------------------------------------------------------

    def _time(self, moment: datetime) -> str:
        return self._case.terminal.local(moment).isoformat()

    def _berth(self, entry: BerthedCall) -> str:
        return f"{entry.position_m:g} m from {self._time(entry.start)}"

    def _cranes(self, entry: BerthedCall) -> str:
        """The cranes that work a ship, of one that lies alongside those from now on, in rail order."""
        now = self._plan.now if _lies(self._case, entry.call, self._plan.now) else None
        names = {use.crane for use in entry.cranes if now is None or use.end > now}
        most = most_cranes(entry, now)
        text = " ".join(sorted(names, key=lambda crane: (self._rail.get(crane, len(self._rail)), crane)))
        return text if most == len(names) else f"{text} (at most {most} at once)"

    def _departed(self, call: str) -> bool:
        return _lies(self._case, call, self._plan.now) and self._case.actual_by_call[call].phase == "departed"

    # Reasons ----------------------------------------------------------------------------------------------------------

    def _why_new(self, call: str) -> str:
        reason = next((entry.reason for entry in self._previous.unserved if entry.call == call), None)
        if reason is not None:
            return f"the plan before left it out: {reason}"
        if _lies(self._case, call, self._plan.now):
            return "it lies alongside, as its actual says"
        return "the plan before does not have it"

    def _why_gone(self, old: BerthedCall) -> str:
        call = self._case.call_by_id.get(old.call)
        if call is None:
            return "the case has no such call any more"
        reason = next((entry.reason for entry in self._plan.unserved if entry.call == old.call), None)
        estimate = self._estimate(old, call)
        if reason is not None:
            return reason if estimate is None else f"{estimate}; {reason}"
        return f"{estimate or f'it arrives at {self._clock(call.eta)}'}, which is not in the planned time"

    def _estimate(self, old: BerthedCall, call: VesselCall) -> str | None:
        """That a ship is to come at another time than the plan before took for granted."""
        if old.eta is not None and abs(old.eta - call.eta) >= _SAME:
            return f"estimate changed: ETA from {self._clock(old.eta)} to {self._clock(call.eta)}"
        if call.eta - old.start >= _SAME:
            return f"estimate changed: ETA {self._clock(call.eta)}, after its first line in the plan before"
        return None

    def _why(self, old: BerthedCall, new: BerthedCall) -> str:
        """Why a ship has another place or another time."""
        call, now = self._case.call_by_id[new.call], self._plan.now
        if _lies(self._case, new.call, now):
            return "it has happened, as its actual says"
        estimate = self._estimate(old, call)
        if estimate is not None:
            return estimate
        if now is not None and old.start < now:
            return f"it is not alongside yet at {self._clock(now)}"
        better, in_the_way = self._better(old, new, call), self._in_the_way(old, new)
        # What costs more to change than it saves for the ship itself is for the sake of another one.
        own = self._money(old) - self._money(new) >= sum(_costs(self._case, old, new, now)[:2])
        why = (better, in_the_way) if own else (in_the_way, better)
        return self._closed(old) or why[0] or why[1] or "cheaper now"

    def _money(self, entry: BerthedCall) -> float:
        """What the time and the place of a berth cost."""
        call = self._case.call_by_id[entry.call]
        found = terms(self._case, self._plan, [Berthed(entry, call, self._case.ship_of(call))])
        return sum(found.get(term, 0.0) for term in ("waiting", "lateness", "position", "stay", "window"))

    def _better(self, old: BerthedCall, new: BerthedCall, call: VesselCall) -> str | None:
        """What a ship gains that is not moved for the sake of others: time, or metres to its preferred place."""
        if new.start > old.start:
            return None
        for what, gained in (("first line", old.start - new.start), ("last line", old.end - max(new.end, call.etd))):
            if gained >= _MINUTE:
                text = f"{gained / _HOUR:.1f} h" if gained >= _HOUR else f"{gained / _MINUTE:.0f} min"
                return f"cheaper now: {what} {text} earlier"
        nearer = deviation_m(call, old.position_m) - deviation_m(call, new.position_m)
        if nearer > SAME_M:
            return f"cheaper now: it lies {nearer:g} m nearer to its preferred place"
        return None

    def _why_end(self, old: BerthedCall, new: BerthedCall) -> str:
        """Why a ship leaves at another time without having another first line."""
        actual = self._case.actual_by_call.get(new.call)
        if actual is None or not _lies(self._case, new.call, self._plan.now):
            if self._cranes(old) != self._cranes(new) or most_cranes(old) != most_cranes(new):
                return "it is worked by other cranes"
            return (
                "its cranes come or go at other times"
                if self._hours(old) != self._hours(new)
                else "its work has changed"
            )
        if actual.phase == "complete":
            return "it is worked off and leaves when it can"
        left = self._case.call_by_id[new.call].moves - actual.moves_done
        assert self._plan.now is not None
        return f"it has {left} boxes left at {self._clock(self._plan.now)}"

    def _hours(self, entry: BerthedCall) -> list[tuple[str, timedelta, timedelta]]:
        """When each crane works a ship, from its first line on."""
        return sorted((use.crane, use.start - entry.start, use.end - entry.start) for use in entry.cranes)

    def _why_cranes(self, old: BerthedCall, new: BerthedCall) -> str:
        """Why a ship has other cranes."""
        for use in old.cranes:
            if self._plan.now is not None and use.end <= self._plan.now:
                continue
            for closed in self._case.closed("crane"):
                if closed.crane == use.crane and closed.during(use.start, use.end):
                    return f"crane {use.crane} is out of service from {self._clock(closed.start)}"
        if _lies(self._case, new.call, self._plan.now):
            if self._case.actual_by_call[new.call].phase == "complete":
                return "it is worked off"
            return "its work is planned anew from now on"
        if abs(new.position_m - old.position_m) > SAME_M or abs(new.start - old.start) >= _SAME:
            return "it goes with its place and time"
        return self._cranes_taken(old) or "its cranes were free, and this is cheaper now"

    def _closed(self, old: BerthedCall) -> str | None:
        """A closure that is where and when the ship was to lie, or her cranes were to work."""
        high_m = old.position_m + self._case.ship_of(self._case.call_by_id[old.call]).loa_m
        for closed in self._case.closures:
            if closed.what == "quay" and closed.during(old.start, old.end):
                hit = old.position_m < closed.high_m and closed.low_m < high_m
            elif closed.what == "channel":
                hit = closed.at(old.start) or closed.at(old.end)
            else:
                hit = any(use.crane == closed.crane and closed.during(use.start, use.end) for use in old.cranes)
            if hit:
                why = f" ({closed.reason})" if closed.reason else ""
                return f"closure {closed.id}{why} is in the way of its berth in the plan before"
        return None

    def _in_the_way(self, old: BerthedCall, new: BerthedCall) -> str | None:
        """Who takes the ship's old berth, or her old cranes, in the new plan."""
        gap = self._case.terminal.quay.mooring_gap_m
        low = old.position_m - gap
        high = old.position_m + self._case.ship_of(self._case.call_by_id[old.call]).loa_m + gap
        takers = [
            other
            for other in sorted(self._new.values(), key=lambda other: other.start)
            if other.call != old.call
            and other.start < old.end
            and old.start < other.end
            and other.position_m < high - SAME_M
            and low < other.position_m + self._case.ship_of(self._case.call_by_id[other.call]).loa_m - SAME_M
        ]
        if not takers:
            return self._cranes_taken(old)
        other = takers[-1]
        name = self._case.named(other.call) + (", which is locked" if other.call in self._locked else "")
        before = self._old.get(other.call)
        if other.end <= new.start:
            later = before is not None and other.end - before.end >= _SAME
            return f"follows {name}, which ends later" if later else f"follows {name}"
        return f"makes way for {name}"

    def _cranes_taken(self, old: BerthedCall) -> str | None:
        for other in sorted(self._new.values(), key=lambda other: other.start):
            if other.call == old.call:
                continue
            for use in other.cranes:
                for own in old.cranes:
                    if own.crane == use.crane and use.start < own.end and own.start < use.end:
                        return f"crane {own.crane} works {self._case.named(other.call)} then"
        return None
