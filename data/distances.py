"""Distances by sea between ports, for estimates: no ship is to find her way by them."""

import math
import warnings
from datetime import timedelta
from functools import lru_cache

from data.terminal import Port

_NM_A_DEGREE = 60.0


def sea_miles(one: Port, other: Port) -> float | None:
    """Nautical miles by sea between two ports; None where one of them has no latitude and longitude, or no way leads.

    It is the length of searoute's way along its network of sea lanes, from the lane nearest to each port, and never
    less than the great circle. Between ports off the lanes it may be some tens of miles off.
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return _miles((one.longitude, one.latitude), (other.longitude, other.latitude))


def sailing_time(miles: float, knots: float) -> timedelta:
    """How long a ship takes at a speed, to the minute above."""
    return timedelta(minutes=math.ceil(miles / knots * 60))


@lru_cache(maxsize=4096)
def _miles(one: tuple[float, float], other: tuple[float, float]) -> float | None:
    from searoute import searoute  # reads its network of lanes: only those who ask for a distance wait for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no way leads, it warns and answers a way without length
        way = searoute(list(one), list(other), units="naut")
    straight = great_circle(one, other)
    length = float(way["properties"]["length"])
    return max(length, straight) if len(way["geometry"]["coordinates"]) > 1 or straight < _NM_A_DEGREE else None


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Nautical miles between two points (longitude and latitude in degrees) on the shortest line over a sphere."""
    (x, y), (u, v) = ((math.radians(longitude), math.radians(latitude)) for longitude, latitude in (one, other))
    chord = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(chord)))) * _NM_A_DEGREE
