"""Hulls of classes of ships: their main dimensions, and how they float."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.cases.ship_classes import ShipClass
from data.profiles import Hydrostatics, ShipProfile
from data.ship_layouts import Layout

TIER_M = 2.65  # of a hold in which a box of five is a high cube
COAMING_M = 1.8
_BOX_WIDTH_M = 2.44
_CLEAR_SHARES = (0.07, 0.13)  # of the length, where the class says nothing: raked bow, and house aft

_LPP = 0.95  # of the length over all
_BLOCK, _BLOCK_GROWTH = 0.68, 0.12
_WATERPLANE = 0.14  # above the block coefficient
_SEA_T_M3 = 1.025
_LIGHT = 0.4  # of the displacement at the laden draft
_LIGHT_UP = (0.42, 0.68)  # bounds of its centre of gravity, as shares of the depth
_DRAFTS = (0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05)
# Centre of buoyancy from the bow, as shares of the length: when light, and what it moves aft until laden.
_BUOYANCY, _BUOYANCY_AFT = 0.485, 0.015

# A usual load: its share of the capacity, its mass, and that of a TEU in the hold against one on deck.
_USUAL_FILL, _USUAL_T_PER_TEU, _HOLD_MASS = 0.75, 10.0, 1.2
_METACENTRIC_M = 0.9


@dataclass(frozen=True)
class Hull:
    """The main dimensions of a class and what follows from them, in metres."""

    id: str
    capacity_teu: int
    length_m: float
    beam_m: float
    draft_m: float
    first_m: float  # where bays begin, from the bow
    last_m: float

    @classmethod
    def of(cls, ship_class: ShipClass) -> "Hull":
        """The hull of the shortest ship of a class."""
        length = ship_class.loa_m[0]
        bow, stern = ship_class.clear_shares if any(ship_class.clear_shares) else _CLEAR_SHARES
        return cls(
            f"C{ship_class.capacity_teu}", ship_class.capacity_teu, length, ship_class.beam_m, ship_class.draft_m,
            round(bow * ship_class.loa_m[1]), length - round(stern * ship_class.loa_m[1]),
        )  # fmt: skip

    @property
    def depth_m(self) -> float:
        """To the upper deck: a twelfth of the length, unless the beam is too small for that."""
        return min(0.083 * self.length_m, 1 + 0.59 * self.beam_m)

    @property
    def bottom_m(self) -> float:
        """The double bottom, which carries the hold."""
        return max(1.1, self.beam_m / 22)

    @property
    def hold_tiers(self) -> int:
        """Tiers of the hold in its middle."""
        return int((self.depth_m + COAMING_M - self.bottom_m) / TIER_M)

    @property
    def deck_rows(self) -> int:
        """Rows on deck where the ship is widest."""
        return int(self.beam_m / _BOX_WIDTH_M)

    @property
    def islands(self) -> tuple[float, ...]:
        """Where houses and funnels stand between bays, as shares of the length."""
        return () if self.length_m < 200 else (0.72,) if self.length_m < 350 else (0.35, 0.75)

    @property
    def light_t(self) -> int:
        """Mass without boxes, ballast in it."""
        return round(_LIGHT * self.displacement_t(self.draft_m))

    def displacement_t(self, draft_m: float) -> float:
        """Displacement at a draft."""
        return _SEA_T_M3 * self.block(draft_m) * _LPP * self.length_m * self.beam_m * draft_m

    def block(self, draft_m: float) -> float:
        """The block coefficient at a draft."""
        return _BLOCK * (1 - _BLOCK_GROWTH * (1 - draft_m / self.draft_m))

    def deck_share(self, at: float) -> float:
        """Breadth of the deck as a share of the beam, so far from the bow as a share of the length."""
        return 1 - 0.45 * float(max(0.0, 1 - at / 0.2) ** 1.5) - 0.25 * max(0.0, (at - 0.9) / 0.1) ** 2

    def floor_m(self, at: float, off_m: float) -> float:
        """Height of the shell above the keel so far off the middle line: flat amidships, steep towards the ends."""
        lean = 0.03 + 1.6 * max(0.0, 0.27 - at) + 1.5 * max(0.0, at - 0.72)
        share = off_m / (self.beam_m / 2 * self.deck_share(at))
        return self.depth_m * float(min(share, 1.0) ** (1 / lean))


def hydrostatics(hull: Hull) -> Iterator[Hydrostatics]:
    """How a hull floats, from below her lightest draft to above her laden one."""
    length = _LPP * hull.length_m
    for share in _DRAFTS:
        draft = share * hull.draft_m
        block = hull.block(draft)
        plane = block + _WATERPLANE
        displacement = hull.displacement_t(draft)
        buoyancy = draft * plane / (plane + block)
        radius = plane**2 * hull.beam_m**2 / (12 * block * draft)
        long_radius = plane**3 * length**2 / (12 * block * draft)
        yield Hydrostatics(
            profile=hull.id,
            displacement_t=round(displacement),
            draft_m=round(draft, 2),
            metacentre_m=round(buoyancy + radius, 2),
            buoyancy_from_bow_m=round(hull.length_m * (_BUOYANCY + _BUOYANCY_AFT * share), 2),
            trim_moment_tm=round(displacement * long_radius / length),
        )


def with_light_ship(hull: Hull, layout: Layout) -> ShipProfile:
    """The profile with a ship without boxes that floats even with a usual load, and has `_METACENTRIC_M` then.

    The usual load fills the hold, and so much of every deck stack as is left of it.
    """
    cargo = _USUAL_FILL * hull.capacity_teu * _USUAL_T_PER_TEU
    held, decked = (
        2 * sum(stack.tiers for stack in layout.stacks if stack.level == level) for level in ("hold", "deck")
    )
    fill = (_USUAL_FILL * hull.capacity_teu - held) / decked
    masses, heights, places = [], [], []
    for stack in layout.stacks:
        hold = stack.level == "hold"
        masses.append(stack.tiers * (_HOLD_MASS if hold else fill))
        heights.append(stack.above_keel_m + TIER_M * stack.tiers * (1 if hold else fill) / 2)
        places.append(layout.bay_by_number[stack.bay].from_bow_m)
    total = layout.profile.light_t + cargo
    afloat = layout.hydrostatics_at(total, beyond=True)
    assert afloat is not None
    assert afloat.buoyancy_from_bow_m is not None
    height = (total * (afloat.metacentre_m - _METACENTRIC_M) - cargo * float(np.average(heights, weights=masses))) / (
        total - cargo
    )
    low, high = (share * hull.depth_m for share in _LIGHT_UP)
    place = (total * afloat.buoyancy_from_bow_m - cargo * float(np.average(places, weights=masses))) / (total - cargo)
    return layout.profile.model_copy(
        update={
            "light_above_keel_m": round(min(max(height, low), high), 1),
            "light_from_bow_m": round(place, 1),
        }
    )
