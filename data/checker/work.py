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
    first_lift = ship.workable(timedelta(minutes=quay.mooring_min))
    return [(0, hours(ship.plan.end - timedelta(minutes=quay.unmooring_min) - first_lift))]


def _done(ship: Berthed) -> float:
    """The share of her work that is done by now, as her actual says."""
    actual = ship.actual
    if actual is None or not actual.berthed:
        return 0.0
    return 1.0 if actual.phase != "working" else actual.moves_done / ship.call.moves


def handling(case: Case, ship: Berthed) -> Iterator[Broken]:
    """A call with handling times has one for each number of cranes that works it where it lies."""
    if ship.call.id not in case.handling_by_call or _done(ship) >= 1:
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
    """All boxes are moved by the last lift, or all handling is done; by now what the actual says, and then the rest."""
    done, crane_hours = _done(ship), 0.0
    if done >= 1:
        return
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
        if ship.lies:
            left = moves - round(_done(ship) * moves)
            moved = int((done - _done(ship)) * moves)
            text = f"{ship.name} has {left} boxes left and its {crane_hours:.2f} crane hours from now on move {moved}"
    elif ship.ship.gear_moves_per_hour:
        text = f"{ship.name} has {moves} boxes and its own gear moves {int(max(0.0, done) * moves)} in its time"
    else:
        text = f"{ship.name} has {moves} boxes, no quay crane and no gear of its own"
    deviation = deviation_m(ship.call, ship.low_m)
    if ship.call.id not in case.handling_by_call and deviation and case.terminal.crane_work.deviation_per_100m:
        text += f", {deviation:g} m away from its preferred position"
    yield Broken("work", (ship.call.id,), text)
