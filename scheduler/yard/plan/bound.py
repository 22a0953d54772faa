"""A lower bound: every group alone in a yard whose ground and cranes have prices (Lagrangian relaxation).

Without the rules that no more ground is taken in a block than it has, be it with plugs or not, and with a price for
every hour of its cranes, groups part. The cheapest bays of each, less the prices of what there is, are a bound for any
prices that are not negative (Fisher, Management Science 27, 1981). Prices are raised where too much is wanted
(subgradients). Reefers pay for ground and for its plugs.

What it would cost beyond the bound to put a group into a certain block says where groups are in no better plan.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.yard.plan.problem import Floats, Ints, YardProblem

# A step of prices reaches for so much more of the bound, so many times as much after one that brought something, half
# after so many that brought nothing; the search ends where it reaches for less than such a share of that at first.
_REACH, _FARTHER, _PATIENCE, _LEAST_REACH = 0.1, 1.3, 8, 1e-4
# Effort of a step for each number of boxes, and for each kind and block of it.
_A_NUMBER, _A_CELL = 4e-5, 2e-8
# What an hour of cranes counts against a bay in the length of a step.
_HOUR = 10.0


class Prices(NamedTuple):
    """Money for a 20-foot bay and for its plugs (blocks, crowds), and an hour of a block's cranes (blocks, rushes)."""

    ground: Floats
    plugs: Floats
    cranes: Floats

    @property
    def of_bays(self) -> Floats:
        """What ground is worth to others: without plugs and with them (2, blocks, crowds)."""
        return np.stack((self.ground, self.ground + self.plugs))


class Bound(NamedTuple):
    """The bound in money, and the prices that prove it."""

    money: float
    prices: Prices


class _Choices(NamedTuple):
    """At some prices, for each number of boxes and kind: what they cost, and where they are put (see `_cheapest`)."""

    bay: Floats
    box: Floats
    shared: Floats
    cost: Floats
    chosen: Ints


class Relaxation:
    """The relaxed problem; its groups by kind: a ship, a size, whether plugs are wanted, and the blocks that fit."""

    def __init__(self, problem: YardProblem) -> None:
        self._problem = problem
        of_groups = [
            (each.ship, each.size, plugged, tuple(fits))
            for each, plugged, fits in zip(problem.wanted, problem.plugged.tolist(), problem.fits.tolist(), strict=True)
        ]
        kinds = sorted(set(of_groups))
        place = {kind: number for number, kind in enumerate(kinds)}
        self._kind = [place[kind] for kind in of_groups]
        self._ship = np.array([ship for ship, *_ in kinds], dtype=np.int64)
        self._size = np.array([size for _, size, _, _ in kinds], dtype=np.float64)
        self._plugged = np.array([plugged for _, _, plugged, _ in kinds], dtype=np.bool_)
        self._fits = np.array([fits for *_, fits in kinds], dtype=np.bool_).reshape(len(kinds), len(problem.blocks))
        most = max((each.boxes for each in problem.wanted), default=0)
        # How many groups of so many boxes each kind has.
        self._counts = np.zeros((most + 1, len(kinds)))
        for each, kind in zip(problem.wanted, self._kind, strict=True):
            self._counts[each.boxes, kind] += 1
        ships = range(len(problem.ships))
        self._in_crowd = np.array([[float(ship in crowd) for ship in ships] for crowd in problem.crowds])
        self._in_rush = np.array([[rush.shares.get(ship, 0.0) for ship in ships] for rush in problem.rushes])
        self._in_rush = self._in_rush.reshape(len(problem.rushes), len(ships))
        self._hours = np.array([rush.hours for rush in problem.rushes])
        self._rooms = sorted(set(problem.room.tolist()))
        # The numbers of boxes that are asked for, and what is left of them when bays are filled.
        asked = {each.boxes for each in problem.wanted}
        self._asked: list[int] = []
        while asked:
            self._asked += asked
            asked = {boxes - room for boxes in asked for room in self._rooms if boxes > room} - set(self._asked)
        self._asked.sort()

    def no_prices(self) -> Prices:
        """Prices of nothing."""
        blocks = len(self._problem.blocks)
        ground = np.zeros((blocks, len(self._in_crowd)))
        return Prices(ground, ground.copy(), np.zeros((blocks, len(self._in_rush))))

    @property
    def step_effort(self) -> float:
        """What a step of prices takes, as effort."""
        kinds = len(self._size) * len(self._problem.blocks)
        return (_A_NUMBER + _A_CELL * kinds) * len(self._asked) * len(self._rooms)

    def _cheapest(self, prices: Prices, numbers: Iterable[int]) -> _Choices:
        """What so many boxes of each kind cost at least, the numbers in their order.

        The first of them go into a bay of a block (`chosen`), which they fill if they are enough, and the others cost
        what so many cost. Where `chosen` is -1, all of them have the cheapest share of mixed bays, or are left.
        """
        problem = self._problem
        ground = (prices.ground @ self._in_crowd).T[self._ship]
        ground[self._plugged] += (prices.plugs @ self._in_crowd).T[self._ship[self._plugged]]
        bay = self._size[:, None] * (problem.bay_money + ground)
        box = (problem.haul + ((prices.cranes / problem.rate[:, None]) @ self._in_rush).T)[self._ship]
        box = np.where(self._fits, box, np.inf)
        shared = box + bay / problem.room + problem.mixing
        a_box = np.minimum(shared.min(axis=1), problem.ashore_money)
        cost = np.zeros(self._counts.shape)
        chosen = np.full(self._counts.shape, -1, dtype=np.int64)
        of_room = [(room, np.flatnonzero(problem.room == room)) for room in self._rooms]
        for boxes in numbers:
            cost[boxes] = boxes * a_box
            for room, blocks in of_room:
                put = min(boxes, room)
                money = bay[:, blocks] + put * box[:, blocks]
                best = money.argmin(axis=1)
                total = money[np.arange(len(best)), best] + cost[boxes - put]
                better = total < cost[boxes]
                cost[boxes] = np.where(better, total, cost[boxes])
                chosen[boxes] = np.where(better, blocks[best], chosen[boxes])
        return _Choices(bay, box, shared, cost, chosen)

    def solve(self, prices: Prices) -> tuple[float, Prices]:
        """The bound at these prices, and what is wanted beyond what there is, in the shape of prices."""
        problem, choices = self._problem, self._cheapest(prices, self._asked)
        shape = choices.bay.shape
        bays, boxes = np.zeros(shape), np.zeros(shape)
        cheapest = choices.shared.argmin(axis=1)
        mixed_at_all = choices.shared.min(axis=1) < problem.ashore_money
        left = self._counts.copy()
        for number in reversed(self._asked):
            here = np.flatnonzero(left[number])
            where = choices.chosen[number, here]
            many = left[number, here]
            alone = where >= 0
            kinds, blocks = here[alone], where[alone]
            put = np.minimum(number, problem.room[blocks])
            bays[kinds, blocks] += many[alone]
            boxes[kinds, blocks] += many[alone] * put
            np.add.at(left, (number - put, kinds), many[alone])
            mixed = ~alone & mixed_at_all[here]
            kinds, blocks = here[mixed], cheapest[here[mixed]]
            bays[kinds, blocks] += many[mixed] * number / problem.room[blocks]
            boxes[kinds, blocks] += many[mixed] * number
        ships = len(problem.ships)
        ground, plugs, work = (np.zeros((ships, shape[1])) for _ in range(3))
        np.add.at(ground, self._ship, bays * self._size[:, None])
        np.add.at(plugs, self._ship[self._plugged], (bays * self._size[:, None])[self._plugged])
        np.add.at(work, self._ship, boxes)
        money = float((choices.cost * self._counts).sum())
        money -= float((prices.ground * problem.free).sum() + (prices.plugs * problem.plugs).sum())
        money -= float((prices.cranes * self._hours).sum())
        return money, Prices(
            (self._in_crowd @ ground).T - problem.free,
            (self._in_crowd @ plugs).T - problem.plugs,
            (self._in_rush @ work).T / problem.rate[:, None] - self._hours,
        )

    def improve(self, best: Bound, known: float, steps: int, over: Callable[[], bool]) -> Bound:
        """A better bound, if so many steps find one, where the best plan that is known costs `known`."""
        stuck = 0
        money, beyond = self.solve(best.prices)
        prices = best.prices
        best = max(best, Bound(money, prices), key=lambda bound: bound.money)
        # How far the bound may rise at once: what is known may cost far more than the best plan.
        reach = least = _REACH * max(abs(best.money), 1e-6 * known)
        for _ in range(steps):
            if over() or reach < _LEAST_REACH * least:
                break
            prices = self._step(prices, beyond, min(reach, max(known - money, 1e-9)))
            money, beyond = self.solve(prices)
            stuck = 0 if money > best.money + 1e-5 * abs(best.money) else stuck + 1
            if money > best.money:
                best = Bound(money, prices)
            if stuck == 0:
                reach *= _FARTHER
            elif stuck >= _PATIENCE:
                reach, stuck, prices = reach / 2, 0, best.prices
                money, beyond = self.solve(prices)
        return best

    def _step(self, prices: Prices, beyond: Prices, ahead: float) -> Prices:
        """Prices raised where too much is wanted and lowered elsewhere, so far that the bound could rise by `ahead`."""
        most = self._problem.work_money
        # What has no price and is free, or as high a price as pays for all delay, stays as it is.
        ground = np.where((prices.ground <= 0) & (beyond.ground < 0), 0.0, beyond.ground)
        plugs = np.where((prices.plugs <= 0) & (beyond.plugs < 0), 0.0, beyond.plugs)
        settled = ((prices.cranes <= 0) & (beyond.cranes < 0)) | ((prices.cranes >= most) & (beyond.cranes > 0))
        cranes = _HOUR * np.where(settled, 0.0, beyond.cranes)
        length = float((ground**2).sum() + (plugs**2).sum() + (cranes**2).sum())
        if length <= 0:
            return prices
        step = ahead / length
        return Prices(
            np.maximum(0.0, prices.ground + step * ground),
            np.maximum(0.0, prices.plugs + step * plugs),
            np.clip(prices.cranes + step * _HOUR * cranes, 0.0, most),
        )

    def left_open(self, bound: Bound, known: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Where groups may be in a plan that costs less than `known`: alone and mixed, as (groups, blocks)."""
        problem = self._problem
        choices = self._cheapest(bound.prices, range(1, len(self._counts)))
        ahead = known - bound.money + 1e-6 * known
        shape = len(problem.wanted), len(problem.blocks)
        alone, mixed = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        for number, (wanted, kind) in enumerate(zip(problem.wanted, self._kind, strict=True)):
            rest = choices.cost[:, kind]
            least = rest[wanted.boxes]
            mixed[number] = choices.shared[kind] + rest[wanted.boxes - 1] - least <= ahead
            for block, room in enumerate(problem.room.tolist()):
                put = np.arange(1, min(wanted.boxes, room) + 1)
                most = choices.bay[kind, block] + put * choices.box[kind, block] + rest[wanted.boxes - put] - least
                alone[number, block] = most.min() <= ahead
        return alone, mixed
