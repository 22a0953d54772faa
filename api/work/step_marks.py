"""Steps of export chains marked begun or done by those who do them, and what plans of before show of that."""

from datetime import datetime, timedelta

from api.presenting.booking import booked
from api.resources.shipments import StepMark
from api.work.planning import in_zone
from data.case import Case
from data.errors import BadInput, Fault, NotFound
from data.export_chain import ChainStep, StepState
from data.formats.fields import did_you_mean

# What clocks may be apart.
_TOLERANCE = timedelta(minutes=15)


def marked(case: Case, shipment: str, name: str, mark: StepMark, now: datetime) -> Case:
    """The case with a step of a shipment marked. Raises NotFound, and BadInput for what can't be."""
    step = chain_step(case, shipment, name)
    known = case.states_by_shipment.get(shipment, {}).get(name)
    begun, done = in_zone(case, mark.begun), in_zone(case, mark.done)
    if begun is None and known is not None:
        begun = known.begun
    if mark.state == "begun":
        begun = now if begun is None else begun
    elif done is None:
        done = now
    number = mark.number or (None if known is None else known.number)
    faults = [
        _fault(column, f"{moment.isoformat(timespec='minutes')} is still to come", "mark it when it has happened")
        for column, moment in (("begun", begun), ("done", done))
        if moment is not None and moment > now + _TOLERANCE
    ]
    if mark.state == "begun" and done is not None:
        faults.append(_fault("done", "what has only begun is not done", "drop done, or give the state done"))
    elif begun is not None and done is not None and done < begun:
        faults.append(_fault("done", "it was done before it began", f"it began at {begun.isoformat()}: correct one"))
    if mark.number is not None and step.document is None:
        faults.append(_fault("number", f"the step {name} brings no paper", "drop number"))
    if faults:
        raise BadInput(faults)
    state = StepState(shipment=shipment, step=name, state=mark.state, begun=begun, done=done, number=number)
    return _with_state(case, state)


def unmarked(case: Case, shipment: str, name: str) -> Case:
    """The case with a step neither begun nor done. Raises NotFound where it is not marked."""
    step = chain_step(case, shipment, name)
    known = case.states_by_shipment.get(shipment, {}).get(name)
    if known is None or known.state not in ("begun", "done"):
        raise NotFound(f"the step {name} of {shipment} is neither begun nor done")
    if step.share < 0.5:  # that it was begun says that it is needed
        return _with_state(case, StepState(shipment=shipment, step=name, state="needed"))
    return case.changed(step_states=tuple(state for state in case.step_states if state is not known))


def chain_step(case: Case, shipment: str, name: str) -> ChainStep:
    """A step of a shipment's chain. Raises NotFound."""
    chain = case.chain_by_shipment.get(booked(case, shipment).id)
    if chain is None:
        raise NotFound(f"{shipment} has no export chain; give it one in the table shipments")
    steps = {step.step: step for step in case.steps_by_chain[chain.id]}
    if name not in steps:
        near = did_you_mean(name, list(steps))
        hint = f"did you mean {near}?" if near else f"they are {', '.join(steps)}"
        raise NotFound(f"the chain of {shipment} has no step {name}; {hint}")
    return steps[name]


def _with_state(case: Case, new: StepState) -> Case:
    states = {(state.shipment, state.step): state for state in case.step_states}
    states[new.shipment, new.step] = new
    return case.changed(step_states=tuple(states.values()))


def _fault(column: str, problem: str, remedy: str) -> Fault:
    return Fault("body", problem, remedy, column=column)


def with_marks(case: Case, newest: Case) -> tuple[Case, dict[str, datetime]]:
    """The case that a plan was made for with the states of steps that are known by now.

    Also, of each shipment that was marked since, the last moment that a mark tells of.
    """
    steps = {
        name: {step.step for step in case.steps_by_chain[chain.id]} for name, chain in case.chain_by_shipment.items()
    }
    # A booking number that another exporter has by now is another booking.
    same = {
        name
        for name, shipment in newest.shipment_by_id.items()
        if name in case.shipment_by_id and case.shipment_by_id[name].exporter == shipment.exporter
    }
    states = tuple(
        state for state in newest.step_states if state.step in steps.get(state.shipment, ()) and state.shipment in same
    )
    kept = tuple(state for state in case.step_states if state.shipment not in same)
    if (*kept, *states) == case.step_states:
        return case, {}
    told: dict[str, datetime] = {}
    for state in set(states) - set(case.step_states):
        for moment in (state.begun, state.done):
            if moment is not None:
                told[state.shipment] = max(moment, told.get(state.shipment, moment))
    return case.changed(step_states=(*kept, *states)), told
