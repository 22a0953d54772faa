"""The search for a plan of slots: which stacks hold which pattern, at the least cost; then which boxes."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from time import monotonic
from typing import NoReturn

from data.errors import DermagaError
from scheduler.compiled import compiled_unless
from scheduler.result import Incumbent, Report, Result, Status, no_report
from scheduler.slots.masses import Allowed, Loaded, share
from scheduler.slots.master import Chosen, Group, Master, Unanswered
from scheduler.slots.patterns import Patterns
from scheduler.slots.problem import Place, Section, SlotPlan, Stack
from scheduler.slots.supply import Supply
from scheduler.stopping import Stop

# The share of the time after which the next cost is asked for no more; after which no plan at all is; and what plans at
# all may cost, one after the other, in times of the bound.
_LEVELS, _ANY = 0.75, 0.9
_RISES = (1.02, 1.05, 1.1, 1.2, 1.5, inf)
# After so many costs that no plan has, the bound is tightened, and it is asked whether there is any plan.
_TIGHTEN, _ANYTHING = 2, 5
# Nodes of HiGHS in a unit of effort.
_NODES = 1_000


class NoPlan(DermagaError):
    """A section without a plan: `proven` says that there is none, and not only that none was found."""

    def __init__(self, problem: str, *, proven: bool) -> None:
        super().__init__(problem)
        self.proven = proven


def solve(
    section: Section, *, stop: Stop, seed: int = 1, workers: int = 2, report: Report = no_report
) -> Result[SlotPlan]:
    """The cheapest plan of a section, with the cost that no plan is below.

    Raises NoPlan where there is none, or none was found before it was over.
    """
    return _Search(section, stop, seed, workers, report).run()


class _Search:
    """The best plan and bound so far."""

    def __init__(self, section: Section, stop: Stop, seed: int, workers: int, report: Report) -> None:
        self._section, self._stop, self._seed, self._workers, self._report = section, stop, seed, workers, report
        self._began = monotonic()
        self._supply = Supply.of(section.boxes)
        self._plan: SlotPlan | None = None
        self._cost, self._bound = inf, 0.0
        self._curve: list[Incumbent] = []

    def run(self) -> Result[SlotPlan]:
        """Look for it."""
        alike: dict[Stack, Patterns] = {}
        for stack in self._section.stacks:
            if stack not in alike:
                alike[stack] = Patterns(stack, self._supply, self._section.rates)
                alike[stack].find(lambda: self._stop.ended(self._began))
        self._stacks = [alike[stack] for stack in self._section.stacks]
        # Without all patterns, nothing is proven.
        self._exact = all(each.complete for each in alike.values())
        if not all(each.costs for each in self._stacks):
            self._give_up()
        groups = [
            Group(tuple(place for place, other in enumerate(self._stacks) if other is each), each)
            for each in alike.values()
        ]
        self._group_of = {place: number for number, group in enumerate(groups) for place in group.stacks}
        self._master = Master(groups, self._supply, self._section.rates)
        self._raise_level()
        if self._plan is None:
            self._anything()
        if self._cost > self._bound and not self._stop.ended(self._began):
            self._improve()
        if self._plan is None:
            raise NoPlan("no plan of the section was found in time: give it more", proven=False)
        return self._result(self._plan)

    def _give_up(self) -> NoReturn:
        if self._exact:
            raise NoPlan("the section has no plan: its stacks do not take all boxes", proven=True)
        raise NoPlan("no plan of the section was found in time: give it more", proven=False)

    def _raise_level(self) -> None:
        """Ask for each cost, from the bound on, until there is a plan."""
        level, in_vain = self._master.bound, 0
        if level == inf:
            self._give_up()
        most = sum(max(each.costs.values()) for each in self._stacks)
        while level < self._cost:
            if level > most:
                self._give_up()
            self._note_bound(level)
            if in_vain > _ANYTHING and self._plan is None:
                # There may be none at all: more and more costs are asked for at once.
                level = min(most, level + (self._master.above(level) - level) * 2 ** (in_vain - _ANYTHING))
            if self._at(level) is not Unanswered.IMPOSSIBLE:
                return
            level, in_vain = self._master.above(level), in_vain + 1
            if in_vain == _TIGHTEN:
                self._master.tighten()
                level = max(level, self._master.bound)
            if in_vain == _ANYTHING:
                self._anything()
            if level == inf:
                self._give_up()
        self._note_bound(self._cost)

    def _at(self, level: float) -> Unanswered | None:
        """Look for a plan that costs no more than `level`; none costs less."""
        chosen = self._ask(level, _LEVELS)
        if isinstance(chosen, Unanswered):
            return chosen
        if self._share(self._only(chosen), level, _LEVELS) is None:
            return None
        chosen = self._ask(level, _LEVELS, easy=True)
        if not isinstance(chosen, Unanswered) and self._share(self._only(chosen), level, _LEVELS) is None:
            return None
        return self._share(self._kept(level), level, _LEVELS)

    def _anything(self) -> None:
        """Look for any plan."""
        for times in _RISES:
            level = times * self._master.bound if self._master.bound else inf
            chosen = self._ask(level, _ANY, easy=True)
            if chosen is Unanswered.IMPOSSIBLE and level == inf:
                chosen = self._ask(inf, _ANY)
                if chosen is Unanswered.IMPOSSIBLE:
                    self._give_up()
            if not isinstance(chosen, Unanswered):
                self._share(self._only(chosen), inf, _ANY)
            if self._plan is not None:
                return

    def _improve(self) -> None:
        """Look for a better plan than is known until it is over."""
        level = inf if self._plan is None else self._cost - 1
        answer = self._share(self._kept(level), level, 1.0)
        if answer is Unanswered.IMPOSSIBLE:
            if self._plan is None:
                self._give_up()
            self._note_bound(self._cost)

    def _only(self, chosen: Chosen) -> list[Allowed]:
        return [{chosen[place]: each.costs[chosen[place]]} for place, each in enumerate(self._stacks)]

    def _kept(self, level: float) -> list[Allowed]:
        kept = self._master.kept(level)
        return [kept[self._group_of[place]] for place in range(len(self._stacks))]

    def _ask(self, level: float, until: float, *, easy: bool = False) -> Chosen | Unanswered:
        """The patterns of all stacks. HiGHS cannot be interrupted: once cancelled, nobody waits for it.

        `until` is a share of the time, here and below.
        """
        clock, effort = self._stop.clock, self._stop.effort
        left = inf if clock is None else until * clock - (monotonic() - self._began)
        nodes = None if effort is None else max(1, round(effort * _NODES))
        found: list[Chosen | Unanswered] = []
        if left > 0 and compiled_unless(
            self._stop.cancel, lambda: found.append(self._master.ask(level, left, nodes, easy=easy))
        ):
            return found[0]
        return Unanswered.OPEN

    def _share(self, allowed: Sequence[Allowed], level: float, until: float) -> Unanswered | None:
        """Share the boxes out and note the plan, or say why not."""
        if self._stop.ended(self._began):
            return Unanswered.OPEN
        seconds = self._stop.seconds
        answer = share(
            self._stacks, allowed, self._supply,
            bound=self._bound, level=level,
            stop=replace(self._stop, seconds=None if seconds is None else until * seconds),
            began=self._began, seed=self._seed, workers=self._workers,
        )  # fmt: skip
        if isinstance(answer, Unanswered):
            return answer
        if answer.cost < self._cost:
            self._plan, self._cost = self._places(answer), answer.cost
            self._note()
        return None

    def _places(self, loaded: Loaded) -> SlotPlan:
        """Heavy boxes below lighter ones of their kind."""
        places: dict[int, Place] = {}
        for stack, counts in loaded.chosen.items():
            left = {
                kind: sorted(loaded.boxes[stack, kind], key=lambda box: (self._section.boxes[box].kg, -box))
                for kind in range(len(counts))
            }
            for kind, tier, halves in sorted(self._stacks[stack].order(counts), key=lambda put: put[1]):
                places[left[kind].pop()] = Place(stack, tier, halves)
        return tuple(places[box] for box in range(len(places)))

    def _note_bound(self, bound: float) -> None:
        if self._exact and bound > self._bound:
            self._bound = bound
            if self._plan is not None:
                self._note()

    def _note(self) -> None:
        self._curve.append(Incumbent(monotonic() - self._began, self._cost, self._bound))
        self._report(self._curve[-1])

    def _result(self, plan: SlotPlan) -> Result[SlotPlan]:
        status = Status.OPTIMAL if self._cost <= self._bound else Status.FEASIBLE
        if status is Status.FEASIBLE and self._stop.cancel.is_set():
            status = Status.CANCELLED
        return Result(plan, self._cost, self._bound, status, monotonic() - self._began, tuple(self._curve))
