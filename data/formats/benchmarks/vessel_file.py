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

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from data.formats.benchmarks.vessel_text import Block, VesselText
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.ship_layouts import Layout
from data.slots import across
from data.strength import SectionBuoyancy, ShipSection, ShipTank

_LEAST_METACENTRIC_M = 0.15
# What a metre across may lack where rows are as far apart as their first two.
_SAME_M = 0.01


def read_vessel(path: Path, name: str, note: str | None = None) -> Layout:
    """The vessel of a file as a profile of that name. Raises BadInput where it is no vessel of the set."""
    file = VesselText(path)
    try:
        return _layout(file, name, note)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or error.title
        # Where no field is named, the input is the whole row.
        value = str(first["input"])[:40] if first["loc"] else None
        problem = f"{where}: {first['msg'].removeprefix('Value error, ')}"
        raise file.wrong(problem, "correct it in the file", value=value) from error


def _layout(file: VesselText, name: str, note: str | None) -> Layout:
    if len(file.bays) != file.ship[0]:
        raise file.wrong(f"it has {len(file.bays)} bays", "give the whole file", value=f"{file.ship[0]:g}")
    for lighter, heavier in pairwise(file.points):
        if heavier[0] <= lighter[0]:
            problem = f"the displacement comes after that of {lighter[0]:g} t"
            raise file.wrong(problem, "sort HydroPoints, each once", value=f"{heavier[0]:g}")
    first, second = (bay.numbers[1] for bay in file.bays[:2])
    bow_m = round(first + (first - second) / 2, 1)
    rows = _rows(file)
    weights = [bay.numbers[5] for bay in file.bays]
    light_t = sum(weights)
    if light_t <= 0:
        raise file.wrong("the bays weigh nothing", "give each its constWeight")

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


def _rows(file: VesselText) -> _Rows:
    """Rows from port to starboard: odd numbers on the side above zero, 00 in the middle where the count is odd."""
    count = int(file.ship[1])
    bay = next((bay for bay in file.bays if sum(stack.deck is not None for stack in bay.stacks) == count), None)
    if bay is None or not 2 <= count <= 99:
        raise file.wrong("no bay has all stacks of the ship on deck", "give a vessel of the set")
    numbers = [row for row in range(count + 1) if row or count % 2][:count]
    ordered = sorted(numbers, key=lambda row: across(row, bool(count % 2)))
    return _Rows(tuple(ordered), round(bay.stacks[1].across_m - bay.stacks[0].across_m, 3))


def _stacks(file: VesselText, name: str, rows: _Rows) -> Iterator[ShipStack]:
    deck_tier = min((tier for block in _blocks(file, "deck") for tier, _ in block.cells), default=0)
    for place, bay in enumerate(file.bays):
        covered = {stack.hold.numbers[0] for stack in bay.stacks if stack.hold is not None}
        borne = {stack.deck.numbers[0] + 1 for stack in bay.stacks if stack.deck is not None}
        for row, stack in zip(rows.numbers, bay.stacks, strict=False):
            for level in ("hold", "deck"):
                block: Block | None = getattr(stack, level)
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


def _blocks(file: VesselText, level: str) -> Iterator[Block]:
    for bay in file.bays:
        for stack in bay.stacks:
            block: Block | None = getattr(stack, level)
            if block is not None:
                yield block


def _tanks(file: VesselText, name: str, bow_m: float) -> Iterator[ShipTank]:
    """The tanks, numbered from the bow on, with P or S where they lie to a side."""
    for number, tank in enumerate(file.tanks, start=1):
        capacity, along, aside, empty, full = tank.numbers
        if not tank.bays or max(tank.bays) >= len(file.bays) or not 0 < min(tank.shares) == max(tank.shares):
            raise file.wrong(
                "the tank lies in no bay, in one that is not there, or not in equal shares in its bays",
                "correct its BayCoverage",
                tank.row,
            )
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


def _buoyancy(file: VesselText, name: str) -> Iterator[SectionBuoyancy]:
    for place, bay in enumerate(file.bays, start=1):
        if len(bay.buoyancy) != len(file.points):
            problem = f"bay {place - 1} has {len(bay.buoyancy)} points of buoyancy"
            raise file.wrong(problem, f"give one for each of the {len(file.points)} points of hydrostatics")
        for point, lift in zip(file.points, bay.buoyancy, strict=True):
            yield SectionBuoyancy(profile=name, section=place, displacement_t=point[0], buoyancy_t=lift)


def _as_far_across(file: VesselText, layout: Layout, rows: _Rows) -> None:
    """Refuse a file whose stacks do not stand where their rows do."""
    for stack in layout.stacks:
        said = file.bays[(stack.bay - 2) // 4].stacks[rows.numbers.index(stack.row)].across_m
        if abs(said - layout.across_m(stack)) > _SAME_M:
            problem = f"stacks of bay {(stack.bay - 2) // 4} are not {rows.apart_m:g} m apart"
            raise file.wrong(problem, "give a vessel whose rows are evenly spaced", value=f"{said:g}")
