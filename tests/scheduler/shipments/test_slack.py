"""Slack of a shared box: how much later the goods of one may be ready, whatever the others of the box still need."""

from datetime import timedelta

import pytest

from data.case import Case
from data.cases import load
from data.export_chain import StepState
from data.shipment_plans import ShipmentPlan
from scheduler.shipments import solve, timetable
from scheduler.shipments.consequences.missed import standings
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.kept import kept_of
from scheduler.stopping import Stop

STOP = Stop(seconds=20)


@pytest.fixture(scope="module")
def shared() -> Case:
    """The three bookings of the embedded case that share a box."""
    case = load("kariangau-2025").case
    parts = tuple(shipment for shipment in case.shipments if shipment.part_of_box is not None)
    first, last = parts[0].ready + timedelta(days=10), parts[0].ready + timedelta(days=45)
    legs = tuple(leg for leg in case.sailings if first < leg.departure < last)
    return case.changed(
        shipments=parts,
        sailings=legs,
        cutoffs=tuple(row for row in case.cutoffs if row.sailing is None),
        step_states=(),
        recurring_bookings=(),
    )


@pytest.fixture(scope="module")
def inspected(shared: Case) -> Case:
    """Customs takes 30 h to open the box for MIX-02, who has to have it at the terminal the sooner."""
    states = tuple(StepState(shipment="MIX-02", step=step, state="needed") for step in ("inspection", "npe"))
    steps = tuple(
        step.model_copy(update={"duration_h": 30}) if step.step == "inspection" else step for step in shared.chain_steps
    )
    return shared.changed(step_states=states, chain_steps=steps)


def later(case: Case, hours: float) -> Case:
    """MIX-01 is ready so much later."""
    return case.changed(
        shipments=tuple(
            shipment.model_copy(update={"ready": shipment.ready + timedelta(hours=hours)})
            if shipment.id == "MIX-01"
            else shipment
            for shipment in case.shipments
        )
    )


def first(case: Case, plan: ShipmentPlan) -> tuple[str, float, str]:
    """The first voyage of MIX-01, its slack and its tightest step."""
    row = timetable(case, plan)[0]
    return row["voyages"][0], row["slack_h"], row["tightest_step"]


def test_of_equal_feeders_it_takes_the_same_one_as_long_as_it_can(shared: Case) -> None:
    # Five of them leave between the 23rd and the 25th at the same price; the weekend makes their slack the same.
    assert first(shared, solve(shared, stop=STOP).plan) == ("TANTO-05-003", 143, "gate-in")
    used = later(shared, 142)
    assert first(used, solve(used, stop=STOP).plan) == ("TANTO-05-003", 1, "gate-in")
    missed = later(shared, 144)
    assert first(missed, solve(missed, stop=STOP).plan)[0] == "TANTO-05-004"


@pytest.mark.parametrize(
    ("fixture", "voyage", "slack"), [("shared", "TANTO-05-003", 143), ("inspected", "TEMAS-13-003", 119)]
)
def test_on_the_same_way_an_hour_less_is_in_time_for_all_and_an_hour_more_is_not(
    fixture: str, voyage: str, slack: int, request: pytest.FixtureRequest
) -> None:
    case: Case = request.getfixturevalue(fixture)
    plan = solve(case, stop=STOP).plan
    assert first(case, plan) == (voyage, slack, "gate-in")
    kept = kept_of(case, plan, min(shipment.ready for shipment in case.shipments), ())
    in_time = later(case, slack - 1)
    found = solve(in_time, stop=STOP, kept=kept).plan
    assert not found.unserved
    assert first(in_time, found) == (voyage, 1, "gate-in")
    late = later(case, slack + 1)
    assert solve(late, stop=STOP, kept=kept).plan.unserved


def test_each_says_the_step_that_holds_it_up(inspected: Case) -> None:
    plan = solve(inspected, stop=STOP).plan
    rows = timetable(inspected, plan)
    assert [(row["slack_h"], row["tightest_step"]) for row in rows] == [(119, "gate-in"), (119, "npe"), (95, "gate-in")]
    dated = standings(ChainClock(inspected), inspected, plan)
    assert [(stands.slack_h, stands.tightest) for stands in dated.values()] == [
        (row["slack_h"], row["tightest_step"]) for row in rows
    ]
    # A box that is late already waits for MIX-02's approval; its gate-in is not late for the others.
    late = later(inspected, 120)
    missed = {
        name: [miss.at for miss in stands.missed] for name, stands in standings(ChainClock(late), late, plan).items()
    }
    assert missed == {"MIX-01": ["loading"], "MIX-02": ["inspection", "npe", "loading"], "MIX-03": ["loading"]}
