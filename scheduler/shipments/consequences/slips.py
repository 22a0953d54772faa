"""What goes wrong with a shipment plan, as changed cases: a voyage is late, a step is late."""

from datetime import datetime, timedelta
from typing import TypeVar

from data.bookings import Shipment
from data.case import Case
from data.errors import DermagaError
from data.export_chain import Chain, StepState
from data.record import Record

R = TypeVar("R", bound=Record)


def late_voyage(case: Case, voyage: str, hours: float, from_port: str | None = None) -> Case:
    """The case with a voyage so many hours later, from its departure from a port on; from its beginning without one.

    Its call at this terminal moves with it. Cut-offs that count from its departures move by the same hours; those at a
    moment of their own stay. Raises DermagaError where the voyage or the port is unknown, or it is not later.
    """
    legs = sorted((leg for leg in case.sailings if leg.voyage == voyage), key=lambda leg: leg.departure)
    if not legs:
        raise DermagaError(f"the case {case.name} has no voyage {voyage}: give one of the column voyage in sailings")
    if hours <= 0:
        raise DermagaError(f"{voyage} is not {hours:g} h late: give hours above 0")
    first = next((place for place, leg in enumerate(legs) if from_port in (None, leg.origin)), None)
    if first is None:
        ports = ", ".join(leg.origin for leg in legs)
        raise DermagaError(f"{voyage} does not leave {from_port}: give one of {ports}")
    late = timedelta(hours=hours)
    moved = {leg.id for leg in legs[first:]}
    calls = {leg.call for leg in legs[first:] if leg.call is not None}
    return case.changed(
        sailings=tuple(
            _with(leg, departure=leg.departure + late, arrival=leg.arrival + late) if leg.id in moved else leg
            for leg in case.sailings
        ),
        calls=tuple(
            _with(call, eta=call.eta + late, etd=call.etd + late) if call.id in calls else call for call in case.calls
        ),
    )


def late_step(
    case: Case, shipment: str, step: str, *, done: datetime | None = None, hours: float | None = None
) -> Case:
    """The case in which a step of a shipment is done only then, or takes so many hours (of its office hours) more.

    Raises DermagaError where there is no such step, or not one of `done` and `hours` is given.
    """
    booked = case.shipment_by_id.get(shipment)
    if booked is None:
        raise DermagaError(f"the case {case.name} has no shipment {shipment}: give an id of the table shipments")
    chain = case.chain_by_shipment.get(shipment)
    names = [row.step for row in case.steps_by_chain[chain.id]] if chain is not None else []
    if chain is None or step not in names:
        remedy = f"give one of {', '.join(names)}" if names else "give it a chain"
        raise DermagaError(f"the chain of {shipment} has no step {step}: {remedy}")
    if (done is None) == (hours is None):
        raise DermagaError(f"{step} is late in one way: give done or hours")
    if done is not None:
        known = case.states_by_shipment.get(shipment, {}).get(step)
        begun = known.begun if known is not None and known.begun is not None and known.begun <= done else None
        state = StepState(
            shipment=shipment,
            step=step,
            state="done",
            begun=begun,
            done=done,
            number=known.number if known is not None else None,
        )
        others = tuple(row for row in case.step_states if (row.shipment, row.step) != (shipment, step))
        return case.changed(step_states=(*others, state))
    return _with_own_chain(case, booked, chain, step, hours or 0.0)


def _with_own_chain(case: Case, shipment: Shipment, chain: Chain, step: str, hours: float) -> Case:
    """The case in which a shipment has a chain of its own, whose one step takes longer."""
    own = f"{chain.id[:31]}-{shipment.id[-32:]}"  # names have 64 characters at most
    steps = tuple(
        _with(row, chain=own, duration_h=row.duration_h + hours if row.step == step else row.duration_h)
        for row in case.steps_by_chain[chain.id]
    )
    kept = tuple(row for row in case.chain_steps if row.chain != own)
    # No other shipment has it for its goods: those fit the chain that stands before it as well.
    return case.changed(
        chains=(*(row for row in case.chains if row.id != own), _with(chain, id=own)),
        chain_steps=(*kept, *steps),
        shipments=tuple(_with(row, chain=own) if row.id == shipment.id else row for row in case.shipments),
    )


def _with(row: R, **fields: object) -> R:
    """A row with some columns exchanged, validated anew."""
    return type(row).model_validate({name: getattr(row, name) for name in type(row).model_fields} | fields)
