"""Finished chains as templates: the steps as they were done, with the hours that they really took.

Hours are those of the step's calendar, as its template counts them. One shipment gives fixed hours; several give their
mean, and a gamma distribution by maximum likelihood where they differ. A step of which no beginning is known keeps the
hours of its template, and every step keeps its share of shipments: a few finished ones say little of either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.export_chain import Chain, ChainStep, StepState
from data.record import Hours
from scheduler.shipments.dating.clock import ChainClock
from simulations.logs.families import GAMMA, fit
from simulations.logs.samples import sample

# Hours that are nearer to each other than this share of their mean are the same.
_LEAST_SPREAD, _MOST_SPREAD = 0.01, 3.0
_MINUTE_H = 1 / 60


@dataclass(frozen=True)
class Learnt:
    """What was learnt of a step: the hours that each shipment took, by shipment, and the template's before."""

    step: str
    hours: dict[str, float]
    before_h: float


@dataclass(frozen=True)
class Template:
    """A new chain with its steps, and what of it was learnt."""

    chain: Chain
    steps: tuple[ChainStep, ...]
    learnt: tuple[Learnt, ...]


def template_of(case: Case, shipments: Sequence[str], name: str, words: str | None = None) -> Template:
    """A template named `name` of finished shipments of one chain, for their goods and countries.

    Finished is a shipment of which every step is done, with its date, or is known not to be needed; steps that only
    some shipments have may be missing. Raises DermagaError where a shipment is not, or the name is taken.
    """
    if name in {chain.id for chain in case.chains}:
        raise DermagaError(f"the case has a chain {name} already; give another name")
    finished = [_finished(case, shipment) for shipment in dict.fromkeys(shipments)]
    if not finished:
        raise DermagaError("a template is made of one finished shipment at least; give its id")
    chains = {case.chain_by_shipment[shipment.id].id for shipment in finished}
    if len(chains) > 1:
        raise DermagaError(f"the shipments have the chains {' and '.join(sorted(chains))}; give those of one of them")
    old = case.chain_by_shipment[finished[0].id]
    clock = ChainClock(case)
    learnt = [_learnt(case, clock, step, finished) for step in case.steps_by_chain[old.id]]
    names = ", ".join(shipment.id for shipment in finished)
    chain = Chain(
        id=name,
        name=words or f"{old.name}, as done for {names}"[:200],
        hs_prefixes=tuple(dict.fromkeys(shipment.hs_code.replace(".", "") for shipment in finished)),
        countries=tuple(dict.fromkeys(shipment.destination[:2] for shipment in finished)),
    )
    steps = tuple(_as_done(step, name, each) for step, each in zip(case.steps_by_chain[old.id], learnt, strict=True))
    return Template(chain, steps, tuple(learnt))


def with_template(case: Case, template: Template) -> Case:
    """The case with the template among its chains; its rows come first, so that it is taken before one made alike."""
    return case.changed(chains=(template.chain, *case.chains), chain_steps=(*template.steps, *case.chain_steps))


def _finished(case: Case, shipment: str) -> Shipment:
    if shipment not in case.shipment_by_id:
        raise DermagaError(f"{case.name} has no shipment {shipment}; give one of its table shipments")
    chain = case.chain_by_shipment.get(shipment)
    if chain is None:
        raise DermagaError(f"{shipment} has no chain that could be a template; give chain in shipments")
    states = case.states_by_shipment.get(shipment, {})
    for step in case.steps_by_chain[chain.id]:
        state = states.get(step.step)
        always = step.share == 1 and not step.only and not step.at_hub
        if always if state is None else state.state not in ("done", "not_needed"):
            raise DermagaError(
                f"{shipment} is not finished: its step {step.step} is "
                f"{'nowhere in step_states' if state is None else state.state}; give it as done, with its date"
            )
    return case.shipment_by_id[shipment]


def _learnt(case: Case, clock: ChainClock, step: ChainStep, finished: Sequence[Shipment]) -> Learnt:
    hours = {}
    for shipment in finished:
        state: StepState | None = case.states_by_shipment.get(shipment.id, {}).get(step.step)
        if state is not None and state.begun is not None and state.done is not None:
            hours[shipment.id] = clock.lasted(step, state.begun, state.done) / 60
    return Learnt(step.step, hours, step.duration_h)


def _as_done(step: ChainStep, chain: str, learnt: Learnt) -> ChainStep:
    """The step of the new chain."""
    fields = {name: getattr(step, name) for name in ChainStep.model_fields} | {"chain": chain}
    if learnt.hours:
        mean, spread = _mean_and_spread(list(learnt.hours.values()))
        fields |= {
            "duration_h": round(mean, 2),
            "distribution": "gamma" if spread else "fixed",
            "spread": round(spread, 3),
        }
    return ChainStep.model_validate(fields)


def _mean_and_spread(hours: list[float]) -> tuple[Hours, float]:
    """Mean hours, and the spread of the gamma distribution that makes them the most likely; 0 where all are the same.

    What was over within a minute is a minute, as a gamma variate is never nothing.
    """
    values = np.array(hours)
    mean = float(values.mean())
    if mean == 0 or float(values.std()) <= _LEAST_SPREAD * mean:
        return mean, 0.0
    fitted = fit(GAMMA, sample(np.maximum(values, _MINUTE_H)))
    return fitted.mean, min(fitted.spread, _MOST_SPREAD)
