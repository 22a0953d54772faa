"""What customs and quarantine ask of each box in foreign trade, drawn before anything moves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.case import Case
from data.vessels import VesselCall
from simulations.kernel import HOUR, Step
from simulations.parts.flows import Flow, Flows
from simulations.streams import Samples, Streams, gamma, lognormal
from simulations.visit import Box


class Control(Step):
    """Somebody looks at a box: minutes until the inspection may begin, of it (0 for none), and of quarantine after it.

    In the kernel's queue it stands for its box, which may stand there for its truck at the same time.
    """

    __slots__ = ("after", "before", "box", "inspection", "then")

    # What happens when the box is free.
    then: Callable[[Box], None]

    def __init__(self, box: Box, before: float, inspection: float, after: float) -> None:
        self.box = box
        self.before = before
        self.inspection = inspection
        self.after = after


@dataclass(frozen=True)
class Controls:
    """What is asked of each box of a call; shapes (boxes,). Boxes that it does not concern have 0 everywhere."""

    clearance: Samples
    inspection: Samples
    quarantine: Samples

    @property
    def least_stay(self) -> Samples:
        """Minutes in the yard at least; inspections that have opening hours may make it longer."""
        return self.clearance + self.inspection + self.quarantine

    def of(self, box: Box) -> Control | None:
        """What the yard must know of a box: None where nobody looks at it."""
        number = box.number
        asked = [float(minutes[number]) for minutes in (self.clearance, self.inspection, self.quarantine)]
        return Control(box, *asked) if any(asked) else None


def controls_of(case: Case, streams: Streams, call: VesselCall, flows: Flows) -> Controls | None:
    """What customs and quarantine ask of the boxes of a call; None where they never ask anything."""
    customs = case.terminal.customs
    if not customs.holds:
        return None
    size = call.moves
    inward, outward = flows == Flow.FOREIGN_IN, flows == Flow.FOREIGN_OUT

    def among(purpose: str, inward_share: float, outward_share: float) -> NDArray[np.bool_]:
        drawn = streams.of(purpose, call.id).random(size)
        return np.where(inward, drawn < inward_share, outward & (drawn < outward_share))

    clearance = np.zeros(size)
    if customs.clearance_h:
        papers = lognormal(streams.of("clearance", call.id), customs.clearance_h * HOUR, customs.clearance_spread, size)
        clearance = np.where(inward, papers, 0.0)
    opened = among("inspected", customs.import_inspection_share, customs.export_inspection_share)
    minutes = gamma(streams.of("inspection", call.id), customs.inspection_h * HOUR, customs.inspection_spread, size)
    held = among("quarantine", customs.quarantine_share, customs.quarantine_share)
    return Controls(
        clearance,
        # An inspection that takes no time is one all the same: the box is moved.
        np.where(opened, np.maximum(minutes, 1e-6), 0.0),
        np.where(held, customs.quarantine_h * HOUR, 0.0),
    )
