"""Finds the net cycle of a quay crane at which the simulation gives the gross rate that a terminal reports.

    python -m simulations.calibration kariangau

What terminals publish is the gross rate, idle time and breakdowns included (`crane_work.gross_moves_per_hour`); what
the simulation draws is the net cycle (`crane_work.cycle_s`). The first is measured over replications, the second is
scaled by measured / wanted until they agree. All rounds have the same seed and so the same random numbers, so that
the noise of the replications does not move the answer from round to round.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from data.case import Case
from data.cases import load
from simulations.experiments.replications import run
from simulations.policies import FirstComeFirstServed

# Rates closer than this, in boxes an hour, are the same; the interval of the rate itself is wider.
_CLOSE = 0.02
_MOST_ROUNDS = 8


@dataclass(frozen=True)
class Calibration:
    """A net cycle in seconds, and the gross rate that it gives with half its 95 % interval, in boxes an hour."""

    cycle_s: float
    rate: float
    half_width: float


def with_cycle(case: Case, cycle_s: float) -> Case:
    """The case with another net cycle of its quay cranes."""
    work = case.terminal.crane_work.model_copy(update={"cycle_s": cycle_s})
    return case.changed(terminal=case.terminal.model_copy(update={"crane_work": work}))


def calibrate(
    case: Case,
    *,
    days: float = 28,
    replications: int = 20,
    workers: int = 2,
    seed: int = 1,
    report: Callable[[Calibration], None] = lambda _: None,
) -> Calibration:
    """The net cycle, to a tenth of a second, at which the gross rate is `crane_work.gross_moves_per_hour`.

    `report` is called after each round. Raises ArithmeticError where no cycle gives the rate, because cranes wait for
    something else.
    """
    wanted = case.terminal.crane_work.gross_moves_per_hour
    cycle = case.terminal.crane_work.cycle_s
    for _ in range(_MOST_ROUNDS):
        cycle = round(cycle, 1)
        experiment = run(
            with_cycle(case, cycle),
            FirstComeFirstServed(),
            days=days,
            replications=replications,
            workers=workers,
            seed=seed,
        )
        found = Calibration(cycle, *experiment.interval("bch_gross"))
        report(found)
        if abs(found.rate - wanted) <= _CLOSE:
            return found
        cycle *= found.rate / wanted
    raise ArithmeticError(f"no cycle gives {wanted:g} boxes a crane hour: the cranes wait for something else")


def main() -> None:
    """Calibrate a case and print the cycle."""
    parser = argparse.ArgumentParser(description="Find the net crane cycle that gives the case's gross rate.")
    parser.add_argument("case", help="name of an embedded case, or a path")
    parser.add_argument("--days", type=float, default=28)
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = calibrate(
        load(arguments.case).case,
        days=arguments.days,
        replications=arguments.replications,
        workers=arguments.workers,
        seed=arguments.seed,
        report=lambda tried: print(f"cycle {tried.cycle_s:.1f} s: {tried.rate:.3f} +- {tried.half_width:.3f} boxes/h"),
    )
    print(f"cycle_s = {found.cycle_s:.1f}")


if __name__ == "__main__":
    main()
