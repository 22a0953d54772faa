from datetime import time
from typing import Any

import pytest

from data.case import Case
from data.customs import Customs
from data.gate import Gate
from data.operations import Cargo, Dwell
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import HOUR, Kernel
from simulations.parts.customs import Inspections
from simulations.parts.flows import Flow
from simulations.policies import FirstComeFirstServed
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, bare_case, call, run
from tests.simulations.parts.conftest import yard_of


def foreign_case(customs: Customs, calls: list[VesselCall], share: float = 1, **parts: Any) -> Case:
    """Boxes stay for 24 h where nobody looks at them; everything else takes next to no time."""
    return bare_case(calls, customs=customs, cargo=Cargo(foreign_share=share), **parts)


def stay_h(terminal: SimulatedTerminal, flow: Flow) -> float:
    record = terminal.recorder.yard
    return record.stayed[flow] / record.left[flow] / HOUR


def inspections(customs: Customs) -> Inspections:
    case = foreign_case(customs, [call("A")])
    _, yard, recorder = yard_of()
    return Inspections(Kernel(), case, Clock(START, 7), yard, recorder)


def test_inspections_begin_at_their_hours() -> None:
    day = inspections(Customs(opens=time(8), closes=time(16)))
    assert [day.next_open(hour * HOUR) / HOUR for hour in (3, 8, 15.9, 16, 30, -20)] == [8, 8, 15.9, 32, 32, -16]
    night = inspections(Customs(opens=time(22), closes=time(2)))
    assert [night.next_open(hour * HOUR) / HOUR for hour in (0, 1, 2, 23)] == [0, 1, 22, 23]
    assert inspections(Customs()).next_open(7.5) == 7.5


def test_an_import_is_collected_after_dwell_or_clearance_whichever_is_later() -> None:
    calls = [call("A", discharge_full=50)]
    short = run(foreign_case(Customs(clearance_h=10, clearance_spread=0), calls))
    assert stay_h(short, Flow.FOREIGN_IN) == pytest.approx(24, abs=0.1)
    long = run(foreign_case(Customs(clearance_h=70, clearance_spread=0), calls))
    assert stay_h(long, Flow.FOREIGN_IN) == pytest.approx(70, abs=0.1)
    held = Customs(clearance_h=70, clearance_spread=0, quarantine_share=1, quarantine_h=20)
    assert stay_h(run(foreign_case(held, calls)), Flow.FOREIGN_IN) == pytest.approx(90, abs=0.1)


def test_no_truck_comes_before_clearance_where_the_gate_is_busy_at_its_hours() -> None:
    # In the first half of the day trucks come twice as fast as on average: 9 hours of their clock are 4½ on the wall.
    gate = Gate(lanes=20, service_min=0.01, gate_to_yard_m=1, hour_weights=(2.0,) * 12 + (0.0,) * 12)
    customs = Customs(clearance_h=9, clearance_spread=0)
    dwell = Dwell(import_h=1, import_spread=0, export_h=24, export_spread=0)
    terminal = run(foreign_case(customs, [call("A", discharge_full=50)], gate=gate, dwell=dwell))
    assert terminal.gate.boxes_out == 50
    assert stay_h(terminal, Flow.FOREIGN_IN) == pytest.approx(9, abs=0.1)
    # Cleared when no truck comes: they come at midnight.
    customs = Customs(clearance_h=14, clearance_spread=0)
    terminal = run(foreign_case(customs, [call("A", discharge_full=2)], gate=gate, dwell=dwell))
    assert stay_h(terminal, Flow.FOREIGN_IN) == pytest.approx(24, abs=0.2)


def test_a_domestic_box_never_waits() -> None:
    customs = Customs(
        clearance_h=70, import_inspection_share=1, export_inspection_share=1, quarantine_share=1, quarantine_h=50
    )
    calls = [call("A", discharge_full=50), call("B", eta_h=100, load_full=20, load_empty=20)]
    none, strict = (run(foreign_case(each, calls, share=0)) for each in (Customs(), customs))
    assert none.figures() == pytest.approx(strict.figures(), nan_ok=True)
    empty = run(foreign_case(customs, [call("A", discharge_full=0, discharge_empty=30)]))
    assert stay_h(empty, Flow.EMPTY_IN) == pytest.approx(24, abs=0.1)


def test_an_inspected_import_is_fetched_opened_and_stacked_again() -> None:
    customs = Customs(
        clearance_h=20, clearance_spread=0, import_inspection_share=1, inspection_h=5, inspection_spread=0,
        opens=time(8), closes=time(16), quarantine_share=1, quarantine_h=10,
    )  # fmt: skip
    terminal = run(foreign_case(customs, [call("A", discharge_full=30)], blocks=1))
    # Stacked from 0:03 to 1:30, cleared from 20:03 to 21:30, inspected from 8:00 on until some 13:00, free at 23:00 of
    # the second day, one after the other under one yard crane.
    assert terminal.figures()["boxes_inspected"] == 30
    assert 45.5 < stay_h(terminal, Flow.FOREIGN_IN) < 47.5
    # Each box is stacked and fetched twice, a minute each.
    assert terminal.recorder.yard_crane_minutes == pytest.approx(30 * 4)
    assert terminal.inspections.boxes_inside == 0
    assert terminal.gate.boxes_out == 30


def test_a_box_for_abroad_under_inspection_holds_up_its_ship() -> None:
    calls = [call("A", eta_h=100, discharge_full=0, load_full=40)]
    gate = Gate(lanes=20, service_min=1, gate_to_yard_m=0, closes_hours_before=6)
    free = run(foreign_case(Customs(), calls, gate=gate))
    assert free.visits[0].last_line / HOUR == pytest.approx(102, abs=0.1)
    opened = Customs(export_inspection_share=1, inspection_h=90, inspection_spread=0)
    held = run(foreign_case(opened, calls, gate=gate))
    # They come 48 h before the middle of the stay, which is the 112th hour, are free 90 h later, and loaded in two.
    assert held.visits[0].last_line / HOUR == pytest.approx(112 - 48 + 90 + 2, abs=0.1)
    assert held.visits[0].boxes == 40
    quarantine = Customs(quarantine_share=1, quarantine_h=90)
    assert run(foreign_case(quarantine, calls, gate=gate)).visits[0].last_line / HOUR == pytest.approx(156, abs=0.1)


def test_what_began_before_the_start_ends_in_the_run() -> None:
    # The call of the month before discharges 4 weeks before this one; this one comes on the second day.
    customs = Customs(
        clearance_h=24 * 26.5, clearance_spread=0, import_inspection_share=1, inspection_h=24, inspection_spread=0
    )
    terminal = SimulatedTerminal(
        foreign_case(customs, [call("A", eta_h=24, discharge_full=30)]),
        FirstComeFirstServed(),
        Clock(START, 14),
        Streams(1, 0),
    )
    # Stacked in the middle of a stay that began 27 days before the start: 12 h later. Papers are cleared in the run.
    assert terminal.yard.stock == 30
    terminal.run()
    assert terminal.recorder.yard.inspected == 30
    assert terminal.gate.boxes_out >= 30
    assert stay_h(terminal, Flow.FOREIGN_IN) == pytest.approx(24 * 27.5, rel=0.01)
