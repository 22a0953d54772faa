"""What is seen of a recorded run on a drawing of the terminal: ships, quay cranes, tractors, yard and trucks.

A trace is small where a record is whole: a row has only what a drawing needs, minutes of the run to a tenth, and places
in lists instead of names. See `Trace` for what stands where.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from simulations.records import (
    CRANE_DOWN,
    CRANE_JOINED,
    CRANE_LEFT,
    CRANE_UP,
    DISCHARGE_END,
    DISCHARGE_START,
    FETCH_END,
    GATE_IN_END,
    GATE_IN_QUEUE,
    GATE_OUT_END,
    IN_YARD,
    LOAD_END,
    LOAD_START,
    STACK_END,
    TRACTOR_ASSIGNED,
    TRACTOR_AT_BLOCK,
    TRACTOR_BESIDE,
    TRACTOR_FREE,
    Event,
)
from simulations.terminal import SimulatedTerminal
from simulations.visit import Visit

# Minutes between two looks at the yard and at the trucks.
EVERY_MIN = 15.0

Row = tuple[float | int | None, ...]
_DISCHARGE, _LOAD = 0, 1
_NOBODY = -1


@dataclass(frozen=True)
class TracedShip:
    """A ship of a trace. Minutes are those of the run, and None for what does not happen until the trace ends."""

    call: str
    vessel: str
    loa_m: float
    position_m: float | None
    arrived: float
    first_line: float | None
    last_line: float | None


@dataclass(frozen=True)
class Trace:
    """A stretch of a recorded run, from minute `begin` to `end`.

    - `at_ship`: a quay crane at a ship: crane, ship, from, to
    - `lifts`: crane, from, to, 0 where it discharges and 1 where it loads
    - `down`: crane, from, to
    - `trips`: a tractor's task: tractor, ship, from, at the block, at the ship (None where it discharges), free, block
    - `teu`: of each block what stands in it, every 15 minutes
    - `trucks`: those inside the gate, and those that queue before it on the way in, every 15 minutes
    """

    begin: float
    end: float
    cranes: list[str]
    tractors: list[str]
    blocks: list[str]
    capacity_teu: list[int]
    ships: list[TracedShip]
    at_ship: list[Row]
    lifts: list[Row]
    down: list[Row]
    trips: list[Row]
    teu: list[list[int]]
    trucks: list[list[int]]


def traced(terminal: SimulatedTerminal, begin: float, end: float) -> Trace:
    """The trace of a recorded run between two of its minutes, which may lie before its own end."""
    happened = sorted(terminal.recorder.events or [], key=lambda event: event[0])
    visits = [visit for visit in terminal.visits if visit.arrival < end and not _known(visit.last_line) < begin]
    ships = {visit.call.id: place for place, visit in enumerate(visits)}
    cranes = [crane.id for crane in terminal.case.quay_cranes]
    tractors = _machines(happened, TRACTOR_ASSIGNED)
    blocks = terminal.case.yard_blocks
    names = [block.id for block in blocks]
    places = np.arange(begin, end + 1e-6, EVERY_MIN)
    return Trace(
        begin=begin,
        end=end,
        cranes=cranes,
        tractors=tractors,
        blocks=names,
        capacity_teu=[block.capacity_teu for block in blocks],
        ships=[_ship(visit, terminal, end) for visit in visits],
        at_ship=_spans(happened, CRANE_JOINED, CRANE_LEFT, cranes, begin, end, ships),
        lifts=sorted(
            (*row, kind)
            for kind, starts, ends in ((_DISCHARGE, DISCHARGE_START, DISCHARGE_END), (_LOAD, LOAD_START, LOAD_END))
            for row in _spans(happened, starts, ends, cranes, begin, end)
        ),
        down=_spans(happened, CRANE_DOWN, CRANE_UP, cranes, begin, end),
        trips=_trips(happened, tractors, names, ships, begin, end),
        teu=_yard(terminal, happened, names, places),
        trucks=[
            _count(happened, GATE_IN_END, GATE_OUT_END, places),
            _count(happened, GATE_IN_QUEUE, GATE_IN_END, places),
        ],
    )


def _known(minute: float) -> float:
    return float("inf") if isnan(minute) else minute


def _tenth(minute: float) -> float:
    return round(minute, 1)


def _ship(visit: Visit, terminal: SimulatedTerminal, end: float) -> TracedShip:
    first, last = _known(visit.first_line), _known(visit.last_line)
    return TracedShip(
        call=visit.call.id,
        vessel=terminal.case.vessel_by_id[visit.call.vessel].name,
        loa_m=visit.loa_m,
        position_m=round(visit.position_m, 1) if first < end else None,
        arrived=_tenth(visit.arrival),
        first_line=_tenth(first) if first < end else None,
        last_line=_tenth(last) if last < end else None,
    )


def _machines(happened: Iterable[Event], event: str) -> list[str]:
    """Each machine of an event once, by the number in its name where it has one."""
    names = {machine for _, name, _, _, machine, _ in happened if name == event}
    return sorted(names, key=lambda name: (len(name), name))


def _spans(
    happened: Iterable[Event],
    starts: str,
    ends: str,
    machines: Sequence[str],
    begin: float,
    end: float,
    ships: dict[str, int] | None = None,
) -> list[Row]:
    """From one event of a machine to the next that ends it: machine, the ship where `ships` are given, from, to."""
    place = {name: at for at, name in enumerate(machines)}
    open_: dict[str, tuple[float, str]] = {}
    found: list[Row] = []

    def close(machine: str, until: float) -> None:
        since, call = open_.pop(machine)
        if until > begin and since < end and machine in place and (ships is None or call in ships):
            ship = () if ships is None else (ships[call],)
            found.append((place[machine], *ship, _tenth(max(since, begin)), _tenth(min(until, end))))

    for minute, name, call, _, machine, _ in happened:
        if name == starts and machine not in open_:
            open_[machine] = (minute, call)
        elif name == ends and machine in open_:
            close(machine, minute)
    for machine in list(open_):
        close(machine, end)
    return found


def _trips(
    happened: Iterable[Event],
    tractors: Sequence[str],
    blocks: Sequence[str],
    ships: dict[str, int],
    begin: float,
    end: float,
) -> list[Row]:
    """The tasks of tractors that have been at a block: see `Trace.trips`."""
    place = {name: at for at, name in enumerate(tractors)}
    block_at = {name: at for at, name in enumerate(blocks)}
    open_: dict[str, tuple[float, str]] = {}
    at_block: dict[str, tuple[float, str]] = {}
    beside: dict[str, float] = {}
    found: list[Row] = []
    for minute, name, call, _, machine, where in happened:
        if name == TRACTOR_ASSIGNED:
            open_[machine] = (minute, call)
        elif name == TRACTOR_AT_BLOCK:
            at_block[machine] = (minute, where)
        elif name == TRACTOR_BESIDE:
            beside[machine] = minute
        elif name == TRACTOR_FREE and machine in open_:
            (since, ship), came = open_.pop(machine), at_block.pop(machine, None)
            there = beside.pop(machine, None)
            if came is None or minute <= begin or since >= end or came[1] not in block_at:
                continue
            found.append(
                (
                    place[machine],
                    ships.get(ship, _NOBODY),
                    _tenth(since),
                    _tenth(came[0]),
                    None if there is None else _tenth(there),
                    _tenth(minute),
                    block_at[came[1]],
                )
            )
    return found


def _yard(
    terminal: SimulatedTerminal, happened: Iterable[Event], blocks: Sequence[str], places: NDArray[np.float64]
) -> list[list[int]]:
    signs = {IN_YARD: 1, STACK_END: 1, FETCH_END: -1}
    teu = {(box.visit.call.id, box.number): box.teu for box in terminal.recorder.recorded_boxes or []}
    changes: dict[str, list[tuple[float, int]]] = {name: [] for name in blocks}
    for minute, name, call, number, _, block in happened:
        if (sign := signs.get(name)) is not None and block in changes:
            changes[block].append((minute, sign * teu.get((call, number), 1)))
    return [_running(changes[name], places) for name in blocks]


def _count(happened: Iterable[Event], comes: str, goes: str, places: NDArray[np.float64]) -> list[int]:
    signs = {comes: 1, goes: -1}
    return _running([(event[0], signs[event[1]]) for event in happened if event[1] in signs], places)


def _running(changes: Sequence[tuple[float, int]], places: NDArray[np.float64]) -> list[int]:
    """A number that begins with 0 and changes, at each of these minutes."""
    minutes = np.array([minute for minute, _ in changes])
    sums = np.concatenate(([0], np.cumsum([change for _, change in changes], dtype=np.int64)))
    return [int(each) for each in sums[np.searchsorted(minutes, places, side="right")]]
