"""Each rule of a shipment's way: a plan made by hand that keeps it, and one that breaks it."""

import pytest

from data.case import Case
from data.sailings import Cutoff
from tests.data.checker.shipments.tiny import SAILINGS, WAY, at, booking, route, rules, tiny, verdict
from tests.data.conftest import with_row


@pytest.fixture
def case(small_case: Case) -> Case:
    return tiny(small_case, booking("A"))


def test_a_plan_made_by_hand_keeps_every_rule(case: Case) -> None:
    assert verdict(case, route(case, "A")).broken == ()


@pytest.mark.parametrize(
    ("sailings", "text"),
    [
        (("F1",), "ends at IDSUB"),
        (("O1-SIN", "O1-CMB"), "is at IDKRG and leg O1-SIN leaves IDSUB"),
        (("F1", "O1-CMB"), "is at IDSUB and leg O1-CMB leaves SGSIN"),
    ],
)
def test_way(case: Case, sailings: tuple[str, ...], text: str) -> None:
    routed = route(case, "A").model_copy(update={"sailings": sailings})
    broken = [found for found in verdict(case, routed).broken if found.rule == "way"]
    assert len(broken) == 1
    assert text in broken[0].text


def test_way_comes_to_its_ends_once(case: Case) -> None:
    back = SAILINGS[0].model_copy(
        update={"id": "BACK", "voyage": "B1", "origin": "IDSUB", "destination": "IDKRG"}
        | {"departure": at("15 12:00"), "arrival": at("17 12:00")}
    )
    round_way = case.changed(sailings=(*SAILINGS, back))
    routed = route(case, "A").model_copy(update={"sailings": ("F1", "BACK", "F2", "O2-SIN", "O2-CMB")})
    assert {"way"} <= rules(round_way, routed)
    assert any("comes back to IDKRG" in found.text for found in verdict(round_way, routed).broken)
    to_sub = with_row(round_way, "shipments", 0, destination="IDSUB")
    assert any("is at IDSUB with F1 and goes on" in found.text for found in verdict(to_sub, routed).broken)


def test_way_keeps_a_box_on_board_between_two_legs_of_a_voyage(case: Case) -> None:
    # The ship comes to Surabaya twice; a box that leaves with the third leg is on board of the first two.
    turn = SAILINGS[2].model_copy(update={"id": "O1-JKT", "destination": "IDJKT", "arrival": at("19 12:00")})
    back = SAILINGS[2].model_copy(
        update={"id": "O1-SUB", "origin": "IDJKT", "destination": "IDSUB", "departure": at("19 18:00")}
        | {"arrival": at("20 00:00")}
    )
    on = SAILINGS[2].model_copy(update={"departure": at("20 06:00")})
    jakarta = case.ports[1].model_copy(update={"unlocode": "IDJKT"})
    turning = case.changed(sailings=(*SAILINGS[:2], turn, back, on, *SAILINGS[3:]), ports=(*case.ports, jakarta))
    routed = route(case, "A")
    assert "way" not in rules(turning, routed.model_copy(update={"sailings": WAY}))
    stays = ("F1", "O1-JKT", "O1-SUB", "O1-SIN", "O1-CMB")
    assert "way" not in rules(turning, routed.model_copy(update={"sailings": stays}))
    skips = ("F1", "O1-JKT", "O1-CMB")
    broken = verdict(turning, routed.model_copy(update={"sailings": skips})).broken
    assert any("does not stay on board of O1" in found.text for found in broken)


@pytest.mark.parametrize(("hours", "kept"), [(96, True), (96.1, False)])
def test_connection(case: Case, hours: float, kept: bool) -> None:
    # The feeder is at Surabaya 96 h before the ocean ship leaves.
    slow = with_row(case, "ports", 1, connection_h=hours)
    assert rules(slow, route(slow, "A")) == (set() if kept else {"connection"})


@pytest.mark.parametrize(("hours", "kept"), [(84, True), (84.1, False)])
def test_connection_leaves_time_to_change_boxes(case: Case, hours: float, kept: bool) -> None:
    slow = with_row(case, "ports", 1, connection_h=hours)
    assert rules(slow, route(slow, "A", restuffed_at="IDSUB")) == (set() if kept else {"connection"})


@pytest.mark.parametrize(("hours", "kept", "restuffed"), [(96, True, None), (97, False, None), (85, False, "IDSUB")])
def test_transhipment_cutoff(case: Case, hours: float, kept: bool, restuffed: str | None) -> None:
    cutoffs = (*case.cutoffs, Cutoff(id="TCO-1", code="TCO", sailing="O1-SIN", hours_before=hours))
    early = case.changed(cutoffs=cutoffs)
    assert rules(early, route(early, "A", restuffed_at=restuffed)) == (set() if kept else {"transhipment_cutoff"})


@pytest.mark.parametrize(("hours", "kept"), [(96, True), (95.9, False)])
def test_dwell(case: Case, hours: float, kept: bool) -> None:
    short = with_row(case, "ports", 1, most_dwell_h=hours)
    assert rules(short, route(short, "A")) == (set() if kept else {"dwell"})


def test_direct_only(case: Case) -> None:
    alone = with_row(case, "shipments", 0, direct_only=True)
    assert rules(alone, route(alone, "A")) == {"direct_only"}
    # Legs of one voyage are one ship.
    from_sub = tiny(case, booking("A", origin="IDSUB", direct_only=True), chained=False, empties=())
    assert rules(from_sub, route(from_sub, "A", ("O1-SIN", "O1-CMB"))) == set()


def test_cabotage(case: Case) -> None:
    foreign = with_row(case, "sailings", 0, flag="SG")
    broken = verdict(foreign, route(foreign, "A")).broken
    assert [found.rule for found in broken] == ["cabotage"]
    assert "from IDKRG to IDSUB under a foreign flag" in broken[0].text


def test_cabotage_on_every_leg_between_two_ports_of_the_country(case: Case) -> None:
    # One ship, whose legs are told under two flags, from Kariangau by Singapore to Surabaya.
    out = SAILINGS[0].model_copy(update={"destination": "SGSIN"})
    back = SAILINGS[0].model_copy(
        update={"id": "F1-SUB", "origin": "SGSIN", "flag": "SG", "departure": at("15 12:00"), "arrival": at("17 12:00")}
    )
    round_way = case.changed(sailings=(out, back, *SAILINGS[1:]))
    routed = route(case, "A").model_copy(update={"sailings": ("F1", "F1-SUB", "O1-SIN", "O1-CMB")})
    assert "cabotage" in rules(round_way, routed)
    assert "cabotage" not in rules(with_row(round_way, "sailings", 1, flag="ID"), routed)


def test_reboarding(case: Case) -> None:
    # F1 goes on to Singapore and Colombo; the ocean ship is at Singapore before her.
    slow, far = (leg.model_copy(update={"voyage": "F1", "line": "LINEA"}) for leg in SAILINGS[4:])
    ways = case.changed(sailings=(*SAILINGS[:4], slow, far))
    routed = route(ways, "A").model_copy(update={"sailings": ("F1", "O1-SIN", far.id)})
    assert rules(ways, routed) >= {"reboarding"}
    assert "reboarding" not in rules(ways, routed.model_copy(update={"sailings": ("F1", slow.id, far.id)}))


@pytest.mark.parametrize(("latest", "kept"), [("12 22:00", True), ("12 21:00", False)])
def test_latest_departure(case: Case, latest: str, kept: bool) -> None:
    credit = with_row(case, "shipments", 0, latest_departure=at(latest))
    assert rules(credit, route(credit, "A")) == (set() if kept else {"latest_departure"})


def test_declaration(case: Case) -> None:
    in_java = with_row(case, "shipments", 0, declared_at="IDSUB")
    assert rules(in_java, route(in_java, "A")) == set()
    elsewhere = with_row(case, "shipments", 0, declared_at="SGSIN")
    assert rules(elsewhere, route(elsewhere, "A")) == {"declaration"}
    here = with_row(case, "shipments", 0, declared_at="IDKRG")
    assert rules(here, route(here, "A")) == set()


def test_restuffing(case: Case) -> None:
    changed = route(case, "A", restuffed_at="IDSUB")
    assert rules(case, changed) == set()
    assert rules(with_row(case, "shipments", 0, restuffing=False), changed) == {"restuffing"}
    assert rules(with_row(case, "ports", 1, restuffing_h=None), changed) == {"restuffing"}
    assert rules(case, changed.model_copy(update={"restuffed_at": "SGSIN"})) >= {"restuffing"}


def test_shipment_once(small_case: Case) -> None:
    case = tiny(small_case, booking("A"), booking("B", status="CANCELLED"))
    routed = route(case, "A")
    assert rules(case, routed) == set()
    assert rules(case, unserved=("A",)) == set()
    assert rules(case) == {"shipment_once"}
    assert rules(case, routed, unserved=("A",)) == {"shipment_once"}
    assert rules(case, routed, unserved=("B",)) == {"shipment_closed"}
    assert rules(case, routed, unserved=("NOBODY",)) == {"shipment_unknown"}


def test_sailing_unknown(case: Case) -> None:
    routed = route(case, "A").model_copy(update={"sailings": ("NOWHERE",)})
    assert rules(case, routed) == {"sailing_unknown"}
