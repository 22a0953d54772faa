"""Kinds of boxes: those that a stowage need not tell apart.

Boxes of one kind leave at the same port, are equally long and high, both full or both empty, both with or without a
plug, and of one weight class. A planner fills the slots of a kind with any boxes of it, as they come from the yard.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from data import weight_classes
from data.cargo import Container
from data.codes import is_forty_five_foot
from scheduler.loading.ship import box_mm


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of boxes.

    `restow` says that they are on board already and must go back; `kg` is the mean mass of those that there are.
    """

    port: int
    long: bool
    status: Literal["full", "empty"]
    plug: bool
    height_mm: int
    only_deck: bool
    weight_class: int
    restow: bool
    kg: int


def weight_class(box: Container) -> int:
    """The weight class of a box: 0 light, 1 middle, 2 heavy."""
    return weight_classes.WEIGHT_CLASSES.index(weight_classes.weight_class(box.long, box.mass_kg))


def kinds(
    boxes: Iterable[Container], order: Mapping[str, int], restowed: Collection[str] = (), band_kg: int = 60_001
) -> dict[Kind, list[Container]]:
    """Boxes by kind, the kinds in a fixed order and the boxes of each from the heaviest on.

    With bands of so many kilograms, boxes of a kind are of one of them.
    """
    groups: defaultdict[tuple[int, bool, Literal["full", "empty"], bool, int, bool, int, bool, int], list[Container]]
    groups = defaultdict(list)
    for box in boxes:
        key = (
            order[box.port], box.long, box.status, box.plug, box_mm(box), is_forty_five_foot(box.box_type),
            weight_class(box),
            box.id in restowed, box.mass_kg // band_kg,
        )  # fmt: skip
        groups[key].append(box)
    found: dict[Kind, list[Container]] = {}
    for key in sorted(groups):
        members = sorted(groups[key], key=lambda box: (-box.mass_kg, box.id))
        masses = [box.mass_kg for box in members]
        found[Kind(*key[:-1], kg=sum(masses) // len(masses))] = members
    return found
