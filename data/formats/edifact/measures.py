"""Masses, lengths and temperatures of messages, in kilograms, centimetres and degrees Celsius."""

import math
import re
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from data.formats.edifact.refusals import Refusals
from data.formats.edifact.segments import Segment

_KILOGRAMS = {"KGM": Decimal(1), "TNE": Decimal(1000), "LBR": Decimal("0.45359237")}
_CENTIMETRES = {"CMT": Decimal(1), "MMT": Decimal("0.1"), "MTR": Decimal(100), "INH": Decimal("2.54")}
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,9})?")


def number(text: str) -> Decimal | None:
    """The number in a text with a decimal point or comma, or None where it is none."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def kilograms(segment: Segment, component: int, refuse: Refusals) -> int | None:
    """The mass in a component of MEA's third element, whose first one is the unit, to the kilogram.

    None where it is refused.
    """
    unit, value = segment.part(3), number(segment.part(3, component))
    if unit not in _KILOGRAMS:
        refuse.add(segment, "the unit of the mass is not known here", f"give one of {', '.join(_KILOGRAMS)}", 3, 1)
        return None
    if value is None or value < 0:
        refuse.add(segment, "it is no mass", "give digits, with a decimal point if need be", 3, component)
        return None
    return int((value * _KILOGRAMS[unit]).to_integral_value(ROUND_HALF_UP))


def centimetres(segment: Segment, component: int, refuse: Refusals) -> int | None:
    """The length in a component of DIM's second element, whose first one is the unit, rounded up.

    None where it is refused.
    """
    unit, value = segment.part(2), number(segment.part(2, component))
    if unit not in _CENTIMETRES:
        refuse.add(segment, "the unit of the length is not known here", f"give one of {', '.join(_CENTIMETRES)}", 2, 1)
        return None
    if value is None or value < 0:
        refuse.add(segment, "it is no length", "give digits, with a decimal point if need be", 2, component)
        return None
    return int((value * _CENTIMETRES[unit]).to_integral_value(ROUND_CEILING))


def celsius(segment: Segment, refuse: Refusals) -> float | None:
    """The temperature of TMP in degrees Celsius, to a tenth. None where there is none, or it is refused."""
    if not segment.element(2).strip(":"):
        return None
    unit, value = segment.part(2, 2), number(segment.part(2))
    if unit not in ("CEL", "FAH"):
        refuse.add(segment, "the unit of the temperature is not known here", "give CEL or FAH", 2, 2)
        return None
    if value is None or not math.isfinite(value):
        refuse.add(segment, "it is no temperature", "give degrees, with a decimal point if need be", 2, 1)
        return None
    degrees = value if unit == "CEL" else (value - 32) * 5 / 9
    return float(round(degrees, 1)) + 0.0
