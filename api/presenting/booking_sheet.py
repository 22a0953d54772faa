"""What was understood of an exporter's list of bookings, as JSON."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from api.problems import fault_entries
from data.bookings import Shipment
from data.case import Case
from data.formats.booking_sheets import BookingRow, BookingSheet
from data.formats.fields import columns


def booking_sheet_json(case: Case, found: BookingSheet) -> dict[str, Any]:
    """Columns, bookings, what was understood otherwise than written, and every fault; times on the terminal's clock."""
    known = columns(Shipment)
    return {
        "sheet": found.sheet,
        "header_row": found.header_row,
        "columns": [
            asdict(each) | {"meaning": known[each.column].meaning if each.column in known else None}
            for each in found.columns
        ],
        "rows": [_row(case, row) for row in found.rows],
        "understood": [asdict(each) for each in found.understood],
        "faults": [entry.model_dump() for entry in fault_entries(found.faults)],
        "notices": list(found.notices),
    }


def _row(case: Case, row: BookingRow) -> dict[str, Any]:
    def told(value: Any) -> Any:
        return case.terminal.local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value

    shipment = {name: told(getattr(row.shipment, name)) for name in Shipment.model_fields}
    return {
        "row": row.row,
        "change": row.change,
        "shipment": shipment,
        "before": {name: told(value) for name, value in row.before.items()},
    }
