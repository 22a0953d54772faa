"""Dates of the export chain: by hand, and that the slack is what it says."""

from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bookings import Shipment
from data.calendars import Calendar, Holiday
from data.case import Case
from data.export_chain import Chain, ChainStep, StepState
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import ChainDates, Ships


def at(text: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00. The 5th is a Monday."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


def step(name: str, *after: str, **fields: Any) -> ChainStep:
    party = fields.pop("party", "forwarder")
    return ChainStep(chain="C", step=name, name=name.title(), party=party, after=after, **fields)


@pytest.fixture(scope="module")
def dated(small_case: Case):
    """Make a case of one chain: its steps, with fields of the shipment and rows of other tables."""

    def make(*steps: ChainStep, shipment: dict[str, Any] | None = None, **tables: Any) -> Case:
        first = small_case.shipments[0]
        fields = {name: getattr(first, name) for name in Shipment.model_fields} | (shipment or {})
        tables = {"calendars": (Calendar(id="OFFICE", opens=time(8), closes=time(16)),)} | tables
        return small_case.changed(
            chains=(Chain(id="C", name="A chain"),), chain_steps=steps, shipments=(Shipment(**fields),), **tables
        )

    return make


def dates_of(case: Case, departure: str = "12 12:00", now: datetime | None = None, **cutoffs: str) -> ChainDates:
    """The dates with one direct ship; cut-offs by code."""
    clock = ChainClock(case, now)
    none = np.array([np.nan])
    ships = Ships(
        departure=np.array([clock.minute(at(departure))]),
        arrival=np.array([clock.minute(at("25 12:00"))]),
        hub_arrival=none,
        hub_departure=none,
        cutoffs={code: np.array([clock.minute(at(moment))]) for code, moment in cutoffs.items()},  # type: ignore[misc]
        hub_cutoffs={},
        boxes_from=np.array([-np.inf]),
    )
    return chain_dates(clock, case, case.shipments[0], ships, transhipped=False, restuffed=False)


def moments(dates: ChainDates, name: str, *fields: str) -> list[str]:
    (of_step,) = [each for each in dates.steps if each.step.step == name]
    return [f"{dates.clock.moment(getattr(of_step, field)[0]):%d %H:%M}" for field in fields]


def test_office_hours_and_cutoff_by_hand(dated) -> None:
    case = dated(
        step("papers", "ready", duration_h=10, calendar="OFFICE"),
        step("gate", "papers", duration_h=1, cutoff="FCO"),
        shipment={"ready": at("05 12:00")},
    )
    dates = dates_of(case, FCO="09 12:00")
    # Monday 12:00: four hours that day, six the next.
    assert moments(dates, "papers", "earliest_start", "earliest_end") == ["05 12:00", "06 14:00"]
    assert moments(dates, "gate", "earliest_end", "latest_start", "latest_end") == ["06 15:00", "09 11:00", "09 12:00"]
    # Done by Friday 11:00: three hours of that day, seven of the day before, which began at 8:00.
    assert moments(dates, "papers", "latest_start", "latest_end") == ["08 09:00", "09 11:00"]
    assert dates.slack[0] == 69 * 60
    assert dates.tightest(0) == "gate"
    assert dates.deadline(0) == "full delivery cut-off (FCO) at 2026-01-09 12:00"


def test_holidays_hold_up(dated) -> None:
    holiday = Holiday(id="H", name="A holiday", start=at("06 00:00"), end=at("08 00:00"))
    case = dated(
        step("papers", "ready", duration_h=10, calendar="OFFICE"),
        shipment={"ready": at("05 12:00")},
        holidays=(holiday,),
    )
    assert moments(dates_of(case), "papers", "earliest_end") == ["08 14:00"]


def test_what_goes_on_begins_in_office_hours_and_ends_when_it_ends(dated) -> None:
    case = dated(
        step("gas", "ready", duration_h=24, calendar="OFFICE", goes_on=True), shipment={"ready": at("05 18:00")}
    )
    dates = dates_of(case)
    assert moments(dates, "gas", "earliest_start", "earliest_end") == ["06 08:00", "07 08:00"]
    # 12:00 on Monday the 12th less a day is a Sunday; Friday's closing is the last time to begin.
    assert moments(dates, "gas", "latest_start") == ["09 16:00"]


def test_not_earlier_than_so_long_before_the_ship(dated) -> None:
    case = dated(step("peb", "ready", earliest_h=96), shipment={"ready": at("05 12:00")})
    assert moments(dates_of(case), "peb", "start", "end") == ["08 12:00", "08 12:00"]


def test_without_a_ship_from_the_hub_nothing_is_too_early_for_her(dated) -> None:
    case = dated(step("load", "ready", earliest_h=8, at_hub=True))
    clock, none = ChainClock(case), np.array([np.nan])
    ships = Ships(np.array([clock.minute(at("12 12:00"))]), none, none, none, {}, {}, np.array([-np.inf]))
    dates = chain_dates(clock, case, case.shipments[0], ships, transhipped=True, restuffed=False)
    assert dates.feasible.all()
    assert np.isfinite(dates.steps[0].end).all()


def test_not_earlier_where_that_is_outside_of_office_hours(dated) -> None:
    case = dated(
        step("peb", "ready", duration_h=1, earliest_h=92, calendar="OFFICE"), shipment={"ready": at("05 12:00")}
    )
    # 92 h before is Thursday 16:00, closing time, when it can just be done.
    assert moments(dates_of(case), "peb", "start", "end") == ["08 15:00", "08 16:00"]
    case = dated(
        step("peb", "ready", duration_h=1, earliest_h=91, calendar="OFFICE"), shipment={"ready": at("05 12:00")}
    )
    (end,) = moments(dates_of(case), "peb", "end")
    assert end == "09 08:01"


def test_a_step_at_the_hub_holds_nothing_up_where_no_hub_is_known(dated) -> None:
    case = dated(step("gate", "ready"), step("loading", "gate", at_hub=True, earliest_h=24))
    clock = ChainClock(case)
    known, none = np.array([clock.minute(at("12 12:00"))]), np.array([np.nan])
    ships = Ships(known, known, none, none, {}, {}, np.array([-np.inf]))
    dates = chain_dates(clock, case, case.shipments[0], ships, transhipped=True, restuffed=False)
    assert dates.feasible[0]


def test_a_paper_that_does_not_hold_long_is_not_asked_for_too_early(dated) -> None:
    case = dated(step("certificate", "ready", valid_h=48), shipment={"ready": at("05 12:00")})
    assert moments(dates_of(case), "certificate", "end") == ["10 12:00"]


def test_a_paper_that_is_done_and_does_not_hold_is_missed(dated) -> None:
    done = StepState(shipment="SHIP-1", step="certificate", state="done", done=at("06 12:00"))
    case = dated(step("certificate", "ready", valid_h=48), shipment={"ready": at("05 12:00")}, step_states=(done,))
    dates = dates_of(case)
    assert not dates.feasible[0]
    assert (
        dates.missed(0)
        == "Certificate misses the last departure for which its paper holds at 2026-01-08 12:00 by 96.0 h"
    )


def test_a_declaration_that_is_filed_stays_filed_when_the_ship_slips(dated) -> None:
    done = StepState(shipment="SHIP-1", step="peb", state="done", done=at("04 12:00"))
    case = dated(step("peb", "ready", earliest_h=168), shipment={"ready": at("03 12:00")}, step_states=(done,))
    assert dates_of(case, departure="16 12:00").feasible[0]


def test_late_steps_keep_their_buffer(dated) -> None:
    case = dated(
        step("empty", duration_h=2, late=True, buffer_h=12, event="pick_up"),
        step("gate", "empty", "ready", duration_h=1, cutoff="FCO"),
        shipment={"booked": at("01 12:00"), "ready": at("05 12:00")},
    )
    dates = dates_of(case, FCO="09 12:00")
    assert moments(dates, "empty", "earliest_start", "latest_end", "end") == ["01 12:00", "09 11:00", "08 23:00"]
    assert moments(dates, "gate", "start") == ["08 23:00"]


def test_boxes_and_gate_open_later(dated) -> None:
    case = dated(step("gate", "ready", cutoff="FCO", opening="EFC"), shipment={"ready": at("03 12:00")})
    assert moments(dates_of(case, EFC="07 00:00", FCO="11 00:00"), "gate", "start") == ["07 00:00"]


def test_what_is_done_keeps_its_dates_and_what_has_begun_goes_on(dated) -> None:
    states = (
        StepState(shipment="SHIP-1", step="papers", state="done", begun=at("04 08:00"), done=at("04 09:00")),
        StepState(shipment="SHIP-1", step="stuffing", state="begun", begun=at("06 08:00")),
    )
    case = dated(
        step("papers", "ready", duration_h=10),
        step("stuffing", "papers", duration_h=4),
        step("gate", "stuffing", duration_h=1),
        shipment={"ready": at("05 12:00")},
        step_states=states,
    )
    dates = dates_of(case, now=at("07 08:00"))
    assert moments(dates, "papers", "start", "end") == ["04 08:00", "04 09:00"]
    assert moments(dates, "stuffing", "start", "end") == ["06 08:00", "07 08:00"]
    assert moments(dates, "gate", "start") == ["07 08:00"]


def test_after_the_ship_has_left(dated) -> None:
    case = dated(step("bill", "departure", duration_h=24), step("bank", "bill", duration_h=2, within_h=48))
    dates = dates_of(case)
    assert moments(dates, "bank", "earliest_end", "latest_end") == ["13 14:00", "14 12:00"]
    assert moments(dates, "bill", "latest_end") == ["14 10:00"]
    assert dates.feasible[0]


def test_a_missed_cutoff_says_which_step(dated) -> None:
    case = dated(step("vgm", "ready", duration_h=30, cutoff="VCO"), shipment={"ready": at("05 12:00")})
    dates = dates_of(case, VCO="06 12:00")
    assert not dates.feasible[0]
    assert dates.slack[0] == -6 * 60
    assert dates.missed(0) == "Vgm misses the VGM cut-off (VCO) at 2026-01-06 12:00 by 6.0 h"


def test_without_a_chain_ready_must_keep_the_cutoffs(small_case: Case) -> None:
    dates = dates_of(small_case, FCO="05 18:00")
    assert dates.steps == ()
    assert dates.slack[0] == 6 * 60
    assert dates.feasible[0]
    assert dates_of(small_case, FCO="05 11:00").missed(0) == (
        "ready at the terminal misses the full delivery cut-off (FCO) at 2026-01-05 11:00 by 1.0 h"
    )


steps = st.lists(
    st.fixed_dictionaries(
        {
            "duration_h": st.sampled_from([0, 0.5, 3, 10, 30]),
            "calendar": st.sampled_from([None, "OFFICE", "NIGHT"]),
            "after": st.sets(st.integers(0, 5), max_size=2),
            "cutoff": st.sampled_from([None, None, "FCO", "VCO", "DCO"]),
            "late": st.booleans(),
            "earliest_h": st.sampled_from([None, None, None, 168]),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(drawn=steps, minute=st.integers(0, 6 * 1440))
def test_the_slack_is_exact(dated, drawn: list[dict[str, Any]], minute: int) -> None:
    chain = []
    for place, fields in enumerate(drawn):
        after = sorted(f"S{number}" for number in fields.pop("after") if number < place)
        chain.append(step(f"S{place}", *(after or ["ready"]), **fields))
    calendars = (
        Calendar(id="OFFICE", opens=time(8), closes=time(16)),
        Calendar(id="NIGHT", days=("mon", "wed", "sat"), opens=time(20), closes=time(4)),
    )
    ready = at("03 00:00") + timedelta(minutes=minute)

    def made(later_min: float) -> ChainDates:
        when = ready + timedelta(minutes=later_min)
        case = dated(*chain, shipment={"ready": when, "latest_arrival": at("31 00:00")}, calendars=calendars)
        return dates_of(case, departure="16 12:00", FCO="14 12:00", VCO="13 07:00", DCO="12 18:30")

    dates = made(0)
    if not dates.feasible[0]:
        assert dates.slack[0] < 0
        assert dates.tightest(0)
        return
    for each in dates.steps:
        assert each.earliest_start[0] <= each.start[0] <= each.latest_start[0]
        assert each.earliest_end[0] <= each.end[0] <= each.latest_end[0]
    assert made(dates.slack[0]).feasible[0]
    later = made(dates.slack[0] + 1)
    assert not later.feasible[0]


def test_hub_moments_that_are_not_told_hold_nothing_up(dated) -> None:
    """Options of which only the first ship is looked at are feasible where they make that."""
    case = dated(
        step("gate", "ready", cutoff="FCO"),
        step("reloading", "hub_arrival", at_hub=True, duration_h=1, earliest_h=8),
        step("papers", "hub_departure", at_hub=True, duration_h=1, calendar="OFFICE", valid_h=48),
    )
    clock, none = ChainClock(case), np.array([np.nan])
    moments = (np.array([clock.minute(at(moment))]) for moment in ("12 12:00", "25 12:00"))
    closes = {"FCO": np.array([clock.minute(at("11 12:00"))])}
    ships = Ships(*moments, none, none, closes, {}, np.array([-np.inf]))  # type: ignore[arg-type]
    dates = chain_dates(clock, case, case.shipments[0], ships, transhipped=True, restuffed=False)
    assert dates.feasible[0]
    assert dates.tightest(0) == "gate"


def test_once_the_goods_are_on_their_way_the_slack_is_that_of_the_next_steps(dated: Any) -> None:
    """Loading waits for the ship whatever was done before: its hours are nobody's slack."""
    stuffed = StepState(shipment="SHIP-1", step="stuffing", state="done", done=at("06 12:00"))
    case = dated(
        step("stuffing", "ready", duration_h=4),
        step("gate", "stuffing", duration_h=2, cutoff="FCO"),
        step("loading", "gate", duration_h=1, earliest_h=8),
        step_states=(stuffed,),
    )
    dates = dates_of(case, now=at("08 10:00"), FCO="10 12:00")
    assert dates.slack[0] == 48 * 60
    assert dates.tightest(0) == "gate"
