"""Boxes by week, and whether to wait for a full box: small cases that are reckoned by hand."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.bookings import Shipment
from data.case import Case
from scheduler.shipments.columns.sharing import fits
from scheduler.shipments.routine.box_weeks import packed, waiting, weeks_of

_DAY = datetime.fromisoformat("2026-01-06T10:00+08:00")
_PART = Shipment(
    id="X", exporter="CV Rimba", commodity="damar batu", hs_code="1301.90", part_of_box=0.5, gross_mass_kg=3_000,
    origin="IDKRG", destination="LKCMB", ready=_DAY, latest_arrival=_DAY + timedelta(days=24),
)  # fmt: skip


def _part(model: Shipment, name: str, share: float, days: float = 0, **fields: Any) -> Shipment:
    """Part of a box like a booking, ready so many days later."""
    ready = model.ready + timedelta(days=days)
    known = {field: getattr(model, field) for field in Shipment.model_fields}
    mass = max(1, round(15_000 * share))
    return Shipment(**known | {"id": name, "boxes": 1, "part_of_box": share, "gross_mass_kg": mass, "ready": ready,
                               "booked": None} | fields)  # fmt: skip


def _case(case: Case, *shipments: Shipment, per_day: int = 1) -> Case:
    costs = case.terminal.costs.model_copy(update={"transit_per_day": per_day})
    terminal = case.terminal.model_copy(update={"costs": costs})
    return case.changed(terminal=terminal, shipments=shipments)


def test_boxes_count_in_the_week_and_for_the_port_where_they_are_bound(small_case: Case) -> None:
    model = small_case.shipments[0]
    case = _case(small_case, model, _part(model, "A", 0.25), _part(model, "B", 0.5, days=7))
    start = model.ready - timedelta(days=7)
    rows = weeks_of(case, start, start + timedelta(days=30))
    assert [(row.bookings, row.boxes, row.part_bookings, row.parts) for row in rows] == [
        (2, model.boxes + 0.25, 1, 0.25), (1, 0.5, 1, 0.5)
    ]  # fmt: skip
    assert rows[1].week - rows[0].week == timedelta(days=7)
    assert all(row.week.weekday() == 0 for row in rows)
    assert weeks_of(case, start, model.ready) == []


def test_a_box_waits_for_what_fills_it(small_case: Case) -> None:
    """0.4 waits a week for 0.5; at 10 a day that is 0.4 x 7 x 10."""
    model = small_case.shipments[0]
    late = model.ready + timedelta(days=300)
    parts = (_part(model, "A", 0.4, latest_arrival=late), _part(model, "B", 0.5, days=7, latest_arrival=late))
    case = _case(small_case, *parts, per_day=10)
    first, second = waiting(case, model.ready, model.ready + timedelta(days=30))
    assert (first.members, first.others, first.until) == (("A",), ("B",), parts[1].ready)
    assert (first.filled, first.filled_then, first.wait_days, first.wait_cost) == (0.4, 0.9, 7, 28)
    assert (first.boxes, first.late, first.saved_together) == (1, (), 0 if first.box_cost is not None else None)
    assert first.worth is (first.box_cost is not None and first.box_cost > 28)
    assert (second.until, second.worth) == (None, False)


def test_nobody_waits_to_be_late_nor_for_what_does_not_fit(small_case: Case) -> None:
    model = small_case.shipments[0]
    soon = model.ready + timedelta(days=8)
    hurried = _case(small_case, _part(model, "A", 0.4, latest_arrival=soon), _part(model, "B", 0.5, days=7))
    first = waiting(hurried, model.ready, soon)[0]
    assert not first.worth
    big = _case(small_case, _part(model, "A", 0.6), _part(model, "B", 0.5, days=7))
    assert waiting(big, model.ready, soon)[0].until is None


@given(st.lists(st.floats(0.05, 0.95), min_size=1, max_size=8))
def test_boxes_hold_all_and_none_too_much(shares: list[float]) -> None:
    parts = [_PART.model_copy(update={"id": str(place), "part_of_box": share}) for place, share in enumerate(shares)]
    bins = packed(parts)
    assert sorted(each.id for held in bins for each in held) == sorted(each.id for each in parts)
    assert all(fits(held) for held in bins)
    assert sum(len(held) for held in bins) == len(parts)
