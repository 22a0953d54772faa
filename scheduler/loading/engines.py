"""Which engines make a loading plan. With one of them off, its part of the work is done as it would be by hand."""

from dataclasses import dataclass
from typing import Literal

# How boxes of a kind are taken from the yard: as searched, always the one with the fewest boxes on it, or as the load
# list has them.
Order = Literal["searched", "greedy", "listed"]
# What may be done in the yard before the ship comes, where it pays: nothing; boxes that stand wrong are put right one
# by one; or bays are put in order as a whole too.
Before = Literal["nothing", "moves", "bays"]


@dataclass(frozen=True)
class Engines:
    """The engines of a loading plan, by default all of them.

    `slots` plans the slots of a block by a model, `cranes` searches for a crane schedule beyond the best in which all
    cranes go along the ship in one direction, and `retrieval` plans where boxes of a bay go that stand in another's
    way, where always taking the place that looks best moves some of them twice.
    """

    slots: bool = True
    cranes: bool = True
    order: Order = "searched"
    retrieval: bool = True
    before: Before = "bays"


ALL = Engines()
