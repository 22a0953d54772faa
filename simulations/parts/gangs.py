"""Which cranes get the gangs of a shift."""

from collections.abc import Sequence
from itertools import zip_longest

from simulations.parts.crane import Crane
from simulations.visit import Visit


def cranes_to_man(ships: Sequence[Visit], gangs: int) -> list[Crane]:
    """The cranes that get so many gangs: one at each ship, then a second, and so on; those that have one keep it."""
    columns = [
        sorted((crane for crane in visit.cranes if crane.at_ship), key=lambda crane: not crane.gang) for visit in ships
    ]
    return [crane for rank in zip_longest(*columns) for crane in rank if crane is not None][:gangs]
