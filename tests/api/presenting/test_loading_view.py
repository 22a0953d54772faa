import pytest

from api.presenting.loading_view import loading_view
from api.resources.loading_plans import Stowage
from data.case import Case
from data.errors import DermagaError
from tests.data.checker.loading.conftest import CALL, D1, L5, case, plan_for, with_box
from tests.data.checker.loading.test_strength import hull, with_ballast

__all__ = ["case"]


@pytest.fixture(scope="module")
def told(case: Case) -> Stowage:
    return Stowage.model_validate(loading_view(case, plan_for(case)), extra="forbid")


def test_the_ship_has_every_cell_of_her_profile(case: Case, told: Stowage) -> None:
    layout = case.needed_layout(case.call_by_id[CALL])
    assert [bay.bay for bay in told.bays] == [2, 6, 13]
    assert [bay.halves for bay in told.bays] == [[1, 3], [5, 7], [13]]
    cells = sum(len(stack.tiers) for bay in told.bays for stack in bay.stacks)
    assert cells == sum(stack.tiers for stack in layout.stacks)
    assert told.bays[0].stacks[0].half_t == 60


def test_boxes_are_told_with_where_they_come_from_and_go_to(told: Stowage) -> None:
    boxes = {box.box: (place, box) for place, box in enumerate(told.boxes)}
    place, off = boxes[D1]
    assert told.ports[off.port].here
    assert off.loaded_at == "LKCMB"
    assert off.yard_to is not None
    assert [told.lifts[lift].kind for lift in off.lifts] == ["discharge"]
    (stay,) = (stay for stay in told.stays if stay.box == place)
    assert (stay.bay, stay.half, stay.slot) == (2, "fore", "0010182")
    assert stay.until_s == told.lifts[off.lifts[0]].start_s
    _, on = boxes[L5]
    assert (on.reefer, on.yard_from, on.tonnes, on.half_t) == (True, "A-06-3-1", 12, 6)
    assert told.weights_t[on.weight] <= on.tonnes < told.weights_t[on.weight + 1]


def test_ports_come_in_the_order_of_her_way_with_marks_of_their_own(told: Stowage) -> None:
    assert told.ports[0].here
    assert len({port.mark for port in told.ports}) == len(told.ports)
    assert {"LKCMB", "IDSUB"} == {port.port for port in told.ports[1:]}


def test_hatch_covers_lie_ashore_between_their_lifts(told: Stowage) -> None:
    (cover,) = told.bays[0].covers
    kinds = {lift.kind: lift for lift in told.lifts if lift.bay == 2 and lift.cover == cover.cover}
    assert cover.open_s == [(kinds["hatch_off"].start_s, kinds["hatch_on"].end_s)]


def test_tasks_hold_every_lift_once(told: Stowage) -> None:
    assert sum(len(task.starts_s) for task in told.tasks) == len(told.lifts)
    for crane in told.cranes:
        its = [task for task in told.tasks if task.crane == crane]
        assert [task.from_s for task in its] == sorted(task.from_s for task in its)


def test_a_box_that_breaks_a_rule_says_so(case: Case) -> None:
    told = Stowage.model_validate(loading_view(with_box(case, L5, verified_kg=None), plan_for(case)))
    assert "no_vgm" in [rule.rule for rule in told.broken]
    (box,) = (box for box in told.boxes if box.box == L5)
    assert any("no_vgm" in (remark.text or "") for remark in box.remarks)


def test_a_call_that_the_case_does_not_have_is_refused(case: Case) -> None:
    with pytest.raises(DermagaError, match="no call"):
        loading_view(case, plan_for(case).model_copy(update={"call": "NOBODY-1"}))


def test_shear_bending_and_ballast_are_told_where_the_profile_has_them(case: Case, told: Stowage) -> None:
    assert (told.sections, told.ballast, told.states[-1].shear_t) == ([], [], [])
    loaded = Stowage.model_validate(loading_view(hull(case), with_ballast(plan_for(case), FORE=30)), extra="forbid")
    assert [section.from_bow_m for section in loaded.sections] == [30, 60, 90]
    assert {tank.tank: (tank.tonnes, tank.capacity_t) for tank in loaded.ballast} == {
        "FORE": (30, 150),
        "SIDE": (0, 80),
    }
    for state in loaded.states:
        assert len(state.shear_t) == len(state.bending_tm) == 3
