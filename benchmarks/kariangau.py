"""A week of the embedded cases for several seeds of their generator, against first come first served.

    python -m benchmarks.kariangau [--case NAME] [--seeds 10] [--days 7] [--seconds 60] [--workers 2]

A line a seed: cost of first come first served and of the plan, saving, proven gap, seconds. Money is in millions of
the terminal's currency. Every plan is checked.
"""

import argparse
import os
from datetime import UTC, datetime

from data.cases.generate import make
from data.cases.kkt import DEMAND
from data.checker import check
from scheduler.berths import first_come_first_served, solve
from scheduler.stopping import Stop


def main() -> None:
    """Plan and print."""
    parser = argparse.ArgumentParser(description="Plan generated weeks of the embedded cases.")
    parser.add_argument("--case", choices=sorted(DEMAND), default="kariangau-2025")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    print(
        f"{asked.case}, {asked.days:g} days, {asked.seconds:g} s, {asked.workers} workers of {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}"
    )
    print(f"{'seed':>4} {'calls':>5} {'first come':>10} {'plan':>8} {'saving':>7} {'gap':>6} {'seconds':>7} checked")
    for seed in range(1, asked.seeds + 1):
        case = make(asked.case, seed)
        by_hand = check(case, first_come_first_served(case, days=asked.days)).cost
        result = solve(case, days=asked.days, stop=Stop(seconds=asked.seconds), workers=asked.workers)
        verdict = check(case, result.plan)
        accepted = verdict.feasible and abs(verdict.cost - result.cost) < 1
        saving = 1 - result.cost / by_hand if by_hand else 0.0
        print(
            f"{seed:>4} {len(result.plan.calls):>5} {by_hand / 1e6:>10.2f} {result.cost / 1e6:>8.2f} {saving:>7.1%} "
            f"{result.gap:>6.1%} {result.seconds:>7.1f} {'yes' if accepted else 'NO'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
