"""The bays of a ship with their cells and hatch covers, as the board draws them while a loading plan is played."""

from collections import defaultdict
from typing import Any

from api.presenting.aboard import used
from data.checker.loading.planned import Planned
from data.profiles import ShipStack
from data.ship_layouts import Layout
from data.slots import Cell


def bays_of(planned: Planned) -> list[dict[str, Any]]:
    """The bays of a plan's ship from the bow on; hatch covers with when they lie ashore, in seconds from its start."""
    layout = planned.layout
    by_bay: defaultdict[int, list[ShipStack]] = defaultdict(list)
    for stack in layout.stacks:
        by_bay[stack.bay].append(stack)
    opened = _opened(planned)
    return [
        {
            "bay": bay.bay,
            "from_bow_m": bay.from_bow_m,
            "halves": list(Cell(bay.bay, 0, 2).twenties),
            "stacks": [_stack(layout, stack) for stack in by_bay[bay.bay]],
            "covers": [
                {"cover": cover, "open_s": opened.get((bay.bay, cover), [])}
                for cover in sorted({stack.cover for stack in by_bay[bay.bay] if stack.cover is not None})
            ],
        }
        for bay in layout.bays
    ]


def _stack(layout: Layout, stack: ShipStack) -> dict[str, Any]:
    return {
        "row": stack.row,
        "level": stack.level,
        "across_m": layout.across_m(stack),
        "cover": stack.cover,
        "tiers": list(stack.numbers),
        "plugs": list(stack.plugs),
        "halves": [half for half in Cell(stack.bay, 0, 2).twenties if used(stack, half)],
        "half_t": stack.max_20_kg / 1000,
        "long_t": stack.max_40_kg / 1000,
        "height_m": stack.height_m,
    }


def _opened(planned: Planned) -> dict[tuple[int, int], list[list[int | None]]]:
    """From when to when each hatch cover lies ashore; None where it is not put back."""
    found: defaultdict[tuple[int, int], list[list[int | None]]] = defaultdict(list)
    for each in planned.lifts:
        spans = found[each.lift.bay, each.lift.cover or 0]
        if each.lift.kind == "hatch_off":
            spans.append([round(each.start), None])
        elif each.lift.kind == "hatch_on" and spans:
            spans[-1][1] = round(each.end)
    return found
