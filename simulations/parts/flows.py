"""The flows of boxes through the terminal: which one each box of a call belongs to, and how long it stays in the yard.

The call says how many boxes are laden. Of the laden ones `cargo.foreign_share` are in foreign trade, of those that are
discharged `cargo.transhipment_share` go on by another ship. Every flow may have a mean stay and a spread of its own.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.vessels import VesselCall
from simulations.kernel import HOUR
from simulations.streams import Samples, Streams, lognormal_at, lognormal_within

Flows = NDArray[np.int64]


class Flow(IntEnum):
    """Where a box comes from and goes to. Those of one direction are laden and no transhipment, but for the empty."""

    FOREIGN_IN = 0
    DOMESTIC_IN = 1
    EMPTY_IN = 2
    TRANSHIPMENT = 3
    FOREIGN_OUT = 4
    DOMESTIC_OUT = 5
    EMPTY_OUT = 6


# In the order in which they are drawn. (Looking a member up takes longer than drawing its boxes.)
_INBOUND = (Flow.FOREIGN_IN, Flow.DOMESTIC_IN, Flow.EMPTY_IN)
_OUTBOUND = (Flow.FOREIGN_OUT, Flow.DOMESTIC_OUT, Flow.EMPTY_OUT)
_TRANSHIPMENT = Flow.TRANSHIPMENT


class Kind(IntEnum):
    """What a block must take to take a box."""

    FULL = 0
    EMPTY = 1
    REEFER = 2


_FULL, _EMPTY, _REEFER = Kind.FULL, Kind.EMPTY, Kind.REEFER


def laden_of(call: VesselCall) -> NDArray[np.bool_]:
    """Whether each box of a call is laden: those that it discharges, then those that it loads."""
    number = np.arange(call.moves)
    loads = number >= call.discharge
    return (number < call.discharge_full) | (loads & (number < call.discharge + call.load_full))


def flows_of(case: Case, streams: Streams, call: VesselCall, laden: NDArray[np.bool_]) -> Flows:
    """The flow of each box of a call; shape (boxes,)."""
    cargo = case.terminal.cargo
    loads = np.arange(call.moves) >= call.discharge
    flows = np.where(loads, _OUTBOUND[1], _INBOUND[1])
    if cargo.foreign_share:
        foreign = streams.of("foreign", call.id).random(call.moves) < cargo.foreign_share
        flows = np.where(foreign, np.where(loads, _OUTBOUND[0], _INBOUND[0]), flows)
    flows = np.where(laden, flows, np.where(loads, _OUTBOUND[2], _INBOUND[2]))
    if cargo.transhipment_share:
        onward = streams.of("transhipment", call.id).random(call.moves) < cargo.transhipment_share
        flows = np.where(onward & ~loads, _TRANSHIPMENT, flows)
    return flows


def kinds_of(case: Case, streams: Streams, call: VesselCall, laden: NDArray[np.bool_]) -> Flows:
    """The kind of each box of a call; shape (boxes,)."""
    share = case.terminal.cargo.reefer_share
    kinds = np.where(laden, _FULL, _EMPTY)
    if share:
        reefer = streams.of("reefer", call.id).random(call.moves) < share
        kinds = np.where(laden & reefer, _REEFER, kinds)
    return kinds


def collected_after(case: Case, streams: Streams, call: VesselCall, flows: Flows) -> Samples:
    """Minutes from the stacking of each discharged box until its truck comes to the gate; shape (boxes,).

    `flows` are those of the discharged boxes. What the state asks of a box is not in it: see `parts.customs`.
    """
    if not call.discharge:
        return np.empty(0)
    dwell = case.terminal.dwell
    normal = streams.of("import stay", call.id).standard_normal(call.discharge)
    stay = np.empty(call.discharge)
    for flow in _INBOUND:
        of_flow = flows == flow
        if not of_flow.any():
            continue
        mean, spread = _stay(case, flow)
        stay[of_flow] = lognormal_at(normal[of_flow], mean * HOUR, spread)
    stay[flows == _TRANSHIPMENT] = dwell.transhipment_most_h * HOUR
    return np.maximum(stay, dwell.import_least_h * HOUR)


def brought_before(case: Case, streams: Streams, call: VesselCall, flows: Flows) -> Samples:
    """Minutes before the middle of the call's stay by ETA and ETD at which each box to load comes; shape (boxes,).

    `flows` are those of the boxes to load. The gate's opening and closing for the call cut the distribution.
    """
    if not call.load:
        return np.empty(0)
    gate, dwell = case.terminal.gate, case.terminal.dwell
    half_stay_h = (call.etd - call.eta).total_seconds() / 7200
    uniform = streams.of("export stay", call.id).random(call.load)
    stay = np.empty(call.load)
    for flow in _OUTBOUND:
        of_flow = flows == flow
        if not of_flow.any():
            continue
        closes_h = gate.closes_hours_before
        if flow is Flow.FOREIGN_OUT and gate.foreign_closes_hours_before is not None:
            closes_h = gate.foreign_closes_hours_before
        latest_h = max(closes_h + half_stay_h, dwell.export_least_h)
        earliest_h = max(latest_h, gate.opens_days_before * 24 + half_stay_h)
        mean, spread = _stay(case, flow)
        stay[of_flow] = lognormal_within(uniform[of_flow], mean * HOUR, spread, latest_h * HOUR, earliest_h * HOUR)
    return stay


def _stay(case: Case, flow: Flow) -> tuple[float, float]:
    """Mean hours in the yard and spread of a flow, which are those of its direction where it has none of its own."""
    dwell = case.terminal.dwell
    name = flow.name.lower()
    direction = "export" if name.endswith("out") else "import"
    mean, spread = getattr(dwell, f"{name}_h"), getattr(dwell, f"{name}_spread")
    return (
        getattr(dwell, f"{direction}_h") if mean is None else mean,
        getattr(dwell, f"{direction}_spread") if spread is None else spread,
    )
