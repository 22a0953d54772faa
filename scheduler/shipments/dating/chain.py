"""Dates of the export chain: how early and how late each step can be, and when it is planned.

The forward pass of the critical path method (Kelley and Walker, 1959) gives the earliest dates, the backward pass from
the ships' cut-offs the latest; both go through office hours. All options of a shipment are dated at once.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.export_chain import ChainStep, StepState, conditions, steps_of
from data.sailings import CUTOFF_WORDS
from scheduler.shipments.dating.clock import SAME, ChainClock, Minutes
from scheduler.shipments.dating.dates import ChainDates, Ships
from scheduler.shipments.dating.passes import Passes, cutoff_codes
from scheduler.shipments.told import Told


def chain_dates(
    clock: ChainClock,
    case: Case,
    shipment: Shipment,
    ships: Ships,
    *,
    transhipped: bool,
    restuffed: bool,
    not_before: Mapping[str, Minutes] | None = None,
    not_after: Mapping[str, Minutes] | None = None,
) -> ChainDates:
    """The dates of a shipment's steps for its options, which are all transhipped or not, and restuffed or not.

    Steps named in `not_before` begin no earlier than that, and those in `not_after` end no later (what is done to a box
    waits for all who share it, and they for it). A shipment without a chain has no steps and must be ready by its
    cut-off.
    """
    chain = case.chain_by_shipment.get(shipment.id)
    if chain is None:
        return _without_chain(clock, shipment, ships)
    states = case.states_by_shipment.get(shipment.id, {})
    facts = conditions(shipment, transhipped=transhipped, restuffed=restuffed)
    steps = steps_of(case.steps_by_chain[chain.id], facts, states)
    return Passes(clock, shipment, ships, steps, states, not_after or {}).dates(not_before or {})


def forward(
    clock: ChainClock,
    shipment: Shipment,
    ships: Ships,
    steps: Sequence[ChainStep],
    states: Mapping[str, StepState],
    minutes: Mapping[str, Minutes],
    not_before: Mapping[str, Minutes] | None = None,
) -> dict[str, tuple[Minutes, Minutes]]:
    """The earliest start and end of each step by name, when each takes the given minutes (an entry an option).

    What has begun goes on from when it began, what is done keeps its dates. Infinite where office hours never come.
    """
    passed = Passes(clock, shipment, ships, tuple(steps), states)
    return passed.forward(minutes, not_before or {})


def _without_chain(clock: ChainClock, shipment: Shipment, ships: Ships) -> ChainDates:
    codes = cutoff_codes(shipment, "FCO") + (("LCO",) if shipment.part_of_box is not None else ())
    latest, words = ships.departure.copy(), [Told("ship's departure", "departure")] * len(ships)
    for code in codes:
        if code in ships.cutoffs:
            tighter = ships.cutoffs[code] < latest
            latest = np.where(tighter, ships.cutoffs[code], latest)
            for place in np.flatnonzero(tighter):
                words[place] = Told(f"{CUTOFF_WORDS[code]} ({code})", "cutoff", cutoff=code)
    slack = latest - clock.minute(shipment.ready)
    return ChainDates(clock, (), slack >= -SAME, slack, np.zeros(len(ships), dtype=np.int64), (latest,), (words,))
