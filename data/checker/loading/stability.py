"""How the ship floats at departure: metacentric height, list, trim and draft.

Water in tanks counts with its mass and centre; that it moves while a tank is not full is not looked at.

Moments are tonne metres: lengthwise from the bow, across from the middle line (positive to starboard), heights from the
keel. Of boxes on each other the heights add up; the centre of a box is in its middle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan, degrees, inf

from data.checker.loading.ship import Worked
from data.checker.loading.stowed import TOLERANCE, Stowed
from data.checker.verdict import Broken

# Metres by which she may draw more at departure than her call says before that is remarked on.
_DRAFT_NOTED_M = 0.1


@dataclass(frozen=True)
class Load:
    """A mass in tonnes with its centre of gravity in metres: from the bow, across, above the keel."""

    tonnes: float
    from_bow_m: float
    across_m: float
    above_keel_m: float


def load_of(planned: Stowed, ship: Worked) -> Load:
    """The ship with the boxes and the ballast that she has at departure."""
    profile, layout = planned.layout.profile, planned.layout
    tonnes = profile.light_t
    along, across, up = tonnes * profile.light_from_bow_m, 0.0, tonnes * profile.light_above_keel_m
    for box, cell in ship.departure.cells.items():
        stack, its = layout.stack_of(cell), planned.box[box]
        if stack is None:
            continue
        mass = its.mass_kg / 1000
        tonnes += mass
        along += mass * layout.bay_by_number[stack.bay].from_bow_m
        across += mass * layout.across_m(stack)
        up += mass * (stack.above_keel_m + _floor_m(planned, ship, box) + its.height_m / 2)
    for held in planned.ballast:
        tank = layout.tank_by_id.get(held.tank)
        if tank is not None:
            tonnes += held.tonnes
            along += held.tonnes * tank.from_bow_m
            across += held.tonnes * tank.across_m
            up += held.tonnes * tank.above_keel_m(held.tonnes)
    if not tonnes:
        return Load(0.0, 0.0, 0.0, 0.0)
    return Load(tonnes, along / tonnes, across / tonnes, up / tonnes)


def _floor_m(planned: Stowed, ship: Worked, box: str) -> float:
    """How high a box stands above the floor of its stack: the higher of its two halves bears a longer one."""
    piles = ship.departure.piles
    spot = piles.spots[box]
    return max(
        sum(planned.box[under].height_m for height, under in piles.column(column) if height < spot.height)
        for column in spot.columns
    )


@dataclass(frozen=True)
class Afloat:
    """How the ship floats at departure; list is positive to starboard, trim by the stern.

    Draft and trim are None where the hydrostatics do not tell them. `load` is what floats, `between_m` from where to
    where her centre of gravity may lie, from the bow.
    """

    load: Load
    between_m: tuple[float, float]
    draft_m: float | None
    metacentric_height_m: float
    list_deg: float
    trim_m: float | None

    @property
    def leans_to(self) -> tuple[str, str]:
        """The side that she lists to, and the other one."""
        return ("starboard", "port") if self.list_deg > 0 else ("port", "starboard")

    @property
    def deeper_at(self) -> tuple[str, str]:
        """The end at which she lies deeper, and the other one."""
        return ("stern", "bow") if self.trim_m is not None and self.trim_m > 0 else ("bow", "stern")


def afloat(planned: Stowed, ship: Worked) -> Afloat | None:
    """How the ship floats at departure; None where her hydrostatics do not tell."""
    load = load_of(planned, ship)
    floats = planned.layout.hydrostatics_at(load.tonnes)
    if floats is None:
        return None
    height_m = floats.metacentre_m - load.above_keel_m
    trim_m = None
    if floats.buoyancy_from_bow_m is not None and floats.trim_moment_tm is not None:
        trim_m = load.tonnes * (load.from_bow_m - floats.buoyancy_from_bow_m) / floats.trim_moment_tm
    list_deg = degrees(atan(load.across_m / height_m)) if height_m > 0 else 0.0
    least, most = floats.min_centre_from_bow_m, floats.max_centre_from_bow_m
    between = (-inf if least is None else least, inf if most is None else most)
    return Afloat(load, between, floats.draft_m, height_m, list_deg, trim_m)


def condition(planned: Stowed, ship: Worked) -> Iterator[str]:
    """Remarks: how the ship floats at departure, and that she draws more than her call says."""
    floats = afloat(planned, ship)
    if floats is None:
        return
    draws = "" if floats.draft_m is None else f" and draws {floats.draft_m:.2f} m"
    trims = "" if floats.trim_m is None else f"trims {abs(floats.trim_m):.2f} m by the {floats.deeper_at[0]}, "
    yield (
        f"at departure she displaces {floats.load.tonnes:,.0f} t{draws}, {trims}lists {abs(floats.list_deg):.1f} "
        f"degrees to {floats.leans_to[0]}, and has a metacentric height of {floats.metacentric_height_m:.2f} m, "
        f"{_ballast(planned)}"
    )
    said_m = planned.call.departure_draft_m
    if floats.draft_m is not None and floats.draft_m > said_m + _DRAFT_NOTED_M:
        yield (
            f"she draws {floats.draft_m:.2f} m at departure, and departure_draft_m of the call says {said_m:.2f} m: "
            "berth plans count with that when they look for water; correct it, and plan the berths again"
        )


def _ballast(planned: Stowed) -> str:
    tonnes = sum(held.tonnes for held in planned.ballast)
    return f"with {tonnes:,.0f} t in her ballast tanks" if tonnes else "no ballast moved"


def stability(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """With the boxes of departure she is stiff enough, upright, on an even keel and not too deep."""
    profile, rows, calls = planned.layout.profile, planned.layout.hydrostatics, (planned.call.id,)
    if profile.min_metacentric_m is None:
        return
    floats = afloat(planned, ship)
    if floats is None:
        known = f"{rows[0].displacement_t:,.0f} t to {rows[-1].displacement_t:,.0f} t" if rows else "nothing"
        yield Broken(
            "draft",
            calls,
            f"{planned.name} would displace {load_of(planned, ship).tonnes:,.0f} t at departure, and the hydrostatics "
            f"of profile {profile.id} tell of {known}: give them that row, or load otherwise",
        )
        return
    if floats.metacentric_height_m < profile.min_metacentric_m - TOLERANCE:
        yield Broken(
            "metacentric_height",
            calls,
            f"{planned.name} has a metacentric height of {floats.metacentric_height_m:.2f} m at departure and needs "
            f"{profile.min_metacentric_m:g} m: put heavy boxes lower",
        )
    if profile.max_list_deg is not None and abs(floats.list_deg) > profile.max_list_deg + TOLERANCE:
        side, other = floats.leans_to
        yield Broken(
            "list",
            calls,
            f"{planned.name} lists {abs(floats.list_deg):.2f} degrees to {side} at departure and may "
            f"{profile.max_list_deg:g}: put more mass to {other}",
        )
    yield from _centre(planned, floats)
    trim_m = floats.trim_m or 0.0
    if profile.max_trim_m is not None and abs(trim_m) > profile.max_trim_m + TOLERANCE:
        end, other = floats.deeper_at
        yield Broken(
            "trim",
            calls,
            f"{planned.name} trims {abs(trim_m):.2f} m by the {end} at departure and may "
            f"{profile.max_trim_m:g} m: put more mass to the {other}",
        )
    if floats.draft_m is not None and floats.draft_m > planned.ship.max_draft_m + TOLERANCE:
        yield Broken(
            "draft",
            calls,
            f"{planned.name} draws {floats.draft_m:.2f} m at departure and may {planned.ship.max_draft_m:g} m: leave "
            "boxes ashore",
        )


def _centre(planned: Stowed, floats: Afloat) -> Iterator[Broken]:
    """Her centre of gravity lies where the profile wants it."""
    most_m, across_m = planned.layout.profile.max_off_middle_m, floats.load.across_m
    if most_m is not None and abs(across_m) > most_m + TOLERANCE:
        side, other = ("starboard", "port") if across_m > 0 else ("port", "starboard")
        yield Broken(
            "list",
            (planned.call.id,),
            f"the centre of gravity of {planned.name} lies {abs(across_m):.3f} m to {side} at departure and may "
            f"{most_m:g} m: put more mass or ballast to {other}",
        )
    least, most = floats.between_m
    at_m = floats.load.from_bow_m
    if not least - TOLERANCE <= at_m <= most + TOLERANCE:
        end, limit = ("stern", f"at least {least:.3f}") if at_m < least else ("bow", f"at most {most:.3f}")
        yield Broken(
            "trim",
            (planned.call.id,),
            f"the centre of gravity of {planned.name} lies {at_m:.3f} m from the bow at departure and must lie {limit} "
            f"m: put more mass or ballast to the {end}",
        )
