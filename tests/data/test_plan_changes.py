from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DermagaError
from data.plan_changes import FieldChange, PlanChange, plan_changes
from data.plans import (
    Ballast,
    BerthedCall,
    BerthPlan,
    Carried,
    CraneUse,
    LeftAshore,
    Lift,
    LoadingPlan,
    Reservation,
    UnservedCall,
    YardMove,
    YardPlan,
)
from data.shipment_plans import PlannedStep, Routed, ShipmentPlan, UnservedShipment

START = datetime(2026, 1, 5, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def berthed(call: str, position_m: float = 0, start: float = 1, cranes: tuple[str, ...] = ("QC1",)) -> BerthedCall:
    uses = tuple(CraneUse(crane=name, start=at(start), end=at(start + 4)) for name in cranes)
    return BerthedCall(
        call=call, position_m=position_m, side="starboard", start=at(start), end=at(start + 5), cranes=uses
    )


def berths(*calls: BerthedCall, unserved: tuple[UnservedCall, ...] = (), **more: Any) -> BerthPlan:
    return BerthPlan(case="a", case_hash="x", start=START, end=at(48), calls=calls, unserved=unserved, **more)


def told(changes: tuple[PlanChange, ...]) -> dict[tuple[str, str, str], dict[str, tuple[Any, Any]]]:
    return {
        (change.what, change.name, change.change): {field.field: (field.before, field.after) for field in change.fields}
        for change in changes
    }


def test_calls_of_a_berth_plan() -> None:
    before = berths(berthed("A"), berthed("B", 100), unserved=(UnservedCall(call="D", reason="full"),))
    after = berths(berthed("B", 120, 2, ("QC1", "QC2")), berthed("C"), berthed("D"))
    found = told(plan_changes(before, after))
    assert list(found) == [
        ("call", "A", "removed"), ("call", "B", "changed"), ("call", "D", "changed"), ("call", "C", "added"),
    ]  # fmt: skip
    assert found["call", "B", "changed"] == {
        "position_m": (100, 120),
        "start": (at(1), at(2)),
        "end": (at(6), at(7)),
        "crane QC1 from": (at(1), at(2)),
        "crane QC1 to": (at(5), at(6)),
        "crane QC2 from": (None, at(2)),
        "crane QC2 to": (None, at(6)),
    }
    unserved = found["call", "D", "changed"]
    assert (unserved["berthed"], unserved["reason"]) == ((False, True), ("full", None))
    assert found["call", "C", "added"]["position_m"] == (None, 0)


def test_order_and_offsets_are_no_changes() -> None:
    before = berths(berthed("A", cranes=("QC1", "QC2")), berthed("B"))
    shifted = before.model_dump_json(by_alias=True).replace("T00:00:00Z", "T08:00:00+08:00")
    after = BerthPlan.model_validate_json(shifted)
    assert after.start.utcoffset() == timedelta(hours=8)
    turned = after.model_copy(
        update={"calls": (after.calls[1], after.calls[0].model_copy(update={"cranes": after.calls[0].cranes[::-1]}))}
    )
    assert plan_changes(before, turned) == ()


def test_a_field_of_the_whole_plan() -> None:
    assert plan_changes(berths(), berths(now=at(1))) == (
        PlanChange("plan", "berth", "changed", (FieldChange("now", None, at(1)),)),
    )


def test_shipments_and_their_steps() -> None:
    def plan(**routed: Any) -> ShipmentPlan:
        gone = (UnservedShipment(shipment="S2", reason="full"),)
        return ShipmentPlan(
            case="a", case_hash="x", shipments=(Routed(shipment="S1", **routed),), unserved=gone
        )  # fmt: skip

    step = PlannedStep(step="peb", start=at(0), end=at(1))
    later = PlannedStep(step="peb", start=at(2), end=at(1))
    found = told(plan_changes(plan(sailings=("L1",), steps=(step,)), plan(sailings=("L1", "L2"), steps=(later,))))
    assert found == {
        ("shipment", "S1", "changed"): {"sailings": ("L1", "L1 L2"), "peb start": (at(0), at(2))},
    }


def test_boxes_and_covers_of_a_loading_plan() -> None:
    def lift(kind: Any, crane: str, start: float, *boxes: str, **more: Any) -> Lift:
        carried = tuple(Carried(box=box, origin="tractor", target="0180282") for box in boxes)
        return Lift(crane=crane, kind=kind, bay=18, boxes=carried, start=at(start), end=at(start + 0.05), **more)

    def plan(*lifts: Lift, moves: tuple[YardMove, ...] = (), ashore: tuple[LeftAshore, ...] = ()) -> LoadingPlan:
        return LoadingPlan(
            case="a", case_hash="x", call="A", position_m=0, side="port", start=START, tractors=4,
            cranes=(CraneUse(crane="QC1", start=START, end=at(10)),), lifts=lifts, yard_moves=moves, ashore=ashore,
        )  # fmt: skip

    one, two = "CSQU3054383", "TGHU0000013"
    move = YardMove(
        crane="RTG1", kind="rehandle", box=one, origin="A-01-1-1", target="A-01-2-1", start=START, end=at(0.1)
    )
    again = move.model_copy(update={"start": at(0.2), "end": at(0.3)})
    before = plan(lift("hatch_off", "QC1", 0, cover=1), lift("load", "QC1", 1, one), moves=(move,))
    after = plan(
        lift("hatch_off", "QC2", 0, cover=1),
        lift("load", "QC1", 1, one),
        moves=(again, move),
        ashore=(LeftAshore(box=two, reason="no room"),),
    )
    found = told(plan_changes(before, after))
    assert found["cover", "018-1", "changed"] == {"hatch_off crane": ("QC1", "QC2")}
    assert found["box", two, "added"] == {"ashore": (None, "no room")}
    changed = found["box", one, "changed"]
    assert changed["rehandle 2 start"] == (None, at(0.2))
    assert all(field.startswith("rehandle 2 ") for field in changed)
    assert set(found) == {("cover", "018-1", "changed"), ("box", two, "added"), ("box", one, "changed")}


def test_ballast_of_a_loading_plan() -> None:
    def plan(**tonnes: float) -> LoadingPlan:
        return LoadingPlan(
            case="a", case_hash="x", call="A", position_m=0, side="port", start=START, tractors=4, lifts=(),
            cranes=(CraneUse(crane="QC1", start=START, end=at(10)),),
            ballast=tuple(Ballast(tank=tank, tonnes=held) for tank, held in tonnes.items()),
        )  # fmt: skip

    assert told(plan_changes(plan(FORE=20, AFT=5), plan(FORE=30, SIDE=1))) == {
        ("tank", "FORE", "changed"): {"tonnes": (20, 30)},
        ("tank", "AFT", "removed"): {"tonnes": (5, None)},
        ("tank", "SIDE", "added"): {"tonnes": (None, 1)},
    }


def test_reservations_of_a_yard_plan() -> None:
    def plan(*rows: Reservation) -> YardPlan:
        return YardPlan(
            case="a", case_hash="x", start=START, end=at(48), import_share=0.3, calls=(), reservations=rows
        )  # fmt: skip

    def row(boxes: int, bay: int = 3) -> Reservation:
        return Reservation(
            call="A", port="IDSUB", length=20, status="full", weight_class="light", boxes=boxes, block="B1", bay=bay,
            start=START, end=at(5),
        )  # fmt: skip

    found = told(plan_changes(plan(row(4), row(4, 5)), plan(row(5), row(4, 7))))
    assert [(change, list(fields)) for (_, _, change), fields in found.items()] == [
        ("changed", ["boxes"]), ("removed", ["boxes", "start", "end", "mixed"]),
        ("added", ["boxes", "start", "end", "mixed"]),
    ]  # fmt: skip
    assert all(what == "reservation" and name.startswith("A B1-0") for what, name, _ in found)
    assert len(told(plan_changes(plan(), plan(row(4), row(4))))) == 2


def test_other_kinds_are_refused() -> None:
    with pytest.raises(DermagaError, match="a berth plan and a shipment plan"):
        plan_changes(berths(), ShipmentPlan(case="a", case_hash="x", shipments=()))


calls = st.dictionaries(
    st.sampled_from("ABCD"), st.builds(berthed, st.just("A"), st.integers(0, 3), st.integers(0, 3)), max_size=4
).map(lambda found: berths(*(call.model_copy(update={"call": name}) for name, call in found.items())))


@given(calls, calls)
def test_the_way_back_is_the_reverse(before: BerthPlan, after: BerthPlan) -> None:
    there, back = told(plan_changes(before, after)), told(plan_changes(after, before))
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert back == {
        (what, name, turned[change]): {field: values[::-1] for field, values in fields.items()}
        for (what, name, change), fields in there.items()
    }
    assert (there == {}) == ({call.call: call for call in before.calls} == {call.call: call for call in after.calls})
