from threading import Event

from api.work.planning import stop_of
from api.work.requests import PlanRequest
from api.work.shipments import plan_shipments
from data.case import Case

REQUEST = PlanRequest(case="small", kind="shipment", workers=1)


def test_shipments(small_case: Case) -> None:
    answer = plan_shipments(small_case, REQUEST, stop_of(REQUEST, Event()))
    assert answer.summary["checked"]
    assert answer.summary["terms"].keys() >= {"freight", "handling", "transit", "lateness", "unserved"}
    assert [row["shipment"] for row in answer.rows] == ["SHIP-1", "SHIP-2"]
