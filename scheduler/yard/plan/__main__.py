"""Compile now what the first yard plan would wait for: `python -m scheduler.yard.plan`."""

from data.cases import load
from scheduler.stopping import Stop
from scheduler.yard.plan import solve


def main() -> None:
    """Compile each function by one short use of it."""
    solve(load("kariangau").case, days=7, stop=Stop(effort=0.1), workers=1)


if __name__ == "__main__":
    main()
