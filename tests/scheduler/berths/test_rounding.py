"""What is finer than the solver's whole numbers, and what is too large for them."""

from datetime import datetime, timedelta

import pytest

from data.case import Case
from data.checker import check
from data.errors import DermagaError
from data.terminal import BerthSection
from scheduler.berths import first_come_first_served, solve
from scheduler.result import Status
from scheduler.stopping import Stop

QUICK = Stop(seconds=10)


def _calls(case: Case, **fields: object) -> Case:
    return case.changed(calls=tuple(call.model_copy(update=fields) for call in case.calls))


def test_centimetres_decide_whether_two_ships_fit(small_case: Case) -> None:
    """140.04 + 139.96 + 10 m are 290 m: on such a quay two ships lie together, a centimetre more and one waits."""
    for length, waits in ((290.0, False), (289.99, True)):
        quay = small_case.terminal.quay.model_copy(update={"length_m": length})
        costs = small_case.terminal.costs.model_copy(update={"lateness_per_hour": 0})
        ships = tuple(
            ship.model_copy(update={"loa_m": loa})
            for ship, loa in zip(small_case.vessels, (140.04, 139.96, 115), strict=True)
        )
        pair = tuple(
            call.model_copy(update={"eta": small_case.calls[0].eta, "preferred_position_m": None, "max_cranes": 1})
            for call in small_case.calls[:2]
        )
        case = small_case.changed(
            terminal=small_case.terminal.model_copy(update={"quay": quay, "costs": costs}),
            berths=(BerthSection(id="B1", start_m=0, end_m=length, depth_m=14),),
            vessels=ships,
            calls=pair,
            sailings=(),
        )
        result = solve(case, stop=QUICK)
        assert result.status is Status.OPTIMAL
        assert check(case, result.plan).feasible
        assert (result.cost > 0) is waits


def test_a_ship_as_long_as_the_quay_is_berthed(small_case: Case) -> None:
    quay = small_case.terminal.quay.model_copy(update={"length_m": 270.05})
    case = small_case.changed(
        terminal=small_case.terminal.model_copy(update={"quay": quay}),
        berths=(BerthSection(id="B1", start_m=0, end_m=270.05, depth_m=14),),
        vessels=(small_case.vessels[0].model_copy(update={"loa_m": 270.05}), *small_case.vessels[1:]),
    )
    result = solve(case, stop=QUICK)
    assert not result.plan.unserved
    assert check(case, result.plan).feasible


def test_seconds_and_fractions_are_counted_by_the_checker_and_the_bound_stays_below(small_case: Case) -> None:
    late = timedelta(seconds=30)
    case = small_case.changed(
        calls=tuple(
            call.model_copy(
                update={
                    "eta": call.eta + late, "etd": call.etd + late, "priority": 1.23456,
                    "preferred_position_m": 12.3456,
                }
            )
            for call in small_case.calls
        )
    )  # fmt: skip
    result = solve(case, stop=QUICK)
    verdict = check(case, result.plan)
    assert verdict.feasible
    assert result.cost == verdict.cost
    assert result.bound <= result.cost
    assert result.gap < 0.01


def test_a_plan_across_a_change_of_the_clock(small_case: Case) -> None:
    """In Amsterdam 02:00 became 03:00 on 29 March 2026; hours of a plan are hours of work all the same."""
    amsterdam = small_case.terminal.model_copy(update={"time_zone": "Europe/Amsterdam"})
    shift = datetime.fromisoformat("2026-03-28T20:00+01:00") - small_case.calls[0].eta
    case = small_case.changed(
        terminal=amsterdam,
        calls=tuple(
            call.model_copy(update={"eta": call.eta + shift, "etd": call.etd + shift}) for call in small_case.calls
        ),
        sailings=(),
    )
    for plan in (solve(case, stop=QUICK).plan, first_come_first_served(case)):
        assert check(case, plan).feasible
        assert len(plan.calls) == len(case.calls)
    assert f"{case.first_day:%Y-%m-%d %H:%M%z}" == "2026-03-28 00:00+0100"


def test_a_ship_waits_alongside_only_for_the_tide(small_case: Case) -> None:
    """Deep on departure, with days until its ETD: it leaves with the first tide after its work."""
    vessels = tuple(ship.model_copy(update={"max_draft_m": 14}) for ship in small_case.vessels)
    case = _calls(small_case.changed(vessels=vessels), departure_draft_m=14)
    case = case.changed(
        calls=tuple(call.model_copy(update={"etd": call.etd + timedelta(days=3)}) for call in case.calls)
    )
    result = solve(case, stop=QUICK)
    assert check(case, result.plan).feasible
    for entry in result.plan.calls:
        last_lift = max(use.end for use in entry.cranes)
        assert entry.end - last_lift < timedelta(minutes=30) + timedelta(hours=case.terminal.tide.period_h)


def test_a_tide_that_never_comes_again_is_a_reason(small_case: Case) -> None:
    """A draft for which high water is enough in theory, and in no whole minute of the planned time."""
    vessels = tuple(ship.model_copy(update={"max_draft_m": 15}) for ship in small_case.vessels)
    case = _calls(small_case.changed(vessels=vessels), arrival_draft_m=14.8181817)
    result = solve(case, stop=Stop(seconds=2))
    assert check(case, result.plan).feasible
    assert len(result.plan.calls) + len(result.plan.unserved) == len(case.calls)
    assert all("finds no tide" in entry.reason for entry in result.plan.unserved)


def test_money_beyond_whole_numbers_is_refused(small_case: Case) -> None:
    costs = small_case.terminal.costs.model_copy(update={"waiting_per_hour": 10**12 - 1, "lateness_per_hour": 10**12})
    case = _calls(small_case.changed(terminal=small_case.terminal.model_copy(update={"costs": costs})), priority=99.999)
    with pytest.raises(DermagaError, match="larger unit of money"):
        solve(case, stop=QUICK)


def test_high_priorities_are_no_trouble(kariangau_2025: Case) -> None:
    case = _calls(kariangau_2025, priority=100)
    result = solve(case, days=28, stop=Stop(seconds=1))
    assert check(case, result.plan).feasible
