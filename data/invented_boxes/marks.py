"""Ports, dangerous goods and odd sizes of invented boxes, once it is known where they stand."""

from collections.abc import Iterable, Sequence

import numpy as np

from data.case import Case
from data.codes import height_m
from data.errors import DermagaError
from data.hazards import segregation
from data.invented_boxes.blocks import Block
from data.invented_boxes.drawn import Drawn
from data.invented_boxes.stacks import Standing
from data.vessels import VesselCall

# Shares of what a port gets of the one before it in the rotation, and of boxes that are not for their block's port.
NEXT_PORT, _STRAY = 0.6, 0.1
TRANSHIPPED = 0.04
HAZARDOUS = (0.01, 0.02)
# Classes of dangerous goods and how common they are.
_CLASSES = {"3": 0.35, "9": 0.2, "8": 0.2, "6.1": 0.08, "4.1": 0.07, "2.1": 0.06, "5.1": 0.04}
# Classes that must be more than "away from" each other are never given to two bays of 40 feet as near as this, which is
# farther than these classes must be apart.
_BAYS_APART = 8
_OVER_HEIGHT, _FORTY_FIVE = 0.003, 0.01
_OVER_CM = (20, 80)


def ports_of(case: Case, call: VesselCall) -> tuple[str, ...]:
    """The ports that boxes of a call are for: the rotation of her service, or where she has none the next three.

    Raises DermagaError where the case names no other port than its own.
    """
    ports = case.ports_after(call)
    service = next((row for row in case.services if row.id == call.service), None)
    named = [port for port in ports if service is not None and port in service.rotation]
    if not ports:
        raise DermagaError(
            f"boxes of the call {call.id} have no port to go to: the case names none but its own; add some to the "
            "table ports"
        )
    return tuple(named or ports[:3])


def draw_ports(ports: Sequence[str], count: int, random: np.random.Generator) -> list[int]:
    """Places of ports, the earlier ones more often."""
    weights = np.array([NEXT_PORT**place for place in range(len(ports))])
    return [int(place) for place in random.choice(len(ports), size=count, p=weights / weights.sum())]


def give_ports(blocks: Sequence[Block], ports: Sequence[str], random: np.random.Generator) -> None:
    """Ports for the boxes on board: a block is mostly for one in its hold, and on deck for that or an earlier one."""
    for block, lower in zip(blocks, draw_ports(ports[::-1], len(blocks), random), strict=True):
        hold = len(ports) - 1 - lower
        deck = int(random.integers(0, hold + 1))
        origin = draw_ports(ports, 1, random)[0]
        for part, port in ((block.hold, hold), (block.deck, deck)):
            for each in (each for load in part.loads for each in load.standing):
                if each.box.direction == "remain":
                    each.box.port = ports[port]
                else:
                    stray = random.random() < _STRAY
                    each.box.port = ports[draw_ports(ports, 1, random)[0] if stray else origin]


def give_final_ports(case: Case, ports: Sequence[str], boxes: Iterable[Drawn], random: np.random.Generator) -> None:
    """Some laden boxes change ships at their port, for one to which this ship does not go."""
    beyond = [port.unlocode for port in case.ports if port.unlocode not in (*ports, case.terminal.unlocode)]
    for box in boxes:
        if beyond and box.full and random.random() < TRANSHIPPED:
            box.final_port = beyond[int(random.integers(len(beyond)))]


def give_hazards(boxes: Sequence[Drawn], on_board: Sequence[Standing], random: np.random.Generator) -> None:
    """Dangerous goods in some laden boxes; those on board are of classes that may stand so near each other."""
    share = float(random.uniform(*HAZARDOUS))
    names, weights = list(_CLASSES), list(_CLASSES.values())
    stands = {id(each.box): each for each in on_board}
    placed: list[tuple[int, str]] = []
    for box in boxes:
        if not box.full or box.plug or random.random() >= share:
            continue
        hazard = names[int(random.choice(len(names), p=weights))]
        each = stands.get(id(box))
        if each is not None:
            bay = each.cell.bay
            if any(abs(bay - at) <= _BAYS_APART and segregation((hazard,), (other,)) > 1 for at, other in placed):
                hazard = "9"
            placed.append((bay, hazard))
        box.hazard = hazard


def give_sizes(boxes: Sequence[Drawn], on_board: Sequence[Standing], random: np.random.Generator) -> None:
    """Odd sizes for a few laden 40-foot boxes: flat racks with high cargo, on top of deck stacks, and 45-foot ones."""
    stands = {id(each.box): each for each in on_board}
    for box in boxes:
        if not (box.full and box.long) or box.plug or box.hazard:
            continue
        chance, each = float(random.random()), stands.get(id(box))
        if chance < _OVER_HEIGHT:
            over_cm = int(random.integers(_OVER_CM[0] // 5, _OVER_CM[1] // 5 + 1)) * 5
            rack_m = height_m("42P3") + over_cm / 100
            if each is None or (_on_top(each) and _has_room(each, rack_m - box.height_m)):
                box.box_type, box.over_height_cm, box.height_m = "42P3", over_cm, rack_m
        elif (
            chance < _OVER_HEIGHT + _FORTY_FIVE
            and box.box_type == "45G1"
            and (each is None or each.cell.level == "deck")
        ):
            box.box_type = "L5G1"


def _on_top(each: Standing) -> bool:
    return each.cell.level == "deck" and each.place == max(each.stack.tiers) - 1


def _has_room(each: Standing, more_m: float) -> bool:
    return max(each.stack.height_m) + more_m <= each.stack.stack.height_m
