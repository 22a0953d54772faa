"""Each rule of shared boxes: a plan made by hand that keeps it, and one that breaks it."""

from datetime import timedelta

import pytest

from data.bookings import Shipment
from data.case import Case
from data.export_chain import Chain
from data.shipment_plans import Routed
from tests.data.checker.shipments.tiny import at, booking, moved, route, rules, shared, tiny, verdict
from tests.data.conftest import with_row


def part(name: str, share: float = 0.5, **more: object) -> Shipment:
    return booking(name, **{"part_of_box": share, "gross_mass_kg": 5_000, **more})


@pytest.fixture
def case(small_case: Case) -> Case:
    return tiny(small_case, part("A"), part("B", ready=at("07 08:00")))


@pytest.fixture
def both(case: Case) -> list[Routed]:
    return shared(case, "BOX", "A", "B")


def test_two_who_share_a_box_keep_every_rule(case: Case, both: list[Routed]) -> None:
    assert verdict(case, *both).broken == ()
    # The box waits for the goods of both.
    assert {step.start for routed in both for step in routed.steps if step.step == "stuffing"} == {at("07 08:00")}


def test_shared_box(case: Case, both: list[Routed]) -> None:
    alone = both[0].model_copy(update={"shared_box": None})
    assert rules(case, alone, both[1]) == {"shared_box"}
    assert rules(case, both[0], unserved=("B",)) == set()  # alone in a box with a name
    whole = tiny(case, booking("A"))
    assert rules(whole, route(whole, "A", shared_box="BOX")) == {"shared_box"}


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"sailings": ("F2", "O2-SIN", "O2-CMB")}, "sailings"),
        ({"restuffed_at": "IDSUB"}, "port where goods change boxes"),
        ({"empties": "A-KRG"}, "empty boxes"),
        ({"hub_empties": "C-SUB"}, "empty boxes on the way"),
    ],
)
def test_sharing_alike_on_the_way(case: Case, both: list[Routed], fields: dict[str, object], word: str) -> None:
    found = verdict(case, both[0], both[1].model_copy(update=fields)).broken
    assert any(broken.rule == "sharing_alike" and f"differ in {word}:" in broken.text for broken in found)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"origin": "IDSUB"}, "origin"),
        ({"destination": "SGSIN"}, "destination"),
        ({"box_type": "22G0"}, "box type"),
        ({"plug": True}, "plug"),
        ({"hazards": ("3",)}, "dangerous goods"),
        ({"chain": "OTHER"}, "export chain"),
    ],
)
def test_sharing_alike_of_goods(case: Case, both: list[Routed], fields: dict[str, object], word: str) -> None:
    case = case.changed(chains=(*case.chains, Chain(id="OTHER", name="Other")))
    found = verdict(with_row(case, "shipments", 1, **fields), *both).broken
    assert any(broken.rule == "sharing_alike" and f"differ in {word}:" in broken.text for broken in found)


def test_sharing_alike_in_whatever_order_the_dangers_are_told(small_case: Case) -> None:
    case = tiny(small_case, part("A", hazards=("3", "9")), part("B", hazards=("9", "3")))
    assert rules(case, *shared(case, "BOX", "A", "B")) == set()


@pytest.mark.parametrize(("share", "kept"), [(0.5, True), (0.51, False)])
def test_shared_room(small_case: Case, share: float, kept: bool) -> None:
    case = tiny(small_case, part("A"), part("B", share))
    assert rules(case, *shared(case, "BOX", "A", "B")) == (set() if kept else {"shared_room"})


def test_shared_room_of_ten_tenths_is_one_box(small_case: Case) -> None:
    names = [f"S{number}" for number in range(10)]
    case = tiny(small_case, *(part(name, 0.1, gross_mass_kg=1_000) for name in names))
    assert rules(case, *shared(case, "BOX", *names)) == set()


@pytest.mark.parametrize(("gross", "kept"), [(27_500, True), (27_501, False)])
def test_shared_mass(small_case: Case, gross: int, kept: bool) -> None:
    case = tiny(small_case, part("A"), part("B", gross_mass_kg=gross))
    assert rules(case, *shared(case, "BOX", "A", "B")) == (set() if kept else {"shared_mass"})


def test_shared_steps(case: Case, both: list[Routed]) -> None:
    hour = timedelta(hours=1)
    later = moved(both[1], "loading", start=hour, end=hour)
    found = verdict(case, both[0], later).broken
    assert [broken.rule for broken in found] == ["shared_steps"]
    assert "A, B, who share BOX, have the step loading of their box at different times" in found[0].text
    # Papers are each exporter's own.
    assert rules(case, both[0], moved(both[1], "bl", end=hour)) == set()
