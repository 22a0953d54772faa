"""Bookings that recur: when, as what, and rules that are refused."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.case import Case
from data.recurring import RecurringBooking

START, END = datetime.fromisoformat("2026-01-01T00:00+08:00"), datetime.fromisoformat("2027-01-01T00:00+08:00")


def booking(**fields: Any) -> RecurringBooking:
    usual = {"id": "R", "like": "SHIP-1", "first": "2026-01-05T10:00+08:00", "rule": "FREQ=WEEKLY"}
    return RecurringBooking.model_validate(usual | fields)


def days(case: Case, row: RecurringBooking, start: datetime = START, end: datetime = END) -> list[str]:
    return [f"{ready:%m-%d %H:%M}" for ready in row.ready(case.terminal, start, end)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rule": "FREQ=WEEKLY;COUNT=3"}, ["01-05 10:00", "01-12 10:00", "01-19 10:00"]),
        ({"rule": "rrule:freq=weekly;byday=mo,th", "until": "2026-01-12T23:00+08:00"},
         ["01-05 10:00", "01-08 10:00", "01-12 10:00"]),
        ({"rule": "FREQ=MONTHLY;BYDAY=-1FR;COUNT=2"}, ["01-30 10:00", "02-27 10:00"]),
        ({"rule": "FREQ=WEEKLY;INTERVAL=2;BYMONTH=5", "until": "2026-12-31T00:00+08:00"},
         ["05-11 10:00", "05-25 10:00"]),
        # On the clock of Makassar, eight hours ahead.
        ({"first": "2026-01-05T20:00+00:00", "rule": "FREQ=DAILY;COUNT=2"}, ["01-06 04:00", "01-07 04:00"]),
    ],
)  # fmt: skip
def test_a_rule_says_when(small_case: Case, fields: dict[str, Any], expected: list[str]) -> None:
    assert days(small_case, booking(**fields)) == expected


def test_only_what_is_ready_within_the_horizon(small_case: Case) -> None:
    row = booking()
    start = datetime.fromisoformat("2026-01-12T10:00+08:00")
    assert days(small_case, row, start, start + timedelta(days=7)) == ["01-12 10:00"]
    assert len(days(small_case, row)) == 52


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=SECONDLY", "no FREQ"),
        ("FREQ=HOURLY;COUNT=3", "no FREQ"),
        ("FREQ=DAILY;BYHOUR=1,2", "BYHOUR"),
        ("FREQ=WEEKLY;UNTIL=20260301", "give until"),
        ("BYDAY=MO", "how often"),
        ("FREQ=WEEKLY;FREQ=DAILY", "twice"),
        ("FREQ=WEEKLY;COUNT=99999", "COUNT"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;BYMONTH=13", "13 is no number of BYMONTH: give 1 to 12 "),
        ("FREQ=DAILY;BYMONTH=1,-1", "-1 is no number of BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "give 1 to 31, or -1 to -31 from the end"),
        ("FREQ=YEARLY;BYYEARDAY=0", "0 is no number of BYYEARDAY"),
        ("FREQ=YEARLY;BYWEEKNO=-54", "BYWEEKNO"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY"),
        ("DTSTART:20260101\nRRULE:FREQ=DAILY", "not understood"),
        ("FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 300), "longer"),
        ("", "not understood"),
    ],
)
def test_other_rules_are_refused(rule: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        booking(rule=rule)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31"])
def test_a_day_that_never_comes_is_soon_known(small_case: Case, rule: str) -> None:
    began = monotonic()
    assert days(small_case, booking(rule=rule)) == []
    assert monotonic() - began < 2


@given(text=st.text("FREQ=WKLYDAOMBSTPI;,-0123456789", max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        row = booking(rule=text)
    except ValidationError:
        return
    assert row.rule


def test_its_shipments_are_like_their_model(small_case: Case) -> None:
    model = small_case.shipment_by_id["SHIP-2"]
    row = booking(like="SHIP-2", boxes=5, exporter="Another", lead_days=10)
    ready = datetime.fromisoformat("2026-03-02T10:00+08:00")
    made = row.shipment(model, ready)
    assert (made.id, made.exporter, made.boxes) == ("R-20260302", "Another", 5)
    assert made.gross_mass_kg == 125_000
    assert made.booked == ready - timedelta(days=10)
    assert made.latest_arrival - made.ready == model.latest_arrival - model.ready
    assert (made.commodity, made.box_type, made.destination) == (model.commodity, model.box_type, model.destination)


def test_a_booking_that_cannot_be_like_its_model_is_a_fault(small_case: Case) -> None:
    with pytest.raises(ValidationError, match="is not possible with these values"):
        small_case.changed(recurring_bookings=(booking(like="SHIP-1", destination="IDKRG"),))
    with pytest.raises(ValidationError, match="no such row in the table shipments"):
        small_case.changed(recurring_bookings=(booking(like="SHIP-9"),))
