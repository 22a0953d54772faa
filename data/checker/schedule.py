"""Rules of a berth plan's calls: each is there once, and between the times that it may be alongside."""

from collections import Counter
from collections.abc import Iterator

from data.case import Case
from data.checker.berthed import Berthed, clock
from data.checker.verdict import Broken
from data.plans import BerthPlan


def every_call_once(case: Case, plan: BerthPlan) -> Iterator[Broken]:
    """Every call of the planned time is berthed, or left with a reason, and no other one."""
    times = Counter([entry.call for entry in plan.calls] + [entry.call for entry in plan.unserved])
    for call in case.calls:
        name = f"{case.ship_of(call).name} ({call.id})"
        count = times.pop(call.id, 0)
        inside = plan.start <= call.eta < plan.end
        if inside and count == 0:
            yield Broken("call_missing", (call.id,), f"{name} arrives in the planned time and the plan forgets it")
        elif not inside and count:
            yield Broken("call_outside", (call.id,), f"{name} does not arrive in the planned time")
        elif count > 1:
            yield Broken("call_twice", (call.id,), f"the plan has {name} {count} times")
    for unknown in times:
        yield Broken("call_unknown", (unknown,), f"the case has no call {unknown}")
    for entry in plan.unserved:
        if not entry.reason:
            yield Broken("no_reason", (entry.call,), f"the plan leaves {entry.call} unserved without a reason")


def before_arrival(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship berths before it arrives, or leaves before it berths."""
    if ship.plan.end <= ship.plan.start:
        yield Broken("times", (ship.call.id,), f"{ship.name} leaves before it berths")
    if ship.plan.start < ship.call.eta:
        yield Broken(
            "before_arrival",
            (ship.call.id,),
            f"{ship.name} berths at {clock(case, ship.plan.start)}, before it arrives at {clock(case, ship.call.eta)}",
        )


def earliest_start(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship berths before the earliest start of its call."""
    earliest = ship.call.earliest_start
    if earliest is not None and ship.plan.start < earliest:
        yield Broken(
            "earliest_start",
            (ship.call.id,),
            f"{ship.name} berths at {clock(case, ship.plan.start)} and must not before {clock(case, earliest)}",
        )


def latest_departure(case: Case, ship: Berthed) -> Iterator[Broken]:
    """Every ship has left by the latest departure of its call."""
    latest = ship.call.latest_departure
    if latest is not None and ship.plan.end > latest:
        yield Broken(
            "latest_departure",
            (ship.call.id,),
            f"{ship.name} leaves at {clock(case, ship.plan.end)} and must by {clock(case, latest)}",
        )
