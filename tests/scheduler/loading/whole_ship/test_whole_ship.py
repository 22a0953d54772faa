"""Restows and their bound, packing, ballast and hull on ships of a few stacks."""

from collections import Counter
from dataclasses import replace
from threading import Event, Timer
from time import monotonic

import numpy as np
import pytest

from data.cargo import Container
from data.case import Case
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.ship_layouts import Layout
from data.strength import SectionBuoyancy, ShipSection, ShipTank
from scheduler.loading.kinds import kinds
from scheduler.loading.ship import Aboard, without
from scheduler.loading.stowage import stow
from scheduler.loading.whole_ship import Relief, _judged, least_moves
from scheduler.loading.whole_ship.alone import quay_for, stow_alone
from scheduler.loading.whole_ship.ballast import ballast_of
from scheduler.loading.whole_ship.hull import Hull
from scheduler.loading.whole_ship.packing import _boxes, pack
from scheduler.loading.whole_ship.programme import Programme
from scheduler.loading.whole_ship.restows import RestowModel, _low_beside_high, _slopes, coarse
from scheduler.loading.whole_ship.shares import evenly
from scheduler.stopping import Stop
from tests.scheduler.loading.conftest import box, call_of, ship_of, ship_stack, tiny
from tests.scheduler.loading.conftest import case as case
from tests.scheduler.loading.test_stowage import quay_of


def afloat_with(case: Case, stacks: list[ShipStack], boxes: list[Container]) -> Aboard:
    return ship_of(tiny(case, stacks, boxes))


def _model(ship: Aboard, loads: list[Container]) -> RestowModel:
    return RestowModel(ship, Counter(coarse(each, ship) for each in loads), lambda each: coarse(each, ship))


def test_one_box_of_an_early_port_is_taken_off_rather_than_overstowed_by_three(case: Case) -> None:
    early = box(0, slot="0020102", long=True)
    loads = [box(2, long=True) for _ in range(3)]
    ship = afloat_with(case, [ship_stack(tiers=4)], [early, *loads])
    found = _model(ship, loads).solve(5)
    assert found is not None
    assert found.boxes == {early.id}
    assert found.overstows == pytest.approx(0)
    assert least_moves(ship, loads, 5) == 1


def test_nothing_is_loaded_under_a_hatch_that_a_box_stands_on_unless_that_is_taken_off(case: Case) -> None:
    on_top = box(2, slot="0020182", long=True)
    loads = [box(2, long=True)]
    stacks = [ship_stack(cover=1, tiers=1), ship_stack(level="deck", cover=1, tiers=1)]
    ship = afloat_with(case, stacks, [on_top, *loads])
    found = _model(ship, loads).solve(5)
    assert found is not None
    assert found.boxes == {on_top.id}


def test_a_later_port_on_the_cover_over_an_earlier_one_is_counted(case: Case) -> None:
    below = box(0, slot="0020102", long=True)
    loads = [box(1, long=True)]
    stacks = [ship_stack(cover=1, tiers=1), ship_stack(level="deck", cover=1, tiers=1)]
    ship = afloat_with(case, stacks, [below, *loads])
    # To overstow it is as dear as to take off what lies below, for which there would be room on deck.
    assert least_moves(ship, loads, 5) == 1


def test_what_is_taken_off_leaves_its_place_and_goes_back_on(case: Case) -> None:
    early = box(0, slot="0020102", long=True)
    ship = afloat_with(case, [ship_stack()], [early, box(1)])
    lighter = without(ship, {early.id})
    assert early in lighter.restows
    assert early.id in {each.id for column in ship.columns for each in column.boxes}
    assert early.id not in {each.id for column in lighter.columns for each in column.boxes}


def test_later_ports_are_packed_below_earlier_ones_and_twenties_below_longer_boxes(case: Case) -> None:
    loads = [box(0, long=True), box(1, long=True), box(2), box(2)]
    ship = afloat_with(case, [ship_stack(tiers=3)], loads)
    placed = pack(ship, [], kinds(loads, ship.order), stop=Stop(effort=1), seed=1, workers=1)
    assert {placed[slot].port for slot in ("0010102", "0030102")} == {"SGSIN"}
    assert [placed[slot].port for slot in ("0020104", "0020106")] == ["LKCMB", "IDSUB"]


def test_blocks_get_the_same_mean_mass_of_a_kind() -> None:
    found = evenly(["fore"] * 4 + ["aft"] * 2)
    assert sorted(found) == ["aft"] * 2 + ["fore"] * 4
    places = {block: [place for place, each in enumerate(found) if each == block] for block in ("fore", "aft")}
    assert np.mean(places["fore"]) == pytest.approx(np.mean(places["aft"]))


def test_a_restowed_box_goes_before_one_to_load(case: Case) -> None:
    on_board = box(0, slot="0020102", long=True, kg=30_000)
    loads = [box(0, long=True, kg=5_000)]
    ship = without(afloat_with(case, [ship_stack(tiers=1)], [on_board, *loads]), {on_board.id})
    elsewhere = [column for column in ship.columns if column.stack.bay != 2]
    for column in elsewhere:
        for half in column.halves:
            column.close(half, 0)
    boxes = [*loads, on_board]
    placed = pack(ship, [], kinds(boxes, ship.order), stop=Stop(effort=1), seed=1, workers=1)
    assert list(placed.values()) == [on_board]


def test_a_stack_gets_no_more_than_it_bears(case: Case) -> None:
    loads = [box(0, long=True, kg=20_000) for _ in range(3)]
    ship = afloat_with(case, [ship_stack(tiers=3, max_40_kg=45_000)], loads)
    placed = pack(ship, [], kinds(loads, ship.order), stop=Stop(effort=1), seed=1, workers=1)
    in_stack = [slot for slot in placed if slot.startswith("00201")]
    assert len(in_stack) == 2


def test_the_peers_of_a_box_go_to_its_port_and_are_as_long(case: Case) -> None:
    loads = [box(0, long=True), box(1), box(0), box(1), box(0, long=True)]
    ship = afloat_with(case, [ship_stack(tiers=3)], loads)
    boxes = _boxes(ship, loads)
    peers = [
        set(boxes.peers[first:last].tolist()) for first, last in zip(boxes.first_peer, boxes.last_peer, strict=True)
    ]
    assert peers == [{0, 4}, {1, 3}, {2}, {1, 3}, {0, 4}]


def _hull() -> Layout:
    given = {"profile": "TINY"}
    return Layout(
        ShipProfile(id="TINY", light_t=300, light_from_bow_m=30, light_above_keel_m=2, min_metacentric_m=0.5),
        tuple(ShipBay(bay=bay, from_bow_m=at, **given) for bay, at in ((2, 10), (6, 50))),
        tuple(ship_stack(bay=bay) for bay in (2, 6)),
        tuple(
            Hydrostatics(
                displacement_t=tonnes, metacentre_m=9, min_centre_from_bow_m=29.5, max_centre_from_bow_m=30.5, **given
            )
            for tonnes in (200, 900)
        ),
        tuple(
            ShipTank(
                tank=name,
                capacity_t=50,
                from_bow_m=at,
                empty_above_keel_m=0,
                full_above_keel_m=1,
                sections=(section,),
                **given,
            )
            for name, at, section in (("FORE", 10, 1), ("AFT", 50, 3))
        ),
        tuple(
            ShipSection(section=number, from_bow_m=at, light_t=100, max_bending_tm=most, **given)
            for number, at, most in ((1, 10, None), (2, 30, 5_000), (3, 50, None))
        ),
        tuple(
            SectionBuoyancy(section=section, displacement_t=tonnes, buoyancy_t=tonnes / 3, **given)
            for section in (1, 2, 3)
            for tonnes in (200, 900)
        ),
    )


def test_a_box_at_the_bow_is_balanced_by_the_tank_aft() -> None:
    layout = _hull()
    held = {each.tank: each.tonnes for each in ballast_of(layout, [(box(kg=30_000), "0010102")])}
    assert held.keys() == {"AFT"}
    assert 10 < held["AFT"] <= 50


def test_a_ship_is_judged_around_the_ballast_that_she_wants_where_that_is_far_off(case: Case) -> None:
    loads = [box(0, kg=10_000)]
    ship = afloat_with(case, [ship_stack()], loads)
    # Only with 10,000 tonnes and more is her metacentre high enough.
    hull = _hull()
    layout = replace(
        ship.layout,
        profile=hull.profile,
        sections=hull.sections,
        hydrostatics=tuple(
            Hydrostatics(profile="TINY", displacement_t=tonnes, metacentre_m=high)
            for tonnes, high in ((200, 0.01), (60_000, 3.0))
        ),
        tanks=tuple(tank.model_copy(update={"capacity_t": 30_000, "full_above_keel_m": 0.01}) for tank in hull.tanks),
    )
    heavy = replace(ship, layout=layout)
    usual = Relief(ballast_t=6_000)
    _, wrong, relief = _judged(heavy, loads, quay_for(case, ship), usual, 5, Event())
    assert relief.ballast_t > 15_000
    assert wrong < 0.5


def test_a_ship_in_balance_takes_no_ballast() -> None:
    assert ballast_of(_hull(), []) == ()


def test_bending_is_closed_at_both_ends_and_above_zero_where_the_ends_are_heavy() -> None:
    hull = Hull(_hull())
    bending = hull.bending(np.array([150.0, 50.0, 150.0]), 350.0)
    assert bending[[0, 2]] == pytest.approx([0, 0])
    assert bending[1] > 0
    assert hull.shear(np.array([150.0, 50.0, 150.0]), 350.0)[0] == pytest.approx(0, abs=1e-6)


def test_a_ship_without_tanks_has_no_ballast() -> None:
    assert ballast_of(replace(_hull(), tanks=()), []) == ()


def test_a_stowage_alone_has_every_box_and_meets_its_bound(case: Case) -> None:
    early = box(0, slot="0020102", long=True)
    made = tiny(case, [ship_stack(tiers=4)], [early, *(box(2, long=True) for _ in range(3))])
    found = stow_alone(made, call_of(made), stop=Stop(seconds=2))
    assert found.slots.keys() >= {each.id for each in made.containers if each.call == call_of(made).id}
    # A ship without tanks is not unloaded for room: three stand above the early one.
    assert found.bound == 1


def test_a_small_ship_with_tanks_is_not_stowed_at_once_besides(case: Case) -> None:
    """Packing knows no block of the whole ship; what costs nothing would not have asked for it."""
    early = box(0, slot="0020102", long=True)
    made = tiny(case, [ship_stack(tiers=4)], [early, *(box(2, long=True) for _ in range(3))])
    profile = made.ship_profiles[0].id
    tank = ShipTank(profile=profile, tank="T", capacity_t=10, from_bow_m=10, empty_above_keel_m=0, full_above_keel_m=1)
    made = made.changed(ship_tanks=(tank,))
    loads = [each for each in made.containers if each.direction == "load"]
    found = stow(made, call_of(made), quay_of, stop=Stop(seconds=1), seed=1, workers=1)
    assert {each.id for each in loads} <= {each.id for each in found.slots.values()}


def _full_by_height(case: Case) -> tuple[Aboard, list[Container], Container]:
    """Two stacks of three tiers, each too low for a high box in all of them; the ship, what is to load, and the high
    box in the way: her stacks take all only with that on the other high one."""
    in_the_way = box(2, slot="0020104", long=True, high=True)
    on_board = [box(2, slot="0020102", long=True), in_the_way, box(2, slot="0020202", long=True, high=True)]
    loads = [box(2, long=True) for _ in range(2)]
    stacks = [ship_stack(row=row, tiers=3, height_m=7.78) for row in (1, 2)]
    return afloat_with(case, stacks, [*on_board, *loads]), loads, in_the_way


def test_a_high_box_is_taken_off_a_low_one_where_only_low_boxes_use_all_tiers(case: Case) -> None:
    ship, loads, in_the_way = _full_by_height(case)
    counts = Counter(coarse(each, ship) for each in loads)
    found = RestowModel(ship, counts, lambda each: coarse(each, ship), back=True).solve(5)
    assert found is not None
    assert found.boxes == {in_the_way.id}
    assert least_moves(ship, loads, 5) == 1


def test_a_ship_full_by_height_is_packed_with_low_boxes_together(case: Case) -> None:
    ship, loads, in_the_way = _full_by_height(case)
    boxes = [*loads, in_the_way]
    lighter = without(ship, {in_the_way.id})
    placed = pack(lighter, [], kinds(boxes, ship.order), stop=Stop(effort=1), seed=1, workers=1)
    assert {slot: each.height_m > 2.6 for slot, each in placed.items()} == {
        "0020104": False,
        "0020106": False,
        "0020204": True,
    }


def test_edges_go_around_what_a_half_takes() -> None:
    # Of nine tiers with room for two high boxes: seven low and two high ones, or eight high ones.
    lows = _low_beside_high(9, 23_929, 2_591, 2_896)
    assert lows == [9, 8, 7, 5, 4, 3, 2, 1, 0]
    assert sorted(_slopes(lows)) == pytest.approx([1.0, 7 / 6])


def test_a_cancelled_programme_ends_at_once() -> None:
    """A market split, which takes far longer than it is given."""
    cancel = Event()
    programme = Programme(cancel)
    picked = [programme.variable(1, whole=True) for _ in range(40)]
    numbers = np.random.default_rng(1).integers(0, 100, (5, 40))
    for row in numbers:
        off = [programme.variable(cost=1.0) for _ in range(2)]
        half = int(row.sum()) // 2
        terms = [*((one, float(factor)) for one, factor in zip(picked, row, strict=True)), (off[0], 1.0)]
        programme.row([*terms, (off[1], -1.0)], half, least=half)
    timer = Timer(0.2, cancel.set)
    timer.start()
    began = monotonic()
    assert programme.solve(6).values is None
    assert monotonic() - began < 3
