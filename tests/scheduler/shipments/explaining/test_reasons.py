"""Why a shipment goes as it does or not at all, and that the least change serves it and less does not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bookings import Empties
from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.export_chain import Chain, ChainStep
from data.sailings import Cutoff
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from scheduler.shipments.explaining.alternatives import alternatives
from scheduler.shipments.explaining.left_by_plan import LeftByPlan
from scheduler.shipments.explaining.reasons import why_served, why_unserved
from scheduler.shipments.explaining.repair import serves
from scheduler.shipments.explaining.repairs import least_change

Make = Callable[..., Case]


def at(text: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


def changed(case: Case, table: str, row_id: str, **fields: Any) -> Case:
    key = {"ports": "unlocode"}.get(table, "id")
    rows = tuple(row.model_copy(update=fields) if getattr(row, key) == row_id else row for row in getattr(case, table))
    return case.changed(**{table: rows})


def plan_of(case: Case, now: datetime | None = None, **routes: tuple[str, ...]) -> ShipmentPlan:
    """A plan without steps: those named go, the others stay."""
    named = {name.replace("_", "-"): legs for name, legs in routes.items()}
    return ShipmentPlan(
        case=case.name,
        case_hash=case.hash,
        now=now,
        shipments=tuple(Routed(shipment=name, sailings=legs) for name, legs in named.items()),
        unserved=tuple(UnservedShipment(shipment=row.id, reason="") for row in case.shipments if row.id not in named),
    )


def assert_served(left_by_plan: LeftByPlan, shipment: str) -> None:
    """The shipment has a way beside the plan, by the checker too."""
    assert serves(left_by_plan, shipment)
    booked = left_by_plan.case.shipment_by_id[shipment]
    option = next(option for option in left_by_plan.options(booked) if left_by_plan.fits(option))
    routed = Routed(
        shipment=shipment,
        sailings=option.route.key,
        empties=None if option.empties is None else option.empties.id,
        restuffed_at=option.restuffed_at,
        hub_empties=None if option.hub_empties is None else option.hub_empties.id,
        steps=option.dates.of(option.index),
        shared_box=None if booked.part_of_box is None else "BOX",
    )
    others = tuple(entry for entry in left_by_plan.plan.unserved if entry.shipment != shipment)
    plan = left_by_plan.plan.model_copy(
        update={"shipments": (*left_by_plan.plan.shipments, routed), "unserved": others}
    )
    verdict = check(left_by_plan.case, plan)
    assert not [broken for broken in verdict.broken if shipment in broken.calls]


def told(case: Case, plan: ShipmentPlan | None = None, shipment: str = "SHIP-1") -> tuple[str, str, float]:
    """The reason, and the least change, which is proven: it serves the shipment, and a bit less does not."""
    left_by_plan = LeftByPlan(case, plan or plan_of(case))
    entry = why_unserved(left_by_plan, shipment)
    repair = least_change(left_by_plan, shipment)
    assert entry.change is not None
    assert repair is not None
    assert entry.change == repair.change
    assert_served(repair.apply(repair.change.amount), shipment)
    if repair.change.amount:
        whole = repair.change.what in ("boxes", "room", "plugs", "mass", "cost")
        less = repair.change.amount - (1 if whole else 1 / 60)
        assert not serves(repair.apply(less), shipment)
    return entry.reason, entry.change.what, entry.change.amount


@pytest.fixture(scope="module")
def chained(small_case: Case) -> Make:
    """Make a case with a chain of the given steps for all shipments."""

    def make(*steps: tuple[str, str, dict[str, Any]], **tables: Any) -> Case:
        rows = tuple(
            ChainStep(chain="C", step=name, name=name.title(), party="forwarder", after=(after,), **fields)
            for name, after, fields in steps
        )
        return small_case.changed(chains=(Chain(id="C", name="A chain"),), chain_steps=rows, **tables)

    return make


def test_too_late_for_every_cutoff(small_case: Case) -> None:
    case = changed(small_case, "shipments", "SHIP-1", ready=at("07 10:00"))
    # ARU-2 leaves on the 7th at 22:00 and closes a day before.
    reason, what, amount = told(case)
    assert (what, amount) == ("ready", 12.0)
    assert "ready too late for every cut-off" in reason
    assert "ARU-2-SUB" in reason
    assert "by 12.0 h" in reason


def test_a_step_too_late_for_its_cutoff(chained: Make) -> None:
    case = chained(
        ("papers", "ready", {"duration_h": 70, "cutoff": "DCO"}),
        cutoffs=(Cutoff(id="1", code="DCO", port="IDKRG", hours_before=12),),
    )
    reason, what, amount = told(case)
    # From 5 January 12:00 70 h, and the documents are due on the 7th at 10:00.
    assert (what, amount) == ("ready", 24.0)
    assert "Papers misses the documents cut-off (DCO) at 2026-01-07 10:00 by 24.0 h" in reason


def test_goods_are_not_ready_before_they_are_booked(chained: Make) -> None:
    case = chained(
        ("papers", "booked", {"duration_h": 70, "cutoff": "DCO"}),
        cutoffs=(Cutoff(id="1", code="DCO", port="IDKRG", hours_before=12),),
    )
    case = changed(case, "shipments", "SHIP-1", booked=at("05 00:00"))
    reason, what, amount = told(case)
    assert (what, amount) == ("booked", 12.0)
    assert "Papers misses" in reason


def test_nothing_is_asked_to_be_earlier_than_now(small_case: Case) -> None:
    case = changed(small_case, "shipments", "SHIP-1", ready=at("07 10:00"))
    _, what, amount = told(case, plan_of(case, now=at("07 08:00")))
    assert (what, amount) == ("cutoff", 12.0)


def test_no_empty_boxes(small_case: Case) -> None:
    rows = (Empties(id="C-1", line="LINEC", port="IDKRG", box_type="22G1", boxes=1, available=at("01 00:00")),)
    case = small_case.changed(empties=rows)
    assert serves(LeftByPlan(case, plan_of(case)), "SHIP-1")
    case = changed(case, "shipments", "SHIP-1", boxes=3)
    reason, what, amount = told(case)
    assert (what, amount) == ("boxes", 2.0)
    assert reason.startswith("no empty boxes: LINEC has 1")


def test_a_line_without_any_empty_box(small_case: Case) -> None:
    rows = (Empties(id="A-1", line="LINEA", port="IDKRG", box_type="22G1", boxes=1, available=at("01 00:00")),)
    reason, what, amount = told(small_case.changed(empties=rows))
    assert (what, amount) == ("boxes", 1.0)
    assert reason == "no empty boxes: LINEC has no empty 22G1 at IDKRG"


def test_boxes_that_others_take(small_case: Case) -> None:
    rows = (Empties(id="A-1", line="LINEA", port="IDKRG", box_type="45G1", boxes=3, available=at("01 00:00")),)
    two = small_case.shipment_by_id["SHIP-2"]
    case = small_case.changed(empties=rows, shipments=(*small_case.shipments, two.model_copy(update={"id": "SHIP-3"})))
    plan = plan_of(case)
    plan = plan.model_copy(
        update={
            "shipments": (Routed(shipment="SHIP-3", sailings=("ARU-1-SUB",), empties="A-1"),),
            "unserved": plan.unserved[:2],
        }
    )
    reason, what, amount = told(case, plan, "SHIP-2")
    assert (what, amount) == ("boxes", 1.0)
    assert "LINEA has 1 of 3 empty 45G1 left at IDKRG (A-1), and it needs 2; taken by SHIP-3" in reason


def test_no_room_beside_the_others(small_case: Case) -> None:
    case = changed(
        changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=0), "sailings", "ARU-2-SUB", capacity_teu=4
    )
    reason, what, amount = told(case, plan_of(case, SHIP_2=("ARU-2-SUB",)))
    assert (what, amount) == ("room", 1.0)
    assert reason == "no room: ARU-2-SUB has 0 of 4 TEU left, and it needs 1; taken by SHIP-2"


@pytest.mark.parametrize(
    ("fields", "shipment", "what", "amount"),
    [
        ({"capacity_plugs": 0}, {"plug": True}, "plugs", 1.0),
        ({"capacity_kg": 10_000}, {}, "mass", 3_000.0),
        ({"capacity_teu": 0}, {}, "room", 1.0),
    ],
)
def test_no_room_on_a_leg(
    small_case: Case, fields: dict[str, int], shipment: dict[str, bool], what: str, amount: float
) -> None:
    case = changed(changed(small_case, "sailings", "SUB-CMB", **fields), "shipments", "SHIP-1", **shipment)
    reason, found, much = told(case)
    assert (found, much) == (what, amount)
    assert reason.startswith("no room: SUB-CMB")


def test_the_letter_of_credit(small_case: Case) -> None:
    case = changed(small_case, "shipments", "SHIP-1", latest_departure=at("07 12:00"))
    assert told(case)[1:] == ("latest_departure", 10.0)
    reason, what, amount = told(
        changed(small_case, "shipments", "SHIP-2", latest_departure=at("05 12:00")), None, "SHIP-2"
    )
    assert (what, amount) == ("latest_departure", 10.0)
    assert "no ship leaves by the letter of credit's latest date, 2026-01-05 12:00" in reason


def test_transhipment_is_refused(small_case: Case) -> None:
    reason, what, _ = told(changed(small_case, "shipments", "SHIP-1", direct_only=True))
    assert what == "direct_only"
    assert "without transhipment" in reason


def test_declared_where_it_does_not_come(small_case: Case) -> None:
    other = small_case.ports[0].model_copy(update={"unlocode": "IDJKT", "name": "Jakarta"})
    case = changed(small_case.changed(ports=(*small_case.ports, other)), "shipments", "SHIP-1", declared_at="IDJKT")
    reason, what, _ = told(case)
    assert what == "declared_at"
    assert "declared at IDJKT" in reason


def test_cabotage(small_case: Case) -> None:
    case = changed(changed(small_case, "sailings", "ARU-2-SUB", flag="SG"), "sailings", "ARU-1-SUB", flag="SG")
    reason, what, _ = told(case)
    assert what == "sailing"
    assert "only Indonesian ships carry" in reason


def test_a_connection_too_short(small_case: Case) -> None:
    case = changed(small_case, "ports", "IDSUB", connection_h=100)
    reason, what, amount = told(case)
    # ARU-2 comes 48 h before MAIN-7 leaves.
    assert (what, amount) == ("connection", 52.0)
    assert "IDSUB" in reason


def test_no_way_at_all(small_case: Case) -> None:
    case = small_case.changed(sailings=small_case.sailings[:2])
    reason, what, _ = told(case)
    assert (reason, what) == ("no ships lead from IDKRG to LKCMB", "sailing")


def test_its_way_costs_more_than_to_leave_it(small_case: Case) -> None:
    case = changed(small_case, "sailings", "SUB-CMB", freight_per_teu=50_000)
    reason, what, amount = told(case)
    # 50,000 for the ships and 15 days under way at 10, against 10,000 for a box that stays.
    assert (what, amount) == ("cost", 40_150)
    assert "and to leave it 10,000" in reason


def test_who_has_its_first_choice_and_who_has_not(small_case: Case) -> None:
    left_by_plan = LeftByPlan(small_case, plan_of(small_case, SHIP_1=("ARU-2-SUB", "SUB-CMB"), SHIP_2=("ARU-1-SUB",)))
    assert why_served(left_by_plan, "SHIP-2") == "it has its first choice"
    case = changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=4)
    third = case.shipment_by_id["SHIP-2"].model_copy(update={"id": "SHIP-3"})
    case = case.changed(shipments=(*case.shipments, third))
    got = why_served(LeftByPlan(case, plan_of(case, SHIP_3=("ARU-1-SUB",), SHIP_2=("ARU-2-SUB",))), "SHIP-2")
    # Two boxes two days longer under way.
    room = "ARU-1-SUB has 0 of 4 TEU left, and it needs 4; taken by SHIP-3"
    assert got == f"ARU-1 would cost 40 less: {room}"


def test_alternatives_side_by_side(small_case: Case) -> None:
    case = changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=3)
    plan = plan_of(case, SHIP_2=("ARU-2-SUB",))
    rows = alternatives(LeftByPlan(changed(case, "sailings", "ARU-1-SUB", capacity_teu=5), plan), "SHIP-2")
    assert [(row.voyages, row.planned, row.fits, row.days) for row in rows] == [
        (("ARU-1",), False, True, 4.0),
        (("ARU-2",), True, True, 6.0),
    ]
    assert rows[0].cost == pytest.approx(sum(rows[0].terms.values()))
    assert rows[0].slack_h == 34
    with pytest.raises(DermagaError, match="no shipment SHIP-9"):
        alternatives(LeftByPlan(case, plan), "SHIP-9")


def test_alternatives_say_what_fills_them(small_case: Case) -> None:
    case = changed(small_case, "sailings", "ARU-1-SUB", capacity_teu=4)
    third = case.shipment_by_id["SHIP-2"].model_copy(update={"id": "SHIP-3"})
    case = case.changed(shipments=(*case.shipments, third))
    rows = alternatives(LeftByPlan(case, plan_of(case, SHIP_3=("ARU-1-SUB",), SHIP_2=("ARU-2-SUB",))), "SHIP-2")
    assert [(row.voyages, row.fits) for row in rows] == [(("ARU-1",), False), (("ARU-2",), True)]
    assert "taken by SHIP-3" in rows[0].lacks[0].text


def shared(case: Case, *parts: float, room: int) -> Case:
    """Shipments P1, P2, ... of parts of a 20-foot box to Colombo, with room for so many TEU from Surabaya."""
    first = case.shipment_by_id["SHIP-1"]
    rows = tuple(
        first.model_copy(update={"id": f"P{number}", "part_of_box": part, "gross_mass_kg": 9_000})
        for number, part in enumerate(parts, 1)
    )
    return changed(case.changed(shipments=rows), "sailings", "SUB-CMB", capacity_teu=room)


def test_a_part_finds_place_in_a_box_of_the_plan(small_case: Case) -> None:
    case = shared(small_case, 0.4, 0.6, 0.7, room=1)
    plan = plan_of(case, P1=("ARU-2-SUB", "SUB-CMB"))
    box = plan.shipments[0].model_copy(update={"shared_box": "BOX-1"})
    plan = plan.model_copy(update={"shipments": (box,)})
    assert serves(LeftByPlan(case, plan), "P2")
    assert "nothing keeps it from" in why_unserved(LeftByPlan(case, plan), "P2").reason
    reason, what, amount = told(case, plan, "P3")
    assert (what, amount) == ("room", 1.0)
    assert "taken by P1" in reason


def test_a_part_goes_dearer_alone_than_together(small_case: Case) -> None:
    case = shared(small_case, 0.4, 0.6, room=9)
    case = changed(case, "sailings", "SUB-CMB", freight_per_teu=900)
    quicker = case.sailing_by_id["SUB-CMB"].model_copy(
        update={"id": "SUB-CMB-2", "voyage": "MAIN-8", "freight_per_teu": 800}
    )
    case = case.changed(sailings=(*case.sailings, quicker))
    plan = plan_of(case, P1=("ARU-2-SUB", "SUB-CMB"), P2=("ARU-2-SUB", "SUB-CMB"))
    boxes = tuple(entry.model_copy(update={"shared_box": "BOX-1"}) for entry in plan.shipments)
    got = why_served(LeftByPlan(case, plan.model_copy(update={"shipments": boxes})), "P1")
    assert got == "ARU-2 and MAIN-8 would cost 100 less: alone, while it goes in one box with P2"


@settings(max_examples=40, deadline=None)
@given(
    ready=st.integers(0, 120),
    papers=st.integers(0, 60),
    teu=st.integers(0, 6),
    boxes=st.integers(0, 4),
    wanted=st.integers(1, 4),
    connection=st.integers(0, 90),
    credit=st.one_of(st.none(), st.integers(0, 100)),
    direct=st.booleans(),
    feeder=st.integers(4, 9),
    freight=st.sampled_from([900, 9_000, 30_000]),
)
def test_the_least_change_serves_and_less_does_not(
    chained: Make, ready: int, papers: int, teu: int, boxes: int, wanted: int, connection: int,
    credit: int | None, direct: bool, feeder: int, freight: int,
) -> None:  # fmt: skip
    case = chained(
        ("papers", "ready", {"duration_h": papers, "cutoff": "DCO"}),
        cutoffs=(Cutoff(id="1", code="DCO", port="IDKRG", hours_before=12),),
        empties=tuple(
            Empties(id=f"{line}-1", line=line, port="IDKRG", box_type="22G1", boxes=boxes, available=at("01 00:00"))
            for line in ("LINEA", "LINEC")
        ),
    )
    start = at("03 00:00") + timedelta(hours=ready)
    latest = None if credit is None else start + timedelta(hours=credit + 1)
    case = changed(case, "sailings", "SUB-CMB", capacity_teu=teu, freight_per_teu=freight)
    case = changed(case, "sailings", "ARU-2-SUB", capacity_teu=feeder)
    case = changed(case, "ports", "IDSUB", connection_h=connection)
    case = changed(case, "shipments", "SHIP-1", ready=start, boxes=wanted, latest_departure=latest, direct_only=direct)
    plan = plan_of(case, SHIP_2=("ARU-2-SUB",))
    left_by_plan = LeftByPlan(case, plan)
    repair = least_change(left_by_plan, "SHIP-1")
    if serves(left_by_plan, "SHIP-1"):
        assert repair is None
    elif repair is not None:
        told(case, plan)
