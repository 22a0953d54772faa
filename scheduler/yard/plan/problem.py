"""The yard problem of a case: how many boxes of which group come when, and what blocks have for them.

All boxes of a call are there at the same time, so that the ground of a block is only counted for each largest set of
calls that are there at once (a crowd), and its cranes for each stretch of time in which the same ships load (a rush).
Money is in the terminal's whole units, as floats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.errors import DermagaError
from data.exports import groups_of
from data.groups import Group
from data.plans import BerthPlan, ExpectedCall
from data.slots import Place
from data.terminal import YardBlock
from data.vessels import VesselCall
from data.yard import (
    Loading,
    bay_room,
    block_places,
    crane_rates,
    fits,
    gate_opens,
    has_plugs,
    import_share,
    kept_bays,
    loading_of,
    rehandles_a_box,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Ship:
    """A call that is planned, from the gate's opening for her until her boxes are loaded."""

    call: VesselCall
    expected: ExpectedCall
    opens: datetime
    loading: Loading | None

    @property
    def end(self) -> datetime:
        """When her boxes are loaded."""
        return self.expected.end


@dataclass(frozen=True)
class Wanted:
    """Boxes of a group of a ship, by the ship's place among the ships."""

    ship: int
    group: Group
    boxes: int

    @property
    def size(self) -> int:
        """20-foot bays that a bay of these boxes takes."""
        return 1 if self.group.length == 20 else 2


@dataclass(frozen=True)
class Rush:
    """A stretch of time in which the same ships load: its hours, and the share of her boxes that each loads in it."""

    hours: float
    shares: dict[int, float]


@dataclass(frozen=True)
class Standing:
    """Ground of a block that boxes stand on already, until they are loaded."""

    block: str
    ground: int
    end: datetime


@dataclass(frozen=True)
class YardProblem:
    """Blocks, ships and groups, with what must be counted.

    `spans` are the crowds that each ship is in. Arrays over blocks: `room` boxes in a bay, `rate` boxes an hour,
    `mixing` money for each box in a mixed bay. `free` (blocks, crowds) are 20-foot bays, `plugs` those of them that
    have plugs. `haul` (ships, blocks) is money a box. `fits` (groups, blocks) says where a group may stand, `plugged`
    (groups) which want plugs in a yard that has some.
    """

    case: Case
    start: datetime
    end: datetime
    import_share: float
    blocks: tuple[YardBlock, ...]
    ships: tuple[Ship, ...]
    wanted: tuple[Wanted, ...]
    standing: tuple[Standing, ...]
    crowds: tuple[frozenset[int], ...]
    spans: tuple[slice, ...]
    rushes: tuple[Rush, ...]
    room: Ints
    rate: Floats
    mixing: Floats
    free: Ints
    plugs: Ints
    haul: Floats
    fits: Bools
    plugged: Bools

    @property
    def bay_money(self) -> float:
        """What a 20-foot bay costs."""
        return float(self.case.terminal.costs.yard_bay)

    @property
    def work_money(self) -> float:
        """What an hour costs that a ship waits for the yard."""
        return float(self.case.terminal.costs.work_per_hour)

    @property
    def ashore_money(self) -> float:
        """What a box costs that has no room."""
        return float(self.case.terminal.costs.ashore_per_box)


@dataclass(frozen=True)
class Allotment:
    """What each group has in each block, as arrays (groups, blocks): bays of its own, boxes in them, mixed boxes."""

    bays: Ints
    boxes: Ints
    mixed: Ints

    @classmethod
    def nothing(cls, problem: YardProblem) -> "Allotment":
        """Nothing anywhere."""
        shape = len(problem.wanted), len(problem.blocks)
        return cls(*(np.zeros(shape, dtype=np.int64) for _ in range(3)))


def yard_problem(
    case: Case,
    *,
    start: datetime | None = None,
    days: float = 7,
    berth_plan: BerthPlan | None = None,
    share: float | None = None,
) -> YardProblem:
    """The problem of the calls that arrive in so many days from `start`, on the case's first day without it.

    Raises DermagaError where no yard crane works in any block, or no call arrives in that time.
    """
    begin = case.first_day if start is None else start
    end = begin + timedelta(days=days)
    kept = import_share(case, begin, end) if share is None else share
    served = {crane.block for crane in case.yard_cranes}
    blocks = tuple(block for block in case.yard_blocks if block.id in served)
    if not blocks:
        raise DermagaError(f"no yard crane of {case.name} works in a block; list some in its table yard_cranes")
    ships = tuple(_ships(case, begin, end, berth_plan))
    if not ships:
        raise DermagaError(
            f"no call arrives from {case.terminal.clock(begin)} to {case.terminal.clock(end)}; give another start, or "
            "more days"
        )
    standing = tuple(_standing(case, ships))
    crowds = _crowds(ships, grows=bool(standing))
    wanted = tuple(
        Wanted(number, group, boxes)
        for number, ship in enumerate(ships)
        for group, boxes in groups_of(case, ship.call).items()
    )
    rates, places = crane_rates(case), block_places(case)
    rehandle = case.terminal.costs.rehandle_per_box
    # Where reefers are plugged in counts if the yard says it anywhere, be it in a block without cranes.
    plugs = has_plugs(case.yard_blocks)
    return YardProblem(
        case=case,
        start=begin,
        end=end,
        import_share=kept,
        blocks=blocks,
        ships=ships,
        wanted=wanted,
        standing=standing,
        crowds=crowds,
        spans=tuple(_span(number, crowds) for number in range(len(ships))),
        rushes=tuple(_rushes(ships)),
        room=np.array([bay_room(block) for block in blocks]),
        rate=np.array([rates[block.id] for block in blocks]),
        mixing=np.array([rehandles_a_box(block) * rehandle for block in blocks]),
        free=np.array([_free(block, kept, crowds, ships, standing) for block in blocks], dtype=np.int64),
        plugs=np.array([_plugs(block, crowds, ships, standing) for block in blocks], dtype=np.int64),
        haul=np.array([[_haul(case, ship, places[block.id]) for block in blocks] for ship in ships]),
        fits=np.array(
            [[fits(block, each.size, each.group.kinds, plugs=plugs) for block in blocks] for each in wanted],
            dtype=np.bool_,
        ).reshape(len(wanted), len(blocks)),
        plugged=np.array([plugs and each.group.plug for each in wanted], dtype=np.bool_),
    )


def _ships(case: Case, start: datetime, end: datetime, berth_plan: BerthPlan | None) -> list[Ship]:
    berthed = {} if berth_plan is None else {entry.call: entry for entry in berth_plan.calls}
    ships = []
    for call in sorted(case.calls, key=lambda call: (call.eta, call.id)):
        if not start <= call.eta < end:
            continue
        entry = berthed.get(call.id)
        if entry is not None and entry.end > call.eta:
            first = max(entry.start, call.eta)
            expected = ExpectedCall(call=call.id, position_m=entry.position_m, start=first, end=entry.end)
        else:
            expected = ExpectedCall(call=call.id, position_m=call.preferred_position_m, start=call.eta, end=call.etd)
        loading = loading_of(case, call, expected.start, expected.end)
        ships.append(Ship(call, expected, gate_opens(case, call), loading))
    return ships


def _standing(case: Case, ships: Sequence[Ship]) -> list[Standing]:
    ends = {ship.call.id: ship.end for ship in ships}
    found = set()
    for box in case.containers:
        if box.place is not None:
            place = Place.of(box.place)
            end = ends.get(box.call, case.call_by_id[box.call].etd)
            found |= {Standing(place.block, ground, end) for ground in place.twenties}
    return sorted(found, key=lambda each: (each.block, each.ground, each.end))


def _crowds(ships: Sequence[Ship], grows: bool) -> tuple[frozenset[int], ...]:
    """The largest sets of ships whose boxes are in the yard at once, by time; where its free ground `grows`, all."""
    moments = sorted({ship.opens for ship in ships})
    there = [
        frozenset(number for number, ship in enumerate(ships) if ship.opens <= moment < ship.end) for moment in moments
    ]
    return tuple(
        crowd
        for place, crowd in enumerate(there)
        if grows
        or not any(crowd < other or (crowd == other and place > earlier) for earlier, other in enumerate(there))
    )


def _span(ship: int, crowds: Sequence[frozenset[int]]) -> slice:
    """The crowds of a ship follow each other."""
    places = [place for place, crowd in enumerate(crowds) if ship in crowd]
    return slice(places[0], places[-1] + 1)


def _rushes(ships: Sequence[Ship]) -> list[Rush]:
    loadings = [(number, ship.loading) for number, ship in enumerate(ships) if ship.loading is not None]
    edges = sorted({edge for _, loading in loadings for edge in (loading.start, loading.end)})
    rushes = []
    for begin, end in pairwise(edges):
        hours = (end - begin) / timedelta(hours=1)
        shares = {
            number: hours / loading.hours
            for number, loading in loadings
            if loading.start <= begin and end <= loading.end
        }
        if shares:
            rushes.append(Rush(hours, shares))
    return rushes


def _free(
    block: YardBlock,
    share: float,
    crowds: Sequence[frozenset[int]],
    ships: Sequence[Ship],
    standing: Sequence[Standing],
) -> list[int]:
    """20-foot bays of a block that each crowd may take: ground that boxes stand on is nobody's while they do."""
    most = block.bays - kept_bays(block, share)
    free = []
    for crowd in crowds:
        first = max(ships[ship].opens for ship in crowd)
        free.append(most - len({each.ground for each in standing if each.block == block.id and each.end > first}))
    return [max(0, bays) for bays in free]


def _plugs(
    block: YardBlock, crowds: Sequence[frozenset[int]], ships: Sequence[Ship], standing: Sequence[Standing]
) -> list[int]:
    """20-foot bays with plugs that each crowd may take."""
    taken = [each for each in standing if each.block == block.id and block.has_plugs(each.ground)]
    return [
        block.plug_bays - len({each.ground for each in taken if each.end > max(ships[ship].opens for ship in crowd)})
        for crowd in crowds
    ]


def _haul(case: Case, ship: Ship, place_m: float) -> float:
    position = ship.expected.position_m
    if position is None:
        return 0.0
    middle = position + case.ship_of(ship.call).loa_m / 2
    return abs(place_m - middle) / 1000 * case.terminal.costs.haul_per_km
