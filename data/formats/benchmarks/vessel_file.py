"""A vessel of the set representative_vessels as a vessel profile.

Rune Larsen, Dario Pacino, "A heuristic and a benchmark for the stowage planning problem", Maritime Economics and
Logistics, 2020. A file has headings that begin with # and name the numbers below them; lengths are metres before the
middle of the ship, bays and stacks count from 0, from the bow and from side to side, tiers from the keel. Every bay is
a section of the hull, those without stacks too. What the file leaves open is taken so:

- The first stacks are those to port: the file gives metres across and not which side is above zero.
- The ship ends as far beyond the middles of her first and last bay as half the way from there to the next one.
- Bay b is bay 4 b + 2, its halves 4 b + 1 and 4 b + 3 the two slots of its cells; section b + 1.
- `vcg` of a block is its floor (it is a whole number of tiers of 2.61 m), and that of a bay's weight its centre.
- A block of the deck with an odd number k lies on the hatch cover over block k + 1 of the hold: cover (k + 1) / 2.
- A cell with one plug has it in its fore half: of the set's boxes on board, all 20-foot reefers there stand in it.
- Limits of weight are those of a half for 20-foot boxes, and of the whole stack for 40-foot ones.
- The least metacentric height is that of the IMO's code on intact stability (2008, part A, 2.2.4): 0.15 m.

Draft and trim are not in the file: profiles of it have a window for the centre of gravity in their place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import BadInput, Fault
from data.formats.benchmarks.lines import text_of
from data.profiles import Hydrostatics, Layout, ShipBay, ShipProfile, ShipStack
from data.slots import Cell, across
from data.strength import SectionBuoyancy, ShipSection, ShipTank

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
# Numbers of a line below each heading.
_WIDTHS = {
    "Ship": 4, "HydroPoints": 4, "Tanks": 5, "BayCoverage": 2, "Bay": 7, "BuoyancyPoints": 1, "Stack": 2,
    "AboveDeck": 5, "BelowDeck": 5, "Cell": 2,
}  # fmt: skip
_LEAST_METACENTRIC_M = 0.15
_MOST_BAYS = 99
# What a metre across may lack where rows are as far apart as their first two.
_SAME_M = 0.01


@dataclass(frozen=True)
class _Block:
    """A part of a stack in the hold or on deck: its numbers, and for each cell tier and plugs."""

    row: int
    numbers: Sequence[float]
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Stack:
    across_m: float
    deck: _Block | None = None
    hold: _Block | None = None


@dataclass
class _Bay:
    numbers: Sequence[float]
    buoyancy: list[float] = field(default_factory=list)
    stacks: list[_Stack] = field(default_factory=list)


@dataclass
class _Tank:
    numbers: Sequence[float]
    bays: list[int] = field(default_factory=list)


class _File:
    """What stands in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ship: Sequence[float] = ()
        self.points: list[Sequence[float]] = []
        self.tanks: list[_Tank] = []
        self.bays: list[_Bay] = []
        heading = ""
        for row, line in enumerate(text_of(path).splitlines(), start=1):
            if line.startswith("#"):
                heading = line.lstrip("# ").split(":")[0]
                if heading not in _WIDTHS:
                    raise self.wrong("there is no such heading in a vessel of the set", "correct it", row, heading)
            elif words := line.split():
                if heading not in _WIDTHS:
                    raise self.wrong("the numbers stand below no heading", "give a vessel of the set", row)
                if len(words) != _WIDTHS[heading] or not all(_NUMBER.fullmatch(word) for word in words):
                    remedy = f"below {heading} a line has {_WIDTHS[heading]} numbers"
                    raise self.wrong("the line is not understood", remedy, row, line.strip())
                self._take(heading, [float(word) for word in words], row)
        if not (self.ship and self.points and len(self.bays) > 1):
            raise self.wrong("it has no ship, no points of hydrostatics or no two bays", "give the whole file")

    def wrong(self, problem: str, remedy: str, row: int | None = None, value: str | None = None) -> BadInput:
        """The error that refuses the file."""
        return BadInput([Fault(str(self.path), problem, remedy, row, value=value)])

    def _take(self, heading: str, numbers: Sequence[float], row: int) -> None:
        match heading:
            case "Ship":
                self.ship = numbers
            case "HydroPoints":
                self.points.append(numbers)
            case "Tanks":
                self.tanks.append(_Tank(numbers))
            case "BayCoverage" if self.tanks:
                self.tanks[-1].bays.append(int(numbers[0]))
            case "Bay" if len(self.bays) < _MOST_BAYS:
                self.bays.append(_Bay(numbers))
            case "BuoyancyPoints" if self.bays:
                self.bays[-1].buoyancy.append(numbers[0])
            case "Stack" if self.bays:
                self.bays[-1].stacks.append(_Stack(numbers[1]))
            case "AboveDeck" if self.bays and self.bays[-1].stacks:
                self.bays[-1].stacks[-1].deck = self._last = _Block(row, numbers)
            case "BelowDeck" if self.bays and self.bays[-1].stacks:
                self.bays[-1].stacks[-1].hold = self._last = _Block(row, numbers)
            case "Cell" if self.bays and self.bays[-1].stacks:
                self._last.cells.append((int(numbers[0]), int(numbers[1])))
            case _:
                raise self.wrong(f"{heading} belongs to nothing before it", "give a vessel of the set", row)


def read_vessel(path: Path, name: str, note: str | None = None) -> Layout:
    """The vessel of a file as a profile of that name. Raises BadInput where it is no vessel of the set."""
    file = _File(path)
    first, second = (bay.numbers[1] for bay in file.bays[:2])
    bow_m = round(first + (first - second) / 2, 1)
    rows = _rows(file)
    weights = [bay.numbers[5] for bay in file.bays]
    light_t = sum(weights)

    def centre(column: int) -> float:
        return sum(bay.numbers[column] * bay.numbers[5] for bay in file.bays) / light_t

    profile = ShipProfile(
        id=name,
        note=note,
        light_t=light_t,
        light_from_bow_m=round(bow_m - centre(1), 6),
        light_above_keel_m=round(centre(6), 6),
        min_metacentric_m=_LEAST_METACENTRIC_M,
        max_off_middle_m=file.ship[3],
        row_m=rows.apart_m,
    )
    layout = Layout(
        profile,
        tuple(
            ShipBay(profile=name, bay=4 * place + 2, from_bow_m=round(bow_m - bay.numbers[1], 3))
            for place, bay in enumerate(file.bays)
            if any(stack.deck or stack.hold for stack in bay.stacks)
        ),
        tuple(_stacks(file, name, rows)),
        tuple(
            Hydrostatics(
                profile=name,
                displacement_t=point[0],
                metacentre_m=point[3],
                min_centre_from_bow_m=round(bow_m - point[2], 3),
                max_centre_from_bow_m=round(bow_m - point[1], 3),
            )
            for point in file.points
        ),
        tuple(_tanks(file, name, bow_m)),
        tuple(
            ShipSection(
                profile=name,
                section=place,
                from_bow_m=round(bow_m - bay.numbers[1], 3),
                light_t=bay.numbers[5],
                min_shear_t=bay.numbers[2],
                max_shear_t=bay.numbers[3],
                max_bending_tm=bay.numbers[4],
            )
            for place, bay in enumerate(file.bays, start=1)
        ),
        tuple(_buoyancy(file, name)),
    )
    _as_far_across(file, layout, rows)
    return layout


@dataclass(frozen=True)
class _Rows:
    """The rows of the stacks by the set's number of them, and how far they are apart."""

    numbers: tuple[int, ...]
    apart_m: float


def _rows(file: _File) -> _Rows:
    """Rows from port to starboard: odd numbers on the side above zero, 00 in the middle where the count is odd."""
    count = int(file.ship[1])
    bay = next((bay for bay in file.bays if sum(stack.deck is not None for stack in bay.stacks) == count), None)
    if bay is None or not 2 <= count <= 99:
        raise file.wrong("no bay has all stacks of the ship on deck", "give a vessel of the set")
    numbers = [row for row in range(count + 1) if row or count % 2][:count]
    ordered = sorted(numbers, key=lambda row: across(row, bool(count % 2)))
    return _Rows(tuple(ordered), round(bay.stacks[1].across_m - bay.stacks[0].across_m, 3))


def _stacks(file: _File, name: str, rows: _Rows) -> Iterator[ShipStack]:
    deck_tier = min((tier for block in _blocks(file, "deck") for tier, _ in block.cells), default=0)
    for place, bay in enumerate(file.bays):
        covered = {stack.hold.numbers[0] for stack in bay.stacks if stack.hold is not None}
        borne = {stack.deck.numbers[0] + 1 for stack in bay.stacks if stack.deck is not None}
        for row, stack in zip(rows.numbers, bay.stacks, strict=False):
            for level in ("hold", "deck"):
                block: _Block | None = getattr(stack, level)
                if block is None:
                    continue
                number = block.numbers[0] + (level == "deck")
                tiers = sorted(tier for tier, _ in block.cells)
                if not tiers or tiers != list(range(tiers[0], tiers[0] + len(tiers))):
                    raise file.wrong("the cells of the stack are not one above the other", "correct them", block.row)
                iso = {tier: 82 + 2 * (tier - deck_tier) if level == "deck" else 2 + 2 * tier for tier in tiers}
                yield ShipStack.model_validate(
                    {
                        "profile": name,
                        "bay": 4 * place + 2,
                        "row": row,
                        "level": level,
                        "cover": int(number / 2) if number in covered and number in borne else None,
                        "bottom_tier": iso[tiers[0]],
                        "tiers": len(tiers),
                        "plugs": [iso[tier] for tier, plugs in sorted(block.cells) if plugs],
                        "one_plug": [iso[tier] for tier, plugs in sorted(block.cells) if plugs == 1],
                        "max_20_kg": round(1000 * block.numbers[2]),
                        "max_40_kg": round(1000 * block.numbers[3]),
                        "height_m": block.numbers[1],
                        "above_keel_m": block.numbers[4],
                    }
                )


def _blocks(file: _File, level: str) -> Iterator[_Block]:
    for bay in file.bays:
        for stack in bay.stacks:
            block: _Block | None = getattr(stack, level)
            if block is not None:
                yield block


def _tanks(file: _File, name: str, bow_m: float) -> Iterator[ShipTank]:
    """The tanks, numbered from the bow on, with P or S where they lie to a side."""
    for number, tank in enumerate(file.tanks, start=1):
        capacity, along, aside, empty, full = tank.numbers
        yield ShipTank(
            profile=name,
            tank=f"T{number:02d}{'S' if aside > 0 else 'P' if aside < 0 else ''}",
            capacity_t=capacity,
            from_bow_m=round(bow_m - along, 3),
            across_m=aside,
            empty_above_keel_m=empty,
            full_above_keel_m=full,
            sections=tuple(bay + 1 for bay in tank.bays),
        )


def _buoyancy(file: _File, name: str) -> Iterator[SectionBuoyancy]:
    for place, bay in enumerate(file.bays, start=1):
        if len(bay.buoyancy) != len(file.points):
            problem = f"bay {place - 1} has {len(bay.buoyancy)} points of buoyancy"
            raise file.wrong(problem, f"give one for each of the {len(file.points)} points of hydrostatics")
        for point, lift in zip(file.points, bay.buoyancy, strict=True):
            yield SectionBuoyancy(profile=name, section=place, displacement_t=point[0], buoyancy_t=lift)


def _as_far_across(file: _File, layout: Layout, rows: _Rows) -> None:
    """Refuse a file whose stacks do not stand where their rows do."""
    for stack in layout.stacks:
        said = file.bays[(stack.bay - 2) // 4].stacks[rows.numbers.index(stack.row)].across_m
        if abs(said - layout.across_m(stack)) > _SAME_M:
            problem = f"stacks of bay {(stack.bay - 2) // 4} are not {rows.apart_m:g} m apart"
            raise file.wrong(problem, "give a vessel whose rows are evenly spaced", value=f"{said:g}")


def place_in_set(layout: Layout, slot: str) -> tuple[int, int, int, int]:
    """The bay, stack, tier and half of the set that a slot of such a profile names."""
    cell = Cell.of(slot)
    numbers = {stack.row for stack in layout.stacks}
    stack = sorted(numbers, key=lambda row: across(row, 0 in numbers)).index(cell.row)
    tier = (cell.tier - 82) // 2 + first_deck_tier(layout) if cell.level == "deck" else (cell.tier - 2) // 2
    bay = layout.bay_of[cell.bay]
    return (bay - 2) // 4, stack, tier, 2 if cell.bay > bay else 1


def first_deck_tier(layout: Layout) -> int:
    """The set's number of the lowest tier on deck of such a profile: one is left out above the highest of the hold."""
    return max((stack.numbers[-1] for stack in layout.stacks if stack.level == "hold"), default=0) // 2 + 1
