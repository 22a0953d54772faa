"""What each quay crane of a loading plan does with its time, and what it waits for; from the plan alone.

The time from the plan's start to the ship's last lift is split, crane by crane. Of a gap before a lift, the way from
the bay before comes first. What is left of it is a wait, and of a wait

- `closed` is the time in which the crane is out of service, not given to the ship, or has no gang, since as many others
  lift as the shift has gangs;
- `yard_wait` is all the rest where the lift begins as soon as its box is there: the yard had not sent it before, or all
  tractors of the plan were under way. A box that was there earlier held nothing, since it is only sent for in time;
- `crane_wait` is else the rest until another crane was no longer in the way: it lifted in the same bay, or so near that
  this one had to keep off, or took off a box that this one puts into the bay with that lift or a later one;
- `other` is what remains. Nothing in the plan says why the crane did not begin then.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

from data.case import Case
from data.checker.loading.cranes import hours_given
from data.checker.loading.planned import ROUNDED_S, Planned, PlannedLift
from data.checker.loading.tractors import tractor_trips
from data.plans import LoadingPlan
from data.shifts import shift_times

_Span = tuple[float, float]


@dataclass(frozen=True)
class CraneHours:
    """Seconds of a crane between the plan's start and the last lift of the ship; they add up to that time.

    `working` is the time of its lifts, hatch covers among them, and `done` that after its last one.
    """

    crane: str
    working: float = 0
    moving: float = 0
    crane_wait: float = 0
    yard_wait: float = 0
    closed: float = 0
    other: float = 0
    done: float = 0

    @property
    def total(self) -> float:
        """All of it."""
        waits = self.crane_wait + self.yard_wait + self.closed + self.other
        return self.working + self.moving + waits + self.done


def crane_hours(case: Case, plan: LoadingPlan) -> list[CraneHours]:
    """The time of every crane that the plan gives the ship, in rail order.

    The plan must keep the rules of the checker. Nothing is told where the ship has no profile.
    """
    call = case.call_by_id[plan.call]
    layout = case.layout_of(call)
    if layout is None:
        return []
    split = _Split(Planned.of(case, plan, call, layout))
    rail = split.planned.rail
    return [split.of(crane) for crane in sorted({use.crane for use in plan.cranes}, key=lambda crane: rail[crane])]


@dataclass(frozen=True)
class _Split:
    planned: Planned

    @cached_property
    def finish(self) -> float:
        """When the ship's last lift ends."""
        return max((each.end for each in self.planned.lifts), default=0.0)

    @cached_property
    def fetched(self) -> dict[str, float]:
        """When each box that is retrieved from the yard is at the quay."""
        retrieves = (each for each in self.planned.moves if each.move.kind == "retrieve")
        return {each.move.box: each.end + self.planned.drive_s for each in retrieves}

    @cached_property
    def no_tractor(self) -> list[_Span]:
        """When all tractors of the plan are under way."""
        found: list[_Span] = []
        busy, since = 0, 0.0
        for moment, step in sorted(
            change for start, end, _ in tractor_trips(self.planned) for change in ((start, 1), (end, -1))
        ):
            busy += step
            if step > 0 and busy == self.planned.plan.tractors:
                since = moment
            elif step < 0 and busy == self.planned.plan.tractors - 1 and since < moment:
                found.append((since, moment))
        return found

    def of(self, crane: str) -> CraneHours:
        """The time of a crane."""
        planned = self.planned
        lifts = planned.lifts_by_crane.get(crane, [])
        found: defaultdict[str, float] = defaultdict(float)
        before: PlannedLift | None = None
        for each in lifts:
            begin = before.end if before is not None else 0.0
            way = self._way_s(before, each, each.start - begin)
            found["moving"] += way
            for cause, seconds in self._wait(crane, each, begin + way):
                found[cause] += seconds
            found["working"] += each.long_s
            before = each
        done = self.finish - (before.end if before is not None else 0.0)
        return CraneHours(crane, done=done, **found)

    def _way_s(self, before: PlannedLift | None, each: PlannedLift, gap_s: float) -> float:
        """Seconds of a gap that the crane needs for its way."""
        speed = self.planned.case.terminal.crane_work.travel_m_min / 60
        if before is None or before.on_quay_m is None or each.on_quay_m is None or not speed:
            return 0.0
        return min(gap_s, abs(each.on_quay_m - before.on_quay_m) / speed)

    def _wait(self, crane: str, each: PlannedLift, begin: float) -> Iterator[tuple[str, float]]:
        """The causes of the wait from a moment until a lift, with the seconds of each."""
        if each.start <= begin:
            return
        closed = _united(self._closed(crane, begin, each.start))
        yield "closed", sum(end - start for start, end in closed)
        if self._yard_until(each) >= each.start - ROUNDED_S:
            yield "yard_wait", _open_s(begin, each.start, closed)
            return
        held = max(begin, min(each.start, self._others_until(crane, each, begin)))
        yield "crane_wait", _open_s(begin, held, closed)
        yield "other", _open_s(held, each.start, closed)

    def _closed(self, crane: str, begin: float, end: float) -> Iterator[_Span]:
        """Spans between two moments in which the crane could not work at the ship; they may overlap."""
        planned = self.planned
        last = begin
        for start, until in hours_given(planned, crane):
            if last < min(start, end):
                yield last, min(start, end)
            last = max(last, until)
        if last < end:
            yield last, end
        for closure in planned.case.closed("crane"):
            if closure.crane == crane:
                yield max(begin, planned.seconds(closure.start)), min(end, planned.seconds(closure.end))
        yield from self._no_gang(crane, begin, end)

    def _no_gang(self, crane: str, begin: float, end: float) -> Iterator[_Span]:
        planned, start = self.planned, self.planned.plan.start
        if not planned.case.shifts:
            return
        others = [each for each in planned.lifts if each.lift.crane != crane and begin < each.end and each.start < end]
        moments = sorted({begin, end, *(moment for each in others for moment in (each.start, each.end))})
        moments = [moment for moment in moments if begin <= moment <= end]
        for shift in shift_times(
            planned.case.terminal, planned.case.shifts, start + timedelta(seconds=begin), start + timedelta(seconds=end)
        ):
            first, last = planned.seconds(shift.start), planned.seconds(shift.end)
            for one, other in pairwise(moments):
                lifting = sum(each.start < other and one < each.end for each in others)
                if lifting >= shift.shift.gangs and max(one, first) < min(other, last):
                    yield max(one, first), min(other, last)

    def _others_until(self, crane: str, each: PlannedLift, begin: float) -> float:
        """Until when another crane's lifts kept a lift from beginning; -inf where none did."""
        planned = self.planned
        work = planned.case.terminal.crane_work
        seconds_m = 60 / work.travel_m_min if work.travel_m_min else 0.0
        until = float("-inf")
        for other, lifts in planned.lifts_by_crane.items():
            if other == crane:
                continue
            apart = planned.rail[other] - planned.rail[crane]
            for place in range(bisect_left(lifts, each.start, key=lambda lift: lift.start) - 1, -1, -1):
                its = lifts[place]
                if its.end <= max(begin, until) - self._longest_way_s:
                    break
                if each.on_quay_m is None or its.on_quay_m is None:
                    continue
                ahead = each.on_quay_m - its.on_quay_m if apart > 0 else its.on_quay_m - each.on_quay_m
                close_m = ahead + work.clearance_m * abs(apart)
                if close_m > 0 or its.lift.bay == each.lift.bay:
                    until = max(until, its.end + max(0.0, close_m) * seconds_m)
        return max([until, *self._put_back_from(crane, each)])

    def _put_back_from(self, crane: str, each: PlannedLift) -> Iterator[float]:
        """When other cranes had taken off the boxes that a crane puts into a lift's bay, with it or later."""
        for later in self.planned.lifts_by_crane[crane]:
            if later.lift.kind == "restow_on" and later.lift.bay == each.lift.bay and later.start >= each.start:
                for carried in later.lift.boxes:
                    its = self.planned.lifts_by_box[carried.box]
                    yield from (off.end for off in its if off.lift.kind == "restow_off" and off.lift.crane != crane)

    @cached_property
    def _longest_way_s(self) -> float:
        """More seconds than any crane has to keep off after another's lift."""
        work, places = self.planned.case.terminal.crane_work, self.planned.bay_places.values()
        if not work.travel_m_min:
            return 0.0
        apart_m = max(places) - min(places) + work.clearance_m * len(self.planned.rail)
        return apart_m * 60 / work.travel_m_min

    def _yard_until(self, each: PlannedLift) -> float:
        """When a lift's boxes had come from the yard, or the tractor that takes them there; -inf where none had to."""
        never = float("-inf")
        if each.lift.kind == "load":
            return max((self.fetched.get(carried.box, never) for carried in each.lift.boxes), default=never)
        place = bisect_left(self.no_tractor, each.start, key=lambda span: span[0])
        return self.no_tractor[place - 1][1] if place and each.lift.kind == "discharge" else never


def _united(spans: Iterator[_Span]) -> list[_Span]:
    """Spans that do not overlap, in order, and cover the same time."""
    found: list[_Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _open_s(begin: float, end: float, closed: list[_Span]) -> float:
    """Seconds between two moments that are in none of the spans."""
    return max(0.0, end - begin) - sum(max(0.0, min(end, until) - max(begin, start)) for start, until in closed)
