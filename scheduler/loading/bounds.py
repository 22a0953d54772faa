"""What no loading plan of a call can do better than."""

from collections.abc import Mapping, Sequence

from data.boxes import boxes_of
from data.cargo import Container
from data.case import Case
from data.vessels import VesselCall
from scheduler.loading.berth import Berth
from scheduler.loading.crane_times import crane_times
from scheduler.loading.ship import Aboard, aboard
from scheduler.loading.stowed import Stowage
from scheduler.loading.yard_stacks import in_yard, standing_below


def least_cost(case: Case, call: VesselCall, berth: Berth) -> float:
    """What no plan of a call at a berth can cost less than, in the terminal's money.

    Boxes of later ports that stand above discharged ones must be restowed, and all lifts that must be made, twin-lifts
    and dual cycles wherever they could be, keep the cranes busy in their windows for so long. A box left ashore spares
    a lift, and with it all the time until the next window of the cranes.
    """
    costs, single = case.terminal.costs, case.terminal.crane_work.lift_s(1)
    windows = [window for crane in crane_times(case, berth.cranes, berth.start) for window in crane.windows]
    ship = _discharged(case, call)
    most, least = (_work_s(ship, loads=each) for each in (True, False))
    return _restows(ship) + min(
        ashore * costs.ashore_per_box
        + _least_finish_s(windows, max(least, most - ashore * single)) / 3600 * costs.work_per_hour
        for ashore in range(len(_to_load(ship)) + 1)
    )


def _least_finish_s(windows: Sequence[tuple[int, int]], work: float) -> float:
    """The earliest second by which the windows of all cranes together hold so much work."""
    if work <= 0:
        return 0.0
    done, at = 0.0, 0
    for moment in sorted({edge for window in windows for edge in window}):
        working = sum(begin <= at and moment <= end for begin, end in windows)
        if working and done + working * (moment - at) >= work:
            return at + (work - done) / working
        done, at = done + working * (moment - at), moment
    return float(at)


def least_restows(case: Case, call: VesselCall) -> float:
    """What the boxes cost that must be restowed, whatever is loaded: they stand above discharged ones."""
    return _restows(_discharged(case, call))


def _restows(ship: Aboard) -> float:
    return float(len(ship.restows) * ship.case.terminal.costs.restow_per_box)


def _discharged(case: Case, call: VesselCall) -> Aboard:
    return aboard(case, call, case.needed_layout(call), boxes_of(case, call))


def least_work_s(case: Case, call: VesselCall, *, loads: bool = True) -> float:
    """Seconds of crane work that a call has at least, with all boxes loaded that can be, or with none.

    A 20-foot box has half of a twin-lift. As many boxes as could be paired have half of a dual cycle instead, those
    that gain the most by it.
    """
    return _work_s(_discharged(case, call), loads=loads)


def _work_s(ship: Aboard, *, loads: bool) -> float:
    work = ship.case.terminal.crane_work
    single = float(work.lift_s(1))
    short = min(single, work.lift_s(2) / 2) if work.twin_lift_kg else single
    load = _to_load(ship) if loads else []
    lifted = [single if box.long else short for box in (*ship.boxes.discharge, *load, *ship.restows, *ship.restows)]
    # What is taken off and put back makes dual cycles too.
    pairs = min(len(ship.boxes.discharge), len(load)) + len(ship.restows)
    gains = sorted((max(0.0, seconds - work.dual_s() / 2) for seconds in lifted), reverse=True)
    hatches = sum(cover is not None for _, cover in ship.worked_hatches)
    return sum(lifted) - sum(gains[: 2 * pairs]) + 2 * hatches * round(60 * work.hatch_cover_min)


def _to_load(ship: Aboard) -> list[Container]:
    """Boxes that can go."""
    return [box for box in ship.boxes.load if box.status == "empty" or box.verified_kg is not None]


def never_leave(case: Case, stowage: Stowage, slots: Mapping[str, Container]) -> int:
    """Boxes of the yard that stay and stand on one that leaves: each is moved once at least."""
    goes = {box.id for box in slots.values()}
    below = standing_below(in_yard(case, stowage.ship.boxes))
    return sum(box not in goes and any(other in goes for other in under) for box, under in below.items())
