"""Re-planning: what a plan of the running day starts from, and what of it stays.

A clock, the case's actuals and the calls that a planner locked say what has become of the plan before.

- departed: its entry, with the actual place and times. It takes no room any more.
- complete: alongside until the planned departure, or until now if that is later; longer where the water wants it.
  No cranes from now on.
- working: place and first line are the actual ones. The boxes that are left are worked from now on, and the end follows
  from that. With constant assignment it keeps its cranes, unless they are out of service or taken: then it gets others.
  With hourly assignment its cranes may change from now on.
- arrived: berths from now on. It has arrived, so that a later ETA holds it no more.
- inbound: berths from now on, not before its ETA.
- locked: exactly as in the plan before. A call that lies alongside or has left by its actual is what its actual says,
  locked or not.
- no actual, and planned to berth before now, and not before the ETA that the case has: taken to be on plan, exactly as
  in the plan before. That is an assumption: the checker names every such call in its remarks, and where an actual of
  another call says that it can't be so, an actual is asked for.
- no actual, anything else: as inbound.

Nobody says where a crane stands now: no time is asked to bring it to its first ship after now. If that is a change of
ship by the plan, it costs what it costs, but the search does not look for plans that spare it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from data.actuals import Actual
from data.case import Case
from data.checker import check_berths
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan
from data.vessels import VesselCall
from scheduler.berths.alongside import leaves, next_second, worked_between, worked_on

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
# A running day is not so long before its plan, and no ship at the terminal came so long before it.
_EARLIEST = timedelta(days=60)


@dataclass(frozen=True)
class Replan:
    """What a new plan starts from: the plan before it, the clock, and the calls that a planner locked."""

    previous: BerthPlan
    now: datetime
    locked: frozenset[str] = frozenset()

    def planned_time(self, case: Case, days: float | None) -> tuple[datetime, datetime]:
        """That of the plan before; to a later end where `days` from its start are more."""
        start, end = (case.terminal.local(moment) for moment in (self.previous.start, self.previous.end))
        return start, end if days is None else max(end, start + timedelta(days=days))


@dataclass(frozen=True)
class Stay:
    """A call that stays where it is; `entry` is what the new plan has of it. `remedy` says how it need not stay.

    Where `begin` is given, only place and first line stay, and cranes are open: `left` is the share of its work that is
    to be done from `begin` on, the entry goes until then, and `likely` is all of it if the cranes of the plan before
    work on. `opened` is the same call with open cranes, where its cranes need not stay.
    """

    entry: BerthedCall
    remedy: str
    left: float = 0.0
    begin: datetime | None = None
    likely: BerthedCall | None = None
    opened: "Stay | None" = None


@dataclass(frozen=True)
class Standing:
    """Where everything stands: calls that stay, entries of calls that are gone, and since when each other may berth."""

    replan: Replan
    start: datetime
    end: datetime
    stays: dict[str, Stay]
    gone: tuple[BerthedCall, ...]
    free: dict[str, datetime]

    @cached_property
    def before(self) -> dict[str, BerthedCall]:
        """The entries of the plan before, by call."""
        return {entry.call: entry for entry in self.replan.previous.calls}

    def settled(self) -> list[BerthedCall]:
        """The entries that stay as they are, also those of calls that are gone."""
        return [*self.gone, *(stay.entry for stay in self.stays.values() if stay.begin is None)]

    def zero(self, mooring_min: float) -> datetime:
        """The moment from which ticks count: the planned time's start, or whole days before it, before all that is."""
        firsts = [self.start, self.replan.now - timedelta(minutes=mooring_min)]
        firsts += [stay.entry.start for stay in self.stays.values() if stay.begin is None]
        return self.start + (min(firsts) - self.start) // _DAY * _DAY

    def moments(self) -> list[datetime]:
        """The moments that the problem is to know exactly, besides those of its calls."""
        found = [self.replan.now]
        for stay in self.stays.values():
            found += [stay.entry.end] if stay.begin is None else [stay.begin]
        return found + [entry.start for entry in self.replan.previous.calls if entry.call in self.free]

    def spent(self, case: Case, zero: datetime, tick: timedelta, counted: Mapping[str, datetime]) -> float:
        """Money that every plan costs: of what stays, and of what has happened, changes of cranes before now included.

        Of a ship whose cranes are open it is what it costs until the problem counts: `counted`, by call. That may be
        some seconds before its first line, which are taken off again. The finish counts from the planned time's start,
        and in the problem from `zero`; the rest of the tick in which the last ship that stays leaves is taken off, for
        it may be the last of all.
        """
        opened = [
            stay.entry.model_copy(update={"end": counted[call]})
            for call, stay in self.stays.items()
            if stay.begin is not None
        ]
        before_now = [
            entry.model_copy(update={"cranes": worked_between(entry, until=self.replan.now)})
            for entry in (*self.gone, *(stay.entry for stay in self.stays.values()))
        ]
        of_all = check_berths(case, self.plan_of(case, self.settled())).terms
        of_opened = check_berths(case, self.plan_of(case, opened)).terms
        spent = sum(of_all.get(term, 0.0) for term in ("waiting", "lateness", "position", "stay", "window"))
        spent += sum(of_opened.get(term, 0.0) for term in ("waiting", "position", "stay", "window"))
        spent += check_berths(case, self.plan_of(case, before_now)).terms.get("crane_changes", 0.0)
        last = max((stay.entry.end for stay in self.stays.values() if stay.begin is None), default=zero)
        begun = (zero - last) % tick
        return spent - case.terminal.costs.finish_per_hour * ((self.start - zero + begun) / _HOUR)

    def plan_of(self, case: Case, entries: Sequence[BerthedCall]) -> BerthPlan:
        """A plan of some entries."""
        return BerthPlan(
            case=case.name, case_hash=case.hash, start=self.start, end=self.end, now=self.replan.now,
            calls=tuple(entries),
        )  # fmt: skip

    def refuse_conflicts(self, case: Case, more: Sequence[BerthedCall] = ()) -> None:
        """Raise DermagaError where what stays, with some entries of calls with open cranes, can't all be."""
        verdict = check_berths(case, self.plan_of(case, [*self.settled(), *more]))
        broken = [rule for rule in verdict.broken if rule.rule != "call_missing"]
        if not broken:
            return
        lines = []
        for rule in broken:
            remedies = [self.stays[call].remedy if call in self.stays else _remedy(case, call) for call in rule.calls]
            lines.append(f"{rule}; {', or '.join(dict.fromkeys(remedies))}")
        raise DermagaError("\n".join(["what stays as it is breaks rules:", *lines]))

    def opened(self, case: Case) -> "Standing":
        """The same, with open cranes where a working ship can't keep its own."""
        verdict = check_berths(case, self.plan_of(case, self.settled()))
        of_cranes = [rule for rule in verdict.broken if rule.rule.startswith("crane_") or rule.rule == "gangs"]
        called = {call for rule in of_cranes for call in rule.calls}
        opened = {call: stay.opened for call, stay in self.stays.items() if call in called and stay.opened is not None}
        return replace(self, stays=self.stays | opened)


def standing_of(case: Case, replan: Replan, days: float | None = None) -> Standing:
    """Where everything stands at the clock of a re-plan.

    Raises DermagaError where plan, clock, locks and actuals contradict each other.
    """
    start, end = replan.planned_time(case, days)
    replan = replace(replan, now=next_second(case.terminal.local(replan.now)))
    before = {entry.call: entry for entry in replan.previous.calls}
    _refuse_other_plans(case, replan, end, before)
    stays: dict[str, Stay] = {}
    gone: list[BerthedCall] = []
    free: dict[str, datetime] = {}
    for call in case.calls:
        actual, entry = case.actual_by_call.get(call.id), before.get(call.id)
        if not start <= call.eta < end and (actual is None or not actual.here):
            continue
        if entry is not None:
            entry = entry.model_copy(update={"eta": call.eta})
        if actual is not None:
            _refuse_other_days(case, actual, replan.now)
        stay = _stay(case, call, actual, entry, replan)
        if stay is None:
            waits = call.earliest_start if actual is not None and actual.phase == "arrived" else call.earliest
            free[call.id] = replan.now if waits is None else max(replan.now, waits)
        elif stay.begin is None and stay.entry.end <= replan.now:
            gone.append(stay.entry)
        else:
            stays[call.id] = stay
    _refuse_locks(case, replan, stays.keys() | {entry.call for entry in gone}, before)
    standing = Standing(replan, start, end, stays, tuple(gone), free).opened(case)
    standing.refuse_conflicts(case)
    return standing


def _refuse_other_plans(case: Case, replan: Replan, end: datetime, before: Collection[str]) -> None:
    if before and not any(call in case.call_by_id for call in before):
        raise DermagaError(
            f"the plan before is for {replan.previous.case} and has no call of {case.name}; give the plan of this case"
        )
    if len(before) < len(replan.previous.calls):
        counts = Counter(entry.call for entry in replan.previous.calls)
        raise DermagaError(f"the plan before berths {max(counts, key=counts.__getitem__)} twice; correct it")
    if replan.now < replan.previous.start - _EARLIEST:
        raise DermagaError(
            f"now is {replan.now:%Y-%m-%d %H:%M} and the planned time begins more than {_EARLIEST.days} days later, at "
            f"{replan.previous.start:%Y-%m-%d %H:%M}; correct now"
        )
    if replan.now >= end:
        raise DermagaError(
            f"now is {replan.now:%Y-%m-%d %H:%M} and the planned time ends at {end:%Y-%m-%d %H:%M}; correct now, or "
            "give more days"
        )


def _refuse_other_days(case: Case, actual: Actual, now: datetime) -> None:
    for name in ("arrived", "first_line", "last_line"):
        moment = getattr(actual, name)
        if moment is not None and moment > now:
            raise DermagaError(
                f"actuals, {actual.call}, {name} = {case.terminal.clock(moment)}: that is after now, "
                f"{now:%Y-%m-%d %H:%M}; correct the row, or now"
            )
        if moment is not None and moment < now - _EARLIEST:
            raise DermagaError(
                f"actuals, {actual.call}, {name} = {case.terminal.clock(moment)}: that is more than {_EARLIEST.days} "
                f"days before now, {now:%Y-%m-%d %H:%M}; correct the row, or leave it out"
            )


def _refuse_locks(case: Case, replan: Replan, planned: Collection[str], before: Collection[str]) -> None:
    for call in sorted(replan.locked):
        if call not in case.call_by_id:
            raise DermagaError(f"the case {case.name} has no call {call} to lock; correct the name")
        if call in planned:
            continue
        if call not in before:
            raise DermagaError(f"{call} is locked and the plan before does not berth it; do not lock it")
        raise DermagaError(
            f"{call} is locked and does not arrive in the planned time any more, but at "
            f"{case.terminal.clock(case.call_by_id[call].eta)}; give more days, or do not lock it"
        )


def _stay(
    case: Case, call: VesselCall, actual: Actual | None, entry: BerthedCall | None, replan: Replan
) -> Stay | None:
    """How a call stays, or None where it is free to plan."""
    if actual is not None and actual.berthed:
        return _as_it_is(case, call, actual, entry, replan.now)
    if entry is not None and call.id in replan.locked:
        return Stay(entry, f"do not lock {call.id}")
    if entry is not None and actual is None and call.earliest <= entry.start < replan.now:
        return Stay(entry, _remedy(case, call.id))
    return None


def _remedy(case: Case, call: str) -> str:
    """How a call need not have happened as it is taken to have."""
    if call in case.actual_by_call:
        return f"correct the row of {call} in actuals"
    return f"give an actual for {call}, which is taken to be on plan"


def _as_it_is(case: Case, call: VesselCall, actual: Actual, entry: BerthedCall | None, now: datetime) -> Stay:
    """What an actual says of a ship that lies alongside, or did."""
    first_line, position_m = actual.first_line, actual.position_m
    assert first_line is not None
    assert position_m is not None
    quay, remedy = case.terminal.quay, _remedy(case, call.id)
    moored = first_line + timedelta(minutes=quay.mooring_min)
    until = now if actual.last_line is None else actual.last_line
    there = BerthedCall(
        call=call.id, position_m=position_m, side=call.side, start=first_line, end=until, eta=call.eta,
        cranes=() if entry is None else worked_between(entry, moored, until),
    )  # fmt: skip
    if actual.phase == "departed":
        return Stay(there, remedy)
    left = 1 - actual.moves_done / call.moves if actual.phase == "working" else 0.0
    if left > 0:
        begin = max(now, next_second(moored))
        likely = None if entry is None else worked_on(case, call, there, entry, left, begin)
        opened = Stay(there, remedy, left, begin, likely)
        if likely is None or case.terminal.crane_work.assignment == "hourly":
            return opened
        return Stay(likely, remedy, opened=replace(opened, likely=None))
    if actual.phase == "working":
        ready = max(now, moored) + timedelta(minutes=quay.unmooring_min)
    else:
        ready = now if entry is None else max(now, entry.end)
    return Stay(there.model_copy(update={"end": leaves(case, call, position_m, ready)}), remedy)
