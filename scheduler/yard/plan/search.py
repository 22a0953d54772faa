"""The search for a yard plan: by hand at once, then prices, annealing on all cores, and CP-SAT for the rest.

Prices of ground and cranes give a bound and tell the annealing where ground is scarce. Where they leave few enough
pairs of group and block open, CP-SAT looks through all plans that are left, and proves the best one.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.checker import check_yard
from data.plans import BerthPlan, YardPlan
from scheduler import cp_sat
from scheduler.compiled import compiled_unless
from scheduler.result import Incumbent, Report, Result, Status, gap, keep_nothing, no_report
from scheduler.stopping import Stop
from scheduler.yard.plan.arrays import allotment_of, data_of, new_state
from scheduler.yard.plan.baseline import emptiest_first
from scheduler.yard.plan.bound import Bound, Relaxation
from scheduler.yard.plan.ground import Kept
from scheduler.yard.plan.kernel import add, anneal, copy_state, put, total_cost
from scheduler.yard.plan.layout import lay_out
from scheduler.yard.plan.model import Pairs, add_hint, build
from scheduler.yard.plan.problem import Allotment, Floats, YardProblem, yard_problem
from scheduler.yard.plan.reservations import plan_of

USUAL_DAYS = 7.0
# What a solve without any limit counts with.
_ENDLESS = 600.0
# The bound: so many steps of prices at most, so many at least of an effort, and so much of the time.
_STEPS, _LEAST_STEPS, _FOR_PRICES = 500, 100, 0.2
# Annealing: goes of so many seconds and each so much longer, the most groups that are taken out at once, temperatures
# as shares of what a group costs in the mean; steps in a unit of effort, times groups out and blocks.
_GO, _LONGER, _OUT, _HOT, _COLD, _EFFORT = 0.1, 2.0, 16, 0.1, 0.002, 2_000_000
# CP-SAT takes over after so much of the time, or where a go saves no more than such a share, if no more pairs of group
# and block are left open than so many.
_SHARE, _SETTLED, _PAIRS = 0.25, 2e-4, 6_000
# Money that counts as the same, and what the model rounds away, as shares.
_SAME, _ROUNDED = 1e-6, 2e-5


# Seconds between two looks at whether somebody has cancelled.
_LOOK = 0.05


def first_come_first_served(
    case: Case,
    *,
    start: datetime | None = None,
    days: float = USUAL_DAYS,
    berth_plan: BerthPlan | None = None,
    import_share: float | None = None,
) -> YardPlan:
    """The plan that is made by hand, ship by ship into the emptiest block, with the arguments and errors of `solve`."""
    problem = yard_problem(case, start=start, days=days, berth_plan=berth_plan, share=import_share)
    return plan_of(problem, emptiest_first(problem))


def solve(
    case: Case,
    *,
    start: datetime | None = None,
    days: float = USUAL_DAYS,
    berth_plan: BerthPlan | None = None,
    import_share: float | None = None,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    keep: Callable[[Result[YardPlan]], None] = keep_nothing,
) -> Result[YardPlan]:
    """The best yard plan found for the calls that arrive in so many days from `start`; cost and bound are in money.

    `start` is the case's first day unless given. Ships lie as the berth plan has them, the others by ETA, ETD and
    preferred position. `import_share` of each block's bays is kept free for boxes from ships: unless given, what they
    need by the calls of that time and the mean stay (`data.yard.import_share`). Stopped early, the answer is the best
    plan so far, at worst the one made by hand. `keep` is given every better plan, the one made by hand first, for
    whoever may have to end the solve. Raises DermagaError where no yard crane works in any block, no call
    arrives in that time, or the boxes of a call do not fit her ship.
    """
    began = monotonic()
    problem = yard_problem(case, start=start, days=days, berth_plan=berth_plan, share=import_share)
    search = _Search(problem, stop, began, seed, workers, report, keep)
    if problem.wanted:
        search.run()
    return search.result()


class _Search:
    """The best plan and bound so far, and the curve of both."""

    def __init__(
        self, problem: YardProblem, stop: Stop, began: float, seed: int, workers: int, report: Report,
        keep: Callable[[Result[YardPlan]], None],
    ) -> None:  # fmt: skip
        self.problem = problem
        self._stop, self._began, self._seed, self._workers = stop, began, seed, workers
        self._report, self._keep = report, keep
        self._spent = 0.0
        self.bound = 0.0
        self.curve: list[Incumbent] = []
        self.plan = plan_of(problem, emptiest_first(problem))
        self.cost = check_yard(problem.case, self.plan).cost
        self._note()
        self._keep(self.result())

    @property
    def left(self) -> float:
        """Seconds, or effort, that are left."""
        if self._stop.effort is not None:
            return self._stop.effort - self._spent
        return (self._stop.seconds or _ENDLESS) - (monotonic() - self._began)

    def over(self) -> bool:
        """Whether the solve is to stop."""
        near = gap(self.cost, self.bound) <= max(self._stop.gap, _SAME)
        return near or self._stop.cancel.is_set() or self.left <= 0

    def _note(self) -> None:
        point = Incumbent(monotonic() - self._began, self.cost, max(0.0, min(self.bound, self.cost)))
        self.curve.append(point)
        self._report(point)

    def found(self, kept: Sequence[Kept]) -> None:
        """Take a plan where it is better."""
        plan = plan_of(self.problem, kept)
        cost = check_yard(self.problem.case, plan).cost
        if cost < self.cost:
            self.plan, self.cost = plan, cost
            self._note()
            self._keep(self.result())

    def raise_bound(self, money: float) -> None:
        """Take a bound where it is better."""
        if min(money, self.cost) > self.bound:
            self.bound = min(money, self.cost)
            self._note()

    def run(self) -> None:
        """Improve plan and bound until they meet or the solve is to stop."""
        if self.over():
            return
        self._data = data_of(self.problem)
        self._best = new_state(self._data)
        self._best_cost = np.inf
        relaxation = Relaxation(self.problem)
        free = relaxation.no_prices()
        if not compiled_unless(self._stop.cancel, lambda: self._put_first(free.of_bays)):
            return
        self._greedy(free.of_bays)
        if self.over():
            return
        prices = self._price(relaxation, Bound(0.0, free))
        self._greedy(prices.prices.of_bays)
        if self.over() or not compiled_unless(self._stop.cancel, lambda: self._anneal_first(free.of_bays)):
            return
        pairs = self._anneal(relaxation, prices)
        if pairs and not self.over():
            self._prove(*pairs)
            self._anneal(relaxation, prices, to_the_end=True)

    def _put_first(self, ground: Floats) -> None:
        """Call what `_greedy` calls, on a state that nobody needs."""
        state = new_state(self._data)
        put(self._data, state, 0, ground, 1.0, 0.0, False)
        add(self._data, state, 0, 0, 1, 1, 0)
        copy_state(state, new_state(self._data))
        total_cost(self._data, state)

    def _anneal_first(self, ground: Floats) -> None:
        """Call what `_go` calls, on states that nobody needs."""
        state, best = new_state(self._data), new_state(self._data)
        anneal(self._data, state, best, ground, 0, 0, 1.0, 1.0, _OUT, np.zeros(1, dtype=np.int64))

    def _take(self, allotment: Allotment) -> None:
        """Lay out the bays that groups have in blocks, and take the plan where it is better.

        A block that has no ground for them, although it has enough in all, counts a bay less for the annealing.
        """
        layout = lay_out(self.problem, allotment, self._stop.cancel)
        for block in layout.short:
            self._data.free[block] = np.maximum(0, self._data.free[block] - 1)
        state = new_state(self._data)
        for each in layout.kept:
            alone = 0 if each.mixed else 1
            add(self._data, state, each.group, each.block, alone, alone * each.boxes, (1 - alone) * each.boxes)
        cost = total_cost(self._data, state)
        if cost < self._best_cost - 1e-6:
            self._best_cost = cost
            copy_state(state, self._best)
        self.found(layout.kept)

    def _greedy(self, ground: Floats) -> None:
        state = new_state(self._data)
        for group in sorted(range(len(self._data.boxes)), key=lambda group: (-self._data.boxes[group], group)):
            put(self._data, state, group, ground, 1.0, 0.0, False)
        self._take(allotment_of(state))

    def _price(self, relaxation: Relaxation, bound: Bound) -> Bound:
        ends = self.left * (1 - _FOR_PRICES)
        steps = _STEPS
        if self._stop.effort is not None:
            steps = min(steps, max(_LEAST_STEPS, int((self.left - ends) / relaxation.step_effort)))
            self._spent += steps * relaxation.step_effort
        by_clock = self._stop.effort is None
        found = relaxation.improve(
            bound, self.cost, steps, lambda: self._stop.cancel.is_set() or (by_clock and self.left < ends)
        )
        self.raise_bound(found.money)
        return found

    def _anneal(self, relaxation: Relaxation, bound: Bound, *, to_the_end: bool = False) -> tuple[Pairs, Pairs] | None:
        """Anneal until CP-SAT can take over, or to the end. The pairs that are left open to it, where it can."""
        began, turn, length, speed = self.left, 0, _GO, 2_000.0
        a_unit = _EFFORT / (_OUT * len(self.problem.blocks))
        with ThreadPoolExecutor(self._workers) as pool:
            while not self.over():
                length = min(length * _LONGER, max(_GO, self.left / 2))
                if self._stop.effort is None:
                    steps = int(min(length, self.left) * speed)
                else:
                    length = min(length, self.left / self._workers)
                    steps = int(length * a_unit)
                    self._spent += length * self._workers
                at, before = monotonic(), self._best_cost
                self._go(pool, bound.prices.of_bays, turn, max(1, steps))
                speed, turn = steps / max(1e-3, monotonic() - at), turn + 1
                settled = self._best_cost > before * (1 - _SETTLED) or began - self.left >= _SHARE * began
                if settled and not to_the_end and not self.over():
                    pairs = relaxation.left_open(bound, self.cost)
                    if sum(int(each.sum()) for each in pairs) <= _PAIRS:
                        return pairs
        return None

    def _go(self, pool: ThreadPoolExecutor, ground: Floats, turn: int, steps: int) -> None:
        """Anneal for so many steps on every core, or until somebody cancels, from the best plan on."""
        ended = np.zeros(1, dtype=np.int64)
        heat = self._best_cost / len(self.problem.wanted)
        hot, cold = max(1e-9, _HOT * heat), max(1e-9, _COLD * heat)
        runs = []
        for number in range(self._workers):
            state, best = new_state(self._data), new_state(self._data)
            copy_state(self._best, state)
            copy_state(self._best, best)
            seed = (self._seed * 1_000_003 + turn * 101 + number) % 2**32
            run = pool.submit(anneal, self._data, state, best, ground, seed, steps, hot, cold, _OUT, ended)
            runs.append((run, best))
        while wait([run for run, _ in runs], timeout=_LOOK).not_done:
            if self._stop.cancel.is_set():
                ended[0] = 1
        for run, best in runs:
            if run.result() < self._best_cost:
                self._take(allotment_of(best))

    def _prove(self, alone: Pairs, mixed: Pairs) -> None:
        built = build(self.problem, self.cost, alone, mixed)
        known = self.cost
        add_hint(built, allotment_of(self._best))

        def solution(seconds: float, solution: CpSolverSolutionCallback) -> None:
            del seconds
            self._take(built.read(solution))

        def bound(seconds: float, money: float) -> None:
            del seconds
            self.raise_bound(min(money / built.money, known))

        effort = None
        if self._stop.effort is not None:
            effort, self._spent = max(0.01, self.left), self._stop.effort
        solver, status = cp_sat.run(
            built.model,
            stop=replace(self._stop, effort=effort),
            began=self._began,
            seed=self._seed,
            workers=self._workers,
            on_solution=solution,
            on_bound=bound,
        )
        if status is Status.OPTIMAL:
            # Unless its bays could not be laid out, the plan costs what the model says but for what that rounds.
            best = min(known, solver.objective_value / built.money)
            self.raise_bound(self.cost if self.cost <= best * (1 + _ROUNDED) else best)

    def result(self) -> Result[YardPlan]:
        """The best plan with what is proven."""
        if not self.problem.wanted:
            self.bound = self.cost
        status = Status.CANCELLED if self._stop.cancel.is_set() else Status.FEASIBLE
        if gap(self.cost, self.bound) <= _SAME:
            status = Status.OPTIMAL
        return Result(
            plan=self.plan,
            cost=self.cost,
            bound=self.cost if status is Status.OPTIMAL else max(0.0, self.bound),
            status=status,
            seconds=monotonic() - self._began,
            curve=tuple(self.curve),
        )
