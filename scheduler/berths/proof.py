"""Proof by CP-SAT that no plan is cheaper, or a cheaper one: a model of what the relaxation leaves.

The relaxation's prices say what each berth of a ship costs at least more than its best one. Berths for which that is
more than a plan may cost above the bound are in no cheaper plan and fall out (reduced cost fixing). What is left is a
model of pairs: of two ships one goes before the other, or lies to its left with its cranes to the left. Families of
constraints carry the names of the checker's rules.

It knows cranes that stay the same, and work that does not grow with the distance: `can_model` says whether that is so.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, lcm
from typing import Any

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolverSolutionCallback, Domain, IntVar

from scheduler import cp_sat
from scheduler.berths.kernel import NEVER, PLACED, Data, Floats, Ints, State, berth_cost, copy_state, put, time_cost
from scheduler.berths.problem import BerthProblem
from scheduler.berths.relaxation import Bound, Relaxation, cheap, cranes_held, relax
from scheduler.result import Status
from scheduler.stopping import Stop

# Ticks that a ship may wait alongside, for cranes and water, while its cranes change by the slot.
_WAITS = 48 * 60
# Linear expressions: the solver's types of them do not add up in mypy.
Expr = Any


def proves(problem: BerthProblem) -> bool:
    """Whether the model has every plan, so that what it lacks is proven.

    In a re-plan cranes are given a little more time from ship to ship than they need: see `problem.pose`.
    """
    data = problem.data
    return can_model(data) and (problem.standing is None or not (data.setup or data.travel))


def can_model(data: Data) -> bool:
    """Whether the model knows all that the problem has."""
    whole = all(
        _claim(data, i, o)[1] > 0
        for i in range(len(data.ship))
        for o in range(data.ship[i].first_option, data.ship[i].last_option)
    )
    return (
        whole
        and data.slot == 0
        and data.growth == 0.0
        and data.change == 0.0
        and not bool((data.option.count < 0).any())
    )


def _claim(data: Data, i: int, o: int) -> tuple[int, int]:
    """The sections that a ship has to itself, wherever its option lets it lie; (0, 0) where that is not one stretch."""
    low, high, length = int(data.option[o].low), int(data.option[o].high), int(data.ship[i].length)
    if not len(data.section):
        return low, high + length
    first = [each for each in data.section if each.low < low + length and low < each.high]
    last = [each for each in data.section if each.low < high + length and high < each.high]
    if (first[0].low, first[-1].high) != (last[0].low, last[-1].high):
        return 0, 0
    return int(first[0].low), int(first[-1].high)


@dataclass(frozen=True)
class Left:
    """What is left of the berths of a ship: its options, and the starts and places of each."""

    starts: dict[int, Domain]
    places: dict[int, Domain]
    can_stay_out: bool


def latest_starts(problem: BerthProblem, cost: float, ships: Ints | None = None) -> Ints:
    """For each of some ships, or of all, the last tick at which it berths where they cost less than this together.

    Every other one costs at least what it costs alone, so that this one has no more than the rest of the cost.
    """
    data = problem.data
    chosen = data.ship if ships is None else data.ship[ships]
    alone = np.zeros(len(chosen))
    shortest = np.zeros(len(chosen), np.int64)
    for i, ship in enumerate(chosen):
        options = range(ship.first_option, ship.last_option)
        work = min(float(data.option[o].work) for o in options)
        shortest[i] = ceil(work - 1e-6) + data.mooring + data.unmooring
        alone[i] = min(time_cost(ship, 0.0, ship.release, ship.release + shortest[i], NEVER), ship.left_out)
    latest = np.zeros(len(chosen), np.int64)
    for i, ship in enumerate(chosen):
        room = cost - (alone.sum() - alone[i])
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


def priced(problem: BerthProblem, cost: float) -> tuple[Relaxation, Bound, Ints]:
    """The relaxed problem of plans that cost less than this, its bound, and the last tick at which each ship berths.

    Every ship of a problem has an option: see `problem.pose`. Where all have left, or nothing can berth those that are
    to come, there is no ship, and the bound is 0: the only plan is empty, and costs nothing more than all plans do.
    """
    data, latest = problem.data, latest_starts(problem, cost)
    longest = max((ceil(option.work) for option in data.option), default=0) + data.mooring + data.unmooring
    rates = data.rate[data.rate > 0]
    if data.slot and len(rates):
        longest = max(longest, int(1 / rates.min()) + _WAITS)
    relaxation = relax(problem, min(data.horizon, int(latest.max(initial=0)) + longest))
    return relaxation, Bound(problem, relaxation, latest), latest


def what_is_left(
    problem: BerthProblem, relaxation: Relaxation, quay: Floats, crane: Floats, least: Floats, room: float, latest: Ints
) -> list[Left]:
    """The berths of each ship that cost at most `room` more than its least at these prices."""
    data, grid = problem.data, relaxation.grid
    left = []
    for i, ship in enumerate(data.ship):
        starts: dict[int, Domain] = {}
        places: dict[int, Domain] = {}
        for o in range(ship.first_option, ship.last_option):
            rows = berths_left(problem, relaxation, quay, crane, i, o, float(least[i]) + room, int(latest[i]))
            if not len(rows):
                continue
            steps = np.zeros(grid.steps, np.bool_)
            steps[rows[:, 0]] = True
            cells = np.zeros(grid.cells, np.bool_)
            cells[relaxation.places.cell[rows[:, 1]]] = True
            first = max(int(ship.release), 0)
            allowed = Domain.from_intervals(
                [
                    [max(first, begin * grid.step), min(int(latest[i]), until * grid.step - 1)]
                    for begin, until in _runs(steps)
                    if max(first, begin * grid.step) <= min(int(latest[i]), until * grid.step - 1)
                ]
            )
            window = int(data.option[o].berthing)
            if window >= 0:
                allowed = allowed.intersection_with(windows_of(data, window))
            low, high = int(data.option[o].low), int(data.option[o].high)
            spans = [
                [max(low, int(begin)), min(high, int(until) - 1)]
                for begin, until in ((relaxation.edges[a], relaxation.edges[b]) for a, b in _runs(cells))
                if max(low, begin) <= min(high, until - 1)
            ]
            if len(data.section):
                spans = [[low, high]]
            if not allowed.is_empty() and spans:
                starts[o], places[o] = allowed, Domain.from_intervals(spans)
        left.append(Left(starts, places, float(ship.left_out) <= float(least[i]) + room))
    return left


def refine(problem: BerthProblem, coarse: BerthProblem, left: list[Left]) -> list[Left]:
    """What is left of a coarser grid's berths in a finer one.

    A plan whose ships all come a little earlier, with the whole coarse tick, costs no more and breaks no rule of the
    coarser problem: so that a ship may begin inside the ticks that are left. Between coarse units costs and prices are
    linear, so that a place between two costs at least what one of them does: all between those left and their
    neighbours.
    """
    ticks, units = coarse.tick_ms // problem.tick_ms, coarse.unit_mm // problem.unit_mm
    fine = []
    for each in left:
        starts = {o: _within(domain, ticks, 0, ticks - 1) for o, domain in each.starts.items()}
        places = {
            o: _within(domain, units, -units, units).intersection_with(
                Domain(int(problem.data.option[o].low), int(problem.data.option[o].high))
            )
            for o, domain in each.places.items()
        }
        fine.append(Left(starts, places, each.can_stay_out))
    return fine


def _within(domain: Domain, factor: int, before: int, after: int) -> Domain:
    spans = domain.flattened_intervals()
    return Domain.from_intervals(
        [[low * factor + before, high * factor + after] for low, high in zip(spans[::2], spans[1::2], strict=True)]
    )


def berths_left(
    problem: BerthProblem,
    relaxation: Relaxation,
    quay: Floats,
    crane: Floats,
    i: int,
    o: int,
    limit: float,
    latest: int,
) -> Ints:
    """The steps and places of a ship's option that cost at most `limit` at prices; shape (berths, 2)."""
    room = 4_096
    while True:
        found = np.zeros((room, 2), np.int64)
        held = cheap(problem.data, relaxation.grid, relaxation.places, quay, crane, i, o, limit, latest, found)
        if held <= room:
            return found[:held]
        room = held


def _runs(flags: Any) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(until)) for begin, until in edges.reshape(-1, 2)]


def windows_of(data: Data, window: int) -> Domain:
    """The ticks of a window of the water."""
    spans = data.window[data.first_window[window] : data.first_window[window + 1]]
    return Domain.from_intervals([[int(each.opens), int(each.closes)] for each in spans])


@dataclass(frozen=True)
class _Ship:
    """The decisions for one ship. `out` is None where it must be berthed."""

    number: int
    place: IntVar
    start: IntVar
    end: IntVar
    work_start: Expr
    work_end: Expr
    first: IntVar
    rail_end: Expr
    options: dict[int, IntVar]
    out: IntVar | None
    # The stretch of the quay that it has to itself.
    claim_low: Expr
    claim_high: Expr
    # The whole steps before first and last line.
    first_step: Expr
    last_step: Expr


# A moment as a sum: ticks times a variable each, those of most ticks first.
_Digits = list[tuple[int, Expr]]


class Model:
    """All plans that cost less than `upper` and are made of what is left, in the problem's money.

    Where all times but those of cranes between ships are whole steps of so many ticks, a moment is written as its
    whole steps, what is begun of the next one in times of a set-up, and the rest. Whole steps alone make a plan where
    cranes change ships in no time, so that they have to follow each other too; and they cost the most, so that
    core-guided search settles them first, then how often a ship waits for a set-up, and then the ways of cranes.
    """

    def __init__(self, problem: BerthProblem, left: list[Left], lower: int, upper: int, step: int = 1) -> None:
        self.problem, self._data, self._left, self._step = problem, problem.data, left, step
        self.model = CpModel()
        self._scale = _scale_of(problem.data)
        self._terms: list[Expr] = []
        self._constant = 0
        self.ships = [self._ship(i, each) for i, each in enumerate(left)]
        self._closures()
        self._stops()
        self._gangs()
        for one, other in combinations(self.ships, 2):
            self._pair(one, other)
        self._finish()
        cost = sum(self._terms) + self._constant
        self.model.add(cost >= lower)
        self.model.add(cost < upper)
        self.model.minimize(cost)

    def _ship(self, i: int, left: Left) -> _Ship:
        data, model = self._data, self.model
        ship = data.ship[i]
        options = {o: model.new_bool_var(f"option {i} {o}") for o in left.starts}
        out = model.new_bool_var(f"out {i}") if left.can_stay_out else None
        model.add_exactly_one([*options.values(), *([] if out is None else [out])])
        starts, places = Domain(0, 0), Domain(0, 0)
        if options:
            starts, places = _union(list(left.starts.values())), _union(list(left.places.values()))
        start = model.new_int_var_from_domain(starts, f"start {i}")
        place = model.new_int_var_from_domain(places, f"place {i}")
        first = model.new_int_var(0, max(0, data.cranes - 1), f"first {i}")
        work = {o: int(np.ceil(data.option[o].work - 1e-6)) for o in options}
        count = {o: int(data.option[o].count) for o in options}
        moorings = data.mooring + data.unmooring
        minutes: Expr = sum(work[o] * literal for o, literal in options.items())
        cranes: Expr = sum(count[o] * literal for o, literal in options.items())
        model.add(first + cranes <= data.cranes)
        for o, literal in options.items():
            if left.starts[o].flattened_intervals() != starts.flattened_intervals():
                model.add_linear_expression_in_domain(start, left.starts[o]).only_enforce_if(literal)
            if left.places[o].flattened_intervals() != places.flattened_intervals():
                model.add_linear_expression_in_domain(place, left.places[o]).only_enforce_if(literal)
        if out is not None and options:
            model.add(start == starts.min()).only_enforce_if(out)
            model.add(place == places.min()).only_enforce_if(out)
        longest = max(work.values(), default=0) + moorings
        most_end = min(int(ship.latest), starts.max() + longest + self._longest_wait(i))
        end = model.new_int_var(starts.min(), max(most_end, starts.min()), f"end {i}")
        ready = start + minutes + moorings
        waits = [o for o in options if data.option[o].leaving >= 0]
        if waits:
            model.add(end >= ready)
            for o in waits:
                model.add_linear_expression_in_domain(
                    end, windows_of(data, int(data.option[o].leaving))
                ).only_enforce_if(options[o])
            # It stays on only for the water: it leaves in the first window that begins after it is ready, or at once.
            for o in options.keys() - set(waits):
                model.add(end == ready).only_enforce_if(options[o])
        else:
            model.add(end == ready) if out is None else model.add(end == ready).only_enforce_if(out.negated())
        self._reach(i, options, place, first)
        begins, leaves = self._digits(start, starts), [(1, end)]
        if self._step > 1:
            whole = sum((work[o] + moorings) // self._step * literal for o, literal in options.items())
            leaves = [(self._step, begins[0][1] + whole), *begins[1:]]
        self._costs(i, options, begins, leaves, start, end, place, out)
        claim_low: Expr = place
        claim_high: Expr = place + int(ship.length)
        if len(data.section):
            claim_low = sum(_claim(data, i, o)[0] * literal for o, literal in options.items())
            claim_high = sum(_claim(data, i, o)[1] * literal for o, literal in options.items())
        return _Ship(
            i, place, start, end, start + data.mooring, start + data.mooring + minutes, first, first + cranes, options,
            out, claim_low, claim_high, begins[0][1], leaves[0][1],
        )  # fmt: skip

    def _digits(self, moment: IntVar, domain: Domain) -> _Digits:
        """A moment of this domain as a sum."""
        if self._step == 1:
            return [(1, moment)]
        spans = domain.flattened_intervals()
        steps = self.model.new_int_var_from_domain(
            Domain.from_intervals(
                [[low // self._step, high // self._step] for low, high in zip(spans[::2], spans[1::2], strict=True)]
            ),
            "steps",
        )
        setup = ceil(self._data.setup)
        setup = setup if 1 < setup < self._step else self._step
        setups = self.model.new_int_var(0, (self._step - 1) // setup, "set-ups")
        rest = self.model.new_int_var(0, setup - 1, "rest")
        self.model.add(setup * setups + rest < self._step)
        self.model.add(moment == self._step * steps + setup * setups + rest)
        return [(self._step, steps), (setup, setups), (1, rest)]

    def _longest_wait(self, i: int) -> int:
        """The longest time before and between windows in which the ship may leave."""
        data, longest = self._data, 0
        for o in self._left[i].starts:
            window = int(data.option[o].leaving)
            if window >= 0:
                spans = data.window[data.first_window[window] : data.first_window[window + 1]]
                longest = max([longest, int(spans[0].opens), *(int(b.opens - a.closes) for a, b in pairwise(spans))])
        return longest

    def _reach(self, i: int, options: dict[int, IntVar], place: IntVar, first: IntVar) -> None:
        """Rule `crane_reach`: where not every crane reaches every place, a block and its places are chosen together."""
        data, model = self._data, self.model
        for o, literal in options.items():
            count, domain = int(data.option[o].count), self._left[i].places[o]
            spans = [(int(each.low), int(each.high)) for each in data.reach[i]]
            if count == 0 or all(low <= domain.min() and domain.max() <= high for low, high in spans):
                continue
            blocks = []
            for crane in range(data.cranes - count + 1):
                low = max(low for low, _ in spans[crane : crane + count])
                high = min(high for _, high in spans[crane : crane + count])
                if low <= high and not domain.intersection_with(Domain(low, high)).is_empty():
                    block = model.new_bool_var(f"block {i} {o} {crane}")
                    model.add(first == crane).only_enforce_if(block)
                    model.add_linear_constraint(place, low, high).only_enforce_if(block)
                    blocks.append(block)
            model.add_bool_or(blocks).only_enforce_if(literal)

    def _costs(
        self, i: int, options: dict[int, IntVar], begins: _Digits, leaves: _Digits, start: IntVar, end: IntVar,
        place: IntVar, out: IntVar | None,
    ) -> None:  # fmt: skip
        """What the ship costs. Left out it lies at its first start and place, whose costs are taken off again."""
        data, model, ship = self._data, self.model, self._data.ship[i]
        if not options:
            self._constant += int(ship.left_out)
            return
        terms: list[Expr] = []
        berthed: list[Any] = [] if out is None else [out.negated()]
        waits_from = int(ship.eta)
        if ship.waiting and _first(start) >= waits_from:
            terms += [int(ship.waiting) * ticks * digit for ticks, digit in begins]
            terms.append(-int(ship.waiting) * waits_from)
            waits_from = NEVER
        if ship.stay:
            terms.append(int(ship.stay) * (end - start))
        highest_start = max(domain.max() for domain in self._left[i].starts.values())
        for rate, moment, digits, most in (
            (int(ship.waiting), waits_from, begins, highest_start),
            (int(ship.lateness), int(ship.etd), leaves, highest_start + 10 * data.horizon),
            (int(ship.missed), int(ship.window), begins, highest_start),
        ):
            if rate and moment < most:
                terms += [rate * ticks * over for ticks, over in self._over(digits, moment, most, berthed)]
        for rate, wanted in ((int(ship.position), int(ship.preferred)), (int(ship.moved), int(ship.old_position))):
            if rate and wanted != NEVER:
                low = min(domain.min() for domain in self._left[i].places.values())
                high = max(domain.max() for domain in self._left[i].places.values())
                away = model.new_int_var(0, max(abs(high - wanted), abs(low - wanted)), f"away {i}")
                model.add(away >= place - wanted)
                model.add(away >= wanted - place)
                terms.append(rate * away)
        if ship.shifted:
            shift = model.new_int_var(0, highest_start + int(ship.old_start), f"shift {i}")
            model.add(shift >= start - int(ship.old_start))
            model.add(shift >= int(ship.old_start) - start)
            terms.append(int(ship.shifted) * shift)
        if ship.recraned:
            terms += [
                int(ship.recraned) * abs(int(data.option[o].count - ship.old_cranes)) * literal
                for o, literal in options.items()
            ]
        if out is None:
            self._terms += terms
            return
        most = int(ship.left_out)
        cost = model.new_int_var(0, most, f"cost {i}")
        model.add(cost >= sum(terms)).only_enforce_if(out.negated())
        model.add(cost == most).only_enforce_if(out)
        self._terms.append(cost)

    def _over(self, digits: _Digits, moment: int, most: int, berthed: list[Any]) -> _Digits:
        """What a moment of a ship that is berthed is later than another one, which is in whole steps."""
        model = self.model
        (step, steps), *parts = digits
        assert moment % step == 0
        over = model.new_int_var(0, max(0, most - moment) // step, "over")
        model.add(over >= steps - moment // step).only_enforce_if(berthed)
        found: _Digits = [(step, over)]
        if parts:
            late = model.new_bool_var("late")
            model.add(steps >= moment // step).only_enforce_if(late)
            model.add(steps < moment // step).only_enforce_if(late.negated())
        for ticks, part in parts:
            more = model.new_int_var(0, _last(part), "over")
            model.add(more == part).only_enforce_if(late)
            model.add(more == 0).only_enforce_if(late.negated())
            found.append((ticks, more))
        return found

    def _finish(self) -> None:
        if self._data.finish:
            last = self.model.new_int_var(0, max((_last(ship.end) for ship in self.ships), default=0), "finish")
            for ship in self.ships:
                bound = self.model.add(last >= ship.end)
                if ship.out is not None:
                    bound.only_enforce_if(ship.out.negated())
            self._terms.append(int(self._data.finish) * last)

    def _either(self, ships: list[_Ship], *choices: Expr | Any) -> None:
        """At least one of some linear constraints holds, where none of the ships is left out."""
        literals = [self._where(choice) for choice in choices if choice is not None]
        self.model.add_bool_or([*literals, *(ship.out for ship in ships if ship.out is not None)])

    def _where(self, choice: Expr | Any) -> IntVar:
        """A literal where a linear constraint holds, or a list of them; a literal stands for itself."""
        if isinstance(choice, IntVar):
            return choice
        literal = self.model.new_bool_var("")
        for constraint in choice if isinstance(choice, list) else [choice]:
            self.model.add(constraint).only_enforce_if(literal)
        return literal

    def _closures(self) -> None:
        """Rule `closure`."""
        for closed in self._data.closed:
            for ship in self.ships:
                if self._data.ship[ship.number].fixed or self._data.ship[ship.number].lies:
                    continue
                length = int(self._data.ship[ship.number].length)
                begin, until = int(closed.start), int(closed.end)
                if _last(ship.end) <= begin or _first(ship.start) >= until:
                    continue
                low, high = int(closed.low), int(closed.high)
                if _last(ship.place) + length <= low or _first(ship.place) >= high:
                    continue
                self._either(
                    [ship],
                    ship.end <= begin,
                    ship.start >= until,
                    ship.place + length <= low if low > -NEVER // 2 else None,
                    ship.place >= high if high < NEVER // 2 else None,
                )

    def _stops(self) -> None:
        """Rule `crane_stopped`."""
        for stopped in self._data.stopped:
            for ship in self.ships:
                if self._data.ship[ship.number].fixed:
                    continue
                if _last(ship.end) <= stopped.start or _first(ship.start) >= stopped.end:
                    continue
                self._either(
                    [ship],
                    ship.work_end <= int(stopped.start),
                    ship.work_start >= int(stopped.end),
                    ship.first >= int(stopped.crane) + 1,
                    ship.rail_end <= int(stopped.crane),
                )

    def _gangs(self) -> None:
        """Rule `gangs`."""
        data, model = self._data, self.model
        if not len(data.gang):
            return
        # Cranes that no gang is there for, and those of ships that stay.
        missing = np.zeros(data.horizon + 1, np.int64)
        for each in data.gang:
            span = slice(max(0, int(each.start)), max(0, int(each.end)))
            missing[span] = np.maximum(missing[span], data.cranes - each.count)
        missing += cranes_held(data, len(missing))
        intervals, demands = [], []
        edges = [0, *(np.flatnonzero(np.diff(missing)) + 1), len(missing)]
        for first, until in pairwise(int(edge) for edge in edges):
            if missing[first]:
                intervals.append(model.new_fixed_size_interval_var(first, until - first, "missing"))
                demands.append(min(int(missing[first]), data.cranes))
        for ship in self.ships:
            if data.ship[ship.number].fixed:
                continue
            for o, literal in ship.options.items():
                work, count = int(np.ceil(data.option[o].work - 1e-6)), int(data.option[o].count)
                if not count:
                    continue
                intervals.append(model.new_optional_fixed_size_interval_var(ship.work_start, work, literal, "work"))
                demands.append(count)
        model.add_cumulative(intervals, demands, data.cranes)

    def _pair(self, one: _Ship, other: _Ship) -> None:
        """Rules `overlap`, `mooring_gap`, `layout`, `crane_at_two_ships`, `crane_passing` and `crane_setup`."""
        data = self._data
        if data.ship[one.number].fixed and data.ship[other.number].fixed:
            return
        if _last(one.end) <= _first(other.start) and not (data.setup or data.travel):
            return
        if _last(other.end) <= _first(one.start) and not (data.setup or data.travel):
            return
        ships = [one, other]
        # Whether a ship may lie alongside while it is not worked.
        waits = any(data.option[o].leaving >= 0 for ship in ships for o in ship.options)
        moorings = data.mooring + data.unmooring > 0 or waits
        sides: list[list[Any]] = []
        for low, high in ((one, other), (other, one)):
            side = [low.claim_high <= high.claim_low] if len(data.section) else []
            if data.gap or not side:
                side.append(low.place + int(data.ship[low.number].length) + data.gap <= high.place)
            sides.append(side)
        cranes = any(data.option[o].count for ship in ships for o in ship.options)
        orders = [low.rail_end <= high.first for low, high in ((one, other), (other, one))]
        befores = [one.end <= other.start, other.end <= one.start]
        if data.ship[one.number].lies and data.ship[other.number].lies:
            # Both are there, however close; which one lies to the left is given.
            sides, orders = [[]], [orders[0] if _first(one.place) <= _first(other.place) else orders[1]]
        elif not cranes:
            self._either(ships, *befores, *sides)
            return
        # A ship that no crane works is in no crane's way.
        idle = [
            sum(ship.options[o] for o in ship.options if not data.option[o].count) == 1
            for ship in ships
            if any(not data.option[o].count for o in ship.options)
        ]
        beside = [[*side, each] for side in sides for each in idle]
        in_order = [[*side, order] for side, order in zip(sides, orders, strict=True)]
        if not (data.setup or data.travel):
            # Beside each other they may have the same cranes one after the other.
            works = [before.work_end <= after.work_start for before, after in ((one, other), (other, one)) if moorings]
            in_turn = [[*side, work] for side in sides for work in works]
            self._either(ships, *befores, *in_order, *in_turn, *beside)
            return
        # With set-up: one after the other with time for their cranes, or with none in common.
        choices: list[Any] = []
        for before, after in ((one, other), (other, one)):
            needed = self._change(before, after)
            in_time = [after.work_start * self._scale >= before.work_end * self._scale + each for each in needed]
            changes = [self._where(each) for each in (in_time, *orders, *idle)]
            follow = [before.end <= after.start]
            if self._step > 1:
                follow.append(before.last_step <= after.first_step)
            works = [[*side, before.work_end <= after.work_start] for side in sides if moorings]
            for choice in (follow, *works):
                choices.append(self._where(choice))
                self.model.add_bool_or([*changes, choices[-1].negated()])
        self._either(ships, *choices, *in_order, *beside)

    def _change(self, one: _Ship, other: _Ship) -> list[Any]:
        """Ticks, times a scale, that a crane needs between two ships: it is at least each of these."""
        data = self._data
        setup, travel = ceil(data.setup * self._scale - 1e-6), ceil(data.travel * self._scale - 1e-6)
        lengths = int(data.ship[one.number].length - data.ship[other.number].length)
        way = 2 * one.place - 2 * other.place + lengths
        return [setup + travel * way, setup - travel * way]

    def read(self, solution: CpSolverSolutionCallback, state: State, scratch: Any) -> None:
        """Make the state that a solution is."""
        empty = self.problem.new_state()
        copy_state(empty, state)
        for ship in self.ships:
            if ship.out is not None and solution.boolean_value(ship.out):
                continue
            option = next(o for o, literal in ship.options.items() if solution.boolean_value(literal))
            start, end, place = solution.value(ship.start), solution.value(ship.end), solution.value(ship.place)
            i, record = ship.number, self._data.ship[ship.number]
            work = int(np.ceil(self._data.option[option].work - 1e-6))
            count = int(self._data.option[option].count)
            cost = berth_cost(record, self._data.finish, start, end, place, count, NEVER)
            put(
                self._data, state, scratch, i, option, place, start, start + self._data.mooring + work, end,
                solution.value(ship.first), count, 0, cost,
            )  # fmt: skip
            assert state.berth[i].status == PLACED


# Scales of the time that cranes need from ship to ship are not larger, for the solver's whole numbers.
_LARGEST_SCALE = 1_000_000


def _scale_of(data: Data) -> int:
    """The least number by which times of cranes from ship to ship are whole."""
    parts = [Fraction(value).limit_denominator(_LARGEST_SCALE) for value in (data.setup, data.travel)]
    return min(lcm(*(part.denominator for part in parts)), _LARGEST_SCALE)


def _union(domains: list[Domain]) -> Domain:
    found = domains[0]
    for domain in domains[1:]:
        found = found.union_with(domain)
    return found


def _first(variable: IntVar) -> int:
    return int(variable.proto.domain[0])


def _last(variable: IntVar) -> int:
    return int(list(variable.proto.domain)[-1])


def prove(
    model: Model, *, stop: Stop, began: float, seed: int, subsolver: str, on_better: Any, on_bound: Any
) -> tuple[Status, float, float]:
    """Look for a cheaper plan: OPTIMAL where there is none, or where the last one found is the cheapest.

    Also the bound that it proved, in the problem's money, and the effort that it took.
    """
    best = 0.0

    def bound(seconds: float, value: float) -> None:
        nonlocal best
        del seconds
        best = max(best, value)
        on_bound(value)

    solver, status = cp_sat.run(
        model.model, stop=stop, began=began, seed=seed, workers=1, subsolvers=(subsolver,), nothing_left=True,
        on_solution=lambda _, solution: on_better(solution), on_bound=bound,
    )  # fmt: skip
    return status, best, solver.response_proto.deterministic_time
