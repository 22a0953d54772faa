"""What may be wrong where a box is put on board: with the slot itself, what stands in it, and what bears it."""

from collections.abc import Iterator
from dataclasses import dataclass

from data.cargo import Container
from data.checker.loading.aboard import Half, Stowage, spot_of
from data.checker.loading.piles import Spot
from data.checker.loading.stowed import Stowed, listed
from data.slots import Cell, cell_named


@dataclass(frozen=True)
class Wrong:
    """A broken rule with the rest of a sentence that names the box, and other boxes in it.

    `fits` where there is such a slot, for a box of that length.
    """

    rule: str
    why: str
    others: tuple[str, ...] = ()
    fits: bool = True


def wrong_slot(planned: Stowed, box: Container, slot: str) -> Wrong | None:
    """Why a box can't stand in a slot whatever stands there; None where it can."""
    cell = cell_named(slot)
    if cell is None or spot_of(planned, cell) is None:
        return Wrong("slot", f"the ship has no slot {slot!r}: choose one that she has", fits=False)
    if (len(cell.twenties) == 2) != box.long:
        length = "longer than 20 feet, choose an even bay" if box.long else "20 feet long, choose an odd bay"
        return Wrong("slot", f"it is put in slot {cell.slot} and is {length}", fits=False)
    if not planned.layout.has(cell):
        length = "40-foot" if box.long else "20-foot"
        return Wrong("slot", f"in slot {cell.slot} no {length} box may stand: choose another")
    return None


def slot_taken(stowage: Stowage, cell: Cell, spot: Spot[Half]) -> Wrong | None:
    """What stands in a slot, or in a half of it, already; None where it is free."""
    there = stowage.piles.standing(spot)
    if not there:
        return None
    stand = "stands" if len(there) == 1 else "stand"
    return Wrong("slot_taken", f"in slot {cell.slot} {listed(there)} {stand}: choose a free one", tuple(there))


def wrong_below(planned: Stowed, stowage: Stowage, box: Container, cell: Cell, spot: Spot[Half]) -> Iterator[Wrong]:
    """What is wrong with what bears a box in a slot."""
    below = stowage.piles.below(spot)
    if spot.height > 1 and None in below:
        what = "one half of it" if any(below) else "it"
        yield Wrong("supported", f"in slot {cell.slot} nothing stands below {what}: fill from the bottom")
    longer = next((under for under in below if under is not None and planned.box[under].long), None)
    if longer is not None and not box.long:
        why = f"it is 20 feet long and in slot {cell.slot} it stands on {longer}, which is longer: put it elsewhere"
        yield Wrong("twenty_on_forty", why, (longer,))
