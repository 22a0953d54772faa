"""Why boxes that the line wants on board stay ashore: which slot, and what is in the way there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from data.cargo import Container, Instruction
from data.slots import Cell
from scheduler.loading.fitting import NOTHING_BELOW, Fitting
from scheduler.loading.matching import Group, group_of

# Slots that are told one by one.
_TOLD = 2
# All limits of slots are kept then, and those of the ship as a whole are not.
_NOT_AFLOAT = "the ship would not keep her trim, her list or her stiffness with it"


def reasons(
    fitting: Fitting, rows: Sequence[Instruction], going: Sequence[Container], placed: Collection[str]
) -> dict[str, str]:
    """For each box that is not placed and that some instruction takes: why it has none of these slots."""
    by_group: defaultdict[Group, list[Instruction]] = defaultdict(list)
    for row in rows:
        by_group[group_of(row)].append(row)
    told = _Reasons(fitting, {row.slot: row for row in rows}, {box.id: box for box in going}, placed)
    found: dict[str, str] = {}
    for box in going:
        if box.id in placed:
            continue
        taking = [row for row in by_group[box.port, box.long, box.plug] if row.takes(box)]
        if taking:
            found[box.id] = told.of_box(box, taking)
    return found


class _Reasons:
    def __init__(
        self,
        fitting: Fitting,
        rows: Mapping[str, Instruction],
        going: Mapping[str, Container],
        placed: Collection[str],
    ) -> None:
        self._fitting, self._rows, self._going, self._placed = fitting, rows, going, placed

    def of_box(self, box: Container, taking: Sequence[Instruction]) -> str:
        """Why a box has none of the slots whose instructions take it."""
        free = [row for row in taking if not self._filled(row.slot)]
        if not free:
            only = f"slot {taking[0].slot}, which the line has for it, has" if len(taking) == 1 else ""
            return f"{only or f'all {len(taking)} slots that the line has for such boxes have'} another box"
        # Slots that wait for what is below them say less than those where the box itself does not fit.
        free.sort(key=lambda row: (self._fitting.hanging(row.slot) is not None, Cell.of(row.slot).tier, row.slot))
        told = "; ".join(f"in slot {row.slot} {self._of_slot(row.slot, box)}" for row in free[:_TOLD])
        more = f"; and {len(free) - _TOLD} more, likewise not" if len(free) > _TOLD else ""
        filled = len(taking) - len(free)
        others = f"; {filled} other{'s have' if filled > 1 else ' has'} a box" if filled else ""
        return f"the line has {len(taking)} slot{'s' if len(taking) > 1 else ''} for it: {told}{more}{others}"

    def _filled(self, slot: str) -> bool:
        """Whether a box stands in a slot, or in a half of it, that was put there now."""
        cell, ship = Cell.of(slot), self._fitting.ship
        if not ship.layout.has(cell):
            return False
        column = ship.column_of(slot)
        boxes = [column.standing[half].get(column.stack.tiers_below(cell.tier)) for half in cell.twenties]
        return any(box is not None and box.id in self._placed for box in boxes)

    def _of_slot(self, slot: str, box: Container) -> str:
        hindrance = self._fitting.hindrance(slot, box)
        if hindrance == NOTHING_BELOW:
            return f"{hindrance}: {self._of_gap(slot)}"
        return hindrance or _NOT_AFLOAT

    def _of_gap(self, slot: str) -> str:
        """Why the lowest cell that is empty below a slot is so."""
        cell, column = Cell.of(slot), self._fitting.ship.column_of(slot)
        half = min(cell.twenties, key=column.filled)
        empty = [column.slot(half, column.filled(half))]
        empty += [column.slot(None, column.filled(half))] if len(column.halves) == 2 else []
        row = next((self._rows[each] for each in empty if each in self._rows), None)
        if row is None:
            return f"slot {empty[0]} has no instruction and is empty"
        if row.box is not None and row.box not in self._going:
            return f"slot {row.slot} is for {row.box}, which is not among the boxes that can be loaded"
        able = [box for box in self._going.values() if box.id not in self._placed and row.takes(box)]
        if not able:
            return f"no box that the line wants in slot {row.slot} is left"
        return f"slot {row.slot} stays empty, for {able[0].id} {self._of_slot(row.slot, able[0])}"
