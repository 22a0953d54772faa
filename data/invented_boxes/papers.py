"""What papers say of invented boxes beyond their kind and place: temperatures, UN numbers, ports of loading."""

from collections.abc import Sequence

import numpy as np

from data.invented_boxes.drawn import Drawn

# Temperatures that reefers keep, in degrees Celsius, and how common they are: frozen fish and meat, then fruit.
_TEMPERATURES = {-25.0: 0.1, -20.0: 0.25, -18.0: 0.35, 0.0: 0.1, 5.0: 0.1, 13.0: 0.1}
# A common cargo of each class that boxes are given: paint; environmentally hazardous liquids; lye; toxic liquids;
# sulphur; aerosols; ammonium nitrate.
UN_NUMBERS = {
    "3": "1263", "9": "3082", "8": "1824", "6.1": "2810", "4.1": "1350", "2.1": "1950", "5.1": "1942",
}  # fmt: skip


def give_papers(
    boxes: Sequence[Drawn], ports: Sequence[str], beyond: Sequence[str], random: np.random.Generator
) -> None:
    """Temperatures for reefers, and for boxes that remain a port of loading: one of the ship's that they are not for.

    Where the ship has no such port, it is one of those `beyond`.
    """
    degrees = list(_TEMPERATURES)
    kept = random.choice(len(degrees), size=len(boxes), p=list(_TEMPERATURES.values()))
    chances = random.random(len(boxes))
    for box, place, chance in zip(boxes, kept, chances, strict=True):
        if box.plug:
            box.temperature_c = degrees[int(place)]
        others = [port for port in ports if port != box.port] or [port for port in beyond if port != box.port]
        if box.direction == "remain" and others:
            box.loaded_at = others[int(chance * len(others))]
