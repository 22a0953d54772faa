"""Boxes into the slots of the line's instructions: as many as can be, each where it is of the wanted kind.

Slots are filled so that the ship keeps all limits there. Where boxes that match by kind and mass alone keep them, these
are taken; else a model chooses (`instructed_model`). What finds no slot has the reason (`instructed_reasons`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from data.cargo import Container, Instruction, InstructionUse
from data.case import Case
from data.codes import is_forty_five_foot
from data.slots import Cell
from data.vessels import VesselCall
from scheduler.loading.fitting import Fitting
from scheduler.loading.instructed_by_hand import by_hand, cells, filled, heavy_low, put
from scheduler.loading.instructed_model import choose, model_stop
from scheduler.loading.instructed_reasons import reasons
from scheduler.loading.instructed_sorts import Wanted
from scheduler.loading.kinds import weight_class
from scheduler.loading.matching import match
from scheduler.loading.ship import Aboard, Hatch
from scheduler.loading.special import is_special, place_special
from scheduler.loading.stability import Afloat, afloat
from scheduler.loading.stowed import Stowage
from scheduler.stopping import Stop

# Restowed boxes may stand in any slot while there are not more pairs of a box and a slot.
_MOST_BACK = 4_000
# So often boxes are chosen again where the ship does not keep her limits of stability with them.
_MOST_TRIMMED = 2
# Boxes for more slots than these are chosen again only where it matters.
_MOST_CELLS = 400
_NO_STOP = Stop(seconds=None)
# A column's bay, row and level.
Key = tuple[int, int, str]


@dataclass(frozen=True)
class Instructed:
    """Boxes by slot that stand where the line wants them, or below such; with restowed ones.

    `rows` are the instructions that are followed, by slot; `left` says of boxes that the line wants somewhere why they
    stand nowhere.
    """

    slots: dict[str, Container] = field(default_factory=dict)
    rows: dict[str, Instruction] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


class Line:
    """The line's instructions for a call and what is made of them, for all stowages of a solve."""

    def __init__(self, case: Case, call: VesselCall, use: InstructionUse, stop: Stop = _NO_STOP) -> None:
        """`stop` is that of the solve."""
        self.use = use
        self._stop = model_stop(stop)
        self.rows = [row for row in case.instructions if row.call == call.id and use != "none"]
        self._found: dict[frozenset[Hatch], Instructed] = {}

    def on_board(
        self, ship: Aboard, going: Sequence[Container], cancel: Event, opened: Collection[Hatch] = ()
    ) -> Instructed:
        """What the instructions bring on board of a ship after discharge; worked out once for hatches that are opened.

        The ship stays as it is.
        """
        if not self.rows:
            return Instructed()
        found = self._found.get(frozenset(opened))
        if found is None:
            found = instructed(
                ship, self.rows, going, around=self.use == "first", stop=replace(self._stop, cancel=cancel)
            )
            if not cancel.is_set():
                self._found[frozenset(opened)] = found
        return found


def instructed(
    ship: Aboard, rows: Sequence[Instruction], going: Sequence[Container], *, around: bool, stop: Stop
) -> Instructed:
    """Boxes for the line's slots, and restowed ones back on board; the ship stays as it is.

    With `around`, boxes to load may stand in slots that the line does not name, below those that it does. `stop` is
    that of each model.
    """
    fitting = Fitting(ship.copy())
    able = [row for row in rows if fitting.of_slot(row.slot) is None]
    most = len(match(able, going))
    below = _below(fitting, able, rows)
    slots = by_hand(fitting, able, going, below if around else [])
    home = all(box.slot is not None and slots.get(box.slot) is box for box in ship.restows)
    wanted_slots = {row.slot for row in able}
    back = {box.id for box in ship.restows}
    full = sum(slot in wanted_slots and box.id not in back for slot, box in slots.items()) == most
    wanted = Wanted(able, going, ship.restows, below if around else [], _back(fitting, ship.restows, below))
    if not (home and full) and not stop.cancel.is_set():
        part = _part(ship, wanted, _unfilled(ship, wanted, slots))
        fitting, fixed, chosen = _chosen(ship, wanted, slots, part, stop)
        slots = fixed | put(fitting, heavy_low(chosen, able, back))
        slots |= filled(fitting, able, going, slots)
    # Boxes that our own stowage has yet to place can still right her.
    last = not around or len(slots) == len(going) + len(ship.restows)
    if last and not stop.cancel.is_set():
        fitting, slots = _afloat(ship, wanted, fitting, slots, stop)
    by_slot = {row.slot: row for row in rows}
    placed = {box.id for box in slots.values()}
    followed = {slot: by_slot[slot] for slot, box in slots.items() if slot in by_slot and box.id not in back}
    left = reasons(fitting, rows, going, placed)
    return Instructed(slots, followed, left)


def _chosen(
    ship: Aboard,
    wanted: Wanted,
    slots: Mapping[str, Container],
    part: Collection[Key],
    stop: Stop,
    floats: Afloat | None = None,
) -> tuple[Fitting, dict[str, Container], dict[str, Container]]:
    """The ship with the boxes of all columns but a part, these by slot, and those that a model chooses for the part."""
    fitting = Fitting(ship.copy())
    fixed = put(fitting, {slot: box for slot, box in slots.items() if ship.column_of(slot).key not in part})
    start = {slot: box for slot, box in slots.items() if slot not in fixed}
    asked = wanted.without(fixed, lambda slot: ship.column_of(slot).key in part)
    return fitting, fixed, choose(fitting, asked, start, stop, floats)


def _part(ship: Aboard, wanted: Wanted, first: Iterable[Key]) -> set[Key]:
    """The columns in which boxes are chosen again: all, or of very many the first ones."""
    cells = Counter(ship.column_of(slot).key for slot in (*(row.slot for row in wanted.rows), *wanted.around))
    if cells.total() <= _MOST_CELLS:
        return {column.key for column in ship.columns}
    found: set[Key] = set()
    for key in first:
        if sum(cells[each] for each in found) < _MOST_CELLS:
            found.add(key)
    return found


def _unfilled(ship: Aboard, wanted: Wanted, slots: Mapping[str, Container]) -> list[Key]:
    """The columns where a slot has no box yet, from those of restowed boxes and of the lowest slots on."""
    homes = [box.slot for box in wanted.restows if box.slot is not None and slots.get(box.slot) is not box]
    empty = sorted((row.slot for row in wanted.rows if row.slot not in slots), key=lambda slot: Cell.of(slot).tier)
    return [ship.column_of(slot).key for slot in (*homes, *empty)]


def _outermost(ship: Aboard, wanted: Wanted) -> list[Key]:
    """The columns of the line's slots, those first whose boxes trim or list her most: at the ends and at the sides."""
    columns = {column.key: column for column in (ship.column_of(row.slot) for row in wanted.rows)}
    across = {key: abs(ship.layout.across_m(column.stack)) for key, column in columns.items()}
    bow = {key: ship.layout.bay_by_number[column.stack.bay].from_bow_m for key, column in columns.items()}
    first, last = min(bow.values(), default=0.0), max(bow.values(), default=0.0)
    beam, length = max(across.values(), default=0.0) or 1.0, (last - first) or 1.0
    out = {key: max(across[key] / beam, abs(2 * bow[key] - first - last) / length) for key in columns}
    return sorted(columns, key=lambda key: (-out[key], key))


def _afloat(
    ship: Aboard, wanted: Wanted, fitting: Fitting, slots: dict[str, Container], stop: Stop
) -> tuple[Fitting, dict[str, Container]]:
    """Boxes with which the ship also keeps her limits of stability, if there are such; else the same boxes."""
    loaded, chosen = fitting, slots
    part = _part(ship, wanted, (*_unfilled(ship, wanted, slots), *_outermost(ship, wanted)))
    for _ in range(_MOST_TRIMMED):
        floats = afloat(loaded.ship)
        if floats is None or floats.keeps(ship.layout.profile):
            return loaded, chosen
        loaded, fixed, again = _chosen(ship, wanted, slots, part, stop, floats)
        chosen = fixed | put(loaded, again)
        if chosen == slots:
            # Nothing was found in time, and would not be again.
            break
    floats = afloat(loaded.ship)
    return (loaded, chosen) if floats is not None and floats.keeps(ship.layout.profile) else (fitting, slots)


def stand_instructed(ship: Aboard, found: Instructed) -> None:
    """The boxes stand in the ship's columns from now on."""
    put(Fitting(ship), found.slots)


def keep_for_the_line(ship: Aboard, rows: Iterable[Instruction]) -> None:
    """Nothing else is put in slots for which the line has an instruction, and nothing above them."""
    for row in rows:
        cell = Cell.of(row.slot)
        if ship.layout.has(cell):
            column = ship.column_of(row.slot)
            for half in cell.twenties:
                if column.stack.tiers_below(cell.tier) >= column.filled(half):
                    column.close(half, column.stack.tiers_below(cell.tier))


def follow(ship: Aboard, line: Line, going: Sequence[Container], ashore: Mapping[str, str], cancel: Event) -> Stowage:
    """The stowage that has nothing but the line's slots filled; restowed boxes go back where they stood, if they can.

    `ashore` are boxes that cannot go anyway, with the reasons.
    """
    found = line.on_board(ship, going, cancel)
    stand_instructed(ship, found)
    placed = {box.id for box in found.slots.values()}
    # A restowed box for which its stack has no room any more goes where there is some on deck.
    elsewhere, homeless = place_special(ship, [box for box in ship.restows if box.id not in placed])
    slots = found.slots | elsewhere
    none = "no instruction of the line is for a box of its port, length, status, mass and plug"
    left = {box.id: found.left.get(box.id, none) for box in going if box.id not in placed}
    back = {box.id: "no cell has room for it after it was taken off" for box in homeless}
    return Stowage(ship, slots, kinds_of(ship, slots), {**ashore, **left, **back}, found.rows)


def kinds_of(ship: Aboard, slots: Mapping[str, Container], first: int = 0) -> dict[str, int]:
    """Which boxes may change their slots, by labels from a first one on: others than restowed and special ones.

    These are of one weight class too: boxes were chosen so that the ship floats well with them.
    """
    labels: dict[tuple[object, ...], int] = {}
    restowed = {box.id for box in ship.restows}
    return {
        box.id: first
        + labels.setdefault(
            (
                box.port, box.long, box.plug, box.height_m, is_forty_five_foot(box.box_type), weight_class(box),
                box.id if is_special(box) or box.id in restowed else "",
            ),
            len(labels),
        )
        for box in slots.values()
    }  # fmt: skip


def _below(fitting: Fitting, able: Sequence[Instruction], rows: Sequence[Instruction]) -> list[str]:
    """Slots without an instruction below those with one."""
    named = {(half, *Cell.of(row.slot)[1:]) for row in rows for half in Cell.of(row.slot).twenties}
    found: dict[str, None] = {}
    for row in able:
        cell, column = Cell.of(row.slot), fitting.ship.column_of(row.slot)
        for half in cell.twenties:
            for tier in range(column.filled(half), column.stack.tiers_below(cell.tier)):
                slots = [column.slot(half, tier), *([column.slot(None, tier)] if len(column.halves) == 2 else [])]
                for slot in slots:
                    other = Cell.of(slot)
                    if not any((each, *other[1:]) in named for each in other.twenties):
                        found[slot] = None
    return list(found)


def _back(fitting: Fitting, restows: Sequence[Container], below: Sequence[str]) -> dict[str, Collection[str]]:
    """The slots in which restowed boxes may stand: in their stacks and `below` the line's slots, or anywhere."""
    ship = fitting.ship
    loadable = [column for column in ship.columns if ship.loadable(column) and any(map(column.room, column.halves))]
    free = sum(column.room(half) for column in loadable for half in column.halves)
    return {
        box.id: [
            *(
                slot
                for column in (loadable if len(restows) * free <= _MOST_BACK else [ship.column_of(box.slot)])
                for slot in cells(column, box)
            ),
            *(slot for slot in below if (Cell.of(slot).bay % 2 == 0) == box.long),
        ]
        for box in restows
        if box.slot is not None
    }
