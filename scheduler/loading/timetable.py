"""When everything happens: the lifts in the order of the crane schedule, each as early as all that it needs allows.

A lift waits for its crane, for the tasks before it, for cranes in its way, and for a tractor, with its box where it
loads one. The tractor waits for the yard crane, which may have to move other boxes first. Lifts are taken in the order
in which the crane schedule begins them, so that nothing can wait for itself; yard cranes fill gaps that earlier ones
left.

Seconds count from the start of the plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

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
from scheduler.loading.yard_cranes import YardCrane, YardCranes
from scheduler.loading.yard_stacks import piles_of
from scheduler.stopping import Stop
from scheduler.yard.areas import BayId
from scheduler.yard.piles import BoxMove, grounds
from scheduler.yard.relocating import Relocations, cleared, relocations

# A box may be fetched so many seconds earlier than its lift needs it.
_AHEAD_S = 900
# Seconds that a discharged box may wait for the crane of a block from which the ship takes nothing.
_APART_S = 120


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
        self._piles = piles_of(case, boxes, leaves)
        self._import_piles = ImportPiles(case.yard_blocks, self._piles)
        self._block_m = block_places(case)
        self._yard_cranes = YardCranes(case)
        self._ships = {place.block for box, place in self._piles.place_of.items() if box in leaves}
        self._tractors = [0] * tractors
        heapify(self._tractors)
        # A tractor that brought the load of a dual cycle takes the box of its discharge: when it may, by crane.
        self._staying: dict[int, int] = {}
        self._free = [0] * len(cranes)
        self._last_place: list[int | None] = [None] * len(cranes)
        self._ends: list[dict[int, int]] = [{} for _ in cranes]
        work = case.terminal
        self._move_s = self._yard_cranes.move_s
        self._drive_s = round(work.tractors.quay_to_yard_m / (work.tractors.speed_km_h / 3.6))
        self._speed = work.crane_work.travel_m_min / 6  # decimetres a second
        self._clearance = round(10 * work.crane_work.clearance_m)
        self._planned: Relocations = {}
        # Seconds for which lifts waited for boxes that stood under others, by their bays.
        self.late_s: Counter[BayId] = Counter()
        # Seconds for which the lifts of each task waited for the yard and for tractors, once they have run.
        self.waited_s: list[int] = []
        self.lifts: list[Lift] = []
        self.yard_moves: list[YardMove] = []
        self.finish = 0

    def move_before_start(self, moves: Iterable[BoxMove]) -> None:
        """Move boxes in this order before the plan's start, as late as the yard cranes can."""
        of_block: dict[str, list[BoxMove]] = {}
        for box, place, target in moves:
            self._piles.take(box)
            self._piles.put(box, target)
            self._import_piles.left(place)
            of_block.setdefault(place.block, []).append((box, place, target))
        for block, todo in of_block.items():
            crane, times = self._yard_cranes.before_start(block, [(place, target) for _, place, target in todo])
            for (box, place, target), start in zip(todo, times, strict=True):
                self._note(crane, "premarshal", box, str(place), str(target), start)

    def run(
        self,
        tasks: Sequence[BayTask],
        starts: Sequence[int],
        given: Sequence[int],
        slots: Mapping[str, Container],
        *,
        retrieval: Stop | None = None,
    ) -> None:
        """Give every lift its time: tasks begin in the schedule at `starts` and are done by the cranes `given`.

        With `retrieval`, until it ends, moves that make room in the yard are planned for the whole ship.
        """
        order = self._order(tasks, starts, given, slots)
        if retrieval is not None:
            moves = [tasks[place].moves[turn] for _, place, turn in order]
            leaving = [box for move in moves if move.kind == "load" for box in self._fetched(move, slots)]
            self._planned = relocations(self._piles, leaving, stop=retrieval)
        ended = [0] * len(tasks)
        self.waited_s = [0] * len(tasks)
        for crane, place, turn in order:
            task = tasks[place]
            earliest = max((ended[before] for before in task.after), default=0)
            following = task.moves[turn + 1] if turn + 1 < len(task.moves) else None
            partner = following if following is not None and following.dual else None
            end, waited = self._lift(crane, task.moves[turn], partner, earliest, slots)
            ended[place] = max(ended[place], end)
            self.waited_s[place] += waited
        self.finish = max(ended, default=0)

    def _order(
        self, tasks: Sequence[BayTask], starts: Sequence[int], given: Sequence[int], slots: Mapping[str, Container]
    ) -> list[tuple[int, int, int]]:
        """Crane, task and turn of all lifts, as the crane schedule begins them."""
        order = []
        for place, task in enumerate(tasks):
            begins = starts[place]
            for turn, move in enumerate(task.moves):
                # Of boxes that leave at once, one that stands on another goes first.
                tiers = [self._tier(slots[slot].id) for slot in move.slots] if move.kind == "load" else [0]
                order.append((begins, -max(tiers), given[place], place, turn))
                begins += move.seconds
        return [(crane, place, turn) for _, _, crane, place, turn in sorted(order)]

    def _fetched(self, move: Move, slots: Mapping[str, Container]) -> list[str]:
        """The boxes of a load that stand in the yard; one that stands on the other comes first."""
        boxes = [slots[slot].id for slot in move.slots]
        return sorted((box for box in boxes if box in self._piles.place_of), key=self._tier, reverse=True)

    def _lift(
        self, crane: int, move: Move, partner: Move | None, earliest: int, slots: Mapping[str, Container]
    ) -> tuple[int, int]:
        """Give a lift its time: it begins where its dual partner can follow at once.

        The moment at which it ends, and the seconds for which it waited for a tractor and its box.
        """
        place = self._bay_place[move.bay]
        start = max(earliest, self._free[crane] + self._way(self._last_place[crane], place))
        together = move.seconds + (partner.seconds if partner is not None else 0)
        takes_along = partner is not None and partner.kind == "discharge"
        start = self._past_neighbours(crane, place, start)
        start = self._cranes[crane].fit(start, together)
        boxes = [slots[slot].id for slot in move.slots] if move.on else list(move.boxes)
        carried: list[Carried] = []
        without = start
        if move.kind == "load":
            start = self._fetch(self._fetched(move, slots), start)
        elif move.kind == "discharge":
            start = max(start, self._staying.pop(crane) if move.dual else heappop(self._tractors))
        elif takes_along:
            start = max(start, heappop(self._tractors) - move.seconds)
        waited = start - without
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
        return end, waited

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
        ready = max(start, tractor)
        for box in boxes:
            place = self._piles.place_of[box]
            wanted = max(0, start - self._drive_s - self._move_s - _AHEAD_S)
            rehandles = self._clear(box, max(0, wanted - self._move_s))
            there = self._retrieve(box, place, max(wanted, there))
            if rehandles:
                self.late_s[place.block, place.bay] += max(0, there + self._drive_s - ready)
            ready = max(ready, there + self._drive_s)
        return ready

    def _clear(self, box: str, wanted: int) -> int:
        """Move those out of the way that stand above a box; how many."""
        number = 0
        for other, place, target in cleared(self._piles, box, self._planned):
            touched = (*grounds(place), *grounds(target))
            crane, start = self._yard_cranes.move(place.block, wanted, place.bay, target.bay, touched)
            self._import_piles.left(place)
            self._note(crane, "rehandle", other, str(place), str(target), start)
            number += 1
        return number

    def _retrieve(self, box: str, place: Place, ready: int) -> int:
        """Fetch a box on which nothing stands; the moment at which it is on the tractor."""
        crane, start = self._yard_cranes.move(place.block, ready, place.bay, place.bay, grounds(place))
        self._piles.take(box)
        self._import_piles.left(place)
        self._note(crane, "retrieve", box, str(place), TRACTOR, start)
        return start + self._move_s

    def _note(self, crane: YardCrane | None, kind: YardKind, box: str, origin: str, target: str, start: int) -> None:
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
                for block, cranes in self._yard_cranes.of.items()
                if cranes and (room := self._import_piles.room(box, block, long=int(slot[:3]) % 2 == 0)) is not None
            ]
            if not rooms:
                if any(self._yard_cranes.of.values()):
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
                    self._yard_cranes.earliest(place, there) + _APART_S * (place.block in self._ships),
                    abs(self._block_m[place.block] - at_m),
                ),
            )
            crane, start = self._yard_cranes.move(target.block, there, target.bay, target.bay, grounds(target))
            self._import_piles.put(box, target)
            self._note(crane, "stack", box, TRACTOR, str(target), start)
            empty = max(empty, start + self._move_s)
        return empty
