"""A planned yard under luck: boxes put in order before the ship comes, or moved before they are in anybody's way."""

import pytest

from data.case import Case
from data.checker import check
from data.plans import LoadingPlan, YardMove
from simulations.loading.execution import Execution, execute
from simulations.loading.work import work_of
from simulations.streams import Streams
from tests.simulations.loading.conftest import MOVE, fetch, lift, loaded, number, plan_of, rehandle, ship_case
from tests.simulations.loading.test_any_plan import keeps_its_order

# Box 1 is under 4 and 5, and goes first. Box 2 makes room for them before it is in the way itself.
PLACES = {1: "A-02-1-1", 4: "A-02-1-2", 5: "A-02-1-3", 2: "A-02-2-1", 3: "A-02-3-1"}
ROOM = [(2, "A-02-2-1", "A-02-3-2"), (5, "A-02-1-3", "A-02-2-1"), (4, "A-02-1-2", "A-02-2-2")]
FETCHED = {1: "A-02-1-1", 2: "A-02-3-2", 3: "A-02-3-1", 4: "A-02-2-2", 5: "A-02-2-1"}
SLOTS = {1: "0020182", 2: "0020282", 3: "0060182", 4: "0060282", 5: "0100182"}


def planned(*, before: bool) -> tuple[Case, LoadingPlan]:
    """Three moves make room, and five boxes are fetched and loaded; the moves are before the ship comes, or later."""
    case = ship_case([loaded(n, place) for n, place in PLACES.items()], cranes=1, yard_work={"move_spread": 0.9})
    since = -3 * MOVE if before else 0
    room = [rehandle(*move, since + MOVE * turn) for turn, move in enumerate(ROOM)]
    if before:
        room = [YardMove.model_validate(move.model_dump(by_alias=True) | {"kind": "premarshal"}) for move in room]
    begins = since + MOVE * len(ROOM)
    fetched = [fetch(n, place, begins + MOVE * turn) for turn, (n, place) in enumerate(FETCHED.items())]
    lifts = [lift("Q1", "load", begins + 4 + 3 * turn, (n, slot)) for turn, (n, slot) in enumerate(SLOTS.items())]
    return case, plan_of(case, lifts, [*room, *fetched])


@pytest.mark.parametrize("before", [True, False])
def test_the_plan_is_accepted_and_executed_in_its_order(before: bool) -> None:
    case, plan = planned(before=before)
    assert check(case, plan).feasible
    work = work_of(case, plan)
    assert {number(n): work.final[number(n)] for n in SLOTS} == {number(n): slot for n, slot in SLOTS.items()}
    for replication in range(20):
        # Where boxes are is checked at every move.
        result = execute(work, seed=1, replication=replication)
        keeps_its_order(work, result.starts, result.ends)


def test_a_late_night_shift_holds_up_the_ship() -> None:
    """Moves that were to end as the ship comes take longer: her first box is fetched when the last of them is over."""
    case, plan = planned(before=True)
    work = work_of(case, plan)
    last, first_fetched, first_lift = len(plan.lifts) + 2, len(plan.lifts) + 3, 0
    late = 0
    for replication in range(20):
        execution = Execution(work, Streams(2, replication))
        execution.run()
        assert execution.starts[last] >= -MOVE
        assert execution.starts[first_fetched] >= execution.ends[last]
        # A tractor comes from the quay meanwhile, which takes a minute.
        late += execution.ends[last] > 1 and execution.starts[first_lift] > 4
    assert late
