import pytest

from data.case import Case
from data.terminal import BerthSection, QuayCrane
from simulations.clock import Clock
from simulations.kernel import Kernel
from simulations.parts.breakdowns import Breakdowns
from simulations.parts.crane import Crane
from simulations.parts.quay import Berthing, Quay
from simulations.streams import Streams
from simulations.visit import Visit
from tests.simulations.conftest import START, bare_case, call


def quay(case: Case) -> Quay:
    cranes = [
        Crane(place, crane, Breakdowns(case.terminal.crane_work, Streams(1, 0).of("breakdowns", crane.id)), 1000)
        for place, crane in enumerate(case.quay_cranes)
    ]
    return Quay(case, Clock(START, 7), cranes)


def arrive(line: Quay, name: str, **changes: object) -> Visit:
    visit = Visit(Kernel(), call(name, **changes), 100, 0, 60, 0)
    line.anchorage.append(visit)
    return visit


def berth(line: Quay, name: str, **changes: object) -> Berthing | None:
    berthing = line.best_berthing(arrive(line, name, **changes), 0)
    if berthing is not None:
        line.berth(berthing)
    return berthing


def test_two_ships_of_100_m_with_a_gap_need_overhang_on_200_m() -> None:
    case = bare_case([call("A")], berths=2)
    terminal = case.terminal
    for overhang, fits in ((4.9, False), (5, True)):
        hanging = terminal.quay.model_copy(update={"mooring_gap_m": 10, "overhang_m": overhang})
        line = quay(case.changed(terminal=terminal.model_copy(update={"quay": hanging})))
        first = berth(line, "A", max_cranes=1)
        second = berth(line, "B")
        assert first is not None
        assert first.position_m == -overhang
        assert (second is not None) == fits
        if second is not None:
            assert second.position_m == pytest.approx(105)


def test_a_deep_ship_finds_the_deep_section() -> None:
    case = bare_case([call("A")], berths=4).changed(
        berths=(
            BerthSection(id="SHALLOW", start_m=0, end_m=230, depth_m=8),
            BerthSection(id="DEEP", start_m=230, end_m=400, depth_m=12),
        )
    )
    found = berth(quay(case), "A", preferred_position_m=0, arrival_draft_m=9)
    assert found is not None
    assert found.position_m == 230


def test_cranes_out_of_reach_are_not_given() -> None:
    case = bare_case([call("A")], berths=3).changed(
        quay_cranes=(
            QuayCrane(id="LEFT", rail_from_m=0, rail_to_m=150),
            QuayCrane(id="RIGHT", rail_from_m=150, rail_to_m=300),
        )
    )
    line = quay(case)
    left = berth(line, "A", preferred_position_m=0)
    assert left is not None
    assert [crane.place for crane in left.cranes] == [0]
    # Two cranes work only a ship that reaches over the middle.
    both = berth(quay(case), "B", preferred_position_m=0, min_cranes=2)
    assert both is not None
    assert both.position_m == pytest.approx(51)
    assert [crane.place for crane in both.cranes] == [0, 1]


def test_a_ship_between_two_others_gets_the_cranes_between_theirs() -> None:
    line = quay(bare_case([call("A")], berths=3))
    left = berth(line, "L", preferred_position_m=0, max_cranes=1)
    right = berth(line, "R", preferred_position_m=200, max_cranes=1)
    middle = berth(line, "M", preferred_position_m=100)
    assert left is not None
    assert right is not None
    assert middle is not None
    assert [crane.place for berthing in (left, middle, right) for crane in berthing.cranes] == [0, 1, 2]
    assert berth(line, "X") is None


def test_a_free_crane_does_not_pass_another_to_join() -> None:
    line = quay(bare_case([call("A")], berths=3))
    left = berth(line, "L", preferred_position_m=0, max_cranes=2)
    right = berth(line, "R", preferred_position_m=200, max_cranes=1)
    assert left is not None
    assert right is not None
    (last,) = right.cranes
    freed = left.cranes[0]
    left.visit.cranes.remove(freed)
    freed.visit = None
    assert line.can_join(freed, left.visit)
    assert not line.can_join(freed, right.visit)
    assert last.place == 2


def test_more_cranes_than_are_free_are_waited_for() -> None:
    line = quay(bare_case([call("A")], berths=2))
    assert berth(line, "A", max_cranes=1) is not None
    assert berth(line, "B", min_cranes=2) is None
