"""The monthly export report: what left a terminal's port for abroad in a month, from a shipment plan.

A booking counts in the month, on the terminal's clock, in which its first ship leaves. Besides what the plan routes,
these are the bookings that are completed already, by the voyage that they were confirmed on.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.formats.workbook import workbook_with
from data.shipment_plans import ShipmentPlan

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Exported:
    """A booking that leaves in the month, and when."""

    shipment: Shipment
    departure: datetime


@dataclass(frozen=True)
class ExportReport:
    """The exports of a month, first departures first."""

    case: Case
    month: str
    exported: tuple[Exported, ...]

    def totals(self) -> dict[str, Any]:
        """Figures of the month: see `_figures`."""
        return {"month": self.month} | self._figures([entry.shipment for entry in self.exported])

    def table(self) -> pd.DataFrame:
        """One row for each commodity, HS code and country of destination, by value."""
        groups: defaultdict[tuple[str, str, str], list[Shipment]] = defaultdict(list)
        for entry in self.exported:
            shipment = entry.shipment
            groups[shipment.hs_code, shipment.commodity, shipment.destination[:2]].append(shipment)
        rows = [
            {"month": self.month, "hs_code": hs_code, "commodity": commodity, "country": country}
            | self._figures(shipments)
            for (hs_code, commodity, country), shipments in groups.items()
        ]
        rows.sort(key=lambda row: (-row["fob_value"], row["hs_code"], row["commodity"], row["country"]))
        return pd.DataFrame(rows, columns=["month", "hs_code", "commodity", "country", *_FIGURES])

    def by(self, column: Literal["destination", "commodity", "exporter"]) -> pd.DataFrame:
        """One row for each port of destination, commodity or exporter, by value."""
        groups: defaultdict[str, list[Shipment]] = defaultdict(list)
        for entry in self.exported:
            groups[getattr(entry.shipment, column)].append(entry.shipment)
        rows: list[dict[str, Any]] = [{column: name} | self._figures(shipments) for name, shipments in groups.items()]
        rows.sort(key=lambda row: (-row["fob_value"], row[column]))
        return pd.DataFrame(rows, columns=[column, *_FIGURES])

    def bookings(self) -> pd.DataFrame:
        """One row a booking, by departure."""
        clock = self.case.terminal.local
        rows = [
            {
                "departure": clock(departure).isoformat(timespec="minutes"),
                "shipment": shipment.id,
                "exporter": shipment.exporter,
                "new_exporter": "yes" if shipment.first_time else "no",
                "commodity": shipment.commodity,
                "hs_code": shipment.hs_code,
                "destination": shipment.destination,
                "boxes": shipment.share,
                "tonnes": shipment.gross_mass_kg / 1000,
                "fob_value": shipment.fob_value,
                "declared_at": shipment.declared_at or shipment.origin,
            }
            for shipment, departure in ((entry.shipment, entry.departure) for entry in self.exported)
        ]
        return pd.DataFrame(rows, columns=list(_BOOKING_COLUMNS))

    def _figures(self, shipments: Sequence[Shipment]) -> dict[str, Any]:
        """What bookings are together: part of a box counts as that part, tonnes are gross, value is free on board.

        `declared_here` are the boxes that are declared at this terminal's port, and its share that of all boxes; None
        where there are none.
        """
        home = self.case.terminal.unlocode
        boxes = sum(shipment.share for shipment in shipments)
        here = sum(shipment.share for shipment in shipments if (shipment.declared_at or shipment.origin) == home)
        return {
            "bookings": len(shipments),
            "boxes": round(boxes, 4),
            "tonnes": round(sum(shipment.gross_mass_kg for shipment in shipments) / 1000, 3),
            "fob_value": sum(shipment.fob_value for shipment in shipments),
            "exporters": len({shipment.exporter for shipment in shipments}),
            "new_exporters": len({shipment.exporter for shipment in shipments if shipment.first_time}),
            "declared_here": round(here, 4),
            "declared_here_share": round(here / boxes, 4) if boxes else None,
        }


_FIGURES = (
    "bookings", "boxes", "tonnes", "fob_value", "exporters", "new_exporters", "declared_here", "declared_here_share",
)  # fmt: skip
_BOOKING_COLUMNS = (
    "departure", "shipment", "exporter", "new_exporter", "commodity", "hs_code", "destination", "boxes", "tonnes",
    "fob_value", "declared_at",
)  # fmt: skip


def month_of(text: str) -> str:
    """A month as 2026-01. Raises DermagaError for anything else."""
    if not _MONTH.fullmatch(text):
        raise DermagaError(f"--month {text!r} is no month; write it as 2026-01")
    return text


def months_of(case: Case, plan: ShipmentPlan) -> list[str]:
    """The months, as 2026-01 and in order, in which a booking leaves this terminal's port for another country."""
    return sorted({_month(case, entry.departure) for entry in _exported(case, plan)})


def export_report(case: Case, plan: ShipmentPlan, month: str) -> ExportReport:
    """The report of a month, written as 2026-01: bookings that leave this terminal's port for another country."""
    exported = [entry for entry in _exported(case, plan) if _month(case, entry.departure) == month]
    exported.sort(key=lambda entry: (entry.departure, entry.shipment.id))
    return ExportReport(case, month, tuple(exported))


def _month(case: Case, moment: datetime) -> str:
    return f"{case.terminal.local(moment):%Y-%m}"


def _exported(case: Case, plan: ShipmentPlan) -> list[Exported]:
    """The bookings that leave for another country, in the case's order."""
    home = case.terminal.unlocode
    departures = {
        routed.shipment: case.sailing_by_id[routed.sailings[0]].departure
        for routed in plan.shipments
        if routed.shipment in case.shipment_by_id and routed.sailings[0] in case.sailing_by_id
    }
    left = {(leg.voyage, leg.origin): leg.departure for leg in case.sailings}
    for shipment in case.shipments:
        if shipment.status == "COMPLETED" and (departure := left.get((shipment.voyage or "", shipment.origin))):
            departures[shipment.id] = departure
    return [
        Exported(shipment, departures[shipment.id])
        for shipment in case.shipments
        if shipment.id in departures and shipment.origin == home and shipment.destination[:2] != home[:2]
    ]


def report_json(report: ExportReport) -> dict[str, Any]:
    """The report as JSON, with its totals by destination, goods and exporter."""
    tables = {
        "destinations": report.by("destination"),
        "goods": report.table(),
        "exporters": report.by("exporter"),
        "bookings": report.bookings(),
    }
    return {
        "currency": report.case.terminal.currency,
        "month": report.month or None,
        "totals": report.totals(),
    } | {name: table.to_dict("records") for name, table in tables.items()}


def workbook(report: ExportReport) -> bytes:
    """The report as an Excel workbook: the month's totals, by goods and country, destination, exporter, and booking."""
    currency = report.case.terminal.currency
    totals = pd.DataFrame(
        [
            [name.replace("_", " ") + (f" ({currency})" if name == "fob_value" else ""), value]
            for name, value in report.totals().items()
        ],
        columns=["figure", "value"],
    )
    sheets = {
        "month": totals,
        "goods": report.table(),
        "destinations": report.by("destination"),
        "exporters": report.by("exporter"),
        "bookings": report.bookings(),
    }
    return workbook_with(sheets, report.case.terminal.zone)
