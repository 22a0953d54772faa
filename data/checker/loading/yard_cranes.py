"""Rules of yard cranes: each works in its block, one move at a time, and has time to go from bay to bay."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from data.checker.loading.cycles import move_named
from data.checker.loading.planned import ROUNDED_S, PlannedMove, YardWork
from data.checker.loading.stowed import TOLERANCE
from data.checker.verdict import Broken


def yard_crane(planned: YardWork) -> Iterator[Broken]:
    """A yard crane exists, works in its block, and has the time for its moves and its ways."""
    by_crane: defaultdict[str, list[PlannedMove]] = defaultdict(list)
    for each in planned.moves:
        by_crane[each.move.crane].append(each)
    blocks = {crane.id: crane.block for crane in planned.case.yard_cranes}
    for crane, moves in by_crane.items():
        if crane not in blocks:
            yield Broken("yard_crane", (crane,), f"the case has no yard crane {crane}: correct the name")
            continue
        for each in moves:
            yield from _in_block(planned, each, blocks[crane])
            yield from _long_enough(planned, each)
        for before, after in pairwise(moves):
            yield from _one_at_a_time(planned, before, after)


def _in_block(planned: YardWork, each: PlannedMove, block: str) -> Iterator[Broken]:
    ends = (
        *((each.origin,) if each.move.kind != "stack" else ()),
        *((each.target,) if each.move.kind != "retrieve" else ()),
    )
    # What names no place at all is told by `yard_place`.
    elsewhere = [place for place in ends if place is not None and place.block != block]
    if elsewhere:
        yield Broken(
            "yard_crane",
            (each.move.box, each.move.crane),
            f"{move_named(planned, each)}: {elsewhere[0]} is not in block {block}, where it works: give it to another",
        )


def _long_enough(planned: YardWork, each: PlannedMove) -> Iterator[Broken]:
    needed = planned.case.terminal.yard_work.move_s
    if 0 < each.long_s < needed - ROUNDED_S:
        yield Broken(
            "yard_crane",
            (each.move.box, each.move.crane),
            f"{move_named(planned, each)} takes {each.long_s:g} s, and a yard move takes {needed:g} s: give it that",
        )


def _one_at_a_time(planned: YardWork, before: PlannedMove, after: PlannedMove) -> Iterator[Broken]:
    boxes = (before.move.box, after.move.box, after.move.crane)
    if after.start < before.end - TOLERANCE:
        yield Broken(
            "yard_crane",
            boxes,
            f"{move_named(planned, after)} begins before that of {before.move.box} ends at {planned.at(before.end)}: "
            "start it later",
        )
        return
    there, here = before.ends_at, after.begins_at
    if there is None or here is None:
        return
    bays = abs(there.bay - here.bay) / 2
    needed = planned.case.terminal.yard_work.bay_travel_s * bays
    if after.start - before.end < needed - ROUNDED_S:
        yield Broken(
            "yard_crane",
            boxes,
            f"{move_named(planned, after)} begins {after.start - before.end:g} s after that of {before.move.box}, "
            f"and the crane needs {needed:g} s for {bays:g} bays: start it later",
        )
