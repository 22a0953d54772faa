"""What the parts of a ship are for at a call: to discharge from, to load into, or to stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from data.invented_boxes.blocks import Block, Part
from data.invented_boxes.drawn import Drawn, t_per_teu, teu

# Bays with boxes to discharge, for each crane, so that cranes find work apart from each other.
_BAYS_A_CRANE = 2
# Room of the parts that are chosen for boxes, against what these need.
_ROOM_TO_DISCHARGE, _ROOM_TO_LOAD = 1.3, 1.5
# Of the blocks that are chosen, those with their hold: as many as the boxes need, within these shares.
_WITH_HOLD = (0.3, 0.8)
# How full a part is at most, and the room of boxes to discharge where others stand below them, against what they need.
FILLED = 0.85
MARGIN = 1.2


@dataclass
class Roles:
    """The parts of a ship by what they are for.

    In those of `discharge` that are also in `shared`, other boxes may stand below: no cover lies under them that must
    be lifted.
    """

    discharge: list[Part] = field(default_factory=list)
    shared: list[Part] = field(default_factory=list)
    open: list[Part] = field(default_factory=list)
    remain: list[Part] = field(default_factory=list)


def roles_of(
    blocks: Sequence[Block], discharge: Sequence[Drawn], load: Sequence[Drawn], cranes: int, random: np.random.Generator
) -> Roles:
    """Parts for the boxes to discharge, spread along the ship; parts left open for those to load; the others.

    Above a hold from which boxes are discharged, or that is left open, the deck is of the same kind.
    """
    roles = Roles()
    wanted = min(_BAYS_A_CRANE * cranes, len({block.bay for block in blocks})) if discharge else 0
    order = _spread(blocks, wanted, random)
    need = _ROOM_TO_DISCHARGE * teu(discharge)
    taken, room = _take(roles.discharge, order, wanted, need, t_per_teu(discharge), random)
    room = MARGIN * teu(discharge) + (1 - FILLED) * room
    _take(roles.open, order[taken:], 0, _ROOM_TO_LOAD * teu(load) - room, t_per_teu(load), random)
    given = set(roles.discharge)
    over = {block.deck for block in blocks if block.hold in given}
    roles.shared = [part for part in roles.discharge if part not in over]
    given |= set(roles.open)
    roles.remain = [part for block in blocks for part in (block.hold, block.deck) if part not in given]
    return roles


def _take(
    parts: list[Part], order: Sequence[Block], least: int, need: float, mass: float, random: np.random.Generator
) -> tuple[int, float]:
    """Take decks of blocks in order, some with their holds, until there is room enough.

    Gives the number of blocks and the room in TEU.
    """
    room = 0.0
    left: list[Part] = []
    taken = 0
    decks, holds = (
        sum(part.room_teu(mass) for part in parts)
        for parts in ([block.deck for block in order[:least]], [block.hold for block in order[:least]])
    )
    share = float(np.clip((need - decks) / max(holds, 1.0), *_WITH_HOLD))
    for block in order:
        if taken >= least and room >= need:
            break
        taken += 1
        with_hold = not block.barred and random.random() < share
        if not with_hold and not block.barred:
            left.append(block.hold)
        for part in (block.deck, block.hold) if with_hold else (block.deck,):
            parts.append(part)
            room += part.room_teu(mass)
    for part in left:
        if room >= need:
            break
        parts.append(part)
        room += part.room_teu(mass)
    return taken, room


def _spread(blocks: Sequence[Block], wanted: int, random: np.random.Generator) -> list[Block]:
    """The blocks, those of so many bays first that lie apart from each other, and of each bay one before the others."""
    bays = list(dict.fromkeys(block.bay for block in blocks))
    edges = [place * len(bays) // max(wanted, 1) for place in range(wanted + 1)]
    apart = {bays[int(random.integers(low, high))] for low, high in pairwise(edges)}
    rank = {bay: (bay not in apart, float(random.random())) for bay in bays}
    chance = {block: float(random.random()) for block in blocks}
    first = {bay: min((block for block in blocks if block.bay == bay), key=chance.__getitem__) for bay in bays}
    return sorted(blocks, key=lambda block: (first[block.bay] is not block, *rank[block.bay], chance[block]))
