"""A wished direct call by hand: who could use it, how its weeks are filled, and what it saves."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.terminal import Port
from scheduler.result import Status
from scheduler.shipments.routine.consolidation import consolidate, saving
from scheduler.shipments.routine.direct_call import Candidate, WishedCall, candidates, with_call
from scheduler.stopping import Stop

QUICK = Stop(seconds=10)
FIRST = datetime.fromisoformat("2026-01-08T12:00+08:00")


def wish(**fields: Any) -> WishedCall:
    return WishedCall(**{"rotation": ("LKCMB",), "days": (9,), "first": FIRST, "weeks": 3, "minimum": 10} | fields)


def shipped(case: Case, **fields: Any) -> Shipment:
    usual = {name: getattr(case.shipments[0], name) for name in Shipment.model_fields}
    usual |= {"ready": FIRST - timedelta(days=3), "latest_arrival": FIRST + timedelta(days=60)}
    fields.setdefault("gross_mass_kg", 1_000 * fields.get("boxes", 1))
    return Shipment.model_validate(usual | fields)


def of(case: Case, *shipments: Shipment) -> Case:
    return case.changed(shipments=shipments)


def weeks_of(case: Case, wished: WishedCall, **options: Any) -> dict[str, dict[int, int]]:
    return {each.shipment.id: each.earlier for each in candidates(case, wished, **options)}


def test_a_shipment_goes_in_the_weeks_that_it_makes(small_case: Case) -> None:
    case = of(
        small_case,
        shipped(small_case, id="ANY"),
        # The cut-off of the first is a day before it leaves.
        shipped(small_case, id="LATE", ready=FIRST - timedelta(hours=23)),
        shipped(small_case, id="SOON", latest_arrival=FIRST + timedelta(days=10)),
        shipped(small_case, id="CREDIT", latest_departure=FIRST + timedelta(days=8)),
        shipped(small_case, id="CLOSED", status="CANCELLED"),
        shipped(small_case, id="AWAY", origin="IDSUB"),
        shipped(small_case, id="JAVA", declared_at="IDSUB"),
    )
    assert weeks_of(case, wish(), most_weeks=9) == {
        "ANY": {0: 0, 1: 0, 2: 0},
        "LATE": {1: 0, 2: 0},
        "SOON": {0: 0},
        "CREDIT": {0: 0, 1: 0},
        "JAVA": {0: 0, 1: 0, 2: 0},
    }
    assert weeks_of(case, wish())["ANY"] == {0: 0, 1: 0}


def test_goods_that_can_be_ready_earlier_go_a_week_earlier(small_case: Case) -> None:
    case = of(small_case, shipped(small_case, id="FLEX", ready=FIRST - timedelta(hours=23) + timedelta(days=2)))
    assert weeks_of(case, wish()) == {"FLEX": {1: 0, 2: 0}}
    assert weeks_of(case, wish(), flexible_days={"FLEX": 2}) == {"FLEX": {1: 0, 2: 0}}
    # Two days and an hour are missing.
    (found,) = candidates(case, wish(), {"FLEX": 7})
    assert found.earlier == {0: 3, 1: 0, 2: 0}
    assert found.wish == 1


def test_ports_beyond_the_call_are_reached_by_todays_ships(small_case: Case) -> None:
    # By Surabaya to Colombo with SUB-CMB, which leaves on the 11th at 12:00; least time between ships is a day.
    case = of(small_case, shipped(small_case, id="ON"), shipped(small_case, id="DIRECT", direct_only=True))
    early = wish(rotation=("IDSUB",), days=(1.5,), flag="ID", first=FIRST)
    assert weeks_of(case, early) == {"ON": {0: 0}}
    assert weeks_of(case, wish(rotation=("IDSUB",), days=(2.1,), flag="ID")) == {}
    with pytest.raises(DermagaError, match="Indonesian"):
        candidates(case, wish(rotation=("IDSUB",), days=(2,)))
    with pytest.raises(DermagaError, match="no port XXYYY"):
        candidates(case, wish(rotation=("XXYYY",)))


def test_a_foreign_ship_carries_abroad_by_way_of_a_second_home_port(small_case: Case) -> None:
    ocean = small_case.sailing_by_id["SUB-CMB"]
    middle = ocean.departure + timedelta(days=2)
    first = ocean.model_copy(update={"id": "SUB-JKT", "destination": "IDJKT", "arrival": middle})
    second = ocean.model_copy(update={"id": "JKT-CMB", "origin": "IDJKT", "departure": middle + timedelta(days=1)})
    case = small_case.changed(
        ports=(*small_case.ports, Port(unlocode="IDJKT", name="Jakarta")),
        sailings=(*(leg for leg in small_case.sailings if leg.id != "SUB-CMB"), first, second),
        shipments=(shipped(small_case, id="ON"), shipped(small_case, id="HOME", destination="IDJKT")),
    )
    assert weeks_of(case, wish(rotation=("IDSUB",), days=(1.5,), flag="ID")) == {"ON": {0: 0}}


def test_weeks_are_filled_by_those_who_can_move(small_case: Case) -> None:
    later = {"ready": FIRST + timedelta(days=4)}
    case = of(
        small_case,
        shipped(small_case, id="A", boxes=7),
        shipped(small_case, id="B", boxes=2, latest_arrival=FIRST + timedelta(days=10)),
        shipped(small_case, id="C", boxes=4, exporter="The one who waits"),
        shipped(small_case, id="D", boxes=6, **later),
        shipped(small_case, id="E", boxes=3, **later),
    )
    found = consolidate(wish(weeks=2), candidates(case, wish(weeks=2)), stop=QUICK)
    assert found.status is Status.OPTIMAL
    # Of themselves 13 and 9: moving C (4) would leave the first with 9; moving nobody reaches one.
    assert [(week.wished, week.filled, week.shortfall) for week in found.weeks] == [(13, 13, 0), (9, 9, 1)]
    assert (found.reached, found.most_reached, found.reached_unmoved) == (1, 1, 1)
    assert {each.shipment for each in found.weeks[1].could_fill} == {"A", "C"}
    less = wish(weeks=2, minimum=9)
    assert consolidate(less, candidates(case, less), stop=QUICK).reached == 2
    moved = consolidate(wish(weeks=2, minimum=11), candidates(case, wish(weeks=2, minimum=11)), stop=QUICK)
    assert (moved.reached, moved.most_reached) == (1, 1)
    case = of(case, *case.shipments, shipped(small_case, id="F", boxes=1, exporter="The one who waits"))
    both = consolidate(wish(weeks=2), candidates(case, wish(weeks=2)), stop=QUICK)
    assert (both.reached, both.most_reached, both.reached_unmoved) == (2, 2, 1)
    (mover,) = both.weeks[1].moved_in
    assert (mover.shipment, mover.exporter, mover.wish, mover.week) == ("F", "The one who waits", 0, 1)


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2), st.booleans(), st.booleans()), max_size=5),
    st.integers(1, 9),
)
@settings(max_examples=25, deadline=None)
def test_no_other_assignment_is_better(rows: list[tuple[int, int, bool, bool]], minimum: int) -> None:
    wished = wish(minimum=minimum)
    shipments = []
    for number, (boxes, home, down, up) in enumerate(rows):
        shipment = Shipment(
            id=f"S{number}", exporter="E", commodity="C", hs_code="1301.90", boxes=boxes, gross_mass_kg=1_000 * boxes,
            origin="IDKRG", destination="LKCMB", ready=FIRST, latest_arrival=FIRST + timedelta(days=60),
        )  # fmt: skip
        weeks = [week for week, can in ((home - 1, down), (home, True), (home + 1, up)) if can and 0 <= week < 3]
        shipments.append(Candidate(shipment, dict.fromkeys(weeks, 0), home))

    def worth(sizes: list[int]) -> tuple[int, int]:
        return sum(size >= minimum for size in sizes), -sum(max(0, minimum - size) for size in sizes)

    best = max(
        worth([sum(row[0] for row, week in zip(rows, chosen, strict=True) if week == there) for there in range(3)])
        for chosen in product(*(each.earlier for each in shipments))
    )
    found = consolidate(wished, shipments, stop=QUICK)
    assert worth([round(week.filled) for week in found.weeks]) == best
    assert found.reached == found.most_reached == best[0]


def test_parts_of_boxes_count_as_filled(small_case: Case) -> None:
    parts = [shipped(small_case, id=f"P{number}", part_of_box=0.35) for number in range(3)]
    case = of(small_case, *parts)
    found = consolidate(wish(weeks=1, minimum=1), candidates(case, wish(weeks=1, minimum=1)), stop=QUICK)
    assert (found.weeks[0].filled, found.reached) == (1.05, 1)


def test_what_the_call_saves(small_case: Case) -> None:
    # Today by Surabaya for 900 a TEU, at Colombo on the 20th; with the call there on the 17th for 300.
    case = of(small_case, shipped(small_case, id="A", boxes=7), shipped(small_case, id="B", boxes=5))
    wished = wish(freight_per_teu=300)
    filled = consolidate(wished, candidates(case, wished), stop=QUICK)
    found = saving(case, wished, filled, stop=QUICK)
    assert (found.weeks, found.boxes, found.teu, found.checked) == ((0,), 12, 12, True)
    # 600 a TEU, and three days of 10 a day and box.
    assert found.saving == found.least == found.most == 12 * (600 + 30)
    assert found.most_freight_per_teu == 930
    assert (found.days_without, found.days_with) == (pytest.approx(15), pytest.approx(12))
    assert (found.boxes_by_week, found.unserved_today) == ({0: 12}, 0)


def test_boxes_that_no_ship_takes_today_are_told(small_case: Case) -> None:
    case = of(small_case, shipped(small_case, id="A", boxes=7, ready=FIRST + timedelta(days=4)))
    wished = wish(minimum=5, weeks=2)
    found = saving(case, wished, consolidate(wished, candidates(case, wished), stop=QUICK), stop=QUICK)
    assert (found.weeks, found.boxes, found.unserved_today) == ((1,), 7, 7)
    assert (found.days_without, found.terms_without["unserved"]) == (None, 70_000)


def test_what_is_declared_in_java_today_is_declared_here(small_case: Case) -> None:
    java, here = (shipped(small_case, id=name, declared_at=port) for name, port in (("J", "IDSUB"), ("H", None)))
    case, wished = of(small_case, java, here), wish(minimum=2)
    filled = consolidate(wished, candidates(case, wished), stop=QUICK)
    assert {each.shipment: each.declared_here for each in filled.goes} == {"J": True, "H": False}
    found = saving(case, wished, filled, stop=QUICK)
    assert (found.boxes, found.checked) == (2, True)


def test_without_a_week_that_reaches_it_the_saving_is_of_all(small_case: Case) -> None:
    case = of(small_case, shipped(small_case, id="A", boxes=2))
    filled = consolidate(wish(), candidates(case, wish()), stop=QUICK)
    assert filled.reached == 0
    assert saving(case, wish(), filled, stop=QUICK).weeks == (0, 1, 2)


def test_the_legs_of_a_rotation_and_calls_that_make_no_sense(small_case: Case) -> None:
    case = with_call(small_case, wish(rotation=("LKCMB", "IDSUB"), days=(9, 9.5), flag="ID"), [1])
    first, second = case.sailings[-2:]
    assert (first.origin, first.destination, first.arrival) == ("IDKRG", "LKCMB", FIRST + timedelta(days=16))
    assert (second.departure, second.arrival) == (
        first.arrival + timedelta(hours=6),
        first.arrival + timedelta(hours=12),
    )
    for fields in (
        {"days": ()},
        {"rotation": (), "days": ()},
        {"days": (0,)},
        {"rotation": ("A", "A"), "days": (1, 2)},
    ):
        with pytest.raises(DermagaError):
            wish(**fields)
