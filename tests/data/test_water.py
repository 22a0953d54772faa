"""The channel by the minute, and the reasons for which nothing can berth a call."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from data.case import Case
from data.closures import Closure
from data.handling import Handling
from data.shifts import Shift
from data.terminal import BerthSection
from data.water import (
    channel_hours,
    channel_open_by_minute,
    channel_shut,
    deepest_place,
    keel_clearance,
    touches_ground,
    why_never,
)
from tests.data.conftest import with_row, with_terminal


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{moment}+08:00")


@pytest.mark.parametrize(("opens", "closes"), [(None, None), (time(6), time(18)), (time(18, 30), time(2))])
@pytest.mark.parametrize("seconds", [0, 20])
def test_the_channel_by_the_minute_is_that_of_each_moment(
    small_case: Case, opens: time | None, closes: time | None, seconds: int
) -> None:
    closure = Closure(id="BUOY", what="channel", start=_at("05 07:00:30"), end=_at("05 09:00"))
    case = with_terminal(small_case, channel={"opens": opens, "closes": closes}).changed(closures=(closure,))
    start, minutes = _at("05 00:00") + timedelta(seconds=seconds), 2 * 24 * 60
    found = channel_open_by_minute(case, start, minutes)
    expected = [channel_shut(case, start + timedelta(minutes=minute)) is None for minute in range(minutes)]
    assert found.tolist() == expected
    assert any(expected)
    assert not all(expected)


def test_channel_hours(small_case: Case) -> None:
    assert channel_hours(small_case.terminal, _at("05 00:00"), _at("06 00:00")) is None
    night = with_terminal(small_case, channel={"opens": time(20), "closes": time(4)}).terminal
    assert channel_hours(night, _at("05 04:00"), _at("05 20:00")) == [
        (_at("04 20:00"), _at("05 04:00")),
        (_at("05 20:00"), _at("06 04:00")),
    ]
    assert channel_hours(night, _at("05 04:01"), _at("05 19:59")) == []


def _halves(case: Case, layout: str, low_depth_m: float = 14, high_depth_m: float = 14) -> Case:
    sections = (
        BerthSection(id="B1", start_m=0, end_m=140, depth_m=low_depth_m),
        BerthSection(id="B2", start_m=140, end_m=270, depth_m=high_depth_m),
    )
    return with_terminal(case.changed(berths=sections), quay={"layout": layout})


def _reason(case: Case, call: str = "ARU-1") -> str:
    return why_never(case, case.call_by_id[call]) or ""


def test_every_call_of_the_small_case_can_be_berthed(small_case: Case) -> None:
    assert [why_never(small_case, call) for call in small_case.calls] == [None] * 4


def test_longer_than_the_quay_or_any_section(small_case: Case) -> None:
    assert (
        _reason(with_row(small_case, "vessels", 0, loa_m=271))
        == "Aru is 271 m long and the quay with its overhangs 270 m"
    )
    case = _halves(small_case, "discrete")
    assert _reason(case) == "Aru is 150 m long and fits into no section: the longest has 140 m"
    assert _reason(case, "BURU-1") == ""
    assert _reason(with_terminal(case, quay={"overhang_m": 10})) == ""
    assert _reason(_halves(small_case, "hybrid")) == ""


def test_too_few_cranes(small_case: Case) -> None:
    case = with_row(small_case, "calls", 0, min_cranes=4, max_cranes=5)
    assert _reason(case) == "Aru wants at least 4 quay cranes and there are 3"
    assert _reason(with_row(case, "vessels", 0, gear_moves_per_hour=10)) == ""
    five = case.changed(handling=(Handling(call="ARU-1", cranes=5, hours=3),))
    assert _reason(five) == "Aru has handling times for more quay cranes only than the 3 that there are"
    none = case.changed(handling=(Handling(call="ARU-1", cranes=0, hours=3),))
    assert _reason(none) == ""


def test_too_few_gangs(small_case: Case) -> None:
    shifts = (Shift(id="DAY", start=time(7), gangs=1), Shift(id="NIGHT", start=time(19), gangs=0))
    case = with_row(small_case.changed(shifts=shifts), "calls", 0, min_cranes=2)
    assert _reason(case) == "Aru wants at least 2 quay cranes and no shift has more than 1 gangs"
    assert _reason(case, "CERAM-1") == ""


def test_handling_times_where_the_ship_does_not_fit(small_case: Case) -> None:
    case = _halves(with_row(small_case, "vessels", 0, loa_m=135), "discrete")
    there = case.changed(handling=(Handling(call="ARU-1", berth="B2", cranes=1, hours=3),))
    assert _reason(there) == "Aru has handling times for B2 only and does not fit there"
    assert _reason(case.changed(handling=(Handling(call="ARU-1", berth="B1", cranes=1, hours=3),))) == ""


def test_water_counts_where_the_layout_lets_a_ship_lie(small_case: Case) -> None:
    # Only the shallow section is long enough for 135 m.
    case = with_row(small_case, "vessels", 0, loa_m=135)
    shallow = _halves(case, "discrete", low_depth_m=4)
    assert deepest_place(shallow, 135) == 4
    assert _reason(shallow) == "Aru draws 6.5 m and lacks 0.35 m of water under its keel even at high water"
    assert _reason(_halves(case, "discrete", high_depth_m=4)) == ""
    assert _reason(_halves(case, "continuous", high_depth_m=4)) == ""


def test_too_little_water_under_the_keel_alongside(small_case: Case) -> None:
    case = _halves(with_row(small_case, "vessels", 0, loa_m=135), "discrete", 6.5, 14)
    assert keel_clearance(case, case.call_by_id["ARU-1"], 0) == pytest.approx(0.3)
    assert _reason(with_terminal(case, quay={"keel_clearance_m": 0.3})) == ""
    assert _reason(with_terminal(case, quay={"keel_clearance_m": 0.4})) == (
        "Aru draws 6.5 m and would have 0.30 m under its keel alongside at low water; 0.4 m is wanted"
    )
    assert touches_ground(case, case.call_by_id["ARU-1"]) is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"latest_departure": "05 16:25"}, ""),  # 400 boxes are 7 h 24 min of two cranes, and an hour of moorings
        ({"latest_departure": "05 16:24"}, "Aru can berth at 2026-01-05 08:00 and leave at 2026-01-05 16:24"),
        ({"latest_departure": "05 07:00"}, "must leave by 2026-01-05 07:00"),
        (
            {"earliest_start": "05 09:00", "latest_departure": "05 17:24"},
            "Aru can berth at 2026-01-05 09:00 and leave at 2026-01-05 17:24, and must leave by 2026-01-05 17:24",
        ),
    ],
)
def test_a_departure_that_comes_too_soon(small_case: Case, fields: dict[str, str], reason: str) -> None:
    values: dict[str, Any] = {name: _at(moment) for name, moment in fields.items()}
    found = _reason(with_row(small_case, "calls", 0, **values))
    assert reason in found
    assert bool(found) is bool(reason)
