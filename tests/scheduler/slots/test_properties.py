"""Tiny sections of all sorts, against every plan there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.result import Status
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
)
from scheduler.stopping import Stop
from tests.scheduler.slots.brute_force import cheapest

# Few numbers, so that much is tight: heights of one and two, masses up to three.
pairs = st.sampled_from([(True, True)] * 3 + [(True, False), (False, True), (False, False)])
cells = st.builds(
    Cell, twenty=pairs, long=st.sampled_from([True, True, False]), plugs=pairs.map(lambda pair: pair[::-1])
)
kinds = st.builds(Kind, st.integers(1, 3), st.booleans(), st.integers(1, 2), st.sampled_from([False, False, True]))
boxes = st.builds(Box, kinds, st.integers(1, 3))


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    """A stack that may hold something, at the bottom or above an empty cell."""
    tiers = tuple(draw(st.lists(cells, min_size=2, max_size=3)))
    standing: list[Standing] = []
    if draw(st.integers(0, 3)) == 0:
        box = draw(boxes)
        halves = BOTH if box.kind.long else draw(st.sampled_from([(FORE,), (AFT,)]))
        standing.append(Standing(draw(st.sampled_from([0, 0, 1])), halves, box))
    return Stack(draw(st.integers(2, 9)), draw(st.integers(2, 5)), tiers, tuple(standing))


@st.composite
def sections(draw: st.DrawFn) -> Section:
    """One or two stacks, alike or not, and up to four boxes."""
    one = draw(stacks())
    return Section(
        draw(st.sampled_from([(one,), (one, one), (one, draw(stacks()))])),
        tuple(draw(st.lists(boxes, min_size=draw(st.sampled_from([0, 1, 3])), max_size=4))),
        draw(st.sampled_from([Rates(), Rates(3, 2, 4, 1), Rates(0, 0, 0, 0)])),
    )


@settings(max_examples=25, deadline=None)
@given(sections())
def test_no_plan_is_cheaper_and_what_has_none_is_known(section: Section) -> None:
    best = cheapest(section)
    if best is None:
        with pytest.raises(NoPlan) as caught:
            solve(section, stop=Stop(seconds=30), workers=1)
        assert caught.value.proven
        return
    result = solve(section, stop=Stop(seconds=30), workers=1)
    assert faults(section, result.plan) == []
    assert result.cost == result.bound == cost(section, result.plan) == cost(section, best)
    assert result.status is Status.OPTIMAL
