"""Templates of finished chains: hours by the calendar, and what is not finished."""

from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import pytest

from data.bookings import Shipment
from data.calendars import Calendar
from data.case import Case
from data.errors import DermagaError
from data.export_chain import Chain, ChainStep, StepState
from simulations.chains.experience import template_of, with_template


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-01-{text}+08:00")


STEPS = (
    ChainStep(chain="C", step="papers", name="Papers", party="forwarder", duration_h=4, calendar="OFFICE",
              distribution="lognormal", spread=0.5),
    ChainStep(chain="C", step="look", name="Inspection", party="customs", after=("papers",), duration_h=6, share=0.2),
    ChainStep(chain="C", step="gate", name="Gate-in", party="terminal", after=("papers", "look"), duration_h=2,
              cutoff="FCO"),
)  # fmt: skip


def done(shipment: str, step: str, begun: datetime | None, end: datetime) -> StepState:
    return StepState(shipment=shipment, step=step, state="done", begun=begun, done=end)


@pytest.fixture
def case(small_case: Case) -> Case:
    """Three shipments of a chain: papers took 11, 12 and 13 office hours; gates of unknown beginning."""
    usual = {name: getattr(small_case.shipments[0], name) for name in Shipment.model_fields}
    names = ("S1", "S2", "S3")
    ends = {"S1": at("06 11:00"), "S2": at("06 12:00"), "S3": at("06 13:00")}
    return small_case.changed(
        calendars=(Calendar(id="OFFICE", opens=time(8), closes=time(16)),),
        chains=(Chain(id="C", name="A chain"),),
        chain_steps=STEPS,
        shipments=tuple(Shipment(**usual | {"id": name}) for name in names),
        step_states=(
            *(done(name, "papers", at("05 08:00"), ends[name]) for name in names),
            *(done(name, "gate", None, at("07 08:00")) for name in names),
            StepState(shipment="S2", step="look", state="not_needed"),
        ),
    )


def test_one_shipment_gives_the_hours_that_it_took(case: Case) -> None:
    made = template_of(case, ["S1"], "AS-DONE")
    papers, look, gate = made.steps
    # Monday 8:00 to Tuesday 11:00 are eight and three office hours.
    assert (papers.duration_h, papers.distribution, papers.spread, papers.calendar) == (11, "fixed", 0, "OFFICE")
    assert (look.duration_h, look.share) == (6, 0.2)
    assert gate.duration_h == 2
    assert {step.chain for step in made.steps} == {"AS-DONE"}
    assert made.chain.hs_prefixes == ("130190",)
    assert made.chain.countries == ("LK",)
    assert made.learnt[0].hours == {"S1": 11}
    assert made.learnt[0].before_h == 4


def test_several_give_a_gamma_distribution(case: Case) -> None:
    papers = template_of(case, ["S1", "S2", "S3"], "AS-DONE").steps[0]
    assert papers.distribution == "gamma"
    assert papers.duration_h == pytest.approx(12, abs=0.01)
    # Maximum likelihood of so small a spread is that of the sample.
    assert papers.spread == pytest.approx(np.std([11, 12, 13]) / 12, rel=0.02)


def test_the_next_shipment_of_these_goods_takes_it(case: Case) -> None:
    changed = with_template(case, template_of(case, ["S1"], "AS-DONE"))
    states: Any = ()
    later = changed.changed(step_states=states)
    assert {chain.id for chain in later.chain_by_shipment.values()} == {"AS-DONE"}


def test_what_is_not_finished_is_no_template(case: Case) -> None:
    with pytest.raises(DermagaError, match="no shipment S9"):
        template_of(case, ["S9"], "NEW")
    with pytest.raises(DermagaError, match="a chain C already"):
        template_of(case, ["S1"], "C")
    open_still = case.changed(step_states=case.step_states[:-2])
    with pytest.raises(DermagaError, match="S3 is not finished: its step gate is nowhere"):
        template_of(open_still, ["S1", "S3"], "NEW")
    begun = StepState(shipment="S1", step="look", state="begun", begun=at("06 12:00"))
    with pytest.raises(DermagaError, match="step look is begun"):
        template_of(case.changed(step_states=(*case.step_states, begun)), ["S1"], "NEW")


def test_a_step_over_at_once_and_one_that_was_not(case: Case) -> None:
    rows = [state for state in case.step_states if state.step != "papers"]
    rows += [done("S1", "papers", at("05 08:00"), at("05 08:00")), done("S2", "papers", at("05 08:00"), at("05 08:00"))]
    both = case.changed(step_states=tuple(rows))
    assert template_of(both, ["S1", "S2"], "NEW").steps[0].duration_h == 0
    rows[-1] = done("S2", "papers", at("05 08:00"), at("05 08:00") + timedelta(hours=4))
    papers = template_of(case.changed(step_states=tuple(rows)), ["S1", "S2"], "NEW").steps[0]
    assert papers.distribution == "gamma"
    assert 0 < papers.spread <= 3
