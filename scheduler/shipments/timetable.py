"""A shipment plan as planners and exporters read it: one row a shipment."""

from datetime import datetime, timedelta
from typing import Any

from data.case import Case
from data.shipment_plans import ShipmentPlan


def timetable(case: Case, plan: ShipmentPlan) -> list[dict[str, Any]]:
    """Each shipment's voyages, legs, cut-off, slack and arrival, in the order of the case's shipments.

    Times are ISO 8601 on the terminal's clock, `slack_h` the hours from ready to cut-off, `late_h` those after the
    latest arrival. Without a route these are None and `reason` says why.
    """
    routed = {entry.shipment: entry.sailings for entry in plan.shipments}
    reasons = {entry.shipment: entry.reason for entry in plan.unserved}
    rows = []
    for shipment in case.shipments:
        legs = [case.sailing_by_id[leg] for leg in routed.get(shipment.id, ())]
        row: dict[str, Any] = {
            "shipment": shipment.id,
            "exporter": shipment.exporter,
            "commodity": shipment.commodity,
            "hs_code": shipment.hs_code,
            "destination": shipment.destination,
            "boxes": shipment.boxes,
            "ready": _clock(case, shipment.ready),
            "status": "routed" if legs else "unserved",
            "voyages": list(dict.fromkeys(leg.voyage for leg in legs)),
            "legs": [
                {
                    "sailing": leg.id,
                    "line": leg.line,
                    "origin": leg.origin,
                    "destination": leg.destination,
                    "departure": _clock(case, leg.departure),
                    "arrival": _clock(case, leg.arrival),
                }
                for leg in legs
            ],
            "cutoff": None,
            "slack_h": None,
            "arrival": None,
            "late_h": None,
            "reason": reasons.get(shipment.id, ""),
        }
        if legs:
            closing = legs[0].closing
            late = legs[-1].arrival - shipment.latest_arrival
            row["cutoff"] = _clock(case, closing)
            row["slack_h"] = round((closing - shipment.ready) / timedelta(hours=1), 2)
            row["arrival"] = _clock(case, legs[-1].arrival)
            row["late_h"] = round(max(timedelta(), late) / timedelta(hours=1), 2)
        rows.append(row)
    return rows


def _clock(case: Case, moment: datetime) -> str:
    return case.terminal.local(moment).isoformat(timespec="minutes")
