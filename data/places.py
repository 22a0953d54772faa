"""Where along the quay a ship can lie: the sections that she takes, and the places that the layout leaves her."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.case import Case
from data.terminal import BerthSection, Bollard, Side
from data.vessels import VesselCall

# Below this, two numbers of metres are the same: tables carry decimals, not exact fractions.
SAME_M = 1e-6


@dataclass(frozen=True)
class Stretch:
    """The stretch of a section where ships may lie; that of the first and the last one has the quay's overhang too."""

    section: BerthSection
    low_m: float
    high_m: float

    def holds(self, low_m: float, high_m: float) -> bool:
        """Whether a ship from `low_m` to `high_m` lies inside of it."""
        return self.low_m - SAME_M <= low_m and high_m <= self.high_m + SAME_M

    def meets(self, low_m: float, high_m: float) -> bool:
        """Whether a ship from `low_m` to `high_m` lies over some of it."""
        return self.low_m + SAME_M < high_m and low_m < self.high_m - SAME_M


def stretches(case: Case) -> tuple[Stretch, ...]:
    """The sections of the quay from its zero mark on, with the overhang at either end."""
    quay = case.terminal.quay
    sections = sorted(case.berths, key=lambda section: section.start_m)
    return tuple(
        Stretch(
            section,
            section.start_m - (quay.overhang_m if section is sections[0] else 0),
            section.end_m + (quay.overhang_m if section is sections[-1] else 0),
        )
        for section in sections
    )


def sections_under(case: Case, position_m: float, loa_m: float) -> tuple[BerthSection, ...]:
    """The sections that a ship lies over, in order."""
    return tuple(each.section for each in stretches(case) if each.meets(position_m, position_m + loa_m))


def section_at(case: Case, position_m: float) -> BerthSection:
    """The section that a ship's low end lies in; beyond an end of the quay, the last one before it."""
    found, *others = stretches(case)
    for each in others:
        if each.section.start_m <= position_m + SAME_M:
            found = each
    return found.section


def by_bollards(case: Case, position_m: float, loa_m: float) -> str | None:
    """Between which bollards a ship lies, low end first, as "3+5 – 9": 5 m beyond bollard 3, and beside bollard 9.

    What lies before the first bollard is said from it, as "1-4". None where the case lists no bollards.
    """
    if not case.bollards:
        return None
    return " – ".join(_beside(case.bollards_along, at_m) for at_m in (position_m, position_m + loa_m))


def _beside(along: Sequence[Bollard], at_m: float) -> str:
    """A place from the last of the bollards up to there, to the metre."""
    nearest = along[max(0, bisect_right(along, at_m + 0.5, key=lambda bollard: bollard.position_m) - 1)]
    off_m = round(at_m - nearest.position_m)
    return nearest.id + (f"{off_m:+}" if off_m else "")


def bay_places(case: Case, call: VesselCall, position_m: float, side: Side) -> dict[int, float]:
    """Where the middle of each bay of a call's ship stands beside the quay, in metres from its zero mark, by number.

    Her low end lies at `position_m`. Nothing where she has no profile.
    """
    layout, loa_m = case.layout_of(call), case.ship_of(call).loa_m
    bow_low = case.terminal.quay.bow_of(side) == "low"
    bays = () if layout is None else layout.bays
    return {bay.bay: position_m + (bay.from_bow_m if bow_low else loa_m - bay.from_bow_m) for bay in bays}


def places(case: Case, loa_m: float) -> list[float]:
    """Places for the low end of a ship so long that stand for all that the quay and its layout leave her.

    Every other place lies over the same sections as one of these, with its low end in the same one.
    """
    quay = case.terminal.quay
    lowest, highest = -quay.overhang_m, quay.length_m + quay.overhang_m - loa_m
    edges = {lowest, highest} | {
        place for section in case.berths for end in (section.start_m, section.end_m) for place in (end, end - loa_m)
    }
    inside = sorted(edge for edge in edges if lowest - SAME_M <= edge <= highest + SAME_M)
    inside += [(low + high) / 2 for low, high in pairwise(inside)]
    if quay.layout != "discrete":
        return inside
    return [place for place in inside if any(each.holds(place, place + loa_m) for each in stretches(case))]
