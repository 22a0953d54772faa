"""Boxes put in order before the ship comes by single moves, each of which mends one box.

A box is badly placed when it stands on one that leaves before it. Such a box is moved while it is on top and there is a
pile in its block where it stands well: on the ground, or on boxes that all leave after it, and where it fits (a reefer
keeps its plug). Every move so mends one box for good, and none makes another worse; boxes for which there is no such
pile stay where they are. The box that leaves last goes first, after Expósito-Izquierdo, Melián-Batista and Moreno-Vega
(Expert Systems with Applications 39, 2012).

A box that found no pile is asked again only for the piles that a move has changed. One that another was put on stays:
what stands on it now stands well, and is moved no more.
"""

from collections.abc import Callable, Iterable, Mapping
from heapq import heapify, heappop, heappush

from data.slots import Place
from scheduler.yard.piles import BoxMove, Ground, Piles, grounds

_NEVER = float("inf")


def put_in_order(
    piles: Piles, leaves: Mapping[str, float], mends: Callable[[Place], bool] = lambda _: True
) -> list[BoxMove]:
    """Moves that leave fewer boxes badly placed; `piles` is changed by them.

    `leaves` says when each box goes on board, as in `piles`; those that it does not name stay. Only boxes in places
    that `mends` names are moved.
    """
    bad = {box for box in badly_placed(piles, leaves) if mends(piles.place_of[box])}
    ready = [_key(box, leaves) for box in bad if not piles.above(box)]
    heapify(ready)
    waiting: set[str] = set()
    moves: list[BoxMove] = []
    while ready:
        box = heappop(ready)[1]
        if piles.above(box):
            continue
        here = piles.place_of[box]
        target = piles.best_place(box)
        if target is None or not _stands_well(piles, box, target, leaves):
            waiting.add(box)
            continue
        piles.take(box)
        piles.put(box, target)
        moves.append((box, here, target))
        bad.remove(box)
        for top in {boxes[-1] for ground in grounds(here) if (boxes := piles.on(ground))}:
            if top in bad and top not in waiting and not piles.above(top):
                heappush(ready, _key(top, leaves))
        changed = (*grounds(here), *grounds(target))
        for other in [other for other in waiting if _helps(piles, other, changed, leaves)]:
            waiting.remove(other)
            heappush(ready, _key(other, leaves))
    return moves


def badly_placed(piles: Piles, leaves: Mapping[str, float]) -> list[str]:
    """Boxes that stand on one that leaves before them, those that leave last first."""
    found = []
    for box, place in piles.place_of.items():
        mine = leaves.get(box, _NEVER)
        if any(
            leaves.get(other, _NEVER) < mine
            for ground in grounds(place)
            for other in piles.on(ground)
            if piles.place_of[other].tier < place.tier
        ):
            found.append(box)
    return sorted(found, key=lambda box: _key(box, leaves))


def _key(box: str, leaves: Mapping[str, float]) -> tuple[float, str]:
    return -leaves.get(box, _NEVER), box


def _stands_well(piles: Piles, box: str, target: Place, leaves: Mapping[str, float]) -> bool:
    """Whether a box stands on none that leaves before it there, and fits, unless it does not fit where it stands."""
    here = piles.place_of[box]
    return piles.leaves_first(grounds(target)) >= leaves.get(box, _NEVER) and (
        piles.fits(box, target.block, target.bay) or not piles.fits(box, here.block, here.bay)
    )


def _helps(piles: Piles, box: str, changed: Iterable[Ground], leaves: Mapping[str, float]) -> bool:
    """Whether a box that found no pile may stand well on one of those that a move has changed."""
    here = piles.place_of[box]
    own = set(grounds(here))
    for block, bay, row in changed:
        if block != here.block:
            continue
        for number in (bay,) if len(own) == 1 else (bay - 1, bay + 1):
            target = piles.room(block, number, row) if number > 0 else None
            if target is not None and not own & set(grounds(target)) and _stands_well(piles, box, target, leaves):
                return True
    return False
