"""The compiled loop that packs boxes into the stacks of a whole ship.

What stands in a stack has one good order: 20-foot boxes in either half, longer ones on top, later ports below earlier
ones and heavy boxes below light ones. So an answer says only in which stack, and which half, each box stands. Simulated
annealing over two moves: a box goes to another stack, or two of one length change places. What counts, in overstows:
what a stack does not bear, boxes above earlier ones in their stack or under their hatch, and how
far bays are from the tonnes that they were planned with and the ship from being upright.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiled import compiler

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Boxes of one length in a stack or a half of it, at most.
MOST = 24
# What counts as much as so many overstows: a box under a hatch that parts the ports there later, a rule of a stack
# broken by one box, a tonne metre squared off the middle, a heavy box on a light one, and the root of a metre by which
# high boxes take a tier from a half.
_SPOILS, _BROKEN, _ASIDE, _TOP_HEAVY, _TALL = 2.0, 15.0, 1e-8, 0.01, 0.2
_TOP_HEAVY_KG = 3_000
# So many boxes that stand well are passed over for one that does not.
_AGAIN = 2
# Up to where a box looks in its own block, in its own bay, and anywhere; else beside one of the same port and length.
_BLOCK, _BAY, _PEERS = 0.3, 0.45, 0.55
cached = compiler(Path(__file__))


class Boxes(NamedTuple):
    """By box: the number of its port, mass in kilograms, height in millimetres, and whether it is long or a reefer.

    `tall_mm` is by how much it is higher than the lowest. `times` says how many boxes without a place it counts as,
    where it has none itself. `peers` lists all boxes by port and length; those that share a box's are from its
    `first_peer` to its `last_peer`.
    """

    port: Ints
    kg: Ints
    mm: Ints
    tall_mm: Ints
    long: Ints
    plug: Ints
    deck: Ints
    times: Floats
    peers: Ints
    first_peer: Ints
    last_peer: Ints


class Stacks(NamedTuple):
    """By stack, and by half where n x 2: what stands there and what it takes.

    `filled`, `ceiling` (tiers), `first` (the first port below), `kg`, `mm` and `loose` are what is left, `short` if
    20-foot boxes may stand there, `spare_mm` what it is high beyond all its tiers full of low boxes, `plugs` (a bit a
    tier); `halves`, `forties`, `long_kg`, `lashed` (tiers), `deck`,
    `hatch` (-1 without one), `block`, `bay`, `aside` in metres. `of_hatch`, `of_block` and `of_bay` list stacks, those
    of a group from its `first_of_...` on.
    """

    filled: Ints
    ceiling: Ints
    first: Ints
    kg: Floats
    mm: Ints
    loose: Floats
    spare_mm: Floats
    short: Ints
    halves: Ints
    forties: Ints
    long_kg: Floats
    lashed: Ints
    plugs: Ints
    deck: Ints
    hatch: Ints
    block: Ints
    bay: Ints
    aside: Floats
    of_hatch: Ints
    first_of_hatch: Ints
    of_block: Ints
    first_of_block: Ints
    of_bay: Ints
    first_of_bay: Ints


class Packing(NamedTuple):
    """An answer, kept up to date: `at` n (the stack, or -1) and `half` n by box, and what follows from them.

    By stack: `counts` m x 3 and `boxes` m x 3 x MOST, the boxes of the halves and the longer ones in their order, and
    `cost`; `under`, the port that parts those under a hatch from those on it; `off_t`, the tonnes by bay beyond the
    plan; `aside_tm`, one value.
    """

    at: Ints
    half: Ints
    counts: Ints
    boxes: Ints
    cost: Floats
    under: Ints
    off_t: Floats
    aside_tm: Floats


@cached
def _before(boxes: Boxes, one: int, other: int) -> bool:
    """Whether a box stands below another of its length."""
    if boxes.port[one] != boxes.port[other]:
        return boxes.port[one] > boxes.port[other]
    if boxes.kg[one] != boxes.kg[other]:
        return boxes.kg[one] > boxes.kg[other]
    return one < other


@cached
def put(boxes: Boxes, stacks: Stacks, pack: Packing, box: int, stack: int, half: int) -> None:
    """A box stands in a stack from now on."""
    part = 2 if boxes.long[box] else half
    place = pack.counts[stack, part]
    while place > 0 and _before(boxes, box, pack.boxes[stack, part, place - 1]):
        pack.boxes[stack, part, place] = pack.boxes[stack, part, place - 1]
        place -= 1
    pack.boxes[stack, part, place] = box
    pack.counts[stack, part] += 1
    pack.at[box], pack.half[box] = stack, half
    pack.off_t[stacks.bay[stack]] += boxes.kg[box] / 1000
    pack.aside_tm[0] += boxes.kg[box] / 1000 * stacks.aside[stack]


@cached
def take(boxes: Boxes, stacks: Stacks, pack: Packing, box: int) -> None:
    """A box stands nowhere from now on."""
    stack = pack.at[box]
    part = 2 if boxes.long[box] else pack.half[box]
    place = 0
    while pack.boxes[stack, part, place] != box:
        place += 1
    last = pack.counts[stack, part] - 1
    while place < last:
        pack.boxes[stack, part, place] = pack.boxes[stack, part, place + 1]
        place += 1
    pack.counts[stack, part] = last
    pack.at[box] = -1
    pack.off_t[stacks.bay[stack]] -= boxes.kg[box] / 1000
    pack.aside_tm[0] -= boxes.kg[box] / 1000 * stacks.aside[stack]


@cached
def broken(boxes: Boxes, stacks: Stacks, pack: Packing, stack: int) -> float:
    """How much is wrong in a stack: about the number of boxes that must go."""
    wrong = 0.0
    longs = pack.counts[stack, 2]
    if longs > 0 and not stacks.forties[stack]:
        wrong += longs
    long_kg = 0.0
    for place in range(longs):
        long_kg += boxes.kg[pack.boxes[stack, 2, place]]
    if long_kg > stacks.long_kg[stack] + 0.5:
        wrong += 0.5 + (long_kg - stacks.long_kg[stack]) / 20000
    level = 0
    for half in range(stacks.halves[stack]):
        shorts = pack.counts[stack, half]
        top = stacks.filled[stack, half] + shorts
        if half == 0:
            level = top
        elif longs > 0 and top != level:
            wrong += abs(top - level)
            level = max(level, top)
        if shorts > 0 and not stacks.short[stack, half]:
            wrong += shorts
        kg, mm, loose = long_kg / 2, 0, 0.0
        for place in range(shorts):
            box = pack.boxes[stack, half, place]
            kg += boxes.kg[box]
            mm += boxes.mm[box]
            tier = stacks.filled[stack, half] + place
            if boxes.plug[box] and not (stacks.plugs[stack, half] >> tier) & 1:
                wrong += 1
            if tier >= stacks.lashed[stack]:
                loose += boxes.kg[box]
            if boxes.deck[box] and not stacks.deck[stack]:
                wrong += 1
        for place in range(longs):
            box = pack.boxes[stack, 2, place]
            mm += boxes.mm[box]
            tier = top + place
            if half == 0 and boxes.plug[box] and not (stacks.plugs[stack, 0] >> tier) & 1:
                wrong += 1
            if tier >= stacks.lashed[stack]:
                loose += boxes.kg[box] / 2
            if half == 0 and boxes.deck[box] and not stacks.deck[stack]:
                wrong += 1
        if top + longs > stacks.ceiling[stack, half] and shorts + longs > 0:
            wrong += top + longs - stacks.ceiling[stack, half]
        if kg > stacks.kg[stack, half] + 0.5 and shorts + longs > 0:
            wrong += 0.5 + (kg - stacks.kg[stack, half]) / 15000
        if mm > stacks.mm[stack, half]:
            wrong += 0.5 + (mm - stacks.mm[stack, half]) / 2900
        if stacks.deck[stack] and loose > stacks.loose[stack, half] + 0.5:
            wrong += 0.5 + (loose - stacks.loose[stack, half]) / 15000
    return wrong


@cached
def _tall(boxes: Boxes, stacks: Stacks, pack: Packing, stack: int) -> float:
    """What it costs that high boxes take tiers from a stack.

    By the root, so that high boxes come together and leave other stacks to low ones, whose tiers are all used.
    """
    both = 0
    for place in range(pack.counts[stack, 2]):
        both += boxes.tall_mm[pack.boxes[stack, 2, place]]
    total = 0.0
    for half in range(stacks.halves[stack]):
        mm = both - stacks.spare_mm[stack, half]
        for place in range(pack.counts[stack, half]):
            mm += boxes.tall_mm[pack.boxes[stack, half, place]]
        if mm > 0:
            total += _TALL * np.sqrt(mm / 1000)
    return total


@cached
def _cost(boxes: Boxes, stacks: Stacks, pack: Packing, stack: int) -> float:
    """What a stack costs: what is wrong in it, and its overstows."""
    total = _BROKEN * broken(boxes, stacks, pack, stack) + _tall(boxes, stacks, pack, stack)
    below = 1 << 30
    hatch = stacks.hatch[stack]
    if hatch >= 0 and stacks.deck[stack]:
        below = pack.under[hatch]
    elif hatch >= 0:
        for part in range(3):
            for place in range(pack.counts[stack, part] - 1, -1, -1):
                if boxes.port[pack.boxes[stack, part, place]] >= pack.under[hatch]:
                    break
                total += _SPOILS
    longs = pack.counts[stack, 2]
    first = below
    last_kg = 1 << 30
    for half in range(stacks.halves[stack]):
        least = min(below, stacks.first[stack, half])
        for place in range(pack.counts[stack, half]):
            box = pack.boxes[stack, half, place]
            if boxes.port[box] > least:
                total += 1.0
            least = min(least, boxes.port[box])
            if place > 0 and boxes.kg[box] > boxes.kg[pack.boxes[stack, half, place - 1]] + _TOP_HEAVY_KG:
                total += _TOP_HEAVY
        first = min(first, least)
    for place in range(longs):
        box = pack.boxes[stack, 2, place]
        if boxes.port[box] > first:
            total += 1.0
        first = min(first, boxes.port[box])
        if boxes.kg[box] > last_kg + _TOP_HEAVY_KG:
            total += _TOP_HEAVY
        last_kg = boxes.kg[box]
    return total


@cached
def _again(boxes: Boxes, stacks: Stacks, pack: Packing, stack: int) -> float:
    """Bring a stack's cost up to date; how much dearer it is."""
    worse = _cost(boxes, stacks, pack, stack) - pack.cost[stack]
    pack.cost[stack] += worse
    return worse


@cached
def reckon(boxes: Boxes, stacks: Stacks, pack: Packing, last: int, really: bool) -> None:
    """The costs of all stacks, the ports parted anew at every hatch.

    `under` is the port that parts those under a hatch from those on it: where fewest boxes are on the wrong side, or
    `really` the first one that stands there. Ports are below `last`.
    """
    for hatch in range(len(pack.under)):
        standing = last
        spoils = np.zeros(last + 2)
        for place in range(stacks.first_of_hatch[hatch], stacks.first_of_hatch[hatch + 1]):
            stack = stacks.of_hatch[place]
            for half in range(stacks.halves[stack]):
                if not stacks.deck[stack]:
                    standing = min(standing, stacks.first[stack, half])
            for part in range(3):
                for number in range(pack.counts[stack, part]):
                    port = boxes.port[pack.boxes[stack, part, number]]
                    if stacks.deck[stack]:
                        spoils[:port] += 1.0
                    else:
                        spoils[port + 1 :] += _SPOILS
                        if really:
                            standing = min(standing, port)
        best = standing
        if not really:
            for port in range(standing, -1, -1):
                if spoils[port] < spoils[best]:
                    best = port
        pack.under[hatch] = best
    for stack in range(len(pack.cost)):
        pack.cost[stack] = _cost(boxes, stacks, pack, stack)


@cached
def _float(pack: Packing, bay: int, other: int, off_plan: float) -> float:
    """How far two bays are from the plan, and the ship from being upright, as a cost."""
    total = off_plan * pack.off_t[bay] ** 2 + _ASIDE * pack.aside_tm[0] ** 2
    return total if other == bay else total + off_plan * pack.off_t[other] ** 2


@cached
def start(boxes: Boxes, stacks: Stacks, pack: Packing, order: Ints, block_of: Ints, ashore: float) -> None:
    """Boxes in this order go to the stack of their block where they cost least, or nowhere at such a cost."""
    for stack in range(len(pack.cost)):
        pack.cost[stack] = _cost(boxes, stacks, pack, stack)
    for box in order:
        block = block_of[box]
        if block < 0:
            continue
        best, best_stack, best_half = ashore, -1, 0
        for place in range(stacks.first_of_block[block], stacks.first_of_block[block + 1]):
            stack = stacks.of_block[place]
            for half in range(1 if boxes.long[box] else stacks.halves[stack]):
                put(boxes, stacks, pack, box, stack, half)
                # 20-foot boxes come in pairs: half a stack is begun where the other half is.
                worse = _again(boxes, stacks, pack, stack) + 0.001 * pack.counts[stack].sum()
                if worse < best:
                    best, best_stack, best_half = worse, stack, half
                take(boxes, stacks, pack, box)
                _again(boxes, stacks, pack, stack)
        if best_stack >= 0:
            put(boxes, stacks, pack, box, best_stack, best_half)
            _again(boxes, stacks, pack, best_stack)


@cached
def _look(boxes: Boxes, stacks: Stacks, pack: Packing, box: int) -> int:
    """A stack to try: mostly one of the same block or bay, or one where a box of the same port stands."""
    at = pack.at[box]
    chance = np.random.random()
    if chance >= _PEERS:
        first = boxes.first_peer[box]
        there = pack.at[boxes.peers[first + np.random.randint(boxes.last_peer[box] - first)]]
        if there >= 0:
            return there
    if at >= 0 and chance < _BLOCK:
        first = stacks.first_of_block[stacks.block[at]]
        size = stacks.first_of_block[stacks.block[at] + 1] - first
        return stacks.of_block[first + np.random.randint(size)]
    if at >= 0 and chance < _BAY:
        first = stacks.first_of_bay[stacks.bay[at]]
        size = stacks.first_of_bay[stacks.bay[at] + 1] - first
        return stacks.of_bay[first + np.random.randint(size)]
    return np.random.randint(len(stacks.bay))


@cached
def anneal(
    seed: int, steps: int, heat: float, ashore: float, off_plan: float, boxes: Boxes, stacks: Stacks, pack: Packing
) -> None:
    """Search for so many steps at a heat.

    A box without a place costs as much as `ashore` overstows, a tonne squared off a bay's plan as `off_plan`.
    """
    np.random.seed(seed)
    for _ in range(steps):
        box = np.random.randint(len(boxes.port))
        for _ in range(_AGAIN):
            if pack.at[box] < 0 or pack.cost[pack.at[box]] >= 1:
                break
            box = np.random.randint(len(boxes.port))
        at, half = pack.at[box], pack.half[box]
        there = _look(boxes, stacks, pack, box)
        side = 0 if boxes.long[box] else np.random.randint(stacks.halves[there])
        if there == at and (boxes.long[box] or side == half):
            continue
        part = 2 if boxes.long[box] else side
        if pack.counts[there, part] >= MOST - 1 or pack.counts[at if at >= 0 else there, part] >= MOST - 1:
            continue
        other = -1
        if pack.counts[there, part] > 0 and np.random.random() < 0.6:
            other = pack.boxes[there, part, np.random.randint(pack.counts[there, part])]
            if at < 0 and np.random.random() < 0.5:
                continue
        bay = stacks.bay[there]
        back = bay if at < 0 else stacks.bay[at]
        worse = -_float(pack, bay, back, off_plan)
        cost_there, cost_at = pack.cost[there], pack.cost[at]
        if other >= 0:
            take(boxes, stacks, pack, other)
        if at >= 0:
            take(boxes, stacks, pack, box)
        put(boxes, stacks, pack, box, there, side)
        if other >= 0 and at >= 0:
            put(boxes, stacks, pack, other, at, half)
        worse += _again(boxes, stacks, pack, there)
        if at >= 0 and at != there:
            worse += _again(boxes, stacks, pack, at)
        worse += _float(pack, bay, back, off_plan)
        if at < 0:
            worse += ashore * ((boxes.times[other] if other >= 0 else 0.0) - boxes.times[box])
        if worse <= 0 or np.random.random() < np.exp(-worse / heat):
            continue
        if other >= 0 and at >= 0:
            take(boxes, stacks, pack, other)
        take(boxes, stacks, pack, box)
        if at >= 0:
            put(boxes, stacks, pack, box, at, half)
        if other >= 0:
            put(boxes, stacks, pack, other, there, side)
        pack.cost[there] = cost_there
        if at >= 0:
            pack.cost[at] = cost_at
