"""The boxes of a call: size, and how long each handling will take, drawn before anything moves.

Discharged boxes are collected by truck and boxes to load are brought by truck, one box a truck; `parts.transhipment`
has those that go from ship to ship, `parts.flows` what flow each box belongs to and how long it stays.
"""

from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.vessels import VesselCall
from simulations.parts.controls import controls_of
from simulations.parts.flows import brought_before, collected_after, flows_of, kinds_of, laden_of
from simulations.streams import Streams
from simulations.visit import Box, Visit


def boxes_of(case: Case, visit: Visit, streams: Streams, staying_min: float = 0) -> list[Box]:
    """The boxes of a call: first those that it discharges, then those that it loads.

    With `staying_min`, only those that stay for longer; the others are not made.
    """
    call, terminal = visit.call, case.terminal
    size, discharged = call.moves, call.discharge
    work, yard, gate = terminal.crane_work, terminal.yard_work, terminal.gate
    number = np.arange(size)
    laden = laden_of(call)
    flows = flows_of(case, streams, call, laden)
    stay = np.concatenate(
        (
            collected_after(case, streams, call, flows[:discharged]),
            brought_before(case, streams, call, flows[discharged:]),
        )
    )
    controls = controls_of(case, streams, call, flows)
    columns: tuple[NDArray[Any], ...] = (
        number,
        number >= discharged,
        laden,
        flows,
        kinds_of(case, streams, call, laden),
        _teu(case, streams, call),
        streams.gamma("lift", call.id, work.cycle_s / 60, work.cycle_spread, size),
        streams.gamma("yard move at the ship's side", call.id, yard.move_s / 60, yard.move_spread, size),
        streams.gamma("yard move at the truck's side", call.id, yard.move_s / 60, yard.move_spread, size),
        # The time of a truck in a lane has no source: exponential, the usual assumption.
        streams.gamma("gate in", call.id, gate.service_min, 1.0, size),
        streams.gamma("gate out", call.id, gate.service_min, 1.0, size),
        stay,
    )
    if staying_min > 0:
        staying = (stay if controls is None else np.maximum(stay, controls.least_stay)) > staying_min
        columns = tuple(column[staying] for column in columns)
    boxes = list(map(Box, repeat(visit), *(column.tolist() for column in columns)))
    if controls is not None:
        for box in boxes:
            box.control = controls.of(box)
    return boxes


def _teu(case: Case, streams: Streams, call: VesselCall) -> NDArray[np.int64]:
    """TEU of each box of a call; shape (boxes,)."""
    share = case.terminal.cargo.forty_foot_share
    if not share:
        return np.ones(call.moves, dtype=np.int64)
    return 1 + (streams.of("forty-foot", call.id).random(call.moves) < share)
