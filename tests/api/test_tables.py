from api.tables import berth_table, shipment_table
from data.case import Case
from data.plans import BerthedCall, BerthPlan, CraneUse, Routed, ShipmentPlan, UnservedCall, UnservedShipment


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
    table = berth_table(small_case, plan_of(small_case))
    berthed, unserved = table.to_dict("records")
    assert (
        berthed
        == {
            "call": "ARU-1",
            "vessel": "ARU",
            "berthed": "yes",
            "position_m": 12.5,
            "side": "port",
            "arrival": "2026-01-05T08:00:00+08:00",
            "first_line": "2026-01-05T10:00:00+08:00",
            "last_line": "2026-01-05T22:00:00+08:00",
            "waiting_h": 2.0,
            "moves": 400,
            "cranes": "QC1 QC2",
            "reason": None,
        }
        or table["reason"].isna()[0]
    )
    assert (unserved["call"], unserved["berthed"], unserved["reason"]) == ("BURU-1", "no", "no room")
    assert table.loc[1, ["position_m", "side", "first_line", "last_line", "waiting_h", "cranes"]].isna().all()


def test_as_csv_what_is_not_there_is_empty(small_case: Case) -> None:
    lines = berth_table(small_case, plan_of(small_case)).to_csv(index=False).splitlines()
    assert lines[0] == "call,vessel,berthed,position_m,side,arrival,first_line,last_line,waiting_h,moves,cranes,reason"
    assert lines[2] == "BURU-1,BURU,no,,,2026-01-05T09:00:00+08:00,,,,240,,no room"


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
    first, second = shipment_table(small_case, plan).to_dict("records")
    assert (first["shipment"], first["voyages"], first["legs"]) == ("SHIP-1", "ARU-1 MAIN-7", "ARU-1-SUB SUB-CMB")
    assert (second["status"], second["legs"], second["reason"]) == ("unserved", "", "full")
