"""A yard under a yard plan, hour by hour: what stands in each bay, what comes and leaves, and what cranes have to do.

Boxes of a reservation come as trucks bring them (`yard_arrivals`), and leave at an even pace while their ship loads
(`loading_of`). Boxes that the case lists with a place stand there from the start, and leave from the top of the stacks
down. Boxes that ships bring are not planned: a share of each block is kept free for them, and how many are expected in
the whole yard is counted beside it (`ShipBoxes`). Ships outside of the plan's
time are not known, so that before it begins and near its end less stands in the picture than in the yard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import numpy as np
import numpy.typing as npt

from data.cargo import Container
from data.case import Case
from data.errors import DermagaError
from data.groups import Group
from data.plans import YardPlan
from data.slots import Place
from data.terminal import YardBlock
from data.yard import bay_room, crane_rates, gate_opens, kept_bays, loading_of, rehandles_a_box, twenties
from data.yard_arrivals import TruckArrivals, lognormal

Counts = npt.NDArray[np.int32]
Figures = npt.NDArray[np.float64]
_HOUR = timedelta(hours=1)
# Of the tables of boxes that have come and left: 160 MB.
_MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Lot:
    """Boxes of a bay that come and leave alike: those of a reservation, or one that the case lists there (`box`)."""

    block: str
    bay: int
    call: str
    group: Group
    boxes: int
    start: datetime | None  # from when on the bay is kept; None of a box that stands there
    end: datetime
    mixed: bool = False
    box: Container | None = None

    @property
    def teu(self) -> int:
        """TEU of one of its boxes."""
        return self.group.length // 20


@dataclass(frozen=True)
class BlockHours:
    """A block hour by hour, each array with a number for each hour; `there` and `kept` are those at its beginning."""

    teu: Counts
    kept_bays: Counts  # 20-foot bays kept for boxes to load, or with boxes that stand there
    reefer_teu: Counts
    moves: Figures  # of its yard cranes: boxes that come, boxes that leave, and rehandles expected of mixed bays


class YardHours:
    """The yard of a case under a plan. `start` is a whole hour of the terminal's clock, `hours` how many follow.

    What names no block or call of the case is left out. Raises DermagaError for a plan of too many hours and bays.
    """

    def __init__(self, case: Case, plan: YardPlan) -> None:
        self.case, self.plan = case, plan
        bays = {block.id: 2 * block.bays - 1 for block in case.yard_blocks}
        self.lots = tuple(
            lot
            for lot in (*_reserved(plan), *_standing(case, plan))
            if max(twenties(lot.bay)) <= bays.get(lot.block, 0) and lot.call in case.call_by_id
        )
        calls = [case.call_by_id[entry.call] for entry in plan.calls if entry.call in case.call_by_id]
        first = min([plan.start, *(gate_opens(case, call) for call in calls)])
        last = max([plan.end, *(entry.end for entry in plan.calls)])
        self.start = case.terminal.local(first).replace(minute=0, second=0, microsecond=0)
        self.hours = max(1, ceil((last - self.start) / _HOUR))
        if self.hours * len(self.lots) > _MOST_CELLS:
            raise DermagaError(
                f"{len(self.lots):,} reservations over {self.hours:,} hours are too many to show hour by hour: make "
                "a yard plan of fewer days"
            )
        self.come, self.left = self._counts()

    @property
    def whole(self) -> tuple[datetime, datetime] | None:
        """The time in which no boxes of ships before or after the plan's are missing; None where there is none."""
        end = self.plan.end - timedelta(days=self.case.terminal.gate.opens_days_before)
        return (self.plan.start, end) if end > self.plan.start else None

    def hour_of(self, moment: datetime) -> int:
        """The number of the hour in which a moment lies: the first or the last for one outside."""
        return min(self.hours - 1, max(0, (moment - self.start) // _HOUR))

    def moment(self, hour: int) -> datetime:
        """When an hour begins."""
        return self.case.terminal.local(self.start + hour * _HOUR)

    def there(self, hour: int) -> Counts:
        """Boxes of each lot at the beginning of an hour."""
        return self.come[:, hour] - self.left[:, hour]

    def by_block(self) -> dict[str, BlockHours]:
        """Every block hour by hour."""
        rows: dict[str, list[int]] = {block.id: [] for block in self.case.yard_blocks}
        for row, lot in enumerate(self.lots):
            rows[lot.block].append(row)
        return {block.id: self._of_block(block, rows[block.id]) for block in self.case.yard_blocks}

    def _of_block(self, block: YardBlock, rows: list[int]) -> BlockHours:
        hours = self.hours
        lots = [self.lots[row] for row in rows]
        teu = np.array([lot.teu for lot in lots], dtype=np.int32)
        reefer = np.array([lot.teu if lot.group.plug else 0 for lot in lots], dtype=np.int32)
        again = np.array([rehandles_a_box(block) if lot.mixed else 0.0 for lot in lots])
        come, left = self.come[rows], self.left[rows]
        there = (come - left)[:, :hours]
        kept = np.zeros((block.bays, hours), dtype=bool)
        for row, lot in enumerate(lots):
            if lot.start is None:
                during = there[row] > 0
            else:
                first, last = ((edge - self.start) / _HOUR for edge in (lot.start, lot.end))
                during = (np.arange(hours) >= int(first)) & (np.arange(hours) < last)
            for bay in twenties(lot.bay):
                kept[(bay - 1) // 2] |= during
        return BlockHours(
            teu=teu @ there,
            kept_bays=kept.sum(axis=0),
            reefer_teu=reefer @ there,
            moves=np.diff(come, axis=1).sum(axis=0) + (1 + again) @ np.diff(left, axis=1),
        )

    def _counts(self) -> tuple[Counts, Counts]:
        """Boxes of each lot that have come, and that have left, by the beginning of each hour, and by the end."""
        moments = [self.start + hour * _HOUR for hour in range(self.hours + 1)]
        trucks = TruckArrivals(self.case, moments)
        left = self._loaded(np.arange(self.hours + 1, dtype=float))
        shape = len(self.lots), self.hours + 1
        come_by, left_by = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
        turns = _turns(self.lots)
        for row, lot in enumerate(self.lots):
            gone = left[lot.call]
            if lot.box is not None:
                come_by[row] = 1
                left_by[row] = gone >= turns[row]
                continue
            come = trucks.come(self.case.call_by_id[lot.call], lot.group)
            # Whoever comes after the last box is loaded is not waited for; to the eye, it is there by then.
            come_by[row] = np.floor(lot.boxes * np.maximum(come, gone) + 0.5)
            left_by[row] = np.floor(lot.boxes * gone + 0.5)
        return come_by, left_by

    def _loaded(self, hours: Figures) -> dict[str, Figures]:
        """The share of each call's boxes that is loaded by each moment."""
        times = {entry.call: (entry.start, entry.end) for entry in self.plan.calls}
        found = {}
        for name in {lot.call for lot in self.lots}:
            call = self.case.call_by_id[name]
            start, end = times.get(name, (call.eta, call.etd))
            loading = loading_of(self.case, call, start, end)
            first, last = (start, end) if loading is None else (loading.start, loading.end)
            from_h, to_h = ((edge - self.start) / _HOUR for edge in (first, last))
            found[name] = np.clip((hours - from_h) / max(1e-6, to_h - from_h), 0.0, 1.0)
        return found


@dataclass(frozen=True)
class ShipBoxes:
    """Boxes that the ships of a plan bring: no block has them, but room is kept free for them."""

    teu: Figures  # expected in the yard at the beginning of each hour
    kept_teu: int


def ship_boxes(yard: YardHours) -> ShipBoxes:
    """What ships have brought and nobody has fetched yet, in the mean.

    They are discharged at an even pace before their ships load, and stay as `dwell` says of boxes from ships.
    """
    case, dwell = yard.case, yard.case.terminal.dwell
    edges = np.arange(yard.hours + 1, dtype=float)
    come = np.zeros(yard.hours)
    for entry in yard.plan.calls:
        call = case.call_by_id.get(entry.call)
        if call is None:
            continue
        loading = loading_of(case, call, entry.start, entry.end)
        until = entry.end if loading is None else loading.start
        first, last = ((edge - yard.start) / _HOUR for edge in (entry.start, until))
        done = np.clip((edges - first) / max(1e-6, last - first), 0.0, 1.0)
        come += call.discharge * (1 + case.terminal.cargo.forty_foot_share) * np.diff(done)
    stays = [1 - lognormal(hour + 0.5, dwell.import_h, dwell.import_spread) for hour in range(yard.hours)]
    there = np.concatenate(([0.0], np.convolve(come, stays)[: yard.hours - 1]))
    kept = sum(kept_bays(block, yard.plan.import_share) * bay_room(block) for block in case.yard_blocks)
    return ShipBoxes(there, kept)


def _reserved(plan: YardPlan) -> Iterable[Lot]:
    for row in plan.reservations:
        yield Lot(row.block, row.bay, row.call, row.group, row.boxes, row.start, row.end, row.mixed)


def _standing(case: Case, plan: YardPlan) -> Iterable[Lot]:
    ends = {entry.call: entry.end for entry in plan.calls}
    for box in case.containers:
        if box.place is not None:
            place = Place.of(box.place)
            end = ends.get(box.call, case.call_by_id[box.call].etd)
            yield Lot(place.block, place.bay, box.call, Group.of(box), 1, None, end, box=box)


def _turns(lots: Iterable[Lot]) -> dict[int, float]:
    """The share of the call's loading at which each listed box leaves: those on top first."""
    by_call: dict[str, list[tuple[int, str, int]]] = {}
    for row, lot in enumerate(lots):
        if lot.box is not None and lot.box.place is not None:
            by_call.setdefault(lot.call, []).append((-Place.of(lot.box.place).tier, lot.box.place, row))
    return {
        row: (turn + 1) / len(boxes) for boxes in by_call.values() for turn, (_, _, row) in enumerate(sorted(boxes))
    }


@dataclass(frozen=True)
class YardFigures:
    """Key figures of a yard plan. Shares are of the blocks with a yard crane, within the plan's time."""

    occupancy: float  # TEU hours of boxes to load over the capacity's
    peak: float
    peak_at: datetime
    rehandles: float  # expected of boxes in mixed bays
    plug_peak_teu: int  # places with plugs that are used at most at once
    plug_places: int
    stay_h: float | None  # mean stay of boxes that are planned; None where there are none
    boxes: int
    unplaced: int


def figures_of(yard: YardHours, by_block: dict[str, BlockHours]) -> YardFigures:
    """The key figures of a yard under its plan."""
    case, plan, rates = yard.case, yard.plan, crane_rates(yard.case)
    blocks = [block for block in case.yard_blocks if rates[block.id]] or list(case.yard_blocks)
    capacity = max(1, sum(block.capacity_teu for block in blocks))
    first = yard.hour_of(plan.start)
    last = max(first + 1, yard.hour_of(plan.end - timedelta(seconds=1)) + 1)
    zero = np.zeros(yard.hours, dtype=np.int32)
    teu = sum((by_block[block.id].teu for block in blocks), zero)[first:last]
    reefers = sum((hours.reefer_teu for hours in by_block.values()), zero)[first:last]
    mixed = {block.id: rehandles_a_box(block) for block in case.yard_blocks}
    planned = [row for row, lot in enumerate(yard.lots) if lot.box is None]
    boxes = sum(yard.lots[row].boxes for row in planned)
    return YardFigures(
        occupancy=float(teu.mean() / capacity),
        peak=float(teu.max() / capacity),
        peak_at=yard.moment(first + int(teu.argmax())),
        rehandles=sum(mixed[lot.block] * lot.boxes for lot in yard.lots if lot.mixed),
        plug_peak_teu=int(reefers.max()),
        plug_places=sum(block.plug_bays * block.rows * block.tiers for block in case.yard_blocks),
        stay_h=float((yard.come[planned] - yard.left[planned]).sum() / boxes) if boxes else None,
        boxes=boxes,
        unplaced=sum(row.boxes for row in plan.unplaced),
    )
