from datetime import timedelta
from io import BytesIO
from typing import Any

import pandas as pd
import pytest

from api.presenting.export_report import export_report, month_of, months_of, report_json, workbook
from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.shipment_plans import Routed, ShipmentPlan
from tests.api.conftest import at


@pytest.fixture
def month(export_case: Case, export_plan: ShipmentPlan) -> tuple[Case, ShipmentPlan]:
    """Three exports to Colombo in January: one box of a first exporter, a part of a box declared in Surabaya, and a
    booking that is completed and no more in the plan. And one to Surabaya, which is no export."""
    one = export_case.shipments[0]
    fields: dict[str, Any] = {name: getattr(one, name) for name in Shipment.model_fields} | {"first_time": False}
    more = (
        Shipment(**fields | {"id": "PART", "part_of_box": 0.4, "declared_at": "IDSUB", "fob_value": 1_000}),
        Shipment(**fields | {"id": "GONE", "status": "COMPLETED", "voyage": "ARU-1", "ready": at("03 12:00")}),
    )
    case = export_case.changed(shipments=(*export_case.shipments, *more))
    routed = Routed(shipment="PART", sailings=("ARU-2-SUB", "SUB-CMB"))
    home = Routed(shipment="SHIP-2", sailings=("ARU-1-SUB",))
    return case, export_plan.model_copy(
        update={"shipments": (*export_plan.shipments, routed, home), "case_hash": case.hash, "unserved": ()}
    )


def test_the_exports_of_a_month(month: tuple[Case, ShipmentPlan]) -> None:
    report = export_report(*month, "2026-01")
    assert [entry.shipment.id for entry in report.exported] == ["GONE", "PART", "SHIP-1"]
    assert report.totals() == {
        "month": "2026-01",
        "bookings": 3,
        "boxes": 2.4,
        "tonnes": 39.0,
        "fob_value": 180_001_000,
        "exporters": 1,
        "new_exporters": 1,
        "declared_here": 2.0,
        "declared_here_share": 0.8333,
    }
    [row] = report.table().to_dict("records")
    assert (row["hs_code"], row["country"], row["boxes"], row["declared_here_share"]) == ("1301.90", "LK", 2.4, 0.8333)


def test_the_exports_by_port_and_exporter(month: tuple[Case, ShipmentPlan]) -> None:
    report = export_report(*month, "2026-01")
    told = report_json(report)
    for name, key in (("destinations", "LKCMB"), ("exporters", report.exported[0].shipment.exporter)):
        [row] = told[name]
        assert key in row.values()
        assert {field: row[field] for field in ("bookings", "boxes", "fob_value")} == {
            field: told["totals"][field] for field in ("bookings", "boxes", "fob_value")
        }
    assert months_of(*month) == ["2026-01"]


def test_a_month_without_exports(month: tuple[Case, ShipmentPlan]) -> None:
    report = export_report(*month, "2026-02")
    assert report.table().empty
    assert report.totals()["declared_here_share"] is None
    assert workbook(report)


def test_the_month_is_the_terminals(month: tuple[Case, ShipmentPlan]) -> None:
    """A ship that leaves Balikpapan at 04:00 on the 1st of February leaves in January by UTC."""
    case, plan = month
    legs = [
        leg.model_copy(update={"departure": at("31 20:00") + timedelta(hours=8)}) if leg.id == "ARU-2-SUB" else leg
        for leg in case.sailings
    ]
    case = case.model_copy(update={"sailings": tuple(legs)})
    assert [entry.shipment.id for entry in export_report(case, plan, "2026-02").exported] == ["PART", "SHIP-1"]


def test_as_a_workbook(month: tuple[Case, ShipmentPlan]) -> None:
    sheets = pd.read_excel(BytesIO(workbook(export_report(*month, "2026-01"))), sheet_name=None)
    assert list(sheets) == ["month", "goods", "destinations", "exporters", "bookings"]
    figures = dict(zip(sheets["month"]["figure"], sheets["month"]["value"], strict=True))
    assert figures["declared here share"] == 0.8333
    assert list(sheets["bookings"]["shipment"]) == ["GONE", "PART", "SHIP-1"]


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "January", "2026-01-05"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(DermagaError, match="write it as 2026-01"):
        month_of(text)
