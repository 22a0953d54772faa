"""Compile now what the first loading plan would wait for: `python -m scheduler.loading`."""

from data.cases import load
from scheduler.loading import solve
from scheduler.stopping import Stop
from scheduler.yard.bay import Bay
from scheduler.yard.premarshalling import premarshal
from scheduler.yard.retrieval import retrieve


def main() -> None:
    """Compile the loops of the crane schedule, of the sequence and of the yard by one short use of them."""
    case = load("kariangau").case
    solve(case, min(case.calls, key=lambda call: call.moves), stop=Stop(effort=0.5))
    bay = Bay(((2, 1, 4), (3, 5), ()), 4)
    premarshal(bay, stop=Stop(effort=0.1), workers=1)
    retrieve(bay, stop=Stop(effort=0.1), workers=1)


if __name__ == "__main__":
    main()
