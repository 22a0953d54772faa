"""Rules of a yard plan's bays: that they exist, hold what is kept in them, and leave room for boxes from ships."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from data.case import Case
from data.checker.verdict import Broken
from data.groups import Group
from data.plans import YardPlan
from data.slots import Place
from data.terminal import YardBlock
from data.yard import has_plugs


class Held(NamedTuple):
    """Boxes in a bay for a time; `stands` says that they stand there already, by the case's list."""

    bay: int
    call: str
    group: Group
    boxes: int
    start: datetime | None
    end: datetime
    mixed: bool
    stands: bool

    def at(self, moment: datetime) -> bool:
        """Whether they are there at a moment."""
        return (self.start is None or self.start <= moment) and moment < self.end


Blocks = Mapping[str, Sequence[Held]]


def held(case: Case, plan: YardPlan) -> Blocks:
    """What the plan and the case have in each block; only in bays that exist."""
    blocks = {block.id: block for block in case.yard_blocks}
    ends = {entry.call: entry.end for entry in plan.calls}
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for row in plan.reservations:
        if row.block in blocks and _exists(blocks[row.block], row.bay):
            found[row.block].append(
                Held(row.bay, row.call, row.group, row.boxes, row.start, row.end, row.mixed, stands=False)
            )
    for box in case.containers:
        if box.place is not None:
            place = Place.of(box.place)
            end = ends.get(box.call, case.call_by_id[box.call].etd)
            found[place.block].append(Held(place.bay, box.call, Group.of(box), 1, None, end, mixed=False, stands=True))
    return found


def _covers(bay: int) -> tuple[int, ...]:
    return (bay,) if bay % 2 else (bay - 1, bay + 1)


def _exists(block: YardBlock, bay: int) -> bool:
    return _covers(bay)[0] >= 1 and _covers(bay)[-1] <= 2 * block.bays - 1


def _where(block: str, bay: int) -> str:
    return f"bay {bay:02d} of block {block}"


def bay(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """A bay is one of its block, odd for 20-foot boxes and even for longer ones."""
    blocks = {block.id: block for block in case.yard_blocks}
    for row in plan.reservations:
        block = blocks.get(row.block)
        if block is None:
            yield Broken("bay", (row.call,), f"the case has no block {row.block}")
        elif not _exists(block, row.bay):
            text = f"block {row.block} has 20-foot bays 1, 3, ... to {2 * block.bays - 1}, and no bay {row.bay}"
            yield Broken("bay", (row.call,), text)
        elif (row.bay % 2 == 1) != (row.length == 20):
            text = f"{_where(row.block, row.bay)} is kept for {row.length}-foot boxes: 20-foot boxes stand in odd bays"
            yield Broken("bay", (row.call,), f"{text} and longer ones in even ones")


def yard_crane(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """A block that boxes are put into has a yard crane."""
    served = {crane.block for crane in case.yard_cranes}
    blocks = {block.id for block in case.yard_blocks}
    for name in sorted({row.block for row in plan.reservations} & blocks - served):
        calls = tuple(sorted({row.call for row in plan.reservations if row.block == name}))
        yield Broken("yard_crane", calls, f"no yard crane works in block {name}, and bays of it are kept")


def kind(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """Boxes are put into blocks that take their kind."""
    blocks = {block.id: block for block in case.yard_blocks}
    for row in plan.reservations:
        block = blocks.get(row.block)
        if block is not None and not block.takes_all(row.group.kinds):
            text = f"{_where(row.block, row.bay)} is kept for boxes {row.group}, and the block takes only "
            yield Broken("kind", (row.call,), text + ", ".join(block.takes))


def plug(case: Case, plan: YardPlan) -> Iterator[Broken]:
    """Reefers are put into bays with plugs, where the yard has any."""
    blocks = {block.id: block for block in case.yard_blocks}
    for row in plan.reservations if has_plugs(case.yard_blocks) else ():
        block = blocks.get(row.block)
        if block is not None and row.plug and not block.has_plugs(row.bay):
            text = f"{_where(row.block, row.bay)} is kept for boxes {row.group}, and there are plugs in "
            yield Broken("plug", (row.call,), text + f"the first {block.plug_bays} 20-foot bays of the block")


def _times(rows: Sequence[Held]) -> Iterator[list[Held]]:
    """What is there whenever something of the plan comes."""
    for moment in sorted({row.start for row in rows if row.start is not None}):
        yield [row for row in rows if row.at(moment)]


def _by_bay(rows: Sequence[Held]) -> dict[int, list[Held]]:
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for row in rows:
        found[row.bay].append(row)
    return dict(sorted(found.items()))


def _calls(rows: Sequence[Held]) -> tuple[str, ...]:
    return tuple(sorted({row.call for row in rows}))


def room(case: Case, plan: YardPlan, blocks: Blocks) -> Iterator[Broken]:
    """A bay holds rows times tiers less all but one tier of a stack, so that a box below can be dug out."""
    del plan
    for block in case.yard_blocks:
        most = block.rows * block.tiers - (block.tiers - 1)
        for number, rows in _by_bay([row for row in blocks.get(block.id, ()) if not row.stands]).items():
            boxes, there = max(
                ((sum(row.boxes for row in there), there) for there in _times(rows)), key=lambda at: at[0]
            )
            if boxes > most:
                text = f"{_where(block.id, number)} is kept for {boxes} boxes at once, and takes {most}"
                yield Broken("room", _calls(there), text)


def one_group(case: Case, plan: YardPlan, blocks: Blocks) -> Iterator[Broken]:
    """A bay holds boxes of one call and group at a time, unless all that are there are mixed."""
    del case, plan
    for block, all_rows in blocks.items():
        for number, rows in _by_bay([row for row in all_rows if not row.stands]).items():
            for there in _times(rows):
                if len({(row.call, row.group) for row in there}) > 1 and not all(row.mixed for row in there):
                    groups = " and ".join(sorted({f"{row.group} of {row.call}" for row in there}))
                    text = f"{_where(block, number)} is kept for {groups} at once, and not all of them as mixed"
                    yield Broken("one_group", _calls(there), text)
                    break


def overlap(case: Case, plan: YardPlan, blocks: Blocks) -> Iterator[Broken]:
    """A 20-foot bay and the 40-foot bays over it are not used at once."""
    del case, plan
    for block, all_rows in blocks.items():
        rows = [row for row in all_rows if not row.stands]
        told: set[tuple[int, ...]] = set()
        for twenty in sorted({each for row in rows for each in _covers(row.bay)}):
            for there in _times([row for row in rows if twenty in _covers(row.bay)]):
                numbers = tuple(sorted({row.bay for row in there}))
                if len(numbers) > 1 and numbers not in told:
                    told.add(numbers)
                    named = " and ".join(f"{number:02d}" for number in numbers)
                    yield Broken(
                        "overlap", _calls(there), f"bays {named} of block {block} share ground and are kept at once"
                    )


def standing(case: Case, plan: YardPlan, blocks: Blocks) -> Iterator[Broken]:
    """A bay is not kept for others while boxes stand on its ground already."""
    del plan
    for block, rows in blocks.items():
        for ground in sorted({each for row in rows if row.stands for each in _covers(row.bay)}):
            there = [row for row in rows if ground in _covers(row.bay)]
            last = max(row.end for row in there if row.stands)
            early = [row for row in there if row.start is not None and row.start < last]
            if early:
                until = case.terminal.clock(last)
                text = f"{_where(block, early[0].bay)} is kept while boxes stand there that leave at {until}"
                yield Broken("standing", _calls(early), text)


def import_room(case: Case, plan: YardPlan, blocks: Blocks) -> Iterator[Broken]:
    """Of each block, a share of the 20-foot bays is free at any time for boxes from ships."""
    for block in case.yard_blocks:
        for there in _times(blocks.get(block.id, ())):
            used = len({twenty for row in there for twenty in _covers(row.bay)})
            if used > block.bays * (1 - plan.import_share) + 1e-6:
                text = f"{used} of the {block.bays} bays of block {block.id} are kept at once, and "
                text += f"{plan.import_share:.1%} are to be free for boxes from ships"
                yield Broken("import_room", _calls([row for row in there if not row.stands]), text)
                break
