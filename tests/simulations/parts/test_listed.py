from datetime import datetime
from pathlib import Path
from typing import Any

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit
from data.formats.conflowgen import read_flows
from data.gate import Gate
from data.operations import Arrivals, Dwell
from data.vessels import VesselCall
from simulations.kernel import HOUR
from simulations.parts.flows import Kind
from tests.data.formats.test_conflowgen import folder_of
from tests.simulations.conftest import after, bare_case, call, run


def container(number: int, call: str, direction: str, gate_h: float | None = None, **changes: Any) -> Container:
    """A listed 20-foot box whose truck comes so many hours after the start."""
    serial = f"DRMU{number:06d}"
    fields = {
        "id": f"{serial}{box_check_digit(serial)}",
        "box_type": "22G1",
        "status": "full",
        "gross_mass_kg": 10_000,
        "call": call,
        "direction": direction,
        "port": "IDSUB",
        "gate_at": None if gate_h is None else after(gate_h),
    }
    return Container.model_validate(fields | changes)


def listed_case(calls: list[VesselCall], boxes: list[Container], **parts: Any) -> Case:
    """A bare case with these boxes, and nothing drawn that they say."""
    case = bare_case(calls, blocks=1, dwell=Dwell(import_h=500, import_spread=0, export_h=30), **parts)
    ports = (*case.ports, case.ports[0].model_copy(update={"unlocode": "IDSUB"}))
    return case.changed(ports=ports, containers=tuple(boxes))


def hours_of_trucks(case: Case, days: float = 14) -> list[int]:
    """The hour in which each truck came."""
    terminal = run(case, days=days)
    return [hour for hour, trucks in enumerate(terminal.recorder.trucks_came) for _ in range(trucks)]


def test_trucks_come_when_the_list_says_whatever_the_gate_s_profile() -> None:
    calls = [
        call("A", 10, discharge_full=2, etd=after(40)),
        call("B", 200, discharge_full=0, load_full=1, load_empty=1, etd=after(230)),
    ]
    boxes = [
        container(1, "A", "discharge", 100.5),
        container(2, "A", "discharge", 3),  # before the ship is there: as soon as it is stacked
        container(3, "B", "load", 20.5),  # long before the gate opens for others
        container(4, "B", "load", 150.5, status="empty"),
    ]
    assert hours_of_trucks(listed_case(calls, boxes)) == [10, 20, 100, 150]
    night = Gate(lanes=5, service_min=1, gate_to_yard_m=0, hour_weights=(1,) * 3 + (0,) * 21, appointments_per_hour=1)
    assert hours_of_trucks(listed_case(calls, boxes, gate=night)) == [10, 20, 100, 150]


def test_sizes_and_kinds_are_those_of_the_list() -> None:
    calls = [call("A", 10, discharge_full=3, discharge_empty=1)]
    boxes = [
        container(1, "A", "discharge", 100, box_type="45R1", plug=True),
        container(2, "A", "discharge", 100),
        container(3, "A", "discharge", 100, box_type="42G1", status="empty"),
    ]
    terminal = run(listed_case(calls, boxes))
    assert terminal.visits[0].teu == 2 + 1 + 2 + 1
    ship = terminal.visits[0]
    assert len(ship.gate_at) == 3
    assert sorted((box.kind, box.teu) for box in ship.gate_at) == [(Kind.FULL, 1), (Kind.EMPTY, 2), (Kind.REEFER, 2)]
    # The fourth is not listed: its truck comes after the drawn stay, which ends after the run.
    assert terminal.gate.boxes_out == 3


def onward(first_h: float, second_h: float) -> Case:
    """A box that A brings and B takes."""
    calls = [
        call("A", first_h, discharge_full=1, etd=after(first_h + 5)),
        call("B", second_h, discharge_full=0, load_full=1, etd=after(second_h + 5)),
    ]
    boxes = [container(1, "A", "discharge"), container(1, "B", "load")]
    return listed_case(calls, boxes)


def test_a_box_from_ship_to_ship_meets_no_truck() -> None:
    for second_h in (100, 14, 20):
        case = onward(10, second_h)
        terminal = run(case)
        figures = terminal.figures()
        assert (figures["calls"], figures["trucks"], figures["boxes_transhipped"]) == (2, 0, 1)
        assert terminal.yard.stock == 0
        assert figures["transhipment_by_truck"] == 0


def test_a_ship_that_berths_before_the_box_s_own_ship_does_misses_it() -> None:
    case = onward(50, 10)
    terminal = run(case, days=40)
    figures = terminal.figures()
    # B gets another box by truck, and a truck collects A's box after its stay of 500 hours.
    assert (figures["calls"], figures["trucks"], figures["boxes_transhipped"]) == (2, 2, 0)
    assert figures["transhipment_by_truck"] == 1
    assert terminal.visits[0].last_line < 12 * HOUR


def test_a_ship_waits_for_a_box_that_is_being_discharged() -> None:
    calls = [
        call("A", 10, discharge_full=60, max_cranes=1, etd=after(15)),
        call("B", 10.5, discharge_full=0, load_full=1, etd=after(15)),
    ]
    # A's first box is under the others, which are lifted before it in three hours.
    boxes = [container(1, "A", "discharge"), container(1, "B", "load")]
    boxes += [container(number, "A", "discharge", 200) for number in range(2, 61)]
    case = listed_case(calls, boxes)
    two = bare_case(calls, berths=2, blocks=1, dwell=Dwell(import_h=500, import_spread=0, export_h=30))
    case = two.changed(ports=case.ports, containers=case.containers)
    terminal = run(case)
    assert terminal.figures()["boxes_transhipped"] == 1
    assert 13 * HOUR <= terminal.visits[1].last_line < 13.2 * HOUR


def test_a_call_that_is_not_part_of_the_run_leaves_its_boxes_to_trucks() -> None:
    case = onward(10, 100)
    late = run(case, days=3)  # B comes after the window and is part of the run
    assert late.figures()["calls"] == 1
    long = call("B", 100, discharge_full=0, load_full=1, etd=after(105), vessel="LONG")
    ship = case.vessels[0].model_copy(update={"id": "LONG", "loa_m": 400})
    unserved = case.changed(vessels=(*case.vessels, ship), calls=(case.calls[0], long))
    terminal = run(unserved, days=40)
    assert terminal.figures()["calls_unserved"] == 1
    assert terminal.gate.boxes_out == 1


def test_the_yard_is_empty_before_listed_calls() -> None:
    calls = [call("A", 10, discharge_full=500)]
    boxes = [container(1, "A", "discharge", 400)]
    long = Dwell(import_h=900, import_spread=0, export_h=30)
    case = bare_case(calls, blocks=1, dwell=long)
    assert run(case).boxes_at_start == 500
    listed = listed_case(calls, boxes)
    assert run(case.changed(ports=listed.ports, containers=listed.containers)).boxes_at_start == 0


def test_a_flow_of_conflowgen_is_simulated_as_it_is(small_case: Case, tmp_path: Path) -> None:
    calm = small_case.terminal.model_copy(update={"arrivals": Arrivals()})
    flow = read_flows(folder_of(tmp_path / "export"), small_case.changed(terminal=calm), "flow").case
    # The ocean ship is too long for the small terminal's quay: a shorter one brings the same.
    ships = tuple(ship.model_copy(update={"loa_m": 90, "max_draft_m": 5}) for ship in flow.vessels)
    calls = tuple(
        each.model_copy(update={"arrival_draft_m": 4, "departure_draft_m": 4, "max_cranes": 2}) for each in flow.calls
    )
    flow = flow.changed(vessels=ships, calls=calls)
    assert flow.first_day <= datetime(2026, 1, 9, tzinfo=flow.terminal.zone)
    terminal = run(flow, days=14)
    figures = terminal.figures()
    assert (figures["calls"], figures["boxes_moved"], figures["boxes_transhipped"]) == (3, 6, 1)
    # Two bring boxes, and the train's too, and one collects one.
    assert figures["trucks"] == 4
    came = [hour for hour, trucks in enumerate(terminal.recorder.trucks_came) for _ in range(trucks)]
    assert came == [8, 24 + 10, 4 * 24 + 13, 5 * 24 + 20]
