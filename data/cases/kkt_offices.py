"""Office hours and holidays of those who do the steps of an export from Balikpapan.

The holidays are the government's (joint decree 1497/2025, 2/2025, 5/2025 on 2026, and that on 2025). All office hours
are assumed.
"""

from datetime import datetime, time, timedelta, timezone

from data.calendars import Calendar, Holiday, Weekday

_ZONE = timezone(timedelta(hours=8))

_WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
_SIX: tuple[Weekday, ...] = (*_WEEK, "sat")
_ALL: tuple[Weekday, ...] = (*_SIX, "sun")

CALENDARS = (
    Calendar(id="customs", days=_ALL),  # papers are answered by a system
    Calendar(id="customs-inspection", days=_SIX, opens=time(8), closes=time(16)),
    Calendar(id="trade-office", days=_WEEK, opens=time(8), closes=time(16)),
    Calendar(id="export-center", days=_WEEK, opens=time(8), closes=time(16)),
    Calendar(id="quarantine", days=_WEEK, opens=time(8), closes=time(16)),
    Calendar(id="bank", days=_WEEK, opens=time(8), closes=time(15)),
    Calendar(id="line", days=_WEEK, opens=time(8), closes=time(17)),
    Calendar(id="forwarder", days=_SIX, opens=time(8), closes=time(17)),
    Calendar(id="exporter", days=_SIX, opens=time(8), closes=time(17)),
    Calendar(id="fumigator", days=_SIX, opens=time(8), closes=time(16)),
    Calendar(id="depot", days=_SIX, opens=time(8), closes=time(20)),
    Calendar(id="freight-station", days=_SIX, opens=time(8), closes=time(17)),
    # 08:00 to 17:00 in Java, an hour behind.
    Calendar(id="freight-station-java", days=_SIX, opens=time(9), closes=time(18)),
)
# Joint leave closes offices and banks; trade goes on. Customs' system and the terminal never close.
_OFFICES = ("customs-inspection", "trade-office", "export-center", "quarantine", "bank")
_TRADE = ("line", "forwarder", "exporter", "fumigator", "depot", "freight-station", "freight-station-java")


def _holiday(name: str, month: int, day: int, days: int = 1, *, leave: bool = False, year: int = 2026) -> Holiday:
    start = datetime(year, month, day, tzinfo=_ZONE)
    return Holiday(
        id=f"{start:%Y-%m-%d}",
        name=name,
        start=start,
        end=start + timedelta(days=days),
        calendars=_OFFICES if leave else _OFFICES + _TRADE,
    )


HOLIDAYS = (
    _holiday("Christmas", 12, 25, year=2025),
    _holiday("Joint leave for Christmas", 12, 26, leave=True, year=2025),
    _holiday("New Year", 1, 1),
    _holiday("Isra Mi'raj", 1, 16),
    _holiday("Joint leave for Chinese New Year", 2, 16, leave=True),
    _holiday("Chinese New Year", 2, 17),
    _holiday("Joint leave for Nyepi", 3, 18, leave=True),
    _holiday("Nyepi", 3, 19),
    _holiday("Joint leave for Idul Fitri", 3, 20, leave=True),
    _holiday("Idul Fitri", 3, 21, 2),
    _holiday("Joint leave for Idul Fitri", 3, 23, 2, leave=True),
    _holiday("Good Friday", 4, 3),
)
