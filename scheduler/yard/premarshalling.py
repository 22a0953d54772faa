"""Pre-marshalling: boxes put in order before the ship comes, so that loading finds them on top.

A box is badly placed when it stands on one that leaves before it. Such a box is moved while it is on top and there is a
pile in its block where it stands well: on the ground, or on boxes that all leave after it. Every move so mends one box
for good, and none makes another worse; boxes for which there is no such pile stay where they are. The box that leaves
last goes first, after Expósito-Izquierdo, Melián-Batista and Moreno-Vega (Expert Systems with Applications 39, 2012).
"""

from collections.abc import Mapping

from data.slots import Place
from scheduler.yard.piles import Piles, grounds


def put_in_order(piles: Piles, leaves: Mapping[str, float]) -> list[tuple[str, Place, Place]]:
    """Moves (box, from, to) that leave fewer boxes badly placed; `piles` is changed by them.

    `leaves` says when each box goes on board; those that it does not name stay.
    """
    moves: list[tuple[str, Place, Place]] = []
    while True:
        move = _next_move(piles, leaves)
        if move is None:
            return moves
        box, _, target = move
        piles.take(box)
        piles.put(box, target)
        moves.append(move)


def badly_placed(piles: Piles, leaves: Mapping[str, float]) -> list[str]:
    """Boxes that stand on one that leaves before them, those that leave last first."""
    never = float("inf")
    found = []
    for box, place in piles.place_of.items():
        mine = leaves.get(box, never)
        if any(
            leaves.get(other, never) < mine
            for ground in grounds(place)
            for other in piles.on(ground)
            if piles.place_of[other].tier < place.tier
        ):
            found.append(box)
    return sorted(found, key=lambda box: (-leaves.get(box, never), box))


def _next_move(piles: Piles, leaves: Mapping[str, float]) -> tuple[str, Place, Place] | None:
    never = float("inf")
    for box in badly_placed(piles, leaves):
        if piles.above(box):
            continue
        target = piles.best_place(box)
        if target is None:
            continue
        below = [other for ground in grounds(target) for other in piles.on(ground)]
        if all(leaves.get(other, never) >= leaves.get(box, never) for other in below):
            return box, piles.place_of[box], target
    return None
