"""What stands in a stack of a ship while boxes are invented for it, and what it takes more."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.cargo import Container
from data.invented_boxes.drawn import Drawn
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell


@dataclass(frozen=True, slots=True)
class Weight:
    """A box that the case lists on board: its mass, and its middle from the bow, the middle line and the keel."""

    mass_t: float
    along_m: float
    across_m: float
    up_m: float
    stays: bool


@dataclass(slots=True)
class Standing:
    """An invented box on board: where it is, and its middle in metres from the bow, the middle line and the keel."""

    box: Drawn
    stack: "StackLoad"
    half: int | None  # None for a box in both
    cell: Cell
    along_m: float
    across_m: float
    up_m: float

    @property
    def place(self) -> int:
        """Its tier, counted from 0 at the bottom of the stack."""
        return self.stack.stack.tiers_below(self.cell.tier)


class StackLoad:
    """A stack and what stands in it; halves are 0 and 1 from the bow, an odd bay has only the first."""

    def __init__(self, layout: Layout, stack: ShipStack) -> None:
        self.stack = stack
        self.across_m = layout.across_m(stack)
        self.along_m = layout.bay_by_number[stack.bay].from_bow_m
        bays = Cell(stack.bay, stack.row, stack.bottom_tier).twenties
        self.halves = tuple(
            half for half, bay in enumerate(bays) if layout.has(Cell(bay, stack.row, stack.bottom_tier))
        )
        self.bays = bays
        self.tiers = [0] * len(bays)
        self.height_m = [0.0] * len(bays)
        self.twenty_kg = [0] * len(bays)
        self.loose_kg = [0.0] * len(bays)
        self.long_kg = 0
        self.standing: list[Standing] = []
        self.listed: list[Weight] = []
        self._long_below = False

    @property
    def free_teu(self) -> int:
        """Places for 20-foot boxes above those that stand here."""
        return sum(self.stack.tiers - tiers for tiers in self.tiers)

    @property
    def keeps(self) -> bool:
        """Whether the case lists a box here that stays on board."""
        return any(weight.stays for weight in self.listed)

    @property
    def discharges(self) -> bool:
        """Whether a box to discharge was put here."""
        return any(each.box.direction == "discharge" for each in self.standing)

    @property
    def even(self) -> bool:
        """Whether both halves are filled alike, so that a 40-foot box can stand on them."""
        return self.stack.forties and self.tiers[0] == self.tiers[-1]

    def takes(self, box: Drawn, half: int | None) -> bool:
        """Whether a box can stand on top, in a half or in both, by every rule for one stack."""
        stack = self.stack
        if half is None:
            if not self.even or self.tiers[0] >= stack.tiers:
                return False
            halves: Iterable[int] = range(len(self.tiers))
        else:
            if self._long_below or half not in self.halves or self.tiers[half] >= stack.tiers:
                return False
            halves = (half,)
        if box.plug and not self._plugged(min(halves)):
            return False
        if any(self.height_m[each] + box.height_m > stack.height_m for each in halves):
            return False
        return self.bears(box.mass_kg, half, min(self.tiers[each] for each in halves))

    def bears(self, more_kg: int, half: int | None, place: int) -> bool:
        """Whether so much more mass, in a half or in both, is within the limits; `place` counts tiers from 0."""
        stack, loose = self.stack, self.stack.level == "deck" and place >= self.stack.lashed_tiers
        if half is None:
            long_kg = self.long_kg + more_kg
            if long_kg > stack.max_40_kg or max(self.twenty_kg) + long_kg / 2 > stack.max_20_kg:
                return False
            return not loose or max(self.loose_kg) + more_kg / 2 <= stack.loose_kg
        if self.twenty_kg[half] + more_kg + self.long_kg / 2 > stack.max_20_kg:
            return False
        return not loose or self.loose_kg[half] + more_kg <= stack.loose_kg

    def put(self, box: Drawn, half: int | None) -> Standing:
        """Let a box stand on top."""
        stack = self.stack
        halves = range(len(self.tiers)) if half is None else (half,)
        first = min(halves)
        place = self.tiers[first]
        below_m = max(self.height_m[each] for each in halves)
        standing = Standing(
            box=box,
            stack=self,
            half=half,
            cell=Cell(stack.bay if half is None else self.bays[half], stack.row, stack.bottom_tier + 2 * place),
            along_m=self.along_m,
            across_m=self.across_m,
            up_m=stack.above_keel_m + below_m + box.height_m / 2,
        )
        for each in halves:
            self.tiers[each] += 1
            self.height_m[each] += box.height_m
        self._long_below |= half is None
        self.add_kg(box.mass_kg, half, place)
        self.standing.append(standing)
        return standing

    def add_kg(self, more_kg: int, half: int | None, place: int) -> None:
        """Count more mass, or less where it is negative."""
        halves = range(len(self.tiers)) if half is None else (half,)
        if half is None:
            self.long_kg += more_kg
        else:
            self.twenty_kg[half] += more_kg
        if self.stack.level == "deck" and place >= self.stack.lashed_tiers:
            for each in halves:
                self.loose_kg[each] += more_kg / len(halves)

    def has_listed(self, box: Container, cell: Cell) -> None:
        """Count a box that the case lists here, the lowest first; nothing is put below it."""
        place = self.stack.tiers_below(cell.tier)
        half = None if len(cell.twenties) == len(self.bays) == 2 else self.bays.index(cell.bay)
        for each in range(len(self.tiers)) if half is None else (half,):
            self.tiers[each] = max(self.tiers[each], place + 1)
            self.height_m[each] += box.height_m
        self._long_below |= half is None
        self.add_kg(box.mass_kg, half, place)
        up_m = self.stack.above_keel_m + max(self.height_m) - box.height_m / 2
        stays = box.direction == "remain"
        self.listed.append(Weight(box.mass_kg / 1000, self.along_m, self.across_m, up_m, stays))

    def _plugged(self, half: int) -> bool:
        return self.stack.bottom_tier + 2 * self.tiers[half] in self.stack.plugs
