"""What happened in a run, as an analyst reads it: every event of ships, cranes, tractors, yard and gate.

A recorded run appends one tuple an event to `Recorder.events`: minute, name, call, box, equipment, place. Where nothing
is recorded `events` is None, and costs a test of that. An event may be appended before its minute, where its time is
known; whoever reads them sorts.

The names are those of the log that `dermaga fit` and `dermaga replay` read: what a terminal writes and what the
simulation writes is the same table.
"""

# Minute from the start of the window, name, call's id or "", box's number in its call or -1, equipment's id or "",
# place (a block's id, metres of the quay) or "".
Event = tuple[float, str, str, int, str, str]

# Ships. The minute of EXPECTED is the ETA.
EXPECTED = "expected"
ARRIVED = "arrived"
FIRST_LINE = "first_line"
FIRST_LIFT = "first_lift"
LAST_LIFT = "last_lift"
LAST_LINE = "last_line"

# Quay cranes. Two boxes that are lifted in one cycle have a start and an end each, of the same minutes and crane.
CRANE_JOINED = "crane_joined"
CRANE_LEFT = "crane_left"
DISCHARGE_START = "discharge_start"
DISCHARGE_END = "discharge_end"
LOAD_START = "load_start"
LOAD_END = "load_end"
CRANE_DOWN = "crane_down"
CRANE_UP = "crane_up"

# Tractors. ASSIGNED: it goes to work for a ship.
TRACTOR_ASSIGNED = "tractor_assigned"
TRACTOR_AT_BLOCK = "tractor_at_block"
TRACTOR_BESIDE = "tractor_beside"
TRACTOR_FREE = "tractor_free"

# The yard. IN_YARD: it stood there when the run began.
IN_YARD = "in_yard"
STACK_START = "stack_start"
STACK_END = "stack_end"
FETCH_START = "fetch_start"
FETCH_END = "fetch_end"

# Trucks at the gate: they join the queue, are served in a lane, and are through; in and out.
GATE_IN_QUEUE = "gate_in_queue"
GATE_IN_START = "gate_in_start"
GATE_IN_END = "gate_in_end"
TRUCK_AT_BLOCK = "truck_at_block"
GATE_OUT_QUEUE = "gate_out_queue"
GATE_OUT_START = "gate_out_start"
GATE_OUT_END = "gate_out_end"
