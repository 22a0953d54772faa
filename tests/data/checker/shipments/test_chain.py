"""Each rule of the dated steps: a plan made by hand that keeps it, and one that breaks it."""

from datetime import timedelta
from typing import Any

import pytest

from data.calendars import Holiday
from data.case import Case
from data.export_chain import ChainStep, StepState
from data.sailings import Cutoff
from data.shipment_plans import Routed
from tests.data.checker.shipments.tiny import (
    HOUR,
    STEPS,
    at,
    booking,
    dates,
    known,
    moved,
    route,
    rules,
    tiny,
    verdict,
)
from tests.data.conftest import with_row

MINUTE = timedelta(minutes=1)
PLACE = {name: number for number, (name, *_) in enumerate(STEPS)}


@pytest.fixture
def case(small_case: Case) -> Case:
    return tiny(small_case, booking("A"))


@pytest.fixture
def routed(case: Case) -> Routed:
    return route(case, "A")


def with_step(case: Case, step: str, **fields: Any) -> Case:
    return with_row(case, "chain_steps", PLACE[step], **fields)


def to(routed: Routed, step: str, start: str, end: str) -> Routed:
    """A route with other dates of one step."""
    planned = dates(routed, step)
    return moved(routed, step, start=at(start) - planned.start, end=at(end) - planned.end)


def test_steps(case: Case, routed: Routed) -> None:
    assert [step.step for step in routed.steps] == [name for name, *_ in STEPS if name not in ("ppb", "bank")]
    less = routed.model_copy(update={"steps": routed.steps[1:]})
    assert rules(case, less) == {"steps"}
    assert "lacks the steps pick_up" in verdict(case, less).broken[0].text
    more = routed.model_copy(update={"steps": (*routed.steps, routed.steps[0].model_copy(update={"step": "ppb"}))})
    assert "not in its chain on this route: ppb" in verdict(case, more).broken[0].text
    assert rules(case, routed.model_copy(update={"steps": (*routed.steps, routed.steps[0])})) == {"steps"}
    assert rules(case, routed.model_copy(update={"steps": routed.steps[::-1]})) == {"steps"}


def test_steps_are_those_of_the_route_and_of_what_is_known(case: Case, routed: Routed) -> None:
    needed = case.changed(step_states=(StepState(shipment="A", step="ppb", state="needed"),))
    assert rules(needed, routed) == {"steps"}
    assert rules(needed, route(needed, "A")) == set()
    without = case.changed(step_states=(StepState(shipment="A", step="vgm", state="not_needed"),))
    assert rules(without, route(without, "A")) == set()
    # Who changes no ships has nothing to do where they are changed; who has no chain has no steps.
    direct = tiny(case, booking("A", destination="IDSUB"), empties=())
    assert rules(direct, route(direct, "A", ("F1",))) == set()
    assert "hub_papers" not in [step.step for step in route(direct, "A", ("F1",)).steps]
    none = tiny(case, booking("A"), chained=False)
    assert rules(none, route(none, "A")) == set()
    assert rules(none, route(none, "A", steps=routed.steps)) == {"steps"}


def test_order(case: Case, routed: Routed) -> None:
    # Loaded before its NPE: the box is inside, and customs has not answered.
    late = to(routed, "npe", "07 23:00", "08 01:00")
    found = verdict(case, late).broken
    assert [broken.rule for broken in found] == ["order"]
    assert found[0].text == (
        "A (Damar to LKCMB): loading (Loading) begins at 2026-01-07 23:00, before Npe is done at 2026-01-08 01:00"
    )
    assert rules(case, to(routed, "npe", "07 21:00", "07 23:00")) == set()


@pytest.mark.parametrize(
    ("step", "start", "words"),
    [
        ("pick_up", "02 08:00", "the booking at 2026-01-02 12:00"),
        ("stuffing", "05 10:00", "the goods are ready at 2026-01-06 08:00"),
        ("bl", "12 15:00", "the first ship leaves at 2026-01-12 22:00"),
        ("hub_papers", "14 11:00", "the first change of ships is reached at 2026-01-14 12:00"),
    ],
)
def test_order_of_the_goods_and_their_ships(case: Case, routed: Routed, step: str, start: str, words: str) -> None:
    early = to(routed, step, start, f"{dates(routed, step).end:%d %H:%M}")
    found = [broken.text for broken in verdict(case, early).broken if broken.rule == "order"]
    assert len(found) == 1
    assert f"before {words}" in found[0]


@pytest.mark.parametrize("anchor", ["hub_departure", "arrival"])
def test_order_after_later_ships(case: Case, anchor: str) -> None:
    after = with_step(case, "bank", after=(anchor,), only=())
    made = route(after, "A")
    assert rules(after, made) == set()
    assert rules(after, moved(made, "bank", start=-MINUTE)) == {"order"}


def test_order_waits_for_no_step_that_is_not_there(case: Case, routed: Routed) -> None:
    # ppb is not planned: npe does not wait for it. A direct ship has no hub.
    assert dates(routed, "npe").start == dates(routed, "peb").end
    after_hub = with_step(case, "hub_papers", at_hub=False, cutoff=None)
    direct = after_hub.changed(shipments=(booking("A", destination="IDSUB"),), empties=())
    made = route(direct, "A", ("F1",))
    assert dates(made, "hub_papers").start == at("02 12:00")
    assert rules(direct, made) == set()
    # But nothing is done before the booking.
    assert rules(direct, moved(made, "hub_papers", start=-MINUTE)) == {"order"}


@pytest.mark.parametrize(
    ("start", "end", "broken"),
    [
        ("07 08:00", "07 09:00", set()),
        ("06 16:00", "07 09:00", set()),  # closing time counts as open
        ("06 16:01", "07 09:00", {"hours"}),
        ("07 07:59", "07 09:00", {"hours"}),
        ("06 15:30", "07 08:30", set()),
        ("06 15:30", "06 16:30", {"duration"}),
        ("06 15:30", "07 08:29", {"duration"}),
        ("07 08:00", "07 10:00", set()),  # it may take longer
    ],
)
def test_hours_and_duration(case: Case, routed: Routed, start: str, end: str, broken: set[str]) -> None:
    answered = to(routed, "npe", "07 10:00", "07 12:00")
    assert rules(case, to(answered, "peb", start, end)) == broken


def test_hours_of_a_holiday(case: Case, routed: Routed) -> None:
    day = Holiday(id="H", name="A holiday", start=at("06 00:00"), end=at("07 00:00"))
    closed = case.changed(holidays=(day,))
    assert rules(closed, routed) >= {"hours"}
    assert rules(closed, route(closed, "A")) == set()


def test_duration_goes_on_outside_of_office_hours(case: Case, routed: Routed) -> None:
    assert dates(routed, "fumigation").end - dates(routed, "fumigation").start == 24 * HOUR
    assert rules(case, moved(routed, "fumigation", end=-MINUTE)) == {"duration"}
    stops = with_step(case, "fumigation", goes_on=False)
    assert rules(stops, routed) == {"duration"}
    text = "takes 24 h of the office hours OFFICE from 2026-01-06 14:00, until 2026-01-09 14:00"
    assert text in verdict(stops, routed).broken[0].text


def test_duration_is_rounded_up_to_minutes(case: Case, routed: Routed) -> None:
    third = with_step(case, "vgm", duration_h=1 / 3)
    assert rules(third, to(routed, "vgm", "06 14:00", "06 14:20")) == set()
    longer = with_step(case, "vgm", duration_h=0.335)  # 20.1 minutes
    assert rules(longer, to(routed, "vgm", "06 14:00", "06 14:20")) == {"duration"}


def test_duration_without_hours_to_come(case: Case, routed: Routed) -> None:
    closed = Holiday(id="H", name="Closed", start=at("14 00:00"), end=at("31 00:00").replace(year=2030))
    never = case.changed(holidays=(closed,))
    late = to(routed, "bl", "13 15:00", "14 10:00")
    assert any("which do not come" in broken.text for broken in verdict(never, late).broken)


def test_known(case: Case) -> None:
    done = case.changed(step_states=(known("A", "pick_up", "03 23:00", "04 06:00"),))
    made = route(done, "A")
    assert (dates(made, "pick_up").start, dates(made, "pick_up").end) == (at("03 23:00"), at("04 06:00"))
    # It was a Saturday night before the boxes should have been there: it has happened.
    assert rules(done, made) == set()
    assert rules(done, moved(made, "pick_up", start=MINUTE)) == {"known"}
    assert rules(done, moved(made, "pick_up", end=MINUTE)) == {"known"}
    # When it began is not known.
    ended = case.changed(step_states=(known("A", "pick_up", None, "04 06:00"),))
    assert rules(ended, route(ended, "A")) == set()
    assert rules(ended, made) == {"known"}


def test_known_to_be_begun(case: Case) -> None:
    begun = case.changed(step_states=(known("A", "vgm", "05 20:00"),))
    made = route(begun, "A")
    assert rules(begun, made) == set()  # before the stuffing that it follows
    assert rules(begun, moved(made, "vgm", start=-MINUTE)) == {"known"}
    assert rules(begun, to(made, "vgm", "05 20:00", "05 20:59")) == {"duration"}


def test_known_cutoffs_are_missed_all_the_same(case: Case) -> None:
    late = case.changed(step_states=(known("A", "peb", None, "11 20:00"),))
    assert rules(late, route(late, "A")) >= {"cutoff"}


def test_now(case: Case, routed: Routed) -> None:
    now = at("05 08:00")
    assert rules(case, routed, now=now) == set()
    assert rules(case, routed, now=now + MINUTE) == {"now"}
    begun = case.changed(step_states=(known("A", "pick_up", "05 08:00"),))
    assert rules(begun, route(begun, "A"), now=at("05 10:00")) == set()
    assert rules(begun, route(begun, "A"), now=at("05 10:01")) == {"now"}
    done = case.changed(step_states=(known("A", "pick_up", "05 08:00", "05 09:00"),))
    assert rules(done, route(done, "A"), now=at("05 10:01")) == set()


@pytest.mark.parametrize(
    ("step", "start", "end", "kept"),
    [
        ("vgm", "12 09:00", "12 10:00", True),
        ("vgm", "12 09:01", "12 10:01", False),  # VCO is 12 h before departure
        ("peb", "09 14:00", "09 15:00", True),
        ("hub_papers", "16 21:00", "17 00:00", True),
        ("hub_papers", "16 21:01", "17 00:01", False),  # DCO of the ship that leaves Surabaya
    ],
)
def test_cutoff(case: Case, routed: Routed, step: str, start: str, end: str, kept: bool) -> None:
    assert ("cutoff" not in rules(case, to(routed, step, start, end))) is kept


def test_cutoff_in_words(case: Case, routed: Routed) -> None:
    late = to(to(routed, "gate_in", "11 22:00", "11 23:00"), "loading", "12 00:00", "12 02:00")
    assert [broken.text for broken in verdict(case, late).broken] == [
        "A (Damar to LKCMB): gate_in (Gate_in) ends at 2026-01-11 23:00, after the full delivery "
        "cut-off (FCO) of F1 at 2026-01-11 22:00"
    ]


@pytest.mark.parametrize(
    ("fields", "end", "kept"),
    [
        ({}, "11 22:00", True),
        ({"plug": True}, "11 16:00", True),
        ({"plug": True}, "11 16:01", False),
        ({"hazards": ("3",)}, "11 06:00", True),
        ({"hazards": ("3",)}, "11 06:01", False),
    ],
)
def test_cutoff_of_reefers_and_dangerous_goods(small_case: Case, fields: dict[str, Any], end: str, kept: bool) -> None:
    case = tiny(small_case, booking("A", **fields))
    late = moved(route(case, "A"), "gate_in", end=at(end) - dates(route(case, "A"), "gate_in").end)
    assert ("cutoff" not in rules(case, late)) is kept


def test_cutoff_that_a_ship_does_not_have_holds_nothing(case: Case, routed: Routed) -> None:
    none = case.changed(cutoffs=())
    assert rules(none, to(routed, "vgm", "12 18:00", "12 19:00")) == {
        "order"
    }  # the loading is before it, all else kept


@pytest.mark.parametrize(
    ("fields", "ready", "kept"),
    [
        ({}, "11 22:00", True),
        ({}, "11 22:01", False),
        ({"plug": True}, "11 16:01", False),
        ({"hazards": ("3",)}, "11 06:01", False),
        ({"part_of_box": 0.5}, "10 10:00", True),
        ({"part_of_box": 0.5}, "10 10:01", False),
    ],
)
def test_cutoff_without_a_chain(small_case: Case, fields: dict[str, Any], ready: str, kept: bool) -> None:
    case = tiny(small_case, booking("A", ready=at(ready), **fields), chained=False)
    box = "BOX" if "part_of_box" in fields else None
    assert rules(case, route(case, "A", shared_box=box)) == (set() if kept else {"cutoff"})


def test_cutoff_after_departure_does_not_let_the_goods_come_later(small_case: Case) -> None:
    late = Cutoff(id="L", code="FCO", sailing="F1", at=at("13 12:00"))
    case = tiny(small_case, booking("A", ready=at("12 23:00")), chained=False, cutoffs=(late,))
    found = verdict(case, route(case, "A")).broken
    assert "F1 leaves before" in found[0].text


@pytest.mark.parametrize(("start", "kept"), [("07 22:00", True), ("07 21:00", False)])
def test_opening(case: Case, routed: Routed, start: str, kept: bool) -> None:
    # The gate opens five days before the ship leaves.
    moving = at(start) - dates(routed, "gate_in").start
    assert rules(case, moved(routed, "gate_in", start=moving)) == (set() if kept else {"opening"})


def test_opening_of_the_depot(case: Case, routed: Routed) -> None:
    later = case.changed(cutoffs=(*case.cutoffs, Cutoff(id="ECP", code="ECP", hours_before=180)))
    assert rules(later, routed) == {"opening"}
    # What has begun has been let in.
    begun = later.changed(step_states=(known("A", "pick_up", "05 08:00"),))
    assert rules(begun, routed) == set()


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({}, True),
        ({"available": at("05 08:00")}, True),
        ({"available": at("05 08:01")}, False),
        ({"lead_h": 69}, False),
    ],
)
def test_empty_pick_up(case: Case, routed: Routed, fields: dict[str, Any], kept: bool) -> None:
    # 68 h after the booking on Friday noon it is Monday 08:00.
    short = with_row(case, "empties", 0, **fields)
    assert rules(short, routed) == (set() if kept else {"empty_pick_up"})


@pytest.mark.parametrize(("hours", "kept"), [(151, True), (150.9, False)])
def test_earliest(case: Case, routed: Routed, hours: float, kept: bool) -> None:
    # The PEB is filed on the 6th at 15:00, and the ship leaves 151 h later.
    assert rules(with_step(case, "peb", earliest_h=hours), routed) == (set() if kept else {"earliest"})


def test_earliest_is_no_matter_once_it_is_filed(case: Case) -> None:
    # The ship has slipped since.
    early = with_step(case, "peb", earliest_h=100)
    filed = early.changed(step_states=(known("A", "peb", None, "06 15:00"),))
    assert rules(filed, route(filed, "A")) == set()
    begun = early.changed(step_states=(known("A", "peb", "06 14:00"),))
    assert rules(begun, to(route(begun, "A"), "peb", "06 14:00", "06 15:00")) >= {"earliest"}


@pytest.mark.parametrize(("end", "kept"), [("12 22:00", True), ("12 22:01", False)])
def test_departure(case: Case, routed: Routed, end: str, kept: bool) -> None:
    assert rules(case, to(routed, "loading", "12 20:00", end)) == (set() if kept else {"departure"})


@pytest.mark.parametrize(("end", "kept"), [("18 12:00", True), ("18 12:01", False)])
def test_departure_from_the_hub(case: Case, routed: Routed, end: str, kept: bool) -> None:
    case = with_step(case, "hub_papers", cutoff=None)
    assert rules(case, to(routed, "hub_papers", "14 12:00", end)) == (set() if kept else {"departure"})


def test_departure_holds_nothing_that_follows_it(case: Case) -> None:
    # The bill of lading waits for the ship, and the bank for the bill of lading.
    credit = with_row(case, "shipments", 0, latest_departure=at("20 12:00"))
    made = route(credit, "A")
    assert dates(made, "bank").start > at("12 22:00")
    assert rules(credit, made) == set()
    assert rules(credit, moved(made, "bank", end=240 * HOUR)) == set()


@pytest.mark.parametrize(("end", "kept"), [("15 22:00", True), ("15 22:01", False)])
def test_within(case: Case, routed: Routed, end: str, kept: bool) -> None:
    assert rules(case, to(routed, "bl", "13 08:00", end)) == (set() if kept else {"within"})


def test_within_of_the_ship_from_the_hub(case: Case) -> None:
    after = with_step(case, "hub_papers", after=("hub_departure",), cutoff=None, within_h=24)
    made = route(after, "A")
    assert rules(after, made) == set()
    assert rules(after, moved(made, "hub_papers", end=22 * HOUR)) == {"within"}


@pytest.mark.parametrize(("hours", "kept"), [(128, True), (127.9, False)])
def test_valid(case: Case, routed: Routed, hours: float, kept: bool) -> None:
    # The certificate is of the 7th at 14:00.
    short = with_step(case, "phyto", valid_h=hours)
    assert rules(short, routed) == (set() if kept else {"valid"})
    assert kept or "Phytosanitary certificate holds until 2026-01-12 21:54" in verdict(short, routed).broken[0].text


def test_moments_are_kept_to_the_second(case: Case, routed: Routed) -> None:
    second = timedelta(seconds=1)
    assert rules(case, moved(routed, "loading", start=-second)) == set()
    assert rules(case, moved(routed, "loading", start=-2 * second)) == {"order"}


def test_steps_of_a_chain_are_looked_at_in_any_order_of_the_table(case: Case) -> None:
    steps: tuple[ChainStep, ...] = case.chain_steps
    turned = case.changed(chain_steps=steps[::-1])
    made = route(case, "A")
    assert rules(turned, made) == {"steps"}
    assert rules(turned, made.model_copy(update={"steps": made.steps[::-1]})) == set()
