"""The boxes of a call: size, and how long each handling will take, drawn before anything moves.

Discharged boxes are collected by truck and boxes to load are brought by truck, one box a truck. Transhipment within
the terminal is not modelled.
"""

from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.vessels import VesselCall
from simulations.kernel import HOUR
from simulations.streams import Samples, Streams, gamma, lognormal, lognormal_between
from simulations.visit import Box, Visit


def boxes_of(case: Case, visit: Visit, streams: Streams, staying_min: float = 0) -> list[Box]:
    """The boxes of a call: first those that it discharges, then those that it loads.

    With `staying_min`, only those that stay for longer; the others are not made.
    """
    call, terminal = visit.call, case.terminal
    size, discharged = call.moves, call.discharge
    work, yard, gate = terminal.crane_work, terminal.yard_work, terminal.gate
    number = np.arange(size)
    loads = number >= discharged
    laden = (number < call.discharge_full) | (loads & (number < discharged + call.load_full))
    columns: tuple[NDArray[Any], ...] = (
        number,
        loads,
        laden,
        1 + (streams.of("forty-foot", call.id).random(size) < terminal.cargo.forty_foot_share),
        gamma(streams.of("lift", call.id), work.cycle_s / 60, work.cycle_spread, size),
        gamma(streams.of("yard move at the ship's side", call.id), yard.move_s / 60, yard.move_spread, size),
        gamma(streams.of("yard move at the truck's side", call.id), yard.move_s / 60, yard.move_spread, size),
        # The time of a truck in a lane has no source: exponential, the usual assumption.
        gamma(streams.of("gate in", call.id), gate.service_min, 1.0, size),
        gamma(streams.of("gate out", call.id), gate.service_min, 1.0, size),
        np.concatenate((collected_after(case, streams, call), brought_before(case, streams, call))),
    )
    if staying_min > 0:
        columns = tuple(column[columns[-1] > staying_min] for column in columns)
    return list(map(Box, repeat(visit), *(column.tolist() for column in columns)))


def collected_after(case: Case, streams: Streams, call: VesselCall) -> Samples:
    """Minutes from the stacking of each discharged box until its truck comes to the gate; shape (boxes,)."""
    dwell = case.terminal.dwell
    return lognormal(streams.of("import stay", call.id), dwell.import_h * HOUR, dwell.import_spread, call.discharge)


def brought_before(case: Case, streams: Streams, call: VesselCall) -> Samples:
    """Minutes before the middle of the call's stay by ETA and ETD at which each box to load comes; shape (boxes,).

    The gate's opening and closing for the call cut the distribution.
    """
    gate, dwell = case.terminal.gate, case.terminal.dwell
    half_stay_h = (call.etd - call.eta).total_seconds() / 7200
    latest_h = gate.closes_hours_before + half_stay_h
    earliest_h = max(latest_h, gate.opens_days_before * 24 + half_stay_h)
    return lognormal_between(
        streams.of("export stay", call.id),
        dwell.export_h * HOUR,
        dwell.export_spread,
        latest_h * HOUR,
        earliest_h * HOUR,
        call.load,
    )
