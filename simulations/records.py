"""What happened in a run, as an analyst reads it: every event of ships, cranes, tractors, yard and gate.

A recorded run appends one tuple an event to `Recorder.events`: minute, name, call, box, equipment, place. Where nothing
is recorded `events` is None, and costs a test of that. An event may be appended before its minute, where its time is
known; whoever reads them sorts.

The names are those of the log that `dermaga fit` and `dermaga replay` read: what a terminal writes and what the
simulation writes is the same table. `simulations.record_tables` makes the tables.
"""

# Minute from the start of the window, name, call's id or "", box's number in its call or -1, equipment's id or "",
# place (a block's id, metres of the quay) or "".
Event = tuple[float, str, str, int, str, str]

# Ships. The minute of EXPECTED is the ETA; ANCHORED is at the pilot station, ROADS before the quay.
EXPECTED = "expected"
EXPECTED_DEPARTURE = "expected_departure"
ANCHORED = "anchored"
READY = "ready"
PILOT_ON = "pilot_on"
ROADS = "roads"
ARRIVED = "arrived"
FIRST_LINE = "first_line"
FIRST_LIFT = "first_lift"
LAST_LIFT = "last_lift"
LAST_LINE = "last_line"
PILOT_OFF = "pilot_off"

CRANE_JOINED = "crane_joined"
CRANE_LEFT = "crane_left"
DISCHARGE_START = "discharge_start"
DISCHARGE_END = "discharge_end"
LOAD_START = "load_start"
LOAD_END = "load_end"
HATCH_COVER = "hatch_cover"
RESTOW = "restow"
CRANE_DOWN = "crane_down"
CRANE_UP = "crane_up"
CRANE_STOPPED = "crane_stopped"
CRANE_GOES_ON = "crane_goes_on"

TRACTOR_ASSIGNED = "tractor_assigned"
TRACTOR_AT_BLOCK = "tractor_at_block"
TRACTOR_BESIDE = "tractor_beside"
TRACTOR_FREE = "tractor_free"

IN_YARD = "in_yard"
YARD_TRAVEL = "yard_travel"
STACK_START = "stack_start"
STACK_END = "stack_end"
FETCH_START = "fetch_start"
FETCH_END = "fetch_end"
REHANDLED = "rehandled"
YARD_CRANE_DOWN = "yard_crane_down"
YARD_CRANE_UP = "yard_crane_up"
YARD_CRANE_LEFT = "yard_crane_left"
YARD_CRANE_JOINED = "yard_crane_joined"
INSPECTION_START = "inspection_start"
INSPECTION_END = "inspection_end"
ONWARD_FROM = "onward_from"
ONWARD_TO = "onward_to"

GATE_IN_QUEUE = "gate_in_queue"
GATE_IN_START = "gate_in_start"
GATE_IN_END = "gate_in_end"
TRUCK_AT_BLOCK = "truck_at_block"
GATE_OUT_QUEUE = "gate_out_queue"
GATE_OUT_START = "gate_out_start"
GATE_OUT_END = "gate_out_end"

# Every event, by name: what happens, and what its other columns hold.
EVENTS: dict[str, str] = {
    EXPECTED: "the ETA: when the ship was expected to be ready for a berth; call",
    EXPECTED_DEPARTURE: "the ETD: when she was expected to leave; call",
    ANCHORED: "the ship comes to the pilot station, where pilots or a passage are part of the case; call",
    READY: "she is ready to come in, where she was not at once (logs of terminals only); call",
    PILOT_ON: "the pilot is on board for the way in; call",
    ROADS: "she has come before the quay, and waits there; call",
    ARRIVED: "she could be alongside, as far as it lies with her; call",
    FIRST_LINE: "first line ashore; call; place: metres of her low end",
    FIRST_LIFT: "a crane takes hold of her first box; call, equipment: the crane",
    LAST_LIFT: "her last lift ends; call; place as above",
    LAST_LINE: "last line off; call; place as above",
    PILOT_OFF: "she is back at the pilot station; call",
    CRANE_JOINED: "a quay crane is given to a moored ship, and can work; call, equipment: the crane",
    CRANE_LEFT: "it is with her no more; call, equipment: the crane",
    DISCHARGE_START: "a quay crane begins the cycle that takes a box off board; call, box, equipment: the crane. Two "
    "boxes that are lifted at once have a line each, of the same time",
    DISCHARGE_END: "that cycle ends, breakdowns in it included; call, box, equipment: the crane",
    LOAD_START: "a quay crane begins the cycle that brings a box on board; as above",
    LOAD_END: "that cycle ends; as above",
    HATCH_COVER: "a quay crane moves a hatch cover, off or on; in a recorded run within the cycle that begins with it; "
    "call, equipment: the crane",
    RESTOW: "a quay crane takes a box off and puts it back on board, two cycles; as above",
    CRANE_DOWN: "a quay crane breaks down; equipment: the crane",
    CRANE_UP: "it is repaired; equipment: the crane",
    CRANE_STOPPED: "a quay crane at a ship stops between two lifts; call, equipment: the crane, place: off (planned, "
    "or no gang) or weather",
    CRANE_GOES_ON: "it stops no longer; call, equipment: the crane",
    TRACTOR_ASSIGNED: "a tractor goes to work for a ship; call, equipment: the tractor",
    TRACTOR_AT_BLOCK: "it is at the yard block, to bring a box or to fetch one; call, box, equipment: the tractor, "
    "place: the block",
    TRACTOR_BESIDE: "it stands beside the ship with a box to load; call, box, equipment: the tractor",
    TRACTOR_FREE: "its task is done; call, equipment: the tractor",
    IN_YARD: "the box stands in the yard when the log begins; call, box, place: the block",
    YARD_TRAVEL: "a yard crane begins to go to another bay, for the move that follows; equipment: the yard crane, "
    "place: the block",
    STACK_START: "a yard crane begins to move a box from tractor or truck to its stack; call, box, equipment: the yard "
    "crane, place: the block",
    STACK_END: "the box stands in the yard; as above",
    FETCH_START: "a yard crane begins to move a box from its stack to tractor or truck; as above",
    FETCH_END: "the box stands in the yard no more; as above",
    REHANDLED: "a yard crane that begins to fetch a box moves one that stands above it, a line each; as above, of the "
    "box that it fetches",
    YARD_CRANE_DOWN: "a yard crane breaks down; equipment: the crane, place: the block",
    YARD_CRANE_UP: "it is repaired; as above",
    YARD_CRANE_LEFT: "it goes to help in another block; equipment: the crane, place: the block that it leaves",
    YARD_CRANE_JOINED: "it can work there; equipment: the crane, place: the block",
    INSPECTION_START: "the box is at the place of inspections; call, box",
    INSPECTION_END: "it goes back to the yard; call, box",
    ONWARD_FROM: "another ship will take the box on; call, box, place: the block. The next line is the same box",
    ONWARD_TO: "the same box from now on: call of that ship, its number among hers, place: the block",
    GATE_IN_QUEUE: "a truck comes to the gate and queues, with the box that it brings or for the one that it collects; "
    "call, box",
    GATE_IN_START: "it is served in a lane, on the way in; call, box",
    GATE_IN_END: "it is through, on the way in; call, box",
    TRUCK_AT_BLOCK: "it is at the yard block; call, box, place: the block",
    GATE_OUT_QUEUE: "it queues for a lane on the way out; call, box",
    GATE_OUT_START: "it is served in a lane, on the way out; call, box",
    GATE_OUT_END: "it leaves the terminal; call, box",
}
