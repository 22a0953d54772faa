"""The boxes of a call that its case does not list: how many the call states, and with which stowage the ship arrives.

What is invented depends on the case alone, for each call apart: on the terminal's seed, the call's id, what it states,
its ship's profile and the yard. Boxes that the case lists are kept, and the others stand around them. Two calls may
have invented boxes in the same place of the yard, as only the call that is planned has any.

Every share here is assumed:

- **Boxes**: `cargo.forty_foot_share` of them are of 40 feet, three in five of these high cubes. Laden ones have 16.5 t
  on the mean (20 feet; 6 to 28 t) or 18.5 t (40 feet; 8 to 30 t), less where so many would be too much for the ship;
  empty ones 2.2 or 3.8 t. 2 to 5 % of the laden ones are reefers, where there are plugs; 1 to 2 % have dangerous goods;
  three of 1,000 laden 40-foot boxes are flat racks with high cargo, one of 100 is of 45 feet, on deck. All laden boxes
  have a verified mass.
- **Ports**: those of the service's rotation, each 0.6 times as often as the one before it; without a service the first
  three of the case. 4 % of the laden boxes to load or to remain go on from there to a port beyond.
- **On arrival** a ship of 2,000 TEU and more has 60 to 75 % of her places filled, a smaller one 20 to 50 %, or more
  where she brings more, or less where so many would leave no room for what is loaded; at least 4 % stays on board.
  Boxes to discharge stand in blocks (beneath a pair of hatch covers, and on them) of twice as many bays as cranes work
  her, spread along the ship; 30 to 80 % of these blocks with their hold, the others on deck only, boxes of later ports
  below them where the ship is full. Other blocks stay open for the boxes to load, 1.5 times the room that these need.
  A block is mostly for one port in its hold, and on deck for that or an earlier one. Heavy boxes stand low; masses are
  exchanged between boxes of one kind until the ship floats well within her limits.
- **Restows**: 1 to 3 % of the moves, boxes to remain that stand on top of boxes to discharge.
- **Papers**: reefers keep -25 to 13 degrees, most -18 or -20; each class of dangerous goods has one UN number; boxes
  that remain were loaded at one of the ship's ports that they are not for, or where she has no other, at another of
  the case's; all are operated by the ship's line.
- **In the yard** 60 to 100 boxes of the call stand in a block, in as many blocks as cranes work her at least, in bays
  by port, length, kind and weight class (`data/weight_classes.py`; empty ones are of none), a tier below the block's
  height where they are laden, and only where the block takes their kind, reefers at plugs; 15 to 25 % stand in another
  group's stack.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from zlib import crc32

import numpy as np

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit
from data.invented_boxes.arrival import arrive
from data.invented_boxes.drawn import Drawn
from data.invented_boxes.marks import draw_ports, give_final_ports, give_hazards, give_ports, give_sizes, ports_of
from data.invented_boxes.papers import UN_NUMBERS, give_papers
from data.invented_boxes.yard import places_of
from data.slots import Place
from data.vessels import VesselCall

# Numbers of each call are apart from those of others, as long as no call has more boxes than this.
_NUMBERS_A_CALL = 16_384
# Spread of the booked mass of a laden box against the verified one.
_MISJUDGED = 0.02
# What messages have for the code of a line.
_LONGEST_CODE = 17
_OWNERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def invent_boxes(case: Case, call: VesselCall, listed: Sequence[Container]) -> list[Container]:
    """The boxes of a call beyond those that the case lists for it: to discharge, to load and to remain.

    None for a ship without a profile. Raises DermagaError where the boxes of the call do not fit the ship.
    """
    layout = case.layout_of(call)
    if layout is None:
        return []
    seeds = np.random.SeedSequence([case.terminal.seed, crc32(call.id.encode())]).spawn(4)
    stowing, marking, stacking, telling = (np.random.default_rng(seed) for seed in seeds)
    ports = ports_of(case, call)
    arrival = arrive(case, call, layout, listed, stowing)
    on_board = arrival.on_board
    slots = {id(each.box): each.cell.slot for each in on_board}
    boxes = [*(each.box for each in on_board), *arrival.load]
    give_ports(arrival.blocks, ports, marking)
    for box, place in zip(arrival.load, draw_ports(ports, len(arrival.load), marking), strict=True):
        box.port = ports[place]
    give_final_ports(case, ports, (box for box in boxes if box.direction != "discharge"), marking)
    give_hazards(boxes, on_board, marking)
    give_sizes(boxes, on_board, marking)
    places = {
        id(box): place
        for box, place in zip(arrival.load, places_of(case, arrival.load, call.max_cranes, stacking), strict=True)
        if place
    }
    give_papers(boxes, ports, case.ports_after(call), telling)
    line = case.ship_of(call).line
    operator = line if len(line) <= _LONGEST_CODE else None
    numbers = _numbers(case, call)
    misjudged = marking.normal(0, _MISJUDGED, len(boxes))
    return [
        _container(call, operator, box, number, slots.get(id(box)), places.get(id(box)), 1 + float(share))
        for box, number, share in zip(boxes, numbers, misjudged, strict=False)
    ]


def _numbers(case: Case, call: VesselCall) -> Iterator[str]:
    """Box numbers that the case does not list: from XXAU0000000 on, those of its first call first."""
    known = {box.id for box in case.containers}
    order = next((place for place, row in enumerate(case.calls) if row.id == call.id), crc32(call.id.encode()))
    for number in count(order * _NUMBERS_A_CALL):
        owner = _OWNERS[number // 10**6 % len(_OWNERS)]
        first = f"XX{owner}U{number % 10**6:06d}"
        whole = f"{first}{box_check_digit(first)}"
        if whole not in known:
            yield whole


def _container(
    call: VesselCall,
    operator: str | None,
    box: Drawn,
    number: str,
    slot: str | None,
    place: Place | None,
    misjudged: float,
) -> Container:
    booked = box.mass_kg if not box.full else max(100, round(box.mass_kg * misjudged / 100) * 100)
    return Container(
        id=number,
        box_type=box.box_type,
        status="full" if box.full else "empty",
        gross_mass_kg=booked,
        call=call.id,
        direction=box.direction,
        port=box.port,
        verified_kg=box.mass_kg if box.full else None,
        final_port=box.final_port,
        plug=box.plug,
        hazards=() if box.hazard is None else (box.hazard,),
        over_height_cm=box.over_height_cm,
        slot=slot,
        place=None if place is None else str(place),
        temperature_c=box.temperature_c,
        un_numbers=() if box.hazard is None else (UN_NUMBERS[box.hazard],),
        operator=operator,
        loaded_at=box.loaded_at,
    )
