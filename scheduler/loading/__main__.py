"""Compile now what the first loading plan would wait for: `python -m scheduler.loading`."""

from data.boxes import boxes_of
from data.cases import load
from scheduler.loading import solve
from scheduler.loading.kinds import kinds
from scheduler.loading.ship import aboard
from scheduler.loading.whole_ship.packing import pack
from scheduler.stopping import Stop
from scheduler.yard.bay import Bay
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.retrieval import retrieve


def main() -> None:
    """Compile the loops of whole ships, of the crane schedule, the sequence and the yard by a short use of each."""
    case = load("kariangau").case
    call = min(case.calls, key=lambda call: call.moves)
    solve(case, call, stop=Stop(effort=0.5))
    boxes = boxes_of(case, call)
    ship, few = aboard(case, call, case.needed_layout(call), boxes), boxes.load[:5]
    pack(ship, [], kinds(few, ship.order), stop=Stop(effort=0.1), seed=1, workers=1)
    bay = Bay(((2, 1, 4), (3, 5), ()), 4)
    premarshal(bay, stop=Stop(effort=0.1), workers=1)
    retrieve(bay, stop=Stop(effort=0.1), workers=1)


if __name__ == "__main__":
    main()
