"""Whether a plan of slots keeps the rules, and what it costs, from these two alone. No solver is asked."""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.slots.problem import AFT, BOTH, FORE, Box, Section, SlotPlan, Standing


def faults(section: Section, plan: SlotPlan) -> list[str]:
    """What a plan breaks, a sentence each; nothing where it is valid."""
    if len(plan) != len(section.boxes):
        return [f"the plan has {len(plan)} places for {len(section.boxes)} boxes"]
    strange = [place for place in plan if not 0 <= place.stack < len(section.stacks)]
    if strange:
        return [f"there is no stack {strange[0].stack}"]
    rules = (_places, _single, _support, _plugs, _weight, _height)
    return [fault for rule in rules for fault in rule(section, plan)]


def cost(section: Section, plan: SlotPlan) -> int:
    """What a plan costs, with what stands there already."""
    total = 0
    for number, boxes in enumerate(_contents(section, plan)):
        ports = {each.box.kind.port for each in boxes}
        total += section.rates.overstow * sum(_overstows(each, boxes) for each in boxes)
        total += section.rates.port * len(ports) + section.rates.stack * bool(boxes)
        for each in boxes:
            if not each.box.kind.reefer:
                plugs = section.stacks[number].cells[each.tier].plugs
                total += section.rates.plug * sum(plugs[half] for half in each.halves)
    return total


def _contents(section: Section, plan: SlotPlan) -> list[list[Standing]]:
    """All boxes of each stack, those that stand there first."""
    found = [list(stack.standing) for stack in section.stacks]
    for box, place in zip(section.boxes, plan, strict=True):
        found[place.stack].append(Standing(place.tier, place.halves, box))
    return found


def _overstows(each: Standing, boxes: list[Standing]) -> bool:
    return any(
        other.tier < each.tier
        and other.box.kind.port < each.box.kind.port
        and not set(other.halves).isdisjoint(each.halves)
        for other in boxes
    )


def _halves(boxes: list[Standing]) -> dict[int, dict[int, list[Box]]]:
    """The boxes in each half of a stack, by tier."""
    found: dict[int, dict[int, list[Box]]] = {FORE: defaultdict(list), AFT: defaultdict(list)}
    for each in boxes:
        for half in each.halves:
            found[half][each.tier].append(each.box)
    return found


def _places(section: Section, plan: SlotPlan) -> Iterator[str]:
    """Each box has the halves that its length takes, in a cell that takes it."""
    for number, (box, place) in enumerate(zip(section.boxes, plan, strict=True)):
        cells = section.stacks[place.stack].cells
        if not 0 <= place.tier < len(cells):
            yield f"box {number} is in tier {place.tier} of stack {place.stack}, which has {len(cells)}"
        elif place.halves not in ((BOTH,) if box.kind.long else ((FORE,), (AFT,))):
            yield f"box {number} takes halves {place.halves}, which is not its length"
        elif not (cells[place.tier].long if box.kind.long else cells[place.tier].twenty[place.halves[0]]):
            yield f"box {number} is in tier {place.tier} of stack {place.stack}, which does not take its length"


def _single(section: Section, plan: SlotPlan) -> Iterator[str]:
    """One box at a place."""
    for number, boxes in enumerate(_contents(section, plan)):
        for half, tiers in _halves(boxes).items():
            for tier, there in tiers.items():
                if len(there) > 1:
                    yield f"{len(there)} boxes are in half {half} of tier {tier} of stack {number}"


def _support(section: Section, plan: SlotPlan) -> Iterator[str]:
    """Nothing stands above an empty half, and no 20-foot box on a longer one."""
    for number, boxes in enumerate(_contents(section, plan)):
        for half, tiers in _halves(boxes).items():
            below: Box | None = None
            empty = False
            for tier, cell in enumerate(section.stacks[number].cells):
                if tier not in tiers:
                    empty = empty or cell.exists(half)
                    continue
                box = tiers[tier][0]
                if empty:
                    yield f"half {half} of tier {tier} of stack {number} is above an empty one"
                if below is not None and below.kind.long and not box.kind.long:
                    yield f"half {half} of tier {tier} of stack {number} has a 20-foot box on a longer one"
                below = box


def _plugs(section: Section, plan: SlotPlan) -> Iterator[str]:
    """A reefer has a plug in one of its halves."""
    for number, (box, place) in enumerate(zip(section.boxes, plan, strict=True)):
        cells = section.stacks[place.stack].cells
        if box.kind.reefer and place.tier < len(cells):
            plugs = cells[place.tier].plugs
            if not any(plugs[half] for half in place.halves):
                yield f"box {number} has no plug"


def _weight(section: Section, plan: SlotPlan) -> Iterator[str]:
    for number, boxes in enumerate(_contents(section, plan)):
        kg, most = sum(each.box.kg for each in boxes), section.stacks[number].kg
        if kg > most:
            yield f"stack {number} weighs {kg} kg, and bears {most}"


def _height(section: Section, plan: SlotPlan) -> Iterator[str]:
    for number, boxes in enumerate(_contents(section, plan)):
        most = section.stacks[number].height_mm
        for half in BOTH:
            mm = sum(each.box.kind.height_mm for each in boxes if half in each.halves)
            if mm > most:
                yield f"half {half} of stack {number} is {mm} mm high, and may be {most}"
