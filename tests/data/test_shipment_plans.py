from data.shipment_plans import Routed, ShipmentPlan


def _routed(shipment: str, box: str | None = None) -> Routed:
    return Routed(shipment=shipment, sailings=("LEG",), shared_box=box)


def test_who_goes_together() -> None:
    # A box may be named like a shipment that has its own boxes.
    routed = (_routed("B", "A"), _routed("A"), _routed("C", "A"), _routed("D", "BOX-2"))
    plan = ShipmentPlan(case="case", case_hash="0", shipments=routed)
    assert [[each.shipment for each in box] for box in plan.together] == [["B", "C"], ["A"], ["D"]]
