"""The compiled loop that searches for blocks: some groups are taken out and put back one after the other.

A group is put bay by bay where its next boxes cost least, in a bay of their own or, fewer than fill one, in the share
of a mixed bay. What ground is worth to others (the prices of the bound) may count on top. Ground is counted in whole
bays: mixed boxes of one length take as many bays of a block as they fill, rounded up.
"""

from pathlib import Path

import numpy as np

from scheduler.compiled import compiler
from scheduler.yard.plan import arrays
from scheduler.yard.plan.arrays import Data, State
from scheduler.yard.plan.problem import Floats, Ints

cached = compiler(Path(__file__), Path(arrays.__file__))


@cached
def add(data: Data, state: State, group: int, block: int, bays: int, boxes: int, mixed: int) -> None:
    """Give a group so much more of a block, or less."""
    ship, size = data.ship[group], data.size[group]
    state.bays[group, block] += bays
    state.boxes[group, block] += boxes
    state.mixed[group, block] += mixed
    for crowd in range(data.first_crowd[ship], data.last_crowd[ship]):
        state.ground[block, crowd] += size * bays
        state.pool[size - 1, block, crowd] += mixed
        if data.plugged[group]:
            state.plug_ground[block, crowd] += size * bays
            state.plug_pool[size - 1, block, crowd] += mixed
    for rush in range(data.first_rush[ship], data.last_rush[ship]):
        state.asked[block, rush] += data.share[ship, rush] * (boxes + mixed)


@cached
def _whole_bays(boxes: int, room: int) -> int:
    return -(-boxes // room)


@cached
def has_ground(data: Data, state: State, group: int, block: int) -> bool:
    """Whether a block has ground for one more bay of a group."""
    ship, size, room = data.ship[group], data.size[group], data.room[block]
    for crowd in range(data.first_crowd[ship], data.last_crowd[ship]):
        taken = state.ground[block, crowd] + size
        for length in range(2):
            taken += (length + 1) * _whole_bays(state.pool[length, block, crowd], room)
        if taken > data.free[block, crowd]:
            return False
        if data.plugged[group]:
            taken = state.plug_ground[block, crowd] + size
            for length in range(2):
                taken += (length + 1) * _whole_bays(state.plug_pool[length, block, crowd], room)
            if taken > data.plugs[block, crowd]:
                return False
    return True


@cached
def _pool_room(ground: int, pool: Ints, free: int, size: int, room: int) -> int:
    """How many boxes more the mixed bays of a length take beside bays that take so much ground of what is free."""
    taken = ground
    for length in range(2):
        taken += (length + 1) * _whole_bays(pool[length], room)
    left = _whole_bays(pool[size - 1], room) * room - pool[size - 1]
    return left + max(0, free - taken) // size * room


@cached
def mixed_room(data: Data, state: State, group: int, block: int, wanted: int) -> int:
    """How many of the wanted boxes mixed bays of a block can take, in those that there are or one more."""
    ship, size, room = data.ship[group], data.size[group], data.room[block]
    fits = wanted
    for crowd in range(data.first_crowd[ship], data.last_crowd[ship]):
        ground, free = state.ground[block, crowd], data.free[block, crowd]
        fits = min(fits, _pool_room(ground, state.pool[:, block, crowd], free, size, room))
        if data.plugged[group]:
            ground, free = state.plug_ground[block, crowd], data.plugs[block, crowd]
            fits = min(fits, _pool_room(ground, state.plug_pool[:, block, crowd], free, size, room))
    return max(0, fits)


@cached
def rush_cost(data: Data, state: State, ship: int, block: int, boxes: int) -> float:
    """What cranes fall behind more when a ship asks so many boxes more of a block, in money."""
    more = 0.0
    for rush in range(data.first_rush[ship], data.last_rush[ship]):
        before = state.asked[block, rush] - data.limit[block, rush]
        after = before + data.share[ship, rush] * boxes
        more += max(0.0, after) - max(0.0, before)
    return more * data.behind[block]


@cached
def group_cost(data: Data, state: State, group: int) -> float:
    """What a group costs by itself, without its share of work that cranes are behind with."""
    ship, size = data.ship[group], data.size[group]
    cost, left = 0.0, data.boxes[group]
    for block in range(len(data.room)):
        bays, boxes, mixed = state.bays[group, block], state.boxes[group, block], state.mixed[group, block]
        if bays == 0 and mixed == 0:
            continue
        cost += size * data.bay * (bays + mixed / data.room[block])
        cost += data.haul[ship, block] * (boxes + mixed) + data.mixing[block] * mixed
        left -= boxes + mixed
    return cost + left * data.ashore


@cached
def total_cost(data: Data, state: State) -> float:
    """What a state costs."""
    cost = 0.0
    for group in range(len(data.boxes)):
        cost += group_cost(data, state, group)
    for block in range(len(data.room)):
        for rush in range(data.limit.shape[1]):
            cost += max(0.0, state.asked[block, rush] - data.limit[block, rush]) * data.behind[block]
    return cost


@cached
def put(data: Data, state: State, group: int, prices: Floats, guide: float, noise: float, even: bool) -> float:
    """Put all boxes of a group where they cost least, the next bay after the other; what finds no room stays out.

    `prices` 2 x b x c is what ground without and with plugs is worth to others, counted `guide` times; `noise` the most
    that a cost is raised by, as a share of it. With `even`, a group has the same number of boxes in each of its bays.
    The money of what cranes are behind with more.
    """
    behind = 0.0
    ship, size, rest = data.ship[group], data.size[group], data.boxes[group]
    blocks, with_plugs = len(data.room), 1 if data.plugged[group] else 0
    while rest > 0:
        best, where, many, alone = data.ashore, -1, 0, True
        for block in range(blocks):
            if not data.fits[group, block]:
                continue
            room = data.room[block]
            worth = 0.0
            if guide > 0:
                for crowd in range(data.first_crowd[ship], data.last_crowd[ship]):
                    worth += prices[with_plugs, block, crowd]
                worth *= guide * size
            factor = 1.0 + noise * np.random.random() if noise > 0 else 1.0
            if has_ground(data, state, group, block):
                boxes = min(room, rest)
                if even:
                    boxes = _whole_bays(rest, _whole_bays(rest, room))
                cost = size * data.bay + worth + rush_cost(data, state, ship, block, boxes)
                cost = (cost / boxes + data.haul[ship, block]) * factor
                if cost < best:
                    best, where, many, alone = cost, block, boxes, True
            if rest < room or not has_ground(data, state, group, block):
                boxes = mixed_room(data, state, group, block, rest)
                if boxes > 0:
                    cost = rush_cost(data, state, ship, block, boxes) / boxes + data.mixing[block]
                    cost += (size * data.bay + worth) / room + data.haul[ship, block]
                    cost *= factor
                    if cost < best:
                        best, where, many, alone = cost, block, boxes, False
        if where < 0:
            return behind
        behind += rush_cost(data, state, ship, where, many)
        if alone:
            add(data, state, group, where, 1, many, 0)
        else:
            add(data, state, group, where, 0, 0, many)
        rest -= many
    return behind


@cached
def take_out(data: Data, state: State, group: int) -> float:
    """Take out all of a group. What cranes are less behind with, in money."""
    saved = 0.0
    for block in range(len(data.room)):
        bays, boxes, mixed = state.bays[group, block], state.boxes[group, block], state.mixed[group, block]
        if bays or mixed:
            add(data, state, group, block, -bays, -boxes, -mixed)
            saved += rush_cost(data, state, data.ship[group], block, boxes + mixed)
    return saved


@cached
def _choose(data: Data, state: State, out: Ints, most: int) -> int:
    """Groups to take out: of one ship, of one block, or of one ship and one that is there with her. How many."""
    groups, blocks = data.boxes.shape[0], data.room.shape[0]
    style, count = np.random.random(), 0
    if style < 0.4:
        block = np.random.randint(blocks)
        other = np.random.randint(blocks) if style < 0.2 else block
        begin = np.random.randint(groups)
        for step in range(groups):
            group = (begin + step) % groups
            there = state.bays[group, block] + state.mixed[group, block] + state.bays[group, other] > 0
            if there and np.random.random() < 0.7:
                out[count] = group
                count += 1
                if count == most:
                    break
        return count
    ships = data.first_group.shape[0] - 1
    ship = np.random.randint(ships)
    for turn in range(1 if style < 0.7 else 2):
        first, last = data.first_group[ship], data.first_group[ship + 1]
        wanted = min(last - first, most // (1 if style < 0.7 else 2))
        begin = np.random.randint(max(1, last - first))
        for step in range(wanted):
            out[count] = first + (begin + step) % (last - first)
            count += 1
        if turn == 0:
            near = min(ships - 1, max(0, ship + np.random.randint(1, 6) * (1 if np.random.random() < 0.5 else -1)))
            if near == ship:
                break
            ship = near
    return count


@cached
def _order(data: Data, out: Ints, count: int) -> None:
    """Bring groups into an order: at random, or roughly the largest first."""
    largest = np.random.random() < 0.5
    for place in range(count - 1, 0, -1):
        other = np.random.randint(place + 1)
        out[place], out[other] = out[other], out[place]
    if largest:
        for place in range(1, count):
            here = place
            while here > 0 and data.boxes[out[here - 1]] < data.boxes[out[here]]:
                out[here - 1], out[here] = out[here], out[here - 1]
                here -= 1


@cached
def anneal(
    data: Data, state: State, best: State, prices: Floats, seed: int, steps: int, hot: float, cold: float, most: int,
    ended: Ints,
) -> float:  # fmt: skip
    """Search for so many steps, from temperatures `hot` to `cold` in money; `best` is changed to the best state found.

    At most `most` groups are taken out at once. It ends early once `ended[0]` is not 0 any more, which another thread
    may write. The cost of the best state.
    """
    np.random.seed(seed)
    blocks = data.room.shape[0]
    cost, lowest = total_cost(data, state), total_cost(data, best)
    out = np.zeros(most, dtype=np.int64)
    kept = np.zeros((3, most, blocks), dtype=np.int64)
    for step in range(steps):
        if ended[0] != 0:
            break
        heat = hot * (cold / hot) ** (step / steps)
        count = _choose(data, state, out, most)
        _order(data, out, count)
        before = after = 0.0
        for place in range(count):
            group = out[place]
            kept[0, place], kept[1, place], kept[2, place] = state.bays[group], state.boxes[group], state.mixed[group]
            before += group_cost(data, state, group) + take_out(data, state, group)
        guide = np.random.random() * 1.5 if np.random.random() < 0.7 else 0.0
        noise = 0.0 if np.random.random() < 0.3 else 0.3 * np.random.random() ** 2
        for place in range(count):
            after += put(data, state, out[place], prices, guide, noise, np.random.random() < 0.1)
            after += group_cost(data, state, out[place])
        if after <= before or np.random.random() < np.exp((before - after) / heat):
            cost += after - before
            if cost < lowest - 1e-6:
                lowest = cost
                copy_state(state, best)
            continue
        for place in range(count):
            take_out(data, state, out[place])
        for place in range(count):
            for block in range(blocks):
                if kept[0, place, block] or kept[2, place, block]:
                    add(
                        data,
                        state,
                        out[place],
                        block,
                        kept[0, place, block],
                        kept[1, place, block],
                        kept[2, place, block],
                    )
    return lowest


@cached
def copy_state(state: State, target: State) -> None:
    """Make another state the same."""
    target.bays[:] = state.bays
    target.boxes[:] = state.boxes
    target.mixed[:] = state.mixed
    target.ground[:] = state.ground
    target.pool[:] = state.pool
    target.plug_ground[:] = state.plug_ground
    target.plug_pool[:] = state.plug_pool
    target.asked[:] = state.asked
