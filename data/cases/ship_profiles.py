"""Vessel profiles of classes of ships: bays, stacks and hydrostatics by the rules of thumb of ship design.

No profile is of a ship that sails. From the length, beam, draft and capacity of a class are made:

- bays of 40 feet, numbered 2, 6, 10, ... from the bow, a few metres between two of them for lashing; ships of 200 m and
  more have their house among them, those of 350 m and more a house and a funnel;
- rows: on deck as many as the beam holds, in the hold two fewer for the double side, and fewer still towards the ends,
  where the hull is narrow and its sides lean, so that outer stacks of the hold begin on higher tiers;
- tiers: in the hold what fits between double bottom and hatch cover; on deck so many that the ship has her capacity,
  fewer before the house, where the line of sight passes over them;
- hatch covers one to three a bay, for four to five rows each; deck stacks beyond them stand on the deck itself;
- plugs on the two lowest deck tiers of every second bay;
- hydrostatics of a hull with a block coefficient that grows with the draft: the centre of buoyancy by Posdunine's
  formula, moments of inertia of the waterplane from its coefficient;
- the ship without boxes (steel, stores, fuel, ballast): two fifths of her displacement at her laden draft. Ballast is
  where it leaves her with a metacentric height of 0.9 m and on an even keel under a usual load, which fills
  three quarters of her cells, heavy boxes low.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from data.cases.hulls import COAMING_M, TIER_M, Hull, hydrostatics, with_light_ship
from data.cases.ship_classes import ShipClass
from data.profiles import ShipBay, ShipProfile, ShipStack
from data.ship_layouts import Layout
from data.slots import ROW_M, Level, across

_BOX_M, _HIGH_M = 2.591, 2.896
_PITCH_M = 13.5  # from bay to bay, at least
_HOUSE_M = 13.0
_COVER_M = 0.5
_MOST_DECK_TIERS = 9
_ROWS_A_COVER, _MOST_COVERS = 4.5, 3

_NOTE = (
    "Invented by data.cases.ship_profiles from the class's capacity, length, beam and draft; limits of trim and list "
    "are what ballast would still even out"
)


def profile_id(ship_class: ShipClass) -> str:
    """The name of a class's profile."""
    return f"C{ship_class.capacity_teu}"


def layout_of_class(ship_class: ShipClass) -> Layout:
    """The vessel profile that all ships of a class have; it fits the shortest of them."""
    hull = Hull.of(ship_class)
    bays = tuple(_bays(hull))
    stacks = tuple(_stacks(hull, bays))
    profile = ShipProfile(
        id=hull.id,
        note=_NOTE,
        light_t=hull.light_t,
        min_metacentric_m=0.3,
        max_trim_m=2,
        max_list_deg=3,
    )
    layout = Layout(profile, bays, stacks, tuple(hydrostatics(hull)))
    return replace(layout, profile=with_light_ship(hull, layout))


def room_teu(layout: Layout) -> int:
    """Cells for 20-foot boxes of a layout."""
    return sum(
        stack.tiers * (1 if stack.bay % 2 or stack.twenties in ("fore", "aft") else 2) for stack in layout.stacks
    )


def _bays(hull: Hull) -> Iterator[ShipBay]:
    room = hull.last_m - hull.first_m - _HOUSE_M * len(hull.islands)
    count = int(room / _PITCH_M)
    pitch = min(14.5, room / count)
    start = hull.first_m
    passed = [island * hull.length_m for island in hull.islands]
    for number in range(count):
        if passed and start + pitch > passed[0]:
            start += _HOUSE_M
            passed.pop(0)
        yield ShipBay(profile=hull.id, bay=4 * number + 2, from_bow_m=round(start + pitch / 2, 1))
        start += pitch


def _rows(count: int) -> list[int]:
    """So many rows from the outermost to port to the outermost to starboard."""
    return sorted(range(1 - count % 2, count + 1 - count % 2), key=lambda row: across(row, count % 2 == 1))


def _like(count: float, rows: int) -> int:
    """At most so many rows, odd where `rows` is odd, so that rows stand above each other; at least one or two."""
    whole = min(int(count), rows)
    return max(whole - (rows - whole) % 2, 2 - rows % 2)


def _stacks(hull: Hull, bays: Sequence[ShipBay]) -> Iterator[ShipStack]:
    wide = {
        bay.bay: _like(hull.deck_rows * hull.deck_share(bay.from_bow_m / hull.length_m), hull.deck_rows) for bay in bays
    }
    hold = [stack for bay in bays for stack in _hold_stacks(hull, bay, bays, wide[bay.bay])]
    tiers = _deck_tiers(hull, bays, wide, 2 * sum(stack.tiers for stack in hold))
    for place, bay in enumerate(bays):
        below = [stack for stack in hold if stack.bay == bay.bay]
        yield from below
        yield from _deck_stacks(hull, bay.bay, below, wide[bay.bay], tiers[bay.bay], place % 2 == 1)


def _hold_stacks(hull: Hull, bay: ShipBay, bays: Sequence[ShipBay], wide: int) -> Iterator[ShipStack]:
    at = bay.from_bow_m / hull.length_m
    gaps = {aft.bay for fore, aft in pairwise(bays) if aft.from_bow_m - fore.from_bow_m > _HOUSE_M + 5}
    if bay.bay in gaps and at > 0.5:  # the engine room lies here
        return
    centred = hull.deck_rows % 2 == 1
    stands: list[tuple[int, int]] = []
    for row in _rows(min(wide, hull.deck_rows - 2)):
        off = ROW_M * (abs(across(row, centred)) + 0.5)
        lost = max(0, ceil((hull.floor_m(at, off) - hull.bottom_m) / TIER_M))
        if hull.hold_tiers - lost >= 1:
            stands.append((row, lost))
    covers = _covers([row for row, _ in stands])
    for row, lost in stands:
        tiers = hull.hold_tiers - lost
        yield ShipStack(
            profile=hull.id,
            bay=bay.bay,
            row=row,
            level="hold",
            cover=covers[row],
            bottom_tier=2 + 2 * lost,
            tiers=tiers,
            max_20_kg=1000 * (26 + 11 * tiers),
            max_40_kg=1000 * (40 + 16 * tiers),
            height_m=_height_m("hold", tiers),
            above_keel_m=round(hull.bottom_m + lost * TIER_M, 2),
        )


def _covers(rows: Sequence[int]) -> dict[int, int]:
    """The hatch cover of each row of the hold, numbered from port to starboard and alike to both sides."""
    count = min(_MOST_COVERS, max(1, round(len(rows) / _ROWS_A_COVER)))
    wing = len(rows) // count
    edges = {1: (), 2: (len(rows) // 2,), 3: (wing, len(rows) - wing)}[count]
    return {row: 1 + sum(place >= edge for edge in edges) for place, row in enumerate(rows)}


def _deck_tiers(hull: Hull, bays: Sequence[ShipBay], wide: dict[int, int], hold_teu: int) -> dict[int, int]:
    """Tiers on deck of each bay: those that bring the ship nearest to her capacity."""

    def tiers(height: float) -> dict[int, int]:
        sight = {bay.bay: min(1.0, 0.7 + 0.6 * bay.from_bow_m / hull.length_m) for bay in bays}
        return {bay: max(1, min(_MOST_DECK_TIERS, round(height * sight[bay]))) for bay in wide}

    def missing(height: float) -> float:
        deck_teu = sum(2 * wide[bay] * count for bay, count in tiers(height).items())
        return abs(hold_teu + deck_teu - hull.capacity_teu)

    return tiers(min((step / 20 for step in range(20, 20 * _MOST_DECK_TIERS + 1)), key=missing))


def _deck_stacks(
    hull: Hull, bay: int, below: Sequence[ShipStack], wide: int, tiers: int, plugs: bool
) -> Iterator[ShipStack]:
    covers = {stack.row: stack.cover for stack in below}
    rows = _rows(wide)
    if below:  # a stack that stands with one foot on a cover keeps it shut
        first, last = rows.index(below[0].row), rows.index(below[-1].row)
        covers |= {rows[first - 1]: below[0].cover} if first else {}
        covers |= {rows[last + 1]: below[-1].cover} if last + 1 < len(rows) else {}
    lashed = 2 if hull.beam_m < 25 else 3 if hull.beam_m < 40 else 5  # lashing bridges on the largest
    for row in rows:
        yield ShipStack(
            profile=hull.id,
            bay=bay,
            row=row,
            level="deck",
            cover=covers.get(row),
            bottom_tier=82,
            tiers=tiers,
            plugs=(82, 84)[:tiers] if plugs else (),
            max_20_kg=1000 * round(30 + 0.9 * hull.beam_m),
            max_40_kg=1000 * round(50 + 1.3 * hull.beam_m),
            height_m=_height_m("deck", tiers),
            above_keel_m=round(hull.depth_m + COAMING_M + _COVER_M, 2),
            lashed_tiers=min(lashed, tiers),
            loose_kg=14_000,
        )


def _height_m(level: Level, tiers: int) -> float:
    """All boxes may be high cubes on deck, and every second one in the hold."""
    high = tiers if level == "deck" else ceil(tiers / 2)
    return round(tiers * _BOX_M + high * (_HIGH_M - _BOX_M) + 0.05, 2)
