"""The search for a berth plan: first come first served at once, then a better plan, a bound and a proof in turn.

Two chains of ruin and recreate run beside each other, in cycles that grow longer. In between the relaxation raises the
bound on one core while a chain goes on on the other, and what the bound leaves of a problem of moderate size is given
to CP-SAT, which finds a cheaper plan or proves that there is none.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from math import ceil, isclose
from threading import Event, Lock
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpSolverSolutionCallback

from data.case import Case
from data.changes import cost_of_changes
from data.checker import check_berths
from data.errors import DermagaError
from data.plans import BerthPlan
from scheduler.berths import queues
from scheduler.berths.baseline import served_in_order
from scheduler.berths.chains import Chain
from scheduler.berths.groups import arrival_order, cuts_of, part_of, sum_of
from scheduler.berths.kernel import (
    NEVER,
    PLACED,
    State,
    all_changes,
    berth_cost,
    copy_state,
    finish_of,
)
from scheduler.berths.neighbourhoods import around, drawn
from scheduler.berths.problem import BerthProblem, plan_of, posed
from scheduler.berths.proof import Left, Model, can_model, priced, prove, proves, refine, what_is_left
from scheduler.berths.relaxation import Bound
from scheduler.berths.replan import Replan
from scheduler.berths.setup import can_have_setup, with_setup, without_setup
from scheduler.berths.states import state_of
from scheduler.berths.warm import as_before, given_back
from scheduler.result import Incumbent, Report, Result, Status, gap, keep_nothing, no_report
from scheduler.stopping import Stop

# The share of a re-plan's time for the search: what is moved for nothing is given back in the rest.
_SEARCHING = 0.9
# What a solve without any limit counts with.
_ENDLESS = 600.0
# The first cycle of the chains in seconds, how much longer each is than the one before, and the share of the last ones.
_FIRST_CYCLE, _LONGER, _LAST_CYCLE = 1.5, 1.4, 0.6
# A chain is asked to go on after so many seconds, for a cancelled solve to end soon.
_CHUNK, _CHUNK_EFFORT = 0.25, 0.1
# Ships of the first large neighbourhood and of the largest ones; how many more after one that is looked through, how
# many fewer after one that is not, in at most so many seconds, or so much effort.
_LARGE, _LARGEST, _MORE, _FEWER, _STEP, _STEP_EFFORT = 8.0, 40.0, 0.25, 0.75, 2.0, 0.5
# Seconds between two plans that are given to whoever keeps them.
_KEEP_S = 2.0
# After so many in vain another plan is looked at than the second one.
_STALE = 4
# Effort of a solve by CP-SAT at least: to make its model.
_LEAST_EFFORT = 0.01
# Seconds of a cycle that goes far while something else is done on the other core.
_FAR_CYCLE = 6.0
# Changes of prices in a go, and their share of the time.
_PRICES, _BOUND_SHARE = 100, 0.25
# Up to so many ships a proof is tried at once.
_FEW = 24
# The share of the time for that, and the most of it in seconds, or in effort.
_AT_ONCE, _AT_ONCE_MOST = 0.5, 5.0
# Ships in a group; and what is proven one after the other for up to so many ships: so many neighbouring groups at a
# time, 0 for all ships together, and the share of the time left.
_GROUP = 12
_PROOFS = (
    (_FEW, ((0, 0.1), (0, 0.8))),
    (45, ((0, 0.55), (1, 0.2), (0, 0.7), (2, 0.7))),
    (NEVER, ((1, 0.4), (2, 0.5), (3, 0.5))),
)
# With set-up times, -1 is to solve the problem without them first.
_BARE_PROOFS = ((-1, 0.35), (0, 0.9))
# CP-SAT's way to look through a model that has no bound.
_ALL = "default_lp"
# With more starts than this left, a model takes longer to build than it is worth.
_LEFT_MOST = 50_000_000


def solve(
    case: Case,
    *,
    start: datetime | None = None,
    days: float | None = None,
    stop: Stop,
    seed: int = 1,
    workers: int = 2,
    report: Report = no_report,
    replan: Replan | None = None,
    first: BerthPlan | None = None,
    keep: Callable[[Result[BerthPlan]], None] = keep_nothing,
) -> Result[BerthPlan]:
    """The best berth plan found for the calls that arrive within `days` days (7) from `start`.

    `start` is the case's first day unless given. A `replan` has the time of the plan before and stays close to it: cost
    and bound have what its changes cost as well, and the answer is at worst that plan, with the ships that it can't
    serve any more put where they cost least. Cost and bound are in the terminal's money; the bound holds for every
    plan of whole ticks (`clock.tick_of`) in which ships berth at multiples of the unit that divides all lengths.
    Stopped early, the answer is the best plan so far, at worst first come first served; `first` is a plan of the same
    problem that it begins with where that is better. `keep` is given better plans on the way, one in two seconds at
    most, for whoever may have to end the solve.
    """
    began = monotonic()
    problem = posed(case, start, days, replan)
    searching = stop
    if replan is not None and stop.clock is not None:
        searching = replace(stop, seconds=_SEARCHING * stop.clock)

    def cost_of(plan: BerthPlan) -> float:
        cost: float = check_berths(case, plan).cost
        return cost if replan is None else cost + cost_of_changes(case, replan.previous, plan)

    def better(search: Search) -> None:
        plan = plan_of(problem, search.best)
        cost = cost_of(plan)
        bound = min(problem.money(search.bound), cost)
        keep(Result(plan, cost, bound, Status.FEASIBLE, monotonic() - began, tuple(search.curve)))

    begin = None if first is None else _begun_with(problem, first)
    search = Search(
        problem, searching, began, seed, workers, report, begin, better if keep is not keep_nothing else None
    )
    search.run()
    plan = plan_of(problem, search.best)
    # The checker counts the seconds that the problem rounds away.
    if replan is not None and problem.standing is not None:
        plan = given_back(
            problem, problem.standing, plan, lambda: stop.clock is not None and monotonic() - began > stop.clock
        )
    cost = cost_of(plan)
    bound = problem.money(search.bound)
    return Result(
        plan=plan,
        cost=cost,
        bound=cost if isclose(bound, cost) else min(bound, cost),
        status=search.status,
        seconds=monotonic() - began,
        curve=tuple(search.curve),
    )


def _begun_with(problem: BerthProblem, plan: BerthPlan) -> State | None:
    """The state of a plan; None where that is none of this problem, or breaks a rule in its ticks and units."""
    calls = {call.id for call in problem.calls}
    try:
        state = state_of(problem, [entry for entry in plan.calls if entry.call in calls])
    except DermagaError:
        return None
    return state if check_berths(problem.case, plan_of(problem, state)).feasible else None


def true_cost(problem: BerthProblem, state: State) -> float:
    """What a state costs, in the problem's money."""
    data, total = problem.data, 0.0
    for i, ship in enumerate(data.ship):
        berth = state.berth[i]
        if berth.status != PLACED:
            total += float(ship.left_out)
            continue
        total += berth_cost(ship, 0.0, berth.start, berth.end, berth.place, _cranes_at(problem, state, i), NEVER)
    return total + data.finish * finish_of(state) + all_changes(data, state)


def _cranes_at(problem: BerthProblem, state: State, i: int) -> int:
    if not problem.data.slot:
        return int(state.berth[i].count)
    first, slots = state.berth[i].slot, state.berth[i].slots
    return int((state.owner[first : first + slots] == i).sum(axis=1).max(initial=0))


class Search:
    """The best plan and bound so far, in the problem's money, and the curve of both, in the terminal's."""

    def __init__(
        self,
        problem: BerthProblem,
        stop: Stop,
        began: float,
        seed: int,
        workers: int,
        report: Report,
        begin: State | None = None,
        keep: Callable[["Search"], None] | None = None,
    ) -> None:
        self.problem = problem
        self.best = served_in_order(problem) if problem.standing is None else as_before(problem, problem.standing)
        self.cost, self.bound = true_cost(problem, self.best), 0.0
        if begin is not None and (cost := true_cost(problem, begin)) < self.cost:
            self.best, self.cost = begin, cost
        self._keep, self._kept, self._unkept, self._finding = keep, began, False, Lock()
        self.curve: list[Incumbent] = []
        self._noting = Lock()
        self._stop, self._began, self._seed, self._report = stop, began, seed, report
        self._workers = min(2, workers)
        self.effort = 0.0
        self._ended = False
        self._bounded: Bound | None = None
        # Where the ships by arrival are cut into groups, and the bounds of groups: from a ship and before another.
        self._cuts: list[int] = []
        self._of_groups: dict[tuple[int, int], float] = {}
        # Without set-up and travel all times and places are on a coarser grid, which is exact.
        self._bare = without_setup(problem)
        self._to_bare = self._bare.parts / problem.parts
        self._provable = proves(problem)
        # Large neighbourhoods are for what is not proven at once.
        self._has_large = can_model(problem.data) and not queues.apply_to(problem.data)
        self._large, self._steps = _LARGE, 0
        # A second plan for them, and how many were looked at in vain.
        self._other, self._stale = problem.new_state(), _STALE
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
            return self._stop.effort - self.effort
        return (self._stop.seconds or _ENDLESS) - (monotonic() - self._began)

    def _stop_after(self, length: float, cancel: Event) -> Stop:
        """The stop of a part of the search, after so many seconds or so much effort, whatever its gap."""
        if self._stop.effort is not None:
            return replace(self._stop, effort=length, gap=0.0)
        return replace(self._stop, seconds=length, gap=0.0, cancel=cancel)

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
        # Plans are found on one thread and bounds on another.
        with self._noting:
            point = Incumbent(monotonic() - self._began, money(self.cost), money(min(self.bound, self.cost)))
            self.curve.append(point)
            self._report(point)

    def _found(self, state: State) -> None:
        cost = true_cost(self.problem, state)
        with self._finding:
            if cost < self.cost - 1e-6:
                self.cost = cost
                copy_state(state, self.best)
                self._unkept = True
                self._note()
            if self._keep is not None and self._unkept and monotonic() - self._kept >= _KEEP_S:
                self._keep(self)
                self._unkept, self._kept = False, monotonic()

    def _raise(self, bound: float) -> None:
        # Every cost is a whole number of parts.
        bound = min(_whole_parts(bound), self.cost)
        if bound > self.bound:
            self.bound = bound
            self._note()

    def run(self) -> None:
        """Improve plan and bound until they meet or the solve is to stop."""
        if bool(self.problem.data.ship.fixed.all()):
            self.bound = self.cost
            return
        with ThreadPoolExecutor(2) as pool:
            chains = [
                Chain(self.problem, number, number == self._workers - 1, self._seed, self.best)
                for number in range(self._workers)
            ]
            few = len(self.problem.calls) <= _FEW
            cycle, length = 0, _FIRST_CYCLE / 5 if few else _FIRST_CYCLE
            proofs = list(next(steps for most, steps in _PROOFS if len(self.problem.calls) <= most))
            if self._bare is not self.problem:
                proofs = list(_BARE_PROOFS)
            elif queues.apply_to(self.problem.data):
                proofs = []
            while not self._over():
                self._cycle(pool, chains, cycle, min(length, self._left))
                cycle += 1
                # When nothing is left to be proven, most of the time left goes to one long cycle.
                length = max(_LONGER * length, 0.0 if proofs else _LAST_CYCLE * self._left)
                if self._has_large and not few and (self._workers < 2 or self._stop.effort is not None):
                    self._look_around(self.best, min(length / 2, self._left), self._stop.cancel)
                if self._over():
                    return
                if few and cycle == 1:
                    self._prove_at_once(pool, chains[0], cycle)
                if not self._over() and (self._bounded is None or cycle % 3 == 0):
                    self._bound(pool, chains[0], cycle)
                if not self._over() and proofs and (few or cycle >= 2):
                    joined, share = proofs.pop(0)
                    if joined < 0:
                        self._bound_bare(pool, chains[0], cycle, share)
                    elif joined:
                        self._bound_groups(pool, chains[0], cycle, joined, share)
                    else:
                        self._prove(pool, chains[0], cycle, share)

    # Chains -----------------------------------------------------------------------------------------------------------

    def _target(self) -> int:
        return finish_of(self.best) - 1 if self.problem.data.finish else NEVER

    def _mean(self) -> float:
        mean = self.cost / len(self.problem.calls)
        if self.problem.data.finish:
            rest = self.cost - self.problem.data.finish * finish_of(self.best)
            mean = rest / len(self.problem.calls) + 4 * self.problem.data.finish
        return max(mean, 1e-9)

    @property
    def _chunk(self) -> float:
        """Seconds, or effort, after which a chain is asked to go on."""
        return _CHUNK if self._stop.effort is None else _CHUNK_EFFORT

    def _cycle(self, pool: ThreadPoolExecutor, chains: list[Chain], cycle: int, length: float) -> None:
        """A cycle of all chains beside each other, over so many seconds or so much effort."""
        for chain in chains:
            chain.begin_cycle()
        spent = 0.0
        while spent < length and not self._over():
            chunk = min(self._chunk, length - spent)
            began = monotonic()
            goes = []
            for chain in chains:
                chain.begin_leg(self.best, cycle, length - spent, self._left, beside=False)
                goes.append(self._go(pool, chain, chunk))
            for go, chain in zip(goes, chains, strict=True):
                go.result()
                self._found(chain.found)
            if self._stop.effort is None:
                spent += monotonic() - began
            else:
                spent += chunk
                self.effort += chunk * len(chains)

    def _go(self, pool: ThreadPoolExecutor, chain: Chain, chunk: float) -> "Future[None]":
        return pool.submit(chain.go, chunk, self._mean(), self._target(), by_effort=self._stop.effort is not None)

    def _beside(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int, work: Callable[[Event], None]) -> None:
        """Do some work on one core while a chain goes on on the other."""
        ended = Event()

        def whole() -> None:
            try:
                work(ended)
            finally:
                ended.set()

        if self._workers < 2 or self._stop.effort is not None:
            work(self._stop.cancel)
            return
        other = pool.submit(whole)
        turn = 0
        while not ended.is_set() and not self._over():
            turn += 1
            if self._has_large and turn % 2:
                # Now around the best plan, now around another one, which begins where the chain has come to.
                if turn % 4 == 1:
                    self._look_around(self.best, _FAR_CYCLE, ended)
                else:
                    if self._stale >= _STALE:
                        copy_state(chain.found, self._other)
                    self._stale = self._look_around(self._other, _FAR_CYCLE, ended)
                continue
            until = monotonic() + _FAR_CYCLE
            chain.begin_cycle()
            while not ended.is_set() and not self._over() and (rest := until - monotonic()) > 0:
                chain.begin_leg(self.best, cycle, rest, self._left, beside=not self._has_large)
                self._go(pool, chain, _CHUNK).result()
                self._found(chain.found)
        ended.set()
        other.result()

    # Large neighbourhoods ---------------------------------------------------------------------------------------------

    def _look_around(self, state: State, length: float, ended: Event) -> int:
        """Make a plan better by what is found in large neighbourhoods of it, for so many seconds or so much effort.

        How many of them were looked at in vain since the last better one.
        """
        until, vain = self._left - length, 0
        while not ended.is_set() and not self._over() and self._left > until:
            self._steps += 1
            free = drawn(self.problem, state, int(self._large), np.random.default_rng([self._seed, self._steps]))
            room = float(state.berth.cost[free].sum()) + self.problem.data.finish * finish_of(state)
            model = Model(
                self.problem, around(self.problem, state, free, room), 0, round(true_cost(self.problem, state))
            )
            step = min(_STEP, max(0.1, self._left)) if self._stop.effort is None else min(_STEP_EFFORT, self._left)
            stop = self._stop_after(step, self._stop.cancel)
            status, _, better = self._solved(model, stop, _ALL, lambda _: None)
            through = status is Status.OPTIMAL
            self._large = min(_LARGEST, self._large + _MORE) if through else max(_LARGE / 2, self._large - _FEWER)
            vain = 0 if better else vain + 1
            if better:
                self._found(better[-1])
                copy_state(better[-1], state)
        return vain

    # The bound --------------------------------------------------------------------------------------------------------

    def _bound(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int) -> None:
        """Raise the bound by the relaxation's prices."""
        bare, data = self._bare, self._bare.data
        finish = data.finish * least_finish(bare, self.cost * self._to_bare)
        self._raise(finish / self._to_bare)
        relaxation, bounded, latest = priced(bare, self.cost * self._to_bare)
        length = min(self._left, _BOUND_SHARE * (self._stop.effort or self._stop.seconds or _ENDLESS))
        until = monotonic() + length
        units = 0

        def work(ended: Event) -> None:
            nonlocal units
            while not ended.is_set() and not self._stop.cancel.is_set():
                more = bounded.improve(self.cost * self._to_bare - finish, _PRICES, self._stop.cancel)
                units += 1
                self._raise((bounded.value + finish) / self._to_bare)
                if not more or self.bound >= self.cost:
                    return
                if self._stop.effort is None and monotonic() > until:
                    return
                if self._stop.effort is not None and units * 0.1 > length:
                    return

        self._beside(pool, chain, cycle, work)
        if self._stop.effort is not None:
            self.effort += 0.1 * units
        self._bounded, self._latest_used, self._relaxation = bounded, latest, relaxation

    def _bound_groups(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int, joined: int, share: float) -> None:
        """Add up the bounds of groups of ships, each alone at the quay; `joined` neighbouring groups at a time."""
        data = self.problem.data
        if not self._provable or data.finish or data.ship.fixed.any():
            return
        if not self._cuts:
            self._cuts = cuts_of(self.problem, self.best, _GROUP)
        order, cuts = arrival_order(self.problem), self._cuts
        spans = [(cuts[k], cuts[min(k + joined, len(cuts) - 1)]) for k in range(len(cuts) - 1)]
        spans = list(dict.fromkeys(span for span in spans if span[1] - span[0] < len(order)))
        # Every second of two that overlap last, for a whole cover of the ships to be done soon.
        spans = [span for first in range(joined) for span in spans[first::joined]]
        length = share * self._left
        spent = 0.0

        def work(ended: Event) -> None:
            nonlocal spent
            until = monotonic() + length
            for number, (begin, end) in enumerate(spans):
                if ended.is_set() or self._stop.cancel.is_set():
                    return
                left = len(spans) - number
                rest = max(0.1, until - monotonic()) if self._stop.effort is None else length - spent
                stop = self._stop_after(rest / left, ended)
                part = part_of(self.problem, np.sort(order[begin:end]))
                group = Search(part, stop, monotonic(), self._seed, 1, no_report)
                group.run()
                spent += group.effort
                self._of_groups[begin, end] = max(_whole_parts(group.bound), self._of_groups.get((begin, end), 0.0))
                self._raise(sum_of(self._of_groups, len(order)))

        self._beside(pool, chain, cycle, work)
        if self._stop.effort is not None:
            self.effort += spent

    def _bound_bare(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int, share: float) -> None:
        """The bound of the problem in which cranes change ships in no time, and its plan with that time put in."""
        length = share * self._left
        found: list[State] = []
        spent = 0.0

        def work(ended: Event) -> None:
            nonlocal spent
            search = Search(self._bare, self._stop_after(length, ended), monotonic(), self._seed, 1, no_report)
            search.run()
            spent = search.effort
            self._raise(_whole_parts(search.bound) / self._to_bare)
            if can_have_setup(self.problem):
                found.append(search.best)

        self._beside(pool, chain, cycle, work)
        for state in found:
            self._found(with_setup(self.problem, self._bare, state))
        if self._stop.effort is not None:
            self.effort += spent

    # The proof --------------------------------------------------------------------------------------------------------

    def _solved(
        self, model: Model, stop: Stop, subsolver: str, on_bound: Callable[[float], None]
    ) -> tuple[Status, float, list[State]]:
        """How far CP-SAT gets with a model, the bound that it proves, and the cheaper and cheaper plans it finds."""
        state, scratch = self.problem.new_state(), self.problem.new_scratch()
        better: list[State] = []

        def on_better(solution: CpSolverSolutionCallback) -> None:
            model.read(solution, state, scratch)
            copy = self.problem.new_state()
            copy_state(state, copy)
            better.append(copy)

        status, bound, effort = prove(
            model, stop=stop, began=monotonic(), seed=self._seed, subsolver=subsolver, on_better=on_better,
            on_bound=on_bound,
        )  # fmt: skip
        if self._stop.effort is not None:
            self.effort += max(_LEAST_EFFORT, effort)
        return status, bound, better

    def _prove(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int, share: float) -> None:
        """Give what the bound leaves to CP-SAT."""
        bounded = self._bounded
        if bounded is None or not self._provable:
            return
        quay, crane, least = bounded.settle()
        base = bounded.value
        bare = self._bare
        room = (self.cost - 1) * self._to_bare - base - bare.data.finish * least_finish(bare, self.cost * self._to_bare)
        left = what_is_left(bare, self._relaxation, quay, crane, least, room, self._latest_used)
        if bare is not self.problem:
            left = refine(self.problem, bare, left)
        subsolver = "core" if self._relaxation.exact else "max_lp"
        self._prove_left(pool, chain, cycle, left, subsolver, share * self._left)

    def _prove_at_once(self, pool: ThreadPoolExecutor, chain: Chain, cycle: int) -> None:
        """Give all to CP-SAT, without a bound: few ships are often proven so in less time than a bound takes."""
        if not self._provable:
            return
        free = np.flatnonzero(self.problem.data.ship.fixed == 0)
        left = around(self.problem, self.best, free, self.cost)
        self._prove_left(pool, chain, cycle, left, _ALL, min(_AT_ONCE * self._left, _AT_ONCE_MOST))

    def _prove_left(
        self, pool: ThreadPoolExecutor, chain: Chain, cycle: int, left: list[Left], subsolver: str, length: float
    ) -> None:
        """Look for a cheaper plan of what is left, for so many seconds or so much effort."""
        if sum(domain.size() for each in left for domain in each.starts.values()) > _LEFT_MOST:
            return
        upper = round(self.cost)
        step = self._bare.tick_ms // self.problem.tick_ms
        model = Model(self.problem, left, ceil(self.bound - 1e-6), upper, step)
        better: list[State] = []
        proved: list[bool] = []

        def work(ended: Event) -> None:
            status, bound, found = self._solved(model, self._stop_after(length, ended), subsolver, self._raise)
            better.extend(found)
            proved.append(status is Status.OPTIMAL)
            self._raise(bound)

        self._beside(pool, chain, cycle, work)
        for found in better:
            self._found(found)
        if proved and proved[0]:
            # Nothing is cheaper than what it found last, or than what was known when it began.
            self._raise(min(upper, true_cost(self.problem, better[-1])) if better else upper)


def _whole_parts(bound: float) -> int:
    """A bound raised to the next whole number of parts, which every cost is."""
    return ceil(bound - 1e-6)


def least_finish(problem: BerthProblem, cost: float) -> int:
    """A tick before which no plan ends that costs less than so much: from any tick on there is work for the quay.

    Only the ships count that such a plan cannot leave out. Those that are there may lie closer than others, as two in
    one section, so that they take nothing of the quay from each other: they count for their own ends alone.
    """
    data = problem.data
    ships = [ship for ship in data.ship if ship.left_out >= cost]
    if not data.finish or not ships:
        return 0
    length = [
        min(int(np.ceil(data.option[o].work - 1e-6)) for o in range(ship.first_option, ship.last_option))
        + data.mooring
        + data.unmooring
        for ship in ships
    ]
    if len(data.section):
        quay = len(data.section)
        # The number of sections under a ship changes where an end of it passes an edge.
        taken = [
            min(
                int(np.count_nonzero((data.section.low < place + ship.length) & (place < data.section.high)))
                for o in range(ship.first_option, ship.last_option)
                for edge in (data.option[o].low, data.option[o].high, *data.section.low, *data.section.high)
                for place in (int(edge), int(edge - ship.length))
                if data.option[o].low <= place <= data.option[o].high
            )
            for ship in ships
        ]
    else:
        low, high = int(data.option.low.min()), int(max(data.option.high.max() + data.ship.length.max(), 0))
        quay, taken = high - low + data.gap, [int(ship.length) + data.gap for ship in ships]
    best = max(int(ship.release) + need for ship, need in zip(ships, length, strict=True))
    for tick in sorted({int(ship.release) for ship in ships}):
        area = sum(
            width * max(0, min(need, int(ship.release) + need - tick))
            for ship, need, width in zip(ships, length, taken, strict=True)
            if not (ship.fixed or ship.lies)
        )
        best = max(best, tick + -(-area // quay))
    return best
