"""What a run records of boxes in the yard: stays by flow, rehandles, plugs, customs, transhipment; in the window."""

from data.port_calls import ratio
from simulations.kernel import HOUR
from simulations.parts.flows import Flow
from simulations.visit import Box


class BoxRecord:
    """Sums over the window, kept while the run goes on. All times are minutes."""

    def __init__(self, window: float) -> None:
        self._window = window
        # By flow: boxes that left the yard, and how long they had been in it.
        self.left = [0] * len(Flow)
        self.stayed = [0.0] * len(Flow)
        self.fetched = 0
        self.rehandles = 0
        self.reefers_without_plug = 0
        self.inspected = 0
        self.transhipped = 0
        self.onward_by_truck = 0
        self.yard_cranes_down = 0.0

    def box_left(self, box: Box, now: float) -> None:
        """A box left the yard, and the terminal."""
        if 0 <= now < self._window:
            flow = box.flow
            self.left[flow] += 1
            self.stayed[flow] += now - box.stacked_at
            if flow == Flow.TRANSHIPMENT and box.loads:
                self.transhipped += 1

    def box_fetched(self, moved: int, now: float) -> None:
        """A yard crane takes a box from its stack, and moves so many others for it."""
        if 0 <= now < self._window:
            self.fetched += 1
            self.rehandles += moved

    def reefer_without_plug(self, now: float) -> None:
        """A reefer came when no plug was free."""
        if 0 <= now < self._window:
            self.reefers_without_plug += 1

    def box_inspected(self, now: float) -> None:
        """A box came to the place of inspections."""
        if 0 <= now < self._window:
            self.inspected += 1

    def no_ship_took(self, now: float) -> None:
        """A truck comes for a box that was to go on by ship."""
        if 0 <= now < self._window:
            self.onward_by_truck += 1

    def yard_crane_down(self, start: float, minutes: float) -> None:
        """A yard crane is repaired for so long."""
        self.yard_cranes_down += max(0.0, min(start + minutes, self._window) - max(start, 0.0))

    def figures(self, yard_cranes: int) -> dict[str, float]:
        """Their key figures, by name."""
        return {
            "yard_crane_down": ratio(self.yard_cranes_down, yard_cranes * self._window),
            "rehandle_ratio": ratio(self.rehandles, self.fetched),
            "reefers_without_plug": float(self.reefers_without_plug),
            "boxes_inspected": float(self.inspected),
            "boxes_transhipped": float(self.transhipped),
            "transhipment_by_truck": float(self.onward_by_truck),
            **{
                f"dwell_{flow.name.lower()}_h": ratio(self.stayed[flow], self.left[flow] * HOUR)
                for flow in Flow
            },
        }  # fmt: skip
