"""Each term of the cost of a shipment plan, against paper."""

from datetime import timedelta
from typing import Any

import pytest

from data.case import Case
from data.shipment_plans import Routed
from tests.data.checker.shipments.tiny import at, booking, dates, moved, route, shared, tiny, verdict
from tests.data.conftest import with_row

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def cost(case: Case, *routes: Routed, **more: Any) -> dict[str, float]:
    """The terms that are not nothing."""
    return {name: money for name, money in verdict(case, *routes, **more).terms.items() if money}


def test_a_box_through(small_case: Case) -> None:
    case = tiny(small_case, booking("A"))
    made = verdict(case, route(case, "A"))
    assert made.terms == pytest.approx(
        {
            "freight": 100 + 300 + 600,
            "handling": 50 + 60,  # Kariangau and Surabaya
            # Inside on the 7th at 23:00 and off on the 12th at 22:00: 5 days begun, 2 free, 6 a day; 4 days at
            # Surabaya, 3 free, 4 a day.
            "storage": 18 + 4,
            "empties": 30,
            "detention": 7,  # from the 5th at 10:00 to the 7th at 23:00: 3 days begun, 2 free, 7 a day
            "restuffing": 0,
            "steps": 20 + 3 + 8 + 10,
            "transit": 10 * (21 + 4 / 24),  # from the 6th at 08:00 to the 27th at 12:00
            "lateness": 0,
            "roll_over": 0,
            "unserved": 0,
        }
    )
    assert made.cost == sum(made.terms.values())


def test_two_boxes_of_forty_feet(small_case: Case) -> None:
    case = tiny(small_case, booking("A", boxes=2, box_type="42G1"))
    one = cost(case, route(case, "A"))
    assert one == pytest.approx(
        {
            "freight": 4 * 1_000,
            "handling": 2 * 110,
            "storage": 2 * 22,
            "empties": 2 * 30,
            "detention": 2 * 7,
            "steps": 2 * 20 + 3 + 8 + 2 * 10,  # papers by shipment
            "transit": 2 * 10 * (21 + 4 / 24),
        }
    )


def test_a_shared_box_is_paid_once(small_case: Case) -> None:
    case = tiny(
        small_case,
        booking("A", part_of_box=0.5, gross_mass_kg=5_000),
        booking("B", part_of_box=0.25, gross_mass_kg=5_000, ready=at("05 08:00")),
    )
    assert cost(case, *shared(case, "BOX", "A", "B")) == pytest.approx(
        {
            "freight": 1_000,
            "handling": 110,
            "storage": 22,
            "empties": 30,
            "detention": 7,
            "steps": 20 + 10 * 0.75 + 2 * 3 + 2 * 8,  # stuffing of the box, VGM by share, papers by shipment
            "transit": 0.5 * 10 * (21 + 4 / 24) + 0.25 * 10 * (22 + 4 / 24),
        }
    )
    # Alone, each pays a box.
    alone = cost(case, *shared(case, "BOX-1", "A"), *shared(case, "BOX-2", "B"))
    assert (alone["freight"], alone["empties"], alone["steps"]) == (2_000, 60, 20 + 20 + 7.5 + 6 + 16)


def test_boxes_changed_on_the_way(small_case: Case) -> None:
    case = tiny(small_case, booking("A", boxes=2))
    made = cost(case, route(case, "A", restuffed_at="IDSUB"))
    assert made["restuffing"] == 2 * 150
    assert made["empties"] == 2 * 60
    half = tiny(small_case, booking("A", part_of_box=0.5))
    assert cost(half, route(half, "A", restuffed_at="IDSUB", shared_box="BOX"))["restuffing"] == 75


def test_storage_and_detention_count_days_that_are_begun(small_case: Case) -> None:
    case = tiny(small_case, booking("A"))
    # Exactly 3 days from gate-in to departure, and 5 from the empty box to the gate: 1 and 3 beyond the free ones.
    made = route(case, "A")
    inside = moved(made, "gate_in", end=at("09 22:00") - dates(made, "gate_in").end)
    inside = moved(inside, "pick_up", end=at("04 22:00") - dates(made, "pick_up").end)
    assert cost(case, inside)["storage"] == 6 + 4
    assert cost(case, inside)["detention"] == 3 * 7
    sooner = moved(inside, "gate_in", end=-MINUTE)
    assert cost(case, sooner)["storage"] == 12 + 4
    assert cost(case, sooner)["detention"] == 3 * 7
    assert cost(case, moved(inside, "gate_in", end=MINUTE))["detention"] == 4 * 7
    # Within the free days nothing is paid, and nothing is paid back.
    last = moved(inside, "gate_in", end=3 * DAY)
    assert cost(case, last)["storage"] == 4


def test_storage_needs_a_gate_in_and_detention_a_pick_up(small_case: Case) -> None:
    none = tiny(small_case, booking("A"), chained=False)
    made = cost(none, route(none, "A"))
    assert made["storage"] == 4
    assert "detention" not in made
    always = tiny(small_case, booking("A"), empties=())
    assert "detention" not in cost(always, route(always, "A"))


def test_lateness(small_case: Case) -> None:
    late = {"latest_arrival": at("25 00:00"), "boxes": 2}
    case = tiny(small_case, booking("A", **late))
    assert cost(case, route(case, "A"))["lateness"] == pytest.approx(2 * 100 * 2.5)
    case = tiny(small_case, booking("A", late_per_day=30, **late))
    assert cost(case, route(case, "A"))["lateness"] == pytest.approx(2 * 30 * 2.5)
    case = tiny(small_case, booking("A", late_per_day=0, **late))
    assert "lateness" not in cost(case, route(case, "A"))


@pytest.mark.parametrize(
    ("voyage", "sailings", "money"),
    [
        (None, ("F2", "O2-SIN", "O2-CMB"), 0),
        ("F1", ("F1", "O1-SIN", "O1-CMB"), 0),
        ("F1", ("F2", "O2-SIN", "O2-CMB"), 80),
        ("F2", ("F1", "O1-SIN", "O1-CMB"), 0),  # earlier than confirmed is no roll-over
        ("O1", ("F1", "O1-SIN", "O1-CMB"), 80),  # that one does not leave the origin
        ("CANCELLED", ("F1", "O1-SIN", "O1-CMB"), 80),
    ],
)
def test_roll_over(small_case: Case, voyage: str | None, sailings: tuple[str, ...], money: float) -> None:
    case = tiny(small_case, booking("A", voyage=voyage, boxes=2))
    assert verdict(case, route(case, "A", sailings)).terms["roll_over"] == money


def test_roll_over_is_none_where_another_ship_leaves_at_the_same_time(small_case: Case) -> None:
    case = tiny(small_case, booking("A", voyage="F2"))
    together = with_row(case, "sailings", 1, departure=case.sailings[0].departure)
    assert verdict(together, route(together, "A")).terms["roll_over"] == 0


def test_unserved(small_case: Case) -> None:
    case = tiny(small_case, booking("A", boxes=2), booking("B", part_of_box=0.25))
    assert cost(case, unserved=("A", "B")) == {"unserved": 22_500}


def test_handling_is_paid_where_ships_are_changed_and_not_where_they_call(small_case: Case) -> None:
    case = with_row(tiny(small_case, booking("A")), "ports", 2, handling_per_box=1_000)  # Singapore
    assert cost(case, route(case, "A"))["handling"] == 110
