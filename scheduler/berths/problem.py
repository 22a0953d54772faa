"""The berth problem in whole numbers, and the way back to a plan.

Time is whole minutes from the start of the planned time: arrivals are rounded up to them, and departures too, so that
no plan costs more here than it does. Lengths are multiples of a unit that divides every length of the problem. Money is
counted in `money` parts of the currency's unit, in which every cost is a whole number.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil, gcd
from typing import NamedTuple

from data.case import Case
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.vessels import VesselCall
from data.water import tide_by_minute, why_never
from scheduler.berths.places import Mode, Water, millimetres, modes_of, possible, unit_of, waters_of

# Costs are by the hour and priorities count to the thousandth: a minute costs a whole number of so small parts.
_PARTS = 60_000
# What CP-SAT can add up, with room to spare.
_MOST_MONEY = 2**60


@dataclass(frozen=True)
class Ship:
    """A call that can be berthed. The mooring gap is part of no length: two ships need it between them once.

    `latest` is the last minute at which it may berth, or None.
    """

    call: VesselCall
    length: int
    arrival: int
    due: int
    modes: tuple[Mode, ...]
    waters: tuple[Water, ...]
    preferred: int | None
    waiting_cost: int
    lateness_cost: int
    latest: int | None = None

    @property
    def decided(self) -> bool:
        """Whether place, time and cranes are decided already: it is an obstacle to others and costs nothing."""
        return self.latest == self.arrival and len(self.modes) == 1


@dataclass(frozen=True)
class BerthProblem:
    """All calls of the planned time, in whole numbers."""

    case: Case
    start: datetime
    end: datetime
    unit_mm: int
    money: float
    ships: tuple[Ship, ...]
    unserved: tuple[UnservedCall, ...]
    low: int
    high: int
    gap: int
    mooring: int
    unmooring: int
    cranes: int
    position_cost: int
    horizon: int

    @property
    def unserved_cost(self) -> int:
        """What the calls that nothing can berth cost in every plan, in the terminal's money."""
        return len(self.unserved) * self.case.terminal.costs.unserved_per_call


class Berth(NamedTuple):
    """A decision for a ship: the place of its low end, the minutes of first and last line, and the mode.

    A ship stays longer than its mode asks only to wait for the tide that it leaves with.
    """

    position: int
    start: int
    end: int
    mode: Mode


def cost_of(problem: BerthProblem, ship: Ship, berth: Berth) -> int:
    """Cost of one ship's berth."""
    cost = ship.waiting_cost * (berth.start - ship.arrival) + ship.lateness_cost * max(0, berth.end - ship.due)
    if ship.preferred is not None:
        cost += problem.position_cost * abs(berth.position - ship.preferred)
    return cost


def obstacle(ship: Ship, berth: Berth) -> Ship:
    """A ship that lies as decided, whatever it costs."""
    leaves = None if berth.end == berth.start + berth.mode.minutes else [(berth.end, berth.end)]
    return replace(
        ship,
        arrival=berth.start,
        latest=berth.start,
        modes=(berth.mode._replace(lowest=berth.position, highest=berth.position),),
        waters=(Water([(berth.position, berth.position)], None, leaves),),
        preferred=None,
        waiting_cost=0,
        lateness_cost=0,
    )


def planned_time(case: Case, start: datetime | None, days: float) -> tuple[datetime, datetime]:
    """Start and end of the planned time: `days` days from `start`, which is the case's first day unless given."""
    first = case.first_day if start is None else case.terminal.local(start)
    return first, first + timedelta(days=days)


def pose(case: Case, start: datetime, end: datetime) -> BerthProblem:
    """The berth problem of the calls that arrive from `start` and before `end`.

    Raises DermagaError where its costs are too large for whole numbers.
    """
    terminal = case.terminal
    quay, costs = terminal.quay, terminal.costs
    calls = sorted((call for call in case.calls if start <= call.eta < end), key=lambda call: (call.eta, call.id))
    unit = unit_of(case, calls)
    overhang = millimetres(quay.overhang_m) // unit
    low, high = -overhang, millimetres(quay.length_m) // unit + overhang
    mooring, unmooring = ceil(quay.mooring_min), ceil(quay.unmooring_min)
    horizon = _horizon(case, calls, start)
    tide = tide_by_minute(terminal.tide, start, horizon + 1)
    ships: list[Ship] = []
    unserved: list[UnservedCall] = []
    for call in calls:
        ship = case.ship_of(call)
        length, arrival = millimetres(ship.loa_m) // unit, _minutes(start, call.eta)
        reason = why_never(case, call)
        if reason is None:
            modes, waters = possible(
                modes_of(case, call, unit, low, high, mooring + unmooring),
                waters_of(case, call, unit, low, high - length, arrival, tide),
            )
            if not modes:
                reason = f"no place along the quay has the water and the cranes that {ship.name} needs, at any tide"
        if reason is not None:
            unserved.append(UnservedCall(call=call.id, reason=reason))
            continue
        weight = int(call.priority * 1000)
        wanted = call.preferred_position_m
        ships.append(
            Ship(
                call=call,
                length=length,
                arrival=arrival,
                due=_minutes(start, call.etd),
                modes=modes,
                waters=waters,
                preferred=None if wanted is None else round(wanted * 1000 / unit),
                waiting_cost=costs.waiting_per_hour * weight,
                lateness_cost=costs.lateness_per_hour * weight,
            )
        )
    position_cost = costs.position_per_metre * unit * (_PARTS // 1000)
    # The fewer parts, the smaller the numbers.
    common = gcd(position_cost, *(cost for ship in ships for cost in (ship.waiting_cost, ship.lateness_cost))) or 1
    return BerthProblem(
        case=case,
        start=start,
        end=end,
        unit_mm=unit,
        money=_PARTS / common,
        ships=tuple(
            replace(ship, waiting_cost=ship.waiting_cost // common, lateness_cost=ship.lateness_cost // common)
            for ship in ships
        ),
        unserved=tuple(unserved),
        low=low,
        high=high,
        gap=millimetres(quay.mooring_gap_m) // unit,
        mooring=mooring,
        unmooring=unmooring,
        cranes=len(case.quay_cranes),
        position_cost=position_cost // common,
        horizon=horizon,
    )


def refuse_too_large(problem: BerthProblem, cost: int) -> None:
    """Raise DermagaError where plans of up to this cost, each of its terms, are too large to be added up."""
    if cost * (3 * len(problem.ships) + 1) > _MOST_MONEY:
        raise DermagaError(
            "the costs are too large to be planned in whole numbers: give the costs of terminal.toml in a larger unit "
            "of money, as thousands, or lower the priorities of calls"
        )


def _horizon(case: Case, calls: list[VesselCall], start: datetime) -> int:
    """A minute by which every ship has left: one after the other on one crane, with two tides for each."""
    terminal = case.terminal
    each = ceil(terminal.quay.mooring_min) + ceil(terminal.quay.unmooring_min) + 2 * ceil(terminal.tide.period_h * 60)
    work = sum(ceil(call.moves * 60 / terminal.crane_work.gross_moves_per_hour) for call in calls)
    return max((_minutes(start, call.eta) for call in calls), default=0) + work + each * (len(calls) + 1)


def plan_of(problem: BerthProblem, berths: dict[str, Berth]) -> BerthPlan:
    """The plan of decisions by call id, one for every ship of the problem."""

    def clock(minute: int) -> datetime:
        return problem.start + timedelta(minutes=minute)

    calls = []
    for ship in sorted(problem.ships, key=lambda ship: (berths[ship.call.id].start, ship.call.id)):
        berth = berths[ship.call.id]
        cranes = problem.case.quay_cranes[berth.mode.first : berth.mode.first + berth.mode.cranes]
        calls.append(
            BerthedCall(
                call=ship.call.id,
                position_m=berth.position * problem.unit_mm / 1000,
                side=ship.call.side,
                start=clock(berth.start),
                end=clock(berth.end),
                cranes=tuple(
                    CraneUse(
                        crane=crane.id,
                        start=clock(berth.start + problem.mooring),
                        end=clock(berth.start + berth.mode.minutes - problem.unmooring),
                    )
                    for crane in cranes
                ),
            )
        )
    return BerthPlan(
        case=problem.case.name,
        case_hash=problem.case.hash,
        start=problem.start,
        end=problem.end,
        calls=tuple(calls),
        unserved=problem.unserved,
    )


def _minutes(start: datetime, moment: datetime) -> int:
    return ceil((moment - start) / timedelta(minutes=1))
