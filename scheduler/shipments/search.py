"""The search for a shipment plan.

The linear relaxation over all columns is solved by finding those that its prices make worth while, until there are no
more: its value bounds every plan, dated by the chain's rule. Of the columns known then, CP-SAT makes a plan; and of all
columns whose reduced cost is within the rest of the gap, the best one: no other column can be in a better plan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import inf
from time import monotonic

from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.shipment_plans import ShipmentPlan
from scheduler import cp_sat
from scheduler.result import Incumbent, Report, Result, Status, gap, no_report
from scheduler.shipments.baseline import first_fit
from scheduler.shipments.columns.choice import build
from scheduler.shipments.columns.most_slack import with_slack
from scheduler.shipments.columns.pricing import Pricing, plan_cost
from scheduler.shipments.columns.relaxation import Master, Prices
from scheduler.shipments.columns.room import SPLIT, Room, nearly_whole, rounded
from scheduler.shipments.columns.sharing import Column
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.kept import Kept
from scheduler.shipments.plan import NO_TIME, plan_of, reason
from scheduler.shipments.routes import Network
from scheduler.stopping import OutOfTime, Stop

# Routes that are looked for in one round for each shipment.
_FEW = 5
# Columns among which a plan is looked for first, and at most.
_FIRST, _MOST = 15_000, 30_000
# Units of effort of a pivot of the relaxation, and of a column that is looked at.
_PIVOT, _COLUMN = 2e-4, 2e-4
# The share of the time, or of the effort, after which the relaxation is left as it is.
_RELAXING, _DIVING = 0.5, 0.75
# Split columns that are taken for good in each round of a dive: this many, or this share of them.
_STEP, _STEPS = 12, 5
# Routes that are looked for in each of its rounds for a shipment.
_NEXT = 3
# Seconds to put a column into a model, at most: a third of the time that is left may go into that.
_BUILDING = 1e-4
# The share of the rest of the time, or of the effort, that each of the first plans from the relaxation may take.
_SHARE = 0.25
_EQUAL = 1e-9
# Seconds after its end in which reasons are looked for.
_TELLING = 1.0


def solve(
    case: Case,
    *,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    now: datetime | None = None,
    kept: Mapping[str, Kept] | None = None,
) -> Result[ShipmentPlan]:
    """The best plan found for all open shipments of the case; cost and bound are in the terminal's money.

    Before `now` no step begins that has not begun. What is `kept` of a shipment's way stays, and the plan is the best
    that keeps it. Stopped early, the answer is the best plan so far, at worst one that serves nothing. Raises
    DermagaError where `now` is more than a year apart from all that happens to the shipments.
    """
    return _Search(case, stop, seed, workers, report, now).run(kept)


class _Search:
    """One solve: the best columns and the bound so far."""

    _pricing: Pricing
    _master: Master

    def __init__(self, case: Case, stop: Stop, seed: int, workers: int, report: Report, now: datetime | None) -> None:
        self._began = monotonic()
        self._case, self._stop, self._seed, self._workers, self._report, self._now = (
            case, stop, seed, workers, report, now
        )  # fmt: skip
        self._taken: list[Column] = []
        self._cost, self._bound = plan_cost(case, ()), 0.0
        self._curve: list[Incumbent] = []
        self._effort = 0.0
        self._note()
        self._prices = Prices.none(case)
        self._values: Sequence[float] = ()

    def run(self, kept: Mapping[str, Kept] | None) -> Result[ShipmentPlan]:
        """Search until optimal or stopped."""
        try:
            network = Network(self._case, ChainClock(self._case, self._now, self._ended), kept, self._ended)
            self._pricing, self._master = Pricing(network, self._ended), Master(network)
        except OutOfTime:
            return self._result(lambda _: NO_TIME)
        self._better(first_fit(self._pricing, self._ended))
        self._master.add(self._taken)
        if not self._done() and self._relax() and not self._done():
            self._dive()
            self._choose(self._nearly_whole(), part=_SHARE)
            if not self._done():
                self._choose(self._likely(), part=_SHARE)
            if not self._done():
                self._close()
        if self._optimal():
            self._taken = with_slack(self._pricing, self._taken, self._ended)
        return self._result(self._why)

    def _result(self, why: Callable[[str], str]) -> Result[ShipmentPlan]:
        """The answer as it is now."""
        cancelled, optimal = self._stop.cancel.is_set(), self._optimal()
        status = Status.OPTIMAL if optimal else Status.CANCELLED if cancelled else Status.FEASIBLE
        plan = plan_of(self._case, self._taken, self._now, why)
        bound = self._cost if optimal else self._bound
        return Result(plan, self._cost, bound, status, monotonic() - self._began, tuple(self._curve))

    def _why(self, shipment: str) -> str:
        """Why a shipment stays, while there is time to look."""
        return NO_TIME if self._stop.ended(self._began, _TELLING) else reason(self._pricing.offers[shipment])

    def _optimal(self) -> bool:
        return gap(self._cost, self._bound) <= _EQUAL

    def _ended(self) -> bool:
        """Whether the clock or somebody ends it."""
        return self._stop.ended(self._began)

    def _done(self) -> bool:
        """Whether it is over: cancelled, out of time or effort, or close enough."""
        stop = self._stop
        if self._ended() or gap(self._cost, self._bound) <= max(stop.gap, _EQUAL):
            return True
        return stop.effort is not None and self._effort >= stop.effort

    def _spent(self) -> float:
        """The share of the time, or of the effort, that is spent."""
        stop = self._stop
        if stop.effort is not None:
            return self._effort / stop.effort
        return 0.0 if stop.clock is None else (monotonic() - self._began) / stop.clock

    def _note(self) -> None:
        point = Incumbent(monotonic() - self._began, self._cost, self._bound)
        if not self._curve or (point.cost, point.bound) != (self._curve[-1].cost, self._curve[-1].bound):
            self._curve.append(point)
            self._report(point)

    def _better(self, columns: list[Column]) -> None:
        cost = plan_cost(self._case, columns)
        if cost < self._cost:
            self._taken, self._cost = columns, cost
            self._bound = min(self._bound, cost)
        self._note()

    def _proven(self, bound: float) -> None:
        self._bound = max(self._bound, min(bound, self._cost))
        self._note()

    def _rest(self) -> float | None:
        clock = self._stop.clock
        return None if clock is None else clock - (monotonic() - self._began)

    def _find(self, spare: float | None, most: int) -> tuple[list[Column], bool]:
        found = self._pricing.search(self._prices, spare, most, self._ended)
        self._effort += _COLUMN * found.looked_at
        self._proven(found.bound)
        return found.columns, found.whole

    def _relax(self) -> bool:
        """Solve the relaxation over all columns; whether its prices are known."""
        columns, whole = self._find(None, _FEW)
        added, most, solved = self._master.add(columns), _FEW, False
        while not self._done() and not (solved and self._spent() > _RELAXING):
            answer = self._answer()
            if answer is None:
                return solved
            (self._prices, self._values), solved = answer, True
            columns, whole = self._find(0.0, most)
            added = self._master.add(columns)
            if not added and whole:
                self._proven(self._relaxed())
                return True
            if not added:
                most *= 4
            elif most > _FEW:
                most //= 2
        return solved

    def _relaxed(self) -> float:
        """The value of the relaxation, once there is no column that would make it better but for rounding."""
        excess: dict[str, float] = {}
        for column in self._master.columns:
            reduced = self._prices.reduced(column)
            if reduced < 0:
                for shipment in column.ids:
                    excess[shipment] = max(excess.get(shipment, 0.0), -reduced)
        return sum(self._prices.worth.values()) - self._prices.spare(self._case) - sum(excess.values())

    def _dive(self) -> None:
        """A plan near the relaxation: what it nearly takes is taken for good, and the rest relaxed again."""
        prices, values, room = self._prices, self._values, Room(self._case)
        served: set[str] = set()
        while True:
            ranked = sorted(zip(self._master.columns, values, strict=False), key=lambda pair: -pair[1])
            split = sum(SPLIT < value < 1 - SPLIT for _, value in ranked)
            fixed, rest = [], max(_STEP, split // _STEPS)
            for column, value in ranked:
                if value < 0.5 or not served.isdisjoint(column.ids) or not room.has(column):
                    continue
                rest -= value < 1 - SPLIT
                if rest < 0:
                    break
                room.take(column)
                served |= set(column.ids)
                fixed.append(column)
            if not split or not fixed or self._done() or self._spent() > _DIVING:
                break
            self._master.fix(fixed)
            onward = self._pricing.search(prices, 0.0, _NEXT, self._ended, served)
            self._effort += _COLUMN * onward.looked_at
            self._master.add(onward.columns)
            answer = self._answer()
            if answer is None:
                break
            prices, values = answer
        self._master.release()
        plan, others = rounded(self._pricing, self._master.columns, values, prices)
        self._better(plan)
        self._master.add([*plan, *others])

    def _answer(self) -> tuple[Prices, Sequence[float]] | None:
        """The relaxation of the columns so far."""
        pivots = self._master.iterations
        answer = self._master.solve(self._stop, self._rest())
        self._effort += _PIVOT * (self._master.iterations - pivots)
        return answer

    def _nearly_whole(self) -> list[Column]:
        """The columns that the relaxation takes as a whole, and all of the shipments that it splits."""
        whole = nearly_whole(self._master.columns, self._values)
        settled = {shipment for column in whole for shipment in column.ids}
        return whole + [column for column in self._master.columns if settled.isdisjoint(column.ids)]

    def _likely(self) -> list[Column]:
        """The columns with the least reduced cost."""
        return sorted(self._master.columns, key=self._prices.reduced)[:_FIRST]

    def _close(self) -> None:
        """The best plan of all columns that could be in a better one."""
        spare = self._cost - self._bound
        columns, whole = self._find(spare, max(_FEW, _MOST // max(1, len(self._pricing.offers))))
        if self._done():
            return
        self._master.add(columns)
        fitting = [column for column in self._master.columns if self._prices.reduced(column) <= spare]
        whole &= len(fitting) <= _MOST
        fitting.sort(key=self._prices.reduced)
        self._choose(fitting[:_MOST], whole=whole)

    def _choose(self, columns: list[Column], *, part: float = 1.0, whole: bool = False) -> None:
        """The best plan of some columns; where they are the `whole`, no other plan is better."""
        rest = self._rest()
        if rest is not None and len(columns) > (most := int(rest / (3 * _BUILDING))):
            columns, whole = columns[:most], False
        columns = list(dict.fromkeys([*columns, *self._taken]))
        built = build(self._case, columns, self._prices.worth)
        taken = set(self._taken)
        for column, variable in zip(columns, built.taken, strict=True):
            built.model.add_hint(variable, column in taken)
        served = {shipment for column in taken for shipment in column.ids}
        for shipment, variable in built.stays.items():
            built.model.add_hint(variable, shipment not in served)

        def found(_: float, solution: CpSolverSolutionCallback) -> None:
            picked = solution.boolean_value
            self._better([one for one, variable in zip(columns, built.taken, strict=True) if picked(variable)])

        def bounded(_: float, bound: float) -> None:
            # Plans of other columns cost as much as the best one known when these were chosen.
            self._proven(min(limit, built.money(bound) - built.error))

        limit = self._cost if whole else -inf
        solver, status = cp_sat.run(
            built.model,
            stop=self._part(part),
            began=self._began,
            seed=self._seed,
            workers=self._workers,
            on_solution=found,
            on_bound=bounded,
        )
        self._effort += solver.response_proto.deterministic_time
        if whole and status is Status.OPTIMAL:
            self._proven(self._cost)

    def _part(self, part: float) -> Stop:
        """The conditions for a part of what is left of the time or the effort."""
        stop = self._stop
        if stop.effort is not None:
            return replace(stop, effort=max(0.01, (stop.effort - self._effort) * part))
        if stop.clock is None:
            return stop
        spent = monotonic() - self._began
        return replace(stop, seconds=spent + (stop.clock - spent) * part)
