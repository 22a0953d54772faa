"""Weight classes of boxes: those that yard and stowage need not tell apart by mass."""

from typing import Literal

WeightClass = Literal["light", "middle", "heavy"]

WEIGHT_CLASSES: tuple[WeightClass, ...] = ("light", "middle", "heavy")

# Bounds in kilograms of the classes of 20-foot boxes and of longer ones: a 40-foot box is heavy where two 20-foot boxes
# in its place would be light.
EDGES_KG = {False: (0, 8_000, 16_000, 60_000), True: (0, 10_000, 20_000, 60_000)}


def weight_class(long: bool, mass_kg: int) -> WeightClass:
    """The weight class of a box of 20 feet, or `long`."""
    return WEIGHT_CLASSES[sum(mass_kg >= edge for edge in EDGES_KG[long][1:-1])]
