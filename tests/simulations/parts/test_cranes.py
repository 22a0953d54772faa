import pytest

from data.operations import CraneWork
from simulations.kernel import DAY, HOUR
from simulations.parts.breakdowns import Breakdowns
from simulations.parts.crane import State
from simulations.streams import Streams
from tests.simulations.conftest import bare_case, call, run


def breakdowns(hours_between_failures: float) -> Breakdowns:
    work = CraneWork(gross_moves_per_hour=1, cycle_s=60, hours_between_failures=hours_between_failures, repair_h=2)
    return Breakdowns(work, Streams(1, 0).of("breakdowns", "Q0"))


def test_breakdowns_come_by_working_time_and_do_not_depend_on_how_it_is_cut() -> None:
    in_one, in_many = breakdowns(10), breakdowns(10)
    whole = in_one.during(100 * HOUR)
    pieces = [(hour * HOUR + after, repair) for hour in range(100) for after, repair in in_many.during(HOUR)]
    assert 1 < len(whole) < 25
    assert [after for after, _ in pieces] == pytest.approx([after for after, _ in whole])
    assert [repair for _, repair in pieces] == [repair for _, repair in whole]


def test_a_crane_without_breakdowns_has_none() -> None:
    assert breakdowns(0).during(1e9) == []


def test_a_breakdown_makes_the_ship_stay_longer_by_the_repair() -> None:
    calls = [call("A", discharge_full=2000)]
    work = {"gross_moves_per_hour": 20, "cycle_s": 180, "cycle_spread": 0}
    calm = run(bare_case(calls, crane_work=CraneWork.model_validate(work)))
    rough = run(
        bare_case(calls, crane_work=CraneWork.model_validate(work | {"hours_between_failures": 5, "repair_h": 1}))
    )
    down = rough.cranes.cranes[0].spent[State.DOWN]
    assert down > 5 * HOUR
    assert rough.visits[0].last_line == pytest.approx(calm.visits[0].last_line + down)
    assert rough.crane_times()[0].lifting == pytest.approx(2000 * 3)


def test_a_crane_is_idle_blocked_and_lifting_in_its_turn() -> None:
    # The first truck comes when the gate closes, 6 hours before the ship, but the lanes are slow.
    terminal = run(bare_case([call("A", 24, load_full=1, discharge_full=0)]))
    (spent,) = terminal.crane_times()
    assert spent.lifting == pytest.approx(3)
    assert spent.idle == pytest.approx(7 * DAY - 3)


def test_a_ship_waits_for_the_boxes_that_come_in_late() -> None:
    gate = {"lanes": 1, "service_min": 60, "gate_to_yard_m": 0, "closes_hours_before": 6, "opens_days_before": 0.25}
    terminal = run(bare_case([call("A", 24, load_full=20, discharge_full=1)], gate=gate))
    (visit,) = terminal.visits
    (spent,) = terminal.crane_times()
    assert visit.boxes == 21
    assert spent.blocked > HOUR
    assert visit.crane_minutes == pytest.approx(spent.blocked + spent.lifting)
