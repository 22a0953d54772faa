"""The choice of patterns: its bound, by cuts too, and which patterns are left for a cost."""

from math import inf

from scheduler.slots import Box, Cell, Kind, Rates, Stack
from scheduler.slots.master import Group, Master, Unanswered
from scheduler.slots.patterns import Patterns
from scheduler.slots.supply import Supply
from scheduler.stopping import never

# Three stacks of four tiers for five boxes of each of two ports: each port needs two stacks, and all are used.
CHEAPEST = 4 * 20 + 3 * 10


def master(boxes: int = 5) -> Master:
    supply = Supply.of([Box(Kind(port, True, 1), 1) for port in (1, 2) for _ in range(boxes)])
    patterns = Patterns(Stack(99, 4, (Cell(),) * 4), supply, Rates())
    patterns.find(never)
    return Master([Group((0, 1, 2), patterns)], supply, Rates())


def test_cuts_raise_the_bound() -> None:
    posed = master()
    before = posed.bound
    posed.tighten()
    assert before < posed.bound == CHEAPEST


def test_answers_and_patterns_keep_within_a_cost() -> None:
    posed = master()
    assert posed.ask(CHEAPEST - 5, 10, None) is Unanswered.IMPOSSIBLE
    chosen = posed.ask(CHEAPEST, 10, None)
    assert not isinstance(chosen, Unanswered)
    assert sorted(chosen) == [0, 1, 2]
    assert [sum(counts) for counts in zip(*chosen.values(), strict=True)] == [5, 5]
    (kept,) = posed.kept(CHEAPEST)
    assert set(chosen.values()) <= set(kept)


def test_patterns_that_are_too_dear_for_a_cost_are_left_out() -> None:
    # All four boxes fit into one stack; sharing a port among stacks costs more.
    posed = master(boxes=2)
    (kept,), (every,) = posed.kept(posed.bound), posed.kept(inf)
    assert posed.bound == 2 * 20 + 10
    assert {(2, 2), (0, 0)} <= set(kept) < set(every)


def test_too_many_boxes_have_no_bound() -> None:
    assert master(boxes=7).bound == inf
