"""Users' own rules: Python functions that decide in place of the terminal's own ones, named where they stand.

A name is `module:function` or `path/to/file.py:function`. There are four places for one, each with its question:

- `berthing(quay, minute)`: which ship at anchor berths now, where, with which cranes? A `Berthing`, as
  `quay.best_berthing(visit, minute)` gives one, or None where no ship does. Asked again until it answers None.
- `dispatching(ships)`: of these ships that want a tractor, which gets the one that has come free?
- `stacking(box, blocks)`: of these blocks that have room for it (all, where none has), which takes the box?
- `slotting(box, stacks)`: of these stacks of its block that have room for it, which is the box put on? Asked where
  boxes stand in stacks (`yard_work.stacks`).

What they are given is the run's own state; they look at it and leave it as it is. A file is read anew for each run, so
that what a function remembers in its module ends with the run. Functions must not draw random numbers of their own,
or results are no longer those of the seed.
"""

import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from data.case import Case
from data.errors import BadInput, DermagaError, Fault
from simulations.clock import Clock
from simulations.parts.crane import Crane
from simulations.parts.quay import Berthing, Quay
from simulations.policies.fcfs import next_tide
from simulations.policies.rule import Policy, Rule
from simulations.visit import Visit

_ARGUMENTS = {
    "berthing": ("quay", "minute"),
    "dispatching": ("ships",),
    "stacking": ("box", "blocks"),
    "slotting": ("box", "stacks"),
}


@dataclass(frozen=True)
class Rules:
    """The names of users' functions; None where the terminal's own rule holds."""

    berthing: str | None = None
    dispatching: str | None = None
    stacking: str | None = None
    slotting: str | None = None

    @classmethod
    def of(cls, named: dict[str, str]) -> "Rules":
        """Rules by the place that each is for. Raises BadInput for another place, or a name that finds no function."""
        unknown = [place for place in named if place not in _ARGUMENTS]
        if unknown:
            problem = "there is no such place for a rule"
            raise BadInput([_fault(place, named[place], problem, _PLACES) for place in unknown])
        rules = cls(**{place: _absolute(name) for place, name in named.items()})
        rules.functions()
        return rules

    def functions(self) -> dict[str, Callable[..., Any]]:
        """The functions by their places. Raises BadInput with each name that finds none with the right arguments."""
        found: dict[str, Callable[..., Any]] = {}
        faults: list[Fault] = []
        for place in (field.name for field in fields(self)):
            name = getattr(self, place)
            if name is not None:
                try:
                    found[place] = _function(place, name)
                except BadInput as error:
                    faults += error.faults
        if faults:
            raise BadInput(faults)
        return found


_PLACES = f"give one of {', '.join(_ARGUMENTS)}, as berthing=rules.py:function"


@dataclass(frozen=True)
class ByRules:
    """A policy with users' functions in place of some of its decisions."""

    policy: Policy
    rules: Rules

    @property
    def name(self) -> str:
        """That of the policy, with the functions."""
        named = ((field.name, getattr(self.rules, field.name)) for field in fields(self.rules))
        return " ".join([self.policy.name, *(f"{place}={name}" for place, name in named if name is not None)])

    def begin(self, case: Case, clock: Clock) -> Rule:
        """The rule of a new run. Raises BadInput where a function is not found."""
        return _Ruled(self.policy.begin(case, clock), self.rules)


class _Ruled(Rule):
    """The rule of a run that asks users' functions."""

    def __init__(self, rule: Rule, rules: Rules) -> None:
        functions = rules.functions()
        self._rule = rule
        self._berthing = functions.get("berthing")
        self._name = rules.berthing
        if "dispatching" in functions:
            self.dispatching = _one_of("dispatching", str(rules.dispatching), functions["dispatching"], "ships")
        if "stacking" in functions:
            self.stacking = _one_of("stacking", str(rules.stacking), functions["stacking"], "blocks")
        if "slotting" in functions:
            self.slotting = _one_of("slotting", str(rules.slotting), functions["slotting"], "stacks")

    def expect(self, visit: Visit) -> None:
        """A call of the run."""
        self._rule.expect(visit)

    def next_berthing(self, quay: Quay, minute: float) -> Berthing | None:
        """What the user's function says, or the policy where there is none."""
        if self._berthing is None:
            return self._rule.next_berthing(quay, minute)
        name = f"berthing={self._name}"
        answer = _asked(name, self._berthing, quay, minute)
        if answer is None:
            return None
        if not isinstance(answer, Berthing):
            raise _wrong(name, answer, "a Berthing, as quay.best_berthing(visit, minute) gives one, or None")
        visit, position = answer.visit, answer.position_m
        if visit not in quay.anchorage:
            raise _wrong(name, visit.call.id, "a ship of quay.anchorage")
        if not quay.is_clear(position, visit.loa_m):
            raise _wrong(name, f"{visit.call.id} at {position:g} m", "a place that is free; ask quay.is_clear")
        if not quay.tide_serves(visit, position, minute):
            raise _wrong(name, f"{visit.call.id} at {position:g} m", "a place with water enough; ask quay.tide_serves")
        if not quay.is_open(position, visit.loa_m, minute, 1.0):
            raise _wrong(name, f"{visit.call.id} at {position:g} m", "a place that is not closed; ask quay.is_open")
        usable = quay.usable_cranes(position, visit.loa_m)
        if any(crane not in usable for crane in answer.cranes):
            raise _wrong(name, f"{visit.call.id} with other cranes", "cranes of quay.usable_cranes")
        return answer

    def next_ship_for(self, crane: Crane, quay: Quay) -> Visit | None:
        """As the policy has it; where a function berths ships they keep the cranes that it gave them."""
        return self._rule.next_ship_for(crane, quay) if self._berthing is None else None

    def next_review(self, quay: Quay, minute: float) -> float:
        """As the policy has it; where a function berths ships, the next tide."""
        if self._berthing is None:
            return self._rule.next_review(quay, minute)
        return next_tide(quay.anchorage, quay, minute)


def _one_of(place: str, name: str, function: Callable[..., Any], what: str) -> Callable[..., Any]:
    """A user's function that chooses one of what it is given last. Raises DermagaError where it answers another."""
    rule = f"{place}={name}"

    def choose(*arguments: Any) -> Any:
        answer = _asked(rule, function, *arguments)
        if answer not in arguments[-1]:
            raise _wrong(rule, answer, f"one of the {what} that it was given")
        return answer

    return choose


def _asked(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """A user's function's answer. Raises DermagaError with its name where it raises anything."""
    try:
        return function(*arguments)
    except Exception as error:
        raise DermagaError(f"the rule {name} failed: {type(error).__name__}: {error}") from error


def _wrong(name: str, answer: object, wanted: str) -> DermagaError:
    return DermagaError(f"the rule {name} answered {answer!r}; it must answer {wanted}")


def _absolute(name: str) -> str:
    """The name with the whole path of its file, for processes that work elsewhere."""
    where, colon, function = name.rpartition(":")
    return f"{Path(where).resolve()}:{function}" if colon and where.endswith(".py") else name


def _fault(place: str, name: str, problem: str, remedy: str) -> Fault:
    return Fault("rules", problem, remedy, column=place, value=name)


def _function(place: str, name: str) -> Callable[..., Any]:
    where, colon, attribute = name.rpartition(":")
    if not (colon and where and attribute):
        raise BadInput([_fault(place, name, "it names no function", "give module:function or path.py:function")])
    try:
        module = _module(where)
    except Exception as error:
        problem = f"{where} can't be read: {type(error).__name__}: {error}"
        raise BadInput([_fault(place, name, problem, "correct the name, or the file")]) from error
    function = getattr(module, attribute, None)
    if not callable(function):
        raise BadInput([_fault(place, name, f"{where} has no function {attribute}", "correct the name, or the file")])
    arguments = _ARGUMENTS[place]
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError as error:
        remedy = f"define it as {attribute}({', '.join(arguments)})"
        raise BadInput([_fault(place, name, f"it can't be called so: {error}", remedy)]) from error
    return function  # type: ignore[no-any-return]


def _module(where: str) -> ModuleType:
    if not where.endswith(".py"):
        return importlib.import_module(where)
    if not Path(where).is_file():
        raise FileNotFoundError("there is no such file")
    spec = spec_from_file_location(f"rule_{Path(where).stem}", where)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    # What a file defines may ask for its module by name, as dataclasses do.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
