"""What quay cranes wait for, in plans that are made by hand."""

from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.closures import Closure
from data.crane_hours import CraneHours, crane_hours
from data.plans import CraneUse, Lift, LoadingPlan, YardMove
from data.shifts import Shift
from tests.data.checker.loading.conftest import (
    D3,
    D5,
    L1,
    L6,
    LIFTS,
    MOVES,
    R1,
    Q,
    T,
    at,
    case,
    lift,
    move,
    plan_for,
)
from tests.data.conftest import with_terminal

__all__ = ["case"]


def of(case: Case, lifts: tuple[Lift, ...], moves: tuple[YardMove, ...] = (), **plan: object) -> dict[str, CraneHours]:
    made = plan_for(case, lifts, moves).model_copy(update=plan)
    return {each.crane: each for each in crane_hours(case, made)}


def test_the_plan_made_by_hand(case: Case) -> None:
    """QC2 has 30 s of way from bay 6 to bay 13, and is done before QC1."""
    assert of(case, LIFTS, MOVES) == {
        "QC1": CraneHours("QC1", working=1_500),
        "QC2": CraneHours("QC2", working=1_260, moving=30, done=210),
    }


def test_a_crane_waits_for_its_box(case: Case) -> None:
    """The box is at the quay 100 s after its retrieve. Had it been there earlier, it would have held nothing."""
    (late, early) = (
        of(case, (lift("QC1", "load", 2, start, start + 120, L1, T, "0020002"),),
           (move("retrieve", L1, "A-02-2-1", T, 200, 300),))
        for start in (400, 450)
    )  # fmt: skip
    assert late["QC1"] == CraneHours("QC1", working=120, yard_wait=400)
    assert late["QC2"] == CraneHours("QC2", done=520)
    assert early["QC1"] == CraneHours("QC1", working=120, other=450)


def test_a_crane_waits_for_a_tractor(case: Case) -> None:
    """The only tractor takes the box before to the yard, and is back after the drive."""
    lifts = (
        lift("QC1", "discharge", 2, 0, 120, D3, "0020082", T), lift("QC1", "discharge", 2, 420, 540, D5, "0060002", T),
    )  # fmt: skip
    moves = (move("stack", D3, T, "A-10-2-1", 220, 320), move("stack", D5, T, "A-10-3-1", 640, 740))
    assert of(case, lifts, moves, tractors=1)["QC1"] == CraneHours("QC1", working=240, yard_wait=300)
    assert of(case, lifts, moves, tractors=2)["QC1"] == CraneHours("QC1", working=240, other=300)


def test_a_crane_waits_for_another_in_its_bay(case: Case) -> None:
    """They keep 25 m apart, which take 25 s."""
    lifts = (lift("QC1", "discharge", 2, 0, 120, D3, "0020082", T), lift("QC2", "load", 2, 145, 265, L6, T, "0020082"))
    assert of(case, lifts)["QC2"] == CraneHours("QC2", working=120, crane_wait=145)


def test_a_crane_waits_for_one_that_is_in_its_way(case: Case) -> None:
    """QC1 stands before bay 6 at 60 m, and so QC2 may not begin at bay 2; at bay 13, which is at 90 m, it may."""
    first = lift("QC1", "discharge", 6, 0, 120, D5, "0060002", T)
    held = lift("QC2", "discharge", 2, 175, 295, D3, "0020082", T)
    assert of(case, (first, held))["QC2"] == CraneHours("QC2", working=120, crane_wait=175)
    free = lift("QC2", "load", 13, 175, 295, L6, T, "0130182")
    assert of(case, (first, free))["QC2"] == CraneHours("QC2", working=120, other=175)


def test_a_crane_waits_for_boxes_that_another_takes_off(case: Case) -> None:
    """It puts one back in bay 13 after another box: it may come to the bay when that one is off."""
    off = lift("QC1", "restow_off", 6, 0, 120, R1, "0060082", Q)
    on = lift("QC2", "restow_on", 13, 270, 390, R1, Q, "0130182")
    assert of(case, (off, on))["QC2"] == CraneHours("QC2", working=120, crane_wait=120, other=150)
    first = lift("QC2", "load", 13, 150, 270, L6, T, "0130282")
    assert of(case, (off, first, on))["QC2"] == CraneHours("QC2", working=240, crane_wait=120, other=30)


def test_the_yard_has_the_wait_where_the_lift_begins_with_its_box(case: Case) -> None:
    """Without the other crane it would not have begun earlier."""
    first = lift("QC1", "discharge", 2, 0, 120, D3, "0020082", T)
    second = lift("QC2", "load", 2, 300, 420, L6, T, "0020082")
    late = of(case, (first, second), (move("retrieve", L6, "A-02-1-1", T, 100, 200),))["QC2"]
    assert late == CraneHours("QC2", working=120, yard_wait=300)
    early = of(case, (first, second), (move("retrieve", L6, "A-02-1-1", T, 0, 100),))["QC2"]
    assert early == CraneHours("QC2", working=120, crane_wait=145, other=155)


@pytest.mark.parametrize("why", ["hours", "closure", "gangs", "no gang"])
def test_a_crane_waits_until_it_may_work(case: Case, why: str) -> None:
    lifts = (
        lift("QC1", "discharge", 2, 0, 120, D3, "0020082", T),
        lift("QC2", "load", 13, 3_600, 3_720, L6, T, "0130182"),
    )
    plan: dict[str, object] = {}
    closed = 1_800
    if why == "hours":
        uses = ((0, 1_200), (3_000, 4_000))
        plan["cranes"] = tuple(CraneUse(crane="QC2", start=at(start), end=at(end)) for start, end in uses)
    elif why == "closure":
        closure = Closure(id="STOP", what="crane", crane="QC2", start=at(900), end=at(2_700))
        case = case.changed(closures=(closure,))
    elif why == "gangs":
        case, closed = case.changed(shifts=(Shift(id="DAY", start=time(7), gangs=1),)), 120
    else:
        shifts = (Shift(id="NIGHT", start=time(1), gangs=0), Shift(id="DAY", start=time(9), gangs=2))
        case = case.changed(shifts=shifts)  # work begins at 8:30
    found = of(case, lifts, **plan)
    assert found["QC2"] == CraneHours("QC2", working=120, closed=closed, other=3_600 - closed)
    assert ("QC1" in found) == (why != "hours")


def test_a_ship_without_lifts(case: Case) -> None:
    assert of(case, ()) == {"QC1": CraneHours("QC1"), "QC2": CraneHours("QC2")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    delays=st.lists(st.integers(0, 900), min_size=len(LIFTS), max_size=len(LIFTS)),
    tractors=st.integers(1, 8),
    speed=st.sampled_from([0, 30, 60]),
    gangs=st.integers(0, 2),
)
def test_the_parts_add_up_to_the_ships_time(
    case: Case, delays: list[int], tractors: int, speed: float, gangs: int
) -> None:
    """Whatever the delays before lifts, every second of a crane is told, and none twice."""
    case = with_terminal(case, crane_work={"travel_m_min": speed, "clearance_m": 25})
    case = case.changed(shifts=(Shift(id="DAY", start=time(9), gangs=gangs), Shift(id="LATE", start=time(10), gangs=2)))
    lifts, late = [], {"QC1": 0, "QC2": 0}
    for each, delay in zip(LIFTS, delays, strict=True):
        late[each.crane] += delay
        shift = timedelta(seconds=late[each.crane])
        lifts.append(each.model_copy(update={"start": each.start + shift, "end": each.end + shift}))
    plan: LoadingPlan = plan_for(case, tuple(lifts)).model_copy(update={"tractors": tractors})
    finish = (max(each.end for each in lifts) - plan.start).total_seconds()
    for found in crane_hours(case, plan):
        assert found.total == pytest.approx(finish)
        assert min(found.working, found.moving, found.crane_wait, found.yard_wait, found.closed, found.done) >= 0
        assert found.other >= -1e-6
