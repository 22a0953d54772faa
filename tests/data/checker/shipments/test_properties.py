"""A good plan, changed in one place, is refused by the rule of that place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.case import Case
from data.sailings import Cutoff
from data.shipment_plans import PlannedStep, Routed
from tests.data.checker.shipments.tiny import HOUR, STEPS, at, booking, dates, moved, route, rules, shared, tiny
from tests.data.conftest import with_row

MINUTE = timedelta(minutes=1)
NAMES = [name for name, *_ in STEPS]
Made = tuple[Case, list[Routed]]


@st.composite
def bookings(draw: st.DrawFn) -> dict[str, Any]:
    booked = at("01 00:00") + draw(st.integers(0, 60)) * HOUR
    return {
        "booked": booked,
        "ready": booked + draw(st.integers(0, 90)) * HOUR,
        "boxes": draw(st.integers(1, 2)),
        "box_type": draw(st.sampled_from(("22G1", "45R1"))),
        "plug": draw(st.booleans()),
        "hazards": draw(st.sampled_from(((), ("3",)))),
        "first_time": draw(st.booleans()),
    }


@st.composite
def hours_of_steps(draw: st.DrawFn) -> dict[str, float]:
    changed = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    return {name: draw(st.integers(0, 600)) / 100 for name in changed}


def good(small: Case, fields: dict[str, Any], hours: dict[str, float], *, part: bool = False) -> Made:
    """A shipment with a plan that keeps every rule, or two that share a box."""
    if part:
        fields = {**fields, "boxes": 1, "part_of_box": 0.4, "gross_mass_kg": 9_000, "box_type": "22G1"}
    names = ("A", "B") if part else ("A",)
    case = tiny(small, *(booking(name, **fields) for name in names))
    for row, name in enumerate(NAMES):
        if name in hours:
            case = with_row(case, "chain_steps", row, duration_h=hours[name])
    for row in range(3):
        case = with_row(case, "empties", row, box_type=fields["box_type"])
    made = shared(case, "BOX", *names) if part else [route(case, "A")]
    # Those that are too late for their cut-offs are none to begin with.
    assume(not rules(case, *made))
    return case, made


def step_of(made: Made, draw: st.DrawFn, wanted: Callable[[str], bool]) -> PlannedStep:
    return draw(st.sampled_from([step for step in made[1][0].steps if wanted(step.step)]))


def row_of(case: Case, step: str) -> Any:
    return next(row for row in case.chain_steps if row.step == step)


def before_its_prerequisite(made: Made, draw: st.DrawFn) -> Made:
    """A step is begun a minute or more before what it follows is done."""
    case, (routed, *others) = made
    ends = {step.step: step.end for step in routed.steps}
    step = step_of(made, draw, lambda name: any(before in ends for before in row_of(case, name).after))
    latest = max(ends[before] for before in row_of(case, step.step).after if before in ends)
    early = latest - step.start - draw(st.integers(1, 600)) * MINUTE
    return case, [moved(routed, step.step, start=early), *others]


def before_its_npe(made: Made, draw: st.DrawFn) -> Made:
    """The box is loaded, and customs answers later."""
    case, (routed, *others) = made
    late = dates(routed, "loading").start - dates(routed, "npe").end + draw(st.integers(1, 600)) * MINUTE
    return case, [moved(routed, "npe", start=late, end=late), *others]


def outside_office_hours(made: Made, draw: st.DrawFn) -> Made:
    """A step is begun in the night after, and takes its time."""
    case, (routed, *others) = made
    step = step_of(made, draw, lambda name: row_of(case, name).calendar is not None)
    midnight = step.start.replace(hour=0, minute=0) + timedelta(days=1)
    moving = midnight - step.start + draw(st.integers(-7 * 60, 7 * 60)) * MINUTE
    return case, [moved(routed, step.step, start=moving, end=moving + timedelta(days=3)), *others]


def too_short(made: Made, draw: st.DrawFn) -> Made:
    """A step is done a minute or more before it can be."""
    case, (routed, *others) = made
    step = step_of(made, draw, lambda name: row_of(case, name).duration_h > 0.1)
    lasts = (step.end - step.start) // MINUTE
    return case, [moved(routed, step.step, end=-draw(st.integers(1, lasts)) * MINUTE), *others]


def after_its_cutoff(made: Made, draw: st.DrawFn) -> Made:
    """A step with a cut-off is done a minute or more after it."""
    case, (routed, *others) = made
    step = step_of(made, draw, lambda name: row_of(case, name).cutoff is not None)
    row = row_of(case, step.step)
    cutoff = case.cutoffs_by_sailing["O1-SIN" if row.at_hub else "F1"][row.cutoff]
    return case, [moved(routed, step.step, end=cutoff - step.end + draw(st.integers(1, 900)) * MINUTE), *others]


def cutoff_moved_before(made: Made, draw: st.DrawFn) -> Made:
    """The ship's own cut-off is set before a step is done."""
    case, (routed, *others) = made
    step = step_of(made, draw, lambda name: row_of(case, name).cutoff is not None)
    row = row_of(case, step.step)
    leg, moment = "O1-SIN" if row.at_hub else "F1", step.end - draw(st.integers(1, 900)) * MINUTE
    return case.changed(cutoffs=(*case.cutoffs, Cutoff(id="OWN", code=row.cutoff, sailing=leg, at=moment))), [
        routed,
        *others,
    ]


def before_the_gate_opens(made: Made, draw: st.DrawFn) -> Made:
    """The gate opens for the ship after the box came in."""
    case, routes = made
    opens = dates(routes[0], "gate_in").start + draw(st.integers(1, 900)) * MINUTE
    return case.changed(cutoffs=(*case.cutoffs, Cutoff(id="EFC", code="EFC", sailing="F1", at=opens))), routes


def before_the_boxes_are_there(made: Made, draw: st.DrawFn) -> Made:
    """The row of empty boxes comes after they are picked up."""
    case, routes = made
    available = dates(routes[0], "pick_up").start + draw(st.integers(1, 900)) * MINUTE
    return with_row(case, "empties", 0, available=available), routes


def over_capacity(made: Made, draw: st.DrawFn) -> Made:
    """One leg has room for a TEU less."""
    case, routes = made
    forty = case.shipments[0].box_type.startswith("4")
    teu = (1 if case.shipments[0].part_of_box else case.shipments[0].boxes) * (2 if forty else 1)
    leg = draw(st.sampled_from((0, 2, 3)))
    return with_row(case, "sailings", leg, capacity_teu=draw(st.integers(0, teu - 1))), routes


def over_mass(made: Made, draw: st.DrawFn) -> Made:
    """One leg takes a kilogram less, or still less."""
    case, routes = made
    gross = sum(shipment.gross_mass_kg for shipment in case.shipments)
    leg = draw(st.sampled_from((0, 2, 3)))
    return with_row(case, "sailings", leg, capacity_kg=gross - draw(st.integers(1, gross))), routes


def too_few_boxes(made: Made, draw: st.DrawFn) -> Made:
    """The row of empty boxes has one less."""
    case, routes = made
    boxes = 1 if case.shipments[0].part_of_box else case.shipments[0].boxes
    return with_row(case, "empties", 0, boxes=draw(st.integers(0, boxes - 1))), routes


def under_a_foreign_flag(made: Made, draw: st.DrawFn) -> Made:
    """The feeder is no Indonesian ship."""
    return with_row(made[0], "sailings", 0, flag=draw(st.sampled_from(("SG", "PA", "LK")))), made[1]


def connection_too_short(made: Made, draw: st.DrawFn) -> Made:
    """The port of the change wants more than the 96 hours that there are."""
    return with_row(made[0], "ports", 1, connection_h=96 + draw(st.integers(1, 900)) / 60), made[1]


def waiting_too_long(made: Made, draw: st.DrawFn) -> Made:
    """The port of the change allows less than the 96 hours that there are."""
    return with_row(made[0], "ports", 1, most_dwell_h=96 - draw(st.integers(1, 900)) / 60), made[1]


def after_the_letter_of_credit(made: Made, draw: st.DrawFn) -> Made:
    """The letter of credit wants it to have left before."""
    latest = at("12 22:00") - draw(st.integers(1, 900)) * MINUTE
    assume(latest > made[0].shipments[0].ready)
    return with_row(made[0], "shipments", 0, latest_departure=latest), made[1]


def too_early_a_declaration(made: Made, draw: st.DrawFn) -> Made:
    """The PEB is filed longer before the departure than customs takes it."""
    case, routes = made
    hours = (at("12 22:00") - dates(routes[0], "peb").end) / HOUR
    return with_row(case, "chain_steps", NAMES.index("peb"), earliest_h=hours - draw(st.integers(1, 600)) / 60), routes


def an_expired_paper(made: Made, draw: st.DrawFn) -> Made:
    """The certificate holds for less than the time until the ship leaves."""
    case, routes = made
    hours = (at("12 22:00") - dates(routes[0], "phyto").end) / HOUR
    valid = max(0.0, hours - draw(st.integers(1, 600)) / 60)
    return with_row(case, "chain_steps", NAMES.index("phyto"), valid_h=valid), routes


def loaded_after_departure(made: Made, draw: st.DrawFn) -> Made:
    """The loading ends when the ship has left."""
    case, (routed, *others) = made
    late = at("12 22:00") - dates(routed, "loading").end + draw(st.integers(1, 600)) * MINUTE
    return case, [moved(routed, "loading", end=late), *others]


def a_step_less(made: Made, draw: st.DrawFn) -> Made:
    """A step of the chain is left out."""
    case, (routed, *others) = made
    less = draw(st.integers(0, len(routed.steps) - 1))
    return case, [routed.model_copy(update={"steps": routed.steps[:less] + routed.steps[less + 1 :]}), *others]


CHANGES: dict[Callable[[Made, st.DrawFn], Made], str] = {
    before_its_prerequisite: "order",
    before_its_npe: "order",
    outside_office_hours: "hours",
    too_short: "duration",
    after_its_cutoff: "cutoff",
    cutoff_moved_before: "cutoff",
    before_the_gate_opens: "opening",
    before_the_boxes_are_there: "empty_pick_up",
    over_capacity: "capacity",
    over_mass: "mass",
    too_few_boxes: "empties_taken",
    under_a_foreign_flag: "cabotage",
    connection_too_short: "connection",
    waiting_too_long: "dwell",
    after_the_letter_of_credit: "latest_departure",
    too_early_a_declaration: "earliest",
    an_expired_paper: "valid",
    loaded_after_departure: "departure",
    a_step_less: "steps",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), fields=bookings(), hours=hours_of_steps(), part=st.booleans())
def test_a_plan_changed_in_one_place_is_refused(
    small_case: Case,
    change: Callable[[Made, st.DrawFn], Made],
    data: st.DataObject,
    fields: dict[str, Any],
    hours: dict[str, float],
    part: bool,
) -> None:
    case, routes = change(good(small_case, fields, hours, part=part), data.draw)
    assert CHANGES[change] in rules(case, *routes)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), fields=bookings(), hours=hours_of_steps(), part=st.booleans())
def test_what_has_not_begun_by_now_is_refused(
    small_case: Case, data: st.DataObject, fields: dict[str, Any], hours: dict[str, float], part: bool
) -> None:
    case, routes = good(small_case, fields, hours, part=part)
    first = min(step.start for routed in routes for step in routed.steps)
    assert rules(case, *routes, now=first) == set()
    assert "now" in rules(case, *routes, now=first + data.draw(st.integers(1, 900)) * MINUTE)
