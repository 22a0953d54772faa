"""What no loading plan of a call can do better than."""

from collections.abc import Mapping

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.vessels import VesselCall
from scheduler.loading.assignment import in_yard, standing_below
from scheduler.loading.berth import Berth
from scheduler.loading.ship import Aboard, aboard
from scheduler.loading.stowed import Stowage


def least_cost(case: Case, call: VesselCall, berth: Berth) -> float:
    """What no plan of a call at a berth can cost less than, in the terminal's money.

    Boxes of later ports that stand above discharged ones must be restowed, and all lifts that must be made, twin-lifts
    and dual cycles wherever they could be, keep the cranes busy for so long.
    """
    cranes = len({use.crane for use in berth.cranes})
    hours = least_work_s(case, call) / cranes / 3600
    return least_restows(case, call) + hours * case.terminal.costs.work_per_hour


def least_restows(case: Case, call: VesselCall) -> float:
    """What the boxes cost that must be restowed, whatever is loaded: they stand above discharged ones."""
    return float(len(_discharged(case, call).restows) * case.terminal.costs.restow_per_box)


def _discharged(case: Case, call: VesselCall) -> Aboard:
    layout = case.layout_of(call)
    assert layout is not None
    return aboard(case, call, layout, boxes_of(case, call))


def least_work_s(case: Case, call: VesselCall) -> float:
    """Seconds of crane work that a call has at least, were every box left ashore that may be dearer to load."""
    work, costs = case.terminal.crane_work, case.terminal.costs
    ship = _discharged(case, call)
    single, twin = work.lift_s(1), work.lift_s(2)
    each = {False: min(single, twin / 2) if work.twin_lift_kg else single, True: single}
    load = [box for box in ship.boxes.load if box.status == "empty" or box.verified_kg is not None]
    lifted = [*ship.boxes.discharge, *load, *ship.restows, *ship.restows]
    # What is taken off and put back makes dual cycles too.
    pairs = min(len(ship.boxes.discharge), len(load)) + len(ship.restows)
    saved = pairs * (2 * single - work.dual_s())
    hatches = sum(cover is not None for _, cover in ship.worked_hatches)
    seconds = sum(each[box.long] for box in lifted) - saved + 2 * hatches * round(60 * work.hatch_cover_min)
    # Where to leave a box ashore costs less than to lift it, it may be left.
    if costs.ashore_per_box * 3600 < costs.work_per_hour * single:
        seconds -= len(load) * single
    return max(0.0, seconds)


def never_leave(case: Case, stowage: Stowage, slots: Mapping[str, Container]) -> int:
    """Boxes of the yard that stay and stand on one that leaves: each is moved once at least."""
    goes = {box.id for box in slots.values()}
    below = standing_below(in_yard(case, stowage.ship.boxes.load))
    return sum(box not in goes and any(other in goes for other in under) for box, under in below.items())
