"""The search for slots: sections of the size of a bay, those without a plan, and what ends it."""

from random import Random
from threading import Event

import pytest

from scheduler.result import Incumbent, Status
from scheduler.slots import (
    AFT,
    BOTH,
    FORE,
    Box,
    Cell,
    Kind,
    NoPlan,
    Rates,
    Section,
    Stack,
    Standing,
    cost,
    faults,
    solve,
)  # fmt: skip
from scheduler.slots import patterns as patterns_module
from scheduler.stopping import Stop


def bay(boxes: int = 40, *, seed: int = 1, kg: int = 200_000) -> Section:
    """Eight stacks of eight tiers, the outer ones shorter, with plugs at the bottom, for boxes of many masses."""
    random, plugs = Random(seed), (False, True)
    tall = (Cell(plugs=plugs),) * 2 + (Cell(),) * 6
    short = (Cell((False, False), False),) * 2 + (Cell(),) * 6
    kinds = (Kind(1, False, 2_590), Kind(1, True, 2_590), Kind(2, True, 2_900), Kind(2, True, 2_900, True))
    held = tuple(Box(random.choices(kinds, (6, 5, 5, 1))[0], random.randint(30, 300) * 100) for _ in range(boxes))
    outer, inner = Stack(kg, 22_000, short), Stack(kg, 22_000, tall)
    return Section((outer, *[inner] * 6, outer), held)


def test_a_bay_is_solved_to_the_optimum() -> None:
    section, told = bay(), list[Incumbent]()
    result = solve(section, stop=Stop(seconds=60), report=told.append)
    assert faults(section, result.plan) == []
    assert cost(section, result.plan) == result.cost == result.bound
    assert result.status is Status.OPTIMAL
    assert tuple(told) == result.curve != ()
    assert told[-1].cost == result.cost


def test_where_masses_make_it_hard_a_plan_is_near_its_bound() -> None:
    section = bay(50, seed=2)
    result = solve(section, stop=Stop(seconds=None, effort=0.2))
    assert faults(section, result.plan) == []
    assert result.cost == cost(section, result.plan) <= 1.2 * result.bound


def test_with_effort_every_run_is_the_same() -> None:
    one, other = (solve(bay(20), stop=Stop(seconds=None, effort=1.0), seed=3) for _ in range(2))
    assert one.plan == other.plan


def test_boxes_that_weigh_too_much_together_have_no_plan() -> None:
    section = bay(20, kg=30_000)
    assert sum(box.kg for box in section.boxes) > 8 * 30_000
    with pytest.raises(NoPlan, match="do not take all boxes") as caught:
        solve(section, stop=Stop(seconds=30))
    assert caught.value.proven


def test_masses_that_do_not_share_out_are_found_out() -> None:
    # Three boxes of two tonnes fill two stacks of three tonnes by their sum, and no two go into one.
    stack, box = Stack(3_000, 9_000, (Cell(),) * 3), Box(Kind(1, True, 2_590), 2_000)
    with pytest.raises(NoPlan) as caught:
        solve(Section((stack, stack), (box, box, box)), stop=Stop(seconds=30))
    assert caught.value.proven
    # Halves of the sum are 12, but 4 + 4 + 4 and 5 + 7 are four or five tiers: patterns and boxes must go together.
    masses = (4, 4, 4, 5, 7)
    boxes = tuple(Box(Kind(1, True, 2_590), kg) for kg in masses)
    section = Section((Stack(12, 99_000, (Cell(),) * 4),) * 2, boxes)
    result = solve(section, stop=Stop(seconds=30))
    assert faults(section, result.plan) == []
    assert result.cost == result.bound == 2 * 30


def test_what_stands_there_may_leave_no_plan() -> None:
    box = Box(Kind(1, False, 2_590), 1)
    above_nothing = Stack(9, 9_000, (Cell(),) * 2, (Standing(1, (FORE,), box),))
    with pytest.raises(NoPlan) as caught:
        solve(Section((above_nothing,), ()), stop=Stop(seconds=30))
    assert caught.value.proven
    # With a box for the gap there is one.
    assert solve(Section((above_nothing,), (box,)), stop=Stop(seconds=30)).plan[0].halves == (FORE,)
    too_heavy = Stack(0, 9_000, (Cell(),), (Standing(0, (AFT,), box),))
    with pytest.raises(NoPlan):
        solve(Section((too_heavy,), ()), stop=Stop(seconds=30))


def test_without_boxes_nothing_is_to_do() -> None:
    section = Section((Stack(9, 9_000, (Cell(),), (Standing(0, BOTH, Box(Kind(1, True, 2_590), 1)),)),), ())
    result = solve(section, stop=Stop(seconds=30))
    assert (result.plan, result.cost, result.status) == ((), 30, Status.OPTIMAL)


def test_a_search_that_is_over_at_once_proves_nothing() -> None:
    for stop in (Stop(seconds=0.0), Stop(cancel=Event())):
        if stop.seconds:
            stop.cancel.set()
        with pytest.raises(NoPlan, match="in time") as caught:
            solve(bay(), stop=stop)
        assert not caught.value.proven


def test_where_patterns_are_left_out_no_bound_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns_module, "_WIDEST", 5)
    section = bay(12)
    try:
        result = solve(section, stop=Stop(seconds=3))
    except NoPlan as error:
        assert not error.proven  # noqa: PT017
        return
    assert faults(section, result.plan) == []
    assert (result.bound, result.status) == (0, Status.FEASIBLE)


@pytest.mark.parametrize("rates", [Rates(), Rates(overstow=0, port=0, stack=0, plug=0)])
def test_with_effort_a_section_without_a_plan_ends_too(rates: Rates) -> None:
    # By their sum the boxes could be borne, and no cost is the last one that is asked for.
    box = Kind(1, True, 2)
    stacks = tuple(Stack(5, 9, (Cell(), Cell())) for _ in range(2))
    section = Section(stacks, tuple(Box(box, kg) for kg in (3, 3, 3, 1)), rates)
    with pytest.raises(NoPlan) as none:
        solve(section, stop=Stop(effort=1.0), workers=1)
    assert none.value.proven
