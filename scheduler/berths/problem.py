"""The berth problem in whole numbers, and the way back to a plan.

Time is whole ticks from the start of the planned time, mostly minutes: arrivals are rounded up to them, and departures
too, so that no plan costs more here than it does. Lengths are multiples of a unit that divides every length of the
problem. Money is counted in parts of the currency's unit, so small that every cost is a whole number of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.errors import DermagaError
from data.places import stretches
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.terminal import Costs
from data.vessels import VesselCall
from data.water import tide_needed, why_never
from data.work import crane_counts, hours_with
from scheduler.berths.clock import MINUTE_MS, Waters, asks_water, shifts_of, slot_of, tick_of
from scheduler.berths.kernel import (
    CLOSED,
    GANG,
    NEVER,
    OPTION,
    OUT,
    RANGE,
    SHIP,
    STOPPED,
    WINDOW,
    Data,
    Floats,
    Ints,
    Records,
    Scratch,
    State,
    new_scratch,
    new_state,
    records,
)
from scheduler.berths.places import Range, millimetres, ranges_of, reach_of, unit_of

# Costs are by the hour and priorities count to the thousandth: a millisecond costs a whole number of so small parts.
_PARTS = 3_600_000 * 1_000
# What floats count to exactly.
_MOST_MONEY = 2**53
# No ship is worked for longer by the slot.
_LONGEST_DAYS = 14


@dataclass(frozen=True)
class BerthProblem:
    """All calls of the planned time that something can berth, by number, in whole numbers: see `kernel.Data`."""

    case: Case
    start: datetime
    end: datetime
    unit_mm: int
    tick_ms: int
    parts: float
    calls: tuple[VesselCall, ...]
    unserved: tuple[UnservedCall, ...]
    data: Data

    @property
    def unserved_cost(self) -> int:
        """What the calls that nothing can berth cost in every plan, in the terminal's money."""
        return len(self.unserved) * self.case.terminal.costs.unserved_per_call

    def money(self, parts: float) -> float:
        """A cost of the problem in the terminal's money, with that of the calls that nothing can berth."""
        return parts / self.parts + self.unserved_cost

    @property
    def most_slots(self) -> int:
        """Slots in which a ship may be worked."""
        return _LONGEST_DAYS * 24 * 60 * MINUTE_MS // (self.data.slot * self.tick_ms) if self.data.slot else 1

    def new_state(self, ships: int | None = None) -> State:
        """A state in which every ship is left out, or room for so many ships."""
        count = len(self.calls) if ships is None else ships
        state = new_state(count, len(self.data.gangs), self.most_slots, self.data.cranes)
        if ships is None:
            state.berth.cost[:] = self.data.ship.left_out
        return state

    def new_scratch(self) -> Scratch:
        """Scratch for the kernel."""
        return new_scratch(len(self.calls), len(self.data.closed) + len(self.data.stopped), self.most_slots)


def planned_time(case: Case, start: datetime | None, days: float) -> tuple[datetime, datetime]:
    """Start and end of the planned time: `days` days from `start`, which is the case's first day unless given."""
    first = case.first_day if start is None else case.terminal.local(start)
    return first, first + timedelta(days=days)


@dataclass(frozen=True)
class _Option:
    """See `kernel.Data`; `rates` are shares of all work in a tick by number of cranes."""

    low: int
    high: int
    count: int
    work: float
    rates: tuple[float, ...]
    berthing: int
    leaving: int


def pose(case: Case, start: datetime, end: datetime) -> BerthProblem:
    """The berth problem of the calls that arrive from `start` and before `end`.

    Raises DermagaError where its costs are too large for whole numbers.
    """
    terminal = case.terminal
    quay, costs, crane_work = terminal.quay, terminal.costs, terminal.crane_work
    calls = sorted((call for call in case.calls if start <= call.eta < end), key=lambda call: (call.eta, call.id))
    unserved = [
        UnservedCall(call=call.id, reason=reason) for call in calls if (reason := why_never(case, call)) is not None
    ]
    never = {entry.call for entry in unserved}
    calls = [call for call in calls if call.id not in never]
    unit = unit_of(case, calls)
    tick = tick_of(case, calls, start, unit)
    horizon_min = _horizon(case, calls, start)
    horizon = horizon_min * MINUTE_MS // tick
    waters = Waters.of(case, start, horizon_min + 1) if asks_water(case, calls) else None
    found = {call.id: _options(case, call, unit, tick, waters) for call in calls}
    for call in calls:
        if not found[call.id]:
            name = case.ship_of(call).name
            reason = f"no place along the quay has the water and the cranes that {name} needs, at any tide"
            unserved.append(UnservedCall(call=call.id, reason=reason))
    calls = [call for call in calls if found[call.id]]
    options = [option for call in calls for option in found[call.id]]
    shifts = shifts_of(case, start, start + timedelta(minutes=horizon_min))
    hourly = crane_work.assignment == "hourly"
    slot = slot_of(shifts, start) if hourly else 0
    slots = ceil(horizon_min / slot) + 1 if hourly else 1
    windows = waters.windows if waters is not None else []
    parts, money = _money(costs, calls, unit, tick)
    gangs, in_service = _service(case, start, slot, slots)
    to = _Units(start, tick, unit)
    firsts = np.cumsum([0, *(len(found[call.id]) for call in calls)])
    ships = records(len(calls), SHIP)
    for number, call in enumerate(calls):
        ship, wanted = ships[number], call.preferred_position_m
        ship.length = to.length(case.ship_of(call).loa_m)
        ship.eta, ship.release, ship.etd = to.up(call.eta), to.up(call.earliest), to.up(call.etd)
        ship.latest, ship.window = to.down(call.latest_departure), to.up(call.window)
        ship.preferred = NEVER if wanted is None else round(wanted * 1000 / unit)
        ship.least, ship.most = call.min_cranes, _most(case, call)
        ship.first_option, ship.last_option = firsts[number], firsts[number + 1]
        ship.waiting, ship.lateness = money.waiting[number], money.lateness[number]
        ship.stay, ship.missed = money.stay[number], money.missed[number]
        ship.position, ship.left_out = money.position, money.left_out
    cranes = len(case.quay_cranes)
    data = Data(
        gap=to.length(quay.mooring_gap_m),
        mooring=ceil(quay.mooring_min * MINUTE_MS / tick),
        unmooring=ceil(quay.unmooring_min * MINUTE_MS / tick),
        cranes=cranes,
        horizon=horizon,
        finish=float(money.finish),
        change=float(money.change),
        growth=crane_work.deviation_per_100m * unit / 1000 / 100,
        setup=crane_work.setup_min * MINUTE_MS / tick,
        travel=unit / 2000 / crane_work.travel_m_min * MINUTE_MS / tick if crane_work.travel_m_min else 0.0,
        slot=slot * MINUTE_MS // tick,
        ship=ships,
        option=_table(OPTION, [(o.low, o.high, o.count, o.berthing, o.leaving, o.work) for o in options]),
        rate=_rates([option.rates for option in options], cranes + 1),
        section=_table(RANGE, [] if quay.layout == "continuous" else _sections(case, to)),
        first_window=np.cumsum([0, *(len(window) for window in windows)]),
        window=_table(WINDOW, [span for window in windows for span in window]),
        reach=_table(RANGE, [span for call in calls for span in reach_of(case, call, unit)]).reshape(-1, cranes),
        closed=_table(
            CLOSED,
            [
                (
                    -NEVER if each.from_m is None else floor(each.from_m * 1000 / unit + 1e-6),
                    NEVER if each.to_m is None else to.length(each.to_m),
                    to.down(each.start),
                    to.up(each.end),
                )
                for each in case.closed("quay")
            ],
        ),
        stopped=_table(
            STOPPED,
            [
                (place, to.down(each.start), to.up(each.end))
                for each in case.closed("crane")
                for place, crane in enumerate(case.quay_cranes)
                if crane.id == each.crane and not hourly
            ],
        ),
        gang=_table(
            GANG,
            [
                (each.shift.gangs, to.down(each.start), to.up(each.end))
                for each in shifts
                if each.shift.gangs < cranes and not hourly
            ],
        ),
        shifts=np.array(sorted(to.down(each.start) for each in shifts), np.int64),
        gangs=gangs,
        in_service=in_service,
    )
    return BerthProblem(case, start, end, unit, tick, parts, tuple(calls), tuple(unserved), data)


@dataclass(frozen=True)
class _Units:
    """Whole ticks and units of moments and lengths; NEVER for none."""

    start: datetime
    tick_ms: int
    unit_mm: int

    def up(self, moment: datetime | None) -> int:
        """Ticks to a moment, a begun one counted."""
        if moment is None:
            return NEVER
        return ceil((moment - self.start) / timedelta(milliseconds=self.tick_ms) - 1e-9)

    def down(self, moment: datetime | None) -> int:
        """Ticks to a moment, a begun one not counted."""
        if moment is None:
            return NEVER
        return floor((moment - self.start) / timedelta(milliseconds=self.tick_ms) + 1e-9)

    def length(self, metres: float) -> int:
        """Units of a length."""
        return -(-millimetres(metres) // self.unit_mm)


def _table(dtype: np.dtype[Any], rows: Sequence[tuple[float, ...]]) -> Records:
    return np.array(list(rows), dtype).view(np.recarray)


def _rates(rows: Sequence[tuple[float, ...]], width: int) -> Floats:
    table = np.zeros((len(rows), width))
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _sections(case: Case, to: _Units) -> list[tuple[int, int]]:
    """The sections from end to end of the quay with its overhangs."""
    return [
        (to.length(each.low_m) if each.low_m >= 0 else -to.length(-each.low_m), to.length(each.high_m))
        for each in stretches(case)
    ]


def _most(case: Case, call: VesselCall) -> int:
    """The most cranes that can work a ship at once."""
    cranes = len(case.quay_cranes)
    gangs = max((shift.gangs for shift in case.shifts), default=cranes)
    return min(call.max_cranes, cranes, gangs)


def _options(case: Case, call: VesselCall, unit: int, tick: int, waters: Waters | None) -> list[_Option]:
    """The options of a call. A number of cranes that no crane's reach allows at some place falls out in the search."""
    terminal = case.terminal
    options: list[_Option] = []
    reach = reach_of(case, call, unit)
    most = _most(case, call)
    counts = [count for count in crane_counts(case, call) if count <= most]
    for stretch in ranges_of(case, call, unit):
        berthing = leaving = -1
        if waters is not None:
            berthing = waters.window(tide_needed(terminal, call.arrival_draft_m, stretch.depth_m))
            leaving = waters.window(tide_needed(terminal, call.departure_draft_m, stretch.depth_m))
        if any(window >= 0 and not waters.windows[window] for window in (berthing, leaving) if waters):
            continue
        work = {count: _ticks(case, call, count, stretch, tick) for count in counts}
        reached = [
            (max(low, stretch.low), min(high, stretch.high))
            for low, high in reach
            if low <= stretch.high and high >= stretch.low
        ]
        worked = {count: ticks for count, ticks in work.items() if ticks is not None and count <= len(reached)}
        if terminal.crane_work.assignment == "hourly":
            rates = tuple(1 / ticks if (ticks := worked.get(count)) else 0.0 for count in range(most + 1))
            if any(rates[1:]) and rates[most if len(reached) >= most else len(reached)]:
                options.append(_Option(stretch.low, stretch.high, -1, 0.0, (0.0, *rates[1:]), berthing, leaving))
            worked = {0: worked[0]} if 0 in worked else {}
        for count in sorted(worked, reverse=True):
            options.append(_Option(stretch.low, stretch.high, count, worked[count], (), berthing, leaving))
    return options


def _ticks(case: Case, call: VesselCall, count: int, stretch: Range, tick: int) -> float | None:
    """Ticks of work with so many cranes at the preferred place, or in a berth whose hours are given."""
    if call.id in case.handling_by_call:
        hours = dict(stretch.hours).get(count)
    else:
        hours = hours_with(case, call, count, call.preferred_position_m or 0.0)
    return None if hours is None else hours * 60 * MINUTE_MS / tick


@dataclass(frozen=True)
class _Money:
    """Costs in parts, by the tick or the unit."""

    waiting: list[int]
    lateness: list[int]
    stay: list[int]
    missed: list[int]
    position: int
    finish: int
    change: int
    left_out: int
    moved: int
    shifted: int
    recraned: int


def _money(costs: Costs, calls: Sequence[VesselCall], unit: int, tick: int) -> tuple[float, _Money]:
    """Parts of the currency's unit, and the costs in them. Raises DermagaError where those are too large."""
    weights = [int(call.priority * 1000) * tick for call in calls]
    once, by_unit = _PARTS, unit * (_PARTS // 1000)
    money = {
        "waiting": [costs.waiting_per_hour * weight for weight in weights],
        "lateness": [costs.lateness_per_hour * weight for weight in weights],
        "stay": [costs.stay_per_hour * weight for weight in weights],
        "missed": [costs.window_missed_per_hour * weight for weight in weights],
    }
    single = {
        "position": costs.position_per_metre * by_unit,
        "finish": costs.finish_per_hour * 1000 * tick,
        "change": costs.crane_change * once,
        "left_out": costs.unserved_per_call * once,
        "moved": costs.change_per_metre * by_unit,
        "shifted": costs.change_per_hour * 1000 * tick,
        "recraned": costs.change_per_crane * once,
    }
    common = gcd(*single.values(), *(value for values in money.values() for value in values)) or 1
    scaled = _Money(
        **{name: [value // common for value in values] for name, values in money.items()},
        **{name: value // common for name, value in single.items()},
    )
    if scaled.left_out * (len(calls) + 1) > _MOST_MONEY:
        raise DermagaError(
            "the costs are too large to be planned in whole numbers: give the costs of terminal.toml in a larger unit "
            "of money, as thousands, or lower the priorities of calls"
        )
    return _PARTS / common, scaled


def _service(case: Case, start: datetime, slot: int, slots: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Gangs, and cranes in service, all through each slot."""
    cranes = len(case.quay_cranes)
    gangs = np.full(slots, cranes, np.int64)
    in_service = np.ones((slots, cranes), np.bool_)
    if slot == 0:
        return gangs, in_service
    length = timedelta(minutes=slot)
    for time in shifts_of(case, start, start + slots * length):
        first, last = max(0, (time.start - start) // length), max(0, -((start - time.end) // length))
        gangs[first:last] = np.minimum(gangs[first:last], time.shift.gangs)
    place = {crane.id: number for number, crane in enumerate(case.quay_cranes)}
    for each in case.closed("crane"):
        first, last = max(0, (each.start - start) // length), max(0, -((start - each.end) // length))
        in_service[first:last, place[each.crane or ""]] = False
    return gangs, in_service


def _horizon(case: Case, calls: Sequence[VesselCall], start: datetime) -> int:
    """A minute by which every ship has left: one after the other on one crane, with two tides for each."""
    terminal = case.terminal
    each = ceil(terminal.quay.mooring_min) + ceil(terminal.quay.unmooring_min) + 2 * ceil(terminal.tide.period_h * 60)
    if case.closed("channel") or terminal.channel.opens is not None:
        each += 2 * 24 * 60
    last = max((call.earliest for call in calls), default=start)
    last = max([last, *(closure.end for closure in case.closures)])
    work = 0
    for call in calls:
        rows = case.handling_by_call.get(call.id)
        hours = (
            max(row.hours for row in rows)
            if rows
            else max(
                hours
                for count in crane_counts(case, call)
                if (hours := hours_with(case, call, count, call.preferred_position_m or 0.0)) is not None
            )
        )
        growth = 1.0 if rows else terminal.crane_work.growth(terminal.quay.length_m)
        work += ceil(hours * growth * 60)
    return ceil((last - start) / timedelta(minutes=1)) + work + each * (len(calls) + 1)


def plan_of(problem: BerthProblem, state: State) -> BerthPlan:
    """The plan of a state."""
    tick = timedelta(milliseconds=problem.tick_ms)
    entries, left_out = [], []
    for number, call in enumerate(problem.calls):
        if state.berth[number].status == OUT:
            left_out.append(UnservedCall(call=call.id, reason=_why_out(problem, call)))
            continue
        entries.append(
            BerthedCall(
                call=call.id,
                position_m=int(state.berth[number].place) * problem.unit_mm / 1000,
                side=call.side,
                start=problem.start + int(state.berth[number].start) * tick,
                end=problem.start + int(state.berth[number].end) * tick,
                cranes=tuple(
                    CraneUse(
                        crane=problem.case.quay_cranes[crane].id,
                        start=problem.start + begin * tick,
                        end=problem.start + until * tick,
                    )
                    for crane, begin, until in uses_of(problem, state, number)
                ),
            )
        )
    entries.sort(key=lambda entry: (entry.start, entry.call))
    return BerthPlan(
        case=problem.case.name,
        case_hash=problem.case.hash,
        start=problem.start,
        end=problem.end,
        calls=tuple(entries),
        unserved=(*problem.unserved, *left_out),
    )


def uses_of(problem: BerthProblem, state: State, i: int) -> list[tuple[int, int, int]]:
    """The uses of cranes at a ship: crane, first tick, last tick; by crane and time."""
    data = problem.data
    if data.slot == 0:
        first, count = int(state.berth[i].crane), int(state.berth[i].count)
        return [
            (crane, int(state.berth[i].work_start), int(state.berth[i].work_end))
            for crane in range(first, first + count)
        ]
    pieces = [
        (crane, int(state.step[i, step].begin), int(state.step[i, step].until))
        for step in range(int(state.berth[i].slots))
        for crane in range(int(state.step[i, step].low), int(state.step[i, step].high))
        if data.in_service[state.berth[i].slot + step, crane]
    ]
    uses: list[tuple[int, int, int]] = []
    for crane, begin, until in sorted(pieces):
        if uses and uses[-1][0] == crane and uses[-1][2] == begin:
            uses[-1] = (crane, uses[-1][1], until)
        else:
            uses.append((crane, begin, until))
    return uses


def _why_out(problem: BerthProblem, call: VesselCall) -> str:
    name = problem.case.ship_of(call).name
    if call.latest_departure is not None:
        moment = problem.case.terminal.local(call.latest_departure)
        return f"{name} must leave by {moment:%Y-%m-%d %H:%M} and no berth is found for it before, among the others"
    if problem.data.first_window[-1] > 0:
        return f"{name} finds no tide to berth and leave with among the others, at less than it costs to leave it out"
    return f"every berth for {name} that is found costs more than to leave it out"
