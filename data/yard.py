"""What a yard can hold and do: room in bays, where blocks stand, what its cranes move, and when boxes are there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from data.box_kinds import BoxKind
from data.case import Case
from data.terminal import YardBlock
from data.vessels import VesselCall

# Of the bays of a block, no more than so much is kept for boxes that ships bring, whatever their number.
MOST_FOR_IMPORT = 0.5


def bay_room(block: YardBlock) -> int:
    """Boxes of its length that a bay takes so that the lowest can be dug out: one stack less all but one of its tiers
    stays free.
    """
    return block.rows * block.tiers - (block.tiers - 1)


def twenties(bay: int) -> tuple[int, ...]:
    """The 20-foot bays that a bay covers: itself, or the two of a 40-foot bay."""
    return (bay,) if bay % 2 else (bay - 1, bay + 1)


def has_bay(block: YardBlock, bay: int) -> bool:
    """Whether a block has a bay of this number: 20-foot bays 1, 3, ... and 40-foot bays between two of them."""
    return min(twenties(bay)) >= 1 and max(twenties(bay)) <= 2 * block.bays - 1


def has_plugs(blocks: Iterable[YardBlock]) -> bool:
    """Whether the yard has plugs. Where it has none, nobody says where reefers are plugged in: they fit everywhere."""
    return any(block.plug_bays for block in blocks)


def fits(block: YardBlock, bay: int, kinds: Sequence[BoxKind], *, plugs: bool) -> bool:
    """Whether a box of these kinds is to stand in a bay: the block takes it, and a reefer has a plug.

    `plugs` says whether the yard has any.
    """
    return block.takes_all(kinds) and (not plugs or "reefer" not in kinds or block.has_plugs(bay))


def rehandles_a_box(block: YardBlock) -> float:
    """Rehandles expected for each box of a mixed bay that is filled to its room and emptied in random order.

    (h - 1) / 4 + (h + 2) / (16 w) for stacks h high and w stacks in a bay (Kim, Computers & Industrial Engineering 32,
    1997).
    """
    if block.tiers == 1:
        return 0.0
    height = bay_room(block) / block.rows
    return (height - 1) / 4 + (height + 2) / (16 * block.rows)


def crane_rates(case: Case) -> dict[str, float]:
    """Boxes an hour that the yard cranes of each block move; 0 where it has none."""
    rates = dict.fromkeys((block.id for block in case.yard_blocks), 0.0)
    for crane in case.yard_cranes:
        rates[crane.block] += 3600 / case.terminal.yard_work.move_s
    return rates


def block_places(case: Case) -> dict[str, float]:
    """Metres from the quay's zero mark to the middle of each block, along the quay.

    No case says where blocks stand, so that they are taken to stand evenly along the quay in the table's order.
    """
    width = case.terminal.quay.length_m / max(1, len(case.yard_blocks))
    return {block.id: (place + 0.5) * width for place, block in enumerate(case.yard_blocks)}


def gate_opens(case: Case, call: VesselCall) -> datetime:
    """From when on boxes for a call may come in."""
    return call.eta - timedelta(days=case.terminal.gate.opens_days_before)


@dataclass(frozen=True)
class Loading:
    """When a ship loads, and how many boxes an hour she asks of the yard meanwhile."""

    start: datetime
    end: datetime
    boxes_an_hour: float

    @property
    def hours(self) -> float:
        """How long she loads."""
        return (self.end - self.start) / timedelta(hours=1)


def loading_of(case: Case, call: VesselCall, start: datetime, end: datetime) -> Loading | None:
    """The loading of a ship that lies alongside from `start` to `end`; None where she loads nothing.

    She is worked at an even pace between mooring and unmooring, and discharged before she is loaded. A stay that is
    too short for mooring is work from its first to its last minute.
    """
    if not call.load:
        return None
    quay = case.terminal.quay
    first, last = start + timedelta(minutes=quay.mooring_min), end - timedelta(minutes=quay.unmooring_min)
    if last <= first:
        first, last = start, end
    hours = (last - first) / timedelta(hours=1)
    return Loading(last - (last - first) * (call.load / call.moves), last, call.moves / hours)


def import_share(case: Case, start: datetime, end: datetime) -> float:
    """The share of the yard's bays that boxes from ships need, by the calls that arrive from `start` and before `end`.

    By Little's law, boxes that come in an hour times the hours that they stay; in 20-foot boxes against the room of all
    bays. At most half.
    """
    room = sum(block.bays * bay_room(block) for block in case.yard_blocks)
    boxes = sum(call.discharge for call in case.calls if start <= call.eta < end)
    hours = (end - start) / timedelta(hours=1)
    teu = boxes * (1 + case.terminal.cargo.forty_foot_share) / hours * case.terminal.dwell.import_h
    return round(min(MOST_FOR_IMPORT, teu / room), 4) if room else 0.0


def kept_bays(block: YardBlock, share: float) -> int:
    """How many 20-foot bays of a block are kept free for boxes from ships."""
    return ceil(share * block.bays - 1e-9)


# A 20-foot bay with the gap to the next, a row with its gap, and the way of trucks beside a block, in metres.
_BAY_M, _ROW_M, _LANE_M = 6.5, 2.9, 7.0


@dataclass(frozen=True)
class Ground:
    """The ground that a block takes: low end along the quay, way from the quay's edge, and size, in metres."""

    x_m: float
    y_m: float
    width_m: float
    length_m: float


def block_grounds(case: Case) -> dict[str, Ground]:
    """Where blocks are drawn, to scale: across the quay, their middles as `block_places` has them.

    Where they do not fit side by side they stand behind one another, by turns.
    """
    blocks, places = case.yard_blocks, block_places(case)
    if not blocks:
        return {}
    widest = max(block.rows for block in blocks) * _ROW_M + _LANE_M
    longest = max(block.bays for block in blocks) * _BAY_M
    lines = ceil(len(blocks) * widest / case.terminal.quay.length_m)
    found = {}
    for number, block in enumerate(blocks):
        width = block.rows * _ROW_M
        away = 4 * _LANE_M + (number % lines) * (longest + 2 * _LANE_M)
        found[block.id] = Ground(
            round(places[block.id] - width / 2, 1), round(away, 1), round(width, 1), round(block.bays * _BAY_M, 1)
        )
    return found
