"""The night shift: what stands wrong is put right as far as there is time, and the checker accepts it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.cargo import Container
from data.case import Case
from data.checker.night import check_night
from data.errors import BadInput
from data.night import NightPlan
from data.slots import Place
from data.terminal import YardCrane
from scheduler.stopping import Stop
from scheduler.yard.night import solve
from tests.data.test_night import box, case_of
from tests.simulations.conftest import START
from tests.simulations.loading.conftest import number

HOUR = timedelta(hours=1)
# The fee of a rehandle, which all terms are multiples of.
BURIED = [box(1, "A-02-1-1", call="C1"), box(2, "A-02-1-2", call="C2"), box(3, "A-02-1-3")]


def night(case: Case, hours: float = 8) -> NightPlan:
    result = solve(case, START, START + hours * HOUR, START + 120 * HOUR, stop=Stop(effort=1.0))
    verdict = check_night(case, result.plan)
    assert verdict.broken == ()
    assert verdict.cost == result.cost
    return result.plan


def moved(plan: NightPlan) -> list[str]:
    return [move.box for move in plan.moves]


def left(case: Case, plan: NightPlan) -> float:
    """Boxes that are still in the way."""
    return check_night(case, plan).terms["rehandles"] / case.terminal.costs.rehandle_per_box


def test_a_box_on_top_is_moved_once() -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1")], calls=2)
    plan = night(case)
    assert moved(plan) == [number(2)]
    assert (plan.moves[0].start, plan.moves[0].end) == (START, START + HOUR / 30)
    assert left(case, plan) == 0


def test_a_bay_is_put_in_order_as_a_whole() -> None:
    """The box that stands wrong is under one that leaves first."""
    case = case_of(BURIED, calls=3)
    plan = night(case)
    assert moved(plan) == [number(3), number(2)]
    assert left(case, plan) == 0


def test_what_does_not_fit_into_the_shift_is_left() -> None:
    """Two moves of two minutes and a second of way: as a whole or not at all."""
    case = case_of(BURIED, calls=3)
    assert moved(night(case, 3.9 / 60)) == []
    two = [box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1"), box(3, "A-06-1-1"), box(4, "A-06-1-2", call="C1")]
    case = case_of(two, calls=2)
    short = night(case, 3.9 / 60)
    assert len(short.moves) == 1
    assert left(case, short) == 1
    assert len(night(case).moves) == 2


def test_the_cranes_of_two_blocks_work_at_once() -> None:
    boxes = [box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1"), box(3, "B-02-1-1"), box(4, "B-02-1-2", call="C1")]
    plan = night(case_of(boxes, calls=2))
    assert {(move.crane, move.start) for move in plan.moves} == {("RA", START), ("RB", START)}


def test_a_block_without_a_crane_is_left_alone() -> None:
    case = case_of([box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1")], calls=2)
    case = case.changed(yard_cranes=tuple(crane for crane in case.yard_cranes if crane.block != "A"))
    assert moved(night(case)) == []


def test_nothing_to_do_for_is_said() -> None:
    case = case_of([box(1, "A-02-1-1", call="C1")], calls=2)
    with pytest.raises(BadInput, match="no box has a place in the yard, and boxes that are invented"):
        night(case.changed(containers=()))
    with pytest.raises(BadInput, match="none of the 1 boxes with a place in the yard is for a ship that is expected"):
        solve(case, START, START + HOUR, START + HOUR, stop=Stop(effort=1.0))


@st.composite
def yards(draw: st.DrawFn) -> Case:
    """Some stacks of long boxes of three ships."""
    boxes: list[Container] = []
    for row in range(1, draw(st.integers(2, 6))):
        for tier in range(1, draw(st.integers(1, 4)) + 1):
            call = draw(st.sampled_from(["C", "C1", "C2"]))
            boxes.append(box(len(boxes) + 1, f"A-02-{row}-{tier}", call=call))
    return case_of(boxes, calls=3)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(yards(), st.sampled_from([0.1, 0.3, 8.0]))
def test_the_checker_accepts_every_shift_and_it_never_costs_more_than_none(case: Case, hours: float) -> None:
    case = two_cranes(case) if len(case.containers) % 2 else case
    plan = night(case, hours)
    without = plan.model_copy(update={"moves": ()})
    assert left(case, plan) <= left(case, without)
    assert check_night(case, plan).cost <= check_night(case, without).cost


def two_cranes(case: Case) -> Case:
    return case.changed(yard_cranes=(*case.yard_cranes, YardCrane(id="RA2", block="A")))


def test_two_cranes_of_a_block_share_its_moves() -> None:
    """Bays far apart are worked at once, and neither crane passes the other."""
    wrong = [box(1, "A-02-1-1"), box(2, "A-02-1-2", call="C1"), box(3, "A-10-1-1"), box(4, "A-10-1-2", call="C1")]
    plan = night(two_cranes(case_of(wrong, calls=2)))
    assert {(move.crane, move.start) for move in plan.moves} == {("RA", START), ("RA2", START)}
    lower, higher = sorted(plan.moves, key=lambda move: move.crane)
    assert Place.of(lower.origin).bay < Place.of(higher.origin).bay


def test_two_cranes_do_not_work_in_one_bay_at_once() -> None:
    plan = night(two_cranes(case_of(BURIED, calls=3)))
    first, second = plan.moves
    assert second.start >= first.end
