"""The search for a berth plan: first come first served at once, then a better plan, a bound and a proof in turn.

Two chains of ruin and recreate run beside each other, in cycles that grow longer, each from the best plan so far. In
between the relaxation raises the bound on one core while a chain goes on on the other, and what the bound leaves of a
problem of moderate size is given to CP-SAT, which finds a cheaper plan or proves that there is none.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from math import ceil, isclose
from threading import Event
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.checker import check_berths
from data.plans import BerthPlan
from scheduler.berths import queues
from scheduler.berths.baseline import served_in_order
from scheduler.berths.kernel import (
    NEVER,
    PLACED,
    Ints,
    State,
    all_changes,
    anneal,
    copy_state,
    finish_of,
    keeping_cost,
    place_cost,
    time_cost,
)
from scheduler.berths.problem import BerthProblem, plan_of, planned_time, pose
from scheduler.berths.proof import Model, can_prove, prove, what_is_left
from scheduler.berths.relaxation import Bound, relax
from scheduler.result import Incumbent, Report, Result, Status, gap, no_report
from scheduler.stopping import Stop

# What a solve without any limit counts with.
_ENDLESS = 600.0
# The first cycle of the chains in seconds, and how much longer each is than the one before.
_FIRST_CYCLE, _LONGER = 1.5, 2.0
# A chain is asked to go on after so many seconds, for a cancelled solve to end soon.
_CHUNK = 0.25
# Temperatures at the beginning and the end of a cycle as shares of what a ship costs in the mean, ships taken out at
# most, and chances to restrict a ship to one option or to an end of a gap: each cycle of each chain has the next.
_STYLES = (
    (0.5, 0.01, 6, 0.35, 0.15),
    (0.1, 0.003, 10, 0.35, 0.10),
    (0.3, 0.003, 8, 0.30, 0.15),
    (0.05, 0.002, 6, 0.35, 0.10),
)
_MOST_OUT = 10
_QUEUE_STYLES = ((0.1, 0.003, 10), (0.03, 0.002, 14), (0.05, 0.001, 8), (0.2, 0.004, 10))
_BLINK = 0.02
# Changes of prices in a go, and their share of the time.
_PRICES, _BOUND_SHARE = 100, 0.25
# The proof's shares of the time left, one after the other.
_PROOF_SHARES = (0.1, 0.75)
_LEFT_MOST = 400_000
# Iterations of a chain in a unit of effort, for one ship.
_EFFORT = 6_000_000


def solve(
    case: Case,
    *,
    start: datetime | None = None,
    days: float = 7,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
) -> Result[BerthPlan]:
    """The best berth plan found for the calls that arrive within `days` days from `start`.

    `start` is the case's first day unless given. Cost and bound are in the terminal's money; the bound holds for
    every plan of whole minutes in which ships berth at multiples of the unit that divides all lengths. Stopped early,
    the answer is the best plan so far, at worst first come first served.
    """
    began = monotonic()
    problem = pose(case, *planned_time(case, start, days))
    search = Search(problem, stop, began, seed, workers, report)
    search.run()
    plan = plan_of(problem, search.best)
    # The checker counts the seconds that the problem rounds away.
    cost = check_berths(case, plan).cost
    bound = problem.money(search.bound)
    return Result(
        plan=plan,
        cost=cost,
        bound=cost if isclose(bound, cost) else min(bound, cost),
        status=search.status,
        seconds=monotonic() - began,
        curve=tuple(search.curve),
    )


def true_cost(problem: BerthProblem, state: State) -> float:
    """What a state costs, in the problem's money."""
    data, total = problem.data, 0.0
    for i, ship in enumerate(data.ship):
        berth = state.berth[i]
        if berth.status != PLACED:
            total += float(ship.left_out)
            continue
        total += time_cost(ship, 0.0, berth.start, berth.end, NEVER) + place_cost(ship, berth.place)
        if ship.shifted or ship.recraned:
            total += keeping_cost(ship, berth.start, _cranes_at(problem, state, i))
    return total + data.finish * finish_of(state) + all_changes(data, state)


def _cranes_at(problem: BerthProblem, state: State, i: int) -> int:
    if not problem.data.slot:
        return int(state.berth[i].count)
    steps = state.step[i, : state.berth[i].slots]
    return int((steps.high - steps.low).max(initial=0))


class _Chain:
    """A chain of ruin and recreate: its state, the best of its last go, and how fast it is."""

    def __init__(self, problem: BerthProblem, number: int, state: State) -> None:
        self.problem, self.number = problem, number
        self.state, self.found = problem.new_state(), problem.new_state()
        copy_state(state, self.state)
        self._kept, self._scratch = problem.new_state(_MOST_OUT + 6), problem.new_scratch()
        self.speed = 0.0
        self._goes = 0
        self._queued = queues.apply_to(problem.data)
        if self._queued:
            self._queues = queues.from_state(problem.data, state)
            self._best_queues = queues.from_state(problem.data, state)

    def restart(self, state: State) -> None:
        """Go on from another state."""
        copy_state(state, self.state)
        if self._queued:
            self._queues = queues.from_state(self.problem.data, state)

    def go(self, seed: int, style: int, warm: float, cool: float, mean: float, iterations: int, target: int) -> None:
        """Some iterations; `warm` and `cool` are how far the cycle is, from 0 to 1, at their begin and end."""
        began = monotonic()
        self._goes += 1
        random = seed * 1_000_003 + self.number * 10_007 + self._goes
        data = self.problem.data
        if self._queued:
            hot, cold, most_out = _QUEUE_STYLES[style % len(_QUEUE_STYLES)]
            first, last = (mean * hot * (cold / hot) ** share for share in (warm, cool))
            queues.anneal_queues(
                data, self._queues, self._best_queues, random, iterations, first, last, most_out, target
            )
            queues.to_state(data, self._best_queues, self.found, self._scratch)
        else:
            hot, cold, most_out, restrict, edges = _STYLES[style % len(_STYLES)]
            first, last = (mean * hot * (cold / hot) ** share for share in (warm, cool))
            anneal(
                data, self.state, self.found, self._kept, self._scratch, random, iterations, first, last, most_out,
                target, restrict, edges, _BLINK,
            )  # fmt: skip
        self.speed = iterations / max(1e-6, monotonic() - began)


class Search:
    """The best plan and bound so far, in the problem's money, and the curve of both, in the terminal's."""

    def __init__(
        self, problem: BerthProblem, stop: Stop, began: float, seed: int, workers: int, report: Report
    ) -> None:
        self.problem = problem
        self.best = served_in_order(problem)
        self.cost, self.bound = true_cost(problem, self.best), 0.0
        self.curve: list[Incumbent] = []
        self._stop, self._began, self._seed, self._report = stop, began, seed, report
        self._workers = min(2, workers)
        self._effort = 0.0
        self._ended = False
        self._bounded: Bound | None = None
        self._note()

    @property
    def status(self) -> Status:
        """How far it got."""
        if self.bound >= self.cost:
            return Status.OPTIMAL
        return Status.CANCELLED if self._stop.cancel.is_set() else Status.FEASIBLE

    @property
    def _left(self) -> float:
        """Seconds, or effort, that are left."""
        if self._stop.effort is not None:
            return self._stop.effort - self._effort
        return (self._stop.seconds or _ENDLESS) - (monotonic() - self._began)

    def _over(self) -> bool:
        money = self.problem.money
        return (
            self.bound >= self.cost
            or gap(money(self.cost), money(self.bound)) <= self._stop.gap
            or self._stop.cancel.is_set()
            or self._left <= 0
        )

    def _note(self) -> None:
        money = self.problem.money
        point = Incumbent(monotonic() - self._began, money(self.cost), money(min(self.bound, self.cost)))
        self.curve.append(point)
        self._report(point)

    def _found(self, state: State) -> None:
        cost = true_cost(self.problem, state)
        if cost < self.cost - 1e-6:
            self.cost = cost
            copy_state(state, self.best)
            self._note()

    def _raise(self, bound: float) -> None:
        # Every cost is a whole number of parts.
        bound = min(ceil(bound - 1e-6), self.cost)
        if bound > self.bound:
            self.bound = bound
            self._note()

    def run(self) -> None:
        """Improve plan and bound until they meet or the solve is to stop."""
        if not self.problem.calls:
            self.bound = self.cost
            return
        with ThreadPoolExecutor(2) as pool:
            chains = [_Chain(self.problem, number, self.best) for number in range(self._workers)]
            cycle, length, proofs = 0, _FIRST_CYCLE, 0
            while not self._over():
                self._cycle(pool, chains, cycle, min(length, self._left))
                cycle += 1
                length *= _LONGER
                if self._over():
                    return
                if self._bounded is None or cycle % 3 == 0:
                    self._bound(pool, chains[0], cycle)
                if not self._over() and proofs < len(_PROOF_SHARES) and cycle >= 2:
                    self._prove(pool, chains[0], cycle, _PROOF_SHARES[proofs])
                    proofs += 1

    # Chains -----------------------------------------------------------------------------------------------------------

    def _target(self) -> int:
        return finish_of(self.best) - 1 if self.problem.data.finish else NEVER

    def _mean(self) -> float:
        mean = self.cost / len(self.problem.calls)
        if self.problem.data.finish:
            rest = self.cost - self.problem.data.finish * finish_of(self.best)
            mean = rest / len(self.problem.calls) + 4 * self.problem.data.finish
        return max(mean, 1e-9)

    def _iterations(self, chain: _Chain, seconds: float) -> int:
        """Iterations of a go of a chain."""
        if self._stop.effort is not None:
            return max(
                1, int(seconds * _EFFORT / (len(self.problem.calls) + 20) / (8 if self.problem.data.slot else 1))
            )
        if chain.speed == 0.0:
            return 200
        return max(20, int(chain.speed * seconds))

    def _cycle(self, pool: ThreadPoolExecutor, chains: list[_Chain], cycle: int, length: float) -> None:
        """A cycle of all chains beside each other, from hot to cold, over so many seconds or so much effort."""
        for chain in chains:
            if cycle % 2 == 0 or chain.number > 0:
                chain.restart(self.best)
        spent = 0.0
        while spent < length and not self._over():
            chunk = min(_CHUNK if self._stop.effort is None else max(length / 8, 0.05), length - spent)
            cooled = min(1.0, (spent + chunk) / length)
            began = monotonic()
            goes = [self._go(pool, chain, cycle, spent / length, cooled, chunk) for chain in chains]
            for go, chain in zip(goes, chains, strict=True):
                go.result()
                self._found(chain.found)
            if self._stop.effort is None:
                spent += monotonic() - began
            else:
                spent += chunk
                self._effort += chunk * len(chains)

    def _go(
        self, pool: ThreadPoolExecutor, chain: _Chain, cycle: int, warm: float, cool: float, chunk: float
    ) -> "Future[None]":
        style = cycle * 2 + chain.number
        iterations = self._iterations(chain, chunk)
        return pool.submit(chain.go, self._seed, style, warm, cool, self._mean(), iterations, self._target())

    def _beside(
        self, pool: ThreadPoolExecutor, chain: _Chain, cycle: int, length: float, work: Callable[[Event], None]
    ) -> None:
        """Do some work on one core while a chain goes on on the other."""
        ended = Event()

        def whole() -> None:
            try:
                work(ended)
            finally:
                ended.set()

        if self._workers < 2 or self._stop.effort is not None:
            whole()
            return
        other = pool.submit(whole)
        chain.restart(self.best)
        began = monotonic()
        while not ended.is_set():
            done = min(1.0, (monotonic() - began) / max(length, 1e-6))
            self._go(pool, chain, cycle, done, min(1.0, done + _CHUNK / max(length, _CHUNK)), _CHUNK).result()
            self._found(chain.found)
            if self.bound >= self.cost:
                break
        ended.set()
        other.result()

    # The bound --------------------------------------------------------------------------------------------------------

    def _latest(self) -> Ints:
        """For each ship the last tick at which it berths in a plan that costs less than the best one.

        Every other ship costs at least what it costs alone, so that this one has no more than the rest of the cost.
        """
        data = self.problem.data
        alone = np.zeros(len(data.ship))
        shortest = np.zeros(len(data.ship), np.int64)
        for i, ship in enumerate(data.ship):
            options = range(ship.first_option, ship.last_option)
            work = min(
                1 / data.rate[o, ship.most] if data.option[o].count < 0 else float(data.option[o].work) for o in options
            )
            shortest[i] = ceil(work - 1e-6) + data.mooring + data.unmooring
            alone[i] = min(time_cost(ship, 0.0, ship.release, ship.release + shortest[i], NEVER), ship.left_out)
        latest = np.zeros(len(data.ship), np.int64)
        for i, ship in enumerate(data.ship):
            room = self.cost - (alone.sum() - alone[i])
            low, high = int(ship.release), min(data.horizon, int(ship.latest))
            while low < high:
                middle = (low + high + 1) // 2
                end = middle + int(shortest[i])
                if time_cost(ship, 0.0, middle, end, NEVER) + data.finish * end <= room:
                    low = middle
                else:
                    high = middle - 1
            latest[i] = low
        return latest

    def _bound(self, pool: ThreadPoolExecutor, chain: _Chain, cycle: int) -> None:
        """Raise the bound by the relaxation's prices."""
        data = self.problem.data
        finish = data.finish * _least_finish(self.problem)
        self._raise(finish)
        latest = self._latest()
        longest = int(max(ceil(option.work) for option in data.option)) + data.mooring + data.unmooring
        if data.slot:
            rates = data.rate[data.rate > 0]
            longest = max(longest, int(1 / rates.min()) + 48 * 60)
        relaxation = relax(self.problem, min(data.horizon, int(latest.max()) + longest))
        bounded = Bound(self.problem, relaxation, latest)
        length = min(self._left, _BOUND_SHARE * (self._stop.effort or self._stop.seconds or _ENDLESS))
        until = monotonic() + length
        units = 0

        def work(ended: Event) -> None:
            nonlocal units
            while not ended.is_set() and not self._stop.cancel.is_set():
                more = bounded.improve(self.cost - finish, _PRICES, self._stop.cancel)
                units += 1
                self._raise(bounded.value + finish)
                if not more or self.bound >= self.cost:
                    return
                if self._stop.effort is None and monotonic() > until:
                    return
                if self._stop.effort is not None and units * 0.1 > length:
                    return

        self._beside(pool, chain, cycle, length, work)
        if self._stop.effort is not None:
            self._effort += 0.1 * units
        self._bounded, self._latest_used, self._relaxation = bounded, latest, relaxation

    # The proof --------------------------------------------------------------------------------------------------------

    def _prove(self, pool: ThreadPoolExecutor, chain: _Chain, cycle: int, share: float) -> None:
        """Give what the bound leaves to CP-SAT."""
        bounded, data = self._bounded, self.problem.data
        if bounded is None or not can_prove(data):
            return
        quay, crane, least = bounded.settle()
        base = bounded.value
        room = self.cost - 1 - base - data.finish * _least_finish(self.problem)
        left = what_is_left(self.problem, self._relaxation, quay, crane, least, room, self._latest_used)
        size = sum(domain.size() for each in left for domain in each.starts.values())
        if size > _LEFT_MOST:
            return
        upper = round(self.cost)
        model = Model(self.problem, left, ceil(self.bound - 1e-6), upper)
        length = share * self._left
        state, scratch = self.problem.new_state(), self.problem.new_scratch()
        subsolver = "core" if self._relaxation.exact and not data.setup and not data.travel else "max_lp"
        better: list[State] = []

        def on_better(solution: CpSolverSolutionCallback) -> None:
            model.read(solution, state, scratch)
            copy = self.problem.new_state()
            copy_state(state, copy)
            better.append(copy)

        def work(ended: Event) -> None:
            stop = replace(self._stop, gap=0.0, cancel=ended if self._stop.effort is None else self._stop.cancel)
            began = monotonic()
            if self._stop.effort is None:
                stop = replace(stop, seconds=length)
            else:
                stop = replace(stop, effort=length)
            status, bound = prove(
                model, stop=stop, began=began, seed=self._seed, subsolver=subsolver,
                on_better=on_better, on_bound=self._raise,
            )  # fmt: skip
            proved.append(status is Status.OPTIMAL)
            self._raise(bound)

        proved: list[bool] = []
        self._beside(pool, chain, cycle, length, work)
        if self._stop.effort is not None:
            self._effort += length
        for found in better:
            self._found(found)
        if proved and proved[0]:
            # Nothing is cheaper than what it found last, or than what was known when it began.
            self._raise(min(upper, true_cost(self.problem, better[-1])) if better else upper)


def _least_finish(problem: BerthProblem) -> int:
    """A tick before which no plan of all ships ends: from any tick on there is so much work for the quay."""
    data = problem.data
    if not data.finish:
        return 0
    length = [
        min(int(np.ceil(data.option[o].work - 1e-6)) for o in range(ship.first_option, ship.last_option))
        + data.mooring
        + data.unmooring
        for ship in data.ship
    ]
    if len(data.section):
        quay = len(data.section)
        taken = [
            min(
                int(np.count_nonzero((data.section.low < place + ship.length) & (place < data.section.high)))
                for o in range(ship.first_option, ship.last_option)
                for place in (int(data.option[o].low), int(data.option[o].high))
            )
            for ship in data.ship
        ]
    else:
        low, high = int(data.option.low.min()), int(max(data.option.high.max() + data.ship.length.max(), 0))
        quay, taken = high - low + data.gap, [int(ship.length) + data.gap for ship in data.ship]
    best = max((int(ship.release) + need for ship, need in zip(data.ship, length, strict=True)), default=0)
    for tick in sorted({int(ship.release) for ship in data.ship}):
        area = sum(
            width * max(0, min(need, int(ship.release) + need - tick))
            for ship, need, width in zip(data.ship, length, taken, strict=True)
        )
        best = max(best, tick + -(-area // quay))
    if float(data.ship.left_out.sum()) < data.finish * best:
        return 0
    return best
