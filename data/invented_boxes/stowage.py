"""The stowage with which a ship arrives: boxes in the parts of the ship that are for them."""

from collections.abc import Sequence

import numpy as np

from data.invented_boxes.blocks import Part, room_teu
from data.invented_boxes.drawn import Drawn, lighten, t_per_teu, teu
from data.invented_boxes.filling import fill, plug_in
from data.invented_boxes.roles import FILLED, MARGIN, Roles

_NOISE_KG = 3_000
_OF_PLUGS = 0.5
_EVEN = (0.85, 1.15)  # how alike parts are filled


def stow(
    roles: Roles, discharge: Sequence[Drawn], remain: Sequence[Drawn], above: int, random: np.random.Generator
) -> list[Drawn]:
    """Let boxes stand in their parts, so many of those that remain on top of boxes to discharge.

    Gives back the boxes to discharge that find no place. Boxes to remain that find none are left out.
    """
    cold = _first_plugs(roles.discharge, [box for box in discharge if box.plug])
    discharge = [*(box for box in discharge if not box.plug), *cold]
    tops, rest = _some_light(remain, above, random)
    rest = [*(box for box in rest if not box.plug), *_first_plugs(roles.remain, [box for box in rest if box.plug])]
    rest = [rest[int(place)] for place in random.permutation(len(rest))]
    below = _of_teu(rest, _below_teu(roles, discharge, rest))
    too_many = _deal(roles.shared, rest[:below], random, below=True)
    left = _anywhere((*roles.discharge, *roles.open), _deal(roles.discharge, discharge, random))
    _on_top(roles.discharge, tops, random)
    _anywhere(roles.remain, [*too_many, *_deal(roles.remain, rest[below:], random)])
    # On deck nothing lies above them but the sky; in the hold, a deck that stays. Lighter ones stand above lashings.
    last = [*roles.discharge, *roles.open, *(part for part in roles.remain if part.level == "deck")]
    left = _anywhere(last, left)
    for box in left:
        lighten(box)
    return _anywhere(last, left)


def _some_light(boxes: Sequence[Drawn], count: int, random: np.random.Generator) -> tuple[list[Drawn], list[Drawn]]:
    """So many boxes of the lighter half, and the others."""
    order = sorted(boxes, key=lambda box: box.mass_kg)
    light = [place for place in range(len(order) // 2) if not order[place].plug]
    chosen = {light[int(place)] for place in random.permutation(len(light))[:count]}
    return [order[place] for place in chosen], [box for place, box in enumerate(order) if place not in chosen]


def _below_teu(roles: Roles, discharge: Sequence[Drawn], remain: Sequence[Drawn]) -> float:
    """Room of the boxes to remain that go below boxes to discharge: what has no room elsewhere, if these leave it."""
    mass = t_per_teu(remain)
    elsewhere = FILLED * sum(part.room_teu(mass) for part in roles.remain)
    mass = t_per_teu(discharge)
    spare = FILLED * sum(part.room_teu(mass) for part in roles.discharge) - MARGIN * teu(discharge)
    return min(teu(remain) - elsewhere, spare)


def _anywhere(parts: Sequence[Part], boxes: Sequence[Drawn]) -> list[Drawn]:
    """Let boxes stand wherever there is room for them; gives back those that find no place."""
    left = list(boxes)
    for part in parts:
        left = fill(part.loads, left) if left else left
    return left


def _first_plugs(parts: Sequence[Part], boxes: Sequence[Drawn]) -> list[Drawn]:
    """Plug reefers in, with at most so many plugs of a part; gives back those that find none."""
    left = list(boxes)
    for part in parts:
        most = int(_OF_PLUGS * part.plugs())
        left = [*plug_in(part.loads, left[:most]), *left[most:]]
    return left


def _of_teu(boxes: Sequence[Drawn], room: float) -> int:
    """How many of the first boxes need this room."""
    taken = 0
    for place, box in enumerate(boxes):
        if taken >= room:
            return place
        taken += 2 if box.long else 1
    return len(boxes)


def _deal(
    parts: Sequence[Part], boxes: Sequence[Drawn], random: np.random.Generator, *, below: bool = False
) -> list[Drawn]:
    """Deal boxes to parts by their room, most of the heavy ones to the hold; gives back those that find no place.

    With `below`, stacks with a box to discharge are left out, so that no other box comes on top of it.
    """
    loads = [[load for load in part.loads if not (below and load.discharges)] for part in parts]
    mass = t_per_teu(boxes)
    noise = random.normal(0, _NOISE_KG, len(boxes))
    heavy = sorted(range(len(boxes)), key=lambda place: -(boxes[place].mass_kg + noise[place]))
    left: list[Drawn] = []
    given = 0
    rooms = [room_teu(each, mass) * float(random.uniform(*_EVEN)) for each in loads]
    asked = teu(boxes) / max(sum(rooms), 1e-9)
    for level in ("hold", "deck"):
        of_level = [place for place, part in enumerate(parts) if part.level == level]
        rest = [boxes[place] for place in heavy[given:]]
        count = len(rest) if level == "deck" else _of_teu(rest, asked * sum(rooms[place] for place in of_level))
        given += count
        rest = [rest[int(place)] for place in random.permutation(count)]
        for place in of_level:
            count = _of_teu(rest, asked * rooms[place]) if place != of_level[-1] else len(rest)
            left += fill(loads[place], rest[:count])
            rest = rest[count:]
        left += rest
    return left


def _on_top(parts: Sequence[Part], boxes: Sequence[Drawn], random: np.random.Generator) -> None:
    """Let boxes stand on top of some of those to discharge, each in a stack of its own where there are enough."""
    loads = [load for part in parts for load in part.loads if load.discharges]
    loads = [loads[int(place)] for place in random.permutation(len(loads))]
    for box in boxes:
        for place, load in enumerate(loads):
            last = load.standing[-1]
            if last.box.direction == "discharge" and load.takes(box, half := None if box.long else last.half or 0):
                load.put(box, half)
                loads = [*loads[place + 1 :], *loads[: place + 1]]
                break
