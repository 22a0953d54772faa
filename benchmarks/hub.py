"""The embedded case `hub`: how the cost of a week falls with time, and how 40 calls are re-planned for a late ship.

    python -m benchmarks.hub week [--seconds 120] [--seeds 3] [--workers 2]
    python -m benchmarks.hub slips [--seconds 3] [--every 4] [--workers 2]

`week` prints a line a seed of the search: first come first served and when it was there, the cost after some seconds,
the bound and the gap. `slips` takes a plan of the first 40 calls and a moment of its third day; every K-th call that is
still to come slips by six hours, alone, and a line says how long the new plan took, how many of the other calls it
leaves as they were, and what it and its changes cost, against the plan that freezes all of them that can stay. Every
plan is checked.
"""

import argparse
import os
from datetime import UTC, datetime, timedelta

from data.case import Case
from data.cases import load
from data.changes import changes
from data.checker import check
from data.plans import BerthPlan
from scheduler.berths import Replan, solve
from scheduler.stopping import Stop

_AT = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1200)
# The first 40 calls come in so many days; the day goes on in the middle of them, after so many hours.
_DAYS, _NOW_H, _SLIP = 4.7, 60.33, timedelta(hours=6)
_PLAN_SECONDS = 20


def week(case: Case, asked: argparse.Namespace) -> None:
    """The cost of a week over time."""
    seconds = [at for at in _AT if at <= asked.seconds]
    columns = " ".join(f"{f'{at} s':>9}" for at in seconds)
    print(f"{'seed':>4} {'by hand':>9} {'at':>6} {columns} {'bound':>9} {'gap':>6} checked")
    for seed in range(1, asked.seeds + 1):
        result = solve(case, stop=Stop(seconds=asked.seconds), seed=seed, workers=asked.workers)
        first = result.curve[0]
        costs = [min((point.cost for point in result.curve if point.seconds <= at), default=0.0) for at in seconds]
        print(
            f"{seed:>4} {first.cost:>9,.0f} {first.seconds:>5.2f}s {' '.join(f'{cost:>9,.0f}' for cost in costs)} "
            f"{result.bound:>9,.0f} {result.gap:>6.1%} {checked(case, result.plan)}",
            flush=True,
        )


def slips(case: Case, asked: argparse.Namespace) -> None:
    """New plans after one ship slips."""
    previous = solve(case, days=_DAYS, stop=Stop(seconds=_PLAN_SECONDS), workers=asked.workers).plan
    now = previous.start + timedelta(hours=_NOW_H)
    late = [call for call in case.calls if call.eta > now and any(entry.call == call.id for entry in previous.calls)]
    print(f"{len(previous.calls)} calls, now {now:%Y-%m-%d %H:%M}, {len(late)} to come")
    print(f"{'slips':<16} {'seconds':>7} {'unchanged':>9} {'total':>9} {'frozen':>9} checked")
    for call in late[:: asked.every]:
        slipped = call.model_copy(update={"eta": call.eta + _SLIP, "etd": call.etd + _SLIP})
        changed = case.changed(calls=[slipped if each.id == call.id else each for each in case.calls])
        stop = Stop(seconds=asked.seconds)
        result = solve(changed, stop=stop, workers=asked.workers, replan=Replan(previous, now))
        others = {entry.call for entry in previous.calls} - {call.id}
        same = others - {row.call for row in changes(changed, previous, result.plan)}
        print(
            f"{call.id:<16} {result.seconds:>6.1f}s {len(same) / len(others):>9.0%} {result.cost:>9,.0f} "
            f"{result.curve[0].cost:>9,.0f} {checked(changed, result.plan)}",
            flush=True,
        )


def checked(case: Case, plan: BerthPlan) -> str:
    """Whether the checker accepts a plan."""
    return "yes" if check(case, plan).feasible else "NO"


def main() -> None:
    """Plan and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.hub", description="Plan the embedded case hub.")
    parser.add_argument("what", choices=("week", "slips"))
    parser.add_argument("--seconds", type=float, help="of each solve (default 120 for the week, 3 for slips)")
    parser.add_argument("--seeds", type=int, default=3, help="of the search for the week")
    parser.add_argument("--every", type=int, default=4, metavar="K", help="let every K-th call slip")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.seconds = asked.seconds or {"week": 120.0, "slips": 3.0}[asked.what]
    case = load("hub").case
    print(
        f"hub, {asked.what}, {asked.seconds:g} s, {asked.workers} workers of {os.cpu_count()} cores, "
        f"{datetime.now(UTC):%Y-%m-%d}"
    )
    (week if asked.what == "week" else slips)(case, asked)


if __name__ == "__main__":
    main()
