"""Small ships with boxes on board and boxes to load, as Hypothesis draws them."""

from typing import Any

from hypothesis import strategies as st

from data.cargo import Container, Instruction
from data.case import Case
from data.profiles import ShipStack
from data.slots import Cell
from tests.data.checker.loading.conftest import CALL
from tests.scheduler.loading.conftest import PORTS, box, ship_stack, tiny

# Of each length one mass a weight class, and limits that are not nearly reached: what is planned with mean masses and a
# reserve is exact then.
_KG = {False: (5_000, 10_000, 20_000), True: (5_000, 10_000, 20_000)}
_BEARS = (120_000, 31_500, 21_500)


@st.composite
def ships(draw: st.DrawFn) -> list[ShipStack]:
    """One or two bays with 4 to 8 slots of 20 feet: a hold under a cover with a deck, or a deck alone."""
    shapes = draw(
        st.sampled_from(
            [
                [("hold", 2, 1), ("deck", 2, 1)],
                [("hold", 2, 2), ("deck", 2, 2)],
                [("hold", 2, 2), ("deck", 2, 1)],
                [("deck", 2, 3)],
                [("deck", 2, 2), ("deck", 6, 2)],
                [("hold", 2, 1), ("deck", 2, 1), ("deck", 6, 1)],
                [("hold", 2, 1), ("deck", 2, 1), ("hold", 6, 1), ("deck", 6, 1)],
            ]
        )
    )
    covered = {bay for level, bay, _ in shapes if level == "hold"}
    return [
        ship_stack(
            bay, 1, level, tiers=tiers, cover=1 if bay in covered else None,
            max_20_kg=draw(st.sampled_from(_BEARS)), max_40_kg=draw(st.sampled_from(_BEARS)),
            lashed_tiers=draw(st.sampled_from([20, 20, 1])), loose_kg=11_500,
            height_m=draw(st.sampled_from([20, 20, 5.5])),
            **draw(st.sampled_from([{}, {"plugs": lowest}, {"plugs": lowest, "one_plug": lowest}])),
            twenties=draw(st.sampled_from(["both", "both", "both", "fore"])),
        )
        for level, bay, tiers in shapes
        for lowest in [(2,) if level == "hold" else (82,)]
    ]  # fmt: skip


@st.composite
def on_board(draw: st.DrawFn, stacks: list[ShipStack], most: int) -> list[Container]:
    """Boxes that stand on board, from the bottom of each stack, to be discharged or to remain."""
    found: list[Container] = []
    for stack in stacks:
        # No stack arrives with more than it may have.
        bears_all = min(stack.max_20_kg, stack.max_40_kg) > 60_000 and stack.lashed_tiers > 1
        for tier in range(draw(st.integers(0, stack.tiers))):
            if len(found) == most:
                break
            long = draw(st.booleans())
            if tier and not long and found[-1].long:
                break
            halves = [None] if long else list(Cell(stack.bay, 1, stack.bottom_tier).twenties)
            if not long and (stack.twenties == "fore" or len(found) + 2 > most):
                halves = halves[:1]
            for half in halves:
                slot = Cell(half or stack.bay, 1, stack.bottom_tier + 2 * tier).slot
                direction = draw(st.sampled_from(["discharge", "remain"]))
                port = draw(st.integers(0, 2))
                kg = draw(st.sampled_from(_KG[long])) if bears_all else 5_000
                found.append(box(port, long=long, kg=kg, slot=slot, direction=direction))
            if halves != [None] and len(halves) == 1:
                break
    return found


@st.composite
def to_load(draw: st.DrawFn, most: int) -> list[Container]:
    """Boxes that stand in one pile or two of the yard, or come by truck."""
    heights = {"02-1": 0, "05-1": 0, "07-1": 0}
    found = []
    for _ in range(draw(st.integers(1, most))):
        long = draw(st.booleans())
        pile = draw(st.sampled_from([None, "02-1"] if long else [None, "05-1", "07-1"]))
        place = None
        if pile is not None and heights[pile] < 4:
            heights[pile] += 1
            place = f"A-{pile}-{heights[pile]}"
        found.append(
            box(
                draw(st.integers(0, 2)), long=long, kg=draw(st.sampled_from(_KG[long])), place=place,
                plug=draw(st.sampled_from([False, False, False, True])),
            )
        )  # fmt: skip
    return found


@st.composite
def tiny_cases(draw: st.DrawFn, case: Case, most: int = 5) -> Case:
    """A ship with three boxes at most on board and so many in all, and one crane or two.

    Money is such that work is nothing beside a stowage, and restows pay only for boxes that would stay ashore.
    """
    stacks = draw(ships())
    board = draw(on_board(stacks, 3))
    boxes = [*board, *draw(to_load(max(1, most - len(board))))]
    costs = {
        "work_per_hour": 1, "ashore_per_box": 100_000, "overstow_per_box": 200, "restow_per_box": 2_000,
        "rehandle_per_box": 1,
    }  # fmt: skip
    return tiny(case, stacks, boxes, cranes=draw(st.integers(1, 2)), costs=costs)


@st.composite
def instructions(draw: st.DrawFn, stacks: list[ShipStack], boxes: list[Container], most: int = 6) -> list[Instruction]:
    """Instructions for slots of a ship, no two for one half of a cell, for kinds of boxes that there are or not."""
    loads = [each for each in boxes if each.direction == "load"]
    found: list[Instruction] = []
    taken: set[tuple[int, int, int]] = set()
    named: set[str] = set()
    cells = [
        Cell(bay, stack.row, tier)
        for stack in stacks
        for tier in stack.numbers
        for bay in dict.fromkeys((stack.bay, *Cell(stack.bay, stack.row, tier).twenties))
        if bay == stack.bay or stack.twenties == "both" or bay < stack.bay
    ]
    for cell in draw(st.permutations(cells)):
        halves = {(half, cell.row, cell.tier) for half in cell.twenties}
        alike = [each for each in loads if each.long == (len(cell.twenties) == 2)]
        if halves & taken or len(found) == most or not draw(st.integers(0, 4)):
            continue
        taken |= halves
        like = draw(st.sampled_from(alike)) if alike and draw(st.integers(0, 5)) else None
        kg = draw(st.sampled_from([(0, 60_000), (0, 60_000), (0, 10_000), (10_000, 60_000)]))
        name = like.id if like is not None and like.id not in named and not draw(st.integers(0, 4)) else None
        named |= {name} if name is not None else set()
        found.append(
            Instruction(
                call=CALL, slot=cell.slot, port=PORTS[draw(st.integers(0, 2))] if like is None else like.port,
                min_kg=kg[0], max_kg=kg[1], plug=False if like is None else like.plug, box=name,
            )
        )  # fmt: skip
    return found


# What makes boxes harder to place; the first is nothing.
_HARD: list[dict[str, Any]] = [
    {}, {"hazards": ("3",)}, {"hazards": ("5.1",)}, {"over_height_cm": 40}, {"over_width_cm": 20},
    {"over_length_cm": 20}, {"box_type": "L5G1"},
]  # fmt: skip


@st.composite
def instructed_cases(draw: st.DrawFn, case: Case, most: int = 6, *, hard: bool = False) -> Case:
    """Tiny cases with instructions for some slots of the ship, and boxes to load of any mass.

    With `hard`, some of the boxes have dangerous goods, are out of gauge or are 45 feet long.
    """
    made = draw(tiny_cases(case, most))
    stacks = [stack for stack in made.ship_stacks if stack.bay != 49]
    boxes: list[Container] = []
    for each in made.containers:
        if each.direction == "load":
            kg = draw(st.integers(2_000, 30_000))
            more = draw(st.sampled_from(_HARD)) if hard else {}
            if each.long or "box_type" not in more:
                each = each.model_copy(update={"gross_mass_kg": kg, "verified_kg": kg} | more)
        boxes.append(each)
    return made.changed(containers=tuple(boxes), instructions=tuple(draw(instructions(stacks, boxes))))
