"""Night shifts of the yard: what is moved in a few hours so that the ships of the next days find their boxes on top.

Before a ship has a loading plan, nobody knows in which order her boxes leave. They are taken as a loading plan would
most likely ask for them: ship by ship as they are expected, and of a ship the boxes of the last port first, and the
heavy ones before the light ones, since they stand below.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from data.cargo import Container
from data.case import Case
from data.clock import Moment
from data.codes import Id
from data.plans import AnyPlan, YardMove, read_as
from data.record import Record
from data.slots import Place
from data.weight_classes import WEIGHT_CLASSES, weight_class

# Who leaves before whom: when the ship is expected, and for boxes of one ship the port and the weight class.
_Turn = tuple[datetime, str, int, int]


class NightPlan(Record):
    """Moves in the yard from `start` to `end`, for the calls that are expected from `start` on and before `until`."""

    kind: Literal["night"] = "night"
    case: Id
    case_hash: str = Field(description="Fingerprint of the case it was made for")
    start: Moment = Field(description="When the shift begins")
    end: Moment = Field(description="When it ends")
    until: Moment = Field(description="Ships that are expected later are not thought of")
    moves: tuple[YardMove, ...] = Field((), description="The moves; those of a yard crane in its order")


# With the plans of other kinds, for who reads a file of any.
_OR_NIGHT: TypeAdapter[AnyPlan | NightPlan] = TypeAdapter(Annotated[AnyPlan | NightPlan, Field(discriminator="kind")])


def read_plan_or_night(path: Path) -> AnyPlan | NightPlan:
    """The plan or night shift in a JSON file. Raises BadInput with every fault in it."""
    return read_as(_OR_NIGHT, path)


def standing(case: Case) -> dict[str, Container]:
    """The boxes that stand in the yard by the case's list, by number."""
    return {box.id: box for box in case.containers if box.place is not None}


def leaving(case: Case, start: datetime, until: datetime) -> dict[str, float]:
    """Turns of the boxes of the yard that ships expected from `start` on and before `until` load; equal ones together.

    Boxes of later ships, and those that no ship loads, are left out: they stay.
    """
    turns: dict[str, _Turn] = {}
    for box in standing(case).values():
        call = case.call_by_id[box.call]
        if not start <= call.eta < until:
            continue
        ports = case.ports_after(call)
        port = ports.index(box.port) if box.port in ports else -1
        heavy = WEIGHT_CLASSES.index(weight_class(box.long, box.mass_kg))
        turns[box.id] = (call.eta, call.id, -port, -heavy)
    order = {turn: float(place) for place, turn in enumerate(sorted(set(turns.values())), start=1)}
    return {box: order[turn] for box, turn in turns.items()}


def in_the_way(places: Mapping[str, Place], leaves: Mapping[str, float]) -> dict[str, str]:
    """Boxes that stand on one that leaves before them, by number, and on which: the first to leave."""
    stays = float("inf")
    piles: dict[tuple[str, int, int], list[tuple[int, str]]] = {}
    for box, place in places.items():
        for bay in place.twenties:
            piles.setdefault((place.block, bay, place.row), []).append((place.tier, box))
    found: dict[str, str] = {}
    for boxes in piles.values():
        for tier, box in boxes:
            below = [(leaves.get(other, stays), other) for lower, other in boxes if lower < tier]
            first = min(below, default=(stays, ""))
            if first[0] < leaves.get(box, stays):
                found[box] = first[1]
    return found
