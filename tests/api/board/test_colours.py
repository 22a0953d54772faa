"""Carriers' colours, as readers with and without colour blindness see them."""

import re
from itertools import combinations

import numpy as np
import pytest

from tests.api.board.texts import BOARD

# Machado, Oliveira and Fernandes (2009): what is left of linear RGB at full severity.
SIGHTS = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
INK = "1a2733"
APART = 10.0  # CIE76; about 2.3 are just noticed side by side


def _linear(colour: str) -> np.ndarray:
    part = np.array([int(colour[at : at + 2], 16) for at in (0, 2, 4)]) / 255
    return np.asarray(np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4))


def _lab(linear: np.ndarray) -> np.ndarray:
    ratio = XYZ @ np.clip(linear, 0, 1) / WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _contrast(one: str, other: str) -> float:
    low, high = sorted(float(_linear(colour) @ XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _carriers() -> list[tuple[str, str]]:
    """The fill and the stroke of each carrier's ships."""
    style = (BOARD / "berths" / "diagram.css").read_text(encoding="utf-8")
    return re.findall(r"^\.line-\d \{ fill: #(\w{6}); stroke: #(\w{6}); \}", style, re.MULTILINE)


@pytest.mark.parametrize("sight", SIGHTS)
def test_carriers_are_told_apart(sight: str) -> None:
    seen = [_lab(np.asarray(SIGHTS[sight]) @ _linear(fill)) for fill, _ in _carriers()]
    assert len(seen) == 8
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) >= APART


def test_names_can_be_read_on_every_ship_and_its_edge_seen_on_the_water() -> None:
    for fill, stroke in _carriers():
        assert _contrast(fill, INK) >= 4.5
        assert _contrast(stroke, "f3f7fa") >= 4.5
        assert _contrast(stroke, fill) >= 3
