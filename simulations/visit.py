"""A ship's call in the simulated terminal, and its boxes: what the parts hand to each other."""

from __future__ import annotations

from collections import OrderedDict, deque
from math import isnan
from typing import TYPE_CHECKING

from data.port_calls import PortCall
from data.vessels import VesselCall
from simulations.kernel import Kernel, Step

if TYPE_CHECKING:
    from simulations.parts.blocks import Block
    from simulations.parts.controls import Control
    from simulations.parts.crane import Crane
    from simulations.parts.cycles import Extras
    from simulations.parts.stacks import Room, Stack
    from simulations.parts.transport import Tractor
    from simulations.parts.turns import Turns

NOT_YET = float("nan")


class Box(Step):
    """One container: where it is bound, how large it is, and how long each handling of it takes (minutes).

    The times belong to the box and not to the machine: under any policy the same box takes the same time. In the
    kernel's queue a box stands for the truck that brings or collects it.
    """

    __slots__ = (
        "at_block",
        "block",
        "control",
        "dual",
        "fetched_at",
        "flow",
        "gate_in_min",
        "gate_out_min",
        "kind",
        "laden",
        "lift_min",
        "loads",
        "misses",
        "number",
        "off_min",
        "room",
        "ship_side_min",
        "stack",
        "stacked_at",
        "stay_min",
        "teu",
        "truck_at",
        "truck_side_min",
        "visit",
        "waited_min",
        "yard_min",
    )

    # Chosen when it comes to the yard; no room and stack where it stands beside them, or blocks have none.
    block: Block
    room: Room | None
    stack: Stack | None
    # When it came to stand in the yard.
    stacked_at: float
    # When it was fetched for its ship.
    fetched_at: float
    # Of a box in foreign trade that somebody has to look at.
    control: Control | None
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
        flow: int,
        kind: int,
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
        self.control = self.room = self.stack = None
        # See `parts.flows`.
        self.flow = flow
        self.kind = kind
        self.teu = teu
        self.lift_min = lift_min
        self.ship_side_min = ship_side_min
        self.truck_side_min = truck_side_min
        self.gate_in_min = gate_in_min
        self.gate_out_min = gate_out_min
        # A discharged box: from its stacking until its truck comes. A box to load: see `parts.boxes`.
        self.stay_min = stay_min


class Visit:
    """One call from the opening of the gate for its boxes until its pilot is off. Times are minutes from the start.

    In the order of time: `anchored` (at the pilot station), `pilot_on`, `roads` (before the quay, passage behind it),
    `first_line`, `first_lift`, `last_lift`, `last_line`, `pilot_off`. `arrival` is when it would be before the quay if
    a pilot were there at once.
    """

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
        # The work: boxes on board, boxes in the yard that nobody fetches yet, boxes that have not come in; boxes that
        # no crane has lifted.
        self.on_board: list[Box] = []
        self.ready: OrderedDict[Box, None] = OrderedDict()
        self.awaited: list[Box] = []
        self.unmoved = call.moves
        # Of boxes that the case lists: when their trucks come, and the numbers of those that go on by ship.
        self.gate_at: dict[Box, float] = {}
        self.onward: dict[Box, str] = {}
        # The means: cranes that it was given; how many of them are at work on it, or would be if nothing stopped all
        # cranes, and those of them without a tractor to work with; tractors in its service (how many of them it still
        # wants empty beside it), and those that stand beside it, empty or with a box.
        self.cranes: list[Crane] = []
        self.working = 0
        self.idle_cranes: list[Crane] = []
        self.tractors = 0
        self.most_tractors = 0
        self.empties_wanted = call.discharge
        self.empty_tractors: deque[Tractor] = deque()
        self.loaded_tractors: deque[Tractor] = deque()
        # Lifts take so many times longer by the ship's place and by the cranes that are in each other's way.
        self.growth = 1.0
        self.pace = 1.0
        # None where nothing of the kind is done: which lifts take two boxes, which tractors bring a box to load and
        # drive off with another, and hatch covers and restowed boxes.
        self.twins: Turns | None = None
        self.duals: Turns | None = None
        self.extras: Extras | None = None
        # The record.
        self.anchored = NOT_YET
        self.pilot_on = NOT_YET
        self.roads = NOT_YET
        self.first_line = NOT_YET
        self.first_lift = NOT_YET
        self.last_lift = NOT_YET
        self.last_line = NOT_YET
        self.pilot_off = NOT_YET
        # Crane minutes at the ship, and those of them in which cranes lifted, were broken down, had a planned stop, and
        # were stopped by the weather; the rest they were blocked.
        self.crane_minutes = 0.0
        self.lift_minutes = 0.0
        self.down_minutes = 0.0
        self.off_minutes = 0.0
        self.weather_minutes = 0.0
        self.boxes = 0
        self.empty_boxes = 0
        self.teu = 0
        # Crane cycles: those that moved boxes, hatch covers taken off or put on, and boxes restowed (two cycles each).
        self.box_cycles = 0
        self.cover_moves = 0
        self.restows = 0

    @property
    def end_m(self) -> float:
        """Place of the ship's high end."""
        return self.position_m + self.loa_m

    @property
    def left(self) -> bool:
        """Whether the ship has left."""
        return not isnan(self.last_line)

    def port_call(self) -> PortCall:
        """Its record so far, from which key figures are computed."""
        return PortCall(
            call=self.call.id,
            loa_m=self.loa_m,
            eta=self.eta,
            etd=self.etd,
            arrival=self.arrival,
            anchored=self.anchored,
            pilot=self.pilot_on,
            roads=self.roads,
            position_m=self.position_m,
            first_line=self.first_line,
            first_lift=self.first_lift,
            last_lift=self.last_lift,
            last_line=self.last_line,
            boxes=self.boxes,
            empties=self.empty_boxes,
            teu=self.teu,
            moves=self.box_cycles + self.cover_moves + 2 * self.restows,
            restow_lifts=2 * self.restows,
            crane_minutes=self.crane_minutes,
            lift_minutes=self.lift_minutes,
            stopped_minutes=self.off_minutes,
        )
