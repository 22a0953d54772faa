"""Plans that cannot be executed, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from data.case import Case
from data.checker import check
from data.errors import BadInput
from data.plans import Lift, YardMove
from simulations.loading.work import work_of
from tests.simulations.loading.conftest import (
    discharged,
    fetch,
    hatch,
    lift,
    loaded,
    moment,
    number,
    plan_of,
    ship_case,
    stack,
    use,
    whole_plan,
)


def refused(case: Case, *arguments: Any, **options: Any) -> str:
    with pytest.raises(BadInput) as error:
        work_of(case, plan_of(case, *arguments, **options))
    return str(error.value)


def test_lifts_that_wait_for_each_other_are_named() -> None:
    # Each crane's list begins with a box that stands on one with which the other's ends.
    case = ship_case([loaded(n) for n in range(1, 5)])
    lifts = [
        lift("Q1", "load", 10, (1, "0020184")),
        lift("Q1", "load", 0, (2, "0020282")),
        lift("Q2", "load", 10, (3, "0020284")),
        lift("Q2", "load", 0, (4, "0020182")),
    ]
    text = refused(case, lifts)
    assert "it waits for itself" in text
    for n, crane in ((1, "Q1"), (2, "Q1"), (3, "Q2"), (4, "Q2")):
        assert f"lift {n} ({crane}, loading {number(n)})" in text
    assert f"lift 1 (Q1, loading {number(1)}) waits for lift 4 (Q2, loading {number(4)})" in text
    assert f"lift 4 (Q2, loading {number(4)}) waits for lift 3 (Q2, loading {number(3)}) by the order of its" in text


def test_yard_moves_and_lifts_that_wait_for_each_other_are_named() -> None:
    # The box that the crane lifts first is fetched last.
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1")])
    lifts = [lift("Q1", "load", 10, (1, "0020182")), lift("Q1", "load", 13, (2, "0020184"))]
    text = refused(case, lifts, [fetch(2, "A-02-2-1", 30), fetch(1, "A-02-1-1", 20)])
    assert f"lift 1 (Q1, loading {number(1)}) begins before yard move 2 (RA, fetching {number(1)})" in text
    assert "yard_moves, row 2, start" in text


def test_a_plan_with_more_trips_at_once_than_tractors_names_their_lifts() -> None:
    case = ship_case([discharged(1, "0020182"), discharged(2, "0020282"), loaded(3, "B-02-1-1")])
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020182")),
        lift("Q1", "discharge", 3, (2, "0020282")),
        lift("Q1", "load", 30, (3, "0020182")),
    ]
    moves = [stack(1, "A-02-1-1", 4), stack(2, "A-02-2-1", 8), fetch(3, "B-02-1-1", 4)]
    text = refused(case, lifts, moves, tractors=2)
    assert "plan, tractors = '2': more tractors are in use at once when yard move 3" in text
    assert all(f"{crane_and_box})" in text for crane_and_box in (f"discharge {number(1)}", f"loading {number(3)}"))
    # Three are enough, and so are two where the box is fetched once the first is back at the quay: 7.
    assert work_of(case, plan_of(case, lifts, moves, tractors=3))
    moves[2] = fetch(3, "B-02-1-1", 7)
    assert work_of(case, plan_of(case, lifts, moves, tractors=2))


LIFT = lift("Q1", "discharge", 0, (1, "0020182"))


@pytest.mark.parametrize(
    ("lifts", "moves", "says"),
    [
        ([], [], "no lift to execute"),
        ([LIFT.model_copy(update={"crane": "Q9"})], [], "lifts, row 1, crane = 'Q9': the case has no such quay crane"),
        ([LIFT.model_copy(update={"crane": "Q2"})], [], "the plan does not say when it works"),
        ([LIFT.model_copy(update={"bay": 4})], [], "bay = '4': the ship's profile has no such bay"),
        ([LIFT.model_copy(update={"start": moment(-1)})], [], "it begins before the plan does"),
        ([LIFT.model_copy(update={"end": moment(-1)})], [], "it ends before it begins"),
        ([LIFT.model_copy(update={"cover": 1})], [], "a hatch cover has a cover and no boxes"),
        ([hatch("Q1", "off", 0, 2).model_copy(update={"cover": None})], [], "a hatch cover has a cover"),
        ([lift("Q1", "discharge", 0, (7, "0020182"))], [], f"box = '{number(7)}': call C has no such box"),
        ([lift("Q1", "discharge", 0, (1, "0020182"), (1, "0990182"))], [], "from = '0990182': the ship's profile has"),
        ([lift("Q1", "discharge", 0, (1, "0060182"))], [], "is at 0020182 and not at 0060182"),
        ([LIFT, lift("Q1", "discharge", 3, (1, "0020182"))], [], f"(Q1, discharge {number(1)}) does the same"),
        ([lift("Q1", "load", 0, (2, "0020182"))], [], f"is put to 0020182, where {number(1)} stands"),
        ([lift("Q1", "load", 0, (3, "0020282"))], [], "is at A-02-1-1 and not at tractor"),
        ([LIFT], [fetch(3, "A-02-1-1", 0)], "yard_moves, row 1, box"),
        ([LIFT], [stack(2, "A-02-2-1", 0)], "no lift discharges it"),
        ([LIFT], [stack(1, "A-02-2-1", 5), stack(1, "A-02-2-2", 8)], "a second stack of this box"),
        ([LIFT], [stack(1, "A-02-1-1", 5)], "is put to A-02-1-1, where"),
        ([LIFT], [stack(1, "A-02-2-1", 5).model_copy(update={"crane": "RC"})], "no such yard crane"),
        ([LIFT], [stack(1, "A-02-2-1", 5).model_copy(update={"target": "A-2"})], "it is no place of the yard"),
        ([LIFT], [stack(1, "A-02-2-1", 5).model_copy(update={"end": moment(4)})], "it ends before it begins"),
    ],
)
def test_what_cannot_be_meant_is_refused(lifts: list[Lift], moves: list[YardMove], says: str) -> None:
    case = ship_case([discharged(1, "0020182"), loaded(2), loaded(3, "A-02-1-1")])
    assert says in refused(case, lifts, moves, cranes=[use("Q1")])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda case: plan_of(case, [LIFT]).model_copy(update={"call": "D"}), "call = 'D': the case has no such call"),
        (lambda case: plan_of(case, [LIFT]), "the ship of call C has no profile"),
    ],
)
def test_a_plan_of_no_call_or_of_a_ship_without_profile_is_refused(change: Callable[[Case], Any], says: str) -> None:
    case = ship_case([discharged(1, "0020182")])
    ship = case.vessels[0].model_copy(update={"profile": None})
    without = case.changed(vessels=(ship,))
    with pytest.raises(BadInput, match=says):
        work_of(without, change(without))


def test_a_plan_that_the_checker_accepts_can_be_executed() -> None:
    case, plan = whole_plan()
    assert check(case, plan).broken == ()
    work = work_of(case, plan)
    assert work.planned_finish == 22
    assert {number(n): work.final[number(n)] for n in range(1, 9)} == {
        number(1): "A-06-1-1",
        number(2): "A-06-2-1",
        number(3): "B-06-2-1",
        number(4): "B-06-1-1",
        number(5): "0020102",
        number(6): "0020182",
        number(7): "0060182",
        number(8): "0060184",
    }
