"""Tractors are given so that none waits for another for ever, and so that none keeps a crane from its own."""

import pytest

from data.case import Case
from data.plans import LoadingPlan
from simulations.loading.execution import execute
from simulations.loading.outcome import LoadingReplication, State
from simulations.loading.work import work_of
from tests.simulations.loading.conftest import discharged, fetch, lift, loaded, plan_of, ship_case, stack, use


def run(case: Case, plan: LoadingPlan) -> LoadingReplication:
    return execute(work_of(case, plan), seed=1)


def test_a_tractor_is_kept_for_the_box_that_the_yard_crane_fetches_before_it_stacks() -> None:
    # By the plan the box to load is fetched before the first box is stacked: if the second discharge took the second
    # tractor, both would wait under the yard crane, and it for a third one.
    case = ship_case([discharged(1, "0020182"), discharged(2, "0020282"), loaded(3, "A-02-1-1")])
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020182")),
        lift("Q1", "discharge", 11, (2, "0020282")),
        lift("Q1", "load", 20, (3, "0020182")),
    ]
    moves = [fetch(3, "A-02-1-1", 4), stack(1, "A-02-2-1", 8), stack(2, "A-02-3-1", 15)]
    result = run(case, plan_of(case, lifts, moves, tractors=2))
    # The first box is stacked from 4 to 6, after the fetched one from 0 to 2; its tractor is back at 7.
    assert list(result.starts) == pytest.approx([0, 7, 10])


def test_a_free_tractor_makes_the_trip_that_the_plan_begins_next() -> None:
    # Q1's two boxes are fetched at once, and loaded when Q2 has cleared their stack.
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1"), *(discharged(n, s) for n, s in DECK)])
    lifts = [lift("Q2", "discharge", 10 * n, box) for n, box in enumerate(DECK)]
    lifts += [lift("Q1", "load", 40, (1, "0060182")), lift("Q1", "load", 43, (2, "0060184"))]
    moves = [stack(n, f"B-02-{n}-1", 10 * place + 5) for place, (n, _) in enumerate(DECK)]
    moves += [fetch(1, "A-02-1-1", 0), fetch(2, "A-02-2-1", 2)]
    result = run(case, plan_of(case, lifts, moves, tractors=3))
    # The first tractor of Q2 is back at 7. Q1 loads from 10 to 16, and its tractors go to Q2's last two discharges.
    assert list(result.starts) == pytest.approx([0, 7, 13, 16, 10, 13])


DECK = [(3, "0060184"), (4, "0060182"), (5, "0060284"), (6, "0060282")]


def test_a_crane_that_cannot_work_does_not_tie_up_all_tractors() -> None:
    # Two cranes with four boxes each in turn, and two tractors for each; but Q1 comes an hour later than the plan says.
    case = ship_case([loaded(n, f"{'AB'[n // 5]}-02-{(n - 1) % 4 + 1}-1") for n in range(1, 9)])
    lifts, moves = [], []
    for crane, first, bay in (("Q1", 1, 2), ("Q2", 5, 6)):
        for turn, slot in enumerate(f"{bay:03d}{row:02d}{tier}" for row in (1, 2) for tier in (82, 84)):
            since = 10 * turn + bay / 2
            lifts.append(lift(crane, "load", since + 5, (first + turn, slot)))
            moves.append(fetch(first + turn, f"{'AB'[first // 5]}-02-{turn + 1}-1", since))
    plan = plan_of(case, lifts, moves, tractors=4, cranes=[use("Q1", 60), use("Q2")])
    result = run(case, plan)
    # Q2's first two boxes are there at 3 and 5; after a lift its tractor needs 4 minutes for the next box.
    assert result.ends[4:] == pytest.approx([6, 9, 13, 16])
    assert result.starts[:2] == pytest.approx([60, 63])
    assert result.spent["Q1"][State.OFF] == pytest.approx(60)


def test_the_last_tractor_is_kept_for_a_crane_that_has_its_fill() -> None:
    # Q1 has two tractors before their lifts at once, so that box 3 has to wait; but its yard crane fetches it before
    # it stacks box 1, and box 2 is lifted after it. With the third tractor at Q2, which waits for Q1, none would move.
    case = ship_case(
        [discharged(1, "0020282"), loaded(2, "A-02-1-1"), loaded(3, "A-02-2-1"), discharged(4, "0060182")],
        crane_work={"clearance_m": 25},
    )
    lifts = [
        lift("Q1", "discharge", 0, (1, "0020282")),
        lift("Q1", "load", 20, (3, "0020182")),
        lift("Q1", "load", 23, (2, "0020184")),
        lift("Q2", "discharge", 30, (4, "0060182")),
    ]
    moves = [fetch(2, "A-02-1-1", 4), fetch(3, "A-02-2-1", 6), stack(1, "A-06-1-1", 10), stack(4, "B-06-1-1", 34)]
    result = run(case, plan_of(case, lifts, moves, tractors=3))
    # Box 3 is fetched from 3 to 5, box 1 stacked until 7.
    assert list(result.starts) == pytest.approx([0, 6, 9, 12])


def test_a_crane_may_have_as_many_tractors_as_the_plan_has_before_it() -> None:
    # An even share is one tractor, but the box that is fetched second is lifted first.
    case = ship_case([loaded(1, "A-02-1-1"), loaded(2, "A-02-2-1"), discharged(3, "0060182")])
    lifts = [
        lift("Q1", "load", 10, (2, "0020182")),
        lift("Q1", "load", 13, (1, "0020184")),
        lift("Q2", "discharge", 20, (3, "0060182")),
    ]
    moves = [fetch(1, "A-02-1-1", 0), fetch(2, "A-02-2-1", 2), stack(3, "B-06-1-1", 24)]
    result = run(case, plan_of(case, lifts, moves, tractors=2))
    assert list(result.starts) == pytest.approx([5, 8, 8])
