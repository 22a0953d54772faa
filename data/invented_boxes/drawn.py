"""Boxes as they are drawn: how many of which kind, how heavy, for which port."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.box_kinds import BoxKind, kinds_of
from data.codes import height_m

Direction = Literal["discharge", "load", "remain"]

# Laden boxes in kilograms: mean, standard deviation, least and most; of 20 and of 40 feet.
_LADEN = {False: (16_500, 5_000, 6_000, 28_000), True: (18_500, 5_500, 8_000, 30_000)}
# Boxes without cargo by size and type.
_TARE_KG = {"22G1": 2_200, "42G1": 3_700, "45G1": 3_900, "22R1": 3_000, "45R1": 4_600}
HIGH_SHARE = 0.6
REEFER_SHARES = (0.02, 0.05)


@dataclass(slots=True)
class Drawn:
    """A box before it has a number."""

    direction: Direction
    box_type: str
    full: bool
    mass_kg: int
    height_m: float
    plug: bool = False
    port: str = ""
    final_port: str | None = None
    hazard: str | None = None
    over_height_cm: int = 0
    temperature_c: float | None = None
    loaded_at: str | None = None

    @property
    def long(self) -> bool:
        """Whether it takes a 40-foot slot."""
        return self.box_type[0] != "2"

    @property
    def kinds(self) -> tuple[BoxKind, ...]:
        """Its kinds, as a yard keeps them apart."""
        return kinds_of("full" if self.full else "empty", plug=self.plug, dangerous=self.hazard is not None)


def draw(
    direction: Direction, full: int, empty: int, long_share: float, light: float, random: np.random.Generator
) -> list[Drawn]:
    """So many laden and empty boxes in random order; `light` is the mass of cargo against the usual one."""
    count = full + empty
    long = random.random(count) < long_share
    high = random.random(count) < HIGH_SHARE
    cold = random.random(count) < random.uniform(*REEFER_SHARES)
    spread = random.standard_normal(count)
    boxes = []
    for place in range(count):
        laden, is_long = place < full, bool(long[place])
        box_type = "22G1" if not is_long else "45G1" if high[place] else "42G1"
        plug = laden and bool(cold[place])
        if plug:
            box_type = "45R1" if is_long else "22R1"
        tare = _TARE_KG[box_type]
        if laden:
            mean, deviation, least, most = _LADEN[is_long]
            mass = min(max(mean + deviation * float(spread[place]), least), most)
            mass = tare + 500 + max(0.0, mass - tare - 500) * light
        else:
            mass = tare
        boxes.append(Drawn(direction, box_type, laden, round(mass / 10) * 10, height_m(box_type), plug))
    return [boxes[place] for place in random.permutation(count)]


def dry(box: Drawn) -> None:
    """Make a box that finds no plug one that wants none, of the same size."""
    box.plug = False
    box.box_type = "45G1" if box.long else "22G1"


def lighten(box: Drawn) -> None:
    """Make a box one with as little cargo as any of its size."""
    if box.full:
        box.mass_kg = min(box.mass_kg, _LADEN[box.long][2])


def teu(boxes: Sequence[Drawn]) -> int:
    """Room that boxes take."""
    return sum(2 if box.long else 1 for box in boxes)


def t_per_teu(boxes: Sequence[Drawn]) -> float:
    """Their mass for each 20 feet; that of usual ones where there are none."""
    return tonnes(boxes) / teu(boxes) if boxes else 10.0


def tonnes(boxes: Sequence[Drawn]) -> float:
    """Mass of boxes."""
    return sum(box.mass_kg for box in boxes) / 1000
