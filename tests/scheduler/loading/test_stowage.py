"""The stowage of a call: what stays ashore and why, hatches that are opened for room, and what a stowage costs."""

from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from data.cargo import Container
from data.case import Case
from data.profiles import ShipStack
from scheduler.loading.blocks import Quay
from scheduler.loading.ship import Aboard, stand
from scheduler.loading.stowage import stow
from scheduler.loading.stowed import Stowage, overstowing, stowed_money
from scheduler.stopping import Stop
from tests.scheduler.loading.brute_force import keeps_rules
from tests.scheduler.loading.conftest import KEEP, box, call_of, ship_of, ship_stack, tiny

HOLD, DECK = ship_stack(2, 1, "hold", cover=1), ship_stack(2, 1, "deck", cover=1)
MONEY = {"ashore_per_box": 10_000, "restow_per_box": 100, "overstow_per_box": 10}


def quay_of(ship: Aboard) -> Quay:
    bays = {bay.bay: bay.from_bow_m for bay in ship.layout.bays}
    return Quay(1, 25, 100, 300, bays, dict.fromkeys(bays, 0))


def stowed(case: Case, stacks: Sequence[ShipStack], boxes: Sequence[Container], **options: Any) -> Stowage:
    made = tiny(case, stacks, boxes, costs=MONEY)
    given: dict[str, Any] = {"stop": Stop(effort=0.2), "seed": 1, "workers": 1} | options
    found = stow(made, call_of(made), quay_of, **given)
    stays = {each.slot: each for each in boxes if each.slot and each.direction == "remain"}
    back = {each.id for each in found.restows}
    left = {slot: each for slot, each in stays.items() if each.id not in back}
    on_board = {each.slot: each for each in boxes if each.slot}
    assert keeps_rules(found.ship.layout, left, found.slots, on_board) == []
    to_go = {each.id for each in boxes if each.direction == "load"} | back
    assert to_go == {each.id for each in found.slots.values()} | set(found.ashore)
    return found


def test_every_box_finds_a_slot(case: Case) -> None:
    boxes = [box(place % 3, long=place % 2 == 0) for place in range(4)]
    found = stowed(case, [HOLD, DECK], boxes)
    assert found.ashore == {}
    assert found.restows == ()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"verified_kg": None}, "it has no verified gross mass (VGM)"),
        ({"box_type": "32G1"}, "no cell takes a box of type 32G1: only 20, 40 and 45 feet are stowed"),
        ({"plug": True}, "the ship has no free 20-foot cell with a plug that bears 10,000 kg and fits its port"),
        ({"kg": 59_000}, "the ship has no free 20-foot cell that bears 59,000 kg and fits its port"),
        ({"hazards": "3"}, "no deck cell keeps what its dangerous goods or its size ask for"),
    ],
)
def test_what_stays_ashore_has_its_reason(case: Case, more: dict[str, Any], reason: str) -> None:
    wrong, right = box(**more), box()
    found = stowed(case, [ship_stack(2, 1, "hold", max_20_kg=50_000)], [wrong, right])
    assert found.ashore == {wrong.id: reason}


def test_empty_boxes_need_no_verified_mass(case: Case) -> None:
    assert stowed(case, [HOLD], [box(status="empty", verified_kg=None)]).ashore == {}


def test_more_boxes_than_there_is_room_for(case: Case) -> None:
    boxes = [box(long=True) for _ in range(3)]
    found = stowed(case, [HOLD], boxes)
    assert len(found.ashore) == 1
    assert "no free 40-foot cell" in next(iter(found.ashore.values()))


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_the_sums_of_a_block_promise_in_vain_goes_to_another(case: Case, by_hand: bool) -> None:
    """One bay has all the other work, and the idle one bears the box only to the last kilogram: none is planned so."""
    stacks = [ship_stack(2, 1, "deck", max_20_kg=10_100), ship_stack(14, 1, "deck")]
    busy = box(slot="0130182", direction="discharge")
    found = stowed(case, stacks, [box(), busy], by_hand=by_hand)
    assert found.ashore == {}
    assert [slot[:3] for slot in found.slots] in (["013"], ["015"])


def test_no_box_has_two_slots_however_often_it_is_offered(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last time, boxes go to any stack: those that are left, not those that have just found a slot."""
    for rounds in (1, 2):
        monkeypatch.setattr("scheduler.loading.stowage._ROUNDS", rounds)
        boxes = [box(place % 2, kg=9_000 + 100 * place) for place in range(8)]
        found = stowed(case, [ship_stack(bay, 1, "deck", tiers=3) for bay in (2, 14)], boxes, by_hand=True)
        assert len({each.id for each in found.slots.values()}) == len(found.slots) == 8


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_hold_that_is_open_anyway_is_filled_first(case: Case, by_hand: bool) -> None:
    leaves = box(slot="0010102", direction="discharge")
    found = stowed(case, [HOLD, DECK], [leaves, *(box(kg=9_000) for _ in range(2))], by_hand=by_hand)
    assert {slot[5] for slot in found.slots} == {"0"}


def test_a_hatch_is_opened_for_room(case: Case) -> None:
    """The deck is full, and one box on it keeps the hold shut: it is taken off and put back."""
    above = box(1, slot="0020182", long=True)
    decks = [ship_stack(2, 1, "deck", cover=1, tiers=1)]
    boxes = [above, box(2, long=True), box(2, long=True)]
    found = stowed(case, [HOLD, *decks], boxes)
    assert found.ashore == {}
    assert [each.id for each in found.restows] == [above.id]
    assert stowed_money(found) == 100
    # With room enough it is left alone.
    assert stowed(case, [HOLD, *decks, ship_stack(6, 1, "deck")], boxes).restows == ()


def test_a_hatch_whose_hold_takes_nothing_stays_shut(case: Case) -> None:
    above = box(1, slot="0020182", long=True)
    boxes = [above, box(2, long=True, plug=True)]
    found = stowed(case, [HOLD, ship_stack(2, 1, "deck", cover=1, tiers=1)], boxes)
    assert found.restows == ()
    assert list(found.ashore) == [boxes[1].id]


def test_the_hatch_that_helps_is_opened(case: Case) -> None:
    """Bay 2 has fewer boxes to take off, but only the hold of bay 6 has plugs."""
    stacks = [
        HOLD, ship_stack(2, 1, "deck", cover=1, tiers=1), ship_stack(6, 1, "hold", cover=1, plugs=(2, 4)),
        ship_stack(6, 1, "deck", cover=1, tiers=1), ship_stack(6, 2, "deck", cover=1, tiers=1),
    ]  # fmt: skip
    above = [box(1, slot=slot, long=True) for slot in ("0020182", "0060182", "0060282")]
    found = stowed(case, stacks, [*above, box(2, long=True, plug=True)])
    assert found.ashore == {}
    assert {each.id for each in found.restows} == {each.id for each in above[1:]}


@pytest.mark.parametrize("by_hand", [False, True])
def test_restowed_boxes_find_their_place_before_others(case: Case, by_hand: bool) -> None:
    """More boxes to load than the ship holds, and two that stand on one that leaves."""
    leaves = box(slot="0020102", long=True, direction="discharge")
    back = [box(2, slot="0020104", long=True), box(2, slot="0020182", long=True)]
    loads = [box(place % 3, long=place % 2 == 0) for place in range(9)]
    found = stowed(case, [HOLD, DECK], [leaves, *back, *loads], by_hand=by_hand)
    assert {each.id for each in found.restows} == {each.id for each in back}
    assert not {each.id for each in back} & set(found.ashore)


def test_by_hand_and_cancelled_a_stowage_is_there_at_once(case: Case) -> None:
    boxes = [box(place % 3) for place in range(4)]
    cancelled = Event()
    cancelled.set()
    for options in ({"by_hand": True}, {"stop": Stop(cancel=cancelled)}):
        assert len(stowed(case, [HOLD, DECK], boxes, **options).slots) == 4


def test_boxes_of_one_kind_may_change_their_slots(case: Case) -> None:
    one, other, port, special = box(), box(), box(1), box(hazards="3")
    kind_of = stowed(case, [HOLD, DECK], [one, other, port, special]).kind_of
    assert kind_of[one.id] == kind_of[other.id]
    assert len({kind_of[each.id] for each in (one, port, special)}) == 3


def at_departure(case: Case, slots: dict[str, Container], standing: Sequence[Container] = ()) -> Stowage:
    """A stowage by hand on a hatch of a bay."""
    ship = ship_of(tiny(case, [HOLD, DECK], [*standing, *slots.values()], costs=MONEY))
    stand(ship, slots)
    return Stowage(ship, slots, {}, {})


@pytest.mark.parametrize(
    ("ports", "over"),
    [
        ({"0010102": 1, "0010104": 0}, []),
        ({"0010102": 0, "0010104": 1}, ["0010104"]),
        ({"0010102": 0, "0010182": 1, "0030184": 0}, ["0010182"]),  # on the hatch
        ({"0010102": 0, "0030104": 1}, []),
        ({"0010182": 0, "0010184": 1, "0030182": 2}, ["0010184"]),
    ],
)
def test_overstowing(case: Case, ports: dict[str, int], over: list[str]) -> None:
    found = at_departure(case, {slot: box(port) for slot, port in ports.items()})
    assert overstowing(found) == over
    assert stowed_money(found) == 10 * len(over)


def test_overstows_that_came_so_are_not_counted(case: Case) -> None:
    came = [box(0, slot="0010182"), box(2, slot="0010184")]
    assert overstowing(at_departure(case, {"0030182": box(0)}, came)) == []
    assert overstowing(at_departure(case, {"0010182": box(1)}, [])) == []


def test_the_money_of_a_stowage(case: Case) -> None:
    one, other = box(), box()
    found = at_departure(case, {"0010102": one, "0010104": other})
    ashore = Stowage(found.ship, {"0010102": one}, {}, {other.id: "no room"})
    assert stowed_money(ashore) == 10_000
    back = ship_of(
        tiny(case, [HOLD, DECK], [box(slot="0010102", direction="discharge"), box(slot="0010104"), one], costs=MONEY)
    )
    (restowed,) = back.restows
    slots = {"0010102": restowed, "0010182": one}
    stand(back, slots)
    assert stowed_money(Stowage(back, slots, {}, {})) == 100
    # A box that came on board and stays ashore is worse than all others.
    assert stowed_money(Stowage(back, {"0010182": one}, {}, {restowed.id: "no room"})) > 1_000_000


def test_what_nobody_moves_stays(case: Case) -> None:
    found = stowed(case, [HOLD, DECK], [box()])
    assert KEEP not in {each.id for each in found.slots.values()}
