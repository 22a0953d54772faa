"""Rules of a berth plan's calls: each is there once, as its actual says, and between the times that it may be there."""

from collections import Counter
from collections.abc import Iterator

from data.case import Case
from data.checker.berthed import TOLERANCE, Berthed
from data.checker.verdict import Broken
from data.plans import BerthPlan


def every_call_once(case: Case, plan: BerthPlan) -> Iterator[Broken]:
    """Every call of the planned time is berthed, or left with a reason, and no other one."""
    times = Counter([entry.call for entry in plan.calls] + [entry.call for entry in plan.unserved])
    for call in case.calls:
        name = case.named(call.id)
        count = times.pop(call.id, 0)
        actual = None if plan.now is None else case.actual_by_call.get(call.id)
        # Whoever is at the terminal takes room there, whenever she was to come.
        inside = plan.start <= call.eta < plan.end or (actual is not None and actual.here)
        if inside and count == 0:
            when = "is at the terminal" if actual is not None and actual.here else "arrives in the planned time"
            yield Broken("call_missing", (call.id,), f"{name} {when} and the plan forgets it")
        elif not inside and count:
            yield Broken("call_outside", (call.id,), f"{name} does not arrive in the planned time")
        elif count > 1:
            yield Broken("call_twice", (call.id,), f"the plan has {name} {count} times")
    for unknown in times:
        yield Broken("call_unknown", (unknown,), f"the case has no call {unknown}")
    for entry in plan.unserved:
        if not entry.reason:
            yield Broken("no_reason", (entry.call,), f"the plan leaves {entry.call} unserved without a reason")


def as_it_was(case: Case, ship: Berthed) -> Iterator[Broken]:
    """In a plan of the running day, a ship lies and has lain as her actual says (rule `actual`), and none is too late.

    A ship without an actual is taken to be as the plan says, in the past too.
    """
    clock = case.terminal.clock
    actual, plan, now = ship.actual, ship.plan, ship.now
    if actual is None or now is None:
        return
    told = ""
    if not actual.berthed and plan.start < now:
        told = f"is to berth at {clock(plan.start)}, is {actual.phase} and it is {clock(now)} already"
    elif actual.first_line is not None and plan.start != actual.first_line:
        told = f"has first line at {clock(plan.start)} and had it at {clock(actual.first_line)}"
    elif actual.position_m is not None and abs(plan.position_m - actual.position_m) > TOLERANCE:
        told = f"lies at {plan.position_m:g} m in the plan and at {actual.position_m:g} m along the quay"
    elif actual.last_line is not None and plan.end != actual.last_line:
        told = f"has last line at {clock(plan.end)} and had it at {clock(actual.last_line)}"
    elif actual.berthed and actual.last_line is None and plan.end < now:
        told = f"leaves at {clock(plan.end)} and is alongside still at {clock(now)}"
    if told:
        yield Broken("actual", (ship.call.id,), f"{ship.name} {told}")


def not_left_out(case: Case, plan: BerthPlan) -> Iterator[Broken]:
    """No ship that lies alongside is left unserved (rule `actual`)."""
    for entry in plan.unserved:
        actual = case.actual_by_call.get(entry.call)
        if plan.now is not None and actual is not None and actual.berthed:
            yield Broken("actual", (entry.call,), f"the plan leaves {entry.call} unserved, which is {actual.phase}")


def on_plan(case: Case, low: Berthed, high: Berthed) -> Iterator[Broken]:
    """No ship is taken to have berthed as planned where another one lay by its actual (rule `actual`)."""
    clock = case.terminal.clock
    now = low.now
    for one, other in ((low, high), (high, low)):
        assumed = now is not None and one.actual is None and one.plan.start < now
        if assumed and other.lies and one.with_(other) and high.low_m < low.high_m - TOLERANCE:
            yield Broken(
                "actual",
                (one.call.id, other.call.id),
                f"{one.name} has no actual, and is to have berthed at {clock(one.plan.start)} where {other.name} "
                f"lay until {clock(other.plan.end)}",
            )


def without_actual(ships: list[Berthed]) -> Iterator[str]:
    """A remark: ships of the past of which no actual says what has become."""
    names = [ship.name for ship in ships if ship.now and ship.actual is None and ship.plan.start < ship.now]
    if names:
        yield f"no actual says what has become of {', '.join(names)}: taken to be on plan"


def overdue(case: Case, ship: Berthed) -> Iterator[str]:
    """A remark: a ship that lies alongside leaves as soon as she can, if that is too late."""
    clock = case.terminal.clock
    latest = ship.call.latest_departure
    if ship.lies and latest is not None and ship.plan.end > latest:
        yield f"{ship.name} leaves at {clock(ship.plan.end)} and was to leave by {clock(latest)}"


def times(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship leaves before it berths."""
    del case
    if ship.plan.end <= ship.plan.start:
        yield Broken("times", (ship.call.id,), f"{ship.name} leaves before it berths")


def before_arrival(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship berths before it arrives."""
    clock = case.terminal.clock
    # The ship that has arrived early need not wait for her ETA.
    arrives = ship.call.eta
    if ship.actual is not None and ship.actual.arrived is not None:
        arrives = min(arrives, ship.actual.arrived)
    if ship.plan.start < arrives and not ship.lies:
        yield Broken(
            "before_arrival",
            (ship.call.id,),
            f"{ship.name} berths at {clock(ship.plan.start)}, before it arrives at {clock(arrives)}",
        )


def earliest_start(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship berths before the earliest start of its call."""
    clock = case.terminal.clock
    earliest = ship.call.earliest_start
    if earliest is not None and ship.plan.start < earliest and not ship.lies:
        yield Broken(
            "earliest_start",
            (ship.call.id,),
            f"{ship.name} berths at {clock(ship.plan.start)} and must not before {clock(earliest)}",
        )


def latest_departure(case: Case, ship: Berthed) -> Iterator[Broken]:
    """Every ship has left by the latest departure of its call, if that is still to be planned."""
    clock = case.terminal.clock
    latest = ship.call.latest_departure
    if latest is not None and ship.plan.end > latest and not ship.lies:
        yield Broken(
            "latest_departure",
            (ship.call.id,),
            f"{ship.name} leaves at {clock(ship.plan.end)} and must by {clock(latest)}",
        )
