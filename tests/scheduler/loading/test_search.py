"""Loading plans as a whole: accepted, as good as can be on tiny ships, the same again, and there at once."""

import time
from threading import Event, Timer
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.plans import CraneUse
from data.terminal import QuayCrane, YardBlock, YardCrane
from scheduler.loading import Berth, Engines, LoadingResult, solve, usual_berth
from scheduler.loading.engines import Before, Order
from scheduler.result import Incumbent, Status
from scheduler.stopping import Stop
from tests.scheduler.loading.brute_force import least
from tests.scheduler.loading.conftest import box, call_of, ship_stack, tiny
from tests.scheduler.loading.generated import tiny_cases

# The smallest call of the embedded case.
SMALL_CALL = "TEMAS-03-002"
STOWAGE = ("ashore", "overstows", "restows")


def planned(case: Case, call: str = "ARU-1", *, effort: float = 0.2, **options: Any) -> LoadingResult:
    given: dict[str, Any] = {"stop": Stop(effort=effort), "workers": 1} | options
    return solve(case, case.call_by_id[call], **given)


def accepted(case: Case, result: LoadingResult) -> dict[str, float]:
    """The terms of a plan, which the checker accepts at the cost that the solve tells."""
    verdict = check(case, result.plan)
    assert verdict.feasible, [str(broken) for broken in verdict.broken]
    assert verdict.cost == pytest.approx(result.cost)
    assert result.bound <= result.cost
    return verdict.terms


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_stowages_of_tiny_ships_are_as_good_as_an_exhaustive_search(case: Case, data: st.DataObject) -> None:
    """The search restows what stands above boxes that leave, or on a hatch that is opened for room.

    The bound holds for stowages with any restows. `brute_force` has no work: the plan that is found is judged by the
    checker.
    """
    made = data.draw(tiny_cases(case))
    known, of_any = (least(made, call_of(made), any_restow=any_restow) for any_restow in (False, True))
    assume(known is not None)
    assert known is not None
    assert of_any is not None
    result = planned(made)
    terms = accepted(made, result)
    assert sum(terms[name] for name in STOWAGE) == known.cost
    stage = result.stages[0]
    assert stage.name == "stowage"
    assert stage.bound <= of_any.cost


def test_the_exhaustive_search_finds_what_is_known(case: Case) -> None:
    """One long box of two finds room, on a 20-foot box of the same port, and one box stays that wants a plug."""
    stacks = [ship_stack(2, 1, "deck")]
    boxes = [box(1), box(1), box(1, long=True), box(1, long=True), box(1, plug=True)]
    made = tiny(case, stacks, boxes)
    found = least(made, call_of(made), any_restow=True)
    assert found is not None
    assert found.cost == 2 * made.terminal.costs.ashore_per_box
    assert sorted(found.placed) == ["0010182", "0020184", "0030182"]


def test_a_hand_made_ship_and_yard(case: Case) -> None:
    """The case of the checker's tests: its plan by hand is 383 s longer, with a premarshal and a rehandle."""
    result = planned(case)
    terms = accepted(case, result)
    assert terms["ashore"] == terms["overstows"] == terms["rehandles"] == 0
    assert terms["restows"] == case.terminal.costs.restow_per_box
    assert [stage.name for stage in result.stages] == ["stowage", "cranes", "sequence"]
    assert result.stages[0].gap == 0
    assert result.stages[1].gap < 0.05
    assert result.status is Status.FEASIBLE
    assert [left.reason for left in result.plan.ashore] == ["it has no verified gross mass (VGM)"]


def test_a_call_of_the_embedded_case_and_the_same_again(kariangau: Case) -> None:
    one, other = (planned(kariangau, SMALL_CALL, effort=0.03, workers=2) for _ in range(2))
    terms = accepted(kariangau, one)
    assert terms["ashore"] == 0
    assert one.plan == other.plan
    assert (one.cost, one.bound) == (other.cost, other.bound)
    assert [(stage.value, stage.bound) for stage in one.stages] == [
        (stage.value, stage.bound) for stage in other.stages
    ]


def test_the_searched_order_has_fewer_rehandles_than_the_listed_one(kariangau: Case) -> None:
    rehandles = {}
    orders: tuple[Order, ...] = ("searched", "listed")
    for order in orders:
        result = planned(kariangau, SMALL_CALL, effort=0.02, engines=Engines(order=order, before="nothing"))
        accepted(kariangau, result)
        rehandles[order] = sum(move.kind == "rehandle" for move in result.plan.yard_moves)
    assert rehandles["searched"] < rehandles["listed"]


def test_the_yard_is_put_in_order_where_that_pays(case: Case) -> None:
    """Boxes that stay stand on one that leaves: to move them before costs as much money as later, and less time."""
    stay = [box(place=f"A-05-1-{tier}", verified_kg=None) for tier in (2, 3)]
    made = tiny(case, [ship_stack(2, 1, "deck")], [box(place="A-05-1-1"), *stay])
    prepared, as_it_is = {"premarshal", "retrieve"}, {"rehandle", "retrieve"}
    kinds_of: dict[Before, set[str]] = {"bays": prepared, "moves": prepared, "nothing": as_it_is}
    for before, kinds in kinds_of.items():
        result = planned(made, engines=Engines(before=before))
        accepted(made, result)
        assert {move.kind for move in result.plan.yard_moves} == kinds


def test_nothing_that_can_be_lifted(case: Case) -> None:
    """The only box has no verified mass."""
    made = tiny(case, [ship_stack(2, 1, "deck")], [box(verified_kg=None)])
    result = planned(made)
    assert accepted(made, result) == dict.fromkeys(accepted(made, result), 0.0)
    assert result.plan.lifts == ()
    assert (result.cost, result.bound, result.status) == (0, 0, Status.OPTIMAL)


def test_only_discharge(case: Case) -> None:
    made = tiny(case, [ship_stack(2, 1, "deck")], [box(slot="0010182", direction="discharge")])
    result = planned(made)
    accepted(made, result)
    assert [lift.kind for lift in result.plan.lifts] == ["discharge"]


@pytest.fixture(scope="module")
def compiled(case: Case) -> None:
    """Loops that are compiled when they are first called: what comes after is timed without that."""
    planned(case, effort=0.02)


@pytest.mark.usefixtures("compiled")
def test_the_answer_is_there_when_the_time_is_over(kariangau: Case) -> None:
    """And it is better than nothing: all boxes go. The first plan takes a second or two, however little is asked."""
    told: list[Incumbent] = []
    began = time.monotonic()
    result = solve(kariangau, kariangau.call_by_id[SMALL_CALL], stop=Stop(seconds=1), report=told.append)
    assert time.monotonic() - began < 10
    assert accepted(kariangau, result)["ashore"] == 0
    assert list(result.curve) == told
    assert [point.cost for point in told] == sorted((point.cost for point in told), reverse=True)
    assert told[-1].cost == result.cost
    assert all(point.bound <= point.cost for point in told)


@pytest.mark.usefixtures("compiled")
def test_a_cancelled_solve_ends_within_two_seconds_with_an_answer(kariangau: Case) -> None:
    cancel, asked = Event(), []

    def ask() -> None:
        asked.append(time.monotonic())
        cancel.set()

    timer = Timer(1.5, ask)
    timer.start()
    try:
        result = solve(kariangau, kariangau.call_by_id["MERATUS-02-001"], stop=Stop(seconds=60, cancel=cancel))
    finally:
        timer.cancel()
    assert time.monotonic() - asked[0] < 2
    assert result.status is Status.CANCELLED
    assert accepted(kariangau, result)["ashore"] == 0


def test_cancelled_before_it_began(case: Case) -> None:
    cancel = Event()
    cancel.set()
    result = planned(case, stop=Stop(seconds=60, cancel=cancel))
    accepted(case, result)
    assert result.status is Status.CANCELLED


def test_another_berth(case: Case) -> None:
    usual = usual_berth(case, call_of(case))
    berth = Berth(100, "port", usual.start, usual.cranes[:1], 2)
    plan = planned(case, berth=berth).plan
    assert check(case, plan).feasible
    assert (plan.position_m, plan.side, plan.start, plan.cranes, plan.tractors) == (
        100, "port", usual.start, usual.cranes[:1], 2,
    )  # fmt: skip


def test_a_ship_without_a_profile(case: Case) -> None:
    with pytest.raises(DermagaError, match=r"Buru \(BURU-1\) has no vessel profile: give profile in vessels"):
        planned(case, "BURU-1")


def test_cranes_that_do_not_reach_a_bay(case: Case) -> None:
    """Bay 13 is at 90 m."""
    short = case.changed(quay_cranes=(QuayCrane(id="QC1", rail_from_m=0, rail_to_m=80),))
    with pytest.raises(DermagaError, match="no crane can do task bay 002"):
        planned(short)


def test_cranes_that_have_no_time(case: Case) -> None:
    usual = usual_berth(case, call_of(case))
    late = CraneUse(crane="QC1", start=usual.start, end=usual.start.replace(minute=usual.start.minute + 5))
    with pytest.raises(DermagaError, match=r"no crane can do task .* give a crane a longer window"):
        planned(case, berth=Berth(0, "starboard", usual.start, (late,), 2))


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (
            [box(slot=slot, direction="discharge") for slot in ("0010182", "0010184")],
            "no room for the discharged box ",
        ),
        ([box(place="A-01-1-1"), box(place="A-01-1-2", verified_kg=None)], "no room to move box"),
    ],
)
def test_a_yard_without_room(case: Case, boxes: list[Any], says: str) -> None:
    stacks, blocks = [ship_stack(2, 1, "deck")], [YardBlock(id="A", bays=1, rows=1, tiers=2)]
    made = tiny(case, stacks, boxes, blocks=[blocks[0].model_copy(update={"tiers": 1})] if boxes[0].slot else blocks)
    with pytest.raises(DermagaError, match=says):
        planned(made)


def test_a_yard_block_without_a_crane(case: Case) -> None:
    """Its boxes cannot be fetched: they stay, with the reason."""
    blocks = [YardBlock(id=name, bays=4, rows=2, tiers=3) for name in "AB"]
    boxes = [box(place="A-05-1-1"), box(place="B-05-1-1"), box(place="B-05-1-2", verified_kg=None)]
    cranes = [YardCrane(id="RTG1", block="A")]
    made = tiny(case, [ship_stack(2, 1, "deck")], boxes, blocks=blocks, yard_cranes=cranes)
    result = planned(made)
    accepted(made, result)
    reasons = {left.box: left.reason for left in result.plan.ashore}
    assert set(reasons) == {boxes[1].id, boxes[2].id}
    assert reasons[boxes[1].id] == "yard block B, where it stands, has no yard crane: add one to yard_cranes"


def test_boxes_on_board_that_stand_nowhere(case: Case) -> None:
    lost = box(direction="discharge")
    made = tiny(case, [ship_stack(2, 1, "deck")], [lost])
    with pytest.raises(DermagaError, match=f"1 boxes on board of Aru .* have no slot, {lost.id} first"):
        planned(made)
