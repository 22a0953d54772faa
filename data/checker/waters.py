"""Rules of the water: enough of it where and when ships move, and under their keels alongside, and an open channel.

A ship that lies alongside already is only asked how she leaves, and one that has left nothing.
"""

from collections.abc import Iterator
from datetime import datetime

from data.case import Case
from data.checker.berthed import TOLERANCE, Berthed
from data.checker.verdict import Broken
from data.water import channel_shut, depth_under, tide_height, tide_needed
from data.water import keel_clearance as water_under_keel


def _moves(ship: Berthed) -> list[tuple[datetime, float, str]]:
    """When a ship is to move, with which draft, and what she does then."""
    moves = [] if ship.lies else [(ship.plan.start, ship.call.arrival_draft_m, "berths")]
    if ship.actual is None or ship.actual.last_line is None:
        moves.append((ship.plan.end, ship.call.departure_draft_m, "leaves"))
    return moves


def tide(case: Case, ship: Berthed) -> Iterator[Broken]:
    """At first and at last line the tide is high enough for the ship's draft."""
    clock = case.terminal.clock
    terminal = case.terminal
    depth = depth_under(case, ship.low_m, ship.ship.loa_m)
    for moment, draft, what in _moves(ship):
        needed, height = tide_needed(terminal, draft, depth), tide_height(terminal.tide, moment)
        if needed > height + TOLERANCE:
            yield Broken(
                "tide",
                (ship.call.id,),
                f"{ship.name} {what} at {clock(moment)} with a tide of {height:.2f} m and needs {needed:.2f} m",
            )


def keel_clearance(case: Case, ship: Berthed) -> Iterator[Broken]:
    """Alongside at low water there is as much water under every keel as the quay wants."""
    wanted = case.terminal.quay.keel_clearance_m
    if wanted is None or ship.lies:
        return
    clearance = water_under_keel(case, ship.call, ship.low_m)
    if clearance < wanted - TOLERANCE:
        yield Broken(
            "keel_clearance",
            (ship.call.id,),
            f"{ship.name} has {clearance:.2f} m under its keel alongside at low water, and {wanted:g} m is wanted",
        )


def channel(case: Case, ship: Berthed) -> Iterator[Broken]:
    """At first and at last line the channel is open."""
    clock = case.terminal.clock
    for moment, _, what in _moves(ship):
        shut = channel_shut(case, moment)
        if shut is not None:
            yield Broken("channel", (ship.call.id,), f"{ship.name} {what} at {clock(moment)} and {shut}")


def aground(case: Case, ship: Berthed) -> Iterator[str]:
    """A remark, and no broken rule: without `keel_clearance_m` the water is only asked for when a ship moves."""
    if case.terminal.quay.keel_clearance_m is not None:
        return
    water = depth_under(case, ship.low_m, ship.ship.loa_m) + case.terminal.tide.low_m
    draft = max(ship.call.arrival_draft_m, ship.call.departure_draft_m)
    if draft > water + TOLERANCE:
        yield f"{ship.name} draws {draft:g} m and its place has {water:g} m at low water: it would touch the bottom"
