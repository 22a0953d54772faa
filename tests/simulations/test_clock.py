from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from simulations.clock import Clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_minutes_pass_where_the_clocks_are_put_forward() -> None:
    """On 29 March 2026 the hour from two to three is left out in Amsterdam."""
    clock = Clock(datetime(2026, 3, 29, 0, 0, tzinfo=AMSTERDAM), 7)
    noon = datetime(2026, 3, 29, 12, 0, tzinfo=AMSTERDAM)
    assert clock.minutes(noon) == 11 * 60
    assert clock.moment(11 * 60) == noon.astimezone(UTC)


@pytest.mark.parametrize("minutes", [0, 59, 60, 61, 120, 180, 10_000])
def test_a_moment_is_so_many_minutes_from_the_start(minutes: float) -> None:
    clock = Clock(datetime(2026, 3, 29, 0, 30, tzinfo=AMSTERDAM), 7)
    assert clock.minutes(clock.moment(minutes)) == minutes
    assert clock.minutes(clock.moment(minutes).astimezone(AMSTERDAM)) == minutes
