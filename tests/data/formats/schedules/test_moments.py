from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats.cells import Spoilt
from data.formats.moments import Unreadable
from data.formats.schedules.moments import Moments
from tests.data.formats.schedules.conftest import at, mapped

ZONE = ZoneInfo("Asia/Makassar")


def reader(text: str = "") -> Moments:
    return Moments(mapped(text), ZONE)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-07 09:00",
        "2026-01-07T09:00:00+08:00",
        "2026-01-07 08:00 WIB",
        "2026-01-07 09.00",
        "7 Jan 2026 09:00",
        "Rabu, 7 Januari 2026 09.00 WITA",
        "07-JAN-2026 0900",
        "7 Jan 2026, 10:00 WIT",
        "7Jan2026 09:00 LT",
        datetime(2026, 1, 7, 9),
    ],
)
def test_ways_to_write_a_moment(cell: object) -> None:
    assert reader().read([cell], "IDKRG", "departure") == at("2026-01-07 09:00")


@pytest.mark.parametrize(
    ("month", "number"), [("Peb", 2), ("Mei", 5), ("Agustus", 8), ("Okt", 10), ("Nopember", 11), ("Desember", 12)]
)
def test_indonesian_months(month: str, number: int) -> None:
    assert reader().read([f"3 {month} 2026 06:00"], "IDKRG", "arrival") == datetime(2026, number, 3, 6, tzinfo=ZONE)


@pytest.mark.parametrize("cell", [None, "", "-", " tba ", "OMIT"])
def test_words_for_no_moment(cell: object) -> None:
    assert reader().read([cell], "IDKRG", "arrival") is None


@pytest.mark.parametrize("cell", [date(2026, 1, 7), "7 Jan 2026", "2026-01-07"])
def test_a_date_takes_the_hour_of_the_mapping(cell: object) -> None:
    found = reader('[hour]\ndeparture = "18:00"')
    assert found.read([cell], "IDKRG", "departure") == at("2026-01-07 18:00")
    assert "departures without an hour are taken at 18:00" in found.notices
    with pytest.raises(Unreadable, match=r"arrival in \[hour\]"):
        found.read([cell], "IDKRG", "arrival")


@pytest.mark.parametrize("hour", ["09:00", "9.00", "0900", time(9), "09:00 WITA"])
@pytest.mark.parametrize("day", ["7 Jan 2026", date(2026, 1, 7), datetime(2026, 1, 7)])
def test_date_and_hour_apart(day: object, hour: object) -> None:
    assert reader().read([day, hour], "IDKRG", "departure") == at("2026-01-07 09:00")


def test_a_format_of_its_own() -> None:
    found = reader('date_format = "%d-%b-%y %H:%M"')
    assert found.read(["07-Okt-26 09:00"], "IDKRG", "departure") == at("2026-10-07 09:00")
    with pytest.raises(Unreadable, match="date_format"):
        found.read(["2026-10-07 09:00"], "IDKRG", "departure")


@pytest.mark.parametrize("cell", ["7 Jan 09:00", "07/01 09.00", "Rabu, 7 Januari, 09:00"])
def test_dates_without_a_year(cell: str) -> None:
    found = reader('date_order = "day-first"\ndates_from = 2025-11-15')
    assert found.read([cell], "IDKRG", "departure") == at("2026-01-07 09:00")
    assert found.read(["15 Nov 09:00"], "IDKRG", "departure") == at("2025-11-15 09:00")
    assert found.read(["14 Nov 09:00"], "IDKRG", "departure") == at("2026-11-14 09:00")
    with pytest.raises(Unreadable, match="no such date"):
        found.read(["31 Feb 09:00"], "IDKRG", "departure")
    with pytest.raises(Unreadable, match="no date"):
        reader().read([cell], "IDKRG", "departure")
    with pytest.raises(Unreadable, match="date_order in the mapping"):
        reader("dates_from = 2025-11-15").read(["07/01 09:00"], "IDKRG", "departure")


def test_a_year_that_is_there_counts() -> None:
    found = reader("dates_from = 2025-11-15\n[hour]\ndeparture = '09:00'")
    assert found.read(["7 Jan 2027"], "IDKRG", "departure") == at("2027-01-07 09:00")
    assert found.read(["7 Jan"], "IDKRG", "departure") == at("2026-01-07 09:00")


def test_the_zone_of_the_port_before_that_of_the_list() -> None:
    found = reader('time_zone = "Asia/Makassar"\ntime_zones = { IDSUB = "Asia/Jakarta" }')
    assert found.read(["2026-01-07 09:00"], "IDSUB", "departure") == at("2026-01-07 10:00")
    assert found.read(["2026-01-07 09:00"], "IDKRG", "departure") == at("2026-01-07 09:00")
    (notice,) = found.notices
    assert "Asia/Jakarta and Asia/Makassar, as the mapping says" in notice


def test_two_readings_are_refused() -> None:
    with pytest.raises(Unreadable, match="date_order of the mapping"):
        reader().read(["05/01/2026 08:00"], "IDKRG", "departure")
    assert reader('date_order = "month-first"').read(["05/01/2026 08:00"], "IDKRG", "departure") == at(
        "2026-05-01 08:00"
    )


CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(),
    st.timedeltas(), st.just(Spoilt("=1", "a formula", "paste values")),
    st.from_regex(r"[0-9]{1,2}[/ ]([0-9]{1,2}|Jan|Feb)( [0-9]{4}| [0-9]{1,2}:[0-9]{2}|)", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[ ./-][A-Za-z]{3}[ ./-][0-9]{4} ?[0-9:.]{0,5} ?(WIB|WITA|)", fullmatch=True),
)  # fmt: skip
MAPPINGS = [
    "",
    "dates_from = 2026-01-01",
    '[hour]\ndeparture = "18:00"',
    'date_format = "%d/%m/%y"',
    'date_order = "day-first"',
]


@given(cells=st.lists(CELLS, max_size=2), mapping=st.sampled_from(MAPPINGS))
def test_any_cell_is_read_or_refused(cells: list[object], mapping: str) -> None:
    found = reader(mapping)
    try:
        moment = found.read(cells, "IDKRG", "departure")
    except Unreadable:
        return
    assert moment is None or moment.tzinfo is not None
    assert isinstance(found.notices, list)
