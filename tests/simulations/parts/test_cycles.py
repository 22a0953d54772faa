from typing import Any

import pytest

from data.cases import load
from data.operations import Cargo, CraneWork
from simulations.clock import Clock
from simulations.kernel import Kernel
from simulations.parts.cycles import Cycles, hatch_covers
from simulations.parts.turns import Turns
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from simulations.visit import Visit
from tests.simulations.conftest import START, bare_case, call, run


def work(**changes: Any) -> CraneWork:
    """A crane that takes 3 minutes for a box."""
    return CraneWork.model_validate({"gross_moves_per_hour": 20, "cycle_s": 180, "cycle_spread": 0} | changes)


def test_turns_are_even_and_exact() -> None:
    turns = Turns(0.3)
    assert sum(turns.yes() for _ in range(100)) == 30
    assert all(Turns(1).yes() for _ in range(3))


def test_hatch_covers_are_taken_off_and_put_on() -> None:
    case = bare_case(
        [call("A", discharge_full=60, load_full=40)], crane_work=work(boxes_per_cover=50, hatch_cover_min=5)
    )
    (visit,) = run(case).visits
    assert visit.cover_moves == 4
    assert visit.last_line == pytest.approx(100 * 3 + 4 * 5)
    assert visit.lift_minutes == pytest.approx(320)
    assert visit.boxes == visit.box_cycles == 100


def test_a_ship_opens_no_more_covers_than_she_has() -> None:
    case = load("kariangau").case
    ship = case.calls[0]
    covers = hatch_covers(case.needed_layout(ship))
    visit = Visit(Kernel(), ship, 100, 0, 60, 0)
    eager = case.terminal.model_copy(update={"crane_work": work(boxes_per_cover=1)})
    terminal = SimulatedTerminal(case.changed(terminal=eager), FirstComeFirstServed(), Clock(START, 1), Streams(1, 0))
    Cycles(terminal.case, terminal.transport).begin(visit)
    assert visit.extras is not None
    assert 0 < covers < ship.moves
    minutes = visit.extras.with_boxes(ship.moves, 3)
    assert visit.cover_moves == 2 * covers
    assert minutes == 2 * covers * 5


def test_a_restowed_box_is_two_cycles_and_no_box() -> None:
    (visit,) = run(bare_case([call("A", discharge_full=100)], crane_work=work(restow_share=0.1))).visits
    assert (visit.restows, visit.boxes) == (10, 100)
    assert visit.last_line == pytest.approx(100 * 3 + 10 * 6)


@pytest.mark.parametrize(("discharge", "load"), [(100, 0), (0, 100), (51, 49)])
def test_two_20_foot_boxes_are_lifted_in_one_longer_cycle(discharge: int, load: int) -> None:
    twin = work(twin_lift_kg=40_000, twin_share=1, twin_lift_longer=0.2)
    terminal = run(bare_case([call("A", 24, discharge_full=discharge, load_full=load)], crane_work=twin))
    (visit,) = terminal.visits
    single = discharge % 2 + load % 2
    cycles = (100 - single) // 2 + single
    assert visit.box_cycles == cycles
    assert visit.last_line - visit.first_line == pytest.approx((cycles - single) * 3.6 + single * 3)
    assert (terminal.cranes.discharged, terminal.cranes.loaded) == (discharge, load)


@pytest.mark.parametrize("changes", [{"twin_lift_kg": 0}, {"twin_share": 0}])
def test_boxes_are_lifted_one_by_one_without_twin_lifts(changes: dict[str, Any]) -> None:
    twin = {"twin_lift_kg": 40_000, "twin_share": 1}
    (visit,) = run(bare_case([call("A", discharge_full=100)], crane_work=work(**twin | changes))).visits
    assert visit.box_cycles == 100


def test_40_foot_boxes_are_lifted_one_by_one() -> None:
    twin = work(twin_lift_kg=40_000, twin_share=1)
    case = bare_case([call("A", discharge_full=100)], crane_work=twin, cargo=Cargo(forty_foot_share=1))
    assert run(case).visits[0].box_cycles == 100


def test_a_dual_cycle_loads_one_box_and_discharges_another() -> None:
    dual = work(dual_cycle=1.5, dual_share=1)
    terminal = run(bare_case([call("A", 24, discharge_full=50, load_full=50)], crane_work=dual))
    (visit,) = terminal.visits
    assert visit.box_cycles == 50
    assert visit.last_line - visit.first_line == pytest.approx(50 * 1.5 * 3)
    assert (terminal.cranes.discharged, terminal.cranes.loaded) == (50, 50)


def test_half_of_the_discharge_may_be_dual() -> None:
    dual = work(dual_cycle=1.5, dual_share=0.5)
    (visit,) = run(bare_case([call("A", 24, discharge_full=50, load_full=50)], crane_work=dual)).visits
    # 25 dual cycles, 25 discharged alone and 25 loaded alone.
    assert visit.box_cycles == 75


def test_cranes_at_one_ship_are_in_each_others_way() -> None:
    case = bare_case([call("A", discharge_full=100)], berths=2, crane_work=work(interference_exponent=0.5))
    # Two cranes do the work of the square root of two.
    assert run(case).visits[0].last_line == pytest.approx(300 / 2**0.5)


def test_a_ship_away_from_its_preferred_place_takes_longer() -> None:
    calls = [
        call("A", discharge_full=10, max_cranes=1, preferred_position_m=0),
        call("B", discharge_full=100, max_cranes=1, preferred_position_m=0),
    ]
    _, away = run(bare_case(calls, berths=2, crane_work=work(deviation_per_100m=0.5))).visits
    assert away.last_line == pytest.approx(300 * 1.5)


def test_a_crane_takes_its_time_to_come_from_another_ship() -> None:
    calls = [
        call("A", discharge_full=10, max_cranes=1, preferred_position_m=0),
        call("B", 1, discharge_full=10, max_cranes=1, preferred_position_m=100),
    ]
    case = bare_case(calls, berths=2, crane_work=work(setup_min=20, travel_m_min=10))
    one, two = run(case.changed(quay_cranes=case.quay_cranes[:1])).visits
    # The first use costs nothing; then 20 minutes, and 100 m at 10 m/min.
    assert one.first_lift == 0
    assert two.first_line == 60
    assert two.first_lift == pytest.approx(60 + 30)
    assert two.crane_minutes == pytest.approx(30)
