"""Rules of where ships lie: on the quay, in sections of its layout, apart from each other, where it is not closed.

A ship that lies alongside already lies where she lies: her place is judged only against ships that are to come.
"""

from collections.abc import Iterator

from data.case import Case
from data.checker.berthed import TOLERANCE, Berthed
from data.checker.verdict import Broken
from data.places import sections_under, stretches


def quay_ends(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship reaches farther beyond the quay than its overhang."""
    quay = case.terminal.quay
    if ship.lies:
        return
    if ship.low_m < -quay.overhang_m - TOLERANCE or ship.high_m > quay.length_m + quay.overhang_m + TOLERANCE:
        yield Broken(
            "quay_ends",
            (ship.call.id,),
            f"{ship.name} lies from {ship.low_m:g} m to {ship.high_m:g} m and the quay with its overhangs reaches "
            f"from {0 - quay.overhang_m:g} m to {quay.length_m + quay.overhang_m:g} m",
        )


def section(case: Case, ship: Berthed) -> Iterator[Broken]:
    """In the discrete layout, every ship lies inside one section (rule `layout`)."""
    if case.terminal.quay.layout != "discrete" or ship.lies:
        return
    if not any(stretch.holds(ship.low_m, ship.high_m) for stretch in stretches(case)):
        yield Broken(
            "layout",
            (ship.call.id,),
            f"{ship.name} lies from {ship.low_m:g} m to {ship.high_m:g} m, not inside one section of the quay",
        )


def alone(case: Case, low: Berthed, high: Berthed) -> Iterator[Broken]:
    """In the discrete and the hybrid layout, no two ships share a section (rule `layout`)."""
    if case.terminal.quay.layout == "continuous" or not low.with_(high) or (low.lies and high.lies):
        return
    taken = [{each.id for each in sections_under(case, ship.low_m, ship.ship.loa_m)} for ship in (low, high)]
    shared = ", ".join(sorted(taken[0] & taken[1]))
    if shared:
        yield Broken(
            "layout", (low.call.id, high.call.id), f"{low.name} and {high.name} lie in {shared} at the same time"
        )


def mooring_gap(case: Case, low: Berthed, high: Berthed) -> Iterator[Broken]:
    """Between two ships at the quay there is the mooring gap."""
    if not low.with_(high):
        return
    water = high.low_m - low.high_m
    gap, calls = case.terminal.quay.mooring_gap_m, (low.call.id, high.call.id)
    if water < -TOLERANCE:
        yield Broken("overlap", calls, f"{low.name} and {high.name} overlap by {-water:g} m at the same time")
    elif water < gap - TOLERANCE and not (low.lies and high.lies):
        yield Broken("mooring_gap", calls, f"{low.name} and {high.name} lie {water:g} m apart; the gap is {gap:g} m")


def closure(case: Case, ship: Berthed) -> Iterator[Broken]:
    """No ship lies on a stretch of the quay while it is closed."""
    clock = case.terminal.clock
    for closed in () if ship.lies else case.closed("quay"):
        beside = ship.low_m < closed.high_m - TOLERANCE and closed.low_m < ship.high_m - TOLERANCE
        if beside and closed.during(ship.plan.start, ship.plan.end):
            why = f" ({closed.reason})" if closed.reason else ""
            yield Broken(
                "closure",
                (ship.call.id,),
                f"{ship.name} lies from {ship.low_m:g} m to {ship.high_m:g} m and closure {closed.id}{why} is there "
                f"from {clock(closed.start)} to {clock(closed.end)}",
            )
