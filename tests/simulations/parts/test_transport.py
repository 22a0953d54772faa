import pytest

from data.operations import CraneWork, Dwell, Tractors, YardWork
from tests.simulations.conftest import bare_case, call, run

MOVES = 12_000


@pytest.mark.parametrize(("tractors", "moves_an_hour"), [(2, 10.226), (4, 17.505), (8, 24.302)])
def test_a_tractor_loop_is_a_closed_queueing_network(tractors: int, moves_an_hour: float) -> None:
    # Crane 2.2 min and yard crane 1.8 min, both exponential, 7 min of driving in all. By mean value analysis.
    case = bare_case(
        [call("A", discharge_full=MOVES)],
        blocks=1,
        crane_work=CraneWork(gross_moves_per_hour=20, cycle_s=132, cycle_spread=1),
        yard_work=YardWork(move_s=108, move_spread=1),
        tractors=Tractors(count=tractors, speed_km_h=20, quay_to_yard_m=3.5 * 20_000 / 60),
        # No truck comes for a box while the ship is worked.
        dwell=Dwell(import_h=8760, import_spread=0, export_h=48),
    )
    terminal = run(case, days=30)
    (visit,) = terminal.visits
    assert MOVES / (visit.last_line / 60) == pytest.approx(moves_an_hour, rel=0.025)


def test_a_tractor_that_is_under_way_when_the_run_ends_was_in_use() -> None:
    # The ship leaves after a lift of 3 minutes, and its only box is driven for longer than the window.
    case = bare_case([call("A")], tractors=Tractors(count=2, speed_km_h=5, quay_to_yard_m=10_000))
    terminal = run(case, days=1 / 24)
    assert terminal.transport.boxes_on_tractors == 1
    assert terminal.figures()["tractor_utilisation"] == pytest.approx(1 / 2)


def test_tractors_are_shared_by_the_cranes_of_all_ships() -> None:
    case = bare_case(
        [call("ONE", discharge_full=300, max_cranes=1), call("TWO", discharge_full=600)],
        berths=3,
        tractors=Tractors(count=6, speed_km_h=20, quay_to_yard_m=1000),
    )
    one, two = run(case).visits
    # Twice the boxes, twice the cranes, twice the tractors.
    assert one.last_line == pytest.approx(two.last_line, rel=0.05)


def test_each_crane_may_have_its_own_tractors() -> None:
    # 3 minutes under the crane and 3 of driving: one tractor makes a box in 6 minutes, two keep the crane busy.
    calls = [
        call(name, discharge_full=100, max_cranes=1, preferred_position_m=place)
        for name, place in (("A", 0), ("B", 100))
    ]
    tractors = Tractors(count=3, speed_km_h=20, quay_to_yard_m=500, assignment="gang")
    one, two = run(bare_case(calls, berths=2, tractors=tractors)).visits
    assert one.last_line == pytest.approx(100 * 3, abs=4)
    assert two.last_line == pytest.approx(100 * 6, abs=4)


def test_a_crane_without_tractors_of_its_own_borrows_one() -> None:
    tractors = Tractors(count=1, quay_to_yard_m=0, assignment="gang")
    calls = [call(name, discharge_full=10, max_cranes=1) for name in ("A", "B")]
    assert run(bare_case(calls, berths=2, tractors=tractors)).figures()["calls"] == 2
