"""Whether boxes on board keep the rules, worked out apart from what invents them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan, degrees

import numpy as np

from data.cargo import Container
from data.ship_layouts import Layout
from data.slots import Cell


def broken_stacks(layout: Layout, boxes: Sequence[Container]) -> Iterator[str]:
    """What is wrong with stacks in which boxes stand: slots, plugs, masses, heights, lashings, what stands on what."""
    halves: defaultdict[tuple[int, int, str], list[tuple[int, Container]]] = defaultdict(list)
    longs: Counter[tuple[int, int, str]] = Counter()
    for box in boxes:
        assert box.slot is not None
        cell = Cell.of(box.slot)
        stack = layout.stack_of(cell)
        if stack is None or not layout.has(cell) or (len(cell.twenties) == 2) != box.long:
            yield f"{box.id}: no slot {box.slot} for it"
            continue
        if box.plug and cell.tier not in stack.plugs:
            yield f"{box.id}: no plug at {box.slot}"
        if box.box_type[0] in "LMNP" and stack.level == "hold":
            yield f"{box.id}: 45 feet in the hold"
        if box.long:
            longs[stack.bay, stack.row, stack.level] += box.mass_kg
        for bay in cell.twenties:
            halves[bay, cell.row, cell.level].append((cell.tier, box))
    for (bay, row, level), held in halves.items():
        held.sort(key=lambda pair: pair[0])
        stack = layout.stack_of(Cell(bay, row, held[0][0]))
        assert stack is not None
        where = f"{bay:03d}{row:02d} {level}"
        if [tier for tier, _ in held] != list(stack.numbers)[: len(held)]:
            yield f"{where}: boxes hang or share a slot"
        for (_, lower), (_, upper) in pairwise(held):
            if lower.long and not upper.long:
                yield f"{where}: 20 feet on 40"
            if lower.over_height_cm:
                yield f"{where}: a box on high cargo"
        shares = [box.mass_kg / 2 if box.long else box.mass_kg for _, box in held]
        if sum(shares) > stack.max_20_kg or longs[stack.bay, row, stack.level] > stack.max_40_kg:
            yield f"{where}: too heavy"
        if sum(box.height_m for _, box in held) > stack.height_m + 1e-9:
            yield f"{where}: too high"
        if level == "deck" and sum(shares[stack.lashed_tiers :]) > stack.loose_kg:
            yield f"{where}: too heavy above the lashings"


def floats(layout: Layout, boxes: Sequence[Container]) -> tuple[float, float, float, float]:
    """Metacentric height, trim by the bow, list to starboard and mean draft."""
    profile, table = layout.profile, layout.hydrostatics
    below: defaultdict[tuple[int, int, str], float] = defaultdict(float)
    mass, rows = [profile.light_t], [(profile.light_from_bow_m, 0.0, profile.light_above_keel_m)]
    for box in sorted(boxes, key=lambda box: int((box.slot or "")[5:])):
        cell = Cell.of(box.slot or "")
        stack = layout.stack_of(cell)
        assert stack is not None
        under = max(below[bay, cell.row, cell.level] for bay in cell.twenties)
        for bay in cell.twenties:
            below[bay, cell.row, cell.level] = under + box.height_m
        mass.append(box.mass_kg / 1000)
        along = layout.bay_by_number[stack.bay].from_bow_m
        rows.append((along, layout.across_m(stack), stack.above_keel_m + under + box.height_m / 2))
    total = sum(mass)
    lcg, tcg, vcg = np.average(np.array(rows), axis=0, weights=mass)
    displacements = [row.displacement_t for row in table]
    assert displacements[0] <= total <= displacements[-1]
    km, lcb, moment, draft = (
        float(np.interp(total, displacements, [getattr(row, name) for row in table]))
        for name in ("metacentre_m", "buoyancy_from_bow_m", "trim_moment_tm", "draft_m")
    )
    return km - vcg, total * (lcg - lcb) / moment, degrees(atan(tcg / (km - vcg))), draft
