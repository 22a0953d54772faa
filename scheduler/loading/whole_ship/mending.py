"""A stowage of a whole ship made anew from where its boxes stand, where it breaks a limit or leaves boxes ashore.

What stands ashore wants room: hatches with much room below and few boxes on top are opened, and these boxes begin where
they stood.
"""

from collections import defaultdict
from dataclasses import replace

from data.cargo import Container
from scheduler.loading.kinds import kinds
from scheduler.loading.ship import Aboard, Hatch, stand, without
from scheduler.loading.special import is_special
from scheduler.loading.stowed import Stowage
from scheduler.loading.whole_ship import BAND_KG
from scheduler.loading.whole_ship.packing import pack
from scheduler.stopping import Stop

# The room that is opened, against that which boxes ashore want: not every box fits every place.
_OPENED = 2.0


def mended(stowage: Stowage, stop: Stop, seed: int, workers: int) -> Stowage:
    """The boxes of a stowage packed anew from where they stand, within every limit where that is found."""
    packed = {box.id: slot for slot, box in stowage.slots.items() if not is_special(box)}
    was = stowage.ship
    ashore = [box for box in (*was.boxes.load, *was.restows) if box.id in stowage.ashore]
    opened = _on_opened(was, ashore)
    off = {box.id: box.slot for box in opened if box.slot is not None}
    ship = replace(without(was, packed.keys() | off.keys()), restows=(*was.restows, *opened))
    boxes = [*ship.boxes.load, *ship.restows]
    going = [box for box in boxes if box.id in packed or box.id in off or (box in ashore and not is_special(box))]
    groups = kinds(going, ship.order, {box.id for box in ship.restows}, BAND_KG)
    slots = pack(ship, [], groups, stop=stop, seed=seed, workers=workers, known=packed | off)
    stand(ship, slots)
    special = {slot: box for slot, box in stowage.slots.items() if box.id not in packed}
    on_board = {box.id for box in slots.values()}
    left = {box: why for box, why in stowage.ashore.items() if box not in on_board}
    new = {box.id: "it would break a limit" for box in going if box.id not in on_board and box.id not in left}
    kind_of = stowage.kind_of | {
        box.id: 1 + max(stowage.kind_of.values(), default=0) + place for place, box in enumerate(opened)
    }
    return Stowage(ship, special | slots, kind_of, left | new)


def _on_opened(ship: Aboard, ashore: list[Container]) -> list[Container]:
    """The boxes on hatches that are best opened for what is ashore: in half-cells, and as heavy as the boxes are."""
    wanted = sum(1 + box.long for box in ashore)
    if not wanted:
        return []
    mean_kg = sum(box.mass_kg for box in ashore) / wanted
    room: defaultdict[Hatch, float] = defaultdict(float)
    above: defaultdict[Hatch, dict[str, Container]] = defaultdict(dict)
    remain = {box.id for box in ship.boxes.remain}
    for column in ship.columns:
        if column.hatch not in ship.shut:
            continue
        if column.stack.level == "deck":
            above[column.hatch] |= {box.id: box for box in column.boxes if box.id in remain}
        else:
            for half in column.halves:
                room[column.hatch] += min(column.room(half), column.kg_left(half)[0] / max(1.0, mean_kg))
    restowed = {box.id for box in ship.restows}
    found: list[Container] = []
    gained = 0.0
    # Of boxes that were taken off already, some may stand on it again.
    for hatch in sorted(room, key=lambda hatch: -room[hatch] / max(1, len(above[hatch].keys() - restowed))):
        if gained >= _OPENED * wanted or room[hatch] < 1:
            break
        gained += room[hatch]
        found += [box for box in above[hatch].values() if box.id not in restowed]
    return found
