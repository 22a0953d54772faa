"""How long lifts and yard moves take in one replication.

Times belong to boxes, not to the order in which they are moved: two plans of one call meet the same luck with the same
seed, so that their difference is the plans' own.
"""

from collections import defaultdict
from itertools import pairwise

from data.plans import YardMove
from simulations.loading.planned import at
from simulations.loading.work import Work
from simulations.streams import Samples, Streams, gamma


def minutes_of(work: Work, streams: Streams) -> list[float]:
    """Minutes of every lift and yard move, by number, with neither ways nor breakdowns.

    A lift with one box is a cycle of a crane that waits for nothing. One with two boxes, and one that shares its cycle
    with another, is as many times longer or shorter than that as planned ones are.
    """
    crane_work, yard = work.case.terminal.crane_work, work.case.terminal.yard_work
    call = work.call.id
    place = {number: where for where, number in enumerate(work.boxes)}

    def drawn(purpose: str, seconds: float, spread: float) -> Samples:
        return gamma(streams.of(purpose, call), seconds / 60, spread, len(place))

    cycles = drawn("cycles", crane_work.cycle_s, crane_work.cycle_spread)
    # A box that is taken off and put back is lifted twice.
    back = drawn("cycles back on board", crane_work.cycle_s, crane_work.cycle_spread)
    yard_moves = drawn("yard moves", yard.move_s, yard.move_spread)
    shared = _sharing(work)
    again: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    minutes = [0.0] * len(work.activities)
    for number in range(len(minutes)):
        found = at(work.plan, number)
        if isinstance(found, YardMove):
            if found.kind in ("retrieve", "stack"):
                minutes[number] = float(yard_moves[place[found.box]])
            else:
                again["rehandles", found.box].append(number)
        elif not found.boxes:
            again["hatch covers", f"{call}/{found.bay}/{found.cover}"].append(number)
        else:
            cycle = (back if found.kind == "restow_on" else cycles)[place[min(each.box for each in found.boxes)]]
            longer = 1 + crane_work.twin_lift_longer if len(found.boxes) > 1 else 1.0
            minutes[number] = float(cycle) * longer * (crane_work.dual_cycle / 2 if number in shared else 1.0)
    for (purpose, entity), numbers in again.items():
        covers = purpose == "hatch covers"
        mean = crane_work.hatch_cover_min if covers else yard.move_s / 60
        spread = crane_work.cycle_spread if covers else yard.move_spread
        times = gamma(streams.of(purpose, entity), mean, spread, len(numbers))
        for number, time in zip(numbers, times, strict=True):
            minutes[number] = float(time)
    return minutes


def _sharing(work: Work) -> set[int]:
    """The lifts that share their cycle with another: a discharge, and the load of the crane just before it."""
    shared: set[int] = set()
    for queue in work.quay_cranes.values():
        for before, after in pairwise(queue):
            if work.plan.lifts[after].dual:
                shared |= {before, after}
    return shared
