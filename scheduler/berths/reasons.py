"""Why a ship of a plan waits, leaves late or lies away from its place: what it would gain if one thing were not there.

A ship is taken out of the plan and berthed anew among the others, which stay: once as things are, and once for each
thing that may keep it from a better berth, as if that were not there. What helps most is the main reason. Where no
single thing explains half of what a ship loses, some are looked for that do together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from threading import Event

import numpy as np

from data.case import Case
from data.errors import DermagaError
from data.plans import BerthPlan
from scheduler.berths.clock import MINUTE_MS
from scheduler.berths.compiled import cached
from scheduler.berths.kernel import (
    INFINITE,
    NEVER,
    OUT,
    PLACED,
    Data,
    State,
    berth_cost,
    change_cost,
    insert,
    keeping_cost,
)
from scheduler.berths.problem import BerthProblem, posed, posed_alike
from scheduler.berths.replan import Replan
from scheduler.berths.states import state_of, without
from scheduler.berths.things import Thing, longer_m, things_of
from scheduler.berths.wording import Loss, Wording
from scheduler.compiled import compiled_unless
from scheduler.result import count_nothing

# Calls from which on compiled code is quicker, though it has to be compiled once; with cranes by the slot fewer.
_MANY, _MANY_BY_SLOT = 30, 5
# A crane goes from ship to ship in less.
_CHANGE = timedelta(hours=2)
# No ship is berthed anew so long after the plan's last one has left.
_SLACK = timedelta(days=7)
# What saves less than this share of what a call loses is no reason. Where nothing saves as much as this one, several
# things together are looked for.
_LEAST, _MAIN = 0.02, 0.5
# Of things that save as much but for this share, the most special one is the reason: here they are from there on.
_SAME = 0.02
_ORDER = (
    "ship", "closure", "crane_stop", "channel", "tide", "earliest_start", "latest_departure", "gangs",
    "plan_before", "cranes", "crane_reach", "depth", "quay", "together", "work", "itself", "crane_changes",
)  # fmt: skip
# Parts of money that floats may lose.
_NOTHING = 1e-3
_ALL_CRANES, _PLAN_BEFORE = Thing("cranes"), Thing("plan_before")


@dataclass(frozen=True)
class Reason:
    """What keeps a call of a plan from a better berth, and what the call would gain without it.

    `what` is ship (`name` is its call), cranes (at the call `name`, or without it at any other), closure, crane_stop or
    channel (with a closure's id, or "hours"), tide, gangs (of the shift `name`), earliest_start, latest_departure,
    crane_reach, depth, quay ("length" or "sections"), plan_before (of a re-plan), or together (of the things in `name`,
    with a space between). Nothing is to blame for `itself`, where a better berth is free, `crane_changes`, where it is
    but would cost more changes of cranes than it saves, and `work`, which is the lateness of a call whose boxes take
    longer than its stay.
    """

    call: str
    what: str
    name: str
    hours: float
    """Hours of waiting that would be saved, or of lateness where those are more."""
    metres: float
    """Metres to the preferred place that would be saved."""
    cost: float
    """Money that would be saved, without changes of cranes; of `itself` with them. In a re-plan, what that would change
    of the plan before is counted."""
    text: str


def reasons(
    case: Case,
    plan: BerthPlan,
    replan: Replan | None = None,
    cancel: Event | None = None,
    report: Callable[[int, int], None] = count_nothing,
) -> tuple[Reason, ...]:
    """The reasons of all calls of a plan: the call whose main reason costs most first, of each call the main one first.

    A call that loses nothing has none, and neither has one that stays as it is in a re-plan. One that nothing can berth
    has only the plan's own word. A plan of the running day whose `replan` is not given is held against itself. `report`
    is told how many calls are looked at, of how many; once `cancel` is set, no more are. Raises DermagaError for a plan
    with calls or cranes that the case does not have.
    """
    cancel = Event() if cancel is None else cancel
    if replan is None and plan.now is not None:
        replan = Replan(plan, plan.now)
    problem = posed(case, plan.start, (plan.end - plan.start) / timedelta(days=1), replan)
    if not problem.calls:
        return ()
    explainer = _Explainer(_shortened(problem, plan), plan)
    groups: list[list[Reason]] = []
    if explainer.is_compiled_unless(cancel):
        for number in range(len(problem.calls)):
            if cancel.is_set():
                break
            groups.append(explainer.reasons_of(number))
            report(number + 1, len(problem.calls))
    groups = sorted((group for group in groups if group), key=lambda group: -group[0].cost)
    return tuple(reason for group in groups for reason in group)


def _shortened(problem: BerthProblem, plan: BerthPlan) -> BerthProblem:
    """The problem with no more time than the plan needs: things are quickly taken from it."""
    last = max([plan.end, *(entry.end for entry in plan.calls)]) + _SLACK
    minutes = min(problem.horizon_min, ceil((last - problem.start) / timedelta(minutes=1)))
    problem = replace(problem, horizon_min=minutes)
    return replace(problem, data=posed_alike(problem, problem.case))


@dataclass(frozen=True)
class _Berth:
    """Where a ship berths, in ticks and units, and what that costs it, in the problem's money."""

    cost: float
    placed: bool = False
    start: float = 0.0
    end: float = 0.0
    place: float = 0.0


class _Explainer:
    """Berths the ships of a plan anew, one at a time."""

    def __init__(self, problem: BerthProblem, plan: BerthPlan) -> None:
        self._problem = problem
        gone = set() if problem.standing is None else {entry.call for entry in problem.standing.gone}
        self._state = state_of(problem, [entry for entry in plan.calls if entry.call not in gone])
        # A ship that is berthed anew leaves its steps here.
        self._steps = self._state.step.copy()
        self._entries = {entry.call: entry for entry in plan.calls}
        self._passing, self._lasting = things_of(problem)
        self._ships = [Thing("ship", call.id, number) for number, call in enumerate(problem.calls)]
        self._placed = self._state.berth.status == PLACED
        self._data: dict[frozenset[Thing], Data] = {frozenset(): problem.data}
        many = _MANY_BY_SLOT if problem.data.slot else _MANY
        self._insert = cached(insert) if len(problem.calls) > many else insert
        self._scratch = problem.new_scratch()
        self._words = Wording(problem.case, plan, longer_m(problem))
        # By the slot, which cranes are taken makes a difference to how long they are free.
        self._sides = (-1.0, 0.0, 1.0) if problem.data.slot else (-1.0,)

    def is_compiled_unless(self, cancel: Event) -> bool:
        """Whether berths can be looked for now: where nobody has yet compiled that, it takes many seconds."""
        data, state, scratch = self._problem.data, self._problem.new_state(), self._problem.new_scratch()
        return self._insert is insert or compiled_unless(
            cancel,
            lambda: self._insert(data, state, scratch, 0, INFINITE, NEVER, False, -1, 1 << 20, -1.0, 0.0, 0.0),
        )

    # Berths -----------------------------------------------------------------------------------------------------------

    def _target(self, i: int) -> int:
        """The tick after which a ship's end counts as the finish of all."""
        if not self._problem.data.finish:
            return NEVER
        others = [int(berth.end) for k, berth in enumerate(self._state.berth) if k != i and self._placed[k]]
        return max(others, default=0)

    def _actual(self, i: int) -> _Berth:
        """The berth of the plan, to the second and the millimetre."""
        problem, ship = self._problem, self._problem.data.ship[i]
        entry = self._entries.get(problem.calls[i].id)
        if entry is None:
            return _Berth(float(ship.left_out))
        tick = timedelta(milliseconds=problem.tick_ms)
        start, end = (entry.start - problem.start) / tick, (entry.end - problem.start) / tick
        place = entry.position_m * 1000 / problem.unit_mm
        if problem.standing is not None and problem.calls[i].id in problem.standing.stays:
            # It is worked from now on, and counts from then.
            start, place = int(self._state.berth[i].start), int(self._state.berth[i].place)
        # The kernel's functions count in floats as well where they are not compiled.
        count, target = int(self._state.berth[i].count), self._target(i)
        cost = berth_cost(ship, problem.data.finish, start, end, place, count, target)  # type: ignore[arg-type]
        return _Berth(float(cost), True, start, end, place)

    def _data_without(self, things: Iterable[Thing]) -> Data:
        taken = frozenset(thing for thing in things if thing.take is not None)
        if taken not in self._data:
            case = self._problem.case
            for thing in taken:
                case = thing.take(case) if thing.take is not None else case
            try:
                self._data[taken] = posed_alike(self._problem, case)
            except DermagaError:
                # A ship that lies alongside can't be worked without it: it is no hindrance.
                self._data[taken] = self._problem.data
        data = self._data[taken]
        if _PLAN_BEFORE in things:
            ships = data.ship.copy()
            ships.moved[:], ships.shifted[:], ships.recraned[:] = 0, 0, 0
            return data._replace(ship=ships)
        return data

    def _state_without(self, i: int, things: Sequence[Thing]) -> State:
        gone = [i, *(thing.ship for thing in things if thing.what == "ship")]
        idle = [thing.ship for thing in things if thing.what == "cranes" and thing.ship >= 0]
        if _ALL_CRANES in things:
            idle = [k for k in range(len(self._placed)) if self._placed[k]]
        state = without(self._state, np.array(gone, np.int64), np.array(idle, np.int64))
        if any((thing.what, thing.name) == ("quay", "sections") for thing in things):
            state.berth.claim_low[:] = state.berth.place
            state.berth.claim_high[:] = state.berth.place + self._problem.data.ship.length
        return state

    def _tries(self, i: int, things: Sequence[Thing]) -> Iterator[tuple[_Berth, State]]:
        """Berths of a ship among the others without some things."""
        data, target, others = self._data_without(things), self._target(i), self._state_without(i, things)
        for side in self._sides:
            state = State(others.berth.copy(), self._steps, others.busy.copy(), others.owner.copy())
            cost = self._insert(data, state, self._scratch, i, INFINITE, target, False, -1, 1 << 20, side, 0.0, 0.0)
            berth = state.berth[i]
            if cost < INFINITE and berth.status != OUT:
                yield _Berth(float(cost), True, int(berth.start), int(berth.end), int(berth.place)), state

    def _best(self, i: int, things: Sequence[Thing], actual: _Berth) -> _Berth:
        """The cheapest berth of a ship among the others without some things; that of the plan is always one."""
        # What the plan has changed costs the same without the plan before.
        changed = self._changed(i, actual) if _PLAN_BEFORE in things else 0.0
        berths = [replace(actual, cost=actual.cost - changed), *(berth for berth, _ in self._tries(i, things))]
        best = min(berths, key=lambda berth: berth.cost)
        return replace(best, cost=best.cost + changed)

    def _changed(self, i: int, actual: _Berth) -> float:
        """What the plan's changes of a ship against the plan before cost."""
        ship = self._problem.data.ship[i]
        if not actual.placed:
            return 0.0
        times = keeping_cost(ship, int(actual.start), int(self._state.berth[i].count))
        return float(times + ship.moved * abs(actual.place - ship.old_position))

    # Reasons ----------------------------------------------------------------------------------------------------------

    def reasons_of(self, i: int) -> list[Reason]:
        """The reasons of a call, the main one first."""
        actual = self._actual(i)
        if self._problem.data.ship[i].fixed or actual.cost <= _NOTHING:
            return []
        try:
            return _ordered(self._reasons_of(i, actual))
        finally:
            self._steps[i] = self._state.step[i]

    def _reasons_of(self, i: int, actual: _Berth) -> list[Reason]:
        call = self._problem.calls[i].id
        ships = [thing for thing in self._ships if thing.ship != i and self._placed[thing.ship]]
        ideal = self._best(i, [*ships, *(each for each in self._passing if each.only in (None, call))], actual)
        first, last = self._span(i, actual, ideal)
        ships = [thing for thing in ships if self._there(thing.name, first, last)]
        passing = [thing for thing in self._passing if thing.concerns(call, first, last)]

        free = self._best(i, (), actual)
        single = [*ships, *passing, *self._lasting, _ALL_CRANES]
        if self._problem.standing is not None:
            single.append(_PLAN_BEFORE)
        berths = {thing: self._best(i, (thing,), actual) for thing in single}
        loses = actual.cost - min([ideal.cost, free.cost, *(berth.cost for berth in berths.values())])
        least = max(_LEAST * loses, _NOTHING)
        found = []
        if free.cost < actual.cost - least:
            found.append(self._free(i, actual, free))
        for thing, berth in berths.items():
            if berth.cost < min(actual.cost, free.cost) - least:
                found.append(self._reason(i, actual, *self._by_cranes(i, actual, thing, berth)))
        if not found or max(reason.cost for reason in found) * self._problem.parts < _MAIN * (actual.cost - ideal.cost):
            found += self._together(i, actual, ideal, ships, passing)
        return [*_without_repeats(found), *self._work(i, ideal)]

    def _span(self, i: int, actual: _Berth, ideal: _Berth) -> tuple[datetime, datetime]:
        """From when until when something may matter to a ship: from its ETA until it leaves."""
        tick = timedelta(milliseconds=self._problem.tick_ms)
        last = actual.end if actual.placed else 2 * ideal.end - ideal.start
        return self._problem.calls[i].eta, self._problem.start + max(last, ideal.end) * tick

    def _there(self, call: str, first: datetime, last: datetime) -> bool:
        """Whether a ship is there between two moments, or its cranes are shortly before or after."""
        entry = self._entries[call]
        return entry.start < last + _CHANGE and first - _CHANGE < entry.end

    def _loss(self, i: int, berth: _Berth) -> Loss:
        problem, ship = self._problem, self._problem.data.ship[i]
        if not berth.placed:
            return Loss(served=False)
        hours = problem.tick_ms / MINUTE_MS / 60
        return Loss(
            served=True,
            waiting_h=max(0.0, berth.start - ship.eta) * hours,
            late_h=max(0.0, berth.end - ship.etd) * hours,
            metres=0.0 if ship.preferred == NEVER else abs(berth.place - ship.preferred) * problem.unit_mm / 1000,
            stay_h=(berth.end - berth.start) * hours,
        )

    def _reason(self, i: int, actual: _Berth, things: Sequence[Thing], berth: _Berth) -> Reason:
        """What a call would gain without some things, with which it has another berth."""
        now, then = self._loss(i, actual), self._loss(i, berth)
        cost = (actual.cost - berth.cost) / self._problem.parts
        waiting, late = now.waiting_h - then.waiting_h, now.late_h - then.late_h
        return Reason(
            call=self._problem.calls[i].id,
            what=things[0].what if len(things) == 1 else "together",
            name=things[0].name if len(things) == 1 else " ".join(thing.word for thing in things),
            hours=round(float(max(waiting, late)), 4),
            metres=round(float(now.metres - then.metres), 3),
            cost=round(float(cost), 2),
            text=self._words.because(self._problem.calls[i].id, now, then, things, cost),
        )

    def _by_cranes(self, i: int, actual: _Berth, thing: Thing, berth: _Berth) -> tuple[Sequence[Thing], _Berth]:
        """A thing and the berth without it; the cranes of a ship, where it is they that make the difference."""
        if thing.what == "ship":
            cranes = Thing("cranes", thing.name, thing.ship)
            other = self._best(i, (cranes,), actual)
            if actual.cost - other.cost >= (1 - _SAME) * (actual.cost - berth.cost):
                return (cranes,), other
        return (thing,), berth

    def _free(self, i: int, actual: _Berth, free: _Berth) -> Reason:
        """That a better berth is free, or would be but for changes of cranes."""
        data, saved, what = self._problem.data, actual.cost - free.cost, "itself"
        if data.change:
            now = actual.cost + (change_cost(data, self._state, i) if actual.placed else 0.0)
            saved = now - min(berth.cost + change_cost(data, state, i) for berth, state in self._tries(i, ()))
            if saved <= _NOTHING:
                what, saved = "crane_changes", actual.cost - free.cost
        saved /= self._problem.parts
        text = self._words.free(self._loss(i, actual), self._loss(i, free), what, saved)
        return replace(self._reason(i, actual, (Thing(what),), free), cost=round(float(saved), 2), text=text)

    def _together(
        self, i: int, actual: _Berth, ideal: _Berth, ships: Sequence[Thing], passing: Sequence[Thing]
    ) -> list[Reason]:
        """A few things without which the call would save at least half of what it would without all of them."""
        enough = actual.cost - _MAIN * (actual.cost - ideal.cost)
        if enough >= actual.cost - _NOTHING or not ideal.placed:
            return []
        least: Sequence[Thing] = ()
        for order in (self._away_from(ideal), lambda thing: -self._state.berth[thing.ship].start):
            kept = [*passing, *sorted(ships, key=order)]
            if self._best(i, ships, actual).cost <= enough:
                kept = kept[len(passing) :]
            for thing in tuple(kept):
                rest = [other for other in kept if other is not thing]
                if self._best(i, rest, actual).cost <= enough:
                    kept = rest
            if not least or len(kept) < len(least):
                least = kept
        if len(least) < 2:
            return []
        return [self._reason(i, actual, least, self._best(i, least, actual))]

    def _away_from(self, ideal: _Berth) -> Callable[[Thing], float]:
        """How far a ship is from a berth in time, the farthest first."""

        def away(thing: Thing) -> float:
            berth = self._state.berth[thing.ship]
            return -float(
                max(berth.start - ideal.end, ideal.start - berth.end, 0) + 1e-6 * abs(berth.place - ideal.place)
            )

        return away

    def _work(self, i: int, ideal: _Berth) -> list[Reason]:
        """The lateness that is left where the call has the terminal to itself."""
        late = self._loss(i, ideal).late_h
        cost = self._problem.data.ship[i].lateness * max(0.0, ideal.end - self._problem.data.ship[i].etd)
        if cost <= _NOTHING or not ideal.placed:
            return []
        cost = float(cost) / self._problem.parts
        text = self._words.work(late, cost)
        return [Reason(self._problem.calls[i].id, "work", "", round(late, 4), 0.0, round(cost, 2), text)]


def _without_repeats(found: list[Reason]) -> list[Reason]:
    """Reasons without the cranes of all other ships where those of one do as much."""
    most = max((reason.cost for reason in found if reason.what == "cranes" and reason.name), default=0.0)
    return [
        reason for reason in found
        if reason.what != "cranes" or reason.name or most < (1 - _SAME) * reason.cost
    ]  # fmt: skip


def _ordered(found: list[Reason]) -> list[Reason]:
    """The reasons of a call, the main one first and the others by what they save."""
    if not found:
        return []
    found = sorted(found, key=lambda reason: (-reason.cost, _ORDER.index(reason.what)))
    most = found[0].cost
    free = [reason for reason in found if reason.what in ("itself", "crane_changes") and reason.cost >= _MAIN * most]
    same = [reason for reason in found if reason.cost >= (1 - _SAME) * most]
    main = free[0] if free else min(same, key=lambda reason: _ORDER.index(reason.what))
    return [main, *(reason for reason in found if reason is not main)]
