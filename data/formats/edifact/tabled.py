"""Boxes of messages as a table for people: what a field holds, and lists with a blank between their items."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from data.formats.edifact.boxes import EdiBox

COLUMNS = tuple(asdict(EdiBox()))
# Of boxes that a terminal sends: without what only bookings, instructions and files that were read have.
SENT = tuple(name for name in COLUMNS if name not in ("least_kg", "most_kg", "handling", "units", "segment"))


def box_row(box: EdiBox) -> dict[str, Any]:
    """The fields of a box. Dangerous goods are class/UN number; a moment without a zone is text, as it was sent."""
    row = asdict(box)
    row["goods"] = " ".join(f"{each.hazard}/{each.un_number}" if each.un_number else each.hazard for each in box.goods)
    row["bundled"] = " ".join(box.bundled)
    if box.moment is not None and box.moment.tzinfo is None:
        row["moment"] = box.moment.isoformat(" ", "minutes")
    return row


def box_table(boxes: Iterable[EdiBox]) -> pd.DataFrame:
    """A row a box that is sent, with the columns of `SENT`."""
    return pd.DataFrame([box_row(box) for box in boxes], columns=list(SENT), dtype=object)
