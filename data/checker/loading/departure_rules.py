"""The rules of the ship at departure, in the order in which they are judged, and how many faults of a rule are told."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from data.checker.loading import hazards, stability, stacks, stowage, strength
from data.checker.loading.ship import Worked
from data.checker.loading.stowed import Stowed, listed
from data.checker.verdict import Broken

# The most faults that are told of one rule, one by one; the rest is told together.
MOST_FAULTS = 25

RULES: tuple[Callable[[Stowed, Worked], Iterator[Broken]], ...] = (
    stowage.plug,
    stowage.forty_five,
    stowage.instruction,
    stowage.out_of_gauge,
    stacks.stack_weight,
    stacks.stack_height,
    stacks.lashing,
    hazards.hazards,
    strength.ballast,
    stability.stability,
    strength.shear,
    strength.bending,
)


def in_short(broken: Iterable[Broken]) -> Iterator[Broken]:
    """The faults, rule by rule in the order of their first; of a rule with very many, the rest in one."""
    first: dict[str, int] = {}
    for fault in broken:
        first.setdefault(fault.rule, len(first))
    for rule, of_rule in groupby(sorted(broken, key=lambda fault: first[fault.rule]), key=lambda fault: fault.rule):
        faults = list(of_rule)
        yield from faults[:MOST_FAULTS]
        rest = faults[MOST_FAULTS:]
        if rest:
            whose = tuple(dict.fromkeys(name for fault in rest for name in fault.calls))
            times = f"{len(rest)} times more" if len(rest) > 1 else "once more"
            yield Broken(rule, whose, f"the rule is broken {times}, by {listed(whose)}: correct the others first")
