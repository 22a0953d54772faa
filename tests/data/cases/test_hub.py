"""The embedded case `hub` is what its command makes, and as hard as it says."""

from datetime import timedelta
from pathlib import Path

import pytest

import data.cases
from data.case import Case
from data.cases import load
from data.cases.invented import HUB, invent
from data.cases.invented_sources import sources
from data.cases.use import use_of
from data.vessels import VesselCall
from data.water import deepest_place, tide_needed, why_never


@pytest.fixture(scope="module")
def hub() -> Case:
    return load("hub").case


@pytest.fixture(scope="module")
def week(hub: Case) -> list[VesselCall]:
    return [call for call in hub.calls if call.eta < hub.first_day + timedelta(days=7)]


def test_the_files_are_what_the_generator_makes(hub: Case) -> None:
    assert hub == invent("hub", HUB)
    assert load("hub").notices == ()
    told = Path(data.cases.__file__).parent / "hub" / "SOURCES.md"
    assert told.read_text(encoding="utf-8") == sources(hub, HUB)


def test_it_says_that_it_is_invented(hub: Case) -> None:
    assert "Invented" in hub.terminal.name
    assert all("invented" in port.name and port.country == "XX" for port in hub.ports)
    assert "**Every figure of this case is invented.**" in sources(hub, HUB)


def test_a_week_has_sixty_calls_of_five_hundred_boxes(hub: Case, week: list[VesselCall]) -> None:
    assert (hub.terminal.quay.length_m, len(hub.quay_cranes), len(week)) == (1500, 12, 60)
    assert sum(call.moves for call in week) == pytest.approx(30_000, rel=0.01)


def test_every_call_can_be_berthed(hub: Case) -> None:
    assert [reason for call in hub.calls if (reason := why_never(hub, call)) is not None] == []


def test_some_ships_wait_for_water_and_most_do_not(hub: Case, week: list[VesselCall]) -> None:
    def waits(call: VesselCall) -> bool:
        berth = deepest_place(hub, hub.ship_of(call).loa_m)
        draft = max(call.arrival_draft_m, call.departure_draft_m)
        return tide_needed(hub.terminal, draft, berth) > hub.terminal.tide.low_m

    assert 3 <= sum(waits(call) for call in week) <= 15


def test_its_quay_and_cranes_are_busy_but_not_full(hub: Case) -> None:
    use = use_of(hub, hub.first_day, hub.first_day + timedelta(weeks=4))
    assert 0.6 <= use.quay <= 0.75
    assert 0.55 <= use.cranes <= 0.7


def test_everything_is_on(hub: Case, week: list[VesselCall]) -> None:
    terminal = hub.terminal
    assert {closure.what for closure in hub.closures} == {"quay", "channel", "crane"}
    assert len({section.depth_m for section in hub.berths}) == 3
    assert terminal.quay.keel_clearance_m
    assert terminal.channel.opens is not None
    assert len({shift.gangs for shift in hub.shifts}) == 2
    assert terminal.crane_work.assignment == "hourly"
    assert terminal.crane_work.interference_exponent < 1
    assert terminal.crane_work.deviation_per_100m
    assert terminal.crane_work.setup_min
    assert {call.side for call in week} == {"port", "starboard"}
    assert {(call.min_cranes, call.max_cranes) for call in week} == {(1, 2), (1, 3), (2, 5)}
    assert len({call.priority for call in week}) > 2
    assert sum(call.window is not None for call in week) >= 10
    assert any(hub.ship_of(call).gear_moves_per_hour for call in week)
    assert all(ship.bow_clear_m and ship.stern_clear_m for ship in hub.vessels)
    assert terminal.costs.window_missed_per_hour
    assert terminal.costs.crane_change
    assert terminal.costs.change_per_hour
