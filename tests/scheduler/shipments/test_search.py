"""Shipment plans against paper and against brute force."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.calendars import Calendar
from data.case import Case
from data.checker import check
from data.sailings import Sailing
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.result import Status
from scheduler.shipments import solve, timetable
from scheduler.shipments.columns.pricing import Pricing
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.plan import NO_TIME
from scheduler.shipments.routes import Network
from scheduler.stopping import OutOfTime, Stop

QUICK = Stop(seconds=10)


def _changed(case: Case, table: str, row_id: str, **fields: object) -> Case:
    rows = tuple(row.model_copy(update=fields) if row.id == row_id else row for row in getattr(case, table))
    return case.changed(**{table: rows})


def test_the_small_case_by_hand(small_case: Case) -> None:
    result = solve(small_case, stop=QUICK)
    assert result.status is Status.OPTIMAL
    assert {entry.shipment: entry.sailings for entry in result.plan.shipments} == {
        "SHIP-1": ("ARU-2-SUB", "SUB-CMB"),
        "SHIP-2": ("ARU-1-SUB",),
    }
    assert result.cost == result.bound == check(small_case, result.plan).cost == 1_130


def test_whoever_cancels_it_waits_for_nothing_to_be_built(small_case: Case) -> None:
    stop = Stop(seconds=None)
    stop.cancel.set()
    result = solve(small_case, stop=stop)
    assert (result.status, result.plan.shipments) == (Status.CANCELLED, ())
    assert {entry.reason for entry in result.plan.unserved} == {NO_TIME}
    assert len(result.plan.unserved) == len(small_case.shipments)
    late = solve(small_case, stop=Stop(seconds=0))
    assert (late.status, late.plan.shipments) == (Status.FEASIBLE, ())


def test_building_ends_between_calendars_voyages_and_shipments(small_case: Case) -> None:
    case = small_case.changed(calendars=(Calendar(id="OFFICE"),))
    asked: list[None] = []

    def built(most: int) -> None:
        def ended() -> bool:
            asked.append(None)
            return len(asked) > most

        asked.clear()
        Pricing(Network(case, ChainClock(case, None, ended), None, ended), ended)

    built(1_000)
    assert len(asked) == 1 + len({leg.voyage for leg in case.sailings}) + len(case.shipments)
    for most in range(len(asked)):
        with pytest.raises(OutOfTime):
            built(most)


def test_the_timetable_tells_cutoff_slack_and_lateness(small_case: Case) -> None:
    first, second = timetable(small_case, solve(small_case, stop=QUICK).plan)
    assert first["cutoff"] == "2026-01-06T22:00+08:00"
    assert first["slack_h"] == 34
    assert first["voyages"] == ["ARU-2", "MAIN-7"]
    assert first["arrival"] == "2026-01-20T12:00+08:00"
    assert second["slack_h"] == 34
    assert second["late_h"] == 0


def test_a_full_leg_sends_the_cheaper_shipment_elsewhere(small_case: Case) -> None:
    # SHIP-2 (4 TEU, 2 boxes) alone would take ARU-1; with room for 3 there it takes ARU-2, two days later.
    case = _changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=3)
    result = solve(case, stop=QUICK)
    assert {entry.shipment: entry.sailings for entry in result.plan.shipments}["SHIP-2"] == ("ARU-2-SUB",)
    # With room for 4 on ARU-2 only one of the two goes: a box to Colombo costs less to leave than two to Surabaya.
    tight = _changed(case, "sailings", "ARU-2-SUB", capacity_teu=4)
    left = solve(tight, stop=QUICK)
    assert [entry.shipment for entry in left.plan.unserved] == ["SHIP-1"]
    assert "others take the room" in left.plan.unserved[0].reason
    assert check(tight, left.plan).cost == left.cost == left.bound


@pytest.mark.parametrize(
    ("table", "row", "fields", "reason"),
    [
        ("shipments", "SHIP-1", {"direct_only": True}, "without transhipment"),
        ("sailings", "SUB-CMB", {"capacity_teu": 0}, "room for 0 TEU"),
        ("sailings", "ARU-2-SUB", {"flag": "SG"}, "full delivery cut-off"),
    ],
)
def test_what_nothing_can_carry_has_its_reason(
    small_case: Case, table: str, row: str, fields: dict[str, object], reason: str
) -> None:
    case = _changed(small_case, table, row, **fields)
    result = solve(case, stop=QUICK)
    assert [entry.shipment for entry in result.plan.unserved] == ["SHIP-1"]
    assert reason in result.plan.unserved[0].reason
    assert check(case, result.plan).feasible


def test_an_unready_shipment_misses_every_cutoff(small_case: Case) -> None:
    ready = small_case.shipment_by_id["SHIP-1"].ready + timedelta(days=10)
    case = _changed(small_case, "shipments", "SHIP-1", ready=ready)
    result = solve(case, stop=QUICK)
    assert "FCO" in next(left.reason for left in result.plan.unserved if left.shipment == "SHIP-1")


def test_a_foreign_ship_may_carry_on_from_home_ports_but_not_between_them(small_case: Case) -> None:
    """A voyage Kariangau - Surabaya - Colombo under a foreign flag takes the box to Colombo, not to Surabaya."""
    legs = tuple(
        leg.model_copy(update={"voyage": "LONG", "flag": "SG", "call": None})
        for leg in small_case.sailings
        if leg.id != "ARU-1-SUB"
    )
    case = small_case.changed(sailings=legs)
    result = solve(case, stop=QUICK)
    assert [entry.shipment for entry in result.plan.shipments] == ["SHIP-1"]
    assert [entry.shipment for entry in result.plan.unserved] == ["SHIP-2"]


def _ways(case: Case, shipment_id: str) -> Iterator[tuple[str, ...]]:
    """Every sequence of legs from origin to destination, right or not."""
    shipment = case.shipment_by_id[shipment_id]

    def on(place: str, legs: tuple[Sailing, ...]) -> Iterator[tuple[str, ...]]:
        if place == shipment.destination:
            yield tuple(leg.id for leg in legs)
            return
        for leg in case.sailings:
            if leg.origin == place and (not legs or leg.departure >= legs[-1].arrival):
                yield from on(leg.destination, (*legs, leg))

    return on(shipment.origin, ())


_LEG = st.tuples(
    st.sampled_from([("IDKRG", "IDSUB"), ("IDSUB", "LKCMB"), ("IDKRG", "LKCMB"), ("IDKRG", "IDSUB")]),
    st.integers(0, 12),
    st.integers(1, 6),
    st.integers(1, 5),
    st.sampled_from([0, 100, 900]),
    st.sampled_from(["ID", "SG"]),
)


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(legs=st.lists(_LEG, min_size=1, max_size=6))
def test_tiny_networks_equal_brute_force(
    small_case: Case, legs: list[tuple[tuple[str, str], int, int, int, int, str]]
) -> None:
    start = small_case.first_day
    sailings = tuple(
        Sailing(
            id=f"L{number}", voyage=f"V{number}", line="ANY", flag=flag, origin=way[0], destination=way[1],
            departure=start + timedelta(days=day, hours=number), arrival=start + timedelta(days=day + length),
            capacity_teu=room, freight_per_teu=freight,
        )
        for number, (way, day, length, room, freight, flag) in enumerate(legs)
        if length > 1
    )  # fmt: skip
    case = small_case.changed(sailings=sailings)
    result = solve(case, stop=QUICK, workers=1)
    assert check(case, result.plan).feasible

    best = float("inf")
    choices = {shipment.id: [*_ways(case, shipment.id), None] for shipment in case.shipments}
    for chosen in product(*choices.values()):
        routes = dict(zip(choices, chosen, strict=True))
        verdict = check(case, ShipmentPlan(
            case=case.name, case_hash=case.hash,
            shipments=tuple(Routed(shipment=name, sailings=route) for name, route in routes.items() if route),
            unserved=tuple(UnservedShipment(shipment=name, reason="full") for name, way in routes.items() if not way),
        ))  # fmt: skip
        if verdict.feasible:
            best = min(best, verdict.cost)
    assert result.status is Status.OPTIMAL
    assert result.cost == pytest.approx(best)


def test_a_foreign_ship_is_not_boarded_twice_to_get_around_the_law(small_case: Case) -> None:
    """Kariangau - Colombo - Surabaya under a foreign flag: leaving it at Colombo for an hour changes nothing."""
    hour = timedelta(hours=1)
    first = small_case.sailing_by_id["ARU-1-SUB"]
    out = first.model_copy(
        update={"voyage": "LONG", "flag": "SG", "call": None, "destination": "LKCMB", "capacity_teu": 100}
    )
    back = out.model_copy(
        update={
            "id": "BACK", "origin": "LKCMB", "destination": "IDSUB", "departure": out.arrival + 48 * hour,
            "arrival": out.arrival + 96 * hour,
        }
    )  # fmt: skip
    case = small_case.changed(sailings=(out, back))
    plan = ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        shipments=(Routed(shipment="SHIP-2", sailings=(out.id, back.id)),),
        unserved=(UnservedShipment(shipment="SHIP-1", reason="left"),),
    )
    assert {broken.rule for broken in check(case, plan).broken} == {"cabotage"}
    result = solve(case, stop=QUICK)
    assert check(case, result.plan).feasible
    assert "SHIP-2" in {entry.shipment for entry in result.plan.unserved}
