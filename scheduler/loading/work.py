"""The lifts of a call, bay by bay: what its cranes have to do, in an order in which it can be done.

The work of a bay is three or four tasks, one after the other: what leaves from its deck; the hatch covers off and what
leaves from its hold; what comes into its hold and the covers on; what comes on its deck. Where cranes work in dual
cycles, the two of the hold are one task. A task is done by one crane without interruption; long ones are split up.

Rows are discharged from the quay outwards and loaded from the water inwards, so that the crane's driver sees the cell.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.cargo import Container
from data.plans import LiftKind
from data.slots import Cell, across
from data.terminal import Side
from scheduler.loading.ship import Aboard, Column, Hatch
from scheduler.loading.stowed import Stowage

# Whatever is moved takes time.
_LEAST_S = 1
# Where several cranes work, a task takes no more than about this share of the time that they need at least: what is
# longer is done in parts, which another crane may go on with.
_PART = 0.1


@dataclass(frozen=True)
class Move:
    """A lift before it has a crane and a time: its slots, one or two, and how long it takes.

    `box` are the boxes that are lifted off. What is lifted on is known by its slots: boxes of one kind may change them.
    """

    kind: LiftKind
    bay: int
    cover: int | None
    slots: tuple[str, ...]
    seconds: int
    boxes: tuple[str, ...] = ()
    dual: bool = False

    @property
    def on(self) -> bool:
        """Whether it brings boxes on board."""
        return self.kind in ("load", "restow_on")


@dataclass(frozen=True)
class BayTask:
    """Lifts at one bay that one crane does in this order; `after` are tasks that must be done before, by place."""

    name: str
    bay: int
    moves: tuple[Move, ...]
    after: tuple[int, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return sum(move.seconds for move in self.moves)


@dataclass(frozen=True)
class _Bay:
    """What leaves a bay and what comes into it, by hatch and level."""

    number: int
    off: Mapping[tuple[Hatch, str], list[list[Move]]]
    on: Mapping[tuple[Hatch, str], list[list[Move]]]

    def hatches(self, level: str) -> list[Hatch]:
        """Hatches with work on a level, in order."""
        return sorted({hatch for hatch, at in (*self.off, *self.on) if at == level}, key=lambda h: h[1] or 0)


def tasks_of(ship: Aboard, stowage: Stowage, side: Side, cranes: int = 1) -> list[BayTask]:
    """The tasks of a call for so many cranes, bay by bay from the bow on; `side` lies at the quay."""
    work = ship.case.terminal.crane_work
    bays = _bays(ship, stowage, side)
    taken_off: dict[str, int] = {}
    put_on: list[tuple[int, str]] = []
    tasks: list[BayTask] = []
    elsewhere = _comes_from_elsewhere(ship, stowage)
    phases: list[tuple[_Bay, list[tuple[str, list[Move]]]]] = []
    for bay in bays:
        merged = work.dual_cycle < 2 and bay.number not in elsewhere and _has_dual(ship, bay, stowage)
        phases.append((bay, list(_phases(ship, bay, stowage, merged=merged))))
    total = sum(move.seconds for _, of_bay in phases for _, moves in of_bay for move in moves)
    for bay, of_bay in phases:
        before: int | None = None
        for name, moves in of_bay:
            for part in _parts(moves, total if cranes <= 1 else max(1, round(_PART * total / cranes))):
                after = () if before is None else (before,)
                before = len(tasks)
                tasks.append(BayTask(f"bay {bay.number:03d}, {name}", bay.number, tuple(part), after))
                for move in part:
                    taken_off |= {box: before for box in move.boxes if move.kind == "restow_off"}
                    put_on += [(before, slot) for slot in move.slots if move.kind == "restow_on"]
    waits: defaultdict[int, set[int]] = defaultdict(set)
    for task, slot in put_on:
        waits[task].add(taken_off[stowage.slots[slot].id])
    return [
        replace(task, after=tuple(sorted({*task.after, *waits[place]} - {place}))) for place, task in enumerate(tasks)
    ]


def _parts(moves: Sequence[Move], seconds: int) -> Iterator[list[Move]]:
    """The moves in as few parts of about the same length as take no longer each; a dual cycle stays whole."""
    total = sum(move.seconds for move in moves)
    parts = -(-total // seconds)
    part: list[Move] = []
    done = given = 0
    for place, move in enumerate(moves):
        part.append(move)
        done += move.seconds
        whole = place + 1 == len(moves) or not moves[place + 1].dual
        if whole and done * parts >= (given + 1) * total:
            yield part
            part, given = [], given + 1


def _comes_from_elsewhere(ship: Aboard, stowage: Stowage) -> set[int]:
    """Bays whose hold takes back a box from another bay, or from below another hatch: whose turn may come later."""
    restowed = {box.id: box for box in stowage.restows}
    found = set()
    for slot, box in stowage.slots.items():
        was = restowed[box.id].slot if box.id in restowed else None
        if was is None or Cell.of(slot).level != "hold":
            continue
        here, there = ship.column_of(slot), ship.column_of(was)
        below = there.stack.level == "hold"
        if here.stack.bay != there.stack.bay or (below and here.hatch != there.hatch):
            found.add(here.stack.bay)
    return found


def _bays(ship: Aboard, stowage: Stowage, side: Side) -> list[_Bay]:
    leaving: defaultdict[tuple[int, int, str], list[tuple[str, Container]]] = defaultdict(list)
    coming: defaultdict[tuple[int, int, str], list[tuple[str, Container]]] = defaultdict(list)
    for box in (*ship.boxes.discharge, *ship.restows):
        if box.slot is not None:
            leaving[ship.column_of(box.slot).key].append((box.slot, box))
    for slot, box in stowage.slots.items():
        coming[ship.column_of(slot).key].append((slot, box))
    columns = sorted(ship.columns, key=lambda column: _from_quay(column, side))
    restowed = {box.id for box in ship.restows}
    bays = []
    for bay in ship.layout.bays:
        off: defaultdict[tuple[Hatch, str], list[list[Move]]] = defaultdict(list)
        on: defaultdict[tuple[Hatch, str], list[list[Move]]] = defaultdict(list)
        for column in columns:
            if column.stack.bay != bay.bay:
                continue
            place = column.hatch, column.stack.level
            if leaving[column.key]:
                down = sorted(leaving[column.key], key=lambda item: (-Cell.of(item[0]).tier, item[0]))
                off[place].append(list(_moves(ship, down, restowed, on=False)))
            if coming[column.key]:
                up = sorted(coming[column.key], key=lambda item: (Cell.of(item[0]).tier, item[0]))
                on[place].insert(0, list(_moves(ship, up, restowed, on=True)))
        if off or on:
            bays.append(_Bay(bay.bay, off, on))
    return bays


def _from_quay(column: Column, side: Side) -> float:
    """Rows from the quay: the port side's are even, and lie there when she is port side alongside."""
    place = across(column.stack.row, centred=True)
    return place if side == "port" else -place


def _moves(ship: Aboard, boxes: Sequence[tuple[str, Container]], restowed: set[str], *, on: bool) -> Iterator[Move]:
    """The lifts of one column in order: two 20-foot boxes of one tier at once where the crane can."""
    work = ship.case.terminal.crane_work
    place = 0
    while place < len(boxes):
        slot, box = boxes[place]
        pair = boxes[place + 1] if place + 1 < len(boxes) else None
        again = box.id in restowed
        twin = (
            pair is not None
            and not box.long
            and not pair[1].long
            and Cell.of(slot).tier == Cell.of(pair[0]).tier
            and (pair[1].id in restowed) == again
            and box.mass_kg + pair[1].mass_kg <= work.twin_lift_kg
        )
        lifted = boxes[place : place + 1 + twin]
        kind: LiftKind = ("restow_on" if again else "load") if on else ("restow_off" if again else "discharge")
        yield Move(
            kind,
            ship.layout.bay_of[Cell.of(slot).bay],
            None,
            tuple(each for each, _ in lifted),
            work.lift_s(len(lifted)),
            () if on else tuple(each.id for _, each in lifted),
        )
        place += len(lifted)


def _phases(ship: Aboard, bay: _Bay, stowage: Stowage, *, merged: bool) -> Iterator[tuple[str, list[Move]]]:
    hatch_s = max(_LEAST_S, round(60 * ship.case.terminal.crane_work.hatch_cover_min))
    deck = bay.hatches("deck")
    yield "discharge deck", [move for hatch in deck for column in bay.off.get((hatch, "deck"), ()) for move in column]
    first: list[Move] = []
    second: list[Move] = []
    for hatch in bay.hatches("hold"):
        _, cover = hatch
        off, on = bay.off.get((hatch, "hold"), []), bay.on.get((hatch, "hold"), [])
        opens = [Move("hatch_off", bay.number, cover, (), hatch_s)] if cover is not None else []
        closes = [Move("hatch_on", bay.number, cover, (), hatch_s)] if cover is not None else []
        if merged:
            first += [*opens, *_dual(ship, off, on, stowage), *closes]
            continue
        # Nobody comes back only to close a hatch.
        if off:
            first += [*opens, *(move for column in off for move in column), *([] if on else closes)]
        if on:
            second += [*([] if off else opens), *(move for column in on for move in column), *closes]
    yield ("hold" if merged else "discharge hold"), first
    yield "load hold", second
    yield "load deck", [move for hatch in deck for column in bay.on.get((hatch, "deck"), ()) for move in column]


def _has_dual(ship: Aboard, bay: _Bay, stowage: Stowage) -> bool:
    """Whether dual cycles come about below some hatch of a bay."""
    return any(
        move.dual
        for hatch in bay.hatches("hold")
        for move in _dual(ship, bay.off.get((hatch, "hold"), []), bay.on.get((hatch, "hold"), []), stowage)
    )


def _dual(ship: Aboard, off: Iterable[list[Move]], on: Iterable[list[Move]], stowage: Stowage) -> Iterator[Move]:
    """The work below a hatch in dual cycles: a column is loaded while the next one is discharged.

    Columns are taken by Johnson's rule for two machines, which gives the most such cycles (Goodchild and Daganzo,
    Transportation Science 40, 2006).
    """
    work = ship.case.terminal.crane_work
    dual_s = max(_LEAST_S, work.dual_s() - work.lift_s(1))
    discharges = {_column_key(ship, moves): moves for moves in off}
    loads = {_column_key(ship, moves): moves for moves in on}
    columns = sorted({*discharges, *loads})

    def turn(key: tuple[int, int, str]) -> tuple[int, int]:
        down, up = len(discharges.get(key, ())), len(loads.get(key, ()))
        return (0, down) if down <= up else (1, -up)

    columns.sort(key=turn)
    waiting = [move for key in columns for move in discharges.get(key, ())]
    gone: set[str] = set()
    boxes_off = {box for move in waiting for box in move.boxes}
    ready: list[Move] = []
    closed = [key for key in columns if key in loads]

    def open_columns() -> None:
        for key in list(closed):
            done = all(box in gone for move in discharges.get(key, ()) for box in move.boxes)
            here = all(
                stowage.slots[slot].id not in boxes_off or stowage.slots[slot].id in gone
                for move in loads[key]
                for slot in move.slots
            )
            if done and here:
                ready.extend(loads[key])
                closed.remove(key)

    open_columns()
    while waiting or ready:
        if ready:
            up = ready.pop(0)
            yield up
            if waiting and len(up.slots) == 1 and len(waiting[0].slots) == 1:
                down = waiting.pop(0)
                gone.update(down.boxes)
                yield replace(down, seconds=dual_s, dual=True)
        else:
            down = waiting.pop(0)
            gone.update(down.boxes)
            yield down
        open_columns()


def _column_key(ship: Aboard, moves: Sequence[Move]) -> tuple[int, int, str]:
    return ship.column_of(moves[0].slots[0]).key
