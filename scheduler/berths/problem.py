"""The berth problem in whole numbers, and the way back to a plan.

Time is whole ticks from the start of the planned time, mostly minutes: arrivals are rounded up to them, and departures
too, so that no plan costs more here than it does. Lengths are multiples of a unit that divides every length of the
problem. Money is counted in parts of the currency's unit, so small that every cost is a whole number of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil, floor, gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.changes import most_cranes
from data.costs import Costs
from data.errors import DermagaError
from data.places import stretches
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.vessels import VesselCall
from data.water import tide_needed, why_never
from data.work import crane_counts, hours_with
from scheduler.berths.alongside import joined
from scheduler.berths.clock import MINUTE_MS, Units, Waters, asks_water, shifts_of, slot_of, tick_of
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
from scheduler.berths.pins import Pin, pinned
from scheduler.berths.places import Range, ranges_of, reach_of, unit_of
from scheduler.berths.replan import Replan, Standing, standing_of

# Costs are by the hour and priorities count to the thousandth: a millisecond costs a whole number of so small parts.
_PARTS = 3_600_000 * 1_000
# What floats count to exactly.
_MOST_MONEY = 2**53
USUAL_DAYS = 7.0
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
    horizon_min: int
    parts: float
    calls: tuple[VesselCall, ...]
    unserved: tuple[UnservedCall, ...]
    data: Data
    # What a re-plan starts from, and what has been spent already by ships that stay.
    standing: Standing | None = None
    spent: float = 0.0

    @property
    def unserved_cost(self) -> int:
        """What the calls that nothing can berth cost in every plan, in the terminal's money."""
        return len(self.unserved) * self.case.terminal.costs.unserved_per_call

    def money(self, parts: float) -> float:
        """A cost of the problem in the terminal's money, with calls that nothing can berth and what is spent."""
        return parts / self.parts + self.unserved_cost + self.spent

    def moment(self, tick: int) -> datetime:
        """The moment of a tick."""
        return self.start + tick * timedelta(milliseconds=self.tick_ms)

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


def planned_time(case: Case, start: datetime | None, days: float | None) -> tuple[datetime, datetime]:
    """Start and end of the planned time: `days` days (7) from `start`, which is the case's first day unless given."""
    first = case.first_day if start is None else case.terminal.local(start)
    return first, first + timedelta(days=USUAL_DAYS if days is None else days)


def posed(case: Case, start: datetime | None, days: float | None, replan: Replan | None = None) -> BerthProblem:
    """The berth problem of a planned time, or of a re-plan, whose time is that of the plan before.

    Raises DermagaError as `pose` and `standing_of` do.
    """
    if replan is None:
        return pose(case, *planned_time(case, start, days))
    standing = standing_of(case, replan, days)
    return pose(case, standing.start, standing.end, standing)


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


def pose(case: Case, start: datetime, end: datetime, standing: Standing | None = None) -> BerthProblem:
    """The berth problem of the calls that arrive from `start` and before `end`; `standing` is that of a re-plan.

    Raises DermagaError where its costs are too large for whole numbers.
    """
    stays = {} if standing is None else standing.stays
    if standing is None:
        calls = [call for call in case.calls if start <= call.eta < end]
    else:
        calls = [call for call in case.calls if call.id in stays or call.id in standing.free]
        start = standing.zero(case.terminal.quay.mooring_min)
    calls.sort(key=lambda call: (call.eta, call.id))
    unserved = [
        UnservedCall(call=call.id, reason=reason)
        for call in calls
        if call.id not in stays and (reason := why_never(case, call)) is not None
    ]
    never = {entry.call for entry in unserved}
    calls = [call for call in calls if call.id not in never]
    unit = unit_of(case, calls)
    moments = [] if standing is None else standing.moments()
    tick = tick_of(case, calls, start, unit, moments)
    working = [call for call in calls if call.id not in stays or stays[call.id].begin is not None]
    horizon_min = _horizon(case, working, start, moments)
    frame = _Frame(case, start, horizon_min, unit, tick, standing)
    waters, pins, found = _found(frame, calls)
    for call in calls:
        if not found[call.id]:
            name = case.ship_of(call).name
            reason = f"no place along the quay has the water and the cranes that {name} needs, at any tide"
            unserved.append(UnservedCall(call=call.id, reason=reason))
    calls = [call for call in calls if found[call.id]]
    parts, data = _data_of(frame, calls, waters, pins, found)
    problem = BerthProblem(case, start, end, unit, tick, horizon_min, parts, tuple(calls), tuple(unserved), data)
    if standing is None:
        return problem
    counted = {call.id: problem.moment(int(ship.release)) for call, ship in zip(calls, data.ship, strict=True)}
    spent = standing.spent(case, start, timedelta(milliseconds=tick), counted)
    return replace(problem, standing=standing, spent=spent)


def posed_alike(problem: BerthProblem, case: Case) -> Data:
    """The data of a problem's calls, in its ticks and units, in a case that leaves them more than the problem's own."""
    calls = [case.call_by_id[call.id] for call in problem.calls]
    frame = _Frame(case, problem.start, problem.horizon_min, problem.unit_mm, problem.tick_ms, problem.standing)
    return _data_of(frame, calls, *_found(frame, calls))[1]


@dataclass(frozen=True)
class _Frame:
    """What is known of a problem before its ships: the case, its time, units and ticks, and what stands."""

    case: Case
    start: datetime
    horizon_min: int
    unit_mm: int
    tick_ms: int
    standing: Standing | None


def _found(
    frame: _Frame, calls: Sequence[VesselCall]
) -> tuple[Waters | None, dict[str, Pin], dict[str, list["_Option"]]]:
    """The water where it is asked, what holds the ships that stay, and the options of each call."""
    case, standing = frame.case, frame.standing
    waters = None
    if asks_water(case, calls) or (standing is not None and standing.stays):
        waters = Waters.of(case, frame.start, frame.horizon_min + 1)
    to = Units(frame.start, frame.tick_ms, frame.unit_mm)
    pins = {
        call.id: pinned(case, call, standing.stays[call.id], to, waters, _most(case, call), standing.replan.now)
        for call in calls
        if waters is not None and standing is not None and call.id in standing.stays
    }
    found = {
        call.id: [_Option(*row) for row in pins[call.id].options]
        if call.id in pins
        else _options(case, call, frame.unit_mm, frame.tick_ms, waters)
        for call in calls
    }
    return waters, pins, found


def _data_of(
    frame: _Frame, calls: Sequence[VesselCall], waters: Waters | None, pins: Mapping[str, Pin],
    found: Mapping[str, Sequence["_Option"]],
) -> tuple[float, Data]:  # fmt: skip
    """Parts of the currency's unit, and the data of calls whose options are found."""
    case, start, standing, horizon_min = frame.case, frame.start, frame.standing, frame.horizon_min
    unit, tick, terminal = frame.unit_mm, frame.tick_ms, frame.case.terminal
    quay, costs, crane_work = terminal.quay, terminal.costs, terminal.crane_work
    horizon = horizon_min * MINUTE_MS // tick
    travel = unit / 2000 / crane_work.travel_m_min * MINUTE_MS / tick if crane_work.travel_m_min else 0.0
    setup = crane_work.setup_min * MINUTE_MS / tick
    if standing is not None and (setup or travel):
        # What lies alongside may lie between two units, and be worked off between two ticks: one more covers that.
        setup += 2 * travel + 1
    options = [option for call in calls for option in found[call.id]]
    shifts = shifts_of(case, start, start + timedelta(minutes=horizon_min))
    hourly = crane_work.assignment == "hourly"
    slot = slot_of(shifts, start) if hourly else 0
    slots = ceil(horizon_min / slot) + 1 if hourly else 1
    windows = waters.windows if waters is not None else []
    parts, money = _money(costs, calls, unit, tick)
    gangs, in_service = _service(case, start, slot, slots)
    to = Units(start, tick, unit)
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
        ship.waiting, ship.lateness = money.by_ship["waiting"][number], money.by_ship["lateness"][number]
        ship.stay, ship.missed = money.by_ship["stay"][number], money.by_ship["missed"][number]
        ship.position, ship.left_out = money.single["position"], money.single["left_out"]
        if standing is not None:
            _keep(ship, call, standing, pins.get(call.id), to, money, horizon)
    cranes = len(case.quay_cranes)
    data = Data(
        gap=to.length(quay.mooring_gap_m),
        mooring=to.ticks(quay.mooring_min),
        unmooring=to.ticks(quay.unmooring_min),
        cranes=cranes,
        horizon=horizon,
        finish=float(money.single["finish"]),
        change=float(money.single["change"]),
        growth=crane_work.deviation_per_100m * unit / 1000 / 100,
        setup=setup,
        travel=travel,
        slot=slot * MINUTE_MS // tick,
        ship=ships,
        option=_table(OPTION, [(o.low, o.high, o.count, o.berthing, o.leaving, o.work) for o in options]),
        rate=_rates([option.rates for option in options], cranes + 1),
        section=_table(RANGE, [] if quay.layout == "continuous" else _sections(case, to)),
        first_window=np.cumsum([0, *(len(window) for window in windows)]),
        window=_table(WINDOW, [span for window in windows for span in window]),
        reach=_table(
            RANGE,
            [
                span
                for call in calls
                for span in (pins[call.id].reach if call.id in pins else reach_of(case, call, unit))
            ],
        ).reshape(-1, cranes),
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
                if crane.id == each.crane
            ],
        ),
        gang=_table(
            GANG,
            [(each.shift.gangs, to.down(each.start), to.up(each.end)) for each in shifts if each.shift.gangs < cranes],
        ),
        shifts=np.array(sorted(to.down(each.start) for each in shifts), np.int64),
        gangs=gangs,
        in_service=in_service,
    )
    return parts, data


def _keep(
    ship: Any, call: VesselCall, standing: Standing, pin: Pin | None, to: Units, money: "_Money", horizon: int
) -> None:
    """Let a ship stay, or keep to its entry in the plan before."""
    before, now = standing.before.get(call.id), standing.replan.now
    if pin is None:
        ship.release = to.up(standing.free[call.id])
        if before is not None:
            ship.old_position = round(before.position_m * 1000 / to.unit_mm)
            ship.old_start, ship.old_cranes = to.nearest(before.start), most_cranes(before)
            ship.moved, ship.shifted, ship.recraned = (
                money.single["moved"],
                money.single["shifted"],
                money.single["recraned"],
            )
        return
    ship.fixed, ship.lies, ship.length = pin.fixed, pin.lies, pin.length
    ship.eta, ship.release, ship.latest = pin.start, pin.start, pin.end
    ship.window, ship.preferred = NEVER, NEVER
    ship.waiting, ship.missed, ship.position = 0, 0, 0
    # It is never left out, neither for the sake of others nor because it leaves late.
    ship.left_out = money.single["left_out"] * (1 + len(standing.stays) + len(standing.free))
    ship.left_out += horizon * (ship.lateness + ship.stay + money.single["finish"])
    if pin.fixed:
        ship.lateness, ship.stay = 0, 0
    elif before is not None:
        ship.old_cranes, ship.recraned = most_cranes(before, now), money.single["recraned"]


def _table(dtype: np.dtype[Any], rows: Sequence[tuple[float, ...]]) -> Records:
    return np.array(list(rows), dtype).view(np.recarray)


def _rates(rows: Sequence[tuple[float, ...]], width: int) -> Floats:
    table = np.zeros((len(rows), width))
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _sections(case: Case, to: Units) -> list[tuple[int, int]]:
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
            if any(rates[1:]):
                least = 1 / max(rates[1:])
                options.append(_Option(stretch.low, stretch.high, -1, least, (0.0, *rates[1:]), berthing, leaving))
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
    """Costs in parts by the names of `kernel.Data`: of each ship by the tick, and of all by the tick, unit or once."""

    by_ship: dict[str, list[int]]
    single: dict[str, int]


def _money(costs: Costs, calls: Sequence[VesselCall], unit: int, tick: int) -> tuple[float, _Money]:
    """Parts of the currency's unit, and the costs in them. Raises DermagaError where those are too large."""
    weights = [round(call.weight * 1000) * tick for call in calls]
    once, by_unit = _PARTS, unit * (_PARTS // 1000)
    by_ship = {
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
    common = gcd(*single.values(), *(value for values in by_ship.values() for value in values)) or 1
    scaled = _Money(
        by_ship={name: [value // common for value in values] for name, values in by_ship.items()},
        single={name: value // common for name, value in single.items()},
    )
    # What a ship costs that waits for a week, and what all cost that are left out.
    week = 7 * 24 * 60 * MINUTE_MS // tick
    dearest = max((value * week for values in scaled.by_ship.values() for value in values), default=0)
    if max(dearest, scaled.single["left_out"] * (len(calls) + 1)) > _MOST_MONEY:
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


def _horizon(case: Case, calls: Sequence[VesselCall], start: datetime, after: Sequence[datetime] = ()) -> int:
    """A minute by which every ship has left: one after the other on one crane, with two tides for each.

    They berth after all the moments in `after` at the latest.
    """
    terminal = case.terminal
    each = ceil(terminal.quay.mooring_min) + ceil(terminal.quay.unmooring_min) + 2 * ceil(terminal.tide.period_h * 60)
    if case.closed("channel") or terminal.channel.opens is not None:
        each += 2 * 24 * 60
    last = max((call.earliest for call in calls), default=start)
    last = max([last, *after, *(closure.end for closure in case.closures)])
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
    standing = problem.standing
    entries: list[BerthedCall] = [] if standing is None else list(standing.gone)
    left_out = []
    for number, call in enumerate(problem.calls):
        if state.berth[number].status == OUT:
            left_out.append(UnservedCall(call=call.id, reason=_why_out(problem, call)))
            continue
        entries.append(entry_of(problem, state, number))
    entries.sort(key=lambda entry: (entry.start, entry.call))
    return BerthPlan(
        case=problem.case.name,
        case_hash=problem.case.hash,
        start=problem.start if standing is None else standing.start,
        end=problem.end,
        now=None if standing is None else standing.replan.now,
        calls=tuple(entries),
        unserved=(*problem.unserved, *left_out),
    )


def entry_of(problem: BerthProblem, state: State, i: int) -> BerthedCall:
    """The entry of a ship that is placed."""
    call = problem.calls[i]
    stay = None if problem.standing is None else problem.standing.stays.get(call.id)
    if stay is not None and stay.begin is None:
        return stay.entry
    uses = [
        CraneUse(
            crane=problem.case.quay_cranes[crane].id,
            start=problem.moment(begin),
            end=problem.moment(until),
        )
        for crane, begin, until in uses_of(problem, state, i)
    ]
    end = problem.moment(int(state.berth[i].end))
    if stay is not None and stay.begin is not None:
        uses = [use.model_copy(update={"start": max(use.start, stay.begin)}) for use in uses if use.end > stay.begin]
        return stay.entry.model_copy(update={"end": end, "cranes": joined([*stay.entry.cranes, *uses])})
    return BerthedCall(
        call=call.id,
        position_m=int(state.berth[i].place) * problem.unit_mm / 1000,
        side=call.side,
        start=problem.moment(int(state.berth[i].start)),
        end=end,
        cranes=tuple(uses),
        eta=call.eta,
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
    ship = problem.data.ship[problem.calls.index(call)]
    options = problem.data.option[ship.first_option : ship.last_option]
    if (options["berthing"] >= 0).any() or (options["leaving"] >= 0).any():
        return f"{name} finds no tide to berth and leave with among the others, at less than it costs to leave it out"
    return f"every berth for {name} that is found costs more than to leave it out"
