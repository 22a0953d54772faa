"""Berth plans against paper, and against the promises of `solve`."""

from datetime import timedelta
from itertools import pairwise
from threading import Event, Timer
from time import monotonic

import numpy as np
import pytest

from data.case import Case
from data.checker import check
from data.closures import Closure
from data.handling import Handling
from data.plans import BerthPlan
from data.terminal import BerthSection, QuayCrane, Terminal
from data.vessels import Vessel, VesselCall
from scheduler.berths import first_come_first_served, search, solve
from scheduler.berths.baseline import served_in_order
from scheduler.berths.groups import arrival_order, cuts_of, part_of, sum_of
from scheduler.berths.problem import pose
from scheduler.result import Incumbent, Result, Status, no_report
from scheduler.stopping import Stop
from tests.scheduler.berths.generated import at, call, case_of, ship, terminal


def _terminal(case: Case, quay: dict[str, float], costs: dict[str, int]) -> Terminal:
    return case.terminal.model_copy(
        update={
            "quay": case.terminal.quay.model_copy(update=quay),
            "costs": case.terminal.costs.model_copy(update=costs),
        }
    )


def _case(case: Case, terminal: Terminal, ships: list[Vessel], calls: list[VesselCall], cranes: int) -> Case:
    length = terminal.quay.length_m
    return case.changed(
        terminal=terminal,
        berths=(BerthSection(id="B1", start_m=0, end_m=length, depth_m=14),),
        quay_cranes=tuple(
            crane.model_copy(update={"rail_from_m": 0, "rail_to_m": length}) for crane in case.quay_cranes[:cranes]
        ),
        vessels=tuple(ships),
        services=(),
        calls=tuple(calls),
        sailings=(),
        shipments=(),
    )


def _ship(case: Case, name: str, loa_m: float) -> Vessel:
    return case.vessels[0].model_copy(update={"id": name, "name": name.title(), "loa_m": loa_m})


def _call(case: Case, name: str, eta_h: float, stay_h: float, moves: int, **fields: object) -> VesselCall:
    start = case.first_day
    return VesselCall.model_validate({
        "id": name, "vessel": name,
        "eta": start + timedelta(hours=eta_h), "etd": start + timedelta(hours=eta_h + stay_h),
        "arrival_draft_m": 6, "departure_draft_m": 6, "discharge_full": moves, **fields,
    })  # fmt: skip


def test_three_ships_by_hand(small_case: Case) -> None:
    """Ships of 150, 130 and 115 m at the same hour on 270 m of quay with 10 m between ships and no overhang.

    By paper: 150 + 10 + 130 is 290 m and 150 + 10 + 115 is 275 m, so that the long ship lies alone; 130 + 10 + 115 is
    255 m, so that the others lie together. Each takes two cranes and has 270 boxes: five hours with two cranes, ten
    with one, and one hour of mooring. Three cranes: together, one has two cranes and the other one.
    Waiting costs 600 an hour and lateness nothing. Together first: the long ship waits 11 h, or 6 h if it follows the
    ship with two cranes only when the other has left too, which is 11 h. The long one first (6 h) makes two ships
    wait 6 h: 12 h. One after the other, 6 and 12 h: 18 h. So the pair goes first, and the long ship waits 11 h: 6,600.
    """
    terminal = _terminal(small_case, {"overhang_m": 0}, {"waiting_per_hour": 600, "lateness_per_hour": 0})
    ships = [_ship(small_case, name, loa) for name, loa in (("long", 150), ("middle", 130), ("short", 115))]
    calls = [_call(small_case, ship.id, 8, 48, 270, max_cranes=2) for ship in ships]
    case = _case(small_case, terminal, ships, calls, cranes=3)
    result = solve(case, stop=Stop(seconds=20))
    assert check(case, result.plan).feasible
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound == 6_600
    starts = {entry.call: (entry.start - case.first_day) / timedelta(hours=1) for entry in result.plan.calls}
    assert starts == {"long": 19, "middle": 8, "short": 8}


def test_a_deep_ship_waits_for_the_tide(small_case: Case) -> None:
    """1.9 m of tide for 14 m of draft: the plan berths and leaves within the windows, and the checker agrees."""
    vessels = tuple(ship.model_copy(update={"max_draft_m": 14}) for ship in small_case.vessels)
    deep = [call.model_copy(update={"arrival_draft_m": 14, "departure_draft_m": 13.8}) for call in small_case.calls]
    case = small_case.changed(vessels=vessels, calls=tuple(deep))
    result = solve(case, stop=Stop(seconds=20))
    assert check(case, result.plan).feasible
    assert check(case, first_come_first_served(case)).feasible
    assert result.cost > solve(small_case, stop=Stop(seconds=20)).cost
    assert {entry.call for entry in result.plan.calls} == {call.id for call in case.calls}


def test_what_nothing_can_berth_is_unserved_with_its_reason(small_case: Case) -> None:
    long = _ship(small_case, "ARU", 300)
    case = small_case.changed(vessels=(long, *small_case.vessels[1:]))
    result = solve(case, stop=Stop(seconds=20))
    assert {entry.call: entry.reason for entry in result.plan.unserved} == {
        "ARU-1": "Aru is 300 m long and the quay with its overhangs 270 m",
        "ARU-2": "Aru is 300 m long and the quay with its overhangs 270 m",
    }
    verdict = check(case, result.plan)
    assert verdict.feasible
    assert verdict.cost == result.cost
    assert verdict.terms["unserved"] == 400_000


def test_a_place_with_water_must_also_have_cranes(small_case: Case) -> None:
    """Shallow where the cranes are, deep where they are not."""
    cranes = tuple(crane.model_copy(update={"rail_to_m": 100}) for crane in small_case.quay_cranes)
    sections = (
        BerthSection(id="shallow", start_m=0, end_m=120, depth_m=3),
        BerthSection(id="deep", start_m=120, end_m=270, depth_m=14),
    )
    case = small_case.changed(quay_cranes=cranes, berths=sections)
    result = solve(case, stop=Stop(seconds=20))
    assert not result.plan.calls
    assert "the water and the cranes that Aru needs" in result.plan.unserved[0].reason


def test_depth_decides_where_a_ship_lies(small_case: Case) -> None:
    sections = (
        BerthSection(id="shallow", start_m=0, end_m=110, depth_m=3),
        BerthSection(id="deep", start_m=110, end_m=270, depth_m=14),
    )
    case = small_case.changed(berths=sections)
    result = solve(case, stop=Stop(seconds=20))
    assert check(case, result.plan).feasible
    assert min(entry.position_m for entry in result.plan.calls) >= 110


def test_same_effort_and_seed_same_plan(small_case: Case) -> None:
    plans = {
        solve(small_case, stop=Stop(seconds=None, effort=0.5), seed=7, workers=2).plan.model_dump_json()
        for _ in range(3)
    }
    assert len(plans) == 1


def test_cancelling_keeps_the_best_plan_and_is_quick(kariangau_2025: Case) -> None:
    cancel = Event()
    timer = Timer(1.0, cancel.set)
    timer.start()
    began = monotonic()
    result = solve(kariangau_2025, days=28, stop=Stop(seconds=60, cancel=cancel))
    assert monotonic() - began < 4
    assert result.status is Status.CANCELLED
    assert check(kariangau_2025, result.plan).feasible
    assert result.bound <= result.cost


@pytest.mark.parametrize("workers", [1, 2])
def test_a_proof_is_cancelled_too(kariangau_2025: Case, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """Where most of the time goes to a proof."""
    monkeypatch.setattr(search, "_FIRST_CYCLE", 0.2)
    monkeypatch.setattr(search, "_BOUND_SHARE", 0.002)
    monkeypatch.setattr(search, "_PRICES", 5)
    proving = Event()
    prove_left = search.Search._prove_left

    def prove(*arguments: object) -> None:
        proving.set()
        Timer(0.7, cancel.set).start()
        prove_left(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(search.Search, "_prove_left", prove)
    cancel = Event()
    began = monotonic()
    result = solve(kariangau_2025, days=10, stop=Stop(seconds=100, cancel=cancel), workers=workers)
    assert proving.is_set()
    assert monotonic() - began < 10
    assert result.status in (Status.CANCELLED, Status.OPTIMAL)


def test_time_for_cranes_breaks_no_other_rule() -> None:
    """Two ships of three hours are done when the only crane stops at noon; with its set-up the second is not."""
    place = terminal(
        quay={"length_m": 300, "mooring_min": 0, "unmooring_min": 0, "keel_clearance_m": None},
        channel={"depth_m": 14},
        crane_work={"assignment": "constant", "setup_min": 6},
        costs={"waiting_per_hour": 100, "lateness_per_hour": 0, "position_per_metre": 0},
    )
    case = case_of(
        place,
        berths=[BerthSection(id="B1", start_m=0, end_m=300, depth_m=14)],
        quay_cranes=[QuayCrane(id="QC1", rail_from_m=0, rail_to_m=300)],
        closures=[Closure(id="C1", what="crane", start=at(12), end=at(16), crane="QC1")],
        vessels=[ship(name, 100) for name in "ABC"],
        calls=[call(name, 6, 12, 60) for name in "ABC"],
        handling=[Handling(call=name, cranes=1, hours=3) for name in "ABC"],
    )
    result = solve(case, stop=Stop(seconds=None, effort=2))
    assert check(case, result.plan).feasible
    assert result.status is Status.OPTIMAL
    # From 6:00, 16:00 and 19:06.
    assert result.cost == pytest.approx(100 * (10 + 13.1))


def test_the_curve_only_improves_and_is_reported(kariangau_2025: Case) -> None:
    reported: list[Incumbent] = []
    result = solve(kariangau_2025, stop=Stop(seconds=2), report=reported.append)
    assert tuple(reported) == result.curve
    assert reported[0].cost == check(kariangau_2025, first_come_first_served(kariangau_2025)).cost
    for before, after in pairwise(reported):
        assert after.cost <= before.cost
        assert after.bound >= before.bound
        assert after.bound <= after.cost
    assert result.cost == pytest.approx(check(kariangau_2025, result.plan).cost)


def test_no_calls_cost_nothing(small_case: Case) -> None:
    result = solve(small_case, start=small_case.first_day + timedelta(days=90), stop=Stop(seconds=5))
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound == result.gap == 0


def test_many_ships_are_bounded_by_groups(kariangau_2025: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more ships than are proven at once, the plan is still better than by hand, and the bound is no guess."""
    exact = solve(kariangau_2025, days=1.5, stop=Stop(seconds=30))
    assert exact.status is Status.OPTIMAL
    monkeypatch.setattr(search, "_FEW", 3)
    monkeypatch.setattr(search, "_GROUP", 3)
    monkeypatch.setattr(search, "_FIRST_CYCLE", 0.2)
    monkeypatch.setattr(search, "_PROOFS", ((search.NEVER, ((1, 0.5), (2, 0.5))),))
    result = solve(kariangau_2025, days=1.5, stop=Stop(seconds=None, effort=0.6), workers=1)
    verdict = check(kariangau_2025, result.plan)
    assert verdict.feasible
    assert verdict.cost == pytest.approx(result.cost)
    assert 0 < result.bound <= exact.cost <= result.cost
    assert result.cost < check(kariangau_2025, first_come_first_served(kariangau_2025, days=1.5)).cost


def test_ships_alone_cost_at_most_what_they_do_among_others(kariangau_2025: Case) -> None:
    start = kariangau_2025.first_day
    problem = pose(kariangau_2025, start, start + timedelta(days=1.5))
    whole = solve(kariangau_2025, days=1.5, stop=Stop(seconds=30))
    assert whole.status is Status.OPTIMAL
    order, cuts = arrival_order(problem), cuts_of(problem, served_in_order(problem), 3)
    assert cuts[0] == 0
    assert cuts[-1] == len(problem.calls)
    alone = {}
    for begin, end in pairwise(cuts):
        part = part_of(problem, np.sort(order[begin:end]))
        assert [call.id for call in part.calls] == [problem.calls[i].id for i in sorted(order[begin:end])]
        found = search.Search(part, Stop(seconds=20), monotonic(), 1, 1, no_report)
        found.run()
        assert found.status is Status.OPTIMAL
        alone[begin, end] = found.bound
    assert 0 < problem.money(sum_of(alone, len(order))) <= whole.cost


def test_bounds_of_groups_add_up_where_they_share_no_ship() -> None:
    assert sum_of({(0, 2): 5.0, (2, 4): 4.0, (1, 3): 7.0, (0, 4): 8.0}, 4) == 9.0
    assert sum_of({(1, 3): 7.0}, 4) == 7.0


def test_it_begins_with_a_plan_of_before_and_gives_better_ones_to_keep(
    kariangau_2025: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.berths.search._KEEP_S", 0.1)
    kept: list[Result[BerthPlan]] = []
    before = solve(kariangau_2025, days=28, stop=Stop(seconds=2), keep=kept.append)
    assert kept
    for each in kept:
        verdict = check(kariangau_2025, each.plan)
        assert verdict.feasible
        assert verdict.cost == pytest.approx(each.cost)
        assert each.bound <= each.cost
    assert [each.cost for each in kept] == sorted((each.cost for each in kept), reverse=True)
    cancel = Event()
    cancel.set()
    after = solve(kariangau_2025, days=28, stop=Stop(seconds=60, cancel=cancel), first=before.plan)
    assert after.cost == pytest.approx(before.cost)
    assert after.curve[0].cost == pytest.approx(before.cost)


def test_a_plan_of_something_else_is_no_begin(kariangau_2025: Case, small_case: Case) -> None:
    cancel = Event()
    cancel.set()
    other = solve(kariangau_2025, days=7, stop=Stop(seconds=60, cancel=cancel)).plan
    begun = solve(small_case, stop=Stop(seconds=60, cancel=cancel), first=other)
    assert begun.plan == solve(small_case, stop=Stop(seconds=60, cancel=cancel)).plan
