"""What her hull bears at departure: the shear force and the bending moment along the ship, and what her tanks hold.

A section of the hull is pressed down by its share of the light ship, its boxes and the water in its tanks, and lifted
by its buoyancy. Shear at a section is what weights exceed buoyancy by from the stern up to it, its own included, in
tonnes. Bending there is the sum of these excesses, each times the metres from the middle of its section, in tonne
metres: above zero where she hogs. Buoyancy is that of an even keel; where the ship trims, the moments do not balance
over her length, and what is left at the bow is taken off evenly from there to the stern, as bending curves are closed.

What this was held against: the representative vessels of Larsen and Pacino ("A heuristic and a benchmark for the
stowage planning problem", 2020), whose files give limits and no formula, with the boxes that are aboard in 18 of their
lists. The buoyancy of their sections adds up to the displacement in every row. With tanks empty, none of the 18 breaks
a limit of shear; with the other sign four sections do, and the limits are wider on the side where such ships hog.
Bending is above zero all along, but for traces at the ends, as it must be where only its most is given. With 700 to
10,200 t of ballast, found by a linear program, all 18 keep every rule of stability, shear and bending. Assumed are that
the excess of a section counts whole at its own limit, and the closing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.checker.loading.ship import Worked
from data.checker.loading.stowed import TOLERANCE, Stowed
from data.checker.verdict import Broken
from data.ship_layouts import Layout
from data.strength import ShipSection


@dataclass(frozen=True)
class Force:
    """Shear in tonnes and bending in tonne metres at a section."""

    section: ShipSection
    shear_t: float
    bending_tm: float


# A force with the least and the most of it that its section bears; None for any.
_Held = tuple[float, float | None, float | None]


def forces(planned: Stowed, ship: Worked) -> tuple[Force, ...]:
    """The forces at departure from the bow on; none where the profile has no sections, or no buoyancy for so much."""
    layout = planned.layout
    if not layout.sections:
        return ()
    weights = _weights(planned, ship)
    tonnes = sum(weights.values())
    if not _known(layout, tonnes):
        return ()
    excess = [
        weights[section.section] - lift
        for section, lift in zip(layout.sections, layout.buoyancy_at(tonnes), strict=True)
    ]
    shear, bending, found = 0.0, 0.0, []
    behind: ShipSection | None = None
    for section, more in zip(reversed(layout.sections), reversed(excess), strict=True):
        bending += shear * (behind.from_bow_m - section.from_bow_m) if behind is not None else 0.0
        shear, behind = shear + more, section
        found.append((section, shear, bending))
    stern, bow = layout.sections[-1].from_bow_m, layout.sections[0].from_bow_m
    open_tm = bending / (stern - bow) if stern > bow else 0.0
    return tuple(
        Force(section, shear, bending - open_tm * (stern - section.from_bow_m))
        for section, shear, bending in reversed(found)
    )


def _weights(planned: Stowed, ship: Worked) -> dict[int, float]:
    """Tonnes that each section bears at departure, by its number."""
    layout = planned.layout
    found = {section.section: section.light_t for section in layout.sections}
    for box, cell in ship.departure.cells.items():
        stack = layout.stack_of(cell)
        if stack is not None:
            found[layout.section_of[stack.bay]] += planned.box[box].mass_kg / 1000
    for held in planned.ballast:
        tank = layout.tank_by_id.get(held.tank)
        for section in tank.sections if tank is not None else ():
            found[section] += held.tonnes / len(tank.sections)  # type: ignore[union-attr]
    return found


def _known(layout: Layout, tonnes: float) -> bool:
    """Whether the buoyancy of every section is known at a displacement."""
    return all(least - TOLERANCE <= tonnes <= most + TOLERANCE for least, most in layout.buoyancy_known.values())


def ballast(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """What is in tanks is in tanks that she has, each named once, and no more than they hold."""
    del ship
    named: set[str] = set()
    for held in planned.ballast:
        tank = planned.layout.tank_by_id.get(held.tank)
        if tank is None:
            why = f"profile {planned.layout.profile.id} has no such tank: correct the name, or add it to ship_tanks"
        elif held.tank in named:
            why = "it is named twice: say once what is in it"
        elif held.tonnes > tank.capacity_t + TOLERANCE:
            why = f"it holds {tank.capacity_t:,g} t and is to have {held.tonnes:,.0f} t: put the rest in other tanks"
        else:
            why = None
        named.add(held.tank)
        if why is not None:
            yield Broken("ballast", (planned.call.id,), f"tank {held.tank} of {planned.name}: {why}")


def shear(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """No section has more shear force than its limits, nor less."""
    sections = planned.layout.sections
    tonnes = sum(_weights(planned, ship).values()) if sections else 0.0
    if sections and not _known(planned.layout, tonnes):
        yield Broken(
            "shear",
            (planned.call.id,),
            f"{planned.name} would displace {tonnes:,.0f} t at departure, and ship_buoyancy of profile "
            f"{planned.layout.profile.id} does not tell what lifts her sections then: add rows, or load otherwise",
        )
    broken = _beyond(planned, ship, _shear)
    if broken:
        each, value, limit = _worst(broken)
        there, here = ("behind", "before") if value > limit else ("before", "behind")
        yield Broken(
            "shear",
            (planned.call.id,),
            f"{planned.name} has a shear force of {value:,.0f} t at {_named(planned.layout, each.section)} at "
            f"departure, where {limit:,.0f} t is the limit{_more(len(broken))}: put less mass or ballast {there} it "
            f"and more {here} it",
        )


def bending(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """No section has more bending moment than its limits, nor less."""
    broken = _beyond(planned, ship, _bending)
    if broken:
        each, value, limit = _worst(broken)
        what = "less at her ends and more amidships" if value > limit else "less amidships and more at her ends"
        yield Broken(
            "bending",
            (planned.call.id,),
            f"{planned.name} has a bending moment of {value:,.0f} t m at {_named(planned.layout, each.section)} at "
            f"departure, where {limit:,.0f} t m is the limit{_more(len(broken))}: put mass or ballast {what}",
        )


def most_used(planned: Stowed, ship: Worked) -> Iterator[str]:
    """A remark: how much of what she bears is used where most of it is."""
    found = forces(planned, ship)
    used = [[_used(*held_of(each)) for each in found] for held_of in (_shear, _bending)]
    if found:
        most = " and ".join(
            f"{max(shares):.1%} of the {what} at {_named(planned.layout, found[shares.index(max(shares))].section)}"
            for what, shares in zip(("shear force", "bending moment"), used, strict=True)
        )
        yield f"at departure her hull has {most}"


def _shear(force: Force) -> _Held:
    return force.shear_t, force.section.min_shear_t, force.section.max_shear_t


def _bending(force: Force) -> _Held:
    return force.bending_tm, force.section.min_bending_tm, force.section.max_bending_tm


def _beyond(planned: Stowed, ship: Worked, held_of: Callable[[Force], _Held]) -> list[tuple[Force, float, float]]:
    """Where a force passes a limit of its section, with its value and that limit."""
    held = [(each, *held_of(each)) for each in forces(planned, ship)]
    return [
        (each, value, limit) for each, value, least, most in held if (limit := _passed(value, least, most)) is not None
    ]


def _passed(value: float, least: float | None, most: float | None) -> float | None:
    """The limit that a value passes; None where it passes none."""
    if most is not None and value > most + TOLERANCE:
        return most
    return least if least is not None and value < least - TOLERANCE else None


def _used(value: float, least: float | None, most: float | None) -> float:
    """The share of the limit on its side of zero that a value is; 0 where there is none."""
    limit = most if value > 0 else least
    return value / limit if limit else 0.0


def _worst(broken: list[tuple[Force, float, float]]) -> tuple[Force, float, float]:
    return max(broken, key=lambda each: abs(each[1] - each[2]))


def _more(count: int) -> str:
    return "" if count == 1 else f", and {count - 1} more of her sections {'is' if count == 2 else 'are'} beyond theirs"


def _named(layout: Layout, section: ShipSection) -> str:
    """A section in a sentence, with its bays."""
    bays = [f"{bay:03d}" for bay, its in layout.section_of.items() if its == section.section]
    where = f" (bay{'s' if len(bays) > 1 else ''} {', '.join(bays)})" if bays else ""
    return f"section {section.section}{where}"
