"""The boxes of a call: listed ones first, and invented ones up to what the call states."""

from collections.abc import Sequence

import pytest

from data.boxes import at_departure, beyond_hydrostatics, boxes_of
from data.cargo import Container
from data.case import Case
from data.cases import load
from data.codes import box_check_digit
from data.errors import DermagaError
from data.invented_boxes import invent_boxes
from data.profiles import ShipBay, ShipProfile, ShipStack
from data.slots import Cell, Place
from data.terminal import YardBlock
from data.vessels import VesselCall
from tests.data.invented_boxes.validity import broken_stacks
from tests.simulations.loading.conftest import discharged, lift, loaded, number, plan_of, remaining, ship_case


@pytest.fixture(scope="module")
def case() -> Case:
    return load("kariangau").case


def _with(case: Case, call: VesselCall, **fields: int) -> Case:
    changed = call.model_copy(update=fields)
    return case.changed(calls=tuple(changed if row.id == call.id else row for row in case.calls))


def _box(serial: int, call: VesselCall, direction: str, **fields: object) -> Container:
    first = f"CSQU{serial:06d}"
    row = {"box_type": "22G1", "status": "full", "gross_mass_kg": 20_000, "port": "IDSUB"} | fields
    return Container.model_validate(
        {"id": f"{first}{box_check_digit(first)}", "call": call.id, "direction": direction, **row}
    )


def test_the_same_case_and_call_have_the_same_boxes(case: Case) -> None:
    call = case.calls[3]
    assert invent_boxes(case, call, []) == invent_boxes(case, call, [])
    assert boxes_of(case, call) is boxes_of(case.changed(), call)
    other = case.changed(terminal=case.terminal.model_copy(update={"seed": 99}))
    assert invent_boxes(other, call, []) != invent_boxes(case, call, [])


def test_a_call_has_the_same_boxes_whatever_other_calls_have(case: Case) -> None:
    other = _with(case, case.calls[0], load_full=7)
    assert other.hash != case.hash
    assert boxes_of(other, case.calls[3]) == boxes_of(case, case.calls[3])


def test_no_number_is_that_of_two_boxes() -> None:
    hub = load("hub").case
    boxes = [boxes_of(hub, call) for call in hub.calls[:6]]
    assert len(set().union(*(each.invented for each in boxes))) == sum(len(each.by_number) for each in boxes)


def test_a_ship_without_a_profile_has_no_boxes_but_the_listed_ones(small_case: Case) -> None:
    assert boxes_of(small_case, small_case.calls[0]).by_number == {}


def test_listed_boxes_are_kept_and_others_stand_around_them(case: Case) -> None:
    call = case.calls[0]
    listed = (
        _box(1, call, "discharge", slot="0010182"),
        _box(2, call, "load", place="B1-01-1-1"),
        _box(3, call, "load", place="B1-01-1-2", status="empty", gross_mass_kg=2_200),
        _box(4, call, "load"),
    )
    boxes = boxes_of(case.changed(containers=listed), call)
    assert boxes.discharge[0] == listed[0]
    assert boxes.load[:3] == listed[1:]
    assert boxes.invented.isdisjoint(box.id for box in listed)
    assert (len(boxes.discharge), len(boxes.load)) == (call.discharge, call.load)
    whole = case.changed(containers=tuple(boxes.by_number.values()))
    assert len(whole.containers) == call.moves + len(boxes.remain)
    assert not any(
        _stack(box) == ("B1", 1, 1)
        for box in boxes.load
        if box.id in boxes.invented and Place.of(box.place or "").bay % 2
    )


def _stack(box: Container) -> tuple[str, int, int]:
    return Place.of(box.place or "")[:3]


def test_where_boxes_are_listed_as_remaining_no_others_remain(case: Case) -> None:
    call = case.calls[0]
    listed = [
        _box(1, call, "remain", slot="0020102", box_type="45G1"),
        _box(2, call, "remain", slot="0020104", box_type="42G1"),
        _box(3, call, "remain", slot="0060182", box_type="45G1", port="IDJKT"),
    ]
    boxes = boxes_of(case.changed(containers=tuple(listed)), call)
    assert list(boxes.remain) == listed
    layout = case.layout_of(call)
    assert layout is not None
    assert list(broken_stacks(layout, [*boxes.discharge, *boxes.remain])) == []
    shut = layout.stack_by_key[6, 1, "deck"].cover
    holds = {
        (stack.row, stack.level)
        for stack in layout.stacks
        if (stack.bay, stack.level, stack.cover) == (6, "hold", shut)
    }
    cells = [Cell.of(box.slot or "") for box in boxes.discharge]
    assert not any(layout.bay_of[cell.bay] == 6 and (cell.row, cell.level) in holds for cell in cells)


def test_where_the_stowage_is_listed_nothing_else_remains(case: Case) -> None:
    call = case.calls[0].model_copy(update={"discharge_full": 2, "discharge_empty": 0, "stowage_listed": True})
    listed = tuple(_box(serial, call, "discharge", slot=f"00{serial}0182") for serial in (1, 3))
    whole = case.changed(calls=(call, *case.calls[1:]), containers=listed)
    boxes = boxes_of(whole, call)
    assert (boxes.discharge, boxes.remain) == (listed, ())
    assert len(boxes.load) == call.load
    unknown = call.model_copy(update={"stowage_listed": False})
    assert boxes_of(whole.changed(calls=(unknown, *case.calls[1:])), unknown).remain


def test_more_boxes_than_the_ship_holds_are_refused(case: Case) -> None:
    call = case.calls[0]
    many = _with(case, call, discharge_full=1_650)
    with pytest.raises(
        DermagaError,
        match=rf"\({call.id}\) cannot hold the boxes .* by her profile C1700: 1661 to discharge .*; lower these",
    ):
        boxes_of(many, many.calls[0])


def test_boxes_need_a_port_to_go_to(case: Case) -> None:
    call = case.calls[0].model_copy(update={"service": None})
    tables = ("services", "sailings", "empties", "shipments", "recurring_bookings", "step_states")
    trade: dict[str, tuple[()]] = dict.fromkeys(tables, ())
    alone = case.changed(ports=case.ports[:1], calls=(call,), **trade)
    with pytest.raises(DermagaError, match=r"no port to go to: .*; add some to the table ports"):
        boxes_of(alone, call)


def test_a_yard_that_is_full_leaves_boxes_to_come_by_truck(case: Case) -> None:
    tiny = case.changed(yard_blocks=(YardBlock(id="A", bays=3, rows=2, tiers=3),), yard_cranes=())
    boxes = boxes_of(tiny, case.calls[0])
    assert 8 <= sum(box.place is not None for box in boxes.load) <= 18
    assert tiny.changed(containers=tuple(boxes.by_number.values()))
    nowhere = case.changed(yard_blocks=(), yard_cranes=())
    assert not any(box.place for box in boxes_of(nowhere, case.calls[0]).load)


def test_a_profile_drawn_by_hand(case: Case) -> None:
    """A bay for 20-foot boxes, stacks that take them in one half or in none, no covers, no stability."""
    rows: Sequence[dict[str, object]] = [
        {"bay": 1, "row": row, "level": "deck", "bottom_tier": 72, "twenties": "both", "forties": False}
        for row in (0, 1, 2)
    ] + [
        {"bay": bay, "row": row, "level": level, "bottom_tier": tier, "twenties": twenties}
        for bay, twenties in ((4, "none"), (8, "both"), (12, "aft"))
        for level, tier in (("hold", 4), ("deck", 82))
        for row in (1, 2, 3, 4)
    ]
    stacks = tuple(
        ShipStack.model_validate(
            {"profile": "HAND", "tiers": 4, "max_20_kg": 60_000, "max_40_kg": 90_000, "height_m": 11} | row
        )
        for row in rows
    )
    call = case.calls[0].model_copy(
        update={"discharge_full": 40, "discharge_empty": 6, "load_full": 20, "load_empty": 20, "max_cranes": 1}
    )
    hand = case.changed(
        ship_profiles=(ShipProfile(id="HAND"),),
        ship_bays=tuple(ShipBay(profile="HAND", bay=bay, from_bow_m=4 * bay) for bay in (1, 4, 8, 12)),
        ship_stacks=stacks,
        hydrostatics=(),
        vessels=tuple(ship.model_copy(update={"profile": "HAND"}) for ship in case.vessels),
        calls=(call,),
        sailings=(),
    )
    layout = hand.layout_of(call)
    assert layout is not None
    boxes = boxes_of(hand, call)
    assert (len(boxes.discharge), len(boxes.load)) == (46, 40)
    assert list(broken_stacks(layout, [*boxes.discharge, *boxes.remain])) == []
    assert not any(box.plug for box in boxes.by_number.values())


def test_what_is_on_board_at_departure() -> None:
    case = ship_case([discharged(1, "0020182"), loaded(2), loaded(3), remaining(4, "0060182"), remaining(5, "0060184")])
    lifts = [
        lift("Q1", "load", 6, (2, "0020182")),
        lift("Q1", "restow_on", 12, (4, "0100182")),  # by the crane that comes first, after the other took it off
        lift("Q2", "discharge", 0, (1, "0020182")),
        lift("Q2", "restow_off", 9, (4, "0060182")),
    ]
    stowed = [(box.id, slot) for box, slot in at_departure(case, plan_of(case, lifts))]
    assert stowed == [
        (number(2), "0020182"), (number(5), "0060184"), (number(4), "0100182"), (number(900_000), "0140182")
    ]  # fmt: skip


def test_boxes_on_board_beyond_the_hydrostatics(full_case: Case) -> None:
    """The light ship has 2,000 t, which is all that the hydrostatics of Aru's profile tell of."""
    call = full_case.call_by_id["ARU-2"]
    (row,) = full_case.hydrostatics
    wider = full_case.changed(hydrostatics=(row, row.model_copy(update={"displacement_t": 2_011.9})))
    assert beyond_hydrostatics(full_case, call) is None
    box = Container(
        id="CSQU3054383", box_type="42G1", status="full", gross_mass_kg=12_000, call="ARU-2", direction="remain",
        port="IDSUB", slot="0040182",
    )  # fmt: skip
    text = beyond_hydrostatics(wider.changed(containers=(box,)), call)
    assert text is not None
    assert (
        "she and the boxes listed on board are 2,012.0 t, and the hydrostatics of profile P400 end at 2,011.9 t" in text
    )
    to_load = box.model_copy(update={"direction": "load", "slot": None})
    assert beyond_hydrostatics(wider.changed(containers=(to_load,)), call) is None
    light = box.model_copy(update={"verified_kg": 11_900})
    assert beyond_hydrostatics(wider.changed(containers=(light,)), call) is None
    assert beyond_hydrostatics(full_case, full_case.call_by_id["BURU-1"]) is None


def test_no_hydrostatics_where_stability_is_looked_at(full_case: Case) -> None:
    call = full_case.call_by_id["ARU-2"]
    text = beyond_hydrostatics(full_case.changed(hydrostatics=()), call)
    assert text is not None
    assert "profile P400 has min_metacentric_m and no rows in hydrostatics" in text
    (profile,) = full_case.ship_profiles
    unasked = profile.model_copy(update={"min_metacentric_m": None})
    assert beyond_hydrostatics(full_case.changed(ship_profiles=(unasked,), hydrostatics=()), call) is None
