"""Stacks that are too heavy once every slot has its box."""

from collections.abc import Mapping
from typing import Any

from data.cargo import Container
from data.case import Case
from scheduler.loading.kinds import kinds
from scheduler.loading.lightening import lightened
from scheduler.loading.ship import stand
from scheduler.loading.stowed import Stowage
from tests.scheduler.loading.conftest import box, ship_of, ship_stack, tiny

WEAK: dict[str, Any] = {"max_20_kg": 25_000, "tiers": 2}
LOW, HIGH, BESIDE, ABOVE = "0010182", "0010184", "0010282", "0010284"


def stowed(case: Case, slots: Mapping[str, Container], *, rows: int = 2, came: tuple[Container, ...] = ()) -> Stowage:
    made = tiny(
        case,
        [ship_stack(2, row, "deck", **WEAK) for row in range(1, rows + 1)],
        [*(each for each in slots.values() if each not in came), *came],
    )
    ship = ship_of(made)
    stand(ship, slots)
    found = kinds(slots.values(), ship.order, {each.id for each in ship.restows})
    kind_of = {each.id: place for place, members in enumerate(found.values()) for each in members}
    return Stowage(ship, dict(slots), kind_of, {})


def masses(stowage: Stowage) -> dict[str, int]:
    """Kilograms by slot, and the ship stands as the stowage says."""
    for slot, each in stowage.slots.items():
        assert each in stowage.ship.column_of(slot).boxes
    assert len(stowage.slots) == sum(len(column.boxes) for column in stowage.ship.columns if column.stack.bay == 2)
    return {slot: each.mass_kg for slot, each in stowage.slots.items()}


def test_boxes_of_a_kind_change_their_slots(case: Case) -> None:
    slots = {LOW: box(kg=12_900), HIGH: box(kg=12_600), BESIDE: box(kg=12_200), ABOVE: box(kg=12_100)}
    found = lightened(stowed(case, slots), "port")
    kg = masses(found)
    assert sorted(kg) == sorted(slots)
    assert kg[LOW] + kg[HIGH] <= 25_000
    assert kg[BESIDE] + kg[ABOVE] <= 25_000


def test_where_no_exchange_helps_a_box_goes_to_another_stack(case: Case) -> None:
    found = lightened(stowed(case, {LOW: box(kg=14_000), HIGH: box(1, kg=13_000)}), "port")
    assert found.ashore == {}
    assert sorted(masses(found).values()) == [13_000, 14_000]
    assert LOW in found.slots
    assert HIGH not in found.slots


def test_where_no_stack_bears_it_a_box_stays_ashore_with_the_reason(case: Case) -> None:
    low, high, full = box(kg=14_000), box(1, kg=13_000), box(kg=20_000)
    beside = {f"0030{row}82": box(kg=20_000) for row in (1, 2)}
    found = lightened(stowed(case, {LOW: low, HIGH: high, BESIDE: full, **beside}), "port")
    assert found.ashore == {high.id: "no stack of the ship bears its 13,000 kg beside what else is planned there"}
    assert masses(found)[LOW] == 14_000


def test_heavy_boxes_stand_low_among_those_of_a_port(case: Case) -> None:
    light, heavy = box(kg=3_000), box(kg=12_000)
    early, late = box(0, kg=12_000), box(1, kg=3_000)
    reefer = box(kg=3_000, plug=True)
    found = lightened(stowed(case, {LOW: light, HIGH: heavy, BESIDE: late, ABOVE: early}), "port")
    assert found.slots == {LOW: heavy, HIGH: light, BESIDE: late, ABOVE: early}
    dry = box(kg=12_000)
    found = lightened(stowed(case, {LOW: reefer, HIGH: dry}), "port")
    assert found.slots == {LOW: reefer, HIGH: dry}


def test_a_restowed_box_is_never_left_ashore(case: Case) -> None:
    leaves, above = box(slot=LOW, direction="discharge"), box(1, slot=HIGH, kg=26_000)
    found = lightened(stowed(case, {LOW: above}, rows=1, came=(leaves, above)), "port")
    assert found.ashore == {}
    assert found.slots == {LOW: above}


def test_a_restowed_box_goes_to_another_stack(case: Case) -> None:
    leaves, above = box(slot=LOW, direction="discharge"), box(1, slot=HIGH, kg=14_000)
    new = box(1, kg=14_000, status="empty")
    found = lightened(stowed(case, {LOW: new, HIGH: above}, came=(leaves, above)), "port")
    assert found.ashore == {}
    assert sorted(masses(found).values()) == [14_000, 14_000]
    assert not {LOW, HIGH} <= found.slots.keys()


def test_a_stowage_of_nothing(case: Case) -> None:
    leaves = box(slot=LOW, direction="discharge")
    assert lightened(stowed(case, {}, came=(leaves,)), "port").slots == {}
