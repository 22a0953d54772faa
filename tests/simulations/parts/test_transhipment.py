from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case import Case
from data.customs import Customs
from data.operations import Cargo, Dwell, YardWork
from data.terminal import YardBlock, YardCrane
from data.vessels import VesselCall
from simulations.clock import Clock
from simulations.kernel import DAY, HOUR
from simulations.parts.flows import Flow
from simulations.parts.transhipment import Waiting, left_of, several_services
from simulations.policies import FirstComeFirstServed
from simulations.record_tables import yard_by_hour
from simulations.streams import Streams
from simulations.terminal import SimulatedTerminal
from tests.simulations.conftest import START, bare_case, call, run
from tests.simulations.parts.conftest import box, visit

NONE_LEFT = Dwell(import_h=24, import_spread=0, export_h=48, export_spread=0, transhipment_most_h=20 * 24)


def onward_case(calls: list[VesselCall], share: float = 1, **parts: Any) -> Case:
    return bare_case(calls, cargo=Cargo(transhipment_share=share), **({"dwell": NONE_LEFT} | parts))


def test_boxes_go_from_ship_to_ship_and_not_through_the_gate() -> None:
    calls = [call("A", discharge_full=30, discharge_empty=10), call("B", eta_h=160, load_full=50, load_empty=4)]
    terminal = run(onward_case([calls[0], calls[1].model_copy(update={"discharge_full": 0})]), days=10)
    figures = terminal.figures()
    # B loads what the case says: 30 of 50 laden boxes and 4 of 4 empty ones came by A.
    assert [each.boxes for each in terminal.visits] == [40, 54]
    assert figures["boxes_moved"] == 94
    assert terminal.gate.boxes_in == 20
    assert figures["boxes_transhipped"] == 34
    # The six others wait for a ship.
    assert (terminal.gate.boxes_out, terminal.yard.stock) == (0, 6)
    # Discharged at 0 to 2 h, loaded in the 160th hour and after.
    assert 155 < figures["dwell_transhipment_h"] < 165


def test_the_log_of_a_box_that_goes_on_tells_where_it_went() -> None:
    calls = [call("A", discharge_full=3), call("B", eta_h=160, discharge_full=0, load_full=3)]
    terminal = SimulatedTerminal(
        onward_case(calls, blocks=1), FirstComeFirstServed(), Clock(START, 10), Streams(1, 0), recording=True
    )
    terminal.run()
    told = [event for event in terminal.recorder.events or () if event[1] in ("onward_from", "onward_to")]
    assert [event[2] for event in told] == ["A", "B"] * 3
    assert {event[3] for event in told if event[2] == "B"} == {0, 1, 2}
    by_hour = yard_by_hour(terminal)
    assert set(by_hour["flow"]) == {"transhipment"}
    assert by_hour["boxes"].tolist()[3] == 3
    assert by_hour["boxes"].iloc[-1] == 0


def test_a_box_that_no_ship_takes_is_collected() -> None:
    terminal = run(onward_case([call("A", discharge_full=30)], dwell=NONE_LEFT), days=22)
    figures = terminal.figures()
    assert (figures["transhipment_by_truck"], figures["boxes_transhipped"]) == (30, 0)
    assert terminal.yard.stock == 0
    assert figures["dwell_transhipment_h"] == pytest.approx(20 * 24, abs=0.1)


def test_the_oldest_go_first_and_not_back_to_their_own_service() -> None:
    ships = [visit(f"S{number}") for number in range(3)]
    for ship, service in zip(ships, ("X", "Y", "X"), strict=True):
        ship.call = ship.call.model_copy(update={"service": service})
    boxes = [box(ship, Flow.TRANSHIPMENT) for ship in ships]
    waiting = Waiting(several=True)
    for each in boxes:
        waiting.add(each)
    assert waiting.take("X", True, 5) == [boxes[1]]
    assert waiting.take("Y", False, 5) == []
    assert waiting.take("Y", True, 0) == []
    assert waiting.take("Y", True, 1) == [boxes[0]]
    assert waiting.drop(boxes[2])
    assert not waiting.drop(boxes[2])
    alone = Waiting(several=False)
    alone.add(boxes[0])
    assert alone.take("X", True, 5) == [boxes[0]]


def test_the_stock_at_the_start_is_what_ships_before_have_left() -> None:
    stock = [box(visit("A"), Flow.TRANSHIPMENT, number=number) for number in range(5)]
    for number, each in enumerate(stock):
        each.stacked_at = -1000.0 + 100 * number
    calls = [(-550.0, call("C", load_full=9)), (-850.0, call("B", load_full=1))]
    # B takes the first of two; C takes all that stand there when its gate opens, at -800 the third and at -900 the one
    # that B has left, at -700 and -600 the others.
    assert [each.number for each in left_of(stock, calls, several=False)] == []
    assert [each.number for each in left_of(stock, calls[1:], several=False)] == [1, 2, 3, 4]
    assert [each.number for each in left_of(stock, [(-850.0, call("B", load_full=9))], several=False)] == [2, 3, 4]


def test_the_stock_of_a_steady_terminal_is_steady(small_case: Case) -> None:
    terminal = small_case.terminal
    case = small_case.changed(
        terminal=terminal.model_copy(update={"cargo": terminal.cargo.model_copy(update={"transhipment_share": 0.25})})
    )
    assert several_services(case)
    ran = run(case, days=28)
    begun = SimulatedTerminal(case, FirstComeFirstServed(), Clock(START, 28), Streams(1, 0))
    at_start, at_end = (sum(state.boxes[Flow.TRANSHIPMENT] for state in each.yard.state()) for each in (begun, ran))
    assert at_start > 0
    assert at_start / 3 < at_end < 3 * at_start
    assert ran.figures()["boxes_transhipped"] > 100
    assert ran.figures()["transhipment_by_truck"] == 0


@settings(derandomize=True, max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5),
    etas=st.lists(st.floats(0, 200), min_size=5, max_size=5),
    share=st.floats(0, 1),
    foreign=st.floats(0, 1),
    most_h=st.floats(1, 100),
    blocks=st.lists(st.integers(1, 4), max_size=3),
    stacking=st.sampled_from([None, "random", "lowest", "segregated"]),
    roaming=st.booleans(),
    inspected=st.floats(0, 1),
)
def test_no_box_is_lost_whatever_becomes_of_it(
    sizes: list[tuple[int, int]],
    etas: list[float],
    share: float,
    foreign: float,
    most_h: float,
    blocks: list[int],
    stacking: str | None,
    roaming: bool,
    inspected: float,
) -> None:
    calls = [
        call(f"C{number}", eta_h, discharge_full=discharge + 1, load_full=load)
        for number, ((discharge, load), eta_h) in enumerate(zip(sizes, etas, strict=False))
    ]
    case = bare_case(
        calls,
        berths=2,
        cargo=Cargo(transhipment_share=share, foreign_share=foreign, forty_foot_share=0.3, reefer_share=0.1),
        dwell=NONE_LEFT.model_copy(update={"transhipment_most_h": most_h}),
        yard_work=YardWork.model_validate(
            {"move_s": 60, "stacks": stacking is not None, "stacking": stacking or "lowest", "roaming": roaming}
            | {"roaming_queue": 1, "hours_between_failures": 5, "repair_h": 1}
        ),
        customs=Customs(
            clearance_h=5, import_inspection_share=inspected, export_inspection_share=inspected, inspection_h=3
        ),
    )
    # So small a yard is often full; its last block has no crane.
    case = case.changed(
        yard_blocks=tuple(
            YardBlock(id=f"Y{number}", bays=bays, rows=2, tiers=3, plug_bays=number % 2)
            for number, bays in enumerate(blocks)
        ),
        yard_cranes=tuple(YardCrane(id=f"R{number}", block=f"Y{number}") for number in range(len(blocks) - 1)),
    )
    # The run itself holds every box against its place.
    terminal = run(case, days=14)
    assert terminal.figures()["calls_unfinished"] == 0
    # In the end nothing is left but what waits for a ship, and not for long.
    if most_h < 50 and max(etas) < 200:
        assert terminal.kernel.now >= 14 * DAY
        assert terminal.yard.stock == 0
    assert terminal.inspections.boxes_inside == 0
    assert all(each.last_line < 28 * 24 * HOUR for each in terminal.visits)
