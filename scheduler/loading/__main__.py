"""Compile now what the first loading plan would wait for: `python -m scheduler.loading`."""

from data.cases import load
from scheduler.loading import solve
from scheduler.stopping import Stop


def main() -> None:
    """Compile the loops of the crane schedule and of the sequence by one short use of them."""
    case = load("kariangau").case
    solve(case, min(case.calls, key=lambda call: call.moves), stop=Stop(effort=0.5))


if __name__ == "__main__":
    main()
