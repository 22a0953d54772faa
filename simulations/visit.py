"""A ship's call in the simulated terminal, and its boxes: what the parts hand to each other."""

from __future__ import annotations

from collections import deque
from math import isnan
from typing import TYPE_CHECKING

from data.vessels import VesselCall
from simulations.kernel import Kernel, Step

if TYPE_CHECKING:
    from simulations.parts.cranes import Crane
    from simulations.parts.transport import Tractor
    from simulations.parts.yard import Block

NOT_YET = float("nan")


class Box(Step):
    """One container: where it is bound, how large it is, and how long each handling of it takes (minutes).

    The times belong to the box and not to the machine: under any policy the same box takes the same time. In the
    kernel's queue a box stands for the truck that brings or collects it.
    """

    __slots__ = (
        "at_block",
        "block",
        "dual",
        "gate_in_min",
        "gate_out_min",
        "laden",
        "lift_min",
        "loads",
        "misses",
        "number",
        "off_min",
        "ship_side_min",
        "stay_min",
        "teu",
        "truck_at",
        "truck_side_min",
        "visit",
        "waited_min",
        "yard_min",
    )

    # Chosen when it comes to the yard.
    block: Block
    # When its truck joins the queue at the gate, how long it waits there in all, when it comes to the block, and how
    # long it stands there.
    truck_at: float
    waited_min: float
    at_block: float
    yard_min: float
    # Whether it is left to a truck that brings another box; with appointments, whether its truck misses the first one,
    # and by how many minutes it comes late.
    dual: bool
    misses: bool
    off_min: float

    def __init__(
        self,
        visit: Visit,
        number: int,
        loads: bool,
        laden: bool,
        teu: int,
        lift_min: float,
        ship_side_min: float,
        truck_side_min: float,
        gate_in_min: float,
        gate_out_min: float,
        stay_min: float,
    ) -> None:
        self.visit = visit
        # Its place among the boxes of its call: those to discharge first, then those to load.
        self.number = number
        self.loads = loads
        self.laden = laden
        self.teu = teu
        self.lift_min = lift_min
        self.ship_side_min = ship_side_min
        self.truck_side_min = truck_side_min
        self.gate_in_min = gate_in_min
        self.gate_out_min = gate_out_min
        # A discharged box: from its stacking until its truck comes. A box to load: see `parts.boxes`.
        self.stay_min = stay_min


class Visit:
    """One call from the opening of the gate for its boxes until its last line. Times are minutes from the start."""

    def __init__(self, kernel: Kernel, call: VesselCall, loa_m: float, eta: float, etd: float, arrival: float) -> None:
        self.call = call
        self.loa_m = loa_m
        self.eta = eta
        self.etd = etd
        self.arrival = arrival
        self.position_m = NOT_YET
        self.moored = False
        self.berthed = kernel.event()
        self.worked = kernel.event()
        # The work: boxes on board, boxes in the yard that nobody fetches yet, boxes that have not come in.
        self.on_board: list[Box] = []
        self.ready: deque[Box] = deque()
        self.awaited: list[Box] = []
        self.unmoved = call.moves
        # The means: cranes at the ship, those of them without a tractor to work with, tractors in its service (how
        # many of them it still wants empty beside it), and those that stand beside it, empty or with a box.
        self.cranes: list[Crane] = []
        self.idle_cranes: list[Crane] = []
        self.tractors = 0
        self.empties_wanted = call.discharge
        self.empty_tractors: deque[Tractor] = deque()
        self.loaded_tractors: deque[Tractor] = deque()
        # The record.
        self.first_line = NOT_YET
        self.first_lift = NOT_YET
        self.last_lift = NOT_YET
        self.last_line = NOT_YET
        self.crane_minutes = 0.0
        self.lift_minutes = 0.0
        self.boxes = 0
        self.empty_boxes = 0
        self.teu = 0

    @property
    def end_m(self) -> float:
        """Place of the ship's high end."""
        return self.position_m + self.loa_m

    @property
    def left(self) -> bool:
        """Whether the ship has left."""
        return not isnan(self.last_line)
