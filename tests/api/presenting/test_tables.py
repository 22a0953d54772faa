from datetime import datetime

import pandas as pd

from api.presenting.tables import berth_table, crane_sheet, in_rail_order, plan_table, sequence_table, yard_table
from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse, UnservedCall
from data.shipment_plans import Routed, ShipmentPlan, UnservedShipment
from data.terminal import Bollard
from tests.data.checker.loading.conftest import (
    D1,
    D2,
    D5,
    L1,
    L2,
    L5,
    L8,
    LIFTS,
    MOVES,
    OTHER,
    R1,
    case,
    plan_for,
    with_box,
)

__all__ = ["case"]


def plan_of(case: Case) -> BerthPlan:
    first, second = case.calls[0], case.calls[1]
    uses = tuple(CraneUse(crane=name, start=first.eta, end=first.etd) for name in ("QC2", "QC1"))
    return BerthPlan(
        case=case.name,
        case_hash=case.hash,
        start=case.first_day,
        end=first.etd,
        calls=(
            BerthedCall(
                call=first.id,
                position_m=12.5,
                side="port",
                start=first.etd.replace(hour=10),
                end=first.etd,
                cranes=uses,
            ),
        ),
        unserved=(UnservedCall(call=second.id, reason="no room"),),
    )


def test_a_row_for_every_call(small_case: Case) -> None:
    case = small_case.changed(bollards=(Bollard(id="1", position_m=10),))
    table = berth_table(case, plan_of(case))
    berthed, unserved = table.to_dict("records")
    assert table["reason"].isna().tolist() == [True, False]
    length = case.vessel_by_id["ARU"].loa_m
    assert {name: value for name, value in berthed.items() if name != "reason"} == {
        "call": "ARU-1",
        "vessel": "ARU",
        "ship": case.vessel_by_id["ARU"].name,
        "berthed": "yes",
        "position_m": 12.5,
        "bollards": f"1+2 – 1+{2.5 + length:.0f}",
        "side": "port",
        "arrival": "2026-01-05T08:00:00+08:00",
        "first_line": "2026-01-05T10:00:00+08:00",
        "last_line": "2026-01-05T22:00:00+08:00",
        "waiting_h": 2.0,
        "moves": 400,
        "cranes": "QC1 QC2",
    }
    assert (unserved["call"], unserved["berthed"], unserved["reason"]) == ("BURU-1", "no", "no room")
    assert (
        table.loc[1, ["position_m", "bollards", "side", "first_line", "last_line", "waiting_h", "cranes"]].isna().all()
    )


def test_as_csv_what_is_not_there_is_empty(small_case: Case) -> None:
    lines = berth_table(small_case, plan_of(small_case)).to_csv(index=False).splitlines()
    names = (
        "call,vessel,ship,berthed,position_m,bollards,side,arrival,first_line,last_line,waiting_h,moves,cranes,reason"
    )
    assert lines[0] == names
    assert (
        lines[2]
        == f"BURU-1,BURU,{small_case.vessel_by_id['BURU'].name},no,,,,2026-01-05T09:00:00+08:00,,,,240,,no room"
    )


def test_an_empty_plan_is_an_empty_table(small_case: Case) -> None:
    empty = plan_of(small_case).model_copy(update={"calls": (), "unserved": ()})
    assert berth_table(small_case, empty).to_csv(index=False).count("\n") == 1


def test_a_row_for_every_shipment(small_case: Case) -> None:
    plan = ShipmentPlan(
        case="small",
        case_hash=small_case.hash,
        shipments=(Routed(shipment="SHIP-1", sailings=("ARU-1-SUB", "SUB-CMB")),),
        unserved=(UnservedShipment(shipment="SHIP-2", reason="full"),),
    )
    first, second = plan_table(small_case, plan).to_dict("records")
    assert (first["shipment"], first["voyage"], first["legs"]) == ("SHIP-1", "ARU-1 MAIN-7", "ARU-1-SUB SUB-CMB")
    assert (second["status"], second["legs"], second["reason"]) == ("unserved", "", "full")


def test_a_row_for_every_box_of_a_lift(case: Case) -> None:
    """By crane and in its order; the two boxes of a twin-lift have one order, and hatch covers no box."""
    table = sequence_table(case, plan_for(case))
    assert list(table.columns) == [
        "crane",
        "order",
        "box",
        "from",
        "slot",
        "kind",
        "start",
        "end",
        "type",
        "tonnes",
        "port",
    ]
    first, second, third, hatch, *_ = table.to_dict("records")
    assert first == {
        "crane": "QC1", "order": 1, "box": D1, "from": "0010182", "slot": "0010182", "kind": "discharge_twin",
        "start": "2026-01-05T08:30:00+08:00", "end": "2026-01-05T08:32:30+08:00",
        "type": "22G1", "tonnes": 12.0, "port": "LKCMB",
    }  # fmt: skip
    assert (second["box"], second["order"], third["order"]) == (D2, 1, 2)
    assert (hatch["box"], hatch["from"], hatch["slot"], hatch["kind"]) == ("", "", "cover 002-1", "hatch_off")
    assert (hatch["type"], hatch["tonnes"], hatch["port"]) == ("", "", "")
    assert [*table["crane"]] == sorted(table["crane"])
    assert len(table) == sum(max(1, len(lift.boxes)) for lift in LIFTS)


def test_boxes_to_load_come_from_where_they_stand_in_the_yard(case: Case) -> None:
    rows = {(row["box"], row["kind"]): row for row in sequence_table(case, plan_for(case)).to_dict("records")}
    assert (rows[L1, "load"]["from"], rows[L1, "load"]["slot"]) == ("A-02-2-1", "0020002")
    assert rows[L8, "load"]["from"] == "tractor"  # it comes by truck
    assert (rows[R1, "restow_on"]["from"], rows[R1, "restow_on"]["slot"]) == ("quay", "0060082")
    assert rows[D5, "discharge_dual"]["slot"] == "0060002"


def test_the_sequence_is_the_table_of_a_loading_plan(case: Case) -> None:
    plan = plan_for(case)
    pd.testing.assert_frame_equal(plan_table(case, plan), sequence_table(case, plan))


def test_a_row_for_every_yard_move(case: Case) -> None:
    """In the order of each crane, whatever the order of the plan."""
    plan = plan_for(case)
    table = yard_table(plan.yard_moves[::-1])
    assert list(table.columns) == ["crane", "order", "kind", "box", "from", "to", "start", "end"]
    assert [*table["order"]] == [*range(1, len(MOVES) + 1)]
    assert table.iloc[0].to_dict() == {
        "crane": "RTG1", "order": 1, "kind": "premarshal", "box": OTHER, "from": "A-01-5-1", "to": "A-01-6-1",
        "start": "2026-01-05T08:28:20+08:00", "end": "2026-01-05T08:30:00+08:00",
    }  # fmt: skip
    assert table.iloc[-1]["to"] == "A-10-3-1"


def test_a_plan_without_moves_has_empty_tables(case: Case) -> None:
    empty = plan_for(case, lifts=(), moves=())
    assert (
        sequence_table(case, empty).to_csv(index=False) == "crane,order,box,from,slot,kind,start,end,type,tonnes,port\n"
    )
    assert yard_table(empty.yard_moves).to_csv(index=False) == "crane,order,kind,box,from,to,start,end\n"
    assert crane_sheet(case, empty, "QC1").empty


def test_rail_order_is_that_of_the_table_of_cranes(case: Case) -> None:
    first, last = case.quay_cranes
    cranes = (first, last.model_copy(update={"id": "QC10"}), last)
    three = case.changed(quay_cranes=cranes)
    assert in_rail_order(three, ["QC2", "QC9", "QC10", "QC1", "QC2"]) == ["QC1", "QC10", "QC2", "QC9"]


def test_the_loading_sheet_of_a_crane(case: Case) -> None:
    """On the terminal's clock, with what its foreman must know of each box."""
    noted = with_box(case, L1, hazards="3 8", over_height_cm=20)
    calls = tuple(call.model_copy(update={"load_empty": 1}) if call.id == "ARU-1" else call for call in noted.calls)
    noted = with_box(noted.changed(calls=calls), L2, status="empty", verified_kg=None)
    plan = plan_for(noted)
    sheet = crane_sheet(noted, plan, "QC1").set_index("box", drop=False)
    assert sheet.loc[L1].to_dict() == {
        "no": 5, "start": "05 Jan 08:41:30", "end": "05 Jan 08:43:30", "move": "load", "box": L1, "type": "42G1",
        "tonnes": 12.0, "port": "LKCMB", "from": "A-02-2-1", "to": "0020002",
        "remarks": "IMDG 3, IMDG 8, out of gauge",
    }  # fmt: skip
    assert sheet.loc[L5, "remarks"] == "plug"
    assert sheet.loc[L2, "remarks"] == "empty"
    assert sheet.loc[L2, "move"] == "load twin"
    hatch = crane_sheet(noted, plan, "QC1").iloc[3]
    assert (hatch["move"], hatch["box"], hatch["type"], hatch["remarks"]) == ("hatch off", "", "", "")
    other = crane_sheet(noted, plan, "QC2")
    assert {*sheet["box"]} & {*other["box"]} == {""}
    abroad = noted.changed(terminal=noted.terminal.model_copy(update={"time_zone": "Asia/Jakarta"}))
    assert crane_sheet(abroad, plan, "QC1").iloc[0]["start"] == "05 Jan 07:30:00"
    assert datetime.fromisoformat(sequence_table(case, plan).iloc[0]["start"]) == plan.start
