"""When everything happens: the lifts in the order of the crane schedule, each as early as all that it needs allows.

A lift waits for its crane, for the tasks before it, for cranes in its way, and for a tractor, with its box where it
loads one. The tractor waits for the yard crane, which may have to move other boxes first. Lifts are taken in the order
in which the crane schedule begins them, so that nothing can wait for itself; yard cranes fill gaps that earlier ones
left.

Seconds count from the start of the plan.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import pairwise

from data.boxes import CallBoxes
from data.cargo import Container
from data.case import Case
from data.errors import DermagaError
from data.plans import QUAY, TRACTOR, Carried, Lift, YardKind, YardMove
from data.slots import Place
from data.yard import block_places
from scheduler.loading.crane_times import CraneTime
from scheduler.loading.import_piles import ImportPiles
from scheduler.loading.work import BayTask, Move
from scheduler.loading.yard_stacks import in_yard
from scheduler.yard.ordering import put_in_order
from scheduler.yard.piles import Ground, Piles, grounds

# A box may be fetched so many seconds earlier than its lift needs it.
_AHEAD_S = 900
# Seconds that a discharged box may wait for the crane of a block from which the ship takes nothing.
_APART_S = 120


@dataclass
class _YardCrane:
    """A yard crane and its moves so far: from, to, and the bays where each begins and ends."""

    name: str
    moves: list[tuple[int, int, int, int]] = field(default_factory=list)

    def gap(self, ready: int, seconds: int, begins: int, ends: int, bay_s: float) -> int:
        """The earliest moment from `ready` on at which it can begin a move, its way before and after included."""

        def way(one: int, other: int) -> int:
            return -int(-bay_s * abs(one - other) // 2)

        if not self.moves:
            return ready
        last = self.moves[-1]
        if ready >= last[0]:
            return max(ready, last[1] + way(last[3], begins))
        first = self.moves[0]
        if ready + seconds + way(ends, first[2]) <= first[0]:
            return ready
        for before, after in pairwise(self.moves):
            if after[0] <= ready:
                continue
            start = max(ready, before[1] + way(before[3], begins))
            if start + seconds + way(ends, after[2]) <= after[0]:
                return start
        return max(ready, last[1] + way(last[3], begins))


class Timetable:
    """The moves of a plan, made one lift after the other."""

    def __init__(
        self,
        case: Case,
        start: datetime,
        cranes: Sequence[CraneTime],
        tractors: int,
        boxes: CallBoxes,
        leaves: Mapping[str, float],
        bay_place: Mapping[int, int],
    ) -> None:
        self._case, self._start = case, start
        self._cranes = cranes
        self._bay_place = bay_place
        kinds = {box.id: box.kinds for box in (*case.containers, *boxes.by_number.values())}
        self._piles = Piles(case.yard_blocks, in_yard(case, boxes), leaves, kinds)
        self._import_piles = ImportPiles(case.yard_blocks, self._piles)
        self._block_m = block_places(case)
        self._pile_free: dict[Ground, int] = {}
        self._yard_cranes: dict[str, list[_YardCrane]] = {block.id: [] for block in case.yard_blocks}
        for crane in case.yard_cranes:
            self._yard_cranes[crane.block].append(_YardCrane(crane.id))
        self._ships = {place.block for box, place in self._piles.place_of.items() if box in leaves}
        self._tractors = [0] * tractors
        heapify(self._tractors)
        # A tractor that brought the load of a dual cycle takes the box of its discharge: when it may, by crane.
        self._staying: dict[int, int] = {}
        self._free = [0] * len(cranes)
        self._last_place: list[int | None] = [None] * len(cranes)
        self._ends: list[dict[int, int]] = [{} for _ in cranes]
        work = case.terminal
        self._move_s = round(work.yard_work.move_s)
        self._bay_s = work.yard_work.bay_travel_s
        self._drive_s = round(work.tractors.quay_to_yard_m / (work.tractors.speed_km_h / 3.6))
        self._speed = work.crane_work.travel_m_min / 6  # decimetres a second
        self._clearance = round(10 * work.crane_work.clearance_m)
        self.lifts: list[Lift] = []
        self.yard_moves: list[YardMove] = []
        self.finish = 0

    def put_yard_in_order(self, leaves: Mapping[str, float]) -> None:
        """Pre-marshal the blocks: boxes are put in order by the yard cranes just before the plan's start."""
        moves: dict[str, list[tuple[str, Place, Place]]] = {}
        for box, place, target in put_in_order(self._piles, leaves):
            self._import_piles.left(place)
            moves.setdefault(place.block, []).append((box, place, target))
        for block, todo in moves.items():
            crane = self._yard_cranes[block][0]
            begins = 0
            times = []
            # Backwards from the start, so that the last one ends there.
            following: Place | None = None
            for _, place, target in reversed(todo):
                begins -= self._move_s + (0 if following is None else self._bay_way(target.bay, following.bay))
                times.append(begins)
                following = place
            for (box, place, target), start in zip(todo, reversed(times), strict=True):
                crane.moves.append((start, start + self._move_s, place.bay, target.bay))
                self._note(crane, "premarshal", box, str(place), str(target), start)

    def _bay_way(self, one: int, other: int) -> int:
        return -int(-self._bay_s * abs(one - other) // 2)

    def run(
        self, tasks: Sequence[BayTask], starts: Sequence[int], given: Sequence[int], slots: Mapping[str, Container]
    ) -> None:
        """Give every lift its time: tasks begin in the schedule at `starts` and are done by the cranes `given`."""
        order = []
        for place, task in enumerate(tasks):
            begins = starts[place]
            for turn, move in enumerate(task.moves):
                # Of boxes that leave at once, one that stands on another goes first.
                tiers = [-self._tier(slots[slot].id) for slot in move.slots] if move.kind == "load" else [0]
                order.append((begins, min(tiers), given[place], place, turn))
                begins += move.seconds
        ended = [0] * len(tasks)
        for _, _, crane, place, turn in sorted(order):
            task = tasks[place]
            earliest = max((ended[before] for before in task.after), default=0)
            following = task.moves[turn + 1] if turn + 1 < len(task.moves) else None
            partner = following if following is not None and following.dual else None
            ended[place] = max(ended[place], self._lift(crane, task.moves[turn], partner, earliest, slots))
        self.finish = max(ended, default=0)

    def _lift(self, crane: int, move: Move, partner: Move | None, earliest: int, slots: Mapping[str, Container]) -> int:
        """Give a lift its time: it begins where its dual partner can follow at once. The moment at which it ends."""
        place = self._bay_place[move.bay]
        start = max(earliest, self._free[crane] + self._way(self._last_place[crane], place))
        together = move.seconds + (partner.seconds if partner is not None else 0)
        takes_along = partner is not None and partner.kind == "discharge"
        start = self._past_neighbours(crane, place, start)
        start = self._cranes[crane].fit(start, together)
        boxes = [slots[slot].id for slot in move.slots] if move.on else list(move.boxes)
        carried: list[Carried] = []
        if move.kind == "load":
            start = self._fetch(boxes, start)
        elif move.kind == "discharge":
            start = max(start, self._staying.pop(crane) if move.dual else heappop(self._tractors))
        elif takes_along:
            start = max(start, heappop(self._tractors) - move.seconds)
        start = self._past_neighbours(crane, place, start)
        start = self._cranes[crane].fit(start, together)
        end = start + move.seconds
        if move.dual and start != self._free[crane]:
            # Its partner has ended before: it has a cycle of its own.
            move = replace(move, dual=False, seconds=self._case.terminal.crane_work.lift_s(1))
            start = self._cranes[crane].fit(start, move.seconds)
            end = start + move.seconds
        for box, slot in zip(boxes, move.slots, strict=True):
            ashore = TRACTOR if move.kind in ("load", "discharge") else QUAY
            origin, target = (ashore, slot) if move.on else (slot, ashore)
            carried.append(Carried.model_construct(box=box, origin=origin, target=target))
        if takes_along:
            self._staying[crane] = end
        elif move.kind == "load":
            heappush(self._tractors, end)
        elif move.kind == "discharge":
            heappush(self._tractors, self._stack(boxes, move, end) + self._drive_s)
        self._free[crane], self._last_place[crane] = end, place
        self._ends[crane][place] = end
        self.lifts.append(
            Lift.model_construct(
                crane=self._cranes[crane].name, kind=move.kind, bay=move.bay, cover=move.cover, boxes=tuple(carried),
                start=self._at(start), end=self._at(end), dual=move.dual,
            )
        )  # fmt: skip
        return end

    def _tier(self, box: str) -> int:
        """The tier in which a box stands in the yard, 0 where it does not."""
        place = self._piles.place_of.get(box)
        return 0 if place is None else place.tier

    def _at(self, second: int) -> datetime:
        return self._start + timedelta(seconds=second)

    def _way(self, one: int | None, other: int) -> int:
        if one is None or not self._speed:
            return 0
        return -int(-abs(one - other) // self._speed)

    def _past_neighbours(self, crane: int, place: int, start: int) -> int:
        """The moment from which on no other crane is in the way."""
        for other, ends in enumerate(self._ends):
            if other == crane:
                continue
            for there, end in ends.items():
                low, high = (place, there) if crane < other else (there, place)
                near = low - high + self._clearance * abs(crane - other)
                if near > 0:
                    start = max(start, end + (-int(-near // self._speed) if self._speed else 0))
        return start

    def _fetch(self, boxes: Sequence[str], start: int) -> int:
        """Bring boxes from the yard on one tractor; the moment at which the lift can begin."""
        tractor = heappop(self._tractors)
        there = tractor + self._drive_s
        ready = start
        # One of the two may stand on the other.
        for box in sorted(boxes, key=self._tier, reverse=True):
            if box not in self._piles.place_of:
                continue
            place = self._piles.place_of[box]
            wanted = start - self._drive_s - self._move_s - _AHEAD_S
            fetched = self._retrieve(box, place, max(0, wanted), there)
            there = fetched
            ready = max(ready, fetched + self._drive_s)
        return max(ready, tractor)

    def _retrieve(self, box: str, place: Place, wanted: int, tractor: int) -> int:
        """Fetch a box out of its pile, moving those above it first; the moment at which it is on the tractor."""
        for other in self._piles.above(box):
            self._move_away(other, max(0, wanted - self._move_s), frozenset(grounds(place)))
        crane, start = self._yard_move(place.block, max(wanted, tractor), place.bay, place.bay, grounds(place))
        self._piles.take(box)
        self._import_piles.left(place)
        self._note(crane, "retrieve", box, str(place), TRACTOR, start)
        return start + self._move_s

    def _move_away(self, box: str, wanted: int, blocked: frozenset[Ground]) -> None:
        place = self._piles.place_of[box]
        target = self._piles.best_place(box, blocked)
        if target is None:
            raise DermagaError(f"block {place.block} has no room to move box {box} out of the way: its stacks are full")
        both = (*grounds(place), *grounds(target))
        crane, start = self._yard_move(place.block, wanted, place.bay, target.bay, both)
        self._piles.take(box)
        self._piles.put(box, target)
        self._import_piles.left(place)
        self._note(crane, "rehandle", box, str(place), str(target), start)

    def _yard_move(
        self, block: str, ready: int, begins: int, ends: int, touched: Sequence[Ground]
    ) -> tuple[_YardCrane | None, int]:
        """A yard crane of a block and the earliest moment at which it can make a move; kept for it."""
        ready = max([ready, *(self._pile_free.get(ground, 0) for ground in touched)])
        cranes = self._yard_cranes[block]
        if not cranes:
            return None, ready
        start, _, crane = min(
            (crane.gap(ready, self._move_s, begins, ends, self._bay_s), place, crane)
            for place, crane in enumerate(cranes)
        )
        insort(crane.moves, (start, start + self._move_s, begins, ends))
        for ground in touched:
            self._pile_free[ground] = start + self._move_s
        return crane, start

    def _note(self, crane: _YardCrane | None, kind: YardKind, box: str, origin: str, target: str, start: int) -> None:
        if crane is None:
            return
        self.yard_moves.append(
            YardMove.model_construct(
                crane=crane.name, kind=kind, box=box, origin=origin, target=target,
                start=self._at(start), end=self._at(start + self._move_s),
            )
        )  # fmt: skip

    def _stack(self, boxes: Sequence[str], move: Move, end: int) -> int:
        """Stack discharged boxes; the moment at which their tractor is empty.

        A box goes where it fits and a yard crane is free first, or soon enough where the ship takes nothing from; the
        nearest block along the quay if several are.
        """
        empty, there = end, end + self._drive_s
        at_m = self._bay_place[move.bay] / 10
        for box, slot in zip(boxes, move.slots, strict=True):
            rooms = [
                room
                for block, cranes in self._yard_cranes.items()
                if cranes and (room := self._import_piles.room(box, block, long=int(slot[:3]) % 2 == 0)) is not None
            ]
            if not rooms:
                if any(self._yard_cranes.values()):
                    length = "20 feet" if int(slot[:3]) % 2 else "40 feet or longer"
                    kinds = ", ".join(self._piles.kinds_of(box))
                    raise DermagaError(
                        f"the yard has no room for the discharged box {box} ({length}, {kinds}): no block with a yard "
                        "crane has a free pile of its length; add blocks to yard_blocks, or bays, rows and tiers"
                    )
                return end
            best = min(room.wrong for room in rooms)
            target = min(
                (room.place for room in rooms if room.wrong == best),
                key=lambda place: (
                    self._earliest(place, there) + _APART_S * (place.block in self._ships),
                    abs(self._block_m[place.block] - at_m),
                ),
            )
            crane, start = self._yard_move(target.block, there, target.bay, target.bay, grounds(target))
            self._import_piles.put(box, target)
            self._note(crane, "stack", box, TRACTOR, str(target), start)
            empty = max(empty, start + self._move_s)
        return empty

    def _earliest(self, place: Place, ready: int) -> int:
        """The earliest moment at which a yard crane can put a box in a place."""
        ready = max([ready, *(self._pile_free.get(ground, 0) for ground in grounds(place))])
        return min(
            crane.gap(ready, self._move_s, place.bay, place.bay, self._bay_s)
            for crane in self._yard_cranes[place.block]
        )
