"""Each rule of room on board and of empty boxes: a plan made by hand that keeps it, and one that breaks it."""

import pytest

from data.bookings import Shipment
from data.case import Case
from tests.data.checker.shipments.tiny import at, booking, route, rules, shared, tiny, verdict
from tests.data.conftest import with_row


def part(name: str, share: float, **more: object) -> Shipment:
    return booking(name, **{"part_of_box": share, "gross_mass_kg": 5_000, **more})


@pytest.mark.parametrize(("room", "kept"), [(4, True), (3, False)])
def test_capacity(small_case: Case, room: int, kept: bool) -> None:
    # Two 40-foot boxes of one shipment are four TEU; both legs of the ocean ship are looked at.
    case = tiny(small_case, booking("A", boxes=2, box_type="45G1"), empties=())
    case = with_row(case, "sailings", 3, capacity_teu=room)
    found = verdict(case, route(case, "A")).broken
    assert {broken.rule for broken in found} == (set() if kept else {"capacity"})
    assert kept or found[0].text == ("O1-CMB (SGSIN to LKCMB, 2026-01-22 12:00) has room for 3 TEU and A take 4")


def test_capacity_of_a_shared_box_is_one_box(small_case: Case) -> None:
    case = tiny(small_case, part("A", 0.5), part("B", 0.5))
    case = with_row(case, "sailings", 0, capacity_teu=1)
    assert rules(case, *shared(case, "BOX", "A", "B")) == set()
    assert rules(case, *shared(case, "BOX-1", "A"), *shared(case, "BOX-2", "B")) == {"capacity"}


def test_capacity_of_parts_in_no_box_is_a_box_each(small_case: Case) -> None:
    case = tiny(small_case, part("A", 0.5), part("B", 0.5))
    case = with_row(case, "sailings", 0, capacity_teu=1)
    assert rules(case, route(case, "A"), route(case, "B")) == {"capacity", "shared_box"}


@pytest.mark.parametrize(("plugs", "kept"), [(2, True), (1, False), (None, True)])
def test_plugs(small_case: Case, plugs: int | None, kept: bool) -> None:
    case = tiny(small_case, booking("A", boxes=2, plug=True))
    case = with_row(case, "sailings", 0, capacity_plugs=plugs)
    assert rules(case, route(case, "A")) == (set() if kept else {"plugs"})


@pytest.mark.parametrize(("room", "kept"), [(26_000, True), (25_999, False), (None, True)])
def test_mass(small_case: Case, room: int | None, kept: bool) -> None:
    case = with_row(tiny(small_case, booking("A"), booking("B")), "sailings", 2, capacity_kg=room)
    assert rules(case, route(case, "A"), route(case, "B")) == (set() if kept else {"mass"})


@pytest.mark.parametrize(
    ("restuffed", "taken", "at_hub", "kept"),
    [
        (None, "C-KRG", None, True),  # a through box is the ocean carrier's
        (None, "A-KRG", None, False),
        (None, "C-SUB", None, False),
        (None, None, None, False),
        (None, "NOBODY", None, False),
        (None, "C-KRG", "C-SUB", False),
        ("IDSUB", "A-KRG", "C-SUB", True),  # else each carrier has its own
        ("IDSUB", "C-KRG", "C-SUB", False),
        ("IDSUB", "A-KRG", None, False),
        ("IDSUB", "A-KRG", "A-KRG", False),
    ],
)
def test_empties(small_case: Case, restuffed: str | None, taken: str | None, at_hub: str | None, kept: bool) -> None:
    case = tiny(small_case, booking("A"))
    routed = route(case, "A", restuffed_at=restuffed, empties=taken, hub_empties=at_hub)
    assert ("empties" not in rules(case, routed)) is kept


def test_empties_are_of_the_right_type_and_listed_where_they_are_taken(small_case: Case) -> None:
    forty = tiny(small_case, booking("A", box_type="42G1"))
    assert "it needs 42G1 of LINEC at IDKRG" in verdict(forty, route(forty, "A")).broken[0].text
    none = tiny(small_case, booking("A"), empties=())
    assert rules(none, route(none, "A")) == set()
    assert rules(none, route(none, "A", empties="C-KRG")) == {"empties"}


@pytest.mark.parametrize(("available", "lead_h", "kept"), [("14 12:00", 0, True), ("14 12:01", 0, False)])
def test_empties_at_hub(small_case: Case, available: str, lead_h: float, kept: bool) -> None:
    case = with_row(tiny(small_case, booking("A")), "empties", 2, available=at(available), lead_h=lead_h)
    assert rules(case, route(case, "A", restuffed_at="IDSUB")) == (set() if kept else {"empties_at_hub"})


@pytest.mark.parametrize(("lead_h", "kept"), [(288, True), (289, False)])
def test_empties_at_hub_are_brought_from_the_booking_on(small_case: Case, lead_h: float, kept: bool) -> None:
    # From the booking on the 2nd at noon to the arrival at Surabaya are 288 hours.
    case = with_row(tiny(small_case, booking("A")), "empties", 2, lead_h=lead_h)
    assert rules(case, route(case, "A", restuffed_at="IDSUB")) == (set() if kept else {"empties_at_hub"})


def test_empties_taken(small_case: Case) -> None:
    case = tiny(small_case, booking("A", boxes=2), booking("B"))
    assert rules(case, route(case, "A"), unserved=("B",)) == set()
    found = verdict(case, route(case, "A"), route(case, "B")).broken
    assert [broken.rule for broken in found] == ["empties_taken"]
    assert found[0].text == "C-KRG has 2 empty boxes (22G1 of LINEC at IDKRG) and A, B take 3"


def test_empties_taken_for_a_shared_box_are_one(small_case: Case) -> None:
    case = tiny(small_case, part("A", 0.4), part("B", 0.3), part("C", 0.3), booking("D"))
    assert rules(case, *shared(case, "BOX", "A", "B", "C"), route(case, "D")) == set()


def test_of_many_shipments_the_first_are_named(small_case: Case) -> None:
    names = [f"S{number:02}" for number in range(12)]
    case = tiny(small_case, *(booking(name) for name in names), empties=())
    routed = [route(case, name) for name in names]
    found = next(broken for broken in verdict(case, *routed).broken if broken.rule == "capacity")
    assert found.calls == tuple(names)
    assert found.text.endswith("S00, S01, S02, S03, S04, S05, S06, S07 and 4 more take 12")
