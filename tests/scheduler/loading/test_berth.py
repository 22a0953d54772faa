"""Where a ship is worked: her usual place and cranes, or those of a berth plan."""

from datetime import timedelta
from typing import Any

import pytest

from data.actuals import Actual
from data.case import Case
from data.closures import Closure
from data.errors import DermagaError
from data.plans import BerthedCall, BerthPlan
from data.terminal import QuayCrane
from scheduler.loading.berth import planned_berth, tractors_for, usual_berth
from tests.data.checker.conftest import use
from tests.data.conftest import with_row, with_terminal
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny


@pytest.fixture
def made(case: Case) -> Case:
    """Bays 2, 6 and 49 at 20, 50 and 80 m from the bow of a ship of 150 m; a quay of 270 m with two cranes."""
    return tiny(case, [ship_stack(2), ship_stack(6)], [box()])


def with_call(case: Case, **fields: Any) -> Case:
    return case.changed(
        calls=tuple(call.model_copy(update=fields) if call.id == "ARU-1" else call for call in case.calls)
    )


def with_cranes(case: Case, *reaches: tuple[float, float]) -> Case:
    return case.changed(
        quay_cranes=tuple(
            QuayCrane(id=f"QC{place}", rail_from_m=low, rail_to_m=high)
            for place, (low, high) in enumerate(reaches, start=1)
        ),
        closures=(),
    )


def cranes(case: Case, count: int | None = None) -> list[str]:
    return [use.crane for use in usual_berth(case, call_of(case), count).cranes]


@pytest.mark.parametrize(("wanted", "place"), [(0, 0), (100, 100), (None, 0), (200, 120)])
def test_the_usual_place(made: Case, wanted: float | None, place: float) -> None:
    """Where she wants to lie, or the low end of the quay; her stern does not reach beyond it."""
    changed = with_call(made, preferred_position_m=wanted)
    assert usual_berth(changed, call_of(changed)).position_m == place


def test_work_begins_when_she_is_moored(made: Case) -> None:
    call = call_of(made)
    assert usual_berth(made, call).start == call.earliest + timedelta(minutes=30)
    line = call.earliest + timedelta(hours=3)
    assert usual_berth(made, call, first_line=line).start == line + timedelta(minutes=30)


def test_as_many_cranes_as_she_takes_and_there_are(made: Case) -> None:
    four = with_cranes(made, *[(0, 270)] * 4)
    assert len(cranes(four)) == 2
    assert len(cranes(with_call(four, max_cranes=9))) == 4
    assert len(cranes(four, 1)) == 1
    assert len(cranes(four, 3)) == 3


def test_hers_are_the_cranes_nearest_to_her(made: Case) -> None:
    four = with_cranes(made, *[(0, 270)] * 4)
    assert cranes(four) == ["QC1", "QC2"]
    assert cranes(with_call(four, preferred_position_m=120)) == ["QC3", "QC4"]


def test_cranes_that_reach_none_of_her_bays_are_not_hers(made: Case) -> None:
    assert cranes(with_cranes(made, (0, 19), (0, 270), (0, 270))) == ["QC2", "QC3"]
    with pytest.raises(DermagaError, match=r"no quay crane reaches a bay of Aru \(ARU-1\) at 0 m"):
        cranes(with_cranes(made, (0, 10), (250, 270)))


@pytest.mark.parametrize(("count", "share"), [(1, 4), (2, 8)])
def test_tractors_are_shared_by_cranes(made: Case, count: int, share: int) -> None:
    assert made.terminal.tractors.count == 8
    assert tractors_for(made, count) == share
    assert usual_berth(made, call_of(made), count).tractors == share


def berth_plan(case: Case, *entries: BerthedCall) -> BerthPlan:
    start = min(call.eta for call in case.calls)
    return BerthPlan(case=case.name, case_hash=case.hash, start=start, end=start + timedelta(days=7), calls=entries)


def test_the_berth_of_a_plan(made: Case) -> None:
    given = use("QC2", "05 10:30", "05 16:00"), use("QC1", "05 10:00", "05 12:00")
    entry = BerthedCall(
        call="ARU-1", position_m=33, side="starboard", start=given[1].start, end=given[0].end, cranes=given
    )
    found = planned_berth(made, call_of(made), berth_plan(made, entry))
    assert (found.position_m, found.side, found.tractors) == (33, "starboard", 8)
    # Hers from when the plan says; how long they stay is seen when the work is planned.
    assert [(each.crane, each.start) for each in found.cranes] == [(each.crane, each.start) for each in given]
    assert all(each.end >= its.end for each, its in zip(found.cranes, given, strict=True))
    assert found.start == entry.start + timedelta(minutes=30)


def test_a_berth_plan_without_her_or_without_a_crane(made: Case) -> None:
    entry = BerthedCall(
        call="ARU-1", position_m=0, side="port", start=call_of(made).eta, end=call_of(made).etd, cranes=()
    )
    with pytest.raises(DermagaError, match=r"does not berth Aru \(ARU-1\)"):
        planned_berth(made, call_of(made), berth_plan(made))
    with pytest.raises(DermagaError, match=r"gives Aru \(ARU-1\) no quay crane"):
        planned_berth(made, call_of(made), berth_plan(made, entry))


@pytest.mark.parametrize(
    ("loa", "wanted", "place"),
    [(150, 200, 130), (150, -20, -10), (150, None, 0), (280, 0, 0), (285, 0, -5), (290, 0, -10)],
)
def test_she_may_reach_beyond_the_quay_by_its_overhang(
    made: Case, loa: float, wanted: float | None, place: float
) -> None:
    hanging = with_terminal(with_row(made, "vessels", 0, loa_m=loa), quay={"overhang_m": 10})
    there = with_call(hanging, preferred_position_m=wanted)
    assert there.ship_of(call_of(there)).loa_m == loa
    assert usual_berth(there, call_of(there)).position_m == place


@pytest.mark.parametrize(("overhang", "room"), [(0, 270), (10, 290)])
def test_a_ship_longer_than_the_quay_is_refused(made: Case, overhang: float, room: float) -> None:
    long = with_terminal(with_row(made, "vessels", 0, loa_m=room + 0.5), quay={"overhang_m": overhang})
    says = rf"Aru \(ARU-1\) is {room}.5 m long and the quay with its overhangs {room} m: correct loa_m"
    with pytest.raises(DermagaError, match=says):
        usual_berth(long, call_of(long))


def test_no_first_line_before_she_may_berth(made: Case) -> None:
    call = call_of(made)
    soon = call.earliest - timedelta(minutes=1)
    with pytest.raises(DermagaError, match="she may berth from 2026-01-05 08:00 on: give a later start, or correct"):
        usual_berth(made, call, first_line=soon)
    here = made.changed(actuals=(Actual(call=call.id, phase="arrived", arrived=soon),))
    assert usual_berth(here, call, first_line=soon).start == soon + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("stretches", "place"),
    [
        ([(0, 40)], 50),  # not beside her
        ([(0, 60)], 60),
        ([(190, 270)], 40),
        ([(0, 51), (260, 270)], 51),
        ([(0, 60), (209, 270)], 50),  # she has 150 m, and 149 are left: the checker tells
        ([(40, None)], 50),
    ],
)
def test_a_closed_stretch_of_the_quay_is_left(
    made: Case, stretches: list[tuple[float, float | None]], place: float
) -> None:
    call = call_of(made)
    closures = [
        Closure(id=f"C{number}", what="quay", start=call.eta, end=call.etd, from_m=low, to_m=high)
        for number, (low, high) in enumerate(stretches)
    ]
    shut = with_call(made, preferred_position_m=50).changed(closures=closures)
    assert usual_berth(shut, call_of(shut)).position_m == place
    after = usual_berth(shut, call_of(shut), first_line=call.etd)
    assert after.position_m == 50
