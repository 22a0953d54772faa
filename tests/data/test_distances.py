from datetime import timedelta

import pytest

from data.distances import great_circle, sailing_time, sea_miles
from data.terminal import Port


def port(code: str, latitude: float | None = None, longitude: float | None = None) -> Port:
    return Port(unlocode=code, name=code, latitude=latitude, longitude=longitude)


KARIANGAU = port("IDKRG", -1.162, 116.779)
SINGAPORE = port("SGSIN", 1.26, 103.83)
COLOMBO = port("LKCMB", 6.95, 79.85)
ROTTERDAM = port("NLRTM", 51.95, 4.1)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    # Published distances between the ports, nautical miles.
    [(KARIANGAU, SINGAPORE, 1075), (SINGAPORE, COLOMBO, 1567), (COLOMBO, ROTTERDAM, 6720)],
)
def test_distances_are_near_those_of_tables(one: Port, other: Port, published: float) -> None:
    assert sea_miles(one, other) == pytest.approx(published, rel=0.04)
    assert sea_miles(other, one) == pytest.approx(sea_miles(one, other), rel=0.01)


def test_without_a_place_there_is_no_distance() -> None:
    assert sea_miles(KARIANGAU, port("IDSUB")) is None


def test_by_sea_is_never_nearer_than_over_the_sphere() -> None:
    makassar = port("IDMAK", -5.12, 119.4)
    miles = sea_miles(KARIANGAU, makassar)
    assert miles is not None
    assert miles >= great_circle((116.779, -1.162), (119.4, -5.12))
    assert sea_miles(KARIANGAU, KARIANGAU) == pytest.approx(0, abs=1e-9)


def test_a_degree_of_the_equator_is_sixty_miles() -> None:
    assert great_circle((100, 0), (101, 0)) == pytest.approx(60)
    assert great_circle((-180, 0), (180, 0)) == pytest.approx(0, abs=1e-6)


def test_time_is_miles_by_knots_rounded_up_to_the_minute() -> None:
    assert sailing_time(120, 12) == timedelta(hours=10)
    assert sailing_time(121, 12) == timedelta(hours=10, minutes=5)
    assert sailing_time(1, 11) == timedelta(minutes=6)


def test_a_port_has_both_or_neither() -> None:
    with pytest.raises(ValueError, match="both latitude and longitude"):
        port("IDSUB", latitude=-7.2)
