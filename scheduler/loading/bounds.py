"""What no loading plan of a call can do better than."""

from collections.abc import Mapping

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.vessels import VesselCall
from scheduler.loading.assignment import in_yard, standing_below
from scheduler.loading.berth import Berth
from scheduler.loading.crane_times import crane_times
from scheduler.loading.ship import Aboard, aboard
from scheduler.loading.stowed import Stowage


def least_cost(case: Case, call: VesselCall, berth: Berth) -> float:
    """What no plan of a call at a berth can cost less than, in the terminal's money.

    Boxes of later ports that stand above discharged ones must be restowed, and all lifts that must be made, twin-lifts
    and dual cycles wherever they could be, keep the cranes busy in their windows for so long.
    """
    hours = _least_finish_s(case, call, berth) / 3600
    return least_restows(case, call) + hours * case.terminal.costs.work_per_hour


def _least_finish_s(case: Case, call: VesselCall, berth: Berth) -> float:
    """The earliest second by which the windows of all cranes together hold the least work."""
    work = least_work_s(case, call)
    windows = [window for crane in crane_times(case, berth.cranes, berth.start) for window in crane.windows]
    done, at = 0.0, 0
    for moment in sorted({edge for window in windows for edge in window}):
        working = sum(begin <= at and moment <= end for begin, end in windows)
        if done + working * (moment - at) >= work:
            return at + (work - done) / working if working else float(at)
        done, at = done + working * (moment - at), moment
    return float(at)


def least_restows(case: Case, call: VesselCall) -> float:
    """What the boxes cost that must be restowed, whatever is loaded: they stand above discharged ones."""
    return float(len(_discharged(case, call).restows) * case.terminal.costs.restow_per_box)


def _discharged(case: Case, call: VesselCall) -> Aboard:
    layout = case.layout_of(call)
    assert layout is not None
    return aboard(case, call, layout, boxes_of(case, call))


def least_work_s(case: Case, call: VesselCall) -> float:
    """Seconds of crane work that a call has at least, were every box left ashore that may be dearer to load.

    A box has half of a twin-lift, or half of a dual cycle, where it could have one.
    """
    work, costs = case.terminal.crane_work, case.terminal.costs
    ship = _discharged(case, call)
    single = work.lift_s(1)
    long = min(float(single), work.dual_s() / 2)
    short = min(long, work.lift_s(2) / 2) if work.twin_lift_kg else long
    load = [box for box in ship.boxes.load if box.status == "empty" or box.verified_kg is not None]
    # Where to leave a box ashore costs less than to lift it, it may be left.
    if costs.ashore_per_box * 3600 < costs.work_per_hour * single:
        load = []
    lifted = [*ship.boxes.discharge, *load, *ship.restows, *ship.restows]
    hatches = sum(cover is not None for _, cover in ship.worked_hatches)
    return sum(long if box.long else short for box in lifted) + 2 * hatches * round(60 * work.hatch_cover_min)


def never_leave(case: Case, stowage: Stowage, slots: Mapping[str, Container]) -> int:
    """Boxes of the yard that stay and stand on one that leaves: each is moved once at least."""
    goes = {box.id for box in slots.values()}
    below = standing_below(in_yard(case, stowage.ship.boxes))
    return sum(box not in goes and any(other in goes for other in under) for box, under in below.items())
