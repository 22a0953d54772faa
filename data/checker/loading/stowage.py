"""Rules of single boxes at departure: what they need where they stand, and what the line wants.

Only boxes that the plan put on board are judged; of two that stand too close, one of them must have been.
"""

from collections.abc import Iterator
from itertools import chain

from data.checker.loading.aboard import Stowage, spot_of
from data.checker.loading.ship import Worked
from data.checker.loading.stowed import TOLERANCE, Stowed, listed, stack_named
from data.checker.verdict import Broken
from data.codes import is_forty_five_foot
from data.profiles import ShipStack
from data.slots import Cell


def placed(planned: Stowed, ship: Worked) -> Iterator[tuple[str, Cell, ShipStack]]:
    """The boxes that the plan put on board and that are there at departure, with their cells and stacks."""
    for box, cell in ship.departure.cells.items():
        stack = planned.layout.stack_of(cell) if box in ship.placed else None
        if stack is not None:
            yield box, cell, stack


def plug(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """A reefer that wants a plug stands in a tier that has one."""
    for box, cell, stack in placed(planned, ship):
        if planned.box[box].plug and not stack.plugged(cell):
            tiers = listed(f"{tier:02d}" for tier in stack.plugs)
            half = ", there in the fore half only" if cell.tier in stack.plugs else ""
            has = f"has plugs in tiers {tiers}{half}" if tiers else "has no plugs"
            yield Broken(
                "plug",
                (box,),
                f"{box} is a reefer that wants a plug and stands in slot {cell.slot}, and {stack_named(stack)} {has}: "
                "put it where a plug is",
            )


def forty_five(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """Boxes longer than 40 feet stand on deck: the cells of a hold are 40 feet long."""
    for box, cell, stack in placed(planned, ship):
        if is_forty_five_foot(planned.box[box].box_type) and stack.level == "hold":
            yield Broken(
                "forty_five",
                (box,),
                f"{box} is longer than 40 feet and stands in the hold, in slot {cell.slot}: put it on deck",
            )


def instruction(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """Where the line gave instructions for the call, a loaded box stands in a slot that it wants such a box in.

    In a plan that follows them first, slots without an instruction are free, those that share a half with one that has
    one are not. A plan that follows none is not judged.
    """
    use = planned.instructions
    rows = [row for row in planned.case.instructions if row.call == planned.call.id and use != "none"]
    wanted = {row.slot: row for row in rows}
    halves = {(half, *Cell.of(row.slot)[1:]): row for row in rows for half in Cell.of(row.slot).twenties}
    for box, cell, _ in placed(planned, ship) if rows else ():
        row, its = wanted.get(cell.slot), planned.box[box]
        if its.direction != "load" or (row is not None and row.takes(its)):
            continue
        shared = [halves[half] for bay in cell.twenties if (half := (bay, cell.row, cell.tier)) in halves]
        if row is None and shared:
            length = "longer" if Cell.of(shared[0].slot).bay % 2 == 0 else "20-foot"
            why = f"wants a {length} box there, in slot {shared[0].slot}"
        elif row is None and use == "first":
            continue
        elif row is None:
            why = "gave no instruction for that slot"
        elif row.box is not None and row.box != box:
            why = f"wants {row.box} there"
        else:
            kind = " ".join(filter(None, [row.status, "reefer" if row.plug else ""]))
            why = f"wants a {kind} box for {row.port} of {row.min_kg:,} to {row.max_kg:,} kg there".replace("  ", " ")
        status = f"{its.status}{' reefer' if its.plug else ''}, {its.mass_kg:,} kg, for {its.port}"
        yield Broken(
            "instruction",
            (box,),
            f"{box} ({status}) stands in slot {cell.slot}, and the line {why}: choose another slot",
        )


def out_of_gauge(planned: Stowed, ship: Worked) -> Iterator[Broken]:
    """Cargo that reaches beyond its box has room: nothing on top, beside or at the ends of it, as it reaches there."""
    piles, cells = ship.departure.piles, ship.departure.cells
    for box, cell in cells.items():
        its = planned.box[box]
        if not its.out_of_gauge:
            continue
        spot = piles.spots[box]
        around = [
            ("above", piles.above(spot) if its.over_height_cm else []),
            ("beside", _beside(planned, ship.departure, cell, its.beside_m)),
            ("at the ends of", _at_ends(planned, ship.departure, cell) if its.over_length_cm else []),
        ]
        for where, others in around:
            # What came so stays so: one of the two must have been put there now.
            wrong = [other for other in others if other in ship.placed or box in ship.placed]
            if wrong:
                stand = "stands" if len(wrong) == 1 else "stand"
                yield Broken(
                    "out_of_gauge",
                    (box, *wrong),
                    f"{box} in slot {cell.slot} is out of gauge, and {listed(wrong)} {stand} {where} it: leave that "
                    "room empty",
                )


def _beside(planned: Stowed, stowage: Stowage, cell: Cell, reach_m: float) -> list[str]:
    """The boxes of the rows so far across from that of a cell, at its tier and level."""
    layout, stack = planned.layout, planned.layout.stack_of(cell)
    if stack is None:
        return []
    neighbours = [
        other.row
        for other in layout.stacks
        if (other.bay, other.level) == (stack.bay, stack.level)
        and other.row != stack.row
        and abs(layout.across_m(other) - layout.across_m(stack)) < reach_m + TOLERANCE
    ]
    return _in_cells(stowage, planned, [Cell(bay, row, cell.tier) for row in neighbours for bay in cell.twenties])


def _at_ends(planned: Stowed, stowage: Stowage, cell: Cell) -> list[str]:
    """The boxes in the next 20-foot bays before and behind a cell."""
    ends = (min(cell.twenties) - 2, max(cell.twenties) + 2)
    return _in_cells(stowage, planned, [Cell(bay, cell.row, cell.tier) for bay in ends])


def _in_cells(stowage: Stowage, planned: Stowed, cells: list[Cell]) -> list[str]:
    spots = [spot for cell in cells if (spot := spot_of(planned, cell)) is not None]
    return list(dict.fromkeys(chain.from_iterable(stowage.piles.standing(spot) for spot in spots)))
