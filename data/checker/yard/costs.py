"""The terms of a yard plan's cost, in the terminal's money."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from data.case import Case
from data.plans import Reservation, YardPlan
from data.yard import block_places, crane_rates, loading_of, rehandles_a_box

# A block's boxes an hour by time: when it begins, when it ends, how many are asked of it.
Asked = list[tuple[datetime, datetime, float]]


def terms(case: Case, plan: YardPlan) -> dict[str, float]:
    """The terms of the cost.

    `unplaced`: boxes without room, which stay ashore. `bays`: 20-foot bays that are kept; of a mixed bay the share of
    its room. `rehandles`: what is expected of them in mixed bays. `haul`: ways along the quay between block and ship.
    `peaks`: hours by which yard cranes fall behind the ships that load, as hours that a ship waits.
    """
    costs = case.terminal.costs
    return {
        "unplaced": float(sum(row.boxes for row in plan.unplaced) * costs.ashore_per_box),
        "bays": _bays(case, plan) * costs.yard_bay,
        "rehandles": _rehandles(case, plan) * costs.rehandle_per_box,
        "haul": _box_km(case, plan) * costs.haul_per_km,
        "peaks": _hours_behind(case, plan) * costs.work_per_hour,
    }


def _known(case: Case, plan: YardPlan) -> list[Reservation]:
    blocks = {block.id for block in case.yard_blocks}
    return [row for row in plan.reservations if row.block in blocks and row.call in case.call_by_id]


def _bays(case: Case, plan: YardPlan) -> float:
    blocks = {block.id: block for block in case.yard_blocks}
    rows = _known(case, plan)
    alone = {(row.call, row.group, row.block, row.bay) for row in rows if not row.mixed}
    whole = sum(1 if group.length == 20 else 2 for _, group, _, _ in alone)
    shared = 0.0
    for row in rows:
        if row.mixed:
            block = blocks[row.block]
            room = block.rows * block.tiers - (block.tiers - 1)
            shared += (1 if row.length == 20 else 2) * row.boxes / room
    return whole + shared


def _rehandles(case: Case, plan: YardPlan) -> float:
    expected = {block.id: rehandles_a_box(block) for block in case.yard_blocks}
    return sum(expected[row.block] * row.boxes for row in _known(case, plan) if row.mixed)


def _box_km(case: Case, plan: YardPlan) -> float:
    places = block_places(case)
    middles = {
        entry.call: entry.position_m + case.ship_of(case.call_by_id[entry.call]).loa_m / 2
        for entry in plan.calls
        if entry.position_m is not None and entry.call in case.call_by_id
    }
    return sum(
        abs(places[row.block] - middles[row.call]) / 1000 * row.boxes
        for row in _known(case, plan)
        if row.call in middles
    )


def asked_of(case: Case, plan: YardPlan) -> dict[str, Asked]:
    """What ships that load ask of each block in boxes an hour, by time."""
    boxes: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _known(case, plan):
        boxes[row.block][row.call] += row.boxes
    loadings = {
        entry.call: loading
        for entry in plan.calls
        if entry.call in case.call_by_id and entry.end > entry.start
        if (loading := loading_of(case, case.call_by_id[entry.call], entry.start, entry.end)) is not None
    }
    found: dict[str, Asked] = {}
    for block, of_calls in sorted(boxes.items()):
        rates = [
            (loadings[call].start, loadings[call].end, count / loadings[call].hours)
            for call, count in of_calls.items()
            if call in loadings
        ]
        edges = sorted({edge for start, end, _ in rates for edge in (start, end)})
        found[block] = [
            (begin, end, sum(rate for first, last, rate in rates if first <= begin and end <= last))
            for begin, end in pairwise(edges)
        ]
    return found


def _hours_behind(case: Case, plan: YardPlan) -> float:
    cranes, hour = crane_rates(case), timedelta(hours=1)
    return sum(
        (end - begin) / hour * (asked - cranes[block]) / cranes[block]
        for block, times in asked_of(case, plan).items()
        for begin, end, asked in times
        if 0 < cranes[block] < asked
    )


def busy_blocks(case: Case, plan: YardPlan) -> Iterator[str]:
    """A remark on each block that is asked for more than its yard cranes move."""
    cranes = crane_rates(case)
    for block, times in asked_of(case, plan).items():
        asked, begin = max(((asked, begin) for begin, _, asked in times), default=(0.0, plan.start))
        if asked > cranes[block] + 1e-6:
            yield (
                f"block {block} is asked for {asked:.0f} boxes an hour at {case.terminal.clock(begin)}, and its yard "
                f"cranes move {cranes[block]:.0f}"
            )
