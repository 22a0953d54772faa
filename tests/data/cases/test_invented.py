"""Invented terminals of any size."""

from collections import Counter
from datetime import date, timedelta

import pytest

from data.case import Case
from data.cases.invented import FAMILIES, Layout, Ships, Wanted, invent
from data.cases.invented_sources import command, sources
from data.errors import DermagaError
from data.places import places
from data.water import touches_ground, why_never

SMALL = Wanted(quay_m=600, cranes=4, calls=20, boxes=250, ships="feeder", weeks=2)


def boxes_a_week(case: Case, weeks: int) -> float:
    return sum(call.moves for call in case.calls) / weeks


@pytest.mark.parametrize(
    ("quay_m", "cranes", "ships", "calls", "boxes"),
    [
        (180, 2, "feeder", 6, 150),
        (300, 3, "regional", 8, 400),
        (800, 8, "mainline", 8, 2000),
        (3000, 24, "mixed", 120, 400),
    ],
)
@pytest.mark.parametrize("layout", ["continuous", "discrete", "hybrid"])
def test_no_call_is_impossible(
    quay_m: float, cranes: int, ships: Ships, calls: int, boxes: float, layout: Layout
) -> None:
    room = 20 if layout == "discrete" else 0
    wanted = Wanted(
        quay_m=quay_m + room, cranes=cranes, ships=ships, calls=calls, boxes=boxes, layout=layout, weeks=1, seed=5
    )
    case = invent("any", wanted)
    assert case.calls
    for call in case.calls:
        assert why_never(case, call) is None
        assert touches_ground(case, call) is None
    for service in case.services:
        longest = max(case.vessel_by_id[ship].loa_m for ship in service.vessels)
        assert places(case, longest)
        assert service.preferred_position_m is not None
        assert service.preferred_position_m + longest <= wanted.quay_m


def test_the_volume_is_what_was_wanted() -> None:
    wanted = Wanted(quay_m=1000, cranes=8, calls=50, boxes=400, ships="regional")
    case = invent("any", wanted)
    assert len(case.calls) == pytest.approx(4 * 50, abs=4)
    assert boxes_a_week(case, 4) == pytest.approx(50 * 400, rel=0.05)


def test_the_kinds_have_their_shares() -> None:
    case = invent("any", Wanted(weeks=1))
    kind = {each.capacity_teu: name for name, classes in FAMILIES.items() for each in classes}
    kinds = Counter(kind[case.vessel_by_id[service.vessels[0]].capacity_teu] for service in case.services)
    assert kinds == {"feeder": 30, "regional": 20, "mainline": 10}


@pytest.mark.parametrize(("services", "every_days"), [(None, 7), (10, 3.5), (40, 14), (1, 34 / 96)])
def test_services_come_as_often_as_the_calls_want(services: int | None, every_days: float) -> None:
    case = invent("any", Wanted(**{**vars(SMALL), "services": services}))
    assert len(case.services) == (services or 20)
    assert {service.every_days for service in case.services} == {every_days}
    assert len(case.calls) == pytest.approx(40, abs=5)
    # No ship is back before it can be.
    for service in case.services:
        assert len(service.vessels) * every_days >= 7


def test_a_seed_gives_the_same_case_and_another_seed_another() -> None:
    assert invent("any", SMALL) == invent("any", SMALL)
    assert invent("any", SMALL) != invent("any", Wanted(**{**vars(SMALL), "seed": 2}))


@pytest.mark.parametrize(("grow", "services"), [("boxes", 20), ("calls", 23), ("both", 22)])
def test_growth_is_the_same_terminal_with_more(grow: str, services: int) -> None:
    now = invent("any", SMALL)
    later = invent("any", Wanted(**{**vars(SMALL), "growth": 0.05, "years": 3, "grow": grow}))
    assert later.terminal == now.terminal
    assert (later.berths, later.quay_cranes, later.yard_blocks) == (now.berths, now.quay_cranes, now.yard_blocks)
    assert (later.closures, later.shifts) == (now.closures, now.shifts)
    assert later.vessels[: len(now.vessels)] == now.vessels
    assert len(later.services) == services
    assert [service.first_eta for service in later.services[:20]] == [service.first_eta for service in now.services]
    assert boxes_a_week(later, 2) / boxes_a_week(now, 2) == pytest.approx(1.05**3, rel=0.05)


def test_a_terminal_may_shrink() -> None:
    less = invent("any", Wanted(**{**vars(SMALL), "growth": -0.1, "years": 2, "grow": "calls"}))
    assert len(less.services) == 16
    assert less.vessels == invent("any", SMALL).vessels[: len(less.vessels)]


def test_switches_leave_out_what_makes_planning_hard() -> None:
    calm = invent(
        "any",
        Wanted(**{**vars(SMALL), "tide": False, "closures": False, "shifts": False, "hourly": False, "windows": False}),
    )
    terminal = calm.terminal
    assert terminal.tide.low_m == terminal.tide.high_m
    assert terminal.channel.opens is None
    assert (calm.closures, calm.shifts) == ((), ())
    assert terminal.crane_work.assignment == "constant"
    assert all(call.window_end is None for call in calm.calls)
    deepest = max(ship.max_draft_m for ship in calm.vessels)
    assert terminal.channel.depth_m >= deepest * (1 + terminal.channel.under_keel_clearance) - 1e-9


def test_the_first_day_is_on_the_wanted_clock() -> None:
    case = invent("any", Wanted(**{**vars(SMALL), "start": date(2027, 3, 1), "time_zone": "Europe/Amsterdam"}))
    assert case.first_day.isoformat() == "2027-03-01T00:00:00+01:00"
    assert max(call.eta for call in case.calls) < case.first_day + timedelta(weeks=2)


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"quay_m": 300}, "of 300 m is too short: mainline ships are up to 366 m long; give .* or --ships regional"),
        ({"quay_m": 120, "ships": "feeder"}, "--quay 180$"),
        ({"quay_m": 370, "layout": "discrete"}, "--quay 386, or --ships regional"),
        ({"cranes": 1}, "mainline ships want at least 2 quay cranes: give --cranes 2 or more"),
        ({"cranes": 80}, "at most --cranes 75, or --quay 1600"),
        ({"boxes": 4000}, "can discharge and load .* give at most --boxes"),
        ({"growth": 0.05}, "give both --growth, as 0.05, and --years, as 3"),
        ({"years": 3}, "give both"),
        ({"services": 600}, "at most --services 480, or more --calls"),
        ({"time_zone": "Mars"}, "there is no time zone Mars"),
    ],
)
def test_what_no_terminal_can_be_is_refused(wishes: dict[str, object], told: str) -> None:
    with pytest.raises(DermagaError, match=told):
        invent("any", Wanted(**wishes))  # type: ignore[arg-type]


def test_the_remedy_for_too_many_boxes_is_accepted() -> None:
    with pytest.raises(DermagaError) as refused:
        invent("any", Wanted(boxes=4000, weeks=1))
    most = int(str(refused.value).split("--boxes ")[1].split(",")[0])
    assert invent("any", Wanted(boxes=most, weeks=1)).calls


def test_too_much_work_is_not_refused() -> None:
    assert invent("any", Wanted(calls=200, weeks=1)).calls


def test_the_sources_name_every_wish() -> None:
    wanted = Wanted(growth=0.05, years=3, services=30, layout="hybrid", tide=False, start=date(2027, 3, 1), seed=9)
    told = command("mine", wanted)
    assert told.startswith("dermaga case make mine --quay 1500 --cranes 12 --calls 60 --boxes 500 --ships mixed")
    for word in (
        "--services 30",
        "--growth 0.05 --years 3 --grow both",
        "--layout hybrid",
        "--no-tide",
        "--start 2027",
    ):
        assert word in told
    text = sources(invent("mine", wanted), wanted)
    assert told in text
    assert "grown by 15.8% in 3 years" in text
