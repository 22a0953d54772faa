"""Chains of ruin and recreate, and the legs that each of them goes: from where, how hot, with which ships, how long."""

from time import monotonic
from typing import NamedTuple

import numpy as np

from scheduler.berths import queues
from scheduler.berths.kernel import PLACED, State, anneal, copy_state
from scheduler.berths.problem import BerthProblem

# Ships taken out at most by any style.
_MOST_OUT = 10
# Iterations of a chain in a unit of effort, for one ship; and how many times fewer where cranes change by the slot.
_EFFORT, _BY_SLOT_FEWER = 6_000_000, 8


class Style(NamedTuple):
    """How a leg is gone: what `kernel.anneal` takes, temperatures as shares of what a ship costs in the mean.

    `hot` and `cold` at its begin and end, ships taken out at most, and chances to restrict a ship to one option, to put
    it at an end of a gap, and to overlook a start.
    """

    hot: float
    cold: float
    most_out: int
    restrict: float = 0.4
    edges: float = 0.1
    blink: float = 0.02


class Leg(NamedTuple):
    """A part of a chain from hot to cold, `length` seconds or units of effort long.

    It begins at the best plan, or where the chain is if it goes `on`. In one with a `window`, of at least and less than
    so many ships, only those around one that costs much may lie elsewhere.
    """

    style: Style
    length: float
    on: bool = False
    window: tuple[int, int] | None = None


_FAR = (Style(1.0, 0.03, 6), Style(3.0, 0.03, 6), Style(10.0, 0.05, 6))
_NEAR = (
    Style(0.5, 0.01, 6, edges=0.15),
    Style(2.0, 0.01, 6, restrict=0.5, edges=0.15),
    Style(0.1, 0.003, 8, restrict=0.35),
)
_NEAR_LENGTH, _WINDOW = 1.0, (8, 24)
_QUEUES = (Style(1.0, 0.01, 8), Style(0.6, 0.01, 6), Style(1.0, 0.03, 5))
# Where cranes change by the slot a plan is good as far as its ships lie close, end to end, over a long stretch of the
# quay: ends of gaps are tried more often, and one chain begins anew again and again. The other one looks near the best
# plan. Legs grow by a share from lap to lap.
_ANEW = Leg(Style(1.0, 0.03, 9, edges=0.6, blink=0.06), 3.0, on=True)
_COOLER = Style(0.2, 0.008, 6, edges=0.6, blink=0.06)
_BY_SLOT_FAR = (
    _ANEW,
    Leg(_COOLER, 3.0, on=True),
    _ANEW,
    Leg(_COOLER, 6.0, on=True),
    Leg(_COOLER._replace(hot=0.1), 6.0, on=True),
)
_BY_SLOT_NEAR = (
    Leg(_COOLER._replace(hot=0.3, cold=0.01), 2.0, window=(12, 32)),
    Leg(_ANEW.style, 1.0, window=(8, 32)),
    Leg(_COOLER, 3.0),
)
_LONGER = 0.5
# The tours of a chain that goes far, of one that looks near the best plan, and of one that does both.
_TOURS = (_BY_SLOT_FAR, (_ANEW, *3 * _BY_SLOT_NEAR), (*_BY_SLOT_FAR, *2 * _BY_SLOT_NEAR))


class Chain:
    """A chain: its state, the best of its last go, and how fast it is. The last one also looks near the best plan."""

    def __init__(self, problem: BerthProblem, number: int, last: bool, seed: int, state: State) -> None:
        self._problem, self._number, self._last, self._seed = problem, number, last, seed
        self._state, self.found = problem.new_state(), problem.new_state()
        copy_state(state, self._state)
        self._kept, self._scratch = problem.new_state(_MOST_OUT), problem.new_scratch()
        self._speed = 0.0
        self._goes = self._legs = 0
        self._leg: Leg | None = None
        self._gone = 0.0
        self._data = problem.data
        # What a free ship costs in the mean, where those are some of them.
        self._mean: float | None = None
        self._queued = queues.apply_to(problem.data)
        self._tour: tuple[Leg, ...] = ()
        if self._queued:
            self._queues = queues.from_state(problem.data, state)
            self._best_queues = queues.from_state(problem.data, state)
        elif problem.data.slot:
            self._tour = _TOURS[0 if not last else 1 if number else 2]

    def begin_cycle(self) -> None:
        """End the leg of the cycle before. Legs of a tour go on from cycle to cycle."""
        if not self._tour:
            self._leg = None

    def begin_leg(self, best: State, cycle: int, length: float, left: float, *, beside: bool) -> None:
        """Begin the next leg where the last one has ended.

        So many seconds, or units of effort, are left of the cycle and of the search. `beside` something else, legs near
        and far take turns in one cycle.
        """
        if self._leg is not None and self._gone < self._leg.length - 1e-9:
            return
        turn, self._legs = self._legs, self._legs + 1
        near = turn % 4 < 3 if beside else self._last and cycle % 2 == 1
        if self._tour:
            laps, place = divmod(turn, len(self._tour))
            leg, length = self._tour[place], max(left, 1e-3)
            leg = leg._replace(length=leg.length * (1 + _LONGER * laps))
        elif self._queued:
            leg = Leg(_QUEUES[turn % len(_QUEUES)], length)
        elif near:
            leg = Leg(_NEAR[turn % len(_NEAR)], _NEAR_LENGTH, window=_WINDOW)
        else:
            leg = Leg(_FAR[turn % len(_FAR)], length)
        self._leg, self._gone = leg._replace(length=min(leg.length, length)), 0.0
        self._data, self._mean = self._problem.data, None
        if leg.on:
            return
        copy_state(best, self._state)
        if self._queued:
            self._queues = queues.from_state(self._problem.data, best)
        elif leg.window is not None and len(self._problem.calls) >= leg.window[1]:
            self._free_window(best, leg.window)

    def _free_window(self, state: State, window: tuple[int, int]) -> None:
        """Leave only the ships around one, drawn by what it costs, free."""
        data, berth = self._problem.data, state.berth
        random = np.random.default_rng([self._seed, self._number, self._legs])
        cost = np.where(data.ship.fixed == 0, berth.cost, 0.0) + 1e-9
        pivot = random.choice(len(cost), p=cost / cost.sum())
        middle = np.where(berth.status == PLACED, (berth.start + berth.end) / 2, data.ship.release)
        away = np.abs(middle - middle[pivot])
        ships = data.ship.copy()
        nearest = np.argsort(away, kind="stable")
        size = random.integers(*window)
        ships.fixed[nearest[size:]] = 1
        self._data, self._mean = data._replace(ship=ships), float(cost[nearest[:size]].mean())

    def go(self, length: float, mean: float, target: int, *, by_effort: bool) -> None:
        """Go on for so many seconds, or units of effort; the ships of the best plan cost `mean` money each."""
        assert self._leg is not None
        began = monotonic()
        self._goes += 1
        random = self._seed * 1_000_003 + self._number * 10_007 + self._goes
        iterations = self._iterations(length, by_effort)
        style, mean = self._leg.style, mean if self._mean is None else self._mean
        past = self._gone / self._leg.length
        cooled = min(1.0, (self._gone + length) / self._leg.length)
        hot, cold = (mean * style.hot * (style.cold / style.hot) ** share for share in (past, cooled))
        made = iterations
        if self._queued:
            queues.anneal_queues(
                self._data, self._queues, self._best_queues, random, iterations, hot, cold, style.most_out, target
            )
            queues.to_state(self._data, self._best_queues, self.found, self._scratch)
        else:
            _, made = anneal(
                self._data, self._state, self.found, self._kept, self._scratch, random, iterations, hot, cold,
                style.most_out, target, style.restrict, style.edges, style.blink,
            )  # fmt: skip
        took = monotonic() - began
        self._gone += length if by_effort else took
        # A go that ends early, because nothing costs any more, says little about how long the next one takes.
        speed = made / max(1e-3, took)
        self._speed = min(speed, 4 * self._speed) if self._speed else speed

    def _iterations(self, length: float, by_effort: bool) -> int:
        if by_effort:
            fewer = _BY_SLOT_FEWER if self._problem.data.slot else 1
            return max(1, int(length * _EFFORT / (len(self._problem.calls) + 20) / fewer))
        if self._speed == 0.0:
            return 200
        return max(20, int(self._speed * length))
