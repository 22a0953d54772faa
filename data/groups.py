"""Export groups: boxes to load that the yard need not tell apart.

Boxes of a group leave the ship at the same port, are equally long, all laden or all empty, all with or without a plug
and dangerous goods, and of one weight class. A stack of one group is loaded from the top, whichever of its boxes the
stowage names.
"""

from typing import Literal, NamedTuple

from data.box_kinds import BoxKind, kinds_of
from data.cargo import Container
from data.weight_classes import WeightClass, weight_class

Status = Literal["full", "empty"]
Length = Literal[20, 40]


class Group(NamedTuple):
    """A group of boxes to load; `port` is where they leave the ship, `length` is 40 for all longer boxes."""

    port: str
    length: Length
    status: Status
    weight_class: WeightClass
    plug: bool = False
    dangerous: bool = False

    @classmethod
    def of(cls, box: Container) -> "Group":
        """The group of a box to load."""
        length: Length = 40 if box.long else 20
        classed = weight_class(box.long, box.mass_kg)
        return cls(box.port, length, box.status, classed, box.plug, bool(box.hazards))

    @property
    def kinds(self) -> tuple[BoxKind, ...]:
        """The kinds of its boxes, as a yard keeps them apart."""
        return kinds_of(self.status, plug=self.plug, dangerous=self.dangerous)

    def __str__(self) -> str:
        marks = (", with plug" if self.plug else "") + (", dangerous" if self.dangerous else "")
        return f"{self.length}-foot {self.weight_class} {self.status} to {self.port}{marks}"
