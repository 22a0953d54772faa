"""Rules of a ship's work: that somebody can do it, and that it is done when she leaves."""

from collections.abc import Iterator
from datetime import timedelta

from data.case import Case
from data.checker.berthed import TOLERANCE, Berthed, hours
from data.checker.verdict import Broken
from data.work import deviation_m, handling_at, hours_with


def _worked(case: Case, ship: Berthed) -> list[tuple[int, float]]:
    """Hours of work by the number of cranes. A ship without cranes works from mooring to unmooring on her own."""
    if ship.plan.cranes:
        return [(count, spent) for count, spent in ship.counts if count]
    quay = case.terminal.quay
    moorings = timedelta(minutes=quay.mooring_min + quay.unmooring_min)
    return [(0, hours(ship.plan.end - ship.plan.start - moorings))]


def handling(case: Case, ship: Berthed) -> Iterator[Broken]:
    """A call with handling times has one for each number of cranes that works it where it lies."""
    if ship.call.id not in case.handling_by_call:
        return
    known = handling_at(case, ship.call, ship.low_m)
    for count in sorted({count for count, _ in _worked(case, ship)} - known.keys()):
        numbers = ", ".join(str(number) for number in sorted(known)) or "none"
        yield Broken(
            "handling",
            (ship.call.id,),
            f"{ship.name} has {count} cranes, and its handling times at {ship.low_m:g} m are for these numbers: "
            f"{numbers}",
        )


def work(case: Case, ship: Berthed) -> Iterator[Broken]:
    """All boxes are moved by the last lift, or all handling is done."""
    done, crane_hours = 0.0, 0.0
    for count, spent in _worked(case, ship):
        whole = hours_with(case, ship.call, count, ship.low_m)
        done += spent / whole if whole is not None else 0.0
        crane_hours += count * spent
    moves = ship.call.moves
    if done * moves >= moves - TOLERANCE:
        return
    if ship.call.id in case.handling_by_call:
        text = f"{ship.name} is worked for {max(0.0, done):.1%} of its handling time"
    elif ship.plan.cranes:
        text = f"{ship.name} has {moves} boxes and its {crane_hours:.2f} crane hours move {int(done * moves)}"
    elif ship.ship.gear_moves_per_hour:
        text = f"{ship.name} has {moves} boxes and its own gear moves {int(max(0.0, done) * moves)} in its time"
    else:
        text = f"{ship.name} has {moves} boxes, no quay crane and no gear of its own"
    deviation = deviation_m(ship.call, ship.low_m)
    if ship.call.id not in case.handling_by_call and deviation and case.terminal.crane_work.deviation_per_100m:
        text += f", {deviation:g} m away from its preferred position"
    yield Broken("work", (ship.call.id,), text)
