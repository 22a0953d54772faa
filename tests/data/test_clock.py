"""Times of day, also where the clocks are changed."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel, ValidationError

from data.clock import TimeOfDay, daily, on_clock

BERLIN = ZoneInfo("Europe/Berlin")


class _Hours(BaseModel):
    opens: TimeOfDay | None = None


def test_a_time_of_day_is_hours_and_minutes_in_json() -> None:
    hours = _Hours.model_validate({"opens": "06:05"})
    assert hours.opens == time(6, 5)
    assert hours.model_dump(mode="json") == {"opens": "06:05"}
    assert hours.model_dump() == {"opens": time(6, 5)}
    assert _Hours().model_dump(mode="json") == {"opens": None}


@pytest.mark.parametrize("value", ["24:00", "6", "06:00:30", "06:00Z", 21_600, time(6, 0, 30), time(6, tzinfo=UTC), ""])
def test_what_is_no_time_of_day(value: Any) -> None:
    with pytest.raises(ValidationError):
        _Hours.model_validate({"opens": value})


def _berlin(moment: str) -> datetime:
    return on_clock(datetime.fromisoformat(moment), BERLIN)


def test_daily_moments_with_both_ends() -> None:
    found = daily(time(6), BERLIN, _berlin("2026-01-05 06:00"), _berlin("2026-01-07 06:00"))
    assert list(found) == [_berlin(f"2026-01-0{day} 06:00") for day in (5, 6, 7)]
    assert list(daily(time(6), BERLIN, _berlin("2026-01-05 06:01"), _berlin("2026-01-06 05:59"))) == []
    late = daily(time(23, 59), BERLIN, _berlin("2026-01-05 00:00"), _berlin("2026-01-06 00:00"))
    assert list(late) == [_berlin("2026-01-05 23:59")]


def test_daily_moments_where_the_clock_is_changed() -> None:
    def utc(time_of_day: time, start: str, end: str) -> list[str]:
        return [f"{m.astimezone(UTC):%d %H:%M}" for m in daily(time_of_day, BERLIN, _berlin(start), _berlin(end))]

    # On 29 March the clock jumps over 02:30, which is then at 03:30; on 25 October it shows it twice.
    assert utc(time(2, 30), "2026-03-28 00:00", "2026-03-31 00:00") == ["28 01:30", "29 01:30", "30 00:30"]
    assert utc(time(2, 30), "2026-10-24 00:00", "2026-10-27 00:00") == ["24 00:30", "25 00:30", "26 01:30"]
