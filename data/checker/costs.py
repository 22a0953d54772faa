"""The terms of a berth plan's cost, in the terminal's money."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime

from data.case import Case
from data.checker.berthed import Berthed, hours
from data.checker.cranes import changes
from data.plans import BerthPlan
from data.shifts import shift_begins
from data.work import deviation_m


def terms(case: Case, plan: BerthPlan, berthed: list[Berthed]) -> dict[str, float]:
    """Waiting, lateness, position and unserved always; any other term where the terminal's costs have a rate for it."""
    costs = case.terminal.costs
    found = {
        "waiting": sum(
            max(0.0, hours(ship.plan.start - ship.call.eta)) * costs.waiting_per_hour * ship.call.weight
            for ship in berthed
        ),
        "lateness": sum(
            max(0.0, hours(ship.plan.end - ship.call.etd)) * costs.lateness_per_hour * ship.call.weight
            for ship in berthed
        ),
        "position": sum(deviation_m(ship.call, ship.low_m) * costs.position_per_metre for ship in berthed),
        "unserved": float(len(plan.unserved) * costs.unserved_per_call),
    }
    optional: tuple[tuple[str, int, Callable[[], float]], ...] = (
        ("stay", costs.stay_per_hour, lambda: _stay(berthed)),
        ("finish", costs.finish_per_hour, lambda: _finish(plan, berthed)),
        ("window", costs.window_missed_per_hour, lambda: _window_missed(berthed)),
        ("crane_changes", costs.crane_change, lambda: _crane_changes(case, berthed)),
    )
    return found | {name: rate * amount() for name, rate, amount in optional if rate}


def _stay(berthed: list[Berthed]) -> float:
    """Hours alongside, by priority."""
    return sum(hours(ship.plan.end - ship.plan.start) * ship.call.weight for ship in berthed)


def _finish(plan: BerthPlan, berthed: list[Berthed]) -> float:
    """Hours from the plan's start to the last line of the last ship; none without ships."""
    return max((hours(ship.plan.end - plan.start) for ship in berthed), default=0.0)


def _window_missed(berthed: list[Berthed]) -> float:
    """Hours of first line after the contract window, by priority."""
    return sum(
        max(0.0, hours(ship.plan.start - window)) * ship.call.weight
        for ship in berthed
        if (window := ship.call.window) is not None
    )


def _crane_changes(case: Case, berthed: list[Berthed]) -> float:
    """Changes of cranes to another ship while no shift begins."""
    times = [(before.end, after.start) for before, _, after, _ in changes(berthed)]
    if not times:
        return 0.0
    begins = shift_begins(case.terminal, case.shifts, min(start for start, _ in times), max(end for _, end in times))
    return float(sum(not _has_one_between(begins, start, end) for start, end in times))


def _has_one_between(moments: Sequence[datetime], start: datetime, end: datetime) -> bool:
    """Whether one of these moments, in order, is between two, or one of them."""
    first = bisect_left(moments, start)
    return first < len(moments) and moments[first] <= end
