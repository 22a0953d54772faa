"""Rules between the boxes of a case, the slots of its ships and the places of its yard.

Each yields faults as those of `data.consistency` do.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from data.cargo import Container, Instruction
from data.errors import Fault
from data.profiles import Hydrostatics, ShipBay, ShipProfile, ShipStack
from data.record import Record
from data.ship_layouts import Layout, layouts
from data.slots import Cell, Place
from data.terminal import Terminal, YardBlock
from data.vessels import Vessel, VesselCall

Tables = Mapping[str, Sequence[Record]]


def boxes_as_stated(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """No call has more boxes listed than it says that it has."""
    del terminal
    listed = Counter(
        (row.call, row.direction, row.status) for row in tables.get("containers", ()) if isinstance(row, Container)
    )
    for place, call in enumerate(tables.get("calls", ()), start=1):
        for direction in ("discharge", "load"):
            for status in ("full", "empty"):
                count = listed[getattr(call, "id"), direction, status]  # noqa: B009
                stated = getattr(call, f"{direction}_{status}")
                if count > stated:
                    yield Fault(
                        "calls",
                        f"containers lists {count} such boxes for it",
                        "raise the number or drop boxes",
                        place,
                        f"{direction}_{status}",
                        str(stated),
                    )


def bays_of_profiles(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Stacks stand in bays that their profile has, and no two bays of a profile overlap."""
    del terminal
    bays = {(row.profile, row.bay) for row in tables.get("ship_bays", ()) if isinstance(row, ShipBay)}
    for place, stack in enumerate(tables.get("ship_stacks", ()), start=1):
        assert isinstance(stack, ShipStack)
        if (stack.profile, stack.bay) not in bays:
            yield Fault(
                "ship_stacks",
                f"the profile {stack.profile} has no bay of this number",
                "add it to ship_bays, or correct the number",
                place,
                "bay",
                str(stack.bay),
            )
    taken: dict[tuple[str, int], int] = {}
    for place, bay in enumerate(tables.get("ship_bays", ()), start=1):
        assert isinstance(bay, ShipBay)
        for twenty in Cell(bay.bay, 0, 2).twenties:
            other = taken.setdefault((bay.profile, twenty), bay.bay)
            if other != bay.bay:
                yield Fault(
                    "ship_bays",
                    f"its 20-foot bay {twenty:03d} is one of bay {other:03d} too",
                    "number bays as 2, 6, 10, ..., with their halves before and behind them",
                    place,
                    "bay",
                    str(bay.bay),
                )


def boxes_leave(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Boxes to load or to remain, and instructions, are for another port than this one."""
    for table in ("containers", "instructions"):
        for place, row in enumerate(tables.get(table, ()), start=1):
            assert isinstance(row, Container | Instruction)
            leaves = isinstance(row, Instruction) or row.direction != "discharge"
            if leaves and row.port == terminal.unlocode:
                yield Fault(
                    table,
                    "that is this terminal's own port, and the box goes on from here",
                    "give the port where it leaves the ship",
                    place,
                    "port",
                    row.port,
                )


def profiles_of_ships(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """A profile that a ship names has bays and stacks."""
    del terminal
    for table in ("ship_bays", "ship_stacks"):
        known = {row.profile for row in tables.get(table, ()) if isinstance(row, ShipBay | ShipStack)}
        for place, ship in enumerate(tables.get("vessels", ()), start=1):
            assert isinstance(ship, Vessel)
            if ship.profile is not None and ship.profile not in known:
                yield Fault(
                    "vessels",
                    f"the table {table} has no row of her profile",
                    f"add its rows to {table}, or leave profile empty",
                    place,
                    "profile",
                    ship.profile,
                )


def bays_of_ships(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """No bay of a profile is behind the stern of a ship that has it."""
    del terminal
    shortest: dict[str, Vessel] = {}
    for ship in tables.get("vessels", ()):
        assert isinstance(ship, Vessel)
        if ship.profile is not None:
            shortest[ship.profile] = min(shortest.get(ship.profile, ship), ship, key=lambda each: each.loa_m)
    for place, bay in enumerate(tables.get("ship_bays", ()), start=1):
        assert isinstance(bay, ShipBay)
        named = shortest.get(bay.profile)
        if named is not None and bay.from_bow_m > named.loa_m:
            yield Fault(
                "ship_bays",
                f"{named.name}, which has this profile, is {named.loa_m:g} m long",
                "correct from_bow_m, or the ship's loa_m or profile in vessels",
                place,
                "from_bow_m",
                f"{bay.from_bow_m:g}",
            )


def boxes_in_slots(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Boxes on board, and instructions, have slots that their ship has, each for itself; no box on board floats."""
    del terminal
    layout_of = _layouts_of_calls(tables)
    rows = [
        (table, place, row, Cell.of(row.slot))
        for table in ("containers", "instructions")
        for place, row in enumerate(tables.get(table, ()), start=1)
        if isinstance(row, Container | Instruction) and row.slot is not None
    ]
    held: dict[_Held, Container | Instruction] = {}
    for table, _, row, cell in rows:
        for bay in cell.twenties:
            held.setdefault((table, row.call, bay, cell.row, cell.tier), row)
    for table, place, row, cell in rows:
        layout = layout_of.get(row.call)
        others = (held[table, row.call, bay, cell.row, cell.tier] for bay in cell.twenties)
        other = next((each for each in others if each is not row), None)
        problem, remedy = None, "correct slot, or ship_stacks of her profile"
        if layout is not None and not layout.has(cell):
            problem = "the ship's profile has no such slot for a box of this length"
        elif isinstance(other, Container):
            problem = f"{other.id} of the same call stands there"
            remedy = "give each box a slot of its own"
        elif other is not None and other.slot != row.slot:  # two for the very slot have one key, which is told already
            problem = f"the call has an instruction for slot {other.slot}, and the two overlap"
            remedy = "drop one of the two, or correct slot"
        elif layout is not None and table == "containers":
            problem = _floats(layout, row.call, cell, held)
            remedy = "correct slot, list the box below it, or correct bottom_tier in ship_stacks"
        if problem is not None:
            yield Fault(table, problem, remedy, place, "slot", row.slot)


# Half a slot that is held: the table, the call, the 20-foot bay, the row and the tier.
_Held = tuple[str, str, int, int, int]


def _floats(layout: Layout, call: str, cell: Cell, held: Collection[_Held]) -> str | None:
    """What lacks below a box on board, if that is not the bottom of its stack."""
    under = cell._replace(tier=cell.tier - 2)
    empty = [bay for bay in cell.twenties if ("containers", call, bay, under.row, under.tier) not in held]
    if not empty or layout.stack_of(under) is None:
        return None
    half = f"its half in bay {empty[0]:03d}" if len(empty) < len(cell.twenties) else "it"
    return f"nothing stands below {half}, in tier {under.tier:02d}"


def instructions_of_boxes(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """A box that instructions name is wanted in one slot of a call."""
    del terminal
    wanted: dict[tuple[str, str], str] = {}
    for place, row in enumerate(tables.get("instructions", ()), start=1):
        assert isinstance(row, Instruction)
        slot = row.slot if row.box is None else wanted.setdefault((row.call, row.box), row.slot)
        if slot != row.slot:
            yield Fault(
                "instructions",
                f"the call wants that box in slot {slot} too",
                "drop one of the two, or correct box",
                place,
                "box",
                row.box,
            )


def light_ships_float(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """The hydrostatics of a profile whose stability is looked at tell how she floats without boxes."""
    del terminal
    profiles = [row for row in tables.get("ship_profiles", ()) if isinstance(row, ShipProfile)]
    rows = [row for row in tables.get("hydrostatics", ()) if isinstance(row, Hydrostatics)]
    known = layouts(profiles, (), (), rows)
    for place, profile in enumerate(profiles, start=1):
        table = known[profile.id].hydrostatics
        if not table or profile.min_metacentric_m is None or known[profile.id].hydrostatics_at(profile.light_t):
            continue
        yield Fault(
            "ship_profiles",
            f"her hydrostatics are those of {table[0].displacement_t:,.0f} t to {table[-1].displacement_t:,.0f} t",
            "correct light_t, or add rows to hydrostatics so that they hold it",
            place,
            "light_t",
            f"{profile.light_t:g}",
        )


def _layouts_of_calls(tables: Tables) -> dict[str, Layout]:
    profiles = layouts(
        [row for row in tables.get("ship_profiles", ()) if isinstance(row, ShipProfile)],
        [row for row in tables.get("ship_bays", ()) if isinstance(row, ShipBay)],
        [row for row in tables.get("ship_stacks", ()) if isinstance(row, ShipStack)],
        (),
    )
    ships = {row.id: row for row in tables.get("vessels", ()) if isinstance(row, Vessel)}
    found: dict[str, Layout] = {}
    for call in tables.get("calls", ()):
        assert isinstance(call, VesselCall)
        ship = ships.get(call.vessel)
        layout = profiles.get(ship.profile) if ship is not None and ship.profile is not None else None
        if layout is not None:
            found[call.id] = layout
    return found


def boxes_in_places(terminal: Terminal, tables: Tables) -> Iterator[Fault]:
    """Boxes of the yard have places that it has, each for itself and on top of another or on the ground."""
    del terminal
    blocks = {row.id: row for row in tables.get("yard_blocks", ()) if isinstance(row, YardBlock)}
    boxes = [
        (place, row, Place.of(row.place))
        for place, row in enumerate(tables.get("containers", ()), start=1)
        if isinstance(row, Container) and row.place is not None
    ]
    held: dict[tuple[object, ...], int] = {}
    for place, _, stands in boxes:
        for bay in stands.twenties:
            held.setdefault((stands.block, bay, stands.row, stands.tier), place)
    for place, box, stands in boxes:
        problem = _not_in_block(stands, blocks.get(stands.block))
        for bay in stands.twenties if problem is None else ():
            if held[stands.block, bay, stands.row, stands.tier] != place:
                problem = "an earlier row stands there"
            elif stands.tier > 1 and (stands.block, bay, stands.row, stands.tier - 1) not in held:
                problem = "nothing stands below it"
        if problem is not None:
            yield Fault("containers", problem, "correct place", place, "place", box.place)


def _not_in_block(stands: Place, block: YardBlock | None) -> str | None:
    if block is None:
        return f"there is no block {stands.block} in the table yard_blocks"
    if max(stands.twenties) > 2 * block.bays - 1 or stands.row > block.rows or stands.tier > block.tiers:
        return (
            f"block {block.id} has 20-foot bays 1, 3, ... to {2 * block.bays - 1}, {block.rows} rows and "
            f"{block.tiers} tiers"
        )
    return None
