"""The load lists of the set representative_vessels: a ship's boxes on board and on the quay at the first port.

Rune Larsen, Dario Pacino, "A heuristic and a benchmark for the stowage planning problem", Maritime Economics and
Logistics, 2020. The vessels are profiles of `data.cases`' kind, of which a list's second letter names one: VSLow1 is of
the small one. The call is that at port 0: what has a place in the list stands on board and remains, what begins at
port 0 without one is loaded, and what begins at a later port is none of this call.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from data.cargo import Container
from data.case import Case
from data.codes import box_check_digit, height_m
from data.costs import Costs
from data.errors import BadInput, Fault
from data.formats.assemble import name_of
from data.formats.benchmarks import setting
from data.formats.benchmarks.lines import text_of
from data.operations import CraneWork
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell, across
from data.terminal import Port
from data.vessels import VesselCall

CALL = "VOYAGE"
_MOST_PORTS, _MOST_BOXES = 60, 20_000
# A box number has so many digits for the line.
_MOST_LINES = 999_999
# ISO 6346 by length and the set's types: dry, reefer, high cube, high reefer.
_TYPES = {
    (20, "DC"): "22G1", (20, "RC"): "22R1", (20, "HC"): "25G1", (20, "HR"): "25R1",
    (40, "DC"): "42G1", (40, "RC"): "42R1", (40, "HC"): "45G1", (40, "HR"): "45R1",
}  # fmt: skip
# Heights of the set in millimetres: of its dry and of its high boxes.
_LOW_MM, _HIGH_MM = 2_590, 2_900
# Beyond the middle of the last bay there is so much of a ship; and the cranes that the work is spread for.
_LENGTH_M, _CRANES = 20, 6
_COSTS = Costs(
    waiting_per_hour=1, lateness_per_hour=1, position_per_metre=0, unserved_per_call=10_000, shipment_unserved=1,
)  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class Listed:
    """A line of the list: where its box comes on board and leaves, its type, and bay, stack, tier and slot on board."""

    line: int
    start: int
    end: int
    type: int
    place: tuple[int, int, int, int] | None


@dataclass(frozen=True)
class BoxType:
    """A transport type: feet, kilograms, and DC, RC, HC or HR."""

    feet: int
    kg: int
    type: str

    @property
    def iso(self) -> str:
        """Its ISO 6346 size and type."""
        return _TYPES[self.feet, self.type]


@dataclass(frozen=True)
class LoadList:
    """A list: the number of ports, its types, and its boxes in the order of their lines."""

    ports: int
    types: Mapping[int, BoxType]
    boxes: tuple[Listed, ...]


def number_of(line: int) -> str:
    """The box number of a line of the list, counted as the lines of its file are."""
    first = f"XXRU{line:06d}"
    return f"{first}{box_check_digit(first)}"


def line_of(number: str) -> int:
    """The line of a box number."""
    return int(number[4:10])


def port_of(number: int) -> str:
    """The code of a port of the list."""
    return f"XXP{chr(65 + number // 26)}{chr(65 + number % 26)}"


def parsed(path: Path) -> LoadList:
    """A file of the set. Raises BadInput where it is none."""
    part = 0
    ports = count = 0
    types: dict[int, BoxType] = {}
    boxes: list[Listed] = []

    def wrong(row: int, problem: str, remedy: str, value: str | None = None) -> BadInput:
        return BadInput([Fault(str(path), problem, remedy, row, value=value)])

    for row, line in enumerate(text_of(path).splitlines(), start=1):
        words = line.split()
        if row > _MOST_LINES:
            raise wrong(row, "the file has too many lines", f"give at most {_MOST_LINES:,}")
        if not words:
            continue
        if words[0].startswith("#"):
            part += 1
            continue
        if part == 2 and len(words) == 4:
            feet, name = words[1], words[3]
            if feet not in ("20", "40") or (int(feet), name) not in _TYPES or not _NUMBER.fullmatch(words[2]):
                raise wrong(row, "the line is no transport type", "give id, length 20 or 40, tonnes, and a type", line)
            if not _WHOLE.fullmatch(words[0]) or not 0.001 <= float(words[2]) <= 60:
                raise wrong(row, "the line is no transport type", "give a whole id, and from 0.001 to 60 t", line)
            if int(words[0]) in types:
                raise wrong(row, "the transport type is there twice", "give each an id of its own", line)
            types[int(words[0])] = BoxType(int(feet), round(1000 * float(words[2])), name)
            continue
        if not all(_WHOLE.fullmatch(word) for word in words):
            raise wrong(row, "a value is no whole number", "write digits only, at most six", line)
        values = [int(word) for word in words]
        if part == 1 and len(values) == 2:
            ports, count = values
            if not 2 <= ports <= _MOST_PORTS or count > _MOST_BOXES:
                raise wrong(row, "so many ports or boxes are out of reach", "give a list of the set", line)
        elif part == 3 and len(values) in (3, 7):
            if values[2] not in types or not values[0] < values[1] < ports:
                raise wrong(row, "the line names no type or no leg of the voyage", "correct it", line)
            if len(values) == 7 and (values[0] or not 1 <= values[6] <= 40 // types[values[2]].feet):
                raise wrong(
                    row, "the box on board begins at a later port, or in no half of a cell",
                    "begin at port 0, in slot 1 or 2, and with 40 feet in slot 1", line,
                )  # fmt: skip
            place = (values[3], values[4], values[5], values[6]) if len(values) == 7 else None
            boxes.append(Listed(row, values[0], values[1], values[2], place))
        else:
            raise wrong(row, f"the line has {len(values)} values", "give a list of the set", line)
    if len(boxes) != count or not boxes:
        raise wrong(1, f"the list has {len(boxes)} boxes and says {count}", "give the whole file")
    return LoadList(ports, types, tuple(boxes))


@dataclass(frozen=True)
class Voyage:
    """A list as a case with one call, and what its numbers mean on board."""

    case: Case
    list: LoadList

    @property
    def call(self) -> VesselCall:
        """The call at port 0."""
        return self.case.calls[0]

    @property
    def layout(self) -> Layout:
        """The ship."""
        return self.case.needed_layout(self.call)


def slot_of(layout: Layout, place: tuple[int, int, int, int], feet: int) -> str | None:
    """The slot that a place of the set (bay, stack, tier, half) names; None where the ship has none."""
    bay, stack, tier, half = place
    numbers = _Numbers(layout)
    number, row = 4 * bay + 2, numbers.row_of.get(stack)
    if number not in layout.bay_by_number or row is None:
        return None
    iso = 82 + 2 * (tier - numbers.first_deck) if tier >= numbers.first_deck else 2 + 2 * tier
    if feet == 20:
        number += -1 if half == 1 else 1
    cell = Cell(number, row, iso)
    return cell.slot if layout.has(cell) else None


def place_of(layout: Layout, slot: str) -> tuple[int, int, int, int]:
    """The place of the set that a slot names."""
    cell, numbers = Cell.of(slot), _Numbers(layout)
    stack_of = {row: stack for stack, row in numbers.row_of.items()}
    tier = (cell.tier - 82) // 2 + numbers.first_deck if cell.level == "deck" else (cell.tier - 2) // 2
    listed = layout.bay_of[cell.bay]
    return (listed - 2) // 4, stack_of[cell.row], tier, 2 if cell.bay > listed else 1


class _Numbers:
    """How the set numbers the stacks and the tiers of a ship: stacks from port to starboard, tiers from the keel."""

    def __init__(self, layout: Layout) -> None:
        rows = {stack.row for stack in layout.stacks}
        ordered = sorted(rows, key=lambda row: across(row, 0 in rows))
        self.row_of = dict(enumerate(ordered))
        highest = max((stack.numbers[-1] for stack in layout.stacks if stack.level == "hold"), default=0)
        # Between the highest tier of the hold and the deck's lowest one the set leaves a number out.
        self.first_deck = highest // 2 + 1


def read(path: Path, profile: Layout) -> Voyage:
    """The voyage of a list with its ship. Raises BadInput where it is no list of the set, or does not fit the ship."""
    listed = parsed(path)
    layout = replace(profile, stacks=tuple(_as_high(stack) for stack in profile.stacks))
    containers = tuple(_containers(path, listed, layout))
    load = sum(box.direction == "load" for box in containers)
    if not load:
        problem = "no box comes on board at port 0"
        raise BadInput([Fault(str(path), problem, "give a list of which some begin there without a place")])
    loa_m = _LENGTH_M + max(bay.from_bow_m for bay in layout.bays)
    ship = setting.ship(1, round(loa_m))
    ship = ship.model_copy(
        update={
            "profile": layout.profile.id,
            "capacity_teu": 2 * sum(stack.tiers for stack in layout.stacks),
            "beam_m": round(2 * max(layout.across_m(stack) for stack in layout.stacks) + 3),
        }
    )
    call = VesselCall(
        id=CALL, vessel=ship.id, eta=setting.MONDAY, etd=setting.MONDAY + timedelta(days=5), arrival_draft_m=10,
        departure_draft_m=10, load_full=load, stowage_listed=True,
    )  # fmt: skip
    quay = setting.quay(setting.LONGEST_SHIP_M)
    case = Case(
        name=name_of(path.stem),
        terminal=setting.terminal(path, quay, _COSTS, CraneWork(gross_moves_per_hour=30, cycle_s=120)),
        berths=setting.sections(1, setting.LONGEST_SHIP_M),
        quay_cranes=setting.cranes(_CRANES, setting.LONGEST_SHIP_M),
        ports=(
            setting.PORT,
            *(Port(unlocode=port_of(number), name=f"Port {number}") for number in range(1, listed.ports)),
        ),
        ship_profiles=(layout.profile,),
        ship_bays=layout.bays,
        ship_stacks=layout.stacks,
        hydrostatics=layout.hydrostatics,
        ship_tanks=layout.tanks,
        ship_sections=layout.sections,
        ship_buoyancy=layout.buoyancy,
        vessels=(ship,),
        calls=(call,),
        containers=containers,
    )
    return Voyage(case, listed)


def _containers(path: Path, listed: LoadList, layout: Layout) -> Iterator[Container]:
    """The boxes of port 0: those on board, and those that it loads."""
    taken: dict[tuple[int, int, int, int], int] = {}

    def wrong(box: Listed, problem: str, remedy: str) -> BadInput:
        return BadInput([Fault(str(path), problem, remedy, box.line, value=" ".join(map(str, box.place or ())))])

    for box in listed.boxes:
        if box.start:
            continue
        kind = listed.types[box.type]
        slot = None
        if box.place is not None:
            slot = slot_of(layout, box.place, kind.feet)
            if slot is None:
                raise wrong(box, "the ship has no such place", "give the list of this ship")
            for half in (1, 2) if kind.feet == 40 else (box.place[3],):
                other = taken.setdefault((*box.place[:3], half), box.line)
                if other != box.line:
                    raise wrong(box, f"the box of row {other} stands there", "give each a place of its own")
        yield Container(
            id=number_of(box.line), box_type=kind.iso, status="full", gross_mass_kg=kind.kg, verified_kg=kind.kg,
            call=CALL, direction="load" if slot is None else "remain", port=port_of(box.end), slot=slot,
            plug=kind.type in ("RC", "HR"),
        )  # fmt: skip


def _as_high(stack: ShipStack) -> ShipStack:
    """A stack that takes the same boxes by ISO heights as it does by those of the set, which differ by millimetres."""
    most = int(stack.height_m * 1000 + 0.5)
    low, high = (round(1000 * height_m(code)) for code in (_TYPES[40, "DC"], _TYPES[40, "HC"]))
    takes = [
        (lows * low + highs * high)
        for lows in range(most // _LOW_MM + 1)
        for highs in range((most - lows * _LOW_MM) // _HIGH_MM + 1)
    ]
    return stack.model_copy(update={"height_m": max(takes) / 1000}) if max(takes) else stack
