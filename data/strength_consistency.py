"""Rules between the tables of a vessel profile: her hydrostatics, the sections of her hull, and her tanks.

Each yields faults as those of `data.consistency` do.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from data.errors import Fault
from data.profiles import Hydrostatics, ShipProfile
from data.record import Record
from data.strength import SectionBuoyancy, ShipSection, ShipTank
from data.terminal import Terminal

Tables = Mapping[str, Sequence[Record]]

# What sums of weights and of buoyancy may lack: tables are rounded, and sheets are added up by hand.
_ROUNDED = 0.01

# Columns of hydrostatics that a profile has in every row, or in none.
_OPTIONAL = ("draft_m", "buoyancy_from_bow_m", "trim_moment_tm", "min_centre_from_bow_m", "max_centre_from_bow_m")


def hydrostatics_alike(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """What one row of a profile's hydrostatics tells, all of them tell; and what a limit of trim needs, they tell."""
    del terminal
    first: dict[str, Hydrostatics] = {}
    for place, row in enumerate(tables.get("hydrostatics", ()), start=1):
        assert isinstance(row, Hydrostatics)
        model = first.setdefault(row.profile, row)
        for column in _OPTIONAL:
            if (getattr(row, column) is None) != (getattr(model, column) is None):
                given, other = (
                    ("has one", "have none") if getattr(row, column) is not None else ("has none", "have one")
                )
                yield Fault(
                    "hydrostatics",
                    f"the row {given}, and others of profile {row.profile} {other}",
                    "fill in the column for every row of the profile, or for none",
                    place,
                    column,
                    None if getattr(row, column) is None else f"{getattr(row, column):g}",
                )
    for place, profile in enumerate(tables.get("ship_profiles", ()), start=1):
        assert isinstance(profile, ShipProfile)
        its = first.get(profile.id)
        if profile.max_trim_m is None or its is None or profile.min_metacentric_m is None:
            continue
        missing = [name for name in ("buoyancy_from_bow_m", "trim_moment_tm") if getattr(its, name) is None]
        if missing:
            yield Fault(
                "ship_profiles",
                f"her hydrostatics have no {' and no '.join(missing)}, and without them nobody knows how she trims",
                f"fill in {' and '.join(missing)} in hydrostatics, or leave max_trim_m empty",
                place,
                "max_trim_m",
                f"{profile.max_trim_m:g}",
            )


def drafts_rise(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """A ship that displaces more has no less draft: her displacement is looked up by it."""
    del terminal
    deepest: dict[str, Hydrostatics] = {}
    rows = [row for row in enumerate(tables.get("hydrostatics", ()), start=1) if isinstance(row[1], Hydrostatics)]
    for place, row in sorted(rows, key=lambda each: each[1].displacement_t):
        if row.draft_m is None:
            continue
        lighter = deepest.setdefault(row.profile, row)
        if row.draft_m < (lighter.draft_m or 0):
            yield Fault(
                "hydrostatics",
                f"at {lighter.displacement_t:,.0f} t, which is less, her draft is {lighter.draft_m:g} m",
                "correct draft_m, or displacement_t",
                place,
                "draft_m",
                f"{row.draft_m:g}",
            )
        else:
            deepest[row.profile] = row


def tanks_in_sections(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Tanks lie in sections that the hull has, and in some where it has any."""
    del terminal
    known = _sections(tables)
    for place, tank in enumerate(tables.get("ship_tanks", ()), start=1):
        assert isinstance(tank, ShipTank)
        sections = known.get(tank.profile, {})
        strange = [section for section in tank.sections if section not in sections]
        if strange:
            problem = f"the profile {tank.profile} has no section {strange[0]}"
            yield Fault(
                "ship_tanks",
                problem,
                "add it to ship_sections, or correct sections",
                place,
                "sections",
                str(strange[0]),
            )
        elif sections and not tank.sections:
            yield Fault(
                "ship_tanks",
                f"the hull of profile {tank.profile} has sections, and none of them bears the tank",
                "name the sections that it lies in, as 4 5",
                place,
                "sections",
            )


def hulls_whole(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """The sections of a hull weigh what the light ship weighs, about the same place."""
    del terminal
    known = _sections(tables)
    for place, profile in enumerate(tables.get("ship_profiles", ()), start=1):
        assert isinstance(profile, ShipProfile)
        sections = list(known.get(profile.id, {}).values())
        if not sections:
            continue
        tonnes = sum(section.light_t for section in sections)
        at_m = sum(section.light_t * section.from_bow_m for section in sections) / tonnes if tonnes else 0.0
        long_m = max(section.from_bow_m for section in sections)
        if abs(tonnes - profile.light_t) > _ROUNDED * max(tonnes, profile.light_t):
            yield Fault(
                "ship_profiles",
                f"her sections weigh {tonnes:,.0f} t together",
                "correct light_t, or light_t of the rows in ship_sections",
                place,
                "light_t",
                f"{profile.light_t:g}",
            )
        elif abs(at_m - profile.light_from_bow_m) > _ROUNDED * long_m:
            yield Fault(
                "ship_profiles",
                f"her sections have their centre of gravity {at_m:.1f} m from the bow",
                "correct light_from_bow_m, or light_t and from_bow_m of the rows in ship_sections",
                place,
                "light_from_bow_m",
                f"{profile.light_from_bow_m:g}",
            )


def hulls_lifted(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Each section is lifted at some displacement, and all together by as much as the ship displaces."""
    del terminal
    known = _sections(tables)
    lifted: defaultdict[str, set[int]] = defaultdict(set)
    together: defaultdict[tuple[str, float], dict[int, float]] = defaultdict(dict)
    first: dict[tuple[str, float], int] = {}
    for place, row in enumerate(tables.get("ship_buoyancy", ()), start=1):
        assert isinstance(row, SectionBuoyancy)
        if row.section not in known.get(row.profile, {}):
            yield Fault(
                "ship_buoyancy",
                f"the profile {row.profile} has no such section",
                "add it to ship_sections, or correct the number",
                place,
                "section",
                str(row.section),
            )
            continue
        lifted[row.profile].add(row.section)
        together[row.profile, row.displacement_t][row.section] = row.buoyancy_t
        first.setdefault((row.profile, row.displacement_t), place)
    for place, section in enumerate(tables.get("ship_sections", ()), start=1):
        assert isinstance(section, ShipSection)
        if section.section not in lifted[section.profile]:
            yield Fault(
                "ship_sections",
                "ship_buoyancy does not tell what lifts it",
                "add its rows to ship_buoyancy, 0 t where nothing does",
                place,
                "section",
                str(section.section),
            )
    for (profile, tonnes), by_section in together.items():
        lift = sum(by_section.values())
        if len(by_section) == len(known[profile]) and abs(lift - tonnes) > _ROUNDED * tonnes:
            yield Fault(
                "ship_buoyancy",
                f"at {tonnes:,.0f} t the sections of profile {profile} are lifted by {lift:,.0f} t together",
                "correct buoyancy_t, or displacement_t",
                first[profile, tonnes],
                "displacement_t",
                f"{tonnes:g}",
            )


def _sections(tables: Tables) -> dict[str, dict[int, ShipSection]]:
    found: defaultdict[str, dict[int, ShipSection]] = defaultdict(dict)
    for row in tables.get("ship_sections", ()):
        assert isinstance(row, ShipSection)
        found[row.profile][row.section] = row
    return found
