"""Rules of the water: a plan that keeps each, and the same plan with one thing wrong."""

from datetime import time

import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.plans import BerthPlan
from tests.data.checker.conftest import at, berthed, rules, text, with_call
from tests.data.conftest import with_row, with_terminal


def test_tide(small_case: Case, plan: BerthPlan) -> None:
    # 14 m and a tenth are 15.4 m, and the channel has 13.5 m: 1.9 m of tide. High water was at 06:00 on the 5th,
    # so that four cycles of 12.42 h later it is at 07:41 on the 7th, and low water at 13:54.
    case = with_row(small_case, "vessels", 0, max_draft_m=14)
    case = with_row(case, "calls", 3, arrival_draft_m=14)
    assert check(case, plan).feasible
    at_low_water = berthed("ARU-2", 0, "07 13:54", "07 21:34", "QC1", "QC2")
    verdict = check(case, with_call(plan, at_low_water))
    assert rules(verdict) == {"tide"}
    assert "Aru (ARU-2) berths at 2026-01-07 13:54 with a tide of 0.30 m and needs 1.90 m" in text(verdict)


def test_touching_the_bottom_at_low_water_is_noted(small_case: Case, plan: BerthPlan) -> None:
    shallow = check(with_row(small_case, "berths", 0, depth_m=6.1), plan)
    assert "keel_clearance" not in rules(shallow)
    assert any("Aru (ARU-1) draws 6.5 m and its place has 6.4 m at low water" in note for note in shallow.notes)
    assert check(small_case, plan).notes == ()


def test_keel_clearance(small_case: Case, plan: BerthPlan) -> None:
    # All ships draw 6.5 m when they leave, and low water stands at 0.3 m: in 6.7 m they have 0.5 m under the keel.
    case = with_row(small_case, "berths", 0, depth_m=6.7)
    assert check(with_terminal(case, quay={"keel_clearance_m": 0.5}), plan).feasible
    verdict = check(with_terminal(case, quay={"keel_clearance_m": 0.51}), plan)
    assert rules(verdict) == {"keel_clearance"}
    assert "Buru (BURU-1) has 0.50 m under its keel alongside at low water, and 0.51 m is wanted" in text(verdict)


@pytest.mark.parametrize(
    ("opens", "closes", "broken"),
    [
        (time(8), time(2, 25), ()),  # past midnight, and both ends belong to it
        (time(8), time(2, 24), ("leaves at 2026-01-06 02:25",)),
        (time(8, 1), time(2, 25), ("ARU-1) berths at 2026-01-05 08:00", "ARU-2) berths at 2026-01-07 08:00")),
        (time(3), time(23), ("leaves at 2026-01-06 02:25",)),
    ],
)
def test_channel_hours(small_case: Case, plan: BerthPlan, opens: time, closes: time, broken: tuple[str, ...]) -> None:
    verdict = check(with_terminal(small_case, channel={"opens": opens, "closes": closes}), plan)
    assert rules(verdict) == ({"channel"} if broken else set())
    assert len(verdict.broken) == len(broken)
    for words in broken:
        assert words in text(verdict)
    if broken:
        assert f"ships move from {opens:%H:%M} to {closes:%H:%M} only" in text(verdict)


@pytest.mark.parametrize(
    ("start", "end", "feasible"),
    [
        ("07 08:00", "07 09:00", False),  # from the start on
        ("07 07:00", "07 08:00", True),  # no longer at the end
        ("07 15:40", "07 16:00", False),
        ("07 08:01", "07 15:40", True),
    ],
)
def test_channel_closures(small_case: Case, plan: BerthPlan, start: str, end: str, feasible: bool) -> None:
    closure = Closure(id="BUOY", what="channel", start=at(start), end=at(end), reason="Dredging")
    verdict = check(small_case.changed(closures=(closure,)), plan)
    assert rules(verdict) == (set() if feasible else {"channel"})
    if not feasible:
        assert f"the channel is closed until 2026-01-{end}: Dredging" in text(verdict)
