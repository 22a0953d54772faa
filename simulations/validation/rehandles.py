"""Rehandles of the simulated yard against Kim's formula and the exact expectation.

A bay is filled to the same height in every stack and emptied in random order, each order as likely; what stands above
a box goes to the lowest other stack of the bay. Kim (Computers & Industrial Engineering 32, 1997) gives the rehandles
of a pick-up as (h - 1) / 4 + (h + 2) / (16 w) for h tiers and w stacks, a regression. The exact expectation follows by
recursion over the heights of the stacks, since any box is as likely as another.
"""

from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy import stats

from data.case import Case
from data.terminal import YardBlock
from simulations.kernel import Kernel
from simulations.parts.flows import Flow, Kind
from simulations.parts.yard import Yard
from simulations.recorder import Recorder
from simulations.streams import Streams
from simulations.visit import Box, Visit


@dataclass(frozen=True)
class Rehandles:
    """Rehandles of a pick-up for so many tiers and stacks: by Kim, exact, and simulated with half the 95 % interval."""

    tiers: int
    stacks: int
    kim: float
    exact: float
    simulated: float
    half_width: float


def kim(tiers: int, stacks: int) -> float:
    """Kim's regression."""
    return (tiers - 1) / 4 + (tiers + 2) / (16 * stacks)


def exact(tiers: int, stacks: int, most: int) -> float:
    """The exact expectation where stacks may grow to `most` tiers, which is above `tiers`."""

    @cache
    def total(heights: tuple[int, ...]) -> float:
        """Expected rehandles until stacks of these heights, in order, are empty."""
        boxes = sum(heights)
        if not boxes:
            return 0.0
        expected = 0.0
        for place, height in enumerate(heights):
            others = list(heights[:place] + heights[place + 1 :])
            for above in range(height):
                if above:
                    others[0] += 1
                    others.sort()
                    if others[-1] > most:
                        raise ValueError(f"stacks of {tiers} tiers need more than {most}")
                expected += above + total(tuple(sorted((*others, height - 1 - above))))
        return expected / boxes

    return total((tiers,) * stacks) / (tiers * stacks)


def emptied(case: Case, tiers: int, stacks: int, seed: int, times: int, most: int) -> list[float]:
    """Rehandles of a pick-up each time that a bay of the simulated yard is filled and emptied.

    Of the case, calls and how cranes and yard work are used; its yard is one bay.
    """
    work = case.terminal.yard_work.model_copy(update={"stacks": True, "stacking": "lowest"})
    bay = case.changed(
        yard_blocks=(YardBlock(id="BAY", bays=1, rows=stacks, tiers=most),),
        yard_cranes=(),
        terminal=case.terminal.model_copy(update={"yard_work": work}),
    )
    kernel, recorder, streams = Kernel(), Recorder(1.0), Streams(seed, 0)
    yard = Yard(kernel, bay, recorder, streams)
    visit = Visit(kernel, case.calls[0], 100, 0, 0, 0)
    order = streams.of("order of pick-ups", "BAY")
    ratios = []
    before = 0
    for _ in range(times):
        boxes = [
            Box(visit, number, False, True, Flow.DOMESTIC_IN, Kind.FULL, 1, 0, 0, 0, 0, 0, 0)
            for number in range(tiers * stacks)
        ]
        for box in boxes:
            yard.place(box, 0.0)
        for number in order.permutation(len(boxes)).tolist():
            yard.fetch(boxes[number], 0.0, boxes[number], yard.take, False)
        ratios.append((recorder.yard.rehandles - before) / len(boxes))
        before = recorder.yard.rehandles
    return ratios


def measure(
    case: Case,
    sizes: tuple[tuple[int, int], ...] = ((3, 6), (4, 6), (5, 8)),
    *,
    seed: int = 1,
    times: int = 1000,
    spare_tiers: int = 1,
) -> list[Rehandles]:
    """Theory and simulation for bays of so many tiers and stacks.

    A stack may grow by `spare_tiers` above those that are filled, as RTGs of one over five do.
    """
    rows = []
    for tiers, stacks in sizes:
        most = tiers + spare_tiers
        ratios = emptied(case, tiers, stacks, seed, times, most)
        half_width = float(stats.t.ppf(0.975, times - 1) * np.std(ratios, ddof=1) / sqrt(times))
        rows.append(
            Rehandles(tiers, stacks, kim(tiers, stacks), exact(tiers, stacks, most), float(np.mean(ratios)), half_width)
        )
    return rows
