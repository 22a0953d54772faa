from datetime import time
from typing import Any

import pytest

from data.closures import Closure
from data.operations import Pilotage
from data.terminal import Channel, Quay
from simulations.clock import Clock
from simulations.kernel import HOUR
from simulations.policies import FirstComeFirstServed
from simulations.records import ANCHORED, PILOT_OFF, PILOT_ON
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, after, bare_case, call, run

# Two hours at 8 knots.
CHANNEL = Channel(length_nm=16, depth_m=20)


def pilotage(**changes: Any) -> Pilotage:
    return Pilotage.model_validate({"knots": 8} | changes)


def test_a_call_is_before_the_quay_at_its_eta_with_the_passage_behind_it() -> None:
    (visit,) = run(bare_case([call("A", 3, discharge_full=20)], channel=CHANNEL, pilotage=pilotage())).visits
    assert (visit.anchored, visit.pilot_on) == (60, 60)
    assert visit.roads == visit.first_line == visit.arrival == 180
    assert (visit.last_lift, visit.last_line, visit.pilot_off) == (240, 240, 360)


@pytest.mark.parametrize(("parts", "events"), [({"pilotage": pilotage()}, 3), ({}, 0)])
def test_pilots_are_recorded_where_the_case_has_any(parts: dict[str, Any], events: int) -> None:
    case = bare_case([call("A", 3)], channel=CHANNEL, **parts)
    terminal = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, 1), Streams(1, 0), recording=True)
    terminal.run()
    names = [event[1] for event in terminal.recorder.events or [] if event[1] in (ANCHORED, PILOT_ON, PILOT_OFF)]
    assert len(names) == events


def test_without_pilotage_the_passage_takes_no_time() -> None:
    (visit,) = run(bare_case([call("A", 3)], channel=CHANNEL)).visits
    assert visit.anchored == visit.roads == visit.first_line == 180
    assert visit.pilot_off == visit.last_line == 183


def test_ships_wait_for_the_pilot_in_turn() -> None:
    calls = [call("A", 3, discharge_full=100), call("B", 3.5, discharge_full=100)]
    case = bare_case(calls, berths=2, channel=CHANNEL, pilotage=pilotage(pilots=1, return_min=30))
    one, two = run(case).visits
    assert (one.pilot_on, one.roads) == (60, 180)
    # His passage and half an hour later.
    assert (two.anchored, two.pilot_on, two.roads) == (90, 210, 330)
    assert two.arrival == 210


def test_a_ship_waits_for_the_pilot_to_leave() -> None:
    calls = [call("A", 2, discharge_full=20), call("B", 4.5, discharge_full=100)]
    one, two = run(bare_case(calls, berths=2, channel=CHANNEL, pilotage=pilotage(pilots=1))).visits
    # A is done (two cranes: 30 minutes) when the pilot is on his way in with B.
    assert two.pilot_on == 150
    assert one.last_lift == 150
    assert one.last_line == two.roads == 270


def test_in_a_narrow_channel_all_go_the_same_way() -> None:
    calls = [call("A", 2, discharge_full=40), call("B", 4.5, discharge_full=40), call("C", 5, discharge_full=40)]
    narrow = pilotage(one_way=True)
    one, two, three = run(bare_case(calls, berths=3, channel=CHANNEL, pilotage=narrow)).visits
    # B is on its way in when A is done; A waits until it is through, and C, which has come after A has asked, for A.
    assert one.last_lift < 180
    assert (two.pilot_on, one.last_line) == (150, 270)
    assert three.pilot_on == one.pilot_off == 390


def test_ships_that_go_the_same_way_are_in_a_narrow_channel_together() -> None:
    calls = [call("A", 3, discharge_full=40), call("B", 3.5, discharge_full=40)]
    narrow = pilotage(one_way=True)
    one, two = run(bare_case(calls, berths=2, channel=CHANNEL, pilotage=narrow)).visits
    assert (one.pilot_on, two.pilot_on) == (60, 90)


def test_ships_wait_for_tugs() -> None:
    calls = [call("A", 1, discharge_full=20, max_cranes=1), call("B", 1, discharge_full=20, max_cranes=1)]
    case = bare_case(calls, berths=2, pilotage=Pilotage(tugs=3, tugs_per_ship=2, tug_min=25))
    first_lines = sorted(visit.first_line for visit in run(case).visits)
    assert first_lines == [60, 85]


def test_tugs_that_do_not_suffice_for_one_ship_are_refused() -> None:
    with pytest.raises(ValueError, match="raise tugs"):
        Pilotage(tugs=1, tugs_per_ship=2)


def test_ships_move_in_the_hours_of_the_channel() -> None:
    channel = Channel(length_nm=0, depth_m=20, opens=time(6), closes=time(18))
    calls = [call("EARLY", 3, discharge_full=20), call("LATE", 17, discharge_full=100)]
    early, late = run(bare_case(calls, channel=channel)).visits
    assert (early.first_line, early.last_line) == (6 * HOUR, 7 * HOUR)
    # Done at 22:00, it leaves the next morning.
    assert (late.first_line, late.last_line) == (17 * HOUR, 30 * HOUR)


def test_no_ship_moves_through_a_closed_channel() -> None:
    closure = Closure(id="C", what="channel", start=after(2), end=after(9))
    calls = [call("A", 1, discharge_full=60), call("B", 3, discharge_full=60)]
    one, two = run(bare_case(calls, berths=2).changed(closures=(closure,))).visits
    # Two cranes work A off at 2:30.
    assert (one.first_line, one.last_line) == (HOUR, 9 * HOUR)
    assert two.first_line == 9 * HOUR


def test_unmooring_comes_before_the_wait_for_the_channel() -> None:
    channel = Channel(length_nm=0, depth_m=20, opens=time(6), closes=time(18))
    quay = Quay(length_m=100, mooring_gap_m=0, mooring_min=0, unmooring_min=60)
    (visit,) = run(bare_case([call("A", 16, discharge_full=30)], channel=channel, quay=quay)).visits
    assert visit.last_lift == 17.5 * HOUR
    assert visit.last_line == 30 * HOUR
