"""The cheapest plan of a tiny section, by trying every place for every box. Nothing here comes from the solver."""

from collections.abc import Iterator

from scheduler.slots import AFT, BOTH, FORE, Place, Section, SlotPlan, cost, faults


def cheapest(section: Section) -> SlotPlan | None:
    """A plan of the least cost, or None where there is none."""
    plans = [plan for plan in _plans(section, ()) if not faults(section, plan)]
    return min(plans, key=lambda plan: cost(section, plan), default=None)


def _plans(section: Section, placed: SlotPlan) -> Iterator[SlotPlan]:
    """All plans that begin with these places and put no two boxes in one."""
    if len(placed) == len(section.boxes):
        yield placed
        return
    box = section.boxes[len(placed)]
    taken = {(place.stack, place.tier, half) for place in placed for half in place.halves}
    for number, stack in enumerate(section.stacks):
        taken |= {(number, each.tier, half) for each in stack.standing for half in each.halves}
        room = stack.kg - sum(each.box.kg for each in stack.standing)
        room -= sum(section.boxes[at].kg for at, place in enumerate(placed) if place.stack == number)
        if box.kg > room:
            continue
        for tier in range(len(stack.cells)):
            for halves in (BOTH,) if box.kind.long else ((FORE,), (AFT,)):
                if taken.isdisjoint((number, tier, half) for half in halves):
                    yield from _plans(section, (*placed, Place(number, tier, halves)))
