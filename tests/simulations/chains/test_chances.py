"""Probabilities of making cut-offs against closed forms, and what ties draws together."""

from datetime import datetime, time, timedelta
from math import exp, factorial, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.special import gammainc

from data.bookings import Shipment
from data.calendars import Calendar, Holiday
from data.case import Case
from data.export_chain import Chain, ChainStep, StepState
from data.sailings import Cutoff, Sailing
from data.shipment_plans import PlannedStep, Routed, ShipmentPlan
from data.terminal import Terminal
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import Ships
from simulations.chains.chances import CONNECTION, Chance, Frequency, chances


def at(text: str) -> datetime:
    """A moment of January 2026 on the clock of Asia/Makassar, written 05 08:00. The 5th is a Monday."""
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


def step(name: str, *after: str, hours: float = 12, **fields: Any) -> ChainStep:
    return ChainStep(
        chain="C", step=name, name=name.title(), party="forwarder", after=after, duration_h=hours, **fields
    )


READY = at("05 08:00")


def exported(small_case: Case, *steps: ChainStep, closes: datetime, members: int = 1, **tables: Any) -> Case:
    """A case of shipments like one, ready on the 5th at 8:00, with one ship that closes then and leaves on the 28th."""
    first = {name: getattr(small_case.shipments[0], name) for name in Shipment.model_fields}
    first |= {"ready": READY, "latest_arrival": READY + timedelta(days=60), "destination": "LKCMB"}
    leg = Sailing(
        id="LEG", voyage="V", line="L", flag="ID", origin="IDKRG", destination="LKCMB", departure=at("28 08:00"),
        arrival=at("30 08:00"), capacity_teu=100,
    )  # fmt: skip
    given = {
        "sailings": (leg,),
        "cutoffs": (Cutoff(id="FCO", code="FCO", sailing="LEG", at=closes),),
        "chains": (Chain(id="C", name="A chain"),),
        "chain_steps": steps,
        "shipments": tuple(Shipment(**first | {"id": f"S{number}"}) for number in range(1, members + 1)),
        "calendars": (Calendar(id="OFFICE", opens=time(8), closes=time(16)),),
    }
    return small_case.changed(**given | tables)


def plan_of(case: Case, legs: tuple[str, ...] = ("LEG",), **fields: Any) -> ShipmentPlan:
    routed = tuple(Routed(shipment=row.id, sailings=legs, **fields) for row in case.shipments)
    return ShipmentPlan(case=case.name, case_hash=case.hash, shipments=routed)


def chance_of(case: Case, **options: Any) -> Chance:
    return chances(case, plan_of(case), **options)[0]


def agrees(found: Frequency, expected: float) -> bool:
    """Whether a share of 10,000 draws lies within four standard errors of a probability."""
    return abs(found.share - expected) <= 4 * sqrt(expected * (1 - expected) / 10_000) + 1e-12


HOURS_48 = READY + timedelta(hours=48)


def test_two_exponential_steps_of_12_h_with_48_h_to_go(small_case: Case) -> None:
    case = exported(
        small_case,
        step("papers", "ready", distribution="exponential"),
        step("gate", "papers", distribution="exponential", cutoff="FCO", event="gate_in"),
        closes=HOURS_48,
    )
    expected = 1 - (1 + 4) * exp(-4)
    assert expected == pytest.approx(0.908, abs=5e-4)
    for seed in (1, 2, 3):
        found = chance_of(case, seed=seed)
        assert agrees(found.all, expected)
    assert found.all.low < expected < found.all.high
    assert found.gate_in == found.cutoffs == found.all
    assert found.connection is None
    assert found.misses == "gate"
    assert [(row.step, row.deadline, row.first) for row in found.steps if row.step == "gate"] == [
        ("gate", HOURS_48, 1.0)
    ]
    # The median of the slack: 48 h less the median of an Erlang time.
    assert found.slack_h[0.5] == pytest.approx(48 - 12 * 1.678347, abs=0.5)


def test_erlang_and_hypoexponential_chains(small_case: Case) -> None:
    three = [
        step("a", "ready", distribution="exponential"),
        step("b", "a", distribution="exponential"),
        step("c", "b", distribution="exponential", cutoff="FCO"),
    ]
    erlang = 1 - sum(4**k / factorial(k) for k in range(3)) * exp(-4)
    assert agrees(chance_of(exported(small_case, *three, closes=HOURS_48)).all, erlang)
    two = [
        step("a", "ready", hours=24, distribution="exponential"),
        step("b", "a", hours=6, distribution="exponential", cutoff="FCO"),
    ]
    hypo = 1 - (24 * exp(-48 / 24) - 6 * exp(-48 / 6)) / (24 - 6)
    assert agrees(chance_of(exported(small_case, *two, closes=HOURS_48)).all, hypo)


def test_two_exponential_steps_side_by_side(small_case: Case) -> None:
    steps = [
        step("a", "ready", distribution="exponential"),
        step("b", "ready", distribution="exponential"),
        step("gate", "a", "b", hours=0, cutoff="FCO"),
    ]
    found = chance_of(exported(small_case, *steps, closes=READY + timedelta(hours=24)))
    assert agrees(found.all, (1 - exp(-2)) ** 2)


@pytest.mark.parametrize(("mean", "spread"), [(36, 0.5), (36, 1.4), (47, 0.05)])
def test_one_gamma_or_lognormal_step(small_case: Case, mean: float, spread: float) -> None:
    sigma = sqrt(log(1 + spread**2))
    expected = {
        "lognormal": NormalDist(log(mean) - sigma**2 / 2, sigma).cdf(log(48)),
        "gamma": float(gammainc(1 / spread**2, 48 / (mean * spread**2))),
    }
    for family, probability in expected.items():
        only = step("a", "ready", hours=mean, distribution=family, spread=spread, cutoff="FCO")
        assert agrees(chance_of(exported(small_case, only, closes=HOURS_48)).all, probability)


def test_office_hours_count_what_is_open_and_holidays_do_not(small_case: Case) -> None:
    # From Monday 8:00 to Thursday 12:00 there are 28 office hours, and 20 where Tuesday is a holiday.
    closes, only = at("08 12:00"), step("a", "ready", distribution="exponential", calendar="OFFICE", cutoff="FCO")
    assert agrees(chance_of(exported(small_case, only, closes=closes)).all, 1 - exp(-28 / 12))
    holiday = Holiday(id="H", name="A holiday", start=at("06 00:00"), end=at("07 00:00"))
    assert agrees(chance_of(exported(small_case, only, closes=closes, holidays=(holiday,))).all, 1 - exp(-20 / 12))


def test_fixed_durations_leave_the_slack_of_the_plan(small_case: Case) -> None:
    steps = [
        step("a", "ready", hours=10, calendar="OFFICE"),
        step("b", "a", hours=3, calendar="OFFICE", cutoff="FCO"),
    ]
    case = exported(small_case, *steps, closes=at("06 15:00"))
    found = chance_of(case)
    assert (found.all.share, found.misses) == (1, "")
    assert set(found.slack_h.values()) == {2.0}
    late = chance_of(exported(small_case, *steps, closes=at("06 12:59")))
    assert (late.all.share, late.misses) == (0, "b")
    assert late.slack_h[0.5] == pytest.approx(-1 / 60)
    clock, none = ChainClock(case), np.array([np.nan])
    ships = Ships(
        np.array([clock.minute(at("28 08:00"))]), np.array([clock.minute(at("30 08:00"))]), none, none,
        {"FCO": np.array([clock.minute(at("06 15:00"))])}, {}, np.array([-np.inf]),
    )  # fmt: skip
    planned = chain_dates(clock, case, case.shipments[0], ships, transhipped=False, restuffed=False)
    assert planned.slack[0] == 120


def test_a_step_of_a_share_of_shipments(small_case: Case) -> None:
    steps = [
        step("papers", "ready", hours=10),
        step("inspection", "papers", hours=100, share=0.3),
        step("gate", "papers", "inspection", hours=1, cutoff="FCO"),
    ]
    case = exported(small_case, *steps, closes=HOURS_48)
    found = chance_of(case)
    assert agrees(found.all, 0.7)
    for state, expected in (("needed", 0), ("not_needed", 1)):
        known = case.changed(step_states=(StepState(shipment="S1", step="inspection", state=state),))
        assert chance_of(known).all.share == expected


def test_what_comes_of_a_step_is_there_with_it(small_case: Case) -> None:
    steps = [
        step("papers", "ready", hours=1),
        step("inspection", "papers", hours=24, share=0.3),
        step("approval", "inspection", hours=24, share=0.3),
        step("gate", "papers", "inspection", "approval", hours=0, cutoff="FCO"),
    ]
    case = exported(small_case, *steps, closes=HOURS_48)
    assert agrees(chance_of(case).all, 0.7)
    known = case.changed(step_states=(StepState(shipment="S1", step="inspection", state="needed"),))
    assert chance_of(known).all.share == 0


def test_the_rest_of_what_has_begun(small_case: Case) -> None:
    now, left = READY + timedelta(hours=20), 28
    begun = (StepState(shipment="S1", step="a", state="begun", begun=READY),)

    def rest(**fields: Any) -> Frequency:
        case = exported(small_case, step("a", "ready", cutoff="FCO", **fields), closes=HOURS_48, step_states=begun)
        return chance_of(case, now=now).all

    # Exponential: as if it began now.
    assert agrees(rest(hours=24, distribution="exponential"), 1 - exp(-left / 24))
    shape, scale = 4, 9
    below = gammainc(shape, 48 / scale), gammainc(shape, 20 / scale)
    assert agrees(rest(hours=36, distribution="gamma", spread=0.5), float((below[0] - below[1]) / (1 - below[1])))
    sigma = sqrt(log(1.25))
    normal = NormalDist(log(36) - sigma**2 / 2, sigma)
    low, high = normal.cdf(log(20)), normal.cdf(log(48))
    assert agrees(rest(hours=36, distribution="lognormal", spread=0.5), (high - low) / (1 - low))
    # A fixed one that should be over ends now.
    assert rest(hours=10).share == 1


def test_what_has_begun_counts_its_office_hours(small_case: Case) -> None:
    # Begun on Monday at 8:00; by Tuesday 12:00 it has lasted for 12 of its hours, and 16 are left.
    only = step("a", "ready", hours=12, distribution="gamma", spread=0.5, calendar="OFFICE", cutoff="FCO")
    begun = (StepState(shipment="S1", step="a", state="begun", begun=READY),)
    case = exported(small_case, only, closes=at("08 12:00"), step_states=begun)
    below = gammainc(4, 28 / 3), gammainc(4, 12 / 3)
    found = chance_of(case, now=at("06 12:00"))
    assert agrees(found.all, float((below[0] - below[1]) / (1 - below[1])))


def test_what_is_done_keeps_its_date(small_case: Case) -> None:
    steps = [
        step("a", "ready", hours=40, distribution="exponential"),
        step("gate", "a", hours=12, distribution="exponential", cutoff="FCO"),
    ]
    done = (StepState(shipment="S1", step="a", state="done", done=READY + timedelta(hours=24)),)
    found = chance_of(exported(small_case, *steps, closes=HOURS_48, step_states=done))
    assert agrees(found.all, 1 - exp(-2))


def test_a_paper_that_was_had_too_early_is_missed_for_certain(small_case: Case) -> None:
    paper = step("paper", "ready", valid_h=24 * 10)
    done = (StepState(shipment="S1", step="paper", state="done", done=at("07 08:00")),)
    found = chance_of(exported(small_case, paper, closes=HOURS_48, step_states=done))
    assert (found.all.share, found.misses) == (0, "paper")
    assert found.slack_h[0.5] == -11 * 24


def test_a_step_put_off_begins_when_the_plan_says(small_case: Case) -> None:
    only = step("gate", "ready", distribution="exponential", cutoff="FCO", late=True, buffer_h=12)
    case = exported(small_case, only, closes=HOURS_48)
    start = HOURS_48 - timedelta(hours=24)
    dated = PlannedStep(step="gate", start=start, end=start + timedelta(hours=12))
    (found,) = chances(case, plan_of(case, steps=(dated,)))
    assert agrees(found.all, 1 - exp(-2))


def test_waiting_for_the_day_does_not_eat_the_slack(small_case: Case) -> None:
    steps = [
        step("papers", "ready", hours=10),
        step("gate", "papers", hours=2, cutoff="FCO", opening="EFC"),
        step("loading", "gate", hours=1, earliest_h=8),
    ]
    opens = Cutoff(id="EFC", code="EFC", sailing="LEG", at=HOURS_48 - timedelta(hours=10))
    closes = Cutoff(id="FCO", code="FCO", sailing="LEG", at=HOURS_48)
    found = chance_of(exported(small_case, *steps, closes=HOURS_48, cutoffs=(opens, closes)))
    # The gate opens ten hours before it closes, and loading is eight before the ship leaves: neither is the slack.
    assert (found.all.share, found.slack_h[0.5]) == (1, 36)


def test_a_late_ship_misses_her_connection(small_case: Case) -> None:
    arrivals = small_case.terminal.arrivals.model_copy(
        update={"lateness": "normal", "lateness_mean_h": 0, "lateness_sd_h": 10}
    )
    terminal = Terminal.model_validate(small_case.terminal.model_dump() | {"arrivals": arrivals.model_dump()})
    feeder = next(leg for leg in small_case.sailings if leg.id == "ARU-1-SUB")
    ocean = next(leg for leg in small_case.sailings if leg.id == "SUB-CMB")
    # Least time between two ships at Surabaya is 24 h: 5 h more than that are left.
    ocean = Sailing.model_validate(ocean.model_dump() | {"departure": feeder.arrival + timedelta(hours=29)})
    first = {name: getattr(small_case.shipments[0], name) for name in Shipment.model_fields}
    ready = feeder.departure - timedelta(hours=60)
    case = small_case.changed(
        terminal=terminal, sailings=(feeder, ocean), shipments=(Shipment(**first | {"ready": ready}),)
    )
    (found,) = chances(case, plan_of(case, (feeder.id, ocean.id)))
    assert found.cutoffs.share == 1
    assert found.connection == found.all
    assert found.misses == CONNECTION
    normal = NormalDist(0, 10)
    cut = normal.cdf(-30)
    assert agrees(found.all, (normal.cdf(5) - cut) / (1 - 2 * cut))
    # Of a ship that is known to be four hours late, nothing is drawn.
    calls = tuple(
        call.model_copy(update={"late_h": 4.0}) if call.id == feeder.call else call for call in small_case.calls
    )
    known = case.changed(calls=calls)
    (sure,) = chances(known, plan_of(known, (feeder.id, ocean.id)))
    assert sure.all.share == 1
    # The goods have 36 h; the hour that is left for the connection has a share of its own.
    assert sure.connection is not None
    assert sure.connection.share == 1
    assert sure.slack_h[0.05] == sure.slack_h[0.95] == 36


def test_the_same_seed_gives_the_same_and_shipments_have_streams_of_their_own(small_case: Case) -> None:
    steps = [step("a", "ready", distribution="exponential", cutoff="FCO")]
    case = exported(small_case, *steps, closes=HOURS_48, members=2)
    first, second = chances(case, plan_of(case))
    assert [first, second] == chances(case, plan_of(case))
    assert first.slack_h != second.slack_h
    alone = ShipmentPlan(case=case.name, case_hash=case.hash, shipments=plan_of(case).shipments[1:])
    assert chances(case, alone) == [second]
    assert chances(case, plan_of(case), seed=2)[0].slack_h != first.slack_h


def test_a_shared_box_waits_for_all_who_share_it(small_case: Case) -> None:
    steps = [
        step("goods", "ready", distribution="exponential"),
        step("stuffing", "goods", hours=10, of_box=True),
        step("gate", "stuffing", hours=2, of_box=True, cutoff="FCO"),
    ]
    case = exported(small_case, *steps, closes=READY + timedelta(hours=36), members=2)
    alone = chances(case, plan_of(case))
    assert all(agrees(found.all, 1 - exp(-2)) for found in alone)
    first, second = chances(case, plan_of(case, shared_box="BOX-1"))
    assert agrees(first.all, (1 - exp(-2)) ** 2)
    assert first.slack_h == second.slack_h


def test_what_misses_first_is_named(small_case: Case) -> None:
    steps = [
        step("papers", "ready", distribution="exponential", cutoff="DCO"),
        step("gate", "papers", hours=1, cutoff="FCO"),
    ]
    cutoffs = (
        Cutoff(id="DCO", code="DCO", sailing="LEG", at=READY + timedelta(hours=24)),
        Cutoff(id="FCO", code="FCO", sailing="LEG", at=READY + timedelta(hours=26)),
    )
    found = chance_of(exported(small_case, *steps, closes=HOURS_48, cutoffs=cutoffs))
    by_step = {row.step: row for row in found.steps}
    assert found.misses == "papers"
    assert by_step["papers"].first == 1
    assert agrees(by_step["gate"].made, 1 - exp(-25 / 12))
    assert found.all == by_step["papers"].made


@given(
    drawn=st.lists(
        st.fixed_dictionaries(
            {
                "hours": st.sampled_from([0, 0.5, 3, 10, 30]),
                "calendar": st.sampled_from([None, "OFFICE"]),
                "after": st.sets(st.integers(0, 5), max_size=2),
                "cutoff": st.sampled_from([None, None, "FCO", "VCO"]),
                "earliest_h": st.sampled_from([None, None, 24 * 22.5]),
                "share": st.sampled_from([1, 1, 0.9]),
            }
        ),
        min_size=1,
        max_size=6,
    ),
    closes=st.integers(1, 200),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_fixed_durations_all_draws_are_the_plan(small_case: Case, drawn: list[dict[str, Any]], closes: int) -> None:
    """Where every step is needed: certain where the chain is feasible, and impossible where it is not."""
    steps = []
    for place, fields in enumerate(drawn):
        after = sorted(f"S{number}" for number in fields["after"] if number < place)
        others = {name: value for name, value in fields.items() if name != "after"}
        steps.append(step(f"S{place}", *(after or ["ready"]), **others))
    shut = READY + timedelta(hours=closes)
    cutoffs = (
        Cutoff(id="FCO", code="FCO", sailing="LEG", at=shut),
        Cutoff(id="VCO", code="VCO", sailing="LEG", at=shut - timedelta(hours=7)),
    )
    needed = tuple(StepState(shipment="S1", step=each.step, state="needed") for each in steps)
    case = exported(small_case, *steps, closes=shut, cutoffs=cutoffs, step_states=needed)
    clock, none = ChainClock(case), np.array([np.nan])
    ships = Ships(
        np.array([clock.minute(at("28 08:00"))]), np.array([clock.minute(at("30 08:00"))]), none, none,
        {row.code: np.array([clock.minute(row.at or shut)]) for row in cutoffs}, {}, np.array([-np.inf]),
    )  # fmt: skip
    planned = chain_dates(clock, case, case.shipments[0], ships, transhipped=False, restuffed=False)
    assert chance_of(case, draws=5).all.share == float(planned.feasible[0])
