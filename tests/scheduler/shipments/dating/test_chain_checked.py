"""Dates of random chains: feasible where the checker, which shares no code with them, finds that they are."""

from dataclasses import replace
from datetime import time
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.bookings import Shipment
from data.calendars import WEEKDAYS, Calendar, Holiday
from data.case import Case
from data.checker import check
from data.export_chain import ANCHORS, Chain, ChainStep, StepState, begins
from data.sailings import Cutoff
from data.shipment_plans import Routed
from scheduler.shipments.dating.chain import chain_dates
from scheduler.shipments.dating.clock import ChainClock
from scheduler.shipments.dating.dates import Ships
from tests.data.checker.shipments.tiny import HOUR, WAY, at, booking, plan, tiny

STAGES = {name: max(0, place - 1) for place, name in enumerate(ANCHORS)}


@st.composite
def chains(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Steps in any order of the table; what belongs before a ship waits for none of her moments."""
    steps: list[dict[str, Any]] = []
    stages = dict(STAGES)
    for name in [f"s{number}" for number in range(draw(st.integers(1, 7)))]:
        after = draw(st.lists(st.sampled_from(list(stages)), max_size=2, unique=True))
        stages[name] = max((stages[before] for before in after), default=0)
        step: dict[str, Any] = {"step": name, "after": tuple(after), "at_hub": draw(st.booleans())}
        step["duration_h"] = draw(st.integers(0, 3_000)) / 100
        step["share"] = draw(st.sampled_from((1, 1, 1, 0.1)))
        step["only"] = draw(st.sampled_from(((), (), (), ("first_time",), ("restuffed",), ("transhipped",))))
        if draw(st.booleans()):
            step |= {"calendar": "OFFICE", "goes_on": draw(st.booleans())}
        chance = st.sampled_from((True, False, False, False))
        if stages[name] <= (2 if step["at_hub"] else 0):
            if draw(chance):
                step["cutoff"] = draw(st.sampled_from(("DCO", "VCO", "FCO", "RCO")))
            if draw(chance):
                step["opening"] = draw(st.sampled_from(("ECP", "EFC")))
            if draw(chance):
                step["earliest_h"] = draw(st.integers(24, 200))
        elif draw(chance):
            step["within_h"] = draw(st.integers(24, 200))
        if draw(chance):
            step["valid_h"] = draw(st.integers(24, 300))
        if draw(chance):
            step |= {"late": True, "buffer_h": draw(st.integers(0, 60))}
        steps.append(step)
    for step in steps:
        if not step["at_hub"] and stages[step["step"]] == 0:
            step["event"] = "pick_up"
            break
    return draw(st.permutations(steps))


@st.composite
def states(draw: st.DrawFn, steps: list[dict[str, Any]]) -> list[StepState]:
    found = []
    for step in steps:
        what = draw(st.sampled_from(("", "", "", "", "needed", "not_needed", "begun", "done")))
        moment = at("05 00:00") + draw(st.integers(0, 200)) * HOUR
        if what:
            dates = {what: moment} if what in ("begun", "done") else {}
            found.append(StepState(shipment="A", step=step["step"], state=what, **dates))
    return found


def ships(case: Case, clock: ChainClock, shipment: Shipment, routed: Routed) -> Ships:
    """The one option of a route."""
    legs = [case.sailing_by_id[leg] for leg in routed.sailings]
    change = next(((one, other) for one, other in pairwise(legs) if one.voyage != other.voyage), None)
    row = case.empties_by_id[routed.empties or ""]
    there = max(row.available, begins(shipment) + row.lead_h * HOUR)
    return Ships(
        departure=np.array([clock.minute(legs[0].departure)]),
        arrival=np.array([clock.minute(legs[-1].arrival)]),
        hub_arrival=np.array([clock.minute(change[0].arrival) if change else np.nan]),
        hub_departure=np.array([clock.minute(change[1].departure) if change else np.nan]),
        cutoffs={code: np.array([clock.minute(it)]) for code, it in case.cutoffs_by_sailing[legs[0].id].items()},
        hub_cutoffs={
            code: np.array([clock.minute(it)])
            for code, it in (case.cutoffs_by_sailing[change[1].id] if change else {}).items()
        },
        boxes_from=np.array([clock.minute(there)]),
    )


def test_what_has_begun_for_a_ship_that_is_not_known_yet_is_in_time(small_case: Case) -> None:
    step = ChainStep(chain="C", step="s", name="S", party="line", at_hub=True, after=("hub_arrival",), earliest_h=8)
    begun = StepState(shipment="A", step="s", state="begun", begun=at("05 08:00"))
    case = tiny(
        small_case, booking("A"), chains=(Chain(id="C", name="All"),), chain_steps=(step,), step_states=(begun,)
    )
    clock, shipment = ChainClock(case), case.shipments[0]
    known = ships(case, clock, shipment, Routed(shipment="A", sailings=WAY, empties="C-KRG"))
    nowhere = np.array([np.nan])
    unknown = replace(known, hub_arrival=nowhere, hub_departure=nowhere, hub_cutoffs={})
    assert chain_dates(clock, case, shipment, unknown, transhipped=True, restuffed=False).feasible[0]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_dates_are_feasible_where_the_checker_finds_no_fault(small_case: Case, data: st.DataObject) -> None:
    draw = data.draw
    steps = draw(chains())
    booked = at("02 00:00") + draw(st.integers(0, 100)) * HOUR
    direct = draw(st.booleans())
    shipment = booking(
        "A",
        booked=booked,
        ready=booked + draw(st.integers(0, 200)) * HOUR,
        first_time=draw(st.booleans()),
        plug=draw(st.booleans()),
        destination="IDSUB" if direct else "LKCMB",
    )
    case = tiny(
        small_case,
        shipment,
        chains=(Chain(id="C", name="All goods"),),
        chain_steps=tuple(
            ChainStep.model_validate({"chain": "C", "name": step["step"], "party": "exporter"} | step) for step in steps
        ),
        step_states=tuple(draw(states(steps))),
        calendars=(
            Calendar(
                id="OFFICE",
                opens=time(draw(st.integers(0, 12))),
                closes=time(draw(st.integers(13, 23))),
                days=draw(st.sampled_from((WEEKDAYS[:5], WEEKDAYS, ("mon", "sat")))),
            ),
        ),
        holidays=(Holiday(id="H", name="Closed", start=at("08 00:00"), end=at("09 00:00")),)[: draw(st.integers(0, 1))],
        cutoffs=tuple(
            Cutoff.model_validate({"id": code, "code": code, "hours_before": draw(st.integers(0, 100))})
            for code in ("DCO", "VCO", "RCO", "ECP")
        ),
    )
    now = draw(st.sampled_from((None, at("06 10:00"))))
    restuffed = not direct and draw(st.booleans())
    routed = Routed(
        shipment="A",
        sailings=WAY[:1] if direct else WAY,
        restuffed_at="IDSUB" if restuffed else None,
        empties="A-KRG" if restuffed or direct else "C-KRG",
        hub_empties="C-SUB" if restuffed else None,
    )
    clock = ChainClock(case, now)
    options = ships(case, clock, shipment, routed)
    dated = chain_dates(clock, case, shipment, options, transhipped=not direct, restuffed=restuffed)
    whole = routed.model_copy(update={"steps": dated.of(0)})
    broken = check(case, plan(case, whole, now=now)).broken
    assert bool(dated.feasible[0]) is not bool(broken), [str(found) for found in broken]
